// signature_forms.cpp
//
// Signatures brought into the forms that comparison expects: variadic parts as far as possible
// written out as ordinary parameters.

#include <algorithm>

#include "python/types/factory.h"
#include "python/types/known.h"
#include "python/types/proper.h"
#include "python/types/signature.h"
#include "python/types/variadic.h"

namespace krait::types {

namespace {

std::size_t star_index(ParameterList parameters) {
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        if (parameters[i].kind == ArgKind::Star) return i;
    }
    return parameters.size();
}

/// The signature with the parameter at `index` replaced by `middle`.
const CallableType* with_middle(Context& cx, const CallableType& type, std::size_t index,
                                const std::vector<Parameter>& middle) {
    std::vector<Parameter> all(type.parameters.begin(),
                               type.parameters.begin() + static_cast<long>(index));
    all.insert(all.end(), middle.begin(), middle.end());
    all.insert(all.end(), type.parameters.begin() + static_cast<long>(index) + 1,
               type.parameters.end());
    return with_parameters(cx, type, all);
}

}  // namespace

const ParamSpecType* param_spec(Context& cx, const CallableType& type) {
    std::size_t count = type.parameters.size();
    if (count < 2) return nullptr;
    const Parameter& args = type.parameters[count - 2];
    if (args.kind != ArgKind::Star || type.parameters[count - 1].kind != ArgKind::Star2) {
        return nullptr;
    }
    const auto* spec = as<ParamSpecType>(args.type);
    if (spec == nullptr) return nullptr;
    const ParametersType* prefix =
        count == 2 ? nullptr : make_parameters(cx, type.parameters.first(count - 2));
    return modified(cx, *spec, [&](ParamSpecType& copy) {
        copy.flavor = ParamSpecFlavor::Bare;
        copy.prefix = prefix;
    });
}

const CallableType* with_unpacked_kwargs(Context& cx, const CallableType& type) {
    if (!type.unpack_kwargs || type.parameters.empty()) return &type;
    const auto* keywords = as_proper<TypedDictType>(cx, type.parameters.back().type);
    if (keywords == nullptr) return &type;
    std::vector<Parameter> spelt_out;
    spelt_out.reserve(keywords->items.size());
    for (const TypedDictItem& item : keywords->items) {
        spelt_out.push_back(
            {item.type, item.required ? ArgKind::Named : ArgKind::NamedOpt, item.name});
    }
    const CallableType* unpacked = with_middle(cx, type, type.parameters.size() - 1, spelt_out);
    return modified(cx, *unpacked, [](CallableType& copy) { copy.unpack_kwargs = false; });
}

const CallableType* with_trivial_unpack_normalized(Context& cx, const CallableType& type) {
    std::size_t index = star_index(type.parameters);
    if (index == type.parameters.size()) return &type;
    const auto* unpack = as<UnpackType>(type.parameters[index].type);
    if (unpack == nullptr) return &type;
    const auto* unpacked = as_proper<Instance>(cx, unpack->type);
    if (unpacked == nullptr || unpacked->args.empty()) return &type;
    Parameter rest = type.parameters[index];
    rest.type = unpacked->args[0];
    return with_middle(cx, type, index, {rest});
}

const CallableType* with_normalized_var_args(Context& cx, const CallableType& type) {
    std::size_t index = star_index(type.parameters);
    if (index == type.parameters.size()) return &type;
    const Parameter& rest = type.parameters[index];
    const auto* unpack = as<UnpackType>(rest.type);
    if (unpack == nullptr) return &type;
    const auto* unpacked = as_proper<TupleType>(cx, unpack->type);
    if (unpacked == nullptr) return &type;
    auto inner = find_unpack_in_list(unpacked->items);
    if (inner == std::size_t{0} && unpacked->items.size() > 1) return &type;  // normal already

    std::size_t fixed = inner.value_or(unpacked->items.size());
    std::vector<Parameter> middle;
    for (TypePtr item : unpacked->items.first(fixed)) middle.push_back({item, ArgKind::Pos});
    if (!inner) return with_middle(cx, type, index, middle);

    TypePtr tail = nullptr;
    if (*inner == unpacked->items.size() - 1) {
        const auto& last = expect<UnpackType>(unpacked->items[*inner]);
        TypePtr nested = get_proper(cx, last.type);
        if (const auto* homogeneous = as<Instance>(nested); homogeneous != nullptr) {
            if (homogeneous->args.empty()) return &type;
            tail = homogeneous->args[0];
        } else if (is<TypeVarTupleType>(nested)) {
            tail = &last;
        } else {
            return &type;  // a tuple that semantic analysis hasn't normalised yet
        }
    } else {
        tail = make_unpack(cx, with_items(cx, *unpacked, unpacked->items.subspan(*inner)));
    }
    middle.push_back({tail, ArgKind::Star, rest.name});
    return with_middle(cx, type, index, middle);
}

}  // namespace krait::types
