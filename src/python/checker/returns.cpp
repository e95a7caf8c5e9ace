// returns.cpp: return statements.

#include <algorithm>

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/narrowing.h"
#include "python/checker/report.h"
#include "python/checker/statements.h"
#include "python/types/subtypes.h"

namespace krait::checker {

namespace texts = messages::texts;

namespace {

/// Expressions whose type depends on what is expected: tried with the return type, then without.
bool depends_on_context(CheckContext& ck, NodeId expr) {
    switch (ck.tree.kind(expr)) {
        case NodeKind::Call:
        case NodeKind::List:
        case NodeKind::Tuple:
        case NodeKind::Dict:
        case NodeKind::Set:
        case NodeKind::BinOp:
        case NodeKind::BoolOp:
            return true;
        case NodeKind::Await:
            return ck.tree.is(ck.tree.await_value(expr), NodeKind::Call);
        default:
            return false;
    }
}

TypePtr infer_context_dependent(CheckContext& ck, NodeId expr, TypePtr context,
                                AcceptOptions options) {
    Filter filter(ck, {.save = true, .deprecated = true});
    TypeTable table;
    TypePtr type = nullptr;
    {
        LocalTypes local(ck);
        FrameScope frame(*ck.binder, {.can_skip = false, .discard = true});
        type = proper(ck, accept(ck, expr, context, options));
        table = local.take();
    }
    filter.close();
    if (!filter.has_errors()) {
        store_types(ck, table);
        ck.reporter.add_all(filter.saved());
        return type;
    }
    Filter other(ck, {.save = true, .deprecated = true});
    TypeTable other_table;
    TypePtr other_type = nullptr;
    {
        LocalTypes local(ck);
        other_type = proper(ck, accept(ck, expr, nullptr, options));
        other_table = local.take();
    }
    other.close();
    if (!other.has_errors() && types::is_subtype(ck.cx, other_type, context)) {
        store_types(ck, other_table);
        return other_type;
    }
    ck.reporter.add_all(filter.saved());
    store_types(ck, table);
    return type;
}

TypePtr expected_return_type(CheckContext& ck, const FunctionInfo* info) {
    TypePtr type = ck.return_types.back();
    if (info == nullptr) return proper(ck, type);
    if (info->is_generator) {
        return proper(ck, generator_return_type(ck, type, info->is_coroutine));
    }
    if (info->is_coroutine) return proper(ck, coroutine_return_type(ck, type));
    return proper(ck, type);
}

/// A method that may answer NotImplemented: of a binary operator, in place or not.
bool is_binary_magic(Name name) {
    std::string_view text = base::text_of(name);
    if (!text.starts_with("__")) return false;
    if (text == "__neg__" || text == "__pos__" || text == "__invert__" || text == "__contains__") {
        return false;
    }
    if (is_operator_method(name)) return true;
    return text.starts_with("__i") &&
           is_operator_method(base::intern(concat({"__", text.substr(3)})));
}

void warn_of_returned_any(CheckContext& ck, NodeId statement, NodeId value, TypePtr expected,
                          const FunctionInfo* info) {
    if (!ck.options.warn_return_any || ck.current_node_deferred) return;
    if (types::is_proper_subtype(ck.cx, any_type(ck), expected)) return;
    if (info != nullptr && is_binary_magic(info->name) && is_not_implemented_literal(ck, value)) {
        return;
    }
    if (is_instance_of(ck, expected, "builtins.object")) return;
    report_returning_any(ck, expected, statement);
}

void check_returned_value(CheckContext& ck, NodeId statement, NodeId value, TypePtr expected,
                          const ScopeItem& function, NodeId place) {
    const bool is_lambda = is_kind(ck, function.node, NodeKind::Lambda);
    const bool expects_none = types::is<NoneType>(expected);
    const AcceptOptions options{.allow_none_return =
                                    is_lambda || expects_none || types::is<AnyType>(expected)};
    TypePtr type = depends_on_context(ck, value)
                       ? infer_context_dependent(ck, value, expected, options)
                       : proper(ck, accept(ck, value, expected, options));
    if (is_instance_of(ck, type, "builtins._NotImplementedType") ||
        is_instance_of(ck, type, "types.NotImplementedType")) {
        type = any_type(ck);
    }
    if (function.function != nullptr && function.function->is_async_generator) {
        fail(ck, statement, texts::kReturnInAsyncGenerator);
        return;
    }
    if (types::is<AnyType>(type)) {
        if (!is_lambda) warn_of_returned_any(ck, statement, value, expected, function.function);
        return;
    }
    if (expects_none) {
        if (is_lambda || types::is<NoneType>(type)) return;
        fail(ck, statement, texts::kNoReturnValueExpected);
        return;
    }
    check_subtype(ck, type, expected, place, texts::kIncompatibleReturnValueType, "got", "expected",
                  {}, statement);
}

}  // namespace

void check_return(CheckContext& ck, NodeId statement) {
    const ScopeItem* function = current_function(ck);
    const bool is_lambda_body = !ck.tree.is(statement, NodeKind::Return);
    NodeId value = is_lambda_body ? statement : ck.tree.return_value(statement);
    if (function == nullptr || ck.return_types.empty()) {
        if (value != NodeId::None) accept_for_effect(ck, value);
        return;
    }
    const ScopeItem item = *function;
    const FunctionInfo* info = item.function;
    TypePtr expected = expected_return_type(ck, is_lambda_body ? nullptr : info);
    if (const auto* never = types::as<UninhabitedType>(expected)) {
        if (!is_lambda_body && !never->ambiguous) fail(ck, statement, texts::kNoReturnExpected);
        return;
    }
    if (value != NodeId::None) {
        check_returned_value(ck, statement, value, expected, item, value);
        return;
    }
    if (info != nullptr && info->is_generator && !info->is_coroutine &&
        types::is<AnyType>(expected)) {
        return;
    }
    if (types::is<NoneType>(expected) || types::is<AnyType>(expected)) return;
    if (in_checked_function(ck)) fail(ck, statement, texts::kReturnValueExpected);
}

}  // namespace krait::checker
