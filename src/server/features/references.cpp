#include "server/features/references.h"

#include <algorithm>

#include "server/features/asked_symbol.h"

namespace krait::features {

using project::Use;
using project::UseKind;
using protocol::DocumentHighlight;
using protocol::Location;

std::vector<Location> references(const Question& question, const protocol::ReferenceParams& params,
                                 const FoundLocations& as_found) {
    std::vector<Location> found;
    const std::optional<AskedSymbol> asked = asked_symbol(question, params.position);
    if (!asked) return found;
    const auto add = [&](const std::vector<Use>& uses) {
        const auto before = static_cast<std::ptrdiff_t>(found.size());
        const std::string uri = question.uri_of(uses.front().module->record->path);
        for (const Use& use : uses) {
            if (use.is_declaration && !params.include_declaration) continue;
            Location location{uri, range_of(*use.module->text, use.range, question.unit)};
            if (std::find(found.begin(), found.end(), location) == found.end()) {
                found.push_back(std::move(location));
            }
        }
        const std::vector<Location> news(found.begin() + before, found.end());
        if (as_found && !news.empty()) as_found(news);
    };
    project::for_each_module_with_uses(search_of(question), asked->module, asked->sought, add);
    return as_found ? std::vector<Location>() : found;
}

std::vector<DocumentHighlight> document_highlight(const Question& question,
                                                  const protocol::TextDocumentPositionParams& at) {
    std::vector<DocumentHighlight> found;
    const std::optional<AskedSymbol> asked = asked_symbol(question, at.position);
    if (!asked) return found;
    const project::UseSearch search = search_of(question);
    std::vector<std::string> names{asked->sought.name};
    const std::string word(
        asked->module->text->text().substr(asked->word.start, asked->word.end - asked->word.start));
    if (word != names[0]) names.push_back(word);
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::string name = names[i];
        for (const Use& use : uses_in(search, asked->module, asked->sought, name, names)) {
            const protocol::DocumentHighlightKind kind =
                use.kind == UseKind::Read    ? protocol::DocumentHighlightKind::Read
                : use.kind == UseKind::Write ? protocol::DocumentHighlightKind::Write
                                             : protocol::DocumentHighlightKind::Text;
            found.push_back({range_of(*question.text, use.range, question.unit), kind});
        }
    }
    return found;
}

}  // namespace krait::features
