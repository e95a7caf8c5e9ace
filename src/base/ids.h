// ids.h
//
// Strong 32-bit ids that rooms share. They are handles of this process: never stored, never ordered
// by where a person could see it, never part of a fingerprint.

#pragma once

#include <cstdint>
#include <functional>

namespace krait::base {

/// A module of a program: (program, name, file). Two open files may claim one module name and are
/// two modules then. Dense from 0, so that vectors can be indexed by it.
enum class ModuleId : std::uint32_t { None = 0xFFFF'FFFF };
static_assert(sizeof(ModuleId) == 4);

}  // namespace krait::base
