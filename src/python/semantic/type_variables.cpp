// type_variables.cpp
//
// Type variables, old style (`T = TypeVar("T")`) and new (`def f[T]`), and the binding of them to
// what they parametrise, defaults included.

#include "python/config/options.h"
#include "python/semantic/analysis.h"
#include "python/semantic/written_types.h"
#include "python/types/proper.h"
#include "python/types/same.h"

namespace krait::semantic {

using types::AnySource;
using types::as;
using types::TypeKind;
using types::TypeVariableInfo;

namespace {

struct Facts {
    types::Variance variance = types::Variance::Invariant;
    std::vector<TypePtr> values;
    TypePtr upper_bound = nullptr;
    TypePtr default_type = nullptr;
};

TypePtr placeholder(Analyzer& a) {
    return types::make_placeholder(a.cx, Name::Empty);
}

/// A type given as an argument: a placeholder if it isn't known yet, null after a complaint.
TypePtr argument_type(Analyzer& a, const char* form, std::string_view parameter, NodeId value,
                      const TypeOptions& allow, bool report) {
    auto complain = [&] {
        if (!report) return;
        fail(a, place_of(a, value),
             std::string(form) + " \"" + std::string(parameter) + "\" must be a type");
    };
    if (!could_be_type(&a, a.tree, value)) {
        complain();
        return nullptr;
    }
    TypeOptions options = allow;
    options.allow_placeholder = true;
    options.report_invalid_types = false;
    TypePtr type = analyze_type(a, {&a.tree, value}, options);
    if (type == nullptr) return placeholder(a);
    const auto* unknown = as<types::AnyType>(type);
    if (unknown != nullptr && unknown->source == AnySource::FromError) complain();
    return type;
}

std::vector<TypePtr> value_types(Analyzer& a, std::span<const NodeId> values) {
    std::vector<TypePtr> types_of;
    for (NodeId value : values) {
        if (!could_be_type(&a, a.tree, value)) {
            fail(a, place_of(a, value), "Type expected");
            types_of.push_back(any(a, AnySource::FromError));
            continue;
        }
        TypeOptions options;
        options.allow_placeholder = true;
        TypePtr type = analyze_type(a, {&a.tree, value}, options);
        if (type == nullptr) type = placeholder(a);
        if (types::has_type_vars(a.cx, type)) {
            fail(a, place_of(a, value),
                 "TypeVar constraint type cannot be parametrized by type "
                 "variables");
            type = any(a, AnySource::FromError);
        }
        types_of.push_back(type);
    }
    return types_of;
}

bool is_error(Analyzer& a, TypePtr type) {
    const auto* unknown = types::as_proper<types::AnyType>(a.cx, type);
    return unknown != nullptr && unknown->source == AnySource::FromError;
}

TypePtr checked_default(Analyzer& a, TypeKind kind, TypePtr type, Place place) {
    TypePtr proper = types::get_proper(a.cx, type);
    if (kind == TypeKind::ParamSpec) {
        bool fits = types::is<types::ParametersType>(proper) ||
                    types::is<types::ParamSpecType>(proper) ||
                    types::is<types::PlaceholderType>(proper) ||
                    (types::is<types::AnyType>(proper) && !is_error(a, proper));
        if (fits) return type;
        fail(a, place,
             "The default argument to ParamSpec must be a list expression, ellipsis, or a "
             "ParamSpec");
        return any(a, AnySource::FromError);
    }
    if (kind == TypeKind::TypeVarTuple) {
        if (types::is<types::UnpackType>(proper) || types::is<types::PlaceholderType>(proper)) {
            return type;
        }
        fail(a, place, "The default argument to TypeVarTuple must be an Unpacked tuple");
        return any(a, AnySource::FromError);
    }
    return type;
}

TypeOptions default_options(TypeKind kind) {
    TypeOptions options;
    options.allow_unbound_type_variables = true;
    options.allow_param_spec_literals = kind == TypeKind::ParamSpec;
    options.allow_tuple_literal = kind == TypeKind::ParamSpec;
    options.allow_unpack = kind == TypeKind::TypeVarTuple;
    return options;
}

bool read_variance(Analyzer& a, syntax::KeywordView keyword, Place place, bool& flag) {
    std::optional<bool> value = bool_literal(a.tree, keyword.value);
    if (!value) {
        fail(a, place,
             "TypeVar \"" + std::string(text(keyword.arg)) + "\" may only be a literal bool");
        return false;
    }
    flag = *value;
    return true;
}

struct VarianceFlags {
    bool covariant = false;
    bool contravariant = false;
};

bool read_type_var_keyword(Analyzer& a, syntax::KeywordView keyword, Place place, Facts& facts,
                           VarianceFlags& flags) {
    std::string_view name = text(keyword.arg);
    if (name == "covariant") return read_variance(a, keyword, place, flags.covariant);
    if (name == "contravariant") return read_variance(a, keyword, place, flags.contravariant);
    if (name == "bound") {
        if (!facts.values.empty()) {
            fail(a, place, "TypeVar cannot have both values and an upper bound");
            return false;
        }
        facts.upper_bound = argument_type(a, "TypeVar", name, keyword.value, {}, true);
        return facts.upper_bound != nullptr;
    }
    if (name == "default") {
        facts.default_type = argument_type(a, "TypeVar", name, keyword.value,
                                           default_options(TypeKind::TypeVar), true);
        if (facts.default_type == nullptr) facts.default_type = any(a, AnySource::FromError);
        return true;
    }
    if (name == "values") {
        fail(a, place, "TypeVar \"values\" argument not supported");
        fail(a, place, "Use TypeVar('T', t, ...) instead of TypeVar('T', values=(t, ...))");
        return false;
    }
    fail(a, place, "Unexpected argument to \"TypeVar()\": \"" + std::string(name) + "\"");
    return false;
}

std::optional<Facts> read_type_var(Analyzer& a, NodeId call, Place place) {
    syntax::CallView view = a.tree.call(call);
    Facts facts;
    facts.values = value_types(a, view.args.subspan(1));
    facts.upper_bound = object_type(a);
    facts.default_type = any(a, AnySource::FromOmittedGenerics);
    VarianceFlags flags;
    for (NodeId keyword : view.keywords) {
        if (!read_type_var_keyword(a, a.tree.keyword(keyword), place, facts, flags)) {
            return std::nullopt;
        }
    }
    if (flags.covariant && flags.contravariant) {
        fail(a, place, "TypeVar cannot be both covariant and contravariant");
        return std::nullopt;
    }
    if (facts.values.size() == 1) {
        fail(a, place, "Type variable must have at least two constrained types");
        return std::nullopt;
    }
    if (flags.covariant) facts.variance = types::Variance::Covariant;
    if (flags.contravariant) facts.variance = types::Variance::Contravariant;
    return facts;
}

std::optional<Facts> read_other(Analyzer& a, NodeId call, TypeKind kind, Place place) {
    syntax::CallView view = a.tree.call(call);
    const char* form = kind == TypeKind::ParamSpec ? "ParamSpec" : "TypeVarTuple";
    if (view.args.size() > 1) {
        fail(a, place, std::string("Too many positional arguments for \"") + form + "\"");
    }
    Facts facts;
    facts.upper_bound = object_type(a);
    if (kind == TypeKind::TypeVarTuple) {
        facts.upper_bound = named_type(a, "builtins.tuple", {object_type(a)});
    }
    facts.default_type = any(a, AnySource::FromOmittedGenerics);
    for (NodeId node : view.keywords) {
        syntax::KeywordView keyword = a.tree.keyword(node);
        if (text(keyword.arg) == "default") {
            TypePtr type =
                argument_type(a, form, "default", keyword.value, default_options(kind), false);
            if (type == nullptr) type = any(a, AnySource::FromError);
            facts.default_type = checked_default(a, kind, type, place_of(a, keyword.value));
        } else if (kind == TypeKind::ParamSpec) {
            fail(a, place,
                 "The variance and bound arguments to ParamSpec do not have defined semantics "
                 "yet");
        } else {
            fail(a, place,
                 "Unexpected keyword argument \"" + std::string(text(keyword.arg)) +
                     "\" for \"TypeVarTuple\"");
        }
    }
    return facts;
}

std::optional<TypeKind> declared_kind(Name fullname) {
    if (is_one_of(fullname, {"typing.TypeVar", "typing_extensions.TypeVar"})) {
        return TypeKind::TypeVar;
    }
    if (is_one_of(fullname, {"typing.ParamSpec", "typing_extensions.ParamSpec"})) {
        return TypeKind::ParamSpec;
    }
    if (is_one_of(fullname, {"typing.TypeVarTuple", "typing_extensions.TypeVarTuple"})) {
        return TypeKind::TypeVarTuple;
    }
    return std::nullopt;
}

bool check_name_argument(Analyzer& a, NodeId call, Name name, Place place) {
    syntax::CallView view = a.tree.call(call);
    std::string form = a.tree.is(view.func, NodeKind::Name)
                           ? std::string(text(a.tree.name(view.func)))
                           : std::string(text(referent_fullname(a, view.func)));
    if (view.args.empty() && view.keywords.empty()) {
        fail(a, place, "Too few arguments for " + form + "()");
        return false;
    }
    if (view.args.empty() || !a.tree.is(view.args[0], NodeKind::Str)) {
        fail(a, place, form + "() expects a string literal as first argument");
        return false;
    }
    std::string_view given = a.tree.str_value(view.args[0]);
    if (given == text(name)) return true;
    fail(a, place,
         "String argument 1 \"" + std::string(given) + "\" to " + form +
             "(...) does not match variable name \"" + std::string(text(name)) + "\"");
    return false;
}

/// Writes the facts into the variable; true if they differ from the last round's.
bool update(Analyzer& a, TypeVariableInfo& variable, const Facts& facts) {
    bool known = variable.upper_bound != nullptr;
    bool changed = !known || !types::is_equal(variable.upper_bound, facts.upper_bound) ||
                   !types::is_equal(variable.default_type, facts.default_type) ||
                   !types::is_equal(variable.values, types::TypeList(facts.values));
    variable.upper_bound = facts.upper_bound;
    variable.default_type = facts.default_type;
    variable.values = types::copy_list(a.cx, facts.values);
    variable.variance = facts.variance;
    if (variable.variable_kind == TypeKind::TypeVarTuple) {
        variable.tuple_fallback = named_type(a, "builtins.tuple", {object_type(a)});
    }
    return changed;
}

void wait_for_parts(Analyzer& a, const Facts& facts, std::string_view form, Place place,
                    bool changed) {
    std::string kind(form);
    for (TypePtr value : facts.values) {
        if (!has_placeholder(a, value)) continue;
        process_placeholder(a, Name::Empty, kind + " values", place, changed);
        return;
    }
    if (has_placeholder(a, facts.upper_bound)) {
        process_placeholder(a, Name::Empty, kind + " upper bound", place, changed);
    } else if (has_placeholder(a, facts.default_type)) {
        process_placeholder(a, Name::Empty, kind + " default", place, changed);
    }
}

const char* form_name(TypeKind kind) {
    if (kind == TypeKind::ParamSpec) return "ParamSpec";
    return kind == TypeKind::TypeVarTuple ? "TypeVarTuple" : "TypeVar";
}

}  // namespace

namespace {

void check_written_parts(Analyzer& a, const Facts& facts, Place place) {
    for (std::size_t i = 0; i < facts.values.size(); ++i) {
        check_unimported(a, facts.values[i], "Constraint " + std::to_string(i + 1), place);
    }
    check_unimported(a, facts.upper_bound, "Upper bound of type variable", place);
    for (TypePtr value : facts.values) check_explicit_any(a, value, place);
    check_explicit_any(a, facts.upper_bound, place);
    check_explicit_any(a, facts.default_type, place);
}

}  // namespace

bool process_type_variable(Analyzer& a, const Assignment& s) {
    if (!is_single_name(a, s)) return false;
    std::optional<TypeKind> kind = declared_kind(referent_fullname(a, a.tree.call(s.value).func));
    if (!kind) return false;
    Place place = place_of(a, s.node);
    if (s.annotation) {
        fail(a, place, "Cannot declare the type of a TypeVar or similar construct");
        return false;
    }
    Name name = a.tree.name(s.targets[0]);
    if (!check_name_argument(a, s.value, name, place)) return false;
    std::optional<Facts> facts = *kind == TypeKind::TypeVar ? read_type_var(a, s.value, place)
                                                            : read_other(a, s.value, *kind, place);
    if (!facts) return false;
    auto& variable = definition_at<TypeVariableInfo>(a, s.value);
    const Symbol* existing = meaning_so_far(a, name);
    const Definition* old =
        existing != nullptr ? a.job.reader.definition(existing->target) : nullptr;
    if (*kind == TypeKind::TypeVar && old != nullptr && old != &variable &&
        as<types::PlaceholderInfo>(old) == nullptr) {
        fail(a, place, "Cannot redefine \"" + std::string(text(name)) + "\" as a type variable");
        return false;
    }
    if (*kind == TypeKind::TypeVar) check_written_parts(a, *facts, place);
    variable.variable_kind = *kind;
    variable.name = name;
    variable.fullname = qualified_name(a, name);
    bool changed = update(a, variable, *facts);
    wait_for_parts(a, *facts, form_name(*kind), place, changed);
    identify(a, variable, name, s.node, scoped_path(a, name));
    add_symbol(a, name, variable, place);
    a.module.bindings.names[s.targets[0]] = {&variable, current_symbol_scope(a), true, false};
    SpecialFact& fact = a.module.bindings.special_forms[s.value];
    fact.form = SpecialForm::TypeVarDeclaration;
    fact.definition = &variable;
    return true;
}

// --- PEP 695

namespace {

TypeKind kind_of_parameter(NodeKind kind) {
    if (kind == NodeKind::ParamSpec) return TypeKind::ParamSpec;
    return kind == NodeKind::TypeVarTuple ? TypeKind::TypeVarTuple : TypeKind::TypeVar;
}

Facts read_parameter(Analyzer& a, NodeId parameter, TypeKind kind) {
    syntax::TypeParamView view = a.tree.type_param(parameter);
    Facts facts;
    facts.variance =
        kind == TypeKind::TypeVar ? types::Variance::NotReady : types::Variance::Invariant;
    facts.upper_bound = kind == TypeKind::TypeVarTuple
                            ? named_type(a, "builtins.tuple", {object_type(a)})
                            : object_type(a);
    facts.default_type = any(a, AnySource::FromOmittedGenerics);
    if (view.bound != NodeId::None && a.tree.is(view.bound, NodeKind::Tuple)) {
        NodeList values = a.tree.elements(view.bound);
        if (values.size() < 2) {
            fail(a, place_of(a, parameter),
                 "Type variable must have at least two constrained "
                 "types");
        } else {
            facts.values = value_types(a, values);
        }
    } else if (view.bound != NodeId::None) {
        TypeOptions options;
        options.allow_placeholder = true;
        TypePtr bound = analyze_type(a, {&a.tree, view.bound}, options);
        facts.upper_bound = bound != nullptr ? bound : placeholder(a);
    }
    if (view.default_value != NodeId::None) {
        TypeOptions options = default_options(kind);
        options.allow_placeholder = true;
        options.report_invalid_types = false;
        TypePtr type = analyze_type(a, {&a.tree, view.default_value}, options);
        if (type == nullptr) {
            type = placeholder(a);
        } else if (kind == TypeKind::TypeVar && is_error(a, type)) {
            fail(a, place_of(a, view.default_value), "TypeVar \"default\" must be a type");
        } else {
            type = checked_default(a, kind, type, place_of(a, view.default_value));
        }
        facts.default_type = type;
    }
    return facts;
}

bool is_defined_parameter(Analyzer& a, Name name, const TypeVariableInfo& self) {
    for (const Scope& scope : a.scopes) {
        const Symbol* symbol = scope.table != nullptr ? scope.table->find(name) : nullptr;
        const Definition* node =
            symbol != nullptr ? a.job.reader.definition(symbol->target) : nullptr;
        if (node != &self && as<TypeVariableInfo>(node) != nullptr) return true;
    }
    return false;
}

}  // namespace

bool push_type_parameters(Analyzer& a, NodeList parameters) {
    if (parameters.empty()) return true;
    TableBuilder& table = a.saved_locals[parameters[0]];
    table = {};
    enter_scope(a, ScopeKind::TypeParameters, &table);
    for (NodeId parameter : parameters) {
        syntax::TypeParamView view = a.tree.type_param(parameter);
        TypeKind kind = kind_of_parameter(a.tree.kind(parameter));
        auto& variable = definition_at<TypeVariableInfo>(a, parameter);
        variable.variable_kind = kind;
        variable.is_pep695 = true;
        variable.name = view.name;
        variable.fullname = qualified_name(a, view.name);
        if (variable.id.is_none()) a.job.locals.add(variable);
        a.job.places[&variable] = place_of(a, parameter);
        // A bound may name the parameter itself only through a string; it is known by now.
        if (variable.upper_bound == nullptr) variable.upper_bound = object_type(a);
        if (variable.default_type == nullptr) {
            variable.default_type = any(a, AnySource::FromOmittedGenerics);
        }
        Facts facts = read_parameter(a, parameter, kind);
        update(a, variable, facts);
        if (is_defined_parameter(a, view.name, variable)) {
            fail(a, place_of(a, parameter),
                 "\"" + std::string(text(view.name)) + "\" already defined as a type parameter");
            continue;
        }
        AddOptions options;
        options.no_progress = true;
        options.type_parameter = true;
        add_symbol(a, view.name, variable, place_of(a, parameter), options);
    }
    return true;
}

void pop_type_parameters(Analyzer& a, NodeList parameters) {
    if (!parameters.empty()) leave_scope(a);
}

// --- binding

namespace {

bool is_free(const types::TypeVarLike& variable) {
    return variable.id.raw == 0x7FFF'FFFF;
}

/// Free variables in a default become those of the same binding, which must stand before it.
TypePtr settled_default(Analyzer& a, const types::TypeVarLike& variable, Place place) {
    return types::map_types(a.cx, variable.default_type, [&](TypePtr part) -> TypePtr {
        const types::TypeVarLike* free = types::as_type_var_like(part);
        if (free == nullptr || !is_free(*free)) return nullptr;
        const types::TypeVarLike* bound = a.type_scope->binding(free->fullname);
        if (bound != nullptr && bound->fullname != variable.fullname) return bound;
        fail(a, place,
             "Type parameter \"" + std::string(text(variable.name)) +
                 "\" has a default type that refers to one or more type variables that are out "
                 "of scope");
        return any(a, AnySource::FromError);
    });
}

bool has_default(const types::TypeVarLike& variable) {
    const auto* omitted = as<types::AnyType>(variable.default_type);
    return omitted == nullptr || omitted->source != AnySource::FromOmittedGenerics;
}

const types::TypeVarLike* with_default(Analyzer& a, const types::TypeVarLike& variable,
                                       TypePtr type) {
    auto set = [&](auto& copy) { copy.default_type = type; };
    if (const auto* one = as<types::TypeVarType>(&variable)) {
        return types::modified(a.cx, *one, set);
    }
    if (const auto* one = as<types::ParamSpecType>(&variable)) {
        return types::modified(a.cx, *one, set);
    }
    return types::modified(a.cx, types::expect<types::TypeVarTupleType>(&variable), set);
}

}  // namespace

std::vector<const types::TypeVarLike*> bind_type_variables(
    Analyzer& a, const std::vector<NamedTypeVariable>& variables, Place place, bool by_function) {
    std::vector<const types::TypeVarLike*> bound;
    Name last_with_default = Name::Empty;
    for (const NamedTypeVariable& one : variables) {
        if (!one.variable->is_pep695 && !a.type_scope->allows_binding(one.variable->fullname)) {
            fail(a, place,
                 "Type variable \"" + std::string(text(one.name)) + "\" is bound by an outer class",
                 codes::kValidType);
        }
        const types::TypeVarLike* variable = a.type_scope->bind_new(a.cx, one.name, *one.variable);
        if (has_default(*variable)) {
            TypePtr settled = settled_default(a, *variable, place);
            if (settled != variable->default_type) {
                variable = with_default(a, *variable, settled);
                a.type_scope->rebind(variable);
            }
            last_with_default = variable->name;
        } else if (last_with_default != Name::Empty && !by_function) {
            fail(a, place,
                 "\"" + std::string(text(variable->name)) + "\" cannot appear after \"" +
                     std::string(text(last_with_default)) +
                     "\" in type parameter list because it has no default type");
            variable = with_default(a, *variable, any(a, AnySource::FromError));
            a.type_scope->rebind(variable);
        }
        bound.push_back(variable);
    }
    return bound;
}

}  // namespace krait::semantic
