#include "cache/store.h"

#include <algorithm>
#include <functional>

#include "cache/writer.h"

namespace krait::cache {

namespace {

// Two steps, because most look-ups find nothing: an index answers the first by itself, and to sort
// its rows there would make SQLite build a tree for each question.
constexpr char kSelectIds[] = "SELECT id FROM artefact_1 WHERE kind = ?1 AND key = ?2";
constexpr char kSelectData[] =
    "SELECT a.data, coalesce(u.day, 0) FROM artefact_1 AS a LEFT JOIN use_1 AS u "
    "ON u.artefact = a.id WHERE a.id = ?1";

}  // namespace

Store::Store(Database database, std::int64_t day, std::uint64_t limit)
    : database_(std::move(database)), day_(day) {
    warning_ = database_.warning;
    if (!database_.writable) return;
    writer_ = std::make_unique<Writer>(std::move(database_.connection), limit,
                                       [this](Trouble trouble) { note(trouble); });
}

Store::~Store() = default;

bool Store::find(const Key& key, base::FunctionRef<bool(std::string_view content)> accept) {
    const bool may_be_there = key.kind == Kind::Summary || key.kind == Kind::Interface;
    if (snapshot_ && may_be_there && snapshot_->find(key, accept)) {
        ++figures_.found;
        return true;
    }
    if (off_) return false;
    std::unique_ptr<Reader> reader = take_reader();
    if (!reader) return false;
    const bool found = read(*reader, key, accept);
    give_back(std::move(reader));
    return found;
}

void Store::look_also_in(Database snapshot) {
    snapshot_ = std::make_unique<Store>(std::move(snapshot), day_);
}

std::vector<std::int64_t> Store::newest(Reader& reader, const Key& key) {
    const std::string digest = stored(key.digest);
    Running running(reader.ids);
    reader.ids.bind(1, static_cast<std::int64_t>(key.kind)).bind_blob(2, digest);
    std::vector<std::int64_t> ids;
    Step step = reader.ids.step();
    for (; step == Step::Row; step = reader.ids.step()) ids.push_back(reader.ids.integer(0));
    if (step == Step::Failed) note(reader.connection.last_trouble());
    std::sort(ids.begin(), ids.end(), std::greater<>());
    if (ids.size() > kTraces) ids.resize(kTraces);
    return ids;
}

std::optional<Store::Artefact> Store::artefact(Reader& reader, std::int64_t id, const Key& key) {
    Running running(reader.data);
    reader.data.bind(1, id);
    const Step step = reader.data.step();
    if (step == Step::Failed) note(reader.connection.last_trouble());
    if (step != Step::Row) return std::nullopt;  // evicted since
    const std::string_view packed = reader.data.bytes(0);
    figures_.bytes_read += packed.size();
    std::optional<std::string> content = unpack(key, packed);
    if (!content) {
        ++figures_.damaged;
        if (writer_) writer_->drop(id);
        return std::nullopt;
    }
    return Artefact{std::move(*content), reader.data.integer(1)};
}

bool Store::read(Reader& reader, const Key& key,
                 base::FunctionRef<bool(std::string_view content)> accept) {
    bool any = false;
    for (const std::int64_t id : newest(reader, key)) {
        const std::optional<Artefact> found = artefact(reader, id, key);
        if (!found) continue;
        any = true;
        const bool is_older = writer_ && found->used < day_;
        // An answer stands for all that was used with it, which nobody reads while it fits.
        if (is_older && found->used > 0 && key.kind == Kind::Answer) {
            writer_->touch_all(found->used, day_);
        }
        if (!accept(found->content)) continue;
        ++figures_.found;
        if (is_older) writer_->touch(id, day_);
        return true;
    }
    ++(any ? figures_.other : figures_.absent);
    return false;
}

void Store::put(const Key& key, std::string content) {
    if (!writer_ || off_) return;
    ++figures_.written;
    writer_->put(key, std::move(content), day_);
}

Stamps Store::stamps(const std::string& folder) {
    if (off_) return {};
    std::unique_ptr<Reader> reader = take_reader();
    if (!reader) return {};
    Stamps known = read_stamps(reader->connection, folder);
    give_back(std::move(reader));
    return known;
}

void Store::put_stamps(std::vector<NewStamp> stamps) {
    if (writer_ && !off_ && !stamps.empty()) writer_->put_stamps(std::move(stamps));
}

void Store::flush() {
    if (writer_) writer_->flush();
}

std::string Store::warning() const {
    std::lock_guard lock(mutex_);
    return warning_;
}

std::unique_ptr<Store::Reader> Store::take_reader() {
    {
        std::lock_guard lock(mutex_);
        if (!idle_.empty()) {
            std::unique_ptr<Reader> reader = std::move(idle_.back());
            idle_.pop_back();
            return reader;
        }
    }
    auto connection = connect(database_, false);
    if (!connection) {
        note(connection.error());
        return nullptr;
    }
    auto ids = connection->prepare(kSelectIds);
    auto data = connection->prepare(kSelectData);
    if (!ids || !data) {
        note(ids ? data.error() : ids.error());
        return nullptr;
    }
    return std::make_unique<Reader>(
        Reader{std::move(*connection), std::move(*ids), std::move(*data)});
}

void Store::give_back(std::unique_ptr<Reader> reader) {
    std::lock_guard lock(mutex_);
    idle_.push_back(std::move(reader));
}

void Store::note(Trouble trouble) {
    if (trouble == Trouble::None) return;
    if (trouble == Trouble::Damaged) off_ = true;
    std::lock_guard lock(mutex_);
    if (warning_.empty()) warning_ = describe(trouble, database_.file.parent_path());
}

}  // namespace krait::cache
