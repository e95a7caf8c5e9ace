#include "project/uses.h"

#include <algorithm>
#include <set>

#include "project/scope_lookup.h"
#include "python/syntax/place.h"
#include "python/syntax/variable_renaming.h"
#include "python/syntax/words.h"
#include "python/types/context.h"
#include "python/types/typeops.h"

namespace krait::project {

using syntax::NodeId;
using syntax::NodeKind;
using syntax::Tree;
using types::as;
using types::Definition;

namespace {

/// `f#1` is `f` defined again, `x'` is `x` with another type.
std::string_view plain_path(std::string_view path) {
    path = syntax::unmangled(path);
    const std::size_t mark = path.rfind('#');
    if (mark == std::string_view::npos || mark + 1 == path.size()) return path;
    const bool is_number = path.find_first_not_of("0123456789", mark + 1) == path.npos;
    return is_number ? path.substr(0, mark) : path;
}

bool has_path(const Definition& definition) {
    return !definition.id.is_none() && !definition.id.is_job_local();
}

Symbol symbol_with_path(const InspectedUnit& unit, const Definition& definition) {
    const base::Name path = unit.symbols().path_of(definition.id);
    return {definition.id.module, base::intern(plain_path(base::text_of(path))), 0};
}

void add(std::vector<Symbol>& symbols, const Symbol& symbol) {
    if (std::find(symbols.begin(), symbols.end(), symbol) == symbols.end()) {
        symbols.push_back(symbol);
    }
}

/// Of a class whose constructor is made from its fields.
const Definition* field_of(InspectedUnit& unit, const Referent& referent) {
    if (referent.parameter == base::Name::Empty) return nullptr;
    const auto* info = as<types::ClassInfo>(referent.definition);
    if (info == nullptr && syntax::is_dunder(base::text_of(referent.definition->name))) {
        info =
            as<types::ClassInfo>(unit.cx().reader.definition(referent.definition->enclosing_class));
        const types::Symbol* own =
            info == nullptr ? nullptr
                            : unit.cx().reader.own_member(*info, referent.definition->name);
        if (own == nullptr || !own->is_plugin_generated) return nullptr;
    }
    if (info == nullptr) return nullptr;
    const bool has_fields =
        info->dataclass != nullptr || info->is_named_tuple || info->typed_dict != nullptr;
    const types::Member field = types::find_member(unit.cx(), *info, referent.parameter);
    return has_fields && field ? unit.cx().reader.definition(field.symbol->target) : nullptr;
}

/// What the members of a class are, that a member overrides.
void add_overridden(InspectedUnit& unit, const Definition& member, std::vector<Symbol>& symbols) {
    types::Reader& reader = unit.cx().reader;
    const auto* info = as<types::ClassInfo>(reader.definition(member.enclosing_class));
    // Every class has an `__init__`: these don't belong together.
    if (info == nullptr || info->mro.empty() || syntax::is_dunder(base::text_of(member.name)))
        return;
    for (symbols::DefId base : info->mro.subspan(1)) {
        const auto* above = as<types::ClassInfo>(reader.definition(base));
        if (above == nullptr) continue;
        const types::Symbol* symbol = reader.own_member(*above, member.name);
        const Definition* found = symbol == nullptr ? nullptr : reader.definition(symbol->target);
        if (found != nullptr && has_path(*found)) add(symbols, symbol_with_path(unit, *found));
    }
}

std::vector<Symbol> symbols_of(Inspector& inspector, InspectedUnit& unit, Referent referent) {
    std::vector<Symbol> symbols;
    if (const Definition* field = field_of(unit, referent)) referent = {field};
    const Definition& definition = *referent.definition;
    if (referent.parameter == base::Name::Empty && has_path(definition)) {
        if (definition.kind == types::DefinitionKind::Module) {
            return {{definition.id.module, base::Name::Empty, 0}};
        }
        symbols.push_back(symbol_with_path(unit, definition));
        if (definition.enclosing_class) add_overridden(unit, definition, symbols);
        return symbols;
    }
    const auto place = place_of(inspector, unit, referent);
    if (place) {
        symbols.push_back({place->module->record->id, base::Name::Empty, place->name.start + 1});
    }
    return symbols;
}

bool is_sought(Inspector& inspector, InspectedUnit& unit, const std::vector<Referent>& referents,
               const Sought& sought) {
    for (const Referent& referent : referents) {
        for (const Symbol& symbol : symbols_of(inspector, unit, referent)) {
            const auto& wanted = sought.symbols;
            if (std::find(wanted.begin(), wanted.end(), symbol) != wanted.end()) return true;
        }
    }
    return false;
}

struct Hit {
    base::TextRange range;
    std::vector<NodeId> nodes;
    std::size_t unit = kTopLevel;
    bool is_confirmed = false;
    bool needs_types = false;
};

bool is_definition(NodeKind kind) {
    return kind == NodeKind::FunctionDef || kind == NodeKind::AsyncFunctionDef ||
           kind == NodeKind::ClassDef || kind == NodeKind::Arg;
}

UseKind kind_of(const Tree& tree, NodeId node) {
    switch (tree.kind(node)) {
        case NodeKind::Name:
        case NodeKind::Attribute:
            return tree.context(node) == syntax::Context::Load ? UseKind::Read : UseKind::Write;
        case NodeKind::Str:
            return UseKind::Text;
        case NodeKind::Keyword:
        case NodeKind::Identifier:
        case NodeKind::ImportFrom:
            return UseKind::Read;
        default:
            return UseKind::Write;
    }
}

/// Whether a word of the text is the name that its node is about: a string's words may be.
bool may_be_name(const InspectedUnit& unit, const std::vector<NodeId>& nodes,
                 base::TextRange word) {
    const NodeKind kind = unit.tree().kind(nodes.back());
    if (kind == NodeKind::Alias || kind == NodeKind::ImportFrom || kind == NodeKind::Str) {
        return true;
    }
    if (kind == NodeKind::MatchMapping) return true;
    return name_range(unit, nodes.back()) == word;
}

class ModuleSearch {
public:
    ModuleSearch(const UseSearch& search, const LoadedModulePtr& module, const Sought& sought,
                 std::string_view name)
        : search_(search), module_(module), sought_(sought), name_(name) {}

    std::vector<Use> run(std::vector<std::string>& other_names) {
        const bool had_tree = module_->parsed_if_there() != nullptr;
        const HeldUnit published =
            search_.inspector.unit(module_, kPublished, search_.token, Keep::No);
        if (!published) return {};
        find_hits(*published);
        settle_by_scopes(*published);
        settle_by_types();
        std::vector<Use> uses;
        for (Hit& hit : hits_) {
            if (!hit.is_confirmed) continue;
            note_alias(published->tree(), hit, other_names);
            const UseKind kind = kind_of(published->tree(), hit.nodes.back());
            const bool declares = is_declaration(published->tree(), hit);
            uses.push_back({module_, hit.range, std::move(hit.nodes), kind, declares});
        }
        // Who had no tree for it will not need one soon.
        if (!had_tree) module_->let_go();
        return uses;
    }

private:
    void find_hits(const InspectedUnit& unit) {
        const std::string_view text = module_->text->text();
        const base::TextRange scope = local_scope();
        base::TextRange at{scope.start, scope.start};
        while (true) {
            at = syntax::find_word(text, {at.end, scope.end}, name_);
            if (at.start == at.end) return;
            std::vector<NodeId> nodes = syntax::nodes_at(unit.tree(), at.start);
            if (nodes.empty() || !may_be_name(unit, nodes, at)) continue;
            hits_.push_back({at, std::move(nodes), unit_around(*unit.parsed, at.start)});
        }
    }

    /// What is local is used within one statement of the module.
    [[nodiscard]] base::TextRange local_scope() const {
        base::TextRange all{0, module_->text->size()};
        if (!sought_.is_local || sought_.is_parameter || sought_.places.empty()) return all;
        const ParsedPtr parsed = module_->parsed();
        const auto nodes = syntax::nodes_at(*parsed->tree, sought_.places[0].name.start);
        if (nodes.empty()) return all;
        const NodeId method = method_of_self(*parsed->tree, nodes);
        return syntax::whole_range(*parsed->tree, method != NodeId::None ? method : nodes.front());
    }

    void settle_by_scopes(InspectedUnit& unit) {
        ScopeLookup scopes(unit, name_);
        const ScopeLookup::Wanted wanted{sought_.is_member,
                                         sought_.is_parameter || sought_.is_member};
        for (Hit& hit : hits_) {
            search_.token.poll();
            const NodeKind kind = unit.tree().kind(hit.nodes.back());
            if (sought_.is_local && kind != NodeKind::Arg && kind != NodeKind::Str) {
                hit.needs_types = may_be_local(unit.tree(), hit, scopes);
                continue;
            }
            const auto referents = scopes.referents(hit.nodes, hit.range.start, wanted);
            hit.needs_types = !referents;
            if (!referents) continue;
            hit.is_confirmed = is_sought(search_.inspector, unit, *referents, sought_);
            // Parameters of nested functions are known inside only.
            if (kind == NodeKind::Arg && sought_.is_local && !hit.is_confirmed) {
                hit.is_confirmed = is_own_place(hit);
            }
        }
    }

    [[nodiscard]] bool may_be_local(const Tree& tree, const Hit& hit, ScopeLookup& scopes) const {
        const NodeKind kind = tree.kind(hit.nodes.back());
        if (kind == NodeKind::Keyword) return sought_.is_parameter;
        if (module_->record->id != sought_.symbols[0].module) return false;
        if (kind == NodeKind::Attribute) return false;
        return is_definition(kind) || kind == NodeKind::Alias || scopes.is_local(hit.nodes) ||
               kind == NodeKind::TypeVar;
    }

    void settle_by_types() {
        std::vector<std::size_t> units;
        for (const Hit& hit : hits_) {
            if (hit.needs_types) units.push_back(hit.unit);
        }
        std::sort(units.begin(), units.end());
        units.erase(std::unique(units.begin(), units.end()), units.end());
        for (std::size_t one : units) {
            search_.token.poll();
            HeldUnit unit = search_.inspector.unit(module_, one, search_.token, Keep::No);
            if (!unit) continue;
            for (Hit& hit : hits_) {
                if (!hit.needs_types || hit.unit != one) continue;
                const auto referents = referents_of(*unit, hit.nodes, hit.range.start);
                hit.is_confirmed = is_sought(search_.inspector, *unit, referents, sought_) ||
                                   (sought_.is_local && is_own_place(hit));
            }
        }
    }

    [[nodiscard]] bool is_own_place(const Hit& hit) const {
        return std::any_of(
            sought_.places.begin(), sought_.places.end(), [&](const DefinitionPlace& place) {
                return place.module->record == module_->record && place.name == hit.range;
            });
    }

    [[nodiscard]] bool is_declaration(const Tree& tree, const Hit& hit) const {
        if (is_definition(tree.kind(hit.nodes.back()))) return true;
        if (kind_of(tree, hit.nodes.back()) != UseKind::Write) return false;
        if (tree.is(hit.nodes.back(), NodeKind::Alias)) return false;
        return is_own_place(hit) || (hit.nodes.size() > 1 &&
                                     tree.is(hit.nodes[hit.nodes.size() - 2], NodeKind::AnnAssign));
    }

    void note_alias(const Tree& tree, const Hit& hit, std::vector<std::string>& names) const {
        if (!tree.is(hit.nodes.back(), NodeKind::Alias)) return;
        const base::Name name = tree.alias(hit.nodes.back()).asname;
        if (name == base::Name::Empty) return;
        std::string text(base::text_of(name));
        if (std::find(names.begin(), names.end(), text) == names.end()) {
            names.push_back(std::move(text));
        }
    }

    const UseSearch& search_;
    const LoadedModulePtr& module_;
    const Sought& sought_;
    const std::string_view name_;
    std::vector<Hit> hits_;
};

void add_places(Inspector& inspector, InspectedUnit& unit, const Referent& referent,
                Sought& sought) {
    const auto place = place_of(inspector, unit, referent);
    if (!place) return;
    sought.places.push_back(*place);
    if (place->module->record->is_library) sought.library = place->module->record;
}

/// `self` and the like are known in their methods only.
bool is_self(const Sought& sought) {
    if (!sought.is_local || sought.places.size() != 1) return false;
    const DefinitionPlace& place = sought.places[0];
    const Tree& tree = *place.module->parsed()->tree;
    return method_of_self(tree, syntax::nodes_at(tree, place.name.start)) != NodeId::None;
}

LoadedModulePtr as_it_stands(const UseSearch& search, const ModuleRecord& record) {
    if (const base::SourceTextPtr text = search.open_text(record.path)) {
        return search.inspector.version(record.path, text);
    }
    return search.inspector.version(record.id);
}

}  // namespace

Sought sought(Inspector& inspector, InspectedUnit& unit, const std::vector<Referent>& referents) {
    Sought made;
    for (Referent referent : referents) {
        if (const Definition* field = field_of(unit, referent)) referent = {field};
        const Definition& definition = *referent.definition;
        const bool is_parameter = referent.parameter != base::Name::Empty;
        const auto* variable = as<types::VarInfo>(&definition);
        const bool is_argument = variable != nullptr && variable->is_parameter;
        made.name = written(is_parameter ? referent.parameter : definition.name);
        made.is_module |= definition.kind == types::DefinitionKind::Module;
        made.is_local |= is_parameter || !has_path(definition);
        made.is_parameter |= is_parameter || is_argument;
        made.is_member |= !is_parameter && definition.enclosing_class;
        made.is_private |=
            made.is_member && made.name.starts_with("__") && !syntax::is_dunder(made.name);
        for (const Symbol& symbol : symbols_of(inspector, unit, referent)) {
            add(made.symbols, symbol);
        }
        add_places(inspector, unit, referent, made);
    }
    if (made.symbols.empty()) made.name.clear();
    made.is_parameter = made.is_parameter && !is_self(made);
    const base::ModuleId own = made.symbols.empty() ? base::ModuleId::None : made.symbols[0].module;
    const bool own_is_library =
        own != base::ModuleId::None && inspector.registry().record(own).is_library;
    // What is declared in a library has users that have nothing to do with each other.
    std::erase_if(made.symbols, [&](const Symbol& symbol) {
        const ModuleRecord& record = inspector.registry().record(symbol.module);
        if (record.is_library && made.library == nullptr) made.library = &record;
        return record.is_library && !own_is_library;
    });
    return made;
}

std::vector<Use> uses_in(const UseSearch& search, const LoadedModulePtr& module,
                         const Sought& sought, std::string_view name,
                         std::vector<std::string>& other_names) {
    return ModuleSearch(search, module, sought, name).run(other_names);
}

WorkspaceModules workspace_modules(const UseSearch& search) {
    WorkspaceModules found;
    std::vector<const ModuleRecord*> records = search.inspector.registry().records();
    std::erase_if(records, [](const ModuleRecord* record) {
        return record->is_library || record->is_namespace || record->path.empty();
    });
    std::sort(records.begin(), records.end(),
              [](const auto* left, const auto* right) { return left->path < right->path; });
    const std::string* last = nullptr;
    for (const ModuleRecord* record : records) {
        if (last != nullptr && *last == record->path) continue;
        last = &record->path;
        LoadedModulePtr module = as_it_stands(search, *record);
        if (module) {
            found.modules.push_back(std::move(module));
        } else {
            found.is_complete = false;
        }
    }
    return found;
}

WorkspaceModules modules_with(const UseSearch& search, std::string_view word,
                              const LoadedModulePtr& first) {
    WorkspaceModules found = workspace_modules(search);
    const scheduler::Snapshot now = search.inspector.snapshot();
    std::erase_if(found.modules, [&](const LoadedModulePtr& module) {
        if (first && module->record->path == first->record->path) return true;
        search.token.poll();
        const base::TextRange all{0, module->text->size()};
        const base::TextRange at = syntax::find_word(module->text->text(), all, word);
        return at.start == at.end;
    });
    if (first) found.modules.insert(found.modules.begin(), first);
    for (const LoadedModulePtr& module : found.modules) {
        if (!scheduler::interface_of(now, module->record->id)) found.is_complete = false;
    }
    return found;
}

void for_each_module_with_uses(const UseSearch& search, const LoadedModulePtr& asked,
                               const Sought& sought,
                               const std::function<void(std::vector<Use>)>& found) {
    std::vector<std::string> names{sought.name};
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::string name = names[i];
        std::vector<LoadedModulePtr> modules;
        if (sought.is_local && !sought.is_parameter && !sought.places.empty()) {
            modules = {sought.places[0].module};
        } else {
            modules = modules_with(search, name, asked).modules;
        }
        for (const LoadedModulePtr& module : modules) {
            search.token.poll();
            std::vector<Use> uses = uses_in(search, module, sought, name, names);
            if (!uses.empty()) found(std::move(uses));
        }
    }
}

}  // namespace krait::project
