// options_test.cpp: the options of single modules, error codes, fingerprints, `# mypy:` comments.

#include "python/config/options.h"

#include <catch2/catch_test_macros.hpp>

#include "python/config/inline_options.h"
#include "python/config/option_table.h"
#include "python/messages/codes.h"

namespace krait::config {
namespace {

namespace codes = messages::codes;

OptionChanges set(const char* name, OptionValue value) {
    const OptionInfo* option = find_option(name);
    REQUIRE(option);
    return {{option, std::move(value)}};
}

/// Sections that each set `always_true` to their own pattern: the last that applied shows.
ModuleOptions with_sections(std::initializer_list<const char*> patterns) {
    std::vector<ModuleSection> sections;
    for (const char* pattern : patterns) {
        sections.push_back({pattern, set("always_true", Strings{pattern})});
    }
    return ModuleOptions(Options{}, std::move(sections));
}

std::string applied(const ModuleOptions& options, const char* module) {
    const Strings& names = options.for_module(module)->always_true;
    return names.empty() ? "" : names.front();
}

TEST_CASE(
    "a section that names the module goes before patterns, and longer patterns before shorter") {
    const ModuleOptions options = with_sections({"a.b.c", "a.b.*", "a.*"});
    CHECK(applied(options, "a.b.c") == "a.b.c");
    CHECK(applied(options, "a.b.d") == "a.b.*");
    CHECK(applied(options, "a.b") == "a.b.*");
    CHECK(applied(options, "a") == "a.*");
    CHECK(applied(options, "ab").empty());
}

TEST_CASE("a star in the middle goes before a star at the end, and the later before the earlier") {
    const ModuleOptions options = with_sections({"a.*.c", "a.*", "*.c", "a.x.c"});
    CHECK(applied(options, "a.b.c") == "*.c");
    CHECK(applied(options, "a.c") == "*.c");
    CHECK(applied(options, "a.b") == "a.*");
    CHECK(applied(options, "a.x.c") == "a.x.c");
}

TEST_CASE("stars stand for zero or more components, but a leading one for at least one") {
    CHECK(pattern_matches("a.*.c", "a.c"));
    CHECK(pattern_matches("a.*.c", "a.b.b.c"));
    CHECK_FALSE(pattern_matches("a.*.c", "a.bc"));
    CHECK(pattern_matches("*.c", "a.b.c"));
    CHECK_FALSE(pattern_matches("*.c", "c"));
    CHECK(pattern_matches("*.test_*", "*.test_*"));
}

TEST_CASE("a pattern full of stars is matched quickly") {
    std::string pattern = "a";
    std::string module = "a";
    for (int i = 0; i < 200; ++i) {
        pattern += ".*.b";
        module += ".b.b";
    }
    CHECK(pattern_matches(pattern, module));
    CHECK_FALSE(pattern_matches(pattern + ".c", module));
}

TEST_CASE("modules to which the same sections apply share their options") {
    const ModuleOptions options = with_sections({"*.tests.*", "lib.*"});
    CHECK(options.for_module("x") == options.global());
    CHECK(options.for_module("lib.a") == options.for_module("lib.b"));
    CHECK(options.for_module("lib.tests.a") == options.for_module("lib.tests.b"));
    CHECK(options.for_module("lib.tests.a") != options.for_module("x.tests.b"));
}

TEST_CASE("a section adds to what wider sections say") {
    std::vector<ModuleSection> sections;
    sections.push_back({"a.*", set("ignore_errors", true)});
    sections.push_back({"a.b", set("strict_equality", true)});
    const ModuleOptions options(Options{}, std::move(sections));
    CHECK(options.for_module("a.b")->ignore_errors);
    CHECK(options.for_module("a.b")->strict_equality);
    CHECK_FALSE(options.for_module("a.c")->strict_equality);
}

TEST_CASE("a section counts as unused if no module got its options from it") {
    const ModuleOptions options = with_sections({"a.*", "a.b.*", "c", "*.d", "*.e", "x.e"});
    const std::vector<std::string> modules = {"a.b.c", "q.d"};
    CHECK(options.unused_sections(modules) == std::vector<std::string>{"a.*", "c", "x.e"});
}

TEST_CASE("only a module's own section makes missing imports a matter of that module") {
    Options global;
    global.ignore_missing_imports = true;
    CHECK_FALSE(
        apply_changes(global, set("ignore_errors", true)).ignore_missing_imports_per_module);
    CHECK(apply_changes(global, set("ignore_missing_imports", true))
              .ignore_missing_imports_per_module);
}

TEST_CASE("error codes are on by default, or off, or follow the code they are part of") {
    Options options;
    CHECK(is_error_code_enabled(options, codes::kArgType));
    CHECK_FALSE(is_error_code_enabled(options, codes::kTruthyBool));
    options.enabled_error_codes.add("truthy-bool");
    CHECK(is_error_code_enabled(options, codes::kTruthyBool));
    options.disabled_error_codes.add("import");
    CHECK_FALSE(is_error_code_enabled(options, codes::kImportUntyped));
    options.enabled_error_codes.add("import-untyped");
    CHECK(is_error_code_enabled(options, codes::kImportUntyped));
    options.disabled_error_codes.add("misc");
    CHECK(is_error_code_enabled(options, codes::kCallArg));
    CHECK_FALSE(is_error_code_enabled(options, codes::kCallArgMisc));
}

TEST_CASE("a module may disable a code that is enabled for all, and the reverse") {
    Options global;
    global.enabled_error_codes.add("truthy-bool");
    global.disabled_error_codes.add("arg-type");
    OptionChanges changes = set("disable_error_code", Strings{"truthy-bool"});
    changes.push_back({find_option("enable_error_code"), Strings{"arg-type", "no-such-code"}});
    const Options own = apply_changes(global, changes);
    CHECK_FALSE(is_error_code_enabled(own, codes::kTruthyBool));
    CHECK(is_error_code_enabled(own, codes::kArgType));
}

TEST_CASE("the fingerprint changes with what is found out, not with how it is shown") {
    const base::Digest plain = semantic_digest(Options{});
    Options options;
    options.pretty = true;
    options.num_workers = 8;
    CHECK(semantic_digest(options) == plain);
    options.strict_equality = true;
    CHECK(semantic_digest(options) != plain);
    Options codes_only;
    codes_only.disabled_error_codes.add("arg-type");
    CHECK(semantic_digest(codes_only) != plain);
    Options version;
    version.python_version = {3, 11};
    CHECK(semantic_digest(version) != plain);
}

TEST_CASE("every row of the table has a name of its own, and every flag is used once") {
    std::set<std::string_view> names;
    std::set<std::string_view> flags;
    for (const OptionInfo& row : option_table()) {
        CHECK(names.insert(row.name).second);
        for (const std::string_view group : {row.on, row.off}) {
            for (const std::string_view action : words(group)) {
                for (const std::string_view flag : words(action, '/')) {
                    INFO(flag);
                    CHECK(flags.insert(flag).second);
                }
            }
        }
    }
}

TEST_CASE("options that nothing acts on are named once, wherever they are set") {
    Options global;
    global.plugins = {"pydantic.mypy", "x.py"};
    std::vector<ModuleSection> sections;
    sections.push_back({"a", set("local_partial_types", true)});
    sections.push_back({"b", set("local_partial_types", true)});
    const auto names = options_without_effect(ModuleOptions(global, sections));
    CHECK(names == Strings{"local_partial_types", "plugins (pydantic.mypy, x.py)"});
    CHECK(options_without_effect(ModuleOptions(Options{})).empty());
}

InlineOptions comment(const char* text) {
    return read_config_comments(std::vector<ConfigComment>{{1, text}});
}

std::vector<std::string> errors_in(const char* text) {
    std::vector<std::string> result;
    for (const ConfigComment& error : comment(text).errors) result.push_back(error.text);
    return result;
}

TEST_CASE("comments count only at the start of a line") {
    CHECK(find_config_comments("x = 1\n# mypy: a\n  # mypy: b\n#mypy: c\n# mypy: d") ==
          std::vector<ConfigComment>{{2, "a"}, {5, "d"}});
}

TEST_CASE("a comment sets options for its module") {
    const InlineOptions found = comment(
        "disallow-any-generics, strict-optional=False, always-true=\"A,B\", no-warn-no-return");
    CHECK(found.errors.empty());
    const Options options = apply_changes(Options{}, found.changes);
    CHECK(options.disallow_any_generics);
    CHECK_FALSE(options.strict_optional);
    CHECK_FALSE(options.warn_no_return);
    CHECK(options.always_true == Strings{"A", "B"});
}

TEST_CASE("error codes of several comments add up, other options are replaced") {
    const std::vector<ConfigComment> comments = {{1, "disable-error-code=misc, always-true=A"},
                                                 {3, "disable-error-code=index, always-true=B"}};
    const Options options = apply_changes(Options{}, read_config_comments(comments).changes);
    CHECK(options.disable_error_code == Strings{"index", "misc"});
    CHECK(options.always_true == Strings{"B"});
}

TEST_CASE("mistakes in comments are told in mypy's words") {
    CHECK(errors_in("foo") == Strings{"Unrecognized option: foo = True"});
    CHECK(errors_in("strict-optional=perhaps") ==
          Strings{"strict_optional: Not a boolean: perhaps"});
    CHECK(errors_in("always-true=\"A") == Strings{"Unterminated quote in configuration comment"});
    CHECK(errors_in("python-version=3.12") ==
          Strings{"python_version not supported in inline configuration"});
    CHECK(errors_in("html-report=x") == Strings{"Reports not supported in inline configuration"});
    CHECK(errors_in("strict").front().starts_with(
        "Setting \"strict\" not supported in inline configuration: specify it in a configuration "
        "file instead, or set individual inline flags (see \"mypy -h\""));
}

}  // namespace
}  // namespace krait::config
