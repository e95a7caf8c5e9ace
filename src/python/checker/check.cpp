// check.cpp: modules in pieces, and the passes of deferred functions.

#include "python/checker/check.h"

#include <algorithm>

#include "python/checker/facts.h"
#include "python/checker/formals.h"
#include "python/checker/members.h"
#include "python/checker/statements.h"
#include "python/syntax/tree_walk.h"
#include "python/types/format.h"
#include "python/types/subtypes.h"

namespace krait::checker {

namespace {

/// Lends the checker's member access to the types room for a scope.
class LentMembers {
public:
    explicit LentMembers(CheckContext& ck) : ck_(ck), members_(ck), old_(ck.cx.members) {
        ck_.cx.members = &members_;
        ck_.cx.infer_polymorphic = !ck_.options.old_type_inference;
    }
    ~LentMembers() { ck_.cx.members = old_; }
    LentMembers(const LentMembers&) = delete;
    LentMembers& operator=(const LentMembers&) = delete;

private:
    CheckContext& ck_;
    CheckerMembers members_;
    types::MemberAccess* old_;
};

void check_dunder_all(CheckContext& ck) {
    const types::Symbol* symbol = ck.cx.reader.module_symbol(ck.module.id, base::intern("__all__"));
    const auto* variable = types::as<VarInfo>(definition_of_symbol(ck, symbol));
    if (variable == nullptr || variable->type == nullptr) return;
    TypePtr expected =
        named_generic_type(ck, known::typing_sequence, {named_type(ck, known::builtins_str)});
    if (types::is_subtype(ck.cx, variable->type, expected)) return;
    for (NodeId statement : ck.tree.body()) {
        if (!ck.tree.is(statement, NodeKind::Assign)) continue;
        for (NodeId target : ck.tree.assign(statement).targets) {
            if (variable_of(ck, target) != variable) continue;
            auto [wanted, given] = types::format_type_distinctly(ck.cx, expected, variable->type);
            fail(ck, target, messages::texts::kAllMustBeSeqStr, {wanted, given});
            return;
        }
    }
}

void collect_functions(const CheckContext& ck, NodeId node, const ClassInfo* info,
                       std::vector<DeferredNode>& found) {
    switch (ck.tree.kind(node)) {
        case NodeKind::FunctionDef:
        case NodeKind::AsyncFunctionDef:
            found.push_back({node, info});
            return;
        case NodeKind::ClassDef: {
            auto own = ck.bindings.definitions.find(node);
            if (own != ck.bindings.definitions.end()) info = types::as<ClassInfo>(own->second);
            break;
        }
        default:
            if (syntax::is_expression(ck.tree.kind(node))) return;
            break;
    }
    syntax::for_each_child(ck.tree, node,
                           [&](NodeId child) { collect_functions(ck, child, info, found); });
}

bool is_on_unreachable_line(const CheckContext& ck, NodeId node) {
    const std::uint32_t line = ck.source.line_of(ck.tree.start(node)) + 1;
    return std::any_of(
        ck.unreachable_lines.begin(), ck.unreachable_lines.end(),
        [&](const auto& lines) { return lines.first <= line && line <= lines.second; });
}

void check_one(CheckContext& ck, const DeferredNode& function) {
    if (is_on_unreachable_line(ck, function.node)) return;
    ck.widened_variables.clear();
    ck.expression_cache.clear();
    TopFrameScope frame(*ck.binder);
    const ClassInfo* info = function.enclosing_class;
    auto own = ck.bindings.definitions.find(function.node);
    if (info == nullptr && own != ck.bindings.definitions.end()) {
        info = enclosing_class_of(ck, *own->second);
    }
    if (info == nullptr) return check_definition(ck, function.node);
    Pushed scope(ck.scopes, ScopeItem{NodeId::None, info, nullptr});
    check_definition(ck, function.node);
}

}  // namespace

void check_module_top_level(CheckContext& ck) {
    LentMembers members(ck);
    Restore recurse(ck.recurse_into_functions, false);
    {
        PartialTypes partials(ck, false);
        TopFrameScope frame(*ck.binder);
        check_module_statements(ck, ck.tree.body());
    }
    check_dunder_all(ck);
}

std::vector<DeferredNode> functions_to_check(CheckContext& ck) {
    std::vector<DeferredNode> found;
    for (NodeId statement : ck.tree.body()) collect_functions(ck, statement, nullptr, found);
    return found;
}

void check_function(CheckContext& ck, const DeferredNode& function) {
    LentMembers members(ck);
    Restore implementation(ck.implementation_only, true);
    Restore recurse(ck.recurse_into_functions, true);
    check_one(ck, function);
}

void check_shaping_function(CheckContext& ck, const DeferredNode& function) {
    LentMembers members(ck);
    Restore recurse(ck.recurse_into_functions, true);
    check_one(ck, function);
}

bool check_deferred(CheckContext& ck) {
    if (ck.deferred.empty()) return false;
    LentMembers members(ck);
    ++ck.pass;
    std::vector<DeferredNode> todo = std::move(ck.deferred);
    ck.deferred.clear();
    std::vector<NodeId> done;
    for (const DeferredNode& function : todo) {
        if (std::find(done.begin(), done.end(), function.node) != done.end()) continue;
        done.push_back(function.node);
        Restore recurse(ck.recurse_into_functions, true);
        check_one(ck, function);
    }
    return true;
}

void begin_bodies(CheckContext& ck) {
    ck.pass = 0;
    ck.deferred.clear();
    ck.implementation_only = true;
}

void check_module(CheckContext& ck) {
    check_module_top_level(ck);
    while (check_deferred(ck)) {
    }
    begin_bodies(ck);
    for (const DeferredNode& function : functions_to_check(ck)) check_function(ck, function);
    while (check_deferred(ck)) {
    }
    ck.implementation_only = false;
    check_module_definedness(ck);
}

}  // namespace krait::checker
