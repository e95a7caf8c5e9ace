// typed_dicts.cpp: TypedDicts made by calls and by displays. The shapes that are understood are
// dict displays with literal keys, keyword arguments, and TypedDicts unpacked among them.

#include <algorithm>

#include "python/checker/calls.h"
#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/report.h"
#include "python/checker/statements.h"
#include "python/messages/wording.h"
#include "python/types/format.h"
#include "python/types/maptype.h"
#include "python/types/typed_dict_items.h"

namespace krait::checker {

namespace {

/// What is written: a key's node (None where the name is known, or unpacked), and its value.
struct Entry {
    NodeId key = NodeId::None;
    Name name = Name::Empty;  ///< of a keyword argument
    NodeId value = NodeId::None;
    [[nodiscard]] bool is_unpacked() const { return key == NodeId::None && name == Name::Empty; }
};
using Entries = std::vector<Entry>;

Entries entries_of_display(const CheckContext& ck, NodeId dict) {
    syntax::DictView view = ck.tree.dict(dict);
    Entries entries;
    for (std::size_t i = 0; i < view.values.size(); ++i) {
        entries.push_back({view.keys[i], Name::Empty, view.values[i]});
    }
    return entries;
}

/// Of a display, or of `dict(a=1, **more)`, which is read as one.
Entries entries_of(const CheckContext& ck, NodeId dict) {
    if (is_kind(ck, dict, NodeKind::Dict)) return entries_of_display(ck, dict);
    Arguments args = arguments_of(ck, dict);
    Entries entries;
    for (std::size_t i = 0; i < args.size(); ++i) {
        entries.push_back({NodeId::None, args.names[i], args.nodes[i]});
    }
    return entries;
}

Entries entries_of_arguments(const Arguments& args) {
    Entries entries;
    for (std::size_t i = 0; i < args.size(); ++i) {
        entries.push_back({NodeId::None, args.names[i], args.nodes[i]});
    }
    return entries;
}

/// All values that a key may get: several if what is unpacked may or may not replace it.
struct GivenItem {
    Name key;
    std::vector<NodeId> values;
    bool is_always_present = false;
};
using GivenItems = std::vector<GivenItem>;

GivenItem& given_item(GivenItems& given, Name key) {
    auto at = std::find_if(given.begin(), given.end(),
                           [&](const GivenItem& item) { return item.key == key; });
    if (at != given.end()) return *at;
    return given.emplace_back(GivenItem{key, {}, false});
}

const GivenItem* find_given(const GivenItems& given, Name key) {
    auto at = std::find_if(given.begin(), given.end(),
                           [&](const GivenItem& item) { return item.key == key; });
    return at != given.end() ? &*at : nullptr;
}

std::vector<std::string> texts_of(const std::vector<Name>& names) {
    std::vector<std::string> result;
    for (Name name : names) result.emplace_back(base::text_of(name));
    return result;
}

bool contains(const std::vector<Name>& names, Name name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

// --- `**` of something

/// A mapping of which nothing is known may be unpacked: it may bring any key.
bool is_unknown_mapping(CheckContext& ck, TypePtr type) {
    type = proper(ck, type);
    if (types::is<AnyType>(type)) return true;
    const auto* instance = types::as<Instance>(type);
    const ClassInfo* mapping = lookup_class(ck, "typing.Mapping");
    if (instance == nullptr || mapping == nullptr) return false;
    if (!has_base(ck, info_of(ck, *instance), "typing.Mapping")) return false;
    const Instance* mapped = types::map_instance_to_supertype(ck.cx, *instance, *mapping);
    return std::all_of(mapped->args.begin(), mapped->args.end(),
                       [&](TypePtr arg) { return is_any(ck, arg); });
}

struct Unpacked {
    std::vector<const TypedDictType*> types;
    bool is_valid = true;
    bool is_open = false;  ///< it may have keys that aren't declared
};

Unpacked unpacked_types(CheckContext& ck, NodeId value, const TypedDictType& context) {
    TypePtr inferred = proper(ck, accept(ck, value, &context));
    std::vector<TypePtr> items = {inferred};
    if (const auto* options = types::as<UnionType>(inferred)) {
        TypeList relevant = types::relevant_items(ck.cx, *options);
        items.assign(relevant.begin(), relevant.end());
    }
    Unpacked result;
    for (TypePtr item : items) {
        if (const auto* dict = proper_as<TypedDictType>(ck, item)) {
            result.types.push_back(dict);
            result.is_open = result.is_open || !dict->is_closed;
        } else if (is_unknown_mapping(ck, item)) {
            result.is_open = true;
        } else {
            fail_lazily(ck, value, messages::codes::kTypeddictItem, [&] {
                return concat({"Unsupported type ", types::format_type(ck.cx, item),
                               " for ** expansion in TypedDict"});
            });
            result.is_valid = false;
            return result;
        }
    }
    return result;
}

void add_unpacked(CheckContext& ck, const Unpacked& unpacked, NodeId value, GivenItems& given) {
    std::vector<Name> keys;
    for (const TypedDictType* type : unpacked.types) {
        for (const types::TypedDictItem& item : type->items) {
            if (!contains(keys, item.name)) keys.push_back(item.name);
        }
    }
    for (Name key : keys) {
        std::vector<TypePtr> options;
        bool is_required = true;
        for (const TypedDictType* type : unpacked.types) {
            const types::TypedDictItem* item = types::find_item(*type, key);
            if (item != nullptr) options.push_back(item->type);
            is_required = is_required && item != nullptr && item->required;
        }
        NodeId made = make_value(ck, union_of(ck, options), value);
        GivenItem& item = given_item(given, key);
        if (!is_required) {
            item.values.push_back(made);
            continue;
        }
        // It replaces what came before, but what is written is checked all the same.
        item.is_always_present = true;
        bool keeps_first = !item.values.empty() && !ck.synthetic.holds(item.values[0]);
        item.values.resize(keeps_first ? 1 : 0);
        item.values.push_back(made);
    }
}

/// With extra-checks: what an unpacked TypedDict may hide.
void check_open_unpack(CheckContext& ck, const TypedDictType& type, const GivenItems& given,
                       NodeId last_open) {
    if (type.is_closed) {
        fail(ck, last_open, messages::codes::kTypeddictItem,
             "Cannot unpack item that may contain extra keys into a closed TypedDict");
    }
    std::vector<Name> absent;
    for (const types::TypedDictItem& item : type.items) {
        if (!item.required && find_given(given, item.name) == nullptr) absent.push_back(item.name);
    }
    if (absent.empty()) return;
    fail(ck, last_open, messages::codes::kTypeddictItem,
         concat({"Non-required ", messages::format_key_list(texts_of(absent), true),
                 " not explicitly found in any ** item"}));
}

/// Nothing if a key isn't a literal or a value can't be unpacked.
std::optional<GivenItems> read_items(CheckContext& ck, const Entries& entries,
                                     const TypedDictType& type) {
    GivenItems given;
    NodeId last_open = NodeId::None;
    for (const Entry& entry : entries) {
        if (entry.is_unpacked()) {
            Unpacked unpacked = unpacked_types(ck, entry.value, type);
            if (!unpacked.is_valid) return std::nullopt;
            add_unpacked(ck, unpacked, entry.value, given);
            if (unpacked.is_open) last_open = entry.value;
            continue;
        }
        Name key = entry.name;
        if (key == Name::Empty) {
            auto keys = types::try_getting_str_literals(ck.cx, accept(ck, entry.key));
            if (!keys || keys->size() != 1) {
                fail(ck, entry.key, messages::texts::kTypeddictKeyMustBeStringLiteral);
                return std::nullopt;
            }
            key = (*keys)[0];
        }
        GivenItem& item = given_item(given, key);
        item.values = {entry.value};
        item.is_always_present = true;
    }
    if (ck.options.extra_checks && last_open != NodeId::None) {
        check_open_unpack(ck, type, given, last_open);
    }
    return given;
}

// --- keys

void report_unexpected_keys(CheckContext& ck, const TypedDictType& type,
                            const std::vector<Name>& expected, const std::vector<Name>& actual,
                            NodeId at) {
    auto without = [](const std::vector<Name>& names, const std::vector<Name>& others) {
        std::vector<Name> rest;
        for (Name name : names) {
            if (!contains(others, name)) rest.push_back(name);
        }
        return rest;
    };
    std::vector<Name> missing = without(expected, actual);
    std::vector<Name> extra = without(actual, expected);
    if (!is_anonymous(ck, type)) {
        auto report = [&](const char* code, std::string_view what, const std::vector<Name>& keys) {
            if (keys.empty()) return;
            fail_lazily(ck, at, code, [&] {
                return concat({what, messages::format_key_list(texts_of(keys), true),
                               " for TypedDict ", types::format_type(ck.cx, &type)});
            });
        };
        report(messages::codes::kTypeddictItem, "Missing ", missing);
        report(messages::codes::kTypeddictUnknownKey, "Extra ", extra);
        if (!missing.empty() || !extra.empty()) return;
    }
    std::string found = messages::format_key_list(texts_of(actual), true);
    if (expected.empty()) {
        return fail(ck, at, messages::codes::kMisc, concat({"Unexpected TypedDict ", found}));
    }
    if (!actual.empty() && extra.empty() && !missing.empty()) found = "only " + found;
    fail(
        ck, at, messages::codes::kTypeddictItem,
        concat({"Expected ", messages::format_key_list(texts_of(expected)), " but found ", found}));
}

/// True if so much is missing that the value can't be typed.
bool report_keys(CheckContext& ck, const TypedDictType& type, const GivenItems& given, NodeId at) {
    std::vector<Name> actual;
    std::vector<Name> always_present;
    bool has_extra = false;
    for (const GivenItem& item : given) {
        actual.push_back(item.key);
        if (item.is_always_present) always_present.push_back(item.key);
        has_extra = has_extra || types::find_item(type, item.key) == nullptr;
    }
    std::vector<Name> required;
    std::vector<Name> expected;  // required, or at least given
    bool has_missing = false;
    bool lacks_required = false;
    for (const types::TypedDictItem& item : type.items) {
        if (item.required) required.push_back(item.name);
        if (item.required || contains(actual, item.name)) expected.push_back(item.name);
        has_missing = has_missing || (item.required && !contains(always_present, item.name));
        lacks_required = lacks_required || (item.required && !contains(actual, item.name));
    }
    if (has_extra) report_unexpected_keys(ck, type, expected, actual, at);
    if (has_missing) {
        std::erase_if(always_present, [&](Name name) { return !contains(required, name); });
        report_unexpected_keys(ck, type, required, always_present, at);
    }
    // mypy: the required keys are a proper superset of the given ones.
    return lacks_required && std::all_of(actual.begin(), actual.end(),
                                         [&](Name name) { return contains(required, name); });
}

TypePtr check_items(CheckContext& ck, const TypedDictType& type, const Entries& entries, NodeId at,
                    TypePtr orig_callee) {
    std::optional<GivenItems> read = read_items(ck, entries, type);
    if (!read) return any_type(ck, AnySource::FromError);
    const GivenItems& given = *read;
    if (ck.mutated_typed_dict == &type) {
        std::vector<Name> keys;
        for (const GivenItem& item : given) keys.push_back(item.key);
        report_readonly_keys(ck, type, keys, at);
    }
    if (report_keys(ck, type, given, at)) return any_type(ck, AnySource::FromError);
    const auto* callee = proper_as<CallableType>(ck, orig_callee);
    if (callee == nullptr) {
        const ClassInfo& info = info_of(ck, *type.fallback);
        callee = info.typed_dict != nullptr ? typed_dict_callable(ck, info)
                                            : typed_dict_callable(ck, type);
    }
    TypePtr made = nullptr;
    {
        Filter filter(ck);
        LocalTypes types(ck);
        Arguments args;
        for (const GivenItem& item : given) args.add(item.values[0], ArgKind::Named, item.key);
        made = check_callable_call(ck, *callee, args, at, {}).type;
    }
    const auto* result = proper_as<TypedDictType>(ck, made);
    if (result == nullptr) result = &type;
    for (const types::TypedDictItem& item : result->items) {
        const GivenItem* one = find_given(given, item.name);
        if (one == nullptr) continue;
        for (NodeId value : one->values) {
            AssignmentWords words;
            words.text = {messages::texts::kIncompatibleTypes.text,
                          messages::codes::kTypeddictItem};
            words.lvalue_name = concat({"TypedDict item \"", base::text_of(item.name), "\""});
            check_simple_assignment(ck, item.type, value, value, words);
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
    std::optional<GivenItems> given = read_items(ck, entries_of(ck, dict), type);
    if (!given) return false;
    for (const types::TypedDictItem& item : type.items) {
        if (item.required && find_given(*given, item.name) == nullptr) return false;
    }
    return std::all_of(given->begin(), given->end(), [&](const GivenItem& item) {
        return types::find_item(type, item.key) != nullptr;
    });
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
    if (by_name) return check_items(ck, callee, entries_of_arguments(args), at, orig_callee);
    if (args.size() == 1 && args.kinds[0] == ArgKind::Pos &&
        is_kind(ck, args.nodes[0], NodeKind::Dict)) {
        return check_items(ck, callee, entries_of_display(ck, args.nodes[0]), at, orig_callee);
    }
    if (args.size() == 1 && args.kinds[0] == ArgKind::Pos &&
        refers_to(ck,
                  is_kind(ck, args.nodes[0], NodeKind::Call) && !ck.synthetic.holds(args.nodes[0])
                      ? ck.tree.call(args.nodes[0]).func
                      : NodeId::None,
                  "builtins.dict")) {
        return check_items(ck, callee, entries_of_arguments(arguments_of(ck, args.nodes[0])), at,
                           orig_callee);
    }
    fail(ck, at, messages::texts::kInvalidTypeddictArgs);
    return any_type(ck, AnySource::FromError);
}

TypePtr check_typed_dict_display(CheckContext& ck, NodeId dict, TypePtr context) {
    TypedDictContexts contexts = find_contexts(ck, context, dict);
    if (contexts.types.empty()) return nullptr;
    auto check_one = [&](const TypedDictType& type) -> TypePtr {
        TypePtr made = check_items(ck, type, entries_of(ck, dict), dict, nullptr);
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
