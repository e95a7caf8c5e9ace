// typed_dicts.cpp: TypedDicts made by calls and by displays. The shapes that are understood are
// dict displays with literal keys and keyword arguments; what is unpacked makes the check silent.

#include <algorithm>

#include "python/checker/calls.h"
#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/report.h"
#include "python/checker/statements.h"
#include "python/messages/wording.h"
#include "python/types/format.h"

namespace krait::checker {

namespace {

struct GivenItem {
    Name key;
    NodeId value;
};
struct GivenItems {
    std::vector<GivenItem> items{};
    bool is_valid = true;  // keys are literals
    bool is_open = false;  // something unpacked may bring more keys
};

GivenItems items_of_display(CheckContext& ck, NodeId dict) {
    syntax::DictView view = ck.tree.dict(dict);
    GivenItems given;
    for (std::size_t i = 0; i < view.values.size(); ++i) {
        if (view.keys[i] == NodeId::None) {
            accept_for_effect(ck, view.values[i]);
            given.is_open = true;
            continue;
        }
        auto keys = types::try_getting_str_literals(ck.cx, accept(ck, view.keys[i]));
        if (!keys || keys->size() != 1) {
            fail(ck, view.keys[i], messages::codes::kLiteralRequired,
                 std::string(messages::texts::kTypeddictKeyMustBeStringLiteral.text));
            given.is_valid = false;
            return given;
        }
        given.items.push_back({(*keys)[0], view.values[i]});
    }
    return given;
}

GivenItems items_of_arguments(CheckContext& ck, const Arguments& args) {
    GivenItems given;
    for (std::size_t i = 0; i < args.size(); ++i) {
        if (args.kinds[i] == ArgKind::Named) {
            given.items.push_back({args.names[i], args.nodes[i]});
        } else {
            accept_for_effect(ck, args.nodes[i]);
            given.is_open = true;
        }
    }
    return given;
}

bool has_item(const GivenItems& given, Name key) {
    return std::any_of(given.items.begin(), given.items.end(),
                       [&](const GivenItem& item) { return item.key == key; });
}

const types::TypedDictItem* find_item(const TypedDictType& type, Name key) {
    for (const types::TypedDictItem& item : type.items) {
        if (item.name == key) return &item;
    }
    return nullptr;
}

std::vector<std::string> texts_of(const std::vector<Name>& names) {
    std::vector<std::string> result;
    for (Name name : names) result.emplace_back(base::text_of(name));
    return result;
}

/// Missing and unknown keys; true if a required key is missing altogether.
bool report_keys(CheckContext& ck, const TypedDictType& type, const GivenItems& given, NodeId at) {
    std::vector<Name> missing;
    std::vector<Name> extra;
    for (const types::TypedDictItem& item : type.items) {
        if (item.required && !has_item(given, item.name)) missing.push_back(item.name);
    }
    for (const GivenItem& item : given.items) {
        if (find_item(type, item.key) == nullptr) extra.push_back(item.key);
    }
    auto name = [&] { return types::format_type(ck.cx, &type); };
    if (!extra.empty()) {
        fail_lazily(ck, at, messages::codes::kTypeddictUnknownKey, [&] {
            return concat({"Extra ", messages::format_key_list(texts_of(extra), true),
                           " for TypedDict ", name()});
        });
    }
    if (!missing.empty()) {
        fail_lazily(ck, at, messages::codes::kTypeddictItem, [&] {
            return concat({"Missing ", messages::format_key_list(texts_of(missing), true),
                           " for TypedDict ", name()});
        });
    }
    return !missing.empty();
}

TypePtr check_items(CheckContext& ck, const TypedDictType& type, const GivenItems& given, NodeId at,
                    TypePtr orig_callee) {
    if (!given.is_valid) return any_type(ck, AnySource::FromError);
    if (given.is_open) {
        for (const GivenItem& item : given.items) {
            const types::TypedDictItem* known = find_item(type, item.key);
            accept_for_effect(ck, item.value, known == nullptr ? nullptr : known->type);
        }
        ++ck.cx.not_implemented;
        return &type;
    }
    const bool is_incomplete = report_keys(ck, type, given, at);
    if (is_incomplete) return any_type(ck, AnySource::FromError);
    const auto* callee = proper_as<CallableType>(ck, orig_callee);
    if (callee == nullptr) callee = typed_dict_callable(ck, info_of(ck, *type.fallback));
    TypePtr made = nullptr;
    {
        Filter filter(ck);
        LocalTypes types(ck);
        Arguments args;
        for (const GivenItem& item : given.items) args.add(item.value, ArgKind::Named, item.key);
        made = check_callable_call(ck, *callee, args, at, {}).type;
    }
    const auto* result = proper_as<TypedDictType>(ck, made);
    if (result == nullptr) result = &type;
    for (const types::TypedDictItem& item : result->items) {
        for (const GivenItem& one : given.items) {
            if (one.key != item.name) continue;
            AssignmentWords words;
            words.text = {messages::texts::kIncompatibleTypes.text,
                          messages::codes::kTypeddictItem};
            words.lvalue_name = concat({"TypedDict item \"", base::text_of(item.name), "\""});
            check_simple_assignment(ck, item.type, one.value, one.value, words);
        }
    }
    return made;
}

struct TypedDictContexts {
    std::vector<const TypedDictType*> types{};
    bool exhaustive = false;
};

bool could_be(CheckContext& ck, const TypedDictType& type, NodeId dict) {
    Filter filter(ck);
    GivenItems given = items_of_display(ck, dict);
    if (!given.is_valid) return false;
    for (const types::TypedDictItem& item : type.items) {
        if (item.required && !given.is_open && !has_item(given, item.name)) return false;
    }
    return std::all_of(given.items.begin(), given.items.end(),
                       [&](const GivenItem& item) { return find_item(type, item.key) != nullptr; });
}

TypedDictContexts find_contexts(CheckContext& ck, TypePtr context, NodeId dict) {
    context = proper(ck, context);
    if (const auto* type = types::as<TypedDictType>(context)) return {{type}, true};
    const auto* options = types::as<UnionType>(context);
    if (options == nullptr) return {};
    TypedDictContexts found{.exhaustive = true};
    for (TypePtr item : options->items) {
        TypedDictContexts inner = find_contexts(ck, item, dict);
        for (const TypedDictType* type : inner.types) {
            if (could_be(ck, *type, dict)) found.types.push_back(type);
        }
        found.exhaustive = found.exhaustive && inner.exhaustive;
    }
    return found;
}

}  // namespace

TypePtr check_typed_dict_call(CheckContext& ck, const TypedDictType& callee, const Arguments& args,
                              NodeId at, TypePtr orig_callee) {
    const bool by_name = std::all_of(args.kinds.begin(), args.kinds.end(), [](ArgKind kind) {
        return kind == ArgKind::Named || kind == ArgKind::Star2;
    });
    if (by_name) return check_items(ck, callee, items_of_arguments(ck, args), at, orig_callee);
    if (args.size() == 1 && args.kinds[0] == ArgKind::Pos &&
        is_kind(ck, args.nodes[0], NodeKind::Dict)) {
        return check_items(ck, callee, items_of_display(ck, args.nodes[0]), at, orig_callee);
    }
    if (args.size() == 1 && args.kinds[0] == ArgKind::Pos &&
        refers_to(ck,
                  is_kind(ck, args.nodes[0], NodeKind::Call) && !ck.synthetic.holds(args.nodes[0])
                      ? ck.tree.call(args.nodes[0]).func
                      : NodeId::None,
                  "builtins.dict")) {
        return check_items(ck, callee, items_of_arguments(ck, arguments_of(ck, args.nodes[0])), at,
                           orig_callee);
    }
    fail(ck, at, messages::texts::kInvalidTypeddictArgs);
    return any_type(ck, AnySource::FromError);
}

TypePtr check_typed_dict_display(CheckContext& ck, NodeId dict, TypePtr context) {
    TypedDictContexts contexts = find_contexts(ck, context, dict);
    if (contexts.types.empty()) return nullptr;
    auto check_one = [&](const TypedDictType& type) -> TypePtr {
        TypePtr made = check_items(ck, type, items_of_display(ck, dict), dict, nullptr);
        const auto* result = proper_as<TypedDictType>(ck, made);
        return result != nullptr ? result : &type;
    };
    if (contexts.types.size() == 1 && contexts.exhaustive) return check_one(*contexts.types[0]);
    for (const TypedDictType* type : contexts.types) {
        TypePtr made = nullptr;
        TypeTable table;
        bool ok = false;
        {
            Filter filter(ck);
            LocalTypes types(ck);
            made = check_one(*type);
            table = types.take();
            ok = !filter.has_errors();
        }
        if (!ok) continue;
        store_types(ck, table);
        return made;
    }
    if (contexts.exhaustive) {
        fail_lazily(ck, dict, messages::codes::kMisc, [&] {
            std::string names;
            for (const TypedDictType* type : contexts.types) {
                if (!names.empty()) names += ", ";
                names += types::format_type(ck.cx, type);
            }
            return concat(
                {"Type of TypedDict is ambiguous, none of (", names, ") matches cleanly"});
        });
    }
    return nullptr;
}

}  // namespace krait::checker
