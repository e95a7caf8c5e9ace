// Import cycles: order inside them, and how they form, grow and split.

#include <catch2/catch_test_macros.hpp>

#include "unit/scheduler/session.h"

using namespace krait::scheduler;
using namespace krait::scheduler::fake;

TEST_CASE("a cycle is built as one, weaker imports giving way") {
    Session session;
    session.check({{"a", "from b\nx = b.y\nf: b.y\n"}, {"b", "late a\ny = 1\ng: a.x\n"}});
    CHECK(session.shown("a") == "3:f: b.y=1");
    CHECK(session.shown("b") == "3:g: a.x=1");
    CHECK(session.engine.take_log_in_order()[2] == "build b a");
}

TEST_CASE("a cycle of equal imports is built in reverse order of loading") {
    Session session;
    session.check({{"a", "from b\nx = 1\n"}, {"b", "from c\n"}, {"c", "from a\nz = a.x\n"}});
    CHECK(session.engine.take_log_in_order()[3] == "build c b a");
}

TEST_CASE("the engine has the last word on the order in a cycle") {
    Session session;
    session.check({{"a", "from last\n"}, {"last", "from a\n"}, {"b", "from last\nfrom a\n"}});
    CHECK(session.engine.take_log_in_order()[3] == "build a last");
}

TEST_CASE("the order of the roots decides in a cycle, and a change of it builds anew") {
    Session session;
    session.check(
        {{"a", "from b\nx = b.y\n"}, {"b", "from a\ny = 1\n"}, {"u", "from a\nf: a.x\n"}});
    CHECK(session.shown("u") == "2:f: a.x=1");
    session.set_roots({"b", "a", "u"});
    session.settle();
    CHECK(session.shown("u") == "2:f: a.x=?");
    session.log();
    session.set_roots({"u", "b", "a"});  // a is met first now
    session.settle();
    CHECK(session.shown("u") == "2:f: a.x=?");
}

TEST_CASE("an import that goes changes who is met first, and so the order in a cycle") {
    const std::vector<Text> texts = {{"a", "from d\n"},
                                     {"b", "from c\nfrom d\n"},
                                     {"c", "from d\nx = d.y\nz = 5\nf: x\n"},
                                     {"d", "from c\ny = c.z\ng: y\n"}};
    Session session;
    session.start(texts, {"a", "b"});
    session.settle();
    const std::string before = session.shown("d");
    session.edit({{"a", "x = 1\n"}});
    session.settle();
    std::vector<Text> after = texts;
    after[0].second = "x = 1\n";
    Session cold;
    cold.start(after, {"a", "b"});
    cold.settle();
    CHECK(session.shown("d") == cold.shown("d"));
    CHECK(session.shown("d") != before);
}

TEST_CASE("an edit in a cycle builds the cycle, and checks the bodies that read what changed") {
    Session session;
    session.check({{"a", "from b\nx = 1\nf: b.y\n"}, {"b", "from a\ny = 2\ng: a.x\n"}});
    session.log();
    session.edit({{"b", "from a\ny = 3\ng: a.x\n"}});
    session.settle();
    CHECK(session.log() ==
          Strings{"build b a", "check a.f", "finish a", "finish b", "load b", "plan a", "plan b"});
}

TEST_CASE("a cycle forms, grows and splits by edits") {
    Session session;
    session.check({{"a", "from b\nx = 1\nf: b.y\n"}, {"b", "y = 2\n"}, {"c", "from a\nz = a.x\n"}});
    session.log();
    session.edit({{"b", "late a\ny = 2\ng: a.x\n"}});
    session.settle();
    CHECK(session.shown("b") == "3:g: a.x=1");
    // a and b are one now; what c read of a is the same.
    CHECK(session.log() ==
          Strings{"build b a", "check b.g", "finish a", "finish b", "load b", "plan a", "plan b"});
    session.edit({{"b", "late c\ny = 2\ng: c.z\n"}});
    session.settle();
    CHECK(session.shown("b") == "3:g: c.z=1");
    session.log();
    session.edit({{"b", "y = 2\n"}});
    session.settle();
    const Strings log = session.log();
    CHECK(std::count(log.begin(), log.end(), "build a") == 1);
    CHECK(std::count(log.begin(), log.end(), "build b") == 1);
    CHECK(std::count(log.begin(), log.end(), "build c") == 1);
    CHECK(std::count(log.begin(), log.end(), "check a.f") == 0);
    CHECK(session.shown("b").empty());
}

TEST_CASE("a package is loaded with its modules but doesn't wait for them") {
    Session session;
    session.start({{"a", "from p.m\nf: p.m.x\n"}, {"p", "from p.m\n"}, {"p.m", "x = 1\n"}}, {"a"});
    session.settle();
    CHECK(session.shown("a") == "2:f: p.m.x=1");
    CHECK(session.shown("p").empty());
    const Strings log = session.log();
    CHECK(std::count(log.begin(), log.end(), "build p.m") == 1);
}
