// format_percent.cpp: `"%s: %d" % (name, count)`. The values are checked one by one where they are
// written, with what their place takes as expected type; else their types are taken apart.

#include <algorithm>
#include <map>

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/formats.h"
#include "python/checker/report.h"
#include "python/types/subtypes.h"
#include "python/types/variadic.h"

namespace krait::checker {

namespace codes = messages::codes;

namespace {

constexpr const char* kIncompatible = "Incompatible types in string interpolation";

struct PercentFormat {
    CheckContext& ck;
    NodeId text;
    NodeId values;
    bool is_bytes;
    std::vector<FormatSpec> specs;
};

/// What one value has to be; a `*` takes a value too.
struct Place {
    enum class Kind : std::uint8_t { Star, Character, Text, Other } kind;
    TypePtr expected;
};

void fail_format(CheckContext& ck, NodeId at, std::string text) {
    fail(ck, at, codes::kStrFormat, std::move(text));
}

/// False if one of them is unknown, which is reported.
bool collect_places(const PercentFormat& format, std::vector<Place>& places) {
    CheckContext& ck = format.ck;
    for (const FormatSpec& spec : format.specs) {
        for (const std::string* number : {&spec.width, &spec.precision}) {
            if (*number != "*") continue;
            places.push_back({Place::Kind::Star, named_type(ck, known::builtins_int)});
        }
        if (spec.type == "%") continue;
        TypePtr expected = conversion_type(ck, spec.type, {format.values, format.is_bytes, false});
        if (expected == nullptr) return false;
        Place::Kind kind = Place::Kind::Other;
        if (spec.type == "c") kind = Place::Kind::Character;
        if (spec.type == "s") kind = Place::Kind::Text;
        places.push_back({kind, expected});
    }
    return true;
}

bool check_text(const PercentFormat& format, TypePtr type, NodeId at) {
    CheckContext& ck = format.ck;
    if (!format.is_bytes && has_type_component(ck, type, "builtins.bytes")) {
        fail(ck, at, codes::kStrBytesSafe,
             "If x = b'abc' then \"%s\" % x produces \"b'abc'\", not \"abc\". If this is desired "
             "behavior use \"%r\" % x. Otherwise, decode the bytes");
        return false;
    }
    if (format.is_bytes && has_type_component(ck, type, "builtins.str")) {
        fail_format(ck, at, "On Python 3 b'%s' requires bytes, not string");
        return false;
    }
    return true;
}

std::string_view character_message(const PercentFormat& format) {
    return format.is_bytes ? "\"%c\" requires an integer in range(256) or a single byte"
                           : "\"%c\" requires int or char";
}

bool check_type(const PercentFormat& format, const Place& place, TypePtr type) {
    CheckContext& ck = format.ck;
    NodeId at = format.values;
    switch (place.kind) {
        case Place::Kind::Star:
            return check_subtype(ck, type, place.expected, at, {"* wants int", codes::kStrFormat});
        case Place::Kind::Character:
            return check_subtype(ck, type, place.expected, at,
                                 {character_message(format), codes::kStrFormat},
                                 "expression has type");
        case Place::Kind::Text:
            return check_placeholder(ck, type, place.expected, at) && check_text(format, type, at);
        case Place::Kind::Other:
            return check_placeholder(ck, type, place.expected, at);
    }
    return true;
}

/// Bytes count as they are written: an escape is several characters to mypy.
bool is_one_character(CheckContext& ck, NodeId literal) {
    if (is_kind(ck, literal, NodeKind::Bytes)) {
        std::string_view bytes = ck.tree.bytes_value(literal);
        return bytes.size() == 1 && bytes[0] >= ' ' && bytes[0] <= '~' && bytes[0] != '\\';
    }
    std::string_view text = ck.tree.str_value(literal);
    const auto is_first = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
    return std::count_if(text.begin(), text.end(), is_first) == 1;
}

void check_value(const PercentFormat& format, const Place& place, NodeId value) {
    CheckContext& ck = format.ck;
    TypePtr type = accept(ck, value, place.expected);
    if (!check_type(format, place, type) || place.kind != Place::Kind::Character) return;
    const bool is_bytes = is_kind(ck, value, NodeKind::Bytes);
    if (!is_bytes && !is_kind(ck, value, NodeKind::Str)) return;
    if (is_one_character(ck, value)) return;
    const bool single_byte = format.is_bytes && is_bytes;
    fail_format(
        ck, format.values,
        std::string(single_byte ? character_message(format) : "\"%c\" requires int or char"));
}

/// A tuple's items, its variadic part as often as there are places left for it.
std::vector<TypePtr> items_of_tuple(CheckContext& ck, const TupleType& tuple, std::size_t places) {
    std::vector<TypePtr> items(tuple.items.begin(), tuple.items.end());
    auto unpack = types::find_unpack_in_list(tuple.items);
    if (!unpack) return items;
    TypePtr inner = proper(ck, types::expect<types::UnpackType>(items[*unpack]).type);
    if (const auto* variable = types::as<types::TypeVarTupleType>(inner)) {
        inner = proper(ck, variable->upper_bound);
    }
    const auto* whole = types::as<Instance>(inner);
    TypePtr item = whole == nullptr || whole->args.empty() ? any_type(ck) : whole->args[0];
    const std::size_t extras = places + 1 > items.size() ? places + 1 - items.size() : 0;
    auto position = items.erase(items.begin() + static_cast<std::ptrdiff_t>(*unpack));
    items.insert(position, extras, item);
    return items;
}

bool is_plain_tuple_display(CheckContext& ck, NodeId node) {
    if (!is_kind(ck, node, NodeKind::Tuple)) return false;
    auto elements = elements_of(ck, node);
    return std::none_of(elements.begin(), elements.end(),
                        [&](NodeId element) { return is_starred(ck, element); });
}

void check_positional(const PercentFormat& format) {
    CheckContext& ck = format.ck;
    std::vector<Place> places;
    if (!collect_places(format, places)) return;
    TypePtr given = proper(ck, accept(ck, format.values));
    if (types::is<AnyType>(given)) return;
    if (const auto* options = types::as<UnionType>(given)) {
        for (TypePtr item : types::relevant_items(ck.cx, *options)) {
            PercentFormat one = format;
            one.values = make_value(ck, item, format.values);
            check_positional(one);
        }
        return;
    }
    const auto* tuple = types::as<TupleType>(given);
    std::vector<TypePtr> items{given};
    if (tuple != nullptr) {
        items = items_of_tuple(ck, *tuple, places.size());
    } else if (is_instance_of(ck, given, "builtins.tuple")) {
        const auto& whole = types::expect<Instance>(given);
        items.assign(places.size(), whole.args.empty() ? any_type(ck) : whole.args[0]);
    }
    if (places.size() > items.size()) {
        const bool unknown_length =
            tuple == nullptr &&
            types::is_subtype(ck.cx, given, named_type(ck, known::typing_iterable));
        if (!unknown_length) {
            fail_format(ck, format.values, "Not enough arguments for format string");
        }
    } else if (places.size() < items.size()) {
        fail_format(ck, format.values, "Not all arguments converted during string formatting");
    } else if (places.size() == 1) {
        const bool is_wrapped = tuple != nullptr && tuple->items.size() == 1;
        if (is_wrapped) {
            check_type(format, places[0], tuple->items[0]);
        } else {
            check_value(format, places[0], format.values);
        }
    } else if (is_plain_tuple_display(ck, format.values)) {
        auto elements = elements_of(ck, format.values);
        for (std::size_t i = 0; i < std::min(places.size(), elements.size()); ++i) {
            check_value(format, places[i], elements[i]);
        }
    } else {
        for (std::size_t i = 0; i < places.size(); ++i) check_type(format, places[i], items[i]);
    }
}

bool is_literal_text(CheckContext& ck, NodeId node) {
    return is_kind(ck, node, NodeKind::Str) || is_kind(ck, node, NodeKind::Bytes);
}

void check_dict_display(const PercentFormat& format) {
    CheckContext& ck = format.ck;
    syntax::DictView dict = ck.tree.dict(format.values);
    std::map<std::string_view, TypePtr> given;
    for (std::size_t i = 0; i < dict.keys.size(); ++i) {
        const bool bytes_key = is_kind(ck, dict.keys[i], NodeKind::Bytes);
        if (format.is_bytes && !bytes_key) {
            fail_format(ck, format.text,
                        "Dictionary keys in bytes formatting must be bytes, not strings");
        }
        std::string_view key =
            bytes_key ? ck.tree.bytes_value(dict.keys[i]) : ck.tree.str_value(dict.keys[i]);
        given[key] = accept(ck, dict.values[i]);
    }
    for (const FormatSpec& spec : format.specs) {
        if (spec.type == "%") continue;
        auto found = given.find(*spec.key);
        if (found == given.end()) {
            fail_format(ck, format.values,
                        concat({"Key \"", *spec.key, "\" not found in mapping"}));
            return;
        }
        TypePtr expected = conversion_type(ck, spec.type, {format.values, format.is_bytes, false});
        if (expected == nullptr) return;
        check_subtype(ck, found->second, expected, format.values,
                      {kIncompatible, codes::kStrFormat}, "expression has type",
                      concat({"placeholder with key '", *spec.key, "' has type"}));
        if (spec.type == "s") check_text(format, found->second, format.text);
    }
}

void check_mapping(const PercentFormat& format) {
    CheckContext& ck = format.ck;
    if (is_kind(ck, format.values, NodeKind::Dict)) {
        syntax::DictView dict = ck.tree.dict(format.values);
        const bool literal_keys = std::all_of(dict.keys.begin(), dict.keys.end(), [&](NodeId key) {
            return key != NodeId::None && is_literal_text(ck, key);
        });
        if (literal_keys) return check_dict_display(format);
    }
    TypePtr given = accept(ck, format.values);
    if (lookup_class(ck, "_typeshed.SupportsKeysAndGetItem") == nullptr) return;
    TypePtr key = named_type(ck, format.is_bytes ? "builtins.bytes" : "builtins.str");
    TypePtr wanted =
        named_generic_type(ck, "_typeshed.SupportsKeysAndGetItem", {key, any_type(ck)});
    check_subtype(ck, given, wanted, format.values,
                  {"Format requires a mapping", codes::kStrFormat}, "expression has type",
                  "expected type for mapping is");
}

}  // namespace

TypePtr check_percent_format(CheckContext& ck, NodeId text, NodeId values) {
    accept_for_effect(ck, text);
    const bool is_bytes = is_kind(ck, text, NodeKind::Bytes);
    PercentFormat format{
        ck, text, values, is_bytes,
        parse_percent_format(is_bytes ? ck.tree.bytes_value(text) : ck.tree.str_value(text))};
    const auto& specs = format.specs;
    const auto has_key = [](const FormatSpec& spec) { return spec.key.has_value(); };
    const bool any_key = std::any_of(specs.begin(), specs.end(), has_key);
    const bool any_star = std::any_of(specs.begin(), specs.end(),
                                      [](const FormatSpec& spec) { return spec.has_star(); });
    const bool all_keys = std::all_of(specs.begin(), specs.end(), [&](const FormatSpec& spec) {
        return has_key(spec) || spec.type == "%";
    });
    if (any_key && any_star) {
        fail_format(ck, text, "String interpolation contains both stars and mapping keys");
    } else if (any_key && !all_keys) {
        fail_format(ck, text, "String interpolation mixes specifier with and without mapping keys");
    } else if (any_key) {
        check_mapping(format);
    } else {
        check_positional(format);
    }
    return named_type(ck, is_bytes ? "builtins.bytes" : "builtins.str");
}

}  // namespace krait::checker
