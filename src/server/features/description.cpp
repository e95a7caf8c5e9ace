#include "server/features/description.h"

#include "python/types/format.h"
#include "python/types/proper.h"
#include "python/types/signature.h"
#include "python/types/typeops.h"
#include "server/features/markup.h"

namespace krait::features {

namespace {

using project::InspectedUnit;
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

}  // namespace

std::string description(InspectedUnit& unit, const Definition& definition, TypePtr here,
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
        return lines_of(
            type, [&](const types::CallableType& item) { return signature_text(cx, item, name); });
    }
    const bool is_property =
        as<types::OverloadedInfo>(&definition) != nullptr || is_property_getter(definition);
    if (type == nullptr) return "(function) " + name;
    return (is_property ? "(property) " : "(function) ") + name + ": " +
           types::type_to_string(cx, type);
}

}  // namespace krait::features
