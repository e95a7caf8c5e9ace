// narrowing_parents.cpp: `x.kind == "a"` says something of x too, if x is a union.

#include <algorithm>

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/members.h"
#include "python/checker/narrowing.h"
#include "python/types/meet.h"

namespace krait::checker {

namespace {

/// The part's type on one item of the parent's union; null if the item has no such part.
TypePtr replay_member(CheckContext& ck, NodeId parent, Name name, TypePtr item) {
    Filter filter(ck);
    TypePtr found = analyze_member_access({ck, item, parent}, name, item);
    return filter.has_errors() ? nullptr : found;
}

TypePtr replay_index(CheckContext& ck, TypePtr index, TypePtr item) {
    if (auto keys = types::try_getting_str_literals(ck.cx, index)) {
        const auto* dict = types::as<TypedDictType>(item);
        if (dict == nullptr) return nullptr;
        std::vector<TypePtr> values;
        for (Name key : *keys) {
            auto found = std::find_if(dict->items.begin(), dict->items.end(),
                                      [&](const auto& entry) { return entry.name == key; });
            if (found == dict->items.end()) return nullptr;
            values.push_back(found->type);
        }
        return simplified_union(ck, values);
    }
    const auto* literal = types::as<LiteralType>(try_getting_literal(ck, index));
    auto number = literal == nullptr ? std::nullopt : int_of_literal(*literal);
    if (!number) return nullptr;
    if (const auto* tuple = types::as<TupleType>(item)) {
        const auto count = static_cast<std::int64_t>(tuple->items.size());
        const std::int64_t at = *number < 0 ? *number + count : *number;
        return at >= 0 && at < count ? tuple->items[static_cast<std::size_t>(at)] : nullptr;
    }
    const auto* instance = types::as<Instance>(item);
    if (instance == nullptr || instance->args.empty()) return nullptr;
    std::string_view name = base::text_of(info_of(ck, *instance).fullname);
    return name == "builtins.list" || name == "builtins.tuple" ? instance->args[0] : nullptr;
}

NarrowingMap refine_parents(CheckContext& ck, NodeId expr, TypePtr type) {
    NarrowingMap output;
    while (!ck.synthetic.holds(expr)) {
        NodeId parent = NodeId::None;
        Name member = Name::Empty;
        TypePtr index = nullptr;
        if (is_unresolved_member(ck, expr)) {
            syntax::AttributeView view = ck.tree.attribute(expr);
            parent = collapse_walrus(ck, view.value);
            member = view.attr;
        } else if (is_kind(ck, expr, NodeKind::Subscript)) {
            syntax::SubscriptView view = ck.tree.subscript(expr);
            parent = collapse_walrus(ck, view.value);
            index = lookup_type(ck, view.slice);
            if (index == nullptr) return output;
        } else {
            return output;
        }
        const auto* options = proper_as<UnionType>(ck, lookup_type(ck, parent));
        if (options == nullptr) return output;
        std::vector<TypePtr> kept;
        for (TypePtr item : types::flatten_nested_unions(ck.cx, options->items)) {
            TypePtr plain = proper(ck, item);
            TypePtr part = member != Name::Empty ? replay_member(ck, parent, member, plain)
                                                 : replay_index(ck, index, plain);
            if (part == nullptr) return output;
            if (types::is_overlapping_types(ck.cx, part, type)) kept.push_back(item);
        }
        if (kept.empty()) return output;
        expr = parent;
        type = simplified_union(ck, kept);
        output.put(parent, type);
    }
    return output;
}

}  // namespace

NarrowingMap propagate_to_parents(CheckContext& ck, const NarrowingMap& map) {
    std::vector<NarrowingMap> all{map};
    for (const auto& [expr, type] : map.types) all.push_back(refine_parents(ck, expr, type));
    return reduce_and(ck, all, true);
}

}  // namespace krait::checker
