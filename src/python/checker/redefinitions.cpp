// redefinitions.cpp: what --allow-redefinition lets an assignment do to its variable's type.
//
// A variable without annotation takes whatever is assigned; its type is the union of it all, which
// the binder narrows at each place. Only the scope that owns the variable may widen it.

#include "python/checker/context.h"
#include "python/checker/facts.h"
#include "python/checker/report.h"
#include "python/checker/statements.h"
#include "python/types/erase.h"
#include "python/types/subtypes.h"

namespace krait::checker {

namespace {

const semantic::NameFact* fact_of(const CheckContext& ck, NodeId node) {
    auto found = ck.bindings.names.find(node);
    return found == ck.bindings.names.end() ? nullptr : &found->second;
}

bool may_widen(CheckContext& ck, NodeId lvalue) {
    const semantic::NameFact* fact = fact_of(ck, lvalue);
    if (fact == nullptr) return false;
    using Scope = semantic::NameFact::Scope;
    return fact->scope == Scope::Local || top_level_function(ck) == nullptr;
}

/// A global `x = None` that a function fills: its module says what it is, here it fits.
bool fills_global_none(CheckContext& ck, NodeId lvalue, const VarInfo& variable) {
    const semantic::NameFact* fact = fact_of(ck, lvalue);
    return fact != nullptr && fact->scope == semantic::NameFact::Scope::Global &&
           is_proper<NoneType>(ck, variable.type);
}

}  // namespace

void redefine_variable(CheckContext& ck, NodeId lvalue, VarInfo& variable, TypePtr& value,
                       TypePtr& lvalue_type) {
    const bool is_open = variable.type == nullptr || types::is<PartialType>(variable.type);
    if (!is_valid_inferred_type(ck, value) &&
        (is_open || !types::is_subtype(ck.cx, value, variable.type))) {
        report_need_annotation(ck, variable, lvalue);
        value = set_nothing_to_any(ck, value);
    }
    if (is_open || variable.is_final || !is_kind(ck, lvalue, NodeKind::Name)) return;
    TypePtr widened = types::remove_instance_last_known_values(ck.cx, value);
    if (types::is_proper_subtype(ck.cx, widened, variable.type)) return;
    const bool owned = may_widen(ck, lvalue);
    if (!owned && !fills_global_none(ck, lvalue, variable)) return;
    lvalue_type = simplified_union(ck, {variable.type, widened});
    if (!owned) return;
    if (!variable.is_index_var) ck.widened_variables.push_back(variable.name);
    set_inferred_type(ck, variable, lvalue, lvalue_type);
    ck.binder->put(lvalue, value);
    if (KeyId key = key_of(ck, lvalue); key != KeyId::None) {
        ck.binder->declarations[key] = lvalue_type;
    }
}

}  // namespace krait::checker
