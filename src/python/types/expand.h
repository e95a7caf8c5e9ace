// expand.h
//
// Type variables replaced by types. None of this asks for subtypes, joins or meets, so it may run
// while classes are still being built.

#pragma once

#include <array>
#include <span>
#include <vector>

#include "python/types/context.h"
#include "python/types/type.h"

namespace krait::types {

struct TypeBinding {
    TypeVarId id;
    TypePtr type;
};

/// What each type variable is replaced by. Nearly always a handful, so it is a list that is
/// searched, kept on the stack until it is long. A later binding of the same variable replaces an
/// earlier one.
class TypeEnv {
public:
    TypeEnv() = default;
    TypeEnv(TypeVarId id, TypePtr type) { bind(id, type); }
    void bind(TypeVarId id, TypePtr type);
    /// What the variable is replaced by, or null.
    [[nodiscard]] TypePtr find(const TypeVarId& id) const {
        for (const TypeBinding& binding : bindings()) {
            if (binding.id == id) return binding.type;
        }
        return nullptr;
    }
    [[nodiscard]] std::span<const TypeBinding> bindings() const {
        return spilled_.empty() ? std::span<const TypeBinding>(inline_.data(), count_)
                                : std::span<const TypeBinding>(spilled_);
    }
    [[nodiscard]] bool empty() const { return count_ == 0 && spilled_.empty(); }

private:
    static constexpr std::size_t kInline = 4;
    std::array<TypeBinding, kInline> inline_{};
    std::size_t count_ = 0;             // used of inline_, while spilled_ is empty
    std::vector<TypeBinding> spilled_;  // all of them, once there are more
};

[[nodiscard]] TypePtr expand_type(Context& cx, TypePtr type, const TypeEnv& env);
/// Keeps being a Callable, which expand_type of a TypePtr can't promise by its type.
[[nodiscard]] const CallableType* expand_callable(Context& cx, const CallableType& type,
                                                  const TypeEnv& env);
/// As expand_type, but unions are left as they come, without removing duplicates: what an alias's
/// expansion needs.
[[nodiscard]] TypePtr expand_for_alias(Context& cx, TypePtr type, const TypeEnv& env);

/// The class's variables bound to an instance's arguments.
[[nodiscard]] TypeEnv env_of_instance(Context& cx, const Instance& instance);
[[nodiscard]] TypePtr expand_type_by_instance(Context& cx, TypePtr type, const Instance& instance);

/// `typing.Self` in a variable's type replaced by the type that it was reached through.
[[nodiscard]] TypePtr expand_self_type(Context& cx, const VarInfo& variable, TypePtr type,
                                       TypePtr replacement);

/// A generic Callable or Overloaded with new meta variables in place of its own.
[[nodiscard]] TypePtr freshen_function_type_vars(Context& cx, TypePtr callee);
[[nodiscard]] const CallableType* freshen_callable(Context& cx, const CallableType& callee);
/// The same for every generic callable anywhere inside.
[[nodiscard]] TypePtr freshen_all_functions_type_vars(Context& cx, TypePtr type);
/// Meta variables that callables bind turned into plain ones (mypy's freeze_all_type_vars).
[[nodiscard]] TypePtr freeze_all_type_vars(Context& cx, TypePtr type);

/// A copy of the variable under a new id of the job's own counter.
[[nodiscard]] const TypeVarLike* new_unification_variable(Context& cx, const TypeVarLike& variable);

/// Union items without strict duplicates and Never; only object if that is among them. Asks for no
/// subtypes, unlike make_simplified_union.
[[nodiscard]] std::vector<TypePtr> remove_trivial(Context& cx, TypeList items);
[[nodiscard]] std::vector<TypePtr> remove_dups(TypeList items);

}  // namespace krait::types
