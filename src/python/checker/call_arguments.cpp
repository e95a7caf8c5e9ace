// call_arguments.cpp: the right number of arguments, each of the right type.

#include <algorithm>
#include <map>

#include "python/checker/calls.h"
#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/report.h"
#include "python/types/subtypes.h"
#include "python/types/variadic.h"

namespace krait::checker {

types::ArgumentMap map_arguments(CheckContext& ck, const Arguments& args, ParameterList formals) {
    return types::map_actuals_to_formals(ck.cx, args.kinds, args.names, formals,
                                         [&](std::size_t i) { return accept(ck, args.nodes[i]); });
}

types::ArgumentMap map_argument_types(CheckContext& ck, const Arguments& args,
                                      ParameterList formals,
                                      const std::vector<TypePtr>& arg_types) {
    return types::map_actuals_to_formals(ck.cx, args.kinds, args.names, formals,
                                         [&](std::size_t i) { return arg_types[i]; });
}

types::ArgumentInferContext argument_infer_context(CheckContext& ck) {
    return {named_type(ck, known::typing_mapping), named_type(ck, known::typing_iterable)};
}

namespace {

bool is_non_empty_tuple(CheckContext& ck, TypePtr type) {
    const auto* tuple = proper_as<TupleType>(ck, type);
    return tuple != nullptr && !tuple->items.empty();
}

std::size_t items_of_shape(CheckContext& ck, TypePtr type) {
    type = proper(ck, type);
    if (const auto* tuple = types::as<TupleType>(type)) return tuple->items.size();
    if (const auto* dict = types::as<TypedDictType>(type)) return dict->items.size();
    return 0;
}

/// More than one argument for one parameter, in a way that can't come out right.
bool is_duplicate_mapping(CheckContext& ck, const std::vector<std::size_t>& mapped,
                          const std::vector<TypePtr>& types, const Arguments& args) {
    if (mapped.size() <= 1) return false;
    if (mapped.size() == 2 && args.kinds[mapped[0]] == ArgKind::Star &&
        args.kinds[mapped[1]] == ArgKind::Star2) {
        return false;
    }
    return !std::all_of(mapped.begin(), mapped.end(), [&](std::size_t i) {
        return args.kinds[i] == ArgKind::Star2 && !is_proper<TypedDictType>(ck, types[i]);
    });
}

struct ExtraArguments {
    bool ok = true;
    bool is_unexpected = false;
};

ExtraArguments check_extra_arguments(CheckContext& ck, const CallableType& callee,
                                     const std::vector<TypePtr>& actual_types,
                                     const Arguments& args,
                                     const std::map<std::size_t, std::size_t>& used, NodeId at) {
    ExtraArguments result;
    const bool takes_star = types::has_kind(callee.parameters, ArgKind::Star);
    for (std::size_t i = 0; i < args.size(); ++i) {
        const ArgKind kind = args.kinds[i];
        const auto found = used.find(i);
        if (found == used.end() && kind != ArgKind::Star2 &&
            (kind != ArgKind::Star || is_non_empty_tuple(ck, actual_types[i]))) {
            result.ok = false;
            if (kind != ArgKind::Named) {
                report_too_many_arguments(ck, callee, at);
            } else {
                report_unexpected_keyword(ck, callee, args.names[i], actual_types[i], at);
                result.is_unexpected = true;
            }
        } else if ((kind == ArgKind::Star && !takes_star) || kind == ArgKind::Star2) {
            const std::size_t count = found == used.end() ? 0 : found->second;
            if (count >= items_of_shape(ck, actual_types[i])) continue;
            const auto* dict = proper_as<TypedDictType>(ck, actual_types[i]);
            if (kind != ArgKind::Star2 || dict == nullptr) {
                report_too_many_arguments(ck, callee, at);
            } else {
                report_too_many_from_typed_dict(ck, callee, *dict, at);
                result.is_unexpected = true;
            }
            result.ok = false;
        }
    }
    return result;
}

/// A callable stored in a class without ClassVar is called without self: say so.
void note_missing_classvar(CheckContext& ck, TypePtr object, Name callable_name, NodeId at) {
    const auto* instance = types::as<Instance>(object);
    std::string_view text = base::text_of(callable_name);
    const std::size_t dot = text.rfind('.');
    if (instance == nullptr || dot == std::string_view::npos) return;
    std::string_view name = text.substr(dot + 1);
    types::Member found = get_member(ck, info_of(ck, *instance), name);
    const auto* variable = types::as<VarInfo>(definition_of_symbol(ck, found.symbol));
    if (variable == nullptr || variable->is_inferred || variable->is_classvar) return;
    note(ck, at, messages::codes::kNone,
         concat({"\"", name,
                 "\" is considered instance variable, to make it class variable use "
                 "ClassVar[...]"}));
}

bool check_param_spec_count(CheckContext& ck, const CallableType& callee,
                            const std::vector<std::size_t>& mapped,
                            const std::vector<TypePtr>& actual_types, const Arguments& args,
                            NodeId at) {
    if (mapped.empty()) {
        report_too_few_arguments(ck, callee, at, args.is_written ? &args : nullptr);
        return false;
    }
    if (mapped.size() == 1) return true;
    const auto entries = std::count_if(mapped.begin(), mapped.end(), [&](std::size_t i) {
        return is_proper<types::ParamSpecType>(ck, actual_types[i]);
    });
    if (entries <= 1) return true;
    if (args.kinds[mapped[0]] == ArgKind::Star) {
        fail(ck, at, messages::codes::kNone, "ParamSpec.args should only be passed once");
        return false;
    }
    if (args.kinds[mapped[0]] == ArgKind::Star2) {
        fail(ck, at, messages::codes::kNone, "ParamSpec.kwargs should only be passed once");
        return false;
    }
    return true;
}

}  // namespace

bool check_argument_count(CheckContext& ck, const CallableType& callee,
                          const std::vector<TypePtr>& actual_types, const Arguments& args,
                          const types::ArgumentMap& formal_to_actual, NodeId at,
                          const CallOptions& options) {
    std::map<std::size_t, std::size_t> used;
    for (const auto& actuals : formal_to_actual) {
        for (std::size_t actual : actuals) ++used[actual];
    }
    ExtraArguments extra = check_extra_arguments(ck, callee, actual_types, args, used, at);
    bool ok = extra.ok;
    const bool has_param_spec = types::param_spec(ck.cx, callee) != nullptr;
    for (std::size_t i = 0; i < callee.parameters.size(); ++i) {
        const Parameter& formal = callee.parameters[i];
        const std::vector<std::size_t>& mapped = formal_to_actual[i];
        if (types::is_required(formal.kind) && mapped.empty() && !extra.is_unexpected) {
            if (types::is_positional(formal.kind)) {
                report_too_few_arguments(ck, callee, at, args.is_written ? &args : nullptr);
                if (options.object_type != nullptr && options.callable_name != Name::Empty) {
                    note_missing_classvar(ck, options.object_type, options.callable_name, at);
                }
            } else {
                report_missing_named_argument(ck, callee, at, formal.name);
            }
            ok = false;
        } else if (!types::is_star(formal.kind) &&
                   is_duplicate_mapping(ck, mapped, actual_types, args)) {
            if (in_checked_function(ck) || is_proper<TupleType>(ck, actual_types[mapped[0]])) {
                report_duplicate_argument(ck, callee, i, at);
                ok = false;
            }
        } else if (types::is_named(formal.kind) && !mapped.empty() &&
                   args.kinds[mapped[0]] != ArgKind::Named &&
                   args.kinds[mapped[0]] != ArgKind::Star2) {
            report_too_many_positional(ck, callee, at);
            ok = false;
        } else if (has_param_spec && !(options.is_partial && mapped.empty())) {
            ok = check_param_spec_count(ck, callee, mapped, actual_types, args, at) && ok;
        }
    }
    return ok;
}

bool is_valid_var_arg(CheckContext& ck, TypePtr type) {
    type = proper(ck, type);
    if (types::is<TupleType>(type) || types::is<AnyType>(type) ||
        types::is<types::ParamSpecType>(type) || types::is<types::UnpackType>(type)) {
        return true;
    }
    return types::is_subtype(ck.cx, type,
                             named_generic_type(ck, known::typing_iterable, {any_type(ck)}));
}

namespace {

bool is_valid_keyword_arg(CheckContext& ck, TypePtr type) {
    type = proper(ck, type);
    if (types::is<types::ParamSpecType>(type) || types::is<AnyType>(type)) return true;
    TypePtr str = named_type(ck, known::builtins_str);
    const auto* instance = types::as<Instance>(type);
    if (instance != nullptr && is_instance_of(ck, type, "builtins.dict") &&
        !instance->args.empty() && types::is_subtype(ck.cx, instance->args[0], str)) {
        return true;
    }
    if (lookup_class(ck, "_typeshed.SupportsKeysAndGetItem") == nullptr) return true;
    TypePtr never = never_type(ck);
    return types::is_subtype(
               ck.cx, type,
               named_generic_type(ck, "_typeshed.SupportsKeysAndGetItem", {str, any_type(ck)})) ||
           types::is_subtype(
               ck.cx, type,
               named_generic_type(ck, "_typeshed.SupportsKeysAndGetItem", {never, never}));
}

}  // namespace

void check_star_arguments(CheckContext& ck, const std::vector<TypePtr>& arg_types,
                          const Arguments& args, NodeId at) {
    for (std::size_t i = 0; i < args.size(); ++i) {
        if (args.kinds[i] == ArgKind::Star && !is_valid_var_arg(ck, arg_types[i])) {
            report_invalid_var_arg(ck, arg_types[i], at);
        }
        if (args.kinds[i] == ArgKind::Star2 && !is_valid_keyword_arg(ck, arg_types[i])) {
            const bool is_mapping = types::is_subtype(
                ck.cx, arg_types[i], named_type(ck, "_typeshed.SupportsKeysAndGetItem"));
            report_invalid_keyword_var_arg(ck, arg_types[i], is_mapping, at);
        }
    }
}

namespace {

/// The types and kinds that one formal has towards each of its actuals.
struct FormalTypes {
    std::vector<TypePtr> types;
    std::vector<ArgKind> kinds;
};

FormalTypes formal_types_for(CheckContext& ck, const Parameter& formal, std::size_t count) {
    const auto* unpack = proper_as<types::UnpackType>(ck, formal.type);
    if (unpack == nullptr) {
        return {std::vector<TypePtr>(count, formal.type), std::vector<ArgKind>(count, formal.kind)};
    }
    TypePtr inner = proper(ck, unpack->type);
    const auto* tuple = types::as<TupleType>(inner);
    if (tuple == nullptr) {
        const auto* instance = types::as<Instance>(inner);
        if (instance == nullptr || instance->args.empty()) return {{formal.type}, {ArgKind::Star}};
        return {std::vector<TypePtr>(count, instance->args[0]),
                std::vector<ArgKind>(count, ArgKind::Pos)};
    }
    auto index = types::find_unpack_in_list(tuple->items);
    std::vector<TypePtr> items(tuple->items.begin(), tuple->items.end());
    if (!index) return {items, std::vector<ArgKind>(items.size(), ArgKind::Pos)};
    const auto* middle =
        proper_as<Instance>(ck, types::expect<types::UnpackType>(items[*index]).type);
    if (middle == nullptr || middle->args.empty()) {
        std::vector<ArgKind> kinds(items.size(), ArgKind::Pos);
        kinds[*index] = ArgKind::Star;
        return {items, kinds};
    }
    const std::size_t repeat = count + 1 >= items.size() ? count - items.size() + 1 : 0;
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(*index));
    items.insert(items.begin() + static_cast<std::ptrdiff_t>(*index), repeat, middle->args[0]);
    return {items, std::vector<ArgKind>(items.size(), ArgKind::Pos)};
}

}  // namespace

void check_argument_types(CheckContext& ck, const std::vector<TypePtr>& arg_types,
                          const Arguments& args, const CallableType& callee,
                          const types::ArgumentMap& formal_to_actual, NodeId at,
                          CheckArgument check, TypePtr object_type) {
    check_star_arguments(ck, arg_types, args, at);
    types::ArgTypeExpander expander(ck.cx, argument_infer_context(ck));
    for (std::size_t i = 0; i < formal_to_actual.size(); ++i) {
        const std::vector<std::size_t>& actuals = formal_to_actual[i];
        FormalTypes formal = formal_types_for(ck, callee.parameters[i], actuals.size());
        if (formal.types.size() != actuals.size()) {
            if (actuals.size() > formal.types.size()) {
                report_too_many_arguments(ck, callee, at);
            } else {
                report_too_few_arguments(ck, callee, at, nullptr);
            }
            continue;
        }
        for (std::size_t j = 0; j < actuals.size(); ++j) {
            const std::size_t actual = actuals[j];
            TypePtr expanded = expander.expand_actual_type(
                arg_types[actual], args.kinds[actual], callee.parameters[i].name, formal.kinds[j],
                types::is<types::UnpackType>(formal.types[j]));
            ArgumentCheck one{expanded,
                              arg_types[actual],
                              args.kinds[actual],
                              formal.types[j],
                              actual + 1,
                              i + 1,
                              callee,
                              object_type,
                              args.nodes[actual],
                              at};
            if (!check(one)) return;
        }
    }
}

namespace {

bool has_abstract_type(CheckContext& ck, TypePtr caller, TypePtr callee) {
    caller = proper(ck, caller);
    callee = proper(ck, callee);
    const auto* expected = types::as<TypeType>(callee);
    if (expected == nullptr || ck.allow_abstract_call || !is_class_object(ck, caller)) return false;
    const ClassInfo* given = types::type_object(ck.cx, caller);
    const auto* item = proper_as<Instance>(ck, expected->item);
    if (given == nullptr || item == nullptr) return false;
    const ClassInfo& wanted = info_of(ck, *item);
    return (given->is_abstract || given->is_protocol) && (wanted.is_abstract || wanted.is_protocol);
}

bool has_abstract_type_part(CheckContext& ck, TypePtr caller, TypePtr callee) {
    const auto* given = types::as<TupleType>(caller);
    const auto* wanted = types::as<TupleType>(callee);
    if (given == nullptr || wanted == nullptr) return has_abstract_type(ck, caller, callee);
    const std::size_t count = std::min(given->items.size(), wanted->items.size());
    for (std::size_t i = 0; i < count; ++i) {
        if (has_abstract_type(ck, given->items[i], wanted->items[i])) return true;
    }
    return false;
}

}  // namespace

bool check_argument(CheckContext& ck, const ArgumentCheck& one) {
    TypePtr caller = proper(ck, one.caller_type);
    TypePtr callee = proper(ck, one.callee_type);
    types::SubtypeContext how;
    how.options = &ck.options;
    if (types::is<types::DeletedType>(caller)) {
        report_deleted_as_rvalue(ck, caller, one.at);
    } else if (has_abstract_type_part(ck, caller, callee)) {
        report_concrete_only_call(ck, callee, one.at);
    } else if (!types::is_subtype(ck.cx, caller, callee, how)) {
        const char* code = report_incompatible_argument(ck, one);
        if (!types::is_star(one.caller_kind)) {
            report_incompatible_argument_note(ck, one, code);
        }
        if (!ck.reporter.prefers_simple()) {
            check_possible_missing_await(ck, caller, callee, one.at, code);
        }
    }
    return true;
}

bool detect_missing_positional(CheckContext& ck, const CallableType& callee,
                               const std::vector<TypePtr>& arg_types, const Arguments& args,
                               NodeId at) {
    std::optional<std::size_t> skipped;
    std::size_t j = 0;
    types::SubtypeContext how;
    how.options = &ck.options;
    for (std::size_t i = 0; i < callee.parameters.size(); ++i) {
        if (j >= arg_types.size()) {
            if (!skipped)
                skipped = i;
            else
                return false;
            break;
        }
        if (types::is_subtype(ck.cx, arg_types[j], callee.parameters[i].type, how)) {
            ++j;
        } else if (!skipped) {
            skipped = i;
        } else {
            return false;
        }
    }
    if (!skipped || j != arg_types.size() || *skipped + 1 == callee.parameters.size()) return false;
    Name parameter = callee.parameters[*skipped].name;
    std::string name = callable_text(ck, callee);
    if (parameter == Name::Empty || name.empty()) return false;
    NodeId place = *skipped < args.size() ? args.nodes[*skipped] : at;
    fail(ck, place, messages::codes::kCallArg,
         concat(
             {"Missing positional argument \"", base::text_of(parameter), "\" in call to ", name}));
    return true;
}

}  // namespace krait::checker
