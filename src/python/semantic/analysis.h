// analysis.h
//
// What the files of this room, one per construct, call in each other. The trunk is in state.h,
// types in type_analysis.h.

#pragma once

#include "python/semantic/reachability.h"
#include "python/semantic/state.h"
#include "python/semantic/type_analysis.h"

namespace krait::semantic {

// --- lvalues.cpp

struct TargetOptions {
    bool nested = false;
    bool explicit_type = false;
    bool is_final = false;
    bool escape_comprehensions = false;
    bool has_explicit_value = false;
    bool is_index_variable = false;
};
/// A target of an assignment, a loop, a `with`: defines the names in it.
void analyze_target(Analyzer& a, NodeId target, const TargetOptions& options = {});
/// A name that is bound at `node`: a Name, or a capture pattern, an exception handler.
void bind_target_name(Analyzer& a, NodeId node, Name name, Place place,
                      const TargetOptions& options = {});
/// The declared type goes to the variables of the target, item by item.
void store_declared_type(Analyzer& a, NodeId target, TypePtr type);
[[nodiscard]] VarInfo* variable_of(Analyzer& a, NodeId target);
[[nodiscard]] bool is_self_member(const Analyzer& a, NodeId target);

// --- assignments.cpp

/// An Assign or AnnAssign, seen as mypy's AssignmentStmt.
struct Assignment {
    NodeId node = NodeId::None;
    std::vector<NodeId> targets;
    NodeId value = NodeId::None;  ///< None: a declaration without a value
    std::optional<Written> annotation;
};
void visit_assign(Analyzer& a, NodeId statement);
void visit_ann_assign(Analyzer& a, NodeId statement);
[[nodiscard]] bool is_single_name(const Analyzer& a, const Assignment& s);
[[nodiscard]] bool annotation_is(Analyzer& a, const Assignment& s, SpecialType special,
                                 bool suppress_errors = false);
[[nodiscard]] std::optional<Written> type_comment_of(Analyzer& a, NodeId statement);

// --- aliases.cpp
[[nodiscard]] bool set_up_alias(Analyzer& a, const Assignment& s);
void visit_type_alias_statement(Analyzer& a, NodeId statement);
[[nodiscard]] bool can_be_type_alias(Analyzer& a, NodeId value, bool allow_none = false);

// --- type_variables.cpp
/// T = TypeVar("T"), P = ParamSpec("P"), Ts = TypeVarTuple("Ts")
[[nodiscard]] bool process_type_variable(Analyzer& a, const Assignment& s);
/// The brackets of `def f[T]` and the like: opens a scope with the parameters. False: not ready.
[[nodiscard]] bool push_type_parameters(Analyzer& a, NodeList parameters);
void pop_type_parameters(Analyzer& a, NodeList parameters);
/// Binds variables in the current scope and settles their defaults. Unless a function binds them,
/// one without default must not come after one that has one.
[[nodiscard]] std::vector<const types::TypeVarLike*> bind_type_variables(
    Analyzer& a, const std::vector<NamedTypeVariable>& variables, Place place,
    bool by_function = false);

// --- sentinels.cpp
[[nodiscard]] bool declares_sentinel(Analyzer& a, const Assignment& s);
/// Gives the variable of such an assignment its type.
void set_up_sentinel(Analyzer& a, const Assignment& s);

// --- calls that make classes
[[nodiscard]] bool process_named_tuple_call(Analyzer& a, const Assignment& s);
[[nodiscard]] bool process_typed_dict_call(Analyzer& a, const Assignment& s);
[[nodiscard]] bool process_new_type(Analyzer& a, const Assignment& s);
[[nodiscard]] bool process_enum_call(Analyzer& a, const Assignment& s);
/// A class without a body in the tree, over one base.
[[nodiscard]] ClassInfo& make_synthetic_class(Analyzer& a, NodeId node, Name name,
                                              const types::Instance& base);
/// namedtuple(...) as a base class. Null: not one, or not ready (then `defers`).
[[nodiscard]] ClassInfo* named_tuple_of_call(Analyzer& a, NodeId call, Name name, bool& defers,
                                             bool& is_named_tuple);

// --- functions
void visit_function(Analyzer& a, NodeId function);
void visit_overload_run(Analyzer& a, const std::vector<NodeId>& run);
/// Signature and, if `with_body`, body.
void analyze_function(Analyzer& a, NodeId function, FunctionInfo& info, bool with_signature,
                      bool with_body);
/// The defaults, the parameters and the body, in a scope of their own.
void analyze_function_scope(Analyzer& a, const FunctionFrame& frame);
void analyze_lambda_body(Analyzer& a, NodeId lambda);
void analyze_argument_defaults(Analyzer& a, NodeId arguments);
void analyze_signature(Analyzer& a, NodeId function, FunctionInfo& info, bool has_self_type);
[[nodiscard]] FunctionInfo& function_info(Analyzer& a, NodeId function);
[[nodiscard]] std::optional<std::string> deprecation_of(Analyzer& a, NodeId decorator);
/// The FunctionInfo inside a Function or a Decorated.
[[nodiscard]] FunctionInfo* inner_function(Definition* definition);
[[nodiscard]] Name function_space(const Analyzer& a, Name fullname);

// --- classes
void visit_class(Analyzer& a, NodeId class_def);
[[nodiscard]] bool analyze_typed_dict_class(Analyzer& a, NodeId class_def, Place place);
[[nodiscard]] bool analyze_named_tuple_class(
    Analyzer& a, NodeId class_def, const std::vector<const types::TypeVarLike*>& variables);
ClassInfo& prepare_class(Analyzer& a, NodeId class_def);
void set_type_variables(Analyzer& a, ClassInfo& info,
                        const std::vector<const types::TypeVarLike*>& variables, Place place);
/// Named tuples and TypedDicts are used through an alias that carries their type variables.
void set_up_special_alias(Analyzer& a, ClassInfo& info, TypePtr target);
void visit_class_decorators(Analyzer& a, ClassInfo& info, NodeId class_def);
void set_mro(Analyzer& a, ClassInfo& info, Place place);
void calculate_class_properties(Analyzer& a, ClassInfo& info);
[[nodiscard]] const types::Instance* metaclass_from_mro(Analyzer& a, const ClassInfo& info);
[[nodiscard]] bool has_base(Analyzer& a, const ClassInfo& info, std::string_view fullname);
[[nodiscard]] const types::DataclassTransformSpec* parse_dataclass_transform(Analyzer& a,
                                                                             NodeId call);

// --- imports
void visit_import(Analyzer& a, NodeId statement);
void visit_import_from(Analyzer& a, NodeId statement);
/// Reports an attempt to climb above the top package.
[[nodiscard]] std::optional<Name> imported_module_name(Analyzer& a, NodeId import_from);

/// The value of a literal expression, for Final and simple inference.
struct Constant {
    enum class Kind : std::uint8_t { Int, Bool, Str, Float } kind = Kind::Int;
    std::string text;
};
[[nodiscard]] std::optional<Constant> fold_constant(Analyzer& a, NodeId expression);

}  // namespace krait::semantic
