// Edits that come while jobs run. Jobs stand at gates, so that the order is what the test says.

#include <catch2/catch_test_macros.hpp>
#include <utility>

#include "unit/scheduler/session.h"

using namespace krait::scheduler;
using namespace krait::scheduler::fake;

namespace {

std::ptrdiff_t times(const Strings& log, const std::string& entry) {
    return std::count(log.begin(), log.end(), entry);
}

}  // namespace

TEST_CASE("a job whose own text changed is cancelled, and the new text is checked") {
    Session session(workers(2));
    session.start({{"a", "x = 1\ngate build first\nf: x\n"}});
    session.engine.gates.await("first");
    session.edit({{"a", "x = 2\nf: x\n"}});
    session.settle();  // while the old job still stands at its gate
    CHECK(session.shown("a") == "2:f: x=2");
    session.engine.gates.open("first");
    session.settle();
    CHECK(session.shown("a") == "2:f: x=2");
    CHECK(times(session.log(), "build a") == 2);
}

TEST_CASE("a job that an edit elsewhere does not concern runs on and counts") {
    Session session(workers(2));
    session.start({{"a", "x = 1\ngate build slow\nf: x\n"}, {"b", "y = 1\n"}});
    session.engine.gates.await("slow");
    session.open({"a"});  // or it might give way to the edit
    session.edit({{"b", "y = 2\ng: y\n"}});
    session.engine.gates.open("slow");
    session.settle();
    CHECK(times(session.log(), "build a") == 1);
    CHECK(session.shown("a") == "3:f: x=1");
    CHECK(session.shown("b") == "2:g: y=2");
}

TEST_CASE("a body that runs while its neighbour is edited runs on and counts") {
    Session session(workers(2));
    session.start({{"a", "x = 1\ngate f slow\nf: x\ng: x\n"}});
    session.engine.gates.await("slow");
    session.open({"a"});  // or it might give way to the edit
    session.edit({{"a", "x = 1\ngate f slow\n#\nf: x\ng: z\n"}});
    session.engine.gates.open("slow");
    session.settle();
    CHECK(times(session.log(), "check a.f") == 1);
    CHECK(session.shown("a") == "4:f: x=1\n5:g: z=?");
}

namespace {

/// Types into an open module `edits` times, each time while the only worker stands at b's gate;
/// what ran, in order. `b` is a module's text with a gate "slow".
Strings typed_while_busy(Session& session, const std::string& b, int edits) {
    session.start({{"a", "x = 0\n"}, {"b", b}});
    session.engine.gates.await("slow");
    session.open({"a"});
    for (int key = 1; key <= edits; ++key) {
        const std::string number = std::to_string(key);
        session.engine.gates.await("slow");
        session.edit({{"a", "x = " + number + "\ngate load key" + number + "\ng: x\n"}});
        session.engine.gates.open("slow");
        session.engine.gates.await("key" + number);
        session.engine.gates.close("slow");
        session.engine.gates.open("key" + number);
        session.wait_until_shown("a", "3:g: x=" + number);
    }
    session.engine.gates.open("slow");
    session.settle();
    return session.engine.take_log_in_order();
}

/// How often `work` began before `until` ran for the n-th time, and how often altogether.
std::pair<std::ptrdiff_t, std::ptrdiff_t> begun(const Strings& log, const std::string& work,
                                                const std::string& until, int nth) {
    auto at = log.begin();
    for (int i = 0; i < nth; ++i) at = std::find(i == 0 ? at : at + 1, log.end(), until);
    return {std::count(log.begin(), at, work), times(log, work)};
}

}  // namespace

TEST_CASE("a body that nobody looks at gives way to an edit if no worker is free") {
    Session session(workers(1));
    const Strings log = typed_while_busy(session, "y = 1\ngate f slow\nf: y\n", 1);
    CHECK(begun(log, "check b.f", "check a.g", 1) ==
          std::pair<std::ptrdiff_t, std::ptrdiff_t>{1, 2});
    CHECK(session.shown("b") == "3:f: y=1");
}

TEST_CASE("interfaces that no open file needs give way to an edit if no worker is free") {
    Session session(workers(1));
    const Strings log = typed_while_busy(session, "y = 1\ngate build slow\nf: y\n", 1);
    CHECK(begun(log, "build b", "check a.g", 1) == std::pair<std::ptrdiff_t, std::ptrdiff_t>{1, 2});
    CHECK(session.shown("b") == "3:f: y=1");
}

TEST_CASE("the same work gives way three times at most, and then edits wait for it") {
    for (const std::string step : {"f", "build"}) {
        Session session(workers(1));
        const std::string work = step == "f" ? "check b.f" : "build b";
        const Strings log = typed_while_busy(session, "y = 1\ngate " + step + " slow\nf: y\n", 4);
        // By the fourth edit it has been begun four times; it isn't begun again, it is done.
        CHECK(begun(log, work, "load a", 5) == std::pair<std::ptrdiff_t, std::ptrdiff_t>{4, 4});
        CHECK(session.shown("b") == "3:f: y=1");
    }
}

TEST_CASE("what has given way and was done at last may give way again") {
    Session session(workers(1));
    (void)typed_while_busy(session, "y = 1\ngate f slow\nf: y\n", 4);
    session.engine.gates.close("slow");
    session.edit({{"b", "y = 2\ngate f slow\nf: y\n"}});
    session.engine.gates.await("slow");
    session.edit({{"a", "x = 5\n"}});
    session.engine.gates.open("slow");
    session.settle();
    CHECK(times(session.log(), "check b.f") == 2);
}

TEST_CASE("interfaces that an open file needs don't give way to an edit elsewhere") {
    Session session(workers(1));
    session.start({{"a", "x = 1\n"}, {"b", "y = 1\ngate build slow\n"}, {"c", "from b\nf: b.y\n"}});
    session.engine.gates.await("slow");
    session.open({"a", "c"});
    session.edit({{"a", "x = 2\ng: x\n"}});
    session.engine.gates.open("slow");
    session.settle();
    CHECK(times(session.log(), "build b") == 1);
    CHECK(session.shown("a") == "2:g: x=2");
}

TEST_CASE("a body that is edited away while it runs is cancelled") {
    Session session(workers(2));
    session.start({{"a", "x = 1\ngate f slow\nf: x\n"}});
    session.engine.gates.await("slow");
    session.edit({{"a", "x = 1\nk: x\n"}});
    session.settle();
    CHECK(session.shown("a") == "2:k: x=1");
    session.engine.gates.open("slow");
}

TEST_CASE("a body running on an interface that changes meanwhile is asked before it counts") {
    Session session(workers(3));
    // a doesn't import c itself, so that nothing cancels its bodies.
    session.start({{"a", "from b\ngate f slow\ngate k slow\nf: c!x\nk: c!y\n"},
                   {"b", "from c\n"},
                   {"c", "x = 1\ny = 1\n"}});
    session.engine.gates.await("slow");
    session.open({"a"});  // or they might give way to the edit
    session.edit({{"c", "x = 2\ny = 1\ngate finish done\n"}});
    session.engine.gates.await("done");  // its new interface is out
    session.engine.gates.open("slow");
    session.engine.gates.open("done");
    session.settle();
    CHECK(session.shown("a") == "4:f: c!x=2\n5:k: c!y=1");
    const Strings log = session.log();
    CHECK(times(log, "check a.f") == 2);
    CHECK(times(log, "check a.k") == 1);
}

TEST_CASE("what is finished while the module changes is finished again") {
    Session session(workers(2));
    session.start({{"a", "x = 1\ngate finish slow\nf: x\n"}, {"z", ""}});
    session.engine.gates.await("slow");
    session.edit({{"a", "x = 1\ngate g body\nf: x\ng: x\n"}});
    session.engine.gates.await("body");
    session.edit({{"z", "gate load after\n"}});
    session.engine.gates.open("body");
    session.engine.gates.await("after");  // by the worker that is done with g
    session.engine.gates.open("slow");
    session.engine.gates.open("after");
    session.settle();
    CHECK(session.shown("a") == "3:f: x=1\n4:g: x=1");
}

TEST_CASE("what waits for a module that is edited again is built once, after it") {
    int waited = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        Session session(chaos(seed));
        session.check({{"a", "from b\ny = b.x\n"}, {"b", "x = 1\n"}, {"u", "from a\nf: a.y\n"}});
        session.log();
        session.edit({{"b", "x = 2\n"}});
        CHECK(session.scheduler->run(2) == 2);
        CHECK(session.log() == Strings{"build b", "load b"});
        session.edit({{"b", "x = 3\n"}});
        session.settle();
        const Strings log = session.engine.take_log_in_order();
        // Before b's new text is loaded nobody knows that a had better wait.
        const bool waits = std::find(log.begin(), log.end(), "load b") <
                           std::find(log.begin(), log.end(), "build a");
        waited += waits;
        CHECK(times(log, "build a") == (waits ? 1 : 2));
        CHECK(session.shown("u") == "2:f: a.y=3");
    }
    CHECK(waited > 0);
}

TEST_CASE("a module and what it imports, edited one after the other, are built in order") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        Session session(chaos(seed));
        session.check({{"a", "from b\ny = b.x\n"}, {"b", "x = 1\n"}});
        session.log();
        session.edit({{"b", "x = 2\n"}});
        CHECK(session.scheduler->run(1) == 1);
        session.edit({{"a", "from b\ny = b.x + 1\n"}});
        session.settle();
        CHECK(times(session.log(), "build a") == 1);
    }
}

TEST_CASE("a body running on an interface that its module imports is cancelled when that changes") {
    Session session(workers(2));
    session.start({{"a", "from b\ngate f slow\nf: b.y\n"}, {"b", "y = 1\n"}});
    session.engine.gates.await("slow");
    session.open({"a"});
    session.edit({{"b", "y = 2\n"}});
    session.engine.gates.await("slow");
    session.engine.gates.open("slow");
    session.settle();
    CHECK(session.shown("a") == "3:f: b.y=2");
    CHECK(times(session.log(), "check a.f") == 2);
}

TEST_CASE("a load that is overtaken by an edit does not count") {
    Session session(workers(2));
    session.start({{"a", "gate load slow\nx = 1\nf: x\n"}});
    session.engine.gates.await("slow");
    session.edit({{"a", "x = 2\nf: x\n"}});
    session.settle();
    session.engine.gates.open("slow");
    session.settle();
    CHECK(session.shown("a") == "2:f: x=2");
}

TEST_CASE("a module that appears while somebody who looked for it in vain is still read is found") {
    Session session(workers(2));
    session.start({{"a", "gate looked slow\nfrom b\nf: b.y\n"}});
    session.engine.gates.await("slow");
    session.edit({{"b", "y = 1\n"}});
    session.engine.gates.open("slow");
    session.settle();
    CHECK(session.shown("a") == "3:f: b.y=1");
}

TEST_CASE("modules found by an edit in mid-run join the program") {
    Session session(workers(2));
    session.start({{"a", "x = 1\ngate build slow\nf: x\n"}, {"b", "y = 1\n"}}, {"a", "b"});
    session.engine.gates.await("slow");
    session.open({"a"});  // or it might give way to the edit
    session.edit({{"new", "n = 9\nk: n\n"}, {"b", "from new\ng: new.n\n"}});
    session.engine.gates.open("slow");
    session.settle();
    CHECK(session.shown("b") == "2:g: new.n=9");
    CHECK(session.shown("new") == "2:k: n=9");
    CHECK(times(session.log(), "build a") == 1);
}

TEST_CASE("a new import that leaves the layers as they are waits for no other load") {
    Session session(workers(2));
    SECTION("of a module that the program begins with") {
        session.check({{"a", "from base\ny = 1\n"},
                       {"b", "x = 7\n"},
                       {"slow", "x = 1\n"},
                       {"base", "x = 1\n"}});
    }
    SECTION("of a module that was met before") {
        session.start({{"top", "from b\nfrom a\nfrom slow\n"},
                       {"b", "x = 7\n"},
                       {"a", "from base\ny = 1\n"},
                       {"slow", "x = 1\n"},
                       {"base", "x = 1\n"}},
                      {"top"});
        session.settle();
    }
    session.edit({{"slow", "gate load slow\nx = 2\n"}});
    session.engine.gates.await("slow");
    session.edit({{"a", "from base\nfrom b\nf: b.x\n"}});
    session.wait_until_shown("a", "3:f: b.x=7");
    session.engine.gates.open("slow");
    session.settle();
}

TEST_CASE("the destructor cancels what runs and returns") {
    auto session = std::make_unique<Session>(workers(2));
    session->start({{"a", "x = 1\ngate build slow\n"}, {"b", "from a\n"}});
    session->engine.gates.await("slow");
    session->engine.gates.open("slow");
    session.reset();
    SUCCEED("it came back");
}

TEST_CASE("steady typing cannot starve a module of its diagnostics") {
    Options options = workers(4);
    options.cancels_in_a_row = 2;
    Session session(options);
    session.check({{"a", "x = 0\nf: x\n"}, {"other", "o = 1\n"}});
    // Each key comes while the build that the one before started stands at its gate.
    for (int key = 1; key <= 3; ++key) {
        const std::string number = std::to_string(key);
        session.edit({{"a", "x = " + number + "\ngate build key" + number + "\nf: x\n"}});
        session.engine.gates.await("key" + number);
        if (key < 3) continue;
        // Two were cancelled; this one is protected: the next key waits for it.
        session.edit({{"a", "x = 4\ngate build key4\nf: x\n"}});
    }
    // An edit elsewhere isn't held up by that.
    session.log();
    session.edit({{"other", "o = 2\ng: o\n"}});
    session.engine.gates.open("key1");
    session.engine.gates.open("key2");
    session.engine.gates.open("key3");
    session.engine.gates.await("key4");
    // The fourth version has begun, so the third was shown.
    session.engine.gates.open("key4");
    session.settle();
    Strings told;
    for (const std::string& name : session.seen.take_order()) {
        if (name == "a") told.push_back(name);
    }
    CHECK(told.size() == 3);  // versions 0, 3 and 4
    CHECK(session.shown("a") == "3:f: x=4");
    CHECK(session.shown("other") == "2:g: o=2");
}

TEST_CASE("a dependency typed in steadily cannot starve who depends on it") {
    Options options = workers(3);
    options.cancels_in_a_row = 2;
    Session session(options);
    session.check({{"user", "from hub\ny = hub.x\nf: y\n"}, {"hub", "x = 0\n"}});
    session.edit({{"user", "from hub\ny = hub.x\ngate build slow\nf: y\n"}});
    session.engine.gates.await("slow");
    for (int key = 1; key <= 3; ++key) session.edit({{"hub", "x = " + std::to_string(key) + "\n"}});
    session.engine.gates.open("slow");
    session.settle();
    CHECK(session.shown("user") == "4:f: y=3");
    CHECK(session.shown("hub").empty());
}
