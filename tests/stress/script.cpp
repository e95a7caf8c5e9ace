// script.cpp
//
// The format is for people, too, who shorten scripts by hand and keep them as tests: lines that
// start with "|" are text, "\" ends a text without a last newline, "#" is a comment.

#include "stress/script.h"

#include <array>
#include <istream>
#include <ostream>
#include <sstream>
#include <stdexcept>

namespace krait::stress {

namespace {

constexpr std::array<const char*, 6> kActions{"edit", "close", "save", "write", "remove", "focus"};

void write_text(std::ostream& stream, std::string_view text) {
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        stream << '|' << text.substr(0, end) << '\n';
        if (end == text.npos) {
            stream << "\\\n";
            return;
        }
        text.remove_prefix(end + 1);
    }
}

Action action_of(const std::string& word) {
    for (std::size_t i = 0; i < kActions.size(); ++i) {
        if (word == kActions[i]) return static_cast<Action>(i);
    }
    throw std::runtime_error("No such action: " + word);
}

/// "edit pkg/a.py settle", "edit pkg/a.py 17"
Event read_head(const std::string& line) {
    std::istringstream words(line);
    std::string action, pause;
    Event event;
    if (!(words >> action >> event.path >> pause)) throw std::runtime_error("No event: " + line);
    event.action = action_of(action);
    event.pause = pause == "settle" ? kSettle : std::stoi(pause);
    return event;
}

}  // namespace

void write_beginning(std::ostream& stream, const Script& script) {
    for (const std::string& argument : script.arguments) stream << "argument " << argument << '\n';
    stream << "chaos " << script.chaos << '\n';
    for (const auto& [path, text] : script.start) {
        stream << "file " << path << '\n';
        write_text(stream, text);
    }
}

void write_event(std::ostream& stream, const Event& event) {
    stream << kActions[static_cast<std::size_t>(event.action)] << ' ' << event.path << ' ';
    if (event.pause == kSettle) {
        stream << "settle\n";
    } else {
        stream << event.pause << '\n';
    }
    write_text(stream, event.text);
}

void write_script(std::ostream& stream, const Script& script) {
    write_beginning(stream, script);
    for (const Event& event : script.events) write_event(stream, event);
}

Script read_script(std::istream& stream) {
    Script script;
    std::string* text = nullptr;
    for (std::string line; std::getline(stream, line);) {
        if (line.starts_with('|') && text != nullptr) {
            *text += line.substr(1) + "\n";
        } else if (line == "\\" && text != nullptr && !text->empty()) {
            text->pop_back();
        } else if (line.starts_with("argument ")) {
            script.arguments.push_back(line.substr(9));
        } else if (line.starts_with("chaos ")) {
            script.chaos = std::stoull(line.substr(6));
        } else if (line.starts_with("file ")) {
            text = &script.start[line.substr(5)];
        } else if (!line.empty() && !line.starts_with('#')) {
            script.events.push_back(read_head(line));
            text = &script.events.back().text;
        }
    }
    return script;
}

}  // namespace krait::stress
