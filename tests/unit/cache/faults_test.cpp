// faults_test.cpp
//
// Every fault really happens: bits are flipped in the file, disks are full, processes are killed.
// What must hold each time: a look-up gives what was put or nothing, and nobody throws or hangs.

#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <random>

#include "cache/upkeep.h"
#include "unit/cache/folder.h"

namespace krait::cache::test {

namespace {

std::string content_of(int i) {
    return std::to_string(i) + std::string(3000, static_cast<char>(i));
}

void fill(const std::filesystem::path& folder, int count) {
    auto store = open_store(folder);
    for (int i = 0; i < count; ++i) store->put(key_of(std::to_string(i)), content_of(i));
    store->flush();
    REQUIRE(store->warning().empty());
}

/// How many of the contents are found; the others must be misses, not lies.
int count_sound(Store& store, int count) {
    int sound = 0;
    for (int i = 0; i < count; ++i) {
        const auto found = get(store, key_of(std::to_string(i)));
        if (!found) continue;
        REQUIRE(*found == content_of(i));
        ++sound;
    }
    return sound;
}

std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void write_file(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

}  // namespace

TEST_CASE("Flipped bits anywhere give misses, never a wrong answer") {
    Folder folder;
    constexpr int kCount = 30;
    fill(folder.path, kCount);
    const std::string sound = read_file(database_file(folder.path));
    std::mt19937 random(7);
    for (int round = 0; round < 150; ++round) {
        std::string broken = sound;
        for (int flips = 0; flips <= round % 5; ++flips) {
            // The first pages hold what everything hangs on: half of the flips go there.
            const std::size_t range = flips % 2 == 0 ? 8192 : broken.size();
            broken[random() % range] ^= static_cast<char>(1 << random() % 8);
        }
        for (const char* part : {"-wal", "-shm", ".damaged"}) {
            std::filesystem::remove(database_file(folder.path).string() + part);
        }
        write_file(database_file(folder.path), broken);
        auto store = open_store(folder.path);
        if (!store) continue;
        count_sound(*store, kCount);
        for (int i = 0; i < kCount; ++i) store->put(key_of(std::to_string(i)), content_of(i));
        store->flush();
        count_sound(*store, kCount);
    }
}

TEST_CASE("A damaged artefact is replaced by the next sound one") {
    Folder folder;
    fill(folder.path, 1);
    {
        auto database = open_database(folder.path);
        database->connection.run("UPDATE artefact_1 SET data = substr(data, 1, length(data) - 1)");
    }
    {
        auto store = open_store(folder.path);
        CHECK(get(*store, key_of("0")) == std::nullopt);
        CHECK(store->figures().damaged == 1);
    }
    fill(folder.path, 1);
    CHECK(get(*open_store(folder.path), key_of("0")) == content_of(0));
}

TEST_CASE("A row that an index wrongly leads to is not taken for another's") {
    Folder folder;
    fill(folder.path, 2);
    auto database = open_database(folder.path);
    database->connection.run(
        "UPDATE artefact_1 SET data = (SELECT data FROM artefact_1 WHERE id = 1) WHERE id = 2");
    Store store(std::move(*database), 1);
    CHECK(count_sound(store, 2) == 1);
}

TEST_CASE("Bytes that are no database are put aside, and the cache is filled again") {
    Folder folder;
    std::filesystem::create_directories(folder.path);
    write_file(database_file(folder.path), std::string(5000, 'x'));
    {
        auto store = open_store(folder.path);
        REQUIRE(store);
        CHECK(store->warning().find("was damaged") != std::string::npos);
        store->put(key_of("0"), content_of(0));
    }
    auto store = open_store(folder.path);
    CHECK(store->warning().empty());
    CHECK(count_sound(*store, 1) == 1);
    CHECK(std::filesystem::exists(folder.path / "krait.db.damaged"));
}

TEST_CASE("A truncated file is a cache with less in it") {
    Folder folder;
    fill(folder.path, 30);
    const std::string sound = read_file(database_file(folder.path));
    for (std::size_t keep :
         {std::size_t{0}, std::size_t{10}, std::size_t{4096}, sound.size() / 2, sound.size() - 1}) {
        for (const char* part : {"-wal", "-shm"}) {
            std::filesystem::remove(database_file(folder.path).string() + part);
        }
        write_file(database_file(folder.path), sound.substr(0, keep));
        auto store = open_store(folder.path);
        if (store) count_sound(*store, 30);
    }
}

TEST_CASE("A database that is deleted while it is used costs nothing but speed") {
    Folder folder;
    auto store = open_store(folder.path);
    store->put(key_of("0"), content_of(0));
    store->flush();
    std::filesystem::remove_all(folder.path);
    count_sound(*store, 1);
    store->put(key_of("1"), content_of(1));
    store->flush();
    count_sound(*store, 2);
}

TEST_CASE("A row that is evicted between two reads is a miss") {
    Folder folder;
    auto store = open_store(folder.path);
    store->put(key_of("0"), content_of(0));
    store->flush();
    CHECK(count_sound(*store, 1) == 1);
    auto other = open_database(folder.path);
    REQUIRE(shrink(*other, 0));
    CHECK(count_sound(*store, 1) == 0);
    CHECK(store->warning().empty());
}

TEST_CASE("A process that is killed at any moment leaves a sound cache") {
    Folder folder;
    std::mt19937 random(11);
    for (int round = 0; round < 25; ++round) {
        const pid_t child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            auto store = open_store(folder.path);
            for (int i = 0; store; ++i) {
                store->put(key_of(std::to_string(i % 50)), content_of(i % 50));
                if (i % 7 == 0) store->flush();
            }
            ::_exit(1);
        }
        ::usleep(static_cast<useconds_t>(random() % 20'000));  // any moment will do
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        auto store = open_store(folder.path);
        REQUIRE(store);
        count_sound(*store, 50);
        CHECK(store->warning().empty());
    }
}

TEST_CASE("A full disk: one sentence, and what was there is still found") {
    Folder folder;
    const auto disk = folder.path / "disk";
    std::filesystem::create_directories(disk);
    if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=600k") != 0) {
        SKIP("Only root can mount a small disk.");
    }
    {
        fill(disk, 2);
        auto store = open_store(disk);
        std::mt19937 random(3);
        std::string noise(400'000, '\0');
        for (int i = 0; i < 5; ++i) {
            for (char& byte : noise) byte = static_cast<char>(random());
            store->put(key_of("noise" + std::to_string(i)), noise);
        }
        store->flush();
        CHECK(store->warning().find("the disk is full") != std::string::npos);
        CHECK(count_sound(*store, 2) == 2);
    }
    {
        auto store = open_store(disk);
        REQUIRE(store);
        CHECK(count_sound(*store, 2) == 2);
    }
    ::umount2(disk.c_str(), MNT_DETACH);
}

TEST_CASE("A read-only disk: the cache is read, not written") {
    Folder folder;
    fill(folder.path, 3);
    open_store(folder.path).reset();
    if (::mount(folder.path.c_str(), folder.path.c_str(), nullptr, MS_BIND, nullptr) != 0 ||
        ::mount(nullptr, folder.path.c_str(), nullptr, MS_BIND | MS_REMOUNT | MS_RDONLY, nullptr) !=
            0) {
        SKIP("Only root can mount a folder read-only.");
    }
    {
        auto store = open_store(folder.path);
        REQUIRE(store);
        CHECK(count_sound(*store, 3) == 3);
        store->put(key_of("3"), content_of(3));
        store->flush();
        CHECK(count_sound(*store, 4) == 3);
        CHECK(store->warning().empty());
    }
    ::umount2(folder.path.c_str(), MNT_DETACH);
}

TEST_CASE("A folder that can't be made: an error that says what to do") {
    Folder folder;
    write_file(folder.path / "file", "in the way");
    const auto opened = open_database(folder.path / "file" / "cache");
    REQUIRE_FALSE(opened);
    CHECK(opened.error().find("--cache-dir") != std::string::npos);
}

}  // namespace krait::cache::test
