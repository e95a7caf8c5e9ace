// special_functools.cpp: functools.partial and functools.singledispatch, whose stubs can't say that
// what they give is called as what they were given.
//
// Both results are instances that carry a signature as an extra attribute, which no program can
// name; calls of them are calls of that signature.

#include <algorithm>

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/overload_definitions.h"
#include "python/checker/report.h"
#include "python/checker/special_calls.h"
#include "python/checker/statements.h"
#include "python/types/erase.h"
#include "python/types/format.h"
#include "python/types/subtypes.h"
#include "python/types/visit.h"

namespace krait::checker {

namespace {

constexpr std::string_view kPartial = "functools.partial";
constexpr std::string_view kCarried = "__mypy_partial";
constexpr std::string_view kFallback = "__mypy_singledispatch";
/// Names that no program can use, among what a partial carries: which stars it was given.
constexpr std::string_view kArgsGiven = "__mypy_partial_args_given";
constexpr std::string_view kKwargsGiven = "__mypy_partial_kwargs_given";
/// What `@f.register(C)` gives carries C as well.
constexpr std::string_view kRegistered = "__mypy_singledispatch_register";

/// What an instance carries under a name; null if it has nothing.
TypePtr carried_type(CheckContext& ck, TypePtr type, std::string_view attribute) {
    const auto* instance = types::as<Instance>(type);
    if (instance == nullptr || instance->extra == nullptr) return nullptr;
    for (const types::ExtraAttribute& one : instance->extra->attributes) {
        if (is_text(one.name, attribute)) return proper(ck, one.type);
    }
    return nullptr;
}

/// The arguments that went to the formals from `first` on, each once.
Arguments actual_arguments(const CheckedCall& call, std::size_t first) {
    std::vector<bool> taken(call.args.size());
    for (std::size_t formal = first; formal < call.map.size(); ++formal) {
        for (std::size_t actual : call.map[formal]) taken[actual] = true;
    }
    Arguments args;
    for (std::size_t i = 0; i < taken.size(); ++i) {
        if (taken[i]) args.add(call.args.nodes[i], call.args.kinds[i], call.args.names[i]);
    }
    return args;
}

struct Partial {
    const CallableType& function;
    const Arguments& args;
    const types::ArgumentMap& map;
};

/// The function with all parameters optional, and only the variables that the arguments decide.
const CallableType* with_defaults(CheckContext& ck, const Partial& partial, TypePtr result) {
    std::vector<const TypeVarLike*> decided;
    for (std::size_t i = 0; i < partial.function.parameters.size(); ++i) {
        if (partial.map[i].empty()) continue;
        for (const TypeVarLike* one :
             types::get_all_type_vars(ck.cx, partial.function.parameters[i].type)) {
            decided.push_back(one);
        }
    }
    std::vector<const TypeVarLike*> variables;
    for (const TypeVarLike* variable : partial.function.variables) {
        const bool is_decided =
            std::any_of(decided.begin(), decided.end(),
                        [&](const TypeVarLike* one) { return one->id == variable->id; });
        if (is_decided || !types::is<TypeVarType>(variable)) variables.push_back(variable);
    }
    std::vector<Parameter> parameters;
    for (Parameter parameter : partial.function.parameters) {
        if (parameter.kind == ArgKind::Pos) parameter.kind = ArgKind::Opt;
        if (parameter.kind == ArgKind::Named) parameter.kind = ArgKind::NamedOpt;
        parameters.push_back(parameter);
    }
    const CallableType* type = with_parameters(ck, partial.function, parameters);
    return with_result(ck, *with_variables(ck, *type, variables), result);
}

/// What is left to be passed: positional arguments are gone, keywords may be given again.
std::vector<Parameter> remaining_parameters(CheckContext& ck, const Partial& partial,
                                            const CallableType& bound) {
    ParameterList declared = partial.function.parameters;
    const bool same_shape = bound.parameters.size() == declared.size();
    std::vector<Parameter> left;
    for (std::size_t i = 0; i < declared.size(); ++i) {
        Parameter parameter = declared[i];
        if (same_shape && is_valid_inferred_type(ck, bound.parameters[i].type)) {
            parameter.type = bound.parameters[i].type;
        }
        const auto& actuals = partial.map[i];
        if (!actuals.empty() && !types::is_star(parameter.kind)) {
            const bool by_position =
                std::any_of(actuals.begin(), actuals.end(), [&](std::size_t actual) {
                    return partial.args.kinds[actual] == ArgKind::Pos ||
                           partial.args.kinds[actual] == ArgKind::Star;
                });
            if (by_position) continue;
            parameter.kind = ArgKind::NamedOpt;
        }
        left.push_back(parameter);
    }
    return left;
}

/// Notes on the result which stars were given to what a ParamSpec takes.
TypePtr with_marks(CheckContext& ck, const Instance& made, const Arguments& args) {
    std::vector<Name> marks;
    auto given = [&](ArgKind kind) {
        return std::find(args.kinds.begin(), args.kinds.end(), kind) != args.kinds.end();
    };
    if (given(ArgKind::Star)) marks.push_back(base::intern(kArgsGiven));
    if (given(ArgKind::Star2)) marks.push_back(base::intern(kKwargsGiven));
    auto* extra = ck.cx.arena.make<types::ExtraAttributes>(*made.extra);
    extra->immutable = ck.cx.arena.copy(marks);
    return types::modified(ck.cx, made, [&](Instance& copy) { copy.extra = extra; });
}

bool has_mark(TypePtr type, std::string_view mark) {
    const auto* instance = types::as<Instance>(type);
    if (instance == nullptr || instance->extra == nullptr) return false;
    return std::any_of(instance->extra->immutable.begin(), instance->extra->immutable.end(),
                       [mark](Name name) { return is_text(name, mark); });
}

/// Whether a variable declared as `*args: P.args`, or `**kwargs: P.kwargs`, is among the arguments.
bool passes_on(CheckContext& ck, const Arguments& args, types::ParamSpecFlavor flavor) {
    return std::any_of(args.nodes.begin(), args.nodes.end(), [&](NodeId node) {
        if (!is_kind(ck, node, NodeKind::Name)) return false;
        const auto* variable = types::as<VarInfo>(definition_of(ck, node));
        const auto* spec =
            variable == nullptr ? nullptr : types::as<types::ParamSpecType>(variable->type);
        return spec != nullptr && spec->flavor == flavor;
    });
}

/// A call of a partial whose ParamSpec is still open must pass all of it, once.
void check_param_spec_of_partial(CheckContext& ck, const CheckedCall& call,
                                 const CallableType& left, const Arguments& args) {
    const bool args_given = has_mark(call.object_type, kArgsGiven);
    const bool args_passed = passes_on(ck, args, types::ParamSpecFlavor::Args);
    if (!args_given && !args_passed) report_too_few_arguments(ck, left, call.at, &args);
    if (args_given && args_passed) report_too_many_arguments(ck, left, call.at);
    if (!has_mark(call.object_type, kKwargsGiven) &&
        !passes_on(ck, args, types::ParamSpecFlavor::Kwargs)) {
        report_too_few_arguments(ck, left, call.at, &args);
    }
}

TypePtr partial_of(CheckContext& ck, const CheckedCall& call, TypePtr callee) {
    TypePtr plain = call.callee.ret_type;
    if (const auto* options = proper_as<UnionType>(ck, callee)) {
        std::vector<TypePtr> items;
        for (TypePtr item : options->items) items.push_back(partial_of(ck, call, item));
        return union_of(ck, items);
    }
    const CallableType* function = callable_signature(ck, callee, call.at);
    if (function == nullptr) return plain;
    function =
        types::with_normalized_var_args(ck.cx, *types::with_unpacked_kwargs(ck.cx, *function));
    const bool is_class = types::is_type_obj(ck.cx, *function);
    TypePtr wrapped = function->ret_type;
    if (!is_class) wrapped = named_generic_type(ck, kPartial, {function->ret_type});
    const Arguments args = actual_arguments(call, 1);
    const types::ArgumentMap map = map_arguments(ck, args, function->parameters);
    const Partial partial{*function, args, map};
    // For a class, the context speaks of partial[C], which says nothing about C.
    Restore context(ck.type_context.back(),
                    is_class ? TypePtr{nullptr} : TypePtr{ck.type_context.back()});
    const CallableType* defaulted = with_defaults(ck, partial, wrapped);
    const auto* bound = proper_as<CallableType>(
        ck, check_call(ck, defaulted, args, call.at, {.is_partial = true}).callee);
    if (bound == nullptr) return plain;
    TypePtr result = bound->ret_type;
    if (!is_class) {
        const auto* instance = proper_as<Instance>(ck, result);
        if (instance == nullptr || instance->args.size() != 1) return plain;
        result = instance->args[0];
    }
    if (!is_valid_inferred_type(ck, result)) result = function->ret_type;
    const CallableType* left = with_result(
        ck, *with_parameters(ck, *function, remaining_parameters(ck, partial, *bound)), result);
    std::vector<types::TypeVarId> ids;
    for (const TypeVarLike* variable : function->variables) ids.push_back(variable->id);
    TypePtr erased = types::erase_typevars(ck.cx, result, ids);
    const Instance* made = types::with_extra_attribute(
        ck.cx, *named_generic_type(ck, kPartial, {erased}), base::intern(kCarried), left);
    if (types::param_spec(ck.cx, *left) == nullptr) return made;
    return with_marks(ck, *made, args);
}

}  // namespace

TypePtr partial_result(CheckContext& ck, const CheckedCall& call) {
    if (call.map.size() != 3 || call.count(0) != 1) return call.callee.ret_type;
    if (is_proper<OverloadedType>(ck, call.type(0))) return call.callee.ret_type;
    return partial_of(ck, call, call.type(0));
}

TypePtr partial_call_result(CheckContext& ck, const CheckedCall& call) {
    const auto* type = types::as<CallableType>(carried_type(ck, call.object_type, kCarried));
    if (type == nullptr || call.map.size() != 2) return call.callee.ret_type;
    const Arguments args = actual_arguments(call, 0);
    TypePtr result = check_call(ck, type, args, call.at, {.is_partial = true}).type;
    if (types::param_spec(ck.cx, *type) != nullptr) {
        check_param_spec_of_partial(ck, call, *type, args);
    }
    return result;
}

TypePtr singledispatch_result(CheckContext& ck, const CheckedCall& call) {
    TypePtr plain = call.callee.ret_type;
    if (call.count(0) == 0) return plain;
    const auto* function = proper_as<CallableType>(ck, call.type(0));
    const auto* instance = proper_as<Instance>(ck, plain);
    if (function == nullptr || instance == nullptr) return plain;
    if (function->parameters.empty()) {
        fail(ck, call.at, messages::codes::kMisc,
             "Singledispatch function requires at least one argument");
        return plain;
    }
    const ArgKind first = function->parameters[0].kind;
    if (first != ArgKind::Pos && first != ArgKind::Opt && first != ArgKind::Star) {
        fail(ck, call.at, messages::codes::kMisc,
             "First argument to singledispatch function must be a positional argument");
        return plain;
    }
    return types::with_extra_attribute(ck.cx, *instance, base::intern(kFallback), function);
}

namespace {

/// What registering a function for a class is worth, at the function's definition if that is here.
void check_dispatch(CheckContext& ck, const CheckedCall& call, const CallableType& function,
                    TypePtr dispatch) {
    const auto* fallback = types::as<CallableType>(carried_type(ck, call.object_type, kFallback));
    if (fallback == nullptr) return;  // which was reported where it was made
    TypePtr wanted = fallback->parameters[0].type;
    if (types::is_subtype(ck.cx, dispatch, wanted)) return;
    const Definition* definition =
        function.definition.is_none() ? nullptr : ck.cx.reader.definition(function.definition);
    const NodeId defined =
        definition == nullptr ? NodeId::None : node_of_definition(ck, definition);
    fail_lazily(ck, defined != NodeId::None ? defined : call.at, messages::codes::kMisc, [&] {
        return concat({"Dispatch type ", types::format_type(ck.cx, dispatch),
                       " must be subtype of fallback function first argument ",
                       types::format_type(ck.cx, wanted)});
    });
}

}  // namespace

TypePtr singledispatch_register_result(CheckContext& ck, const CheckedCall& call) {
    TypePtr plain = call.callee.ret_type;
    if (call.count(0) == 0) return plain;
    TypePtr given = proper(ck, call.type(0));
    const auto* dispatcher = types::as<Instance>(call.object_type);
    if (types::is_type_obj(ck.cx, given) && dispatcher != nullptr) {
        TypePtr registered = types::get_instance_type(ck.cx, *function_items(ck, given)[0]);
        return types::with_extra_attribute(ck.cx, *dispatcher, base::intern(kRegistered),
                                           registered);
    }
    const auto* function = types::as<CallableType>(given);
    if (function == nullptr) return plain;
    if (!function->parameters.empty()) {
        check_dispatch(ck, call, *function, function->parameters[0].type);
    }
    return function;
}

TypePtr singledispatch_call_result(CheckContext& ck, const CheckedCall& call) {
    TypePtr registered = carried_type(ck, call.object_type, kRegistered);
    if (registered == nullptr || call.arg_types.empty()) return call.callee.ret_type;
    TypePtr given = call.arg_types[0];
    const auto* function = proper_as<CallableType>(ck, given);
    if (function != nullptr) check_dispatch(ck, call, *function, registered);
    return given;
}

const CallableType* singledispatch_call_signature(CheckContext& ck, const PendingCall& call) {
    if (carried_type(ck, call.object_type, kRegistered) != nullptr) return &call.signature;
    const auto* fallback = types::as<CallableType>(carried_type(ck, call.object_type, kFallback));
    return fallback == nullptr ? &call.signature : fallback;
}

}  // namespace krait::checker
