// Bodies that show outside: an edit in one of these builds an interface, and who reads it hears.

#include "unit/project/edited_program.h"

using namespace krait::project::test;

TEST_CASE("a yield makes a generator of a function") {
    EditedProgram program({{"a.py", R"(from typing import AsyncIterator
async def f() -> AsyncIterator[int]:
    x = 1
    raise Exception
)"},
                           {"b.py", "import a\ndef g() -> None:\n    reveal_type(a.f())\n"}});
    program.edit("a.py", "    x = 1\n", "    yield 1\n");
    CHECK(program.interfaces() == Lines{"a"});
    CHECK(program.bodies() == Lines{"a", "b"});
    program.edit("a.py", "    yield 1\n", "    x = 1\n");
    CHECK(program.interfaces() == Lines{"a"});
    CHECK(program.bodies() == Lines{"a", "b"});
}

TEST_CASE("a body of dots makes a protocol's method abstract") {
    EditedProgram program({{"a.py", R"(from typing import Protocol
class P(Protocol):
    def f(self) -> int:
        return 1
)"},
                           {"b.py",
                            "import a\nclass C(a.P): ...\n"
                            "def g() -> None:\n    C()\n"}});
    program.edit("a.py", "        return 1\n", "        ...\n");
    CHECK(program.interfaces() == Lines{"a", "b"});
    CHECK(program.lines().size() >= 1);
    program.edit("a.py", "        ...\n", "        return 1\n");
    CHECK(program.lines() == Lines{});
}

TEST_CASE("an assignment to self defines an attribute") {
    EditedProgram program({{"a.py", R"(class C:
    def __init__(self) -> None:
        x = 1
)"},
                           {"b.py", "import a\ndef g() -> None:\n    reveal_type(a.C().x)\n"}});
    program.edit("a.py", "        x = 1", "        self.x = 1");
    CHECK(program.interfaces() == Lines{"a"});
    CHECK(program.bodies() == Lines{"b"});
    program.edit("a.py", "self.x = 1", "self.x = ''");
    CHECK(program.bodies() == Lines{"b"});
    program.edit("a.py", "self.x = ''", "x = 1");
    CHECK(program.bodies() == Lines{"a", "b"});
}

TEST_CASE("a global statement defines a name of the module") {
    EditedProgram program({{"a.py", "def f() -> None:\n    x = 1\n"},
                           {"b.py", "import a\ndef g() -> None:\n    reveal_type(a.x)\n"}});
    program.edit("a.py", "    x = 1\n", "    global x\n    x = 1\n");
    CHECK(program.interfaces() == Lines{"a"});
    program.edit("a.py", "    global x\n", "");
    CHECK(program.interfaces() == Lines{"a"});
}

TEST_CASE("an import in a function makes the program larger") {
    EditedProgram program({{"a.py", "def f() -> None:\n    x = 1\n"}, {"b.py", "y = 1\n"}});
    program.edit("a.py", "    x = 1\n", "    import b\n    reveal_type(b.y)\n");
    program.edit("b.py", "y = 1", "y = ''");
    CHECK(program.interfaces() == Lines{"b"});
    CHECK(program.bodies() == Lines{"a"});
    program.edit("a.py", "    import b\n", "");
}

TEST_CASE("a type comment is a signature") {
    EditedProgram program({{"a.py", "def f(x):\n    # type: (int) -> int\n    return x\n"},
                           {"b.py", "import a\ndef g() -> None:\n    reveal_type(a.f(1))\n"}});
    program.edit("a.py", "# type: (int) -> int", "# type: (int) -> str");
    CHECK(program.interfaces() == Lines{"a"});
    CHECK(program.bodies() == Lines{"a", "b"});
    program.edit("a.py", "# type: (int) -> str", "# int to str");
    CHECK(program.interfaces() == Lines{"a"});
}

TEST_CASE("a return value shows where a signature is missing") {
    EditedProgram program({{"a.py", "def f():\n    x = 1\n"}}, {"--disallow-untyped-defs"});
    program.edit("a.py", "    x = 1\n", "    x = 1\n    return x\n");
    program.edit("a.py", "    return x\n", "");
    CHECK(program.lines().size() == 2);
}
