// type_variables.cpp: the default of a type variable must fit its bound or be one of its values.

#include "python/checker/type_variables.h"

#include <algorithm>

#include "python/checker/report.h"
#include "python/types/same.h"
#include "python/types/subtypes.h"

namespace krait::checker {

namespace {

void check_default(CheckContext& ck, TypePtr given, TypePtr bound, types::TypeList values,
                   NodeId at) {
    const auto* unknown = proper_as<AnyType>(ck, given);
    if (given == nullptr ||
        (unknown != nullptr && unknown->source == AnySource::FromOmittedGenerics)) {
        return;
    }
    if (bound != nullptr && !types::is_subtype(ck.cx, given, bound)) {
        fail(ck, at, messages::codes::kMisc, "TypeVar default must be a subtype of the bound type");
    }
    const bool is_value = std::any_of(values.begin(), values.end(), [&](TypePtr value) {
        return types::is_same_type(ck.cx, given, value);
    });
    if (!values.empty() && !is_value) {
        fail(ck, at, messages::codes::kMisc, "TypeVar default must be one of the constraint types");
    }
}

}  // namespace

void check_declared_default(CheckContext& ck, NodeId call) {
    auto fact = ck.bindings.special_forms.find(call);
    if (fact == ck.bindings.special_forms.end() ||
        fact->second.form != semantic::SpecialForm::TypeVarDeclaration) {
        return;
    }
    const auto* variable = types::as<types::TypeVariableInfo>(fact->second.definition);
    if (variable == nullptr || variable->variable_kind != types::TypeKind::TypeVar) return;
    check_default(ck, variable->default_type, variable->upper_bound, variable->values, call);
}

void check_variable_defaults(CheckContext& ck,
                             std::span<const types::TypeVarLike* const> variables, NodeId at) {
    for (const types::TypeVarLike* one : variables) {
        const auto* variable = types::as<TypeVarType>(one);
        if (variable == nullptr) continue;
        check_default(ck, variable->default_type, variable->upper_bound, variable->values, at);
    }
}

}  // namespace krait::checker
