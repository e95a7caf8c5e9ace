// check.h
//
// The checker's doors. A module is checked in pieces: its top level once, in order (flow: narrowing
// and partial types run through it), and its functions one by one, in whatever job they fall into.
//
// mypy's order in an interface job (process_stale_scc_interface): for each module of the SCC
// check_module_top_level, then for each module check_deferred until none has deferred nodes. In
// body jobs (process_stale_scc_implementation): check_function for each function of
// `functions_to_check`, in that order, then check_deferred as long as it returns true.
//
// Diagnostics pile up in ck.reporter.diagnostics in mypy's order of reporting.
//
// What the room is made of (each .cpp is about one construct):
//   expressions.h   names literals calls call_arguments call_inference overloads operators
//                   comparisons indexing collections lambdas comprehensions conditional
//                   await_yield special_forms super_calls typed_dicts
//   members.h       members members_instance members_class members_module descriptors
//   narrowing.h     narrowing narrowing_isinstance narrowing_equality narrowing_maps
//                   narrowing_parents narrowing_length narrowing_callable narrowing_intersections
//   statements.h    statements assignments multiple_assignment partial_types functions signatures
//                   decorators overload_definitions returns loops with_statements try_statements
//                   delete classes (overrides, multiple inheritance: overrides) match_statements
//   patterns.h      patterns patterns_sequence patterns_mapping patterns_class
//   report.h        report_calls report_members report_types report_protocols report_various
//   definedness.h   definedness definedness_tracker
//   facts.h         facts (questions about types and definitions that mypy's methods answer)

#pragma once

#include <vector>

#include "python/checker/context.h"

namespace krait::checker {

/// mypy's check_first_pass with recurse_into_functions=false: the top level and class bodies,
/// signatures, and the bodies of functions that define variables seen elsewhere.
void check_module_top_level(CheckContext& ck);

/// The functions whose bodies check_module_top_level leaves to body jobs: first nodes of overloads,
/// decorated and plain functions, methods included, nested ones not. In mypy's order.
[[nodiscard]] std::vector<DeferredNode> functions_to_check(CheckContext& ck);

/// One of these: its body, and what is checked along with it (mypy's check_partial, impl_only). The
/// enclosing class may be left out: it is found by the function's definition.
void check_function(CheckContext& ck, const DeferredNode& function);

/// One that check_module_top_level checks, by itself: its body and its signature.
void check_shaping_function(CheckContext& ck, const DeferredNode& function);

/// Checks deferred nodes once more (mypy's check_second_pass); false if there were none.
bool check_deferred(CheckContext& ck);

/// Names that are used before they are bound, or bound on some ways only: in the module's own
/// statements with the functions that were checked along with them, and in one function. After the
/// last pass, because calls that never return matter.
void check_module_definedness(CheckContext& ck);
void check_function_definedness(CheckContext& ck, NodeId function);

/// Between a module's interface and its bodies mypy starts counting passes anew.
void begin_bodies(CheckContext& ck);

/// The whole module at once: top level, all functions, all passes. For tests and single files.
void check_module(CheckContext& ck);

}  // namespace krait::checker
