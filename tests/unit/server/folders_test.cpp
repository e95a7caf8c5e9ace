#include "server/folders.h"

#include <catch2/catch_test_macros.hpp>

namespace krait::server {

namespace {

using project::FileDiagnostics;

FileDiagnostics one_error(const std::string& path, const std::string& message) {
    FileDiagnostics out;
    out.path = path;
    messages::Diagnostic error;
    error.message = message;
    out.diagnostics.push_back(std::move(error));
    return out;
}

FileDiagnostics no_errors(const std::string& path) {
    FileDiagnostics out;
    out.path = path;
    return out;
}

/// What is to be shown after this: a message, "none", or "-" if it isn't heard.
std::string heard(Folders& folders, const Folder& from, FileDiagnostics result) {
    const auto shown = folders.heard(from.number, std::move(result));
    if (!shown) return "-";
    return shown->diagnostics.empty() ? "none" : shown->diagnostics.front().message;
}

}  // namespace

TEST_CASE("a file belongs to the innermost folder around it, else to the first") {
    Folders folders;
    const Folder& outer = folders.add("/w");
    const Folder& inner = folders.add("/w/in");
    CHECK(folders.of_file("/w/a.py") == &outer);
    CHECK(folders.of_file("/w/in/a.py") == &inner);
    CHECK(folders.of_file("/w/inner.py") == &outer);  // begins alike, but isn't in it
    CHECK(folders.of_file("/elsewhere.py") == &outer);
    CHECK(&folders.add("/w") == &outer);
    CHECK(innermost({"/w", "/w/in"}, "/elsewhere.py") == std::nullopt);
}

TEST_CASE("what is inside a folder is known") {
    Folders folders;
    const Folder& outer = folders.add("/w");
    const Folder& inner = folders.add("/w/in");
    folders.add("/w/in/most");
    folders.add("/without");
    CHECK(folders.inside(outer) == std::vector<std::string>{"/w/in", "/w/in/most"});
    CHECK(folders.inside(inner) == std::vector<std::string>{"/w/in/most"});
}

TEST_CASE("only its own folder is heard about a file") {
    Folders folders;
    const Folder& outer = folders.add("/w");
    const Folder& inner = folders.add("/w/in");
    CHECK(heard(folders, outer, one_error("/w/in/a.py", "outer")) == "-");
    CHECK(heard(folders, inner, one_error("/w/in/a.py", "inner")) == "inner");
}

TEST_CASE("about a file in no folder the first that has something to say is heard") {
    Folders folders;
    const Folder& first = folders.add("/first");
    const Folder& second = folders.add("/second");
    CHECK(heard(folders, second, one_error("/lib.py", "second")) == "second");
    CHECK(heard(folders, first, one_error("/lib.py", "first")) == "first");
    CHECK(heard(folders, second, one_error("/lib.py", "again")) == "first");
    CHECK(heard(folders, first, no_errors("/lib.py")) == "again");
    CHECK(heard(folders, first, no_errors("/lib.py")) == "-");
    CHECK(heard(folders, second, no_errors("/lib.py")) == "none");
}

TEST_CASE("an open file outside all folders stays where it was opened until it is closed") {
    Folders folders;
    Folder& first = folders.add("/first");
    Folder& second = folders.add("/second");
    CHECK(folders.opened("/lib.py") == &first);
    CHECK(heard(folders, second, one_error("/lib.py", "second")) == "-");
    (void)folders.take_out("/first");
    CHECK(folders.home_of("/lib.py") == nullptr);
    CHECK(folders.of_file("/lib.py") == &second);
}

TEST_CASE("what a folder said goes with it, and with files that become another's") {
    Folders folders;
    const Folder& outer = folders.add("/w");
    const Folder& gone = folders.add("/gone");
    (void)heard(folders, outer, one_error("/w/a.py", "kept"));
    (void)heard(folders, outer, one_error("/w/in/a.py", "another's"));
    (void)heard(folders, gone, one_error("/gone/a.py", "gone"));
    (void)folders.take_out("/gone");
    (void)folders.add("/w/in");
    CHECK(folders.take_unheard() == std::vector<std::string>{"/gone/a.py", "/w/in/a.py"});
    CHECK(folders.take_unheard().empty());
}

}  // namespace krait::server
