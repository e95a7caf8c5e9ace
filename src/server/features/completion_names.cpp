// completion_names.cpp: names in scope, keywords, keyword arguments.

#include <algorithm>

#include "python/syntax/place.h"
#include "python/syntax/words.h"
#include "python/types/proper.h"
#include "python/types/signature.h"
#include "server/features/completion_parts.h"

namespace krait::features {

namespace {

using protocol::CompletionItemKind;
using syntax::NodeId;
using syntax::NodeKind;
using syntax::Tree;

bool is_function(const Tree& tree, NodeId node) {
    return tree.is(node, NodeKind::FunctionDef) || tree.is(node, NodeKind::AsyncFunctionDef) ||
           tree.is(node, NodeKind::Lambda);
}

/// The functions that a node lies in, innermost last.
NodeId innermost_function(const Tree& tree, const std::vector<NodeId>& nodes) {
    for (std::size_t i = nodes.size(); i-- > 0;) {
        if (is_function(tree, nodes[i])) return nodes[i];
    }
    return NodeId::None;
}

bool binds(const semantic::NameFact& fact, NodeKind kind) {
    return fact.is_new_definition || kind == NodeKind::Arg || kind == NodeKind::ExceptHandler ||
           kind == NodeKind::MatchAs || kind == NodeKind::MatchStar || kind == NodeKind::Alias;
}

/// What the functions around the place define.
void add_locals(CompletionPlace& place, CompletionItems& items) {
    const Tree& tree = place.tree();
    if (innermost_function(tree, place.nodes) == NodeId::None) return;
    for (const auto& [node, fact] : place.unit->bindings().names) {
        if (fact.definition == nullptr || fact.scope != semantic::NameFact::Scope::Local ||
            !binds(fact, tree.kind(node))) {
            continue;
        }
        const NodeId owner = innermost_function(tree, syntax::nodes_at(tree, tree.start(node)));
        const bool seen =
            std::find(place.nodes.begin(), place.nodes.end(), owner) != place.nodes.end();
        if (seen) items.add(base::text_of(fact.definition->name), fact.definition, Rank::Local);
    }
    for (const auto& [node, definition] : place.unit->bindings().definitions) {
        const bool is_nested = definition->id.is_job_local() && !tree.is(node, NodeKind::Lambda);
        if (is_nested) items.add(base::text_of(definition->name), definition, Rank::Local);
    }
}

/// The body of the class that the place is directly in.
void add_class_scope(CompletionPlace& place, CompletionItems& items) {
    const Tree& tree = place.tree();
    for (std::size_t i = place.nodes.size(); i-- > 0;) {
        if (is_function(tree, place.nodes[i])) return;
        if (!tree.is(place.nodes[i], NodeKind::ClassDef)) continue;
        for (const auto& found : project::referents_of(*place.unit, {place.nodes[i]}, 0)) {
            const auto* info = types::as<types::ClassInfo>(found.definition);
            if (info == nullptr) continue;
            for (const types::Symbol& symbol : place.unit->cx().reader.own_members(*info)) {
                items.add(symbol, Rank::Local);
            }
        }
        return;
    }
}

/// The innermost call whose parentheses the place is in.
NodeId call_around(const CompletionPlace& place) {
    const Tree& tree = place.tree();
    for (std::size_t i = place.nodes.size(); i-- > 0;) {
        const NodeId node = place.nodes[i];
        if (is_function(tree, node) || syntax::is_statement(tree.kind(node))) break;
        if (tree.is(node, NodeKind::Call) && tree.end(tree.call(node).func) < place.word.start) {
            return node;
        }
    }
    return NodeId::None;
}

}  // namespace

void complete_keyword_arguments(CompletionPlace& place, CompletionItems& items) {
    const NodeId call = call_around(place);
    if (call == NodeId::None) return;
    const Tree& tree = place.tree();
    const types::TypePtr callee =
        types::get_proper(place.unit->cx(), place.unit->type_of(tree.call(call).func));
    const auto is_given = [&](base::Name name) {
        return std::ranges::any_of(tree.call(call).keywords, [&](NodeId keyword) {
            return tree.keyword(keyword).arg == name;
        });
    };
    for (const types::CallableType* item : types::FunctionItems(callee)) {
        for (const types::Parameter& parameter : item->parameters) {
            const bool nameable = parameter.name != base::Name::Empty &&
                                  !types::is_star(parameter.kind) && !is_given(parameter.name);
            if (!nameable) continue;
            const std::string label = std::string(base::text_of(parameter.name)) + "=";
            items.add(label, CompletionItemKind::Variable, Rank::KeywordArgument);
        }
    }
}

void complete_names(CompletionPlace& place, CompletionItems& items) {
    types::Reader& reader = place.unit->cx().reader;
    add_locals(place, items);
    add_class_scope(place, items);
    const base::ModuleId own = place.module->record->id;
    for (const types::Symbol& symbol : reader.module_symbols(own)) items.add(symbol, Rank::Own);
    for (std::string_view keyword : syntax::kKeywords) {
        items.add(keyword, CompletionItemKind::Keyword, Rank::Keyword);
    }
    for (std::string_view keyword : syntax::kSoftKeywords) {
        items.add(keyword, CompletionItemKind::Keyword, Rank::Keyword);
    }
    const base::ModuleId builtins = reader.find_module(own, base::intern("builtins"));
    if (builtins == base::ModuleId::None) return;
    for (const types::Symbol& symbol : reader.module_symbols(builtins)) {
        if (!symbol.is_hidden) items.add(symbol, Rank::Builtin);
    }
}

}  // namespace krait::features
