#include "project/imports.h"

#include <catch2/catch_test_macros.hpp>

#include "base/source_text.h"
#include "python/syntax/parser.h"

using namespace krait;
using project::absolute_import;
using scheduler::ImportPriority;

namespace {

struct Found {
    std::string name;
    ImportPriority priority;
    friend bool operator==(const Found&, const Found&) = default;
    friend std::ostream& operator<<(std::ostream& out, const Found& found) {
        return out << found.name << ":" << static_cast<int>(found.priority);
    }
};

std::vector<Found> scan(const std::string& text, std::string_view module = "pkg.mod",
                        std::vector<std::string> modules = {}) {
    base::SourceText source(text);
    syntax::Tree tree = syntax::parse_module(source);
    config::Options options;
    auto result = project::scan_imports(project::written_imports(source, tree, options), module,
                                        false, [&](const std::string& name) {
                                            return std::find(modules.begin(), modules.end(),
                                                             name) != modules.end();
                                        });
    std::vector<Found> found;
    for (const auto& imported : result.modules) found.push_back({imported.name, imported.priority});
    return found;
}

using List = std::vector<Found>;

}  // namespace

TEST_CASE("import a.b needs a.b first and a less") {
    CHECK(scan("import a.b\n") ==
          List{{"a.b", ImportPriority::TopLevel}, {"a", ImportPriority::InFunction}});
}

TEST_CASE("from a import b is about a, or about the submodule a.b") {
    CHECK(scan("from a import b\n") == List{{"a", ImportPriority::FromTopLevel}});
    CHECK(scan("from a import b\n", "m", {"a.b"}) ==
          List{{"a.b", ImportPriority::TopLevel}, {"a", ImportPriority::InFunction}});
    CHECK(scan("from a import b, c\n", "m", {"a.b"}) ==
          List{{"a.b", ImportPriority::TopLevel}, {"a", ImportPriority::FromTopLevel}});
}

TEST_CASE("an import in a function can wait, one for type checkers a little") {
    CHECK(scan("def f():\n    import a\n") == List{{"a", ImportPriority::InFunction}});
    CHECK(scan("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import a\n") ==
          List{{"typing", ImportPriority::FromTopLevel}, {"a", ImportPriority::TypeChecking}});
    CHECK(scan("class C:\n    import a\n") == List{{"a", ImportPriority::TopLevel}});
}

TEST_CASE("the strongest of several imports counts") {
    CHECK(scan("def f():\n    import a\nimport a\n") == List{{"a", ImportPriority::TopLevel}});
}

TEST_CASE("what never runs isn't imported") {
    CHECK(scan("import sys\nif sys.version_info < (3, 0):\n    import a\nelse:\n    import b\n") ==
          List{{"sys", ImportPriority::TopLevel}, {"b", ImportPriority::TopLevel}});
    CHECK(scan("import sys\nassert sys.platform == 'nowhere'\nimport a\n") ==
          List{{"sys", ImportPriority::TopLevel}});
}

TEST_CASE("relative imports start at the package") {
    CHECK(absolute_import("p.q.m", false, 1, "x") == "p.q.x");
    CHECK(absolute_import("p.q.m", false, 2, "x") == "p.x");
    CHECK(absolute_import("p.q", true, 1, "x") == "p.q.x");
    CHECK(absolute_import("p.q.m", false, 1, "") == "p.q");
    CHECK(absolute_import("m", false, 1, "").empty());
    CHECK(absolute_import("m", false, 0, "x.y") == "x.y");
}
