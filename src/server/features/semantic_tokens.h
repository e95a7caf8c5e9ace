// semantic_tokens.h
//
// What each name in a file is, for highlighting: from the file's own text alone, so that colours
// come at once and never flicker while a check runs. A name is what its scope binds it as (a
// parameter, an import, a class); one that is bound nowhere in the file is a builtin, or what its
// use and spelling make likely.
//
// A change is sent as one edit of the numbers that were sent last: names keep their places relative
// to each other, so that most edits change few numbers.

#pragma once

#include <list>
#include <mutex>
#include <string>
#include <vector>

#include "protocol/structure.h"
#include "server/features/question.h"

namespace krait::features {

/// What the numbers stand for, for the server's capabilities.
[[nodiscard]] const std::vector<std::string>& semantic_token_types();
[[nodiscard]] const std::vector<std::string>& semantic_token_modifiers();

/// The tokens that were sent last for some documents. Thread-safe.
class SentTokens {
public:
    /// Remembers them under a new id, which is returned.
    std::string keep(const std::string& path, std::vector<std::uint32_t> data);
    /// Nothing if something newer was sent since, or it was long ago.
    [[nodiscard]] std::optional<std::vector<std::uint32_t>> find(const std::string& path,
                                                                 const std::string& id) const;

private:
    struct Sent {
        std::string path;
        std::string id;
        std::vector<std::uint32_t> data;
    };
    mutable std::mutex mutex_;  // guards both
    std::list<Sent> sent_;      // newest first
    std::uint64_t last_id_ = 0;
};

[[nodiscard]] protocol::SemanticTokens semantic_tokens(const Question& question,
                                                       const protocol::TextDocumentParams& params);
[[nodiscard]] protocol::SemanticTokens semantic_tokens_range(
    const Question& question, const protocol::SemanticTokensRangeParams& params);
[[nodiscard]] protocol::SemanticTokensOrDelta semantic_tokens_delta(
    const Question& question, const protocol::SemanticTokensDeltaParams& params);

}  // namespace krait::features
