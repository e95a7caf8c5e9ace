// conditional_definitions.cpp: a function that is defined again under a condition has to be what it
// was before, because callers can't know which of the two they get.

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/report.h"
#include "python/checker/statements.h"
#include "python/checker/writable.h"
#include "python/types/format.h"
#include "python/types/same.h"

namespace krait::checker {

namespace codes = messages::codes;
namespace texts = messages::texts;

namespace {

void note_signature(CheckContext& ck, TypePtr type, NodeId at) {
    const bool is_overload = types::is<OverloadedType>(type);
    for (const CallableType* item : function_items(ck, type)) {
        if (is_overload) note(ck, at, codes::kMisc, "    @overload");
        note(ck, at, codes::kMisc, "    " + types::pretty_callable(ck.cx, *item));
    }
}

void compare_signatures(CheckContext& ck, TypePtr original, TypePtr type, NodeId at) {
    if (types::is_same_type(ck.cx, type, original)) return;
    fail(ck, at, codes::kMisc, "All conditional function variants must have identical signatures");
    note(ck, at, codes::kMisc, "Original:");
    note_signature(ck, original, at);
    note(ck, at, codes::kMisc, "Redefinition:");
    note_signature(ck, type, at);
}

/// The original is a variable, or what a decorator made of a function.
void compare_with_value(CheckContext& ck, const VarInfo& original, TypePtr type, NodeId at) {
    if (original.type == nullptr) return;
    if (const auto* partial = types::as<PartialType>(original.type)) {
        if (!partial->type.is_none()) {
            fail(ck, at, codes::kMisc, "Incompatible redefinition");
            return;
        }
        for (PartialScope& scope : ck.partial_scopes) {
            if (scope.find(&original) == nullptr) continue;
            writable(ck, original).type = type;
            scope.erase(&original);
        }
        return;
    }
    ck.binder->assign_type(make_variable(ck, &original, at), type, original.type);
    check_subtype(ck, type, original.type, at, {"Incompatible redefinition"},
                  "redefinition with type", "original type");
}

}  // namespace

void check_conditional_redefinition(CheckContext& ck, const FunctionInfo& function, TypePtr type,
                                    NodeId at) {
    auto found = ck.bindings.originals.find(&function);
    if (found == ck.bindings.originals.end() || !is_function_like(type)) return;
    if (const auto* plain = types::as<FunctionInfo>(found->second)) {
        compare_signatures(ck, function_type(ck, *plain), type, at);
    } else if (const auto* variable = types::as<VarInfo>(found->second)) {
        compare_with_value(ck, *variable, type, at);
    } else if (const auto* decorated = types::as<types::DecoratedInfo>(found->second)) {
        if (decorated->variable != nullptr) {
            compare_with_value(ck, *decorated->variable, type, at);
        }
    }
}

}  // namespace krait::checker
