// type_expressions_named.cpp
//
// What a name means as a type: a class, an alias, a type variable, a special form of typing, or
// something that is no type, with mypy's advice for each such mistake.

#include <algorithm>

#include "python/config/options.h"
#include "python/semantic/type_analysis.h"
#include "python/types/proper.h"
#include "python/types/typevars.h"
#include "python/types/variadic.h"

namespace krait::semantic {

using types::AnySource;
using types::as;
using types::TypeKind;

namespace {

TypePtr error(TypeAnalysis& t, Place place, std::string message,
              const char* code = codes::kValidType) {
    fail(t.a, place, std::move(message), code);
    return any(t.a, AnySource::FromError);
}

TypePtr visit_placeholder(TypeAnalysis& t, const NamedType& named,
                          const types::PlaceholderInfo& placeholder) {
    Analyzer& a = t.a;
    if (a.job.final_iteration) {
        fail(a, named.place,
             "Cannot resolve name \"" + named.name + "\" (possible cyclic definition)");
        if (is_function_scope(a)) {
            note(a, named.place, "Recursive types are not allowed at function scope");
        }
        return any(a, AnySource::FromError);
    }
    if (!placeholder.becomes_type) {
        record_incomplete_ref(a);
        return any(a, AnySource::SpecialForm);
    }
    if (t.allow.allow_placeholder) {
        defer(a);
    } else {
        record_incomplete_ref(a);
    }
    std::vector<TypePtr> args = analyze_parts(
        t, named.args,
        {.allow_param_spec = true, .allow_param_spec_literals = true, .allow_unpack = true});
    return types::make_placeholder(a.cx, placeholder.fullname, types::copy_list(a.cx, args));
}

bool has_placeholder_parts(const types::TypeVarLike& variable) {
    if (types::is<types::PlaceholderType>(variable.upper_bound)) return true;
    if (types::is<types::PlaceholderType>(variable.default_type)) return true;
    const auto* plain = as<types::TypeVarType>(&variable);
    if (plain == nullptr) return false;
    for (TypePtr value : plain->values) {
        if (types::is<types::PlaceholderType>(value)) return true;
    }
    return false;
}

bool is_allowed_in_alias(const TypeAnalysis& t, const types::TypeVarLike* bound) {
    for (const types::TypeVarLike* variable : t.alias_variables) {
        if (bound != nullptr && variable->id == bound->id) return true;
    }
    return false;
}

bool is_undeclared(const TypeAnalysis& t, std::string_view name) {
    if (!t.alias_parameter_names) return false;
    for (Name declared : *t.alias_parameter_names) {
        if (text(declared) == name) return false;
    }
    return true;
}

/// A type variable that nothing binds yet but that may be bound later (in a default).
TypePtr free_variable(TypeAnalysis& t, Name name, const types::TypeVariableInfo& variable) {
    types::TypeVarHead head{name, variable.fullname, {0x7FFF'FFFF, 0, variable.fullname}};
    TypePtr omitted = any(t.a, AnySource::FromOmittedGenerics);
    switch (variable.variable_kind) {
        case TypeKind::ParamSpec:
            return types::make_param_spec(t.a.cx, head, types::ParamSpecFlavor::Bare,
                                          variable.upper_bound, omitted);
        case TypeKind::TypeVarTuple:
            return types::make_type_var_tuple(t.a.cx, head, variable.upper_bound,
                                              *variable.tuple_fallback, omitted);
        default:
            return types::make_type_var(t.a.cx, head, variable.upper_bound, variable.values,
                                        variable.variance, omitted);
    }
}

std::string alias_variable_complaint(const TypeAnalysis& t, const std::string& name) {
    if (is_undeclared(t, name)) {
        if (t.is_pep695_alias) {
            return "All type parameters should be declared (\"" + name + "\" not declared)";
        }
        return "Type variable \"" + name + "\" is not included in type_params";
    }
    return "Can't use bound type variable \"" + name + "\" to define generic alias";
}

TypePtr unbound_variable(TypeAnalysis& t, const NamedType& named,
                         const types::TypeVariableInfo& variable) {
    if (variable.is_pep695) {
        return error(t, named.place,
                     "Name \"" + std::string(text(variable.name)) + "\" is not defined",
                     codes::kNameDefined);
    }
    std::string name(text(variable.name));
    error(t, named.place,
          "Type variable \"" + std::string(text(variable.fullname)) + "\" is unbound");
    note(t.a, named.place,
         "(Hint: Use \"Generic[" + name + "]\" or \"Protocol[" + name +
             "]\" base class to bind \"" + name + "\" inside a class)",
         codes::kValidType);
    note(t.a, named.place,
         "(Hint: Use \"" + name + "\" in function signature to bind \"" + name +
             "\" inside a function)",
         codes::kValidType);
    return any(t.a, AnySource::FromError);
}

TypePtr visit_param_spec(TypeAnalysis& t, const NamedType& named,
                         const types::TypeVariableInfo& variable, const types::TypeVarLike* bound,
                         const std::string& component_of) {
    const std::string& name = component_of.empty() ? named.name : component_of;
    if (bound == nullptr) {
        if (t.allow.allow_unbound_type_variables) {
            return free_variable(t, base::intern(name), variable);
        }
        if (t.defining_alias && is_undeclared(t, named.name)) {
            return error(t, named.place,
                         "ParamSpec \"" + name + "\" is not included in type_params");
        }
        return error(t, named.place, "ParamSpec \"" + name + "\" is unbound");
    }
    if (!named.args.empty()) {
        fail(t.a, named.place, "ParamSpec \"" + named.name + "\" used with arguments",
             codes::kValidType);
    }
    if (!component_of.empty() && !t.allow.allow_param_spec_literals) {
        return error(t, named.place, "ParamSpec components are not allowed here");
    }
    return bound;
}

TypePtr visit_type_var_tuple(TypeAnalysis& t, const NamedType& named,
                             const types::TypeVariableInfo& variable,
                             const types::TypeVarLike* bound) {
    if (bound != nullptr && t.defining_alias && !is_allowed_in_alias(t, bound)) {
        return error(t, named.place, alias_variable_complaint(t, named.name));
    }
    if (bound == nullptr) {
        if (t.allow.allow_unbound_type_variables) {
            return free_variable(t, base::intern(named.name), variable);
        }
        return error(t, named.place, "TypeVarTuple \"" + named.name + "\" is unbound");
    }
    if (t.allow_type_var_tuple != t.nesting) {
        return error(t, named.place,
                     "TypeVarTuple \"" + named.name + "\" is only valid with an unpack");
    }
    if (!named.args.empty()) {
        return error(t, named.place, "Type variable \"" + named.name + "\" used with arguments");
    }
    return bound;
}

TypePtr visit_type_variable(TypeAnalysis& t, const NamedType& named,
                            const types::TypeVariableInfo& variable,
                            const std::string& component_of, bool defining_literal) {
    const types::TypeVarLike* bound = t.scope->binding(variable.fullname);
    if (bound != nullptr && has_placeholder_parts(*bound)) defer(t.a);
    if (variable.variable_kind == TypeKind::ParamSpec) {
        return visit_param_spec(t, named, variable, bound, component_of);
    }
    if (variable.variable_kind == TypeKind::TypeVarTuple) {
        return visit_type_var_tuple(t, named, variable, bound);
    }
    if (t.defining_alias && !defining_literal && !is_allowed_in_alias(t, bound)) {
        return error(t, named.place, alias_variable_complaint(t, named.name));
    }
    if (bound != nullptr) {
        if (!named.args.empty()) {
            fail(t.a, named.place, "Type variable \"" + named.name + "\" used with arguments",
                 codes::kValidType);
        }
        return bound;
    }
    if (t.allow.allow_unbound_type_variables) {
        return free_variable(t, base::intern(named.name), variable);
    }
    if (defining_literal) return nullptr;
    return unbound_variable(t, named, variable);
}

std::vector<TypePtr> pack_param_spec_args(TypeAnalysis& t, std::vector<TypePtr> args,
                                          const NamedType& named) {
    Analyzer& a = t.a;
    if (args.empty()) {
        if (!named.empty_tuple_index) return {};
        return {types::make_parameters(a.cx, {})};
    }
    if (args.size() == 1 && types::is_any(a.cx, args[0])) return args;
    for (TypePtr arg : args) {
        if (!types::is<types::ParametersType>(arg) && !types::is<types::ParamSpecType>(arg)) {
            continue;
        }
        if (args.size() == 1) return args;
        return {error(t, named.place, "Nested parameter specifications are not allowed")};
    }
    std::vector<types::Parameter> parameters;
    for (TypePtr arg : args) parameters.push_back({arg, types::ArgKind::Pos, Name::Empty});
    return {types::make_parameters(a.cx, a.job.arena.copy(parameters))};
}

bool disallows_bare_generics(const TypeAnalysis& t) {
    return t.a.cx.options.disallow_any_generics && !t.a.is_typeshed_stub;
}

TypePtr visit_alias_use(TypeAnalysis& t, const types::AliasInfo& alias, const NamedType& named) {
    Analyzer& a = t.a;
    bool has_param_spec = false;
    for (const types::TypeVarLike* variable : alias.variables) {
        has_param_spec = has_param_spec || variable->kind == TypeKind::ParamSpec;
    }
    std::vector<TypePtr> args = analyze_parts(t, named.args,
                                              {.allow_param_spec = true,
                                               .allow_param_spec_literals = has_param_spec,
                                               .allow_unpack = true});
    if (has_param_spec && alias.variables.size() == 1) {
        args = pack_param_spec_args(t, std::move(args), named);
    }
    AliasUse use{.place = named.place,
                 .shown = named.name,
                 .disallow_any = disallows_bare_generics(t),
                 .use_standard_error = false,
                 .empty_tuple_index = named.empty_tuple_index};
    TypePtr type = instantiate_alias(a, alias, std::move(args), use);
    remember_arguments(t, type, named);
    if (const auto* made = as<types::Instance>(type);
        made != nullptr && !(t.defining_alias && t.nesting == 0)) {
        type = complete_instance(a, *made, named.place, named.empty_tuple_index, use.disallow_any,
                                 named.name);
    }
    return alias.eager ? types::get_proper(a.cx, type) : type;
}

void warn_if_deprecated(TypeAnalysis& t, const ClassInfo& info, Place place) {
    Analyzer& a = t.a;
    if (info.deprecated == Name::Empty || a.is_typeshed_stub) return;
    if (a.type != nullptr && a.type->id == info.id) return;
    for (const std::string& excluded : a.cx.options.deprecated_calls_exclude) {
        std::string_view fullname = text(info.fullname);
        if (fullname == excluded || fullname.starts_with(excluded + ".")) return;
    }
    // A name that was imported by `from` was reported where it was imported.
    const Symbol* global = find_global(a, info.name);
    if (global != nullptr && global->target == info.id && info.id.module != a.module.id) return;
    if (a.cx.options.report_deprecated_as_note) {
        note(a, place, std::string(text(info.deprecated)), codes::kDeprecated);
    } else {
        fail(a, place, std::string(text(info.deprecated)), codes::kDeprecated);
    }
}

/// Names that are values: what they are, and what was probably meant. Null within Literal[...],
/// which has its own complaint.
TypePtr visit_value_as_type(TypeAnalysis& t, const Found& found, const NamedType& named,
                            bool defining_literal) {
    (void)analyze_parts(t, named.args);
    if (defining_literal) return nullptr;
    std::string shown(text(found.node->fullname));
    const char* hint = nullptr;
    std::string message;
    switch (found.node->kind) {
        case types::DefinitionKind::Variable:
            message = "Variable \"" + shown + "\" is not valid as a type";
            hint =
                "See https://mypy.readthedocs.io/en/stable/common_issues.html"
                "#variables-vs-type-aliases";
            break;
        case types::DefinitionKind::Function:
        case types::DefinitionKind::Overloaded:
        case types::DefinitionKind::Decorated:
            message = "Function \"" + shown + "\" is not valid as a type";
            hint = shown == "builtins.any" ? "Perhaps you meant \"typing.Any\" instead of \"any\"?"
                   : shown == "builtins.callable"
                       ? "Perhaps you meant \"typing.Callable\" instead of \"callable\"?"
                       : "Perhaps you need \"Callable[...]\" or a callback protocol?";
            break;
        case types::DefinitionKind::Module:
            message = "Module \"" + shown + "\" is not valid as a type";
            hint = "Perhaps you meant to use a protocol matching the module structure?";
            break;
        default:
            message = "Cannot interpret reference \"" + shown + "\" as a type";
    }
    fail(t.a, named.place, message, codes::kValidType);
    if (hint != nullptr) note(t.a, named.place, hint, codes::kValidType);
    return any(t.a, AnySource::FromError);
}

bool is_enum_member(Analyzer& a, const ClassInfo& info, const VarInfo& variable) {
    if (!info.is_enum) return false;
    std::vector<Name> members = types::enum_members(a.cx, info);
    return std::find(members.begin(), members.end(), variable.name) != members.end();
}

TypePtr visit_variable(TypeAnalysis& t, const Found& found, const VarInfo& variable,
                       const NamedType& named, bool defining_literal) {
    Analyzer& a = t.a;
    TypePtr type = types::get_proper(a.cx, variable.type);
    if (const auto* unknown = as<types::AnyType>(type)) {
        return types::make_any(a.cx, AnySource::FromUnimportedType, nullptr,
                               unknown->missing_import);
    }
    if (t.allow.allow_type_any && type != nullptr) {
        const auto* made = as<types::Instance>(type);
        const ClassInfo* info = made != nullptr ? class_of(a, made->type) : nullptr;
        if (info != nullptr && text(info->fullname) == "builtins.type") {
            return any(a, AnySource::SpecialForm);
        }
        if (const auto* meta = as<types::TypeType>(type)) {
            if (const auto* item = as<types::AnyType>(meta->item)) return any_from(a, *item);
        }
    }
    const ClassInfo* owner =
        variable.enclosing_class ? class_of(a, variable.enclosing_class) : nullptr;
    if (owner != nullptr && is_enum_member(a, *owner, variable)) {
        if (!defining_literal) {
            return error(t, named.place,
                         "Invalid type: try using Literal[" + std::string(text(owner->name)) + "." +
                             std::string(text(variable.name)) + "] instead?");
        }
        return types::make_literal(a.cx, {types::LiteralKind::Enum, variable.name},
                                   *types::make_instance(a.cx, owner->id));
    }
    if (variable.is_sentinel && type != nullptr) return type;
    return visit_value_as_type(t, found, named, defining_literal);
}

}  // namespace

TypePtr visit_class_type(TypeAnalysis& t, const ClassInfo& info, const NamedType& named) {
    Analyzer& a = t.a;
    warn_if_deprecated(t, info, named.place);
    if (!named.args.empty() && text(info.fullname) == "builtins.tuple") {
        return plain_tuple(a, analyze_parts(t, named.args, {.allow_unpack = true}));
    }
    std::vector<TypePtr> args = analyze_parts(t, named.args,
                                              {.allow_param_spec = true,
                                               .allow_param_spec_literals = info.has_param_spec,
                                               .allow_unpack = true});
    if (info.type_vars.size() == 1 && info.has_param_spec) {
        args = pack_param_spec_args(t, std::move(args), named);
    }
    bool had_args = !args.empty();
    args = types::flatten_nested_tuples(a.cx, types::copy_list(a.cx, args));
    bool indexed = named.empty_tuple_index || (had_args && args.empty());
    const types::Instance* made = instance(a, info.id, args);
    if (info.special_alias && (info.tuple_type != nullptr || info.typed_dict != nullptr)) {
        const auto* alias = as<types::AliasInfo>(a.job.reader.definition(info.special_alias));
        if (alias != nullptr) {
            AliasUse use{.place = named.place,
                         .shown = named.name,
                         .disallow_any = disallows_bare_generics(t),
                         .use_standard_error = true,
                         .empty_tuple_index = indexed};
            return instantiate_alias(a, *alias, args, use);
        }
    }
    if (!(t.defining_alias && t.nesting == 0)) {
        made = complete_instance(a, *made, named.place, indexed, disallows_bare_generics(t));
    }
    remember_arguments(t, made, named);
    if (info.tuple_type != nullptr) return types::with_fallback(a.cx, *info.tuple_type, *made);
    if (info.typed_dict != nullptr) {
        return types::modified(a.cx, *info.typed_dict,
                               [&](types::TypedDictType& type) { type.fallback = made; });
    }
    if (text(info.fullname) == "types.NoneType") {
        fail(a, named.place, "NoneType should not be used as a type, please use None instead",
             codes::kNonetypeType);
        return types::make_none(a.cx);
    }
    return made;
}

TypePtr visit_named_type(TypeAnalysis& t, Written written, const NamedType& named,
                         bool defining_literal) {
    Analyzer& a = t.a;
    std::string component_of;
    Found found;
    std::size_t dot = named.name.rfind('.');
    if (dot != std::string::npos) {
        std::string_view last = std::string_view(named.name).substr(dot + 1);
        if (last == "args" || last == "kwargs") {
            std::string base = named.name.substr(0, dot);
            Found spec = lookup_qualified(a, base, named.place, true);
            const auto* variable = as<types::TypeVariableInfo>(spec.node);
            if (variable != nullptr && variable->variable_kind == TypeKind::ParamSpec) {
                found = spec;
                component_of = base;
            }
        }
    }
    if (!found) found = lookup_qualified(a, named.name, named.place);
    if (!found) return any(a, AnySource::SpecialForm);
    if (const auto* placeholder = as<types::PlaceholderInfo>(found.node)) {
        return visit_placeholder(t, named, *placeholder);
    }
    if (const auto* variable = as<types::TypeVariableInfo>(found.node)) {
        return visit_type_variable(t, named, *variable, component_of, defining_literal);
    }
    if (std::optional<TypePtr> special =
            visit_special_type(t, written, named, found.node->fullname)) {
        return *special;
    }
    if (const auto* alias = as<types::AliasInfo>(found.node)) {
        return visit_alias_use(t, *alias, named);
    }
    if (const auto* info = as<ClassInfo>(found.node)) return visit_class_type(t, *info, named);
    if (const auto* variable = as<VarInfo>(found.node)) {
        return visit_variable(t, found, *variable, named, defining_literal);
    }
    return visit_value_as_type(t, found, named, defining_literal);
}

}  // namespace krait::semantic
