#include "project/scope_lookup.h"

#include <algorithm>

#include "python/syntax/tree_walk.h"
#include "python/syntax/variable_renaming.h"
#include "python/types/context.h"
#include "python/types/typeops.h"

namespace krait::project {

using syntax::NodeId;
using syntax::NodeKind;
using syntax::Tree;
using types::as;
using Nodes = std::vector<NodeId>;

namespace {

bool is_function(const Tree& tree, NodeId node) {
    return tree.is(node, NodeKind::FunctionDef) || tree.is(node, NodeKind::AsyncFunctionDef);
}

bool is_comprehension(NodeKind kind) {
    return kind == NodeKind::ListComp || kind == NodeKind::SetComp || kind == NodeKind::DictComp ||
           kind == NodeKind::GeneratorExp;
}

bool is_suite_child(const Tree& tree, const Nodes& nodes, std::size_t i) {
    return i + 1 < nodes.size() && syntax::is_statement(tree.kind(nodes[i + 1]));
}

/// The name that an alias binds: of `import a.b`, `a`.
std::string_view bound_by_alias(const Tree& tree, NodeId alias) {
    const syntax::AliasView view = tree.alias(alias);
    if (view.asname != base::Name::Empty) return base::text_of(view.asname);
    const std::string_view dotted = base::text_of(view.name);
    return dotted.substr(0, dotted.find('.'));
}

/// Whether this very node binds the name in the scope around it.
bool node_binds(const Tree& tree, NodeId node, std::string_view name) {
    switch (tree.kind(node)) {
        case NodeKind::Name:
            return tree.context(node) != syntax::Context::Load && written(tree.name(node)) == name;
        case NodeKind::FunctionDef:
        case NodeKind::AsyncFunctionDef:
            return written(tree.function(node).name) == name;
        case NodeKind::ClassDef:
            return written(tree.class_def(node).name) == name;
        case NodeKind::Alias:
            return bound_by_alias(tree, node) == name;
        case NodeKind::ExceptHandler:
            return written(tree.except_handler(node).name) == name;
        case NodeKind::MatchAs:
            return written(tree.match_as(node).name) == name;
        case NodeKind::MatchStar:
            return written(tree.match_star(node).name) == name;
        case NodeKind::MatchMapping:
            return written(tree.match_mapping(node).rest) == name;
        default:
            return false;
    }
}

bool names_one(const Tree& tree, syntax::NodeList identifiers, std::string_view name) {
    return std::any_of(identifiers.begin(), identifiers.end(), [&](NodeId identifier) {
        return base::text_of(tree.identifier(identifier)) == name;
    });
}

bool has_type_parameter(const Tree& tree, NodeId definition, std::string_view name) {
    const syntax::NodeList parameters = is_function(tree, definition)
                                            ? tree.function(definition).type_params
                                            : tree.class_def(definition).type_params;
    return std::any_of(parameters.begin(), parameters.end(), [&](NodeId parameter) {
        return base::text_of(tree.type_param(parameter).name) == name;
    });
}

bool comprehension_binds(const Tree& tree, NodeId node, std::string_view name) {
    const syntax::NodeList generators = tree.is(node, NodeKind::DictComp)
                                            ? tree.dict_comp(node).generators
                                            : tree.comprehension_expr(node).generators;
    std::vector<NodeId> open;
    for (NodeId generator : generators) open.push_back(tree.comprehension(generator).target);
    while (!open.empty()) {
        const NodeId now = open.back();
        open.pop_back();
        if (node_binds(tree, now, name)) return true;
        syntax::for_each_child(tree, now, [&](NodeId child) { open.push_back(child); });
    }
    return false;
}

bool is_static(const Tree& tree, NodeId function) {
    for (NodeId decorator : tree.function(function).decorators) {
        if (tree.is(decorator, NodeKind::Name) &&
            base::text_of(tree.name(decorator)) == "staticmethod") {
            return true;
        }
    }
    return false;
}

/// The class whose method's first parameter the name is, at the end of `nodes`; None: it isn't one.
NodeId class_of_self(const Tree& tree, const Nodes& nodes, std::string_view name) {
    for (std::size_t i = nodes.size(); i-- > 0;) {
        if (tree.is(nodes[i], NodeKind::Lambda)) return NodeId::None;
        if (!is_function(tree, nodes[i]) || !is_suite_child(tree, nodes, i)) continue;
        const syntax::NodeList args = tree.arguments(tree.function(nodes[i]).args).args;
        const bool is_method = i > 0 && tree.is(nodes[i - 1], NodeKind::ClassDef);
        const bool is_first = !args.empty() && written(tree.arg(args[0]).name) == name;
        if (is_method && is_first && !is_static(tree, nodes[i])) return nodes[i - 1];
        // A function within the method sees the method's `self`, unless it has its own.
        const bool hides = std::any_of(args.begin(), args.end(), [&](NodeId arg) {
            return written(tree.arg(arg).name) == name;
        });
        if (is_method || hides) return NodeId::None;
    }
    return NodeId::None;
}

}  // namespace

std::string_view written(base::Name name) {
    return syntax::unmangled(base::text_of(name));
}

NodeId method_of_self(const Tree& tree, const Nodes& nodes) {
    for (std::size_t i = nodes.size(); i-- > 1;) {
        if (tree.is(nodes[i], NodeKind::Lambda)) return NodeId::None;
        if (!is_function(tree, nodes[i])) continue;
        const syntax::NodeList args = tree.arguments(tree.function(nodes[i]).args).args;
        const bool is_method = tree.is(nodes[i - 1], NodeKind::ClassDef);
        const bool is_first = !args.empty() && args[0] == nodes.back();
        return is_method && is_first && !is_static(tree, nodes[i]) ? nodes[i] : NodeId::None;
    }
    return NodeId::None;
}

bool is_in_dunder_all(const Tree& tree, const Nodes& nodes) {
    const auto is_all = [&](NodeId node) {
        return tree.is(node, NodeKind::Name) && base::text_of(tree.name(node)) == "__all__";
    };
    if (nodes.empty() || !tree.is(nodes.back(), NodeKind::Str)) return false;
    const NodeId statement = nodes.front();
    switch (tree.kind(statement)) {
        case NodeKind::Assign:
            return is_all(tree.assign(statement).targets[0]);
        case NodeKind::AnnAssign:
            return is_all(tree.ann_assign(statement).target);
        case NodeKind::AugAssign:
            return is_all(tree.aug_assign(statement).target);
        case NodeKind::Expr: {  // __all__.append("x")
            const NodeId call = tree.expr_value(statement);
            if (!tree.is(call, NodeKind::Call)) return false;
            const NodeId func = tree.call(call).func;
            return tree.is(func, NodeKind::Attribute) && is_all(tree.attribute(func).value);
        }
        default:
            return false;
    }
}

bool ScopeLookup::binds_parameter(NodeId arguments) const {
    const syntax::NodeList args = unit_.tree().arguments(arguments).args;
    return std::any_of(args.begin(), args.end(),
                       [&](NodeId arg) { return written(unit_.tree().arg(arg).name) == name_; });
}

ScopeLookup::Scope ScopeLookup::scope_in(NodeId scope) {
    if (const auto known = known_.find(scope); known != known_.end()) return known->second;
    const Tree& tree = unit_.tree();
    Scope found = Scope::Unbound;
    if (is_function(tree, scope) && binds_parameter(tree.function(scope).args)) {
        found = Scope::Local;
    }
    const syntax::NodeList body =
        is_function(tree, scope) ? tree.function(scope).body : tree.class_def(scope).body;
    std::vector<NodeId> open(body.begin(), body.end());
    while (!open.empty()) {
        const NodeId node = open.back();
        open.pop_back();
        const NodeKind kind = tree.kind(node);
        if (kind == NodeKind::Global && names_one(tree, tree.global_names(node), name_)) {
            found = Scope::Global;
            break;
        }
        if (kind == NodeKind::Nonlocal && names_one(tree, tree.nonlocal_names(node), name_)) {
            found = Scope::Unbound;
            break;
        }
        if (node_binds(tree, node, name_)) {
            found = kind == NodeKind::Alias ? Scope::Imported : Scope::Local;
        }
        const bool is_scope = is_function(tree, node) || kind == NodeKind::ClassDef;
        if (is_scope || kind == NodeKind::Lambda) continue;
        if (kind == NodeKind::Comprehension) {  // its target is its own
            const syntax::ComprehensionView view = tree.comprehension(node);
            open.push_back(view.iter);
            open.insert(open.end(), view.conditions.begin(), view.conditions.end());
            continue;
        }
        syntax::for_each_child(tree, node, [&](NodeId child) { open.push_back(child); });
    }
    return known_[scope] = found;
}

ScopeLookup::Scope ScopeLookup::scope_at(const Nodes& nodes) {
    const Tree& tree = unit_.tree();
    bool in_function = false;  // what is seen from inside of one
    for (std::size_t i = nodes.size(); i-- > 0;) {
        const NodeId node = nodes[i];
        const NodeKind kind = tree.kind(node);
        if (kind == NodeKind::Lambda && binds_parameter(tree.lambda(node).args))
            return Scope::Local;
        if (is_comprehension(kind) && comprehension_binds(tree, node, name_)) return Scope::Local;
        const bool is_class = kind == NodeKind::ClassDef;
        if (!is_class && !is_function(tree, node)) continue;
        if (i + 1 < nodes.size() && has_type_parameter(tree, node, name_)) return Scope::Local;
        if (!is_suite_child(tree, nodes, i) || (is_class && in_function)) continue;
        if (is_class) {
            const bool is_inner = std::any_of(nodes.begin(), nodes.begin() + static_cast<long>(i),
                                              [&](NodeId one) { return is_function(tree, one); });
            const Scope scope = scope_in(node);
            if (scope != Scope::Unbound) return is_inner ? scope : Scope::Unbound;
            continue;
        }
        in_function = true;
        const Scope scope = scope_in(node);
        if (scope != Scope::Unbound) return scope;
    }
    return Scope::Unbound;
}

std::optional<std::vector<Referent>> ScopeLookup::attribute(const Nodes& nodes,
                                                            std::uint32_t offset, Wanted wanted) {
    const Tree& tree = unit_.tree();
    const syntax::AttributeView view = tree.attribute(nodes.back());
    NodeId root = view.value;
    while (tree.is(root, NodeKind::Attribute)) root = tree.attribute(root).value;
    if (!tree.is(root, NodeKind::Name)) {
        // What is called is no module.
        std::vector<Referent> found;
        if (tree.is(root, NodeKind::Call)) found = referents_of(unit_, nodes, offset);  // super()
        if (!found.empty() || !wanted.members) return found;
        return std::nullopt;
    }
    const std::string_view first = written(tree.name(root));
    if (root == view.value) {
        if (const NodeId self = class_of_self(tree, nodes, first); self != NodeId::None) {
            if (!wanted.members) return std::vector<Referent>{};
            const std::vector<Referent> owner = referents_of(unit_, {self}, tree.start(self));
            const auto* info = owner.empty() ? nullptr : as<types::ClassInfo>(owner[0].definition);
            if (info == nullptr) return std::nullopt;
            const types::Member member = types::find_member(unit_.cx(), *info, view.attr);
            if (!member) return std::nullopt;
            const types::Definition* known = unit_.cx().reader.definition(member.symbol->target);
            return known == nullptr ? std::vector<Referent>{} : std::vector<Referent>{{known}};
        }
    }
    const Scope scope = ScopeLookup(unit_, first).scope_at(nodes);
    if (scope == Scope::Local && !wanted.members) return std::vector<Referent>{};
    if (scope == Scope::Local || scope == Scope::Imported) return std::nullopt;
    std::vector<Referent> found = referents_of(unit_, nodes, offset);
    if (!found.empty() || !wanted.members) return found;
    return std::nullopt;
}

std::optional<std::vector<Referent>> ScopeLookup::referents(const Nodes& nodes,
                                                            std::uint32_t offset, Wanted wanted) {
    const std::vector<Referent> none;
    if (nodes.empty()) return none;
    const Tree& tree = unit_.tree();
    const NodeId node = nodes.back();
    switch (tree.kind(node)) {
        case NodeKind::Attribute:
            return attribute(nodes, offset, wanted);
        case NodeKind::Keyword:
            if (!wanted.keywords) return none;
            return std::nullopt;
        case NodeKind::Identifier:
            if (nodes.size() > 1 && tree.is(nodes[nodes.size() - 2], NodeKind::MatchClass)) {
                if (!wanted.members) return none;
                return std::nullopt;
            }
            break;
        case NodeKind::Name:
        case NodeKind::ExceptHandler:
        case NodeKind::MatchAs:
        case NodeKind::MatchStar:
        case NodeKind::MatchMapping:
            break;
        case NodeKind::Str:
            if (!is_in_dunder_all(tree, nodes)) return referents_of(unit_, nodes, offset);
            break;
        default:  // definitions, imports, parameters
            return referents_of(unit_, nodes, offset);
    }
    const Scope scope = scope_at(nodes);
    if (scope == Scope::Imported) return std::nullopt;
    if (scope == Scope::Local) return none;
    const types::Definition* known = look_up(unit_, nodes, base::intern(name_));
    return known == nullptr ? none : std::vector<Referent>{{known}};
}

}  // namespace krait::project
