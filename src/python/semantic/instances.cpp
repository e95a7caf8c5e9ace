// instances.cpp
//
// Whether a class or an alias has the type arguments it needs, and what stands for those that are
// missing: the variable's default, else Any.

#include "python/config/options.h"
#include "python/messages/wording.h"
#include "python/semantic/type_analysis.h"
#include "python/types/expand.h"
#include "python/types/proper.h"
#include "python/types/variadic.h"

namespace krait::semantic {

using types::AnySource;
using types::as;

namespace {

bool has_default(Analyzer& a, const types::TypeVarLike& variable) {
    const auto* omitted = as<types::AnyType>(types::get_proper(a.cx, variable.default_type));
    return variable.default_type != nullptr &&
           (omitted == nullptr || omitted->source != AnySource::FromOmittedGenerics);
}

bool is_unknown_unpack(Analyzer& a, TypePtr type) {
    const auto* unpack = as<types::UnpackType>(type);
    if (unpack == nullptr) return false;
    const auto* unknown = as<types::AnyType>(types::get_proper(a.cx, unpack->type));
    return unknown != nullptr && unknown->source == AnySource::SpecialForm;
}

using Variables = std::span<const types::TypeVarLike* const>;

std::size_t required_count(Analyzer& a, Variables variables, bool count_tuples) {
    std::size_t count = 0;
    for (const types::TypeVarLike* variable : variables) {
        bool is_tuple = variable->kind == types::TypeKind::TypeVarTuple;
        count += !has_default(a, *variable) && (count_tuples || !is_tuple);
    }
    return count;
}

bool validate_variadic(Analyzer& a, const types::Instance& type, const ClassInfo& info, Place place,
                       bool empty_index) {
    std::size_t least = required_count(a, info.type_vars, false);
    bool correct = type.args.size() >= least;
    for (TypePtr arg : type.args) {
        const auto* unpack = as<types::UnpackType>(arg);
        if (unpack != nullptr &&
            types::is<types::Instance>(types::get_proper(a.cx, unpack->type))) {
            correct = true;
        }
    }
    if (type.args.empty()) {
        if (empty_index && info.type_vars.size() == 1) return true;
        if (empty_index && least > 0) {
            fail(a, place,
                 "At least " + std::to_string(least) + " type argument(s) expected, none given",
                 codes::kTypeArg);
        }
        return false;
    }
    if (!correct) {
        fail(a, place,
             "Bad number of arguments, expected: at least " + std::to_string(least) +
                 ", given: " + std::to_string(type.args.size()),
             codes::kTypeArg);
        return false;
    }
    std::optional<std::size_t> unpack = types::find_unpack_in_list(type.args);
    if (!unpack) return true;
    const auto& item = types::expect<types::UnpackType>(type.args[*unpack]);
    if (!types::is<types::TypeVarTupleType>(item.type)) return true;
    if (*unpack < types::variadic_prefix(info) ||
        type.args.size() - *unpack - 1 < types::variadic_suffix(info)) {
        fail(a, place, "TypeVarTuple cannot be split", codes::kTypeArg);
        return false;
    }
    return true;
}

/// Adds what stands for missing arguments: defaults, which may name earlier variables, or Any.
std::vector<TypePtr> filled_args(Analyzer& a, Variables variables, types::TypeList given,
                                 TypePtr unknown, bool& used_any) {
    std::vector<TypePtr> args(given.begin(), given.end());
    types::TypeEnv env;
    for (std::size_t i = 0; i < variables.size(); ++i) {
        const types::TypeVarLike& variable = *variables[i];
        if (i < given.size()) {
            env.bind(variable.id, given[i]);
            continue;
        }
        bool defaulted = has_default(a, variable);
        TypePtr arg = defaulted ? variable.default_type : unknown;
        used_any = used_any || !defaulted;
        if (const auto* tuple = as<types::TypeVarTupleType>(&variable);
            tuple != nullptr && !defaulted && tuple->tuple_fallback != nullptr) {
            arg = types::make_unpack(
                a.cx, types::make_instance(a.cx, tuple->tuple_fallback->type, {unknown}));
        }
        const auto* unpack = as<types::UnpackType>(arg);
        const auto* items = unpack != nullptr
                                ? as<types::TupleType>(types::get_proper(a.cx, unpack->type))
                                : nullptr;
        std::vector<TypePtr> parts = {arg};
        if (items != nullptr) parts.assign(items->items.begin(), items->items.end());
        for (TypePtr part : parts) {
            if (defaulted) part = types::expand_type(a.cx, part, env);
            env.bind(variable.id, part);
            args.push_back(part);
        }
    }
    return args;
}

void report_missing(Analyzer& a, Place place, std::string_view shown) {
    fail(a, place, "Missing type arguments for generic type \"" + std::string(shown) + "\"",
         codes::kTypeArg);
}

}  // namespace

const types::TupleType* plain_tuple(Analyzer& a, std::vector<TypePtr> items) {
    TypePtr unknown = any(a, AnySource::SpecialForm);
    items = types::flatten_nested_tuples(a.cx, types::copy_list(a.cx, items), false);
    return types::make_tuple(a.cx, types::copy_list(a.cx, items),
                             *named_type(a, "builtins.tuple", {unknown}));
}

bool validate_instance(Analyzer& a, const types::Instance& type, Place place, bool indexed,
                       bool& drop_args) {
    const ClassInfo* info = class_of(a, type.type);
    if (info == nullptr) return true;
    for (TypePtr arg : type.args) {
        if (is_unknown_unpack(a, arg)) return false;
    }
    bool empty_index = indexed && type.args.empty();
    if (types::has_type_var_tuple(*info)) {
        return validate_variadic(a, type, *info, place, empty_index);
    }
    for (TypePtr arg : type.args) {
        if (!types::is<types::UnpackType>(arg)) continue;
        fail(a, place, "Unpack is only valid in a variadic position", codes::kValidType);
        drop_args = true;
        return false;
    }
    std::size_t given = type.args.size();
    std::size_t most = info->type_vars.size();
    if (given == most) return true;
    std::size_t least = required_count(a, info->type_vars, true);
    if ((given != 0 || empty_index) && (given < least || given > most)) {
        fail(a, place,
             messages::wrong_type_arg_count(least, most, std::to_string(given), text(info->name)),
             codes::kTypeArg);
    }
    return false;
}

const types::Instance* fix_instance(Analyzer& a, const types::Instance& type, Place place,
                                    bool disallow_any, std::string_view shown) {
    const ClassInfo* info = class_of(a, type.type);
    if (info == nullptr) return &type;
    std::size_t least = required_count(a, info->type_vars, false);
    types::TypeList given = type.args;
    if (given.size() < least || given.size() > info->type_vars.size()) {
        if (given.size() > info->type_vars.size()) disallow_any = false;
        given = {};
    }
    TypePtr unknown = any(a, disallow_any ? AnySource::FromError : AnySource::FromOmittedGenerics);
    bool used_any = false;
    std::vector<TypePtr> args = filled_args(a, info->type_vars, given, unknown, used_any);
    if (used_any && disallow_any) {
        report_missing(a, place, shown.empty() ? text(info->name) : shown);
    }
    return types::with_args(a.cx, type, types::copy_list(a.cx, args));
}

const types::Instance* complete_instance(Analyzer& a, const types::Instance& type, Place place,
                                         bool indexed, bool disallow_any, std::string_view shown) {
    bool drop_args = false;
    if (validate_instance(a, type, place, indexed, drop_args)) return &type;
    const types::Instance* bare = drop_args ? types::with_args(a.cx, type, {}) : &type;
    return fix_instance(a, *bare, place, disallow_any, shown);
}

namespace {

TypePtr alias_with_any(Analyzer& a, const types::AliasInfo& alias, types::TypeList given,
                       const AliasUse& use, AnySource source) {
    bool disallow = use.disallow_any && source == AnySource::FromOmittedGenerics;
    TypePtr unknown = any(a, disallow ? AnySource::FromError : source);
    bool used_any = false;
    std::vector<TypePtr> args = filled_args(a, alias.variables, given, unknown, used_any);
    if (used_any && disallow && !alias.variables.empty()) {
        report_missing(a, use.place, use.shown.empty() ? text(alias.name) : use.shown);
    }
    return types::make_alias(a.cx, alias.id, types::copy_list(a.cx, args));
}

std::string wrong_count(const types::AliasInfo& alias, const AliasUse& use, std::size_t least,
                        std::size_t most, std::size_t given, bool variadic) {
    if (use.use_standard_error) {
        return messages::wrong_type_arg_count(most, most, std::to_string(given), text(alias.name));
    }
    std::string message = "Bad number of arguments for type alias, expected ";
    if (variadic) {
        message += "at least " + std::to_string(least);
    } else if (least != most) {
        message += "between " + std::to_string(least) + " and " + std::to_string(most);
    } else {
        message += std::to_string(least);
    }
    return message + ", given " + std::to_string(given);
}

bool has_variadic(const types::AliasInfo& alias) {
    for (const types::TypeVarLike* variable : alias.variables) {
        if (variable->kind == types::TypeKind::TypeVarTuple) return true;
    }
    return false;
}

}  // namespace

TypePtr instantiate_alias(Analyzer& a, const types::AliasInfo& alias, std::vector<TypePtr> args,
                          const AliasUse& use) {
    bool empty_index = use.empty_tuple_index;
    bool had_args = !args.empty();
    args = types::flatten_nested_tuples(a.cx, types::copy_list(a.cx, args));
    if (had_args && args.empty()) empty_index = true;
    for (TypePtr arg : args) {
        if (is_unknown_unpack(a, arg)) {
            return alias_with_any(a, alias, {}, use, AnySource::SpecialForm);
        }
    }
    std::size_t most = alias.variables.size();
    std::size_t given = args.size();
    bool variadic = has_variadic(alias);
    const auto* target = as<types::Instance>(alias.target);
    bool no_args = alias.no_args;
    if (no_args && target != nullptr && given != 0) {
        const ClassInfo* info = class_of(a, target->type);
        if (info != nullptr && text(info->fullname) == "builtins.tuple") no_args = false;
    }
    if (most > 0 && given == 0 && !(empty_index && variadic)) {
        return alias_with_any(a, alias, {}, use, AnySource::FromOmittedGenerics);
    }
    if (most == 0 && given == 0) {
        if (no_args && target != nullptr) return types::make_instance(a.cx, target->type);
        return types::make_alias(a.cx, alias.id);
    }
    if (most == 0 && target != nullptr && no_args) return instance(a, target->type, args);
    std::size_t least = required_count(a, alias.variables, !variadic);
    bool correct = variadic ? given >= least : least <= given && given <= most;
    if (!variadic) {
        for (TypePtr arg : args) {
            if (!types::is<types::UnpackType>(arg)) continue;
            fail(a, use.place, "Unpack is only valid in a variadic position", codes::kValidType);
            return alias_with_any(a, alias, {}, use, AnySource::FromError);
        }
    } else {
        for (TypePtr arg : args) {
            const auto* unpack = as<types::UnpackType>(arg);
            correct = correct || (unpack != nullptr && types::is<types::Instance>(
                                                           types::get_proper(a.cx, unpack->type)));
        }
    }
    if (!correct) {
        fail(a, use.place, wrong_count(alias, use, least, most, given, variadic), codes::kTypeArg);
        return alias_with_any(a, alias, {}, use, AnySource::FromError);
    }
    if (!variadic && given != most) {
        return alias_with_any(a, alias, types::copy_list(a.cx, args), use,
                              AnySource::FromOmittedGenerics);
    }
    TypePtr used = types::make_alias(a.cx, alias.id, types::copy_list(a.cx, args));
    if (target != nullptr) {
        // `Bogus = FlexibleAlias[T, X]` is a way to say that Bogus[T] is just X.
        const ClassInfo* info = class_of(a, target->type);
        if (info != nullptr && text(info->fullname) == "mypy_extensions.FlexibleAlias") {
            const auto* expanded = as<types::Instance>(types::get_proper(a.cx, used));
            if (expanded != nullptr && !expanded->args.empty()) return expanded->args.back();
        }
    }
    return used;
}

}  // namespace krait::semantic
