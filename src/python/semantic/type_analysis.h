// type_analysis.h
//
// From annotations to types (mypy's typeanal.py and exprtotype.py). mypy first turns an expression
// into an unanalysed type and then that into a type; here the tree is read once, because what an
// expression means as a type depends only on names that can be looked up on the way.

#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "python/semantic/build.h"
#include "python/semantic/state.h"

namespace krait::semantic {

enum class SpecialType : std::uint8_t;

/// An expression that is a type, in the module's tree or in the tree of a string or comment.
struct Written {
    const syntax::Tree* tree = nullptr;
    NodeId node = NodeId::None;
    [[nodiscard]] Place place() const { return tree->range(node); }
    [[nodiscard]] NodeKind kind() const { return tree->kind(node); }
    [[nodiscard]] Written with(NodeId other) const { return {tree, other}; }
};

/// A type variable that occurs in a type, under the name that it has there.
struct NamedTypeVariable {
    Name name = Name::Empty;
    const types::TypeVariableInfo* variable = nullptr;
    friend bool operator==(const NamedTypeVariable&, const NamedTypeVariable&) = default;
};

struct TypeOptions {
    bool allow_tuple_literal = false;
    bool allow_unbound_type_variables = false;
    bool allow_placeholder = false;
    bool allow_typed_dict_forms = false;
    bool allow_final = false;
    bool allow_param_spec_literals = false;
    bool allow_unpack = false;
    bool allow_type_any = false;
    bool report_invalid_types = true;
    const char* prohibit_self_type = nullptr;
    const char* prohibit_special_class_field_types = nullptr;
};

/// One analysis of one type. `allow_…` say what may stand at the current place.
struct TypeAnalysis {
    Analyzer& a;
    TypeScopePtr scope;
    TypeOptions allow;
    bool allow_ellipsis = false;
    int nesting = 0;
    int allow_type_var_tuple = -1;  ///< the nesting at which a bare TypeVarTuple may stand
    bool defining_alias = false;
    bool is_pep695_alias = false;
    /// While an alias is defined: the variables that it may use.
    std::vector<const types::TypeVarLike*> alias_variables{};
    std::optional<std::vector<Name>> alias_parameter_names{};
    /// Required[], NotRequired[] and ReadOnly[] around a TypedDict's item, innermost first.
    std::vector<SpecialType> item_forms{};
};

/// Null if something that the type needs isn't known yet: analysis comes back in the next round.
[[nodiscard]] TypePtr analyze_type(Analyzer& a, Written written, const TypeOptions& options = {});
[[nodiscard]] TypeAnalysis make_type_analysis(Analyzer& a, const TypeOptions& options = {});

/// The analysis proper, without regard to completeness.
[[nodiscard]] TypePtr visit_type(TypeAnalysis& t, Written written);

/// How a part of a type is analysed (mypy's anal_type).
struct PartOptions {
    bool nested = true;
    bool allow_param_spec = false;
    bool allow_unpack = false;
    bool allow_ellipsis = false;
    bool allow_typed_dict_forms = false;
    bool allow_final = false;
};
[[nodiscard]] TypePtr analyze_part(TypeAnalysis& t, Written written,
                                   const PartOptions& options = {});
struct ListOptions {
    bool allow_param_spec = false;
    bool allow_param_spec_literals = false;
    bool allow_unpack = false;
};
[[nodiscard]] std::vector<TypePtr> analyze_parts(TypeAnalysis& t, const std::vector<Written>& parts,
                                                 const ListOptions& options = {});

/// A name with its arguments: `a.b[c, d]`.
struct NamedType {
    std::string name;
    std::vector<Written> args;
    bool empty_tuple_index = false;  ///< `Tuple[()]`
    Place place;
};
/// `*args: *tuple[X, ...]` is `*args: X`.
void normalize_trivial_unpack(Analyzer& a, std::vector<types::Parameter>& parameters);
/// Keeps what was written for check_type_arguments.
void remember_arguments(TypeAnalysis& t, TypePtr type, const NamedType& named);
void remember_unpacked(TypeAnalysis& t, TypePtr unpack, Place place, Place inner);
/// Whether arguments fit the bounds and values of the variables that they stand for.
void check_type_arguments(Analyzer& a);
/// After a function unit: its body belongs to the interface, or to a body job that says it again.
void settle_body_arguments(Analyzer& a, bool keep);
/// Reads a Name, an Attribute chain, or a Subscript of them.
[[nodiscard]] std::optional<NamedType> read_named(Written written);
/// The items between brackets.
[[nodiscard]] std::vector<Written> index_items(Written subscript);
/// A string is what is written in it.
[[nodiscard]] Written unquoted(Analyzer& a, Written written);
[[nodiscard]] Written parsed_text(Analyzer& a, Place text);

/// False for what mypy calls a TypeTranslationError: no type could be meant.
/// Without an analyzer no name is looked up, so that Annotated[...] is like any other type.
[[nodiscard]] bool could_be_type(Analyzer* a, const syntax::Tree& tree, NodeId node,
                                 bool in_list = false, bool allow_unpack = false);

// --- parts (type_expressions_*.cpp)
[[nodiscard]] TypePtr visit_named_type(TypeAnalysis& t, Written written, const NamedType& named,
                                       bool defining_literal);
[[nodiscard]] std::optional<TypePtr> visit_special_type(TypeAnalysis& t, Written written,
                                                        const NamedType& named, Name fullname);
[[nodiscard]] TypePtr visit_callable_form(TypeAnalysis& t, const NamedType& named);
[[nodiscard]] TypePtr visit_literal_form(TypeAnalysis& t, const NamedType& named);
[[nodiscard]] TypePtr visit_concatenate_form(TypeAnalysis& t, const NamedType& named);
[[nodiscard]] TypePtr visit_class_type(TypeAnalysis& t, const ClassInfo& info,
                                       const NamedType& named);
[[nodiscard]] TypePtr visit_bracketed_list(TypeAnalysis& t, Written list);
[[nodiscard]] std::vector<TypePtr> check_unpacks(TypeAnalysis& t, std::vector<TypePtr> items,
                                                 Place place);
[[nodiscard]] TypePtr omitted_any(TypeAnalysis& t, const NamedType& named,
                                  std::string_view shown = {});
/// TypeGuard[T] or TypeIs[T] of a return type; null if it is neither.
[[nodiscard]] TypePtr type_guard_of(TypeAnalysis& t, Written written, bool type_is);
[[nodiscard]] const types::ParamSpecType* param_spec_component(Analyzer& a,
                                                               const types::TypeVarLike& variable,
                                                               types::ParamSpecFlavor flavor);
/// `*args: P.args`: the component, and the name of P; or an ordinary type.
[[nodiscard]] TypePtr analyze_star_argument(TypeAnalysis& t, Written written, bool keywords,
                                            bool nested, std::string& param_spec);

// --- instances and aliases (instances.cpp)
[[nodiscard]] bool validate_instance(Analyzer& a, const types::Instance& type, Place place,
                                     bool indexed, bool& drop_args);
[[nodiscard]] const types::Instance* fix_instance(Analyzer& a, const types::Instance& type,
                                                  Place place, bool disallow_any,
                                                  std::string_view shown = {});
/// Both of the above, as every use of a class needs them.
[[nodiscard]] const types::Instance* complete_instance(Analyzer& a, const types::Instance& type,
                                                       Place place, bool indexed, bool disallow_any,
                                                       std::string_view shown = {});
struct AliasUse {
    Place place;
    std::string_view shown;  ///< as it was written
    bool disallow_any = false;
    bool use_standard_error = false;
    bool empty_tuple_index = false;
};
[[nodiscard]] TypePtr instantiate_alias(Analyzer& a, const types::AliasInfo& alias,
                                        std::vector<TypePtr> args, const AliasUse& use);
[[nodiscard]] const types::TupleType* plain_tuple(Analyzer& a, std::vector<TypePtr> items);

// --- type variables in types (type_variables_in.cpp)
struct FoundTypeVariables {
    std::vector<NamedTypeVariable> variables;
    bool has_self_type = false;
};
/// The type variables of a type that are not bound in `scope`, in order of occurrence.
void find_type_variables(Analyzer& a, Written written, const TypeScope& scope,
                         bool include_callables, FoundTypeVariables& found);
[[nodiscard]] bool mentions_self_type(Analyzer& a, Written written);
/// Gives the current class its variable for typing.Self.
void set_up_self_type(Analyzer& a);

enum class SpecialType : std::uint8_t {
    None,
    NoneType,
    Any,
    Final,
    Tuple,
    Union,
    Optional,
    Callable,
    Type,
    TypeForm,
    ClassVar,
    Never,
    Literal,
    Annotated,
    Required,
    NotRequired,
    ReadOnly,
    TypeGuard,
    TypeIs,
    Unpack,
    Self,
    TypeAlias,
    Concatenate,
    Generic,
    Protocol,
};
[[nodiscard]] SpecialType special_type_of(Name fullname);

}  // namespace krait::semantic
