// definedness.cpp: the walk. Its order is mypy's, because what counts as "later" depends on it.

#include "python/checker/definedness.h"

#include <optional>

#include "python/checker/definedness_state.h"
#include "python/checker/facts.h"
#include "python/checker/formals.h"
#include "python/semantic/reachability.h"
#include "python/syntax/tree_walk.h"

namespace krait::checker {

namespace codes = messages::codes;

namespace {

struct LoopNames {
    bool has_break = false;
    std::optional<NameSet> at_breaks{};  ///< have a value at every `break`
};

constexpr int kMaxWalk = 1000;
constexpr int kMaxFinally = 6;  ///< each `try` with `finally` is walked twice

struct Walk {
    CheckContext& ck;
    bool with_bodies;  ///< of functions
    DefinednessState state{};
    std::vector<LoopNames> loops{};
    int try_depth = 0;
    int finally_depth = 0;
    int depth = 0;
    bool too_deep = false;  ///< not all was seen: nothing can be said
    std::vector<std::pair<NodeId, std::pair<Name, bool>>> found{};
    base::ModuleId builtins = base::ModuleId::None;

    void statement(NodeId node);
    void compound(NodeId node);
    void block(NodeList body) {
        for (NodeId node : body) statement(node);
    }
    void expression(NodeId node);
    void name(NodeId node);
    void lvalue(NodeId node);
    void define(Name name);
    void complain(NodeId at, Name name, bool may_be);
    void report();
    /// False where it gets too deep; then nothing at all is reported.
    bool descend() {
        too_deep = too_deep || depth >= kMaxWalk;
        if (!too_deep) ++depth;
        return !too_deep;
    }

    void if_statement(NodeId node);
    void match_statement(NodeId node);
    void pattern(NodeId node);
    void loop_else(const LoopNames& loop, NodeList orelse, bool with_break_names);
    void for_statement(NodeId node);
    void while_statement(NodeId node);
    void try_statement(NodeId node);
    void try_parts(const syntax::TryView& view);
    void with_statement(NodeId node);
    void break_statement();
    void function(NodeId node);
    void function_body(NodeId node);
    void class_definition(NodeId node);
    void imports(NodeId node);
    void lambda(NodeId node);
    void comprehension(NodeList generators, std::initializer_list<NodeId> results);
    [[nodiscard]] bool is_unreachable(NodeList body) const {
        return !body.empty() && ck.bindings.unreachable_blocks.contains(body[0]);
    }
};

void report_one(CheckContext& ck, NodeId at, Name name, bool may_be) {
    const char* code = may_be ? codes::kPossiblyUndefined : codes::kUsedBeforeDef;
    if (!config::is_error_code_enabled(ck.options, code)) return;
    fail(ck, at, code,
         concat({"Name \"", base::text_of(name),
                 may_be ? "\" may be undefined" : "\" is used before definition"}));
}

void Walk::complain(NodeId at, Name name, bool may_be) {
    found.push_back({at, {name, may_be}});
}

void Walk::report() {
    if (too_deep) return;
    for (const auto& [at, what] : found) report_one(ck, at, what.first, what.second);
}

void Walk::define(Name name) {
    if (state.scope().sort != ScopeSort::Class) {
        auto& uses = state.scope().undefined_uses;
        for (const auto& [used, at] : uses) {
            if (used == name) complain(at, name, !loops.empty());
        }
        std::erase_if(uses, [&](const auto& use) { return use.first == name; });
    }
    state.statement().define(name);
}

void Walk::name(NodeId node) {
    const Name used = ck.tree.name(node);
    const bool is_global = state.scope().sort == ScopeSort::Global;
    if (is_global && builtins != base::ModuleId::None &&
        ck.cx.reader.module_symbol(builtins, used) != nullptr) {
        return;
    }
    if (state.statement().current().sometimes.contains(used) &&
        state.in_finally == state.no_skipping) {
        complain(node, used, true);
        state.statement().define(used);  // said once is enough
    } else if (state.is_defined_in_other_branch(used)) {
        complain(node, used, !loops.empty() || try_depth > 0);
    } else if (state.statement().is_undefined(used)) {
        state.scope().undefined_uses.emplace_back(used, node);
    }
}

void Walk::lvalue(NodeId node) {
    if (node == NodeId::None) return;
    switch (ck.tree.kind(node)) {
        case NodeKind::Name:
            return define(ck.tree.name(node));
        case NodeKind::Starred:
            return lvalue(ck.tree.starred_value(node));
        case NodeKind::List:
        case NodeKind::Tuple:
            for (NodeId item : ck.tree.elements(node)) lvalue(item);
            return;
        default:
            return;
    }
}

void Walk::expression(NodeId node) {
    if (node == NodeId::None || !descend()) return;
    switch (ck.tree.kind(node)) {
        case NodeKind::Name:
            name(node);
            break;
        case NodeKind::NamedExpr:
            expression(ck.tree.named_expr(node).value);
            lvalue(ck.tree.named_expr(node).target);
            break;
        case NodeKind::Lambda:
            lambda(node);
            break;
        case NodeKind::ListComp:
        case NodeKind::SetComp:
        case NodeKind::GeneratorExp: {
            syntax::ComprehensionExprView view = ck.tree.comprehension_expr(node);
            comprehension(view.generators, {view.element});
            break;
        }
        case NodeKind::DictComp: {
            syntax::DictCompView view = ck.tree.dict_comp(node);
            comprehension(view.generators, {view.key, view.value});
            break;
        }
        default:
            syntax::for_each_child(ck.tree, node, [&](NodeId child) { expression(child); });
            break;
    }
    --depth;
}

void Walk::comprehension(NodeList generators, std::initializer_list<NodeId> results) {
    state.enter(ScopeSort::Generator);
    for (NodeId one : generators) lvalue(ck.tree.comprehension(one).target);
    for (NodeId one : generators) {
        syntax::ComprehensionView view = ck.tree.comprehension(one);
        expression(view.iter);
        expression(view.target);
        for (NodeId condition : view.conditions) expression(condition);
    }
    for (NodeId result : results) expression(result);
    state.leave();
}

void Walk::lambda(NodeId node) {
    if (!ck.options.check_untyped_defs) return;
    syntax::LambdaView view = ck.tree.lambda(node);
    std::vector<Formal> formals = formals_of(ck, node);
    state.enter(ScopeSort::Function);
    for (const Formal& formal : formals) expression(formal.default_value);
    state.enter(ScopeSort::Function);
    for (const Formal& formal : formals) define(formal.name);
    expression(view.body);
    state.leave();
    state.leave();
}

void Walk::if_statement(NodeId node) {
    syntax::IfView view = ck.tree.if_stmt(node);
    expression(view.test);
    state.start_branches();
    if (!is_unreachable(view.body)) {
        block(view.body);
        state.statement().next();
    }
    auto known = ck.bindings.known_conditions.find(node);
    using Truth = semantic::Bindings::Truth;
    const bool always = known != ck.bindings.known_conditions.end() &&
                        (known->second == Truth::AlwaysTrue || known->second == Truth::MypyTrue);
    if (always || lookup_type(ck, node) != nullptr || is_unreachable(view.orelse)) {
        state.skip_branch();
    } else {
        block(view.orelse);
    }
    state.end_branches();
}

void Walk::match_statement(NodeId node) {
    syntax::MatchView view = ck.tree.match(node);
    expression(view.subject);
    state.start_branches();
    for (NodeId one : view.cases) {
        syntax::MatchCaseView match_case = ck.tree.match_case(one);
        pattern(match_case.pattern);
        expression(match_case.guard);
        if (is_unreachable(match_case.body)) {
            state.skip_branch();
        } else {
            block(match_case.body);
        }
        if (semantic::pattern_truth(ck.tree, match_case.pattern) !=
            semantic::Truth::AlwaysTrue) {
            state.statement().next();
        }
    }
    state.end_branches();
}

void Walk::pattern(NodeId node) {
    if (node == NodeId::None || !descend()) return;
    switch (ck.tree.kind(node)) {
        case NodeKind::MatchAs: {
            syntax::MatchAsView view = ck.tree.match_as(node);
            if (view.name != Name::Empty) define(view.name);
            pattern(view.pattern);
            break;
        }
        case NodeKind::MatchStar: {
            syntax::MatchStarView view = ck.tree.match_star(node);
            if (view.name != Name::Empty) define(view.name);
            break;
        }
        case NodeKind::MatchOr:
        case NodeKind::MatchSequence:
            for (NodeId item : ck.tree.match_patterns(node)) pattern(item);
            break;
        case NodeKind::MatchValue:
            expression(ck.tree.match_value(node));
            break;
        case NodeKind::MatchMapping: {
            syntax::MatchMappingView view = ck.tree.match_mapping(node);
            for (NodeId key : view.keys) expression(key);
            for (NodeId item : view.patterns) pattern(item);
            break;
        }
        case NodeKind::MatchClass: {
            syntax::MatchClassView view = ck.tree.match_class(node);
            expression(view.cls);
            for (NodeId item : view.patterns) pattern(item);
            for (NodeId item : view.kwd_patterns) pattern(item);
            break;
        }
        default:
            break;
    }
    --depth;
}

/// The `else` of a loop runs if no `break` was met.
void Walk::loop_else(const LoopNames& loop, NodeList orelse, bool with_break_names) {
    if (orelse.empty()) return;
    if (loop.has_break) {
        state.start_branches();
        if (with_break_names && loop.at_breaks) {
            for (Name name : *loop.at_breaks) state.statement().define(name);
        }
        state.statement().next();
    }
    block(orelse);
    if (loop.has_break) state.end_branches();
}

void Walk::for_statement(NodeId node) {
    syntax::ForView view = ck.tree.for_loop(node);
    expression(view.iter);
    lvalue(view.target);
    expression(view.target);
    state.start_branches();
    loops.emplace_back();
    block(view.body);
    state.statement().next();
    state.end_branches();
    const LoopNames loop = loops.back();
    loop_else(loop, view.orelse, true);
    loops.pop_back();
}

void Walk::while_statement(NodeId node) {
    syntax::WhileView view = ck.tree.while_loop(node);
    expression(view.test);
    state.start_branches();
    loops.emplace_back();
    block(view.body);
    const bool endless = is_kind(ck, view.test, NodeKind::True) ||
                         (is_kind(ck, view.test, NodeKind::Int) &&
                          ck.tree.int_value(view.test) != std::int64_t{0});
    if (!endless) state.statement().next();
    state.end_branches();
    const LoopNames loop = loops.back();
    loop_else(loop, view.orelse, false);
    loops.pop_back();
}

void Walk::break_statement() {
    if (!loops.empty()) {
        LoopNames& loop = loops.back();
        loop.has_break = true;
        const NameSet& here = state.statement().current().always;
        if (loop.at_breaks) {
            loop.at_breaks->keep_common(here);
        } else {
            loop.at_breaks = here;
        }
    }
    state.skip_branch();
}

void Walk::try_statement(NodeId node) {
    syntax::TryView view = ck.tree.try_stmt(node);
    ++try_depth;
    if (!view.finalbody.empty() && finally_depth < kMaxFinally) {
        // `finally` is reached from everywhere, what follows it only from the ends: two walks.
        ++finally_depth;
        DefinednessState before = state;
        state.no_skipping = true;
        try_parts(view);
        state = std::move(before);
        try_parts(view);
        --finally_depth;
    } else {
        try_parts(view);
    }
    --try_depth;
}

void Walk::try_parts(const syntax::TryView& view) {
    state.start_branches();
    block(view.body);
    block(view.orelse);
    for (NodeId handler : view.handlers) {
        state.statement().next();
        syntax::ExceptHandlerView one = ck.tree.except_handler(handler);
        expression(one.type);
        if (one.name != Name::Empty) define(one.name);
        block(one.body);
        if (one.name != Name::Empty) state.statement().undefine(one.name);
    }
    state.end_branches();
    if (view.finalbody.empty()) return;
    state.in_finally = true;
    block(view.finalbody);
    state.in_finally = false;
}

void Walk::with_statement(NodeId node) {
    syntax::WithView view = ck.tree.with(node);
    for (NodeId item : view.items) {
        syntax::WithItemView one = ck.tree.with_item(item);
        expression(one.context);
        lvalue(one.target);
    }
    block(view.body);
}

void Walk::function(NodeId node) {
    syntax::FunctionView view = ck.tree.function(node);
    define(view.name);
    if (!is_dynamic(ck, node) || ck.options.check_untyped_defs) {
        for (const Formal& formal : formals_of(ck, node)) expression(formal.default_value);
        if (with_bodies) function_body(node);
    }
    for (NodeId decorator : view.decorators) expression(decorator);
}

void Walk::function_body(NodeId node) {
    state.enter(ScopeSort::Function);
    for (const Formal& formal : formals_of(ck, node)) define(formal.name);
    block(ck.tree.function(node).body);
    state.leave();
}

void Walk::class_definition(NodeId node) {
    syntax::ClassView view = ck.tree.class_def(node);
    define(view.name);
    state.enter(ScopeSort::Class);
    block(view.body);
    state.leave();
}

void Walk::imports(NodeId node) {
    const bool is_from = ck.tree.is(node, NodeKind::ImportFrom);
    NodeList names =
        is_from ? ck.tree.import_from(node).names : ck.tree.import(node).names;
    for (NodeId one : names) {
        syntax::AliasView alias = ck.tree.alias(one);
        Name name = alias.asname != Name::Empty ? alias.asname : alias.name;
        if (alias.asname == Name::Empty && !is_from) {
            std::string_view dotted = base::text_of(name);
            name = base::intern(dotted.substr(0, dotted.find('.')));
        }
        state.statement().define(name);
    }
}

void Walk::compound(NodeId node) {
    switch (ck.tree.kind(node)) {
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
            return for_statement(node);
        case NodeKind::While:
            return while_statement(node);
        case NodeKind::Try:
        case NodeKind::TryStar:
            return try_statement(node);
        case NodeKind::With:
        case NodeKind::AsyncWith:
            return with_statement(node);
        default:
            syntax::for_each_child(ck.tree, node, [&](NodeId child) { expression(child); });
    }
}

void Walk::statement(NodeId node) {
    if (!descend()) return;
    switch (ck.tree.kind(node)) {
        case NodeKind::Assign: {
            syntax::AssignView view = ck.tree.assign(node);
            for (NodeId target : view.targets) lvalue(target);
            expression(view.value);
            for (NodeId target : view.targets) expression(target);
            break;
        }
        case NodeKind::AnnAssign: {
            syntax::AnnAssignView view = ck.tree.ann_assign(node);
            lvalue(view.target);
            expression(view.value);
            expression(view.target);
            break;
        }
        case NodeKind::AugAssign:
            expression(ck.tree.aug_assign(node).value);
            expression(ck.tree.aug_assign(node).target);
            break;
        case NodeKind::Global:
            for (NodeId one : ck.tree.global_names(node)) define(ck.tree.identifier(one));
            break;
        case NodeKind::Nonlocal:
            for (NodeId one : ck.tree.nonlocal_names(node)) define(ck.tree.identifier(one));
            break;
        case NodeKind::Import:
        case NodeKind::ImportFrom:
            imports(node);
            break;
        case NodeKind::TypeAlias:
            state.statement().define(ck.tree.name(ck.tree.type_alias(node).name));
            break;
        case NodeKind::Expr: {
            NodeId value = ck.tree.expr_value(node);
            TypePtr type = lookup_type(ck, value);
            if (type == nullptr || is_proper<UninhabitedType>(ck, type)) state.skip_branch();
            expression(value);
            break;
        }
        case NodeKind::Assert: {
            syntax::AssertView view = ck.tree.assert_stmt(node);
            expression(view.test);
            expression(view.message);
            const bool fails = is_kind(ck, view.test, NodeKind::False) ||
                               (is_kind(ck, view.test, NodeKind::Int) &&
                                ck.tree.int_value(view.test) == std::int64_t{0});
            if (fails) state.skip_branch();
            break;
        }
        case NodeKind::Return:
        case NodeKind::Raise:
            syntax::for_each_child(ck.tree, node, [&](NodeId child) { expression(child); });
            state.skip_branch();
            break;
        case NodeKind::Continue:
            state.skip_branch();
            break;
        case NodeKind::Break:
            break_statement();
            break;
        default:
            compound(node);
            break;
    }
    --depth;
}

/// None where nobody would see what is found.
std::optional<Walk> begin_walk(CheckContext& ck, bool with_bodies) {
    const bool wanted = config::is_error_code_enabled(ck.options, codes::kUsedBeforeDef) ||
                        config::is_error_code_enabled(ck.options, codes::kPossiblyUndefined);
    if (!wanted || ck.module.silent || ck.module.is_stub) return std::nullopt;
    Walk walk{ck, with_bodies};
    walk.state.scopes.emplace_back();
    walk.state.scopes.back().statements.emplace_back();
    for (std::string_view name : {"__name__", "__doc__", "__path__", "__file__", "__package__",
                                  "__annotations__", "__spec__"}) {
        walk.state.statement().define(base::intern(name));
    }
    const ClassInfo* object = lookup_class(ck, "builtins.object");
    if (object != nullptr) walk.builtins = object->id.module;
    return walk;
}

}  // namespace

void check_definedness_of_module(CheckContext& ck) {
    if (auto walk = begin_walk(ck, false)) {
        walk->block(ck.tree.body());
        walk->report();
    }
    // The bodies of these are checked with the interface.
    if (ck.module.shaping == nullptr) return;
    for (NodeId function : *ck.module.shaping) check_definedness_of_function(ck, function);
}

void check_definedness_of_function(CheckContext& ck, NodeId function) {
    if (is_dynamic(ck, function) && !ck.options.check_untyped_defs) return;
    if (auto walk = begin_walk(ck, true)) {
        walk->function_body(function);
        walk->report();
    }
}

}  // namespace krait::checker
