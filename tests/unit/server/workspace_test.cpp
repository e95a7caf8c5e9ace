#include <catch2/catch_test_macros.hpp>

#include "unit/server/session_world.h"

using namespace krait::server;
using namespace krait::server::testing;

using Texts = std::vector<std::string>;

TEST_CASE("settings come with initialize and become mypy's arguments") {
    World world;
    world.start(json::object(),
                {{"krait", {{"arguments", {"--strict"}}, {"pythonExecutable", "/py"}}}});
    CHECK(world.told() == Texts{"start /w --strict --python-executable=/py"});
}

TEST_CASE("changed settings reconfigure the program, unchanged ones don't") {
    World world;
    world.start_quietly();
    json settings = {{"settings", {{"krait", {{"arguments", {"-p", "pkg"}}}}}}};
    world.notify("workspace/didChangeConfiguration", settings);
    world.notify("workspace/didChangeConfiguration", settings);
    CHECK(world.told() == Texts{"reconfigure -p pkg"});
}

TEST_CASE("a wrong setting is told to the person") {
    World world;
    world.start_quietly();
    world.notify("workspace/didChangeConfiguration",
                 {{"settings", {{"krait", {{"diagnosticMode", "some"}}}}}});
    std::vector<json> sent = world.sent();
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].at("method") == "window/showMessage");
    CHECK(sent[0].at("params").at("message") ==
          "Krait's settings: krait.diagnosticMode: must be \"workspace\" or \"openFilesOnly\".");
}

TEST_CASE("a client that can be asked for settings is asked, now and when they change") {
    World world;
    world.start({{"workspace", {{"configuration", true}}}});
    std::vector<json> sent = world.sent();
    REQUIRE(sent.size() == 2);
    CHECK(sent[1].at("method") == "workspace/configuration");
    CHECK(sent[1].at("params").at("items").at(0).at("section") == "krait");
    world.receive({{"jsonrpc", "2.0"},
                   {"id", sent[1].at("id")},
                   {"result", json::array({{{"arguments", {"--strict"}}}})}});
    CHECK(world.told() == Texts{"start /w --strict"});
    world.notify("workspace/didChangeConfiguration", {{"settings", nullptr}});
    CHECK(world.sent().at(0).at("method") == "workspace/configuration");
}

TEST_CASE("an editor without settings takes nothing back") {
    World world;
    world.start({{"workspace", {{"configuration", true}}}}, {{"arguments", {"--strict"}}});
    json request = world.sent().at(1);
    world.receive(
        {{"jsonrpc", "2.0"}, {"id", request.at("id")}, {"result", json::array({nullptr})}});
    CHECK(world.told() == Texts{"start /w --strict"});
}

TEST_CASE("the program starts once, with the settings and with what was opened before they came") {
    World world;
    world.start({{"workspace", {{"configuration", true}}}});
    json request = world.sent().at(1);
    world.open("file:///w/a.py", "a = 1");
    world.open("file:///w/b.py", "b = 1");
    world.replace("file:///w/a.py", 2, "a = 2");
    world.close("file:///w/b.py");
    CHECK(world.told().empty());
    world.receive({{"jsonrpc", "2.0"},
                   {"id", request.at("id")},
                   {"result", json::array({{{"arguments", {"--strict"}}}})}});
    CHECK(world.told() == Texts{"start /w --strict", "open /w/a.py 3 'a = 2'"});
}

TEST_CASE("settings that come unasked start the program; the same as an answer change nothing") {
    World world;
    world.start({{"workspace", {{"configuration", true}}}});
    json request = world.sent().at(1);
    world.open("file:///w/a.py", "a = 1");
    json settings = {{"arguments", {"--strict"}}};
    world.notify("workspace/didChangeConfiguration", {{"settings", {{"krait", settings}}}});
    CHECK(world.told() == Texts{"start /w --strict", "open /w/a.py 1 'a = 1'", "focus /w/a.py"});
    world.receive(
        {{"jsonrpc", "2.0"}, {"id", request.at("id")}, {"result", json::array({settings})}});
    CHECK(world.told().empty());
}

TEST_CASE("an editor that never answers gets diagnostics without its settings") {
    World world;
    world.start({{"workspace", {{"configuration", true}}}});
    world.open("file:///w/a.py", "a = 1");
    CHECK(world.told().empty());
    CHECK(world.wait_for_timer());
    CHECK(world.told() == Texts{"start /w", "open /w/a.py 1 'a = 1'", "focus /w/a.py"});
}

TEST_CASE("files are watched where the client offers it") {
    World world;
    world.start({{"workspace",
                  {{"didChangeWatchedFiles", {{"dynamicRegistration", true}}},
                   {"didChangeConfiguration", {{"dynamicRegistration", true}}}}}});
    json request = world.sent().at(1);
    CHECK(request.at("method") == "client/registerCapability");
    const json& registrations = request.at("params").at("registrations");
    REQUIRE(registrations.size() == 2);
    CHECK(registrations[0].at("method") == "workspace/didChangeWatchedFiles");
    CHECK(registrations[0].at("registerOptions").at("watchers").at(0).at("globPattern") ==
          "**/*.py");
    CHECK(registrations[1].at("registerOptions").at("section") == "krait");
}

TEST_CASE("changes on disk reach the program; a configuration file is read anew") {
    World world;
    world.start_quietly();
    world.notify(
        "workspace/didChangeWatchedFiles",
        {{"changes",
          {{{"uri", "file:///w/a.py"}, {"type", 1}}, {{"uri", "file:///w/b.py"}, {"type", 3}}}}});
    CHECK(world.told() == Texts{"on disk /w/a.py", "on disk /w/b.py"});
    world.notify("workspace/didChangeWatchedFiles",
                 {{"changes", {{{"uri", "file:///w/pyproject.toml"}, {"type", 2}}}}});
    CHECK(world.told() == Texts{"reconfigure"});
}

TEST_CASE("short work shows no progress") {
    World world;
    world.start_quietly({{"window", {{"workDoneProgress", true}}}});
    world.progress(1, 10);
    world.now += std::chrono::milliseconds(900);
    world.progress(2, 10);
    world.idle();
    world.now += std::chrono::seconds(5);
    world.session.on_timer();
    CHECK(world.sent().empty());
}

TEST_CASE("long work shows progress, at most ten times a second, and its end") {
    World world;
    world.start_quietly({{"window", {{"workDoneProgress", true}}}});
    world.progress(1, 10);
    CHECK(world.wait_for_timer());
    CHECK(world.now.time_since_epoch() == std::chrono::seconds(1));
    std::vector<json> sent = world.sent();
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].at("method") == "window/workDoneProgress/create");
    std::string token = sent[0].at("params").at("token");

    world.receive({{"jsonrpc", "2.0"}, {"id", sent[0].at("id")}, {"result", nullptr}});
    sent = world.sent();
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].at("method") == "$/progress");
    CHECK(sent[0].at("params").at("token") == token);
    CHECK(sent[0].at("params").at("value").at("kind") == "begin");

    for (unsigned done = 2; done < 6; ++done) world.progress(done, 10);
    CHECK(world.sent().empty());
    CHECK(world.wait_for_timer());
    CHECK(world.now.time_since_epoch() == std::chrono::milliseconds(1100));
    sent = world.sent();
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].at("params").at("value").at("percentage") == 50);
    const std::string message = sent[0].at("params").at("value").at("message");
    CHECK(message.starts_with("5 of 10 modules"));

    world.idle();
    sent = world.sent();
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].at("params").at("value").at("kind") == "end");
}

TEST_CASE("a client that can't show progress isn't asked") {
    World world;
    world.start_quietly();
    world.progress(1, 10);
    world.now += std::chrono::seconds(3);
    world.session.on_timer();
    CHECK(world.sent().empty());
    CHECK(!world.session.due());
}

TEST_CASE("a progress bar that the client grants too late isn't begun") {
    World world;
    world.start_quietly({{"window", {{"workDoneProgress", true}}}});
    CHECK(world.wait_for_timer());
    json request = world.sent().at(0);
    world.idle();
    world.receive({{"jsonrpc", "2.0"}, {"id", request.at("id")}, {"result", nullptr}});
    CHECK(world.sent().empty());
}
