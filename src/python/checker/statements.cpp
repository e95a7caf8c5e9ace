// statements.cpp: statements by kind, blocks, and what can't be reached.

#include "python/checker/statements.h"

#include <memory>
#include <vector>

#include "python/checker/expressions.h"
#include "python/checker/narrowing.h"
#include "python/checker/report.h"
#include "python/types/format.h"

namespace krait::checker {

namespace {

/// Statements that are there because nothing should come here: not reported as unreachable.
bool is_noop_for_reachability(CheckContext& ck, NodeId statement) {
    switch (ck.tree.kind(statement)) {
        case NodeKind::Assert:
            return is_false_literal(ck, ck.tree.assert_stmt(statement).test);
        case NodeKind::Return: {
            NodeId value = ck.tree.return_value(statement);
            return value != NodeId::None && is_not_implemented_literal(ck, value);
        }
        case NodeKind::Raise:
            return true;
        case NodeKind::Expr: {
            NodeId value = ck.tree.expr_value(statement);
            if (!is_kind(ck, value, NodeKind::Call)) return false;
            Filter filter(ck, {.revealed = true});
            TypePtr type = proper(
                ck,
                accept(ck, value, nullptr, {.allow_none_return = true, .always_allow_any = true}));
            return types::is<UninhabitedType>(type);
        }
        default:
            return false;
    }
}

std::uint32_t line_of(const CheckContext& ck, std::uint32_t offset) {
    return ck.source.line_of(offset) + 1;
}

/// Goes through statements until flow ends; says once that the rest can't be reached.
void check_sequence(CheckContext& ck, NodeList body) {
    bool marked = false;
    bool reported = false;
    for (NodeId statement : body) {
        if (ck.bindings.unreachable_blocks.contains(statement)) {
            // What follows a failing `assert sys.platform == ...` isn't there on this platform.
            ck.binder->unreachable();
            return;
        }
        if (ck.binder->is_unreachable()) {
            if (top_level_function(ck) == nullptr && !marked) {
                ck.unreachable_lines.emplace_back(line_of(ck, ck.tree.start(statement)),
                                                  line_of(ck, ck.tree.end(body.back())));
                marked = true;
            }
            bool finish = !should_report_unreachable(ck);
            if (!finish && !reported && !is_noop_for_reachability(ck, statement)) {
                report_unreachable_statement(ck, statement);
                ck.binder->suppress_unreachable_warnings();
                finish = true;
                reported = true;
            }
            if (finish && !ck.options.check_unreachable) break;
            if (!ck.options.check_unreachable) continue;
        }
        check_statement(ck, statement);
        ck.expression_cache.clear();
    }
}

bool is_known_true(const CheckContext& ck, NodeId statement) {
    using Truth = semantic::Bindings::Truth;
    auto known = ck.bindings.known_conditions.find(statement);
    return known != ck.bindings.known_conditions.end() &&
           (known->second == Truth::AlwaysTrue || known->second == Truth::MypyTrue);
}

/// What is left of an `if` around parts of an overload: its condition, and those of its functions
/// that semantic analysis took.
void check_merged_if(CheckContext& ck, NodeId statement, bool has_condition) {
    if (has_condition) {
        NodeId current = statement;
        while (true) {
            syntax::IfView view = ck.tree.if_stmt(current);
            accept_for_effect(ck, view.test);
            if (view.orelse.empty() || !is_kind(ck, view.orelse[0], NodeKind::If)) break;
            current = view.orelse[0];
        }
    }
    std::vector<NodeId> todo{statement};
    while (!todo.empty()) {
        NodeId node = todo.back();
        todo.pop_back();
        if (ck.tree.is(node, NodeKind::FunctionDef) ||
            ck.tree.is(node, NodeKind::AsyncFunctionDef)) {
            check_definition(ck, node);
        } else if (ck.tree.is(node, NodeKind::If)) {
            syntax::IfView view = ck.tree.if_stmt(node);
            for (NodeList block : {view.orelse, view.body}) {
                for (std::size_t i = block.size(); i-- > 0;) todo.push_back(block[i]);
            }
        }
    }
}

/// An `if` or `elif` up to its else: the branch that is taken, and what holds if it isn't.
void check_if_branch(CheckContext& ck, NodeId current, NodeId statement) {
    syntax::IfView view = ck.tree.if_stmt(current);
    TypePtr type = proper(ck, accept(ck, view.test));
    if (types::is<types::DeletedType>(type)) report_deleted_as_rvalue(ck, type, statement);
    Narrowed maps = find_isinstance_check(ck, view.test);
    if (is_unreachable_map(ck, maps.no)) {
        ck.exhaustive_ifs.insert(current);
    } else {
        ck.exhaustive_ifs.erase(current);
    }
    {
        FrameScope branch(*ck.binder, {.can_skip = true, .fall_through = 2});
        push_narrowing(ck, maps.yes, false);
        check_block(ck, view.body);
    }
    push_narrowing(ck, maps.no, false);
}

void check_if(CheckContext& ck, NodeId statement) {
    auto merged = ck.bindings.merged_ifs.find(statement);
    if (merged != ck.bindings.merged_ifs.end()) {
        return check_merged_if(ck, statement, merged->second);
    }
    // An `elif` is an `if` in the `else`, with frames of its own; chains may be long, so they are
    // followed in a loop.
    constexpr FrameOptions kWhole{.can_skip = false, .fall_through = 0, .conditional = true};
    constexpr FrameOptions kElse{.can_skip = false, .fall_through = 2};
    std::vector<std::unique_ptr<FrameScope>> frames;
    auto enter = [&](const FrameOptions& options) {
        frames.push_back(std::make_unique<FrameScope>(*ck.binder, options));
    };
    NodeId current = statement;
    bool decided = false;  // some branch is always taken: there is no way around it
    while (true) {
        enter(kWhole);
        check_if_branch(ck, current, statement);
        decided = decided || is_known_true(ck, current);
        NodeList rest = ck.tree.if_stmt(current).orelse;
        enter(kElse);
        const bool is_chain = rest.size() == 1 && is_kind(ck, rest[0], NodeKind::If) &&
                              ck.tree.if_stmt(rest[0]).is_elif;
        // What can't be reached is a block like others, which is reported but not checked.
        if (!is_chain || ck.binder->is_unreachable()) {
            check_block(ck, rest);
            if (rest.empty() && decided) ck.binder->unreachable();
            break;
        }
        current = rest[0];
    }
    while (!frames.empty()) frames.pop_back();
}

void check_assert(CheckContext& ck, NodeId statement) {
    syntax::AssertView view = ck.tree.assert_stmt(statement);
    accept_for_effect(ck, view.test);
    if (is_kind(ck, view.test, NodeKind::Tuple) && !ck.tree.elements(view.test).empty()) {
        fail(ck, statement, messages::texts::kMalformedAssert);
    }
    Narrowed maps = find_isinstance_check(ck, view.test);
    if (view.message != NodeId::None) {
        (void)analyze_branch(ck, maps.no, view.message, nullptr, false, false);
    }
    push_narrowing(ck, maps.yes);
}

/// A coroutine that nobody awaits.
void check_unused_value(CheckContext& ck, NodeId statement, NodeId value, TypePtr type) {
    const auto* instance = proper_as<Instance>(ck, type);
    if (instance == nullptr) return;
    const ClassInfo& info = info_of(ck, *instance);
    const char* code = nullptr;
    if (is_fullname(info, "typing.Coroutine")) {
        code = messages::codes::kUnusedCoroutine;
    } else if (config::is_error_code_enabled(ck.options, messages::codes::kUnusedAwaitable) &&
               has_readable_member(ck, info, "__await__")) {
        if (is_kind(ck, value, NodeKind::Call)) {
            NodeId func = ck.tree.call(value).func;
            if (is_kind(ck, func, NodeKind::Attribute)) {
                const auto* group =
                    proper_as<Instance>(ck, lookup_type(ck, ck.tree.attribute(func).value));
                if (group != nullptr &&
                    base::text_of(info_of(ck, *group).fullname).ends_with(".TaskGroup")) {
                    return;
                }
            }
        }
        code = messages::codes::kUnusedAwaitable;
    }
    if (code == nullptr) return;
    fail_lazily(ck, statement, code, [&] {
        return messages::fill(messages::texts::kTypeMustBeUsed, {types::format_type(ck.cx, type)});
    });
    note(ck, statement, code, "Are you missing an await?");
}

void check_expression_statement(CheckContext& ck, NodeId statement) {
    NodeId value = ck.tree.expr_value(statement);
    TypePtr type =
        accept(ck, value, nullptr, {.allow_none_return = true, .always_allow_any = true});
    check_unused_value(ck, statement, value, type);
}

/// An import over a name that is there already is checked as an assignment to it.
void check_import_over(CheckContext& ck, Name name, const types::Definition* existing,
                       const types::Definition* imported, NodeId statement) {
    if (existing == nullptr || imported == nullptr || existing->id == imported->id) return;
    if (types::as<types::OverloadedInfo>(existing) != nullptr ||
        types::as<types::ModuleInfo>(existing) != nullptr ||
        types::as<types::TypeVariableInfo>(existing) != nullptr) {
        return;
    }
    TypePtr target = analyze_static_reference(ck, existing, statement, true);
    TypePtr value = analyze_static_reference(ck, imported, statement, true);
    if (is_proper<types::PartialType>(ck, target) || is_proper<types::PartialType>(ck, value)) {
        return;
    }
    AssignmentWords words;
    std::string text = messages::fill(messages::texts::kIncompatibleImportOf,
                                      {base::text_of(name)});
    words.text = messages::texts::kIncompatibleImportOf;
    words.text.text = text;
    words.lvalue_name = "local name";
    words.rvalue_name = "imported name";
    check_simple_assignment(ck, target, make_value(ck, value, statement), statement, words);
}

/// `from m import *`: each of its names that this module defined before.
void check_star_import(CheckContext& ck, NodeId statement) {
    auto fact = ck.bindings.special_forms.find(ck.tree.import_from(statement).names[0]);
    if (fact == ck.bindings.special_forms.end()) return;
    const auto* module = types::as<types::ModuleInfo>(fact->second.definition);
    if (module == nullptr || module->id.module == ck.module.id) return;
    const bool has_all =
        ck.cx.reader.module_symbol(module->id.module, base::intern("__all__")) != nullptr;
    for (const types::Symbol& symbol : ck.cx.reader.module_symbols(module->id.module)) {
        const types::Symbol* own = ck.cx.reader.module_symbol(ck.module.id, symbol.name);
        if (!symbol.is_public || own == nullptr || own->target == symbol.target) continue;
        if (base::text_of(symbol.name).starts_with("_") && !has_all) continue;
        check_import_over(ck, symbol.name, ck.cx.reader.definition(own->target),
                          ck.cx.reader.definition(symbol.target), statement);
    }
}

void check_imports(CheckContext& ck, NodeId statement) {
    const bool is_from = ck.tree.is(statement, NodeKind::ImportFrom);
    NodeList names = is_from ? ck.tree.import_from(statement).names : ck.tree.import(statement).names;
    for (NodeId alias : names) {
        if (is_from) report_deprecated(ck, definition_of(ck, alias), statement);
        syntax::AliasView view = ck.tree.alias(alias);
        if (is_text(view.name, "*")) {
            check_star_import(ck, statement);
            continue;
        }
        auto over = ck.bindings.special_forms.find(alias);
        if (over == ck.bindings.special_forms.end()) continue;
        check_import_over(ck, view.asname != Name::Empty ? view.asname : view.name,
                          over->second.definition, definition_of(ck, alias), statement);
    }
}

void check_compound(CheckContext& ck, NodeId statement) {
    switch (ck.tree.kind(statement)) {
        case NodeKind::If:
            return check_if(ck, statement);
        case NodeKind::For:
        case NodeKind::AsyncFor:
            return check_for(ck, statement);
        case NodeKind::While:
            return check_while(ck, statement);
        case NodeKind::With:
        case NodeKind::AsyncWith:
            return check_with(ck, statement);
        case NodeKind::Try:
        case NodeKind::TryStar:
            return check_try(ck, statement);
        case NodeKind::Match:
            return check_match(ck, statement);
        case NodeKind::ClassDef:
            return check_class_definition(ck, statement);
        case NodeKind::FunctionDef:
        case NodeKind::AsyncFunctionDef:
            return check_definition(ck, statement);
        default:
            return;
    }
}

}  // namespace

void check_block(CheckContext& ck, NodeList body) {
    if (body.empty()) return;
    if (ck.bindings.unreachable_blocks.contains(body[0])) {
        // This platform or version never comes here.
        ck.binder->unreachable();
        return;
    }
    check_sequence(ck, body);
}

void check_module_statements(CheckContext& ck, NodeList body) {
    check_sequence(ck, body);
}

void check_statement(CheckContext& ck, NodeId statement) {
    ck.cx.cancellation.poll();
    if (ck.depth >= kMaxDepth) return;
    Restore depth(ck.depth, ck.depth + 1);
    switch (ck.tree.kind(statement)) {
        case NodeKind::Expr:
            return check_expression_statement(ck, statement);
        case NodeKind::Assign:
            return check_assign_statement(ck, statement);
        case NodeKind::AnnAssign:
            return check_ann_assign_statement(ck, statement);
        case NodeKind::AugAssign:
            return check_aug_assign_statement(ck, statement);
        case NodeKind::Return:
            check_return(ck, statement);
            ck.binder->unreachable();
            return;
        case NodeKind::Raise:
            return check_raise(ck, statement);
        case NodeKind::Assert:
            return check_assert(ck, statement);
        case NodeKind::Delete:
            return check_delete(ck, statement);
        case NodeKind::Break:
            return ck.binder->handle_break();
        case NodeKind::Continue:
            return ck.binder->handle_continue();
        case NodeKind::Import:
        case NodeKind::ImportFrom:
            return check_imports(ck, statement);
        case NodeKind::ErrorStmt:
            for (NodeId child : ck.tree.error_children(statement)) {
                if (syntax::is_expression(ck.tree.kind(child))) accept_for_effect(ck, child);
            }
            return;
        default:
            return check_compound(ck, statement);
    }
}

}  // namespace krait::checker
