// type.h
//
// Types as the checker computes with them: small immutable tagged nodes in an arena. A type names
// classes by DefId and never points into another module, so it can be encoded into an image as it
// stands and survives a new check of any module. There is no global table of types: mypy's types
// carry facts that only messages need (where an Any comes from, a literal's last known value), and
// equal types with different facts must stay apart.
//
// The kinds are mypy's (mypy/types.py), so that its algorithms can be followed.

#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/assert.h"
#include "base/interner.h"
#include "python/symbols/def_id.h"

namespace krait::types {

using base::Name;
using symbols::DefId;

enum class TypeKind : std::uint8_t {
    Any,
    None,
    Uninhabited,  // Never, NoReturn
    Deleted,      // a variable after `del`
    Erased,       // a type variable during inference, compatible with everything
    Partial,      // a variable whose type is not complete yet; never published
    Placeholder,  // a class or alias that is not analysed yet; never published
    Instance,
    TypeVar,
    ParamSpec,
    TypeVarTuple,
    Unpack,
    Parameters,
    Callable,
    Overloaded,
    Tuple,
    TypedDict,
    Literal,
    Union,
    TypeType,
    Alias,  // a use of a type alias; see get_proper in types/proper.h
};

/// The head of every type. Create only through the `make_` functions of types/factory.h.
struct Type {
    TypeKind kind;
    /// Whether a value of this type can be true, or false, when tested. Narrowing makes copies of a
    /// type in which one of them is off.
    bool can_be_true = true;
    bool can_be_false = true;
};

using TypePtr = const Type*;
using TypeList = std::span<const TypePtr>;

enum class AnySource : std::uint8_t {
    Unannotated,
    Explicit,
    FromUnimportedType,
    FromOmittedGenerics,
    FromError,
    SpecialForm,
    FromAnotherAny,
    ImplementationArtifact,
    SuggestionEngine,
    NotImplemented,  // Krait's own: a construct that it does not understand yet, counted by --stats
};

struct AnyType : Type {
    static constexpr TypeKind kKind = TypeKind::Any;
    AnySource source;
    const AnyType* source_any = nullptr;  ///< set iff source is FromAnotherAny
    Name missing_import = Name::Empty;    ///< the module that could not be imported
};

struct NoneType : Type {
    static constexpr TypeKind kKind = TypeKind::None;
};

struct UninhabitedType : Type {
    static constexpr TypeKind kKind = TypeKind::Uninhabited;
    bool ambiguous = false;  ///< inferred for lack of information, as in `x = []`
};

struct DeletedType : Type {
    static constexpr TypeKind kKind = TypeKind::Deleted;
    Name source = Name::Empty;
};

struct ErasedType : Type {
    static constexpr TypeKind kKind = TypeKind::Erased;
};

/// `x = []` or `x = None` before its type is known. `variable` is a types::VarInfo of this job.
struct VarInfo;
struct PartialType : Type {
    static constexpr TypeKind kKind = TypeKind::Partial;
    DefId type;  ///< the generic class; none for `x = None`
    VarInfo* variable = nullptr;
    TypePtr value_type = nullptr;  ///< Instance for a partial defaultdict's value, else null
};

struct PlaceholderType : Type {
    static constexpr TypeKind kKind = TypeKind::Placeholder;
    Name fullname = Name::Empty;
    TypeList args;
};

struct Instance;

enum class LiteralKind : std::uint8_t { Int, Bool, Str, Bytes, Enum, Sentinel };

/// The value of a literal type. For Int, `text` is its decimal form (of any size); for Bool "True"
/// or "False"; for Enum the member's name; for Sentinel the full name of its variable, a colon, and the
/// name to show; otherwise the decoded content.
struct LiteralValue {
    LiteralKind kind = LiteralKind::Int;
    Name text = Name::Empty;
    friend bool operator==(const LiteralValue&, const LiteralValue&) = default;
};

struct LiteralType : Type {
    static constexpr TypeKind kKind = TypeKind::Literal;
    LiteralValue value;
    const Instance* fallback;  ///< int, str, bytes, bool, the enum, the sentinel's class
};

/// Attributes that an instance has beyond its class's, by assignment on a module or hasattr().
struct ExtraAttribute {
    Name name;
    TypePtr type;
};
struct ExtraAttributes {
    std::span<const ExtraAttribute> attributes;
    std::span<const Name> immutable;
    Name module = Name::Empty;  ///< the module that a types.ModuleType instance stands for
};

struct Instance : Type {
    static constexpr TypeKind kKind = TypeKind::Instance;
    DefId type;                                     ///< a ClassInfo
    TypeList args;                                  ///< one per type variable of the class
    const LiteralType* last_known_value = nullptr;  ///< as in `x: Final = 1`
    const ExtraAttributes* extra = nullptr;
};

/// Which type variable: those declared by a class are 1, 2, ..., those of a function -1, -2, ...
/// `space` is the fullname of what binds it; meta variables, made for inference, have a meta level
/// of 1 and ids from the job's counter.
struct TypeVarId {
    std::int32_t raw = 0;
    std::int32_t meta_level = 0;
    Name space = Name::Empty;
    [[nodiscard]] bool is_meta() const { return meta_level > 0; }
    [[nodiscard]] bool is_self() const { return raw == 0; }
    friend bool operator==(const TypeVarId&, const TypeVarId&) = default;
};

enum class Variance : std::uint8_t { Invariant, Covariant, Contravariant, NotReady };

/// What the three kinds of type variables share.
struct TypeVarLike : Type {
    Name name;      ///< "T"
    Name fullname;  ///< "mod.T"
    TypeVarId id;
    TypePtr upper_bound;
    TypePtr default_type;  ///< an Any of source FromOmittedGenerics where there is none
};

struct TypeVarType : TypeVarLike {
    static constexpr TypeKind kKind = TypeKind::TypeVar;
    TypeList values;  ///< the constraints of TypeVar("T", int, str); mostly empty
    Variance variance = Variance::Invariant;
};

enum class ArgKind : std::uint8_t { Pos, Opt, Star, Named, Star2, NamedOpt };

[[nodiscard]] constexpr bool is_positional(ArgKind kind) {
    return kind == ArgKind::Pos || kind == ArgKind::Opt;
}
[[nodiscard]] constexpr bool is_named(ArgKind kind) {
    return kind == ArgKind::Named || kind == ArgKind::NamedOpt;
}
[[nodiscard]] constexpr bool is_required(ArgKind kind) {
    return kind == ArgKind::Pos || kind == ArgKind::Named;
}
[[nodiscard]] constexpr bool is_star(ArgKind kind) {
    return kind == ArgKind::Star || kind == ArgKind::Star2;
}

/// One formal parameter; `name` is empty for a positional-only one.
struct Parameter {
    TypePtr type;
    ArgKind kind = ArgKind::Pos;
    Name name = Name::Empty;
};
using ParameterList = std::span<const Parameter>;

struct ParametersType : Type {
    static constexpr TypeKind kKind = TypeKind::Parameters;
    ParameterList parameters;
    std::span<const TypeVarLike* const> variables;
    bool imprecise_arg_kinds = false;
    bool is_ellipsis_args = false;
};

enum class ParamSpecFlavor : std::uint8_t { Bare, Args, Kwargs };

struct ParamSpecType : TypeVarLike {
    static constexpr TypeKind kKind = TypeKind::ParamSpec;
    ParamSpecFlavor flavor = ParamSpecFlavor::Bare;
    const ParametersType* prefix = nullptr;  ///< what Concatenate put before it; null: nothing
};

struct TypeVarTupleType : TypeVarLike {
    static constexpr TypeKind kKind = TypeKind::TypeVarTuple;
    const Instance* tuple_fallback = nullptr;
    std::uint32_t min_len = 0;
};

/// `*Ts` or `*tuple[int, ...]`; also `**kwargs: Unpack[TD]`.
struct UnpackType : Type {
    static constexpr TypeKind kKind = TypeKind::Unpack;
    TypePtr type;
    bool from_star_syntax = false;
};

/// A signature. What has no bearing on calls (names of the definition, bound self) is kept because
/// messages print it.
struct CallableType : Type {
    static constexpr TypeKind kKind = TypeKind::Callable;
    ParameterList parameters;
    TypePtr ret_type;
    const Instance* fallback;  ///< builtins.function, or builtins.type for a class object
    std::span<const TypeVarLike* const> variables;
    Name name = Name::Empty;            ///< for messages: "f", or "f of C"
    DefId definition;                   ///< the function or class that it comes from, if any
    Name first_argument = Name::Empty;  ///< name of the bound first argument, for messages
    TypePtr instance_type = nullptr;    ///< set for class objects: what calling gives at heart
    TypePtr type_guard = nullptr;       ///< T of TypeGuard[T]
    TypePtr type_is = nullptr;          ///< T of TypeIs[T]
    bool is_ellipsis_args = false;
    bool implicit = false;  ///< no annotation at all
    bool is_bound = false;
    bool from_type_type = false;
    bool from_concatenate = false;
    bool imprecise_arg_kinds = false;
    bool unpack_kwargs = false;
    bool special_signature_dict = false;   ///< dict(...), whose call mypy treats apart
    bool special_signature_tuple = false;  ///< ditto: tuple's constructor of a subclass of it

    [[nodiscard]] std::size_t min_args() const {
        std::size_t count = 0;
        for (const Parameter& parameter : parameters) count += parameter.kind == ArgKind::Pos;
        return count;
    }
};

struct OverloadedType : Type {
    static constexpr TypeKind kKind = TypeKind::Overloaded;
    std::span<const CallableType* const>
        items;  ///< at least two as written; may be one after binding
};

struct TupleType : Type {
    static constexpr TypeKind kKind = TypeKind::Tuple;
    TypeList items;
    const Instance* partial_fallback;  ///< tuple[Any, ...] or the named tuple's class
    bool implicit = false;             ///< from a tuple expression without parentheses
};

struct TypedDictItem {
    Name name;
    TypePtr type;
    bool required = true;
    bool readonly = false;
};

struct TypedDictType : Type {
    static constexpr TypeKind kKind = TypeKind::TypedDict;
    std::span<const TypedDictItem> items;  ///< in the order of definition
    const Instance* fallback;
    bool is_closed = false;
};

struct UnionType : Type {
    static constexpr TypeKind kKind = TypeKind::Union;
    TypeList items;  ///< flat
    bool uses_pep604 = false;
};

/// `type[T]` for T that is not a known class object: a type variable, a union's item, Any.
struct TypeType : Type {
    static constexpr TypeKind kKind = TypeKind::TypeType;
    TypePtr item;
    bool is_type_form = false;
};

struct AliasType : Type {
    static constexpr TypeKind kKind = TypeKind::Alias;
    DefId alias;  ///< an AliasInfo
    TypeList args;
};

/// The type as a T, or null if it is of another kind. Takes null.
template <class T>
[[nodiscard]] const T* as(TypePtr type) {
    return type != nullptr && type->kind == T::kKind ? static_cast<const T*>(type) : nullptr;
}

/// The type as a T, which it must be.
template <class T>
[[nodiscard]] const T& expect(TypePtr type) {
    KRAIT_ASSERT(type != nullptr && type->kind == T::kKind, "a type of another kind was expected");
    return *static_cast<const T*>(type);
}

template <class T>
[[nodiscard]] bool is(TypePtr type) {
    return type != nullptr && type->kind == T::kKind;
}

[[nodiscard]] inline const TypeVarLike* as_type_var_like(TypePtr type) {
    if (type == nullptr) return nullptr;
    bool matches = type->kind == TypeKind::TypeVar || type->kind == TypeKind::ParamSpec ||
                   type->kind == TypeKind::TypeVarTuple;
    return matches ? static_cast<const TypeVarLike*>(type) : nullptr;
}

}  // namespace krait::types
