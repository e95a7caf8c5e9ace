// type_expressions_callable.cpp
//
// Callable[...], Concatenate[...], the components of parameter specifications, and Literal[...]:
// forms whose arguments aren't simply types.

#include <algorithm>

#include "python/config/options.h"
#include "python/messages/wording.h"
#include "python/semantic/type_analysis.h"
#include "python/types/proper.h"

namespace krait::semantic {

using types::AnySource;
using types::ArgKind;
using types::as;
using types::Parameter;
using types::ParamSpecFlavor;

namespace {

TypePtr error(TypeAnalysis& t, Place place, std::string message) {
    fail(t.a, place, std::move(message), codes::kValidType);
    return any(t.a, AnySource::FromError);
}

/// What stands between the brackets of a Callable's first argument, not analysed yet.
struct CallableArgument {
    std::vector<Written> types;  ///< several: items of one unpacked tuple
    ArgKind kind = ArgKind::Pos;
    Name name = Name::Empty;
};

bool is_unpack(Analyzer& a, Written written) {
    if (written.kind() == NodeKind::Starred) return true;
    if (written.kind() != NodeKind::Subscript) return false;
    std::optional<NamedType> named = read_named(written);
    if (!named) return false;
    Found found = lookup_qualified(a, named->name, named->place, true);
    return found && special_type_of(found.node->fullname) == SpecialType::Unpack;
}

std::optional<ArgKind> kind_of_constructor(std::string_view fullname) {
    static constexpr std::pair<std::string_view, ArgKind> kKinds[] = {
        {"mypy_extensions.Arg", ArgKind::Pos},
        {"mypy_extensions.DefaultArg", ArgKind::Opt},
        {"mypy_extensions.NamedArg", ArgKind::Named},
        {"mypy_extensions.DefaultNamedArg", ArgKind::NamedOpt},
        {"mypy_extensions.VarArg", ArgKind::Star},
        {"mypy_extensions.KwArg", ArgKind::Star2},
    };
    for (const auto& [name, kind] : kKinds) {
        if (name == fullname) return kind;
    }
    return std::nullopt;
}

/// `Arg(int, 'x')` of mypy_extensions.
bool read_constructed(TypeAnalysis& t, Written written, CallableArgument& argument) {
    const syntax::Tree& tree = *written.tree;
    syntax::CallView call = tree.call(written.node);
    std::string constructor = dotted_name(tree, call.func);
    Found found = lookup_qualified(t.a, constructor, written.place());
    if (!found) return false;
    std::optional<ArgKind> kind = kind_of_constructor(text(found.node->fullname));
    if (!kind) {
        fail(t.a, written.place(),
             "Invalid argument constructor \"" + std::string(text(found.node->fullname)) + "\"");
        return false;
    }
    argument.kind = *kind;
    NodeId type = !call.args.empty() ? call.args[0] : NodeId::None;
    NodeId name = call.args.size() > 1 ? call.args[1] : NodeId::None;
    if (call.args.size() > 2) {
        fail(t.a, written.place(), "Too many arguments for argument constructor", codes::kSyntax);
    }
    for (NodeId keyword : call.keywords) {
        syntax::KeywordView view = tree.keyword(keyword);
        const bool is_name = text(view.arg) == "name";
        if (!is_name && text(view.arg) != "type") {
            fail(t.a, written.with(view.value).place(),
                 "Unexpected argument \"" + std::string(text(view.arg)) +
                     "\" for argument constructor",
                 codes::kSyntax);
            continue;
        }
        NodeId& part = is_name ? name : type;
        if (part != NodeId::None) {
            fail(t.a, written.place(),
                 "\"" + constructor + "\" gets multiple values for keyword argument \"" +
                     std::string(text(view.arg)) + "\"",
                 codes::kSyntax);
        }
        part = view.value;
    }
    if (type != NodeId::None) argument.types.push_back(written.with(type));
    if (name != NodeId::None && tree.is(name, NodeKind::Str)) {
        argument.name = base::intern(tree.str_value(name));
    }
    if (argument.name != Name::Empty && types::is_star(*kind)) {
        fail(t.a, written.place(), constructor + " arguments should not have names");
        return false;
    }
    return true;
}

std::optional<std::vector<CallableArgument>> read_arguments(TypeAnalysis& t, Written list) {
    std::vector<CallableArgument> arguments;
    bool seen_unpack = false;
    std::size_t unpack_at = 0;
    for (NodeId node : list.tree->elements(list.node)) {
        Written item = list.with(node);
        CallableArgument argument;
        if (item.kind() == NodeKind::Call) {
            if (!read_constructed(t, item, argument)) return std::nullopt;
        } else if (is_unpack(t.a, item)) {
            argument.types = {item};
            argument.kind = ArgKind::Star;
            if (!seen_unpack) unpack_at = arguments.size();
            seen_unpack = true;
        } else if (seen_unpack) {
            arguments[unpack_at].types.push_back(item);
            continue;
        } else {
            argument.types = {item};
        }
        const bool is_duplicate =
            argument.name != Name::Empty &&
            std::any_of(arguments.begin(), arguments.end(),
                        [&](const CallableArgument& other) { return other.name == argument.name; });
        if (is_duplicate) {
            fail(t.a, item.place(),
                 "Duplicate parameter \"" + std::string(text(argument.name)) + "\" in Callable");
        }
        arguments.push_back(std::move(argument));
    }
    return arguments;
}

Parameter analyze_argument(TypeAnalysis& t, const CallableArgument& argument) {
    Parameter parameter{nullptr, argument.kind, argument.name};
    if (argument.types.empty()) {
        parameter.type = any(t.a, AnySource::Unannotated);
    } else if (argument.types.size() == 1) {
        parameter.type =
            analyze_part(t, argument.types[0], {.allow_unpack = argument.kind == ArgKind::Star});
    } else {
        std::vector<TypePtr> items = analyze_parts(t, argument.types, {.allow_unpack = true});
        parameter.type = types::make_unpack(t.a.cx, plain_tuple(t.a, std::move(items)));
    }
    if (types::is<types::ParametersType>(parameter.type)) {
        parameter.type = error(t, argument.types.front().place(),
                               "Concatenate is only valid as the first argument to Callable");
    }
    return parameter;
}

/// `Unpack[TD]` as the last argument stands for keyword arguments.
bool unpack_typed_dict(Analyzer& a, std::vector<Parameter>& parameters) {
    if (parameters.empty()) return false;
    const auto* unpack = as<types::UnpackType>(parameters.back().type);
    if (unpack == nullptr || unpack->from_star_syntax) return false;
    TypePtr proper = types::get_proper(a.cx, unpack->type);
    if (!types::is<types::TypedDictType>(proper)) return false;
    parameters.back().kind = ArgKind::Star2;
    parameters.back().type = proper;
    return true;
}

struct ReturnPart {
    TypePtr type = nullptr;
    TypePtr type_guard = nullptr;
    TypePtr type_is = nullptr;
};

ReturnPart analyze_return(TypeAnalysis& t, Written written) {
    ReturnPart part;
    part.type_guard = type_guard_of(t, written, false);
    part.type_is = type_guard_of(t, written, true);
    part.type = analyze_part(t, written);
    return part;
}

std::vector<const types::TypeVarLike*> bind_variables(TypeAnalysis& t,
                                                      const FoundTypeVariables& found) {
    std::vector<const types::TypeVarLike*> bound;
    for (const NamedTypeVariable& one : found.variables) {
        bound.push_back(t.scope->bind_new(t.a.cx, one.name, *one.variable));
    }
    return bound;
}

const types::CallableType* finish_callable(TypeAnalysis& t, std::vector<Parameter> parameters,
                                           const ReturnPart& result,
                                           const std::vector<const types::TypeVarLike*>& variables,
                                           bool unpack_kwargs, bool from_concatenate) {
    Analyzer& a = t.a;
    normalize_trivial_unpack(a, parameters);
    const types::CallableType* made =
        types::make_callable(a.cx, a.job.arena.copy(parameters), result.type,
                             *named_type(a, "builtins.function"), a.job.arena.copy(variables));
    if (result.type_guard == nullptr && result.type_is == nullptr && !unpack_kwargs &&
        !from_concatenate) {
        return made;
    }
    return types::modified(a.cx, *made, [&](types::CallableType& type) {
        type.type_guard = result.type_guard;
        type.type_is = result.type_is;
        type.unpack_kwargs = unpack_kwargs;
        type.from_concatenate = from_concatenate;
    });
}

TypePtr callable_of_list(TypeAnalysis& t, Written list, Written result) {
    Analyzer& a = t.a;
    std::optional<std::vector<CallableArgument>> arguments = read_arguments(t, list);
    if (!arguments) return any(a, AnySource::FromError);
    TypeScopePtr outer = t.scope;
    t.scope = TypeScope::function_frame(outer, Name::Empty);
    std::vector<const types::TypeVarLike*> variables;
    if (!t.defining_alias) {
        FoundTypeVariables found;
        for (const CallableArgument& argument : *arguments) {
            for (const Written& type : argument.types) {
                find_type_variables(a, type, *t.scope, true, found);
            }
        }
        find_type_variables(a, result, *t.scope, false, found);
        if (!t.allow.allow_unbound_type_variables) variables = bind_variables(t, found);
    }
    std::vector<Parameter> parameters;
    for (const CallableArgument& argument : *arguments) {
        parameters.push_back(analyze_argument(t, argument));
    }
    bool unpack_kwargs = unpack_typed_dict(a, parameters);
    ReturnPart returned = analyze_return(t, result);
    t.scope = outer;
    return finish_callable(t, std::move(parameters), returned, variables, unpack_kwargs, false);
}

/// `Callable[..., R]`, which binds the type variables of R that nothing around it binds.
TypePtr callable_of_anything(TypeAnalysis& t, Written result) {
    Analyzer& a = t.a;
    TypeScopePtr outer = t.scope;
    t.scope = TypeScope::function_frame(outer, Name::Empty);
    std::vector<const types::TypeVarLike*> variables;
    if (!t.defining_alias && !t.allow.allow_unbound_type_variables) {
        FoundTypeVariables found;
        find_type_variables(a, result, *t.scope, false, found);
        variables = bind_variables(t, found);
    }
    ReturnPart returned = analyze_return(t, result);
    t.scope = outer;
    const types::CallableType* made = types::callable_with_ellipsis(
        a.cx, any(a, AnySource::Explicit), returned.type, *named_type(a, "builtins.function"));
    if (variables.empty() && returned.type_guard == nullptr && returned.type_is == nullptr) {
        return made;
    }
    return types::modified(a.cx, *made, [&](types::CallableType& type) {
        type.variables = a.job.arena.copy(variables);
        type.type_guard = returned.type_guard;
        type.type_is = returned.type_is;
    });
}

void add_param_spec(Analyzer& a, const types::ParamSpecType& spec,
                    std::vector<Parameter>& parameters) {
    parameters.push_back(
        {param_spec_component(a, spec, ParamSpecFlavor::Args), ArgKind::Star, Name::Empty});
    parameters.push_back(
        {param_spec_component(a, spec, ParamSpecFlavor::Kwargs), ArgKind::Star2, Name::Empty});
}

/// `Callable[P, R]` and `Callable[Concatenate[int, P], R]`.
TypePtr callable_of_spec(TypeAnalysis& t, Written first, Written result, Place place) {
    Analyzer& a = t.a;
    if (first.kind() == NodeKind::Str) {
        Written inner = unquoted(a, first);
        if (inner.node != NodeId::None) first = inner;
    }
    std::optional<NamedType> named = read_named(first);
    Found found = named ? lookup_qualified(a, named->name, named->place) : Found{};
    const auto* variable = as<types::TypeVariableInfo>(found.node);
    bool is_spec = variable != nullptr && variable->variable_kind == types::TypeKind::ParamSpec;
    bool is_concatenate =
        found && special_type_of(found.node->fullname) == SpecialType::Concatenate;
    if (!is_spec && !is_concatenate) {
        if (named && !found) return any(a, AnySource::FromError);
        if (as<types::PlaceholderInfo>(found.node) != nullptr) {
            record_incomplete_ref(a);
            return any(a, AnySource::SpecialForm);
        }
        error(t, place,
              "The first argument to Callable must be a list of types, parameter "
              "specification, or \"...\"");
        note(a, place,
             "See https://mypy.readthedocs.io/en/stable/kinds_of_types.html"
             "#callable-types-and-lambdas");
        return any(a, AnySource::FromError);
    }
    TypeScopePtr outer = t.scope;
    t.scope = TypeScope::function_frame(outer, Name::Empty);
    std::vector<const types::TypeVarLike*> variables;
    if (!t.defining_alias && !t.allow.allow_unbound_type_variables) {
        FoundTypeVariables free;
        find_type_variables(a, first, *t.scope, true, free);
        find_type_variables(a, result, *t.scope, false, free);
        variables = bind_variables(t, free);
    }
    TypePtr analyzed = analyze_part(t, first, {.allow_param_spec = true});
    ReturnPart returned = analyze_return(t, result);
    t.scope = outer;
    std::vector<Parameter> parameters;
    if (const auto* spec = as<types::ParamSpecType>(analyzed)) {
        for (const Parameter& parameter : types::prefix_parameters(*spec)) {
            parameters.push_back(parameter);
        }
        add_param_spec(a, *spec, parameters);
    } else if (const auto* list = as<types::ParametersType>(analyzed)) {
        parameters.assign(list->parameters.begin(), list->parameters.end());
    } else {
        return any(a, AnySource::FromError);
    }
    return finish_callable(t, std::move(parameters), returned, variables, false, is_concatenate);
}

}  // namespace

const types::ParamSpecType* param_spec_component(Analyzer& a, const types::TypeVarLike& variable,
                                                 ParamSpecFlavor flavor) {
    TypePtr object = object_type(a);
    TypePtr bound = flavor == ParamSpecFlavor::Args
                        ? named_type(a, "builtins.tuple", {object})
                        : named_type(a, "builtins.dict", {named_type(a, "builtins.str"), object});
    return types::make_param_spec(a.cx, {variable.name, variable.fullname, variable.id}, flavor,
                                  bound, any(a, AnySource::FromOmittedGenerics));
}

TypePtr visit_callable_form(TypeAnalysis& t, const NamedType& named) {
    Analyzer& a = t.a;
    if (named.args.empty()) {
        TypePtr omitted = omitted_any(t, named);
        return types::callable_with_ellipsis(a.cx, omitted, omitted,
                                             *named_type(a, "builtins.function"));
    }
    if (named.args.size() != 2) {
        fail(a, named.place,
             a.cx.options.disallow_any_generics
                 ? "Please use \"Callable[[<parameters>], <return type>]\""
                 : "Please use \"Callable[[<parameters>], <return type>]\" or \"Callable\"");
        return any(a, AnySource::FromError);
    }
    Written first = named.args[0];
    Written result = named.args[1];
    if (first.kind() == NodeKind::List) return callable_of_list(t, first, result);
    if (first.kind() == NodeKind::Ellipsis) return callable_of_anything(t, result);
    return callable_of_spec(t, first, result, named.place);
}

TypePtr visit_bracketed_list(TypeAnalysis& t, Written list) {
    if (!t.allow.allow_param_spec_literals) {
        error(t, list.place(), "Bracketed expression \"[...]\" is not valid as a type");
        if (list.tree->elements(list.node).size() == 1) {
            note(t.a, list.place(), "Did you mean \"List[...]\"?");
        }
        return any(t.a, AnySource::FromError);
    }
    std::optional<std::vector<CallableArgument>> arguments = read_arguments(t, list);
    if (!arguments) return any(t.a, AnySource::FromError);
    std::vector<Parameter> parameters;
    for (const CallableArgument& argument : *arguments) {
        parameters.push_back(analyze_argument(t, argument));
    }
    return types::make_parameters(t.a.cx, t.a.job.arena.copy(parameters));
}

TypePtr visit_concatenate_form(TypeAnalysis& t, const NamedType& named) {
    Analyzer& a = t.a;
    if (named.args.empty()) return error(t, named.place, "Concatenate needs type arguments");
    TypePtr last =
        analyze_part(t, named.args.back(), {.allow_param_spec = true, .allow_ellipsis = true});
    const auto* spec = as<types::ParamSpecType>(last);
    const auto* list = as<types::ParametersType>(last);
    if (spec == nullptr && list == nullptr) {
        return error(t, named.place, "The last parameter to Concatenate needs to be a ParamSpec");
    }
    if (spec != nullptr && !types::prefix_parameters(*spec).empty()) {
        fail(a, named.place, "Nested Concatenates are invalid", codes::kValidType);
    }
    std::vector<Written> front(named.args.begin(), named.args.end() - 1);
    std::vector<Parameter> parameters;
    for (TypePtr type : analyze_parts(t, front)) {
        parameters.push_back({type, ArgKind::Pos, Name::Empty});
    }
    types::ParameterList rest =
        spec != nullptr ? types::prefix_parameters(*spec) : list->parameters;
    parameters.insert(parameters.end(), rest.begin(), rest.end());
    const types::ParametersType* prefix =
        types::make_parameters(a.cx, a.job.arena.copy(parameters));
    if (spec != nullptr) return types::with_prefix(a.cx, *spec, prefix);
    return types::modified(a.cx, *prefix, [&](types::ParametersType& type) {
        type.is_ellipsis_args = list->is_ellipsis_args;
    });
}

TypePtr analyze_star_argument(TypeAnalysis& t, Written written, bool keywords, bool nested,
                              std::string& param_spec) {
    Analyzer& a = t.a;
    Written inner = written;
    if (inner.kind() == NodeKind::Str) {
        Written unwrapped = unquoted(a, inner);
        if (unwrapped.node != NodeId::None) inner = unwrapped;
    }
    if (inner.kind() == NodeKind::Attribute) {
        std::string dotted = dotted_name(*inner.tree, inner.node);
        std::size_t dot = dotted.rfind('.');
        std::string base = dot == std::string::npos ? std::string() : dotted.substr(0, dot);
        std::string component = dot == std::string::npos ? std::string() : dotted.substr(dot + 1);
        Found found = base.empty() ? Found{} : lookup_qualified(a, base, inner.place(), true);
        const auto* variable = as<types::TypeVariableInfo>(found.node);
        const auto* bound = variable != nullptr
                                ? as<types::ParamSpecType>(t.scope->binding(variable->fullname))
                                : nullptr;
        if (bound != nullptr) {
            const char* wanted = keywords ? "kwargs" : "args";
            if (component != wanted) {
                fail(a, inner.place(),
                     "Use \"" + base + "." + wanted + "\" for variadic \"" +
                         (keywords ? "**" : "*") + "\" parameter",
                     codes::kValidType);
            }
            param_spec = base;
            return param_spec_component(a, *bound,
                                        keywords ? ParamSpecFlavor::Kwargs : ParamSpecFlavor::Args);
        }
    }
    return analyze_part(t, written, {.nested = nested, .allow_unpack = true});
}

// --- Literal

namespace {

using Items = std::vector<TypePtr>;

std::optional<std::string> number_text(Written written) {
    const syntax::Tree& tree = *written.tree;
    bool negative = false;
    NodeId node = written.node;
    if (tree.is(node, NodeKind::UnaryOp)) {
        syntax::UnaryOpView unary = tree.unary_op(node);
        if (unary.op == syntax::UnaryOperator::USub) {
            negative = true;
        } else if (unary.op != syntax::UnaryOperator::UAdd) {
            return std::nullopt;
        }
        node = unary.operand;
    }
    if (!tree.is(node, NodeKind::Int)) return std::nullopt;
    std::optional<std::int64_t> value = tree.int_value(node);
    if (!value) return std::nullopt;  // too big to say here: Any, not an error
    return std::to_string(negative ? -*value : *value);
}

Items literal_of(Analyzer& a, types::LiteralKind kind, std::string_view value,
                 std::string_view type) {
    return {types::make_literal(a.cx, {kind, base::intern(value)}, *named_type(a, type))};
}

std::optional<Items> invalid_parameter(Analyzer& a, std::size_t index, Place place) {
    fail(a, place, "Parameter " + std::to_string(index) + " of Literal[...] is invalid",
         codes::kValidType);
    return std::nullopt;
}

std::optional<Items> literals_of_type(TypeAnalysis& t, std::size_t index, TypePtr type,
                                      Place place) {
    Analyzer& a = t.a;
    if (type == nullptr) return invalid_parameter(a, index, place);  // a value
    TypePtr proper = types::get_proper(a.cx, type);
    if (const auto* unknown = as<types::AnyType>(proper)) {
        if (unknown->source != AnySource::FromError && unknown->source != AnySource::SpecialForm) {
            fail(
                a, place,
                "Parameter " + std::to_string(index) + " of Literal[...] cannot be of type \"Any\"",
                codes::kValidType);
        }
        return std::nullopt;
    }
    if (types::is<types::NoneType>(proper) || types::is<types::LiteralType>(proper)) {
        return Items{proper};
    }
    if (const auto* made = as<types::Instance>(proper);
        made != nullptr && made->last_known_value != nullptr) {
        return Items{made->last_known_value};
    }
    if (const auto* made = as<types::UnionType>(proper)) {
        Items all;
        for (TypePtr item : made->items) {
            std::optional<Items> part = literals_of_type(t, index, item, place);
            if (!part) return std::nullopt;
            all.insert(all.end(), part->begin(), part->end());
        }
        return all;
    }
    if (types::is<types::PlaceholderType>(proper)) return std::nullopt;
    return invalid_parameter(a, index, place);
}

std::optional<Items> literal_parameter(TypeAnalysis& t, std::size_t index, Written written,
                                       Place place) {
    Analyzer& a = t.a;
    switch (written.kind()) {
        case NodeKind::Str:
            return literal_of(a, types::LiteralKind::Str, written.tree->str_value(written.node),
                              "builtins.str");
        case NodeKind::Bytes:
            return literal_of(a, types::LiteralKind::Bytes, written.tree->bytes_value(written.node),
                              "builtins.bytes");
        case NodeKind::True:
            return literal_of(a, types::LiteralKind::Bool, "True", "builtins.bool");
        case NodeKind::False:
            return literal_of(a, types::LiteralKind::Bool, "False", "builtins.bool");
        case NodeKind::NoneConstant:
            return Items{types::make_none(a.cx)};
        case NodeKind::Int:
        case NodeKind::UnaryOp:
            if (std::optional<std::string> digits = number_text(written)) {
                return literal_of(a, types::LiteralKind::Int, *digits, "builtins.int");
            }
            break;
        case NodeKind::Name:
        case NodeKind::Attribute:
        case NodeKind::Subscript:
            if (std::optional<NamedType> named = read_named(written)) {
                ++t.nesting;
                TypePtr type = visit_named_type(t, written, *named, true);
                --t.nesting;
                return literals_of_type(t, index, type, place);
            }
            break;
        case NodeKind::Tuple:
        case NodeKind::List:
        case NodeKind::Dict:
        case NodeKind::Ellipsis:
            return invalid_parameter(a, index, place);
        case NodeKind::Float:
        case NodeKind::Complex:
            if (!t.defining_alias) break;  // there alone it has a name
            fail(a, place,
                 "Parameter " + std::to_string(index) + " of Literal[...] cannot be of type \"" +
                     (written.kind() == NodeKind::Float ? "float" : "complex") + "\"",
                 codes::kValidType);
            return std::nullopt;
        default:
            break;
    }
    fail(a, place, "Invalid type: Literal[...] cannot contain arbitrary expressions",
         codes::kValidType);
    return std::nullopt;
}

}  // namespace

TypePtr visit_literal_form(TypeAnalysis& t, const NamedType& named) {
    if (named.args.empty()) {
        return error(t, named.place, "Literal[...] must have at least one parameter");
    }
    Items items;
    for (std::size_t i = 0; i < named.args.size(); ++i) {
        std::optional<Items> part = literal_parameter(t, i + 1, named.args[i], named.place);
        if (!part) return any(t.a, AnySource::FromError);
        items.insert(items.end(), part->begin(), part->end());
    }
    return types::make_union(t.a.cx, types::copy_list(t.a.cx, items));
}

}  // namespace krait::semantic
