#include "base/arena.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#ifdef KRAIT_ASSERTIONS
#include <sys/mman.h>
#endif

#include "base/assert.h"

namespace krait::base {

namespace {

// An interface has an arena, and most interfaces are hardly looked at: blocks begin small, and grow
// by half of what is there.
constexpr std::size_t kFirstBlock = 1024;
constexpr std::size_t kLargestBlock = 256 * 1024;

#ifdef KRAIT_ASSERTIONS
constexpr std::size_t kPage = 4096;  // what is protected is protected by the page

std::size_t block_size(std::size_t wanted) {
    return (wanted + kPage - 1) / kPage * kPage;
}
char* make_block(std::size_t bytes) {
    return static_cast<char*>(std::aligned_alloc(kPage, bytes));
}
#else
std::size_t block_size(std::size_t wanted) {
    return wanted;
}
char* make_block(std::size_t bytes) {
    return static_cast<char*>(std::malloc(bytes));
}
#endif

}  // namespace

Arena::~Arena() {
    release();
}

Arena::Arena(Arena&& other) noexcept {
    *this = std::move(other);
}

Arena& Arena::operator=(Arena&& other) noexcept {
    if (this == &other) return *this;
    release();
    next_ = std::exchange(other.next_, 0);
    end_ = std::exchange(other.end_, 0);
    blocks_ = std::move(other.blocks_);
    other.blocks_.clear();
    held_ = std::exchange(other.held_, 0);
    frozen_ = std::exchange(other.frozen_, false);
    return *this;
}

std::string_view Arena::copy(std::string_view text) {
    if (text.empty()) return {};
    auto* memory = static_cast<char*>(allocate(text.size(), 1));
    std::memcpy(memory, text.data(), text.size());
    return {memory, text.size()};
}

void Arena::freeze() {
    if (frozen_) return;
    frozen_ = true;
    next_ = end_ = 0;  // the next allocation takes the slow way, which refuses
#ifdef KRAIT_ASSERTIONS
    for (const Block& block : blocks_) ::mprotect(block.memory, block.bytes, PROT_READ);
#endif
}

bool Arena::contains(const void* pointer) const {
    const char* at = static_cast<const char*>(pointer);
    return std::any_of(blocks_.begin(), blocks_.end(), [at](const Block& block) {
        return at >= block.memory && at < block.memory + block.bytes;
    });
}

void* Arena::allocate_slowly(std::size_t bytes, std::size_t alignment) {
    KRAIT_ENSURE(!frozen_, "a frozen arena was asked for memory");
    const std::size_t usual = std::clamp(held_ / 2, kFirstBlock, kLargestBlock);
    const std::size_t wanted = block_size(std::max(usual, bytes + alignment));
    char* memory = make_block(wanted);
    if (memory == nullptr) throw std::bad_alloc();
    blocks_.push_back({memory, wanted});
    held_ += wanted;
    next_ = reinterpret_cast<std::uintptr_t>(memory);
    end_ = next_ + wanted;
    return allocate(bytes, alignment);
}

void Arena::release() {
    for (const Block& block : blocks_) {
#ifdef KRAIT_ASSERTIONS
        if (frozen_) ::mprotect(block.memory, block.bytes, PROT_READ | PROT_WRITE);
#endif
        std::free(block.memory);
    }
    blocks_.clear();
    held_ = next_ = end_ = 0;
    frozen_ = false;
}

}  // namespace krait::base
