// format_calls.cpp: `"{} {name.attr[0]:>{width}}".format(...)`, and the values of f-strings.

#include <algorithm>
#include <set>

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/formats.h"
#include "python/checker/report.h"
#include "python/syntax/parser.h"
#include "python/types/maptype.h"
#include "python/types/subtypes.h"

namespace krait::checker {

namespace codes = messages::codes;

namespace {

struct FormatCall {
    CheckContext& ck;
    NodeId call;
    Arguments args;
};

/// What a spec formats: a node, or only its type.
struct Replacement {
    NodeId node = NodeId::None;
    TypePtr type = nullptr;
};

void fail_format(const FormatCall& format, std::string text) {
    fail(format.ck, format.call, codes::kStrFormat, std::move(text));
}

bool has_own(CheckContext& ck, TypePtr type, std::string_view method, bool check_all = false) {
    return types::custom_special_method(ck.cx, type, base::intern(method), check_all);
}

/// {} {} means {0} {1}; false where both are mixed.
bool number_keys(const FormatCall& format, std::vector<FormatSpec>& specs) {
    const bool some = std::any_of(specs.begin(), specs.end(),
                                  [](const FormatSpec& spec) { return is_decimal(*spec.key); });
    const bool all = std::none_of(specs.begin(), specs.end(),
                                  [](const FormatSpec& spec) { return spec.key->empty(); });
    if (some && !all) {
        fail_format(format,
                    "Cannot combine automatic field numbering and manual field specification");
        return false;
    }
    std::size_t next = 0;
    for (FormatSpec& spec : specs) {
        if (!spec.key->empty()) continue;
        spec.key = std::to_string(next++);
        spec.field = *spec.key + spec.field;
    }
    return true;
}

/// The item of `*args` or the value of `**kwargs`; no type where there is no such argument.
Replacement from_star(const FormatCall& format, ArgKind kind, std::string_view base,
                      std::size_t arg) {
    CheckContext& ck = format.ck;
    for (std::size_t i = 0; i < format.args.size(); ++i) {
        if (format.args.kinds[i] != kind) continue;
        const auto* given = proper_as<Instance>(ck, lookup_type(ck, format.args.nodes[i]));
        const ClassInfo* info = lookup_class(ck, base);
        if (given == nullptr || info == nullptr || !has_base(ck, info_of(ck, *given), base)) {
            return {.type = any_type(ck)};
        }
        const Instance* mapped = types::map_instance_to_supertype(ck.cx, *given, *info);
        return {.type = mapped->args.size() > arg ? mapped->args[arg] : any_type(ck)};
    }
    return {};
}

Replacement find_replacement(const FormatCall& format, const std::string& key) {
    const Arguments& args = format.args;
    if (is_decimal(key)) {
        std::size_t left = key.size() > 6 ? args.size() : std::stoul(key);
        for (std::size_t i = 0; i < args.size(); ++i) {
            if (args.kinds[i] == ArgKind::Pos && left-- == 0) return {.node = args.nodes[i]};
        }
        return from_star(format, ArgKind::Star, "typing.Sequence", 0);
    }
    for (std::size_t i = 0; i < args.size(); ++i) {
        if (args.kinds[i] == ArgKind::Named && base::text_of(args.names[i]) == key) {
            return {.node = args.nodes[i]};
        }
    }
    return from_star(format, ArgKind::Star2, "typing.Mapping", 1);
}

std::vector<Replacement> find_replacements(const FormatCall& format,
                                           const std::vector<FormatSpec>& specs) {
    CheckContext& ck = format.ck;
    std::vector<Replacement> found;
    std::set<NodeId> used;
    for (const FormatSpec& spec : specs) {
        Replacement one = find_replacement(format, *spec.key);
        if (one.node != NodeId::None) {
            used.insert(one.node);
            one.type = lookup_type(ck, one.node);
        } else if (one.type == nullptr) {
            const bool decimal = is_decimal(*spec.key);
            std::string_view quote = decimal ? "" : "\"";
            fail_format(format,
                        concat({"Cannot find replacement for ", decimal ? "positional" : "named",
                                " format specifier ", quote, *spec.key, quote}));
        }
        if (one.type == nullptr) one.type = any_type(ck, AnySource::FromError);
        found.push_back(one);
    }
    const auto is_explicit = [](ArgKind kind) {
        return kind == ArgKind::Pos || kind == ArgKind::Named;
    };
    const auto total =
        std::count_if(format.args.kinds.begin(), format.args.kinds.end(), is_explicit);
    if (used.size() < static_cast<std::size_t>(total)) {
        fail_format(format, "Not all arguments converted during string formatting");
    }
    return found;
}

/// The accessors of a field from the outermost in; false where one of them can't be there.
bool validate_accessors(const FormatCall& format, const FormatSpec& spec, const syntax::Tree& tree,
                        std::vector<NodeId>& accessors) {
    NodeId node = tree.expression();
    while (true) {
        if (tree.is(node, NodeKind::Attribute)) {
            accessors.push_back(node);
            node = tree.attribute(node).value;
        } else if (tree.is(node, NodeKind::Subscript)) {
            NodeId index = tree.subscript(node).slice;
            if (!tree.is(index, NodeKind::Name) && !tree.is(index, NodeKind::Int)) {
                fail_format(format, concat({"Invalid index expression in format field accessor \"",
                                            spec.field.substr(spec.key->size()), "\""}));
                return false;
            }
            accessors.push_back(node);
            node = tree.subscript(node).value;
        } else {
            fail_format(format, concat({"Only index and member expressions are allowed in format "
                                        "field accessors; got \"",
                                        spec.field, "\""}));
            return false;
        }
        const bool is_innermost = tree.is(node, NodeKind::Name) && tree.start(node) == 0;
        if (is_innermost) return true;
    }
}

/// `{.attr[item]}`: the attribute and item of the replacement.
Replacement apply_accessors(const FormatCall& format, const FormatSpec& spec, Replacement given) {
    CheckContext& ck = format.ck;
    if (spec.field == *spec.key) return given;
    const std::string text = "value" + spec.field.substr(spec.key->size());
    syntax::Tree tree = syntax::parse_expression(text, 0);
    Replacement unknown{.type = any_type(ck, AnySource::FromError)};
    if (!tree.errors().empty()) {
        fail_format(format, concat({"Syntax error in format specifier \"", spec.field, "\""}));
        return unknown;
    }
    std::vector<NodeId> accessors;
    if (!validate_accessors(format, spec, tree, accessors)) return unknown;
    TypePtr type = given.type;
    for (std::size_t i = accessors.size(); i-- > 0;) {
        if (tree.is(accessors[i], NodeKind::Attribute)) {
            Name member = tree.attribute(accessors[i]).attr;
            type = analyze_external_member(ck, member, type, format.call);
            continue;
        }
        NodeId index = tree.subscript(accessors[i]).slice;
        TypePtr key = nullptr;
        if (tree.is(index, NodeKind::Name)) {
            key = literal_instance(ck, types::LiteralKind::Str, base::text_of(tree.name(index)),
                                   "builtins.str");
        } else {
            auto number = tree.int_value(index);
            key = number ? literal_instance(ck, types::LiteralKind::Int, std::to_string(*number),
                                            "builtins.int")
                         : named_type(ck, known::builtins_int);
        }
        type = index_by(ck, type, make_value(ck, key, format.call), format.call);
    }
    return {.type = type};
}

void check_character(const FormatCall& format, const Replacement& given) {
    CheckContext& ck = format.ck;
    TypePtr type = try_getting_literal(ck, given.type);
    const auto* literal = types::as<LiteralType>(type);
    if (literal == nullptr || literal->value.kind != types::LiteralKind::Str) return;
    std::string_view text = base::text_of(literal->value.text);
    const auto is_first = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
    if (std::count_if(text.begin(), text.end(), is_first) != 1) {
        fail_format(format, "\":c\" requires int or char");
    }
}

void check_special_cases(const FormatCall& format, const FormatSpec& spec, const Replacement& given,
                         TypePtr type) {
    CheckContext& ck = format.ck;
    if (spec.type == "c") check_character(format, given);
    if ((spec.type.empty() || spec.type == "s") && spec.conversion.empty()) {
        check_formatted_value(ck, type, format.call);
    }
    if (spec.flags.empty()) return;
    constexpr std::string_view kNumeric = "bdoeEfFgGnxX%";
    TypePtr numeric =
        union_of(ck, {named_type(ck, known::builtins_int), named_type(ck, known::builtins_float)});
    const bool fits = spec.type.empty() ? types::is_subtype(ck.cx, type, numeric) ||
                                              has_own(ck, type, "__format__")
                                        : kNumeric.find(spec.type) != std::string_view::npos;
    if (!fits) fail_format(format, "Numeric flags are only allowed for numeric types");
}

void check_spec(const FormatCall& format, const FormatSpec& spec, Replacement given) {
    CheckContext& ck = format.ck;
    given = apply_accessors(format, spec, given);
    TypePtr type = given.type;
    if (spec.is_custom && spec.format_spec.find_first_of("{}") == std::string::npos &&
        (!has_own(ck, type, "__format__", true) || !spec.conversion.empty())) {
        fail_format(format, concat({"Unrecognized format specification \"",
                                    spec.format_spec.substr(1), "\""}));
        return;
    }
    TypePtr expected = spec.type.empty()
                           ? any_type(ck)
                           : conversion_type(ck, spec.type, {format.call, false, true});
    if (!spec.conversion.empty()) {
        const std::string conversion = spec.conversion.substr(1);
        if (conversion != "r" && conversion != "s" && conversion != "a") {
            fail_format(format, concat({"Invalid conversion type \"", conversion,
                                        "\", must be one of \"r\", \"s\" or \"a\""}));
        }
        type = named_type(ck, known::builtins_str);
    }
    if (expected == nullptr) return;
    std::vector<TypePtr> items{proper(ck, type)};
    if (const auto* options = types::as<UnionType>(items[0])) {
        items.assign(options->items.begin(), options->items.end());
    }
    for (TypePtr item : items) {
        item = proper(ck, item);
        if (has_own(ck, item, "__format__")) continue;
        check_placeholder(ck, item, expected, format.call);
        check_special_cases(format, spec, given, item);
    }
}

/// The text of the string that `.format` is called on, where it is known.
std::optional<std::string> known_text(CheckContext& ck, NodeId string) {
    if (is_kind(ck, string, NodeKind::Str)) return std::string(ck.tree.str_value(string));
    TypePtr type = proper(ck, lookup_type(ck, string));
    if (type == nullptr) return std::nullopt;
    const auto* instance = types::as<Instance>(type);
    if (instance != nullptr && instance->last_known_value != nullptr &&
        info_of(ck, *instance).is_enum) {
        const types::Symbol* symbol =
            own_symbol(ck, info_of(ck, *instance), instance->last_known_value->value.text);
        const auto* member = types::as<VarInfo>(definition_of_symbol(ck, symbol));
        if (member != nullptr && member->type != nullptr) type = proper(ck, member->type);
    }
    const auto* literal = types::as<LiteralType>(try_getting_literal(ck, type));
    if (literal == nullptr || (literal->value.kind != types::LiteralKind::Str)) {
        return std::nullopt;
    }
    return std::string(base::text_of(literal->value.text));
}

}  // namespace

void check_format_call(CheckContext& ck, NodeId call) {
    std::optional<std::string> text =
        known_text(ck, ck.tree.attribute(ck.tree.call(call).func).value);
    if (!text) return;
    FormatCall format{ck, call, arguments_of(ck, call)};
    auto parsed = parse_brace_format(*text);
    if (const auto* problem = std::get_if<std::string>(&parsed)) {
        return fail_format(format, *problem);
    }
    auto& specs = std::get<std::vector<FormatSpec>>(parsed);
    if (!number_keys(format, specs)) return;
    std::vector<Replacement> replacements = find_replacements(format, specs);
    for (std::size_t i = 0; i < specs.size(); ++i) check_spec(format, specs[i], replacements[i]);
}

void check_formatted_value(CheckContext& ck, TypePtr type, NodeId at) {
    if (!has_type_component(ck, type, "builtins.bytes") || has_own(ck, type, "__str__")) return;
    fail(ck, at, codes::kStrBytesSafe,
         "If x = b'abc' then f\"{x}\" or \"{}\".format(x) produces \"b'abc'\", not \"abc\". If "
         "this is desired behavior, use f\"{x!r}\" or \"{!r}\".format(x). Otherwise, decode the "
         "bytes");
}

TypePtr conversion_type(CheckContext& ck, std::string_view type, const ConversionPlace& place) {
    const bool is_call = place.is_format_call;
    const auto is_in = [&](std::string_view set) {
        return type.size() == 1 && set.find(type) != std::string_view::npos;
    };
    if (type == "b" && !is_call) {
        if (place.is_bytes) return named_type(ck, known::builtins_bytes);
        fail(ck, place.at, codes::kStrFormat,
             "Format character \"b\" is only supported on bytes patterns");
        return nullptr;
    }
    if (is_in("asr")) return any_type(ck);
    TypePtr int_type = named_type(ck, known::builtins_int);
    if (is_in(is_call ? "bdoxX" : "oxX")) return int_type;
    if (is_in(is_call ? "eEfFgGn%" : "diueEfFgG")) {
        std::vector<TypePtr> numbers{int_type, named_type(ck, known::builtins_float)};
        if (!is_call) {
            numbers.push_back(
                named_type(ck, is_in("eEfFgG") ? "typing.SupportsFloat" : "typing.SupportsInt"));
        }
        return union_of(ck, numbers);
    }
    if (type == "c") {
        std::string_view text = place.is_bytes ? "builtins.bytes" : "builtins.str";
        return union_of(ck, {int_type, named_type(ck, text)});
    }
    fail(ck, place.at, codes::kStrFormat, concat({"Unsupported format character \"", type, "\""}));
    return nullptr;
}

bool check_placeholder(CheckContext& ck, TypePtr type, TypePtr expected, NodeId at) {
    return check_subtype(ck, type, expected, at,
                         {"Incompatible types in string interpolation", codes::kStrFormat},
                         "expression has type", "placeholder has type");
}

bool has_type_component(CheckContext& ck, TypePtr type, std::string_view fullname) {
    type = proper(ck, type);
    const auto any_has = [&](TypeList items) {
        return std::any_of(items.begin(), items.end(),
                           [&](TypePtr item) { return has_type_component(ck, item, fullname); });
    };
    if (const auto* instance = types::as<Instance>(type)) {
        return has_base(ck, info_of(ck, *instance), fullname);
    }
    if (const auto* variable = types::as<TypeVarType>(type)) {
        return has_type_component(ck, variable->upper_bound, fullname) || any_has(variable->values);
    }
    const auto* options = types::as<UnionType>(type);
    return options != nullptr && any_has(types::relevant_items(ck.cx, *options));
}

}  // namespace krait::checker
