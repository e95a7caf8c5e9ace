// What an edit inside a function costs: that function. And what moves, moves.

#include "unit/project/edited_program.h"

using namespace krait::project::test;

namespace {

const std::string kModule = R"(import b

class C:
    attribute: int = "not an int"

    def method(self, x: int) -> int:
        y = x
        return y

    late: str = 1

def function(c: C) -> str:
    a = c.method(1)
    return a

def other() -> int:
    return b.number()

wrong: int = ""
)";
const std::string kImported = R"(def number() -> int:
    n = 1
    return n
)";
const std::string kImporter = R"(import a

def f() -> str:
    x = a.other()
    return x
)";

EditedProgram three_modules() {
    return EditedProgram({{"a.py", kModule}, {"b.py", kImported}, {"c.py", kImporter}});
}

}  // namespace

TEST_CASE("a statement in a function checks that function again and builds no interface") {
    EditedProgram program = three_modules();
    const std::size_t before = program.lines().size();
    CHECK(before == 5);
    program.edit("a.py", "    a = c.method(1)\n", "    a = c.method(1)\n    z: int = ''\n");
    CHECK(program.interfaces() == Lines{});
    CHECK(program.bodies() == Lines{"a"});
    CHECK(program.lines().size() == before + 1);
    program.edit("a.py", "    z: int = ''\n", "");
    CHECK(program.interfaces() == Lines{});
    CHECK(program.bodies() == Lines{"a"});
    CHECK(program.lines().size() == before);
}

TEST_CASE("a function that others call may grow and shrink unheard") {
    EditedProgram program = three_modules();
    program.edit("b.py", "    n = 1\n", "    n = 1\n\n    # more\n    n = n + 1\n");
    CHECK(program.interfaces() == Lines{});
    CHECK(program.bodies() == Lines{"b"});
}

TEST_CASE("comments and blank lines change nothing but places") {
    EditedProgram program = three_modules();
    for (const char* text : {"# a comment\n", "\n\n", "        # deep\n"}) {
        DYNAMIC_SECTION("before a function: " << text) {
            program.edit("a.py", "def function", std::string(text) + "def function");
            CHECK(program.interfaces() == Lines{});
            CHECK(program.bodies() == Lines{});
        }
        DYNAMIC_SECTION("before everything: " << text) {
            program.edit("a.py", "import b\n", std::string(text) + "import b\n");
            CHECK(program.interfaces() == Lines{});
            CHECK(program.bodies() == Lines{});
        }
        DYNAMIC_SECTION("in a class: " << text) {
            program.edit("a.py", "    late", std::string(text) + "    late");
            CHECK(program.interfaces() == Lines{});
            CHECK(program.bodies() == Lines{});
        }
    }
}

TEST_CASE("a comment or a blank line in a function checks that function at most") {
    EditedProgram program = three_modules();
    program.edit("a.py", "        y = x\n", "        # why\n\n        y = x\n");
    CHECK(program.interfaces() == Lines{});
    CHECK(program.bodies().size() <= 1);
    program.edit("a.py", "        # why\n\n", "");
    CHECK(program.interfaces() == Lines{});
    CHECK(program.bodies().size() <= 1);
}

TEST_CASE("in a string, a blank line and a # are text") {
    EditedProgram program({{"a.py",
                            "from typing import Literal\nx: Literal[\"\"\"\n1\n\"\"\"]\n"
                            "y: int = x\n"}});
    program.edit("a.py", "1\n", "1\n\n");
    CHECK(program.interfaces() == Lines{"a"});
    program.edit("a.py", "1\n", "# 1\n");
    CHECK(program.interfaces() == Lines{"a"});
}

TEST_CASE("what is said of a whole class or function ends where it ends now") {
    EditedProgram program({{"a.py", R"(class A:
    def f(self) -> int: ...

def decorate(f: int) -> int: ...

class B(A):
    @decorate
    def f(self) -> str:
        x = 1
        return "a"

@decorate
class C:
    def g(self) -> int:
        x = 1
        return x
)"}});
    program.edit("a.py", "        x = 1\n        return \"a\"", "        return \"abc\"");
    CHECK(program.interfaces() == Lines{});
    program.edit("a.py", "        x = 1\n        return x", "        return 1  # one");
    CHECK(program.interfaces() == Lines{});
}

TEST_CASE("a line that is named in a message is the line of now") {
    SECTION("by a function") {
        EditedProgram program({{"a.py", R"(x = 1

def f() -> None:
    class L: ...
    def g() -> None: ...
    def g() -> int: ...
    reveal_type(L())
)"}});
        program.edit("a.py", "x = 1\n", "x = 1\n\n\n");
        CHECK(program.interfaces() == Lines{});
        CHECK(program.bodies() == Lines{"a"});
        program.edit("a.py", "    class L", "    # L\n    class L");
        CHECK(program.interfaces() == Lines{});
        CHECK(program.bodies() == Lines{"a"});
    }
    SECTION("by the module") {
        EditedProgram program({{"a.py", R"(def f() -> int:
    return 1

def f() -> str:
    return ""
)"}});
        program.edit("a.py", "    return 1\n", "    x = 1\n    return x\n");
        CHECK(program.interfaces() == Lines{"a"});
    }
}

TEST_CASE("an ignore comment in a function concerns that function") {
    EditedProgram program({{"a.py", R"(def f() -> str:
    x = 1
    return x

def g() -> str:
    x = 1
    return x
)"}},
                          {"--warn-unused-ignores"});
    program.edit("a.py", "    return x\n\ndef g", "    return x  # type: ignore\n\ndef g");
    CHECK(program.interfaces() == Lines{});
    CHECK(program.lines().size() == 1);
    program.edit("a.py", "    x = 1\n    return x  #", "    x = ''\n    return x  #");
    CHECK(program.interfaces() == Lines{});
    CHECK(program.lines().size() == 2);
}

TEST_CASE("an edit beyond one function's end leaves the other chunks as they were") {
    std::string text;
    for (int i = 0; i < 60; ++i) {
        text += "def f" + std::to_string(i) + "(x: int) -> int:\n    y = x\n    return y\n\n";
    }
    EditedProgram program({{"a.py", text}});
    program.edit("a.py", "def f30(x: int) -> int:\n", "def f30(x: int) -> int:\n    z = x + x\n");
    CHECK(program.interfaces() == Lines{});
    CHECK(program.bodies() == Lines{"a"});
}

TEST_CASE("a mistake in the syntax of a function is seen and mended") {
    EditedProgram program = three_modules();
    program.edit("a.py", "    a = c.method(1)\n", "    a = c.method(1\n");
    program.edit("a.py", "    a = c.method(1\n", "    a = c.method(1)\n");
    CHECK(program.lines().size() == 5);
}

namespace {

const std::string kShapes = R"(class Base:
    inherited = 1

class C(Base):
    declared: int
    of_class = 1

    def __init__(self, given: str) -> None:
        self.given = given
        if given:
            self.perhaps = 1

    def uses(self) -> None:
        self.declared = 1
        self.given = "other"
        a = 1

    def defines(self) -> None:
        self.here = 1
        b = 1

    def perhaps_defines(self) -> None:
        self.perhaps = 2
        c = 1

    def declares(self) -> None:
        self.inherited: int = 1
        d = 1

    def infers(self) -> None:
        self.of_class = 2
        e = 1

    def again(self) -> None:
        self.here = 2
        f = 1
)";

}  // namespace

TEST_CASE("a method that assigns to attributes which its class has costs what any function costs") {
    EditedProgram program({{"a.py", kShapes}});
    for (const std::string local : {"a", "f"}) {
        program.edit("a.py", "        " + local + " = 1\n", "        " + local + ": str = 1\n");
        CHECK(program.interfaces() == Lines{});
        CHECK(program.bodies() == Lines{"a"});
    }
    // Which attributes these are is seen: the last assignment may be what defines one.
    program.edit("a.py", "        self.given = \"other\"\n", "");
    CHECK(program.interfaces() == Lines{"a"});
}

TEST_CASE(
    "a method that may define an attribute, or declare or infer it, is checked with the class") {
    EditedProgram program({{"a.py", kShapes}});
    for (const std::string local : {"b", "c", "d", "e"}) {
        program.edit("a.py", "        " + local + " = 1\n", "        " + local + ": str = 1\n");
        CHECK(program.interfaces() == Lines{"a"});
    }
}

TEST_CASE("an attribute that its first method defines no more is defined by the next") {
    EditedProgram program({{"a.py", kShapes}, {"b.py", "import a\nx: str = a.C('').here\n"}});
    CHECK(program.lines().size() == 1);
    program.edit("a.py", "        self.here = 2\n", "        self.here = ''\n");
    CHECK(program.lines().size() == 2);
    program.edit("a.py", "        self.here = 1\n", "");
    CHECK(program.lines().empty());
}

TEST_CASE("a method that assigns to a protocol's attribute makes it one that needn't be defined") {
    EditedProgram program({{"a.py", R"(from typing import Protocol
class P(Protocol):
    x: int
    def set(self) -> None:
        self.x = 1
class C(P): ...
C()
)"}});
    program.edit("a.py", "        self.x = 1\n", "        y = 1\n");
    program.edit("a.py", "        y = 1\n", "        self.x = 1\n        y: str = 1\n");
    program.edit("a.py", "        self.x = 1\n", "");
}
