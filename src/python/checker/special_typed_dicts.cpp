// special_typed_dicts.cpp
//
// get, pop, setdefault, update, `|` and `del` of TypedDicts. Where the key is a known string, the
// item's type is what the method is about: first as context for the other argument, then as result.

#include <algorithm>

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/report.h"
#include "python/checker/special_calls.h"
#include "python/types/format.h"
#include "python/types/subtypes.h"
#include "python/types/typed_dict_items.h"

namespace krait::checker {

namespace {

bool is_empty_display(const CheckContext& ck, NodeId node) {
    return node != NodeId::None && is_kind(ck, node, NodeKind::Dict) &&
           ck.tree.dict(node).values.empty();
}

const TypedDictType* with_items(CheckContext& ck, const TypedDictType& type,
                                std::vector<types::TypedDictItem> items) {
    std::span<const types::TypedDictItem> copy = ck.cx.arena.copy(items);
    return types::modified(ck.cx, type, [&](TypedDictType& made) { made.items = copy; });
}

template <class Requires>
const TypedDictType* with_required(CheckContext& ck, const TypedDictType& type,
                                   Requires&& is_required) {
    std::vector<types::TypedDictItem> items(type.items.begin(), type.items.end());
    for (types::TypedDictItem& item : items) item.required = is_required(item);
    return with_items(ck, type, std::move(items));
}

const TypedDictType* without_required(CheckContext& ck, const TypedDictType& type) {
    return with_required(ck, type, [](const types::TypedDictItem&) { return false; });
}

/// The item that a call `method("key", default)` is about; null if it is called otherwise.
const types::TypedDictItem* item_with_default(CheckContext& ck, const PendingCall& call) {
    const auto* type = types::as<TypedDictType>(call.object_type);
    if (type == nullptr || call.signature.parameters.size() != 2) return nullptr;
    if (call.count(0) != 1 || call.count(1) != 1) return nullptr;
    if (!is_kind(ck, call.node(0), NodeKind::Str)) return nullptr;
    return types::find_item(*type, base::intern(ck.tree.str_value(call.node(0))));
}

const CallableType* with_types(CheckContext& ck, const CallableType& signature, TypePtr first,
                               TypePtr second) {
    std::vector<Parameter> parameters(signature.parameters.begin(), signature.parameters.end());
    parameters[0].type = first;
    if (second != nullptr) parameters[1].type = second;
    return with_parameters(ck, signature, parameters);
}

std::optional<std::vector<Name>> keys_of(CheckContext& ck, NodeId node, TypePtr type) {
    if (is_kind(ck, node, NodeKind::Str)) {
        return std::vector<Name>{base::intern(ck.tree.str_value(node))};
    }
    auto keys = types::try_getting_str_literals(ck.cx, type);
    if (!keys) return std::nullopt;
    return std::vector<Name>(keys->begin(), keys->end());
}

/// The keys, or a complaint that they are unknown.
std::optional<std::vector<Name>> literal_keys(CheckContext& ck, const CheckedCall& call) {
    auto keys = keys_of(ck, call.node(0), call.type(0));
    if (!keys) {
        fail(ck, call.node(0), messages::texts::kTypeddictKeyMustBeStringLiteral);
    }
    return keys;
}

TypePtr error_type(CheckContext& ck) {
    return any_type(ck, AnySource::FromError);
}

}  // namespace

// --- get

const CallableType* typed_dict_get_signature(CheckContext& ck, const PendingCall& call) {
    const types::TypedDictItem* item = item_with_default(ck, call);
    if (item == nullptr || call.signature.variables.size() != 1) return &call.signature;
    TypePtr value = proper(ck, item->type);
    const auto* inner = types::as<TypedDictType>(value);
    if (inner != nullptr && is_empty_display(ck, call.node(1))) {
        value = without_required(ck, *inner);
    }
    // The variable accepts anything; the item's type is there as context for the default.
    TypePtr wanted = simplified_union(ck, {value, call.signature.variables[0]});
    return with_types(ck, call.signature, call.signature.parameters[0].type, wanted);
}

TypePtr typed_dict_get_result(CheckContext& ck, const CheckedCall& call) {
    TypePtr declared = call.callee.ret_type;
    const auto* type = types::as<TypedDictType>(call.object_type);
    if (type == nullptr || call.count(0) != 1) return declared;
    auto keys = keys_of(ck, call.node(0), call.type(0));
    if (!keys || call.count(1) > 1) return declared;
    NodeId default_node = call.count(1) == 1 ? call.node(1) : NodeId::None;
    TypePtr default_type = call.count(1) == 1 ? call.type(1) : none_type(ck);

    std::vector<TypePtr> results;
    bool has_default = false;
    for (Name key : *keys) {
        const types::TypedDictItem* item = types::find_item(*type, key);
        if (item == nullptr) {
            if (!type->is_closed) return declared;
            has_default = true;
            continue;
        }
        const auto* inner = proper_as<TypedDictType>(ck, item->type);
        if (!item->required && inner != nullptr && is_empty_display(ck, default_node)) {
            results.push_back(without_required(ck, *inner));
            continue;
        }
        results.push_back(item->type);
        has_default = has_default || !item->required;
    }
    if (has_default) {
        std::erase_if(results, [&](TypePtr one) { return types::is_equal(one, default_type); });
        results.push_back(default_type);
    }
    return simplified_union(ck, results);
}

// --- pop

const CallableType* typed_dict_pop_signature(CheckContext& ck, const PendingCall& call) {
    if (call.signature.parameters.size() < 2) {
        return call.signature.parameters.empty()
                   ? &call.signature
                   : with_types(ck, call.signature, named_type(ck, known::builtins_str), nullptr);
    }
    const Instance* key = named_type(ck, known::builtins_str);
    const types::TypedDictItem* item = item_with_default(ck, call);
    if (item == nullptr || call.signature.variables.size() != 1) {
        return with_types(ck, call.signature, key, nullptr);
    }
    TypePtr wanted = simplified_union(ck, {item->type, call.signature.variables[0]});
    return with_result(ck, *with_types(ck, call.signature, key, wanted), wanted);
}

TypePtr typed_dict_pop_result(CheckContext& ck, const CheckedCall& call) {
    const auto* type = types::as<TypedDictType>(call.object_type);
    if (type == nullptr || call.count(0) != 1) return call.callee.ret_type;
    auto keys = literal_keys(ck, call);
    if (!keys) return error_type(ck);
    std::vector<TypePtr> results;
    for (Name key : *keys) {
        const types::TypedDictItem* item = types::find_item(*type, key);
        if (item != nullptr && (item->required || item->readonly)) {
            report_typed_dict_key_not_deletable(ck, *type, key, call.node(0));
        }
        if (item == nullptr) {
            report_typed_dict_key_not_found(ck, *type, key, call.node(0), false);
            return error_type(ck);
        }
        results.push_back(item->type);
    }
    if (call.count(1) == 0) return simplified_union(ck, results);
    if (call.map.size() != 2 || call.count(1) != 1) return call.callee.ret_type;
    results.push_back(call.type(1));
    return simplified_union(ck, results);
}

// --- setdefault

const CallableType* typed_dict_setdefault_signature(CheckContext& ck, const PendingCall& call) {
    if (call.signature.parameters.size() < 2) return &call.signature;
    const types::TypedDictItem* item = item_with_default(ck, call);
    return with_types(ck, call.signature, named_type(ck, known::builtins_str),
                      item != nullptr ? item->type : nullptr);
}

TypePtr typed_dict_setdefault_result(CheckContext& ck, const CheckedCall& call) {
    const auto* type = types::as<TypedDictType>(call.object_type);
    if (type == nullptr || call.map.size() != 2 || call.count(0) != 1 || call.count(1) != 1) {
        return call.callee.ret_type;
    }
    auto keys = literal_keys(ck, call);
    if (!keys) return error_type(ck);
    report_readonly_keys(ck, *type, *keys, call.node(0));
    std::vector<TypePtr> results;
    for (Name key : *keys) {
        const types::TypedDictItem* item = types::find_item(*type, key);
        if (item == nullptr) {
            report_typed_dict_key_not_found(ck, *type, key, call.node(0), false);
            return error_type(ck);
        }
        // The key may be known only now, so that the signature could not ask for the item's type.
        if (!types::is_subtype(ck.cx, call.type(1), item->type)) {
            fail_lazily(ck, call.node(1), messages::codes::kTypeddictItem, [&] {
                return concat(
                    {"Argument 2 to \"setdefault\" of \"TypedDict\" has incompatible "
                     "type ",
                     types::format_type(ck.cx, call.type(1)), "; expected ",
                     types::format_type(ck.cx, item->type)});
            });
            return error_type(ck);
        }
        results.push_back(item->type);
    }
    return simplified_union(ck, results);
}

// --- update, |, |=

namespace {

/// `type` as it must be to be merged with `given`, whose required keys stay required.
const TypedDictType* mergeable(CheckContext& ck, const TypedDictType& type,
                               const TypedDictType& given) {
    const TypedDictType* made = with_required(ck, type, [&](const types::TypedDictItem& item) {
        const types::TypedDictItem* other = types::find_item(given, item.name);
        return item.required || (other != nullptr && other->required);
    });
    if (ck.options.extra_checks) return made;
    std::vector<types::TypedDictItem> items;
    for (const types::TypedDictItem& item : made->items) {
        if (types::find_item(given, item.name) != nullptr) items.push_back(item);
    }
    return with_items(ck, *made, std::move(items));
}

TypePtr given_type(CheckContext& ck, const PendingCall& call, const TypedDictType& wanted) {
    // Only read-only keys are reported now; the rest is when the call is checked.
    Filter filter(ck, {.save = true});
    std::string_view name = base::text_of(call.signature.name);
    bool mutates = name == "update of TypedDict" || name == "__ior__ of TypedDict";
    TypePtr type = nullptr;
    {
        Restore mutated(ck.mutated_typed_dict, mutates ? &wanted : nullptr);
        type = proper(ck, accept(ck, call.node(0), &wanted));
    }
    filter.close();
    for (const messages::Diagnostic& found : filter.saved()) {
        bool is_readonly =
            std::string_view(found.code) == messages::codes::kTypeddictReadonlyMutated;
        if (is_readonly) ck.reporter.add(found);
    }
    return type;
}

}  // namespace

const CallableType* typed_dict_update_signature(CheckContext& ck, const PendingCall& call) {
    const auto* type = types::as<TypedDictType>(call.object_type);
    if (type == nullptr || call.signature.parameters.size() != 1) return &call.signature;
    const auto* declared = proper_as<TypedDictType>(ck, call.signature.parameters[0].type);
    if (declared == nullptr) return &call.signature;
    const Instance* fallback = types::anonymous_fallback(ck.cx, *declared);
    const TypedDictType* wanted =
        types::modified(ck.cx, *without_required(ck, *type),
                        [&](TypedDictType& made) { made.fallback = fallback; });
    TypePtr result = wanted;
    if (call.count(0) > 0) {
        TypePtr given = given_type(ck, call, *wanted);
        std::vector<TypePtr> items;
        if (const auto* one = types::as<TypedDictType>(given)) {
            items.push_back(mergeable(ck, *wanted, *one));
        } else if (const auto* options = types::as<UnionType>(given)) {
            for (TypePtr item : types::relevant_items(ck.cx, *options)) {
                const auto* dict = proper_as<TypedDictType>(ck, item);
                if (dict != nullptr) items.push_back(mergeable(ck, *wanted, *dict));
            }
        }
        if (!items.empty()) result = simplified_union(ck, items);
    }
    return with_types(ck, call.signature, result, nullptr);
}

// --- del

TypePtr typed_dict_delete_result(CheckContext& ck, const CheckedCall& call) {
    const auto* type = types::as<TypedDictType>(call.object_type);
    if (type == nullptr || call.map.size() != 1 || call.count(0) != 1) return call.callee.ret_type;
    auto keys = literal_keys(ck, call);
    if (!keys) return error_type(ck);
    for (Name key : *keys) {
        const types::TypedDictItem* item = types::find_item(*type, key);
        if (item == nullptr) {
            report_typed_dict_key_not_found(ck, *type, key, call.node(0), false);
        } else if (item->required || item->readonly) {
            report_typed_dict_key_not_deletable(ck, *type, key, call.node(0));
        }
    }
    return call.callee.ret_type;
}

}  // namespace krait::checker
