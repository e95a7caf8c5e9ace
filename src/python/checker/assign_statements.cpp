// assign_statements.cpp: `a = b = e`, `a: T = e`, `a += e`.

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/report.h"
#include "python/checker/statements.h"
#include "python/checker/type_variables.h"
#include "python/checker/written_types.h"
#include "python/types/subtypes.h"

namespace krait::checker {

namespace {

/// The type that the statement declares for its target.
void check_declared_type(CheckContext& ck, NodeId statement, NodeId target) {
    auto declared = ck.bindings.declared_types.find(statement);
    if (declared == ck.bindings.declared_types.end() || ck.module.silent) return;
    if (is_kind(ck, target, NodeKind::Tuple)) {
        check_unimported(ck, declared->second, any_type(ck), "A type on this line", statement);
        check_explicit_any(ck, declared->second, statement);
    } else {
        check_written_type(ck, declared->second, "Type of variable", statement);
    }
}

bool is_sentinel(CheckContext& ck, NodeId target) {
    auto fact = ck.bindings.names.find(target);
    if (fact == ck.bindings.names.end()) return false;
    const auto* variable = types::as<VarInfo>(fact->second.definition);
    return variable != nullptr && variable->is_sentinel;
}

/// A named tuple's fields are looked at where the call stands that makes it.
void check_named_tuple_call(CheckContext& ck, NodeId value) {
    auto fact = ck.bindings.special_forms.find(value);
    if (fact == ck.bindings.special_forms.end() || ck.module.silent) return;
    if (fact->second.form != semantic::SpecialForm::NamedTupleCall) return;
    const auto* made = types::as<ClassInfo>(fact->second.definition);
    if (made != nullptr) check_written_type(ck, made->tuple_type, "NamedTuple type", value);
}

}  // namespace

void check_assign_statement(CheckContext& ck, NodeId statement) {
    syntax::AssignView view = ck.tree.assign(statement);
    const bool has_type = ck.bindings.declared_types.contains(statement);
    const bool is_final = ck.bindings.finals.contains(statement);
    if (ck.bindings.declarations.contains(statement)) {
        check_declared_default(ck, view.value);
        check_named_tuple_call(ck, view.value);
        // An alias or the like: its right side is a type; what it gives is never complained about.
        Filter filter(ck);
        if (!ck.module.is_stub) {
            for (NodeId target : view.targets) {
                (void)target;
                accept_for_effect(ck, view.value);
            }
        }
        return;
    }
    check_declared_type(ck, statement, view.targets.back());
    if (is_final && is_sentinel(ck, view.targets.back())) {
        accept_for_effect(ck, view.value);  // its type was made of the variable, not of the value
    } else {
        Restore final_definition(ck.is_final_definition, is_final);
        check_assignment(ck, view.targets.back(), view.value, !has_type);
    }
    if (view.targets.size() > 1) {
        TypePtr type = lookup_type(ck, view.value);
        if (type == nullptr) type = accept(ck, view.value);
        NodeId value = make_value(ck, type, statement);
        for (NodeId target : view.targets.subspan(0, view.targets.size() - 1)) {
            Restore final_definition(ck.is_final_definition, is_final);
            check_assignment(ck, target, value, !has_type);
        }
    }
    check_final(ck, statement, {view.targets.begin(), view.targets.end()}, is_final, has_type);
}

void check_ann_assign_statement(CheckContext& ck, NodeId statement) {
    syntax::AnnAssignView view = ck.tree.ann_assign(statement);
    if (ck.bindings.declarations.contains(statement)) return;
    const bool is_final = ck.bindings.finals.contains(statement);
    auto declared = ck.bindings.declared_types.find(statement);
    const bool has_type = declared != ck.bindings.declared_types.end();
    check_declared_type(ck, statement, view.target);
    {
        Restore final_definition(ck.is_final_definition, is_final);
        if (view.value != NodeId::None) {
            check_assignment(ck, view.target, view.value, !has_type);
        } else if (!has_type) {
            // `x: Final`, which is an error of its own: nothing says what it is.
            check_assignment(ck, view.target, make_value(ck, any_type(ck), statement), true);
        } else if (is_kind(ck, view.target, NodeKind::Attribute)) {
            accept_for_effect(ck, ck.tree.attribute(view.target).value);
        } else if (is_kind(ck, view.target, NodeKind::Name) && !ck.module.silent) {
            NodeId value = make_value(ck, any_type(ck), statement);
            check_compatibility_all_supers(ck, view.target, value);
        }
    }
    check_final(ck, statement, {view.target}, is_final, has_type);
    if (has_type && !in_checked_function(ck)) {
        report_annotation_in_unchecked_function(ck, statement);
    }
}

namespace {

/// `__iadd__` if the type has it; none if `a = a + b` is meant.
std::optional<Name> inplace_method(CheckContext& ck, TypePtr type, Name method) {
    type = proper(ck, type);
    const auto* instance = types::as<Instance>(type);
    if (const auto* dict = types::as<TypedDictType>(type)) instance = dict->fallback;
    if (instance == nullptr) return std::nullopt;
    Name name = base::intern(concat({"__i", base::text_of(method).substr(2)}));
    if (!has_readable_member(ck, info_of(ck, *instance), name)) return std::nullopt;
    return name;
}

}  // namespace

void check_aug_assign_statement(CheckContext& ck, NodeId statement) {
    syntax::AugAssignView view = ck.tree.aug_assign(statement);
    infer_partial_from_assignment(ck, view.target, view.value, view.op);
    TypePtr target = is_kind(ck, view.target, NodeKind::Attribute)
                         ? check_attribute(ck, view.target, true)
                         : accept(ck, view.target);
    Name method = operator_method(view.op);
    if (auto inplace = inplace_method(ck, target, method)) {
        TypePtr value = check_op(ck, *inplace, target, view.value, statement).type;
        if (!types::is_subtype(ck.cx, value, target)) {
            report_incompatible_operator_assignment(ck, operator_symbol(view.op), statement);
        }
    } else {
        NodeId operation = make_operation(ck, view.target, view.op, view.value, statement);
        check_assignment(ck, view.target, operation, true);
    }
    check_final(ck, statement, {view.target}, false, false);
}

}  // namespace krait::checker
