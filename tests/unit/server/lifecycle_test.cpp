#include <catch2/catch_test_macros.hpp>

#include "unit/server/session_world.h"

using namespace krait::server;
using namespace krait::server::testing;

TEST_CASE("requests before initialize are refused, notifications dropped") {
    World world;
    world.ask(1, "textDocument/hover");
    world.open("file:///w/a.py", "");
    std::vector<json> sent = world.sent();
    REQUIRE(sent.size() == 1);
    CHECK(error_code(sent[0]) == -32002);
    CHECK(world.told().empty());
}

TEST_CASE("initialize is answered with what the server can do") {
    World world;
    world.start({{"general", {{"positionEncodings", {"utf-32", "utf-8"}}}}});
    std::vector<json> sent = world.sent();
    REQUIRE(sent.size() == 1);
    const json& result = sent[0].at("result");
    CHECK(result.at("capabilities").at("positionEncoding") == "utf-8");
    CHECK(result.at("capabilities").at("textDocumentSync").at("change") == 2);
    CHECK(!result.at("capabilities").contains("diagnosticProvider"));
    CHECK(result.at("serverInfo").at("name") == "krait");
    CHECK(world.told() == std::vector<std::string>{"start /w"});
}

TEST_CASE("initialize with wrong parameters may be tried again") {
    World world;
    world.ask(1, "initialize", {{"processId", "me"}});
    world.start();
    std::vector<json> sent = world.sent();
    REQUIRE(sent.size() == 2);
    CHECK(error_code(sent[0]) == -32602);
    CHECK(sent[1].contains("result"));
}

TEST_CASE("a second initialize is an invalid request") {
    World world;
    world.start_quietly();
    world.ask(2, "initialize", {{"capabilities", json::object()}});
    CHECK(error_code(world.sent().at(0)) == -32600);
}

TEST_CASE("an unknown request is refused, an unknown notification ignored") {
    World world;
    world.start_quietly();
    world.ask("x", "textDocument/nonsense");
    world.ask(3, "$/nonsense");
    world.notify("$/nonsense", nullptr);
    world.notify("nonsense", nullptr);
    std::vector<json> sent = world.sent();
    REQUIRE(sent.size() == 2);
    CHECK(error_code(sent[0]) == -32601);
    CHECK(sent[0].at("id") == "x");
    CHECK(error_code(sent[1]) == -32601);
}

TEST_CASE("after shutdown every request is invalid, and exit leaves with 0") {
    World world;
    world.start_quietly();
    world.ask(2, "shutdown");
    world.ask(3, "shutdown");
    world.open("file:///w/a.py", "");
    std::vector<json> sent = world.sent();
    REQUIRE(sent.size() == 2);
    CHECK(sent[0].at("result").is_null());
    CHECK(error_code(sent[1]) == -32600);
    CHECK(world.told().empty());
    CHECK(!world.session.exit_code());
    CHECK(world.session.exit_code_if_abandoned() == 0);
    world.notify("exit", nullptr);
    CHECK(world.session.exit_code() == 0);
}

TEST_CASE("exit without shutdown leaves with 1, even before initialize") {
    World world;
    CHECK(world.session.exit_code_if_abandoned() == 1);
    world.notify("exit", nullptr);
    CHECK(world.session.exit_code() == 1);
    World later;
    later.start();
    later.notify("exit", nullptr);
    CHECK(later.session.exit_code() == 1);
}

TEST_CASE("what isn't JSON is answered, and the session goes on") {
    World world;
    world.start_quietly();
    world.session.on_content("{");
    world.session.on_frame_error("A message without Content-Length.");
    world.ask(2, "shutdown");
    std::vector<json> sent = world.sent();
    REQUIRE(sent.size() == 3);
    CHECK(error_code(sent[0]) == -32700);
    CHECK(sent[0].at("id").is_null());
    CHECK(error_code(sent[1]) == -32700);
    CHECK(sent[2].contains("result"));
}

TEST_CASE("a batch is answered by one array, a batch of notifications by nothing") {
    World world;
    world.start_quietly();
    world.session.on_content(
        R"([{"jsonrpc":"2.0","id":1,"method":"a"},{"jsonrpc":"2.0","method":"b"},7])");
    world.session.on_content(R"([{"jsonrpc":"2.0","method":"b"}])");
    std::vector<json> sent = world.sent();
    REQUIRE(sent.size() == 1);
    REQUIRE(sent[0].size() == 2);
    CHECK(error_code(sent[0][0]) == -32601);
    CHECK(error_code(sent[0][1]) == -32600);
}

TEST_CASE("a waiting request can be cancelled; cancelling another one does nothing") {
    World world;
    world.start_quietly();
    world.ask("wait", "krait/waitUntilIdle");
    CHECK(world.sent().empty());
    world.notify("$/cancelRequest", {{"id", 99}});
    CHECK(world.sent().empty());
    world.notify("$/cancelRequest", {{"id", "wait"}});
    std::vector<json> sent = world.sent();
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].at("id") == "wait");
    CHECK(error_code(sent[0]) == -32800);
    world.idle();
    CHECK(world.sent().empty());
}

TEST_CASE("waiting until idle ends when the newest text's results are there") {
    World world;
    world.start_quietly();
    world.open("file:///w/a.py", "x");
    world.ask(5, "krait/waitUntilIdle");
    world.idle();  // that was on its way before the file was opened
    CHECK(world.sent().empty());
    world.result("/w/a.py", 1, {});
    std::vector<json> sent = world.sent();
    REQUIRE(sent.size() == 2);
    CHECK(sent[1].at("id") == 5);
}

TEST_CASE("an internal error in a request is answered with InternalError") {
    World world;
    world.start_quietly();
    world.open("file:///w/a.py", "x");
    world.replace("file:///w/a.py", 2, "a text that breaks it");  // held back: a check is running
    world.ask(2, "krait/waitUntilIdle");
    world.ask(3, "shutdown");
    std::vector<json> sent = world.sent();
    REQUIRE(sent.size() == 2);
    CHECK(sent[0].at("id") == 2);
    CHECK(error_code(sent[0]) == -32603);
    CHECK(sent[1].contains("result"));
}

TEST_CASE("a program that can't be made doesn't end the session") {
    World world;
    bool works = false;
    auto make = world.session.environment.make_program;
    world.session.environment.make_program = [&](krait::project::Setup setup,
                                                 krait::server::FolderNumber folder) {
        if (!works) throw std::runtime_error("no threads left");
        return make(std::move(setup), folder);
    };
    world.start();
    world.open("file:///w/a.py", "x");
    world.replace("file:///w/a.py", 2, "y");
    world.close("file:///w/a.py");
    works = true;
    world.open("file:///w/a.py", "z");
    CHECK(world.told() ==
          std::vector<std::string>{"start /w", "open /w/a.py 3 'z'", "focus /w/a.py"});
}

TEST_CASE("trace messages are sent when they are wanted") {
    World world;
    world.start_quietly();
    world.ask(2, "krait/waitUntilIdle");
    CHECK(world.sent().empty());
    world.notify("$/setTrace", {{"value", "messages"}});
    world.ask(3, "krait/waitUntilIdle");
    std::vector<json> sent = world.sent();
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].at("method") == "$/logTrace");
}

TEST_CASE("an answer to nothing that was asked is ignored") {
    World world;
    world.start_quietly();
    world.receive({{"jsonrpc", "2.0"}, {"id", 77}, {"result", nullptr}});
    world.receive({{"jsonrpc", "2.0"}, {"id", nullptr}, {"error", {{"code", 1}, {"message", ""}}}});
    CHECK(world.sent().empty());
}
