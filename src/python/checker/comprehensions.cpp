// comprehensions.cpp: list, set and dict comprehensions, generator expressions.

#include <algorithm>

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/report.h"
#include "python/checker/statements.h"
#include "python/syntax/tree_walk.h"

namespace krait::checker {

namespace {

void check_clauses(CheckContext& ck, NodeList generators, NodeId at) {
    for (NodeId generator : generators) {
        syntax::ComprehensionView view = ck.tree.comprehension(generator);
        TypePtr item = nullptr;
        if (view.is_async) {
            item = analyze_async_iterable(ck, view.iter).second;
        } else {
            item = analyze_iterable(ck, view.iter).second;
            if (is_proper<UninhabitedType>(ck, item) && is_kind(ck, view.target, NodeKind::Name) &&
                is_text(ck.tree.name(view.target), "_")) {
                item = any_type(ck);
            }
        }
        check_assignment(ck, view.target, make_value(ck, item, at), true);
        for (NodeId condition : view.conditions) {
            accept_for_effect(ck, condition);
            Narrowed maps = find_isinstance_check(ck, condition);
            push_narrowing(ck, maps.yes);
            if (is_unreachable_map(ck, maps.yes)) {
                report_redundant_condition(ck, "If condition in comprehension", false, condition);
            } else if (is_unreachable_map(ck, maps.no)) {
                report_redundant_condition(ck, "If condition in comprehension", true, condition);
            }
        }
    }
}

TypePtr check_comprehension(CheckContext& ck, NodeId expr, Name fullname, std::string_view tag,
                            const std::vector<TypePtr>& more_args = {}) {
    syntax::ComprehensionExprView view = ck.tree.comprehension_expr(expr);
    FrameScope frame(*ck.binder, {.can_skip = true, .fall_through = 0});
    check_clauses(ck, view.generators, expr);
    const TypeVarType* item = artificial_type_var(ck, "T", -1, "<genexp>");
    const bool unpacks = is_starred(ck, view.element);
    NodeId element = unpacks ? starred_value(ck, view.element) : view.element;
    TypePtr parameter = item;
    if (unpacks) parameter = named_generic_type(ck, known::typing_iterable, {item});
    std::vector<TypePtr> args{item};
    args.insert(args.end(), more_args.begin(), more_args.end());
    const CallableType* constructor =
        make_signature(ck, {{parameter}}, named_generic_type(ck, fullname, copy_list(ck, args)),
                       base::intern(tag));
    constructor = with_variables(ck, *constructor, {item});
    Restore unions(ck.cx.infer_unions, ck.cx.infer_unions || unpacks);
    return check_call(ck, constructor, positional({element}), expr).type;
}

bool contains_await(const CheckContext& ck, NodeId expr) {
    if (expr == NodeId::None) return false;
    NodeKind kind = ck.tree.kind(expr);
    if (kind == NodeKind::Await) return true;
    if (kind == NodeKind::Lambda) return false;
    bool found = false;
    syntax::for_each_child(ck.tree, expr,
                           [&](NodeId child) { found = found || contains_await(ck, child); });
    return found;
}

bool is_async_generator(const CheckContext& ck, const syntax::ComprehensionExprView& view) {
    if (contains_await(ck, view.element)) return true;
    for (std::size_t i = 0; i < view.generators.size(); ++i) {
        syntax::ComprehensionView clause = ck.tree.comprehension(view.generators[i]);
        if (clause.is_async || (i > 0 && contains_await(ck, clause.iter))) return true;
        if (std::any_of(clause.conditions.begin(), clause.conditions.end(),
                        [&](NodeId condition) { return contains_await(ck, condition); })) {
            return true;
        }
    }
    return false;
}

}  // namespace

TypePtr check_list_comprehension(CheckContext& ck, NodeId expr) {
    return check_comprehension(ck, expr, known::builtins_list, "<list-comprehension>");
}

TypePtr check_set_comprehension(CheckContext& ck, NodeId expr) {
    return check_comprehension(ck, expr, known::builtins_set, "<set-comprehension>");
}

TypePtr check_generator(CheckContext& ck, NodeId expr) {
    TypePtr none = none_type(ck);
    if (is_async_generator(ck, ck.tree.comprehension_expr(expr))) {
        return check_comprehension(ck, expr, known::typing_async_generator, "<generator>", {none});
    }
    return check_comprehension(ck, expr, known::typing_generator, "<generator>", {none, none});
}

TypePtr check_dict_comprehension(CheckContext& ck, NodeId expr) {
    syntax::DictCompView view = ck.tree.dict_comp(expr);
    FrameScope frame(*ck.binder, {.can_skip = true, .fall_through = 0});
    check_clauses(ck, view.generators, expr);
    const TypeVarType* key = artificial_type_var(ck, "KT", -1, "<dict>");
    const TypeVarType* value = artificial_type_var(ck, "VT", -2, "<dict>");
    std::vector<Parameter> parameters{{key}, {value}};
    Arguments args = positional({view.key, view.value});
    const bool unpacks = view.key == NodeId::None;
    if (unpacks) {
        parameters = {{named_generic_type(ck, "_typeshed.SupportsKeysAndGetItem", {key, value})}};
        args = positional({view.value});
    }
    const CallableType* constructor =
        make_signature(ck, parameters, named_generic_type(ck, known::builtins_dict, {key, value}),
                       base::intern("<dictionary-comprehension>"));
    constructor = with_variables(ck, *constructor, {key, value});
    Restore unions(ck.cx.infer_unions, ck.cx.infer_unions || unpacks);
    return check_call(ck, constructor, args, expr).type;
}

}  // namespace krait::checker
