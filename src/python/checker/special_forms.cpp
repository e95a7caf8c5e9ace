// special_forms.cpp: calls and subscripts that aren't what they look like: cast, reveal_type,
// C[int].

#include <algorithm>

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/report.h"
#include "python/checker/reveal_locals.h"
#include "python/checker/written_types.h"
#include "python/types/expand.h"
#include "python/types/same.h"
#include "python/types/typevars.h"
#include "python/types/variadic.h"

namespace krait::checker {

using semantic::SpecialFact;
using semantic::SpecialForm;

namespace {

/// The argument of a special call with one expression among its arguments.
NodeId argument(const CheckContext& ck, NodeId call, std::size_t index) {
    syntax::CallView view = ck.tree.call(call);
    if (index < view.args.size()) return view.args[index];
    index -= view.args.size();
    if (index < view.keywords.size()) return ck.tree.keyword(view.keywords[index]).value;
    return NodeId::None;
}

TypePtr check_cast(CheckContext& ck, NodeId call, TypePtr target) {
    TypePtr source = accept(ck, argument(ck, call, 1), any_type(ck),
                            {.allow_none_return = true, .always_allow_any = true});
    // Any | Any is as good as Any.
    if (ck.options.warn_redundant_casts && !types::is_same_type(ck.cx, target, any_type(ck)) &&
        types::is_same_type(ck.cx, source, target)) {
        report_redundant_cast(ck, target, call);
    }
    check_written_type(ck, target, "Target type of cast", call);
    return target;
}

TypePtr check_assert_type(CheckContext& ck, NodeId call, TypePtr target) {
    NodeId value = argument(ck, call, 0);
    TypePtr source = accept(ck, value, ck.type_context.back(),
                            {.allow_none_return = true, .always_allow_any = true});
    if (ck.current_node_deferred) return source;
    source = try_getting_literal(ck, source) != proper(ck, source) ? try_getting_literal(ck, source)
                                                                   : source;
    if (!types::is_same_type(ck.cx, source, target)) {
        if (!in_checked_function(ck)) {
            note(ck, value, messages::codes::kNone,
                 "\"assert_type\" expects everything to be \"Any\" in unchecked functions");
        }
        report_assert_type_fail(ck, source, target, call);
    }
    return source;
}

/// What reveals types is there without an import, but not when the program runs.
void check_reveal_imported(CheckContext& ck, NodeId call, std::string_view name) {
    const char* code = messages::codes::kUnimportedReveal;
    if (!config::is_error_code_enabled(ck.options, code)) return;
    const types::Definition* callee = definition_of(ck, ck.tree.call(call).func);
    if (callee == nullptr || !base::text_of(callee->fullname).starts_with("builtins.")) return;
    fail(ck, call, code, concat({"Name \"", name, "\" is not defined"}));
    if (name != "reveal_type") return;
    const std::string_view module =
        ck.options.python_version >= config::PythonVersion{3, 11} ? "typing" : "typing_extensions";
    note(ck, call, code,
         concat({"Did you forget to import it from \"", module, "\"? (Suggestion: \"from ", module,
                 " import reveal_type\")"}));
}

TypePtr check_reveal_type(CheckContext& ck, NodeId call) {
    NodeId value = argument(ck, call, 0);
    TypePtr type = accept(ck, value, ck.type_context.back(), {.allow_none_return = true});
    if (!ck.current_node_deferred) {
        report_reveal_type(ck, type, value);
        if (!in_checked_function(ck)) {
            note(ck, value, messages::codes::kNone,
                 "'reveal_type' always outputs 'Any' in unchecked functions");
        }
        check_reveal_imported(ck, call, "reveal_type");
    }
    return type;
}

using Variables = std::span<const TypeVarLike* const>;

/// A value for each variable: defaults, which may name earlier variables, where none is given.
std::vector<TypePtr> values_with_defaults(CheckContext& ck, Variables variables,
                                          const std::vector<TypePtr>& args) {
    std::vector<TypePtr> values = args;
    types::TypeEnv env;
    for (std::size_t i = 0; i < variables.size(); ++i) {
        if (i >= values.size()) {
            values.push_back(types::expand_type(ck.cx, variables[i]->default_type, env));
        }
        env.bind(variables[i]->id, values[i]);
    }
    return values;
}

/// The same if one variable stands for any number of arguments: it gets a tuple of them. Nothing if
/// there are too few for the others.
std::optional<std::vector<TypePtr>> values_around_variadic(CheckContext& ck, Variables variables,
                                                           const std::vector<TypePtr>& args) {
    std::size_t at = 0;
    while (!types::is<types::TypeVarTupleType>(variables[at])) ++at;
    const auto& variadic = types::expect<types::TypeVarTupleType>(variables[at]);
    const std::size_t after = variables.size() - at - 1;
    std::vector<TypePtr> flat = types::flatten_nested_tuples(ck.cx, args);
    if (variadic.tuple_fallback == nullptr ||
        (flat.size() < at + after && !types::find_unpack_in_list(flat))) {
        return std::nullopt;
    }
    types::SplitTypes split =
        types::split_with_prefix_and_suffix(ck.cx, ck.cx.arena.copy(flat), at, after);
    if (split.prefix.size() < at || split.suffix.size() < after) return std::nullopt;
    std::vector<TypePtr> values(split.prefix.begin(), split.prefix.end());
    values.push_back(types::make_tuple(ck.cx, split.middle, *variadic.tuple_fallback));
    values.insert(values.end(), split.suffix.begin(), split.suffix.end());
    return values;
}

TypePtr apply_type_arguments_to(CheckContext& ck, TypePtr object, const std::vector<TypePtr>& args,
                                NodeId at) {
    object = proper(ck, object);
    auto apply_one = [&](const CallableType& callable) -> const CallableType* {
        std::span<const TypeVarLike* const> variables = callable.variables;
        const ClassInfo* info = types::type_object(ck.cx, &callable);
        if (info != nullptr) variables = info->type_vars;
        std::size_t least = 0;
        bool is_variadic = false;
        for (const TypeVarLike* variable : variables) {
            if (!types::has_default(ck.cx, *variable)) ++least;
            is_variadic = is_variadic || types::is<types::TypeVarTupleType>(variable);
        }
        if (!is_variadic && (args.size() < least || args.size() > variables.size())) {
            if (info == nullptr || !is_fullname(*info, "builtins.tuple")) {
                report_incompatible_type_application(ck, least, variables.size(), args.size(), at);
            }
            return nullptr;
        }
        std::optional<std::vector<TypePtr>> values =
            is_variadic ? values_around_variadic(ck, variables, args)
                        : values_with_defaults(ck, variables, args);
        if (!values) return nullptr;
        return apply_type_arguments(ck, callable, *values, at);
    };
    if (const auto* callable = types::as<CallableType>(object)) {
        const CallableType* applied = apply_one(*callable);
        if (applied != nullptr) return applied;
        return any_type(ck, AnySource::FromError);
    }
    const auto* overload = types::as<OverloadedType>(object);
    if (overload == nullptr) return any_type(ck);
    std::vector<const CallableType*> items;
    for (const CallableType* item : overload->items) {
        items.push_back(apply_one(*item));
        if (items.back() == nullptr) return any_type(ck, AnySource::FromError);
    }
    return overloaded_of(ck, items);
}

TypePtr check_type_application(CheckContext& ck, NodeId expr, const SpecialFact& fact) {
    if (!is_kind(ck, expr, NodeKind::Subscript)) return not_implemented(ck);
    NodeId base = ck.tree.subscript(expr).value;
    const auto* alias = types::as<types::AliasInfo>(definition_of(ck, base));
    if (alias != nullptr) {
        if (alias->is_pep695) return alias_in_runtime_context(ck, *alias, expr, false);
        TypePtr item =
            proper(ck, types::make_alias(ck.cx, alias->id, ck.cx.arena.copy(fact.types)));
        if (const auto* instance = types::as<Instance>(item)) {
            std::vector<TypePtr> args(instance->args.begin(), instance->args.end());
            return apply_type_arguments_to(
                ck, types::type_object_type(ck.cx, info_of(ck, *instance)), args, expr);
        }
        if (const auto* dict = types::as<TypedDictType>(item)) {
            return typed_dict_callable(ck, *dict);
        }
        return not_implemented(ck);
    }
    TypePtr object = proper(ck, accept(ck, base));
    if (types::is<AnyType>(object)) return any_from(ck, object);
    if (!is_function_like(object)) return any_type(ck);
    if (!is_class_object(ck, object)) {
        fail(ck, expr, messages::texts::kOnlyClassApplication);
        return any_type(ck, AnySource::FromError);
    }
    return apply_type_arguments_to(ck, object, {fact.types.begin(), fact.types.end()}, expr);
}

TypePtr check_alias_expression(CheckContext& ck, NodeId expr, const SpecialFact& fact) {
    TypePtr item = proper(ck, fact.type);
    if (const auto* alias = types::as<types::AliasInfo>(fact.definition)) {
        return alias_in_runtime_context(ck, *alias, expr, true);
    }
    if (item == nullptr) return any_type(ck);
    types::AliasInfo made{};
    made.target = item;
    return alias_in_runtime_context(ck, made, expr, true);
}

}  // namespace

TypePtr check_special_form(CheckContext& ck, NodeId expr, const SpecialFact& fact) {
    switch (fact.form) {
        case SpecialForm::Cast:
            return check_cast(ck, expr, with_values(ck, fact.type));
        case SpecialForm::AssertType:
            return check_assert_type(ck, expr, with_values(ck, fact.type));
        case SpecialForm::RevealType:
            return check_reveal_type(ck, expr);
        case SpecialForm::RevealLocals:
            if (!ck.current_node_deferred) {
                report_locals(ck, expr);
                check_reveal_imported(ck, expr, "reveal_locals");
            }
            return none_type(ck);
        case SpecialForm::TypeApplication:
            return check_type_application(ck, expr, fact);
        case SpecialForm::AliasExpression:
            return check_alias_expression(ck, expr, fact);
        case SpecialForm::TypeFormCall:
            return types::make_type_type(ck.cx, fact.type, true);
        case SpecialForm::Promote:
            return fact.type != nullptr ? fact.type : any_type(ck);
        case SpecialForm::SuperCall:
            return check_super_attribute(ck, expr);
        case SpecialForm::TypeVarDeclaration:
        case SpecialForm::NamedTupleCall:
        case SpecialForm::TypedDictCall:
        case SpecialForm::EnumCall:
        case SpecialForm::NewTypeCall:
            return any_type(ck);
        default:
            return not_implemented(ck);
    }
}

}  // namespace krait::checker
