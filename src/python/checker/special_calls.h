// special_calls.h
//
// Functions and methods whose signature or result depends on the call in ways that no annotation
// can say: methods of TypedDicts, dataclasses.replace, attrs.evolve. mypy's bundled plugins hook
// into their calls; here they are found by full name, before and after the call is checked.

#pragma once

#include <vector>

#include "python/checker/calls.h"

namespace krait::checker {

/// The callee with the signature that it has for this call.
[[nodiscard]] TypePtr special_signature(CheckContext& ck, TypePtr callee, const Arguments& args,
                                        NodeId at, const CallOptions& options);

/// A call that was checked.
struct CheckedCall {
    const types::CallableType& callee;
    const Arguments& args;
    const types::ArgumentMap& map;  ///< formals to actuals
    const std::vector<TypePtr>& arg_types;
    NodeId at;
    TypePtr object_type;  ///< proper; null: not a method

    [[nodiscard]] std::size_t count(std::size_t formal) const {
        return formal < map.size() ? map[formal].size() : 0;
    }
    [[nodiscard]] NodeId node(std::size_t formal) const { return args.nodes[map[formal][0]]; }
    [[nodiscard]] TypePtr type(std::size_t formal) const { return arg_types[map[formal][0]]; }
};

/// The call's result: as declared, or better.
[[nodiscard]] TypePtr special_result(CheckContext& ck, const CheckedCall& call, Name fullname);

// --- the hooks, one file per family

/// A call that is about to be checked.
struct PendingCall {
    const types::CallableType& signature;
    const Arguments& args;
    const types::ArgumentMap& map;
    NodeId at;
    TypePtr object_type;

    [[nodiscard]] std::size_t count(std::size_t formal) const {
        return formal < map.size() ? map[formal].size() : 0;
    }
    [[nodiscard]] NodeId node(std::size_t formal) const { return args.nodes[map[formal][0]]; }
};
using SignatureHook = const types::CallableType* (*)(CheckContext& ck, const PendingCall& call);
using ResultHook = TypePtr (*)(CheckContext& ck, const CheckedCall& call);

[[nodiscard]] const types::CallableType* typed_dict_get_signature(CheckContext& ck,
                                                                  const PendingCall& call);
[[nodiscard]] const types::CallableType* typed_dict_pop_signature(CheckContext& ck,
                                                                  const PendingCall& call);
[[nodiscard]] const types::CallableType* typed_dict_setdefault_signature(CheckContext& ck,
                                                                         const PendingCall& call);
[[nodiscard]] const types::CallableType* typed_dict_update_signature(CheckContext& ck,
                                                                     const PendingCall& call);
[[nodiscard]] TypePtr typed_dict_get_result(CheckContext& ck, const CheckedCall& call);
[[nodiscard]] TypePtr typed_dict_pop_result(CheckContext& ck, const CheckedCall& call);
[[nodiscard]] TypePtr typed_dict_setdefault_result(CheckContext& ck, const CheckedCall& call);
[[nodiscard]] TypePtr typed_dict_delete_result(CheckContext& ck, const CheckedCall& call);

[[nodiscard]] TypePtr tuple_times_result(CheckContext& ck, const CheckedCall& call);

[[nodiscard]] TypePtr int_negated_result(CheckContext& ck, const CheckedCall& call);
[[nodiscard]] TypePtr int_unchanged_result(CheckContext& ck, const CheckedCall& call);
[[nodiscard]] TypePtr int_power_result(CheckContext& ck, const CheckedCall& call);
[[nodiscard]] TypePtr enum_member_result(CheckContext& ck, const CheckedCall& call);

[[nodiscard]] TypePtr partial_result(CheckContext& ck, const CheckedCall& call);
[[nodiscard]] TypePtr partial_call_result(CheckContext& ck, const CheckedCall& call);
[[nodiscard]] TypePtr singledispatch_result(CheckContext& ck, const CheckedCall& call);
[[nodiscard]] TypePtr singledispatch_call_result(CheckContext& ck, const CheckedCall& call);
[[nodiscard]] TypePtr singledispatch_register_result(CheckContext& ck, const CheckedCall& call);
[[nodiscard]] const types::CallableType* singledispatch_call_signature(CheckContext& ck,
                                                                       const PendingCall& call);

[[nodiscard]] const types::CallableType* attrs_evolve_signature(CheckContext& ck,
                                                                const PendingCall& call);
[[nodiscard]] const types::CallableType* attrs_fields_signature(CheckContext& ck,
                                                                const PendingCall& call);
[[nodiscard]] const types::CallableType* dataclass_replace_signature(CheckContext& ck,
                                                                     const PendingCall& call);

/// Warns of calls of unannotated functions (disallow_untyped_calls).
void check_untyped_call(CheckContext& ck, TypePtr callee, NodeId call, Name fullname,
                        TypePtr object, Name member);

}  // namespace krait::checker
