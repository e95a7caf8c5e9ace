// narrowing_equality.cpp: `is`, `==`, `in` and their chains.

#include <algorithm>

#include "python/checker/calls.h"
#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/narrowing.h"
#include "python/types/maptype.h"
#include "python/types/meet.h"
#include "python/types/subtypes.h"
#include "python/types/variadic.h"

namespace krait::checker {

using syntax::CompareOperator;

namespace {

bool is_equality(CompareOperator op) {
    return op == CompareOperator::Eq || op == CompareOperator::NotEq;
}
bool is_identity(CompareOperator op) {
    return op == CompareOperator::Is || op == CompareOperator::IsNot;
}
bool is_negated(CompareOperator op) {
    return op == CompareOperator::IsNot || op == CompareOperator::NotEq ||
           op == CompareOperator::NotIn;
}

bool has_custom_eq(CheckContext& ck, TypePtr type) {
    return types::custom_special_method(ck.cx, type, base::intern("__eq__")) ||
           types::custom_special_method(ck.cx, type, base::intern("__ne__"));
}

bool is_enum_member_expression(CheckContext& ck, NodeId expr) {
    if (!is_kind(ck, expr, NodeKind::Attribute)) return false;
    NodeId value = ck.tree.attribute(expr).value;
    if (!is_kind(ck, value, NodeKind::Name)) return false;
    TypePtr parent = proper(ck, lookup_type(ck, value));
    TypePtr member = lookup_type(ck, expr);
    if (parent == nullptr || member == nullptr || !is_class_object(ck, parent)) return false;
    const auto* literal = proper_as<LiteralType>(ck, types::coerce_to_literal(ck.cx, member));
    const ClassInfo* info = types::type_object(ck.cx, parent);
    return literal != nullptr && info != nullptr && types::is_enum_literal(ck.cx, *literal) &&
           literal->fallback->type == info->id;
}

struct Operands {
    std::vector<NodeId> nodes{};
    std::vector<TypePtr> types{};
    std::vector<bool> narrowable{};
};

bool is_narrowable(CheckContext& ck, NodeId expr, TypePtr type) {
    if (literalness(ck, expr) != Literalness::Type || is_not_implemented_literal(ck, expr) ||
        is_enum_member_expression(ck, expr)) {
        return false;
    }
    TypePtr plain = proper(ck, type);
    if (is_class_object(ck, plain)) return false;
    const auto* type_type = types::as<TypeType>(plain);
    return type_type == nullptr || !is_proper<TypeVarType>(ck, type_type->item);
}

bool is_enum_instance(CheckContext& ck, TypePtr type) {
    const auto* instance = types::as<Instance>(type);
    return instance != nullptr && info_of(ck, *instance).is_enum;
}

/// Values of one class that equal values of another: `1 == 1.0`, StrEnum and str. Comparing such
/// types tells less than their names say.
struct EqualityInfo {
    std::vector<std::pair<std::string_view, std::string_view>> domains{};  // (domain, class)
    bool has_enum = false;
    bool is_top = false;
};

std::string_view domain_of(std::string_view fullname) {
    if (fullname == "builtins.str") return "str";
    if (fullname == "builtins.int" || fullname == "builtins.float" || fullname == "builtins.bool" ||
        fullname == "builtins.complex") {
        return "numeric";
    }
    if (fullname == "builtins.bytes" || fullname == "builtins.bytearray" ||
        fullname == "builtins.memoryview") {
        return "bytes";
    }
    if (fullname == "typing.Mapping" || fullname == "typing.AbstractSet") return fullname;
    return {};
}

void add_equality_info(CheckContext& ck, TypePtr type, EqualityInfo& info) {
    type = try_getting_literal(ck, type);
    if (const auto* literal = types::as<LiteralType>(type)) type = literal->fallback;
    if (const auto* options = types::as<UnionType>(type)) {
        for (TypePtr item : options->items) add_equality_info(ck, item, info);
        return;
    }
    if (const auto* variable = types::as<TypeVarType>(type)) {
        return add_equality_info(ck, types::values_or_bound(ck.cx, *variable), info);
    }
    if (types::is<AnyType>(type)) info.is_top = true;
    const auto* instance = types::as<Instance>(type);
    if (instance == nullptr) return;
    const ClassInfo& own = info_of(ck, *instance);
    if (is_fullname(own, "builtins.object")) {
        info.is_top = true;
        return;
    }
    for (symbols::DefId id : own.mro) {
        const ClassInfo* base = class_by_id(ck, id);
        if (base == nullptr) continue;
        std::string_view domain = domain_of(base::text_of(base->fullname));
        if (domain.empty()) continue;
        info.domains.emplace_back(domain, base::text_of(own.fullname));
        info.has_enum = info.has_enum || own.is_enum;
    }
}

bool is_equality_ambiguous(CheckContext& ck, TypePtr left, TypePtr right) {
    EqualityInfo l;
    EqualityInfo r;
    add_equality_info(ck, left, l);
    add_equality_info(ck, right, r);
    auto is_open = [](std::string_view domain) { return domain == "str" || domain == "numeric"; };
    if (l.is_top || r.is_top) {
        const EqualityInfo& other = l.is_top ? r : l;
        return other.has_enum &&
               std::any_of(other.domains.begin(), other.domains.end(),
                           [&](const auto& entry) { return is_open(entry.first); });
    }
    auto names_in = [](const EqualityInfo& info, std::string_view domain) {
        std::vector<std::string_view> names;
        for (const auto& [known, name] : info.domains) {
            if (known == domain && std::find(names.begin(), names.end(), name) == names.end()) {
                names.push_back(name);
            }
        }
        std::sort(names.begin(), names.end());
        return names;
    };
    for (const auto& entry : l.domains) {
        std::vector<std::string_view> theirs = names_in(r, entry.first);
        if (theirs.empty()) continue;
        if (names_in(l, entry.first) != theirs) return true;
        if (l.has_enum != r.has_enum) return true;
    }
    return false;
}

struct Partition {
    TypePtr narrowable = nullptr;
    TypePtr ambiguous = nullptr;
};

Partition partition_ambiguous(CheckContext& ck, TypePtr current, TypePtr target, bool identity) {
    if (identity) return {current, nullptr};
    TypePtr plain = proper(ck, current);
    std::vector<TypePtr> items{current};
    if (const auto* options = types::as<UnionType>(plain)) {
        TypeList relevant = types::relevant_items(ck.cx, *options);
        items.assign(relevant.begin(), relevant.end());
    }
    std::vector<TypePtr> narrowable;
    std::vector<TypePtr> ambiguous;
    for (TypePtr item : items) {
        (is_equality_ambiguous(ck, item, target) ? ambiguous : narrowable).push_back(item);
    }
    return {narrowable.empty() ? nullptr : union_of(ck, narrowable),
            ambiguous.empty() ? nullptr : union_of(ck, ambiguous)};
}

struct ValueNarrowing {
    CheckContext& ck;
    const Operands& operands;
    bool identity;
    bool coerce;

    [[nodiscard]] bool is_value(TypePtr type) const {
        type = proper(ck, type);
        return identity ? types::is_singleton_identity_type(ck.cx, type)
                        : types::is_singleton_equality_type(ck.cx, type);
    }
    [[nodiscard]] TypePtr target(std::size_t j) const {
        TypePtr type = operands.types[j];
        return coerce ? types::coerce_to_literal(ck.cx, type) : type;
    }
    /// What the comparison with `target` says of a value of type `current`.
    [[nodiscard]] ConditionalTypes compare(TypePtr current, TypePtr target_type,
                                           bool with_default) const {
        Partition parts = partition_ambiguous(ck, current, target_type, identity);
        if (parts.narrowable == nullptr) return {parts.ambiguous, parts.ambiguous};
        TypePtr narrowable = types::try_expanding_sum_type_to_union(
            ck.cx, types::coerce_to_literal(ck.cx, parts.narrowable));
        ConditionalOptions options;
        options.from_equality = true;
        if (with_default) options.default_type = narrowable;
        ConditionalTypes found =
            conditional_types(ck, narrowable, TypeRanges{{target_type, false}}, options);
        if (parts.ambiguous != nullptr) {
            found.yes = simplified_union(
                ck, {found.yes != nullptr ? found.yes : narrowable, parts.ambiguous});
            found.no = simplified_union(
                ck, {found.no != nullptr ? found.no : narrowable, parts.ambiguous});
        }
        return found;
    }
};

struct CollectedMaps {
    std::vector<NarrowingMap> yes{};
    std::vector<NarrowingMap> no{};
};

void narrow_plain(const ValueNarrowing& values, std::size_t i, std::size_t j, CollectedMaps& maps) {
    CheckContext& ck = values.ck;
    TypePtr target = values.target(j);
    ConditionalTypes found = values.compare(values.operands.types[i], target, false);
    Narrowed one = maps_of(ck, values.operands.nodes[i], found.yes, found.no);
    if (values.is_value(target)) {
        maps.yes.push_back(one.yes);
        maps.no.push_back(one.no);
    } else if ((ck.options.warn_unreachable && !ck.scopes.empty()) ||
               !is_unreachable_map(ck, one.yes)) {
        maps.yes.push_back(one.yes);
    }
}

/// One operand has an __eq__ of its own: only what it says "no" to by value is known.
void narrow_custom(const ValueNarrowing& values, const std::vector<std::size_t>& indices,
                   const std::vector<bool>& custom, std::size_t i, CollectedMaps& maps) {
    CheckContext& ck = values.ck;
    NodeId node = values.operands.nodes[i];
    const auto* options = proper_as<UnionType>(ck, values.operands.types[i]);
    if (options == nullptr) {
        for (std::size_t j : indices) {
            if (custom[j]) continue;
            TypePtr target = values.target(j);
            if (!values.is_value(target)) continue;
            ConditionalOptions how;
            how.from_equality = true;
            ConditionalTypes found =
                conditional_types(ck, values.operands.types[i], TypeRanges{{target, false}}, how);
            maps.no.push_back(maps_of(ck, node, found.yes, found.no).no);
        }
        return;
    }
    std::vector<NarrowingMap> yes;
    std::vector<NarrowingMap> no;
    for (TypePtr item : options->items) {
        if (has_custom_eq(ck, item)) yes.push_back(maps_of(ck, node, item, nullptr).yes);
        item = types::coerce_to_literal(ck.cx, types::try_expanding_sum_type_to_union(ck.cx, item));
        for (std::size_t j : indices) {
            if (custom[j]) {
                if (i == j) continue;
                const bool drops_none =
                    types::is_overlapping_none(ck.cx, item) &&
                    !types::is_overlapping_none(ck.cx, values.operands.types[j]);
                TypePtr kept = drops_none ? types::remove_optional(ck.cx, item) : item;
                yes.push_back(maps_of(ck, node, kept, nullptr).yes);
                continue;
            }
            TypePtr target = values.target(j);
            ConditionalTypes found = values.compare(item, target, true);
            Narrowed one = maps_of(ck, node, found.yes, found.no);
            if (!is_any(ck, item)) yes.push_back(one.yes);
            if (values.is_value(target)) no.push_back(one.no);
        }
    }
    maps.yes.push_back(reduce_or(ck, yes));
    maps.no.push_back(reduce_or(ck, no));
}

/// `type(x) == C` and `x.__class__ is C` speak of x.
void narrow_by_class(CheckContext& ck, const Operands& operands,
                     const std::vector<std::size_t>& indices, CollectedMaps& maps) {
    for (std::size_t i : indices) {
        NodeId node = operands.nodes[i];
        NodeId object = NodeId::None;
        if (is_kind(ck, node, NodeKind::Call)) {
            syntax::CallView view = ck.tree.call(node);
            if (view.args.size() == 1 && view.keywords.empty() &&
                refers_to(ck, view.func, "builtins.type")) {
                object = view.args[0];
            }
        } else if (is_kind(ck, node, NodeKind::Attribute) &&
                   is_text(ck.tree.attribute(node).attr, "__class__")) {
            object = ck.tree.attribute(node).value;
        }
        if (object == NodeId::None) continue;
        const auto* own = proper_as<TypeType>(ck, operands.types[i]);
        if (own != nullptr && is_proper<TypeVarType>(ck, own->item)) continue;
        for (std::size_t j : indices) {
            if (i == j) continue;
            auto range = type_range_of(ck, operands.types[j]);
            if (!range || is_any(ck, range->item)) continue;
            TypePtr current = lookup_type(ck, object);
            if (current == nullptr) continue;
            ConditionalTypes found =
                conditional_types_with_intersection(ck, current, TypeRanges{*range}, object);
            if (found.yes != nullptr && !range->is_upper_bound &&
                !types::is_equivalent(ck.cx, found.yes, range->item)) {
                found.yes = never_type(ck);
            }
            Narrowed one = maps_of(ck, object, found.yes, found.no);
            const auto* info = types::as<ClassInfo>(definition_of(ck, operands.nodes[j]));
            maps.yes.push_back(one.yes);
            if (info != nullptr && info->is_final) maps.no.push_back(one.no);
        }
    }
}

Narrowed narrow_by_value(CheckContext& ck, const Operands& operands,
                         const std::vector<std::size_t>& indices, bool identity) {
    ValueNarrowing values{ck, operands, identity, identity};
    std::vector<bool> custom(operands.nodes.size(), false);
    if (!identity) {
        for (std::size_t i : indices) {
            TypePtr type = proper(ck, operands.types[i]);
            if (types::is_literal_type_like(ck.cx, type) || is_enum_instance(ck, type)) {
                values.coerce = true;
            }
            custom[i] = has_custom_eq(ck, operands.types[i]);
        }
    }
    CollectedMaps maps;
    for (std::size_t i : indices) {
        if (!operands.narrowable[i] || custom[i]) continue;
        for (std::size_t j : indices) {
            if (i != j && !custom[j]) narrow_plain(values, i, j, maps);
        }
    }
    for (std::size_t i : indices) {
        if (custom[i] && operands.narrowable[i]) narrow_custom(values, indices, custom, i, maps);
    }
    narrow_by_class(ck, operands, indices, maps);
    return {reduce_and(ck, maps.yes, operands.nodes.size() > 2), reduce_or(ck, maps.no)};
}

/// The types of the items in a container whose items are known one by one.
std::optional<std::vector<TypePtr>> known_items(CheckContext& ck, NodeId container, TypePtr type) {
    const auto* tuple = proper_as<TupleType>(ck, type);
    if (tuple != nullptr && !types::find_unpack_in_list(tuple->items)) {
        return std::vector<TypePtr>(tuple->items.begin(), tuple->items.end());
    }
    std::vector<NodeId> nodes;
    const NodeKind kind = kind_of(ck, container);
    if (kind == NodeKind::List || kind == NodeKind::Set) {
        auto elements = elements_of(ck, container);
        nodes.assign(elements.begin(), elements.end());
    } else if (kind == NodeKind::Dict) {
        syntax::DictView view = ck.tree.dict(container);
        nodes.assign(view.keys.begin(), view.keys.end());
    } else {
        return std::nullopt;
    }
    std::vector<TypePtr> types;
    for (NodeId node : nodes) {
        if (node == NodeId::None || is_starred(ck, node)) return std::nullopt;
        TypePtr item = lookup_type(ck, node);
        if (item == nullptr) return std::nullopt;
        types.push_back(item);
    }
    return types;
}

TypePtr builtin_item_type(CheckContext& ck, TypePtr type) {
    type = proper(ck, type);
    const auto* instance = types::as<Instance>(type);
    if (instance != nullptr) {
        static constexpr std::string_view kContainers[] = {"builtins.list",
                                                           "builtins.tuple",
                                                           "builtins.dict",
                                                           "builtins.frozendict",
                                                           "builtins.set",
                                                           "builtins.frozenset",
                                                           "_collections_abc.dict_keys",
                                                           "typing.KeysView"};
        std::string_view name = base::text_of(info_of(ck, *instance).fullname);
        const bool known = std::find(std::begin(kContainers), std::end(kContainers), name) !=
                           std::end(kContainers);
        if (!known || instance->args.empty() || is_any(ck, instance->args[0])) return nullptr;
        return instance->args[0];
    }
    if (types::is<TypedDictType>(type)) return named_type(ck, known::builtins_str);
    const auto* tuple = types::as<TupleType>(type);
    if (tuple == nullptr) return nullptr;
    std::vector<TypePtr> items;
    for (TypePtr item : tuple->items) {
        if (const auto* unpack = types::as<types::UnpackType>(item)) {
            TypePtr unpacked = proper(ck, unpack->type);
            if (const auto* variable = types::as<types::TypeVarTupleType>(unpacked)) {
                unpacked = proper(ck, variable->upper_bound);
            }
            const auto* repeated = types::as<Instance>(unpacked);
            if (repeated == nullptr || repeated->args.empty()) return nullptr;
            item = repeated->args[0];
        }
        if (is_any(ck, item)) return nullptr;
        items.push_back(item);
    }
    return types::make_simplified_union(ck.cx, items);
}

/// `key in td`: which TypedDicts of a union have the key.
Narrowed narrow_container(CheckContext& ck, NodeId node, TypePtr item, TypePtr container) {
    std::vector<TypePtr> possible{proper(ck, container)};
    if (const auto* options = types::as<UnionType>(possible[0])) {
        TypeList relevant = types::relevant_items(ck.cx, *options);
        possible.assign(relevant.begin(), relevant.end());
    }
    auto keys = types::try_getting_str_literals(ck.cx, item);
    std::vector<TypePtr> yes;
    std::vector<TypePtr> no;
    for (TypePtr one : possible) {
        const auto* variable = proper_as<TypeVarType>(ck, one);
        const auto* dict =
            proper_as<TypedDictType>(ck, variable != nullptr ? variable->upper_bound : one);
        if (!keys || dict == nullptr) {
            yes.push_back(one);
            no.push_back(one);
            continue;
        }
        for (Name key : *keys) {
            auto found = std::find_if(dict->items.begin(), dict->items.end(),
                                      [&](const auto& entry) { return entry.name == key; });
            const bool is_absent = found == dict->items.end();
            const bool is_final = info_of(ck, *dict->fallback).is_final;
            if (!is_absent && found->required) {
                yes.push_back(one);
            } else if (is_absent ? dict->is_closed || is_final
                                 : is_proper<UninhabitedType>(ck, found->type)) {
                no.push_back(one);
            } else {
                yes.push_back(one);
                no.push_back(one);
            }
        }
    }
    return maps_of(ck, node, union_of(ck, yes), union_of(ck, no));
}

Narrowed narrow_by_in(CheckContext& ck, const Operands& operands, std::size_t left,
                      std::size_t right) {
    Narrowed result;
    TypePtr item = operands.types[left];
    TypePtr container = operands.types[right];
    auto compare = [&](TypePtr known) {
        Operands pair{{operands.nodes[left], operands.nodes[right]}, {item, known}, {true, false}};
        return narrow_by_value(ck, pair, {0, 1}, false);
    };
    if (operands.narrowable[left]) {
        auto known = known_items(ck, collapse_walrus(ck, operands.nodes[right]), container);
        if (known) {
            std::vector<NarrowingMap> yes;
            std::vector<NarrowingMap> no;
            for (TypePtr one : *known) {
                TypePtr plain = proper(ck, one);
                if ((types::is_literal_type_like(ck.cx, plain) || is_enum_instance(ck, plain)) &&
                    !has_custom_eq(ck, plain)) {
                    one = types::coerce_to_literal(ck.cx, one);
                }
                Narrowed maps = compare(one);
                yes.push_back(maps.yes);
                if (types::is_singleton_equality_type(ck.cx, proper(ck, one))) {
                    no.push_back(maps.no);
                }
            }
            result = {reduce_or(ck, yes), reduce_and(ck, no, true)};
        } else if (TypePtr all = builtin_item_type(ck, container)) {
            result.yes = compare(proper(ck, all)).yes;
        }
    }
    if (operands.narrowable[right]) {
        Narrowed maps = narrow_container(ck, operands.nodes[right], item, container);
        for (const auto& [node, type] : maps.yes.types) result.yes.put(node, type);
        for (const auto& [node, type] : maps.no.types) result.no.put(node, type);
    }
    return result;
}

struct ComparisonGroup {
    CompareOperator op;
    std::vector<std::size_t> indices;
};

/// `a == b == c` is one group; other operators stand alone.
std::vector<ComparisonGroup> group_operands(const syntax::CompareView& view) {
    std::vector<ComparisonGroup> groups;
    for (std::size_t i = 0; i < view.comparators.size(); ++i) {
        CompareOperator op = view.op(i);
        const bool chains = op == CompareOperator::Eq || op == CompareOperator::Is;
        if (chains && !groups.empty() && groups.back().op == op) {
            groups.back().indices.push_back(i + 1);
        } else {
            groups.push_back({op, {i, i + 1}});
        }
    }
    return groups;
}

/// Chains of `==` and `is` are looked at last, when the other comparisons have said what they know.
std::vector<ComparisonGroup> in_order_of_use(std::vector<ComparisonGroup> groups,
                                             const Operands& operands) {
    auto rank = [&](const ComparisonGroup& group) {
        const bool chains = group.op == CompareOperator::Eq || group.op == CompareOperator::Is;
        const bool narrows =
            chains && std::any_of(group.indices.begin(), group.indices.end(),
                                  [&](std::size_t i) { return operands.narrowable[i]; });
        if (!narrows) return 0;
        return group.op == CompareOperator::Eq ? 1 : 2;
    };
    std::stable_sort(groups.begin(), groups.end(),
                     [&](const auto& left, const auto& right) { return rank(left) < rank(right); });
    return groups;
}

/// What one comparison of a chain finds out holds for those after it, as with `and`.
void propagate_forward(CheckContext& ck, const NarrowingMap& known, Operands& operands) {
    for (const auto& [node, type] : known.types) {
        const KeyId key = key_of(ck, node);
        if (key == KeyId::None) continue;
        for (std::size_t i = operands.nodes.size(); i-- > 0;) {
            if (!operands.narrowable[i] || key_of(ck, operands.nodes[i]) != key) continue;
            operands.types[i] = types::meet_types(ck.cx, operands.types[i], type);
            break;
        }
    }
}

}  // namespace

Narrowed narrow_by_equality(CheckContext& ck, NodeId expr, TypePtr type, TypePtr value, NodeId at) {
    Operands operands{{expr, make_value(ck, value, at)}, {type, value}, {true, false}};
    return narrow_by_value(ck, operands, {0, 1}, false);
}

Narrowed narrow_comparison(CheckContext& ck, NodeId compare) {
    syntax::CompareView view = ck.tree.compare(compare);
    Operands operands;
    operands.nodes.push_back(collapse_walrus(ck, view.left));
    for (NodeId one : view.comparators) operands.nodes.push_back(collapse_walrus(ck, one));
    for (NodeId node : operands.nodes) {
        TypePtr type = lookup_type(ck, node);
        if (type == nullptr) return {};
        operands.types.push_back(type);
        operands.narrowable.push_back(is_narrowable(ck, node, type));
    }
    std::vector<ComparisonGroup> groups = in_order_of_use(group_operands(view), operands);
    std::vector<Narrowed> all;
    bool any = false;
    for (const ComparisonGroup& group : groups) {
        Narrowed maps;
        if (is_equality(group.op) || is_identity(group.op)) {
            maps = narrow_by_value(ck, operands, group.indices, is_identity(group.op));
        } else if (group.op == CompareOperator::In || group.op == CompareOperator::NotIn) {
            maps = narrow_by_in(ck, operands, group.indices[0], group.indices[1]);
        }
        if (is_negated(group.op)) std::swap(maps.yes, maps.no);
        any = any || !maps.yes.empty() || !maps.no.empty();
        if (groups.size() > 1) propagate_forward(ck, maps.yes, operands);
        all.push_back(std::move(maps));
    }
    if (any) return reduce_maps(ck, all, true);
    return reduce_maps(ck, narrow_tuple_length(ck, compare), true);
}

}  // namespace krait::checker
