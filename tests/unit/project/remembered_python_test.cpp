#include "project/remembered_python.h"

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>

#include "cache/notes.h"
#include "python/modules/disk.h"
#include "unit/cache/folder.h"

using namespace krait;
using cache::test::Folder;

namespace {

std::optional<std::string> python() {
    return modules::find_python({}, "/", *modules::make_disk("/"), config::process_environment());
}

/// What was noted of it; nothing if something on this machine changed seconds ago.
std::optional<cache::Note> note_of(const std::string& executable, const Folder& folder) {
    auto database = cache::open_database(folder.path);
    REQUIRE(database);
    return cache::read_note(database->connection, "python " + executable);
}

void write(const std::string& executable, const Folder& folder, const cache::Note& note) {
    auto database = cache::open_database(folder.path);
    REQUIRE(database);
    REQUIRE(cache::write_note(database->connection, "python " + executable, note) ==
            cache::Trouble::None);
}

}  // namespace

TEST_CASE("An interpreter is asked once, and again when something it listens to is another") {
    Folder folder;
    const auto found = python();
    if (!found) return;  // there is no Python here
    const std::string& executable = *found;
    const auto asked = project::ask_python_once(executable, folder.path.string());
    REQUIRE(asked);
    auto noted = note_of(executable, folder);
    if (!noted) return;  // this Python was installed just now
    cache::Note& note = *noted;
    // Whoever answers with this has not asked it.
    const std::size_t at = note.text.find(asked->platform);
    REQUIRE(at != note.text.npos);
    note.text[at] = 'L';
    write(executable, folder, note);
    auto remembered = project::ask_python_once(executable, folder.path.string());
    REQUIRE(remembered);
    CHECK(remembered->platform != asked->platform);

    ::setenv("PYTHONUSERBASE", "/nowhere", 1);
    remembered = project::ask_python_once(executable, folder.path.string());
    ::unsetenv("PYTHONUSERBASE");
    REQUIRE(remembered);
    CHECK(remembered->platform == asked->platform);
}

TEST_CASE("Without a cache an interpreter is asked every time") {
    const auto executable = python();
    if (!executable) return;
    const auto first = project::ask_python_once(*executable, "");
    REQUIRE(first);
    CHECK(*project::ask_python_once(*executable, "") == *first);
}
