// wording.cpp: the English of lists and names. Misspellings are in misspellings.cpp, repr in
// repr.cpp.

#include "python/messages/wording.h"

#include <algorithm>

namespace krait::messages {

namespace {

std::string quoted(std::string_view text) {
    return std::string{"\""}.append(text).append("\"");
}

std::string joined(std::span<const std::string> items, std::string_view separator) {
    std::string text;
    for (const std::string& item : items) {
        if (!text.empty()) text += separator;
        text += item;
    }
    return text;
}

std::vector<std::string> all_quoted(std::span<const std::string> names) {
    std::vector<std::string> items;
    for (const std::string& name : names) items.push_back(quoted(name));
    return items;
}

}  // namespace

std::string pretty_seq(std::span<const std::string> names, std::string_view conjunction) {
    const std::vector<std::string> items = all_quoted(names);
    if (items.empty()) return {};
    if (items.size() == 1) return items.front();
    std::string text = joined(std::span(items).first(items.size() - 1), ", ");
    if (items.size() > 2) text += ",";
    return text.append(" ").append(conjunction).append(" ").append(items.back());
}

std::string format_string_list(std::span<const std::string> names) {
    constexpr std::size_t kMostShown = 5;
    if (names.empty()) return {};
    if (names.size() == 1) return names.front();
    if (names.size() <= kMostShown) {
        return joined(names.first(names.size() - 1), ", ") + " and " + names.back();
    }
    return joined(names.first(2), ", ") + ", ... and " + names.back() + " (" +
           std::to_string(names.size() - 3) + " methods suppressed)";
}

std::string format_item_name_list(std::span<const std::string> names) {
    constexpr std::size_t kMostShown = 5;
    const std::vector<std::string> items =
        all_quoted(names.first(std::min(names.size(), kMostShown)));
    return "(" + joined(items, ", ") + (names.size() > kMostShown ? ", ...)" : ")");
}

std::string format_key_list(std::span<const std::string> keys, bool is_short) {
    const std::string kind = is_short ? "" : "TypedDict ";
    if (keys.empty()) return "no " + kind + "keys";
    if (keys.size() == 1) return kind + "key " + quoted(keys.front());
    return kind + "keys (" + joined(all_quoted(keys), ", ") + ")";
}

std::string wrong_type_arg_count(std::size_t low, std::size_t high, std::string_view actual,
                                 std::string_view name) {
    std::string expected;
    if (low != high) {
        expected =
            "between " + std::to_string(low) + " and " + std::to_string(high) + " type arguments";
    } else if (low == 0) {
        expected = "no type arguments";
    } else {
        expected = std::to_string(low) + " type argument" + std::string{plural_s(low)};
    }
    return quoted(name) + " expects " + expected + ", but " +
           std::string{actual == "0" ? "none" : actual} + " given";
}

std::string capitalize(std::string_view text) {
    std::string capitalized{text};
    if (!capitalized.empty() && capitalized[0] >= 'a' && capitalized[0] <= 'z') {
        capitalized[0] = static_cast<char>(capitalized[0] - 'a' + 'A');
    }
    return capitalized;
}

std::string_view strip_quotes(std::string_view text) {
    if (text.starts_with('"')) text.remove_prefix(1);
    if (text.ends_with('"')) text.remove_suffix(1);
    return text;
}

std::string_view extract_type(std::string_view name) {
    constexpr std::string_view kOf = "\" of ";
    if (!name.starts_with('"')) return name;
    const auto is_identifier_part = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_';
    };
    std::size_t end = 1;
    while (end < name.size() && is_identifier_part(name[end])) ++end;
    const bool matches = end > 1 && name.substr(end).starts_with(kOf);
    return matches ? name.substr(end + kOf.size()) : name;
}

}  // namespace krait::messages
