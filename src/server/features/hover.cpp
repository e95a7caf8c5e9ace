#include "server/features/hover.h"

#include "project/definition_place.h"
#include "python/types/format.h"
#include "python/types/proper.h"
#include "python/types/signature.h"
#include "python/types/typeops.h"
#include "server/features/description.h"
#include "server/features/markup.h"

namespace krait::features {

namespace {

using project::InspectedUnit;
using project::PlaceFacts;
using types::as;
using types::Definition;
using types::DefinitionKind;
using types::TypePtr;

std::string text_of(InspectedUnit& unit, const PlaceFacts& facts, const std::string& name) {
    std::string text;
    for (const project::Referent& referent : facts.referents) {
        std::string line;
        if (referent.parameter != base::Name::Empty) {
            line = parameter_text(unit.cx(), *referent.definition, referent.parameter);
        } else {
            line = description(unit, *referent.definition, facts.type, name);
        }
        if (line.empty() || text.find(line) != std::string::npos) continue;
        text += (text.empty() ? "" : "\n") + line;
    }
    if (text.empty() && facts.type != nullptr) {
        text = name + ": " + types::type_to_string(unit.cx(), facts.type);
    }
    return text;
}

}  // namespace

std::optional<protocol::Hover> hover(const Question& question,
                                     const protocol::TextDocumentPositionParams& at) {
    if (!question.program) return std::nullopt;
    const auto module = question.program->version(question.path, question.text);
    if (!module) return std::nullopt;
    const std::uint32_t offset = offset_of(question, at.position);
    project::HeldUnit unit = project::unit_about(*question.program, module, offset, question.token);
    if (!unit) return std::nullopt;
    const PlaceFacts facts = project::facts_at(*unit, offset);
    if (facts.word.start == facts.word.end) return std::nullopt;
    const std::string name(
        question.text->text().substr(facts.word.start, facts.word.end - facts.word.start));
    const std::string code = text_of(*unit, facts, name);
    if (code.empty()) return std::nullopt;
    std::string documentation;
    if (!facts.referents.empty() && facts.referents.front().parameter == base::Name::Empty) {
        documentation = project::documentation_of(*question.program, *unit,
                                                  *facts.referents.front().definition);
    }
    protocol::Hover answer;
    answer.contents =
        code_and_documentation(code, documentation, question.client->features.hover_markdown);
    answer.range = range_of(*question.text, facts.word, question.unit);
    return answer;
}

}  // namespace krait::features
