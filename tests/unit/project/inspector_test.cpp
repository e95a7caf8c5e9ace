// How long what was found out for an editor's questions is kept.

#include "project/inspector.h"

#include "unit/project/edited_program.h"

using namespace krait;
using namespace krait::project;
using namespace krait::project::test;

namespace {

/// What a question about the first function of b.py leaves behind.
std::weak_ptr<InspectedUnit> ask_about_b(EditedProgram& program) {
    const auto inspector = program.inspector();
    const auto modules = inspector->registry().modules_of_file("/work/b.py");
    REQUIRE(modules.size() == 1);
    const HeldUnit held = inspector->unit(inspector->version(modules.front()), 0, {});
    REQUIRE(held);
    return held.unit;
}

}  // namespace

TEST_CASE("what was found out for a question is kept until something that it saw is another") {
    EditedProgram program({{"a.py", "def f() -> int:\n    return 1\ndef g() -> int: ...\n"},
                           {"b.py", "import a\ndef h() -> int:\n    return a.f()\n"}},
                          {}, Tidy::No);
    const auto unit = ask_about_b(program);
    CHECK(!unit.expired());
    CHECK(ask_about_b(program).lock() == unit.lock());
    program.edit("a.py", "return 1", "return 2");
    CHECK(!unit.expired());
    program.edit("a.py", "def f() -> int", "def f() -> str");
    CHECK(unit.expired());
}

TEST_CASE("of a file's texts that were asked about the last is kept") {
    EditedProgram program({{"a.py", "x = 1\n"}});
    const auto inspector = program.inspector();
    const auto version = [&](const char* text) {
        return std::weak_ptr<const LoadedModule>(
            inspector->version("/work/a.py", std::make_shared<base::SourceText>(text)));
    };
    const auto first = version("x = 12\n");
    CHECK(!first.expired());
    const auto second = version("x = 123\n");
    CHECK(first.expired());
    CHECK(!second.expired());
}
