// classes.cpp: class definitions: the body, and what is said about the class as a whole.

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/report.h"
#include "python/checker/statements.h"
#include "python/checker/type_variables.h"
#include "python/types/subtypes.h"

namespace krait::checker {

namespace {

void check_final_bases(CheckContext& ck, const ClassInfo& info, NodeId at) {
    for (symbols::DefId id : info.mro) {
        const ClassInfo* base = class_by_id(ck, id);
        if (base == nullptr || base == &info || !base->is_final) continue;
        fail(ck, at, messages::texts::kCannotInheritFromFinal, {base::text_of(base->name)});
    }
    if (!types::can_have_shared_disjoint_base(ck.cx, info.bases)) {
        fail(ck, at, messages::texts::kIncompatibleDisjointBases, {base::text_of(info.name)});
    }
}

void check_class_decorators(CheckContext& ck, NodeList decorators, const ClassInfo& info,
                            NodeId at) {
    if (decorators.empty()) return;
    TypePtr type = types::type_object_type(ck.cx, info);
    for (std::size_t i = decorators.size(); i-- > 0;) {
        auto special = ck.bindings.special_forms.find(decorators[i]);
        if (special != ck.bindings.special_forms.end() &&
            special->second.form == semantic::SpecialForm::Promote) {
            continue;
        }
        TypePtr decorator = accept(ck, decorators[i]);
        Restore abstract_calls(ck.allow_abstract_call, true);
        CallOptions options{.callable_name = fullname_of(ck, decorators[i])};
        type = check_call(ck, decorator, positional({make_value(ck, type, decorators[i])}), at,
                          options)
                   .type;
    }
}

}  // namespace

void check_class_definition(CheckContext& ck, NodeId statement) {
    syntax::ClassView view = ck.tree.class_def(statement);
    auto found = ck.bindings.definitions.find(statement);
    const auto* info =
        found == ck.bindings.definitions.end() ? nullptr : types::as<ClassInfo>(found->second);
    if (info == nullptr) {
        ++ck.cx.not_implemented;
        return;
    }
    check_final_bases(ck, *info, statement);
    {
        PartialTypes partials(ck, false);
        {
            Binder own(ck);
            Restore binder(ck.binder, &own);
            TopFrameScope frame(own);
            Pushed scope(ck.scopes, ScopeItem{statement, info, nullptr});
            check_block(ck, view.body);
        }
        if (!ck.module.silent) {
            const bool is_special =
                info->typed_dict != nullptr || info->tuple_type != nullptr || info->is_enum;
            if (!is_special) check_init_subclass(ck, *info, statement);
            check_multiple_inheritance(ck, *info, statement);
            check_metaclasses(ck, *info, statement);
        }
        check_class_decorators(ck, view.decorators, *info, statement);
    }
    if (!ck.module.silent && view.type_params.empty() && !info->type_vars.empty()) {
        check_base_variances(ck, *info, statement);
    }
    if (!view.type_params.empty()) check_variable_defaults(ck, info->type_vars, statement);
    if (!ck.module.silent) check_enum_class(ck, *info, statement);
    types::infer_class_variances(ck.cx, *info);
}

}  // namespace krait::checker
