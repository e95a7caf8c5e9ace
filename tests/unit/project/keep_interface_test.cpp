// An edit in a function that defines attributes of self leaves the interface alone as long as the
// attributes stay what they are; and whatever it does, what is shown is what a cold check shows.

#include "unit/project/edited_program.h"

using namespace krait::project::test;

namespace {

Files shapes() {
    return {{"shape.py", R"(LIMIT = 3
ITEMS = []

class Base:
    guess = None
    count = 0

class Shape(Base):
    def __init__(self, sides: int) -> None:
        first = sides
        self.sides = first
        self.name: str = "shape"
        self.seen = []
        self.seen.append(sides)

    def plain(self) -> str:
        return self.sides

    def later(self) -> None:
        self.late = LIMIT
)"},
            {"user.py", R"(from shape import Shape
def use(shape: Shape) -> str:
    return shape.sides + shape.late
)"}};
}

}  // namespace

TEST_CASE("typing where attributes are defined keeps the interface") {
    EditedProgram program(shapes());
    const Lines before = program.lines();
    program.edit("shape.py", "        first = sides\n",
                 "        first = sides\n        z: int = ''\n");
    CHECK(program.built() == 0);
    CHECK(program.bodies().empty());
    CHECK(program.lines().size() == before.size() + 1);
    program.edit("shape.py", "        z: int = ''\n", "");
    CHECK(program.built() == 0);
    CHECK(program.lines() == before);
    program.edit("shape.py", "        self.late = LIMIT\n", "\n        self.late = LIMIT + 1\n");
    CHECK(program.built() == 0);
    program.edit("shape.py", "LIMIT = 3\n", "\nLIMIT = 3\n");
    CHECK(program.built() == 0);
    program.edit("shape.py", "first = sides\n", "first = sides or sides\n");
    CHECK(program.built() == 0);
}

TEST_CASE("what a class body gave a type for good is assigned to") {
    EditedProgram program(shapes());
    program.edit("shape.py", "        first = sides\n",
                 "        first = sides\n        self.count = 1\n");
    CHECK(program.built() == 0);
    const Lines before = program.lines();
    program.edit("shape.py", "self.count = 1", "self.count = ''");
    CHECK(program.built() == 0);
    CHECK(program.lines().size() == before.size() + 1);
}

TEST_CASE("without strict optionals None in a class body waits for a type") {
    EditedProgram program(
        {{"mypy.ini", "[mypy]\nstrict_optional = False\n"}, {"shape.py", R"(class Shape:
    count = None
    def __init__(self, sides: int) -> None:
        self.sides = sides
        self.count = 1
)"}});
    program.edit("shape.py", "self.count = 1", "self.count = ''");
    CHECK(program.built() == 1);
}

TEST_CASE("an attribute of another type, or in another place, makes a new interface") {
    EditedProgram program(shapes());
    program.edit("shape.py", "self.sides = first", "self.sides = str(first)");
    CHECK(program.built() == 1);
    program.edit("shape.py", "self.seen.append(sides)", "self.seen.append('')");
    CHECK(program.built() == 1);
    program.edit("shape.py", "        self.name: str = \"shape\"\n        self.seen = []\n",
                 "        self.seen = []\n        self.name: str = \"shape\"\n");
    CHECK(program.built() == 1);
    program.edit("shape.py", "        first = sides\n",
                 "        first = sides\n        self.z = 1\n");
    CHECK(program.built() == 1);
    program.edit("shape.py", "        self.z = 1\n", "");
    CHECK(program.built() == 1);
}

TEST_CASE("what a class or the module left open is finished by a job for all") {
    EditedProgram program(shapes());
    program.edit("shape.py", "        first = sides\n",
                 "        first = sides\n        self.guess = sides\n");
    CHECK(program.built() == 1);
    program.edit("shape.py", "self.guess = sides", "self.guess = 'x'");
    CHECK(program.built() == 1);
    program.edit("shape.py", "        first = sides\n",
                 "        first = sides\n        ITEMS.append(first)\n");
    CHECK(program.built() == 1);
    program.edit("shape.py", "ITEMS.append(first)", "ITEMS.append('x')");
    CHECK(program.built() == 1);
}

TEST_CASE("a function that waits for what is defined further down is checked twice, alone, too") {
    EditedProgram program({{"shape.py", R"(from typing import Any, Callable, TypeVar
T = TypeVar("T")

def traced(method: Callable[[Any], T]) -> Callable[[Any], T]:
    return method

class Shape:
    depth = 0

    def __init__(self, sides: int) -> None:
        first = sides
        self.token = make_token()
        self.sides = first

    def draw(self) -> None:
        pen = self.drawing()
        self.depth = pen

    @traced
    def drawing(self) -> int:
        return 1

def counter() -> type[int]:
    return int

make_token = counter()
)"},
                           {"user.py", R"(from shape import Shape
def use(shape: Shape) -> str:
    return shape.token
)"}});
    const Lines before = program.lines();
    for (const char* place : {"        first = sides\n", "        pen = self.drawing()\n"}) {
        const std::string error = "        z: int = ''\n";
        program.edit("shape.py", place, error + place);
        CHECK(program.built() == 0);
        CHECK(program.lines().size() == before.size() + 1);
        program.edit("shape.py", error, "");
        CHECK(program.built() == 0);
        CHECK(program.lines() == before);
    }
    // It finds what only the second turn can see, and then needs no second turn any more.
    program.edit("shape.py", "self.depth = pen", "self.depth = [pen]");
    CHECK(program.built() == 0);
    CHECK(program.lines().size() == before.size() + 1);
    program.edit("shape.py", "pen = self.drawing()", "pen = 1");
    CHECK(program.built() == 0);
    program.edit("shape.py", "self.token = make_token()", "self.token = int()");
    CHECK(program.built() == 1);  // it was late, and isn't any more
}

TEST_CASE("typing in the implementation of an overloaded constructor keeps the interface") {
    EditedProgram program({{"shape.py", R"(from typing import overload

class Shape:
    @overload
    def __init__(self, sides: int) -> None: ...
    @overload
    def __init__(self, sides: str, *, name: str) -> None:
        ...
    def __init__(self, sides: object, *, name: str = "") -> None:
        first = sides
        self.sides = first
        self.name = name
)"},
                           {"user.py", R"(from shape import Shape
def use(shape: Shape) -> int:
    return shape.name
)"}});
    const Lines before = program.lines();
    program.edit("shape.py", "        first = sides\n",
                 "        first = sides\n        z: int = ''\n");
    CHECK(program.built() == 0);
    CHECK(program.lines().size() == before.size() + 1);
    program.edit("shape.py", "        z: int = ''\n", "");
    CHECK(program.built() == 0);
    CHECK(program.lines() == before);
    program.edit("shape.py", "name: str = \"\"", "name: str = 3");
    CHECK(program.built() == 1);
    program.edit("shape.py", "        first = sides\n",
                 "        first = sides\n        z: int = ''\n");
    CHECK(program.built() == 0);  // what is wrong with the signature is found again
    CHECK(program.lines().size() == before.size() + 2);
    program.edit("shape.py", "name: str = 3", "name: str = \"\"");
    program.edit("shape.py", "        ...\n    def", "        z: int = ''\n    def");
    program.edit("shape.py", "object, *, name: str = \"\"", "int, *, name: str = \"\"");
    CHECK(program.built() == 1);
    program.edit("shape.py", "self.name = name", "self.name = 3");
    CHECK(program.built() == 1);
}

TEST_CASE("what is defined further down is not seen before its time") {
    EditedProgram program(shapes());
    program.edit("shape.py", "first = sides", "first = self.late");
    CHECK(program.built() == 1);
    program.edit("shape.py", "self.late = LIMIT", "self.late = ''");
    program.edit("shape.py", "first = self.late", "first = sides");
}
