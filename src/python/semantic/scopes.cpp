// scopes.cpp
//
// Where names are defined: the stack of scopes, and what to do when a name can't be resolved in
// this round (mypy's deferral and placeholders).

#include <algorithm>

#include "python/semantic/state.h"

namespace krait::semantic {

Name joined(Name prefix, std::string_view separator, std::string_view rest) {
    char buffer[256];  // nearly always enough, and then no memory is asked for
    const std::string_view start = text(prefix);
    const std::size_t size = start.size() + separator.size() + rest.size();
    std::string larger(size > sizeof buffer ? size : 0, ' ');
    char* whole = larger.empty() ? buffer : larger.data();
    char* at = std::copy(start.begin(), start.end(), whole);
    at = std::copy(separator.begin(), separator.end(), at);
    std::copy(rest.begin(), rest.end(), at);
    return base::intern({whole, size});
}

bool is_one_of(Name fullname, std::initializer_list<std::string_view> names) {
    std::string_view wanted = text(fullname);
    return std::find(names.begin(), names.end(), wanted) != names.end();
}

namespace {

/// Type parameters stand in a scope of their own that counts as the one around it.
const Scope& effective_scope(const Analyzer& a) {
    const Scope& last = a.scopes.back();
    if (last.kind == ScopeKind::TypeParameters && a.scopes.size() >= 2) {
        return a.scopes[a.scopes.size() - 2];
    }
    return last;
}

bool is_function_kind(ScopeKind kind) {
    return kind == ScopeKind::Function || kind == ScopeKind::Comprehension;
}

}  // namespace

bool is_function_scope(const Analyzer& a) {
    return is_function_kind(effective_scope(a).kind);
}

bool is_nested_in_function(const Analyzer& a) {
    return std::any_of(a.scopes.begin(), a.scopes.end(),
                       [](const Scope& scope) { return is_function_kind(scope.kind); });
}

bool is_class_scope(const Analyzer& a) {
    return a.type != nullptr && !is_function_scope(a);
}

bool is_module_scope(const Analyzer& a) {
    return !is_class_scope(a) && !is_function_scope(a);
}

NameFact::Scope current_symbol_scope(const Analyzer& a) {
    if (is_class_scope(a)) return NameFact::Scope::Member;
    return is_function_scope(a) ? NameFact::Scope::Local : NameFact::Scope::Global;
}

TableBuilder& members_of(Analyzer& a, ClassInfo& info) {
    const bool is_open = a.in_body_job && a.job.locals.find_members(info) != nullptr;
    if (info.id.is_job_local() || is_open) return a.job.locals.members(info);
    if (a.job.scc != nullptr) {
        if (ModuleDraft* draft = a.job.scc->find(info.id.module)) return draft->members[&info];
    }
    return a.module.members[&info];
}

TableBuilder& current_table(Analyzer& a, bool escape_comprehensions, bool type_parameter) {
    if (type_parameter && a.scopes.back().kind == ScopeKind::TypeParameters) {
        return *a.scopes.back().table;
    }
    if (is_function_scope(a)) {
        std::size_t at = a.scopes.size() - 1;
        if (a.scopes[at].kind == ScopeKind::TypeParameters) --at;
        if (escape_comprehensions) {
            while (at > 0 && a.scopes[at].kind == ScopeKind::Comprehension) --at;
        }
        if (a.scopes[at].table != nullptr) return *a.scopes[at].table;
        if (a.scopes[at].kind == ScopeKind::Class && a.type != nullptr) {
            return members_of(a, *a.type);
        }
        return a.module.names;
    }
    if (a.type != nullptr) return members_of(a, *a.type);
    return a.module.names;
}

const Symbol* find_global(Analyzer& a, Name name) {
    if (a.in_body_job) {
        if (const Symbol* symbol = a.job.reader.module_symbol(a.module.id, name)) return symbol;
    }
    return a.module.names.find(name);
}

const Symbol* find_in_current_table(Analyzer& a, Name name, bool escape_comprehensions) {
    if (!is_function_scope(a)) {
        if (a.type != nullptr) return a.job.reader.own_member(*a.type, name);
        return find_global(a, name);
    }
    TableBuilder& table = current_table(a, escape_comprehensions);
    if (&table == &a.module.names) return find_global(a, name);
    return table.find(name);
}

const Symbol* meaning_so_far(Analyzer& a, Name name, bool escape_comprehensions) {
    const Symbol* symbol = find_in_current_table(a, name, escape_comprehensions);
    if (symbol != nullptr) note_other_meaning(a, name);
    return symbol;
}

void note_other_meaning(Analyzer& a, Name name) {
    if (is_module_scope(a) && a.imported_from_cycle.contains(name)) a.job.order_decides = true;
}

Name qualified_name(const Analyzer& a, Name name) {
    if (a.type != nullptr) return joined(a.type->fullname, ".", text(name));
    if (is_function_scope(a)) return name;
    return joined(a.module.name, ".", text(name));
}

Scope& declaration_scope(Analyzer& a) {
    for (auto scope = a.scopes.rbegin(); scope != a.scopes.rend(); ++scope) {
        if (is_function_kind(scope->kind)) return *scope;
    }
    return a.scopes.front();
}

const Scope& declaration_scope(const Analyzer& a) {
    return declaration_scope(const_cast<Analyzer&>(a));
}

bool is_global_or_nonlocal(const Analyzer& a, Name name) {
    if (!is_function_scope(a)) return false;
    const Scope& scope = declaration_scope(a);
    return scope.globals.contains(name) || scope.nonlocals.contains(name);
}

void enter_class(Analyzer& a, ClassInfo& info) {
    a.type_stack.push_back(a.type);
    a.type = &info;
    enter_scope(a, ScopeKind::Class, nullptr);
}

void leave_class(Analyzer& a) {
    leave_scope(a);
    a.type = a.type_stack.back();
    a.type_stack.pop_back();
}

void enter_scope(Analyzer& a, ScopeKind kind, TableBuilder* table) {
    Scope scope;
    scope.kind = kind;
    scope.table = table;
    // Type parameters don't begin a new block or loop.
    if (kind == ScopeKind::TypeParameters) {
        scope.block_depth = a.scopes.back().block_depth;
        scope.loop_depth = a.scopes.back().loop_depth;
        scope.missing = a.scopes.back().missing;
    } else {
        scope.block_depth = -1;
    }
    a.scopes.push_back(std::move(scope));
}

void leave_scope(Analyzer& a) {
    a.scopes.pop_back();
}

std::uint32_t line_of(const Analyzer& a, std::uint32_t offset) {
    return a.module.text->line_of(offset) + 1;
}

Place place_of(const Analyzer& a, NodeId node) {
    return node == NodeId::None ? Place{} : a.tree.range(node);
}

void defer(Analyzer& a, bool force_progress) {
    if (a.job.final_iteration) return;  // nothing will run again
    if (force_progress) a.progress = true;
    a.deferred = true;
}

void record_incomplete_ref(Analyzer& a) {
    defer(a);
    ++a.incomplete_refs;
}

void mark_incomplete(Analyzer& a, Name name, Place place, bool becomes_type, bool is_public,
                     bool is_hidden) {
    defer(a);
    if (text(name) == "*") {
        a.incomplete = true;
    } else if (!is_global_or_nonlocal(a, name)) {
        auto* placeholder = a.job.arena.make<types::PlaceholderInfo>();
        placeholder->kind = types::PlaceholderInfo::kKind;
        placeholder->name = name;
        placeholder->fullname = qualified_name(a, name);
        placeholder->becomes_type = becomes_type;
        a.job.locals.add(*placeholder);
        Place stands = a.statement != NodeId::None ? place_of(a, a.statement) : place;
        a.job.places[placeholder] = stands;
        AddOptions options;
        options.is_public = is_public;
        options.is_hidden = is_hidden;
        add_symbol(a, name, *placeholder, place, options);
    }
    // The scope that counts is the one the name would be defined in.
    for (auto scope = a.scopes.rbegin(); scope != a.scopes.rend(); ++scope) {
        scope->missing.insert(name);
        if (scope->kind != ScopeKind::TypeParameters) break;
    }
}

bool is_incomplete_namespace(const Analyzer& a, ModuleId module) {
    return a.job.incomplete.contains(module);
}

void process_placeholder(Analyzer& a, Name name, std::string_view kind, Place place,
                         bool force_progress) {
    if (!a.job.final_iteration) {
        defer(a, force_progress);
        return;
    }
    std::string message = "Cannot resolve " + std::string(kind);
    if (name != Name::Empty) message += " \"" + std::string(text(name)) + "\"";
    fail(a, place, message + " (possible cyclic definition)");
    if (is_function_scope(a)) {
        note(a, place, "Recursive types are not allowed at function scope");
    }
}

}  // namespace krait::semantic
