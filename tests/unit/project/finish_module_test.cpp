#include "project/finish_module.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "base/source_text.h"
#include "python/messages/codes.h"
#include "python/syntax/parser.h"

using namespace krait;
using messages::Diagnostic;
using messages::Severity;
namespace codes = messages::codes;

namespace {

Diagnostic error(std::uint32_t line, const char* code, std::string message) {
    Diagnostic found;
    found.line = line;
    found.end_line = line;
    found.code = code;
    found.message = std::move(message);
    return found;
}

Diagnostic note(std::uint32_t line, const char* code, std::string message) {
    Diagnostic found = error(line, code, std::move(message));
    found.severity = Severity::Note;
    return found;
}

std::vector<std::string> finish(const std::string& text, std::vector<Diagnostic> found,
                                const config::Options& options = {}) {
    base::SourceText source(text);
    syntax::Tree tree = syntax::parse_module(source);
    std::vector<std::string> lines;
    for (const Diagnostic& one : project::finish_module({tree.type_ignores(),
                                                         tree.ignores_whole_file(),
                                                         options,
                                                         false,
                                                         {},
                                                         std::move(found)})) {
        lines.push_back(std::to_string(one.line) + " " + one.message);
    }
    return lines;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("findings come in order of lines, and twice the same once") {
    CHECK(finish("x\ny\n", {error(2, codes::kMisc, "b"), error(1, codes::kMisc, "a"),
                            error(2, codes::kMisc, "b")}) == Lines{"1 a", "2 b"});
}

TEST_CASE("an ignore comment silences what it covers") {
    std::string text = "x  # type: ignore[arg-type]\ny  # type: ignore\nz\n";
    CHECK(finish(text, {error(1, codes::kArgType, "a"), error(2, codes::kMisc, "b"),
                        error(3, codes::kMisc, "c")}) == Lines{"3 c"});
}

TEST_CASE("a comment for another code is pointed out") {
    CHECK(finish("x  # type: ignore[arg-type]\n", {error(1, codes::kIndex, "a")}) ==
          Lines{"1 a", "1 Error code \"index\" not covered by \"type: ignore[arg-type]\" comment"});
}

TEST_CASE("a comment for a broader code covers its parts") {
    CHECK(finish("x  # type: ignore[assignment]\n", {error(1, codes::kMethodAssign, "a")}).empty());
}

TEST_CASE("a comment on any line of an expression counts") {
    Diagnostic found = error(1, codes::kArgType, "a");
    found.ignore_last_line = 3;
    CHECK(finish("f(\n  x,\n)  # type: ignore\n", {found}).empty());
    found.ignore_last_line = 2;
    CHECK(finish("f(\n  x,\n)  # type: ignore\n", {found}) == Lines{"1 a"});
}

TEST_CASE("codes that are off are silent") {
    config::Options options;
    options.disabled_error_codes.add("index");
    CHECK(finish("x\n", {error(1, codes::kIndex, "a"), error(1, codes::kTruthyBool, "b")}, options)
              .empty());
}

TEST_CASE("unused ignores are reported when asked for") {
    config::Options options;
    options.warn_unused_ignores = true;
    CHECK(finish("x  # type: ignore\ny  # type: ignore[index, misc]\n",
                 {error(2, codes::kMisc, "b")}, options) ==
          Lines{"1 Unused \"type: ignore\" comment", "2 Unused \"type: ignore[index]\" comment"});
}

TEST_CASE("a comment that may be for an error of a plugin is not called unused") {
    std::string text =
        "x  # type: ignore\n"
        "x  # type: ignore[misc]\n"
        "x  # type: ignore[of-the-plugin]\n"
        "x  # type: ignore[index]\n"
        "x  # type: ignore[misc, index]\n";
    config::Options options;
    options.warn_unused_ignores = true;
    CHECK(finish(text, {}, options).size() == 5);
    options.plugins = {"some.plugin"};
    CHECK(finish(text, {}, options) ==
          Lines{"4 Unused \"type: ignore\" comment", "5 Unused \"type: ignore[index]\" comment"});
}

TEST_CASE("a note goes with the error that it belongs to") {
    Diagnostic hint = note(1, codes::kArgType, "hint");
    hint.belongs_to_previous = true;
    CHECK(finish("x\n", {error(1, codes::kArgType, "a"), hint, error(1, codes::kArgType, "a"),
                         hint}) == Lines{"1 a", "1 hint"});
    CHECK(finish("x  # type: ignore\n", {error(1, codes::kArgType, "a"), hint}).empty());
}

TEST_CASE("where something blocks, nothing else is said") {
    Diagnostic blocker = error(3, codes::kSyntax, "no");
    blocker.blocker = true;
    CHECK(finish("x\n", {error(1, codes::kMisc, "a"), blocker}) == Lines{"3 no"});
}
