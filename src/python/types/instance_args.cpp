// instance_args.cpp: see the header.

#include "python/types/instance_args.h"

#include "python/types/factory.h"
#include "python/types/variadic.h"

namespace krait::types {

std::vector<TypePtr> arguments_by_variable(Context& cx, const Instance& type) {
    const ClassInfo& info = class_info(cx, type);
    const TypeVarTupleType* variable = nullptr;
    if (has_type_var_tuple(info)) {
        variable = as<TypeVarTupleType>(info.type_vars[variadic_prefix(info)]);
    }
    if (variable == nullptr) return {type.args.begin(), type.args.end()};
    const SplitTypes parts = split_with_instance(cx, type);
    std::vector<TypePtr> arguments(parts.prefix.begin(), parts.prefix.end());
    arguments.push_back(types::make_tuple(cx, parts.middle, *variable->tuple_fallback));
    arguments.insert(arguments.end(), parts.suffix.begin(), parts.suffix.end());
    return arguments;
}

}  // namespace krait::types
