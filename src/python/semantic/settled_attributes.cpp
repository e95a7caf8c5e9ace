#include "python/semantic/settled_attributes.h"

#include <algorithm>

#include "python/semantic/blocks.h"
#include "python/syntax/tree_walk.h"

namespace krait::semantic {

using base::Name;
using syntax::NodeId;
using syntax::NodeKind;
using syntax::NodeList;
using syntax::Tree;

namespace {

/// Empty if there is none.
Name self_of(const Tree& tree, NodeId function) {
    const NodeList parameters = tree.arguments(tree.function(function).args).args;
    if (parameters.empty()) return Name::Empty;
    const syntax::ArgView first = tree.arg(parameters.front());
    const bool is_positional = first.kind == syntax::ParameterKind::Normal ||
                               first.kind == syntax::ParameterKind::PositionalOnly;
    return is_positional ? first.name : Name::Empty;
}

/// `x` of `self.x`, whatever is done to it; Empty for everything else.
Name attribute_of(const Tree& tree, NodeId node, Name self) {
    if (node == NodeId::None || !tree.is(node, NodeKind::Attribute)) return Name::Empty;
    const NodeId value = tree.attribute(node).value;
    const bool is_self = tree.is(value, NodeKind::Name) && tree.name(value) == self;
    return is_self ? tree.attribute(node).attr : Name::Empty;
}

std::size_t count_attributes(const Tree& tree, NodeId target, Name self) {
    if (tree.is(target, NodeKind::Starred)) {
        return count_attributes(tree, tree.starred_value(target), self);
    }
    if (!tree.is(target, NodeKind::Tuple) && !tree.is(target, NodeKind::List)) {
        return attribute_of(tree, target, self) == Name::Empty ? 0 : 1;
    }
    std::size_t count = 0;
    for (NodeId element : tree.elements(target)) count += count_attributes(tree, element, self);
    return count;
}

std::size_t count_attributes(const Tree& tree, NodeList targets, Name self) {
    std::size_t count = 0;
    for (NodeId target : targets) count += count_attributes(tree, target, self);
    return count;
}

bool has_explicit_self(Name function) {
    const std::string_view name = base::text_of(function);
    return name != "__new__" && name != "__init_subclass__" && name != "__class_getitem__";
}

/// A field that is an argument of `__init__` alone: the class loses it.
bool mentions_init_var(const Tree& tree, NodeId node) {
    if (tree.is(node, NodeKind::Name)) return base::text_of(tree.name(node)) == "InitVar";
    if (tree.is(node, NodeKind::Str)) return true;  // it may
    if (tree.is(node, NodeKind::Attribute) &&
        base::text_of(tree.attribute(node).attr) == "InitVar") {
        return true;
    }
    bool found = false;
    syntax::for_each_child(tree, node,
                           [&](NodeId child) { found = found || mentions_init_var(tree, child); });
    return found;
}

}  // namespace

void SettledAttributes::read_stores(NodeId statement, Class& made) {
    if (tree_.is(statement, NodeKind::Name)) {
        const bool binds = tree_.context(statement) != syntax::Context::Load;
        if (binds) made.bound.insert(tree_.name(statement));
    }
    syntax::for_each_child(tree_, statement, [&](NodeId child) { read_stores(child, made); });
}

/// What a method's own statements define, when the class has nothing of that name.
void SettledAttributes::read_definer(NodeId method, Class& made) {
    if (!tree_.is(method, NodeKind::FunctionDef)) return;
    const syntax::FunctionView view = tree_.function(method);
    const Name self = self_of(tree_, method);
    if (self == Name::Empty || !view.decorators.empty() || !has_explicit_self(view.name)) return;
    const auto define = [&](NodeId target) {
        const Name name = attribute_of(tree_, target, self);
        if (name != Name::Empty) made.definers.emplace(name, method);
    };
    for (NodeId statement : view.body) {
        // What follows may never run on this platform.
        if (tree_.is(statement, NodeKind::Assert)) return;
        if (tree_.is(statement, NodeKind::AnnAssign)) define(tree_.ann_assign(statement).target);
        if (!tree_.is(statement, NodeKind::Assign)) continue;
        for (NodeId target : tree_.assign(statement).targets) define(target);
    }
}

void SettledAttributes::read_block(NodeList body, Class& made, bool is_direct) {
    for (NodeId statement : body) {
        switch (tree_.kind(statement)) {
            case NodeKind::FunctionDef:
            case NodeKind::AsyncFunctionDef:
                ++made.functions[tree_.function(statement).name];
                break;
            case NodeKind::ClassDef:
            case NodeKind::Import:
            case NodeKind::ImportFrom:
            case NodeKind::Pass:
                break;
            case NodeKind::AnnAssign: {
                const syntax::AnnAssignView view = tree_.ann_assign(statement);
                const bool declares = is_direct && tree_.is(view.target, NodeKind::Name) &&
                                      !mentions_init_var(tree_, view.annotation);
                if (!declares) {
                    read_stores(statement, made);
                    break;
                }
                made.declared.insert(tree_.name(view.target));
                if (view.value != NodeId::None) read_stores(view.value, made);
                break;
            }
            case NodeKind::Assign:
            case NodeKind::AugAssign:
            case NodeKind::Expr:
                read_stores(statement, made);
                break;
            case NodeKind::If:
                read_stores(tree_.if_stmt(statement).test, made);
                for_each_block(tree_, statement,
                               [&](NodeList inner) { read_block(inner, made, false); });
                break;
            default:
                made.is_plain = false;
        }
    }
}

const SettledAttributes::Class& SettledAttributes::class_of(NodeId class_def) {
    const auto [at, is_new] = classes_.try_emplace(class_def);
    Class& made = at->second;
    if (!is_new) return made;
    const NodeList body = tree_.class_def(class_def).body;
    read_block(body, made, true);
    for (NodeId statement : body) {
        const bool is_only =
            is_function(tree_, statement) && made.functions[tree_.function(statement).name] == 1;
        if (is_only) read_definer(statement, made);
    }
    return made;
}

bool SettledAttributes::is_settled(const Class& of, Name name, NodeId method) {
    if (!of.is_plain || of.bound.contains(name)) return false;
    if (of.declared.contains(name)) return true;
    const auto definer = of.definers.find(name);
    return definer != of.definers.end() && definer->second < method;  // ids are in source order
}

std::optional<std::vector<Name>> SettledAttributes::of_method(NodeId class_def, NodeId method) {
    const syntax::FunctionView view = tree_.function(method);
    // A constructor is what defines attributes, and sets final ones.
    if (base::text_of(view.name) == "__init__") return std::nullopt;
    const Name self = self_of(tree_, method);
    if (self == Name::Empty) return std::nullopt;
    const Class& of = class_of(class_def);
    std::vector<Name> names;
    std::size_t assigned = 0;
    std::size_t bound = 0;
    // A body's nodes lie between its parameters and the function itself.
    for (std::uint32_t i = syntax::index_of(view.args) + 1; i < syntax::index_of(method); ++i) {
        const NodeId node{i};
        switch (tree_.kind(node)) {
            case NodeKind::Attribute: {
                if (tree_.context(node) == syntax::Context::Load) break;
                const Name name = attribute_of(tree_, node, self);
                if (name == Name::Empty) break;
                if (!is_settled(of, name, method)) return std::nullopt;
                ++bound;
                names.push_back(name);
                break;
            }
            case NodeKind::AnnAssign:  // declares it anew
                if (attribute_of(tree_, tree_.ann_assign(node).target, self) != Name::Empty) {
                    return std::nullopt;
                }
                break;
            case NodeKind::Assign:
                if (tree_.type_comment(node) != nullptr) return std::nullopt;
                assigned += count_attributes(tree_, tree_.assign(node).targets, self);
                break;
            case NodeKind::AugAssign:
                assigned += count_attributes(tree_, tree_.aug_assign(node).target, self);
                break;
            case NodeKind::Delete:
                assigned += count_attributes(tree_, tree_.delete_targets(node), self);
                break;
            default:
                break;
        }
    }
    if (bound != assigned) return std::nullopt;  // by a loop, a `with`: rare
    std::sort(names.begin(), names.end(),
              [](Name a, Name b) { return base::text_of(a) < base::text_of(b); });
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

}  // namespace krait::semantic
