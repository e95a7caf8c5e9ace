#include "server/notebooks.h"

#include <catch2/catch_test_macros.hpp>

#include "server/cell_places.h"
#include "unit/server/session_world.h"

using namespace krait::server;
using namespace krait::server::testing;
namespace protocol = krait::protocol;
namespace project = krait::project;

namespace {

constexpr const char* kUri = "file:///w/book.ipynb";
constexpr const char* kPath = "/w/book.ipynb";
using Texts = std::vector<std::string>;

json cell(const std::string& uri, int kind = 2) {
    return {{"kind", kind}, {"document", uri}};
}
json text(const std::string& uri, const std::string& content,
          const std::string& language = "python") {
    return {{"uri", uri}, {"languageId", language}, {"version", 1}, {"text", content}};
}

struct Book : World {
    Book() {
        start_quietly();
        notify("notebookDocument/didOpen",
               {{"notebookDocument",
                 {{"uri", kUri},
                  {"notebookType", "jupyter-notebook"},
                  {"version", 1},
                  {"cells", {cell("c:1"), cell("c:2", 1), cell("c:3"), cell("c:4")}}}},
                {"cellTextDocuments",
                 {text("c:1", "a = 1\n"), text("c:2", "# Title", "markdown"), text("c:3", ""),
                  text("c:4", "b\nc")}}});
    }
    void change(json cells) {
        notify("notebookDocument/didChange", {{"notebookDocument", {{"uri", kUri}, {"version", 2}}},
                                              {"change", {{"cells", std::move(cells)}}}});
    }
    [[nodiscard]] std::string module() const {
        return std::string(session.documents.find(kPath)->text->text());
    }
    [[nodiscard]] const Cells& cells() const { return *session.documents.find(kPath)->cells; }
};

protocol::Range lines(std::uint32_t start, std::uint32_t end) {
    return {{start, 1}, {end, 1}};
}

CellPlaces places(std::optional<std::size_t> asked) {
    Cells cells;
    cells.all = {
        {"c:1", 7, 0, 2, 3, false}, {"c:2", 8, 2, 1, 0, false}, {"c:3", 9, 3, 2, 5, false}};
    auto open = std::make_shared<OpenNotebooks>();
    const std::optional<Cell> cell = asked ? std::optional(cells.all[*asked]) : std::nullopt;
    open->emplace("nb", std::make_shared<const Cells>(cells));
    return {open, cell};
}

}  // namespace

TEST_CASE("a notebook is its code cells, one below the other") {
    Book book;
    CHECK(book.told() == Texts{"open /w/book.ipynb 1 'a = 1\n\n\nb\nc\n'", "focus /w/book.ipynb"});
    const Cells& cells = book.cells();
    REQUIRE(cells.all.size() == 3);
    CHECK(cells.all[0] == Cell{"c:1", 1, 0, 2, 0, false});
    CHECK(cells.all[1] == Cell{"c:3", 1, 2, 1, 0, false});
    CHECK(cells.all[2] == Cell{"c:4", 1, 3, 2, 1, false});
    CHECK(cells.at_line(2)->uri == "c:3");
    CHECK(cells.at_line(4)->uri == "c:4");
    CHECK(cells.at_line(5) == nullptr);
}

TEST_CASE("cells are typed in, moved, replaced and made texts") {
    Book book;
    book.change({{"textContent",
                  {{{"document", {{"uri", "c:4"}, {"version", 2}}},
                    {"changes",
                     {{{"range",
                        {{"start", {{"line", 1}, {"character", 0}}},
                         {"end", {{"line", 1}, {"character", 1}}}}},
                       {"text", "d"}}}}}}}});
    CHECK(book.module() == "a = 1\n\n\nb\nd\n");
    CHECK(book.cells().find("c:4")->version == 2);
    book.change(
        {{"structure",
          {{"array", {{"start", 0}, {"deleteCount", 3}, {"cells", {cell("c:5"), cell("c:1")}}}},
           {"didOpen", {text("c:5", "e")}},
           {"didClose", {{{"uri", "c:2"}}, {{"uri", "c:3"}}}}}}});
    CHECK(book.module() == "e\na = 1\n\nb\nd\n");
    book.change({{"data", {cell("c:1", 1)}}});
    CHECK(book.module() == "e\nb\nd\n");
    book.change({{"data", {cell("c:1", 2)}}});
    CHECK(book.module() == "e\na = 1\n\nb\nd\n");
}

TEST_CASE("what was executed changes nothing") {
    Book book;
    const int revision = book.session.documents.find(kPath)->revision;
    book.change({{"data", {cell("c:1")}}});
    book.notify("notebookDocument/didChange",
                {{"notebookDocument", {{"uri", kUri}, {"version", 3}}},
                 {"change", {{"metadata", {{"x", 1}}}}}});
    CHECK(book.session.documents.find(kPath)->revision == revision);
}

TEST_CASE("a cell's line ends and a carriage return at its end are its own") {
    Book book;
    book.change(
        {{"structure",
          {{"array", {{"start", 0}, {"deleteCount", 4}, {"cells", {cell("c:6"), cell("c:7")}}}},
           {"didOpen", {text("c:6", "a\r\nb\r"), text("c:7", "c")}}}}});
    CHECK(book.module() == "a\r\nb\n\nc\n");
    CHECK(book.cells().find("c:7")->first_line == 3);
}

TEST_CASE("sets go out cell by cell, and only those that are new") {
    Book book;
    (void)book.sent();
    project::FileDiagnostics found = World::file(kPath, 1, {"one", "two"});
    found.diagnostics[1].line = found.diagnostics[1].end_line = 5;
    Results results;
    results.diagnostics.push_back(found);
    book.session.on_results(std::move(results));
    std::vector<json> sent = book.sent();
    REQUIRE(sent.size() == 3);
    CHECK(published(sent[0]) == Texts{"one"});
    CHECK(published(sent[1]).empty());
    CHECK(published(sent[2]) == Texts{"two"});
    CHECK(sent[2]["params"]["uri"] == "c:4");
    CHECK(sent[2]["params"]["version"] == 1);
    CHECK(sent[2]["params"]["diagnostics"][0]["range"]["start"]["line"] == 1);

    book.change(
        {{"structure",
          {{"array", {{"start", 0}, {"deleteCount", 1}}}, {"didClose", {{{"uri", "c:1"}}}}}}});
    book.result(kPath, 2, {});
    sent = book.sent();
    REQUIRE(sent.size() == 2);
    CHECK(sent[0]["params"]["uri"] == "c:4");
    CHECK(sent[1]["params"]["uri"] == "c:1");
    CHECK(published(sent[1]).empty());
}

TEST_CASE("places in a cell become the module's, those outside its end") {
    protocol::SelectionRangeParams params{{"c:3"}, {{0, 4}, {1, 9}, {7, 0}}};
    places(2).into_module(params);
    CHECK(params.positions == std::vector<protocol::Position>{{3, 4}, {4, 9}, {4, 5}});
}

TEST_CASE("locations name cells; what lies in none is left out") {
    const std::vector<protocol::Location> all = {
        {"nb", lines(1, 1)}, {"other", lines(1, 1)}, {"nb", lines(4, 5)}, {"nb", lines(6, 6)}};
    const auto named = places(std::nullopt).into_cells(all);
    CHECK(named == std::vector<protocol::Location>{
                       {"c:1", lines(1, 1)}, {"other", lines(1, 1)}, {"c:3", {{1, 1}, {1, 5}}}});
}

TEST_CASE("edits are taken apart; one that reaches over a cell's end can't be made") {
    protocol::WorkspaceEdit edit;
    edit.changes["nb"] = {{{{0, 0}, {2, 0}}, "x"}, {{{4, 0}, {4, 2}}, "y"}};
    edit.versions["nb"] = 3;
    const protocol::WorkspaceEdit cells = places(std::nullopt).into_cells(edit);
    REQUIRE(cells.changes.size() == 2);
    CHECK(cells.changes.at("c:1")[0].range == protocol::Range{{0, 0}, {1, 3}});
    CHECK(cells.changes.at("c:3")[0].range == protocol::Range{{1, 0}, {1, 2}});
    CHECK(cells.versions == std::map<std::string, std::int32_t>{{"c:1", 7}, {"c:3", 9}});

    protocol::CodeActionAnswer answer{"nb", {{}, {}}};
    answer.actions[0].title = "too far";
    answer.actions[0].edit.changes["nb"] = {{{{0, 0}, {3, 1}}, "x"}};
    answer = places(2).into_cells(answer);
    CHECK(answer.uri == "c:3");
    REQUIRE(answer.actions.size() == 1);
    CHECK(answer.actions[0].title.empty());
}

TEST_CASE("semantic tokens are cut out of the module's") {
    // Lines 1, 3 (two tokens), 4.
    protocol::SemanticTokens all{"id",
                                 {1, 2, 3, 1, 0, 2, 4, 1, 2, 0, 0, 3, 1, 3, 0, 1, 5, 2, 4, 0}};
    const protocol::SemanticTokens cut = places(2).into_cells(all);
    CHECK(cut.data == std::vector<std::uint32_t>{0, 4, 1, 2, 0, 0, 3, 1, 3, 0, 1, 5, 2, 4, 0});
    CHECK(places(0).into_cells(all).data == std::vector<std::uint32_t>{1, 2, 3, 1, 0});
    CHECK(places(1).into_cells(all).data.empty());
}
