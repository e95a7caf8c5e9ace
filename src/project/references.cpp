#include "project/references.h"

#include <algorithm>

#include "python/syntax/place.h"
#include "python/types/context.h"

namespace krait::project {

using syntax::NodeId;
using syntax::NodeKind;
using syntax::Tree;
using types::as;
using types::ClassInfo;
using types::Definition;

namespace {

bool is_function(const Tree& tree, NodeId node) {
    return tree.is(node, NodeKind::FunctionDef) || tree.is(node, NodeKind::AsyncFunctionDef);
}

/// A parameter whose function others can call: they may name it.
void note_parameter(InspectedUnit& unit, ReferenceTarget& target) {
    const Referent& referent = target.referents.front();
    if (referent.parameter != base::Name::Empty) {
        target.function = referent.definition->id;
        target.parameter = referent.parameter;
        return;
    }
    const auto* variable = as<types::VarInfo>(referent.definition);
    if (variable == nullptr || !variable->is_parameter) return;
    for (const auto& [node, fact] : unit.bindings().names) {
        if (fact.definition != variable || !unit.tree().is(node, NodeKind::Arg)) continue;
        const std::vector<NodeId> nodes = syntax::nodes_at(unit.tree(), unit.tree().start(node));
        for (std::size_t i = nodes.size(); i-- > 0;) {
            if (unit.tree().is(nodes[i], NodeKind::Lambda)) return;
            if (!is_function(unit.tree(), nodes[i])) continue;
            const auto path = unit.parsed->outline.paths.find(nodes[i]);
            if (path == unit.parsed->outline.paths.end()) return;
            target.function = unit.symbols().def(unit.module->record->id, path->second);
            target.parameter = unit.tree().arg(node).name;
            return;
        }
    }
}

/// The nodes of a tree that have a name of their own, with this text, by place.
std::vector<std::uint32_t> places_of_word(std::string_view text, std::string_view word) {
    std::vector<std::uint32_t> places;
    const auto size = static_cast<std::uint32_t>(text.size());
    for (std::uint32_t from = 0;;) {
        const base::TextRange found = syntax::find_word(text, {from, size}, word);
        if (found.start == found.end) return places;
        places.push_back(found.start);
        from = found.end;
    }
}

class Search {
public:
    Search(Inspector& inspector, const ReferenceTarget& target,
           const base::CancellationToken& token)
        : inspector_(inspector), target_(target), token_(token) {}

    void search(const LoadedModulePtr& module) {
        const ParsedPtr parsed = module->parsed();
        const Tree& tree = *parsed->tree;
        for (std::uint32_t at : places_of_word(module->text->text(), target_.word)) {
            token_.poll();
            const std::vector<NodeId> nodes = syntax::nodes_at(tree, at);
            if (nodes.empty() || is_skipped(tree, nodes.back())) continue;
            if (target_.is_local && !is_in_unit(*parsed, at)) continue;
            HeldUnit unit = unit_about(inspector_, module, at, token_);
            if (!unit) continue;
            const PlaceFacts facts = facts_at(*unit, at);
            if (facts.word.start != at || !is_meant(*unit, facts)) continue;
            found.push_back({module, facts.word, is_definition(tree, facts.node)});
        }
    }

    std::vector<Reference> found;

private:
    /// Comments lie in no node of a name; ordinary strings are not asked.
    [[nodiscard]] static bool is_skipped(const Tree& tree, NodeId node) {
        switch (tree.kind(node)) {
            case NodeKind::Expr:
            case NodeKind::JoinedStr:
            case NodeKind::Bytes:
                return true;
            default:
                return false;
        }
    }

    /// Of a local: its signature lies outside of the body, but belongs to it.
    [[nodiscard]] bool is_in_unit(const Parsed& parsed, std::uint32_t at) const {
        if (target_.unit >= parsed.outline.units.size()) return true;
        for (NodeId item : parsed.outline.units[target_.unit].items) {
            if (parsed.tree->start(item) <= at && at < parsed.tree->end(item)) return true;
        }
        return target_.parameter != base::Name::Empty;
    }

    [[nodiscard]] static bool is_definition(const Tree& tree, NodeId node) {
        switch (tree.kind(node)) {
            case NodeKind::Name:
            case NodeKind::Attribute:
                return tree.context(node) == syntax::Context::Store;
            case NodeKind::Keyword:
            case NodeKind::Str:
            case NodeKind::Alias:
                return false;
            default:
                return true;
        }
    }

    [[nodiscard]] bool is_meant(InspectedUnit& unit, const PlaceFacts& facts) const {
        return std::ranges::any_of(facts.referents, [&](const Referent& one) {
            if (one.parameter != base::Name::Empty) {
                return one.parameter == target_.parameter && one.definition->id == target_.function;
            }
            if (is_local_meant(unit, *one.definition)) return true;
            return std::ranges::any_of(target_.ids, [&](symbols::DefId id) {
                return one.definition->id == id || is_family(unit, *one.definition, id);
            });
        });
    }

    /// Locals are known by their place: a unit that is made anew makes them anew.
    [[nodiscard]] bool is_local_meant(InspectedUnit& unit, const Definition& definition) const {
        if (!target_.is_local) return false;
        for (const Referent& one : target_.referents) {
            if (one.definition == &definition) return true;
        }
        const auto* variable = as<types::VarInfo>(&definition);
        if (target_.parameter == base::Name::Empty || variable == nullptr ||
            !variable->is_parameter) {
            return false;
        }
        ReferenceTarget other;
        other.referents.push_back({&definition});
        note_parameter(unit, other);
        return other.function == target_.function && other.parameter == target_.parameter;
    }

    /// Members of one name of which one overrides the other, in the program's own classes.
    [[nodiscard]] bool is_family(InspectedUnit& unit, const Definition& member,
                                 symbols::DefId id) const {
        types::Reader& reader = unit.cx().reader;
        const Definition* wanted = reader.definition(id);
        if (wanted == nullptr || wanted->name != member.name || wanted->enclosing_class.is_none() ||
            member.enclosing_class.is_none() || is_library(wanted->id) || is_library(member.id)) {
            return false;
        }
        const auto* left = as<ClassInfo>(reader.definition(wanted->enclosing_class));
        const auto* right = as<ClassInfo>(reader.definition(member.enclosing_class));
        if (left == nullptr || right == nullptr) return false;
        return std::ranges::find(left->mro, right->id) != left->mro.end() ||
               std::ranges::find(right->mro, left->id) != right->mro.end();
    }
    [[nodiscard]] bool is_library(symbols::DefId id) const {
        return id.is_none() || id.is_job_local() ||
               inspector_.registry().record(id.module).interface_only();
    }

    Inspector& inspector_;
    const ReferenceTarget& target_;
    const base::CancellationToken& token_;
};

}  // namespace

ReferenceTarget reference_target(InspectedUnit& unit, const PlaceFacts& facts) {
    ReferenceTarget target;
    target.module = unit.module;
    target.referents = facts.referents;
    const std::string_view text = unit.text().text();
    target.word = text.substr(facts.word.start, facts.word.end - facts.word.start);
    if (facts.referents.empty()) return target;
    note_parameter(unit, target);
    target.is_local = target.parameter != base::Name::Empty;
    target.unit = unit_around(*unit.parsed, facts.word.start);
    for (const Referent& referent : facts.referents) {
        const symbols::DefId id = referent.definition->id;
        if (referent.parameter != base::Name::Empty) continue;
        if (id.is_none() || id.is_job_local()) {
            target.is_local = true;
        } else {
            target.ids.push_back(id);
            std::string_view own = base::text_of(referent.definition->name);
            const bool is_module = referent.definition->kind == types::DefinitionKind::Module;
            if (is_module) own = own.substr(own.rfind('.') + 1);
            target.only_here = target.only_here || own != target.word;
        }
    }
    if (target.is_local && target.unit >= unit.parsed->outline.units.size()) {
        // Asked for in the signature: the function's own unit.
        const auto& units = unit.parsed->outline.units;
        for (std::size_t i = 0; i < units.size(); ++i) {
            for (NodeId item : units[i].items) {
                if (unit.tree().start(item) <= facts.word.start &&
                    facts.word.start < unit.tree().end(item)) {
                    target.unit = i;
                }
            }
        }
    }
    return target;
}

std::vector<LoadedModulePtr> modules_with_word(const Inspector& inspector, std::string_view word,
                                               const base::CancellationToken& token) {
    std::vector<LoadedModulePtr> found;
    const ModuleRegistry& registry = inspector.registry();
    for (const std::string& name : registry.names()) {
        token.poll();
        const base::ModuleId id = registry.find(base::intern(name));
        if (id == base::ModuleId::None || registry.record(id).interface_only()) continue;
        LoadedModulePtr module = inspector.version(id);
        if (module && module->text->text().find(word) != std::string_view::npos) {
            found.push_back(std::move(module));
        }
    }
    return found;
}

std::vector<Reference> find_references(Inspector& inspector, const ReferenceTarget& target,
                                       const LoadedModulePtr& within,
                                       const base::CancellationToken& token) {
    Search search(inspector, target, token);
    const bool is_seen_elsewhere =
        !target.only_here && (!target.is_local || target.parameter != base::Name::Empty);
    if (within || !is_seen_elsewhere) {
        search.search(within ? within : target.module);
        return std::move(search.found);
    }
    bool here_too = false;
    for (const LoadedModulePtr& module : modules_with_word(inspector, target.word, token)) {
        const bool is_here = module->record == target.module->record;
        here_too = here_too || is_here;
        search.search(is_here ? target.module : module);
    }
    if (!here_too) search.search(target.module);
    return std::move(search.found);
}

}  // namespace krait::project
