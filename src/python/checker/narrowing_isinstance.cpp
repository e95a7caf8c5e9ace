// narrowing_isinstance.cpp: isinstance, issubclass, callable, hasattr: a type split into what
// passes a test and what doesn't.

#include <algorithm>

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/members.h"
#include "python/checker/narrowing.h"
#include "python/checker/report.h"
#include "python/types/erase.h"
#include "python/types/meet.h"
#include "python/types/subtypes.h"
#include "python/types/typevars.h"

namespace krait::checker {

namespace {

/// NewTypes don't exist at runtime: their base is what is tested.
TypePtr without_newtypes(CheckContext& ck, TypePtr type) {
    const auto* instance = proper_as<Instance>(ck, type);
    int steps = 0;
    while (instance != nullptr && info_of(ck, *instance).is_newtype && ++steps < 100) {
        const ClassInfo& info = info_of(ck, *instance);
        if (info.bases.empty()) break;
        instance = info.bases[0];
        type = instance;
    }
    return type;
}

TypePtr proposed_type(CheckContext& ck, const TypeRanges& ranges) {
    std::vector<TypePtr> items;
    for (const TypeRange& range : ranges) items.push_back(range.item);
    TypePtr all = proper(ck, simplified_union(ck, items));
    std::vector<TypePtr> parts{all};
    if (const auto* options = types::as<UnionType>(all)) {
        parts.assign(options->items.begin(), options->items.end());
    }
    for (TypePtr& part : parts) part = without_newtypes(ck, part);
    return proper(ck, union_of(ck, parts));
}

TypePtr expanded_for_literal(CheckContext& ck, TypePtr current, const TypeRanges& ranges) {
    if (ranges.size() != 1) return current;
    const auto* literal = proper_as<LiteralType>(ck, ranges[0].item);
    if (literal == nullptr) return current;
    const bool is_sum =
        literal->value.kind == types::LiteralKind::Bool || types::is_enum_literal(ck.cx, *literal);
    if (!is_sum) return current;
    return types::try_expanding_sum_type_to_union(ck.cx, current,
                                                  info_of(ck, *literal->fallback).fullname);
}

bool is_structural(CheckContext& ck, TypePtr type) {
    if (types::is<CallableType>(type)) return true;
    const auto* instance = types::as<Instance>(type);
    return instance != nullptr && info_of(ck, *instance).is_protocol;
}

}  // namespace

ConditionalTypes conditional_types(CheckContext& ck, TypePtr current,
                                   const OptionalRanges& proposed, ConditionalOptions options) {
    if (!proposed) return {current, options.default_type};
    if (proposed->empty()) return {never_type(ck), options.default_type};
    current = expanded_for_literal(ck, current, *proposed);
    TypePtr plain = proper(ck, current);
    if (const auto* items = types::as<UnionType>(plain)) {
        std::vector<TypePtr> yes;
        std::vector<TypePtr> no;
        for (TypePtr item : items->items) {
            ConditionalOptions inner = options;
            inner.default_type = item;
            ConditionalTypes found = conditional_types(ck, item, proposed, inner);
            yes.push_back(found.yes);
            no.push_back(found.no);
        }
        return {simplified_union(ck, yes), simplified_union(ck, no)};
    }
    TypePtr target = proposed_type(ck, *proposed);
    if (types::is<AnyType>(plain)) return {target, current};
    if (types::is<AnyType>(target)) return {target, options.default_type};
    types::SubtypeContext how;
    how.ignore_promotions = true;
    const bool has_upper_bound =
        std::any_of(proposed->begin(), proposed->end(),
                    [](const TypeRange& range) { return range.is_upper_bound; });
    if (!has_upper_bound) {
        if (types::is_proper_subtype(ck.cx, current, target, how)) {
            return {options.default_type, never_type(ck)};
        }
        if (is_structural(ck, target) && types::is_subtype(ck.cx, current, target, how)) {
            TypePtr away = options.default_type != nullptr ? options.default_type : target;
            return {options.default_type,
                    types::restrict_subtype_away(ck.cx, current, away,
                                                 options.consider_runtime_isinstance)};
        }
    }
    if (options.from_equality) target = types::shallow_erase_type_for_equality(ck.cx, target);
    types::OverlapOptions overlap;
    overlap.ignore_promotions = true;
    if (!types::is_overlapping_types(ck.cx, current, target, overlap)) {
        return {never_type(ck), options.default_type};
    }
    std::vector<TypePtr> precise;
    for (const TypeRange& range : *proposed) {
        if (!range.is_upper_bound) precise.push_back(range.item);
    }
    TypePtr remaining = types::restrict_subtype_away(ck.cx, current, union_of(ck, precise),
                                                     options.consider_runtime_isinstance);
    if (types::is_proper_subtype(ck.cx, plain, target, how)) {
        target = options.default_type != nullptr ? options.default_type : current;
    }
    return {target, remaining};
}

ConditionalTypes conditional_types_with_intersection(CheckContext& ck, TypePtr current,
                                                     const OptionalRanges& proposed, NodeId at,
                                                     ConditionalOptions options) {
    ConditionalTypes initial = conditional_types(ck, current, proposed, options);
    if (!proposed || !is_proper<UninhabitedType>(ck, initial.yes)) return initial;
    TypePtr plain = proper(ck, current);
    std::vector<TypePtr> possible{plain};
    if (const auto* items = types::as<UnionType>(plain)) {
        TypeList relevant = types::relevant_items(ck.cx, *items);
        possible.assign(relevant.begin(), relevant.end());
    }
    std::vector<TypePtr> targets;
    for (const TypeRange& range : *proposed) {
        TypePtr item = proper(ck, range.item);
        if (types::is<NoneType>(item) || types::is<Instance>(item)) targets.push_back(item);
    }
    if (targets.empty()) return initial;
    std::vector<TypePtr> found;
    ImpossibleClasses reasons;
    for (TypePtr item : possible) {
        const auto* instance = proper_as<Instance>(ck, item);
        if (instance == nullptr) return initial;
        for (TypePtr target : targets) {
            const auto* other = types::as<Instance>(target);
            if (other == nullptr) {
                reasons.emplace_back(concat({"\"", base::text_of(info_of(ck, *instance).name),
                                             "\" and \"NoneType\""}),
                                     "\"NoneType\" is final");
                continue;
            }
            TypePtr both = intersect_instances(ck, *instance, *other, at, reasons);
            if (both != nullptr) found.push_back(both);
        }
    }
    if (!found.empty()) return {simplified_union(ck, found), current};
    if (should_report_unreachable(ck)) {
        for (const auto& [classes, reason] : reasons) {
            report_impossible_intersection(ck, classes, reason, at);
        }
    }
    return {never_type(ck), current};
}

namespace {

std::vector<TypePtr> flatten_if_tuple(CheckContext& ck, TypePtr type) {
    type = proper(ck, type);
    std::vector<TypePtr> result;
    auto add_all = [&](TypeList items) {
        for (TypePtr item : items) {
            std::vector<TypePtr> inner = flatten_if_tuple(ck, item);
            result.insert(result.end(), inner.begin(), inner.end());
        }
    };
    if (const auto* options = types::as<UnionType>(type)) {
        add_all(options->items);
        return {union_of(ck, result)};
    }
    if (const auto* tuple = types::as<TupleType>(type)) {
        add_all(tuple->items);
        return result;
    }
    const auto* instance = types::as<Instance>(type);
    if (instance != nullptr && is_instance_of(ck, type, "builtins.tuple") &&
        !instance->args.empty()) {
        return {instance->args[0]};
    }
    return {type};
}

}  // namespace

std::optional<TypeRange> type_range_of(CheckContext& ck, TypePtr type) {
    type = proper(ck, type);
    if (const auto* variable = types::as<TypeVarType>(type)) {
        type = proper(ck, variable->upper_bound);
    }
    if (const auto* options = types::as<UnionType>(type)) {
        std::vector<TypePtr> items;
        for (TypePtr item : options->items) {
            if (auto range = type_range_of(ck, item)) items.push_back(range->item);
        }
        return TypeRange{simplified_union(ck, items), true};
    }
    if (is_class_object(ck, type)) {
        const ClassInfo* info = types::type_object(ck.cx, type);
        if (info == nullptr) return std::nullopt;
        TypePtr filled = types::fill_typevars_with_any(ck.cx, *info);
        if (types::is<TupleType>(filled)) filled = types::erase_typevars(ck.cx, filled);
        return TypeRange{filled, false};
    }
    if (const auto* type_type = types::as<TypeType>(type)) {
        TypePtr item = proper(ck, type_type->item);
        const auto* instance = types::as<Instance>(item);
        const bool exact =
            types::is<NoneType>(item) || (instance != nullptr && info_of(ck, *instance).is_final);
        return TypeRange{type_type->item, !exact};
    }
    if (types::is<AnyType>(type)) return TypeRange{type, false};
    const auto* instance = types::as<Instance>(type);
    if (instance != nullptr) {
        const ClassInfo& info = info_of(ck, *instance);
        if (is_fullname(info, "builtins.type")) {
            return TypeRange{named_type(ck, known::builtins_object), true};
        }
        if (is_fullname(info, "types.UnionType") && !instance->args.empty()) {
            return TypeRange{types::make_union_type(ck.cx, instance->args), false};
        }
        if (is_fullname(info, "typing._SpecialForm")) return std::nullopt;
    }
    if (!types::is_subtype(ck.cx, named_type(ck, known::builtins_type), type)) {
        return TypeRange{never_type(ck), false};
    }
    return std::nullopt;
}

OptionalRanges isinstance_ranges(CheckContext& ck, NodeId expr, bool flatten_tuples) {
    if (is_kind(ck, expr, NodeKind::BinOp) && !ck.synthetic.holds(expr)) {
        syntax::BinOpView view = ck.tree.bin_op(expr);
        if (view.op == syntax::BinaryOperator::BitOr) {
            auto ranges_of = [&](NodeId side) -> OptionalRanges {
                if (is_none_literal(ck, side)) return TypeRanges{{none_type(ck), false}};
                return isinstance_ranges(ck, side, false);
            };
            OptionalRanges left = ranges_of(view.left);
            OptionalRanges right = ranges_of(view.right);
            if (!left || !right) return std::nullopt;
            left->insert(left->end(), right->begin(), right->end());
            return left;
        }
    }
    TypePtr type = lookup_type(ck, expr);
    // Operands of X | Y are checked as one type, so that one of them may not have a type of its
    // own.
    if (type == nullptr) type = accept(ck, expr);
    TypeRanges ranges;
    std::vector<TypePtr> items{type};
    if (flatten_tuples) items = flatten_if_tuple(ck, type);
    for (TypePtr item : items) {
        auto range = type_range_of(ck, item);
        if (!range) return std::nullopt;
        ranges.push_back(*range);
    }
    return ranges;
}

namespace {

/// Types of instances as types of classes; an empty map where that can't be said.
NarrowingMap to_class_types(CheckContext& ck, const NarrowingMap& map) {
    NarrowingMap converted;
    for (const auto& [node, type] : map.types) {
        TypePtr plain = type;
        if (const auto* variable = types::as<TypeVarType>(plain)) plain = variable->upper_bound;
        plain = proper(ck, plain);
        if (types::is<UninhabitedType>(plain)) {
            converted.put(node, type);
        } else if (types::is<UnionType>(plain) || types::is<Instance>(plain) ||
                   types::is<NoneType>(plain) || types::is<AnyType>(plain)) {
            converted.put(node, types::make_type_type(ck.cx, type));
        } else {
            return {};
        }
    }
    return converted;
}

}  // namespace

Narrowed infer_issubclass(CheckContext& ck, NodeId call, NodeId expr) {
    TypePtr type = lookup_type(ck, expr);
    OptionalRanges ranges = isinstance_ranges(ck, arguments_of(ck, call).nodes[1]);
    if (const auto* variable = types::as<TypeVarType>(type)) type = variable->upper_bound;
    type = proper(ck, type);
    if (const auto* options = types::as<UnionType>(type)) {
        std::vector<TypePtr> items;
        for (TypePtr item : options->items) {
            const auto* type_type = proper_as<TypeType>(ck, item);
            if (type_type == nullptr) return {};
            items.push_back(type_type->item);
        }
        type = types::make_union_type(ck.cx, ck.cx.arena.copy(items));
    } else if (const auto* type_type = types::as<TypeType>(type)) {
        type = type_type->item;
    } else if (const auto* instance = types::as<Instance>(type);
               instance != nullptr && types::is_metaclass(ck.cx, info_of(ck, *instance))) {
        type = named_type(ck, known::builtins_object);
    } else {
        return {};
    }
    ConditionalTypes found = conditional_types_with_intersection(ck, type, ranges, expr);
    Narrowed maps = maps_of(ck, expr, found.yes, found.no);
    return {to_class_types(ck, maps.yes), to_class_types(ck, maps.no)};
}

namespace {

bool stands_for_module(const Instance& type) {
    return type.extra != nullptr && type.extra->module != Name::Empty;
}

bool has_attribute(CheckContext& ck, TypePtr type, Name name) {
    if (is_any(ck, type)) return false;
    Filter filter(ck);
    MemberContext mx{ck, type, NodeId::None};
    mx.no_deferral = true;
    const auto* instance = proper_as<Instance>(ck, type);
    if (instance != nullptr && stands_for_module(*instance)) {
        // What a module has: ModuleType.__getattr__ would promise everything.
        mx.module = info_of(ck, *instance).id.module;
    }
    (void)analyze_member_access(mx, name, type);
    return !filter.has_errors();
}

const Instance* with_found_attribute(CheckContext& ck, const Instance& type, Name name,
                                     TypePtr attribute) {
    const Instance* changed = types::with_extra_attribute(ck.cx, type, name, attribute);
    if (!stands_for_module(type)) return changed;
    // It becomes a nameless module, in which attributes beyond those of the file may be found.
    auto* extra = ck.cx.arena.make<types::ExtraAttributes>(*changed->extra);
    extra->module = Name::Empty;
    return types::modified(ck.cx, *changed, [&](Instance& copy) { copy.extra = extra; });
}

}  // namespace

TypePtr add_any_attribute(CheckContext& ck, TypePtr type, Name name) {
    TypePtr plain = proper(ck, type);
    TypePtr any = any_type(ck, AnySource::Unannotated);
    if (const auto* instance = types::as<Instance>(plain)) {
        return with_found_attribute(ck, *instance, name, any);
    }
    if (const auto* tuple = types::as<TupleType>(plain)) {
        return types::with_fallback(
            ck.cx, *tuple,
            *types::with_extra_attribute(ck.cx, *tuple->partial_fallback, name, any));
    }
    if (const auto* callable = types::as<CallableType>(plain)) {
        return types::with_fallback(
            ck.cx, *callable, *types::with_extra_attribute(ck.cx, *callable->fallback, name, any));
    }
    const auto* type_type = types::as<TypeType>(plain);
    if (type_type != nullptr && types::is<Instance>(type_type->item)) {
        return types::make_type_type(ck.cx, add_any_attribute(ck, type_type->item, name),
                                     type_type->is_type_form);
    }
    if (const auto* variable = types::as<TypeVarType>(plain)) {
        std::vector<TypePtr> values;
        for (TypePtr value : variable->values) {
            values.push_back(add_any_attribute(ck, value, name));
        }
        return types::modified(ck.cx, *variable, [&](TypeVarType& copy) {
            copy.upper_bound = add_any_attribute(ck, variable->upper_bound, name);
            copy.values = ck.cx.arena.copy(values);
        });
    }
    const auto* options = types::as<UnionType>(plain);
    if (options == nullptr) return type;
    std::vector<TypePtr> items;
    std::vector<TypePtr> changed;
    for (TypePtr item : options->items) {
        if (has_attribute(ck, item, name)) {
            items.push_back(item);
        } else {
            changed.push_back(add_any_attribute(ck, item, name));
        }
    }
    items.insert(items.end(), changed.begin(), changed.end());
    return simplified_union(ck, items);
}

Narrowed narrow_hasattr(CheckContext& ck, NodeId expr, TypePtr type, Name name) {
    if (has_attribute(ck, type, name)) return maps_of(ck, expr, type, nullptr);
    TypePtr plain = proper(ck, type);
    if (const auto* options = types::as<UnionType>(plain)) {
        std::vector<TypePtr> without;
        for (TypePtr item : options->items) {
            if (!has_attribute(ck, item, name)) without.push_back(item);
        }
        return maps_of(ck, expr, add_any_attribute(ck, plain, name), simplified_union(ck, without));
    }
    TypePtr changed = add_any_attribute(ck, plain, name);
    if (types::is_equal(changed, plain)) return {};
    return maps_of(ck, expr, changed, nullptr);
}

}  // namespace krait::checker
