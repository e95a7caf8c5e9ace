// type_arguments.cpp
//
// Whether type arguments fit what their type variables ask for (mypy's semanal_typeargs.py). While
// types are read, classes may still lack bases and variables their bounds; so uses are written down
// with their places and looked at when all of the SCC is known.

#include "python/semantic/type_analysis.h"
#include "python/types/erase.h"
#include "python/types/format.h"
#include "python/types/proper.h"
#include "python/types/same.h"
#include "python/types/subtypes.h"
#include "python/types/variadic.h"
#include "python/types/visit.h"

namespace krait::semantic {

using types::as;
using types::Instance;
using types::TypeVarType;

namespace {

using Variables = std::span<const types::TypeVarLike* const>;

struct UseCheck {
    Analyzer& a;
    const TypeUse& use;
    Place place;
    int depth = 0;
};

Place place_of_arg(const UseCheck& check, std::size_t index, std::size_t count) {
    const bool is_written = check.depth == 0 && check.use.args.size() == count;
    return is_written ? check.use.args[index] : check.place;
}

/// False, and an error, for what only a ParamSpec can be replaced by.
bool is_plain_type(const UseCheck& check, TypePtr arg, std::string_view kind, Place place) {
    Analyzer& a = check.a;
    if (const auto* spec = as<types::ParamSpecType>(arg)) {
        fail(a, place, "Invalid location for ParamSpec " + types::format_type(a.cx, arg),
             codes::kValidType);
        note(a, place,
             "You can use ParamSpec as the first argument to Callable, e.g., \"Callable[" +
                 std::string(text(spec->name)) + ", int]\"",
             codes::kValidType);
        return false;
    }
    if (!types::is<types::ParametersType>(arg)) return true;
    fail(a, place,
         "Cannot use " + types::format_type(a.cx, arg) + " for " + std::string(kind) +
             ", only for ParamSpec",
         codes::kValidType);
    return false;
}

bool check_values(const UseCheck& check, Name owner, TypePtr arg, const TypeVarType& variable,
                  Place place) {
    Analyzer& a = check.a;
    types::TypeList given{&arg, 1};
    if (const auto* other = as<TypeVarType>(arg)) {
        given = other->values;
        if (given.empty()) {
            fail(a, place,
                 "Type variable \"" + std::string(text(other->name)) +
                     "\" not valid as type argument value for \"" + std::string(text(owner)) + "\"",
                 codes::kTypeVar);
            return false;
        }
    }
    if (check.use.in_alias) return true;
    bool fits = true;
    for (TypePtr one : given) {
        one = types::get_proper(a.cx, one);
        bool known = types::is<types::AnyType>(one);
        for (TypePtr value : variable.values) {
            known = known || types::is_same_type(a.cx, one, value);
        }
        if (known) continue;
        fits = false;
        const auto* instance = as<Instance>(one);
        const ClassInfo* info = instance == nullptr ? nullptr : class_of(a, instance->type);
        if (given.size() > 1 || info == nullptr) {
            fail(a, place, "Invalid type argument value for \"" + std::string(text(owner)) + "\"",
                 codes::kTypeVar);
        } else {
            fail(a, place,
                 "Value of type variable \"" + std::string(text(variable.name)) + "\" of \"" +
                     std::string(text(owner)) + "\" cannot be \"" + std::string(text(info->name)) +
                     "\"",
                 codes::kTypeVar);
        }
    }
    return fits;
}

bool check_type_var(const UseCheck& check, Name owner, TypePtr arg, const TypeVarType& variable,
                    Place place) {
    Analyzer& a = check.a;
    if (!is_plain_type(check, arg, "regular type variable", place)) return false;
    if (check.use.in_alias && types::is<TypeVarType>(arg)) return true;
    bool fits = true;
    if (!variable.values.empty()) {
        const auto* other = as<TypeVarType>(arg);
        if (other != nullptr && other->values.empty()) {
            return check_values(check, owner, arg, variable, place);
        }
        fits = check_values(check, owner, arg, variable, place);
    }
    const auto* bound = as<Instance>(variable.upper_bound);
    const ClassInfo* bound_class = bound == nullptr ? nullptr : class_of(a, bound->type);
    if (bound_class != nullptr && text(bound_class->fullname) == "builtins.object") return fits;
    if (variable.upper_bound == nullptr || types::is_subtype(a.cx, arg, variable.upper_bound)) {
        return fits;
    }
    fail(a, place,
         "Type argument " + types::format_type(a.cx, arg) + " of \"" + std::string(text(owner)) +
             "\" must be a subtype of " + types::format_type(a.cx, variable.upper_bound),
         codes::kTypeVar);
    return false;
}

bool check_args(const UseCheck& check, Name owner, types::TypeList args, Variables variables) {
    Analyzer& a = check.a;
    std::size_t variadic = 0;
    while (variadic < variables.size() &&
           variables[variadic]->kind != types::TypeKind::TypeVarTuple) {
        ++variadic;
    }
    const bool is_variadic = variadic < variables.size();
    std::vector<TypePtr> spread;
    const std::size_t written = args.size();
    if (is_variadic) {
        const std::size_t suffix = variables.size() - variadic - 1;
        types::SplitTypes parts = types::split_with_prefix_and_suffix(a.cx, args, variadic, suffix);
        spread.assign(parts.prefix.begin(), parts.prefix.end());
        spread.resize(variadic + 1);  // nothing is asked of the middle here
        spread.insert(spread.end(), parts.suffix.begin(), parts.suffix.end());
        args = spread;
    }
    bool fits = true;
    const std::size_t count = std::min(args.size(), variables.size());
    for (std::size_t i = 0; i < count; ++i) {
        if (args[i] == nullptr) continue;
        const std::size_t behind = is_variadic && i > variadic ? count - i : 0;
        Place place = place_of_arg(check, behind > 0 ? written - behind : i, written);
        if (const auto* variable = as<TypeVarType>(variables[i])) {
            fits = check_type_var(check, owner, args[i], *variable, place) && fits;
            continue;
        }
        TypePtr arg = types::get_proper(a.cx, args[i]);
        if (types::is<types::ParamSpecType>(arg) || types::is<types::ParametersType>(arg) ||
            types::is<types::AnyType>(arg)) {
            continue;
        }
        fail(a, place,
             "Can only replace ParamSpec with a parameter types list or another ParamSpec, got " +
                 types::format_type(a.cx, arg),
             codes::kValidType);
        fits = false;
    }
    return fits;
}

void check_unpacked(const UseCheck& check, TypePtr type) {
    Analyzer& a = check.a;
    switch (type->kind) {
        case types::TypeKind::Tuple:
        case types::TypeKind::TypeVarTuple:
        case types::TypeKind::Any:
        case types::TypeKind::TypedDict:  // of **kwargs
            return;
        default:
            break;
    }
    const auto* instance = as<Instance>(type);
    const ClassInfo* info = instance == nullptr ? nullptr : class_of(a, instance->type);
    if (info != nullptr && text(info->fullname) == "builtins.tuple") return;
    fail(a, check.use.args[0],
         types::format_type(a.cx, type) + " cannot be unpacked (must be tuple or TypeVarTuple)",
         codes::kValidType);
}

void check_use(const UseCheck& check) {
    constexpr int kMaxDepth = 20;
    Analyzer& a = check.a;
    if (const auto* instance = as<Instance>(check.use.type)) {
        if (const ClassInfo* info = class_of(a, instance->type)) {
            check_args(check, info->name, instance->args, info->type_vars);
        }
        return;
    }
    if (const auto* unpack = as<types::UnpackType>(check.use.type)) {
        return check_unpacked(check, types::get_proper(a.cx, unpack->type));
    }
    const auto* used = as<types::AliasType>(check.use.type);
    const auto* alias =
        used == nullptr ? nullptr : as<types::AliasInfo>(a.job.reader.definition(used->alias));
    if (alias == nullptr || used->args.empty() || check.depth > kMaxDepth) return;
    if (!check_args(check, alias->name, used->args, alias->variables)) return;
    if (types::is_recursive_alias(a.cx, used)) return;
    // Definitions of aliases may use any type variables, so the expansion is looked at too.
    TypeUse expanded{types::get_proper(a.cx, used), {}, check.use.in_alias};
    const auto* instance = as<Instance>(expanded.type);
    if (instance == nullptr || instance->args.empty()) return;
    check_use({a, expanded, check.place, check.depth + 1});
}

bool is_settled(Analyzer& a, TypePtr type) {
    return !types::any_type(a.cx, type, [](TypePtr part) {
        return part->kind == types::TypeKind::Placeholder ? types::Verdict::Yes
                                                          : types::Verdict::Descend;
    });
}

void remember_use(Analyzer& a, Place place, TypeUse use) {
    a.type_uses[{place.start, place.end}] = std::move(use);
    if (!a.functions.empty()) a.body_type_uses.emplace_back(place.start, place.end);
}

}  // namespace

void normalize_trivial_unpack(Analyzer& a, std::vector<types::Parameter>& parameters) {
    for (types::Parameter& parameter : parameters) {
        if (parameter.kind != types::ArgKind::Star) continue;
        const auto* unpack = as<types::UnpackType>(parameter.type);
        if (unpack == nullptr) return;
        const auto* whole = as<Instance>(types::get_proper(a.cx, unpack->type));
        const ClassInfo* info = whole == nullptr ? nullptr : class_of(a, whole->type);
        if (info == nullptr || text(info->fullname) != "builtins.tuple") return;
        if (whole->args.size() == 1) parameter.type = whole->args[0];
        return;
    }
}

void remember_arguments(TypeAnalysis& t, TypePtr type, const NamedType& named) {
    if (named.args.empty() || t.a.is_typeshed_stub || t.a.quiet || type == nullptr) return;
    TypeUse use{type, {}, t.defining_alias};
    for (const Written& arg : named.args) use.args.push_back(arg.place());
    remember_use(t.a, named.place, std::move(use));
}

void remember_unpacked(TypeAnalysis& t, TypePtr unpack, Place place, Place inner) {
    if (t.a.is_typeshed_stub || t.a.quiet) return;
    remember_use(t.a, place, {unpack, {inner}, t.defining_alias});
}

void check_type_arguments(Analyzer& a) {
    for (const auto& [place, use] : a.type_uses) {
        if (is_settled(a, use.type)) check_use({a, use, {place.first, place.second}});
    }
    a.type_uses.clear();
}

void settle_body_arguments(Analyzer& a, bool keep) {
    if (!keep) {
        for (const auto& place : a.body_type_uses) a.type_uses.erase(place);
    }
    a.body_type_uses.clear();
}

}  // namespace krait::semantic
