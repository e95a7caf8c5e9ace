// format_callable.cpp
//
// Callables as a person would declare them, for notes that list signatures and for types that
// Callable[[...], ...] can't express; and the names by which messages call them.

#include "python/types/format.h"
#include "python/types/known.h"
#include "python/types/proper.h"
#include "python/types/signature.h"

namespace krait::types {

namespace {

std::string text(Name name) {
    return std::string{base::text_of(name)};
}

/// The function that a callable comes from, its decorators left aside; null if it is no function.
const FunctionInfo* function_of(Context& cx, const CallableType& type) {
    const Definition* definition =
        type.definition ? cx.reader.definition(type.definition) : nullptr;
    if (const auto* decorated = as<DecoratedInfo>(definition)) return decorated->function;
    return as<FunctionInfo>(definition);
}

/// The name that a parameter is printed under. Unpacked ones get one, or they would be unreadable.
std::string shown_name(Context& cx, const CallableType& type, const Parameter& parameter) {
    if (parameter.name != Name::Empty || cx.options.reveal_verbose_types) {
        return text(parameter.name);
    }
    if (parameter.kind == ArgKind::Star && is<UnpackType>(parameter.type)) return "args";
    if (parameter.kind == ArgKind::Star2 && type.unpack_kwargs) return "kwargs";
    return {};
}

std::string pretty_parameter(Context& cx, const CallableType& type, const Parameter& parameter) {
    std::string pretty;
    if (parameter.kind == ArgKind::Star) pretty = "*";
    if (parameter.kind == ArgKind::Star2) pretty = "**";
    const std::string name = shown_name(cx, type, parameter);
    if (!name.empty()) pretty += name + ": ";
    const std::string shown_type = format_type_bare(cx, parameter.type);
    if (parameter.kind == ArgKind::Star2 && type.unpack_kwargs) {
        pretty +=
            cx.options.reveal_verbose_types ? "Unpack[" + shown_type + "]" : "**" + shown_type;
    } else {
        pretty += shown_type;
    }
    const bool is_optional = parameter.kind == ArgKind::Opt || parameter.kind == ArgKind::NamedOpt;
    return is_optional ? pretty + " = ..." : pretty;
}

/// Whether positional-only parameters end at `index`.
bool ends_positional_only(ParameterList parameters, std::size_t index) {
    const Parameter& parameter = parameters[index];
    if (!is_positional(parameter.kind) || parameter.name != Name::Empty) return false;
    if (index + 1 == parameters.size()) return true;
    const Parameter& next = parameters[index + 1];
    return next.name != Name::Empty || !is_positional(next.kind);
}

std::string pretty_parameters(Context& cx, const CallableType& type) {
    std::string list;
    bool has_asterisk = false;
    bool has_slash = false;
    for (std::size_t i = 0; i < type.parameters.size(); ++i) {
        const Parameter& parameter = type.parameters[i];
        if (!list.empty()) list += ", ";
        if (is_named(parameter.kind) && !has_asterisk) {
            list += "*, ";
            has_asterisk = true;
        }
        has_asterisk = has_asterisk || parameter.kind == ArgKind::Star;
        list += pretty_parameter(cx, type, parameter);
        if (!has_slash && ends_positional_only(type.parameters, i)) {
            list += ", /";
            has_slash = true;
        }
    }
    return list;
}

/// `self` or the like, if binding took it away from what was declared. A lambda or a function that
/// lost nothing has none.
std::string bound_first_argument(const FunctionInfo* function, const CallableType& type) {
    if (function == nullptr || type.from_concatenate) return {};
    if (function->parameters.size() <= type.parameters.size()) return {};
    const Name name = function->parameters.front().name;
    if (name != Name::Empty) return text(name);
    // Parameters that are passed by position only forget their names: those of operators, those
    // before a slash, and those that begin with two underscores, of which there is mostly one.
    const std::string_view own = base::text_of(function->name);
    const bool is_operator = own != "__call__" && own.ends_with("__");
    const bool before_slash = function->parameters.size() > 1 &&
                              is_positional(function->parameters[1].kind) &&
                              function->parameters[1].name == Name::Empty;
    if (!is_operator && !before_slash) return "__self";
    return function->is_class ? "cls" : "self";
}

std::string pretty_variable(Context& cx, const TypeVarLike& variable) {
    const auto* plain = as<TypeVarType>(&variable);
    if (plain == nullptr) return type_to_string(cx, &variable);
    const TypePtr bound = get_proper(cx, plain->upper_bound);
    if (!is_named_instance(cx, bound, known::builtins_object)) {
        return text(plain->name) + ": " + format_type_bare(cx, bound);
    }
    if (plain->values.empty()) return text(plain->name);
    std::string values;
    for (TypePtr value : plain->values) {
        if (!values.empty()) values += ", ";
        values += format_type_bare(cx, value);
    }
    return text(plain->name) + ": (" + values + ")";
}

std::string pretty_result(Context& cx, const CallableType& type) {
    if (type.type_guard != nullptr) {
        return "TypeGuard[" + format_type_bare(cx, type.type_guard) + "]";
    }
    if (type.type_is != nullptr) return "TypeIs[" + format_type_bare(cx, type.type_is) + "]";
    return format_type_bare(cx, type.ret_type);
}

}  // namespace

std::string pretty_callable(Context& cx, const CallableType& type, bool skip_self) {
    const FunctionInfo* function = function_of(cx, type);
    std::string parameters = pretty_parameters(cx, type);
    const std::string first = bound_first_argument(function, type);
    if (!first.empty() && !skip_self && !is_type_obj(cx, type)) {
        parameters = parameters.empty() ? first : first + ", " + parameters;
    }
    std::string name;
    if (type.name != Name::Empty) {
        const std::string_view whole = base::text_of(type.name);
        name = whole.substr(0, whole.find(' '));  // without "of C"
    } else if (function != nullptr) {
        name = text(function->name);
    }
    std::string pretty = name + "(" + parameters + ") -> " + pretty_result(cx, type);
    if (!type.variables.empty()) {
        std::string variables;
        for (const TypeVarLike* variable : type.variables) {
            if (!variables.empty()) variables += ", ";
            variables += pretty_variable(cx, *variable);
        }
        pretty = "[" + variables + "] " + pretty;
    }
    return "def " + pretty;
}

std::string_view pretty_class_or_static_decorator(Context& cx, const CallableType& type) {
    const Definition* definition =
        type.definition ? cx.reader.definition(type.definition) : nullptr;
    bool is_class = false;
    bool is_static = false;
    if (const auto* overloaded = as<OverloadedInfo>(definition)) {
        is_class = overloaded->is_class;
        is_static = overloaded->is_static;
    } else if (const FunctionInfo* function = function_of(cx, type)) {
        is_class = function->is_class;
        is_static = function->is_static;
    }
    if (is_class) return "@classmethod";
    return is_static ? "@staticmethod" : "";
}

std::string callable_name(TypePtr callable) {
    const FunctionItems items(callable);
    if (items.empty() || items[0].name == Name::Empty) return {};
    const std::string name = text(items[0].name);
    if (name.starts_with('<')) return name;
    std::string quoted = "\"" + name + "\"";
    constexpr std::string_view kOf = " of ";
    constexpr std::string_view kQuotedOf = "\" of \"";
    for (std::size_t at = quoted.find(kOf); at != std::string::npos;
         at = quoted.find(kOf, at + kQuotedOf.size())) {
        quoted.replace(at, kOf.size(), kQuotedOf);
    }
    return quoted;
}

std::string for_function(const CallableType& callee) {
    const std::string name = callable_name(&callee);
    return name.empty() ? name : " for " + name;
}

Name defining_module(Context& cx, const CallableType& type) {
    const ModuleInfo* module = type.definition ? cx.reader.module(type.definition.module) : nullptr;
    return module == nullptr ? Name::Empty : module->fullname;
}

}  // namespace krait::types
