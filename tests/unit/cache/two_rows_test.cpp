// The race that caches of other checkers have: an old and a new version of a program share a cache;
// one reads, in two steps, what the other replaces in between. Here the steps are put into that
// order by hand, for a scheme with two rows, which mixes them up, and for ours, which can't.

#include "base/bytes.h"
#include "unit/cache/folder.h"

namespace krait::cache::test {

namespace {

/// A result and what it was made from: good together, wrong with another's part.
struct Result {
    std::string trace;
    std::string value;
    friend bool operator==(const Result&, const Result&) = default;
};
const Result kOld{"made by the old version", "the old version's types"};
const Result kNew{"made by the new version", "the new version's types"};

bool belong_together(const Result& result) {
    return result == kOld || result == kNew;
}

/// Two rows a module, replaced in place.
class TwoRows {
public:
    explicit TwoRows(const std::filesystem::path& file) {
        auto opened =
            Connection::open(file.string(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, 0);
        REQUIRE(opened);
        connection_ = std::move(*opened);
        connection_.run("PRAGMA journal_mode=WAL");
        connection_.run("CREATE TABLE IF NOT EXISTS file(path TEXT PRIMARY KEY, data TEXT)");
    }
    void write(const Result& result) {
        REQUIRE(connection_.run("BEGIN IMMEDIATE") == Trouble::None);
        put("a.meta", result.trace);
        put("a.data", result.value);
        REQUIRE(connection_.run("COMMIT") == Trouble::None);
    }
    std::string read(std::string_view path) {
        auto select = connection_.prepare("SELECT data FROM file WHERE path = ?1");
        REQUIRE(select);
        select->bind_text(1, path);
        REQUIRE(select->step() == Step::Row);
        return std::string(select->bytes(0));
    }

private:
    void put(std::string_view path, std::string_view data) {
        auto insert = connection_.prepare("INSERT OR REPLACE INTO file VALUES(?1, ?2)");
        REQUIRE(insert);
        insert->bind_text(1, path).bind_text(2, data);
        REQUIRE(insert->step() == Step::Done);
    }

    Connection connection_;
};

std::string as_row(const Result& result) {
    base::ByteWriter out;
    out.text(result.trace).text(result.value);
    return out.take();
}

Result from_row(std::string_view row) {
    base::ByteReader in(row);
    Result result;
    result.trace = in.text();
    result.value = in.text();
    return result;
}

}  // namespace

TEST_CASE("Of two rows, one is read before and one after somebody replaced both") {
    Folder folder;
    TwoRows reader(folder.path / "two.db");
    TwoRows writer(folder.path / "two.db");
    writer.write(kOld);
    Result seen;
    seen.trace = reader.read("a.meta");
    writer.write(kNew);  // each write is a whole transaction, and yet
    seen.value = reader.read("a.data");
    CHECK_FALSE(belong_together(seen));
}

TEST_CASE("A row that holds a result and its trace is read whole, whatever is written meanwhile") {
    Folder folder;
    auto old_version = open_store(folder.path);
    auto new_version = open_store(folder.path);
    REQUIRE(old_version);
    REQUIRE(new_version);
    old_version->put(key_of("a"), as_row(kOld));
    old_version->flush();
    std::vector<Result> seen;
    old_version->find(key_of("a"), [&](std::string_view content) {
        new_version->put(key_of("a"), as_row(kNew));
        new_version->flush();
        seen.push_back(from_row(content));
        return false;  // it doesn't fit: the next one
    });
    old_version->find(key_of("a"), [&](std::string_view content) {
        seen.push_back(from_row(content));
        return false;
    });
    REQUIRE(seen.size() == 3);
    for (const Result& result : seen) CHECK(belong_together(result));
    CHECK(seen[0] == kOld);
    CHECK(seen[1] == kNew);  // both stay: nothing is replaced
    CHECK(seen[2] == kOld);
}

}  // namespace krait::cache::test
