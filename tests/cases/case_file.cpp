#include "cases/case_file.h"

#include <algorithm>
#include <stdexcept>

namespace krait::tests {

namespace {

constexpr std::string_view kFlags = "# flags: ";
constexpr std::string_view kFile = "# file: ";
constexpr std::string_view kEdit = "# edit: ";

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        std::size_t end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

/// The blanks in front stay: notes are indented.
std::string_view without_trailing_space(std::string_view text) {
    return text.substr(0, text.find_last_not_of(" \t\r") + 1);
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

std::vector<std::string> words(std::string_view text) {
    std::vector<std::string> found;
    while (!(text = trimmed(text)).empty()) {
        std::size_t end = std::min(text.find(' '), text.size());
        found.emplace_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return found;
}

/// "FILE: replace `a` by `b`"
Edit parse_edit(std::string_view text) {
    std::vector<std::string> quoted;
    std::size_t at = text.find('`');
    std::string_view head = text.substr(0, at);
    while (at != text.npos) {
        std::size_t end = text.find('`', at + 1);
        if (end == text.npos) break;
        quoted.emplace_back(text.substr(at + 1, end - at - 1));
        at = text.find('`', end + 1);
    }
    std::size_t colon = head.find(':');
    if (quoted.size() != 2 || colon == head.npos) {
        throw std::runtime_error("An edit reads: FILE: replace `a` by `b`");
    }
    return {std::string(trimmed(head.substr(0, colon))), quoted[0], quoted[1]};
}

/// What the comments of one line expect.
void add_expected(std::string_view line, const std::string& file, std::size_t number,
                  std::vector<std::string>& expected) {
    std::size_t at = std::min(line.find("# E: "), line.find("# N: "));
    while (at != line.npos) {
        std::string_view rest = line.substr(at + 5);
        std::size_t next = std::min(rest.find(" # E: "), rest.find(" # N: "));
        const char* kind = line[at + 2] == 'E' ? ": error: " : ": note: ";
        expected.push_back(file + ":" + std::to_string(number) + kind +
                           std::string(without_trailing_space(rest.substr(0, next))));
        line = next == rest.npos ? std::string_view() : rest.substr(next + 1);
        at = std::min(line.find("# E: "), line.find("# N: "));
    }
}

}  // namespace

Case parse_case(std::string_view text) {
    Case result;
    std::string file = "main.py";
    std::size_t number = 0;
    std::size_t last_code_line = 0;
    for (std::string_view line : lines_of(text)) {
        if (line.starts_with(kFile)) {
            file = trimmed(line.substr(kFile.size()));
            number = last_code_line = 0;
            result.files[file];
            continue;
        }
        if (line.starts_with(kEdit)) {
            result.edits.push_back(parse_edit(line.substr(kEdit.size())));
            continue;
        }
        if (line.starts_with(kFlags)) {
            auto more = words(line.substr(kFlags.size()));
            result.flags.insert(result.flags.end(), more.begin(), more.end());
        }
        ++number;
        std::string_view code = trimmed(line);
        bool is_expectation = code.starts_with("# E: ") || code.starts_with("# N: ");
        if (!is_expectation) last_code_line = number;
        add_expected(line, file, last_code_line, result.expected);
        result.files[file] += std::string(line) + "\n";
    }
    return result;
}

}  // namespace krait::tests
