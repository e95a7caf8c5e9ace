// super_calls.cpp: `super().name`.

#include <algorithm>

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/formals.h"
#include "python/checker/members.h"
#include "python/checker/report.h"
#include "python/types/typevars.h"

namespace krait::checker {

namespace texts = messages::texts;

namespace {

struct SuperArguments {
    TypePtr type = nullptr;  ///< null: `result` says what comes out
    TypePtr instance = nullptr;
    TypePtr result = nullptr;
};

SuperArguments failed(CheckContext& ck, NodeId at, const messages::Text& text) {
    fail(ck, at, text);
    return {nullptr, nullptr, any_type(ck, AnySource::FromError)};
}

SuperArguments implicit_arguments(CheckContext& ck, NodeId at) {
    const ClassInfo* info = current_class(ck);
    if (info == nullptr) return {nullptr, nullptr, any_type(ck, AnySource::FromError)};
    if (active_class(ck) != nullptr) {
        return failed(ck, at, texts::kSuperOutsideOfMethodNotSupported);
    }
    TypePtr self = types::fill_typevars(ck.cx, *info);
    TypePtr type = types::make_type_type_as_is(ck.cx, self);
    const ScopeItem* function = current_function(ck);
    std::vector<Formal> formals =
        function == nullptr ? std::vector<Formal>{} : formals_of(ck, function->node);
    if (formals.empty()) return failed(ck, at, texts::kSuperEnclosingPositionalArgsRequired);
    // As declared: where a body is checked once for each value of a type variable, super() still
    // takes the variable.
    if (ck.value_env != nullptr && function->function != nullptr) {
        const auto* declared = types::as<CallableType>(function->function->type);
        if (declared != nullptr && !declared->parameters.empty()) {
            return {type, declared->parameters[0].type};
        }
    }
    const VarInfo* variable = formals[0].variable;
    return {type, variable != nullptr && variable->type != nullptr ? variable->type : self};
}

SuperArguments super_arguments(CheckContext& ck, NodeId call, NodeId at) {
    if (!in_checked_function(ck)) {
        return {nullptr, nullptr, any_type(ck, AnySource::Unannotated)};
    }
    Arguments args = arguments_of(ck, call);
    SuperArguments found;
    if (args.size() == 0) {
        found = implicit_arguments(ck, at);
        if (found.result != nullptr) return found;
    } else {
        auto has = [&](ArgKind kind) {
            return std::find(args.kinds.begin(), args.kinds.end(), kind) != args.kinds.end();
        };
        if (has(ArgKind::Star)) return failed(ck, at, texts::kSuperVarargsNotSupported);
        if (has(ArgKind::Named) || has(ArgKind::Star2)) {
            return failed(ck, at, texts::kSuperPositionalArgsRequired);
        }
        if (args.size() == 1) return failed(ck, at, texts::kSuperWithSingleArgNotSupported);
        if (args.size() > 2) return failed(ck, at, texts::kTooManyArgsForSuper);
        found.type = proper(ck, accept(ck, args.nodes[0]));
        found.instance = accept(ck, args.nodes[1]);
    }
    const ClassInfo* info = current_class(ck);
    auto is_any_class = [&](TypePtr type) {
        const auto* type_type = types::as<TypeType>(type);
        return types::is<AnyType>(type) || (type_type != nullptr && is_any(ck, type_type->item));
    };
    TypePtr self = info == nullptr ? nullptr : types::fill_typevars(ck.cx, *info);
    if (is_any_class(found.type)) {
        if (self == nullptr) return {nullptr, nullptr, any_type(ck)};
        found.type = types::make_type_type_as_is(ck.cx, self);
    }
    if (!types::is<TypeType>(found.type) && !is_class_object(ck, found.type)) {
        report_first_argument_for_super(ck, found.type, at);
        return {nullptr, nullptr, any_type(ck, AnySource::FromError)};
    }
    found.instance = proper(ck, found.instance);
    if (is_any_class(found.instance)) {
        if (self == nullptr) return {nullptr, nullptr, any_type(ck)};
        found.instance =
            types::is<AnyType>(found.instance) ? self : types::make_type_type_as_is(ck.cx, self);
    }
    return found;
}

const ClassInfo* class_of_type(CheckContext& ck, TypePtr type) {
    type = proper(ck, type);
    if (is_class_object(ck, type)) return types::type_object(ck.cx, type);
    if (const auto* type_type = types::as<TypeType>(type)) type = proper(ck, type_type->item);
    if (const auto* variable = types::as<TypeVarType>(type)) {
        type = proper(ck, variable->upper_bound);
    }
    if (const auto* tuple = types::as<TupleType>(type)) type = types::tuple_fallback(ck.cx, *tuple);
    const auto* instance = types::as<Instance>(type);
    return instance == nullptr ? nullptr : &info_of(ck, *instance);
}

/// A type variable that stands for the type of self; in a class method type[...] of it.
bool is_self_like(CheckContext& ck, TypePtr type) {
    const ScopeItem* function = current_function(ck);
    if (function == nullptr) return false;
    type = proper(ck, type);
    if (function->function == nullptr || !function->function->is_class) {
        return types::is<TypeVarType>(type);
    }
    const auto* type_type = types::as<TypeType>(type);
    return type_type != nullptr && is_proper<TypeVarType>(ck, type_type->item);
}

/// Where in an MRO the search starts, as an index behind the class; none if it isn't there.
std::optional<std::size_t> start_in(const ClassInfo& where, const ClassInfo& what) {
    auto found = std::find(where.mro.begin(), where.mro.end(), what.id);
    if (found == where.mro.end()) return std::nullopt;
    return static_cast<std::size_t>(found - where.mro.begin()) + 1;
}

}  // namespace

TypePtr check_super_attribute(CheckContext& ck, NodeId attribute) {
    syntax::AttributeView view = ck.tree.attribute(attribute);
    SuperArguments args = super_arguments(ck, view.value, attribute);
    if (args.result != nullptr) return args.result;
    const ClassInfo* type_info = class_of_type(ck, args.type);
    const ClassInfo* instance_info = class_of_type(ck, args.instance);
    if (type_info == nullptr) {
        return failed(ck, attribute, texts::kUnsupportedArg1ForSuper).result;
    }
    if (instance_info == nullptr) {
        return failed(ck, attribute, texts::kUnsupportedArg2ForSuper).result;
    }
    const ClassInfo* own = current_class(ck);
    const ClassInfo* where = instance_info;
    std::optional<std::size_t> start = start_in(*where, *type_info);
    if (!start && own != nullptr && is_self_like(ck, args.instance) && start_in(*own, *type_info)) {
        // An explicit self type that is wider than the class: the class's own MRO is meant.
        where = own;
        start = start_in(*own, *type_info);
    }
    if (!start) {
        if (instance_info->is_protocol && !type_info->is_protocol) {
            start = 0;
        } else {
            return failed(ck, attribute, texts::kSuperArg2NotInstanceOfArg1).result;
        }
    }
    if (where->mro.size() == *start) {
        return failed(ck, attribute, texts::kTargetClassHasNoBaseClass).result;
    }
    for (std::size_t i = *start; i < where->mro.size(); ++i) {
        const ClassInfo* base = class_by_id(ck, where->mro[i]);
        if (base == nullptr) continue;
        const bool is_last = i + 1 == where->mro.size();
        if (own_symbol(ck, *base, view.attr) == nullptr && !is_last) continue;
        if (own != nullptr && own->fallback_to_any && is_last) return any_type(ck);
        MemberContext mx{ck, args.instance, attribute};
        mx.is_super = true;
        return analyze_member_access(mx, view.attr, args.instance, base, is_literal_context(ck));
    }
    return not_implemented(ck);
}

}  // namespace krait::checker
