// context.h
//
// What every operation on types needs: memory, the reader, the options, and the counters and
// assumptions that mypy keeps in globals. One context belongs to one job; nothing in it is shared.

#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "base/arena.h"
#include "base/cancellation.h"
#include "python/config/options.h"
#include "python/types/definition.h"
#include "python/types/reader.h"
#include "python/types/type.h"

namespace krait::types {

/// A pair under the assumption that left is a subtype of right, while that is being decided: what
/// makes recursive protocols and aliases end.
struct SubtypeAssumption {
    TypePtr left;
    TypePtr right;
    bool proper;
};

struct Context {
    base::Arena& arena;
    Reader& reader;
    const config::Options& options;  ///< of the module that is being checked
    base::CancellationToken cancellation{};

    /// Numbers meta type variables; grows for the job's life.
    std::int32_t next_meta_id = 1;
    std::vector<SubtypeAssumption> assumptions{};
    std::vector<std::pair<TypePtr, TypePtr>> inferring{};  ///< ditto for constraint inference
    /// Nesting of recursive operations; see types/limits.h.
    std::uint32_t depth = 0;
    /// How often something became Any because Krait does not implement it yet, for --stats.
    std::uint64_t not_implemented = 0;
};

/// Facts of a class by the type's DefId; never null for a well-formed type of this snapshot.
[[nodiscard]] const ClassInfo& class_info(Context& cx, DefId id);
[[nodiscard]] inline const ClassInfo& class_info(Context& cx, const Instance& type) {
    return class_info(cx, type.type);
}

/// A member along the MRO, or null: the symbol and the class whose body has it.
struct Member {
    const Symbol* symbol = nullptr;
    const ClassInfo* owner = nullptr;
    explicit operator bool() const { return symbol != nullptr; }
};
[[nodiscard]] Member find_member(Context& cx, const ClassInfo& info, Name name);

/// The definition that a fully qualified name such as "builtins.int" leads to, following re-exports;
/// null if there is none (a test's small builtins may lack it).
[[nodiscard]] const Definition* find_qualified(Context& cx, std::string_view fullname);

/// An instance of a class by its full name, its arguments filled with Any where none are given. Where
/// the class does not exist, an instance of builtins.object.
[[nodiscard]] const Instance* named_type(Context& cx, std::string_view fullname, TypeList args = {});

}  // namespace krait::types
