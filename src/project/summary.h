// summary.h
//
// What everybody but the jobs that look at code needs to know of one version of a file: enough to
// load it, to place it among the others, to plan its bodies and to finish it. A summary is a
// function of a text and its options alone, so that it can be kept in the cache, and a file that
// nothing has to be computed for is never parsed.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/source_text.h"
#include "project/imports.h"
#include "project/skeleton.h"
#include "python/config/inline_options.h"
#include "python/config/options.h"
#include "python/messages/diagnostic.h"
#include "python/semantic/outline.h"
#include "python/syntax/parser.h"
#include "python/syntax/tree.h"
#include "scheduler/engine.h"

namespace krait::project {

/// The units (of the outline) that one body job checks: [first, last).
struct ChunkUnits {
    std::size_t first = 0;
    std::size_t last = 0;
    std::uint32_t start_line = 1;  ///< line 1 of what the chunk finds
};

struct Summary {
    std::vector<messages::Diagnostic> syntax_errors;
    std::vector<config::ConfigComment> comments;  ///< `# mypy:`
    std::vector<WrittenImport> imports;           ///< those that are reached, in source order
    bool uses_template_strings = false;
    bool ignores_whole_file = false;
    std::vector<syntax::TypeIgnore> type_ignores;
    /// Lines (from 1, inclusive) of blocks that this version or platform never runs.
    std::vector<std::pair<std::uint32_t, std::uint32_t>> ruled_out;
    SkeletonPtr skeleton;
    std::vector<ChunkUnits> chunks;                    ///< see body_job.h
    std::vector<scheduler::BodyChunk> planned_chunks;  ///< parallel to `chunks`
};
using SummaryPtr = std::shared_ptr<const Summary>;

/// A text as the jobs that look at code want it.
struct Parsed {
    std::shared_ptr<const syntax::Tree> tree;
    std::vector<syntax::Stretch> stretches;
    semantic::Outline outline;
};
using ParsedPtr = std::shared_ptr<const Parsed>;

/// How a file is read, besides its text.
struct ReadAs {
    std::uint8_t python_minor = 0;
    bool is_stub = false;
    config::OptionsPtr options;
};

/// The first step of parsing, which takes of the options but the Python version: the others are in
/// comments of the text.
struct ParsedText {
    std::shared_ptr<syntax::Tree> tree;
    std::vector<syntax::Stretch> stretches;
    bool is_renamed = false;  ///< the second step's work is done: it was taken over
};
[[nodiscard]] ParsedText parse_text(const base::SourceText& text, const ReadAs& how);
/// The same, from what an earlier version was parsed to with the same options, if that is possible.
[[nodiscard]] std::optional<ParsedText> parse_again(const base::SourceText& before,
                                                    const Parsed& parsed,
                                                    const base::SourceText& text,
                                                    const ReadAs& how);
[[nodiscard]] std::vector<config::ConfigComment> comments_of(const syntax::Tree& tree);
/// The module's options with its `# mypy:` comments; what is wrong with these is added to `errors`.
[[nodiscard]] config::OptionsPtr own_options(const config::OptionsPtr& options,
                                             const std::vector<config::ConfigComment>& comments,
                                             std::vector<messages::Diagnostic>& errors);
/// The second step, with the module's own options.
[[nodiscard]] Parsed finish_parsing(ParsedText text, const ReadAs& how);

[[nodiscard]] Summary make_summary(const base::SourceText& text, const Parsed& parsed,
                                   const config::Options& own_options);

/// For the cache.
[[nodiscard]] std::string store_summary(const Summary& summary);
/// Null if the bytes aren't a summary.
[[nodiscard]] SummaryPtr read_summary(std::string_view bytes);

}  // namespace krait::project
