// signature.h
//
// Reading a signature: which formal argument has this name, or stands at this position, and the
// forms into which `*args: *tuple[...]` and `**kwargs: Unpack[TD]` are brought before signatures
// are compared. Parameters and Callable share all of this, so most functions take the list of
// parameters alone.

#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "python/types/context.h"
#include "python/types/type.h"

namespace krait::types {

/// One way to pass an argument: by name, by position, or either.
struct FormalArgument {
    Name name = Name::Empty;     ///< Empty: can't be passed by name
    std::int32_t position = -1;  ///< -1: can't be passed by position
    TypePtr type = nullptr;
    bool required = false;
    [[nodiscard]] bool by_name() const { return name != Name::Empty; }
    [[nodiscard]] bool by_position() const { return position >= 0; }
};
/// mypy's `==` of formal arguments: types are compared by is_equal.
[[nodiscard]] bool is_equal(const FormalArgument& left, const FormalArgument& right);

/// The formal for *args, without a name; none if there is none.
[[nodiscard]] std::optional<FormalArgument> var_arg(ParameterList parameters);
/// The formal for **kwargs.
[[nodiscard]] std::optional<FormalArgument> kw_arg(ParameterList parameters);
/// The formal at `index` as what it can be passed by. Not for star parameters.
[[nodiscard]] FormalArgument formal_argument_at(ParameterList parameters, std::size_t index);
[[nodiscard]] std::vector<FormalArgument> formal_arguments(ParameterList parameters,
                                                           bool include_star_args = false);
[[nodiscard]] std::optional<FormalArgument> argument_by_name(ParameterList parameters, Name name);
[[nodiscard]] std::optional<FormalArgument> argument_by_position(ParameterList parameters,
                                                                 std::int32_t position);
[[nodiscard]] std::optional<FormalArgument> synthesize_from_kwarg(ParameterList parameters,
                                                                  Name name);
[[nodiscard]] std::optional<FormalArgument> synthesize_from_vararg(ParameterList parameters,
                                                                   std::int32_t position);
/// The number that no call's positional arguments may exceed; the largest value if there is no
/// limit.
[[nodiscard]] std::size_t max_possible_positional_args(ParameterList parameters);
[[nodiscard]] bool has_kind(ParameterList parameters, ArgKind kind);

/// The formal of `parameters` that corresponds to one of another signature (mypy's
/// callable_corresponding_argument).
[[nodiscard]] std::optional<FormalArgument> callable_corresponding_argument(
    Context& cx, ParameterList parameters, const FormalArgument& model);

/// The ParamSpec that the last two parameters (*P.args, **P.kwargs) make, bare, with what stands
/// before them as its prefix; null if there is none.
[[nodiscard]] const ParamSpecType* param_spec(Context& cx, const CallableType& type);
/// **kwargs: Unpack[TD] spelt out as keyword-only parameters.
[[nodiscard]] const CallableType* with_unpacked_kwargs(Context& cx, const CallableType& type);
/// *args: *tuple[X, *Ts] with X as a positional parameter of its own.
[[nodiscard]] const CallableType* with_normalized_var_args(Context& cx, const CallableType& type);
/// *args: *tuple[X, ...] as *args: X.
[[nodiscard]] const CallableType* with_trivial_unpack_normalized(Context& cx,
                                                                 const CallableType& type);

/// The items of a Callable (itself) or an Overloaded; empty for anything else. Use it in a
/// range-for.
class FunctionItems {
public:
    explicit FunctionItems(TypePtr type) : single_(as<CallableType>(type)) {
        if (const auto* overloaded = as<OverloadedType>(type)) items_ = overloaded->items;
    }
    [[nodiscard]] const CallableType* const* begin() const {
        return single_ != nullptr ? &single_ : items_.data();
    }
    [[nodiscard]] const CallableType* const* end() const { return begin() + size(); }
    [[nodiscard]] std::size_t size() const { return single_ != nullptr ? 1 : items_.size(); }
    [[nodiscard]] bool empty() const { return size() == 0; }
    [[nodiscard]] const CallableType& operator[](std::size_t index) const {
        return *begin()[index];
    }

private:
    const CallableType* single_;
    std::span<const CallableType* const> items_;
};
[[nodiscard]] inline bool is_function_like(TypePtr type) {
    return is<CallableType>(type) || is<OverloadedType>(type);
}
[[nodiscard]] const Instance* function_fallback(TypePtr function);

/// Whether it is a class object: its fallback is a metaclass, and calling it returns.
[[nodiscard]] bool is_type_obj(Context& cx, const CallableType& type);
[[nodiscard]] bool is_type_obj(Context& cx, TypePtr type);
/// What a class object makes, whatever its __new__ says: an Instance, or a Tuple for named
/// tuples...
[[nodiscard]] TypePtr get_instance_type(Context& cx, const CallableType& type,
                                        bool force_fallback = false);
/// The class of a class object; null if it can't be told.
[[nodiscard]] const ClassInfo* type_object(Context& cx, TypePtr type);

}  // namespace krait::types
