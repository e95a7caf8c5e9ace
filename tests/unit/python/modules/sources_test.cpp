// sources_test.cpp: from the paths somebody gave to modules, search paths and the interpreter.

#include "python/modules/sources.h"

#include <catch2/catch_test_macros.hpp>

#include "python/modules/disk.h"
#include "python/modules/embedded_typeshed.h"
#include "python/modules/exclusion.h"
#include "support/memory_files.h"

namespace krait::modules {
namespace {

using tests::environment_of;
using tests::MemoryFiles;
using Strings = std::vector<std::string>;

/// "path=module" of each source, or the failure.
Strings sources(const MemoryFiles& files, const Strings& paths,
                const config::Options& options = {}) {
    const auto found = sources_of_paths(paths, options, files);
    if (!found) return {found.error().message};
    Strings result;
    for (const Source& source : *found) result.push_back(*source.path + "=" + source.module);
    return result;
}

TEST_CASE("a file is named from the top of its package") {
    const MemoryFiles files{{"src/p/__init__.py", ""},
                            {"src/p/q/__init__.pyi", ""},
                            {"src/p/q/m.py", ""},
                            {"src/n/m.py", ""}};
    CHECK(sources(files, {"src/p/q/m.py"}) == Strings{"src/p/q/m.py=p.q.m"});
    CHECK(sources(files, {"./src/p/q/__init__.pyi"}) == Strings{"src/p/q/__init__.pyi=p.q"});
    CHECK(sources(files, {"src/n/m.py"}) == Strings{"src/n/m.py=m"});
    const auto name = module_of_file("src/p/q/m.py", {}, files);
    REQUIRE(name);
    CHECK(*name == ModuleName{"p.q.m", "/work/src"});
}

TEST_CASE("a package without __init__ inside one with it is part of the name") {
    const MemoryFiles files{{"p/__init__.py", ""}, {"p/n/m.py", ""}};
    CHECK(sources(files, {"p/n/m.py"}) == Strings{"p/n/m.py=p.n.m"});
    config::Options options;
    options.namespace_packages = false;
    CHECK(sources(files, {"p/n/m.py"}, options) == Strings{"p/n/m.py=m"});
}

TEST_CASE("explicit package bases make every folder below them a package") {
    const MemoryFiles files{{"a/b/m.py", ""}, {"src/c/m.py", ""}};
    config::Options options;
    options.explicit_package_bases = true;
    options.mypy_path = {"src"};
    CHECK(sources(files, {"a/b/m.py", "src/c/m.py"}, options) ==
          Strings{"a/b/m.py=a.b.m", "src/c/m.py=c.m"});
}

TEST_CASE("a folder's sources come in mypy's order, stubs hiding sources of their name") {
    const MemoryFiles files{{"d/z.py", ""},      {"d/a.py", ""},
                            {"d/a.pyi", ""},     {"d/sub/m.py", ""},
                            {"d/.git/x.py", ""}, {"d/__pycache__/y.py", ""},
                            {"d/notes.txt", ""}, {"d/node_modules/n.py", ""}};
    CHECK(sources(files, {"d"}) == Strings{"d/sub/m.py=m", "d/a.pyi=a", "d/z.py=z"});
    const MemoryFiles package{{"p/a.py", ""}, {"p/__init__.py", ""}, {"p/b/c.py", ""}};
    CHECK(sources(package, {"p"}) == Strings{"p/__init__.py=p", "p/b/c.py=p.b.c", "p/a.py=p.a"});
}

TEST_CASE("a file without a Python suffix is the main program") {
    const MemoryFiles files{{"main", ""}, {"bin/tool", ""}};
    CHECK(sources(files, {"main"}) == Strings{"main=__main__"});
    config::Options options;
    options.scripts_are_modules = true;
    CHECK(sources(files, {"bin/tool"}, options) == Strings{"bin/tool=tool"});
}

TEST_CASE("mistakes in paths are told in mypy's words") {
    const MemoryFiles files{{"d/x.txt", ""}, {"my-pkg/__init__.py", ""}};
    CHECK(sources(files, {"d"}) == Strings{"There are no .py[i] files in directory 'd'"});
    CHECK(sources(files, {"my-pkg/__init__.py"}) ==
          Strings{"my-pkg contains __init__.py but is not a valid Python package name"});
    config::Options options;
    options.exclude = {"("};
    CHECK(sources(files, {"d"}, options)
              .front()
              .starts_with("error: The exclude ( is an invalid regular expression, because: "));
}

TEST_CASE("exclude takes regular expressions as Python writes them") {
    const MemoryFiles files{
        {"a/one.py", ""}, {"a/two.py", ""}, {"b/three.py", ""}, {"c/four.py", ""}};
    config::Options options;
    options.exclude = {"(?x)(^a/one\\.py$ | ^b/)", "(?P<x>f)our\\.py\\Z"};
    CHECK(sources(files, {"."}, options) == Strings{"./a/two.py=two"});
}

TEST_CASE(".gitignore files are honoured where asked for, the last matching line deciding") {
    const MemoryFiles files{{".git/HEAD", ""},
                            {".gitignore", "build/\n*.gen.py\n!keep.gen.py\n/top.py\n"},
                            {"build/x.py", ""},
                            {"sub/build/y.py", ""},
                            {"a.gen.py", ""},
                            {"keep.gen.py", ""},
                            {"top.py", ""},
                            {"sub/top.py", ""},
                            {"sub/.gitignore", "secret.py\ndocs/**/z.py\n"},
                            {"sub/secret.py", ""},
                            {"secret.py", ""},
                            {"sub/docs/a/b/z.py", ""},
                            {"sub/docs/z.py", ""}};
    config::Options options;
    options.exclude_gitignore = true;
    CHECK(sources(files, {"."}, options) ==
          Strings{"./sub/top.py=top", "./keep.gen.py=keep.gen", "./secret.py=secret"});
}

TEST_CASE(
    "search paths are the sources' folders, the working directory, MYPYPATH, typeshed, packages") {
    const MemoryFiles files{{"a.py", ""}};
    config::Options options;
    options.mypy_path = {"stubs"};
    const PythonEnvironment python{"/usr/bin/python3", {3, 12}, "linux", {"/lib"}, {"/site"}};
    const std::vector<Source> list = {{"x/m.py", "m", {}, "/work/x"},
                                      {"y/n.py", "n", {}, "/work/y"}};
    const auto paths = search_paths(list, options, &python, files, {"env"});
    REQUIRE(paths);
    CHECK(paths->python_path == Strings{"/work/y", "/work/x", "/work"});
    CHECK(paths->mypy_path == Strings{"/work/env", "/work/stubs"});
    CHECK(paths->package_path == Strings{"/lib", "/site"});
    CHECK(paths->typeshed_path.front() == std::string(kTypeshedRoot) + "/stdlib");
}

TEST_CASE("site-packages in MYPYPATH and a folder that isn't typeshed are refused") {
    const MemoryFiles files{{"a.py", ""}};
    const PythonEnvironment python{"python3", {3, 12}, "linux", {}, {"/site"}};
    const auto inside = search_paths({}, {}, &python, files, {"/site/x"});
    REQUIRE_FALSE(inside);
    CHECK(inside.error().message.starts_with("/site is in the MYPYPATH. Please remove it.\n"));
    config::Options options;
    options.custom_typeshed_dir = "nope";
    const auto typeshed = search_paths({}, options, nullptr, files, {});
    REQUIRE_FALSE(typeshed);
    CHECK(typeshed.error().message ==
          "error: --custom-typeshed-dir does not point to a valid typeshed (/work/nope)");
}

TEST_CASE("Python is what is asked for, the active environment, one nearby, or on the PATH") {
    MemoryFiles files{{"/env/bin/python", ""},
                      {"/work/.venv/bin/python", ""},
                      {"/bin/python3", ""},
                      {"sub/a.py", ""}};
    const auto environment = environment_of({{"VIRTUAL_ENV", "/env"}, {"PATH", "/sbin:/bin"}});
    const auto none = environment_of({{"PATH", "/sbin:/bin"}});
    CHECK(find_python("x", "/work", files, environment) == "x");
    CHECK(find_python({}, "/work", files, environment) == "/env/bin/python");
    CHECK(find_python({}, "/work/sub", files, none) == "/work/.venv/bin/python");
    files.remove("/work/.venv/bin/python");
    CHECK(find_python({}, "/work/sub", files, none) == "/bin/python3");
    files.remove("/bin/python3");
    CHECK(find_python({}, "/work/sub", files, none) == std::nullopt);
}

TEST_CASE("an interpreter says its version and where its packages are") {
    const auto python = ask_python("python3");
    REQUIRE(python);
    CHECK(python->version >= config::PythonVersion{3, 9});
    CHECK_FALSE(python->platform.empty());
    CHECK_FALSE(python->site_packages.empty());
    config::Options options;
    adopt_python(options, *python);
    CHECK(options.platform == python->platform);
    options.python_version_given = true;
    options.python_version = {3, 10};
    adopt_python(options, *python);
    CHECK(options.python_version == config::PythonVersion{3, 10});
}

TEST_CASE("what isn't an interpreter is refused") {
    CHECK(ask_python("/nope").error().message ==
          "mypy: Invalid python executable '/nope': No such file or directory");
    CHECK_FALSE(ask_python("/bin/true"));
    CHECK_FALSE(ask_python("/bin/false"));
}

TEST_CASE("typeshed is inside the program, file by file") {
    CHECK(typeshed_version() == "2.4.1");
    CHECK(typeshed_digest().size() == 32);
    CHECK(typeshed_files().size() > 700);
    CHECK(std::is_sorted(typeshed_files().begin(), typeshed_files().end()));
    const auto builtins = read_typeshed("stdlib/builtins.pyi");
    REQUIRE(builtins);
    CHECK(builtins->find("class object:") != std::string::npos);
    CHECK(read_typeshed("LICENSE")->find("Apache") != std::string::npos);
    CHECK_FALSE(read_typeshed("stdlib/nope.pyi"));
}

TEST_CASE("embedded files appear under their root, and nothing else changes") {
    const auto files = with_typeshed(std::make_shared<MemoryFiles>(MemoryFiles{{"/a.py", "x"}}));
    const std::string root(kTypeshedRoot);
    CHECK(files->is_dir(root));
    CHECK(files->is_dir(root + "/stdlib/asyncio"));
    CHECK_FALSE(files->is_dir(root + "/stdlib/builtins.pyi"));
    CHECK(files->is_file(root + "/stdlib/builtins.pyi"));
    CHECK_FALSE(files->is_file(root + "x/stdlib/builtins.pyi"));
    const auto names = files->list(root + "/stdlib/asyncio");
    REQUIRE(names);
    CHECK(std::binary_search(names->begin(), names->end(), "__init__.pyi"));
    CHECK(files->read("/a.py") == "x");
}

TEST_CASE(
    "every module that VERSIONS names for a current Python is found in the embedded typeshed") {
    const auto files = with_typeshed(std::make_shared<MemoryFiles>(MemoryFiles{{"a.py", ""}}));
    config::Options options;
    options.python_version = {3, 12};
    const auto versions = stdlib_versions(options, *files);
    REQUIRE(versions);
    const ModuleFinder finder(*search_paths({}, options, nullptr, *files, {}), files,
                              std::make_shared<config::ModuleOptions>(options), *versions);
    for (const auto& [name, range] : versions->modules) {
        if (range.first > options.python_version) continue;
        if (range.last && *range.last < options.python_version) continue;
        INFO(name);
        CHECK(finder.find(name).origin == Origin::Typeshed);
        CHECK(finder.find(name).found());
    }
    CHECK(finder.find("mypy_extensions").found());
}

TEST_CASE("a snapshot answers as the disk did when it was first asked") {
    const auto disk = std::make_shared<MemoryFiles>(MemoryFiles{{"a/b.py", "x"}});
    const auto snapshot = make_snapshot_of(disk);
    CHECK(snapshot->is_file("a/b.py"));
    CHECK(snapshot->is_dir("a"));
    CHECK_FALSE(snapshot->is_file("a/c.py"));
    CHECK(snapshot->list("a") == Strings{"b.py"});
    disk->write("a/c.py", "");
    CHECK_FALSE(snapshot->is_file("a/c.py"));
    CHECK(make_snapshot_of(disk)->is_file("a/c.py"));
    CHECK(snapshot->is_dir("/"));
}

TEST_CASE("the real disk tells files from folders") {
    const auto disk = make_disk("/");
    CHECK(disk->is_dir("bin"));
    CHECK(disk->is_file("/bin/true"));
    CHECK_FALSE(disk->is_file("/bin"));
    CHECK_FALSE(disk->read("/bin"));
    CHECK(disk->read("/proc/self/stat").value_or("").size() > 10);
    CHECK_FALSE(disk->list("/no/such/folder"));
}

}  // namespace
}  // namespace krait::modules
