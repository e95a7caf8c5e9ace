// type_to_string.cpp
//
// The full printer: what reveal_type and assert_type show, with modules on every name but those of
// builtins. With reveal_verbose_types builtins are spelt out too and type variables get their ids,
// which is how mypy's own tests look at types.

#include <algorithm>
#include <vector>

#include "python/messages/wording.h"
#include "python/types/factory.h"
#include "python/types/format.h"
#include "python/types/known.h"
#include "python/types/limits.h"
#include "python/types/proper.h"
#include "python/types/same.h"
#include "python/types/signature.h"
#include "python/types/variadic.h"

namespace krait::types {

namespace {

using messages::python_repr;

std::string text(Name name) {
    return std::string{base::text_of(name)};
}

class Printer {
public:
    explicit Printer(Context& cx) : cx_(cx), is_verbose_(cx.options.reveal_verbose_types) {}

    [[nodiscard]] std::string print(TypePtr type);

private:
    [[nodiscard]] std::string print_list(TypeList types) {
        std::string list;
        for (TypePtr type : types) {
            if (!list.empty()) list += ", ";
            list += print(type);
        }
        return list;
    }
    [[nodiscard]] std::string print_instance(const Instance& type);
    [[nodiscard]] std::string print_variable(const TypeVarLike& type);
    [[nodiscard]] std::string print_default(const TypeVarLike& type) {
        return has_default(cx_, type) ? " = " + print(type.default_type) : std::string{};
    }
    [[nodiscard]] std::string print_parameters(const ParametersType& type);
    [[nodiscard]] std::string print_callable(const CallableType& type);
    [[nodiscard]] std::string print_callable_parameters(const CallableType& type);
    [[nodiscard]] std::string print_callable_parameter(const CallableType& type,
                                                       const Parameter& parameter);
    [[nodiscard]] std::string print_result(const CallableType& type);
    [[nodiscard]] std::string print_declared_variable(const TypeVarLike& type);
    [[nodiscard]] std::string print_tuple(const TupleType& type);
    [[nodiscard]] std::string print_typed_dict(const TypedDictType& type);
    [[nodiscard]] std::string print_union(const UnionType& type);
    [[nodiscard]] std::string print_partial(const PartialType& type);
    [[nodiscard]] std::string print_alias(const AliasType& type);

    Context& cx_;
    bool is_verbose_;
    std::vector<TypePtr> open_aliases_;  // recursive ones that are being printed
};

std::string Printer::print(TypePtr type) {
    DepthGuard guard(cx_);
    if (type == nullptr) return "Any";
    if (guard.exceeded()) return "...";
    switch (type->kind) {
        case TypeKind::Any:
            return "Any";
        case TypeKind::None:
            return "None";
        case TypeKind::Uninhabited:
            return "Never";
        case TypeKind::Erased:
            return "<Erased>";
        case TypeKind::Deleted: {
            const Name source = expect<DeletedType>(type).source;
            return source == Name::Empty ? "<Deleted>" : "<Deleted '" + text(source) + "'>";
        }
        case TypeKind::Instance:
            return print_instance(expect<Instance>(type));
        case TypeKind::TypeVar:
        case TypeKind::ParamSpec:
        case TypeKind::TypeVarTuple:
            return print_variable(*as_type_var_like(type));
        case TypeKind::Unpack: {
            const std::string inner = print(expect<UnpackType>(type).type);
            return is_verbose_ ? "Unpack[" + inner + "]" : "*" + inner;
        }
        case TypeKind::Parameters:
            return print_parameters(expect<ParametersType>(type));
        case TypeKind::Callable:
            return print_callable(expect<CallableType>(type));
        case TypeKind::Overloaded: {
            std::string items;
            for (const CallableType* item : expect<OverloadedType>(type).items) {
                if (!items.empty()) items += ", ";
                items += print(item);
            }
            return "Overload(" + items + ")";
        }
        case TypeKind::Tuple:
            return print_tuple(expect<TupleType>(type));
        case TypeKind::TypedDict:
            return print_typed_dict(expect<TypedDictType>(type));
        case TypeKind::Literal: {
            const auto& literal = expect<LiteralType>(type);
            const std::string value = literal_value_repr(cx_, literal);
            return literal.value.kind == LiteralKind::Sentinel ? value : "Literal[" + value + "]";
        }
        case TypeKind::Union:
            return print_union(expect<UnionType>(type));
        case TypeKind::Partial:
            return print_partial(expect<PartialType>(type));
        case TypeKind::TypeType: {
            const auto& type_type = expect<TypeType>(type);
            return (type_type.is_type_form ? "TypeForm[" : "type[") + print(type_type.item) + "]";
        }
        case TypeKind::Placeholder:
            return "<placeholder " + text(expect<PlaceholderType>(type).fullname) + ">";
        case TypeKind::Alias:
            return print_alias(expect<AliasType>(type));
    }
    return "Any";
}

std::string Printer::print_instance(const Instance& type) {
    const ClassInfo& info = class_info(cx_, type);
    std::string printed;
    if (type.last_known_value != nullptr && type.args.empty()) {
        printed = print(type.last_known_value) + "?";
    } else {
        const bool is_builtin = base::text_of(info.fullname).starts_with("builtins.");
        printed = text(is_builtin && !is_verbose_ ? info.name : info.fullname);
    }
    if (!type.args.empty()) {
        const bool is_tuple = info.fullname == known::builtins_tuple;
        printed += "[" + print_list(type.args) + (is_tuple ? ", ...]" : "]");
    } else if (has_type_var_tuple(info) && info.type_vars.size() == 1) {
        printed += "[()]";
    }
    return printed;
}

std::string Printer::print_variable(const TypeVarLike& type) {
    std::string printed = text(type.name);
    ParameterList prefix;
    if (const auto* spec = as<ParamSpecType>(&type)) {
        prefix = prefix_parameters(*spec);
        if (spec->flavor == ParamSpecFlavor::Args) printed += ".args";
        if (spec->flavor == ParamSpecFlavor::Kwargs) printed += ".kwargs";
    }
    if (is_verbose_) printed += "`" + std::to_string(type.id.raw);
    if (!prefix.empty()) {
        std::string types;
        for (const Parameter& parameter : prefix) types += print(parameter.type) + ", ";
        printed = "[" + types + "**" + printed + "]";
    }
    return is_verbose_ ? printed + print_default(type) : printed;
}

std::string Printer::print_parameters(const ParametersType& type) {
    if (type.is_ellipsis_args) return "...";
    std::string list;
    bool has_asterisk = false;
    for (const Parameter& parameter : type.parameters) {
        if (!list.empty()) list += ", ";
        if (is_named(parameter.kind) && !has_asterisk) {
            list += "*, ";
            has_asterisk = true;
        }
        if (parameter.kind == ArgKind::Star) list += "*";
        if (parameter.kind == ArgKind::Star2) list += "**";
        if (parameter.name != Name::Empty) list += text(parameter.name) + ": ";
        list += print(parameter.type);
        if (parameter.kind == ArgKind::Opt || parameter.kind == ArgKind::NamedOpt) list += " =";
    }
    return "[" + list + "]";
}

std::string Printer::print_callable_parameter(const CallableType& type,
                                              const Parameter& parameter) {
    std::string printed;
    if (parameter.kind == ArgKind::Star) printed = "*";
    if (parameter.kind == ArgKind::Star2) printed = "**";
    const bool is_unpacked_kwargs = parameter.kind == ArgKind::Star2 && type.unpack_kwargs;
    std::string name = text(parameter.name);
    if (name.empty() && !is_verbose_) {
        if (parameter.kind == ArgKind::Star && is<UnpackType>(parameter.type)) name = "args";
        if (is_unpacked_kwargs) name = "kwargs";
    }
    if (!name.empty()) printed += name + ": ";
    const std::string shown_type = print(parameter.type);
    if (is_unpacked_kwargs) {
        printed += is_verbose_ ? "Unpack[" + shown_type + "]" : "**" + shown_type;
    } else {
        printed += shown_type;
    }
    const bool is_optional = parameter.kind == ArgKind::Opt || parameter.kind == ArgKind::NamedOpt;
    return is_optional ? printed + " =" : printed;
}

std::string Printer::print_callable_parameters(const CallableType& type) {
    const ParamSpecType* spec = param_spec(cx_, type);
    const std::size_t spelt_out = type.parameters.size() - (spec == nullptr ? 0 : 2);
    std::string list;
    bool has_asterisk = false;
    for (const Parameter& parameter : type.parameters.first(spelt_out)) {
        if (!list.empty()) list += ", ";
        if (is_named(parameter.kind) && !has_asterisk) {
            list += "*, ";
            has_asterisk = true;
        }
        has_asterisk = has_asterisk || parameter.kind == ArgKind::Star;
        list += print_callable_parameter(type, parameter);
    }
    if (spec != nullptr) {
        const std::string name = text(spec->name);
        if (!list.empty()) list += ", ";
        list += "*" + name + ".args, **" + name + ".kwargs" + print_default(*spec);
    }
    return "(" + list + ")";
}

std::string Printer::print_result(const CallableType& type) {
    if (is<NoneType>(get_proper(cx_, type.ret_type))) return {};
    if (type.type_guard != nullptr) return " -> TypeGuard[" + print(type.type_guard) + "]";
    if (type.type_is != nullptr) return " -> TypeIs[" + print(type.type_is) + "]";
    return " -> " + print(type.ret_type);
}

std::string Printer::print_declared_variable(const TypeVarLike& type) {
    std::string printed = text(type.name);
    if (const auto* plain = as<TypeVarType>(&type)) {
        if (!plain->values.empty()) return printed + " in (" + print_list(plain->values) + ")";
        if (!is_named_instance(cx_, plain->upper_bound, known::builtins_object)) {
            printed += " <: " + print(plain->upper_bound);
        }
    }
    return printed + print_default(type);
}

std::string Printer::print_callable(const CallableType& type) {
    std::string printed = print_callable_parameters(type) + print_result(type);
    if (!type.variables.empty()) {
        std::string variables;
        for (const TypeVarLike* variable : type.variables) {
            if (!variables.empty()) variables += ", ";
            variables += print_declared_variable(*variable);
        }
        printed = "[" + variables + "] " + printed;
    }
    return "def " + printed;
}

std::string Printer::print_tuple(const TupleType& type) {
    std::string items = print_list(type.items);
    if (items.empty()) items = "()";
    if (full_name(cx_, *type.partial_fallback) != known::builtins_tuple) {
        items += ", fallback=" + print(type.partial_fallback);
    }
    return "tuple[" + items + "]";
}

std::string Printer::print_typed_dict(const TypedDictType& type) {
    std::string items;
    for (const TypedDictItem& item : type.items) {
        if (!items.empty()) items += ", ";
        items += python_repr(base::text_of(item.name));
        if (!item.required) items += "?";
        if (item.readonly) items += "=";
        items += ": " + print(item.type);
    }
    items = "{" + items + "}";
    if (type.is_closed) items += ", closed=True";
    const Name fallback = full_name(cx_, *type.fallback);
    if (known::is_typed_dict_fallback(fallback)) return "TypedDict(" + items + ")";
    const std::string name = is_verbose_ ? python_repr(base::text_of(fallback)) : text(fallback);
    return "TypedDict(" + name + ", " + items + ")";
}

std::string Printer::print_union(const UnionType& type) {
    std::string items;
    for (TypePtr item : type.items) {
        if (!items.empty()) items += " | ";
        const std::string printed = print(item);
        const bool needs_parentheses = is<CallableType>(get_proper(cx_, item));
        items += needs_parentheses ? "(" + printed + ")" : printed;
    }
    return items;
}

std::string Printer::print_partial(const PartialType& type) {
    if (type.type.is_none()) return "<partial None>";
    const ClassInfo& info = class_info(cx_, type.type);
    std::string arguments;
    for (std::size_t i = 0; i < info.type_vars.size(); ++i) arguments += i == 0 ? "?" : ", ?";
    return "<partial " + text(info.name) + "[" + arguments + "]>";
}

std::string Printer::print_alias(const AliasType& type) {
    const TypePtr target = get_proper(cx_, &type);
    if (is<AliasType>(target)) return "...";  // it leads nowhere but to itself
    if (!is_recursive(cx_, type)) return print(target);
    const auto is_this = [&](TypePtr other) { return is_equal(other, &type); };
    if (std::any_of(open_aliases_.begin(), open_aliases_.end(), is_this)) return "...";
    open_aliases_.push_back(&type);
    std::string printed = print(target);
    open_aliases_.pop_back();
    return printed;
}

}  // namespace

std::string type_to_string(Context& cx, TypePtr type) {
    return Printer(cx).print(type);
}

std::string literal_value_repr(Context& cx, const LiteralType& type) {
    const std::string_view value = base::text_of(type.value.text);
    switch (type.value.kind) {
        case LiteralKind::Enum:
            return text(full_name(cx, *type.fallback)).append(".").append(value);
        case LiteralKind::Str:
            return python_repr(value);
        case LiteralKind::Bytes:
            // mypy keeps the escaped content and prints its repr, which escapes once more.
            return "b" + python_repr(messages::bytes_repr_content(value));
        case LiteralKind::Sentinel:
            return std::string{value.substr(value.find(':') + 1)};
        case LiteralKind::Int:
        case LiteralKind::Bool:
            break;
    }
    return std::string{value};
}

}  // namespace krait::types
