// What a change on disk costs: no more than in an editor, unless files come or go.

#include "unit/project/edited_program.h"

using namespace krait::project::test;

TEST_CASE("a file that was written anew is read anew, and nothing else is") {
    EditedProgram program({{"a.py", "def f() -> int:\n    x = 1\n    return x\n"},
                           {"b.py", "import a\nreveal_type(a.f())\n"}});
    program.write("a.py", "def f() -> int:\n    x = ''\n    return x\n");
    program.tell("a.py");
    CHECK(program.interfaces() == Lines{});
    CHECK(program.bodies() == Lines{"a"});
}

TEST_CASE("a file that an editor has open is not looked at on disk") {
    EditedProgram program({{"a.py", "x = 1\n"}});
    program.edit("a.py", "", "x: int = ''\n");
    program.write("a.py", "x: int = ''\n");
    program.tell("a.py");
    CHECK(program.interfaces() == Lines{});
    CHECK(program.lines().size() == 1);
}

TEST_CASE("a new file is found, a missing one is missed") {
    EditedProgram program({{"a.py", "import b\nreveal_type(b.x)\n"}});
    program.write("b.py", "x = 1\n");
    program.tell("b.py");
    CHECK(program.lines().size() == 1);
}
