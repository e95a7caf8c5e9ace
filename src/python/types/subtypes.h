// subtypes.h
//
// May a value of one type stand where another is wanted? The most often asked question of the
// checker, so its answers are found without allocating wherever the types are simple: the same
// pointer, the same class without arguments, a class along the MRO.
//
// Two relations share the algorithm. `is_subtype` is for users: Any fits everywhere, both ways.
// `is_proper_subtype` takes Any as a type like others, which makes it transitive; unions are
// simplified and types narrowed by it.
//
// Recursive aliases and protocols end by assumption: while A <: B is being decided, A <: B may be
// taken for granted (Context::assumptions). Answers found that way are nowhere kept.

#pragma once

#include <optional>
#include <span>
#include <vector>

#include "base/function_ref.h"
#include "python/types/context.h"
#include "python/types/same.h"
#include "python/types/type.h"

namespace krait::types {

/// How a subtype question is meant; the defaults are those of assignments.
struct SubtypeContext {
    bool ignore_type_params = false;        ///< list[A] fits list[B]
    bool ignore_pos_arg_names = false;      ///< names of positional parameters don't matter
    bool ignore_declared_variance = false;  ///< protocols are compared structurally always
    bool always_covariant = false;          ///< invariant parameters count as covariant
    bool ignore_promotions = false;         ///< int doesn't fit float
    bool erase_instances = false;           ///< proper only: as isinstance() sees it
    bool keep_erased_types = false;         ///< proper only: an Erased is no subtype of everything
    /// Of the module being checked, where extra_checks and strict_concatenate shall count; mostly
    /// null.
    const config::Options* options = nullptr;
};

[[nodiscard]] bool is_subtype(Context& cx, TypePtr left, TypePtr right,
                              const SubtypeContext& how = {});
[[nodiscard]] bool is_proper_subtype(Context& cx, TypePtr left, TypePtr right,
                                     const SubtypeContext& how = {});
/// Subtypes of each other.
[[nodiscard]] bool is_equivalent(Context& cx, TypePtr left, TypePtr right,
                                 const SubtypeContext& how = {});
/// is_same_type under given circumstances; the plain one is in same.h.
[[nodiscard]] bool is_same_type(Context& cx, TypePtr left, TypePtr right,
                                const SubtypeContext& how);
/// A proper subtype, or anything if right is Any.
[[nodiscard]] bool is_more_precise(Context& cx, TypePtr left, TypePtr right,
                                   bool ignore_promotions = false);

// --- Callables

using TypeComparison = base::FunctionRef<bool(TypePtr, TypePtr)>;

struct CallableCheck {
    bool is_proper_subtype = false;
    bool ignore_return = false;
    bool ignore_pos_arg_names = false;
    /// Compare left's parameters with right's in that direction, not the other way about.
    bool check_args_covariantly = false;
    /// Is there one call that fits both, rather than: does each call to right fit left?
    bool allow_partial_overlap = false;
    bool strict_concatenate = false;
};
/// Can left be called wherever right can, parameters and results compared by `is_compat` (results
/// by `is_compat_return` if given)?
[[nodiscard]] bool is_callable_compatible(Context& cx, const CallableType& left,
                                          const CallableType& right, TypeComparison is_compat,
                                          CallableCheck check,
                                          const TypeComparison* is_compat_return = nullptr);

/// What are_parameters_compatible needs of a Callable or Parameters.
struct ParametersView {
    ParameterList parameters;
    bool is_ellipsis_args = false;
    bool imprecise_arg_kinds = false;
    ParametersView(const CallableType& type)  // NOLINT: either may be passed as it is
        : parameters(type.parameters),
          is_ellipsis_args(type.is_ellipsis_args),
          imprecise_arg_kinds(type.imprecise_arg_kinds) {}
    ParametersView(const ParametersType& type)  // NOLINT
        : parameters(type.parameters),
          is_ellipsis_args(type.is_ellipsis_args),
          imprecise_arg_kinds(type.imprecise_arg_kinds) {}
};
[[nodiscard]] bool are_parameters_compatible(Context& cx, const ParametersView& left,
                                             const ParametersView& right, TypeComparison is_compat,
                                             CallableCheck check,
                                             bool strict_concatenate_check = false);
/// (*args: Any, **kwargs: Any)
[[nodiscard]] bool are_trivial_parameters(Context& cx, ParameterList parameters);
[[nodiscard]] bool is_trivial_suffix(Context& cx, ParameterList parameters);

/// A generic callable with its variables inferred such that it fits `target`; null if it can't.
/// With `return_is_supertype` the result types are related the other way about.
[[nodiscard]] const CallableType* unify_generic_callable(Context& cx, const CallableType& type,
                                                         const CallableType& target,
                                                         bool ignore_return,
                                                         bool return_is_supertype = false);
/// One signature whose parameters and result are unions of all the callables'; null if their shapes
/// differ too much.
[[nodiscard]] const CallableType* union_function_signatures(
    Context& cx, std::span<const CallableType* const> callables, bool simplify_unions = false);

// --- Protocols and members

struct ProtocolCheck {
    bool proper_subtype = false;
    bool class_obj = false;   ///< whether the class object, not its instances, implements it
    Name skip = Name::Empty;  ///< a member that needs no check
    const config::Options* options = nullptr;
};
/// Whether `left` (an Instance or a Tuple) has what the protocol `right` asks for.
[[nodiscard]] bool is_protocol_implementation(Context& cx, TypePtr left, const Instance& right,
                                              const ProtocolCheck& check = {});

/// The type of a member as seen from outside, self bound to `self_type`; null if there is none.
[[nodiscard]] TypePtr find_member_type(Context& cx, Name name, const Instance& type,
                                       TypePtr self_type, MemberQuery query = {});
/// The same without the checker's rules: what is used before there is a checker.
[[nodiscard]] TypePtr find_member_type_simply(Context& cx, Name name, const Instance& type,
                                              TypePtr self_type, MemberQuery query = {});
/// find_member_type as a protocol check asks it: class objects have their constructor as __call__.
[[nodiscard]] TypePtr get_protocol_member(Context& cx, const Instance& left, TypePtr original_left,
                                          Name member, bool class_obj, bool is_lvalue = false);

struct MemberFlags {
    bool settable = false;
    bool classvar = false;
    bool class_or_static = false;
    bool var = false;
    bool explicit_setter = false;  ///< a property whose setter takes another type
};
[[nodiscard]] MemberFlags get_member_flags(Context& cx, Name name, const Instance& type,
                                           bool class_obj = false);
[[nodiscard]] bool is_descriptor(Context& cx, TypePtr type);
/// Members of a protocol that are no functions: class objects must not be tested against it.
[[nodiscard]] std::vector<Name> non_method_protocol_members(Context& cx, const ClassInfo& protocol);

// --- Narrowing

/// `type` without what is certainly an instance of `away` at runtime; `type` itself where that
/// can't be told.
[[nodiscard]] TypePtr restrict_subtype_away(Context& cx, TypePtr type, TypePtr away,
                                            bool consider_runtime_isinstance = true);
/// Is isinstance(item, supertype) always true?
[[nodiscard]] bool covers_at_runtime(Context& cx, TypePtr item, TypePtr supertype);

// --- Variance

/// The variance of a class's variable: declared, or inferred as PEP 695 says.
[[nodiscard]] Variance variance_of(Context& cx, const ClassInfo& info, std::size_t index);
/// Variances of all variables whose declaration says NotReady, into Context::variances. False if
/// some member's type isn't known yet.
bool infer_class_variances(Context& cx, const ClassInfo& info);

/// Are all arguments Any?
[[nodiscard]] bool is_erased_instance(Context& cx, const Instance& type);
/// A variadic tuple class that is represented by an Instance because its items are one tuple[X,
/// ...].
[[nodiscard]] bool is_normalized_instance(Context& cx, const Instance& type);

}  // namespace krait::types
