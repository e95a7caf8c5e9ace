// collections.cpp: displays of lists, sets, tuples and dicts. mypy checks them as calls of a
// made-up generic constructor, so that expected types reach the items; without an expected type
// there is a shorter way.

#include <algorithm>
#include <unordered_set>

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/precise_tuples.h"
#include "python/checker/report.h"
#include "python/checker/statements.h"
#include "python/types/erase.h"
#include "python/types/expand.h"
#include "python/types/join.h"
#include "python/types/known.h"
#include "python/types/variadic.h"

namespace krait::checker {

namespace {

bool allows_fast_literal(CheckContext& ck, TypePtr type) {
    if (types::is_recursive_alias(ck.cx, type)) return false;
    type = proper(ck, type);
    if (types::is<Instance>(type)) return true;
    const auto* tuple = types::as<TupleType>(type);
    return tuple != nullptr &&
           std::all_of(tuple->items.begin(), tuple->items.end(),
                       [&](TypePtr item) { return allows_fast_literal(ck, item); });
}

/// The types of a display's items, each once. Tables of thousands of texts are common, and each
/// text has a type of its own: so equals are found by their hash.
class DistinctTypes {
public:
    void add(TypePtr type) {
        if (seen_.insert(type).second) types_.push_back(type);
    }
    [[nodiscard]] const std::vector<TypePtr>& types() const { return types_; }

private:
    std::vector<TypePtr> types_;
    std::unordered_set<TypePtr, types::TypeHash, types::TypeEqual> seen_;
};

TypePtr first_or_join(CheckContext& ck, const DistinctTypes& distinct) {
    const std::vector<TypePtr>& items = distinct.types();
    if (items.size() == 1 && !ck.current_node_deferred) return items[0];
    TypePtr joined = types::join_type_list(ck.cx, ck.cx.arena.copy(items));
    return allows_fast_literal(ck, joined) ? joined : nullptr;
}

/// Without an expected type: the join of the items. Null where the long way must be gone.
TypePtr fast_container(CheckContext& ck, NodeId expr, std::string_view fullname) {
    auto elements = elements_of(ck, expr);
    if (ck.type_context.back() != nullptr || elements.empty() || ck.current_node_deferred) {
        return nullptr;
    }
    DistinctTypes items;
    for (NodeId element : elements) {
        if (is_starred(ck, element)) return nullptr;
        items.add(accept(ck, element));
    }
    TypePtr item = first_or_join(ck, items);
    return item == nullptr ? nullptr : named_generic_type(ck, fullname, {item});
}

TypePtr check_display(CheckContext& ck, NodeId expr, std::string_view fullname,
                      std::string_view tag) {
    if (TypePtr fast = fast_container(ck, expr, fullname)) return fast;
    const TypeVarType* item = artificial_type_var(ck, "T", -1, "<lst>");
    const CallableType* constructor = make_signature(
        ck, {{item, ArgKind::Star}}, named_generic_type(ck, fullname, {item}), base::intern(tag));
    constructor = with_variables(ck, *constructor, {item});
    Arguments args;
    for (NodeId element : elements_of(ck, expr)) {
        if (is_starred(ck, element)) {
            args.add(starred_value(ck, element), ArgKind::Star);
        } else {
            args.add(element);
        }
    }
    TypePtr made = check_call(ck, constructor, args, expr).type;
    return types::remove_instance_last_known_values(ck.cx, made);
}

}  // namespace

TypePtr check_list(CheckContext& ck, NodeId expr) {
    return check_display(ck, expr, "builtins.list", "<list>");
}

TypePtr check_set(CheckContext& ck, NodeId expr) {
    return check_display(ck, expr, "builtins.set", "<set>");
}

namespace {

bool is_tuple_like_instance(CheckContext& ck, TypePtr type) {
    const auto* instance = types::as<Instance>(type);
    return instance != nullptr && known::is_tuple_like(info_of(ck, *instance).fullname);
}

bool context_matches(CheckContext& ck, std::span<const NodeId> elements, const TupleType& type) {
    auto is_star = [&](NodeId element) { return is_starred(ck, element); };
    const auto stars = std::count_if(elements.begin(), elements.end(), is_star);
    auto unpack = types::find_unpack_in_list(type.items);
    if (!unpack) {
        return elements.size() - static_cast<std::size_t>(stars) <= type.items.size();
    }
    if (stars != 1 || elements.size() != type.items.size()) return false;
    auto star = std::find_if(elements.begin(), elements.end(), is_star);
    return static_cast<std::size_t>(star - elements.begin()) == *unpack;
}

/// Expected types of the items; none where nothing is expected.
std::vector<TypePtr> expected_items(CheckContext& ck, std::span<const NodeId> elements) {
    TypePtr context = proper(ck, ck.type_context.back());
    if (const auto* options = types::as<UnionType>(context)) {
        std::vector<TypePtr> tuples;
        for (TypePtr item : options->items) {
            item = proper(ck, item);
            const auto* tuple = types::as<TupleType>(item);
            if (tuple != nullptr ? context_matches(ck, elements, *tuple)
                                 : is_tuple_like_instance(ck, item)) {
                tuples.push_back(item);
            }
        }
        if (tuples.size() == 1) context = tuples[0];
    }
    const auto* tuple = types::as<TupleType>(context);
    if (tuple != nullptr && context_matches(ck, elements, *tuple)) {
        return {tuple->items.begin(), tuple->items.end()};
    }
    if (context != nullptr && is_tuple_like_instance(ck, context)) {
        const auto& instance = types::expect<Instance>(context);
        if (!instance.args.empty()) {
            return std::vector<TypePtr>(elements.size(), instance.args[0]);
        }
    }
    return {};
}

struct TupleItems {
    std::vector<TypePtr> items{};
    bool has_unpack = false;
    bool is_variadic = false;  // of unknown length: a homogeneous tuple is made instead
};

TupleItems check_tuple_items(CheckContext& ck, NodeId expr, std::span<const NodeId> elements) {
    std::vector<TypePtr> expected = expected_items(ck, elements);
    const bool unpack_expected =
        types::find_unpack_in_list(TypeList(expected.data(), expected.size())).has_value();
    const bool allows_unpack = unpack_expected || has_precise_tuples(ck);
    TupleItems result;
    std::size_t j = 0;
    for (NodeId element : elements) {
        if (!is_starred(ck, element)) {
            TypePtr context = j < expected.size() ? expected[j] : nullptr;
            if (context != nullptr) ++j;
            result.items.push_back(accept(ck, element, context));
            continue;
        }
        TypePtr context = nullptr;
        if (unpack_expected && j < expected.size()) {
            const auto* unpack = types::as<types::UnpackType>(expected[j]);
            if (unpack != nullptr) context = unpack->type;
        }
        TypePtr type = proper(ck, accept(ck, starred_value(ck, element), context));
        if (const auto* tuple = types::as<TupleType>(type)) {
            if (types::find_unpack_in_list(tuple->items)) {
                if (result.has_unpack) {
                    result.is_variadic = true;
                    return result;
                }
                result.has_unpack = true;
            }
            result.items.insert(result.items.end(), tuple->items.begin(), tuple->items.end());
            j += unpack_expected ? 1 : tuple->items.size();
            continue;
        }
        if (allows_unpack && !result.has_unpack && types::is<Instance>(type) &&
            type_is_iterable(ck, type)) {
            TypePtr item = iterable_item_type(ck, type, expr);
            result.items.push_back(
                types::make_unpack(ck.cx, named_generic_type(ck, known::builtins_tuple, {item})));
            result.has_unpack = true;
            continue;
        }
        result.is_variadic = true;
        return result;
    }
    return result;
}

}  // namespace

TypePtr check_tuple(CheckContext& ck, NodeId expr) {
    auto elements = elements_of(ck, expr);
    TupleItems found = check_tuple_items(ck, expr, elements);
    if (found.is_variadic) return check_display(ck, expr, "builtins.tuple", "<tuple>");
    TypePtr result = tuple_of(ck, found.items);
    return found.has_unpack ? types::expand_type(ck.cx, result, {}) : result;
}

namespace {

/// Keys and values of a display, or of `dict(a=1, **more)`, which is read as one.
struct DictEntries {
    std::vector<NodeId> keys;  ///< None: the value is unpacked
    std::vector<NodeId> values;
    bool is_call = false;
};

DictEntries entries_of(CheckContext& ck, NodeId expr) {
    if (is_kind(ck, expr, NodeKind::Dict)) {
        syntax::DictView view = ck.tree.dict(expr);
        return {{view.keys.begin(), view.keys.end()}, {view.values.begin(), view.values.end()}};
    }
    Arguments args = arguments_of(ck, expr);
    DictEntries entries{{}, args.nodes, true};
    for (std::size_t i = 0; i < args.size(); ++i) {
        const bool is_named = args.kinds[i] == ArgKind::Named;
        entries.keys.push_back(
            is_named ? make_value(ck,
                                  literal_instance(ck, types::LiteralKind::Str,
                                                   base::text_of(args.names[i]), "builtins.str"),
                                  args.nodes[i])
                     : NodeId::None);
    }
    return entries;
}

TypePtr fast_dict(CheckContext& ck, const DictEntries& view) {
    if (ck.type_context.back() != nullptr || view.values.empty() || ck.current_node_deferred) {
        return nullptr;
    }
    DistinctTypes keys;
    DistinctTypes values;
    const Instance* unpacked = nullptr;
    for (std::size_t i = 0; i < view.values.size(); ++i) {
        if (view.keys[i] == NodeId::None) {
            unpacked = proper_as<Instance>(ck, accept(ck, view.values[i]));
            if (unpacked == nullptr || unpacked->args.size() != 2 ||
                !is_instance_of(ck, unpacked, "builtins.dict")) {
                return nullptr;
            }
            continue;
        }
        keys.add(accept(ck, view.keys[i]));
        values.add(accept(ck, view.values[i]));
    }
    TypePtr key = first_or_join(ck, keys);
    if (key == nullptr) return nullptr;
    TypePtr value = first_or_join(ck, values);
    if (value == nullptr) return nullptr;
    if (unpacked != nullptr &&
        (!types::is_equal(unpacked->args[0], key) || !types::is_equal(unpacked->args[1], value))) {
        return nullptr;
    }
    return named_generic_type(ck, known::builtins_dict, {key, value});
}

}  // namespace

TypePtr check_dict(CheckContext& ck, NodeId expr) {
    if (TypePtr typed = check_typed_dict_display(ck, expr, ck.type_context.back())) return typed;
    const DictEntries view = entries_of(ck, expr);
    if (TypePtr fast = fast_dict(ck, view)) return fast;
    const TypeVarType* key = artificial_type_var(ck, "KT", -1, "<dict>");
    const TypeVarType* value = artificial_type_var(ck, "VT", -2, "<dict>");
    Arguments args;
    std::vector<Parameter> parameters;
    for (std::size_t i = 0; i < view.values.size(); ++i) {
        if (view.keys[i] == NodeId::None) {
            args.add(view.values[i]);
            parameters.push_back(
                {named_generic_type(ck, "_typeshed.SupportsKeysAndGetItem", {key, value})});
            continue;
        }
        NodeId from = view.is_call ? view.values[i] : view.keys[i];
        base::TextRange range{range_of(ck, from).start, range_of(ck, view.values[i]).end};
        args.add(make_tuple_expr(ck, {view.keys[i], view.values[i]}, range, from));
        parameters.push_back({tuple_of(ck, {key, value})});
    }
    const CallableType* constructor =
        make_signature(ck, parameters, named_generic_type(ck, known::builtins_dict, {key, value}),
                       base::intern("<dict>"));
    constructor = with_variables(ck, *constructor, {key, value});
    return check_call(ck, constructor, args, expr).type;
}

}  // namespace krait::checker
