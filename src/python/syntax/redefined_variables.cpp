// redefined_variables.cpp: --allow-redefinition-old. An assignment makes a new variable if the name
// was assigned in the same block before and read since, and nothing between the two (a function, a
// jump out of a loop, a `try`) leaves open which of them is meant.

#include "python/syntax/variable_renaming.h"
#include "python/syntax/variable_uses.h"

namespace krait::syntax {

namespace {

constexpr int kNoBlock = -1;  // may not be redefined

class RedefinedVariables final : public VariableWalk {
public:
    using VariableWalk::VariableWalk;

    void module() {
        enter(/*is_function=*/false);
        block(tree_.body());
        leave();
    }

private:
    struct Scope {
        bool is_function = false;
        std::unordered_map<Name, int> blocks{};  // where a name was defined
        std::unordered_map<Name, int> reads{};   // of its last definition
        VariableTable variables{};
    };

    void enter(bool is_function) {
        scopes_.emplace_back();
        scopes_.back().is_function = is_function;
    }

    void leave() {
        Scope scope = std::move(scopes_.back());
        scopes_.pop_back();
        for (const NamedVariables& one : scope.variables.all()) {
            if (one.variables.size() == 1) continue;
            // A function's first variable may be a parameter; a module's last one is public.
            std::span<const Uses> all(one.variables);
            mark_variables(tree_, one.name,
                           scope.is_function ? all.subspan(1) : all.first(all.size() - 1));
        }
    }

    // --- blocks

    void enter_block() {
        blocks_.push_back(++last_block_);
        loop_depths_[last_block_] = loop_depth_;
    }
    void block(NodeList body) override {
        enter_block();
        visit_all(body);
        blocks_.pop_back();
    }
    void fix_all_names() {
        for (auto& entry : scopes_.back().blocks) entry.second = kNoBlock;
    }
    void jump() override {
        for (auto& entry : scopes_.back().blocks) {
            auto depth = loop_depths_.find(entry.second);
            if (depth != loop_depths_.end() && depth->second == loop_depth_) {
                entry.second = kNoBlock;
            }
        }
    }

    // --- uses and definitions

    void add_use(NodeId node, Name name) {
        NamedVariables* known = scopes_.back().variables.find(name);
        if (known == nullptr) return;
        if (known->variables.empty()) known->variables.emplace_back();
        known->variables.back().push_back(node);
    }
    void use(NodeId node, Name name) override {
        add_use(node, name);
        ++scopes_.back().reads[name];
    }
    void define(NodeId node, Name name) {
        scopes_.back().variables[name].variables.push_back({node});
        scopes_.back().reads[name] = 0;
    }
    /// Whether an assignment here makes a new variable.
    bool is_new_variable(Name name, bool may_change) {
        Scope& scope = scopes_.back();
        auto reads = scope.reads.find(name);
        if (reads != scope.reads.end() && reads->second == 0) return false;
        if (try_depth_ > 0) may_change = false;
        auto [place, is_new] =
            scope.blocks.try_emplace(name, may_change ? blocks_.back() : kNoBlock);
        return is_new || place->second == blocks_.back();
    }

    void assign(NodeId target, bool is_nested) {
        switch (tree_.kind(target)) {
            case NodeKind::Name: {
                const Name name = tree_.name(target);
                if (is_new_variable(name, true)) {
                    define(target, name);
                } else {
                    add_use(target, name);
                }
                // Of `x, _ = y` nobody has to read `_`.
                if (is_nested) use(target, name);
                return;
            }
            case NodeKind::List:
            case NodeKind::Tuple:
                for (NodeId element : tree_.elements(target)) assign(element, true);
                return;
            case NodeKind::Starred:
                return assign(tree_.starred_value(target), is_nested);
            case NodeKind::Attribute:
                return visit(tree_.attribute(target).value);
            case NodeKind::Subscript:
                visit(tree_.subscript(target).value);
                return visit(tree_.subscript(target).slice);
            default:
                return;
        }
    }

    // --- statements

    void assignment(NodeList targets, NodeId value) override {
        visit(value);
        for (NodeId target : targets) assign(target, false);
    }

    void for_loop(NodeId node) override {
        ForView view = tree_.for_loop(node);
        visit(view.iter);
        assign(view.target, true);
        visit(view.target);
        ++loop_depth_;
        block(view.body);
        --loop_depth_;
        if (!view.orelse.empty()) block(view.orelse);
    }

    void while_loop(NodeId node) override {
        ++loop_depth_;
        VariableWalk::while_loop(node);
        --loop_depth_;
    }

    void try_statement(NodeId node) override {
        TryView view = tree_.try_stmt(node);
        ++try_depth_;
        block(view.body);
        --try_depth_;
        for (NodeId handler : view.handlers) {
            ExceptHandlerView part = tree_.except_handler(handler);
            enter_block();
            visit(part.type);
            if (part.name != Name::Empty) define(handler, part.name);
            visit_all(part.body);
            blocks_.pop_back();
        }
        if (!view.orelse.empty()) block(view.orelse);
        if (!view.finalbody.empty()) block(view.finalbody);
    }

    void match_statement(NodeId node) override {
        MatchView view = tree_.match(node);
        visit(view.subject);
        for (NodeId one : view.cases) {
            MatchCaseView part = tree_.match_case(one);
            enter_block();
            visit(part.pattern);
            visit(part.guard);
            visit_all(part.body);
            blocks_.pop_back();
        }
    }

    void with_statement(NodeId node) override {
        WithView view = tree_.with(node);
        for (NodeId item : view.items) visit(tree_.with_item(item).context);
        for (NodeId item : view.items) {
            if (tree_.with_item(item).target != NodeId::None) {
                assign(tree_.with_item(item).target, false);
            }
        }
        block(view.body);
    }

    void import(NodeId node) override {
        const bool is_from = tree_.is(node, NodeKind::ImportFrom);
        NodeList names = is_from ? tree_.import_from(node).names : tree_.import(node).names;
        for (NodeId one : names) {
            AliasView alias = tree_.alias(one);
            (void)is_new_variable(alias.asname != Name::Empty ? alias.asname : alias.name, false);
        }
    }

    void function(NodeId node) override {
        fix_all_names();
        enter(/*is_function=*/true);
        enter_block();
        FunctionView view = tree_.function(node);
        for (NodeId arg : tree_.arguments(view.args).args) {
            const Name name = tree_.arg(arg).name;
            (void)is_new_variable(name, base::text_of(name) != "self");
            scopes_.back().variables[name].variables = {Uses{}};
            scopes_.back().reads[name] = 0;
        }
        visit_all(view.body);
        blocks_.pop_back();
        leave();
    }

    void class_definition(NodeId node) override {
        fix_all_names();
        enter(/*is_function=*/false);
        visit_class_head_and_body(node);
        leave();
    }

    std::vector<Scope> scopes_;
    std::vector<int> blocks_;  // the blocks around
    std::unordered_map<int, int> loop_depths_;
    int last_block_ = 0;
    int loop_depth_ = 0;
    int try_depth_ = 0;
};

}  // namespace

void rename_redefined_variables(Tree& tree) {
    RedefinedVariables(tree).module();
}

}  // namespace krait::syntax
