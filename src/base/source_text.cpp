#include "base/source_text.h"

#include <algorithm>

namespace krait::base {

namespace {

/// Bytes of the code point that starts with `lead`; 1 for a stray continuation byte.
std::size_t code_point_bytes(unsigned char lead) {
    if (lead < 0xC0) return 1;
    if (lead < 0xE0) return 2;
    return lead < 0xF0 ? 3 : 4;
}

/// Units that a code point of `bytes` UTF-8 bytes takes.
std::uint32_t units(std::size_t bytes, ColumnUnit unit) {
    switch (unit) {
        case ColumnUnit::Utf8: return static_cast<std::uint32_t>(bytes);
        case ColumnUnit::Utf16: return bytes == 4 ? 2 : 1;
        case ColumnUnit::Utf32: return 1;
    }
    return 1;
}

std::vector<std::uint32_t> find_line_starts(std::string_view text) {
    std::vector<std::uint32_t> starts{0};
    std::size_t at = 0;
    if (text.find('\r') == std::string_view::npos) {  // nearly always, and several times as fast
        while ((at = text.find('\n', at)) != std::string_view::npos) {
            starts.push_back(static_cast<std::uint32_t>(++at));
        }
        return starts;
    }
    while ((at = text.find_first_of("\r\n", at)) != std::string_view::npos) {
        if (text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n') ++at;
        ++at;
        starts.push_back(static_cast<std::uint32_t>(at));
    }
    return starts;
}

}  // namespace

std::uint32_t width(std::string_view text, ColumnUnit unit) {
    if (unit == ColumnUnit::Utf8) return static_cast<std::uint32_t>(text.size());
    std::uint32_t sum = 0;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t bytes = code_point_bytes(static_cast<unsigned char>(text[at]));
        sum += units(bytes, unit);
        at += bytes;
    }
    return sum;
}

SourceText::SourceText(std::string text)
    : text_(std::move(text)), line_starts_(find_line_starts(text_)), digest_(digest_of(text_)) {}

std::uint32_t SourceText::line_of(std::uint32_t offset) const {
    auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
    return static_cast<std::uint32_t>(after - line_starts_.begin()) - 1;
}

std::uint32_t SourceText::line_start(std::uint32_t line) const {
    return line < line_starts_.size() ? line_starts_[line] : size();
}

std::string_view SourceText::line_text(std::uint32_t line) const {
    std::uint32_t start = line_start(line);
    std::string_view whole = text().substr(start, line_start(line + 1) - start);
    while (!whole.empty() && (whole.back() == '\n' || whole.back() == '\r')) whole.remove_suffix(1);
    return whole;
}

LineColumn SourceText::position(std::uint32_t offset, ColumnUnit unit) const {
    offset = std::min(offset, size());
    std::uint32_t line = line_of(offset);
    std::uint32_t start = line_starts_[line];
    return {line, width(text().substr(start, offset - start), unit)};
}

std::uint32_t SourceText::offset(LineColumn position, ColumnUnit unit) const {
    if (position.line >= line_starts_.size()) return size();
    std::string_view line = line_text(position.line);
    std::uint32_t column = 0;
    std::size_t at = 0;
    while (at < line.size()) {
        std::size_t bytes = code_point_bytes(static_cast<unsigned char>(line[at]));
        column += units(bytes, unit);
        if (column > position.column) break;
        at += bytes;
    }
    return line_starts_[position.line] + static_cast<std::uint32_t>(std::min(at, line.size()));
}

}  // namespace krait::base
