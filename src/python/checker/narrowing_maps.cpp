// narrowing_maps.cpp: maps of what conditions say, combined.

#include <algorithm>

#include "python/checker/facts.h"
#include "python/checker/narrowing.h"
#include "python/types/meet.h"

namespace krait::checker {

TypePtr NarrowingMap::find(NodeId expr) const {
    for (const auto& [node, type] : types) {
        if (node == expr) return type;
    }
    return nullptr;
}

void NarrowingMap::put(NodeId expr, TypePtr type) {
    for (auto& [node, known] : types) {
        if (node == expr) {
            known = type;
            return;
        }
    }
    types.emplace_back(expr, type);
}

void NarrowingMap::erase(NodeId expr) {
    std::erase_if(types, [&](const auto& entry) { return entry.first == expr; });
}

namespace {

/// The same place, spelt the same or not.
bool same_place(CheckContext& ck, NodeId left, NodeId right) {
    if (left == right) return true;
    KeyId key = key_of(ck, left);
    return key != KeyId::None && key == key_of(ck, right);
}

bool is_union_with_any(CheckContext& ck, TypePtr type) {
    const auto* options = types::as<UnionType>(type);
    return options != nullptr && std::any_of(options->items.begin(), options->items.end(),
                                             [&](TypePtr item) { return is_any(ck, item); });
}

}  // namespace

bool is_unreachable_map(CheckContext& ck, const NarrowingMap& map) {
    return std::any_of(map.types.begin(), map.types.end(), [&](const auto& entry) {
        return is_proper<UninhabitedType>(ck, entry.second);
    });
}

NarrowingMap and_maps(CheckContext& ck, const NarrowingMap& first, const NarrowingMap& second,
                      bool use_meet) {
    NarrowingMap result = second;
    for (const auto& [node, type] : first.types) {
        auto other = std::find_if(
            second.types.begin(), second.types.end(),
            [&, place = node](const auto& entry) { return same_place(ck, place, entry.first); });
        if (other == second.types.end()) {
            result.put(node, type);
        } else if (use_meet) {
            result.put(node, types::meet_types(ck.cx, type, other->second));
        } else if (is_proper<UninhabitedType>(ck, type)) {
            result.put(node, type);
        } else if (is_any(ck, other->second) && !is_union_with_any(ck, proper(ck, type))) {
            result.put(node, type);
        }
    }
    return result;
}

NarrowingMap or_maps(CheckContext& ck, const NarrowingMap& first, const NarrowingMap& second,
                     bool coalesce_any) {
    if (is_unreachable_map(ck, first)) return second;
    if (is_unreachable_map(ck, second)) return first;
    NarrowingMap result;
    for (const auto& [node, type] : first.types) {
        for (const auto& [other, other_type] : second.types) {
            if (!same_place(ck, node, other)) continue;
            const bool any_wins = coalesce_any && is_any(ck, type);
            result.put(node, any_wins ? type : simplified_union(ck, {type, other_type}));
        }
    }
    return result;
}

Narrowed reduce_maps(CheckContext& ck, const std::vector<Narrowed>& maps, bool use_meet) {
    if (maps.empty()) return {};
    Narrowed result = maps[0];
    for (std::size_t i = 1; i < maps.size(); ++i) {
        result.yes = and_maps(ck, result.yes, maps[i].yes, use_meet);
        result.no = or_maps(ck, result.no, maps[i].no);
    }
    return result;
}

NarrowingMap reduce_or(CheckContext& ck, const std::vector<NarrowingMap>& maps) {
    if (maps.empty()) return {};
    NarrowingMap result = maps[0];
    for (std::size_t i = 1; i < maps.size(); ++i) result = or_maps(ck, result, maps[i]);
    return result;
}

NarrowingMap reduce_and(CheckContext& ck, const std::vector<NarrowingMap>& maps, bool use_meet) {
    if (maps.empty()) return {};
    NarrowingMap result = maps[0];
    for (std::size_t i = 1; i < maps.size(); ++i) {
        if (!maps[i].empty()) result = and_maps(ck, result, maps[i], use_meet);
    }
    return result;
}

Narrowed maps_of(CheckContext& ck, NodeId expr, TypePtr yes, TypePtr no) {
    expr = collapse_walrus(ck, expr);
    Narrowed maps;
    if (yes != nullptr) maps.yes.put(expr, yes);
    if (no != nullptr) maps.no.put(expr, no);
    return maps;
}

void push_narrowing(CheckContext& ck, const NarrowingMap& map, bool from_assignment) {
    if (is_unreachable_map(ck, map)) {
        ck.binder->unreachable();
        return;
    }
    for (const auto& [node, type] : map.types) ck.binder->put(node, type, from_assignment);
}

}  // namespace krait::checker
