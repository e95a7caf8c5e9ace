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
#include "python/types/member_memo.h"
#include "python/types/reader.h"
#include "python/types/subtype_memo.h"
#include "python/types/type.h"

namespace krait::types {

/// A pair under the assumption that left is a subtype of right, while that is being decided: what
/// makes recursive protocols and aliases end.
struct SubtypeAssumption {
    TypePtr left;
    TypePtr right;
    bool proper;
    bool protocol = false;  ///< that left implements the protocol right, rather than of an alias
};

/// The variance of a class's type variable, found or tried out while its declaration still says
/// NotReady (PEP 695 classes before their interface is finished).
struct VarianceFact {
    DefId type;
    std::uint32_t index = 0;
    Variance variance = Variance::NotReady;
};

struct MemberQuery {
    bool is_operator = false;  ///< looked up on the class only, as `a + b` does
    bool class_obj = false;    ///< on the class object rather than on an instance
    bool is_lvalue = false;    ///< the type that may be assigned
};

/// Attribute access by the checker's full rules (descriptors, properties, metaclasses). The checker
/// lends it to the types room for structural subtyping; without it simpler rules apply.
class MemberAccess {
public:
    virtual ~MemberAccess() = default;
    /// The type of `name` on `type` with self bound to `self_type`, or null if there is none.
    /// Never reports anything.
    virtual TypePtr member_type(Name name, const Instance& type, TypePtr self_type,
                                MemberQuery query) = 0;
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
    std::vector<const Instance*> inferring_protocols{};    ///< ditto, by the protocol's members
    std::vector<VarianceFact> variances{};
    SubtypeMemo subtype_memo{};
    MemberMemo member_memo{};
    /// Switches that mypy keeps in its type_state while it infers: whether joins may become unions,
    /// whether generic results may stay generic, whether unions in constraints are kept whole.
    bool infer_unions = false;
    bool infer_polymorphic = false;
    bool keep_unions = false;
    MemberAccess* members = nullptr;
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

[[nodiscard]] Member find_member(Context& cx, const ClassInfo& info, Name name);

/// The type of what a symbol leads to: a variable's, function's or decorated function's; else null.
[[nodiscard]] TypePtr type_of_definition(const Definition* definition);

/// The definition that a fully qualified name such as "builtins.int" leads to, following
/// re-exports; null if there is none (a test's small builtins may lack it).
[[nodiscard]] const Definition* find_qualified(Context& cx, std::string_view fullname);

/// An instance of a class by its full name, its arguments filled with Any where none are given.
/// Where the class does not exist, an instance of builtins.object.
[[nodiscard]] const Instance* named_type(Context& cx, std::string_view fullname,
                                         TypeList args = {});
/// The same for a name of types/known.h, without taking the text apart.
[[nodiscard]] const Instance* named_type(Context& cx, Name fullname, TypeList args = {});

[[nodiscard]] inline Name full_name(Context& cx, const Instance& type) {
    return class_info(cx, type).fullname;
}
/// Whether the class or one of its ancestors has this full name.
[[nodiscard]] bool has_base(Context& cx, const ClassInfo& info, Name fullname);
[[nodiscard]] bool has_base(Context& cx, const ClassInfo& info, DefId base);
/// Whether it is a metaclass, or may be one because it has a base that is Any (not if `precise`).
[[nodiscard]] bool is_metaclass(Context& cx, const ClassInfo& info, bool precise = false);
/// The last class of the MRO: builtins.object.
[[nodiscard]] const Instance* object_type(Context& cx);

/// The function, decorated function or overload that a member is along the MRO; null if the first
/// class that has the name has something else (mypy's TypeInfo.get_method).
[[nodiscard]] const Definition* find_method(Context& cx, const ClassInfo& info, Name name);
/// Names of a protocol's members along the MRO, sorted by their text.
[[nodiscard]] std::vector<Name> protocol_members(Context& cx, const ClassInfo& info);
/// Names of an enum's members in order of definition.
[[nodiscard]] std::vector<Name> enum_members(Context& cx, const ClassInfo& info);

}  // namespace krait::types
