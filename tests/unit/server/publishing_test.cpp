#include <catch2/catch_test_macros.hpp>

#include "unit/server/session_world.h"

using namespace krait::server;
using namespace krait::server::testing;

namespace {

constexpr const char* kUri = "file:///w/a.py";
constexpr const char* kPath = "/w/a.py";
using Texts = std::vector<std::string>;

World& started(World& world) {
    world.start_quietly();
    return world;
}

}  // namespace

TEST_CASE("an open document's set carries the editor's version and spelling") {
    World world;
    started(world).open("file:///w/%61.py", "x", 41);
    world.result(kPath, 1, {"bad"});
    std::vector<json> sent = world.sent();
    REQUIRE(sent.size() == 1);
    CHECK(published(sent[0]) == Texts{"bad"});
    CHECK(sent[0].at("params").at("version") == 41);
    CHECK(sent[0].at("params").at("uri") == "file:///w/%61.py");
}

TEST_CASE("an open document's first set is sent though it is empty") {
    World world;
    started(world).open(kUri, "x");
    world.result(kPath, 1, {});
    CHECK(world.sent().size() == 1);
}

TEST_CASE("sets for older texts are dropped") {
    World world;
    started(world).open(kUri, "x");
    world.replace(kUri, 2, "y");
    world.result(kPath, 1, {"old"});
    world.result(kPath, std::nullopt, {"from disk"});
    CHECK(world.sent().empty());
    world.result(kPath, 2, {"new"});
    CHECK(world.sent().size() == 1);
}

TEST_CASE("a set for a document that was closed and opened again isn't taken for the new one's") {
    World world;
    started(world).open(kUri, "x", 1);
    world.close(kUri);
    world.open(kUri, "y", 1);
    world.result(kPath, 1, {"of the first"});
    CHECK(world.sent().empty());
    world.result(kPath, 2, {"of the second"});
    CHECK(published(world.sent().at(0)) == Texts{"of the second"});
}

TEST_CASE("nothing of an unsaved text is sent after close") {
    World world;
    started(world).open(kUri, "x");
    krait::base::SourceTextPtr text = world.session.documents.find(kPath)->text;
    world.close(kUri);
    world.result(kPath, 1, {"late"});
    Results results;
    results.diagnostics.push_back(World::file(kPath, std::nullopt, {"late too"}));
    results.diagnostics.back().text = text;
    world.session.on_results(std::move(results));
    CHECK(world.sent().empty());
}

TEST_CASE("after close the file's own set takes the place of the text's") {
    World world;
    started(world).open("file:///w/%61.py", "x");
    world.result(kPath, 1, {"unsaved"});
    world.close("file:///w/%61.py");
    (void)world.sent();
    world.result(kPath, std::nullopt, {"on disk"});
    world.idle();
    std::vector<json> sent = world.sent();
    REQUIRE(sent.size() == 1);
    CHECK(published(sent[0]) == Texts{"on disk"});
    CHECK(sent[0].at("params").at("uri") == "file:///w/%61.py");
    CHECK(!sent[0].at("params").contains("version"));
}

TEST_CASE("a closed file that the program doesn't know gets an empty set") {
    World world;
    started(world).open(kUri, "x");
    world.result(kPath, 1, {"bad"});
    world.close(kUri);
    (void)world.sent();
    world.idle();
    std::vector<json> sent = world.sent();
    REQUIRE(sent.size() == 1);
    CHECK(published(sent[0]).empty());
}

TEST_CASE("a set that the client has isn't sent again, one for a newer version is") {
    World world;
    started(world).open(kUri, "x");
    world.result(kPath, 1, {"bad"});
    world.result(kPath, 1, {"bad"});
    CHECK(world.sent().size() == 1);
    world.idle();
    world.replace(kUri, 2, "y");
    world.result(kPath, 2, {"bad"});
    CHECK(world.sent().size() == 1);
    world.result("/w/b.py", std::nullopt, {"other"});
    world.result("/w/b.py", std::nullopt, {"other"});
    CHECK(world.sent().size() == 1);
}

TEST_CASE("closed files without diagnostics are mentioned only to take diagnostics back") {
    World world;
    started(world).result("/w/b.py", std::nullopt, {});
    CHECK(world.sent().empty());
    world.result("/w/b.py", std::nullopt, {"bad"});
    world.result("/w/b.py", std::nullopt, {});
    world.result("/w/b.py", std::nullopt, {});
    std::vector<json> sent = world.sent();
    REQUIRE(sent.size() == 2);
    CHECK(published(sent[1]).empty());
    CHECK(sent[1].at("params").at("uri") == "file:///w/b.py");
}

TEST_CASE("openFilesOnly keeps closed files' sets back until they are wanted") {
    World world;
    world.start(json::object(), {{"diagnosticMode", "openFilesOnly"}});
    (void)world.sent();
    world.result("/w/b.py", std::nullopt, {"other"});
    world.open(kUri, "x");
    world.result(kPath, 1, {"mine"});
    std::vector<json> sent = world.sent();
    REQUIRE(sent.size() == 1);
    CHECK(published(sent[0]) == Texts{"mine"});
    world.close(kUri);
    sent = world.sent();
    REQUIRE(sent.size() == 1);
    CHECK(published(sent[0]).empty());
    world.notify("workspace/didChangeConfiguration",
                 {{"settings", {{"krait", {{"diagnosticMode", "workspace"}}}}}});
    sent = world.sent();
    REQUIRE(sent.size() == 1);
    CHECK(published(sent[0]) == Texts{"other"});
}

TEST_CASE("what the program says for people is shown") {
    World world;
    started(world);
    Results results;
    results.messages.push_back("mypy.ini: no such option: nonsense");
    world.session.on_results(std::move(results));
    CHECK(world.sent().at(0).at("method") == "window/showMessage");
}
