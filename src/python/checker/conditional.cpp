// conditional.cpp: `x if c else y`, and `(x := y)`.

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/report.h"
#include "python/checker/statements.h"
#include "python/types/join.h"

namespace krait::checker {

TypePtr check_conditional(CheckContext& ck, NodeId expr, bool allow_none_return) {
    syntax::IfExpView view = ck.tree.if_exp(expr);
    accept_for_effect(ck, view.test);
    TypePtr context = ck.type_context.back();
    Narrowed maps = find_isinstance_check(ck, view.test);
    if (is_unreachable_map(ck, maps.yes)) {
        report_redundant_condition(ck, "If condition", false, view.test);
    } else if (is_unreachable_map(ck, maps.no)) {
        report_redundant_condition(ck, "If condition", true, view.test);
    }
    if (context == nullptr) {
        // Without an expected type each branch is the other's: [] if c else [1].
        TypePtr yes = analyze_branch(ck, maps.yes, view.body, nullptr, allow_none_return);
        TypePtr no = analyze_branch(ck, maps.no, view.orelse, nullptr, allow_none_return);
        if (has_ambiguous_uninhabited_component(ck, yes)) {
            context = no;
        } else if (has_ambiguous_uninhabited_component(ck, no)) {
            context = yes;
        } else {
            context = simplified_union(ck, {yes, no});
        }
    }
    TypePtr yes = analyze_branch(ck, maps.yes, view.body, context, allow_none_return);
    TypePtr no = analyze_branch(ck, maps.no, view.orelse, context, allow_none_return);
    TypePtr result = simplified_union(ck, {yes, no});
    if (has_uninhabited_component(ck, result) &&
        !is_proper<UnionType>(ck, ck.type_context.back())) {
        TypePtr joined = types::join_types(ck.cx, yes, no);
        if (!is_instance_of(ck, joined, "builtins.object")) return joined;
    }
    return result;
}

TypePtr check_walrus(CheckContext& ck, NodeId expr) {
    syntax::NamedExprView view = ck.tree.named_expr(expr);
    TypePtr value = accept(ck, view.value);
    const std::uint64_t version = ck.binder->version;
    check_assignment(ck, view.target, view.value);
    if (ck.binder->version != version) ++ck.assignment_expression_effects;
    check_final(ck, expr, {view.target}, false, false);
    if (!has_uninhabited_component(ck, value)) store_type(ck, view.target, value);
    return value;
}

}  // namespace krait::checker
