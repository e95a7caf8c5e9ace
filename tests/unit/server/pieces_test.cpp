#include <catch2/catch_test_macros.hpp>

#include "server/change_throttle.h"
#include "server/features/diagnostics.h"
#include "server/inbox.h"
#include "server/output_queue.h"
#include "server/uri.h"

using namespace krait;
using namespace krait::server;
using namespace std::chrono_literals;

TEST_CASE("paths come from file URIs only") {
    CHECK(path_of_uri("file:///a/b%20c.py") == "/a/b c.py");
    CHECK(path_of_uri("file://localhost/a") == "/a");
    CHECK(path_of_uri("file:/a") == "/a");
    CHECK(path_of_uri("file:///a/./b/../c/") == "/a/c");
    CHECK(path_of_uri("file:///a%zz%4") == "/a%zz%4");
    CHECK(path_of_uri("file:///a?query#fragment") == "/a");
    CHECK(!path_of_uri("untitled:Untitled-1"));
    CHECK(!path_of_uri("file:"));
    CHECK(!path_of_uri("file:///a%00b"));
    CHECK(!path_of_uri(""));
}

TEST_CASE("paths become URIs that any editor reads") {
    CHECK(uri_of_path("/a b/\xC3\xA9.py") == "file:///a%20b/%C3%A9.py");
    CHECK(path_of_uri(uri_of_path("/a%b?#.py")) == "/a%b?#.py");
}

TEST_CASE("the queue writes in order, and a newer message takes out the older") {
    OutputQueue queue;
    queue.push("one");
    queue.push("old", "key");
    queue.push("two");
    queue.push("new", "key");
    CHECK(queue.bytes() == 9);
    CHECK(queue.take(1000) ==
          "Content-Length: 3\r\n\r\noneContent-Length: 3\r\n\r\ntwo"
          "Content-Length: 3\r\n\r\nnew");
    CHECK(queue.empty());
    CHECK(queue.take(1000).empty());
}

TEST_CASE("what was taken for writing is not replaced any more") {
    OutputQueue queue;
    queue.push("old", "key");
    CHECK(!queue.take(1).empty());
    queue.push("new", "key");
    CHECK(queue.bytes() == 3);
    queue.push("newer", "key");
    CHECK(queue.bytes() == 5);
}

TEST_CASE("a queue that nobody empties doesn't grow with replaced messages") {
    OutputQueue queue;
    for (int i = 0; i < 100'000; ++i) queue.push(std::string(1000, 'x'), "key");
    CHECK(queue.bytes() == 1000);
}

TEST_CASE("one message at least is taken, however large") {
    OutputQueue queue;
    queue.push(std::string(100, 'a'));
    queue.push("b");
    CHECK(queue.take(10).size() == 100 + std::string("Content-Length: 100\r\n\r\n").size());
    CHECK(queue.bytes() == 1);
}

TEST_CASE("the inbox keeps one set for a file, the newest, at the first one's place") {
    int woken = 0;
    Inbox inbox([&] { ++woken; });
    inbox.on_diagnostics({"/a", "a", 1, nullptr, {}});
    inbox.on_diagnostics({"/b", "b", 1, nullptr, {}});
    inbox.on_diagnostics({"/a", "a", 2, nullptr, {}});
    inbox.on_idle();
    CHECK(woken == 4);
    Results results = inbox.take();
    REQUIRE(results.diagnostics.size() == 2);
    CHECK(results.diagnostics[0].path == "/a");
    CHECK(results.diagnostics[0].version == 2);
    CHECK(results.idle);
    inbox.on_diagnostics({"/a", "a", 3, nullptr, {}});
    inbox.on_idle();
    inbox.forget_idle();  // new work is about to be given out
    results = inbox.take();
    CHECK(results.diagnostics.size() == 1);
    CHECK(!results.idle);
}

TEST_CASE("the throttle's window follows what checks take, within limits") {
    ChangeThrottle throttle;
    TimePoint now{};
    CHECK(throttle.edited(now));
    for (int i = 0; i < 20; ++i) {
        throttle.passed_on(now);
        throttle.idle(now += 5s);
    }
    CHECK(throttle.window() == ChangeThrottle::kLongest);
    CHECK(throttle.edited(now));  // idle: never delayed
    throttle.passed_on(now);
    CHECK(!throttle.edited(now + 499ms));
    CHECK(throttle.due() == now + 500ms);
    CHECK(throttle.edited(now + 500ms));
    for (int i = 0; i < 20; ++i) {
        throttle.passed_on(now);
        throttle.idle(now);
    }
    CHECK(throttle.window() == ChangeThrottle::kShortest);
}

namespace {

messages::Diagnostic at(std::uint32_t line, std::uint32_t column, std::uint32_t end_column) {
    messages::Diagnostic out;
    out.line = out.end_line = line;
    out.column = column;
    out.end_column = end_column;
    out.code = "arg-type";
    out.message = "m";
    return out;
}

messages::Diagnostic note(const char* text, bool belongs) {
    messages::Diagnostic out = at(1, 1, 2);
    out.severity = messages::Severity::Note;
    out.code = "";
    out.message = text;
    out.belongs_to_previous = belongs;
    return out;
}

std::vector<protocol::Diagnostic> shown(const std::vector<messages::Diagnostic>& diagnostics,
                                        const features::DiagnosticStyle& style = {}) {
    base::SourceText text("first\n  \xF0\x9F\x90\x8D = call(x)\n");
    return features::to_protocol(diagnostics, &text, "u", style);
}

}  // namespace

TEST_CASE("columns are counted in the client's unit") {
    messages::Diagnostic call = at(2, 10, 14);
    CHECK(shown({call})[0].range == protocol::Range{{1, 7}, {1, 11}});
    CHECK(shown({call}, {base::ColumnUnit::Utf8, {}})[0].range == protocol::Range{{1, 9}, {1, 13}});
    CHECK(shown({call}, {base::ColumnUnit::Utf32, {}})[0].range ==
          protocol::Range{{1, 6}, {1, 10}});
}

TEST_CASE("an unknown end is the end of the name, an unknown column the whole line") {
    CHECK(shown({at(2, 10, 0)})[0].range == protocol::Range{{1, 7}, {1, 11}});
    CHECK(shown({at(2, 0, 0)})[0].range == protocol::Range{{1, 2}, {1, 14}});
    CHECK(shown({at(0, 0, 0)})[0].range.start == protocol::Position{0, 0});
    CHECK(shown({at(99, 5, 9)})[0].range.start == protocol::Position{2, 0});
}

TEST_CASE("an error's notes are related information, or part of its text") {
    std::vector<messages::Diagnostic> both{at(1, 1, 2), note("because", true)};
    features::DiagnosticStyle style;
    CHECK(shown(both, style).at(0).message == "m\nnote: because");
    style.client.related_information = true;
    std::vector<protocol::Diagnostic> related = shown(both, style);
    REQUIRE(related.size() == 1);
    REQUIRE(related[0].related_information.size() == 1);
    CHECK(related[0].related_information[0].message == "because");
    CHECK(related[0].related_information[0].location.uri == "u");
}

TEST_CASE("a note that stands alone, such as reveal_type's, is information") {
    std::vector<protocol::Diagnostic> alone = shown({note("Revealed type is \"int\"", false)});
    REQUIRE(alone.size() == 1);
    CHECK(alone[0].severity == protocol::DiagnosticSeverity::Information);
    CHECK(alone[0].source == "krait");
    CHECK(shown({at(1, 1, 2)})[0].severity == protocol::DiagnosticSeverity::Error);
}

TEST_CASE("codes carry their link and dead code its tag where the client shows them") {
    messages::Diagnostic unused = at(1, 1, 2);
    unused.code = "unused-ignore";
    messages::Diagnostic deprecated = at(1, 1, 2);
    deprecated.code = "deprecated";
    CHECK(shown({unused})[0].tags.empty());
    CHECK(shown({unused})[0].code_description.empty());
    features::DiagnosticStyle style;
    style.client.tags = {1, 2};
    style.client.code_description = true;
    CHECK(shown({unused}, style)[0].tags == std::vector{protocol::DiagnosticTag::Unnecessary});
    CHECK(shown({deprecated}, style)[0].tags == std::vector{protocol::DiagnosticTag::Deprecated});
    CHECK(shown({at(1, 1, 2)}, style)[0].tags.empty());
    CHECK(shown({at(1, 1, 2)}, style)[0].code_description ==
          "https://mypy.readthedocs.io/en/stable/_refs.html#code-arg-type");
}
