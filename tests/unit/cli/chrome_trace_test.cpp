#include "cli/chrome_trace.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "cli/own_options.h"
#include "cli/shown.h"
#include "support/memory_files.h"

using namespace krait;
using nlohmann::json;

namespace {

constexpr unsigned kWorkers = 3;

/// The trace of a small program's check, parsed.
json trace_of_a_check() {
    auto files = std::make_shared<tests::MemoryFiles>(
        std::initializer_list<std::pair<const char*, const char*>>{
            {"/work/a.py", "import b\ndef f() -> int:\n    return b.x\n"},
            {"/work/b.py", "x = 1\n"}});
    project::Setup setup;
    setup.root = "/work";
    setup.arguments = {"--no-site-packages", "--python-version=3.13", "a.py"};
    auto configuration = project::configure(
        setup, {files, [](std::string_view) { return std::nullopt; }}, /*need_targets=*/true);
    REQUIRE(configuration);
    cli::Shown shown(configuration->global());
    cli::ChromeTrace trace;
    project::RunSettings settings;
    settings.workers = kWorkers;
    settings.trace = &trace;
    {
        auto program = project::make_program(std::move(*configuration), setup, settings, shown);
        program->wait_until_idle();
    }
    return json::parse(trace.to_json(kWorkers));
}

scheduler::JobSpan span(unsigned worker, scheduler::JobStatus status) {
    scheduler::JobSpan made;
    made.worker = worker;
    made.kind = scheduler::JobKind::Body;
    made.status = status;
    made.start = 3000;
    made.end = 5000;
    return made;
}

}  // namespace

TEST_CASE("a trace has a row for each worker, and every step of every module in them") {
    const json trace = trace_of_a_check();
    std::set<unsigned> rows;
    std::set<std::string> steps_of_a;
    bool revision = false;
    for (const json& event : trace.at("traceEvents")) {
        const std::string kind = event.at("ph");
        if (kind == "M") rows.insert(event.at("tid").get<unsigned>());
        if (kind == "i" && event.at("name") == "revision 1") revision = true;
        if (kind != "X") continue;
        CHECK(event.at("ts") >= 0.0);
        CHECK(event.at("dur") >= 0.0);
        CHECK(event.at("tid") < kWorkers);
        if (event.at("name") == "a") steps_of_a.insert(event.at("cat").get<std::string>());
    }
    CHECK(rows == std::set<unsigned>{0, 1, 2});
    CHECK(steps_of_a == std::set<std::string>{"load", "interface", "plan", "bodies", "finish"});
    CHECK(revision);
}

TEST_CASE("a cancelled job is marked in its worker's row") {
    cli::ChromeTrace trace;
    trace.revision(1, 1000);
    trace.job(span(0, scheduler::JobStatus::Done), "one");
    trace.job(span(1, scheduler::JobStatus::Cancelled), "two");
    const json read = json::parse(trace.to_json(1));
    json marks = json::array();
    for (const json& event : read.at("traceEvents")) {
        if (event.at("ph") == "i" && event.at("s") == "t") marks.push_back(event);
    }
    REQUIRE(marks.size() == 1);
    CHECK(marks[0].at("name") == "cancelled: two");
    CHECK(marks[0].at("tid") == 1);
    CHECK(marks[0].at("ts") == 4.0);  // microseconds since the first event
}

TEST_CASE("Krait's own options are taken out of mypy's") {
    std::vector<std::string> arguments{"--strict", "--trace", "t.json", "a.py", "--", "--trace=x"};
    auto own = cli::take_own_options(arguments);
    REQUIRE(own);
    CHECK(own->trace == "t.json");
    CHECK(!own->verify_incremental);
    CHECK(arguments == std::vector<std::string>{"--strict", "a.py", "--", "--trace=x"});

    arguments = {"--verify-incremental", "--trace=u.json"};
    own = cli::take_own_options(arguments);
    REQUIRE(own);
    CHECK(own->verify_incremental);
    CHECK(own->trace == "u.json");
    CHECK(arguments.empty());
}

TEST_CASE("a trace without a file is a usage error") {
    for (const char* word : {"--trace", "--trace="}) {
        std::vector<std::string> arguments{"a.py", word};
        CHECK(!cli::take_own_options(arguments));
    }
}
