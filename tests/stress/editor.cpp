#include "stress/editor.h"

#include <algorithm>
#include <sstream>

namespace krait::stress {

namespace {

using Lines = std::vector<std::string>;

Lines split(const std::string& text) {
    Lines lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

std::string join(const Lines& lines) {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return text;
}

std::size_t indent_of(const std::string& line) {
    return std::min(line.find_first_not_of(' '), line.size());
}

bool is_blank(const std::string& line) {
    return line.find_first_not_of(' ') == line.npos;
}

/// One past the block that starts at `first`: the line and all that are deeper, with decorators
/// above a `def` counted to it from their own line on.
std::size_t block_end(const Lines& lines, std::size_t first) {
    const std::size_t indent = indent_of(lines[first]);
    std::size_t end = first + 1;
    while (end < lines.size() &&
           lines[end - 1].substr(indent_of(lines[end - 1])).starts_with('@')) {
        ++end;
    }
    while (end < lines.size() && (is_blank(lines[end]) || indent_of(lines[end]) > indent)) ++end;
    return end;
}

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// The words of a line, as [start, end).
std::vector<std::pair<std::size_t, std::size_t>> words_of(const std::string& line) {
    std::vector<std::pair<std::size_t, std::size_t>> words;
    for (std::size_t i = 0; i < line.size();) {
        if (!is_word(line[i])) {
            ++i;
            continue;
        }
        std::size_t end = i;
        while (end < line.size() && is_word(line[end])) ++end;
        if (std::isdigit(static_cast<unsigned char>(line[i])) == 0) words.emplace_back(i, end);
        i = end;
    }
    return words;
}

std::string replace_word(const std::string& text, const std::string& from, const std::string& to) {
    std::string result;
    for (std::size_t i = 0; i < text.size();) {
        std::size_t end = i;
        while (end < text.size() && is_word(text[end])) ++end;
        if (end == i) {
            result += text[i++];
            continue;
        }
        const std::string word = text.substr(i, end - i);
        result += word == from ? to : word;
        i = end;
    }
    return result;
}

}  // namespace

std::vector<std::string> modules_of(const Files& files) {
    std::vector<std::string> modules;
    for (const auto& [path, text] : files) {
        std::string name = path.substr(0, path.rfind('.'));
        std::replace(name.begin(), name.end(), '/', '.');
        if (name.ends_with(".__init__")) name.resize(name.size() - 9);
        if (modules.empty() || modules.back() != name) modules.push_back(name);
    }
    if (modules.empty()) modules.emplace_back("nothing");
    return modules;
}

std::vector<Event> Editor::next(const World& world) {
    if (world.disk.empty() || dice_.chance(1, 12)) return {change_files(world)};
    // Half of the edits go where somebody is typing already.
    std::vector<std::string> paths;
    for (const auto& [path, text] :
         dice_.chance(1, 2) && !world.open.empty() ? world.open : world.disk) {
        paths.push_back(path);
    }
    const std::string path = dice_.pick(paths);
    if (dice_.chance(1, 30)) return {{Action::Focus, path, "", 0}};
    if (dice_.chance(1, 25)) return {{Action::Close, path, "", 0}};
    return edit_text(world, path);
}

Event Editor::change_files(const World& world) {
    Author author(dice_, modules_of(world.disk));
    std::vector<std::string> paths;
    for (const auto& [path, text] : world.disk) paths.push_back(path);
    const auto new_path = [&] {
        const std::string folder = dice_.pick({"", "pkg/", "pkg/sub/", "other/"});
        return folder + dice_.pick({"a", "b", "c", "d", "e", "__init__"}) +
               (dice_.chance(1, 5) ? ".pyi" : ".py");
    };
    if (paths.empty()) return {Action::Write, new_path(), author.module_text(), 0};
    const std::string path = dice_.pick(paths);
    switch (dice_.below(5)) {
        case 0:
            return {Action::Remove, path, "", 0};
        case 1:
            return {Action::Save, path, "", 0};
        case 2:
            return {Action::Write, new_path(), world.disk.at(path), 0};
        case 3:
            return {Action::Write, path, join(split(world.disk.at(path))) + "v0 = f0()\n", 0};
        default:
            return {Action::Write, new_path(), author.module_text(), 0};
    }
}

std::vector<Event> Editor::edit_text(const World& world, const std::string& path) {
    const Files texts = world.texts();
    std::vector<std::string>& before = earlier_[path];
    if (!before.empty() && dice_.chance(1, 6)) {
        const std::size_t which = dice_.below(before.size());
        Event back{Action::Edit, path, before[which], 0};
        before.resize(which);
        return {back};
    }
    const auto text = texts.find(path);
    if (text == texts.end()) return {};
    before.push_back(text->second);
    if (before.size() > 20) before.erase(before.begin());
    if (dice_.chance(1, 20)) return {rename_everywhere(texts, path)};
    if (dice_.chance(1, 20)) return move_to_other_file(world, path);
    Author author(dice_, modules_of(world.disk));
    Lines lines = split(text->second);
    change_lines(lines, author);
    return {{Action::Edit, path, join(lines), 0}};
}

Event Editor::rename_everywhere(const Files& texts, const std::string& path) {
    const Lines lines = split(texts.at(path));
    Author author(dice_, modules_of(texts));
    Event event{Action::Edit, path, texts.at(path), 0};
    if (lines.empty()) return event;
    const std::string& line = dice_.pick(lines);
    const auto words = words_of(line);
    if (words.empty()) return event;
    const auto [start, end] = dice_.pick(words);
    event.text = replace_word(event.text, line.substr(start, end - start), author.name());
    return event;
}

std::vector<Event> Editor::move_to_other_file(const World& world, const std::string& path) {
    const Files texts = world.texts();
    Lines lines = split(texts.at(path));
    Lines taken;
    take_out(lines, &taken);
    std::vector<std::string> paths;
    for (const auto& [other, text] : world.disk) paths.push_back(other);
    const std::string other = dice_.pick(paths);
    if (other == path) return {};
    std::string text = texts.at(other);
    const std::size_t indent = taken.empty() ? 0 : indent_of(taken.front());
    for (const std::string& line : taken) text += line.substr(std::min(indent, line.size())) + "\n";
    return {{Action::Edit, path, join(lines), 0}, {Action::Edit, other, text, 0}};
}

void Editor::take_out(Lines& lines, Lines* taken) {
    if (lines.empty()) return;
    const std::size_t first = dice_.below(lines.size());
    const std::size_t end = block_end(lines, first);
    const auto from = lines.begin() + static_cast<std::ptrdiff_t>(first);
    const auto to = lines.begin() + static_cast<std::ptrdiff_t>(end);
    if (taken != nullptr) taken->assign(from, to);
    const std::string indent(indent_of(lines[first]), ' ');
    lines.erase(from, to);
    // Most of the time what is left should still be a program.
    const bool was_alone =
        first > 0 && !is_blank(lines[first - 1]) && lines[first - 1].ends_with(':');
    const bool next_deep = first < lines.size() && indent_of(lines[first]) >= indent.size();
    if (was_alone && !next_deep) {
        lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(first), indent + "pass");
    }
}

void Editor::insert(Lines& lines, Author& author) {
    std::size_t place = dice_.below(lines.size() + 1);
    std::string indent;
    bool in_function = false;
    if (place < lines.size()) {
        indent = std::string(indent_of(lines[place]), ' ');
        // What encloses it: the nearest line above that is less deep.
        for (std::size_t i = place; i-- > 0;) {
            if (is_blank(lines[i]) || indent_of(lines[i]) >= indent.size()) continue;
            in_function = lines[i].find("class ") == std::string::npos;
            break;
        }
    }
    std::string text;
    switch (dice_.below(6)) {
        case 0:
            text = author.import_lines(indent);
            break;
        case 1:
            text = indent + (dice_.chance(1, 2) ? "# a comment\n" : "\n");
            break;
        case 2:
            text = author.config_comment();
            if (dice_.chance(2, 3)) place = 0;
            break;
        default:
            text = in_function ? author.statement(indent) : author.declaration(indent);
    }
    const Lines more = split(text);
    lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(place), more.begin(), more.end());
}

void Editor::change_lines(Lines& lines, Author& author) {
    if (lines.empty()) {
        lines = split(author.module_text());
        return;
    }
    const std::size_t kind = dice_.below(12);
    if (kind < 2) return take_out(lines, nullptr);
    if (kind < 5) return insert(lines, author);
    if (kind < 7) {  // doubled, or moved within the file
        Lines taken;
        Lines rest = lines;
        take_out(rest, &taken);
        if (kind == 5) lines = rest;
        const std::size_t indent = indent_of(taken.front());
        for (std::size_t tries = 0; tries < 8; ++tries) {
            const std::size_t place = dice_.below(lines.size() + 1);
            if (place < lines.size() && indent_of(lines[place]) != indent) continue;
            lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(place), taken.begin(),
                         taken.end());
            return;
        }
        return;
    }
    change_one_line(lines[dice_.below(lines.size())], author);
}

void Editor::change_one_line(std::string& line, Author& author) {
    const auto words = words_of(line);
    switch (dice_.below(8)) {
        case 0: {  // broken syntax, to be mended when an earlier text comes back
            const std::string junk =
                dice_.pick({"(", ")", ":", "\"", "'''", "=", " def ", "\t", "[", "@"});
            std::size_t place = dice_.below(line.size() + 1);
            // An editor doesn't write into the middle of a character.
            while (place < line.size() && (line[place] & 0xC0) == 0x80) ++place;
            line.insert(place, junk);
            return;
        }
        case 1: {
            const std::size_t at = line.find("  # type: ignore");
            if (at != line.npos) {
                line.resize(at);
            } else {
                line += "  # type: ignore";
                line +=
                    dice_.pick({"", "", "[attr-defined]", "[misc, arg-type]", "[name-defined]"});
            }
            return;
        }
        case 2: {
            const std::size_t arrow = line.find("-> ");
            const std::size_t colon = line.find(": ");
            const std::size_t at = arrow != line.npos && dice_.chance(1, 2) ? arrow + 3
                                   : colon != line.npos                     ? colon + 2
                                                                            : line.npos;
            if (at == line.npos) break;
            const std::size_t end = line.find_first_of(",):=[ ", at);
            line.replace(at, end == line.npos ? end : end - at, author.type());
            return;
        }
        case 3: {
            const std::size_t at = line.find("= ");
            if (at == line.npos) break;
            line = line.substr(0, at + 2) + author.expression();
            return;
        }
        case 4: {  // another parameter, or one less
            const std::size_t open = line.find('(');
            const std::size_t close = line.rfind(')');
            if (open == line.npos || close == line.npos || close < open) break;
            const std::size_t comma = line.find(", ", open);
            if (comma != line.npos && dice_.chance(1, 2)) {
                line.erase(comma, std::min(close, line.find(',', comma + 1)) - comma);
            } else {
                line.insert(close, (close == open + 1 ? "y" : ", y") + (": " + author.type()));
            }
            return;
        }
        default:
            break;
    }
    if (words.empty()) return;
    const auto [start, end] = dice_.pick(words);
    line.replace(start, end - start, author.name());
}

}  // namespace krait::stress
