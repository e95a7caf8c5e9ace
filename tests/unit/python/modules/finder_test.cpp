// finder_test.cpp: which file a module is, and what its import comes to.

#include "python/modules/finder.h"

#include <catch2/catch_test_macros.hpp>

#include "python/config/option_table.h"
#include "support/memory_files.h"

namespace krait::modules {
namespace {

using tests::MemoryFiles;

/// A world with the program in /work, stubs in /stubs, packages in /site, and typeshed in
/// /typeshed.
struct World {
    explicit World(std::initializer_list<std::pair<const char*, const char*>> files,
                   config::Options options = {}, std::vector<config::ModuleSection> sections = {},
                   const char* cwd = "/work")
        : disk(std::make_shared<MemoryFiles>(files, cwd)),
          finder({{cwd}, {"/stubs"}, {"/site"}, {"/typeshed"}}, disk,
                 std::make_shared<config::ModuleOptions>(std::move(options), std::move(sections)),
                 parse_stdlib_versions("new: 3.12-\nold: 3.0-3.9\nsys: 3.0-\nplain: 3.0-\n")) {}

    /// The path, or why there is none.
    [[nodiscard]] std::string find(const char* module) const {
        const FindResult& result = finder.find(module);
        switch (result.status) {
            case FindStatus::Found:
                return result.path;
            case FindStatus::NotFound:
                return "not found";
            case FindStatus::WrongWorkingDirectory:
                return "wrong folder";
            case FindStatus::FoundWithoutTypeHints:
                return "untyped";
            case FindStatus::StubsNotInstalled:
                return "stubs not installed";
        }
        return "";
    }

    std::shared_ptr<MemoryFiles> disk;
    ModuleFinder finder;
};

config::Options with_version(int minor) {
    config::Options options;
    options.python_version = {3, minor};
    return options;
}

TEST_CASE("a stub goes before a source, and a package before a module") {
    const World world{{"a.py", ""},          {"a.pyi", ""},         {"b.pyi", ""},
                      {"b/__init__.py", ""}, {"c/__init__.py", ""}, {"c/__init__.pyi", ""}};
    CHECK(world.find("a") == "/work/a.pyi");
    CHECK(world.find("b") == "/work/b/__init__.py");
    CHECK(world.find("c") == "/work/c/__init__.pyi");
    CHECK(world.finder.find("a").is_stub);
    CHECK(world.finder.find("b").is_package);
    CHECK_FALSE(world.finder.find("b").is_stub);
}

TEST_CASE("MYPYPATH goes before the program, which goes before typeshed and packages") {
    World world{{"/stubs/a.pyi", ""},
                {"a.py", ""},
                {"b.py", ""},
                {"/typeshed/b.pyi", ""},
                {"/typeshed/sys.pyi", ""},
                {"/site/sys/__init__.py", ""},
                {"/site/sys/py.typed", ""}};
    CHECK(world.find("a") == "/stubs/a.pyi");
    CHECK(world.finder.find("a").origin == Origin::MypyPath);
    CHECK(world.find("b") == "/work/b.py");
    CHECK(world.finder.find("b").origin == Origin::Program);
    CHECK(world.find("sys") == "/typeshed/sys.pyi");
    CHECK(world.finder.find("sys").origin == Origin::Typeshed);
    CHECK(world.finder.find("sys").in_library());
}

TEST_CASE("a stub beside a folder of the same name without __init__ is the module") {
    const World world{{"/typeshed/sys.pyi", ""}, {"/typeshed/sys/_monitoring.pyi", ""}};
    CHECK(world.find("sys") == "/typeshed/sys.pyi");
}

TEST_CASE("typeshed has a module only for the versions that VERSIONS names") {
    const std::initializer_list<std::pair<const char*, const char*>> files = {
        {"/typeshed/new.pyi", ""}, {"/typeshed/old.pyi", ""}, {"/typeshed/new/sub.pyi", ""}};
    CHECK(World(files, with_version(11)).find("new") == "not found");
    CHECK(World(files, with_version(12)).find("new") == "/typeshed/new.pyi");
    CHECK(World(files, with_version(11)).find("new.sub") == "not found");
    CHECK(World(files, with_version(12)).find("old") == "not found");
}

TEST_CASE("a folder without __init__ is a namespace package, if nothing better is found") {
    config::Options without;
    without.namespace_packages = false;
    const std::initializer_list<std::pair<const char*, const char*>> files = {
        {"/stubs/ns/a.py", ""},
        {"ns/b.py", ""},
        {"/stubs/ns/p/x.py", ""},
        {"ns/p/__init__.py", ""}};
    const World world(files);
    CHECK(world.find("ns") == "/stubs/ns");
    CHECK(world.finder.find("ns").is_namespace);
    CHECK(world.finder.find("ns").is_package);
    CHECK(world.find("ns.a") == "/stubs/ns/a.py");
    CHECK(world.find("ns.b") == "/work/ns/b.py");
    CHECK(World(files, without).find("ns.a") == "not found");
}

TEST_CASE("of near misses the one with an __init__ highest up wins") {
    const World world{{"/stubs/ns/p/m.py", ""}, {"ns/p/m.py", ""}, {"ns/p/__init__.py", ""}};
    CHECK(world.find("ns.p.m") == "/work/ns/p/m.py");
}

TEST_CASE("an installed package counts if it says that it is typed") {
    const World world{{"/site/typed/__init__.py", ""},   {"/site/typed/py.typed", ""},
                      {"/site/typed/sub/m.py", ""},      {"/site/typed/sub/__init__.py", ""},
                      {"/site/untyped/__init__.py", ""}, {"/site/single.py", ""}};
    CHECK(world.find("typed") == "/site/typed/__init__.py");
    CHECK(world.find("typed.sub.m") == "/site/typed/sub/m.py");
    CHECK(world.finder.find("typed").origin == Origin::Installed);
    CHECK(world.find("untyped") == "untyped");
    CHECK(world.find("untyped.x") == "untyped");
    CHECK(world.find("single") == "untyped");
    CHECK(world.find("typed.missing") == "not found");
}

TEST_CASE("an untyped package is taken as it is if its options say so") {
    config::OptionChanges follow = {{config::find_option("follow_untyped_imports"), true}};
    const World world({{"/site/untyped/__init__.py", ""}, {"/site/other/__init__.py", ""}}, {},
                      {{"untyped", follow}});
    CHECK(world.find("untyped") == "/site/untyped/__init__.py");
    CHECK(world.find("other") == "untyped");
}

TEST_CASE("a distribution of stubs goes before the package's own types") {
    const World world{{"/site/p-stubs/__init__.pyi", ""},
                      {"/site/p/__init__.py", ""},
                      {"/site/p/py.typed", ""},
                      {"/site/p/only.py", ""}};
    CHECK(world.find("p") == "/site/p-stubs/__init__.pyi");
    CHECK(world.find("p.only") == "/site/p/only.py");
    const World untyped{
        {"/site/p-stubs/__init__.pyi", ""}, {"/site/p/__init__.py", ""}, {"/site/p/only.py", ""}};
    CHECK(untyped.find("p.only") == "untyped");
}

TEST_CASE("partial stubs leave what they lack to the package, typed or not") {
    const World world{{"/site/p-stubs/m.pyi", ""},
                      {"/site/p-stubs/py.typed", "partial\n"},
                      {"/site/p/__init__.py", ""},
                      {"/site/p/m.py", ""},
                      {"/site/p/n.py", ""}};
    CHECK(world.find("p.m") == "/site/p-stubs/m.pyi");
    CHECK(world.find("p.n") == "/site/p/n.py");
}

TEST_CASE("a package above a typed one is found once the typed one was") {
    const World world{{"/site/google/cloud/py.typed", ""}, {"/site/google/cloud/__init__.py", ""}};
    CHECK(world.find("google.cloud") == "/site/google/cloud/__init__.py");
    CHECK(world.find("google") == "/site/google");
}

TEST_CASE("known stubs that aren't installed are a reason of their own") {
    const World world{{"/site/requests/__init__.py", ""}, {"/site/yaml-stubs/__init__.pyi", ""}};
    CHECK(world.find("requests") == "stubs not installed");
    CHECK(world.find("requests.adapters") == "stubs not installed");
    CHECK(world.find("yaml") == "/site/yaml-stubs/__init__.pyi");
    CHECK(world.find("yaml.nodes") == "not found");
    CHECK(world.find("google.protobuf") == "stubs not installed");
    CHECK(world.find("google.other") == "not found");
}

TEST_CASE("a module that is found from above the package we run in is told apart") {
    const World world({{"/repo/pkg/__init__.py", ""}, {"/repo/pkg/m.py", ""}}, {}, {}, "/repo/pkg");
    CHECK(world.find("pkg.m") == "wrong folder");
    CHECK(world.find("pkg2") == "not found");
}

TEST_CASE("names are compared exactly") {
    const World world{{"Abc.py", ""}};
    CHECK(world.find("abc") == "not found");
    CHECK(world.find("Abc") == "/work/Abc.py");
}

TEST_CASE("a package is walked in the order of its names, stubs hiding sources") {
    const World world{{"p/__init__.py", ""}, {"p/b.py", ""},          {"p/a.py", ""},
                      {"p/a.pyi", ""},       {"p/q/__init__.py", ""}, {"p/q/c.py", ""},
                      {"p/.hidden.py", ""},  {"p/x.y.py", ""},        {"p/data/t.txt", ""}};
    std::vector<std::string> modules;
    for (const auto& found : world.finder.find_recursively("p")) modules.push_back(found.module);
    CHECK(modules == std::vector<std::string>{"p", "p.a", "p.b", "p.data", "p.q", "p.q.c"});
    CHECK(world.finder.find_recursively("nope").empty());
}

struct Told {
    ImportFate fate;
    std::vector<std::string> texts;
};

Told told(const World& world, const char* module, ModuleRole role = ModuleRole::Imported) {
    const ImportDecision decision = decide_import(world.finder, module, role);
    Told result{decision.fate, {}};
    for (const ImportMessage& message : decision.messages) {
        result.texts.push_back(message.text +
                               (*message.code ? std::string("  [") + message.code + "]" : ""));
    }
    return result;
}

TEST_CASE("missing imports are reported in mypy's words") {
    const World world{{"/site/untyped.py", ""}, {"a.py", ""}};
    const std::string link =
        "See https://mypy.readthedocs.io/en/stable/running_mypy.html#missing-imports";
    CHECK(told(world, "zzz").texts ==
          std::vector<std::string>{"Cannot find implementation or library stub for module named "
                                   "\"zzz\"  [import-not-found]",
                                   link + "  [import-not-found]"});
    CHECK(
        told(world, "untyped").texts ==
        std::vector<std::string>{"Skipping analyzing \"untyped\": module is installed, but missing "
                                 "library stubs or py.typed marker  [import-untyped]",
                                 link + "  [import-untyped]"});
    CHECK(told(world, "requests").texts ==
          std::vector<std::string>{
              "Library stubs not installed for \"requests\"  [import-untyped]",
              "Hint: \"python3 -m pip install types-requests\"  [import-untyped]",
              "(or run \"mypy --install-types\" to install all missing stub packages)  "
              "[import-untyped]",
              link + "  [import-untyped]"});
    CHECK(told(world, "nunpy").texts.at(1) == "Did you mean \"numpy\"?  [import-not-found]");
    CHECK(told(world, "zzz", ModuleRole::Target).texts ==
          std::vector<std::string>{"mypy: error: Cannot find module \"zzz\""});
    CHECK(told(world, "zzz", ModuleRole::Ancestor).texts.empty());
}

TEST_CASE("the imported module's own options say whether anything is said") {
    config::OptionChanges quiet = {{config::find_option("ignore_missing_imports"), true}};
    const World world({{"a.py", ""}}, {}, {{"zzz.*", quiet}});
    CHECK(told(world, "zzz.x").texts.empty());
    CHECK(told(world, "zzz.x").fate == ImportFate::Missing);
    CHECK_FALSE(told(world, "yyy").texts.empty());
}

TEST_CASE("follow_imports decides what happens to a module that isn't a target") {
    const std::initializer_list<std::pair<const char*, const char*>> files = {
        {"a.py", ""}, {"s.pyi", ""}, {"/typeshed/plain.pyi", ""}};
    const auto fate = [&](config::FollowImports follow, const char* module,
                          ModuleRole role = ModuleRole::Imported) {
        config::Options options;
        options.follow_imports = follow;
        return told(World(files, options), module, role).fate;
    };
    CHECK(fate(config::FollowImports::Normal, "a") == ImportFate::Follow);
    CHECK(fate(config::FollowImports::Silent, "a") == ImportFate::Silent);
    CHECK(fate(config::FollowImports::Skip, "a") == ImportFate::Skipped);
    CHECK(fate(config::FollowImports::Skip, "a", ModuleRole::Target) == ImportFate::Follow);
    CHECK(fate(config::FollowImports::Skip, "s") == ImportFate::Follow);
    CHECK(fate(config::FollowImports::Normal, "plain") == ImportFate::Silent);
    config::Options error;
    error.follow_imports = config::FollowImports::Error;
    const World world(files, error);
    CHECK(told(world, "a").texts ==
          std::vector<std::string>{
              "Import of \"a\" ignored  [misc]",
              "(Using --follow-imports=error, module not passed on command line)"});
    CHECK(told(world, "a", ModuleRole::Ancestor).texts.front() ==
          "Ancestor package \"a\" ignored  [misc]");
}

TEST_CASE("VERSIONS may have comments, open ranges and closed ones") {
    const StdlibVersions versions =
        parse_stdlib_versions("# note\nasyncio: 3.4-\nasynchat: 3.0-3.11  # gone\n\nbroken\n");
    CHECK(versions.modules.size() == 2);
    CHECK_FALSE(versions.modules.at("asyncio").last);
    CHECK(versions.modules.at("asynchat").last == config::PythonVersion{3, 11});
}

}  // namespace
}  // namespace krait::modules
