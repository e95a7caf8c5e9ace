#include "python/syntax/reparse.h"

#include <algorithm>
#include <cstring>

#include "python/syntax/builder.h"
#include "python/syntax/variable_renaming.h"

namespace krait::syntax {

namespace {

std::uint32_t common_prefix(std::string_view a, std::string_view b) {
    constexpr std::size_t kBlock = 4096;
    const std::size_t shorter = std::min(a.size(), b.size());
    std::size_t at = 0;
    while (at + kBlock <= shorter && std::memcmp(a.data() + at, b.data() + at, kBlock) == 0) {
        at += kBlock;
    }
    while (at < shorter && a[at] == b[at]) ++at;
    return static_cast<std::uint32_t>(at);
}

std::uint32_t common_suffix(std::string_view a, std::string_view b) {
    constexpr std::size_t kBlock = 4096;
    const std::size_t shorter = std::min(a.size(), b.size());
    std::size_t at = 0;
    while (at + kBlock <= shorter &&
           std::memcmp(a.data() + (a.size() - at - kBlock), b.data() + (b.size() - at - kBlock),
                       kBlock) == 0) {
        at += kBlock;
    }
    while (at < shorter && a[a.size() - at - 1] == b[b.size() - at - 1]) ++at;
    return static_cast<std::uint32_t>(at);
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t") == text.npos;
}

/// The lines that belong to a function alone: from the one that it begins on to the last before
/// the next statement. Nothing if it shares one, or may.
std::optional<base::TextRange> lines_of(const ParsedText& parsed, const Stretch& stretch) {
    const base::SourceText& text = parsed.text;
    const std::uint32_t first = text.line_of(stretch.start);
    const std::uint32_t start = text.line_start(first);
    if (!is_blank(text.text().substr(start, stretch.start - start))) return std::nullopt;
    if (first > 0 && text.line_text(first - 1).ends_with('\\')) return std::nullopt;
    std::uint32_t line = text.line_of(parsed.tree.end(stretch.function));
    for (;; ++line) {
        if (text.line_text(line).ends_with('\\')) return std::nullopt;
        if (line + 1 >= text.line_count()) return base::TextRange{start, text.size()};
        const std::string_view next = text.line_text(line + 1);
        const std::size_t content = next.find_first_not_of(" \t");
        if (content != next.npos && next[content] != '#') break;
    }
    return base::TextRange{start, text.line_start(line + 1)};
}

bool ends_a_line(std::string_view text, std::uint32_t at) {
    return at == text.size() || (at > 0 && text[at - 1] == '\n');
}

}  // namespace

std::optional<Reparsed> reparse(const ParsedText& before, const base::SourceText& now,
                                const ParseOptions& options, bool renames) {
    if (!before.tree.errors().empty() || before.tree.uses_template_strings()) return std::nullopt;
    const std::string_view old_text = before.text.text();
    const std::string_view new_text = now.text();
    const std::uint32_t prefix = common_prefix(old_text, new_text);
    const std::uint32_t suffix = common_suffix(old_text.substr(prefix), new_text.substr(prefix));

    // The last function that begins before the first difference.
    const auto behind =
        std::partition_point(before.stretches.begin(), before.stretches.end(),
                             [&](const Stretch& stretch) { return stretch.start < prefix; });
    if (behind == before.stretches.begin()) return std::nullopt;
    const auto which = static_cast<std::size_t>(behind - before.stretches.begin()) - 1;
    const Stretch& stretch = before.stretches[which];
    const auto lines = lines_of(before, stretch);
    const auto same_from = static_cast<std::uint32_t>(old_text.size()) - suffix;
    if (!lines || same_from > lines->end) return std::nullopt;

    Builder::Replaced replaced;
    replaced.range = *lines;
    replaced.first_line = before.text.line_of(lines->start) + 1;
    replaced.bytes = now.size() - before.text.size();
    replaced.lines = now.line_count() - before.text.line_count();
    const base::TextRange new_lines{lines->start, lines->end + replaced.bytes};
    if (!ends_a_line(old_text, lines->end) || !ends_a_line(new_text, new_lines.end)) {
        return std::nullopt;
    }
    const std::uint32_t last_line = before.text.line_of(lines->end) + 1;
    for (const InlineConfig& comment : before.tree.inline_config()) {
        if (comment.line >= replaced.first_line && comment.line <= last_line) return std::nullopt;
    }

    Stretch made;
    std::optional<Tree> part = parse_function(now, new_lines, stretch, options, made);
    if (!part || !part->inline_config().empty()) return std::nullopt;
    if (renames) rename_with_variables(*part);
    std::vector<Stretch> stretches = before.stretches;
    std::optional<Tree> tree =
        Builder::splice(before.tree, stretches, which, *part, made, replaced);
    if (!tree) return std::nullopt;
    return Reparsed{std::move(*tree), std::move(stretches)};
}

}  // namespace krait::syntax
