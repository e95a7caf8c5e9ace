// definitions.cpp
//
// How definitions come into being: their ids, and the rules for entering them under a name. A name
// keeps its first definition, except that a placeholder gives way to the real thing; later ones are
// reported, and kept under a name of their own so that their bodies are checked.

#include <algorithm>

#include "python/semantic/state.h"

namespace krait::semantic {

namespace {

bool is_placeholder(const Definition* definition) {
    return types::as<types::PlaceholderInfo>(definition) != nullptr;
}

bool is_valid_replacement(const Definition* old, const Definition* fresh) {
    const auto* placeholder = types::as<types::PlaceholderInfo>(old);
    if (placeholder == nullptr) return false;
    const auto* other = types::as<types::PlaceholderInfo>(fresh);
    return other == nullptr || (!placeholder->becomes_type && other->becomes_type);
}

bool is_same_symbol(const Definition* left, const Definition* right) {
    if (left == right) return true;
    if (left == nullptr || right == nullptr) return false;
    if (left->id == right->id) return true;
    if (is_placeholder(left) && is_placeholder(right)) return true;
    const auto* one = types::as<VarInfo>(left);
    const auto* other = types::as<VarInfo>(right);
    return one != nullptr && other != nullptr && one->from_module_getattr &&
           other->from_module_getattr && one->fullname == other->fullname;
}

const FunctionInfo* plain_function(const Definition* definition) {
    if (const auto* decorated = types::as<types::DecoratedInfo>(definition)) {
        return decorated->function;
    }
    return types::as<FunctionInfo>(definition);
}

/// A function defined again under a condition (`if`, `try`): the checker compares the two.
bool is_conditional_redefinition(const Definition* old, const Definition* fresh) {
    const FunctionInfo* function = plain_function(fresh);
    if (function == nullptr || old == nullptr) return false;
    if (text(function->name) == "_" && plain_function(old) != nullptr) return true;
    bool replaceable = plain_function(old) != nullptr || types::as<VarInfo>(old) != nullptr;
    return replaceable && function->is_conditional;
}

bool is_init_only(Analyzer& a, const VarInfo& variable) {
    const auto* type = types::as<types::Instance>(variable.type);
    const ClassInfo* info = type != nullptr ? class_of(a, type->type) : nullptr;
    return info != nullptr && text(info->fullname) == "dataclasses.InitVar";
}

void add_redefinition(TableBuilder& table, Symbol symbol, const Definition& node) {
    for (int i = 1;; ++i) {
        std::string other(text(symbol.name));
        other += "-redefinition";
        if (i > 1) other += std::to_string(i);
        Name name = base::intern(other);
        const Symbol* existing = table.find(name);
        if (existing == nullptr) {
            symbol.name = name;
            symbol.is_public = false;
            table.put(symbol);
            return;
        }
        if (existing->target == node.id) return;
    }
}

}  // namespace

Name scoped_path(Analyzer& a, Name name) {
    if (is_function_scope(a)) {
        Name function = Name::Empty;
        for (const FunctionFrame& frame : a.functions) {
            auto at = a.outline.paths.find(frame.node);
            if (at != a.outline.paths.end()) function = at->second;
        }
        return joined(function, ".<locals>.", text(name));
    }
    if (a.type == nullptr || a.type->id.is_job_local()) return name;
    return joined(a.job.table.path_of(a.type->id), ".", text(name));
}

void identify(Analyzer& a, Definition& definition, Name name, NodeId node, Name path) {
    if (definition.name == Name::Empty) definition.name = name;
    if (!definition.id.is_none()) return;
    bool is_class = definition.kind == types::DefinitionKind::Class ||
                    definition.kind == types::DefinitionKind::Alias;
    bool in_function = is_nested_in_function(a);
    bool in_local_class = a.type != nullptr && a.type->id.is_job_local();
    Place place = place_of(a, node);
    a.job.places.try_emplace(&definition, place);
    if (a.in_body_job || in_local_class || (in_function && !is_class && is_function_scope(a))) {
        a.job.locals.add(definition);
        a.job.locals.set_line(definition.id, line_of(a, place.start));
        return;
    }
    const bool yields = definition.kind == types::DefinitionKind::Variable &&
                        std::binary_search(a.outlined.begin(), a.outlined.end(), path);
    for (int i = yields ? 1 : 0;; ++i) {
        Name tried = i == 0 ? path : joined(path, "#v", std::to_string(i));
        symbols::Slot slot = a.job.table.slot(a.module.id, tried);
        auto [at, is_new] = a.module.definitions.try_emplace(slot, &definition);
        if (!is_new && at->second != &definition) continue;
        definition.id = {a.module.id, slot};
        if (node != NodeId::None) a.module.nodes[slot] = node;
        return;
    }
}

VarInfo& make_variable(Analyzer& a, Name name, Place place) {
    auto* variable = a.job.arena.make<VarInfo>();
    variable->kind = VarInfo::kKind;
    variable->name = name;
    variable->fullname = qualified_name(a, name);
    a.job.places[variable] = place;
    identify(a, *variable, name, NodeId::None, scoped_path(a, name));
    return *variable;
}

VarInfo& make_local_variable(Analyzer& a, Name name, Name fullname, TypePtr type) {
    auto* variable = a.job.arena.make<VarInfo>();
    variable->kind = VarInfo::kKind;
    variable->name = name;
    variable->fullname = fullname;
    variable->type = type;
    a.job.locals.add(*variable);
    return *variable;
}

bool add_symbol(Analyzer& a, Name name, const Definition& definition, Place place,
                const AddOptions& options) {
    Symbol symbol;
    symbol.name = name;
    symbol.target = definition.id;
    symbol.is_public = options.is_public;
    symbol.is_hidden = options.is_hidden;
    return add_table_symbol(a, symbol, &definition, place, options);
}

bool add_table_symbol(Analyzer& a, Symbol symbol, const Definition* node, Place place,
                      const AddOptions& options) {
    Name name = symbol.name;
    TableBuilder& table = current_table(a, options.escape_comprehensions, options.type_parameter);
    const Symbol* existing = table.find(name);
    if (is_placeholder(node) && options.can_defer) {
        process_placeholder(a, name, "name", place);
    }
    const Definition* old =
        existing != nullptr ? a.job.reader.definition(existing->target) : nullptr;
    if (existing != nullptr && old != nullptr && !is_valid_replacement(old, node)) {
        if (is_placeholder(node) || is_same_symbol(old, node)) return false;
        bool keeps = plain_function(node) != nullptr ||
                     types::as<types::OverloadedInfo>(node) != nullptr ||
                     types::as<ClassInfo>(node) != nullptr;
        if (keeps) add_redefinition(table, symbol, *node);
        const auto* variable = types::as<VarInfo>(old);
        if (variable != nullptr && is_init_only(a, *variable)) {
            if (variable->has_explicit_value) {
                fail(a, place, "InitVar with default value cannot be redefined");
            }
        } else if (is_conditional_redefinition(old, node)) {
            if (text(name) != "_") a.module.bindings.originals[plain_function(node)] = old;
        } else if (text(name).find('@') == std::string_view::npos) {
            already_defined(a, name, place, old, "Name");
        }
        return false;
    }
    const Scope* scope = &a.scopes.back();
    if (!options.type_parameter && scope->kind == ScopeKind::TypeParameters &&
        a.scopes.size() >= 2) {
        scope = &a.scopes[a.scopes.size() - 2];
    }
    static const Name star = base::intern("*");
    if (options.type_parameter ||
        (!scope->missing.contains(name) && !scope->missing.contains(star))) {
        table.put(symbol);
        if (!options.no_progress) a.progress = true;
        return true;
    }
    return false;
}

void add_global_symbol(Analyzer& a, Name name, Place place, const Definition& definition) {
    if (a.in_body_job) return;
    a.module.names_lines = true;
    Symbol symbol;
    symbol.name = joined(name, "@", std::to_string(line_of(a, place.start)));
    symbol.target = definition.id;
    symbol.is_public = false;
    a.module.names.put(symbol);
}

}  // namespace krait::semantic
