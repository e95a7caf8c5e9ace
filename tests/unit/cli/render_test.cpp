#include "cli/render.h"

#include <catch2/catch_test_macros.hpp>

#include "python/messages/codes.h"

using namespace krait;
using cli::render;
using messages::Diagnostic;
using messages::Severity;

namespace {

Diagnostic wrong_argument() {
    Diagnostic found;
    found.line = 2;
    found.column = 6;
    found.end_line = 2;
    found.end_column = 9;
    found.code = messages::codes::kArgType;
    found.message = "No.";
    return found;
}

Diagnostic note(const char* code) {
    Diagnostic found = wrong_argument();
    found.severity = Severity::Note;
    found.code = code;
    return found;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("an error is printed as mypy prints it") {
    config::Options options;
    CHECK(render("a.py", {wrong_argument()}, nullptr, options) ==
          Lines{"a.py:2: error: No.  [arg-type]"});
    options.show_column_numbers = true;
    CHECK(render("a.py", {wrong_argument()}, nullptr, options) ==
          Lines{"a.py:2:6: error: No.  [arg-type]"});
    options.show_error_end = true;
    options.hide_error_codes = true;
    CHECK(render("a.py", {wrong_argument()}, nullptr, options) ==
          Lines{"a.py:2:6:2:8: error: No."});
}

TEST_CASE("a note shows its code only if it is no part of an error") {
    config::Options options;
    CHECK(render("a.py", {note(messages::codes::kArgType)}, nullptr, options) ==
          Lines{"a.py:2: note: No."});
    CHECK(render("a.py", {note(messages::codes::kDeprecated)}, nullptr, options) ==
          Lines{"a.py:2: note: No.  [deprecated]"});
}

TEST_CASE("pretty output points at what is wrong") {
    config::Options options;
    options.pretty = true;
    base::SourceText text("\nprint(foo)\n");
    Diagnostic found = wrong_argument();
    found.column = 7;
    found.end_column = 10;
    CHECK(render("a.py", {found}, &text, options) ==
          Lines{"a.py:2: error: No.  [arg-type]", "    print(foo)", "          ^~~"});
}

TEST_CASE("JSON output is one line an error, with its notes as hint") {
    config::Options options;
    options.output = "json";
    CHECK(render("a.py", {wrong_argument(), note(messages::codes::kArgType)}, nullptr, options) ==
          Lines{R"({"file": "a.py", "line": 2, "column": 5, "end_line": 2, "end_column": 8, )"
                R"("message": "No.", "hint": "No.", "code": "arg-type", "severity": "error"})"});
}

TEST_CASE("the last line counts") {
    CHECK(cli::render_summary({.files_checked = 3}) ==
          "Success: no issues found in 3 source files");
    CHECK(cli::render_summary({.errors = 1, .files_with_errors = 1, .files_checked = 1}) ==
          "Found 1 error in 1 file (checked 1 source file)");
    CHECK(cli::render_summary({.errors = 2, .files_with_errors = 1, .blocked = true}) ==
          "Found 2 errors in 1 file (errors prevented further checking)");
}
