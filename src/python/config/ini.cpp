// ini.cpp

#include "python/config/ini.h"

#include <algorithm>

#include "python/config/paths.h"
#include "python/messages/wording.h"

namespace krait::config {
namespace {

using messages::python_repr;

std::string padded(std::size_t number) {
    const std::string digits = std::to_string(number);
    return digits.size() < 2 ? " " + digits : digits;
}

std::string lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return result;
}

/// Reads line by line; lives for one text.
class Reader {
public:
    Reader(std::string_view text, std::string_view file) : text_(text), file_(file) {}

    base::Result<std::vector<IniSection>> read() {
        while (!text_.empty() && failure_.empty()) {
            const std::size_t end = std::min(text_.find('\n'), text_.size() - 1);
            line_ = text_.substr(0, end + 1);
            text_.remove_prefix(end + 1);
            ++number_;
            read_line();
        }
        if (!failure_.empty()) return base::fail(failure_);
        if (!bad_lines_.empty()) {
            return base::fail("Source contains parsing errors: " + python_repr(file_) + bad_lines_);
        }
        finish_values();
        return std::move(sections_);
    }

private:
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    static constexpr std::size_t kDefaults = static_cast<std::size_t>(-2);

    std::vector<std::pair<std::string, std::string>>& entries() {
        return current_ == kDefaults ? defaults_ : sections_[current_].entries;
    }

    void read_line() {
        const std::string_view value = strip(line_);
        const bool comment = value.starts_with('#') || value.starts_with(';');
        if (comment || value.empty()) {
            // An empty line may be inside a value; a comment isn't part of it.
            if (!comment && in_value_) entries().back().second += '\n';
            return;
        }
        const std::size_t indent = line_.find_first_not_of(" \t\r\f\v");
        if (in_value_ && indent > indent_) {
            entries().back().second.append("\n").append(value);
            return;
        }
        indent_ = indent;
        const std::size_t bracket = value.rfind(']');
        if (value.starts_with('[') && bracket != std::string_view::npos && bracket > 1) {
            open_section(value.substr(1, bracket - 1));
        } else if (current_ == kNone) {
            failure_ = "File contains no section headers.\nfile: " + python_repr(file_) +
                       ", line: " + std::to_string(number_) + "\n" + python_repr(line_);
        } else {
            read_entry(value);
        }
    }

    void open_section(std::string_view name) {
        in_value_ = false;
        if (name == "DEFAULT") {
            current_ = kDefaults;
            return;
        }
        const auto same = [&](const IniSection& section) { return section.name == name; };
        if (std::any_of(sections_.begin(), sections_.end(), same)) {
            failure_ = "While reading from " + python_repr(file_) + " [line " + padded(number_) +
                       "]: section " + python_repr(name) + " already exists";
            return;
        }
        current_ = sections_.size();
        sections_.push_back({std::string(name), {}});
    }

    void read_entry(std::string_view value) {
        const std::size_t delimiter = value.find_first_of("=:");
        if (delimiter == std::string_view::npos || delimiter == 0) {
            bad_lines_ += "\n\t[line " + padded(number_) + "]: " + python_repr(line_);
            if (delimiter == std::string_view::npos) return;
        }
        std::string key = lower(strip(value.substr(0, delimiter)));
        const auto same = [&](const auto& entry) { return entry.first == key; };
        if (std::any_of(entries().begin(), entries().end(), same)) {
            const std::string section =
                current_ == kDefaults ? "DEFAULT" : sections_[current_].name;
            failure_ = "While reading from " + python_repr(file_) + " [line " + padded(number_) +
                       "]: option " + python_repr(key) + " in section " + python_repr(section) +
                       " already exists";
            return;
        }
        entries().emplace_back(std::move(key), strip(value.substr(delimiter + 1)));
        in_value_ = true;
    }

    void finish_values() {
        const auto trim_end = [](auto& list) {
            for (auto& [key, value] : list) {
                const std::size_t last = value.find_last_not_of(" \t\n\r\f\v");
                value.resize(last == std::string::npos ? 0 : last + 1);
            }
        };
        trim_end(defaults_);
        for (IniSection& section : sections_) {
            trim_end(section.entries);
            for (const auto& entry : defaults_) {
                const auto same = [&](const auto& own) { return own.first == entry.first; };
                if (std::none_of(section.entries.begin(), section.entries.end(), same)) {
                    section.entries.push_back(entry);
                }
            }
        }
    }

    std::string_view text_;
    std::string_view file_;
    std::string_view line_;  // with its line ending
    std::size_t number_ = 0;
    std::size_t indent_ = 0;  // of the last line that wasn't the rest of a value
    std::size_t current_ = kNone;
    bool in_value_ = false;  // entries().back() may go on in the next line
    std::vector<IniSection> sections_;
    std::vector<std::pair<std::string, std::string>> defaults_;
    std::string failure_;
    std::string bad_lines_;
};

/// Line endings as Python's text files give them.
std::string universal_newlines(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r') {
            if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
            result += '\n';
        } else {
            result += text[i];
        }
    }
    return result;
}

}  // namespace

base::Result<std::vector<IniSection>> parse_ini(std::string_view text, std::string_view file) {
    const std::string lines = universal_newlines(text);
    return Reader(lines, file).read();
}

}  // namespace krait::config
