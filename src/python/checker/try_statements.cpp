// try_statements.cpp: try, except, finally, raise.

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/narrowing.h"
#include "python/checker/report.h"
#include "python/checker/statements.h"
#include "python/checker/writable.h"
#include "python/types/erase.h"
#include "python/types/subtypes.h"

namespace krait::checker {

namespace texts = messages::texts;

namespace {

std::vector<TypePtr> handled_types(CheckContext& ck, TypePtr type) {
    type = proper(ck, type);
    auto merged_items = [&](const std::vector<TypePtr>& items) -> std::vector<TypePtr> {
        TypePtr merged = simplified_union(ck, items);
        const auto* options = types::as<UnionType>(merged);
        if (options == nullptr) return {merged};
        TypeList relevant = types::relevant_items(ck.cx, *options);
        return {relevant.begin(), relevant.end()};
    };
    if (const auto* tuple = types::as<TupleType>(type)) {
        return merged_items({tuple->items.begin(), tuple->items.end()});
    }
    const auto* instance = types::as<Instance>(type);
    if (instance != nullptr && is_instance_of(ck, type, "builtins.tuple") &&
        !instance->args.empty()) {
        return merged_items({instance->args[0]});
    }
    const auto* options = types::as<UnionType>(type);
    if (options == nullptr) return {type};
    std::vector<TypePtr> result;
    for (TypePtr item : types::relevant_items(ck.cx, *options)) {
        std::vector<TypePtr> inner = handled_types(ck, item);
        result.insert(result.end(), inner.begin(), inner.end());
    }
    return result;
}

TypePtr default_exception(CheckContext& ck, bool is_star) {
    TypePtr any = any_type(ck, AnySource::FromError);
    return is_star ? named_generic_type(ck, "builtins.ExceptionGroup", {any}) : any;
}

TypePtr exception_group(CheckContext& ck, const std::vector<TypePtr>& types) {
    TypePtr arg = simplified_union(ck, types);
    const bool plain = types::is_subtype(ck.cx, arg, named_type(ck, known::builtins_exception));
    return named_generic_type(ck, plain ? "builtins.ExceptionGroup" : "builtins.BaseExceptionGroup",
                              {arg});
}

/// The type of what `except T` catches; null for something that isn't an exception class.
TypePtr caught_type(CheckContext& ck, TypePtr type) {
    TypePtr caught = nullptr;
    if (is_class_object(ck, type)) {
        caught = types::erase_typevars(
            ck.cx, types::get_instance_type(ck.cx, *function_items(ck, type)[0]));
    } else if (const auto* type_type = types::as<TypeType>(type)) {
        caught = type_type->item;
    }
    if (caught == nullptr ||
        !types::is_subtype(ck.cx, caught, named_type(ck, known::builtins_base_exception))) {
        return nullptr;
    }
    return caught;
}

TypePtr check_handler_type(CheckContext& ck, NodeId expr, bool is_star) {
    std::vector<TypePtr> all;
    for (TypePtr type : handled_types(ck, accept(ck, expr))) {
        type = proper(ck, type);
        if (types::is<AnyType>(type)) {
            all.push_back(type);
            continue;
        }
        if (types::is<UninhabitedType>(type)) continue;
        TypePtr caught = caught_type(ck, type);
        if (caught == nullptr) {
            fail(ck, expr, texts::kInvalidExceptionType);
            return default_exception(ck, is_star);
        }
        all.push_back(caught);
    }
    if (!is_star) return simplified_union(ck, all);
    TypePtr group = named_type(ck, "builtins.BaseExceptionGroup");
    for (TypePtr& type : all) {
        if (!types::is_proper_subtype(ck.cx, type, group)) continue;
        fail(ck, expr, texts::kInvalidExceptionGroup);
        type = any_type(ck, AnySource::FromError);
    }
    return exception_group(ck, all);
}

void check_handler(CheckContext& ck, NodeId handler, bool is_star) {
    syntax::ExceptHandlerView view = ck.tree.except_handler(handler);
    const VarInfo* variable =
        view.name == Name::Empty ? nullptr : types::as<VarInfo>(definition_of(ck, handler));
    NodeId name = variable == nullptr ? NodeId::None : make_variable(ck, variable, handler);
    if (view.type != NodeId::None) {
        TypePtr type = check_handler_type(ck, view.type, is_star);
        if (variable != nullptr) {
            // Each handler defines its variable anew.
            writable(ck, *variable).type = nullptr;
            check_assignment(ck, name, make_value(ck, type, handler));
        }
    }
    check_block(ck, view.body);
    if (variable == nullptr) return;
    TypePtr deleted = types::make_deleted(ck.cx, view.name);
    writable(ck, *variable).type = deleted;
    if (ck.options.allow_redefinition) {
        ck.binder->assign_type(name, deleted, deleted);
    } else {
        ck.binder->cleanse(name);
    }
}

void check_without_finally(CheckContext& ck, const syntax::TryView& view, bool try_frame) {
    FrameScope whole(*ck.binder, {.can_skip = false, .fall_through = 2, .is_try = try_frame});
    {
        FrameScope alternatives(*ck.binder,
                                {.can_skip = false, .fall_through = 2, .conditional = true});
        {
            FrameScope body(*ck.binder, {.can_skip = false, .fall_through = 2, .is_try = true});
            check_block(ck, view.body);
        }
        for (NodeId handler : view.handlers) {
            FrameScope frame(*ck.binder, {.can_skip = true, .fall_through = 4});
            check_handler(ck, handler, view.is_star);
        }
    }
    if (!view.orelse.empty()) check_block(ck, view.orelse);
}

}  // namespace

void check_try(CheckContext& ck, NodeId statement) {
    syntax::TryView view = ck.tree.try_stmt(statement);
    const bool has_finally = !view.finalbody.empty();
    LoopFindings findings;
    {
        FrameScope frame(*ck.binder, {.can_skip = false, .fall_through = 0});
        check_without_finally(ck, view, has_finally);
        if (has_finally) {
            // Once for all ways that lead here, and once more for the way that goes on behind it.
            Filter filter(ck, {.filter = false}, &findings);
            check_block(ck, view.finalbody);
        }
    }
    if (!has_finally) return;
    const bool was_suppressed = ck.binder->is_unreachable_warning_suppressed();
    if (!ck.binder->is_unreachable()) {
        Filter filter(ck, {.filter = false}, &findings);
        check_block(ck, view.finalbody);
    }
    report_loop_findings(ck, findings);
    if (!was_suppressed) ck.binder->frames.back().suppress_unreachable_warnings = false;
}

namespace {

void check_raised(CheckContext& ck, NodeId value, NodeId statement, bool is_cause) {
    TypePtr type = proper(ck, accept(ck, value));
    if (types::is<types::DeletedType>(type)) {
        report_deleted_as_rvalue(ck, type, value);
        return;
    }
    const Instance* exception = named_type(ck, known::builtins_base_exception);
    std::vector<TypePtr> expected{exception, types::make_type_type(ck.cx, exception)};
    if (is_cause) expected.push_back(none_type(ck));
    check_subtype(ck, type, union_of(ck, expected), statement, texts::kInvalidException);
    if (is_function_like(type)) check_call(ck, type, {}, value);
    const bool calls_not_implemented =
        is_kind(ck, value, NodeKind::Call) &&
        refers_to(ck, ck.tree.call(value).func, "builtins.NotImplemented");
    if (calls_not_implemented || is_instance_of(ck, type, "builtins._NotImplementedType") ||
        is_instance_of(ck, type, "types.NotImplementedType")) {
        fail(ck, statement, messages::codes::kNone,
             concat({texts::kInvalidException.text, "; did you mean \"NotImplementedError\"?"}));
    }
}

}  // namespace

void check_raise(CheckContext& ck, NodeId statement) {
    syntax::RaiseView view = ck.tree.raise(statement);
    if (view.exception != NodeId::None) check_raised(ck, view.exception, statement, false);
    if (view.cause != NodeId::None) check_raised(ck, view.cause, statement, true);
    ck.binder->unreachable();
}

}  // namespace krait::checker
