#include "server/features/hover.h"

#include "project/definition_place.h"
#include "python/types/format.h"
#include "python/types/proper.h"
#include "python/types/signature.h"
#include "python/types/typeops.h"
#include "server/features/markup.h"

namespace krait::features {

namespace {

using project::InspectedUnit;
using project::PlaceFacts;
using types::as;
using types::Definition;
using types::DefinitionKind;
using types::TypePtr;

/// More overloads than this are no longer read by anybody.
constexpr std::size_t kMostOverloads = 6;

template <class Line>
std::string lines_of(TypePtr function, Line line) {
    std::string text;
    const types::FunctionItems items(function);
    std::size_t shown = 0;
    for (const types::CallableType* item : items) {
        if (shown == kMostOverloads) {
            return text + "\n# and " + std::to_string(items.size() - shown) + " more overloads";
        }
        if (++shown > 1) text += '\n';
        text += line(*item);
    }
    return text;
}

std::string class_text(InspectedUnit& unit, const types::ClassInfo& info, TypePtr here) {
    const std::string name(base::text_of(info.name));
    TypePtr type = types::get_proper(unit.cx(), here);
    if (type == nullptr || !types::is_function_like(type)) {
        type = types::type_object_type(unit.cx(), info);
    }
    const std::string text = lines_of(type, [&](const types::CallableType& item) {
        std::string line = signature_text(unit.cx(), item, name);
        line.replace(0, 3, "class");  // of "def"
        line.resize(std::min(line.size(), line.rfind(" -> ")));
        return line;
    });
    return text.empty() ? "class " + name : text;
}

std::string variable_text(InspectedUnit& unit, const types::VarInfo& variable, TypePtr here,
                          const std::string& name) {
    const char* kind = variable.is_parameter      ? "parameter"
                       : variable.is_property     ? "property"
                       : variable.is_final        ? "constant"
                       : variable.enclosing_class ? "attribute"
                                                  : "variable";
    const TypePtr type = here != nullptr ? here : variable.type;
    const std::string shown = type == nullptr ? "Any" : types::type_to_string(unit.cx(), type);
    return "(" + std::string(kind) + ") " + name + ": " + shown;
}

/// What the definition is, as a line of Python or nearly so.
std::string definition_text(InspectedUnit& unit, const Definition& definition, TypePtr here,
                            const std::string& name) {
    types::Context& cx = unit.cx();
    switch (definition.kind) {
        case DefinitionKind::Module:
            return "(module) " + std::string(base::text_of(definition.fullname));
        case DefinitionKind::Class:
            return class_text(unit, static_cast<const types::ClassInfo&>(definition), here);
        case DefinitionKind::Variable:
            return variable_text(unit, static_cast<const types::VarInfo&>(definition), here, name);
        case DefinitionKind::Alias: {
            const auto& alias = static_cast<const types::AliasInfo&>(definition);
            return "(type alias) " + name + " = " + types::type_to_string(cx, alias.target);
        }
        case DefinitionKind::TypeVariable:
            return "(type variable) " + name;
        case DefinitionKind::Function:
        case DefinitionKind::Overloaded:
        case DefinitionKind::Decorated:
            break;
        case DefinitionKind::Placeholder:
            return {};
    }
    TypePtr type = here != nullptr ? here : types::type_of_definition(&definition);
    type = types::get_proper(cx, type);
    const auto* function = as<types::FunctionInfo>(&definition);
    if (type == nullptr && function != nullptr) {
        type = types::callable_type(cx, *function, *types::named_type(cx, "builtins.function"));
    }
    if (types::is_function_like(type)) {
        return lines_of(type, [&](const types::CallableType& item) {
            return signature_text(cx, item, name);
        });
    }
    const bool is_property =
        as<types::OverloadedInfo>(&definition) != nullptr || is_property_getter(definition);
    if (type == nullptr) return "(function) " + name;
    return (is_property ? "(property) " : "(function) ") + name + ": " +
           types::type_to_string(cx, type);
}

std::string text_of(InspectedUnit& unit, const PlaceFacts& facts, const std::string& name) {
    std::string text;
    for (const project::Referent& referent : facts.referents) {
        std::string line;
        if (referent.parameter != base::Name::Empty) {
            line = parameter_text(unit.cx(), *referent.definition, referent.parameter);
        } else {
            line = definition_text(unit, *referent.definition, facts.type, name);
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
