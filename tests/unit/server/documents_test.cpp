#include <catch2/catch_test_macros.hpp>

#include "unit/server/session_world.h"

using namespace krait::server;
using namespace krait::server::testing;

namespace {

constexpr const char* kUri = "file:///w/a.py";

json edit(int line, int start, int end_line, int end, const std::string& text) {
    return {{"range",
             {{"start", {{"line", line}, {"character", start}}},
              {"end", {{"line", end_line}, {"character", end}}}}},
            {"text", text}};
}

/// The text after `changes` to `text`, in one notification.
std::string after(const std::string& text, json changes, const std::string& encoding = "utf-16") {
    World world;
    world.start({{"general", {{"positionEncodings", {encoding}}}}});
    world.open(kUri, text);
    world.change(kUri, 2, std::move(changes));
    return std::string(world.session.documents.find("/w/a.py")->text->text());
}

}  // namespace

TEST_CASE("several changes of one notification apply in order, each to the result before") {
    CHECK(after("abc\n", json::array({edit(0, 0, 0, 1, "XY"), edit(0, 2, 0, 3, "Z")})) == "XYZc\n");
    CHECK(after("abc\n", json::array({edit(0, 0, 0, 1, "1\n"), edit(1, 0, 1, 2, "")})) == "1\n\n");
}

TEST_CASE("a change without a range is the whole text, and later ones apply to it") {
    CHECK(after("abc", json::array(
                           {edit(0, 0, 0, 3, "lost"), {{"text", "new"}}, edit(0, 3, 0, 3, "!")})) ==
          "new!");
}

TEST_CASE("positions past the end are moved to the end") {
    CHECK(after("ab\ncd", json::array({edit(0, 99, 0, 99, "!")})) == "ab!\ncd");
    CHECK(after("ab\ncd", json::array({edit(9, 9, 99, 99, "!")})) == "ab\ncd!");
    CHECK(after("ab\r\ncd", json::array({edit(0, 99, 1, 0, "")})) == "abcd");
}

TEST_CASE("a range that ends before it starts is an insertion at its start") {
    CHECK(after("abcd", json::array({edit(0, 3, 0, 1, "!")})) == "abc!d");
}

TEST_CASE("columns count in the unit that was agreed on") {
    std::string snake = "'\xF0\x9F\x90\x8D' + b";
    CHECK(after(snake, json::array({edit(0, 7, 0, 8, "c")}), "utf-16") == "'\xF0\x9F\x90\x8D' + c");
    CHECK(after(snake, json::array({edit(0, 9, 0, 10, "c")}), "utf-8") == "'\xF0\x9F\x90\x8D' + c");
    CHECK(after(snake, json::array({edit(0, 6, 0, 7, "c")}), "utf-32") == "'\xF0\x9F\x90\x8D' + c");
}

TEST_CASE("the program is told of opening, changing and closing at once") {
    World world;
    world.start_quietly();
    world.idle();
    world.open(kUri, "a");
    world.idle();
    world.replace(kUri, 2, "b");
    world.close(kUri);
    CHECK(world.told() == std::vector<std::string>{"open /w/a.py 1 'a'", "focus /w/a.py",
                                                   "change /w/a.py 2 'b'", "close /w/a.py"});
}

TEST_CASE("an URI may be spelt in several ways and means one document") {
    World world;
    world.start_quietly();
    world.idle();
    world.open("file:///w/a%2Bb.py", "a");
    world.idle();
    world.replace("file:///w/./a+b.py", 2, "b");
    CHECK(world.told().back() == "change /w/a+b.py 2 'b'");
}

TEST_CASE("changes and closings of what isn't open are ignored") {
    World world;
    world.start_quietly();
    world.replace(kUri, 2, "b");
    world.close(kUri);
    world.open("untitled:Untitled-1", "x");
    world.replace("untitled:Untitled-1", 2, "y");
    CHECK(world.told().empty());
}

TEST_CASE("a document that is opened twice has the second text") {
    World world;
    world.start_quietly();
    world.open(kUri, "a", 7);
    world.open(kUri, "b", 1);
    CHECK(world.told().back() == "change /w/a.py 2 'b'");
    CHECK(world.session.documents.find("/w/a.py")->version == 1);
}

TEST_CASE("a version that doesn't grow still brings its text") {
    World world;
    world.start_quietly();
    world.open(kUri, "a", 5);
    world.idle();
    world.replace(kUri, 5, "b");
    CHECK(world.session.documents.find("/w/a.py")->text->text() == "b");
}

TEST_CASE("wrong parameters of a notification change nothing") {
    World world;
    world.start_quietly();
    world.open(kUri, "abc");
    world.change(kUri, 2, json::array({edit(0, -1, 0, 1, "x")}));
    CHECK(world.session.documents.find("/w/a.py")->text->text() == "abc");
    CHECK(world.sent().empty());
}

TEST_CASE("without a folder the first document's is checked") {
    World world;
    world.ask(1, "initialize", {{"capabilities", json::object()}});
    world.notify("initialized", json::object());
    CHECK(world.told().empty());
    world.open("file:///home/me/x.py", "");
    CHECK(world.told().front() == "start /home/me");
}

TEST_CASE("during a check edits wait for its end, but for no longer than the window") {
    World world;
    world.start_quietly();
    world.idle();
    world.open(kUri, "a");
    (void)world.told();
    world.replace(kUri, 2, "b");
    world.replace(kUri, 3, "c");
    CHECK(world.told().empty());
    CHECK(world.session.due() == world.now + ChangeThrottle::kShortest);
    SECTION("its end comes first") {
        world.now += std::chrono::milliseconds(5);
        world.idle();
    }
    SECTION("the window ends first") {
        CHECK(world.wait_for_timer());
    }
    CHECK(world.told() == std::vector<std::string>{"change /w/a.py 3 'c'"});
    CHECK(!world.session.due());
}

TEST_CASE("saving passes on what was held back, and nothing else: the text is known") {
    World world;
    world.start_quietly();
    world.open(kUri, "a");
    (void)world.told();
    world.replace(kUri, 2, "b");
    world.notify("textDocument/didSave", {{"textDocument", {{"uri", kUri}}}});
    world.notify("workspace/didChangeWatchedFiles", {{"changes", {{{"uri", kUri}, {"type", 2}}}}});
    CHECK(world.told() == std::vector<std::string>{"change /w/a.py 2 'b'"});
}

TEST_CASE("the program hears what the person looks at once, not at every key") {
    World world;
    world.start_quietly();
    world.open(kUri, "a");
    world.open("file:///w/b.py", "b");
    (void)world.told();
    for (int version = 2; version < 4; ++version) {
        world.idle();
        world.replace(kUri, version, "c");
    }
    CHECK(world.told() == std::vector<std::string>{"focus /w/a.py", "change /w/a.py 3 'c'",
                                                   "change /w/a.py 4 'c'"});
}

TEST_CASE("an edit held back for a document that was closed is dropped") {
    World world;
    world.start_quietly();
    world.open(kUri, "a");
    world.replace(kUri, 2, "b");
    world.close(kUri);
    world.idle();
    CHECK(world.told().back() == "close /w/a.py");
    (void)world.sent();
    world.ask(7, "krait/waitUntilIdle");  // and the session comes to rest
    CHECK(world.sent().size() == 1);
}
