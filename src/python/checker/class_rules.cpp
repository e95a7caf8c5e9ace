// class_rules.cpp: what a class as a whole must be: one metaclass for all bases, attributes within
// __slots__.

#include <algorithm>

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/report.h"
#include "python/checker/statements.h"
#include "python/types/subtypes.h"

namespace krait::checker {

namespace texts = messages::texts;

namespace {

const ClassInfo* declared_metaclass(CheckContext& ck, const ClassInfo& info) {
    return info.declared_metaclass != nullptr ? &info_of(ck, *info.declared_metaclass) : nullptr;
}

/// Which two metaclasses don't go together; empty if that can't be told.
std::string metaclass_conflict(CheckContext& ck, const ClassInfo& info) {
    const ClassInfo* winner = declared_metaclass(ck, info);
    if (winner != nullptr && !has_base(ck, *winner, "builtins.type")) return {};
    std::string steps;
    auto described = [](const ClassInfo& metaclass, const ClassInfo& owner) {
        return concat({"\"", base::text_of(metaclass.fullname), "\" (metaclass of \"",
                       base::text_of(owner.fullname), "\")"});
    };
    if (winner != nullptr) steps = described(*winner, info);
    for (symbols::DefId id : info.mro) {
        const ClassInfo* base = class_by_id(ck, id);
        if (base == nullptr || base == &info) continue;
        const ClassInfo* other = declared_metaclass(ck, *base);
        if (other == nullptr) continue;
        if (winner != nullptr && has_base(ck, *winner, base::text_of(other->fullname))) continue;
        if (winner != nullptr && !has_base(ck, *other, base::text_of(winner->fullname))) {
            return concat({steps, " conflicts with ", described(*other, *base)});
        }
        winner = other;
        steps += (steps.empty() ? "" : " > ") + described(*other, *base);
    }
    return {};
}

/// Whether a value of the type may be assigned without a slot: a property, a descriptor.
bool needs_no_slot(CheckContext& ck, NodeId lvalue, TypePtr type) {
    auto fact = ck.bindings.names.find(lvalue);
    if (fact != ck.bindings.names.end() && fact->second.is_new_definition) return false;
    type = proper(ck, type);
    if (type == nullptr || types::is<AnyType>(type) || types::is_function_like(type)) return true;
    if (const auto* instance = types::as<Instance>(type)) {
        return static_cast<bool>(get_member(ck, info_of(ck, *instance), "__set__"));
    }
    const auto* options = types::as<UnionType>(type);
    return options != nullptr &&
           std::all_of(options->items.begin(), options->items.end(),
                       [&](TypePtr item) { return needs_no_slot(ck, lvalue, item); });
}

/// What a protocol's members make of its type variables is what these must declare.
void check_protocol_variances(CheckContext& ck, const ClassInfo& info, NodeId at) {
    static constexpr std::string_view kNames[] = {"invariant", "covariant", "contravariant"};
    for (std::size_t i = 0; i < info.type_vars.size(); ++i) {
        const auto* variable = types::as<TypeVarType>(info.type_vars[i]);
        if (variable == nullptr || variable->variance == types::Variance::NotReady) continue;
        // The others are something that fits nothing but itself and object.
        std::vector<TypePtr> args(info.type_vars.size(),
                                  artificial_type_var(ck, "Dummy", -1, "<variance>"));
        args[i] = named_type(ck, known::builtins_object);
        const Instance* up = types::make_instance(ck.cx, info.id, copy_list(ck, args));
        args[i] = never_type(ck);
        const Instance* down = types::make_instance(ck.cx, info.id, copy_list(ck, args));
        const types::SubtypeContext structural{.ignore_declared_variance = true};
        types::Variance expected = types::Variance::Invariant;
        if (types::is_subtype(ck.cx, down, up, structural)) {
            expected = types::Variance::Covariant;
        } else if (types::is_subtype(ck.cx, up, down, structural)) {
            expected = types::Variance::Contravariant;
        }
        if (expected == variable->variance) continue;
        std::string declared(kNames[static_cast<std::size_t>(variable->variance)]);
        declared[0] = static_cast<char>(declared[0] - 'a' + 'A');
        fail(ck, at, messages::codes::kMisc,
             concat({declared, " type variable \"", base::text_of(variable->name),
                     "\" used in protocol where ", kNames[static_cast<std::size_t>(expected)],
                     " one is expected"}));
    }
}

}  // namespace

void check_metaclasses(CheckContext& ck, const ClassInfo& info, NodeId at) {
    if (has_base(ck, info, "builtins.type") || is_fullname(info, "abc.ABCMeta") ||
        info.fallback_to_any || info.is_protocol || info.is_named_tuple || info.is_enum ||
        info.typed_dict != nullptr || info.metaclass != nullptr) {
        return;
    }
    const bool has_metaclass =
        std::any_of(info.bases.begin(), info.bases.end(),
                    [&](const Instance* base) { return info_of(ck, *base).metaclass != nullptr; });
    if (!has_metaclass) return;
    fail(ck, at, messages::codes::kMetaclass,
         "Metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of "
         "the metaclasses of all its bases");
    std::string conflict = metaclass_conflict(ck, info);
    if (!conflict.empty()) note(ck, at, messages::codes::kMetaclass, std::move(conflict));
}

void check_base_variances(CheckContext& ck, const ClassInfo& info, NodeId at) {
    for (const Instance* base : info.bases) {
        const ClassInfo& base_info = info_of(ck, *base);
        for (std::size_t i = 0; i < base->args.size() && i < base_info.type_vars.size(); ++i) {
            const auto* given = types::as<TypeVarType>(base->args[i]);
            const auto* declared = types::as<TypeVarType>(base_info.type_vars[i]);
            if (given == nullptr || declared == nullptr) continue;
            if (given->variance == types::Variance::Invariant ||
                given->variance == types::Variance::NotReady ||
                given->variance == declared->variance) {
                continue;
            }
            fail(ck, at, messages::codes::kTypeVar,
                 concat({"Variance of TypeVar \"", base::text_of(given->name),
                         "\" incompatible with variance in parent type"}));
        }
    }
    if (info.is_protocol) check_protocol_variances(ck, info, at);
}

void check_slots(CheckContext& ck, NodeId lvalue) {
    if (!is_kind(ck, lvalue, NodeKind::Attribute) || ck.synthetic.holds(lvalue)) return;
    syntax::AttributeView view = ck.tree.attribute(lvalue);
    TypePtr object = proper(ck, accept(ck, view.value));
    const auto* variable = types::as<TypeVarType>(object);
    if (variable != nullptr && variable->id.is_self()) object = proper(ck, variable->upper_bound);
    const auto* instance = types::as<Instance>(object);
    if (instance == nullptr) return;
    const ClassInfo& info = info_of(ck, *instance);
    if (!info.slots) return;
    if (std::find(info.slots->begin(), info.slots->end(), view.attr) != info.slots->end()) return;
    static const Name setattr = base::intern("__setattr__");
    for (std::size_t i = 0; i + 1 < info.mro.size(); ++i) {
        const ClassInfo* base = class_by_id(ck, info.mro[i]);
        if (base != nullptr && own_symbol(ck, *base, setattr) != nullptr) return;
    }
    types::Member found = get_member(ck, info, view.attr);
    if (!found) return;  // which was reported
    const Definition* definition = definition_of_symbol(ck, found.symbol);
    if (needs_no_slot(ck, lvalue, types::type_of_definition(definition))) return;
    fail(ck, lvalue, texts::kNameNotInSlots,
         {base::text_of(view.attr), base::text_of(info.fullname)});
}

}  // namespace krait::checker
