// question.h
//
// What a feature is asked, with everything that it may look at. The session puts it together on the
// main thread; the feature answers on a thread of the requests' own, from this alone: a text that
// nobody changes, and the program as it is published. So a feature never waits for a check, and no
// check ever waits for a feature.

#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/cancellation.h"
#include "base/source_text.h"
#include "project/inspector.h"
#include "protocol/lifecycle.h"
#include "protocol/text_documents.h"

namespace krait::features {

class SentTokens;

struct OpenDocument {
    std::string uri;           ///< as the editor spells it
    std::int32_t version = 0;  ///< the editor's
    base::SourceTextPtr text;
};

struct Question {
    /// The program; null while there is none.
    std::shared_ptr<project::Inspector> program;
    std::string path;          ///< of the document; empty if the question is about none
    std::string uri;           ///< as the editor spells it
    base::SourceTextPtr text;  ///< the document when the question came
    /// What of the text may be edited by the way, if not all: the editor shows it in parts, and the
    /// question is about this one.
    std::optional<base::TextRange> part;
    base::ColumnUnit unit = base::ColumnUnit::Utf16;
    /// The session's; it never changes once there can be questions.
    const protocol::ClientCapabilities* client = nullptr;
    /// What was sent before, of semantic tokens; null: nothing is remembered.
    std::shared_ptr<SentTokens> sent_tokens;
    /// All that are open when the question comes, by path.
    std::shared_ptr<const std::map<std::string, OpenDocument>> open_documents;
    /// The URI by which the editor knows a file. Any thread.
    std::function<std::string(const std::string& path)> uri_of;
    /// To be polled: the person has moved on.
    base::CancellationToken token;
};

[[nodiscard]] std::uint32_t offset_of(const Question& question, protocol::Position position);
[[nodiscard]] protocol::Position position_of(const base::SourceText& text, std::uint32_t offset,
                                             base::ColumnUnit unit);
[[nodiscard]] protocol::Range range_of(const base::SourceText& text, base::TextRange range,
                                       base::ColumnUnit unit);
/// The text of a file that isn't open, as the program has read it; null: it is no part of it.
[[nodiscard]] base::SourceTextPtr text_as_loaded(const Question& question);
/// The document's tree, perhaps from an earlier question's work.
[[nodiscard]] project::ParsedPtr parsed(const Question& question);

}  // namespace krait::features
