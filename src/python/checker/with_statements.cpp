// with_statements.cpp: with and async with; some context managers swallow exceptions.

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/statements.h"

namespace krait::checker {

namespace texts = messages::texts;

namespace {

/// What __exit__ returns.
TypePtr check_item(CheckContext& ck, const syntax::WithItemView& item, bool is_async, bool infer) {
    NodeId at = item.context;
    TypePtr manager = accept(ck, item.context);
    TypePtr value =
        check_method_call_by_name(ck, is_async ? "__aenter__" : "__enter__", manager, {}, at).type;
    if (is_async) {
        value = check_awaitable(ck, value, at, texts::kIncompatibleTypesInAsyncWithAenter);
    }
    if (item.target != NodeId::None) {
        check_assignment(ck, item.target, make_value(ck, value, at), infer);
    }
    NodeId any = make_value(ck, any_type(ck), at);
    TypePtr result = check_method_call_by_name(ck, is_async ? "__aexit__" : "__exit__", manager,
                                               positional({any, any, any}), at)
                         .type;
    if (!is_async) return result;
    return check_awaitable(ck, result, at, texts::kIncompatibleTypesInAsyncWithAexit);
}

bool may_swallow(CheckContext& ck, TypePtr result) {
    if (is_bool_literal(ck, result, false)) return false;
    if (is_bool_literal(ck, result, true)) return true;
    return is_instance_of(ck, result, "builtins.bool") && ck.options.strict_optional;
}

}  // namespace

void check_with(CheckContext& ck, NodeId statement) {
    syntax::WithView view = ck.tree.with(statement);
    const bool infer = !ck.bindings.declared_types.contains(statement);
    bool swallows = false;
    for (NodeId item : view.items) {
        TypePtr result = check_item(ck, ck.tree.with_item(item), view.is_async, infer);
        swallows = may_swallow(ck, proper(ck, result)) || swallows;
    }
    if (!swallows) return check_block(ck, view.body);
    FrameScope frame(*ck.binder, {.can_skip = true, .is_try = true});
    check_block(ck, view.body);
}

}  // namespace krait::checker
