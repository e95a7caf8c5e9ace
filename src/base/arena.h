// arena.h
//
// Everything a job builds (types, declarations, trees) lives in its arena and dies with it at once.
// Nothing is freed singly, so what is put here must not own anything: the types must be trivially
// destructible, which the compiler checks. A finished arena is frozen: in builds with assertions
// its pages become read-only, so that a late writer crashes where it writes.

#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace krait::base {

/// Bump allocation in blocks. Owned by one thread until frozen; afterwards readable by any.
class Arena {
public:
    Arena() = default;
    ~Arena();
    Arena(Arena&& other) noexcept;
    Arena& operator=(Arena&& other) noexcept;
    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;

    template <class T, class... Args>
    T* make(Args&&... args) {
        static_assert(std::is_trivially_destructible_v<T>, "an arena runs no destructors");
        return ::new (allocate(sizeof(T), alignof(T))) T{std::forward<Args>(args)...};
    }

    /// A copy of `items` that lives as long as the arena.
    template <class T>
    std::span<const T> copy(std::span<const T> items) {
        static_assert(std::is_trivially_copyable_v<T>, "an arena runs no destructors");
        if (items.empty()) return {};
        void* memory = allocate(items.size_bytes(), alignof(T));
        std::memcpy(memory, items.data(), items.size_bytes());
        return {static_cast<const T*>(memory), items.size()};
    }
    template <class T>
    std::span<const T> copy(const std::vector<T>& items) {
        return copy(std::span<const T>(items));
    }
    template <class T>
    std::span<const T> copy(std::initializer_list<T> items) {
        return copy(std::span<const T>(items.begin(), items.size()));
    }
    std::string_view copy(std::string_view text);

    /// `count` value-initialised items, for the maker to fill in.
    template <class T>
    std::span<T> make_span(std::size_t count) {
        static_assert(std::is_trivially_destructible_v<T>, "an arena runs no destructors");
        if (count == 0) return {};
        T* items = static_cast<T*>(allocate(count * sizeof(T), alignof(T)));
        for (std::size_t i = 0; i < count; ++i) ::new (items + i) T{};
        return {items, count};
    }

    /// Nobody writes after this; with assertions on, the operating system sees to it.
    void freeze();
    [[nodiscard]] bool frozen() const { return frozen_; }

    /// Memory held, in bytes.
    [[nodiscard]] std::size_t size() const { return held_; }

    /// Whether `pointer` points into this arena: for verifiers, linear in the number of blocks.
    [[nodiscard]] bool contains(const void* pointer) const;

    void* allocate(std::size_t bytes, std::size_t alignment) {
        std::size_t at = (next_ + alignment - 1) & ~(alignment - 1);
        if (at + bytes > end_) return allocate_slowly(bytes, alignment);
        next_ = at + bytes;
        return reinterpret_cast<void*>(at);
    }

private:
    struct Block {
        char* memory;
        std::size_t bytes;
    };
    void* allocate_slowly(std::size_t bytes, std::size_t alignment);
    void release();

    std::size_t next_ = 0;  // address of the first free byte of the newest block
    std::size_t end_ = 0;
    std::vector<Block> blocks_;
    std::size_t held_ = 0;
    bool frozen_ = false;
};

}  // namespace krait::base
