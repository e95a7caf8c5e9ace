// def_id.h
//
// How one definition names another. A pointer would tie a type to one version of a module; a DefId
// is (module, slot), and a slot stands for a qualified path for as long as the process lives, so a
// type that names DefId(pkg.a:C) stays right when pkg.a is checked again.

#pragma once

#include <compare>
#include <cstdint>
#include <functional>

#include "base/ids.h"

namespace krait::symbols {

/// Where a definition stands in its module's slot table.
enum class Slot : std::uint32_t { None = 0xFFFF'FFFF };

/// The pseudo-module of definitions that are born in a body (local classes, intersections). Their
/// slots index a table of the job, and they are never published.
inline constexpr base::ModuleId kJobLocal = static_cast<base::ModuleId>(0xFFFF'FFFE);

/// A definition: class, function, variable, alias, type variable or module.
struct DefId {
    base::ModuleId module = base::ModuleId::None;
    Slot slot = Slot::None;

    [[nodiscard]] bool is_none() const { return module == base::ModuleId::None; }
    [[nodiscard]] bool is_job_local() const { return module == kJobLocal; }
    explicit operator bool() const { return !is_none(); }
    friend bool operator==(const DefId&, const DefId&) = default;
};
static_assert(sizeof(DefId) == 8);

}  // namespace krait::symbols

template <>
struct std::hash<krait::symbols::DefId> {
    std::size_t operator()(const krait::symbols::DefId& id) const noexcept {
        return (static_cast<std::size_t>(id.module) << 32 | static_cast<std::size_t>(id.slot)) *
               0x9E37'79B9'7F4A'7C15ull;
    }
};
