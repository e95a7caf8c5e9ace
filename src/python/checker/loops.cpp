// loops.cpp: for and while, and what iterating gives.

#include "python/checker/calls.h"
#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/narrowing.h"
#include "python/checker/report.h"
#include "python/checker/statements.h"
#include "python/types/maptype.h"
#include "python/types/subtypes.h"

namespace krait::checker {

namespace {

constexpr int kMaxRounds = 20;

std::size_t count_partials(const CheckContext& ck) {
    std::size_t count = 0;
    for (const PartialScope& scope : ck.partial_scopes) count += scope.variables.size();
    return count;
}

/// Once around until nothing new is learnt: what is assigned below is known above next time.
void run_rounds(CheckContext& ck, base::FunctionRef<void()> round) {
    std::size_t partials = count_partials(ck);
    std::size_t widened = ck.widened_variables.size();
    LoopFindings findings;
    for (int i = 1;; ++i) {
        {
            FrameScope frame(*ck.binder, {.can_skip = true, .break_frame = 2, .continue_frame = 1});
            Filter filter(ck, {.filter = false}, &findings);
            round();
        }
        const std::size_t partials_now = count_partials(ck);
        const std::size_t widened_now = ck.widened_variables.size();
        const bool settled = partials_now == partials && (!ck.binder->last_pop_changed || i > 3) &&
                             (widened_now == widened || i > 1);
        if (settled || i + 1 == kMaxRounds) break;
        partials = partials_now;
        widened = widened_now;
    }
    report_loop_findings(ck, findings);
}

void finish_loop(CheckContext& ck, NodeList orelse, NodeId exit_condition) {
    if (exit_condition != NodeId::None) {
        push_narrowing(ck, find_isinstance_check(ck, exit_condition).no);
    }
    if (!orelse.empty()) check_block(ck, orelse);
}

}  // namespace

void check_loop(CheckContext& ck, NodeList body, NodeList orelse, NodeId exit_condition,
                base::FunctionRef<void()> on_enter) {
    FrameScope frame(*ck.binder, {.can_skip = false, .conditional = true});
    run_rounds(ck, [&] {
        on_enter();
        check_block(ck, body);
    });
    finish_loop(ck, orelse, exit_condition);
}

void check_while(CheckContext& ck, NodeId statement) {
    syntax::WhileView view = ck.tree.while_loop(statement);
    FrameScope frame(*ck.binder, {.can_skip = false, .conditional = true});
    run_rounds(ck, [&] {
        // mypy checks the body as that of an `if` with the loop's condition.
        FrameScope whole(*ck.binder, {.can_skip = false, .fall_through = 0, .conditional = true});
        TypePtr type = proper(ck, accept(ck, view.test));
        if (types::is<types::DeletedType>(type)) report_deleted_as_rvalue(ck, type, statement);
        Narrowed maps = find_isinstance_check(ck, view.test);
        {
            FrameScope branch(*ck.binder, {.can_skip = true, .fall_through = 2});
            push_narrowing(ck, maps.yes, false);
            check_block(ck, view.body);
        }
        push_narrowing(ck, maps.no, false);
        FrameScope other(*ck.binder, {.can_skip = false, .fall_through = 2});
    });
    finish_loop(ck, view.orelse, view.test);
}

void check_for(CheckContext& ck, NodeId statement) {
    syntax::ForView view = ck.tree.for_loop(statement);
    TypePtr item = view.is_async ? analyze_async_iterable(ck, view.iter).second
                                 : analyze_iterable(ck, view.iter).second;
    const bool has_type = ck.bindings.declared_types.contains(statement);
    check_loop(ck, view.body, view.orelse, NodeId::None, [&] {
        check_assignment(ck, view.target, make_value(ck, item, statement), !has_type);
    });
}

std::pair<TypePtr, TypePtr> analyze_iterable(CheckContext& ck, NodeId expr) {
    TypePtr type = accept(ck, expr);
    return analyze_iterable_type(ck, type, expr);
}

std::pair<TypePtr, TypePtr> analyze_iterable_type(CheckContext& ck, TypePtr type, NodeId at) {
    type = proper(ck, type);
    TypePtr iterator = check_method_call_by_name(ck, "__iter__", type, {}, at).type;
    const auto* tuple = types::as<TupleType>(type);
    if (tuple != nullptr && is_instance_of(ck, tuple->partial_fallback, "builtins.tuple")) {
        const Instance* fallback = types::tuple_fallback(ck.cx, *tuple);
        if (!fallback->args.empty()) return {iterator, fallback->args[0]};
    }
    return {iterator, check_method_call_by_name(ck, "__next__", iterator, {}, at).type};
}

std::pair<TypePtr, TypePtr> analyze_async_iterable(CheckContext& ck, NodeId expr) {
    TypePtr iterable = accept(ck, expr);
    TypePtr iterator = check_method_call_by_name(ck, "__aiter__", iterable, {}, expr).type;
    TypePtr awaitable = check_method_call_by_name(ck, "__anext__", iterator, {}, expr).type;
    TypePtr item =
        check_awaitable(ck, awaitable, expr, messages::texts::kIncompatibleTypesInAsyncFor);
    return {iterator, item};
}

TypePtr iterable_item_type(CheckContext& ck, TypePtr type, NodeId at) {
    const auto* instance = types::as<Instance>(type);
    const ClassInfo* iterable = lookup_class(ck, "typing.Iterable");
    if (instance != nullptr && iterable != nullptr) {
        const Instance* mapped = types::map_instance_to_supertype(ck.cx, *instance, *iterable);
        if (!mapped->args.empty() && !is_any(ck, mapped->args[0])) return mapped->args[0];
    }
    return analyze_iterable_type(ck, type, at).second;
}

bool type_is_iterable(CheckContext& ck, TypePtr type) {
    type = proper(ck, type);
    if (is_class_object(ck, type)) type = types::function_fallback(type);
    return types::is_subtype(ck.cx, type,
                             named_generic_type(ck, known::typing_iterable, {any_type(ck)}));
}

TypePtr container_item_type(CheckContext& ck, TypePtr type) {
    type = proper(ck, type);
    if (const auto* options = types::as<UnionType>(type)) {
        std::vector<TypePtr> items;
        for (TypePtr item : options->items) {
            if (TypePtr found = container_item_type(ck, item)) items.push_back(found);
        }
        return union_of(ck, items);
    }
    if (const auto* tuple = types::as<TupleType>(type)) {
        type = types::tuple_fallback(ck.cx, *tuple);
    }
    const auto* instance = types::as<Instance>(type);
    const ClassInfo* container = lookup_class(ck, "typing.Container");
    if (instance == nullptr || container == nullptr ||
        !has_base(ck, info_of(ck, *instance), "typing.Container")) {
        return nullptr;
    }
    const Instance* mapped = types::map_instance_to_supertype(ck.cx, *instance, *container);
    return mapped->args.empty() ? any_type(ck) : mapped->args[0];
}

}  // namespace krait::checker
