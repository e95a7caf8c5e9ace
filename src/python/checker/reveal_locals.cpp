// reveal_locals.cpp: the variables of the scope around a call of reveal_locals, sorted by name. In a
// function those that were bound above the call; in a class and a module all of them.

#include "python/checker/reveal_locals.h"

#include <map>

#include "python/checker/formals.h"
#include "python/checker/report.h"
#include "python/syntax/tree_walk.h"
#include "python/types/format.h"

namespace krait::checker {

namespace {

using Variables = std::map<std::string, const VarInfo*>;

void add(Variables& found, const types::Definition* definition) {
    if (const auto* variable = types::as<VarInfo>(definition)) {
        found.emplace(base::text_of(variable->name), variable);
    }
}

bool opens_scope(syntax::NodeKind kind) {
    switch (kind) {
        case NodeKind::FunctionDef:
        case NodeKind::AsyncFunctionDef:
        case NodeKind::ClassDef:
        case NodeKind::Lambda:
        case NodeKind::ListComp:
        case NodeKind::SetComp:
        case NodeKind::DictComp:
        case NodeKind::GeneratorExp:
            return true;
        default:
            return false;
    }
}

void add_bound(const CheckContext& ck, NodeId node, std::uint32_t before, Variables& found) {
    if (ck.tree.range(node).start >= before) return;
    auto fact = ck.bindings.names.find(node);
    if (fact != ck.bindings.names.end() && fact->second.is_new_definition) {
        add(found, fact->second.definition);
    }
    if (opens_scope(ck.tree.kind(node))) return;
    syntax::for_each_child(ck.tree, node,
                           [&](NodeId child) { add_bound(ck, child, before, found); });
}

Variables variables_around(CheckContext& ck, NodeId call) {
    Variables found;
    const ScopeItem* scope = ck.scopes.empty() ? nullptr : &ck.scopes.back();
    if (scope == nullptr) {
        for (const types::Symbol& symbol : ck.cx.reader.module_symbols(ck.module.id)) {
            const auto* variable =
                types::as<VarInfo>(ck.cx.reader.definition(symbol.target));
            if (variable != nullptr && variable->is_inferred) add(found, variable);
        }
    } else if (is_kind(ck, scope->node, NodeKind::ClassDef)) {
        for (const types::Symbol& symbol : ck.cx.reader.own_members(*scope->info)) {
            add(found, ck.cx.reader.definition(symbol.target));
        }
    } else if (!is_kind(ck, scope->node, NodeKind::Lambda)) {
        for (const Formal& formal : formals_of(ck, scope->node)) add(found, formal.variable);
        const std::uint32_t before = ck.tree.range(call).start;
        for (NodeId statement : ck.tree.function(scope->node).body) {
            add_bound(ck, statement, before, found);
        }
    }
    return found;
}

}  // namespace

void report_locals(CheckContext& ck, NodeId call) {
    const Variables found = variables_around(ck, call);
    const char* code = messages::codes::kNone;
    if (found.empty()) return note(ck, call, code, "There are no locals to reveal");
    note(ck, call, code, "Revealed local types are:");
    for (const auto& [name, variable] : found) {
        note(ck, call, code,
             concat({"    ", name, ": ",
                     variable->type == nullptr ? "None"
                                               : types::type_to_string(ck.cx, variable->type)}));
    }
}

}  // namespace krait::checker
