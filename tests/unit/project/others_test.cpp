#include <catch2/catch_test_macros.hpp>

#include "project/configuration.h"
#include "support/memory_files.h"

using namespace krait;

TEST_CASE("a folder inside the root that is a program of its own is left to it") {
    const auto files = std::make_shared<tests::MemoryFiles>(
        tests::MemoryFiles{{"a.py", ""}, {"in/b.py", ""}, {"inner/c.py", ""}});
    const project::Surroundings surroundings{files, [](std::string_view) { return std::nullopt; }};
    const auto names = [&](std::vector<std::string> others) {
        project::Setup setup;
        setup.root = "/work";
        setup.arguments = {"--no-site-packages", "--python-version=3.13"};
        setup.others = std::move(others);
        std::vector<std::string> found;
        const auto configuration = project::configure(setup, surroundings, false);
        REQUIRE(configuration);
        for (const auto& source : configuration->sources) found.push_back(source.module);
        return found;
    };
    CHECK(names({}) == std::vector<std::string>{"b", "c", "a"});
    CHECK(names({"/work/in"}) == std::vector<std::string>{"c", "a"});
}
