// completion_items.cpp: how a definition becomes an item of the list.

#include <cctype>

#include "python/syntax/variable_renaming.h"
#include "python/syntax/words.h"
#include "server/features/completion_parts.h"
#include "server/features/markup.h"

namespace krait::features {

using protocol::CompletionItem;
using protocol::CompletionItemKind;
using types::DefinitionKind;

namespace {

char lower(char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

bool is_deprecated(const types::Definition* definition) {
    if (const auto* function = types::as<types::FunctionInfo>(definition)) {
        return function->deprecated != base::Name::Empty;
    }
    if (const auto* info = types::as<types::ClassInfo>(definition)) {
        return info->deprecated != base::Name::Empty;
    }
    return false;
}

CompletionItemKind kind_of_variable(project::InspectedUnit& unit, const types::VarInfo& variable) {
    if (!variable.enclosing_class) {
        return variable.is_final ? CompletionItemKind::Constant : CompletionItemKind::Variable;
    }
    const auto* owner =
        types::as<types::ClassInfo>(unit.cx().reader.definition(variable.enclosing_class));
    if (owner != nullptr && owner->is_enum && variable.is_initialized_in_class) {
        return CompletionItemKind::EnumMember;
    }
    return variable.is_property ? CompletionItemKind::Property : CompletionItemKind::Field;
}

}  // namespace

bool fits(std::string_view name, std::string_view typed) {
    std::size_t at = 0;
    for (char c : typed) {
        while (at < name.size() && lower(name[at]) != lower(c)) ++at;
        if (at++ >= name.size()) return false;
    }
    return true;
}

CompletionItemKind kind_of(project::InspectedUnit& unit, const types::Definition* definition) {
    if (definition == nullptr) return CompletionItemKind::Variable;
    const bool is_member = !definition->enclosing_class.is_none();
    switch (definition->kind) {
        case DefinitionKind::Module:
            return CompletionItemKind::Module;
        case DefinitionKind::Variable:
            return kind_of_variable(unit, static_cast<const types::VarInfo&>(*definition));
        case DefinitionKind::Overloaded:
            if (static_cast<const types::OverloadedInfo&>(*definition).is_property) {
                return CompletionItemKind::Property;
            }
            [[fallthrough]];
        case DefinitionKind::Function:
        case DefinitionKind::Decorated:
            if (is_property_getter(*definition)) return CompletionItemKind::Property;
            return is_member ? CompletionItemKind::Method : CompletionItemKind::Function;
        case DefinitionKind::Class: {
            const auto& info = static_cast<const types::ClassInfo&>(*definition);
            return info.is_enum       ? CompletionItemKind::Enum
                   : info.is_protocol ? CompletionItemKind::Interface
                                      : CompletionItemKind::Class;
        }
        case DefinitionKind::Alias:
            return CompletionItemKind::Class;
        case DefinitionKind::TypeVariable:
            return CompletionItemKind::TypeParameter;
        case DefinitionKind::Placeholder:
            break;
    }
    return CompletionItemKind::Variable;
}

bool CompletionItems::fits(std::string_view name) const {
    return features::fits(name, prefix_);
}

void CompletionItems::add(CompletionItem item) {
    if (!names_.insert(item.label).second) return;
    list.items.push_back(std::move(item));
}

void CompletionItems::add(std::string_view label, CompletionItemKind kind, Rank rank,
                          std::string_view insert) {
    if (label.empty() || !fits(label)) return;
    if (syntax::is_dunder(label)) {
        rank = Rank::Special;
    } else if (label.front() == '_') {
        rank = Rank::Private;
    }
    CompletionItem item;
    item.label = label;
    item.kind = kind;
    // What begins as it was typed comes before what merely has the letters.
    item.sort_text = {label.starts_with(prefix_) ? '0' : '1', static_cast<char>(rank)};
    item.sort_text += label;
    item.insert_text = insert;
    add(std::move(item));
}

void CompletionItems::add(std::string_view name, const types::Definition* definition, Rank rank) {
    name = syntax::unmangled(name);
    if (has(name) || !fits(name)) return;
    const std::size_t before = list.items.size();
    add(name, kind_of(unit_, definition), rank);
    if (list.items.size() == before || definition == nullptr) return;
    CompletionItem& item = list.items.back();
    item.is_deprecated = is_deprecated(definition);
    const symbols::DefId id = definition->id;
    if (id.is_none() || id.is_job_local()) return;
    item.data = {std::string(base::text_of(unit_.symbols().name_of(id.module))),
                 std::string(base::text_of(unit_.symbols().path_of(id)))};
}

void CompletionItems::add(const types::Symbol& symbol, Rank rank) {
    const std::string_view name = base::text_of(symbol.name);
    if (has(name) || !fits(name)) return;
    add(name, unit_.cx().reader.definition(symbol.target), rank);
}

}  // namespace krait::features
