// narrowing_callable.cpp: `callable(x)`: a type split into what can be called and what can't. A
// class without `__call__` may have a subclass that has one: such a subclass is made up.

#include "python/checker/facts.h"
#include "python/checker/narrowing.h"

namespace krait::checker {

namespace {

struct Callables {
    std::vector<TypePtr> yes{};
    std::vector<TypePtr> no{};
};

Callables partition_by_callable(CheckContext& ck, TypePtr type, bool in_union);

bool has_callable_call(CheckContext& ck, const Instance& type) {
    const Definition* method =
        types::find_method(ck.cx, info_of(ck, type), base::intern("__call__"));
    TypePtr signature = method == nullptr ? nullptr : types::type_of_definition(method);
    if (signature == nullptr) return false;
    Callables found = partition_by_callable(ck, signature, false);
    return !found.yes.empty() && found.no.empty();
}

/// `in_union`: of an item of a union, which mypy takes at its word: what has no `__call__` is not
/// callable, although a subclass might be.
Callables partition_by_callable(CheckContext& ck, TypePtr type, bool in_union) {
    type = proper(ck, type);
    if (is_function_like(type) || types::is<TypeType>(type)) return {{type}, {}};
    if (types::is<AnyType>(type)) return {{type}, {type}};
    if (types::is<NoneType>(type)) return {{}, {type}};
    if (const auto* options = types::as<UnionType>(type)) {
        Callables all;
        for (TypePtr item : options->items) {
            Callables one = partition_by_callable(ck, item, /*in_union=*/true);
            all.yes.insert(all.yes.end(), one.yes.begin(), one.yes.end());
            all.no.insert(all.no.end(), one.no.begin(), one.no.end());
        }
        return all;
    }
    if (const auto* variable = types::as<TypeVarType>(type)) {
        Callables bound =
            partition_by_callable(ck, types::values_or_bound(ck.cx, *variable), in_union);
        if (!bound.no.empty()) bound.no = {type};
        return bound;
    }
    const auto* tuple = types::as<TupleType>(type);
    TypePtr instance_type = tuple != nullptr ? types::tuple_fallback(ck.cx, *tuple) : type;
    const auto* instance = types::as<Instance>(instance_type);
    if (instance != nullptr && has_callable_call(ck, *instance)) return {{type}, {}};
    if (in_union) return {{}, {type}};
    if (instance == nullptr) return {{type}, {type}};
    TypePtr made = make_callable_subtype(ck, *instance);
    const auto* fallback = types::as<Instance>(made);
    if (tuple != nullptr && fallback != nullptr) {
        return {{types::make_tuple(ck.cx, tuple->items, *fallback)}, {type}};
    }
    return {{made}, {type}};
}

}  // namespace

Narrowed narrow_callable(CheckContext& ck, NodeId expr, TypePtr type) {
    if (is_any(ck, type)) return {};
    Callables found = partition_by_callable(ck, type, false);
    if (!found.yes.empty() && !found.no.empty()) {
        return maps_of(ck, expr, union_of(ck, found.yes), union_of(ck, found.no));
    }
    if (!found.yes.empty()) return maps_of(ck, expr, nullptr, never_type(ck));
    return maps_of(ck, expr, never_type(ck), nullptr);
}

}  // namespace krait::checker
