// report.h
//
// Messages that are composed: mypy's messages.py, function by function, in its exact words, because
// people search and match on them. Fixed texts are in messages/texts.h. Each function asks first
// whether anybody keeps the text: most errors of trials are only counted.

#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "python/checker/calls.h"
#include "python/checker/context.h"
#include "python/checker/facts.h"

namespace krait::checker {

// --- report_members.cpp
/// The code that was reported; kNone where it has none that others refer to.
const char* report_has_no_attribute(CheckContext& ck, TypePtr original, TypePtr type, Name member,
                                    NodeId at, base::ModuleId module);
void report_unsafe_super(CheckContext& ck, Name method, Name owner, NodeId at);
void report_undefined_in_superclass(CheckContext& ck, Name member, NodeId at);
void report_cant_assign_to_method(CheckContext& ck, NodeId at);
void report_cant_assign_to_classvar(CheckContext& ck, Name name, NodeId at);
void report_cant_assign_to_final(CheckContext& ck, Name name, bool is_attribute, NodeId at);
void report_read_only_property(CheckContext& ck, Name name, const ClassInfo& owner, NodeId at);
void report_no_formal_self(CheckContext& ck, Name name, const CallableType& item, NodeId at);
void report_incompatible_self(CheckContext& ck, Name name, TypePtr given,
                              const CallableType& signature, bool is_classmethod, NodeId at);
void report_readonly_keys(CheckContext& ck, const TypedDictType& type,
                          const std::vector<Name>& keys, NodeId at);
void report_deprecated(CheckContext& ck, const Definition* definition, NodeId at);
/// Not where the name was imported: the import says it already.
void report_deprecated_reference(CheckContext& ck, const Definition* definition, NodeId at);
void report_deprecated_callee(CheckContext& ck, TypePtr callee, NodeId at);

// --- report_calls.cpp
[[nodiscard]] std::string callable_text(CheckContext& ck, const CallableType& callee);
/// `args` null: the call isn't one that the program wrote.
void report_too_few_arguments(CheckContext& ck, const CallableType& callee, NodeId at,
                              const Arguments* args);
void report_missing_named_argument(CheckContext& ck, const CallableType& callee, NodeId at,
                                   Name name);
void report_too_many_arguments(CheckContext& ck, const CallableType& callee, NodeId at);
void report_too_many_positional(CheckContext& ck, const CallableType& callee, NodeId at);
void report_too_many_from_typed_dict(CheckContext& ck, const CallableType& callee,
                                     const TypedDictType& dict, NodeId at);
void report_unexpected_keyword(CheckContext& ck, const CallableType& callee, Name name,
                               TypePtr type, NodeId at);
void report_duplicate_argument(CheckContext& ck, const CallableType& callee, std::size_t index,
                               NodeId at);
void report_invalid_var_arg(CheckContext& ck, TypePtr type, NodeId at);
void report_invalid_keyword_var_arg(CheckContext& ck, TypePtr type, bool is_mapping, NodeId at);
const char* report_incompatible_argument(CheckContext& ck, const ArgumentCheck& argument);
void report_incompatible_argument_note(CheckContext& ck, const ArgumentCheck& argument,
                                       const char* code);
void report_concrete_only_call(CheckContext& ck, TypePtr callee, NodeId at);
void report_concrete_only_assign(CheckContext& ck, TypePtr type, NodeId at);
void report_not_callable(CheckContext& ck, TypePtr type, NodeId at);
void report_untyped_call(CheckContext& ck, const CallableType& callee, NodeId at);
void report_does_not_return_value(CheckContext& ck, TypePtr callee, NodeId at);
void report_cannot_instantiate_abstract(CheckContext& ck, Name name,
                                        const std::vector<std::pair<Name, bool>>& attributes,
                                        NodeId at);
void report_no_variant_matches(CheckContext& ck, const OverloadedType& overload,
                               const std::vector<TypePtr>& arg_types, const Arguments& args,
                               NodeId at, const char* code);
void report_incompatible_type_var(CheckContext& ck, const CallableType& callee, TypePtr value,
                                  Name variable, NodeId at);
void report_could_not_infer(CheckContext& ck, const CallableType& callee,
                            const TypeVarLike& variable, NodeId at);
void report_incompatible_type_application(CheckContext& ck, std::size_t low, std::size_t high,
                                          std::size_t actual, NodeId at);
/// isinstance() and issubclass() with what is no class (class_tests.cpp), before the call is checked.
void check_tested_classes(CheckContext& ck, NodeId call, const Arguments& args);
/// isinstance() and issubclass() with classes that they can't test for.
void check_class_test_call(CheckContext& ck, NodeId call, const Arguments& args);

// --- report_operators.cpp
void report_unsupported_left(CheckContext& ck, std::string_view op, TypePtr type, NodeId at);
void report_unsupported_operands(CheckContext& ck, std::string_view op, TypePtr left, TypePtr right,
                                 NodeId at, const char* code);
void report_operands_from_unions(CheckContext& ck, NodeId at, const Diagnostics& errors);
void report_operand_from_union(CheckContext& ck, std::string_view side, TypePtr type, NodeId at,
                               const Diagnostics& errors);
void report_dangerous_comparison(CheckContext& ck, TypePtr left, TypePtr right,
                                 std::string_view kind, NodeId at);
void report_unreachable_operand(CheckContext& ck, std::string_view op, NodeId at);
void report_redundant_left_operand(CheckContext& ck, std::string_view op, NodeId at);
void report_redundant_condition(CheckContext& ck, std::string_view description, bool truth,
                                NodeId at);
void report_incompatible_operator_assignment(CheckContext& ck, std::string_view op, NodeId at);
void report_typed_dict_key_not_found(CheckContext& ck, const TypedDictType& type, Name key,
                                     NodeId at, bool is_set);
void report_typed_dict_key_not_deletable(CheckContext& ck, const TypedDictType& type, Name key,
                                         NodeId at);
[[nodiscard]] bool is_anonymous(CheckContext& ck, const TypedDictType& type);
void report_typed_dict_key_must_be_literal(CheckContext& ck, const TypedDictType& type, NodeId at);

// --- report_types.cpp
/// True if it is one; else the error with both types, notes, and what may help.
bool check_subtype(CheckContext& ck, TypePtr subtype, TypePtr supertype, NodeId at,
                   const messages::Text& text, std::string_view subtype_label = {},
                   std::string_view supertype_label = {},
                   const std::vector<std::string>& notes = {}, NodeId outer = NodeId::None);
void check_possible_missing_await(CheckContext& ck, TypePtr subtype, TypePtr supertype, NodeId at,
                                  const char* code);
[[nodiscard]] TypePtr precise_awaitable_type(CheckContext& ck, TypePtr type, NodeId at,
                                             const Filter& filter);
void report_possible_missing_await(CheckContext& ck, NodeId at, const char* code);
void report_reveal_type(CheckContext& ck, TypePtr type, NodeId at);
void report_assert_type_fail(CheckContext& ck, TypePtr source, TypePtr target, NodeId at);
void report_redundant_cast(CheckContext& ck, TypePtr type, NodeId at);
void report_deleted_as_rvalue(CheckContext& ck, TypePtr type, NodeId at);
void report_deleted_as_lvalue(CheckContext& ck, TypePtr type, NodeId at);
void report_unsupported_type_type(CheckContext& ck, TypePtr item, NodeId at);
void report_type_not_iterable(CheckContext& ck, TypePtr type, NodeId at);
void report_yield_from_operand(CheckContext& ck, TypePtr type, NodeId at);
void report_disallowed_any(CheckContext& ck, TypePtr type, NodeId at);
void report_first_argument_for_super(CheckContext& ck, TypePtr type, NodeId at);
void report_returning_any(CheckContext& ck, TypePtr type, NodeId at);

// --- report_protocols.cpp
void report_protocol_problems(CheckContext& ck, TypePtr subtype, const Instance& supertype,
                              NodeId at, const char* code);
void append_invariance_notes(CheckContext& ck, std::vector<std::string>& notes,
                             const Instance& given, const Instance& expected);
void append_union_note(CheckContext& ck, std::vector<std::string>& notes, const UnionType& given,
                       const UnionType& expected);
void append_numbers_notes(CheckContext& ck, std::vector<std::string>& notes,
                          const Instance& expected);
void note_call(CheckContext& ck, TypePtr subtype, TypePtr call, NodeId at, const char* code);

// --- report_statements.cpp
void report_unreachable_statement(CheckContext& ck, NodeId at);
void report_need_annotation(CheckContext& ck, const VarInfo& variable, NodeId at);
void report_cannot_determine_type(CheckContext& ck, Name name, NodeId at);
void report_wrong_number_to_unpack(CheckContext& ck, std::size_t given, std::size_t expected,
                                   NodeId at);
void report_unpacking_string(CheckContext& ck, NodeId at);
void report_impossible_intersection(CheckContext& ck, std::string_view types,
                                    std::string_view reason, NodeId at);
void report_annotation_in_unchecked_function(CheckContext& ck, NodeId at);
void report_incorrect_exit_return(CheckContext& ck, NodeId at);
void report_untyped_decorator(CheckContext& ck, Name function, NodeId at);
void report_inexhaustive_match(CheckContext& ck, TypePtr type, NodeId at);

}  // namespace krait::checker
