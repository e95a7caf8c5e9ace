// format.h
//
// How types look in messages. mypy has two printers and people match on both: the short one of
// error messages (`format_type`, names without modules unless that is ambiguous) and the full one
// of reveal_type (`type_to_string`). Nothing else in Krait turns a type into text.
//
// The option reveal_verbose_types decides in both whether builtins get their module's name.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "python/types/context.h"

namespace krait::types {

/// A type for an error message, in quotes where mypy quotes it. `verbosity` 1 names parameters of
/// callables, 2 prints full names. `module_names` adds the name to a module's type.
[[nodiscard]] std::string format_type(Context& cx, TypePtr type, int verbosity = 0,
                                      bool module_names = false);
/// The same without quotes, for texts that are worked on further.
[[nodiscard]] std::string format_type_bare(Context& cx, TypePtr type, int verbosity = 0,
                                           bool module_names = false);

/// Types that stand in one message, formatted so that different ones look different if that can be
/// had by naming parameters or modules.
[[nodiscard]] std::vector<std::string> format_type_distinctly(Context& cx,
                                                              std::span<const TypePtr> types,
                                                              bool bare = false);
[[nodiscard]] std::pair<std::string, std::string> format_type_distinctly(Context& cx, TypePtr first,
                                                                         TypePtr second,
                                                                         bool bare = false);

/// `def [T] f(self, x: int) -> T`: one line of a note that lists signatures. `skip_self` leaves the
/// bound first parameter out.
[[nodiscard]] std::string pretty_callable(Context& cx, const CallableType& type,
                                          bool skip_self = false);
/// "@classmethod" or "@staticmethod" if the callable comes from one, else empty.
[[nodiscard]] std::string_view pretty_class_or_static_decorator(Context& cx,
                                                                const CallableType& type);
/// `"tuple[int, str, ... <9 more items>]"` for tuples of more than ten items, else format_type.
[[nodiscard]] std::string format_long_tuple_type(Context& cx, const TupleType& type);

/// The type as reveal_type prints it (without quotes).
[[nodiscard]] std::string type_to_string(Context& cx, TypePtr type);

/// Quotes, but for the few texts that mypy leaves bare ("Module", "overloaded function", ...).
[[nodiscard]] std::string quote_type_string(std::string_view text);

/// `"f" of "C"`, quoted, for the name of a callable or the first item of an overload; empty if it
/// has none. Names that start with `<` are not quoted.
[[nodiscard]] std::string callable_name(TypePtr callable);
/// ` for "f" of "C"`, or empty.
[[nodiscard]] std::string for_function(const CallableType& callee);
/// `"f" of "C" defined in "m"`-like names need the module: the module part of the definition's
/// full name, or Empty if the callable has no definition.
[[nodiscard]] Name defining_module(Context& cx, const CallableType& type);

/// T, or T@f where what binds it is known: tells type variables of one name apart.
[[nodiscard]] std::string scoped_type_var_name(const TypeVarLike& variable);

/// A literal's value as Python's repr() would print it; for enums `Color.RED`, with the full name
/// of the class.
[[nodiscard]] std::string literal_value_repr(Context& cx, const LiteralType& type);

/// More than this many items of a tuple, or of a union, are cut short in messages.
inline constexpr std::size_t kMaxTupleItems = 10;
inline constexpr std::size_t kMaxUnionItems = 10;

}  // namespace krait::types
