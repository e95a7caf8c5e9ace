// config_file_test.cpp: which configuration file counts, what it sets, and what is said about it.

#include "python/config/config_file.h"

#include <catch2/catch_test_macros.hpp>

#include "python/config/ini.h"
#include "support/memory_files.h"

namespace krait::config {
namespace {

using tests::environment_of;
using tests::MemoryFiles;

Configuration load(const MemoryFiles& files, std::optional<std::string> name = std::nullopt) {
    return load_configuration(name, files, environment_of({{"HOME", "/home/me"}}));
}

/// What an INI file with this content says.
Configuration from_ini(const char* text) {
    return load(MemoryFiles{{"mypy.ini", text}});
}
Configuration from_toml(const char* text) {
    return load(MemoryFiles{{"pyproject.toml", text}});
}

TEST_CASE("without any file the options are mypy's defaults") {
    const Configuration found = load(MemoryFiles{{"a.py", ""}});
    CHECK(found.options == Options{});
    CHECK(found.messages.empty());
}

TEST_CASE("mypy.ini goes before pyproject.toml, which goes before setup.cfg") {
    MemoryFiles files{
        {"mypy.ini", "[mypy]\n"}, {"pyproject.toml", "[tool.mypy]\n"}, {"setup.cfg", "[mypy]\n"}};
    CHECK(load(files).options.config_file == "mypy.ini");
    files.remove("mypy.ini");
    CHECK(load(files).options.config_file == "pyproject.toml");
    files.remove("pyproject.toml");
    CHECK(load(files).options.config_file == "setup.cfg");
}

TEST_CASE("a shared file without a section for mypy is passed over") {
    const Configuration found = load(MemoryFiles{{"pyproject.toml", "[tool.black]\n"},
                                                 {"setup.cfg", "[mypy]\nstrict_equality = yes\n"}});
    CHECK(found.options.config_file == "setup.cfg");
    CHECK(found.options.strict_equality);
    CHECK(found.messages.empty());
}

TEST_CASE("the search goes upward, as far as the root of the repository") {
    MemoryFiles files{{"/mypy.ini", "[mypy]\n"}, {"/repo/sub/a.py", ""}};
    MemoryFiles below({{"/repo/mypy.ini", "[mypy]\n"}, {"/repo/sub/deep/a.py", ""}},
                      "/repo/sub/deep");
    CHECK(load(below).options.config_file == "../../mypy.ini");
    below.write("/repo/sub/.git/HEAD", "");
    CHECK(load(below).options.config_file == std::nullopt);
}

TEST_CASE("the user's own file is the last resort") {
    const Configuration found =
        load(MemoryFiles{{"/home/me/.mypy.ini", "[mypy]\npretty = True\n"}});
    CHECK(found.options.config_file == "/home/me/.mypy.ini");
    CHECK(found.options.pretty);
}

TEST_CASE("an empty name for the configuration file means none") {
    const MemoryFiles files{{"mypy.ini", "[mypy]\npretty = True\n"}};
    CHECK_FALSE(load(files, "").options.pretty);
}

TEST_CASE("booleans are read as configparser reads them") {
    CHECK(from_ini("[mypy]\npretty = ON\n").options.pretty);
    CHECK_FALSE(from_ini("[mypy]\nstrict_optional: 0\n").options.strict_optional);
    const Configuration wrong = from_ini("[mypy]\npretty = maybe\n");
    CHECK(wrong.messages == Strings{"mypy.ini: [mypy]: pretty: Not a boolean: maybe"});
}

TEST_CASE("a name may say the opposite of an option") {
    const Options options = from_ini(
                                "[mypy]\nno_strict_optional = True\nallow_untyped_defs = False\n"
                                "disallow_redefinition = False\nshow_error_codes = False\n")
                                .options;
    CHECK_FALSE(options.strict_optional);
    CHECK(options.disallow_untyped_defs);
    CHECK(options.allow_redefinition);
    CHECK(options.hide_error_codes);
}

TEST_CASE("lists are split at commas") {
    const Options options =
        from_ini(
            "[mypy]\nalways_true = A, B ,\nmypy_path = x:$MYPY_CONFIG_FILE_DIR/y,~/z\n"
            "enable_error_code = truthy-bool,\n  redundant-expr\n")
            .options;
    CHECK(options.always_true == Strings{"A", "B"});
    CHECK(options.mypy_path == Strings{"x", "/work/y", "/home/me/z"});
    CHECK(options.enable_error_code == Strings{"truthy-bool", "redundant-expr"});
    CHECK(from_ini("[mypy]\npackages = a, b\n").options.packages == Strings{"a", "b"});
}

TEST_CASE("files may be patterns, and a pattern without a match stays") {
    const Configuration found =
        load(MemoryFiles{{"mypy.ini", "[mypy]\nfiles = a/*.py, b/**/c?.py, x\n"},
                         {"a/2.py", ""},
                         {"a/1.py", ""},
                         {"a/.3.py", ""},
                         {"b/c1.py", ""},
                         {"b/d/e/c2.py", ""}});
    CHECK(found.options.files == Strings{"a/1.py", "a/2.py", "b/c1.py", "b/d/e/c2.py", "x"});
}

TEST_CASE("what isn't an option is named with its file and section") {
    const Configuration found = from_ini(
        "[mypy]\nfoo = bar\nenabled_error_codes = x\nfollow_imports = no\npython_version = 3.5\n"
        "bad_report = out\nnum_workers = few\n");
    CHECK(found.messages ==
          Strings{"mypy.ini: [mypy]: Unrecognized option: foo = bar",
                  "mypy.ini: [mypy]: Unrecognized option: enabled_error_codes = x (did you mean "
                  "enable_error_code?)",
                  "mypy.ini: [mypy]: follow_imports: invalid choice 'no' (choose from 'normal', "
                  "'silent', 'skip', 'error')",
                  "mypy.ini: [mypy]: python_version: Python 3.5 is not supported (must be 3.10 or "
                  "higher)",
                  "mypy.ini: [mypy]: Unrecognized report type: bad_report",
                  "mypy.ini: [mypy]: num_workers: Invalid number of workers 'few' (expected an "
                  "integer or 'auto')"});
    CHECK(found.options.python_version == kOldestPython);
}

TEST_CASE("an INI file without a section for mypy is complained about") {
    CHECK(from_ini("[other]\n").messages == Strings{"mypy.ini: No [mypy] section in config file"});
}

TEST_CASE("mistakes in an INI file are told in configparser's words") {
    CHECK(
        from_ini("pretty = True\n").messages ==
        Strings{"mypy.ini: File contains no section headers.\nfile: 'mypy.ini', line: 1\n'pretty = "
                "True\\n'"});
    CHECK(
        from_ini("[mypy]\npretty\n").messages ==
        Strings{"mypy.ini: Source contains parsing errors: 'mypy.ini'\n\t[line  2]: 'pretty\\n'"});
    CHECK(from_ini("[mypy]\na=1\nA=2\n").messages ==
          Strings{"mypy.ini: While reading from 'mypy.ini' [line  3]: option 'a' in section 'mypy' "
                  "already exists"});
    CHECK(from_ini("[mypy]\n[mypy]\n").messages ==
          Strings{"mypy.ini: While reading from 'mypy.ini' [line  2]: section 'mypy' already "
                  "exists"});
}

TEST_CASE("values go on in indented lines, and comments stand on their own") {
    const auto sections = parse_ini("[a]\n# note\nx = 1\n  2\n\n  3\ny: z # not a comment\n", "f");
    REQUIRE(sections);
    REQUIRE(sections->size() == 1);
    CHECK(sections->front().entries == std::vector<std::pair<std::string, std::string>>{
                                           {"x", "1\n2\n\n3"}, {"y", "z # not a comment"}});
}

TEST_CASE("what DEFAULT says holds in every section") {
    const auto sections = parse_ini("[DEFAULT]\nx = 1\n[a]\nx = 2\n[b]\n", "f");
    REQUIRE(sections);
    CHECK(sections->at(0).entries.front().second == "2");
    CHECK(sections->at(1).entries.front().second == "1");
}

TEST_CASE("sections for modules take per-module options only") {
    const Configuration found = from_ini(
        "[mypy]\n[mypy-a.*,b/c]\nignore_errors = True\npretty = True\nhtml_report = x\n"
        "[mypy-x?]\n[mypy-d.e*]\n");
    REQUIRE(found.sections.size() == 2);
    CHECK(found.sections[0].pattern == "a.*");
    CHECK(found.sections[1].pattern == "b.c");
    const char* patterns =
        "Patterns must be fully-qualified module names, optionally with '*' in some components "
        "(e.g "
        "spam.*.eggs.*)";
    CHECK(found.messages ==
          Strings{"mypy.ini: [mypy-a.*,b/c]: Per-module sections should not specify reports "
                  "(html_report)",
                  "mypy.ini: [mypy-a.*,b/c]: Per-module sections should only specify per-module "
                  "flags (pretty)",
                  std::string("mypy.ini: [mypy-x?]: ") + patterns,
                  std::string("mypy.ini: [mypy-d.e*]: ") + patterns});
}

TEST_CASE("strict turns its options on, and the file may turn single ones off again") {
    const Options options = from_ini("[mypy]\nwarn_return_any = False\nstrict = True\n").options;
    CHECK(options.disallow_any_generics);
    CHECK_FALSE(options.implicit_reexport);
    CHECK_FALSE(options.warn_return_any);
}

TEST_CASE("TOML has typed values and overrides") {
    const Configuration found = from_toml(
        "[tool.mypy]\nstrict_equality = true\nexclude = ['a', ' b ', '']\npython_version = '3.12'\n"
        "[[tool.mypy.overrides]]\nmodule = ['x', 'y.*']\nignore_missing_imports = true\n"
        "[[tool.mypy.overrides]]\nmodule = 'x'\nignore_errors = true\n");
    CHECK(found.messages.empty());
    CHECK(found.options.strict_equality);
    CHECK(found.options.exclude == Strings{"a", "b"});
    CHECK(found.options.python_version == PythonVersion{3, 12});
    REQUIRE(found.sections.size() == 2);
    const ModuleOptions options(found.options, found.sections);
    CHECK(options.for_module("x")->ignore_errors);
    CHECK(options.for_module("x")->ignore_missing_imports);
    CHECK(options.for_module("y.z")->ignore_missing_imports);
    CHECK_FALSE(options.for_module("z")->ignore_missing_imports);
}

TEST_CASE("mistakes in TOML are told with the file and the place") {
    CHECK(from_toml("[tool.mypy]\nfoo = ['a', 1]\n").messages ==
          Strings{"pyproject.toml: [mypy]: Unrecognized option: foo = ['a', 1]"});
    CHECK(
        from_toml("[tool.mypy]\npython_version = 3.9\n").messages ==
        Strings{"pyproject.toml: [mypy]: python_version: Python 3.9 is not supported (must be 3.10 "
                "or higher). You may need to put quotes around your Python version"});
    CHECK(from_toml("[tool.mypy]\nplugins = 3\n").messages ==
          Strings{
              "pyproject.toml: [mypy]: plugins: Expected a list or a stringified version thereof, "
              "but got: '3', of type int."});
    CHECK(from_toml("[tool.mypy]\n[[tool.mypy.overrides]]\npretty = true\n").messages ==
          Strings{
              "pyproject.toml: toml config file contains a [[tool.mypy.overrides]] section, but no "
              "module to override was specified."});
    const Configuration broken = from_toml("[tool.mypy]\nx = \n");
    REQUIRE(broken.messages.size() == 1);
    CHECK(broken.messages[0].find("pyproject.toml: ") == 0);
    CHECK(broken.messages[0].find("(at line 2") != std::string::npos);
}

TEST_CASE("overrides that contradict each other are refused") {
    const Configuration found = from_toml(
        "[tool.mypy]\n[[tool.mypy.overrides]]\nmodule = 'a'\nignore_errors = true\n"
        "[[tool.mypy.overrides]]\nmodule = ['a']\nignore_errors = false\n");
    CHECK(found.messages ==
          Strings{"pyproject.toml: toml config file contains [[tool.mypy.overrides]] sections with "
                  "conflicting values. Module 'a' has two different values for 'ignore_errors'"});
}

TEST_CASE("unused sections are described as the file writes them") {
    CHECK(describe_sections("mypy.ini", {"b", "a.*"}) == "[mypy-b], [mypy-a.*]");
    CHECK(describe_sections("x/pyproject.TOML", {"b", "a"}) == "module = ['a', 'b']");
}

}  // namespace
}  // namespace krait::config
