// definition.h
//
// What names stand for: variables, functions, classes, aliases, type variables. These are the same
// structs while an SCC's interface is being built (in the job's arena, where the builder may still
// write), while a body is checked (its locals), and when decoded from a published image (frozen).
// They hold types and DefIds, never pointers to another definition of another module.
//
// The fields follow mypy's nodes (mypy/nodes.py: TypeInfo, Var, FuncDef, Decorator,
// OverloadedFuncDef, TypeAlias, TypeVarExpr), because its algorithms ask for them.

#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "base/interner.h"
#include "python/symbols/def_id.h"
#include "python/types/type.h"

namespace krait::types {

enum class DefinitionKind : std::uint8_t {
    Module,
    Variable,
    Function,    // one `def`; also as an item of an overload
    Overloaded,  // an overload's items with their implementation, or a property with its setter
    Decorated,   // a `def` below decorators that may change its type
    Class,
    Alias,
    TypeVariable,  // TypeVar(...), ParamSpec(...), TypeVarTuple(...)
    Placeholder,   // known to exist, not analysed yet; never published
};

/// The head of every definition.
struct Definition {
    DefinitionKind kind;
    DefId id;
    Name name;              ///< "method"
    Name fullname;          ///< "pkg.mod.C.method", as messages print it
    DefId enclosing_class;  ///< the class whose member this is, if any (mypy's `info`)
};

/// Where a name leads. A name imported from elsewhere has a symbol of its own here whose target is
/// the definition there.
struct Symbol {
    Name name = Name::Empty;
    DefId target;
    bool is_public = true;     ///< false: not part of `from m import *`
    bool is_hidden = false;    ///< true: in a stub, not re-exported
    bool is_implicit = false;  ///< defined by assignment to an attribute of self
    bool is_plugin_generated = false;
};

/// Names and what they stand for, in order of definition, as a Python namespace is. Spans point
/// into the arena of whoever owns the table; builders use semantic/table_builder.h.
struct SymbolTable {
    std::span<const Symbol> symbols;
    /// Indices into `symbols`, sorted by the name's id: a process-local order for look-ups only.
    std::span<const std::uint32_t> by_name;

    [[nodiscard]] const Symbol* find(Name name) const;
};

struct ModuleInfo : Definition {
    static constexpr DefinitionKind kKind = DefinitionKind::Module;
    bool is_stub = false;
    bool is_package = false;  ///< an __init__ file or a namespace package
    bool is_partial_stub_package = false;
    bool is_missing = false;  ///< not found, or not followed: attributes are Any
    std::optional<std::span<const Name>> dunder_all;  ///< the names of `__all__`, if it is defined
    /// Paths of functions that the module's flow never reaches, so that nobody checks their bodies.
    std::span<const Name> unreachable_functions;
};

struct VarInfo : Definition {
    static constexpr DefinitionKind kKind = DefinitionKind::Variable;
    TypePtr type = nullptr;         ///< null: not inferred yet (in a job), or unknown, taken as Any
    TypePtr setter_type = nullptr;  ///< of a property whose setter takes another type
    std::optional<LiteralValue> final_value;
    bool is_self = false;  ///< the first parameter of a method
    bool is_cls = false;
    bool is_ready = true;  ///< false: its type is inferred later in the same SCC
    bool is_inferred = false;
    bool is_initialized_in_class = false;
    bool is_staticmethod = false;
    bool is_classmethod = false;
    bool is_property = false;
    bool is_settable_property = false;
    bool is_classvar = false;
    bool is_abstract_var = false;
    bool is_final = false;
    bool final_unset_in_class = false;
    bool final_set_in_init = false;
    bool is_suppressed_import = false;
    bool is_index_var = false;
    bool explicit_self_type = false;
    bool invalid_partial_type = false;
    bool from_module_getattr = false;
    bool has_explicit_value = false;
    bool allow_incompatible_override = false;
    bool is_parameter = false;
    bool is_sentinel = false;  ///< PEP 661: its name is a type, too
};

enum class AbstractStatus : std::uint8_t { Not, Explicit, Implicit };

struct DataclassTransformSpec;

struct FunctionInfo : Definition {
    static constexpr DefinitionKind kKind = DefinitionKind::Function;
    TypePtr type = nullptr;    ///< Callable; null: no annotations, each parameter and result is Any
    ParameterList parameters;  ///< names and kinds even when `type` is null (types then null)
    Name deprecated = Name::Empty;  ///< the message of @deprecated; Empty: not deprecated
    const DataclassTransformSpec* dataclass_transform =
        nullptr;  ///< it makes dataclasses (PEP 681)
    AbstractStatus abstract_status = AbstractStatus::Not;
    bool is_property = false;
    bool is_class = false;   ///< a class method, __new__ excluded
    bool is_static = false;  ///< a static method, __new__ included
    bool is_final = false;
    bool is_overload = false;  ///< an item below @overload
    bool is_generator = false;
    bool is_coroutine = false;
    bool is_async_generator = false;
    bool is_awaitable_coroutine = false;
    bool is_decorated = false;
    bool is_conditional = false;  ///< defined in an `if`, so it may be defined again
    bool is_trivial_body = false;
    bool is_explicit_override = false;
    bool is_type_check_only = false;
    bool has_self_or_cls_argument = false;
    bool is_dynamic = false;  ///< unannotated: its body is checked only with check_untyped_defs
};

/// `@decorator def f(): ...`: the function as written, and the variable that the name is bound to.
struct DecoratedInfo : Definition {
    static constexpr DefinitionKind kKind = DefinitionKind::Decorated;
    const FunctionInfo* function = nullptr;
    VarInfo* variable = nullptr;
    bool is_overload = false;
};

struct OverloadedInfo : Definition {
    static constexpr DefinitionKind kKind = DefinitionKind::Overloaded;
    /// Each is a FunctionInfo or a DecoratedInfo. For a property: the getter, then setter, deleter.
    std::span<Definition* const> items;
    Definition* implementation = nullptr;  ///< null in stubs, protocols and for properties
    TypePtr type = nullptr;                ///< Overloaded, or the property getter's Callable
    std::int32_t setter_index = -1;        ///< in `items`; -1: read-only or no property
    Name deprecated = Name::Empty;
    AbstractStatus abstract_status = AbstractStatus::Not;
    bool is_property = false;
    bool is_class = false;
    bool is_static = false;
    bool is_final = false;
    bool is_explicit_override = false;
};

struct AliasInfo : Definition {
    static constexpr DefinitionKind kKind = DefinitionKind::Alias;
    TypePtr target = nullptr;
    std::span<const TypeVarLike* const> variables;
    bool no_args = false;    ///< `L = list`: bare uses may still be subscripted
    bool is_pep695 = false;  ///< `type A = ...`
    bool eager = false;
    /// Whether the target leads back to the alias. Who finishes the alias sets it; until then it is
    /// found out anew at each question (types/proper.h).
    enum class Recursion : std::uint8_t { Unknown, No, Yes } recursion = Recursion::Unknown;
    DefId special_class;  ///< the named tuple or TypedDict class that this alias stands for, if any
};

struct TypeVariableInfo : Definition {
    static constexpr DefinitionKind kKind = DefinitionKind::TypeVariable;
    TypeKind variable_kind = TypeKind::TypeVar;  ///< or ParamSpec, TypeVarTuple
    TypeList values;
    TypePtr upper_bound = nullptr;
    TypePtr default_type = nullptr;
    Variance variance = Variance::Invariant;
    const Instance* tuple_fallback = nullptr;
    bool is_pep695 = false;
};

struct PlaceholderInfo : Definition {
    static constexpr DefinitionKind kKind = DefinitionKind::Placeholder;
    bool becomes_type = false;  ///< will be a class or an alias, so a type may name it already
};

/// What a dataclass-like class knows of one of its fields (PEP 557, PEP 681).
struct DataclassField {
    Name name = Name::Empty;
    Name alias = Name::Empty;  ///< parameter name of __init__; Empty: `name`
    TypePtr type = nullptr;
    /// attrs: what __init__ takes instead of `type`, because a converter makes that of it.
    TypePtr converted_from = nullptr;
    bool has_default = false;
    bool is_in_init = true;
    bool is_init_var = false;
    bool kw_only = false;
    bool is_neither_frozen_nor_nonfrozen = false;
};
struct DataclassFacts {
    std::span<const DataclassField> fields;
    bool frozen = false;
    bool is_attrs = false;
};

/// The arguments of @dataclass_transform (PEP 681).
struct DataclassTransformSpec {
    bool eq_default = true;
    bool order_default = false;
    bool kw_only_default = false;
    bool frozen_default = false;
    std::span<const Name> field_specifiers;
};

struct AbstractAttribute {
    Name name = Name::Empty;
    AbstractStatus status = AbstractStatus::Explicit;
};

struct ClassInfo : Definition {
    static constexpr DefinitionKind kKind = DefinitionKind::Class;
    Name module_name = Name::Empty;
    std::span<const Instance* const> bases;
    std::span<const DefId> mro;  ///< this class first; never empty once analysed
    std::span<const TypeVarLike* const> type_vars;
    SymbolTable names;  ///< read it through Reader::own_member, which records
    const Instance* declared_metaclass = nullptr;
    const Instance* metaclass = nullptr;
    const TupleType* tuple_type = nullptr;  ///< a named tuple, or a subclass of tuple[...]
    const TypedDictType* typed_dict = nullptr;
    const TypeVarType* self_type = nullptr;  ///< the variable of typing.Self, if used
    TypeList promotions;                     ///< int is taken where float is wanted
    const Instance* alt_promote = nullptr;
    std::span<const AbstractAttribute> abstract_attributes;
    std::optional<std::span<const Name>> slots;  ///< of __slots__, those of bases included
    DefId special_alias;                         ///< an AliasInfo for named tuples and TypedDicts
    const DataclassFacts* dataclass = nullptr;
    const DataclassTransformSpec* dataclass_transform = nullptr;
    Name deprecated = Name::Empty;
    std::int32_t type_var_tuple_prefix = -1;  ///< index of the TypeVarTuple in type_vars, or -1
    bool has_param_spec = false;
    bool bad_mro = false;
    bool is_abstract = false;
    bool is_protocol = false;
    bool runtime_protocol = false;
    bool is_enum = false;
    bool is_final = false;
    bool is_disjoint_base = false;
    bool is_named_tuple = false;
    bool is_newtype = false;
    bool is_intersection = false;
    bool is_type_check_only = false;
    bool fallback_to_any = false;  ///< a base is Any: unknown attributes are Any
    bool meta_fallback_to_any = false;
};

template <class T>
[[nodiscard]] const T* as(const Definition* definition) {
    return definition != nullptr && definition->kind == T::kKind ? static_cast<const T*>(definition)
                                                                 : nullptr;
}
template <class T>
[[nodiscard]] T* as(Definition* definition) {
    return definition != nullptr && definition->kind == T::kKind ? static_cast<T*>(definition)
                                                                 : nullptr;
}

}  // namespace krait::types
