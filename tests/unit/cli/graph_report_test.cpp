#include "cli/graph_report.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "support/memory_files.h"

using namespace krait;
using nlohmann::json;

namespace {

/// a and b import each other, c imports a, and nobody imports lonely.
cli::GraphReport report_of_a_program(const std::map<std::string, std::uint64_t>& measured = {}) {
    auto files = std::make_shared<tests::MemoryFiles>(
        std::initializer_list<std::pair<const char*, const char*>>{
            {"/work/a.py", "import b\n"},
            {"/work/b.py", "x = 1\ndef f():\n    import a\n"},
            {"/work/c.py", "from a import b\n"},
            {"/work/lonely.py", "title = '</script>'\n"}});
    project::Setup setup;
    setup.root = "/work";
    setup.arguments = {"--no-site-packages", "--python-version=3.13"};
    auto configuration = project::configure(
        setup, {files, [](std::string_view) { return std::nullopt; }}, /*need_targets=*/false);
    REQUIRE(configuration);
    return cli::make_graph_report(project::load_import_graph(*configuration), measured);
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != text.npos;
}

}  // namespace

TEST_CASE("cycles of the program's own modules are told, with the import to remove") {
    const cli::GraphReport report = report_of_a_program();
    CHECK(report.own_modules == 4);
    CHECK(report.graph.modules.size() > 4);  // builtins and what they need
    REQUIRE(report.cycles.size() == 1);
    CHECK(report.cycles.front().members.size() == 2);
    CHECK(report.library_cycles > 0);
    const std::string text = cli::graph_as_text(report);
    CHECK(contains(text, "2 modules"));
    CHECK(contains(text, "without a -> b (a.py:1): no cycle is left"));
    CHECK(contains(text, "without b -> a (b.py:3, in a function): no cycle is left"));
}

TEST_CASE("the critical path follows the times that were measured") {
    const cli::GraphReport report =
        report_of_a_program({{"a", 5'000'000}, {"c", 2'000'000}, {"lonely", 3'000'000}});
    CHECK(report.measured);
    CHECK(report.path_nanoseconds == 7'000'000);
    CHECK(report.all_nanoseconds == 10'000'000);
    REQUIRE(report.path.size() >= 2);
    const cli::PathStep& last = report.path.back();
    const cli::PathStep& before = report.path[report.path.size() - 2];
    CHECK(report.graph.modules[last.module].name == "c");
    CHECK(before.modules == 2);  // a and b
    CHECK(contains(cli::graph_as_text(report), "7.0 ms of 10.0 ms in all (measured)"));
}

TEST_CASE("the graph is told as JSON, too") {
    const json read = json::parse(cli::graph_as_json(report_of_a_program()));
    CHECK(read.at("own_modules") == 4);
    const json& cut = read.at("cycles").at(0).at("cuts").at(0);
    CHECK(cut.at("largest_left") == 1);
    const json& importer = read.at("modules").at(cut.at("from").get<std::size_t>());
    CHECK((importer.at("name") == "a" || importer.at("name") == "b"));
}

TEST_CASE("the page needs nothing from anywhere, and no name can end its script") {
    const std::string page = cli::graph_as_html(report_of_a_program());
    CHECK(page.starts_with("<!DOCTYPE html>"));
    CHECK(!contains(page, "src="));
    CHECK(!contains(page, "href="));
    const std::size_t data = page.find("const data = ") + 13;
    const std::size_t end = page.find(";\nconst svgName", data);
    REQUIRE(end != page.npos);
    const std::string inside = page.substr(data, end - data);
    CHECK(!contains(inside, "<"));
    CHECK(json::parse(inside).at("modules").size() > 4);
}
