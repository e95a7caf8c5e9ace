// calls.h
//
// Calling something: which arguments go where, what the type variables become, which overload is
// meant. Operators, indexing, `with`, `for` and decorators are calls too and come in by these
// doors.

#pragma once

#include <span>
#include <vector>

#include "base/function_ref.h"
#include "python/checker/context.h"
#include "python/types/argmap.h"

namespace krait::checker {

/// Arguments as a call has them, without the stars: those are in `kinds`.
struct Arguments {
    std::vector<NodeId> nodes{};
    std::vector<types::ArgKind> kinds{};
    std::vector<Name> names{};  ///< Empty for those passed by position
    bool is_written = false;    ///< a call in the program, rather than one that syntax stands for

    void add(NodeId node, types::ArgKind kind = types::ArgKind::Pos, Name name = Name::Empty) {
        nodes.push_back(node);
        kinds.push_back(kind);
        names.push_back(name);
    }
    [[nodiscard]] std::size_t size() const { return nodes.size(); }
};
[[nodiscard]] Arguments arguments_of(const CheckContext& ck, NodeId call);
[[nodiscard]] Arguments positional(std::initializer_list<NodeId> nodes);

struct CallResult {
    TypePtr type = nullptr;    ///< of the call
    TypePtr callee = nullptr;  ///< what was called, its type variables inferred
};

struct CallOptions {
    NodeId callable_node = NodeId::None;
    Name callable_name = Name::Empty;  ///< full name, for what is special about some functions
    TypePtr object_type = nullptr;     ///< of a method call: what stands before the dot
    TypePtr original_type = nullptr;
    bool is_partial = false;  ///< what a ParamSpec takes may come later
};

// --- calls.cpp
[[nodiscard]] TypePtr check_call_expression(CheckContext& ck, NodeId call, bool allow_none_return);
CallResult check_call(CheckContext& ck, TypePtr callee, const Arguments& args, NodeId at,
                      const CallOptions& options = {});
CallResult check_callable_call(CheckContext& ck, const types::CallableType& callee,
                               const Arguments& args, NodeId at, const CallOptions& options);
CallResult check_any_call(CheckContext& ck, const Arguments& args, TypePtr callee, NodeId at);
CallResult check_method_call_by_name(CheckContext& ck, Name method, TypePtr base,
                                     const Arguments& args, NodeId at,
                                     TypePtr original_type = nullptr, TypePtr self_type = nullptr);
CallResult check_method_call_by_name(CheckContext& ck, std::string_view method, TypePtr base,
                                     const Arguments& args, NodeId at,
                                     TypePtr original_type = nullptr);
CallResult check_method_call(CheckContext& ck, Name name, TypePtr base, TypePtr method,
                             const Arguments& args, NodeId at);
/// "mod.C.method" for a method of an object; Empty where its class isn't known.
[[nodiscard]] Name method_fullname(CheckContext& ck, TypePtr object, Name method);
/// What calling type[T] calls.
[[nodiscard]] TypePtr analyze_type_type_callee(CheckContext& ck, TypePtr item, NodeId at);
[[nodiscard]] const types::CallableType* typed_dict_callable(CheckContext& ck,
                                                             const ClassInfo& info);
[[nodiscard]] const types::CallableType* typed_dict_callable(
    CheckContext& ck, const types::TypedDictType& type,
    std::span<const types::TypeVarLike* const> variables = {});

// --- call_arguments.cpp
[[nodiscard]] types::ArgumentMap map_arguments(CheckContext& ck, const Arguments& args,
                                               types::ParameterList formals);
[[nodiscard]] types::ArgumentMap map_argument_types(CheckContext& ck, const Arguments& args,
                                                    types::ParameterList formals,
                                                    const std::vector<TypePtr>& arg_types);
[[nodiscard]] types::ArgumentInferContext argument_infer_context(CheckContext& ck);
/// `at` None: trial only, nothing is reported but to the filters.
bool check_argument_count(CheckContext& ck, const types::CallableType& callee,
                          const std::vector<TypePtr>& actual_types, const Arguments& args,
                          const types::ArgumentMap& formal_to_actual, NodeId at,
                          const CallOptions& options = {});
struct ArgumentCheck {
    TypePtr caller_type;
    TypePtr original_caller_type;
    types::ArgKind caller_kind;
    TypePtr callee_type;
    std::size_t n;  ///< number of the argument, from 1
    std::size_t m;  ///< number of the parameter, from 1
    const types::CallableType& callee;
    TypePtr object_type;
    NodeId at;
    NodeId outer;
};
/// False stops the check of further arguments.
using CheckArgument = base::FunctionRef<bool(const ArgumentCheck&)>;
void check_argument_types(CheckContext& ck, const std::vector<TypePtr>& arg_types,
                          const Arguments& args, const types::CallableType& callee,
                          const types::ArgumentMap& formal_to_actual, NodeId at,
                          CheckArgument check, TypePtr object_type = nullptr);
bool check_argument(CheckContext& ck, const ArgumentCheck& argument);
void check_star_arguments(CheckContext& ck, const std::vector<TypePtr>& arg_types,
                          const Arguments& args, NodeId at);
[[nodiscard]] bool is_valid_var_arg(CheckContext& ck, TypePtr type);
bool detect_missing_positional(CheckContext& ck, const types::CallableType& callee,
                               const std::vector<TypePtr>& arg_types, const Arguments& args,
                               NodeId at);

// --- call_inference.cpp
[[nodiscard]] std::vector<TypePtr> infer_argument_types(CheckContext& ck,
                                                        const types::CallableType& callee,
                                                        const Arguments& args,
                                                        const types::ArgumentMap& formal_to_actual);
[[nodiscard]] std::vector<TypePtr> infer_argument_types_without_context(CheckContext& ck,
                                                                        const Arguments& args);
[[nodiscard]] const types::CallableType* infer_type_arguments_from_context(
    CheckContext& ck, const types::CallableType& callee, NodeId at);
[[nodiscard]] const types::CallableType* infer_type_arguments_from_arguments(
    CheckContext& ck, const types::CallableType& callee, const Arguments& args,
    const types::ArgumentMap& formal_to_actual, bool need_refresh, NodeId at);
[[nodiscard]] const types::CallableType* apply_type_arguments(CheckContext& ck,
                                                              const types::CallableType& callee,
                                                              const std::vector<TypePtr>& values,
                                                              NodeId at,
                                                              bool skip_unsatisfied = false);

// --- overloads.cpp
CallResult check_overload_call(CheckContext& ck, const types::OverloadedType& callee,
                               const Arguments& args, NodeId at, const CallOptions& options);
[[nodiscard]] TypePtr combine_signatures(CheckContext& ck, const std::vector<TypePtr>& types);

// --- typed_dicts.cpp
[[nodiscard]] TypePtr check_typed_dict_call(CheckContext& ck, const types::TypedDictType& callee,
                                            const Arguments& args, NodeId at, TypePtr orig_callee);
[[nodiscard]] TypePtr check_typed_dict_display(CheckContext& ck, NodeId dict, TypePtr context);

// --- partial_types.cpp
void try_infer_partial_type(CheckContext& ck, NodeId call);

}  // namespace krait::checker
