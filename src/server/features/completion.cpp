#include "server/features/completion.h"

#include <algorithm>

#include "project/definition_place.h"
#include "python/syntax/place.h"
#include "python/types/format.h"
#include "server/features/completion_parts.h"
#include "server/features/description.h"
#include "server/features/markup.h"

namespace krait::features {

namespace {

using protocol::CompletionItem;
using protocol::CompletionItemKind;
using syntax::NodeKind;

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

std::uint32_t column_of(const base::SourceText& text, std::uint32_t offset) {
    return offset - text.line_start(text.line_of(offset));
}

/// Whether a comment begins before the offset on its line, quotes aside.
bool is_in_comment(const base::SourceText& text, std::uint32_t offset) {
    const std::uint32_t start = text.line_start(text.line_of(offset));
    char quote = 0;
    for (std::uint32_t i = start; i < offset; ++i) {
        const char c = text.text()[i];
        if (c == '\\') {
            ++i;
        } else if (quote != 0) {
            quote = c == quote ? '\0' : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '#') {
            return true;
        }
    }
    return false;
}

/// On an empty line, or behind a space, the code before decides: the deepest block that the
/// cursor's indentation still belongs to.
std::uint32_t anchor_of(const base::SourceText& text, std::uint32_t start) {
    std::uint32_t anchor = start;
    while (anchor > 0 && is_space(text.text()[anchor - 1])) --anchor;
    return text.line_of(anchor) == text.line_of(start) && anchor > 0 ? start : anchor;
}

/// The nodes around the place, without the blocks that its indentation has left.
std::vector<syntax::NodeId> nodes_around(const base::SourceText& text, const syntax::Tree& tree,
                                         std::uint32_t anchor, std::uint32_t start) {
    std::vector<syntax::NodeId> nodes = syntax::nodes_at(tree, anchor);
    if (anchor == start) return nodes;
    const std::uint32_t column = column_of(text, start);
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const bool is_block = syntax::is_statement(tree.kind(nodes[i]));
        const bool left = is_block && column_of(text, tree.start(nodes[i])) >= column;
        if (left || !is_block) {
            nodes.resize(i);
            break;
        }
    }
    return nodes;
}

std::size_t unit_of(const project::Parsed& parsed, const std::vector<syntax::NodeId>& nodes,
                    std::uint32_t anchor) {
    const std::size_t unit = project::unit_around(parsed, anchor);
    if (unit == project::kTopLevel) return unit;
    // The cursor may stand behind the function, left of its body.
    for (syntax::NodeId item : parsed.outline.units[unit].items) {
        if (std::find(nodes.begin(), nodes.end(), item) != nodes.end()) return unit;
    }
    return project::kTopLevel;
}

bool is_quote(const std::string& trigger) {
    return trigger == "\"" || trigger == "'";
}

}  // namespace

protocol::CompletionList completion(const Question& question,
                                    const protocol::CompletionParams& at) {
    if (!question.program) return {};
    CompletionPlace place{question, at, nullptr, 0, {}, {}, 0, {}, {}};
    place.module = question.program->version(question.path, question.text);
    if (!place.module) return {};
    place.offset = offset_of(question, at.position);
    const base::SourceText& text = *place.module->text;
    place.word = syntax::word_at(text.text(), place.offset);
    place.word.end = place.offset;
    place.prefix = text.text().substr(place.word.start, place.offset - place.word.start);
    if (is_in_comment(text, place.offset)) return {};
    const project::ParsedPtr parsed = place.module->parsed();
    place.anchor = anchor_of(text, place.word.start);
    place.nodes = nodes_around(text, *parsed->tree, place.anchor, place.word.start);
    const std::size_t unit = unit_of(*parsed, place.nodes, place.anchor);
    place.unit = question.program->unit(place.module, unit, question.token);
    if (!place.unit) {
        place.unit = question.program->unit(place.module, project::kPublished, question.token);
    }
    if (!place.unit) return {};

    CompletionItems items(*place.unit, place.prefix);
    if (complete_strings(place, items) || is_quote(at.trigger_character)) return items.list;
    if (complete_imports(place, items) || complete_members(place, items)) return items.list;
    if (!at.trigger_character.empty()) return items.list;
    complete_keyword_arguments(place, items);
    complete_names(place, items);
    complete_with_imports(place, items);
    return items.list;
}

CompletionItem resolve_completion(const Question& question, const CompletionItem& item) {
    CompletionItem resolved = item;
    if (!question.program || !item.data) return resolved;
    const base::ModuleId id = question.program->registry().find(base::intern(item.data->module));
    const project::LoadedModulePtr module =
        id == base::ModuleId::None ? nullptr : question.program->version(id);
    if (!module) return resolved;
    project::HeldUnit unit = question.program->unit(module, project::kPublished, question.token);
    if (!unit) return resolved;
    const symbols::DefId definition_id = unit->symbols().def(id, base::intern(item.data->path));
    const types::Definition* definition = unit->cx().reader.definition(definition_id);
    if (definition == nullptr) return resolved;
    resolved.detail = description(*unit, *definition, nullptr, item.label);
    const std::string text = project::documentation_of(*question.program, *unit, *definition);
    if (!text.empty()) {
        resolved.documentation = documentation(text, question.client->features.completion_markdown);
    }
    return resolved;
}

}  // namespace krait::features
