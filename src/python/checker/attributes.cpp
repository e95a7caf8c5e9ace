// attributes.cpp: `x.name` as an expression.

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/members.h"
#include "python/checker/report.h"

namespace krait::checker {

namespace {

/// `super().name`, which semantic analysis marks as a whole.
bool is_super_attribute(const CheckContext& ck, NodeId expr) {
    auto special = ck.bindings.special_forms.find(expr);
    return special != ck.bindings.special_forms.end() &&
           special->second.form == semantic::SpecialForm::SuperCall;
}

}  // namespace

TypePtr check_attribute(CheckContext& ck, NodeId expr, bool is_lvalue) {
    if (is_super_attribute(ck, expr)) return check_super_attribute(ck, expr);
    TypePtr result = analyze_ordinary_member(ck, expr, is_lvalue);
    TypePtr narrowed = narrow_from_binder(ck, expr, result);
    if (!is_unresolved_member(ck, expr)) report_deprecated(ck, definition_of(ck, expr), expr);
    return narrowed;
}

TypePtr analyze_ordinary_member(CheckContext& ck, NodeId expr, bool is_lvalue, NodeId rvalue) {
    if (is_super_attribute(ck, expr)) return check_super_attribute(ck, expr);
    if (!is_unresolved_member(ck, expr)) return analyze_reference(ck, expr, is_lvalue);
    syntax::AttributeView view = ck.tree.attribute(expr);
    TypePtr object = accept(ck, view.value, nullptr, {.is_callee = ck.is_callee});
    MemberContext mx{ck, object, expr};
    mx.is_lvalue = is_lvalue;
    mx.rvalue = rvalue;
    if (is_resolved_reference(ck, view.value)) {
        const Definition* base = definition_of(ck, view.value);
        if (const auto* module = types::as<types::ModuleInfo>(base)) mx.module = module->id.module;
        if (const auto* variable = types::as<VarInfo>(base)) {
            mx.is_self = variable->is_self || variable->is_cls;
        }
    }
    return analyze_member_access(mx, view.attr, object, nullptr, is_literal_context(ck));
}

TypePtr analyze_external_member(CheckContext& ck, Name member, TypePtr base, NodeId at) {
    return analyze_member_access({ck, base, at}, member, base, nullptr, is_literal_context(ck));
}

}  // namespace krait::checker
