// comments.cpp: see comments.h.

#include "python/syntax/comments.h"

#include <algorithm>

namespace krait::syntax {

namespace {

constexpr std::string_view kBlanks = " \t\f\v\r\n";

std::string_view trim_front(std::string_view text) {
    std::size_t first = text.find_first_not_of(kBlanks);
    return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

std::string_view trim(std::string_view text) {
    text = trim_front(text);
    std::size_t last = text.find_last_not_of(kBlanks);
    return last == std::string_view::npos ? std::string_view() : text.substr(0, last + 1);
}

bool is_code_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || static_cast<unsigned char>(c) >= 0x80;
}

/// The codes in `[a, b]`, or in nothing; false if it is neither.
bool read_codes(std::string_view text, std::vector<std::string>& codes) {
    text = trim(text.substr(0, text.find('#')));
    if (text.empty()) return true;
    if (text.front() != '[' || text.back() != ']' || text.size() < 2) return false;
    text = text.substr(1, text.size() - 2);
    while (!text.empty()) {
        std::size_t comma = std::min(text.find(','), text.size());
        std::string_view code = trim(text.substr(0, comma));
        if (!std::all_of(code.begin(), code.end(), is_code_character)) return false;
        if (!code.empty()) codes.emplace_back(code);
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return true;
}

template <class Items, class Offset>
void drop_from(Items& items, std::uint32_t offset, Offset offset_of) {
    while (!items.empty() && offset_of(items.back()) >= offset) items.pop_back();
}

}  // namespace

void Comments::read(std::string_view text, std::uint32_t offset, bool line_start) {
    constexpr std::string_view kConfig = "# mypy:";
    if (line_start && text.starts_with(kConfig)) {
        std::string_view options = trim(text.substr(kConfig.size()));
        // `ignore-errors` and its like are options, `ignore` alone is a comment on the line.
        bool is_option = options.size() > 6 && (options[6] == '_' || options[6] == '-');
        if (!options.starts_with("ignore") || is_option) {
            config.push_back({0, std::string(options)});
            config_offsets.push_back(offset);
            return;
        }
    }
    read_typed(text, offset, offset);
}

void Comments::read_typed(std::string_view text, std::uint32_t offset, std::uint32_t first) {
    std::string_view body = trim_front(text.substr(1));
    bool for_mypy = body.starts_with("mypy:");
    if (!for_mypy && !body.starts_with("type:")) return;
    std::string_view value = trim_front(body.substr(5));
    auto place = [&](std::string_view part) {
        return offset + static_cast<std::uint32_t>(part.data() - text.data());
    };
    std::size_t hash = value.find('#');
    if (value.starts_with("ignore") && (value.size() == 6 || value[6] == '[' || value[6] == '#' ||
                                        kBlanks.find(value[6]) != std::string_view::npos)) {
        read_ignore(value.substr(6), first, for_mypy);
    } else if (for_mypy) {
        return;
    } else {
        std::string_view annotation = trim(value.substr(0, hash));
        std::uint32_t start = place(value);
        annotations.push_back(
            {first, {start, start + static_cast<std::uint32_t>(annotation.size())}});
    }
    if (hash == std::string_view::npos) return;
    std::string_view rest = value.substr(hash);
    read_typed(rest, place(rest), first);
}

void Comments::read_ignore(std::string_view rest, std::uint32_t offset, bool for_mypy) {
    std::vector<std::string> codes;
    if (!read_codes(rest, codes)) {
        problems.push_back(
            {{offset, offset + 1},
             for_mypy ? "Invalid \"mypy: ignore\" comment" : "Invalid \"type: ignore\" comment",
             false});
        return;
    }
    if (for_mypy) return;
    if (!ignores.empty() && ignores.back().offset == offset) {
        problems.push_back({{offset, offset + 1}, "Multiple type ignores on the same line", false});
        return;
    }
    ignores.push_back({0, offset, std::move(codes)});
}

void Comments::forget_from(std::uint32_t offset) {
    drop_from(annotations, offset, [](const Annotation& a) { return a.hash; });
    drop_from(ignores, offset, [](const TypeIgnore& i) { return i.offset; });
    drop_from(problems, offset, [](const SyntaxProblem& p) { return p.range.start; });
    while (!config_offsets.empty() && config_offsets.back() >= offset) {
        config_offsets.pop_back();
        config.pop_back();
    }
}

}  // namespace krait::syntax
