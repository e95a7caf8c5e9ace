// What an editor's program lets go of when nothing is to do, and that nobody can tell.

#include "project/inspector.h"
#include "project/kept_image.h"
#include "project/published.h"
#include "unit/project/edited_program.h"

using namespace krait;
using namespace krait::project;
using namespace krait::project::test;

namespace {

const PublishedInterface& interface_of(const scheduler::Snapshot& snapshot,
                                       const Inspector& inspector, const std::string& file) {
    const auto modules = inspector.registry().modules_of_file("/work/" + file);
    REQUIRE(modules.size() == 1);
    return static_cast<const PublishedInterface&>(
        *scheduler::interface_of(snapshot, modules.front()));
}

/// Files whose images somebody has looked into since they were put to rest.
Lines open_images(EditedProgram& program, const Lines& files) {
    const auto inspector = program.inspector();
    const scheduler::Snapshot now = inspector->snapshot();
    Lines open;
    for (const std::string& file : files) {
        if (interface_of(now, *inspector, file).is_open()) open.push_back(file);
    }
    return open;
}

const Files kThree = {{"a.py", "class A:\n    def f(self) -> int:\n        return 1\n"},
                      {"b.py", "import a\ndef g() -> int:\n    return a.A().f()\n"},
                      {"c.py", "import b\ndef h() -> str:\n    return b.g()\n"}};

}  // namespace

TEST_CASE("when nothing is to do, images of closed files are at rest") {
    EditedProgram program(kThree);
    CHECK(open_images(program, {"a.py", "b.py", "c.py"}) == Lines{});
}

TEST_CASE("the image of a file that an editor has open stays open") {
    EditedProgram program(kThree);
    program.edit("b.py", "return a.A().f()", "return a.A().f() + 1");
    CHECK(open_images(program, {"a.py", "b.py", "c.py"}) == Lines{"b.py"});
}

TEST_CASE("an image that was at rest is the same when it is opened again") {
    EditedProgram resting(kThree);
    EditedProgram open(kThree, {}, Tidy::No);
    for (const char* file : {"a.py", "b.py", "c.py"}) {
        const auto now = resting.inspector()->snapshot();
        const auto then = open.inspector()->snapshot();
        const PublishedInterface& one = interface_of(now, *resting.inspector(), file);
        const PublishedInterface& other = interface_of(then, *open.inspector(), file);
        CHECK(one.fingerprint() == other.fingerprint());
        CHECK(one.image().fingerprint() == other.fingerprint());
        const auto bytes = one.image().bytes();
        const auto expected = other.image().bytes();
        CHECK(std::equal(bytes.begin(), bytes.end(), expected.begin(), expected.end()));
        CHECK(one.is_open());
    }
}

TEST_CASE("who holds a snapshot keeps what was decoded for it") {
    EditedProgram program(kThree);
    const auto inspector = program.inspector();
    const scheduler::Snapshot held = inspector->snapshot();
    const PublishedInterface& a = interface_of(held, *inspector, "a.py");
    const types::SymbolTable& names = a.image().names();
    program.edit("c.py", "str", "int");
    CHECK(a.is_open());
    CHECK(&a.image().names() == &names);
    CHECK(open_images(program, {"a.py", "b.py"}) == Lines{});
}

TEST_CASE("an edit after a rest checks what an edit without one checks") {
    EditedProgram resting(kThree);
    EditedProgram awake(kThree, {}, Tidy::No);
    for (EditedProgram* program : {&resting, &awake}) {
        program->edit("a.py", "-> int:\n        return 1", "-> str:\n        return ''");
    }
    CHECK(resting.interfaces() == awake.interfaces());
    CHECK(resting.bodies() == awake.bodies());
    CHECK(resting.lines() == awake.lines());
}
