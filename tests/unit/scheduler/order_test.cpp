// What goes first. One worker stands at a gate until everything is said; then the log shows the
// order.

#include <catch2/catch_test_macros.hpp>

#include "unit/scheduler/session.h"

using namespace krait::scheduler;
using namespace krait::scheduler::fake;

namespace {

/// The places of `entries` in the log must ascend.
bool in_order(const Strings& log, const Strings& entries) {
    auto at = log.begin();
    for (const std::string& entry : entries) {
        at = std::find(at, log.end(), entry);
        if (at == log.end()) return false;
    }
    return true;
}

struct Spans final : TraceSink {
    void job(const JobSpan& span) override {
        const std::lock_guard lock(mutex);
        spans.push_back(span);
    }
    void revision(std::uint64_t number, std::uint64_t) override { revisions.push_back(number); }

    std::mutex mutex;
    std::vector<JobSpan> spans;
    std::vector<std::uint64_t> revisions;
};

}  // namespace

TEST_CASE("what the focused module needs goes first, then what open modules need, then the rest") {
    Session session;
    session.start({{"first", "gate build start\n"},
                   {"rest", "from lib3\nf: lib3.x\n"},
                   {"opened", "from lib2\nf: lib2.x\n"},
                   {"focused", "from lib1\nf: lib1.x\n"},
                   {"lib1", "x = 1\nf: x\n"},
                   {"lib2", "x = 1\nf: x\n"},
                   {"lib3", "x = 1\nf: x\n"}});
    session.engine.gates.await("start");  // the last of the leaves: the rest is done
    session.log();
    session.edit({{"lib1", "x = 2\nf: x\n"}, {"lib2", "x = 2\nf: x\n"}, {"lib3", "x = 2\nf: x\n"}});
    session.open({"opened", "focused"}, "focused");
    session.engine.gates.open("start");
    session.settle();
    const Strings log = session.engine.take_log_in_order();
    CHECK(in_order(log, {"load lib3", "build lib1", "check focused.f", "build lib2",
                         "check opened.f", "build lib3", "check rest.f"}));
    CHECK(in_order(log, {"check focused.f", "check lib1.f"}));
    CHECK(in_order(log, {"check opened.f", "check lib1.f"}));
}

TEST_CASE("what both the focused and an open module need is as urgent as the focus") {
    Session session;
    session.start({{"first", "gate build start\n"},
                   {"opened", "from only\nfrom both\nf: only.x both.x\n"},
                   {"focused", "from both\nf: both.x\n"},
                   {"both", "x = 1\n"},
                   {"only", "x = 1\n"}});
    session.engine.gates.await("start");
    session.log();
    session.edit({{"only", "x = 2\n"}, {"both", "x = 2\n"}});
    session.open({"opened", "focused"}, "focused");
    session.engine.gates.open("start");
    session.settle();
    CHECK(in_order(session.engine.take_log_in_order(),
                   {"build both", "check focused.f", "build only", "check opened.f"}));
}

TEST_CASE("modules are loaded first that the focused one needs") {
    Session session;
    Changes changes;
    session.engine.write("gatekeeper", "gate load start\n", changes);
    for (const char* name : {"a", "b", "c"}) {
        session.engine.write(name, std::string("from ") + name + "lib\n", changes);
        session.engine.write(std::string(name) + "lib", "x = 1\n", changes);
    }
    changes.roots = session.ids({"gatekeeper"});
    session.begin();
    session.scheduler->update(changes);
    session.engine.gates.await("start");
    Changes more;
    more.roots = session.ids({"gatekeeper", "a", "b", "c"});
    more.open = session.ids({"c"});
    more.focus = session.engine.id("c");
    session.scheduler->update(more);
    session.engine.gates.open("start");
    session.settle();
    CHECK(in_order(session.engine.take_log_in_order(), {"load c", "load clib", "load a"}));
}

namespace {

/// Starts with a root that the only worker is held up by; then the other texts, all of them roots
/// but those whose name begins with "lib", come, and `opened` is open.
void start_with_open(Session& session, const std::string& opened, const std::vector<Text>& texts) {
    Changes changes;
    session.engine.write("first", "gate load start\nfrom lib1\n", changes);
    for (const auto& [name, text] : texts) session.engine.write(name, text, changes);
    changes.roots = session.ids({"first"});
    session.begin();
    session.scheduler->update(changes);
    session.engine.gates.await("start");
    Changes more;
    Strings roots{"first"};
    for (const auto& [name, text] : texts) {
        if (!name.starts_with("lib")) roots.push_back(name);
    }
    more.roots = session.ids(roots);
    more.open = session.ids({opened});
    session.scheduler->update(more);
    session.engine.gates.open("start");
    session.settle();
}

}  // namespace

TEST_CASE("what an open module needs is checked before the rest of the program is loaded") {
    Session session;
    start_with_open(session, "opened",
                    {{"rest", "from lib2\nf: lib2.x\n"},
                     {"opened", "from lib1\nf: lib1.x\n"},
                     {"lib1", "x = 1\n"},
                     {"lib2", "x = 2\n"}});
    const Strings log = session.engine.take_log_in_order();
    CHECK(in_order(log, {"load opened", "load lib1", "build lib1", "build opened", "check opened.f",
                         "finish opened", "load rest", "load lib2", "build lib2", "check rest.f"}));
    CHECK(std::count(log.begin(), log.end(), "build lib1") == 1);
    CHECK(std::count(log.begin(), log.end(), "build opened") == 1);
    CHECK(session.shown("opened") == "2:f: lib1.x=1");
    CHECK(session.shown("rest") == "2:f: lib2.x=2");
}

TEST_CASE("a cycle that an open module needs ends in the order of the whole program") {
    Session session;
    start_with_open(session, "opened",
                    {{"opened", "from lib2\nf: lib2.w\n"},
                     {"rest", "x = 1\n"},
                     {"lib1", "from lib2\nv = lib2.w\n"},
                     {"lib2", "from lib1\nw = 1\n"}});
    const Strings log = session.engine.take_log_in_order();
    // At first lib2 is met before lib1; in the whole program `first` imports lib1 before that.
    CHECK(in_order(log, {"build lib1 lib2", "finish opened", "load rest", "build lib2 lib1"}));
    CHECK(session.shown("opened") == "2:f: lib2.w=1");
}

TEST_CASE("of an open module the chunk being edited is checked first") {
    Session session;
    session.check({{"a", "x = 1\nf: x\ng: x\n"}});
    session.open({"a"}, "a");
    session.log();
    session.edit({{"a", "x = 2\nf: x\ng: x urgent\n"}});
    session.settle();
    CHECK(in_order(session.engine.take_log_in_order(), {"check a.g", "check a.f"}));
}

TEST_CASE("with one worker a module is finished before the next one is begun") {
    Session session;
    session.check({{"a", "f: x\n"}, {"b", "f: x\n"}, {"c", "f: x\n"}});
    CHECK(in_order(session.engine.take_log_in_order(),
                   {"build c", "check c.f", "finish c", "build b", "finish b", "build a"}));
}

TEST_CASE("a focused module doesn't run ahead of what it needs, however far away the edit is") {
    Session session;
    session.check(
        {{"top", "from mid\nf: mid.x\n"}, {"mid", "from base\nx = base.x\n"}, {"base", "x = 1\n"}});
    session.open({"top"}, "top");
    session.settle();
    session.log();
    session.seen.take_order();
    session.edit({{"base", "x = 2\n"}, {"top", "from mid\nf: mid.x\ng: mid.x\n"}});
    session.settle();
    const Strings log = session.log();
    CHECK(std::count(log.begin(), log.end(), "check top.f") == 1);
    CHECK(std::count(log.begin(), log.end(), "check top.g") == 1);
    CHECK(session.shown("top") == "2:f: mid.x=2\n3:g: mid.x=2");
    const Strings told = session.seen.take_order();
    CHECK(std::count(told.begin(), told.end(), "top") == 1);
}

TEST_CASE("with several workers the longest chain of modules is begun first") {
    Session session(workers(2));
    std::vector<Text> texts = {{"other", "gate build hold\n"},
                               {"base", "gate build start\nx = 1\n"}};
    std::string before = "base";
    for (const std::string name : {"chain1", "chain2", "chain3", "chain4"}) {
        texts.push_back({name, "from " + before + "\nx = 1\nf: x\n"});
        before = name;
    }
    for (const char* name : {"single1", "single2", "single3", "single4"}) {
        texts.push_back({name, "from base\nx = 1\nf: x\n"});
    }
    session.start(texts);
    session.engine.gates.await("start");
    session.engine.gates.await("hold");  // from here on, the other worker is alone
    session.log();
    session.engine.gates.open("start");
    for (std::size_t i = 2; i < texts.size(); ++i) {
        session.wait_until_shown(texts[i].first, "3:f: x=1");
    }
    Strings builds = session.engine.take_log_in_order();
    std::erase_if(builds, [](const std::string& entry) { return !entry.starts_with("build "); });
    CHECK(Strings(builds.begin(), builds.begin() + 4) ==
          Strings{"build chain1", "build chain2", "build chain3", "build chain4"});
    CHECK(builds.size() == 8);
    session.engine.gates.open("hold");
    session.settle();
}

TEST_CASE("an open module doesn't wait for the others of its cycle, closed ones do") {
    Session session(workers(2));
    session.start({{"a", "from b\nx = 1\nf: b.y\n"}, {"b", "from a\ny = 2\ng: a.x\n"}});
    session.open({"a"});
    session.settle();
    session.seen.take_order();
    session.edit({{"b", "from a\ny = 3\ngate g slow\ng: a.x\n"}});
    session.engine.gates.await("slow");
    session.edit({{"a", "from b\nx = 1\nf: b.y y\n"}});
    session.wait_until_shown("a", "3:f: b.y=3\n3:f: y=?");
    CHECK(session.shown("b") == "3:g: a.x=1");  // what it was
    session.engine.gates.open("slow");
    session.settle();
    CHECK(session.shown("b") == "4:g: a.x=1");
}

TEST_CASE("progress tells how far it is, and ends complete") {
    Session session;
    session.start({{"a", "gate build start\n"}, {"b", "from a\n"}});
    session.engine.gates.await("start");
    Progress progress = session.scheduler->progress();
    CHECK(progress.modules_done == 0);
    CHECK(progress.modules_total == 2);
    CHECK(progress.waiting_for == session.engine.id("a"));
    session.engine.gates.open("start");
    session.settle();
    progress = session.seen.progress();
    CHECK(progress.modules_done == 2);
    CHECK(progress.waiting_for == ModuleId::None);
}

TEST_CASE("progress says what is waited for before anything is published") {
    Options options = workers(1);
    std::atomic<std::uint64_t> seconds = 0;
    options.clock = [&] { return ++seconds * 1'000'000'000; };
    Session session(options);
    session.start({{"a", "from b\ngate build start\n"}, {"b", "from a\n"}});
    session.engine.gates.await("start");
    const Progress told = session.seen.progress();
    CHECK(told.modules_total == 2);
    CHECK(told.waiting_for == session.scheduler->progress().waiting_for);
    CHECK(told.waiting_modules == 2);  // both are one cycle
    CHECK(session.seen.take_order().empty());
    session.engine.gates.open("start");
    session.settle();
}

TEST_CASE("a trace has a span for each job, and says what was only asked") {
    Spans spans;
    std::uint64_t now = 0;
    Options options = chaos(7);
    options.trace = &spans;
    options.clock = [&] { return ++now; };
    Session session(options);
    session.check({{"a", "from b\nx = b.y\n"}, {"b", "y = 1\nz = 1\n"}});
    CHECK(spans.revisions == std::vector<std::uint64_t>{1});
    CHECK(spans.spans.size() == session.log().size());
    spans.spans.clear();
    session.edit({{"b", "y = 1\nz = 2\n"}});
    session.settle();
    std::size_t asked = 0;
    for (const JobSpan& span : spans.spans) {
        CHECK(span.end > span.start);
        CHECK(span.revision == 2);
        asked += span.status == JobStatus::Verified;
    }
    CHECK(asked == 1);  // a's interface: z is nothing that it read
    CHECK(spans.spans.size() == session.log().size() + asked);
    spans.spans.clear();
    session.edit({{"b", "y = 1\nz = 1 + 1\n"}});
    session.settle();
    // The same interface: nobody is even asked.
    CHECK(spans.spans.size() == session.log().size());
}
