#include "base/interner.h"

#include <array>
#include <atomic>
#include <bit>
#include <cstring>
#include <memory>
#include <mutex>
#include <vector>

#include "base/arena.h"
#include "base/assert.h"
#include "base/growing_array.h"
#include "base/hash.h"
#include "base/stable_hash.h"

namespace krait::base {

namespace {

// An id is (index << kShardBits | shard).
constexpr unsigned kShardBits = 4;
constexpr std::uint32_t kShards = 1u << kShardBits;

/// One text, with its characters right behind it.
struct Text {
    std::uint64_t hash;
    std::uint32_t size;
    [[nodiscard]] std::string_view view() const {
        return {reinterpret_cast<const char*>(this + 1), size};
    }
};

/// Open addressing. A cell holds half of the text's hash and its index plus one, 0 if free; cells
/// are only ever filled, so readers need no lock. A full table is replaced by one of twice its size
/// and kept, because somebody may still be reading it.
struct HashTable {
    explicit HashTable(std::size_t size) : mask(size - 1), cells(size) {}
    std::size_t mask;
    std::vector<std::atomic<std::uint64_t>> cells;
};

constexpr std::size_t kFirstCells = 256;

std::uint64_t cell_of(std::uint64_t hash, std::uint32_t index) {
    return (hash & 0xFFFF'FFFF'0000'0000ull) | (std::uint64_t{index} + 1);
}
std::size_t start_of(std::uint64_t hash) { return static_cast<std::size_t>(hash >> kShardBits); }

struct Shard {
    std::mutex mutex;  // of whoever adds
    Arena arena;
    GrowingArray<const Text*> texts;
    std::atomic<const HashTable*> table = nullptr;
    std::vector<std::unique_ptr<HashTable>> tables;  // the newest last
    std::atomic<std::size_t> bytes = 0;

    Shard() { grow(); }

    /// Index + 1, 0 if there is none.
    [[nodiscard]] std::uint32_t find(std::string_view text, std::uint64_t hash) const {
        const HashTable& in = *table.load(std::memory_order_acquire);
        for (std::size_t at = start_of(hash);; ++at) {
            const std::uint64_t cell = in.cells[at & in.mask].load(std::memory_order_acquire);
            if (cell == 0) return 0;
            if (((cell ^ hash) >> 32) != 0) continue;
            const auto index = static_cast<std::uint32_t>(cell);
            if (texts[index - 1]->view() == text) return index;
        }
    }

    std::uint32_t add(std::string_view text, std::uint64_t hash) {
        KRAIT_ENSURE(texts.size() < 0xFFFF'FFFFu >> kShardBits, "the interner is full");
        void* memory = arena.allocate(sizeof(Text) + text.size(), alignof(Text));
        auto* made = ::new (memory) Text{hash, static_cast<std::uint32_t>(text.size())};
        if (!text.empty()) std::memcpy(made + 1, text.data(), text.size());
        if (2 * (texts.size() + 1) > tables.back()->cells.size()) grow();
        const std::uint32_t index = texts.push_back(made);
        insert(*tables.back(), hash, index);
        bytes.fetch_add(text.size(), std::memory_order_relaxed);
        return index;
    }

private:
    static void insert(HashTable& into, std::uint64_t hash, std::uint32_t index) {
        std::size_t at = start_of(hash);
        while (into.cells[at & into.mask].load(std::memory_order_relaxed) != 0) ++at;
        into.cells[at & into.mask].store(cell_of(hash, index), std::memory_order_release);
    }
    void grow() {
        const std::size_t cells = tables.empty() ? kFirstCells : 2 * tables.back()->cells.size();
        auto made = std::make_unique<HashTable>(cells);
        for (std::uint32_t index = 0; index < texts.size(); ++index) {
            insert(*made, texts[index]->hash, index);
        }
        tables.push_back(std::move(made));
        table.store(tables.back().get(), std::memory_order_release);
    }
};

struct Table {
    std::array<Shard, kShards> shards;
    // The empty text must get id 0; shard 0 is filled with it before anybody asks.
    Table() { shards[0].add({}, hash_of({})); }
};

// The one process-wide table that the design calls for: append-only, and invisible in any result.
Table& table() {
    static Table* const instance = new Table;  // never destroyed: names outlive every thread
    return *instance;
}

const Text& text_behind(Name name) {
    const auto id = static_cast<std::uint32_t>(name);
    return *table().shards[id & (kShards - 1)].texts[id >> kShardBits];
}

}  // namespace

Name intern(std::string_view text) {
    if (text.empty()) return Name::Empty;
    const std::uint64_t hash = hash_of(text);
    const auto shard_index = static_cast<std::uint32_t>(hash & (kShards - 1));
    Shard& shard = table().shards[shard_index];
    std::uint32_t found = shard.find(text, hash);
    if (found == 0) {
        std::lock_guard lock(shard.mutex);
        found = shard.find(text, hash);
        if (found == 0) found = shard.add(text, hash) + 1;
    }
    return static_cast<Name>((found - 1) << kShardBits | shard_index);
}

std::string_view text_of(Name name) { return text_behind(name).view(); }

std::uint64_t stable_hash_of(Name name) { return text_behind(name).hash; }

std::size_t interned_bytes() {
    std::size_t sum = 0;
    for (const Shard& shard : table().shards) sum += shard.bytes.load(std::memory_order_relaxed);
    return sum;
}

}  // namespace krait::base
