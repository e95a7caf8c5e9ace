#include "server/features/asked_symbol.h"

#include "server/features/asked_place.h"

namespace krait::features {

std::optional<AskedSymbol> asked_symbol(const Question& question, protocol::Position position) {
    std::optional<AskedPlace> asked = asked_place(question, position);
    if (!asked || asked->facts.referents.empty()) return std::nullopt;
    AskedSymbol symbol{asked->module, asked->facts.word, {}};
    symbol.sought = project::sought(*question.program, *asked->unit, asked->facts.referents);
    if (symbol.sought.name.empty()) return std::nullopt;
    return symbol;
}

project::UseSearch search_of(const Question& question) {
    const auto open_text = [&question](const std::string& path) -> base::SourceTextPtr {
        if (path == question.path) return question.text;
        if (!question.open_documents) return nullptr;
        const auto found = question.open_documents->find(path);
        return found == question.open_documents->end() ? nullptr : found->second.text;
    };
    return {*question.program, open_text, question.token};
}

}  // namespace krait::features
