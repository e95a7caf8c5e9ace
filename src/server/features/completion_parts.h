// completion_parts.h
//
// What the files of completion share: the place that is completed, and the list that is made. Each
// kind of context is a function that adds its items, or says that the place isn't its.

#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "project/place_facts.h"
#include "protocol/completion.h"
#include "server/features/question.h"

namespace krait::features {

/// In which order people look for things. The letters sort.
enum class Rank : char {
    KeywordArgument = 'a',
    Local = 'b',
    Own = 'c',  ///< of the class itself, of the module
    Inherited = 'd',
    Keyword = 'e',
    Builtin = 'f',
    Import = 'g',  ///< from another module, with an import
    Private = 'h',
    Special = 'i',  ///< `__x__`
};

struct CompletionPlace {
    const Question& question;
    const protocol::CompletionParams& params;
    project::LoadedModulePtr module;
    std::uint32_t offset = 0;
    base::TextRange word;               ///< what is typed already; ends at the offset
    std::string_view prefix;            ///< its text
    std::uint32_t anchor = 0;           ///< a place in the code that the cursor continues
    std::vector<syntax::NodeId> nodes;  ///< around the anchor
    project::HeldUnit unit;

    [[nodiscard]] const syntax::Tree& tree() const { return unit->tree(); }
    [[nodiscard]] std::string_view text() const { return module->text->text(); }
};

/// Collects items: each name once, those alone that what is typed can become.
class CompletionItems {
public:
    CompletionItems(project::InspectedUnit& unit, std::string_view prefix)
        : unit_(unit), prefix_(prefix) {}

    void add(const types::Symbol& symbol, Rank rank);
    void add(std::string_view name, const types::Definition* definition, Rank rank);
    void add(std::string_view label, protocol::CompletionItemKind kind, Rank rank,
             std::string_view insert = {});
    void add(protocol::CompletionItem item);
    [[nodiscard]] bool fits(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const {
        return names_.contains(std::string(name));
    }

    protocol::CompletionList list;

private:
    project::InspectedUnit& unit_;
    std::string_view prefix_;
    std::unordered_set<std::string> names_;
};

[[nodiscard]] protocol::CompletionItemKind kind_of(project::InspectedUnit& unit,
                                                   const types::Definition* definition);

/// Whether what is typed, letter by letter, is in the name in this order.
[[nodiscard]] bool fits(std::string_view name, std::string_view typed);

// Contexts; each returns whether it was its own.
[[nodiscard]] bool complete_members(CompletionPlace& place, CompletionItems& items);
[[nodiscard]] bool complete_imports(CompletionPlace& place, CompletionItems& items);
[[nodiscard]] bool complete_strings(CompletionPlace& place, CompletionItems& items);
void complete_names(CompletionPlace& place, CompletionItems& items);
void complete_keyword_arguments(CompletionPlace& place, CompletionItems& items);
void complete_with_imports(CompletionPlace& place, CompletionItems& items);

/// The public names of a module as items.
void add_module_names(project::InspectedUnit& unit, base::ModuleId module, CompletionItems& items);

}  // namespace krait::features
