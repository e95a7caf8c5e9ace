// memory.h
//
// What the allocator keeps of freed memory, given back to the system. Jobs of several threads free
// in another order than they allocate, so that after a program's first check nearly half of the
// resident memory may be holes that nobody uses.

#pragma once

#include <cstdint>

namespace krait::base {

/// Takes milliseconds: not for a moment in which somebody waits. An allocator that keeps memory
/// thread by thread gives back the calling thread's.
void give_memory_back();

/// As long as it lives, what is freed goes back to the system at once. mimalloc puts that off, and
/// only looks again when more is freed close by: of what goes all at once, little would go back.
/// If two overlap, the first that ends is the end of both.
class FreeingAtOnce {
public:
    FreeingAtOnce();
    ~FreeingAtOnce();
    FreeingAtOnce(const FreeingAtOnce&) = delete;
    FreeingAtOnce& operator=(const FreeingAtOnce&) = delete;
};

/// Of one thread that lives as long as its program: gives back what it freed when it is about to
/// rest after much work.
class RestingThread {
public:
    void rest();

private:
    std::uint64_t tidied_at_ = 0;  // nanoseconds that the thread had worked
};

}  // namespace krait::base
