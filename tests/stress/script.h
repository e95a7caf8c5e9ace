// script.h
//
// What a run of the test did, as data: the files at the start and everything that happened to them.
// An event holds a file's whole new text, not a change of it, so that any of them may be left out
// and what remains is still a run: that is how failures shrink.

#pragma once

#include <cstdint>
#include <iosfwd>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace krait::stress {

enum class Action : std::uint8_t {
    Edit,    ///< the editor's text of the file; opens it
    Close,   ///< without saving: the disk's text counts again
    Save,    ///< the editor's text goes to the disk
    Write,   ///< somebody else writes, or makes, the file
    Remove,  ///< the file goes away; an editor that shows it closes it
    Focus,
};

/// How long to let things run after an event: jobs (without threads) or yields (with them).
using Pause = std::int32_t;
inline constexpr Pause kSettle = -1;  ///< to the end; then compare with a cold run

struct Event {
    Action action = Action::Edit;
    std::string path;  ///< relative to the project's folder
    std::string text;
    Pause pause = kSettle;
};

/// Files by path.
using Files = std::map<std::string, std::string>;

struct Script {
    std::vector<std::string> arguments;  ///< of the checker
    std::uint64_t chaos = 0;             ///< seed of the order of jobs; 0: real threads
    Files start;
    std::vector<Event> events;
};

void write_script(std::ostream& stream, const Script& script);
/// Parts of a script, one after the other, for those who don't know its end yet.
void write_beginning(std::ostream& stream, const Script& script);
void write_event(std::ostream& stream, const Event& event);

/// Throws std::runtime_error with the line that can't be read.
[[nodiscard]] Script read_script(std::istream& stream);

}  // namespace krait::stress
