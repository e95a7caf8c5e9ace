#include "server/features/markup.h"

#include <algorithm>
#include <vector>

#include "python/types/format.h"
#include "python/types/proper.h"
#include "python/types/signature.h"
#include "python/types/typeops.h"

namespace krait::features {

namespace {

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (true) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        lines.push_back(line);
        if (end == std::string_view::npos) return lines;
        text.remove_prefix(end + 1);
    }
}

std::size_t indent_of(std::string_view line) {
    const std::size_t indent = line.find_first_not_of(" \t");
    return indent == std::string_view::npos ? line.size() : indent;
}

bool is_blank(std::string_view line) {
    return indent_of(line) == line.size();
}

/// Characters that Markdown would take for its own, where prose has them.
std::string escaped(std::string_view line) {
    std::string out;
    bool in_code = false;
    for (char c : line) {
        if (c == '`') in_code = !in_code;
        if (!in_code && (c == '<' || c == '*' || c == '_')) out += '\\';
        out += c;
    }
    return out;
}

}  // namespace

std::string signature_text(types::Context& cx, const types::CallableType& function,
                           std::string_view name) {
    std::string text = types::type_to_string(cx, &function);
    if (!text.starts_with("def ")) return text;
    text.insert(4, name);
    if (text.size() > 4 + name.size() && text[4 + name.size()] == '[') {  // `f[T] (x: T)`
        const std::size_t gap = text.find("] (");
        if (gap != std::string::npos) text.erase(gap + 1, 1);
    }
    // As one would write it: mypy leaves out that there is a default which it doesn't know.
    for (std::size_t at = 0; (at = text.find(" =", at)) != std::string::npos; at += 2) {
        const char after = at + 2 < text.size() ? text[at + 2] : ' ';
        if (after == ',' || after == ')') text.insert(at + 2, " ...");
    }
    // A procedure is printed without its result there.
    if (types::is<types::NoneType>(types::get_proper(cx, function.ret_type)) &&
        text.ends_with(')')) {
        text += " -> None";
    }
    return text;
}

bool is_property_getter(const types::Definition& definition) {
    if (const auto* decorated = types::as<types::DecoratedInfo>(&definition)) {
        return decorated->variable != nullptr && decorated->variable->is_property;
    }
    return false;
}

std::string parameter_text(types::Context& cx, const types::Definition& function,
                           base::Name parameter) {
    types::TypePtr type = types::type_of_definition(&function);
    if (const auto* info = types::as<types::ClassInfo>(&function)) {
        type = types::type_object_type(cx, *info);
    }
    for (const types::CallableType* item : types::FunctionItems(types::get_proper(cx, type))) {
        for (const types::Parameter& one : item->parameters) {
            if (one.name != parameter) continue;
            return "(parameter) " + std::string(base::text_of(parameter)) + ": " +
                   types::type_to_string(cx, one.type);
        }
    }
    return "(parameter) " + std::string(base::text_of(parameter));
}

std::string clean_docstring(std::string_view text) {
    std::vector<std::string_view> lines = lines_of(text);
    std::size_t margin = std::string_view::npos;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        if (!is_blank(lines[i])) margin = std::min(margin, indent_of(lines[i]));
    }
    lines[0].remove_prefix(indent_of(lines[0]));
    for (std::size_t i = 1; i < lines.size(); ++i) {
        lines[i].remove_prefix(std::min(margin, lines[i].size()));
    }
    while (!lines.empty() && is_blank(lines.back())) lines.pop_back();
    while (!lines.empty() && is_blank(lines.front())) lines.erase(lines.begin());
    std::string out;
    for (std::string_view line : lines) {
        while (line.ends_with(' ') || line.ends_with('\t')) line.remove_suffix(1);
        out.append(line).append("\n");
    }
    if (!out.empty()) out.pop_back();
    return out;
}

std::string docstring_as_markdown(std::string_view text) {
    const std::string clean = clean_docstring(text);
    std::string out;
    bool in_code = false;
    for (std::string_view line : lines_of(clean)) {
        const bool is_doctest = line.substr(indent_of(line)).starts_with(">>>");
        if (is_doctest && !in_code) {
            out += "```python\n";
            in_code = true;
        } else if (in_code && is_blank(line)) {
            out += "```\n";
            in_code = false;
        }
        if (in_code) {
            out.append(line).append("\n");
            continue;
        }
        // Four spaces would make it code: what is indented is a list of parameters as a rule.
        const std::size_t indent = indent_of(line);
        for (std::size_t i = 0; i < indent; ++i) out += "&nbsp;";
        out += escaped(line.substr(indent));
        out += is_blank(line) ? "\n" : "  \n";  // a line of its own
    }
    if (in_code) out += "```\n";
    while (out.ends_with('\n') || out.ends_with(' ')) out.pop_back();
    return out;
}

protocol::MarkupContent documentation(std::string_view docstring, bool markdown) {
    if (markdown) return {protocol::MarkupKind::Markdown, docstring_as_markdown(docstring)};
    return {protocol::MarkupKind::PlainText, clean_docstring(docstring)};
}

protocol::MarkupContent code_and_documentation(const std::string& code, std::string_view docstring,
                                               bool markdown) {
    if (!markdown) {
        std::string text = code;
        if (!docstring.empty()) text += "\n\n" + clean_docstring(docstring);
        return {protocol::MarkupKind::PlainText, std::move(text)};
    }
    std::string text = "```python\n" + code + "\n```";
    if (!docstring.empty()) text += "\n\n---\n\n" + docstring_as_markdown(docstring);
    return {protocol::MarkupKind::Markdown, std::move(text)};
}

}  // namespace krait::features
