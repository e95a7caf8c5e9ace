// special_methods.cpp: methods that Python itself calls must have the signature that it calls them
// with: __new__, __getattr__ and its like, in-place operators, __init_subclass__ of the bases.

#include <algorithm>
#include <array>

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/members.h"
#include "python/checker/overrides.h"
#include "python/checker/report.h"
#include "python/checker/special_calls.h"
#include "python/checker/statements.h"
#include "python/types/format.h"
#include "python/types/subtypes.h"
#include "python/types/typevars.h"

namespace krait::checker {

namespace texts = messages::texts;

namespace {

void check_new(CheckContext& ck, NodeId function, const ClassInfo& owner,
               const CallableType& type) {
    if (type.parameters.empty()) return;
    TypePtr self = types::fill_typevars_with_any(ck.cx, owner);
    const CallableType* bound = types::bind_self(ck.cx, type, self, {.is_classmethod = true});
    TypePtr result = proper(ck, bound->ret_type);
    const bool is_metaclass = has_base(ck, owner, "builtins.type") ||
                              is_fullname(owner, "abc.ABCMeta") || owner.fallback_to_any;
    if (is_metaclass) {
        check_subtype(ck, result, named_type(ck, known::builtins_type), function,
                      texts::kInvalidNewType, "returns", "but must return a subtype of");
        return;
    }
    const bool is_instance = types::is<AnyType>(result) || types::is<Instance>(result) ||
                             types::is<TupleType>(result) || types::is<UninhabitedType>(result) ||
                             types::is<LiteralType>(result);
    if (!is_instance) {
        fail(ck, function, texts::kNonInstanceNewType, {types::format_type(ck.cx, result)});
        return;
    }
    check_subtype(ck, result, self, function, texts::kInvalidNewType, "returns",
                  "but must return a subtype of");
}

/// The signature that Python calls the hook with, self included where it is a method.
const CallableType* hook_signature(CheckContext& ck, Name name, bool is_method) {
    const bool is_setter = is_text(name, "__setattr__");
    std::vector<Parameter> parameters;
    if (is_method) parameters.push_back({any_type(ck), ArgKind::Pos, Name::Empty});
    parameters.push_back({named_type(ck, known::builtins_str), ArgKind::Pos, Name::Empty});
    if (is_setter) parameters.push_back({any_type(ck), ArgKind::Pos, Name::Empty});
    return make_signature(ck, parameters, is_setter ? none_type(ck) : any_type(ck));
}

/// `__iadd__` takes at least what `__add__` takes.
bool accepts_as_much(CheckContext& ck, TypePtr inplace, TypePtr plain) {
    const auto* one = types::as<CallableType>(inplace);
    const auto* other = types::as<CallableType>(plain);
    if (one != nullptr && other != nullptr) {
        auto compare = [&](TypePtr left, TypePtr right) {
            return types::is_proper_subtype(ck.cx, left, right);
        };
        return types::is_callable_compatible(ck.cx, *one, *other, compare,
                                             {.is_proper_subtype = true, .ignore_return = true});
    }
    if (one != nullptr || !types::is<OverloadedType>(inplace)) return false;
    auto left = function_items(ck, inplace);
    auto right = function_items(ck, plain);
    if (left.size() != right.size()) return false;
    auto same = [&](TypePtr a, TypePtr b) { return types::is_same_type(ck.cx, a, b); };
    for (std::size_t i = 0; i < left.size(); ++i) {
        if (!types::is_callable_compatible(ck.cx, *right[i], *left[i], same,
                                           {.is_proper_subtype = true,
                                            .ignore_return = true,
                                            .ignore_pos_arg_names = true,
                                            .check_args_covariantly = true})) {
            return false;
        }
    }
    return true;
}

bool is_inplace_operator(std::string_view name) {
    static constexpr std::array<std::string_view, 13> kNames = {
        "__iadd__",    "__isub__",      "__imul__", "__itruediv__", "__imod__",
        "__ior__",     "__iand__",      "__ixor__", "__ilshift__",  "__irshift__",
        "__imatmul__", "__ifloordiv__", "__ipow__"};
    return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

/// __post_init__ takes what __init__ leaves to it: the InitVars.
void check_post_init(CheckContext& ck, NodeId function, const ClassInfo& owner,
                     const FunctionInfo& info) {
    if (owner.dataclass == nullptr || owner.dataclass->is_attrs || info.type == nullptr) return;
    types::Member found = get_member(ck, owner, "__mypy-post_init");
    const auto* ideal = types::as<FunctionInfo>(definition_of_symbol(ck, found.symbol));
    const auto* original = ideal != nullptr ? proper_as<CallableType>(ck, ideal->type) : nullptr;
    if (original == nullptr) return;
    Override pair;
    pair.override = proper(ck, info.type);
    pair.original = types::with_name(ck.cx, *original, info.name);
    pair.name = info.name;
    pair.name_in_super = info.name;
    pair.supertype = "dataclass";
    pair.class_name = std::string(base::text_of(owner.name));
    pair.at = function;
    pair.function = function;
    (void)check_override(ck, pair);
}

}  // namespace

void check_attribute_hook(CheckContext& ck, TypePtr type, NodeId at, Name name) {
    const bool is_method = active_class(ck) != nullptr;
    const bool is_setter = is_text(name, "__setattr__");
    if (!is_method && (is_setter || !ck.scopes.empty())) return;
    if (!is_method && is_text(name, "__getattribute__")) {
        fail(ck, at, texts::kModuleLevelGetattribute);
        return;
    }
    if (types::is_subtype(ck.cx, type, hook_signature(ck, name, is_method))) return;
    fail_lazily(ck, at, messages::codes::kMisc, [&] {
        return concat({"Invalid signature ", types::format_type(ck.cx, type), " for \"",
                       base::text_of(name), "\""});
    });
}

void check_special_method(CheckContext& ck, NodeId function, const FunctionInfo& info,
                          const CallableType& type) {
    const ClassInfo* owner = enclosing_class_of(ck, info);
    if (owner != nullptr && is_text(info.name, "__new__")) check_new(ck, function, *owner, type);
    if (owner != nullptr && is_text(info.name, "__post_init__")) {
        check_post_init(ck, function, *owner, info);
    }
    if (is_text(info.name, "__getattr__") || is_text(info.name, "__getattribute__") ||
        is_text(info.name, "__setattr__")) {
        check_attribute_hook(ck, &type, function, info.name);
    }
}

void check_inplace_operator(CheckContext& ck, NodeId function, const Definition& definition) {
    std::string_view name = base::text_of(definition.name);
    if (!is_inplace_operator(name) || definition.enclosing_class.is_none()) return;
    const ClassInfo* owner = enclosing_class_of(ck, definition);
    const std::string plain_name = "__" + std::string(name.substr(3));
    if (owner == nullptr || !has_readable_member(ck, *owner, plain_name)) return;
    TypePtr declared = proper(ck, function_type(ck, definition));
    if (!types::is_function_like(declared)) return;
    TypePtr inplace = types::bind_self(ck.cx, declared);
    TypePtr self = types::fill_typevars(ck.cx, *owner);
    TypePtr plain =
        proper(ck, analyze_external_member(ck, base::intern(plain_name), self, function));
    if (types::is_function_like(plain) && accepts_as_much(ck, inplace, plain)) return;
    fail(ck, function, messages::codes::kMisc,
         concat({"Signatures of \"", name, "\" and \"", plain_name, "\" are incompatible"}));
}

void check_init_subclass(CheckContext& ck, const ClassInfo& info, NodeId class_def) {
    if (info.metaclass != nullptr) {
        const ClassInfo& metaclass = info_of(ck, *info.metaclass);
        // A metaclass of one's own may consume keywords.
        if (!is_fullname(metaclass, "builtins.type") && !is_fullname(metaclass, "abc.ABCMeta")) {
            return;
        }
    }
    static const Name hook = base::intern("__init_subclass__");
    for (symbols::DefId id : info.mro) {
        const ClassInfo* base = class_by_id(ck, id);
        if (base == nullptr || base == &info || own_symbol(ck, *base, hook) == nullptr) continue;
        Arguments args{.is_written = true};
        for (NodeId node : ck.tree.class_def(class_def).keywords) {
            syntax::KeywordView keyword = ck.tree.keyword(node);
            if (keyword.arg == Name::Empty || is_text(keyword.arg, "metaclass")) continue;
            args.add(keyword.value, ArgKind::Named, keyword.arg);
        }
        TypePtr object = types::type_object_type(ck.cx, *base);
        CallOptions options{.callable_name = method_fullname(ck, object, hook)};
        options.object_type = object;
        TypePtr callee = analyze_external_member(ck, hook, object, class_def);
        const std::size_t before = ck.reporter.diagnostics.size();
        check_untyped_call(ck, callee, class_def, options.callable_name, object, hook);
        (void)check_call(ck, callee, args, class_def, options);
        // As for any call, a comment on each of its lines counts: here the lines of the class.
        const std::uint32_t last = ck.source.line_of(ck.tree.end(class_def) - 1) + 1;
        for (std::size_t i = before; i < ck.reporter.diagnostics.size(); ++i) {
            messages::Diagnostic& found = ck.reporter.diagnostics[i];
            if (found.ignore_last_line < last) found.ignore_last_line = last;
        }
        return;
    }
}

}  // namespace krait::checker
