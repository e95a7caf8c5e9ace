#include "server/features/semantic_tokens.h"

#include <algorithm>

#include "server/features/name_kinds.h"

namespace krait::features {

namespace {

constexpr std::size_t kDocumentsRemembered = 32;
constexpr std::size_t kNumbersOfAToken = 5;

/// The tokens that start in `part`, packed as LSP wants them.
std::vector<std::uint32_t> packed(const Question& question, base::TextRange part) {
    const project::ParsedPtr parsed = features::parsed(question);
    const base::SourceText& text = *question.text;
    std::vector<std::uint32_t> data;
    protocol::Position last{0, 0};
    for (const NamedPlace& place : names_in(text, *parsed->tree)) {
        if (place.range.start < part.start || place.range.start >= part.end) continue;
        const protocol::Position at = position_of(text, place.range.start, question.unit);
        const std::string_view word =
            text.text().substr(place.range.start, place.range.end - place.range.start);
        const bool same_line = at.line == last.line;
        data.insert(data.end(),
                    {at.line - last.line, same_line ? at.character - last.character : at.character,
                     base::width(word, question.unit), static_cast<std::uint32_t>(place.kind),
                     place.traits});
        last = at;
    }
    return data;
}

/// The one edit that makes `after` of `before`.
std::vector<protocol::SemanticTokensEdit> edit_between(const std::vector<std::uint32_t>& before,
                                                       const std::vector<std::uint32_t>& after) {
    if (before == after) return {};
    const std::size_t shorter = std::min(before.size(), after.size());
    std::size_t start = 0;
    while (start < shorter && before[start] == after[start]) ++start;
    start -= start % kNumbersOfAToken;  // whole tokens: not every client takes less
    std::size_t same = 0;
    while (same < shorter - start &&
           before[before.size() - 1 - same] == after[after.size() - 1 - same]) {
        ++same;
    }
    same -= same % kNumbersOfAToken;
    protocol::SemanticTokensEdit edit;
    edit.start = static_cast<std::uint32_t>(start);
    edit.count = static_cast<std::uint32_t>(before.size() - start - same);
    edit.data.assign(after.begin() + static_cast<std::ptrdiff_t>(start),
                     after.end() - static_cast<std::ptrdiff_t>(same));
    return {std::move(edit)};
}

std::string keep(const Question& question, const std::vector<std::uint32_t>& data) {
    return question.sent_tokens ? question.sent_tokens->keep(question.path, data) : "";
}

}  // namespace

const std::vector<std::string>& semantic_token_types() {
    static const std::vector<std::string> kTypes{"namespace", "class",    "typeParameter",
                                                 "parameter", "variable", "property",
                                                 "function",  "method",   "decorator"};
    return kTypes;
}

const std::vector<std::string>& semantic_token_modifiers() {
    static const std::vector<std::string> kModifiers{"declaration", "readonly", "async",
                                                     "defaultLibrary"};
    return kModifiers;
}

std::string SentTokens::keep(const std::string& path, std::vector<std::uint32_t> data) {
    const std::lock_guard lock(mutex_);
    std::erase_if(sent_, [&](const Sent& one) { return one.path == path; });
    sent_.push_front({path, std::to_string(++last_id_), std::move(data)});
    if (sent_.size() > kDocumentsRemembered) sent_.pop_back();
    return sent_.front().id;
}

std::optional<std::vector<std::uint32_t>> SentTokens::find(const std::string& path,
                                                           const std::string& id) const {
    const std::lock_guard lock(mutex_);
    for (const Sent& one : sent_) {
        if (one.path == path && one.id == id) return one.data;
    }
    return std::nullopt;
}

protocol::SemanticTokens semantic_tokens(const Question& question,
                                         const protocol::TextDocumentParams&) {
    std::vector<std::uint32_t> data = packed(question, {0, question.text->size()});
    std::string id = keep(question, data);
    return {std::move(id), std::move(data)};
}

protocol::SemanticTokens semantic_tokens_range(const Question& question,
                                               const protocol::SemanticTokensRangeParams& params) {
    const base::TextRange part{offset_of(question, params.range.start),
                               offset_of(question, params.range.end)};
    return {"", packed(question, part)};
}

protocol::SemanticTokensOrDelta semantic_tokens_delta(
    const Question& question, const protocol::SemanticTokensDeltaParams& params) {
    std::vector<std::uint32_t> data = packed(question, {0, question.text->size()});
    const auto before = question.sent_tokens
                            ? question.sent_tokens->find(question.path, params.previous_result_id)
                            : std::nullopt;
    std::string id = keep(question, data);
    if (!before) return protocol::SemanticTokens{std::move(id), std::move(data)};
    return protocol::SemanticTokensDelta{std::move(id), edit_between(*before, data)};
}

}  // namespace krait::features
