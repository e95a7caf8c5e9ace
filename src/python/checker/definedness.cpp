// definedness.cpp: the walk over statements that looks for names used before they are bound. Its
// order is mypy's (partially_defined.py), because what is reported depends on what was met first.

#include "python/checker/definedness.h"

#include <algorithm>
#include <optional>

#include "python/checker/check.h"
#include "python/checker/facts.h"
#include "python/checker/narrowing.h"
#include "python/checker/report.h"
#include "python/checker/statements.h"
#include "python/semantic/reachability.h"
#include "python/syntax/tree_walk.h"

namespace krait::checker {

namespace {

using Scope = DefinednessTracker::ScopeKind;
using Names = std::unordered_set<Name>;

struct Loop {
    bool has_break = false;
    std::optional<Names> at_breaks{};  // bound at every `break`
};

class Walk {
public:
    explicit Walk(CheckContext& ck);
    void block(NodeList body);
    void function_body(NodeId node);

private:
    void visit(NodeId node);
    void statement(NodeId node);
    void compound(NodeId node);
    void children(NodeId node);
    void define(Name name);
    void define_target(NodeId target);
    void use(NodeId node);
    void jump() { tracker_.skip_branch(); }

    void function(NodeId node);
    void class_definition(NodeId node);
    void lambda(NodeId node);
    void comprehension(NodeId node);
    void generators(NodeList list);
    void if_statement(NodeId node);
    void match_statement(NodeId node);
    void for_loop(NodeId node);
    void while_loop(NodeId node);
    void try_statement(NodeId node);
    void try_parts(const syntax::TryView& view);
    void with_statement(NodeId node);
    void import(NodeId node);
    void note_break();
    void pattern(NodeId node);

    [[nodiscard]] bool is_unreachable(NodeList body) const {
        return !body.empty() && ck_.bindings.unreachable_blocks.contains(body[0]);
    }
    [[nodiscard]] bool is_checked_here(NodeId function) const;
    [[nodiscard]] bool is_builtin(Name name) const;
    void may_be_undefined(Name name, NodeId at);
    void used_before_definition(Name name, NodeId at);

    CheckContext& ck_;
    DefinednessTracker tracker_;
    std::vector<Loop> loops_;
    int try_depth_ = 0;
    int function_depth_ = 0;
    base::ModuleId builtins_ = base::ModuleId::None;
};

Walk::Walk(CheckContext& ck) : ck_(ck) {
    builtins_ = ck.cx.reader.find_module(ck.module.id, base::intern("builtins"));
    for (std::string_view name : {"__name__", "__doc__", "__path__", "__file__", "__package__",
                                  "__annotations__", "__spec__"}) {
        tracker_.define(base::intern(name));
    }
}

void Walk::may_be_undefined(Name name, NodeId at) {
    fail(ck_, at, messages::codes::kPossiblyUndefined,
         concat({"Name \"", base::text_of(name), "\" may be undefined"}));
}

void Walk::used_before_definition(Name name, NodeId at) {
    fail(ck_, at, messages::codes::kUsedBeforeDef,
         concat({"Name \"", base::text_of(name), "\" is used before definition"}));
}

bool Walk::is_builtin(Name name) const {
    return builtins_ != base::ModuleId::None &&
           ck_.cx.reader.module_symbol(builtins_, name) != nullptr;
}

// --- names

void Walk::define(Name name) {
    if (!tracker_.in_scope(Scope::Class)) {
        for (NodeId use : tracker_.take_uses(name)) {
            if (loops_.empty()) {
                used_before_definition(name, use);
            } else {
                may_be_undefined(name, use);
            }
        }
    }
    tracker_.define(name);
}

void Walk::define_target(NodeId target) {
    if (target == NodeId::None) return;
    switch (ck_.tree.kind(target)) {
        case NodeKind::Name:
            return define(ck_.tree.name(target));
        case NodeKind::Starred:
            return define_target(ck_.tree.starred_value(target));
        case NodeKind::List:
        case NodeKind::Tuple:
            for (NodeId element : ck_.tree.elements(target)) define_target(element);
            return;
        default:
            return;
    }
}

void Walk::use(NodeId node) {
    const Name name = ck_.tree.name(node);
    if (tracker_.is_possibly_undefined(name)) {
        if (tracker_.in_scope(Scope::Module) && is_builtin(name)) return;
        if (tracker_.in_finally == tracker_.keeps_jumps) {
            may_be_undefined(name, node);
            tracker_.define(name);  // once is enough
        }
        return;
    }
    if (!tracker_.is_undefined(name)) return;
    if (tracker_.in_scope(Scope::Module) && is_builtin(name)) return;
    if (!tracker_.is_defined_in_another_branch(name)) {
        tracker_.note_use(name, node);
    } else if (!loops_.empty() || try_depth_ > 0) {
        may_be_undefined(name, node);
    } else {
        used_before_definition(name, node);
    }
}

// --- everything that is no statement

void Walk::children(NodeId node) {
    syntax::for_each_child(ck_.tree, node, [&](NodeId child) { visit(child); });
}

void Walk::visit(NodeId node) {
    if (node == NodeId::None || ck_.depth >= kMaxDepth) return;
    Restore depth(ck_.depth, ck_.depth + 1);
    const NodeKind kind = ck_.tree.kind(node);
    if (syntax::is_statement(kind)) return statement(node);
    if (syntax::is_pattern(kind)) return pattern(node);
    switch (kind) {
        case NodeKind::Name:
            return use(node);
        case NodeKind::NamedExpr: {
            syntax::NamedExprView view = ck_.tree.named_expr(node);
            visit(view.value);
            return define_target(view.target);
        }
        case NodeKind::IfExp: {
            // Python asks the condition first, though it stands in the middle.
            syntax::IfExpView view = ck_.tree.if_exp(node);
            visit(view.test);
            visit(view.body);
            visit(view.orelse);
            return;
        }
        case NodeKind::Lambda:
            return lambda(node);
        case NodeKind::ListComp:
        case NodeKind::SetComp:
        case NodeKind::GeneratorExp:
        case NodeKind::DictComp:
            return comprehension(node);
        default:
            return children(node);
    }
}

void Walk::pattern(NodeId node) {
    Name captured = Name::Empty;
    if (ck_.tree.is(node, NodeKind::MatchAs)) captured = ck_.tree.match_as(node).name;
    if (ck_.tree.is(node, NodeKind::MatchStar)) captured = ck_.tree.match_star(node).name;
    if (captured != Name::Empty) define(captured);
    children(node);
}

void Walk::lambda(NodeId node) {
    // mypy takes a lambda as a function without annotations.
    if (!ck_.options.check_untyped_defs) return;
    syntax::LambdaView view = ck_.tree.lambda(node);
    NodeList args = view.args == NodeId::None ? NodeList{} : ck_.tree.arguments(view.args).args;
    for (NodeId arg : args) visit(ck_.tree.arg(arg).default_value);
    tracker_.enter_scope(Scope::Function);
    for (NodeId arg : args) define(ck_.tree.arg(arg).name);
    visit(view.body);
    tracker_.exit_scope();
}

void Walk::generators(NodeList list) {
    for (NodeId one : list) {
        syntax::ComprehensionView view = ck_.tree.comprehension(one);
        visit(view.iter);
        visit(view.target);
        for (NodeId condition : view.conditions) visit(condition);
    }
}

void Walk::comprehension(NodeId node) {
    tracker_.enter_scope(Scope::Comprehension);
    const bool is_dict = ck_.tree.is(node, NodeKind::DictComp);
    NodeList list = is_dict ? ck_.tree.dict_comp(node).generators
                            : ck_.tree.comprehension_expr(node).generators;
    for (NodeId one : list) define_target(ck_.tree.comprehension(one).target);
    generators(list);
    if (is_dict) {
        visit(ck_.tree.dict_comp(node).key);
        visit(ck_.tree.dict_comp(node).value);
    } else {
        visit(ck_.tree.comprehension_expr(node).element);
    }
    tracker_.exit_scope();
}

// --- definitions

/// In an interface job most functions are left to body jobs.
bool Walk::is_checked_here(NodeId function) const {
    if (function_depth_ > 0 || ck_.module.shaping == nullptr) return true;
    const auto& shaping = *ck_.module.shaping;
    return std::find(shaping.begin(), shaping.end(), function) != shaping.end();
}

void Walk::function_body(NodeId node) {
    auto own = ck_.bindings.definitions.find(node);
    const FunctionInfo* info =
        own == ck_.bindings.definitions.end() ? nullptr : function_below(own->second);
    if (info != nullptr && info->is_dynamic && !ck_.options.check_untyped_defs) return;
    syntax::FunctionView view = ck_.tree.function(node);
    NodeList args = ck_.tree.arguments(view.args).args;
    for (NodeId arg : args) visit(ck_.tree.arg(arg).default_value);
    if (!is_checked_here(node)) return;
    const auto go = [&] {
        Restore depth(function_depth_, function_depth_ + 1);
        tracker_.enter_scope(Scope::Function);
        for (NodeId arg : args) define(ck_.tree.arg(arg).name);
        block(view.body);
        tracker_.exit_scope();
    };
    if (function_depth_ > 0) return go();
    watched(ck_, node, FunctionStage::Definedness, go);
}

void Walk::function(NodeId node) {
    syntax::FunctionView view = ck_.tree.function(node);
    define(view.name);
    function_body(node);
    for (NodeId decorator : view.decorators) visit(decorator);
}

void Walk::class_definition(NodeId node) {
    syntax::ClassView view = ck_.tree.class_def(node);
    define(view.name);
    tracker_.enter_scope(Scope::Class);
    for (NodeId decorator : view.decorators) visit(decorator);
    for (NodeId base : view.bases) visit(base);
    for (NodeId keyword : view.keywords) visit(keyword);
    block(view.body);
    tracker_.exit_scope();
}

// --- statements

void Walk::block(NodeList body) {
    for (NodeId one : body) visit(one);
}

void Walk::if_statement(NodeId node) {
    syntax::IfView view = ck_.tree.if_stmt(node);
    visit(view.test);
    tracker_.start_branches();
    if (!is_unreachable(view.body)) {
        block(view.body);
        tracker_.next_branch();
    }
    if (ck_.exhaustive_ifs.contains(node) || is_unreachable(view.orelse)) {
        jump();
    } else {
        block(view.orelse);
    }
    tracker_.end_branches();
}

void Walk::match_statement(NodeId node) {
    syntax::MatchView view = ck_.tree.match(node);
    visit(view.subject);
    tracker_.start_branches();
    for (NodeId one : view.cases) {
        syntax::MatchCaseView part = ck_.tree.match_case(one);
        visit(part.pattern);
        visit(part.guard);
        if (is_unreachable(part.body)) {
            jump();
        } else {
            block(part.body);
        }
        const bool takes_all =
            semantic::pattern_truth(ck_.tree, part.pattern) == semantic::Truth::AlwaysTrue;
        if (!takes_all) tracker_.next_branch();
    }
    tracker_.end_branches();
}

void Walk::for_loop(NodeId node) {
    syntax::ForView view = ck_.tree.for_loop(node);
    visit(view.iter);
    define_target(view.target);
    visit(view.target);
    tracker_.start_branches();
    loops_.emplace_back();
    block(view.body);
    tracker_.next_branch();
    tracker_.end_branches();
    if (!view.orelse.empty()) {
        const Loop loop = loops_.back();
        if (loop.has_break) {
            tracker_.start_branches();
            if (loop.at_breaks) {
                for (Name name : *loop.at_breaks) tracker_.define(name);
            }
            tracker_.next_branch();
        }
        block(view.orelse);
        if (loop.has_break) tracker_.end_branches();
    }
    loops_.pop_back();
}

void Walk::while_loop(NodeId node) {
    syntax::WhileView view = ck_.tree.while_loop(node);
    visit(view.test);
    tracker_.start_branches();
    loops_.emplace_back();
    block(view.body);
    const bool has_break = loops_.back().has_break;
    // The body of `while True` is entered for sure.
    if (!is_true_literal(ck_, view.test)) tracker_.next_branch();
    tracker_.end_branches();
    if (!view.orelse.empty()) {
        if (has_break) {
            tracker_.start_branches();
            tracker_.next_branch();
        }
        block(view.orelse);
        if (has_break) tracker_.end_branches();
    }
    loops_.pop_back();
}

void Walk::note_break() {
    if (loops_.empty()) return;
    Loop& loop = loops_.back();
    loop.has_break = true;
    loop.at_breaks = loop.at_breaks ? tracker_.certain(*loop.at_breaks) : tracker_.all_certain();
}

void Walk::try_parts(const syntax::TryView& view) {
    tracker_.start_branches();
    block(view.body);
    block(view.orelse);
    for (NodeId handler : view.handlers) {
        tracker_.next_branch();
        syntax::ExceptHandlerView part = ck_.tree.except_handler(handler);
        visit(part.type);
        if (part.name != Name::Empty) define(part.name);
        block(part.body);
        if (part.name != Name::Empty) tracker_.undefine(part.name);
    }
    tracker_.end_branches();
    if (view.finalbody.empty()) return;
    tracker_.in_finally = true;
    block(view.finalbody);
    tracker_.in_finally = false;
}

void Walk::try_statement(NodeId node) {
    syntax::TryView view = ck_.tree.try_stmt(node);
    ++try_depth_;
    if (!view.finalbody.empty()) {
        // A `finally` is also entered by jumps, which end the ways of what comes after it. Hence
        // two walks: this one, of which only the findings in `finally` count, and the usual one.
        DefinednessTracker before = tracker_;
        tracker_.keeps_jumps = true;
        try_parts(view);
        tracker_ = std::move(before);
    }
    try_parts(view);
    --try_depth_;
}

void Walk::with_statement(NodeId node) {
    syntax::WithView view = ck_.tree.with(node);
    for (NodeId item : view.items) {
        syntax::WithItemView part = ck_.tree.with_item(item);
        visit(part.context);
        define_target(part.target);
    }
    block(view.body);
}

void Walk::import(NodeId node) {
    const bool is_from = ck_.tree.is(node, NodeKind::ImportFrom);
    NodeList names = is_from ? ck_.tree.import_from(node).names : ck_.tree.import(node).names;
    for (NodeId one : names) {
        syntax::AliasView alias = ck_.tree.alias(one);
        std::string_view name = base::text_of(alias.name);
        if (alias.asname != Name::Empty) {
            tracker_.define(alias.asname);
        } else {
            tracker_.define(is_from ? alias.name : base::intern(name.substr(0, name.find('.'))));
        }
    }
}

void Walk::compound(NodeId node) {
    switch (ck_.tree.kind(node)) {
        case NodeKind::FunctionDef:
        case NodeKind::AsyncFunctionDef:
            return function(node);
        case NodeKind::ClassDef:
            return class_definition(node);
        case NodeKind::If:
            return if_statement(node);
        case NodeKind::Match:
            return match_statement(node);
        case NodeKind::For:
        case NodeKind::AsyncFor:
            return for_loop(node);
        case NodeKind::While:
            return while_loop(node);
        case NodeKind::Try:
        case NodeKind::TryStar:
            return try_statement(node);
        case NodeKind::With:
        case NodeKind::AsyncWith:
            return with_statement(node);
        case NodeKind::Import:
        case NodeKind::ImportFrom:
            return import(node);
        default:
            return children(node);
    }
}

void Walk::statement(NodeId node) {
    switch (ck_.tree.kind(node)) {
        case NodeKind::Assign: {
            syntax::AssignView view = ck_.tree.assign(node);
            for (NodeId target : view.targets) define_target(target);
            visit(view.value);
            for (NodeId target : view.targets) visit(target);
            return;
        }
        case NodeKind::AnnAssign: {
            syntax::AnnAssignView view = ck_.tree.ann_assign(node);
            define_target(view.target);
            visit(view.value);
            return visit(view.target);
        }
        case NodeKind::AugAssign:
            visit(ck_.tree.aug_assign(node).value);
            return visit(ck_.tree.aug_assign(node).target);
        case NodeKind::TypeAlias:
            return define_target(ck_.tree.type_alias(node).name);
        case NodeKind::Global:
            for (NodeId name : ck_.tree.global_names(node)) define(ck_.tree.identifier(name));
            return;
        case NodeKind::Nonlocal:
            for (NodeId name : ck_.tree.nonlocal_names(node)) define(ck_.tree.identifier(name));
            return;
        case NodeKind::Return:
        case NodeKind::Raise:
        case NodeKind::Continue:
            children(node);
            return jump();
        case NodeKind::Break:
            note_break();
            return jump();
        case NodeKind::Assert:
            children(node);
            if (is_false_literal(ck_, ck_.tree.assert_stmt(node).test)) jump();
            return;
        case NodeKind::Expr: {
            TypePtr type = lookup_type(ck_, ck_.tree.expr_value(node));
            if (type == nullptr || is_proper<UninhabitedType>(ck_, type)) jump();
            return children(node);
        }
        default:
            return compound(node);
    }
}

bool is_wanted(const CheckContext& ck) {
    if (ck.module.silent || ck.module.is_stub) return false;  // stubs aren't executed
    return config::is_error_code_enabled(ck.options, messages::codes::kPossiblyUndefined) ||
           config::is_error_code_enabled(ck.options, messages::codes::kUsedBeforeDef);
}

}  // namespace

void check_module_definedness(CheckContext& ck) {
    if (is_wanted(ck)) Walk(ck).block(ck.tree.body());
}

void check_function_definedness(CheckContext& ck, NodeId function) {
    if (is_wanted(ck)) Walk(ck).function_body(function);
}

}  // namespace krait::checker
