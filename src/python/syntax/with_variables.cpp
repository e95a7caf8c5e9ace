// with_variables.cpp: variables of `with` statements. A variable may be renamed if all its uses are
// in `with` statements that bind it, and no function or class could see it under its old name.

#include <algorithm>
#include <unordered_set>

#include "python/syntax/variable_renaming.h"
#include "python/syntax/variable_uses.h"

namespace krait::syntax {

namespace {

class WithVariables final : public VariableWalk {
public:
    using VariableWalk::VariableWalk;

    void module() {
        enter();
        visit_all(tree_.body());
        leave();
    }

private:
    struct Scope {
        bool keeps_all = false;  // no name may be changed
        std::unordered_set<Name> kept{};
        VariableTable variables{};
    };

    void enter() { scopes_.emplace_back(); }

    void leave() {
        Scope scope = std::move(scopes_.back());
        scopes_.pop_back();
        if (scope.keeps_all) return;
        for (const NamedVariables& one : scope.variables.all()) {
            if (one.variables.size() <= 1 || scope.kept.contains(one.name)) continue;
            // The last one keeps its name: other modules may see it.
            mark_variables(tree_, one.name,
                           std::span(one.variables).first(one.variables.size() - 1));
        }
    }

    [[nodiscard]] bool is_bound(Name name) const {
        return std::find(bound_.begin(), bound_.end(), name) != bound_.end();
    }

    void use(NodeId node, Name name) override {
        if (!is_bound(name)) {
            scopes_.back().kept.insert(name);
            return;
        }
        for (std::size_t i = scopes_.size(); i-- > 0;) {
            NamedVariables* known = scopes_[i].variables.find(name);
            if (known != nullptr) known->variables.back().push_back(node);
        }
    }

    void bind(NodeId target) {
        switch (tree_.kind(target)) {
            case NodeKind::Name: {
                const Name name = tree_.name(target);
                if (is_bound(name)) return use(target, name);
                scopes_.back().variables[name].variables.emplace_back();
                bound_.push_back(name);
                return;
            }
            case NodeKind::List:
            case NodeKind::Tuple:
                for (NodeId element : tree_.elements(target)) bind(element);
                return;
            case NodeKind::Starred:
                return bind(tree_.starred_value(target));
            case NodeKind::Attribute:
                return visit(tree_.attribute(target).value);
            case NodeKind::Subscript:
                visit(tree_.subscript(target).value);
                return visit(tree_.subscript(target).slice);
            default:
                return;
        }
    }

    void with_statement(NodeId node) override {
        WithView view = tree_.with(node);
        const std::size_t before = bound_.size();
        for (NodeId item : view.items) visit(tree_.with_item(item).context);
        for (NodeId item : view.items) {
            if (tree_.with_item(item).target != NodeId::None) bind(tree_.with_item(item).target);
        }
        for (NodeId item : view.items) visit(tree_.with_item(item).target);
        block(view.body);
        bound_.resize(before);
    }

    void function(NodeId node) override {
        scopes_.back().keeps_all = true;
        enter();
        FunctionView view = tree_.function(node);
        for (NodeId arg : tree_.arguments(view.args).args) {
            scopes_.back().kept.insert(tree_.arg(arg).name);
        }
        visit_defaults(view.args);
        block(view.body);
        leave();
    }

    void class_definition(NodeId node) override {
        scopes_.back().keeps_all = true;
        enter();
        visit_class_head_and_body(node);
        leave();
    }

    void import(NodeId node) override {
        const bool is_from = tree_.is(node, NodeKind::ImportFrom);
        NodeList names = is_from ? tree_.import_from(node).names : tree_.import(node).names;
        for (NodeId one : names) {
            AliasView alias = tree_.alias(one);
            if (base::text_of(alias.name) == "*") scopes_.back().keeps_all = true;
            scopes_.back().kept.insert(alias.asname != Name::Empty ? alias.asname : alias.name);
        }
    }

    std::vector<Scope> scopes_;
    std::vector<Name> bound_;  // by the `with` statements around
};

}  // namespace

void rename_with_variables(Tree& tree) {
    WithVariables(tree).module();
}

}  // namespace krait::syntax
