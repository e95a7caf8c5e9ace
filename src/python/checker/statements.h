// statements.h
//
// Statements, in mypy's order of doing things: what is checked first decides which error is
// reported and what flow knows afterwards.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/function_ref.h"
#include "python/checker/context.h"
#include "python/checker/facts.h"

namespace krait::checker {

// --- statements.cpp
void check_statement(CheckContext& ck, NodeId statement);
void check_block(CheckContext& ck, NodeList body);
void check_module_statements(CheckContext& ck, NodeList body);

// --- loops.cpp
void check_loop(CheckContext& ck, NodeList body, NodeList orelse, NodeId exit_condition,
                base::FunctionRef<void()> on_enter);
void check_for(CheckContext& ck, NodeId statement);
void check_while(CheckContext& ck, NodeId statement);
/// The iterator's type and the item's.
[[nodiscard]] std::pair<TypePtr, TypePtr> analyze_iterable(CheckContext& ck, NodeId expr);
[[nodiscard]] std::pair<TypePtr, TypePtr> analyze_iterable_type(CheckContext& ck, TypePtr type,
                                                                NodeId at);
[[nodiscard]] std::pair<TypePtr, TypePtr> analyze_async_iterable(CheckContext& ck, NodeId expr);
[[nodiscard]] TypePtr iterable_item_type(CheckContext& ck, TypePtr type, NodeId at);
[[nodiscard]] bool type_is_iterable(CheckContext& ck, TypePtr type);
[[nodiscard]] TypePtr container_item_type(CheckContext& ck, TypePtr type);

// --- assignments.cpp
void check_assign_statement(CheckContext& ck, NodeId statement);
void check_ann_assign_statement(CheckContext& ck, NodeId statement);
void check_aug_assign_statement(CheckContext& ck, NodeId statement);
void check_assignment(CheckContext& ck, NodeId lvalue, NodeId rvalue,
                      bool infer_lvalue_type = true);

struct LvalueFacts {
    TypePtr type = nullptr;
    NodeId index = NodeId::None;  ///< the lvalue, if it is a subscript
    VarInfo* inferred = nullptr;  ///< the variable whose type the value decides
};
[[nodiscard]] LvalueFacts check_lvalue(CheckContext& ck, NodeId lvalue,
                                       NodeId rvalue = NodeId::None);

struct AssignmentWords {
    messages::Text text = messages::texts::kIncompatibleTypesInAssignment;
    std::string lvalue_name = "variable";
    std::string rvalue_name = "expression";
    std::vector<std::string> notes{};
};

/// With --allow-redefinition: the variable's type grows by `value`, and so does the target's.
void redefine_variable(CheckContext& ck, NodeId lvalue, VarInfo& variable, TypePtr& value,
                       TypePtr& lvalue_type);

/// The value's type and the target's (which may have been widened).
std::pair<TypePtr, TypePtr> check_simple_assignment(CheckContext& ck, TypePtr lvalue_type,
                                                    NodeId rvalue, NodeId at,
                                                    const AssignmentWords& words = {},
                                                    NodeId lvalue = NodeId::None,
                                                    VarInfo* inferred = nullptr);
void set_inferred_type(CheckContext& ck, VarInfo& variable, NodeId lvalue, TypePtr type);
void infer_variable_type(CheckContext& ck, VarInfo& variable, NodeId lvalue, TypePtr init_type,
                         NodeId at);
[[nodiscard]] bool is_valid_inferred_type(CheckContext& ck, TypePtr type, bool is_final = false,
                                          bool is_member = false);
/// With Any in place of what could not be inferred.
[[nodiscard]] TypePtr set_nothing_to_any(CheckContext& ck, TypePtr type);

// --- final_names.cpp
void check_final(CheckContext& ck, NodeId statement, const std::vector<NodeId>& lvalues,
                 bool is_definition, bool has_annotation);

// --- multiple_assignment.cpp
void check_multiple_targets(CheckContext& ck, std::span<const NodeId> lvalues, NodeId rvalue,
                            NodeId at, bool infer_lvalue_type);
[[nodiscard]] std::vector<NodeId> flatten_lvalues(CheckContext& ck,
                                                  std::span<const NodeId> lvalues);

// --- partial_types.cpp
class PartialTypes {  // a scope of partial types (mypy's enter_partial_types)
public:
    PartialTypes(CheckContext& ck, bool is_function);
    ~PartialTypes() noexcept(false);
    PartialTypes(const PartialTypes&) = delete;
    PartialTypes& operator=(const PartialTypes&) = delete;

private:
    CheckContext& ck_;
    int exceptions_;
};
bool infer_partial_type(CheckContext& ck, VarInfo& variable, NodeId lvalue, TypePtr init_type);
[[nodiscard]] TypePtr handle_partial_variable(CheckContext& ck, const PartialType& type,
                                              bool is_lvalue, const VarInfo& variable, NodeId at);
[[nodiscard]] PartialScope* find_partial_scope(CheckContext& ck, const VarInfo* variable);
void replace_partial_type(CheckContext& ck, VarInfo& variable, TypePtr type, PartialScope& scope);
[[nodiscard]] const VarInfo* partial_self_variable(CheckContext& ck, NodeId member);
void infer_partial_from_assignment(CheckContext& ck, NodeId lvalue, NodeId rvalue,
                                   std::optional<syntax::BinaryOperator> op);
void infer_partial_from_indexed_assignment(CheckContext& ck, NodeId lvalue, NodeId rvalue);
/// A variable whose type isn't known yet: check the function again later, or complain.
void handle_cannot_determine_type(CheckContext& ck, Name name, NodeId at);

// --- functions.cpp
/// A `def` with all that belongs to it: decorators, overload items.
void check_definition(CheckContext& ck, NodeId function);
struct FunctionCheck {
    TypePtr type_override = nullptr;  ///< a Callable
    Name name = Name::Empty;
    bool allow_empty = false;
};
void check_function_item(CheckContext& ck, NodeId function, const FunctionCheck& how);
/// Goes through a function's own code by `go`, unless the module's interface job knows what comes
/// of it.
void watched(CheckContext& ck, NodeId function, FunctionStage stage, base::FunctionRef<void()> go);
void check_default_values(CheckContext& ck, NodeId function);
/// `__exit__` with this result (exit_methods.cpp).
void check_exit_method(CheckContext& ck, NodeId function, TypePtr result);
void check_class_definition(CheckContext& ck, NodeId statement);
void check_enum_class(CheckContext& ck, const ClassInfo& info, NodeId at);  // enum_classes.cpp

// --- signatures.cpp: what mypy says about a signature itself
void check_signature(CheckContext& ck, NodeId function, const FunctionInfo& info,
                     const CallableType& type, Name name);
bool require_correct_self(CheckContext& ck, TypePtr type, NodeId function,
                          const FunctionInfo& info);

// --- decorators.cpp
void check_decorated(CheckContext& ck, NodeId function, bool allow_empty = false,
                     bool skip_first = false);
void check_overloaded(CheckContext& ck, NodeId first);
// --- overload_definitions.cpp
/// The signatures of an overload against each other and against the implementation.
void check_overload_items(CheckContext& ck, const OverloadedInfo& overload);
// --- conditional_definitions.cpp
/// Of a function with this type, which may stand for another one of its name.
void check_conditional_redefinition(CheckContext& ck, const FunctionInfo& function, TypePtr type,
                                    NodeId at);
// --- decorators.cpp
[[nodiscard]] bool has_decorator(CheckContext& ck, NodeId function, std::string_view fullname);

/// The `def` of a definition of this module; None if it has none.
[[nodiscard]] NodeId node_of_definition(CheckContext& ck, const Definition* definition);
/// The first decorator, or the `def`.
[[nodiscard]] NodeId definition_start(CheckContext& ck, NodeId function);
/// No decorator that is called: parameters are those of the `def`.
[[nodiscard]] bool has_only_handled_decorators(CheckContext& ck, NodeId function);

// --- overrides_methods.cpp, overrides_attributes.cpp, multiple_inheritance.cpp
/// The classes whose method this overrides; none if that could not be decided.
std::optional<std::vector<const ClassInfo*>> check_method_override(CheckContext& ck,
                                                                   NodeId function,
                                                                   const Definition& definition);
void check_compatibility_all_supers(CheckContext& ck, NodeId lvalue, NodeId rvalue);
void check_multiple_inheritance(CheckContext& ck, const ClassInfo& info, NodeId at);

// --- class_rules.cpp
void check_metaclasses(CheckContext& ck, const ClassInfo& info, NodeId at);
void check_base_variances(CheckContext& ck, const ClassInfo& info, NodeId at);
/// Assigning to an attribute that __slots__ leaves out.
void check_slots(CheckContext& ck, NodeId lvalue);

// --- special_methods.cpp
void check_special_method(CheckContext& ck, NodeId function, const types::FunctionInfo& info,
                          const types::CallableType& type);
/// __getattr__, __getattribute__ or __setattr__, however it is defined.
void check_attribute_hook(CheckContext& ck, TypePtr type, NodeId at, Name name);
void check_inplace_operator(CheckContext& ck, NodeId function, const types::Definition& definition);
/// Keywords of a class definition are arguments for __init_subclass__ of its bases.
void check_init_subclass(CheckContext& ck, const ClassInfo& info, NodeId class_def);

// --- the other files of statements
void check_return(CheckContext& ck, NodeId statement);
void check_with(CheckContext& ck, NodeId statement);
void check_try(CheckContext& ck, NodeId statement);
void check_raise(CheckContext& ck, NodeId statement);
void check_delete(CheckContext& ck, NodeId statement);
void check_match(CheckContext& ck, NodeId statement);

}  // namespace krait::checker
