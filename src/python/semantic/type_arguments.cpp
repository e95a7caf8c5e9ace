// type_arguments.cpp
//
// Arguments of generic classes and aliases against the bounds and values of their variables (mypy's
// semanal_typeargs.py). mypy walks all types once more when an SCC is settled; here each use is
// written down while it is analysed, because afterwards a type no longer says where it stood.

#include <algorithm>

#include "python/semantic/type_analysis.h"
#include "python/types/format.h"
#include "python/types/known.h"
#include "python/types/proper.h"
#include "python/types/same.h"
#include "python/types/subtypes.h"

namespace krait::semantic {

using types::as;
using types::TypeVarType;

namespace {

bool is_restricted(Analyzer& a, const types::TypeVarLike* variable) {
    const auto* plain = as<TypeVarType>(variable);
    if (plain == nullptr) return false;
    return !plain->values.empty() ||
           !types::is_named_instance(a.cx, plain->upper_bound, types::known::builtins_object);
}

void check_values(Analyzer& a, const TypeArguments& use, const TypeVarType& variable, TypePtr arg,
                  Place place) {
    const auto* passed_on = as<TypeVarType>(arg);
    std::vector<TypePtr> actuals{arg};
    if (passed_on != nullptr) actuals.assign(passed_on->values.begin(), passed_on->values.end());
    if (actuals.empty()) {
        fail(a, place,
             "Type variable \"" + std::string(text(passed_on->name)) +
                 "\" not valid as type argument value for \"" + use.shown + "\"",
             codes::kTypeVar);
        return;
    }
    for (TypePtr actual : actuals) {
        actual = types::get_proper(a.cx, actual);
        const bool permitted =
            std::any_of(variable.values.begin(), variable.values.end(),
                        [&](TypePtr value) { return types::is_same_type(a.cx, actual, value); });
        if (types::is<types::AnyType>(actual) || permitted) continue;
        const auto* instance = as<types::Instance>(actual);
        std::string message = actuals.size() > 1 || instance == nullptr
                                  ? "Invalid type argument value for \"" + use.shown + "\""
                                  : "Value of type variable \"" + std::string(text(variable.name)) +
                                        "\" of \"" + use.shown + "\" cannot be \"" +
                                        std::string(text(class_of(a, instance->type)->name)) + "\"";
        fail(a, place, std::move(message), codes::kTypeVar);
    }
}

void check_argument(Analyzer& a, const TypeArguments& use, const TypeVarType& variable, TypePtr arg,
                    Place place) {
    if (use.in_alias && types::is<TypeVarType>(arg)) return;  // checked where the alias is used
    if (types::is<types::ParamSpecType>(arg) || types::is<types::ParametersType>(arg)) return;
    if (!variable.values.empty() && !use.in_alias) check_values(a, use, variable, arg, place);
    if (types::is_subtype(a.cx, arg, variable.upper_bound)) return;
    fail(a, place,
         "Type argument " + types::format_type(a.cx, arg) + " of \"" + use.shown +
             "\" must be a subtype of " + types::format_type(a.cx, variable.upper_bound),
         codes::kTypeVar);
}

}  // namespace

void remember_type_arguments(TypeAnalysis& t, const NamedType& named, Name shown,
                             std::span<const types::TypeVarLike* const> variables,
                             types::TypeList args) {
    if (t.a.quiet || t.a.is_typeshed_stub || named.args.empty() || args.empty()) return;
    const bool any_restricted =
        std::any_of(variables.begin(), variables.end(),
                    [&](const auto* variable) { return is_restricted(t.a, variable); });
    const auto key = std::pair(named.place.start, named.place.end);
    if (!any_restricted) {
        t.a.type_arguments.erase(key);
        return;
    }
    TypeArguments use{std::string(text(shown)), variables, args, {}, t.defining_alias};
    for (std::size_t i = 0; i < args.size(); ++i) {
        use.places.push_back(named.args.size() == args.size() ? named.args[i].place()
                                                              : named.place);
    }
    t.a.type_arguments[key] = std::move(use);
}

void check_type_arguments(Analyzer& a) {
    for (const auto& [place, use] : a.type_arguments) {
        const auto is_variadic = [](const types::TypeVarLike* variable) {
            return variable->kind == types::TypeKind::TypeVarTuple;
        };
        const auto& variables = use.variables;
        const auto variadic = std::find_if(variables.begin(), variables.end(), is_variadic);
        const auto prefix = static_cast<std::size_t>(variadic - variables.begin());
        for (std::size_t i = 0; i < variables.size(); ++i) {
            const auto* variable = as<TypeVarType>(variables[i]);
            // Behind a variadic variable arguments are counted from the end.
            const std::size_t left = variables.size() - i;
            const std::size_t at = i < prefix ? i : use.args.size() - left;
            if (variable == nullptr || left > use.args.size() || at >= use.args.size()) continue;
            check_argument(a, use, *variable, use.args[at], use.places[at]);
        }
    }
    a.type_arguments.clear();
}

}  // namespace krait::semantic
