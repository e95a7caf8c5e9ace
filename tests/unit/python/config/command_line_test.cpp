// command_line_test.cpp: what arguments mean, and what is said about those that mean nothing.

#include "python/config/command_line.h"

#include <catch2/catch_test_macros.hpp>

#include "python/config/option_table.h"
#include "support/memory_files.h"

namespace krait::config {
namespace {

using tests::environment_of;
using tests::MemoryFiles;

struct World {
    MemoryFiles files{{"a.py", ""}};
    std::map<std::string, std::string, std::less<>> variables;
};

base::Result<CommandLine> parse(const std::vector<std::string>& arguments,
                                const World& world = {}) {
    return parse_command_line(arguments,
                              {world.files, environment_of(world.variables), "mypy", true});
}

Options options_of(std::vector<std::string> arguments, const World& world = {}) {
    arguments.emplace_back("a.py");
    const auto result = parse(arguments, world);
    INFO((result ? "" : result.error().message));
    REQUIRE(result);
    return result->options;
}

/// The last line of the message that arguments are refused with.
std::string refusal(const std::vector<std::string>& arguments, const World& world = {}) {
    const auto result = parse(arguments, world);
    REQUIRE_FALSE(result);
    const std::string& text = result.error().message;
    return text.substr(text.rfind('\n') + 1);
}

TEST_CASE("flags set options and their opposites unset them; the last one counts") {
    CHECK(options_of({"--disallow-untyped-defs"}).disallow_untyped_defs);
    CHECK_FALSE(
        options_of({"--disallow-untyped-defs", "--allow-untyped-defs"}).disallow_untyped_defs);
    CHECK_FALSE(options_of({"--no-namespace-packages"}).namespace_packages);
    CHECK(options_of({"--no-namespace-packages", "--namespace-packages"}).namespace_packages);
    CHECK(options_of({"--allow-redefinition-new"}).allow_redefinition);
    CHECK(options_of({"--show-error-end"}).show_column_numbers);
    CHECK_FALSE(options_of({"--no-strict-bytes"}).disable_bytearray_promotion);
    CHECK(options_of({"--reveal-verbose-types"}).reveal_verbose_types);
}

TEST_CASE("values follow their flag, or an equals sign, or a short flag directly") {
    CHECK(options_of({"-n", "4"}).num_workers == 4);
    CHECK(options_of({"-n4"}).num_workers == 4);
    CHECK(options_of({"--num-workers=4"}).num_workers == 4);
    CHECK(options_of({"-vvn4"}).verbosity == 2);
    CHECK(options_of({"--follow-imports", "skip"}).follow_imports == FollowImports::Skip);
    CHECK(options_of({"--python-version", "3.12"}).python_version == PythonVersion{3, 12});
    CHECK(options_of({"--exclude", "x", "--exclude=y"}).exclude == Strings{"x", "y"});
    CHECK(options_of({"--soft-error-limit", "-1"}).many_errors_threshold == -1);
}

TEST_CASE("long flags may be shortened as long as they are unique") {
    CHECK(options_of({"--disallow-untyped-de"
                      "fs"})
              .disallow_untyped_defs);
    CHECK(options_of({"--custom-typesh=x"}).custom_typeshed_dir == "x");
    CHECK(refusal({"--show-error", "a.py"}) ==
          "mypy: error: ambiguous option: --show-error could match --show-error-context, "
          "--show-error-end, --show-error-codes, --show-error-code-links");
}

TEST_CASE("targets are files, or modules and packages, or a program") {
    CHECK(parse({"a.py", "b.py"})->files == Strings{"a.py", "b.py"});
    CHECK(parse({"--strict", "--", "-x.py"})->files == Strings{"-x.py"});
    const auto modules = parse({"-m", "x", "-p", "y", "-mz"});
    CHECK(modules->modules == Strings{"x", "z"});
    CHECK(modules->packages == Strings{"y"});
    CHECK(parse({"-c", "x = 1", "-c", "y"})->command == Strings{"x = 1", "y"});
    CHECK(refusal({}) == "mypy: error: Missing target module, package, files, or command.");
    CHECK(refusal({"-m", "x", "a.py"}) ==
          "mypy: error: May only specify one of: module/package, files, or command.");
    CHECK(refusal({"a.py", "--strict", "b.py"}) == "mypy: error: unrecognized arguments: b.py");
}

TEST_CASE("refusals come with the usage, in argparse's words") {
    CHECK(parse({}).error().message.starts_with(
        "usage: mypy [-h] [-v] [-V] [more options; see below]\n            [-m MODULE]"));
    CHECK(refusal({"--nonsense", "a.py"}) == "mypy: error: unrecognized arguments: --nonsense");
    CHECK(refusal({"--strict=1"}) ==
          "mypy: error: argument --strict: ignored explicit argument '1'");
    CHECK(refusal({"-vz"}) == "mypy: error: argument -v/--verbose: ignored explicit argument 'z'");
    CHECK(refusal({"--exclude"}) == "mypy: error: argument --exclude: expected one argument");
    CHECK(refusal({"--shadow-file", "a"}) ==
          "mypy: error: argument --shadow-file: expected 2 arguments");
    CHECK(refusal({"-n", "x"}) ==
          "mypy: error: argument -n/--num-workers: Invalid number of workers 'x' (expected an "
          "integer "
          "or 'auto')");
    CHECK(refusal({"--follow-imports=x"}) ==
          "mypy: error: argument --follow-imports: invalid choice: 'x' (choose from 'normal', "
          "'silent', 'skip', 'error')");
    CHECK(refusal({"--python-version", "3.4"}) ==
          "mypy: error: argument --python-version: Python 3.4 is not supported (must be 3.10 or "
          "higher)");
    CHECK(refusal({"--soft-error-limit", "x"}) ==
          "mypy: error: argument --soft-error-limit: invalid int value: 'x'");
    CHECK(refusal({"--config-file", "nope"}) == "mypy: error: Cannot find config file 'nope'");
    CHECK(refusal({"@nope"}) == "mypy: error: [Errno 2] No such file or directory: 'nope'");
}

TEST_CASE("contradictions between options are refused") {
    CHECK(refusal({"--always-true", "B", "--always-true=A", "--always-false=A", "a.py"}) ==
          "mypy: error: You can't make a variable always true and always false (A)");
    CHECK(refusal({"--explicit-package-bases", "--no-namespace-packages", "a.py"})
              .starts_with("mypy: error: Can only use --explicit-package-bases with"));
    CHECK(refusal({"--num-workers=-1", "a.py"}) == "error: Number of workers cannot be negative");
    CHECK(refusal({"--enable-incomplete-feature", "x", "a.py"}) ==
          "mypy: error: Unknown incomplete feature: x");
    CHECK(refusal({"-p", "a/b"}) == "Package name 'a/b' cannot have a slash in it.");
    CHECK(refusal({"--python-version", "2.7", "a.py"}).starts_with("mypy: error: Mypy no longer"));
}

TEST_CASE("the command line overrides the file, and lists of both add up") {
    World world;
    world.files.write("mypy.ini", "[mypy]\nstrict_optional = False\nexclude = x\nfiles = b.py\n");
    const auto result = parse({"--strict-optional", "--exclude=y"}, world);
    REQUIRE(result);
    CHECK(result->options.strict_optional);
    CHECK(result->options.exclude == Strings{"x", "y"});
    CHECK(result->files == Strings{"b.py"});
    CHECK(parse({"a.py"}, world)->files == Strings{"a.py"});
}

TEST_CASE("strict comes before single flags, whatever the order") {
    const Options options = options_of({"--allow-any-generics", "--strict"});
    CHECK_FALSE(options.disallow_any_generics);
    CHECK(options.disallow_untyped_defs);
    CHECK(options.strict_equality);
    CHECK_FALSE(options.implicit_reexport);
    CHECK_FALSE(options.warn_unreachable);
}

TEST_CASE("the environment overrides the file") {
    World world;
    world.files.write("mypy.ini", "[mypy]\ncache_dir = one\nnum_workers = 1\n");
    world.variables = {{"MYPY_CACHE_DIR", "~/two"}, {"MYPY_NUM_WORKERS", "3"}, {"HOME", "/h"}};
    CHECK(options_of({}, world).cache_dir == "/h/two");
    CHECK(options_of({}, world).num_workers == 3);
    CHECK(options_of({"--cache-dir=x", "-n2"}, world).num_workers == 2);
    world.variables["MYPY_NUM_WORKERS"] = "few";
    CHECK(refusal({"a.py"}, world).starts_with("mypy: error: MYPY_NUM_WORKERS: Invalid number"));
}

TEST_CASE("arguments may come from a file, one a line") {
    World world;
    world.files.write("args", "--strict\na.py\n");
    const auto result = parse({"@args"}, world);
    REQUIRE(result);
    CHECK(result->files == Strings{"a.py"});
    CHECK(result->options.strict_equality);
    world.files.write("loop", "@loop\n");
    CHECK_FALSE(parse({"@loop"}, world));
}

TEST_CASE("enabling an error code goes before disabling it, and unknown codes stop the build") {
    const auto result = parse({"--disable-error-code=misc", "--enable-error-code=misc",
                               "--disable-error-code=index", "--enable-error-code=foo", "a.py"});
    REQUIRE(result);
    CHECK(result->options.enabled_error_codes.contains("misc"));
    CHECK_FALSE(result->options.disabled_error_codes.contains("misc"));
    CHECK(result->options.disabled_error_codes.contains("index"));
    CHECK(result->build_errors == Strings{"mypy: error: Invalid error code(s): foo"});
}

TEST_CASE("help and version need no targets") {
    CHECK(parse({"--help"})->show_help);
    CHECK(parse({"-V", "--nonsense=x", "-p"})->show_version);
    const std::string help = help_text("krait check");
    for (const OptionInfo& row : option_table()) {
        for (const std::string_view flags : words(row.on)) {
            INFO(flags);
            CHECK(help.find(flags) != std::string::npos);
        }
    }
}

}  // namespace
}  // namespace krait::config
