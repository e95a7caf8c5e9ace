#include "cache/upkeep.h"

#include "cache/notes.h"
#include "cache/stamps.h"
#include "unit/cache/folder.h"

namespace krait::cache::test {

namespace {

void fill(const std::filesystem::path& folder, std::string_view names, std::int64_t day = 1) {
    auto store = open_store(folder, day);
    for (char name : names) store->put(key_of({&name, 1}), std::string(1000, name));
}

std::string names_in(const std::filesystem::path& folder, std::string_view asked) {
    auto store = open_store(folder);
    std::string found;
    for (char name : asked) {
        if (get(*store, key_of({&name, 1})) == std::string(1000, name)) found += name;
    }
    return found;
}

}  // namespace

TEST_CASE("Figures count by kind") {
    Folder folder;
    fill(folder.path, "abc");
    open_store(folder.path)->put(key_of("x", Kind::Bodies), "x");
    auto database = open_database(folder.path);
    auto figures = figures_of(*database);
    REQUIRE(figures);
    CHECK(figures->kinds[1].count == 3);
    CHECK(figures->kinds[2].count == 1);
    CHECK(figures->kinds[0].count == 0);
    CHECK(figures->file_bytes > 0);
    CHECK(figures->oldest_use == 1);
}

TEST_CASE("What was used last stays when the cache is made smaller") {
    Folder folder;
    fill(folder.path, "abcd", 10);
    {
        auto store = open_store(folder.path, 20);
        CHECK(get(*store, key_of("a")));  // used again, ten days later
    }
    auto database = open_database(folder.path);
    auto figures = figures_of(*database);
    const std::uint64_t one = figures->kinds[1].bytes / 4;
    auto removed = shrink(*database, 2 * one);
    REQUIRE(removed);
    CHECK(removed->count == 2);
    CHECK(names_in(folder.path, "abcd") == "ad");
}

TEST_CASE("Who asks for an answer keeps alive what was used with it") {
    Folder folder;
    fill(folder.path, "ab", 10);
    open_store(folder.path, 10)->put(key_of("all", Kind::Answer), "all");
    fill(folder.path, "cd", 11);
    for (std::int64_t day : {12, 13}) {
        CHECK(get(*open_store(folder.path, day), key_of("all", Kind::Answer)));
    }
    auto database = open_database(folder.path);
    CHECK(figures_of(*database)->oldest_use == 11);
    const auto kinds = figures_of(*database)->kinds;
    REQUIRE(shrink(*database, kinds[1].bytes / 2 + kinds[3].bytes));
    CHECK(names_in(folder.path, "abcd") == "ab");
}

TEST_CASE("A clock that went backwards doesn't make things look unused") {
    Folder folder;
    fill(folder.path, "a", 20);
    {
        CHECK(get(*open_store(folder.path, 5), key_of("a")));
    }
    auto database = open_database(folder.path);
    CHECK(figures_of(*database)->oldest_use == 20);
}

TEST_CASE("A merge is the union, in any order, and again changes nothing") {
    Folder one, two, both, reversed;
    fill(one.path, "abc");
    fill(two.path, "cde");
    const auto merge_into = [](const Folder& into, const Folder& from) {
        auto a = open_database(into.path), b = open_database(from.path);
        return *merge(*a, *b);
    };
    CHECK(merge_into(both, one).copied == 3);
    CHECK(merge_into(both, two).copied == 2);
    CHECK(merge_into(both, two).present == 3);
    merge_into(reversed, two);
    merge_into(reversed, one);
    CHECK(names_in(both.path, "abcde") == "abcde");
    CHECK(names_in(reversed.path, "abcde") == "abcde");
}

TEST_CASE("Single keys can be carried elsewhere") {
    Folder from, into;
    fill(from.path, "abc");
    auto a = open_database(into.path), b = open_database(from.path);
    const Key wanted[] = {key_of("b"), key_of("not there")};
    CHECK(merge(*a, *b, wanted)->copied == 1);
    CHECK(names_in(into.path, "abc") == "b");
}

TEST_CASE("Verifying removes what is damaged and nothing else; merging leaves it out") {
    Folder folder, into;
    fill(folder.path, "abc");
    auto database = open_database(folder.path);
    database->connection.run("UPDATE artefact_1 SET data = zeroblob(100) WHERE id = 2");
    auto other = open_database(into.path);
    CHECK(merge(*other, *database)->damaged == 1);
    CHECK(remove_damaged(*database)->count == 1);
    CHECK(remove_damaged(*database)->count == 0);
    CHECK(names_in(folder.path, "abc").size() == 2);
}

TEST_CASE("A sealed database is one file") {
    Folder folder;
    fill(folder.path, "a");
    {
        auto database = open_database(folder.path);
        REQUIRE(seal(*database));
        CHECK_FALSE(std::filesystem::exists(database->file.string() + "-wal"));
    }
    CHECK(names_in(folder.path, "a") == "a");
}

TEST_CASE("What came with the program is found there, and what is missing there here") {
    Folder folder, came;
    fill(came.path, "a");
    auto sealed = open_database(came.path);
    REQUIRE(sealed);
    REQUIRE(seal(*sealed));
    fill(folder.path, "b");
    auto store = open_store(folder.path);
    auto snapshot = open_snapshot(came.path);
    REQUIRE(snapshot);
    store->look_also_in(std::move(*snapshot));
    CHECK(get(*store, key_of("a")) == std::string(1000, 'a'));
    CHECK(get(*store, key_of("b")) == std::string(1000, 'b'));
    CHECK_FALSE(get(*store, key_of("c")));
    CHECK_FALSE(open_snapshot(folder.path / "nowhere"));
}

TEST_CASE("Stamps are kept by path, and read by folder") {
    Folder folder;
    auto database = open_database(folder.path);
    const FileStamp stamp{12, 34, 56, 78};
    const auto content = base::digest_of("text");
    REQUIRE(write_stamps(database->connection, {{"/work/a/x.py", {stamp, content}},
                                                {"/work/ab/x.py", {stamp, content}}}) ==
            Trouble::None);
    const Stamps found = read_stamps(database->connection, "/work/a");
    REQUIRE(found.size() == 1);
    CHECK(found.at("/work/a/x.py").stamp == stamp);
    CHECK(found.at("/work/a/x.py").content == content);
}

TEST_CASE("A stamp is trusted only for a file that had been left alone") {
    constexpr std::int64_t second = 1'000'000'000;
    const FileStamp stamp{1, 100 * second, 101 * second, 1};
    CHECK_FALSE(is_settled(stamp, 102 * second));
    CHECK(is_settled(stamp, 103 * second));
    CHECK_FALSE(is_settled(stamp, 50 * second));  // from the future
}

TEST_CASE("A cache that is too large loses what was not used for longest when a writer ends") {
    Folder folder;
    const auto put = [&](int number, std::uint64_t limit) {
        auto database = open_database(folder.path);
        REQUIRE(database);
        Store store(std::move(*database), number, limit);
        std::string content;  // nothing that can be compressed
        for (int i = 0; i < 10'000; ++i) {
            content += stored(base::digest_of(std::to_string(number) + " " + std::to_string(i)));
        }
        store.put(key_of(std::to_string(number)), content);
    };
    for (int number = 1; number <= 120; ++number) put(number, Store::kUsualLimit);
    auto before = open_store(folder.path);
    CHECK(get(*before, key_of("1")));
    put(121, std::uint64_t{16} << 20);
    auto store = open_store(folder.path);
    CHECK_FALSE(get(*store, key_of("2")));
    CHECK(get(*store, key_of("120")));
    CHECK(get(*store, key_of("121")));
}

TEST_CASE("Who evicts waits for nobody") {
    Folder folder;
    auto first = open_database(folder.path);
    auto second = open_database(folder.path);
    REQUIRE(first);
    REQUIRE(second);
    Store(std::move(*first), 1).put(key_of("a"), "content");
    auto busy = open_database(folder.path);
    REQUIRE(busy);
    REQUIRE(busy->connection.run("BEGIN IMMEDIATE") == Trouble::None);
    CHECK(evict(second->connection, 0, std::chrono::milliseconds(10'000)) == 0);
    REQUIRE(busy->connection.run("ROLLBACK") == Trouble::None);
    CHECK(evict(second->connection, 0, std::chrono::milliseconds(10'000)) == 1);
}

TEST_CASE("A note is what was noted, or nothing") {
    Folder folder;
    auto database = open_database(folder.path);
    REQUIRE(database);
    const base::Digest state = base::digest_of("a state");
    CHECK_FALSE(read_note(database->connection, "a"));
    REQUIRE(write_note(database->connection, "a", {state, "text"}) == Trouble::None);
    const auto note = read_note(database->connection, "a");
    REQUIRE(note);
    CHECK(note->state == state);
    CHECK(note->text == "text");
    database->connection.run("UPDATE note_1 SET value = 'test'");
    CHECK_FALSE(read_note(database->connection, "a"));
}

}  // namespace krait::cache::test
