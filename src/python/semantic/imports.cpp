// imports.cpp
//
// What import statements bring into a scope. A name that the other module of the cycle doesn't have
// yet becomes a placeholder; one that it will never have is an error, unless the module couldn't be
// found, about which whoever searched for modules has spoken.

#include <algorithm>

#include "python/config/options.h"
#include "python/messages/wording.h"
#include "python/semantic/analysis.h"

namespace krait::semantic {

using types::as;
using types::ModuleInfo;

namespace {

struct Visibility {
    bool is_public = true;
    bool is_hidden = false;
};

Visibility visibility(bool is_public) {
    return {is_public, !is_public};
}

const ModuleInfo* find_module(Analyzer& a, Name name) {
    if (name == a.module.name) return a.module.info;
    ModuleId id = a.job.reader.find_module(a.module.id, name);
    const ModuleInfo* info = id != ModuleId::None ? a.job.reader.module(id) : nullptr;
    return info != nullptr && !info->is_missing ? info : nullptr;
}

bool stands_in_cycle(const Analyzer& a, ModuleId module) {
    if (a.job.scc == nullptr) return false;
    const std::vector<ModuleId>& standing = a.job.scc->standing;
    return std::find(standing.begin(), standing.end(), module) != standing.end();
}

/// Not found, or not to be followed: importers get Any.
bool is_missing_module(Analyzer& a, Name name) {
    ModuleId id = a.job.reader.find_module(a.module.id, name);
    const ModuleInfo* info = id != ModuleId::None ? a.job.reader.module(id) : nullptr;
    return info != nullptr && info->is_missing;
}

void add_unknown(Analyzer& a, NodeId alias, Name name, Place place, Visibility see) {
    const Symbol* existing = find_in_current_table(a, name);
    const auto* old =
        existing != nullptr ? as<VarInfo>(a.job.reader.definition(existing->target)) : nullptr;
    if (old != nullptr && old->is_suppressed_import) {
        a.module.bindings.names[alias] = {old, current_symbol_scope(a), false, false};
        return;
    }
    VarInfo& variable = definition_at<VarInfo>(a, alias);
    variable.name = name;
    variable.fullname = qualified_name(a, name);
    if (a.type != nullptr && is_class_scope(a)) variable.enclosing_class = a.type->id;
    variable.is_ready = true;
    variable.type =
        types::make_any(a.cx, types::AnySource::FromUnimportedType, nullptr, variable.fullname);
    variable.is_suppressed_import = true;
    identify(a, variable, name, alias, scoped_path(a, name));
    AddOptions options;
    options.is_public = see.is_public;
    options.is_hidden = see.is_hidden;
    add_symbol(a, name, variable, place, options);
    a.module.bindings.names[alias] = {&variable, current_symbol_scope(a), false, false};
}

/// `import x` over an existing `x`, which stays: the checker compares their types, as in an
/// assignment. Null: no such thing.
const Definition* imported_over(Analyzer& a, Name name, const Definition* node) {
    const Symbol* existing = find_in_current_table(a, name);
    const Definition* old =
        existing != nullptr ? a.job.reader.definition(existing->target) : nullptr;
    if (old == nullptr || node == nullptr || old->id == node->id) return nullptr;
    switch (old->kind) {
        case types::DefinitionKind::Variable:
        case types::DefinitionKind::Function:
        case types::DefinitionKind::Class:
        case types::DefinitionKind::Decorated:
        case types::DefinitionKind::Alias:
            note_other_meaning(a, name);
            return as<types::PlaceholderInfo>(node) == nullptr ? old : nullptr;
        default:
            return nullptr;
    }
}

bool is_value(const Definition* node) {
    return as<VarInfo>(node) != nullptr || as<FunctionInfo>(node) != nullptr ||
           as<types::OverloadedInfo>(node) != nullptr || as<types::DecoratedInfo>(node) != nullptr;
}

/// Values imported into a class body become variables of the class.
const Definition* class_scoped(Analyzer& a, NodeId alias, Name name, const Definition* node,
                               Place place) {
    if (!is_class_scope(a) || !is_value(node)) return node;
    VarInfo& variable = definition_at<VarInfo>(a, alias);
    variable.name = name;
    variable.fullname = qualified_name(a, name);
    variable.enclosing_class = a.type->id;
    const auto* original = as<VarInfo>(node);
    if (original == nullptr) {
        fail(a, place, "Unsupported class scoped import");
        variable.type = any(a, types::AnySource::FromError);
    } else {
        variable.type = original->type;
    }
    identify(a, variable, name, alias, scoped_path(a, name));
    return &variable;
}

void add_imported(Analyzer& a, NodeId alias, Name name, const Definition* node, Place place,
                  Visibility see) {
    if (const Definition* old = imported_over(a, name, node)) {
        a.module.bindings.names[alias] = {node, current_symbol_scope(a), false, false};
        a.module.bindings.special_forms[alias].definition = old;
        return;
    }
    node = class_scoped(a, alias, name, node, place);
    Symbol symbol;
    symbol.name = name;
    symbol.target = node->id;
    symbol.is_public = see.is_public;
    symbol.is_hidden = see.is_hidden;
    add_table_symbol(a, symbol, node, place, {});
    if (as<types::PlaceholderInfo>(node) == nullptr) {
        a.module.bindings.names[alias] = {node, current_symbol_scope(a), false, false};
    }
}

bool reexports_implicitly(const Analyzer& a) {
    return !a.is_stub && a.cx.options.implicit_reexport;
}

void report_missing_attribute(Analyzer& a, NodeId alias, const ModuleInfo& module, Name source,
                              Name name, Place place, Visibility see, bool add_symbol_too) {
    if (is_incomplete_namespace(a, module.id.module) && !a.job.final_iteration) {
        mark_incomplete(a, name, place, false, see.is_public, see.is_hidden);
        return;
    }
    std::string message = "Module \"" + std::string(text(module.fullname)) + "\" ";
    std::string quoted = "\"" + std::string(text(source)) + "\"";
    const Symbol* symbol = a.job.reader.module_symbol(module.id.module, source);
    if (symbol != nullptr && !symbol->is_public) {
        message += "does not explicitly export attribute " + quoted;
    } else {
        message += "has no attribute " + quoted;
        std::vector<std::string> names;
        for (const Symbol& other : a.job.reader.module_symbols(module.id.module)) {
            if (other.name != source) names.emplace_back(text(other.name));
        }
        std::vector<std::string> matches = messages::best_matches(text(source), names, 3);
        if (!matches.empty()) {
            message += "; maybe " + messages::pretty_seq(matches, "or") + "?";
        }
    }
    fail(a, place, message, codes::kAttrDefined);
    if (add_symbol_too) add_unknown(a, alias, name, place, see);
    if (text(module.fullname) != "typing") return;
    const ModuleInfo* extensions = find_module(a, base::intern("typing_extensions"));
    if (extensions == nullptr) return;
    if (a.job.reader.module_symbol(extensions->id.module, source) == nullptr) return;
    note(a, place, "Use `from typing_extensions import " + std::string(text(source)) + "` instead",
         codes::kAttrDefined);
    note(a, place,
         "See https://mypy.readthedocs.io/en/stable/runtime_troubles.html"
         "#using-new-additions-to-the-typing-module",
         codes::kAttrDefined);
}

struct FromImport {
    NodeId statement = NodeId::None;
    Name module_name = Name::Empty;
    const ModuleInfo* module = nullptr;
    Place place;
    bool of_cycle = false;  ///< see SccDraft::standing
};

void note_import(Analyzer& a, const FromImport& from, Name name) {
    if (from.of_cycle && is_module_scope(a)) a.imported_from_cycle.insert(name);
}

void add_found(Analyzer& a, const FromImport& from, NodeId alias, Name source, Name name,
               const Found& found, Visibility see) {
    Name fullname = joined(from.module_name, ".", text(source));
    bool is_own_submodule = as<ModuleInfo>(found.node) != nullptr &&
                            find_module(a, fullname) != nullptr &&
                            text(fullname).starts_with(std::string(text(a.module.name)) + ".");
    Visibility shown{see.is_public, !see.is_public && !is_own_submodule};
    if (as<types::PlaceholderInfo>(found.node) != nullptr) {
        if (a.job.final_iteration) {
            report_missing_attribute(a, alias, *from.module, source, name, from.place, shown, true);
            return;
        }
        mark_incomplete(a, name, from.place, true, shown.is_public, shown.is_hidden);
    }
    add_imported(a, alias, name, found.node, from.place, shown);
    if (found.symbol.is_hidden) {
        report_missing_attribute(a, alias, *from.module, source, name, from.place, see, false);
    }
}

void import_name(Analyzer& a, const FromImport& from, NodeId alias) {
    syntax::AliasView view = a.tree.alias(alias);
    Name name = view.asname != Name::Empty ? view.asname : view.name;
    Visibility see = visibility(reexports_implicitly(a) || view.asname == view.name);
    Name fullname = joined(from.module_name, ".", text(view.name));
    note_import(a, from, name);
    Found found;
    if (from.module != nullptr) {
        ModuleId id = from.module->id.module;
        bool from_itself = id == a.module.id;
        const ModuleInfo* submodule = from_itself ? find_module(a, fullname) : nullptr;
        if (submodule != nullptr) {
            found.node = submodule;
        } else {
            found = found_of(a, a.job.reader.module_symbol(id, view.name), NameFact::Scope::Global);
        }
    }
    bool missing_submodule = false;
    if (!found) {
        if (const ModuleInfo* submodule = find_module(a, fullname)) {
            found.node = submodule;
        } else {
            missing_submodule = is_missing_module(a, fullname);
        }
    }
    static const Name getattr = base::intern("__getattr__");
    if (!found && from.module != nullptr) {
        Found dynamic = found_of(a, a.job.reader.module_symbol(from.module->id.module, getattr),
                                 NameFact::Scope::Global);
        const VarInfo* made = dynamic ? getattr_variable(a, dynamic.node, name, fullname) : nullptr;
        if (made != nullptr) {
            VarInfo& variable = definition_at<VarInfo>(a, alias);
            variable.type = made->type;
            variable.name = name;
            variable.fullname = fullname;
            variable.from_module_getattr = true;
            identify(a, variable, name, alias, scoped_path(a, name));
            found.node = &variable;
            AddOptions options;
            options.is_public = see.is_public;
            options.is_hidden = see.is_hidden;
            add_symbol(a, name, variable, from.place, options);
            a.module.bindings.names[alias] = {&variable, current_symbol_scope(a), false, false};
            return;
        }
    }
    if (found) {
        add_found(a, from, alias, view.name, name, found, see);
    } else if (from.module != nullptr && !missing_submodule) {
        report_missing_attribute(a, alias, *from.module, view.name, name, from.place, see, true);
    } else {
        add_unknown(a, alias, name, from.place, see);
    }
}

void import_all(Analyzer& a, const FromImport& from, NodeId alias) {
    if (from.module == nullptr) return;
    ModuleId id = from.module->id.module;
    if (is_incomplete_namespace(a, id)) {
        mark_incomplete(a, base::intern("*"), from.place);
    }
    static const Name all = base::intern("__all__");
    bool has_all = a.job.reader.module_symbol(id, all) != nullptr;
    std::span<const Symbol> shown = a.job.reader.module_symbols(id);
    std::vector<Symbol> symbols(shown.begin(), shown.end());  // ours may be the same table
    for (const Symbol& symbol : symbols) {
        std::string_view name = text(symbol.name);
        bool is_marked = name.find('@') != std::string_view::npos ||
                         name.find("-redefinition") != std::string_view::npos;
        if (!symbol.is_public || is_marked || (name.starts_with("_") && !has_all)) continue;
        Found found = found_of(a, &symbol, NameFact::Scope::Global);
        if (!found) continue;
        note_import(a, from, symbol.name);
        if (imported_over(a, symbol.name, found.node) != nullptr) {
            a.module.bindings.special_forms[alias].definition = from.module;
        } else {
            const Definition* node = class_scoped(a, alias, symbol.name, found.node, from.place);
            Symbol added;
            added.name = symbol.name;
            added.target = node->id;
            add_table_symbol(a, added, node, from.place, {});
        }
    }
}

}  // namespace

std::optional<Name> imported_module_name(Analyzer& a, NodeId import_from) {
    syntax::ImportFromView view = a.tree.import_from(import_from);
    if (view.level == 0) return view.module;
    std::string package(text(a.module.name));
    std::uint32_t climbs = view.level;
    if (a.module.info != nullptr && a.module.info->is_package) --climbs;
    for (std::uint32_t i = 0; i < climbs; ++i) {
        std::size_t dot = package.rfind('.');
        if (package.empty()) return std::nullopt;
        package.resize(dot == std::string::npos ? 0 : dot);
    }
    if (view.module == Name::Empty) {
        return package.empty() ? std::nullopt : std::optional<Name>(base::intern(package));
    }
    if (!package.empty()) package += ".";
    package += text(view.module);
    return base::intern(package);
}

void visit_import(Analyzer& a, NodeId statement) {
    Place place = place_of(a, statement);
    for (NodeId alias : a.tree.import(statement).names) {
        syntax::AliasView view = a.tree.alias(alias);
        Name target = view.name;
        Name name = view.asname;
        bool is_public = reexports_implicitly(a);
        if (name == Name::Empty) {
            std::string_view whole = text(view.name);
            target = base::intern(whole.substr(0, whole.find('.')));
            name = target;
        } else {
            is_public = is_public || view.asname == view.name;
        }
        Visibility see = visibility(is_public);
        if (const ModuleInfo* module = find_module(a, target)) {
            add_imported(a, alias, name, module, place, see);
        } else {
            add_unknown(a, alias, name, place, see);
        }
    }
}

void visit_import_from(Analyzer& a, NodeId statement) {
    FromImport from;
    from.statement = statement;
    from.place = place_of(a, statement);
    std::optional<Name> name = imported_module_name(a, statement);
    if (!name) {
        fail(a, from.place, "Relative import climbs too many namespaces");
        name = a.tree.import_from(statement).module;
    }
    from.module_name = *name;
    from.module = find_module(a, *name);
    from.of_cycle = from.module != nullptr && stands_in_cycle(a, from.module->id.module);
    static const Name all = base::intern("__all__");
    for (NodeId alias : a.tree.import_from(statement).names) {
        syntax::AliasView view = a.tree.alias(alias);
        if (text(view.name) == "*") {
            import_all(a, from, alias);
            continue;
        }
        if (view.name == all && view.asname == all && from.module != nullptr) {
            a.all_exports.clear();
            for (const Symbol& symbol : a.job.reader.module_symbols(from.module->id.module)) {
                if (symbol.is_public) a.all_exports.push_back(symbol.name);
            }
        }
        import_name(a, from, alias);
    }
}

}  // namespace krait::semantic
