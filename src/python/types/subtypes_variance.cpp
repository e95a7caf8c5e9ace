// subtypes_variance.cpp
//
// The variance of a PEP 695 class's variables, tried out: is the class covariant in T if each
// member is? The candidate stands in Context::variances while it is tried, because members may
// mention the class. Definitions are never written.

#include <algorithm>

#include "python/types/expand.h"
#include "python/types/factory.h"
#include "python/types/known.h"
#include "python/types/limits.h"
#include "python/types/proper.h"
#include "python/types/signature.h"
#include "python/types/subtypes.h"
#include "python/types/typeops.h"
#include "python/types/typevars.h"

namespace krait::types {

namespace {

VarianceFact* find_fact(Context& cx, DefId type, std::size_t index) {
    for (VarianceFact& fact : cx.variances) {
        if (fact.type == type && fact.index == index) return &fact;
    }
    return nullptr;
}

void set_fact(Context& cx, DefId type, std::size_t index, Variance variance) {
    if (VarianceFact* fact = find_fact(cx, type, index)) {
        fact->variance = variance;
    } else {
        cx.variances.push_back({type, static_cast<std::uint32_t>(index), variance});
    }
}

Variance declared_variance(const ClassInfo& info, std::size_t index) {
    const auto* variable = as<TypeVarType>(info.type_vars[index]);
    return variable == nullptr ? Variance::Covariant : variable->variance;
}

std::vector<Name> all_non_object_members(Context& cx, const ClassInfo& info) {
    std::vector<Name> members;
    for (std::size_t i = 0; i == 0 || i + 1 < info.mro.size(); ++i) {
        const ClassInfo& owner = i == 0 ? info : class_info(cx, info.mro[i]);
        for (const Symbol& symbol : cx.reader.own_members(owner)) {
            if (std::find(members.begin(), members.end(), symbol.name) == members.end()) {
                members.push_back(symbol.name);
            }
        }
    }
    return members;
}

bool has_underscore_prefix(Name name) {
    std::string_view text = base::text_of(name);
    return text.starts_with('_') && !(text.starts_with("__") && text.ends_with("__"));
}

/// A method that returns the class itself doesn't restrict it.
TypePtr erase_return_self_types(Context& cx, TypePtr type, const Instance& self_type) {
    TypePtr proper = get_proper(cx, type);
    auto erased = [&](const CallableType& callable) {
        TypePtr result = get_proper(cx, callable.ret_type);
        if (!is<Instance>(result) || !is_equal(result, &self_type)) return &callable;
        return with_ret_type(cx, callable, make_any(cx, AnySource::ImplementationArtifact));
    };
    if (const auto* callable = as<CallableType>(proper)) {
        const CallableType* result = erased(*callable);
        return result == callable ? type : result;
    }
    if (!is<OverloadedType>(proper)) return type;
    std::vector<const CallableType*> items;
    for (const CallableType* item : FunctionItems(proper)) items.push_back(erased(*item));
    return make_overloaded(cx, items);
}

struct VarianceTrial {
    Context& cx;
    const ClassInfo& info;
    TypeEnv to_object;
    const Instance* self_type;
    bool co = true;
    bool contra = true;

    void compare(TypePtr type, bool settable) {
        TypePtr widened = expand_type(cx, type, to_object);
        if (widened == type) return;
        if (!is_subtype(cx, type, widened)) co = false;
        if (!is_subtype(cx, widened, type)) {
            contra = false;
            if (settable) co = false;
        }
    }

    /// False if the member's type isn't known yet.
    bool look_at(Name member) {
        Member found = find_member(cx, info, member);
        if (!found) return true;
        bool settable = get_member_flags(cx, member, *self_type).settable;
        if (const auto* variable = as<VarInfo>(cx.reader.definition(found.symbol->target))) {
            if (variable->type == nullptr) return false;
            // Private by convention: not used from outside, so it may vary.
            if (has_underscore_prefix(member)) settable = false;
        }
        TypePtr type = find_member_type(cx, member, *self_type, self_type);
        if (type != nullptr) compare(erase_return_self_types(cx, type, *self_type), settable);
        return true;
    }

    [[nodiscard]] Variance result() const {
        if (co) return Variance::Covariant;
        return contra ? Variance::Contravariant : Variance::Invariant;
    }
};

bool is_skipped(Name member) {
    return member == known::init || member == known::new_ || member == known::replace ||
           member == known::mypy_replace;
}

/// Tries each variance until the members agree with it. False if some type isn't known yet.
bool infer_variance(Context& cx, const ClassInfo& info, std::size_t index) {
    const Instance* self_type = fill_typevars_instance(cx, info);
    if (info.tuple_type != nullptr) {
        self_type = tuple_fallback(cx, *with_fallback(cx, *info.tuple_type, *self_type));
    }
    for (Variance candidate : {Variance::Covariant, Variance::Contravariant, Variance::Invariant}) {
        set_fact(cx, info.id, index, candidate);
        VarianceTrial trial{cx, info, TypeEnv(info.type_vars[index]->id, object_type(cx)),
                            self_type};
        for (Name member : all_non_object_members(cx, info)) {
            if (is_skipped(member)) continue;
            if (!trial.look_at(member)) {
                set_fact(cx, info.id, index, Variance::NotReady);
                return false;
            }
        }
        for (const Instance* base : info.bases) trial.compare(base, false);
        if (trial.result() == candidate) return true;
    }
    set_fact(cx, info.id, index, Variance::NotReady);
    return true;
}

}  // namespace

bool infer_class_variances(Context& cx, const ClassInfo& info) {
    DepthGuard guard(cx);
    if (guard.exceeded()) return false;
    bool success = true;
    for (std::size_t i = 0; i < info.type_vars.size(); ++i) {
        if (declared_variance(info, i) != Variance::NotReady) continue;
        const VarianceFact* fact = find_fact(cx, info.id, i);
        if (fact != nullptr && fact->variance != Variance::NotReady) continue;
        if (!infer_variance(cx, info, i)) success = false;
    }
    return success;
}

Variance variance_of(Context& cx, const ClassInfo& info, std::size_t index) {
    Variance declared = declared_variance(info, index);
    if (declared != Variance::NotReady) [[likely]]
        return declared;
    ++cx.subtype_memo.assumed;  // it may be a candidate that is being tried out
    const VarianceFact* fact = find_fact(cx, info.id, index);
    if (fact == nullptr || fact->variance == Variance::NotReady) {
        infer_class_variances(cx, info);
        fact = find_fact(cx, info.id, index);
    }
    return fact == nullptr ? Variance::NotReady : fact->variance;
}

}  // namespace krait::types
