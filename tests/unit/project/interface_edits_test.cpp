// Who hears of an edit that changes what a module shows: those that looked at it, or looked for it
// in vain.

#include "unit/project/edited_program.h"

using namespace krait::project::test;

namespace {

/// A body that uses `expression` of module a.
std::string user(const std::string& expression) {
    return "import a\ndef use() -> None:\n    reveal_type(" + expression + ")\n";
}

}  // namespace

TEST_CASE("a changed signature concerns those that call it") {
    EditedProgram program({{"a.py", "def f(x: int) -> int: return x\ndef g() -> int: return 1\n"},
                           {"b.py", user("a.f(1)")},
                           {"c.py", user("a.g()")}});
    program.edit("a.py", "-> int: return x", "-> object: return x");
    CHECK(program.interfaces() == Lines{"a"});
    CHECK(program.bodies() == Lines{"a", "b"});
}

TEST_CASE("an attribute that comes or goes concerns those that looked for it") {
    EditedProgram program({{"a.py", "class C:\n    x = 1\n    y = 1\n"},
                           {"b.py", user("a.C().z")},
                           {"c.py", user("a.C().y")}});
    program.edit("a.py", "    y = 1\n", "    y = 1\n    z = 1\n");
    CHECK(program.bodies() == Lines{"b"});
    program.edit("a.py", "    z = 1\n", "");
    CHECK(program.bodies() == Lines{"b"});
}

TEST_CASE("a base class brings attributes") {
    EditedProgram program(
        {{"a.py", "class B:\n    x = 1\nclass C:\n    y = 1\n"}, {"b.py", user("a.C().x")}});
    program.edit("a.py", "class C:", "class C(B):");
    CHECK(program.bodies() == Lines{"b"});
    program.edit("a.py", "class C(B):", "class C:");
    CHECK(program.bodies() == Lines{"b"});
}

TEST_CASE("an overload is part of a signature") {
    EditedProgram program({{"a.py", R"(from typing import overload
@overload
def f(x: int) -> int: ...
@overload
def f(x: str) -> str: ...
def f(x: object) -> object:
    return x
)"},
                           {"b.py", user("a.f('')")}});
    program.edit(
        "a.py", "@overload\ndef f(x: str) -> str: ...\n",
        "@overload\ndef f(x: str) -> str: ...\n@overload\ndef f(x: bytes) -> bytes: ...\n");
    CHECK(program.bodies() == Lines{"a", "b"});
    program.edit("a.py", "(x: str) -> str", "(x: str) -> int");
    CHECK(program.bodies() == Lines{"a", "b"});
}

TEST_CASE("__all__ decides what a star brings") {
    EditedProgram program({{"a.py", "x = 1\ny = ''\n__all__ = ['x']\n"},
                           {"b.py", "from a import *\ndef f() -> None:\n    reveal_type(y)\n"}});
    program.edit("a.py", "['x']", "['x', 'y']");
    CHECK(program.interfaces() == Lines{"a", "b"});
    program.edit("a.py", "['x', 'y']", "['y']");
    CHECK(program.interfaces() == Lines{"a", "b"});
}

TEST_CASE("a star brings what is added") {
    EditedProgram program(
        {{"a.py", "x = 1\n"}, {"b.py", "from a import *\ndef f() -> None:\n    reveal_type(y)\n"}});
    program.edit("a.py", "x = 1\n", "x = 1\ny = ''\n");
    CHECK(program.interfaces() == Lines{"a", "b"});
    program.edit("a.py", "y = ''\n", "");
    CHECK(program.interfaces() == Lines{"a", "b"});
}

TEST_CASE("a re-export carries a change on, and hides what it doesn't name") {
    EditedProgram program({{"a.py", "def f() -> int: return 1\n"},
                           {"b.py", "from a import f as f\ndef own() -> int: return 1\n"},
                           {"c.py", "import b\ndef use() -> None:\n    reveal_type(b.f())\n"},
                           {"d.py", "import b\ndef use() -> None:\n    reveal_type(b.own())\n"}});
    program.edit("a.py", "-> int: return 1", "-> str: return ''");
    CHECK(program.bodies() == Lines{"a", "c"});
    program.edit("b.py", "from a import f as f\n", "");
    CHECK(program.bodies() == Lines{"c"});
}

TEST_CASE("a name that is added may satisfy, or shadow") {
    EditedProgram program({{"a.py", "from b import *\n"},
                           {"b.py", "len = 1\n"},
                           {"c.py",
                            "from a import *\ndef f() -> None:\n    reveal_type(str)\n"
                            "    reveal_type(later)\n"}});
    program.edit("a.py", "from b import *\n", "from b import *\nlater = 1\n");
    program.edit("a.py", "later = 1\n", "later = 1\nstr = 1\n");
    program.edit("b.py", "len = 1\n", "later = ''\n");
    program.edit("a.py", "later = 1\nstr = 1\n", "");
}

TEST_CASE("a type that is inferred travels through three modules") {
    EditedProgram program({{"a.py", "class A:\n    x = 1\n"},
                           {"b.py", "import a\nclass B:\n    y = a.A().x\n"},
                           {"c.py", "import b\nclass C:\n    z = b.B().y\n"},
                           {"d.py", "import c\ndef f() -> None:\n    reveal_type(c.C().z)\n"}});
    program.edit("a.py", "x = 1", "x = ''");
    CHECK(program.interfaces() == Lines{"a", "b", "c"});
    CHECK(program.bodies() == Lines{"d"});
    program.edit("b.py", "y = a", "y: str = a");
    CHECK(program.interfaces() == Lines{"b", "c"});
    CHECK(program.bodies() == Lines{});
}

TEST_CASE("generics, protocols and metaclasses reach through modules that nobody imports") {
    EditedProgram program({{"deep.py",
                            "from typing import Generic, TypeVar, Protocol\nT = TypeVar('T')\n"
                            "class Meta(type):\n    flag = 1\n"
                            "class Box(Generic[T]):\n    def get(self) -> T: ...\n"
                            "class Has(Protocol):\n    def has(self) -> int: ...\n"},
                           {"mid.py",
                            "import deep\nclass C(deep.Box[int], metaclass=deep.Meta):\n"
                            "    def has(self) -> int: ...\n"
                            "def need(x: deep.Has) -> None: ...\n"},
                           {"top.py",
                            "import mid\ndef f() -> None:\n    reveal_type(mid.C.flag)\n"
                            "    reveal_type(mid.C().get())\n    mid.need(mid.C())\n"}});
    program.edit("deep.py", "flag = 1", "flag = ''");
    CHECK(program.bodies() == Lines{"top"});
    program.edit("deep.py", "def get(self) -> T", "def get(self) -> list[T]");
    program.edit("deep.py", "def has(self) -> int", "def has(self) -> str");
    CHECK(program.lines().size() > 2);
}

TEST_CASE("a cycle forms, changes and is cut") {
    EditedProgram program({{"a.py", "class A:\n    x = 1\n"},
                           {"b.py", "import a\nclass B(a.A):\n    y = ''\n"},
                           {"c.py", "import b\ndef f() -> None:\n    reveal_type(b.B().x)\n"}});
    program.edit("a.py", "class A:\n", "import b\ndef make() -> b.B: ...\nclass A:\n");
    program.edit("a.py", "x = 1", "x = make().y");
    program.edit("b.py", "y = ''", "y = 1");
    program.edit("a.py", "import b\ndef make() -> b.B: ...\n", "");
    program.edit("a.py", "x = make().y", "x = 1");
}

TEST_CASE("comments that are options concern the whole file") {
    EditedProgram program({{"a.py", "x = 1\ndef f():\n    y: int = ''\n"}, {"b.py", user("a.x")}});
    program.edit("a.py", "x = 1\n", "# mypy: check-untyped-defs\nx = 1\n");
    CHECK(program.lines().size() == 2);
    program.edit("a.py", "# mypy: check-untyped-defs\n", "# type: ignore\n");
    program.edit("a.py", "# type: ignore\n", "");
}
