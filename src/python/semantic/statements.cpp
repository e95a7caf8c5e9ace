// statements.cpp
//
// Walks statements in order. Blocks that the version, the platform or TYPE_CHECKING rules out are
// marked and left alone.

#include "python/semantic/analysis.h"
#include "python/semantic/blocks.h"
#include "python/types/proper.h"

namespace krait::semantic {

namespace {

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

void mark_unreachable(Analyzer& a, NodeList block) {
    if (!block.empty()) a.module.bindings.unreachable_blocks.insert(block[0]);
}

bool is_unreachable(const Analyzer& a, NodeList block) {
    return !block.empty() && a.module.bindings.unreachable_blocks.contains(block[0]);
}

void visit_if(Analyzer& a, NodeId statement) {
    NodeId node = statement;
    bool decided = false;  // a branch before this one is always taken
    while (true) {
        syntax::IfView view = a.tree.if_stmt(node);
        Truth truth = condition_truth(a.tree, view.test, a.cx.options);
        if (!decided && truth != Truth::Unknown) {
            a.module.bindings.known_conditions[node] = known(truth);
        }
        if (decided || is_false(truth)) mark_unreachable(a, view.body);
        visit_expression(a, view.test);
        visit_block(a, view.body);
        decided = decided || is_true(truth);
        if (view.orelse.size() == 1 && a.tree.is(view.orelse[0], NodeKind::If) &&
            a.tree.if_stmt(view.orelse[0]).is_elif) {
            if (decided) a.module.bindings.unreachable_blocks.insert(view.orelse[0]);
            node = view.orelse[0];
            continue;
        }
        if (decided) mark_unreachable(a, view.orelse);
        visit_block(a, view.orelse);
        return;
    }
}

/// The loop depth counts for the function or class that the loop is in.
int& loop_depth(Analyzer& a) {
    return a.scopes.back().loop_depth;
}

void visit_loop_body(Analyzer& a, NodeList body, NodeList orelse) {
    ++loop_depth(a);
    {
        Restore<bool> star(a.inside_except_star, false);
        visit_block(a, body);
    }
    --loop_depth(a);
    visit_block(a, orelse);
}

void visit_for(Analyzer& a, NodeId statement) {
    syntax::ForView view = a.tree.for_loop(statement);
    bool in_coroutine =
        is_function_scope(a) && !a.functions.empty() && a.functions.back().is_coroutine;
    if (view.is_async && !in_coroutine) {
        fail(a, place_of(a, statement), "\"async for\" outside async function", codes::kSyntax);
    }
    visit_expression(a, view.iter);
    std::optional<Written> comment = type_comment_of(a, statement);
    TargetOptions options;
    options.explicit_type = comment.has_value();
    options.is_index_variable = true;
    analyze_target(a, view.target, options);
    if (comment) {
        TypeOptions allow;
        allow.allow_tuple_literal = a.tree.is(view.target, NodeKind::Tuple);
        if (TypePtr type = analyze_type(a, *comment, allow)) {
            store_declared_type(a, view.target, type);
            a.module.bindings.declared_types[statement] = type;
        }
    }
    visit_loop_body(a, view.body, view.orelse);
}

void store_with_types(Analyzer& a, NodeId statement, const std::vector<NodeId>& targets,
                      Written comment) {
    TypeOptions allow;
    allow.allow_tuple_literal = true;
    if (targets.empty()) {
        fail(a, place_of(a, statement), "Invalid type comment: \"with\" statement has no targets");
        return;
    }
    TypePtr type = analyze_type(a, comment, allow);
    if (type == nullptr) return;
    a.module.bindings.declared_types[statement] = type;
    if (targets.size() == 1) {
        store_declared_type(a, targets[0], type);
        return;
    }
    const auto* tuple = types::as_proper<types::TupleType>(a.cx, type);
    if (tuple == nullptr) {
        fail(a, place_of(a, statement), "Multiple types expected for multiple \"with\" targets");
    } else if (tuple->items.size() != targets.size()) {
        fail(a, place_of(a, statement), "Incompatible number of types for \"with\" targets");
    } else {
        for (std::size_t i = 0; i < targets.size(); ++i) {
            store_declared_type(a, targets[i], tuple->items[i]);
        }
    }
}

void visit_with(Analyzer& a, NodeId statement) {
    syntax::WithView view = a.tree.with(statement);
    bool in_coroutine =
        is_function_scope(a) && !a.functions.empty() && a.functions.back().is_coroutine;
    if (view.is_async && !in_coroutine) {
        fail(a, place_of(a, statement), "\"async with\" outside async function", codes::kSyntax);
    }
    std::optional<Written> comment = type_comment_of(a, statement);
    std::vector<NodeId> targets;
    for (NodeId item : view.items) {
        syntax::WithItemView with_item = a.tree.with_item(item);
        visit_expression(a, with_item.context);
        if (with_item.target == NodeId::None) continue;
        analyze_target(a, with_item.target, {.explicit_type = comment.has_value()});
        targets.push_back(with_item.target);
    }
    if (comment) store_with_types(a, statement, targets, *comment);
    visit_block(a, view.body);
}

void visit_try(Analyzer& a, NodeId statement) {
    syntax::TryView view = a.tree.try_stmt(statement);
    visit_block(a, view.body);
    for (NodeId handler : view.handlers) {
        syntax::ExceptHandlerView except = a.tree.except_handler(handler);
        visit_expression(a, except.type);
        if (except.name != Name::Empty) {
            auto length = static_cast<std::uint32_t>(text(except.name).size());
            bind_target_name(a, handler, except.name,
                             {except.name_start, except.name_start + length});
        }
        bool star = a.inside_except_star || view.is_star;
        Restore<bool> inside(a.inside_except_star, star);
        Restore<bool> returns(a.return_inside_except_star, star);
        visit_block(a, except.body);
    }
    visit_block(a, view.orelse);
    visit_block(a, view.finalbody);
}

void visit_jump(Analyzer& a, NodeId statement, std::string name) {
    if (loop_depth(a) == 0) {
        fail(a, place_of(a, statement), "\"" + name + "\" outside loop", codes::kMisc, true, true);
    }
    if (a.inside_except_star) {
        fail(a, place_of(a, statement), "\"" + name + "\" not allowed in except* block",
             codes::kMisc, true);
    }
}

void visit_return(Analyzer& a, NodeId statement) {
    if (!is_function_scope(a)) {
        fail(a, place_of(a, statement), "\"return\" outside function");
    }
    if (a.return_inside_except_star) {
        fail(a, place_of(a, statement), "\"return\" not allowed in except* block", codes::kMisc,
             true);
    }
    visit_expression(a, a.tree.return_value(statement));
}

void visit_global(Analyzer& a, NodeId statement) {
    Scope& scope = declaration_scope(a);
    for (NodeId identifier : a.tree.global_names(statement)) {
        Name name = a.tree.identifier(identifier);
        if (scope.nonlocals.contains(name)) {
            fail(a, place_of(a, statement),
                 "Name \"" + std::string(text(name)) + "\" is nonlocal and global");
        }
        scope.globals.insert(name);
    }
}

void check_nonlocal(Analyzer& a, Name name, Place place) {
    std::string quoted = "\"" + std::string(text(name)) + "\"";
    bool found = false;
    for (std::size_t i = a.scopes.size() - 1; i-- > 0 && !found;) {
        const TableBuilder* table = a.scopes[i].table;
        if (table == nullptr || table->find(name) == nullptr) continue;
        found = true;
        if (a.scopes[i].kind == ScopeKind::TypeParameters) {
            fail(a, place, "nonlocal binding not allowed for type parameter " + quoted);
        }
    }
    if (!found) fail(a, place, "No binding for nonlocal " + quoted + " found");
    const TableBuilder* own = a.scopes.back().table;
    if (own != nullptr && own->find(name) != nullptr) {
        fail(a, place,
             "Name " + quoted + " is already defined in local scope before nonlocal declaration");
    }
}

void visit_nonlocal(Analyzer& a, NodeId statement) {
    Place place = place_of(a, statement);
    if (is_module_scope(a)) {
        fail(a, place, "nonlocal declaration not allowed at module level");
        return;
    }
    Scope& scope = declaration_scope(a);
    for (NodeId identifier : a.tree.nonlocal_names(statement)) {
        Name name = a.tree.identifier(identifier);
        check_nonlocal(a, name, place);
        if (scope.globals.contains(name)) {
            fail(a, place, "Name \"" + std::string(text(name)) + "\" is nonlocal and global");
        }
        scope.nonlocals.insert(name);
    }
}

bool is_valid_delete(const syntax::Tree& tree, NodeId target) {
    switch (tree.kind(target)) {
        case NodeKind::Name:
        case NodeKind::Attribute:
        case NodeKind::Subscript:
        case NodeKind::ErrorExpr:
            return true;
        case NodeKind::Tuple:
        case NodeKind::List:
            for (NodeId item : tree.elements(target)) {
                if (!is_valid_delete(tree, item)) return false;
            }
            return true;
        default:
            return false;
    }
}

void visit_delete(Analyzer& a, NodeId statement) {
    bool valid = true;
    for (NodeId target : a.tree.delete_targets(statement)) {
        visit_expression(a, target);
        valid = valid && is_valid_delete(a.tree, target);
    }
    if (!valid) fail(a, place_of(a, statement), "Invalid delete target");
}

void visit_aug_assign(Analyzer& a, NodeId statement) {
    syntax::AugAssignView view = a.tree.aug_assign(statement);
    visit_expression(a, view.target);
    visit_expression(a, view.value);
    bool is_list = a.tree.is(view.value, NodeKind::List) || a.tree.is(view.value, NodeKind::Tuple);
    if (!is_list || !is_module_scope(a) || !a.tree.is(view.target, NodeKind::Name) ||
        text(a.tree.name(view.target)) != "__all__") {
        return;
    }
    for (NodeId item : a.tree.elements(view.value)) {
        if (a.tree.is(item, NodeKind::Str)) {
            a.all_exports.push_back(base::intern(a.tree.str_value(item)));
        }
    }
}

void visit_simple(Analyzer& a, NodeId statement) {
    switch (a.tree.kind(statement)) {
        case NodeKind::Expr:
            return visit_expression(a, a.tree.expr_value(statement));
        case NodeKind::Raise: {
            syntax::RaiseView view = a.tree.raise(statement);
            visit_expression(a, view.exception);
            return visit_expression(a, view.cause);
        }
        case NodeKind::Assert: {
            syntax::AssertView view = a.tree.assert_stmt(statement);
            visit_expression(a, view.test);
            return visit_expression(a, view.message);
        }
        case NodeKind::ErrorStmt:
            for (NodeId child : a.tree.error_children(statement)) {
                if (syntax::is_expression(a.tree.kind(child))) visit_expression(a, child);
            }
            return;
        default:
            return;
    }
}

}  // namespace

void visit_statement(Analyzer& a, NodeId statement) {
    Depth depth(a);
    if (depth.exceeded()) {
        not_understood(a);
        return;
    }
    a.statement = statement;
    switch (a.tree.kind(statement)) {
        case NodeKind::FunctionDef:
        case NodeKind::AsyncFunctionDef:
            return visit_function(a, statement);
        case NodeKind::ClassDef:
            return visit_class(a, statement);
        case NodeKind::Return:
            return visit_return(a, statement);
        case NodeKind::Delete:
            return visit_delete(a, statement);
        case NodeKind::Assign:
            return visit_assign(a, statement);
        case NodeKind::AnnAssign:
            return visit_ann_assign(a, statement);
        case NodeKind::AugAssign:
            return visit_aug_assign(a, statement);
        case NodeKind::TypeAlias:
            return visit_type_alias_statement(a, statement);
        case NodeKind::For:
        case NodeKind::AsyncFor:
            return visit_for(a, statement);
        case NodeKind::While: {
            syntax::WhileView view = a.tree.while_loop(statement);
            visit_expression(a, view.test);
            return visit_loop_body(a, view.body, view.orelse);
        }
        case NodeKind::If:
            return visit_if(a, statement);
        case NodeKind::With:
        case NodeKind::AsyncWith:
            return visit_with(a, statement);
        case NodeKind::Match:
            return visit_match(a, statement);
        case NodeKind::Try:
        case NodeKind::TryStar:
            return visit_try(a, statement);
        case NodeKind::Import:
            return visit_import(a, statement);
        case NodeKind::ImportFrom:
            return visit_import_from(a, statement);
        case NodeKind::Global:
            return visit_global(a, statement);
        case NodeKind::Nonlocal:
            return visit_nonlocal(a, statement);
        case NodeKind::Break:
            return visit_jump(a, statement, "break");
        case NodeKind::Continue:
            return visit_jump(a, statement, "continue");
        default:
            return visit_simple(a, statement);
    }
}

namespace {

/// An `if` whose blocks went to an overload around it.
void visit_stripped_if(Analyzer& a, NodeId statement) {
    a.statement = statement;
    while (true) {
        syntax::IfView view = a.tree.if_stmt(statement);
        visit_expression(a, view.test);
        if (view.orelse.empty() || !a.tree.is(view.orelse[0], NodeKind::If)) return;
        statement = view.orelse[0];
    }
}

}  // namespace

void visit_statements(Analyzer& a, NodeList statements) {
    const MergedBlock block = merge_overloads(a.tree, statements, a.cx.options);
    for (NodeId statement : block.replaced) a.module.bindings.merged_ifs[statement] = false;
    for (NodeId statement : block.stripped) a.module.bindings.merged_ifs[statement] = true;
    for (NodeId statement : block.unknown) {
        fail(a, place_of(a, statement), "Condition can't be inferred, unable to merge overloads");
    }
    for (const StatementRun& run : block.runs) {
        a.cx.cancellation.poll();
        if (block.is_stripped(run.front())) {
            visit_stripped_if(a, run.front());
        } else if (run.size() > 1) {
            a.statement = run.front();
            visit_overload_run(a, run);
        } else {
            visit_statement(a, run.front());
        }
    }
}

void visit_block(Analyzer& a, NodeList statements) {
    if (statements.empty() || is_unreachable(a, statements)) return;
    ++a.scopes.back().block_depth;
    visit_statements(a, statements);
    --a.scopes.back().block_depth;
}

// --- match

namespace {

void visit_capture(Analyzer& a, NodeId pattern, Name name, std::uint32_t start) {
    if (name == Name::Empty) return;
    auto length = static_cast<std::uint32_t>(text(name).size());
    bind_target_name(a, pattern, name, {start, start + length});
}

void visit_class_pattern(Analyzer& a, NodeId pattern) {
    syntax::MatchClassView view = a.tree.match_class(pattern);
    visit_expression(a, view.cls);
    for (NodeId item : view.patterns) visit_pattern(a, item);
    for (NodeId item : view.kwd_patterns) visit_pattern(a, item);
}

}  // namespace

void visit_pattern(Analyzer& a, NodeId pattern) {
    Depth depth(a);
    if (depth.exceeded() || pattern == NodeId::None) return;
    switch (a.tree.kind(pattern)) {
        case NodeKind::MatchAs: {
            syntax::MatchAsView view = a.tree.match_as(pattern);
            visit_pattern(a, view.pattern);
            visit_capture(a, pattern, view.name, view.name_start);
            break;
        }
        case NodeKind::MatchStar: {
            syntax::MatchStarView view = a.tree.match_star(pattern);
            visit_capture(a, pattern, view.name, view.name_start);
            break;
        }
        case NodeKind::MatchOr:
        case NodeKind::MatchSequence:
            for (NodeId item : a.tree.match_patterns(pattern)) visit_pattern(a, item);
            break;
        case NodeKind::MatchValue:
            visit_expression(a, a.tree.match_value(pattern));
            break;
        case NodeKind::MatchMapping: {
            syntax::MatchMappingView view = a.tree.match_mapping(pattern);
            for (NodeId key : view.keys) visit_expression(a, key);
            for (NodeId item : view.patterns) visit_pattern(a, item);
            visit_capture(a, pattern, view.rest, view.rest_start);
            break;
        }
        case NodeKind::MatchClass:
            visit_class_pattern(a, pattern);
            break;
        default:
            break;
    }
}

void visit_match(Analyzer& a, NodeId statement) {
    syntax::MatchView view = a.tree.match(statement);
    bool decided = false;
    for (NodeId node : view.cases) {
        syntax::MatchCaseView match_case = a.tree.match_case(node);
        Truth pattern = pattern_truth(a.tree, match_case.pattern);
        Truth guard = match_case.guard == NodeId::None
                          ? Truth::AlwaysTrue
                          : condition_truth(a.tree, match_case.guard, a.cx.options);
        if (decided || is_false(pattern) || is_false(guard)) {
            mark_unreachable(a, match_case.body);
        } else if (is_true(pattern) && is_true(guard)) {
            decided = true;
        }
    }
    visit_expression(a, view.subject);
    for (NodeId node : view.cases) {
        syntax::MatchCaseView match_case = a.tree.match_case(node);
        visit_pattern(a, match_case.pattern);
        visit_expression(a, match_case.guard);
        visit_block(a, match_case.body);
    }
}

}  // namespace krait::semantic
