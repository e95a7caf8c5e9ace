// Requests that are answered beside the main thread: each exactly once, and never about a text that
// isn't there any more.

#include <catch2/catch_test_macros.hpp>

#include "unit/server/session_world.h"

using namespace krait::server;
using namespace krait::server::testing;

namespace {

constexpr const char* kUri = "file:///w/a.py";

void hover(World& world, json id) {
    world.ask(std::move(id), "textDocument/hover",
              {{"textDocument", {{"uri", kUri}}}, {"position", {{"line", 0}, {"character", 0}}}});
}

}  // namespace

TEST_CASE("a question about a document is answered when its reply comes") {
    World world;
    world.start_quietly();
    world.open(kUri, "x = 1\n");
    hover(world, 7);
    CHECK(world.sent().empty());
    world.answer_requests();
    const std::vector<json> sent = world.sent();
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].at("id") == 7);
    CHECK(sent[0].contains("result"));
}

TEST_CASE("a question about a document that isn't open has no answer in it") {
    World world;
    world.start_quietly();
    hover(world, 7);
    const std::vector<json> sent = world.sent();
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].at("result").is_null());
    CHECK(world.asked.empty());
}

TEST_CASE("when the text moves on, questions about it are refused once") {
    World world;
    world.start_quietly();
    world.open(kUri, "x = 1\n");
    hover(world, 7);
    world.replace(kUri, 2, "y = 1\n");
    const std::vector<json> sent = world.sent();
    REQUIRE(sent.size() == 1);
    CHECK(error_code(sent[0]) == -32801);
    CHECK(world.asked.at(0).token.cancelled());
    world.answer_requests();
    CHECK(world.sent().empty());
}

TEST_CASE("a question that is taken back is refused once") {
    World world;
    world.start_quietly();
    world.open(kUri, "x = 1\n");
    hover(world, "one");
    hover(world, 2);
    world.notify("$/cancelRequest", {{"id", "one"}});
    const std::vector<json> sent = world.sent();
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].at("id") == "one");
    CHECK(error_code(sent[0]) == -32800);
    world.answer_requests();
    CHECK(world.sent().size() == 1);
}

TEST_CASE("shutting down leaves no question unanswered") {
    World world;
    world.start_quietly();
    world.open(kUri, "x = 1\n");
    hover(world, 2);
    world.ask(3, "shutdown");
    const std::vector<json> sent = world.sent();
    REQUIRE(sent.size() == 2);
    CHECK(error_code(sent[0]) == -32800);
    CHECK(sent[1].at("result").is_null());
}

TEST_CASE("what goes wrong in a feature is the request's error") {
    RequestJob job;
    job.answer = []() -> std::string { throw std::runtime_error("out of luck"); };
    const Reply reply = run_request(job);
    REQUIRE(!reply.result);
    CHECK(reply.result.error().message == "out of luck");
}

namespace {

void references(World& world, json id, json tokens) {
    tokens["textDocument"] = {{"uri", kUri}};
    tokens["position"] = {{"line", 0}, {"character", 0}};
    tokens["context"] = {{"includeDeclaration", true}};
    world.ask(std::move(id), "textDocument/references", std::move(tokens));
}

}  // namespace

TEST_CASE("work that lasts is told of under the client's token until it is answered") {
    World world;
    world.start_quietly();
    world.open(kUri, "x = 1\n");
    references(world, 7, {{"workDoneToken", "t"}});
    REQUIRE(world.wait_for_timer());
    std::vector<json> sent = world.sent();
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].at("params").at("token") == "t");
    CHECK(sent[0].at("params").at("value").at("kind") == "begin");
    CHECK(sent[0].at("params").at("value").at("title") == "Finding references");
    world.answer_requests();
    sent = world.sent();
    REQUIRE(sent.size() == 2);
    CHECK(sent[0].at("params").at("value").at("kind") == "end");
    CHECK(sent[1].at("id") == 7);
}

TEST_CASE("work that is taken back ends its progress, and quick work has none") {
    World world;
    world.start_quietly();
    world.open(kUri, "x = 1\n");
    references(world, 7, {{"workDoneToken", 3}});
    REQUIRE(world.wait_for_timer());
    world.notify("$/cancelRequest", {{"id", 7}});
    const std::vector<json> sent = world.sent();
    REQUIRE(sent.size() == 3);
    CHECK(sent[1].at("params") == json{{"token", 3}, {"value", {{"kind", "end"}}}});
    CHECK(error_code(sent[2]) == -32800);
    references(world, 8, {{"workDoneToken", 4}});
    world.answer_requests();
    CHECK(world.sent().size() == 1);
}

TEST_CASE("parts of an answer come under the client's token, and none after a question is void") {
    World world;
    world.start_quietly();
    world.open(kUri, "x = 1\n");
    references(world, 7, {{"partialResultToken", "t"}});
    const auto part = [&] {
        Results results;
        results.replies.push_back({world.asked.at(0).number, "[1]", true});
        world.session.on_results(std::move(results));
    };
    part();
    std::vector<json> sent = world.sent();
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].at("params") == json{{"token", "t"}, {"value", {1}}});
    world.replace(kUri, 2, "y = 1\n");
    CHECK(error_code(world.sent().at(0)) == -32801);
    part();
    CHECK(world.sent().empty());
}
