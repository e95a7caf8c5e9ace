// An edit in a module of an import cycle builds that module's interface, and those of modules that
// asked for what changed; what comes out is what a build of the whole cycle gives.

#include "unit/project/edited_program.h"

using namespace krait::project::test;

namespace {

/// Five modules that import each other in a ring, and more inside.
Files ring() {
    return {{"a.py", R"(import b
class A:
    def __init__(self) -> None:
        self.size = 1
        self.other = b.B()

    def make(self) -> "b.B":
        x = b.B()
        return x

TABLE = [1, 2]
def helper(x: int) -> int:
    y = x
    return y
)"},
            {"b.py", R"(import c
class B:
    count = 1
    def follow(self) -> "c.C":
        return c.C()
NAME = "b"
)"},
            {"c.py", R"(import d
import a
class C:
    def __init__(self) -> None:
        self.size = a.A().size
def use() -> int:
    return a.helper(1)
)"},
            {"d.py", R"(import e
class D:
    x: int = 1
)"},
            {"e.py", R"(import a
from b import NAME
class E:
    y = ""
def names() -> str:
    return NAME
)"}};
}

}  // namespace

TEST_CASE("in a cycle, what shows nowhere builds one module or none") {
    EditedProgram program(ring());
    program.edit("a.py", "        self.size = 1\n", "        self.size = 1\n        z: int = ''\n");
    CHECK(program.interfaces().size() == 1);
    CHECK(program.built() == 0);
    CHECK(program.lines().size() == 1);
    program.edit("a.py", "        z: int = ''\n", "");
    CHECK(program.built() == 0);
    program.edit("d.py", "    x: int = 1\n", "    x: int = ''\n");
    CHECK(program.built() == 1);
}

TEST_CASE("in a cycle, a changed signature builds one module and checks its callers") {
    EditedProgram program(ring());
    program.edit("a.py", "def helper(x: int) -> int", "def helper(x: int, y: int = 1) -> int");
    CHECK(program.built() == 1);
    program.edit("a.py", "def helper(x: int, y: int = 1) -> int", "def helper(x: str) -> int");
    CHECK(program.built() == 1);
    CHECK(program.lines().size() >= 2);
}

TEST_CASE("in a cycle, an inferred type travels to those that infer from it") {
    EditedProgram program(ring());
    program.edit("a.py", "self.size = 1", "self.size = ''");
    CHECK(program.built() == 2);
    program.edit("a.py", "self.size = ''", "self.size = TABLE");
    CHECK(program.built() == 2);
    program.edit("e.py", "def names() -> str:\n",
                 "import c\ndef names() -> str:\n"
                 "    reveal_type(c.C().size)\n");
    program.edit("a.py", "self.size = TABLE", "self.size = NAME");
    program.edit("a.py", "self.size = NAME", "self.size = b.NAME");
    program.edit("b.py", "NAME = \"b\"", "NAME = 1");
}

TEST_CASE("in a cycle, the order in which types are inferred is the same for one module alone") {
    Files files = {{"a.py",
                    "import b\nx = b.y\nclass A:\n    def __init__(self) -> None:\n"
                    "        self.v = b.y\n"},
                   {"b.py",
                    "import a\ny = 1\nz = a.x\nclass B:\n"
                    "    def __init__(self) -> None:\n        self.w = a.A().v\n"},
                   {"c.py",
                    "import a, b\nreveal_type(a.x)\nreveal_type(b.z)\n"
                    "reveal_type(b.B().w)\nreveal_type(a.A().v)\n"}};
    EditedProgram program(files);
    program.edit("b.py", "y = 1", "y = ''");
    program.edit("a.py", "x = b.y", "x = b.y\nw = b.y");
    program.edit("a.py", "w = b.y", "w = 1");
    program.edit("b.py", "z = a.x", "z = a.w");
    program.edit("a.py", "w = 1", "w: int = 1");
    program.edit("b.py", "y = ''", "y: str = ''");
    program.edit("b.py", "self.w = a.A().v", "self.w = a.w");
}

TEST_CASE("in a cycle, names come back through others") {
    EditedProgram program({{"pkg/__init__.py",
                            "from pkg.core import Core as Core\n"
                            "from pkg.extra import Extra as Extra\n"},
                           {"pkg/core.py",
                            "import pkg\nfrom pkg import extra\n"
                            "class Early(extra.Base): ...\n"
                            "class Core:\n    def f(self) -> 'pkg.Extra': ...\n"
                            "def g() -> None:\n    x = 1\n"
                            "limit = 1\n"},
                           {"pkg/extra.py",
                            "from pkg import core\nclass Base:\n    b = 1\n"
                            "class Extra(core.Core):\n    e = 1\n"},
                           {"main.py",
                            "import pkg\nreveal_type(pkg.Core().f().e)\n"
                            "from pkg.core import Early, limit\n"
                            "reveal_type(Early().b)\nreveal_type(limit)\n"}});
    program.edit("pkg/core.py", "limit = 1", "limit = ''");
    CHECK(program.built() <= 2);
    program.edit("pkg/core.py", "class Core:\n", "class Core:\n    n = 1\n");
    program.edit("pkg/core.py", "    n = 1\n", "");
    program.edit("pkg/extra.py", "    b = 1\n", "    b = ''\n");
    program.edit("pkg/core.py", "class Core:", "class Kern:");
    program.edit("pkg/core.py", "class Kern:", "class Core:");
    program.edit("pkg/core.py", "limit = ''", "def limit() -> int: ...");
}

TEST_CASE("in a cycle, a changed MRO or star builds the whole") {
    EditedProgram program({{"a.py", "from b import *\nclass A:\n    x = 1\n"},
                           {"b.py", "import a\nclass B:\n    y = 1\nclass C:\n    z = 1\n"},
                           {"c.py", "import a\nreveal_type(a.B().y)\nreveal_type(a.C().y)\n"}});
    program.edit("b.py", "class C:", "class C(B):");
    CHECK(program.built() == 4);  // b alone, in vain; the cycle; c
    program.edit("b.py", "class C(B):", "class D:\n    d = 1\nclass C(B):");
    CHECK(program.built() == 3);
    program.edit("b.py", "    y = 1", "    y = ''");
    CHECK(program.built() == 2);
}

TEST_CASE("in a cycle, a name that goes is missed") {
    EditedProgram program(ring());
    program.edit("b.py", "NAME = \"b\"\n", "");
    program.edit("b.py", "    count = 1\n", "    count = 1\n    NAME = 1\n");
    program.edit("b.py", "class B:", "NAME = 1\nclass B:");
    program.edit("a.py", "def helper", "def helped");
    program.edit("a.py", "def helped", "def helper");
}
