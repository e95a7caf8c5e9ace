// diagnostic.h
//
// What a check says about a program, as data. Jobs make these; the publisher orders them and drops
// duplicates; the command line prints them in mypy's format and the server sends them over LSP.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace krait::messages {

enum class Severity : std::uint8_t { Error, Note };

/// One line of mypy's output. Lines and columns count from 1, columns in UTF-8 bytes as mypy's do
/// from 0 internally; 0 means "not known". `end_column` is exclusive.
struct Diagnostic {
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    std::uint32_t end_line = 0;
    std::uint32_t end_column = 0;
    Severity severity = Severity::Error;
    /// mypy's error code, such as "arg-type"; empty where mypy shows none. Static storage.
    const char* code = "";
    std::string message;
    /// A syntax error or the like: only blockers are printed, and the exit status is 2.
    bool blocker = false;
    /// Position among those of one unit: notes follow the error that they belong to.
    bool belongs_to_previous = false;
    /// Lines on which a `# type: ignore` silences this besides `line`: those of the whole expression,
    /// and those of a second place that shares the blame (a method's `def` for one of its
    /// parameters). Both ends are inclusive; 0 means none.
    std::uint32_t ignore_last_line = 0;
    std::uint32_t origin_line = 0;
    std::uint32_t origin_last_line = 0;
    /// Said once a program, not once a line (mypy's only_once).
    bool only_once = false;

    friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

}  // namespace krait::messages
