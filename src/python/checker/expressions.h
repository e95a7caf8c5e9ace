// expressions.h
//
// The types of expressions. `accept` is the only way in: it keeps the stack of expected types,
// stores what it finds in the table of types, and hands each kind of expression to its own file.

#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "python/checker/calls.h"
#include "python/checker/context.h"
#include "python/checker/narrowing.h"

namespace krait::checker {

struct AcceptOptions {
    bool allow_none_return = false;  ///< the call's value isn't used, so it may give None
    bool always_allow_any = false;
    bool is_callee = false;
};

[[nodiscard]] TypePtr accept(CheckContext& ck, NodeId expr, TypePtr context = nullptr,
                             AcceptOptions options = {});
/// For the sake of what checking it reports and binds.
void accept_for_effect(CheckContext& ck, NodeId expr, TypePtr context = nullptr,
                       AcceptOptions options = {});

/// A literal type is expected here, so `1` means Literal[1].
[[nodiscard]] bool is_literal_context(CheckContext& ck);

// --- names.cpp
[[nodiscard]] TypePtr check_name(CheckContext& ck, NodeId expr);
/// The type of a name or of a resolved attribute, without narrowing.
[[nodiscard]] TypePtr analyze_reference(CheckContext& ck, NodeId expr, bool is_lvalue = false);
[[nodiscard]] TypePtr analyze_static_reference(CheckContext& ck,
                                               const types::Definition* definition, NodeId at,
                                               bool is_lvalue, bool include_modules = true);
[[nodiscard]] TypePtr analyze_variable(CheckContext& ck, const VarInfo& variable, NodeId at);
[[nodiscard]] const types::Instance* module_type(CheckContext& ck, const types::ModuleInfo& module);
[[nodiscard]] TypePtr alias_in_runtime_context(CheckContext& ck, const types::AliasInfo& alias,
                                               NodeId at, bool is_definition);
/// What flow knows about the expression, on top of what is declared. With `skip_non_overlapping`
/// null where the two exclude each other.
[[nodiscard]] TypePtr narrow_from_binder(CheckContext& ck, NodeId expr, TypePtr known,
                                         bool skip_non_overlapping = false);

// --- attributes.cpp
[[nodiscard]] TypePtr check_attribute(CheckContext& ck, NodeId expr, bool is_lvalue = false);
[[nodiscard]] TypePtr analyze_ordinary_member(CheckContext& ck, NodeId expr, bool is_lvalue,
                                              NodeId rvalue = NodeId::None);
[[nodiscard]] TypePtr analyze_external_member(CheckContext& ck, Name member, TypePtr base,
                                              NodeId at);

// --- literals.cpp
[[nodiscard]] TypePtr check_literal(CheckContext& ck, NodeId expr);
[[nodiscard]] TypePtr literal_expression(CheckContext& ck, types::LiteralValue value,
                                         std::string_view fallback);
[[nodiscard]] TypePtr bool_literal_expression(CheckContext& ck, bool value);
[[nodiscard]] TypePtr check_joined_string(CheckContext& ck, NodeId expr);
[[nodiscard]] TypePtr check_template_string(CheckContext& ck, NodeId expr);

// --- operators.cpp, comparisons.cpp
[[nodiscard]] TypePtr check_bin_op(CheckContext& ck, NodeId expr);
[[nodiscard]] TypePtr check_bool_op(CheckContext& ck, NodeId expr);
[[nodiscard]] TypePtr check_unary_op(CheckContext& ck, NodeId expr);
[[nodiscard]] TypePtr check_compare(CheckContext& ck, NodeId expr);
[[nodiscard]] CallResult check_op(CheckContext& ck, Name method, TypePtr base, NodeId argument,
                                  NodeId at, bool allow_reverse = false);
[[nodiscard]] Name operator_method(syntax::BinaryOperator op);
[[nodiscard]] std::string_view operator_symbol(syntax::BinaryOperator op);
[[nodiscard]] bool is_operator_method(Name fullname);

/// One operand of `and`/`or` or a branch of `x if c else y`, under what the condition says.
[[nodiscard]] TypePtr analyze_branch(CheckContext& ck, const NarrowingMap& map, NodeId node,
                                     TypePtr context, bool allow_none_return = false,
                                     bool suppress_unreachable_errors = true);

// --- indexing.cpp
[[nodiscard]] TypePtr check_subscript(CheckContext& ck, NodeId expr);
[[nodiscard]] TypePtr check_slice(CheckContext& ck, NodeId expr);
/// `left[index]`, which stands at `at`.
[[nodiscard]] TypePtr index_by(CheckContext& ck, TypePtr left, NodeId index, NodeId at);
[[nodiscard]] std::optional<std::vector<std::int64_t>> int_literals_of(CheckContext& ck,
                                                                       NodeId index);
/// The value's type, and the keys that were named.
[[nodiscard]] std::pair<TypePtr, std::vector<Name>> typed_dict_item(
    CheckContext& ck, const types::TypedDictType& type, NodeId index, bool is_set = false);

// --- collections.cpp, comprehensions.cpp
[[nodiscard]] TypePtr check_list(CheckContext& ck, NodeId expr);
[[nodiscard]] TypePtr check_set(CheckContext& ck, NodeId expr);
[[nodiscard]] TypePtr check_tuple(CheckContext& ck, NodeId expr);
[[nodiscard]] TypePtr check_dict(CheckContext& ck, NodeId expr);
[[nodiscard]] TypePtr check_list_comprehension(CheckContext& ck, NodeId expr);
[[nodiscard]] TypePtr check_set_comprehension(CheckContext& ck, NodeId expr);
[[nodiscard]] TypePtr check_generator(CheckContext& ck, NodeId expr);
[[nodiscard]] TypePtr check_dict_comprehension(CheckContext& ck, NodeId expr);

// --- conditional.cpp, lambdas.cpp, await_yield.cpp
[[nodiscard]] TypePtr check_conditional(CheckContext& ck, NodeId expr, bool allow_none_return);
[[nodiscard]] TypePtr check_walrus(CheckContext& ck, NodeId expr);
[[nodiscard]] TypePtr check_lambda(CheckContext& ck, NodeId expr);
[[nodiscard]] TypePtr check_await(CheckContext& ck, NodeId expr, bool allow_none_return);
[[nodiscard]] TypePtr check_awaitable(CheckContext& ck, TypePtr type, NodeId at,
                                      const messages::Text& text, bool ignore_binder = false);
[[nodiscard]] TypePtr check_yield(CheckContext& ck, NodeId expr);
[[nodiscard]] TypePtr check_yield_from(CheckContext& ck, NodeId expr, bool allow_none_return);
[[nodiscard]] TypePtr generator_yield_type(CheckContext& ck, TypePtr result, bool is_coroutine);
[[nodiscard]] TypePtr generator_receive_type(CheckContext& ck, TypePtr result, bool is_coroutine);
[[nodiscard]] TypePtr generator_return_type(CheckContext& ck, TypePtr result, bool is_coroutine);
[[nodiscard]] TypePtr coroutine_return_type(CheckContext& ck, TypePtr result);
[[nodiscard]] bool is_generator_return_type(CheckContext& ck, TypePtr type, bool is_coroutine);
[[nodiscard]] bool is_async_generator_return_type(CheckContext& ck, TypePtr type);

// --- special_forms.cpp, super_calls.cpp
[[nodiscard]] TypePtr check_special_form(CheckContext& ck, NodeId expr,
                                         const semantic::SpecialFact& fact);
[[nodiscard]] TypePtr check_super_attribute(CheckContext& ck, NodeId attribute);

}  // namespace krait::checker
