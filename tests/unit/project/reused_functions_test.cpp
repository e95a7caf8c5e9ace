// A module that is built again because others' answers changed doesn't check its shaping functions
// again if what they asked is the same; and what is shown is what a cold check shows.

#include "unit/project/edited_program.h"

using namespace krait::project::test;

namespace {

/// `user` asks `hub` at its top level alone; both, and others, are in one cycle.
Files cycle() {
    return {{"hub.py", R"(import user
import third
def flag() -> int: ...
def size() -> int: ...
class Base:
    def __init__(self) -> None:
        self.base = user.Thing()
)"},
            {"user.py", R"(import hub
import third
FLAG: int = hub.flag()
class Early:
    guess = None
    def __init__(self) -> None:
        self.third = third.make()
        z: int = ''
class Thing(hub.Base):
    def __init__(self) -> None:
        self.size = hub.size()
        self.early = Early()
        self.seen = []
        self.seen.append(1)
    def more(self) -> None:
        if self.size:
            late = 1
        self.late = late
AFTER = Thing().size
reveal_type(AFTER)
)"},
            {"third.py", R"(import hub
import user
def make() -> str: ...
def use(thing: user.Thing) -> None:
    reveal_type(thing.size)
    reveal_type(thing.early.third)
    reveal_type(thing.late)
    reveal_type(thing.seen)
)"},
            {"fourth.py", "import user\nreveal_type(user.Thing().early)\n"},
            {"fifth.py", "import third\nimport fourth\nX = 1\n"}};
}

const Lines kDefinedness = {"--enable-error-code=possibly-undefined"};

}  // namespace

TEST_CASE("who asks for something else at its top level doesn't check its functions again") {
    EditedProgram program(cycle(), kDefinedness);
    program.edit("hub.py", "def flag() -> int", "def flag() -> str");
    CHECK(program.built() == 2);
    CHECK(program.shaped() == 1);  // the hub's own
    program.edit("hub.py", "def flag() -> str", "def flag() -> int");
    CHECK(program.built() == 2);
    CHECK(program.shaped() == 1);
}

TEST_CASE("a function that asks for what changed is checked again") {
    EditedProgram program(cycle(), kDefinedness);
    program.edit("hub.py", "def size() -> int", "def size() -> str");
    CHECK(program.shaped() > 1);
    program.edit("third.py", "def make() -> str", "def make() -> int");
    program.edit("hub.py", "def flag() -> int", "def flag() -> str");
    CHECK(program.shaped() == 1);
    program.edit("hub.py", "def flag() -> str", "def flag(x: int = 1) -> str");
    CHECK(program.shaped() == 1);
    program.edit("hub.py", "def size() -> str", "def size() -> user.Early");
}

TEST_CASE("a module that isn't what it was is built with all its functions") {
    Files files = cycle();
    files["user.py"].insert(files["user.py"].find("class Early"), "GUESS = hub.flag()\n");
    files["fourth.py"] += "reveal_type(user.GUESS)\n";
    EditedProgram program(files, kDefinedness);
    program.edit("hub.py", "def flag() -> int", "def flag() -> str");
    CHECK(program.shaped() == 4);
    program.edit("user.py", "self.third = third.make()", "self.third = GUESS");
    program.edit("hub.py", "def flag() -> str", "def flag() -> int");
    program.edit("user.py", "self.third = GUESS", "self.third = [GUESS]");
    program.edit("hub.py", "def flag() -> int", "def flag() -> 'user.Early'");
}

TEST_CASE("what was found in a function that isn't checked again moves with its lines") {
    EditedProgram program(cycle(), kDefinedness);
    program.edit("user.py", "class Early:", "\n# a comment\nclass Early:");
    program.edit("hub.py", "def flag() -> int", "def flag() -> str");
    CHECK(program.shaped() == 1);
    program.edit("user.py", "# a comment\n", "");
    program.edit("hub.py", "def flag() -> str", "def flag() -> int");
    CHECK(program.shaped() == 1);
    // Checked alone, one function; with all others the next time; then none.
    program.edit("user.py", "z: int = ''\n", "z: int = ''\n        y: str = 1\n");
    CHECK(program.built() == 0);
    program.edit("hub.py", "def flag() -> int", "def flag() -> str");
    CHECK(program.shaped() == 4);
    program.edit("hub.py", "def flag() -> str", "def flag() -> int");
    CHECK(program.shaped() == 1);
}

TEST_CASE("functions that others have to wait for, or that wait, are checked again") {
    EditedProgram program(
        {{"hub.py", "import user\ndef flag() -> int: ...\ndef other() -> int: ...\n"},
         {"user.py", R"(import hub
FLAG: int = hub.flag()
ITEMS = []
class Waits:
    maybe = None
    never = None
    def __init__(self) -> None:
        self.waits = Later().value
        self.plain = 1
    def finish(self) -> None:
        self.maybe = 1
        self.other = self.maybe
class Later:
    def __init__(self) -> None:
        self.value = hub.other()
        self.waited = Waits().waits
        ITEMS.append(1)
class After:
    def __init__(self) -> None:
        self.seen = Waits().maybe
        self.never = Waits().never
SEEN = After().seen
)"},
         {"third.py",
          "import user\nreveal_type(user.Waits().waits)\nreveal_type(user.Waits().maybe)\n"
          "reveal_type(user.Later().waited)\nreveal_type(user.After().seen)\n"
          "reveal_type(user.SEEN)\nreveal_type(user.ITEMS)\n"
          "reveal_type(user.After().never)\n"},
         {"fourth.py", "import third\n"}},
        kDefinedness);
    program.edit("hub.py", "def flag() -> int", "def flag() -> str");
    CHECK(program.shaped() < 6);
    program.edit("hub.py", "def other() -> int", "def other() -> str");
    program.edit("hub.py", "def flag() -> str", "def flag() -> int");
    CHECK(program.shaped() < 6);
    program.edit("user.py", "self.maybe = 1", "self.maybe = hub.flag()");
    program.edit("hub.py", "def flag() -> int", "def flag() -> str");
    program.edit("user.py", "FLAG: int = hub.flag()", "SEEN = hub.flag()");
    program.edit("hub.py", "def flag() -> str", "def flag() -> int");
}

TEST_CASE("a variable that gets its type elsewhere is seen where it is") {
    // Whether the first assignment is reached depends on the hub, and with it whether the function
    // has to wait for the second.
    EditedProgram program({{"hub.py",
                            "from typing import NoReturn\nimport user\n"
                            "def stop() -> int: ...\ndef go() -> int: ...\n"},
                           {"user.py", R"(import hub
def one() -> bool: ...
if one():
    hub.stop()
    value = hub.go()
class User:
    def __init__(self) -> None:
        self.value = value
    def other(self) -> None:
        self.other_value = 1
value = hub.go()
)"},
                           {"third.py", "import user\nreveal_type(user.User().value)\n"},
                           {"fourth.py", "import third\n"}},
                          kDefinedness);
    program.edit("hub.py", "def stop() -> int", "def stop() -> NoReturn");
    program.edit("hub.py", "def stop() -> NoReturn", "def stop() -> str");
    program.edit("hub.py", "def stop() -> str", "def stop() -> bytes");
    CHECK(program.shaped() == 0);
}

TEST_CASE("an annotation inside a function is a question of the function") {
    EditedProgram program(
        {{"hub.py", "import user\ndef flag() -> int: ...\nAlias = int\nclass Box: ...\n"},
         {"user.py", R"(from hub import flag, Alias, Box
import hub
FLAG: int = flag()
class User:
    def __init__(self) -> None:
        inner: Alias = 1
        self.inner = inner
        box: 'hub.Box' = hub.Box()
        reveal_type(box)
)"},
         {"third.py", "import user\nreveal_type(user.User().inner)\n"},
         {"fourth.py", "import third\n"}},
        kDefinedness);
    program.edit("hub.py", "def flag() -> int", "def flag() -> str");
    CHECK(program.shaped() == 0);
    program.edit("hub.py", "Alias = int", "Alias = str");
    program.edit("hub.py", "class Box: ...", "class Box(int): ...");
    program.edit("hub.py", "def flag() -> str", "def flag() -> int");
    CHECK(program.shaped() == 0);
}

TEST_CASE("classes that narrowing makes up are made up by those that made them") {
    EditedProgram program(
        {{"hub.py", "import user\ndef flag() -> int: ...\nclass A: ...\nclass B: ...\n"},
         {"user.py", R"(import hub
FLAG: int = hub.flag()
class User:
    def __init__(self, a: hub.A) -> None:
        match a:
            case hub.B():
                self.both = a
        self.plain = 1
class Second:
    def __init__(self, a: hub.A) -> None:
        match a:
            case hub.B():
                self.both = a
class Third:
    def __init__(self) -> None:
        self.plain = 1
)"},
         {"third.py", "import user\nreveal_type(user.User(1).both)\n"},
         {"fourth.py", "import third\n"}},
        kDefinedness);
    program.edit("hub.py", "def flag() -> int", "def flag() -> str");
    CHECK(program.shaped() == 2);
    program.edit("hub.py", "class B: ...", "class B(A): ...");
    program.edit("hub.py", "def flag() -> str", "def flag() -> int");
    program.edit("hub.py", "class B(A): ...", "class B: ...");
}
