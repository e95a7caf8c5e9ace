#include "server/features/references.h"

#include <algorithm>

#include "project/references.h"
#include "server/features/asked_place.h"

namespace krait::features {

namespace {

using project::Reference;
using project::ReferenceTarget;
using protocol::ErrorCode;
using protocol::ResponseError;

/// The place's unit is given back first: the search will want it.
std::optional<ReferenceTarget> target_at(const Question& question, protocol::Position position) {
    std::optional<AskedPlace> asked = asked_place(question, position);
    if (!asked || asked->facts.referents.empty()) return std::nullopt;
    return project::reference_target(*asked->unit, asked->facts);
}

tl::unexpected<ResponseError> refused(std::string why) {
    return tl::unexpected(ResponseError{ErrorCode::RequestFailed, std::move(why)});
}

constexpr std::string_view kReserved[] = {
    "False", "None",     "True",  "and",    "as",   "assert", "async",  "await",    "break",
    "class", "continue", "def",   "del",    "elif", "else",   "except", "finally",  "for",
    "from",  "global",   "if",    "import", "in",   "is",     "lambda", "nonlocal", "not",
    "or",    "pass",     "raise", "return", "try",  "while",  "with",   "yield",
};

bool is_identifier(std::string_view name) {
    const auto is_letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
               static_cast<unsigned char>(c) >= 0x80;
    };
    if (name.empty() || !is_letter(name.front())) return false;
    const bool all =
        std::ranges::all_of(name, [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
    return all && std::ranges::find(kReserved, name) == std::end(kReserved);
}

/// Why the thing can't be renamed; empty: it can.
std::string why_not(const Question& question, const ReferenceTarget& target) {
    for (const project::Referent& referent : target.referents) {
        const symbols::DefId id = referent.definition->id;
        if (referent.definition->kind == types::DefinitionKind::Module && !target.only_here) {
            return "A module is renamed by renaming its file.";
        }
        if (target.only_here || id.is_none() || id.is_job_local()) continue;
        const project::ModuleRecord& record = question.program->registry().record(id.module);
        if (record.interface_only()) {
            return "\"" + target.word + "\" belongs to a library (" +
                   std::string(base::text_of(record.name)) + ").";
        }
    }
    if (target.word.starts_with("__") && target.word.ends_with("__")) {
        return "\"" + target.word + "\" has a meaning of its own in Python.";
    }
    return {};
}

/// Who has the new name already, where the old one is defined; empty: nobody.
std::string clash(const Question& question, const ReferenceTarget& target,
                  const std::string& new_name) {
    const base::Name name = base::intern(new_name);
    project::HeldUnit unit =
        question.program->unit(target.module, project::kPublished, question.token);
    if (!unit) return {};
    types::Reader& reader = unit->cx().reader;
    for (symbols::DefId id : target.ids) {
        const types::Definition* definition = reader.definition(id);
        if (definition == nullptr) continue;
        if (definition->enclosing_class.is_none()) {
            if (reader.module_symbol(id.module, name) == nullptr) continue;
            return "The module has a \"" + new_name + "\" already.";
        }
        const auto* info =
            types::as<types::ClassInfo>(reader.definition(definition->enclosing_class));
        if (info != nullptr && types::find_member(unit->cx(), *info, name)) {
            return "The class has a \"" + new_name + "\" already.";
        }
    }
    return {};
}

}  // namespace

std::vector<protocol::Location> references(const Question& question,
                                           const protocol::ReferenceParams& at) {
    std::vector<protocol::Location> locations;
    const std::optional<ReferenceTarget> target = target_at(question, at.position);
    if (!target) return locations;
    for (const Reference& one :
         project::find_references(*question.program, *target, nullptr, question.token)) {
        if (one.is_definition && !at.include_declaration) continue;
        locations.push_back({question.uri_of(one.module->record->path),
                             range_of(*one.module->text, one.range, question.unit)});
    }
    return locations;
}

std::vector<protocol::DocumentHighlight> document_highlight(
    const Question& question, const protocol::TextDocumentPositionParams& at) {
    std::vector<protocol::DocumentHighlight> highlights;
    const std::optional<ReferenceTarget> target = target_at(question, at.position);
    if (!target) return highlights;
    using Kind = protocol::DocumentHighlightKind;
    for (const Reference& one :
         project::find_references(*question.program, *target, target->module, question.token)) {
        highlights.push_back({range_of(*one.module->text, one.range, question.unit),
                              one.is_definition ? Kind::Write : Kind::Read});
    }
    return highlights;
}

protocol::Decoded<protocol::RenamePlace> prepare_rename(
    const Question& question, const protocol::TextDocumentPositionParams& at) {
    std::optional<AskedPlace> asked = asked_place(question, at.position);
    if (!asked || asked->facts.referents.empty()) return refused("There is no name here.");
    const ReferenceTarget target = project::reference_target(*asked->unit, asked->facts);
    if (std::string why = why_not(question, target); !why.empty()) return refused(std::move(why));
    return protocol::RenamePlace{range_of(*question.text, asked->facts.word, question.unit),
                                 target.word};
}

protocol::Decoded<protocol::WorkspaceEdit> rename(const Question& question,
                                                  const protocol::RenameParams& params) {
    const std::optional<ReferenceTarget> target = target_at(question, params.position);
    if (!target) return refused("There is no name here.");
    if (!is_identifier(params.new_name)) {
        return refused("\"" + params.new_name + "\" is no name in Python.");
    }
    if (std::string why = why_not(question, *target); !why.empty()) return refused(std::move(why));
    if (std::string why = clash(question, *target, params.new_name); !why.empty()) {
        return refused(std::move(why));
    }
    protocol::WorkspaceEdit edit;
    for (const Reference& one :
         project::find_references(*question.program, *target, nullptr, question.token)) {
        edit.changes[question.uri_of(one.module->record->path)].push_back(
            {range_of(*one.module->text, one.range, question.unit), params.new_name});
    }
    return edit;
}

}  // namespace krait::features
