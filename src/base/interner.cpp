#include "base/interner.h"

#include <array>
#include <atomic>
#include <mutex>
#include <unordered_map>

#include "base/arena.h"
#include "base/assert.h"
#include "base/hash.h"

namespace krait::base {

namespace {

// An id is (index << kShardBits | shard). Texts lie in chunks that never move, so that text_of needs
// no lock: a chunk's pointer is published with release, and an id reaches another thread only by
// some synchronisation of its own.
constexpr unsigned kShardBits = 5;
constexpr unsigned kShards = 1u << kShardBits;
constexpr unsigned kChunkBits = 12;
constexpr unsigned kChunk = 1u << kChunkBits;
constexpr unsigned kChunks = 1u << 10;  // 2^22 texts a shard, 2^27 in all

struct PrehashedText {
    std::string_view text;
    std::uint64_t hash;
    bool operator==(const PrehashedText& other) const { return text == other.text; }
};
struct TakeHash {
    std::size_t operator()(const PrehashedText& key) const { return key.hash >> kShardBits; }
};

struct Shard {
    std::mutex mutex;
    Arena arena;
    std::unordered_map<PrehashedText, std::uint32_t, TakeHash> index;
    std::array<std::atomic<std::string_view*>, kChunks> chunks{};
    std::uint32_t count = 0;
    std::atomic<std::size_t> bytes = 0;

    ~Shard() {
        for (auto& chunk : chunks) delete[] chunk.load();
    }

    std::uint32_t add(PrehashedText key) {
        KRAIT_ENSURE(count < kChunks * kChunk, "the interner is full");
        key.text = arena.copy(key.text);
        auto& chunk = chunks[count >> kChunkBits];
        if (chunk.load(std::memory_order_relaxed) == nullptr) {
            chunk.store(new std::string_view[kChunk], std::memory_order_release);
        }
        chunk.load(std::memory_order_relaxed)[count & (kChunk - 1)] = key.text;
        index.emplace(key, count);
        bytes.fetch_add(key.text.size(), std::memory_order_relaxed);
        return count++;
    }
};

struct Table {
    std::array<Shard, kShards> shards;
    // The empty text must get id 0; shard 0 is filled with it before anybody asks.
    Table() { shards[0].add({std::string_view(), 0}); }
};

// The one process-wide table that the design calls for: append-only, and invisible in any result.
Table& table() {
    static Table* const instance = new Table;  // never destroyed: names outlive every thread
    return *instance;
}

}  // namespace

Name intern(std::string_view text) {
    if (text.empty()) return Name::Empty;
    PrehashedText key{text, hash_of(text)};
    auto shard_index = static_cast<std::uint32_t>(key.hash & (kShards - 1));
    Shard& shard = table().shards[shard_index];
    std::lock_guard lock(shard.mutex);
    auto found = shard.index.find(key);
    std::uint32_t index = found != shard.index.end() ? found->second : shard.add(key);
    return static_cast<Name>(index << kShardBits | shard_index);
}

std::string_view text_of(Name name) {
    auto id = static_cast<std::uint32_t>(name);
    const Shard& shard = table().shards[id & (kShards - 1)];
    std::uint32_t index = id >> kShardBits;
    const std::string_view* chunk =
        shard.chunks[index >> kChunkBits].load(std::memory_order_acquire);
    return chunk[index & (kChunk - 1)];
}

std::size_t interned_bytes() {
    std::size_t sum = 0;
    for (const Shard& shard : table().shards) sum += shard.bytes.load(std::memory_order_relaxed);
    return sum;
}

}  // namespace krait::base
