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
    std::uint32_t index;
    [[nodiscard]] std::string_view view() const {
        return {reinterpret_cast<const char*>(this + 1), size};
    }
};

/// Open addressing. A cell holds the text's address, which has 48 bits, below 16 bits of its hash;
/// 0 if free. So a look-up touches two lines of memory, and most miss every cache: the cell's and
/// the text's. Cells are only ever filled, so readers need no lock. A full table is replaced by one
/// of twice its size and kept, because somebody may still be reading it.
struct HashTable {
    explicit HashTable(std::size_t size) : mask(size - 1), cells(size) {}
    std::size_t mask;
    std::vector<std::atomic<std::uint64_t>> cells;
};

constexpr std::size_t kFirstCells = 256;

constexpr unsigned kAddressBits = 48;
constexpr std::uint64_t kAddress = (1ull << kAddressBits) - 1;

std::uint64_t cell_of(const Text* text) {
    return (text->hash & ~kAddress) | reinterpret_cast<std::uintptr_t>(text);
}
std::size_t start_of(std::uint64_t hash) {
    return static_cast<std::size_t>(hash >> kShardBits);
}

struct Shard {
    std::mutex mutex;  // of whoever adds
    Arena arena;
    GrowingArray<const Text*> texts;
    std::atomic<const HashTable*> table = nullptr;
    std::vector<std::unique_ptr<HashTable>> tables;  // the newest last
    std::atomic<std::size_t> bytes = 0;

    Shard() { grow(); }

    /// Null if there is none.
    [[nodiscard]] const Text* find(std::string_view text, std::uint64_t hash) const {
        const HashTable& in = *table.load(std::memory_order_acquire);
        for (std::size_t at = start_of(hash);; ++at) {
            const std::uint64_t cell = in.cells[at & in.mask].load(std::memory_order_acquire);
            if (cell == 0) return nullptr;
            if (((cell ^ hash) & ~kAddress) != 0) continue;
            const auto* candidate = reinterpret_cast<const Text*>(cell & kAddress);
            if (candidate->hash == hash && candidate->view() == text) return candidate;
        }
    }

    const Text* add(std::string_view text, std::uint64_t hash) {
        KRAIT_ENSURE(texts.size() < 0xFFFF'FFFFu >> kShardBits, "the interner is full");
        void* memory = arena.allocate(sizeof(Text) + text.size(), alignof(Text));
        KRAIT_ENSURE((reinterpret_cast<std::uintptr_t>(memory) & ~kAddress) == 0,
                     "an address has 48 bits");
        auto* made =
            ::new (memory) Text{hash, static_cast<std::uint32_t>(text.size()), texts.size()};
        if (!text.empty()) std::memcpy(made + 1, text.data(), text.size());
        if (4 * (std::size_t{texts.size()} + 1) > 3 * tables.back()->cells.size()) grow();
        texts.push_back(made);
        insert(*tables.back(), made);
        bytes.fetch_add(text.size(), std::memory_order_relaxed);
        return made;
    }

private:
    static void insert(HashTable& into, const Text* text) {
        std::size_t at = start_of(text->hash);
        while (into.cells[at & into.mask].load(std::memory_order_relaxed) != 0) ++at;
        into.cells[at & into.mask].store(cell_of(text), std::memory_order_release);
    }
    void grow() {
        const std::size_t cells = tables.empty() ? kFirstCells : 2 * tables.back()->cells.size();
        auto made = std::make_unique<HashTable>(cells);
        for (std::uint32_t index = 0; index < texts.size(); ++index) {
            insert(*made, texts[index]);
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
    const Text* found = shard.find(text, hash);
    if (found == nullptr) {
        std::lock_guard lock(shard.mutex);
        found = shard.find(text, hash);
        if (found == nullptr) found = shard.add(text, hash);
    }
    return static_cast<Name>(found->index << kShardBits | shard_index);
}

std::string_view text_of(Name name) {
    return text_behind(name).view();
}

std::uint64_t stable_hash_of(Name name) {
    return text_behind(name).hash;
}

std::size_t interned_bytes() {
    std::size_t sum = 0;
    for (const Shard& shard : table().shards) sum += shard.bytes.load(std::memory_order_relaxed);
    return sum;
}

}  // namespace krait::base
