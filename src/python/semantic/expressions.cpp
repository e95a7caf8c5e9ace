// expressions.cpp
//
// Walks expressions to find out what their names refer to. Most kinds only pass the visit on to
// their parts; scopes of comprehensions, members of modules and what mypy refuses have a say here.
// Calls and subscripts, which may be special forms, are in special_forms.cpp.

#include "python/semantic/analysis.h"
#include "python/syntax/tree_walk.h"

namespace krait::semantic {

using types::as;

namespace {

void visit_children(Analyzer& a, NodeId node) {
    syntax::for_each_child(a.tree, node, [&](NodeId child) { visit_expression(a, child); });
}

void visit_name(Analyzer& a, NodeId node) {
    if (Found found = lookup(a, a.tree.name(node), place_of(a, node))) bind_name(a, node, found);
}

const ClassInfo* class_for_attribute(Analyzer& a, NodeId base) {
    const Definition* node = referent(a, base);
    if (const auto* info = as<ClassInfo>(node)) return info;
    if (const auto* alias = as<types::AliasInfo>(node)) {
        const auto* target = alias->no_args ? as<types::Instance>(alias->target) : nullptr;
        return target != nullptr ? class_of(a, target->type) : nullptr;
    }
    const auto* variable = as<VarInfo>(node);
    if (variable == nullptr || a.type == nullptr || a.functions.empty()) return nullptr;
    const FunctionFrame& frame = a.functions.back();
    bool is_self = frame.has_self_or_cls && frame.owner == a.type && frame.info != nullptr &&
                   frame.info->type != nullptr && frame.first_parameter == variable;
    return is_self ? a.type : nullptr;
}

bool is_super_call(const syntax::Tree& tree, NodeId node) {
    if (!tree.is(node, NodeKind::Call)) return false;
    NodeId func = tree.call(node).func;
    return tree.is(func, NodeKind::Name) && text(tree.name(func)) == "super";
}

void visit_super(Analyzer& a, NodeId node, NodeId call) {
    a.module.bindings.special_forms[node].form = SpecialForm::SuperCall;
    syntax::CallView view = a.tree.call(call);
    if (a.type == nullptr && view.args.empty()) {
        fail(a, place_of(a, node), "\"super\" used outside class");
        return;
    }
    for (NodeId argument : view.args) visit_expression(a, argument);
    for (NodeId keyword : view.keywords) visit_expression(a, a.tree.keyword(keyword).value);
}

void visit_attribute(Analyzer& a, NodeId node) {
    syntax::AttributeView attribute = a.tree.attribute(node);
    if (is_super_call(a.tree, attribute.value)) {
        visit_super(a, node, attribute.value);
        return;
    }
    visit_expression(a, attribute.value);
    if (const auto* module = as<types::ModuleInfo>(referent(a, attribute.value))) {
        Found found = module_member(a, *module, attribute.attr);
        if (!found) return;
        if (as<types::PlaceholderInfo>(found.node) != nullptr) {
            process_placeholder(a, attribute.attr, "attribute", place_of(a, node));
            return;
        }
        a.module.bindings.names[node] = {found.node, NameFact::Scope::Global, false, false};
        return;
    }
    const ClassInfo* info = class_for_attribute(a, attribute.value);
    if (info == nullptr) return;
    Found found = own_class_member(a, *info, attribute.attr);
    bool is_type = as<types::ModuleInfo>(found.node) != nullptr ||
                   as<ClassInfo>(found.node) != nullptr ||
                   as<types::AliasInfo>(found.node) != nullptr;
    if (found && is_type) {
        a.module.bindings.names[node] = {found.node, NameFact::Scope::Member, false, false};
    }
}

Bindings::Truth known(Truth truth) {
    switch (truth) {
        case Truth::AlwaysTrue:
            return Bindings::Truth::AlwaysTrue;
        case Truth::MypyTrue:
            return Bindings::Truth::MypyTrue;
        case Truth::AlwaysFalse:
            return Bindings::Truth::AlwaysFalse;
        default:
            return Bindings::Truth::MypyFalse;
    }
}

void visit_bool_op(Analyzer& a, NodeId node) {
    syntax::BoolOpView op = a.tree.bool_op(node);
    bool is_or = op.op == syntax::BoolOperator::Or;
    for (std::size_t i = 0; i < op.values.size(); ++i) {
        visit_expression(a, op.values[i]);
        if (i + 1 == op.values.size()) break;
        Truth truth = condition_truth(a.tree, op.values[i], a.cx.options);
        if (truth == Truth::Unknown) continue;
        a.module.bindings.known_conditions[op.values[i]] = known(truth);
        if (is_or ? is_true(truth) : is_false(truth)) break;
    }
}

// --- comprehensions

bool in_coroutine(const Analyzer& a) {
    return is_function_scope(a) && !a.functions.empty() && a.functions.back().is_coroutine;
}

template <class VisitElement>
void visit_comprehension(Analyzer& a, NodeId node, NodeList generators,
                         const VisitElement& visit_element) {
    if (!a.tree.is(node, NodeKind::GeneratorExp)) {
        for (NodeId generator : generators) {
            if (!a.tree.comprehension(generator).is_async || in_coroutine(a)) continue;
            fail(a, place_of(a, node), "\"async for\" outside async function", codes::kSyntax);
            break;
        }
    }
    enter_scope(a, ScopeKind::Comprehension, &a.saved_locals[node]);
    for (std::size_t i = 0; i < generators.size(); ++i) {
        syntax::ComprehensionView view = a.tree.comprehension(generators[i]);
        if (i > 0) visit_expression(a, view.iter);
        analyze_target(a, view.target, {.is_index_variable = true});
        for (NodeId condition : view.conditions) visit_expression(a, condition);
    }
    visit_element();
    leave_scope(a);
    if (!generators.empty()) visit_expression(a, a.tree.comprehension(generators[0]).iter);
}

void visit_generator(Analyzer& a, NodeId node) {
    syntax::ComprehensionExprView view = a.tree.comprehension_expr(node);
    visit_comprehension(a, node, view.generators, [&] { visit_expression(a, view.element); });
}

void visit_dict_comprehension(Analyzer& a, NodeId node) {
    syntax::DictCompView view = a.tree.dict_comp(node);
    visit_comprehension(a, node, view.generators, [&] {
        if (view.key != NodeId::None) visit_expression(a, view.key);
        visit_expression(a, view.value);
    });
}

// --- what only functions may do

void visit_yield(Analyzer& a, NodeId node, NodeId value, std::string name) {
    bool is_from = a.tree.is(node, NodeKind::YieldFrom);
    if (!is_function_scope(a)) {
        fail(a, place_of(a, node), "\"" + name + "\" outside function", codes::kMisc, true, true);
    } else if (a.scopes.back().kind == ScopeKind::Comprehension) {
        fail(a, place_of(a, node), "\"" + name + "\" inside comprehension or generator expression",
             codes::kMisc, true, true);
    } else if (is_from && in_coroutine(a)) {
        fail(a, place_of(a, node), "\"yield from\" in async function", codes::kMisc, true, true);
    }
    if (value != NodeId::None) visit_expression(a, value);
}

void visit_await(Analyzer& a, NodeId node) {
    if (!is_function_scope(a) || a.functions.empty()) {
        fail(a, place_of(a, node), "\"await\" outside function", codes::kTopLevelAwait, true);
    } else if (!a.functions.back().is_coroutine) {
        fail(a, place_of(a, node), "\"await\" outside coroutine (\"async def\")",
             codes::kAwaitNotAsync, true);
    }
    visit_expression(a, a.tree.await_value(node));
}

void visit_named_expression(Analyzer& a, NodeId node) {
    syntax::NamedExprView view = a.tree.named_expr(node);
    visit_expression(a, view.value);
    if (is_function_scope(a)) {
        std::size_t at = a.scopes.size() - 1;
        while (at > 0 && a.scopes[at].kind == ScopeKind::Comprehension) --at;
        if (at != a.scopes.size() - 1 && a.scopes[at].kind == ScopeKind::Class) {
            fail(a, place_of(a, node),
                 "Assignment expression within a comprehension cannot be used in a class body",
                 codes::kSyntax, true, true);
            return;
        }
    }
    analyze_target(a, view.target, {.escape_comprehensions = true, .has_explicit_value = true});
}

/// Operands that lean to the left (a + b + c + …) are followed in a loop.
void visit_binary(Analyzer& a, NodeId node) {
    std::vector<NodeId> rights;
    while (a.tree.is(node, NodeKind::BinOp)) {
        syntax::BinOpView op = a.tree.bin_op(node);
        rights.push_back(op.right);
        node = op.left;
    }
    visit_expression(a, node);
    for (auto right = rights.rbegin(); right != rights.rend(); ++right) {
        visit_expression(a, *right);
    }
}

}  // namespace

void visit_expression(Analyzer& a, NodeId node) {
    if (node == NodeId::None) return;
    Depth depth(a);
    if (depth.exceeded()) {
        not_understood(a);
        return;
    }
    switch (a.tree.kind(node)) {
        case NodeKind::Name:
            return visit_name(a, node);
        case NodeKind::Attribute:
            return visit_attribute(a, node);
        case NodeKind::Call:
            return visit_call(a, node);
        case NodeKind::Subscript:
            return visit_subscript(a, node);
        case NodeKind::BoolOp:
            return visit_bool_op(a, node);
        case NodeKind::BinOp:
            return visit_binary(a, node);
        case NodeKind::NamedExpr:
            return visit_named_expression(a, node);
        case NodeKind::Lambda:
            return visit_lambda(a, node);
        case NodeKind::ListComp:
        case NodeKind::SetComp:
        case NodeKind::GeneratorExp:
            return visit_generator(a, node);
        case NodeKind::DictComp:
            return visit_dict_comprehension(a, node);
        case NodeKind::Yield:
            return visit_yield(a, node, a.tree.yield_value(node), "yield");
        case NodeKind::YieldFrom:
            return visit_yield(a, node, a.tree.yield_from_value(node), "yield from");
        case NodeKind::Await:
            return visit_await(a, node);
        default:
            visit_children(a, node);
    }
}

void visit_type_expression(Analyzer& a, NodeId expression) {
    Restore<TypeScopePtr> scope(a.type_scope, TypeScope::root());
    Restore<bool> unbound(a.allow_unbound_type_variables, true);
    visit_expression(a, expression);
}

void visit_lambda(Analyzer& a, NodeId lambda) {
    analyze_argument_defaults(a, a.tree.lambda(lambda).args);
    Restore<bool> star(a.inside_except_star, false);
    Restore<bool> returns(a.return_inside_except_star, false);
    analyze_lambda_body(a, lambda);
}

}  // namespace krait::semantic
