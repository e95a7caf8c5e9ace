// format.cpp
//
// The short printer of error messages. What decides its output is spread over three places: how
// verbose it is to be, which names have to be in full because they are ambiguous
// (format_overlaps.h), and for callables whether Callable[[...], ...] can express them
// (format_callable.cpp has the `def` form).

#include "python/types/format.h"

#include <algorithm>
#include <array>

#include "python/messages/wording.h"
#include "python/types/factory.h"
#include "python/types/format_overlaps.h"
#include "python/types/known.h"
#include "python/types/limits.h"
#include "python/types/proper.h"
#include "python/types/same.h"
#include "python/types/signature.h"
#include "python/types/subtypes.h"
#include "python/types/typeops.h"
#include "python/types/variadic.h"

namespace krait::types {

namespace {

using messages::python_repr;

std::string text(Name name) {
    return std::string{base::text_of(name)};
}

/// A callable's parameter that stands for itself in Callable[[...], ...]; others need a form that
/// shows kind and name.
bool is_shown_by_type_alone(const Parameter& parameter, int verbosity) {
    const bool is_unnamed = parameter.kind == ArgKind::Pos && parameter.name == Name::Empty;
    return is_unnamed || (verbosity == 0 && is_positional(parameter.kind));
}

std::string_view argument_constructor(ArgKind kind) {
    switch (kind) {
        case ArgKind::Pos:
            return "Arg";
        case ArgKind::Opt:
            return "DefaultArg";
        case ArgKind::Star:
            return "VarArg";
        case ArgKind::Named:
            return "NamedArg";
        case ArgKind::Star2:
            return "KwArg";
        case ArgKind::NamedOpt:
            return "DefaultNamedArg";
    }
    return "Arg";
}

class Formatter {
public:
    Formatter(Context& cx, int verbosity, const FullNames& fullnames)
        : cx_(cx), verbosity_(verbosity), fullnames_(fullnames) {}

    [[nodiscard]] std::string format(TypePtr type, bool module_names = false);

private:
    [[nodiscard]] std::string name_of(const Definition& definition) const {
        const std::string fullname = text(definition.fullname);
        return is_in_full(fullname) ? fullname : text(definition.name);
    }
    [[nodiscard]] bool is_in_full(const std::string& fullname) const {
        return verbosity_ >= 2 || fullnames_.contains(fullname);
    }
    template <class List>
    [[nodiscard]] std::string format_list(const List& types) {
        std::string list;
        for (TypePtr type : types) {
            if (!list.empty()) list += ", ";
            list += format(type);
        }
        return list;
    }
    [[nodiscard]] std::string format_alias(const AliasType& type);
    [[nodiscard]] std::string format_instance(const Instance& type, bool module_names);
    [[nodiscard]] std::string format_variable(const TypeVarLike& type) const;
    [[nodiscard]] std::string format_param_spec(const ParamSpecType& type);
    [[nodiscard]] std::string format_tuple(const TupleType& type);
    [[nodiscard]] std::string format_typed_dict(const TypedDictType& type);
    [[nodiscard]] std::string format_literal(const LiteralType& type);
    [[nodiscard]] std::string format_literal_value(const LiteralType& type);
    [[nodiscard]] std::string format_union(const UnionType& type);
    [[nodiscard]] std::string format_union_items(TypeList items);
    [[nodiscard]] std::string format_callable(const CallableType& type);
    [[nodiscard]] std::string format_parameters(ParameterList parameters);

    Context& cx_;
    int verbosity_;
    const FullNames& fullnames_;
};

std::string Formatter::format(TypePtr type, bool module_names) {
    DepthGuard guard(cx_);
    if (guard.exceeded()) return "...";
    if (const auto* alias = as<AliasType>(type); alias != nullptr && is_recursive(cx_, *alias)) {
        return format_alias(*alias);
    }
    type = get_proper(cx_, type);
    if (type == nullptr) return "Any";
    switch (type->kind) {
        case TypeKind::Instance:
            return format_instance(expect<Instance>(type), module_names);
        case TypeKind::Unpack: {
            const std::string inner = format(expect<UnpackType>(type).type);
            const bool has_star = cx_.options.python_version >= config::PythonVersion{3, 11};
            return has_star ? "*" + inner : "Unpack[" + inner + "]";
        }
        case TypeKind::TypeVar:
        case TypeKind::TypeVarTuple:
            return format_variable(*as_type_var_like(type));
        case TypeKind::ParamSpec:
            return format_param_spec(expect<ParamSpecType>(type));
        case TypeKind::Tuple:
            return format_tuple(expect<TupleType>(type));
        case TypeKind::TypedDict:
            return format_typed_dict(expect<TypedDictType>(type));
        case TypeKind::Literal:
            return format_literal(expect<LiteralType>(type));
        case TypeKind::Union:
            return format_union(expect<UnionType>(type));
        case TypeKind::None:
            return "None";
        case TypeKind::Any:
            return "Any";
        case TypeKind::Deleted:
            return "<deleted>";
        case TypeKind::Uninhabited:
            return "Never";
        case TypeKind::TypeType: {
            const auto& type_type = expect<TypeType>(type);
            return (type_type.is_type_form ? "TypeForm[" : "type[") + format(type_type.item) + "]";
        }
        case TypeKind::Callable:
            return format_callable(expect<CallableType>(type));
        case TypeKind::Overloaded: {
            const CallableType& first = *expect<OverloadedType>(type).items.front();
            if (!is_type_obj(cx_, first)) return "overloaded function";
            return format(make_type_type(cx_, get_instance_type(cx_, first)));
        }
        case TypeKind::Parameters:
            return "[" + format_parameters(expect<ParametersType>(type).parameters) + "]";
        case TypeKind::Erased:
        case TypeKind::Partial:
        case TypeKind::Placeholder:
        case TypeKind::Alias:
            break;
    }
    return "object";
}

std::string Formatter::format_alias(const AliasType& type) {
    const Definition* alias = cx_.reader.definition(type.alias);
    if (alias == nullptr) return "<alias (unfixed)>";
    std::string name = name_of(*alias);
    return type.args.empty() ? name : name + "[" + format_list(type.args) + "]";
}

std::string Formatter::format_instance(const Instance& type, bool module_names) {
    const ClassInfo& info = class_info(cx_, type);
    if (info.fullname == known::types_module) {
        // A module's type is only ever a module: its class would tell the user nothing.
        const bool is_named =
            module_names && type.extra != nullptr && type.extra->module != Name::Empty;
        return is_named ? "Module \"" + text(type.extra->module) + "\"" : "Module";
    }
    if (base::text_of(info.fullname) == "typing._SpecialForm") return "<typing special form>";
    if (info.fullname == known::builtins_tuple && !type.args.empty()) {
        return "tuple[" + format(type.args[0]) + ", ...]";
    }
    std::string name = name_of(info);
    if (!type.args.empty()) return name + "[" + format_list(type.args) + "]";
    const bool is_empty_variadic = has_type_var_tuple(info) && info.type_vars.size() == 1;
    return is_empty_variadic ? name + "[()]" : name;
}

std::string Formatter::format_variable(const TypeVarLike& type) const {
    const std::string scoped = scoped_type_var_name(type);
    return is_in_full(scoped) ? scoped : text(type.name);
}

std::string Formatter::format_param_spec(const ParamSpecType& type) {
    std::string name = text(type.name);
    if (type.flavor == ParamSpecFlavor::Args) name += ".args";
    if (type.flavor == ParamSpecFlavor::Kwargs) name += ".kwargs";
    const ParameterList prefix = prefix_parameters(type);
    return prefix.empty() ? name : "[" + format_parameters(prefix) + ", **" + name + "]";
}

std::string Formatter::format_tuple(const TupleType& type) {
    if (full_name(cx_, *type.partial_fallback) != known::builtins_tuple) {
        return format(type.partial_fallback);
    }
    const std::string items = format_list(type.items);
    return "tuple[" + (items.empty() ? "()" : items) + "]";
}

std::string Formatter::format_typed_dict(const TypedDictType& type) {
    if (!known::is_typed_dict_fallback(full_name(cx_, *type.fallback))) {
        return format(type.fallback);
    }
    std::string items;
    for (const TypedDictItem& item : type.items) {
        if (!items.empty()) items += ", ";
        items += python_repr(base::text_of(item.name));
        if (!item.required) items += "?";
        if (item.readonly) items += "=";
        items += ": " + format(item.type);
    }
    return "TypedDict({" + items + "})";
}

std::string Formatter::format_literal_value(const LiteralType& type) {
    if (type.value.kind == LiteralKind::Enum) {
        return format(type.fallback) + "." + text(type.value.text);
    }
    return literal_value_repr(cx_, type);
}

std::string Formatter::format_literal(const LiteralType& type) {
    const std::string value = format_literal_value(type);
    return type.value.kind == LiteralKind::Sentinel ? value : "Literal[" + value + "]";
}

/// The union without literal values that are only known, not declared: `str`, not `str | str`.
TypePtr ignore_last_known_values(Context& cx, const UnionType& type) {
    std::vector<TypePtr> items;
    std::vector<const Instance*> seen;
    for (TypePtr item : type.items) {
        if (const auto* instance = as<Instance>(item)) {
            const Instance* erased = with_last_known_value(cx, *instance, nullptr);
            const auto is_same = [&](const Instance* other) { return is_equal(other, erased); };
            if (std::any_of(seen.begin(), seen.end(), is_same)) continue;
            seen.push_back(erased);
            item = erased;
        }
        items.push_back(item);
    }
    return make_union(cx, items);
}

std::string Formatter::format_union(const UnionType& original) {
    const TypePtr simplified = get_proper(cx_, ignore_last_known_values(cx_, original));
    const auto* type = as<UnionType>(simplified);
    if (type == nullptr) return format(simplified);

    SeparatedLiterals parts = separate_union_literals(cx_, *type);
    // Sentinels stand by themselves, before what is no literal.
    const auto first_sentinel = std::stable_partition(
        parts.literals.begin(), parts.literals.end(),
        [](const LiteralType* one) { return one->value.kind != LiteralKind::Sentinel; });
    parts.others.insert(parts.others.begin(), first_sentinel, parts.literals.end());
    parts.literals.erase(first_sentinel, parts.literals.end());
    // One literal stays where it is; several are gathered into one Literal[...] at the start.
    if (parts.literals.size() <= 1) return format_union_items(type->items);
    std::string literals;
    for (const LiteralType* literal : parts.literals) {
        if (!literals.empty()) literals += ", ";
        literals += format_literal_value(*literal);
    }
    literals = "Literal[" + literals + "]";
    return parts.others.empty() ? literals : literals + " | " + format_union_items(parts.others);
}

/// None comes last, and long unions are cut short.
std::string Formatter::format_union_items(TypeList items) {
    std::vector<std::string> formatted;
    bool has_none = false;
    for (TypePtr item : items) {
        std::string one = format(item);
        if (one == "None") {
            has_none = true;
        } else {
            formatted.push_back(std::move(one));
        }
    }
    std::size_t left_out = 0;
    if (formatted.size() > kMaxUnionItems && verbosity_ == 0) {
        left_out = formatted.size() - kMaxUnionItems / 2;
        formatted.resize(kMaxUnionItems / 2);
    }
    if (left_out > 0) formatted.push_back("<" + std::to_string(left_out) + " more items>");
    if (has_none) formatted.emplace_back("None");
    std::string joined;
    for (const std::string& one : formatted) {
        if (!joined.empty()) joined += " | ";
        joined += one;
    }
    return joined;
}

std::string Formatter::format_callable(const CallableType& type) {
    if (is_type_obj(cx_, type)) return format(make_type_type(cx_, get_instance_type(cx_, type)));
    std::string result;
    if (type.type_guard != nullptr) {
        result = "TypeGuard[" + format(type.type_guard) + "]";
    } else if (type.type_is != nullptr) {
        result = "TypeIs[" + format(type.type_is) + "]";
    } else {
        result = format(type.ret_type);
    }
    if (type.is_ellipsis_args) return "Callable[..., " + result + "]";
    if (const ParamSpecType* spec = param_spec(cx_, type)) {
        return "Callable[" + format(spec) + ", " + result + "]";
    }
    const bool is_simple = std::all_of(
        type.parameters.begin(), type.parameters.end(),
        [&](const Parameter& parameter) { return is_shown_by_type_alone(parameter, verbosity_); });
    if (!is_simple) return pretty_callable(cx_, type);
    return "Callable[[" + format_parameters(type.parameters) + "], " + result + "]";
}

std::string Formatter::format_parameters(ParameterList parameters) {
    std::string list;
    for (const Parameter& parameter : parameters) {
        if (!list.empty()) list += ", ";
        const std::string type = format(parameter.type);
        if (is_shown_by_type_alone(parameter, verbosity_)) {
            list += type;
            continue;
        }
        list.append(argument_constructor(parameter.kind)).append("(").append(type);
        if (!is_star(parameter.kind) && parameter.name != Name::Empty) {
            list.append(", ").append(python_repr(base::text_of(parameter.name)));
        }
        list += ")";
    }
    return list;
}

/// The least verbosity that tells a callable from the one that was expected: names of parameters
/// matter if only they keep `left` from fitting.
int least_verbosity(Context& cx, std::span<const TypePtr> types) {
    if (types.size() != 2) return 0;
    const auto* left = as_proper<CallableType>(cx, types[0]);
    const auto* right = as_proper<CallableType>(cx, types[1]);
    if (left == nullptr || right == nullptr) return 0;
    const bool has_names =
        std::any_of(right->parameters.begin(), right->parameters.end(),
                    [](const Parameter& parameter) { return parameter.name != Name::Empty; });
    return has_names && is_subtype(cx, left, right, {.ignore_pos_arg_names = true}) ? 1 : 0;
}

bool all_distinct(std::vector<std::string> texts) {
    std::sort(texts.begin(), texts.end());
    return std::adjacent_find(texts.begin(), texts.end()) == texts.end();
}

}  // namespace

std::string quote_type_string(std::string_view type) {
    constexpr auto kBare =
        std::to_array<std::string_view>({"Module", "overloaded function", "<deleted>"});
    const bool is_bare = std::find(kBare.begin(), kBare.end(), type) != kBare.end() ||
                         type.starts_with("Module ") || type.ends_with("?");
    return is_bare ? std::string{type} : std::string{"\""}.append(type).append("\"");
}

std::string format_type_bare(Context& cx, TypePtr type, int verbosity, bool module_names) {
    const FullNames fullnames = find_type_overlaps(cx, std::span(&type, 1));
    return Formatter(cx, verbosity, fullnames).format(type, module_names);
}

std::string format_type(Context& cx, TypePtr type, int verbosity, bool module_names) {
    return quote_type_string(format_type_bare(cx, type, verbosity, module_names));
}

std::vector<std::string> format_type_distinctly(Context& cx, std::span<const TypePtr> types,
                                                bool bare) {
    constexpr int kMostVerbose = 1;
    const FullNames fullnames = find_type_overlaps(cx, types);
    std::vector<std::string> formatted;
    for (int verbosity = least_verbosity(cx, types); verbosity <= kMostVerbose; ++verbosity) {
        formatted.clear();
        Formatter formatter(cx, verbosity, fullnames);
        for (TypePtr type : types) formatted.push_back(formatter.format(type));
        if (all_distinct(formatted)) break;
    }
    if (bare) return formatted;
    for (std::string& one : formatted) one = quote_type_string(one);
    return formatted;
}

std::pair<std::string, std::string> format_type_distinctly(Context& cx, TypePtr first,
                                                           TypePtr second, bool bare) {
    std::vector<std::string> both = format_type_distinctly(cx, std::array{first, second}, bare);
    return {std::move(both[0]), std::move(both[1])};
}

std::string format_long_tuple_type(Context& cx, const TupleType& type) {
    if (type.items.size() <= kMaxTupleItems) return format_type(cx, &type);
    return "\"tuple[" + format_type_bare(cx, type.items[0]) + ", " +
           format_type_bare(cx, type.items[1]) + ", ... <" + std::to_string(type.items.size() - 2) +
           " more items>]\"";
}

std::string scoped_type_var_name(const TypeVarLike& variable) {
    const std::string_view space = base::text_of(variable.id.space);
    std::string name = text(variable.name);
    if (space.empty()) return name;
    const std::size_t dot = space.rfind('.');
    return name.append("@").append(dot == std::string_view::npos ? space : space.substr(dot + 1));
}

}  // namespace krait::types
