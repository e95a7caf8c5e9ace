// memory.h
//
// What the allocator keeps of freed memory, given back to the system. Jobs of several threads free
// in another order than they allocate, so that after a program's first check nearly half of the
// resident memory may be holes that nobody uses.

#pragma once

namespace krait::base {

/// Takes milliseconds: not for a moment in which somebody waits.
void give_memory_back();

}  // namespace krait::base
