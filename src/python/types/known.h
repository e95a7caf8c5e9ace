// known.h
//
// Names that the type system itself knows, interned once, so that asking "is it builtins.tuple?" is
// the comparison of two integers. Immutable after the program's start.

#pragma once

#include <utility>

#include "base/interner.h"

namespace krait::types::known {

using base::Name;

// One line per name: KRAIT_KNOWN(identifier, "text").
#define KRAIT_KNOWN_FULL_NAMES(KRAIT_KNOWN)                               \
    KRAIT_KNOWN(builtins_object, "builtins.object")                       \
    KRAIT_KNOWN(builtins_type, "builtins.type")                           \
    KRAIT_KNOWN(builtins_function, "builtins.function")                   \
    KRAIT_KNOWN(builtins_tuple, "builtins.tuple")                         \
    KRAIT_KNOWN(builtins_list, "builtins.list")                           \
    KRAIT_KNOWN(builtins_dict, "builtins.dict")                           \
    KRAIT_KNOWN(builtins_set, "builtins.set")                             \
    KRAIT_KNOWN(builtins_frozenset, "builtins.frozenset")                 \
    KRAIT_KNOWN(builtins_int, "builtins.int")                             \
    KRAIT_KNOWN(builtins_float, "builtins.float")                         \
    KRAIT_KNOWN(builtins_complex, "builtins.complex")                     \
    KRAIT_KNOWN(builtins_bool, "builtins.bool")                           \
    KRAIT_KNOWN(builtins_str, "builtins.str")                             \
    KRAIT_KNOWN(builtins_bytes, "builtins.bytes")                         \
    KRAIT_KNOWN(builtins_bytearray, "builtins.bytearray")                 \
    KRAIT_KNOWN(builtins_memoryview, "builtins.memoryview")               \
    KRAIT_KNOWN(builtins_slice, "builtins.slice")                         \
    KRAIT_KNOWN(builtins_property, "builtins.property")                   \
    KRAIT_KNOWN(builtins_ellipsis, "builtins.ellipsis")                   \
    KRAIT_KNOWN(builtins_base_exception, "builtins.BaseException")        \
    KRAIT_KNOWN(builtins_exception, "builtins.Exception")                 \
    KRAIT_KNOWN(builtins_not_implemented, "builtins._NotImplementedType") \
    KRAIT_KNOWN(builtins_sentinel, "builtins.sentinel") \
    KRAIT_KNOWN(extensions_sentinel, "typing_extensions.sentinel") \
    KRAIT_KNOWN(extensions_old_sentinel, "typing_extensions.Sentinel") \
    KRAIT_KNOWN(types_ellipsis, "types.EllipsisType")                     \
    KRAIT_KNOWN(types_not_implemented, "types.NotImplementedType")        \
    KRAIT_KNOWN(types_none, "types.NoneType")                             \
    KRAIT_KNOWN(types_module, "types.ModuleType")                         \
    KRAIT_KNOWN(types_function, "types.FunctionType")                     \
    KRAIT_KNOWN(types_union, "types.UnionType")                           \
    KRAIT_KNOWN(abc_abc_meta, "abc.ABCMeta")                              \
    KRAIT_KNOWN(enum_enum, "enum.Enum")                                   \
    KRAIT_KNOWN(enum_enum_meta, "enum.EnumMeta")                          \
    KRAIT_KNOWN(enum_member, "enum.member")                               \
    KRAIT_KNOWN(enum_nonmember, "enum.nonmember")                         \
    KRAIT_KNOWN(typing_any, "typing.Any")                                 \
    KRAIT_KNOWN(typing_sized, "typing.Sized")                             \
    KRAIT_KNOWN(typing_iterable, "typing.Iterable")                       \
    KRAIT_KNOWN(typing_iterator, "typing.Iterator")                       \
    KRAIT_KNOWN(typing_container, "typing.Container")                     \
    KRAIT_KNOWN(typing_collection, "typing.Collection")                   \
    KRAIT_KNOWN(typing_sequence, "typing.Sequence")                       \
    KRAIT_KNOWN(typing_reversible, "typing.Reversible")                   \
    KRAIT_KNOWN(typing_mapping, "typing.Mapping")                         \
    KRAIT_KNOWN(typing_mutable_mapping, "typing.MutableMapping")          \
    KRAIT_KNOWN(typing_awaitable, "typing.Awaitable")                     \
    KRAIT_KNOWN(typing_coroutine, "typing.Coroutine")                     \
    KRAIT_KNOWN(typing_generator, "typing.Generator")                     \
    KRAIT_KNOWN(typing_async_iterable, "typing.AsyncIterable")            \
    KRAIT_KNOWN(typing_async_iterator, "typing.AsyncIterator")            \
    KRAIT_KNOWN(typing_async_generator, "typing.AsyncGenerator")          \
    KRAIT_KNOWN(typing_awaitable_generator, "typing.AwaitableGenerator")  \
    KRAIT_KNOWN(typing_named_tuple, "typing.NamedTuple")                  \
    KRAIT_KNOWN(extensions_named_tuple, "typing_extensions.NamedTuple")   \
    KRAIT_KNOWN(typing_typed_dict, "typing._TypedDict")                   \
    KRAIT_KNOWN(extensions_typed_dict, "typing_extensions._TypedDict")    \
    KRAIT_KNOWN(mypy_extensions_typed_dict, "mypy_extensions._TypedDict") \
    KRAIT_KNOWN(mypy_i64, "mypy_extensions.i64")                          \
    KRAIT_KNOWN(mypy_i32, "mypy_extensions.i32")                          \
    KRAIT_KNOWN(mypy_i16, "mypy_extensions.i16")                          \
    KRAIT_KNOWN(mypy_u8, "mypy_extensions.u8")

// Names of members, and of nothing in particular.
#define KRAIT_KNOWN_PLAIN_NAMES(KRAIT_KNOWN)      \
    KRAIT_KNOWN(True, "True")                     \
    KRAIT_KNOWN(False, "False")                   \
    KRAIT_KNOWN(zero, "0")                        \
    KRAIT_KNOWN(self, "self")                     \
    KRAIT_KNOWN(cls, "cls")                       \
    KRAIT_KNOWN(init, "__init__")                 \
    KRAIT_KNOWN(new_, "__new__")                  \
    KRAIT_KNOWN(call, "__call__")                 \
    KRAIT_KNOWN(hash, "__hash__")                 \
    KRAIT_KNOWN(str, "__str__")                   \
    KRAIT_KNOWN(bool_, "__bool__")                \
    KRAIT_KNOWN(len, "__len__")                   \
    KRAIT_KNOWN(get, "__get__")                   \
    KRAIT_KNOWN(set, "__set__")                   \
    KRAIT_KNOWN(eq, "__eq__")                     \
    KRAIT_KNOWN(iter, "__iter__")                 \
    KRAIT_KNOWN(getattr, "__getattr__")           \
    KRAIT_KNOWN(getattribute, "__getattribute__") \
    KRAIT_KNOWN(setattr, "__setattr__")           \
    KRAIT_KNOWN(replace, "__replace__")           \
    KRAIT_KNOWN(mypy_replace, "__mypy-replace")   \
    KRAIT_KNOWN(slots, "__slots__")               \
    KRAIT_KNOWN(builtins, "builtins")             \
    KRAIT_KNOWN(typing, "typing")

#define KRAIT_KNOWN(identifier, text) extern const Name identifier;
KRAIT_KNOWN_FULL_NAMES(KRAIT_KNOWN)
KRAIT_KNOWN_PLAIN_NAMES(KRAIT_KNOWN)
#undef KRAIT_KNOWN

/// "typing" and "Sequence" of "typing.Sequence". Quick for the full names above.
[[nodiscard]] std::pair<Name, Name> split(Name fullname);

/// Classes whose only type argument is what iterating over a tuple gives: tuple, Iterable,
/// Sequence...
[[nodiscard]] bool is_tuple_like(Name fullname);
/// typing.NamedTuple and its twin in typing_extensions.
[[nodiscard]] bool is_named_tuple_base(Name fullname);
/// The anonymous fallbacks of TypedDicts.
[[nodiscard]] bool is_typed_dict_fallback(Name fullname);
/// The classes that PEP 661's sentinels are made by.
[[nodiscard]] bool is_sentinel_class(Name fullname);
/// i64 and its like, which mypyc compiles to machine integers.
[[nodiscard]] bool is_native_int(Name fullname);

}  // namespace krait::types::known
