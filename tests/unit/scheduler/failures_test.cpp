// Internal errors: shown where they happened, harmless elsewhere, gone when their cause is.

#include <catch2/catch_test_macros.hpp>

#include "unit/scheduler/session.h"

using namespace krait::scheduler;
using namespace krait::scheduler::fake;

TEST_CASE("an internal error in a body is shown there, and all else goes on") {
    Session session(workers(2));
    session.check({{"a", "x = 1\nthrow f\nf: x\ng: x\n"}, {"b", "from a\nh: a.x\n"}});
    CHECK(session.shown("a") == "3:f: internal error in a: body went wrong\n4:g: x=1");
    CHECK(session.shown("b") == "2:h: a.x=1");
}

TEST_CASE("a body that failed runs again when something that its module imports changes") {
    Session session(workers(2));
    session.check({{"a", "from b\nthrow f\nf: b.x\n"}, {"b", "x = 1\n"}});
    session.log();
    session.edit({{"b", "x = 2\n"}});
    session.settle();
    const Strings log = session.log();
    CHECK(std::count(log.begin(), log.end(), "check a.f") == 1);
}

TEST_CASE("an internal error in an interface leaves nothing to read, and can be mended") {
    Session session(workers(2));
    session.check({{"a", "from b\nf: b.x\n"}, {"b", "x = 1\nthrow build\ng: x\n"}});
    CHECK(session.shown("a") == "2:f: b.x=?");
    CHECK(session.shown("b") == "internal error in b: build went wrong");
    session.edit({{"b", "x = 1\ng: x\n"}});
    session.settle();
    CHECK(session.shown("a") == "2:f: b.x=1");
    CHECK(session.shown("b") == "2:g: x=1");
    session.edit({{"b", "x = 1\nthrow build\ng: x\n"}});
    session.settle();
    CHECK(session.shown("a") == "2:f: b.x=?");
}

TEST_CASE("an interface that failed is built again when something that it imports changes") {
    Session session(workers(2));
    session.check({{"a", "from b\nthrow build\n"}, {"b", "x = 1\n"}});
    session.log();
    session.edit({{"b", "x = 2\n"}});
    session.settle();
    CHECK(session.log() ==
          Strings{"build a", "build b", "finish a", "finish b", "load b", "plan b"});
}

TEST_CASE("of a cycle whose interfaces fail no body is checked, whoever was edited") {
    Session session;
    session.check({{"a", "from b\nx = 1\nf: b.y\n"}, {"b", "from a\ny = 2\ng: a.x\n"}});
    session.log();
    session.edit({{"b", "from a\nthrow build\ny = 2\ng: a.x\n"}});
    session.settle();
    const Strings log = session.log();
    CHECK(std::none_of(log.begin(), log.end(),
                       [](const std::string& entry) { return entry.starts_with("check "); }));
    CHECK(session.shown("a") == "");
    session.edit({{"b", "from a\ny = 3\ng: a.x\n"}});
    session.settle();
    CHECK(session.shown("a") == "3:f: b.y=3");
    CHECK(session.shown("b") == "3:g: a.x=1");
}

TEST_CASE("an internal error in a load is all that is shown of the module") {
    Session session(workers(2));
    session.check({{"a", "from b\nf: b.x\n"}, {"b", "throw load\nx = 1\n"}});
    CHECK(session.shown("b") == "internal error in b: load went wrong");
    CHECK(session.shown("a") == "2:f: b.x=?");
    session.edit({{"b", "x = 1\n"}});
    session.settle();
    CHECK(session.shown("b").empty());
    CHECK(session.shown("a") == "2:f: b.x=1");
    session.edit({{"b", "throw load\nx = 1\n"}});
    session.settle();
    CHECK(session.shown("a") == "2:f: b.x=?");
}

TEST_CASE("an internal error in planning or finishing is shown in place of the rest") {
    Session session(workers(2));
    session.check({{"a", "x = 1\nthrow plan\nf: x\n"}, {"b", "x = 1\nthrow finish\ng: x\n"}});
    CHECK(session.shown("a") == "internal error in a: plan went wrong");
    CHECK(session.shown("b") == "internal error in b: finish went wrong");
    session.edit({{"a", "x = 1\nf: x\n"}, {"b", "x = 1\ng: x\n"}});
    session.settle();
    CHECK(session.shown("a") == "2:f: x=1");
    CHECK(session.shown("b") == "2:g: x=1");
}
