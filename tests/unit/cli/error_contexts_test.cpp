#include "cli/error_contexts.h"

#include <catch2/catch_test_macros.hpp>

using namespace krait;

namespace {

messages::Diagnostic error_on(std::uint32_t line) {
    messages::Diagnostic found;
    found.line = line;
    found.column = 5;
    found.message = "No.";
    return found;
}

std::vector<std::string> notes(std::string text, std::vector<messages::Diagnostic> found) {
    std::vector<std::string> said;
    for (const auto& one : cli::with_scope_notes(std::move(found), base::SourceText(text))) {
        if (one.severity == messages::Severity::Note) said.push_back(one.message);
    }
    return said;
}

using Notes = std::vector<std::string>;

}  // namespace

TEST_CASE("an error says in which function it lies, the next one in it doesn't again") {
    const std::string text = "def outer():\n    first\n    second\nlast_one\n";
    CHECK(notes(text, {error_on(2), error_on(3), error_on(4)}) ==
          Notes{"In function \"outer\":", "At top level:"});
}

TEST_CASE("an error says in which class it lies") {
    const std::string text =
        "class Snake:\n    long = yes\n    def bite(self):\n        self.tooth\n";
    CHECK(notes(text, {error_on(2), error_on(4)}) ==
          Notes{"In class \"Snake\":", "In member \"bite\" of class \"Snake\":"});
}

TEST_CASE("a function in a method goes by the method's name, without its class") {
    const std::string text =
        "class Snake:\n    def bite(self):\n        def hiss():\n            self.tooth\n";
    CHECK(notes(text, {error_on(4)}) == Notes{"In function \"bite\":"});
}

TEST_CASE("decorators, defaults and bases belong to what is around their definition") {
    CHECK(notes("@wrong.name\ndef bite(x=\n    wrong):\n    pass\n", {error_on(1), error_on(3)})
              .empty());
    CHECK(notes("class Snake(\n    Wrong):\n    long = yes\n", {error_on(2)}).empty());
}

TEST_CASE("an unused ignore comment is said of the file") {
    messages::Diagnostic unused = error_on(2);
    unused.code = "unused-ignore";
    CHECK(notes("def bite():\n    1  # type: ignore\n", {unused}).empty());
}
