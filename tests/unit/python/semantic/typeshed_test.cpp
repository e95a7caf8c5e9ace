// typeshed_test.cpp
//
// The real stubs of builtins, typing and what they import: they bootstrap each other in one cycle.
// Needs a typeshed; KRAIT_TYPESHED names its folder, the one that has stdlib/ in it.

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "world.h"

using namespace krait;
using namespace krait::semantic::test;

namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
    std::ifstream in(path);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

fs::path stub_of(const fs::path& stdlib, std::string name) {
    for (char& c : name) c = c == '.' ? '/' : c;
    fs::path package = stdlib / name / "__init__.pyi";
    if (fs::exists(package)) return package;
    fs::path module = stdlib / (name + ".pyi");
    return fs::exists(module) ? module : fs::path{};
}

/// Names of modules that a tree imports at its top level, conditions included.
void collect_imports(const syntax::Tree& tree, syntax::NodeList statements, const std::string& name,
                     bool is_package, std::set<std::string>& out) {
    using syntax::NodeKind;
    for (syntax::NodeId statement : statements) {
        if (tree.is(statement, NodeKind::Import)) {
            for (auto alias : tree.import(statement).names) {
                out.insert(std::string(base::text_of(tree.alias(alias).name)));
            }
        } else if (tree.is(statement, NodeKind::ImportFrom)) {
            auto view = tree.import_from(statement);
            std::string module = name;
            for (std::uint32_t i = is_package ? 1 : 0; i < view.level; ++i) {
                module.resize(module.rfind('.') == std::string::npos ? 0 : module.rfind('.'));
            }
            if (view.level == 0) module.clear();
            std::string rest(base::text_of(view.module));
            std::string whole = module.empty() ? rest : rest.empty() ? module : module + "." + rest;
            out.insert(whole);
            for (auto alias : view.names) {
                out.insert(whole + "." + std::string(base::text_of(tree.alias(alias).name)));
            }
        } else if (tree.is(statement, NodeKind::If)) {
            auto view = tree.if_stmt(statement);
            collect_imports(tree, view.body, name, is_package, out);
            collect_imports(tree, view.orelse, name, is_package, out);
        }
    }
}

void add_with_imports(World& world, const fs::path& stdlib, const std::string& name,
                      std::set<std::string>& seen) {
    fs::path path = stub_of(stdlib, name);
    if (path.empty() || !seen.insert(name).second) return;
    world.add(name, read(path), true, path.string());
    semantic::ModuleDraft& draft = world.draft(name);
    std::set<std::string> imports;
    bool is_package = path.filename() == "__init__.pyi";
    collect_imports(*draft.tree, draft.tree->body(), name, is_package, imports);
    for (const std::string& import : imports) {
        for (std::size_t dot = import.find('.'); dot != std::string::npos;
             dot = import.find('.', dot + 1)) {
            add_with_imports(world, stdlib, import.substr(0, dot), seen);
        }
        add_with_imports(world, stdlib, import, seen);
    }
}

}  // namespace

TEST_CASE("the real builtins and typing analyse without a complaint") {
    const char* folder = std::getenv("KRAIT_TYPESHED");
    if (folder == nullptr) SKIP("KRAIT_TYPESHED is not set");
    World world;
    std::set<std::string> seen;
    fs::path stdlib = fs::path(folder) / "stdlib";
    add_with_imports(world, stdlib, "builtins", seen);
    add_with_imports(world, stdlib, "enum", seen);
    add_with_imports(world, stdlib, "dataclasses", seen);
    const semantic::AnalysisFigures& figures = world.analyze();
    CHECK_FALSE(figures.hung);
    CHECK(figures.not_implemented == 0);
    for (const std::string& name : seen) {
        INFO(name);
        // The stubs ignore a few errors of mypy's, by comment.
        std::set<std::uint32_t> ignored;
        for (const auto& ignore : world.draft(name).tree->type_ignores())
            ignored.insert(ignore.line);
        std::vector<std::string> left;
        for (const std::string& message : world.messages(name)) {
            if (!ignored.contains(static_cast<std::uint32_t>(std::stoul(message)))) {
                left.push_back(message);
            }
        }
        CHECK(left == std::vector<std::string>{});
    }
    CHECK(world.mro_of("builtins.bool") ==
          std::vector<std::string>{"builtins.bool", "builtins.int", "builtins.object"});
    CHECK(world.type_of("builtins.len") == "def (typing.Sized) -> int");
    CHECK(world.type_of("builtins.list.append") == "def (list[_T], _T)");
}
