#include "cache/store.h"

#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "unit/cache/folder.h"

namespace krait::cache::test {

TEST_CASE("What was put is found by a later process, under its key alone") {
    Folder folder;
    {
        auto store = open_store(folder.path);
        REQUIRE(store);
        store->put(key_of("a"), "content of a");
    }
    auto store = open_store(folder.path);
    CHECK(get(*store, key_of("a")) == "content of a");
    CHECK(get(*store, key_of("b")) == std::nullopt);
    CHECK(get(*store, key_of("a", Kind::Bodies)) == std::nullopt);
    CHECK(store->warning().empty());
}

TEST_CASE("Empty and large contents come back as they were") {
    Folder folder;
    auto store = open_store(folder.path);
    std::string large(3'000'000, '\0');
    for (std::size_t i = 0; i < large.size(); ++i) large[i] = static_cast<char>(i * i >> 7);
    store->put(key_of("empty"), "");
    store->put(key_of("large"), large);
    store->flush();
    CHECK(get(*store, key_of("empty")) == "");
    CHECK(get(*store, key_of("large")) == large);
}

TEST_CASE("Several contents under one key are offered, the newest first, until one is accepted") {
    Folder folder;
    auto store = open_store(folder.path);
    for (const char* content : {"one", "two", "three", "four", "five"}) {
        store->put(key_of("branchy"), content);
        store->flush();
    }
    std::vector<std::string> offered;
    const bool found = store->find(key_of("branchy"), [&](std::string_view content) {
        offered.emplace_back(content);
        return false;
    });
    CHECK_FALSE(found);
    CHECK(offered == std::vector<std::string>{"five", "four", "three", "two"});
    CHECK(store->figures().other == 1);
}

TEST_CASE("The same content is kept once, whoever writes it") {
    Folder folder;
    for (int i = 0; i < 3; ++i) open_store(folder.path)->put(key_of("a"), "the same");
    auto store = open_store(folder.path);
    int rows = 0;
    store->find(key_of("a"), [&](std::string_view) { return ++rows < 0; });
    CHECK(rows == 1);
}

TEST_CASE("Threads read while others write") {
    Folder folder;
    auto store = open_store(folder.path);
    std::vector<std::thread> threads;
    std::atomic<int> wrong = 0;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < 50; ++i) {
                const std::string name = std::to_string(t) + "." + std::to_string(i);
                store->put(key_of(name), name);
                const auto before = get(*store, key_of(std::to_string(t) + ".0"));
                if (before && *before != std::to_string(t) + ".0") ++wrong;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    store->flush();
    CHECK(wrong == 0);
    for (int t = 0; t < 4; ++t) {
        for (int i = 0; i < 50; ++i) {
            const std::string name = std::to_string(t) + "." + std::to_string(i);
            REQUIRE(get(*store, key_of(name)) == name);
        }
    }
}

TEST_CASE("Eight processes write at once, and a ninth finds everything") {
    Folder folder;
    std::vector<pid_t> children;
    for (int p = 0; p < 8; ++p) {
        const pid_t child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            int status = 1;
            if (auto store = open_store(folder.path)) {
                for (int i = 0; i < 40; ++i) {
                    const std::string own = std::to_string(p) + ":" + std::to_string(i);
                    store->put(key_of(own), own + std::string(2000, 'x'));
                    store->put(key_of("shared" + std::to_string(i)), "the same for all");
                    if (i % 10 == 0) store->flush();
                }
                store->flush();
                status = store->warning().empty() ? 0 : 2;
            }
            ::_exit(status);
        }
        children.push_back(child);
    }
    for (pid_t child : children) {
        int status = 0;
        ::waitpid(child, &status, 0);
        CHECK(status == 0);
    }
    auto store = open_store(folder.path);
    for (int p = 0; p < 8; ++p) {
        for (int i = 0; i < 40; ++i) {
            const std::string own = std::to_string(p) + ":" + std::to_string(i);
            REQUIRE(get(*store, key_of(own)) == own + std::string(2000, 'x'));
        }
    }
    CHECK(store->figures().absent == 0);
}

TEST_CASE("A cache folder is kept out of version control and backups") {
    Folder folder;
    open_store(folder.path / "made" / "on demand");
    CHECK(std::filesystem::exists(folder.path / "made" / "on demand" / ".gitignore"));
    CHECK(std::filesystem::exists(folder.path / "made" / "on demand" / "CACHEDIR.TAG"));
}

TEST_CASE("A folder whose name would mean something in a URI") {
    Folder folder;
    const auto odd = folder.path / "a?b#c%20d e";
    open_store(odd)->put(key_of("a"), "found");
    CHECK(get(*open_store(odd), key_of("a")) == "found");
}

}  // namespace krait::cache::test
