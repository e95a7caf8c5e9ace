// source_text.h
//
// One version of one file's text. Everything inside Krait speaks of byte offsets into UTF-8; lines
// and columns, in whatever unit an editor or a terminal counts, are made from them here and nowhere
// else. Immutable, so any number of jobs may share it.

#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"

namespace krait::base {

/// How columns are counted: bytes, UTF-16 code units, or code points (LSP 3.17, PositionEncodingKind).
enum class ColumnUnit : std::uint8_t { Utf8, Utf16, Utf32 };

/// Zero-based, as LSP counts.
struct LineColumn {
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    friend bool operator==(const LineColumn&, const LineColumn&) = default;
    friend auto operator<=>(const LineColumn&, const LineColumn&) = default;
};

/// Byte offsets, half open.
struct TextRange {
    std::uint32_t start = 0;
    std::uint32_t end = 0;
    friend bool operator==(const TextRange&, const TextRange&) = default;
};

/// A file's text as UTF-8 with the places where its lines start. A line ends with "\n", "\r\n" or
/// a lone "\r". Texts are at most 4 GiB less one byte.
class SourceText {
public:
    explicit SourceText(std::string text);

    [[nodiscard]] std::string_view text() const { return text_; }
    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(text_.size()); }
    [[nodiscard]] const Digest& digest() const { return digest_; }

    /// >= 1: an empty text has one empty line.
    [[nodiscard]] std::uint32_t line_count() const {
        return static_cast<std::uint32_t>(line_starts_.size());
    }
    /// Zero-based line of a byte offset; offsets past the end lie on the last line.
    [[nodiscard]] std::uint32_t line_of(std::uint32_t offset) const;
    /// Byte offset at which a zero-based line starts; lines past the last give the text's size.
    [[nodiscard]] std::uint32_t line_start(std::uint32_t line) const;
    /// The text of a line without its line ending.
    [[nodiscard]] std::string_view line_text(std::uint32_t line) const;

    [[nodiscard]] LineColumn position(std::uint32_t offset, ColumnUnit unit) const;
    /// The byte offset of a position. A column past the end of its line means the line's end, a line
    /// past the last means the text's end (LSP 3.17, Position); a column inside a code point is
    /// moved to that code point's start.
    [[nodiscard]] std::uint32_t offset(LineColumn position, ColumnUnit unit) const;

private:
    std::string text_;
    std::vector<std::uint32_t> line_starts_;
    Digest digest_;
};

using SourceTextPtr = std::shared_ptr<const SourceText>;

/// How many units of `unit` the UTF-8 `text` takes; invalid bytes count as one unit each.
[[nodiscard]] std::uint32_t width(std::string_view text, ColumnUnit unit);

}  // namespace krait::base
