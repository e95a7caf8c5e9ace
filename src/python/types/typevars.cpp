// typevars.cpp
//
// Classes applied to their own variables or to Any.

#include "python/types/typevars.h"

#include "python/types/erase.h"
#include "python/types/factory.h"
#include "python/types/known.h"
#include "python/types/same.h"

namespace krait::types {

std::vector<TypePtr> type_vars_as_args(Context& cx, std::span<const TypeVarLike* const> variables) {
    std::vector<TypePtr> args;
    args.reserve(variables.size());
    for (const TypeVarLike* variable : variables) {
        if (is<TypeVarTupleType>(variable)) {
            args.push_back(make_unpack(cx, variable));
        } else {
            args.push_back(variable);
        }
    }
    return args;
}

std::vector<TypePtr> erased_vars(Context& cx, std::span<const TypeVarLike* const> variables,
                                 AnySource source) {
    std::vector<TypePtr> args;
    args.reserve(variables.size());
    for (const TypeVarLike* variable : variables) {
        TypePtr any = make_any(cx, source);
        const auto* variadic = as<TypeVarTupleType>(variable);
        if (variadic != nullptr && variadic->tuple_fallback != nullptr) {
            args.push_back(
                make_unpack(cx, with_args(cx, *variadic->tuple_fallback, TypeList(&any, 1))));
        } else {
            args.push_back(any);
        }
    }
    return args;
}

const Instance* fill_typevars_instance(Context& cx, const ClassInfo& info) {
    if (info.type_vars.empty()) return make_instance(cx, info.id);
    return make_instance(cx, info.id, type_vars_as_args(cx, info.type_vars));
}

TypePtr fill_typevars(Context& cx, const ClassInfo& info) {
    const Instance* instance = fill_typevars_instance(cx, info);
    if (info.tuple_type == nullptr) return instance;
    return with_fallback(cx, *info.tuple_type, *instance);
}

const Instance* fill_instance_with_any(Context& cx, const ClassInfo& info, AnySource source) {
    if (info.type_vars.empty()) return make_instance(cx, info.id);
    return make_instance(cx, info.id, erased_vars(cx, info.type_vars, source));
}

TypePtr fill_typevars_with_any(Context& cx, const ClassInfo& info) {
    const Instance* instance = fill_instance_with_any(cx, info);
    if (info.tuple_type == nullptr) return instance;
    std::vector<TypeVarId> ids;
    for (const TypeVarLike* variable : info.type_vars) ids.push_back(variable->id);
    // Erasing may turn tuple[*Ts] into tuple[Any, ...], which is an Instance already.
    if (!is<TupleType>(erase_typevars(cx, info.tuple_type, ids))) return instance;
    return with_fallback(cx, *info.tuple_type, *instance);
}

bool has_no_typevars(Context& cx, TypePtr type) {
    return is_equal(type, erase_typevars(cx, type));
}

}  // namespace krait::types
