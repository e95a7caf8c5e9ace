// callable_calls.cpp: the call of one signature, from inference to the result (mypy's
// check_callable_call).

#include <algorithm>

#include "python/checker/calls.h"
#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/report.h"
#include "python/checker/special_calls.h"
#include "python/types/expand.h"
#include "python/types/subtypes.h"

namespace krait::checker {

namespace {

/// Whether an implicitly abstract method may be meant to return None.
bool can_return_none(CheckContext& ck, const ClassInfo& info, Name attribute) {
    if (!ck.options.strict_optional) return false;
    for (symbols::DefId id : info.mro) {
        const ClassInfo* base = class_by_id(ck, id);
        const types::Symbol* symbol = base == nullptr ? nullptr : own_symbol(ck, *base, attribute);
        const FunctionInfo* function = function_below(definition_of_symbol(ck, symbol));
        const auto* type = function == nullptr ? nullptr : types::as<CallableType>(function->type);
        if (type != nullptr) return types::is_subtype(ck.cx, none_type(ck), type->ret_type);
    }
    return false;
}

/// Abstract classes and protocols can't be instantiated.
void check_instantiation(CheckContext& ck, const CallableType& callee, NodeId at) {
    if (callee.from_type_type || !types::is_type_obj(ck.cx, callee)) return;
    const ClassInfo* info = types::type_object(ck.cx, &callee);
    if (info == nullptr) return;
    if (info->is_protocol) {
        fail(ck, at, messages::texts::kCannotInstantiateProtocol, {base::text_of(info->name)});
        return;
    }
    if (!info->is_abstract || info->fallback_to_any) return;
    std::vector<std::pair<Name, bool>> attributes;
    for (const types::AbstractAttribute& attribute : info->abstract_attributes) {
        const bool implicit = attribute.status == types::AbstractStatus::Implicit;
        attributes.emplace_back(attribute.name,
                                implicit && can_return_none(ck, *info, attribute.name));
    }
    report_cannot_instantiate_abstract(ck, info->name, attributes, at);
}

bool is_param_spec_forwarding(CheckContext& ck, const CallableType& callee, const Arguments& args,
                              const types::ArgumentMap& map) {
    const types::ParamSpecType* spec = types::param_spec(ck.cx, callee);
    if (spec == nullptr || args.size() != 2 || map.size() != 2) return false;
    if (args.kinds[0] != ArgKind::Star || args.kinds[1] != ArgKind::Star2) return false;
    const auto* first = types::as<types::ParamSpecType>(accept(ck, args.nodes[0]));
    const auto* second = types::as<types::ParamSpecType>(accept(ck, args.nodes[1]));
    return first != nullptr && second != nullptr && first->flavor == types::ParamSpecFlavor::Args &&
           second->flavor == types::ParamSpecFlavor::Kwargs && first->id == second->id &&
           first->id == spec->id;
}

bool all_positional(std::span<const ArgKind> kinds) {
    return std::all_of(kinds.begin(), kinds.end(),
                       [](ArgKind kind) { return kind == ArgKind::Pos; });
}

bool all_positional(ParameterList parameters) {
    return std::all_of(parameters.begin(), parameters.end(),
                       [](const Parameter& one) { return one.kind == ArgKind::Pos; });
}

void check_arguments(CheckContext& ck, const CallableType& callee,
                     const std::vector<TypePtr>& arg_types, const Arguments& args,
                     const types::ArgumentMap& map, NodeId at, const CallOptions& options,
                     Name callable_name) {
    auto check_types = [&] {
        check_argument_types(
            ck, arg_types, args, callee, map, at,
            [&](const ArgumentCheck& one) { return check_argument(ck, one); }, options.object_type);
    };
    auto check_count = [&] {
        CallOptions counted = options;
        counted.callable_name = callable_name;
        return check_argument_count(ck, callee, arg_types, args, map, at, counted);
    };
    const bool may_be_shifted = !ck.reporter.prefers_simple() && args.size() >= 2 &&
                                all_positional(callee.parameters) && all_positional(args.kinds) &&
                                args.size() + 1 == callee.parameters.size();
    if (!may_be_shifted) {
        check_count();
        check_types();
        return;
    }
    Filter filter(ck, {.save = true});
    const bool ok = check_count();
    filter.close();
    if (!ok && detect_missing_positional(ck, callee, arg_types, args, at)) return;
    ck.reporter.add_all(filter.saved());
    check_types();
}

bool is_enum_base_name(Name name) {
    static constexpr std::string_view kBases[] = {"enum.Enum", "enum.IntEnum", "enum.Flag",
                                                  "enum.IntFlag", "enum.StrEnum"};
    return std::find(std::begin(kBases), std::end(kBases), base::text_of(name)) != std::end(kBases);
}

const CallableType* with_fresh_generic_result(CheckContext& ck, const CallableType& callee) {
    const auto* result = proper_as<CallableType>(ck, callee.ret_type);
    if (result == nullptr || result->variables.empty()) return &callee;
    TypePtr fresh = types::freshen_all_functions_type_vars(ck.cx, callee.ret_type);
    return with_result(ck, callee, types::freeze_all_type_vars(ck.cx, fresh));
}

bool needs_refresh(const CallableType& callee) {
    return std::any_of(
        callee.variables.begin(), callee.variables.end(),
        [](const TypeVarLike* variable) { return !types::is<TypeVarType>(variable); });
}

}  // namespace

CallResult check_callable_call(CheckContext& ck, const CallableType& declared,
                               const Arguments& args, NodeId at, const CallOptions& options) {
    const CallableType* callee = types::with_unpacked_kwargs(ck.cx, declared);
    callee = types::with_normalized_var_args(ck.cx, *callee);
    Name callable_name = options.callable_name;
    if (callable_name == Name::Empty) callable_name = callee->name;
    const bool is_class = types::is_type_obj(ck.cx, *callee);
    if (is_class) {
        const auto* instance = types::as<Instance>(types::get_instance_type(ck.cx, *callee, true));
        if (instance != nullptr) callable_name = info_of(ck, *instance).fullname;
    }
    if (options.callable_node != NodeId::None &&
        is_enum_base_name(fullname_of(ck, options.callable_node))) {
        return {callee->ret_type, callee};
    }
    check_instantiation(ck, *callee, at);
    callee = with_fresh_generic_result(ck, *callee);
    if (!callee->variables.empty()) {
        callee = types::freshen_callable(ck.cx, *callee);
        callee = infer_type_arguments_from_context(ck, *callee, at);
    }
    types::ArgumentMap map = map_arguments(ck, args, callee->parameters);
    if (!callee->variables.empty()) {
        const bool refresh = needs_refresh(*callee);
        callee = infer_type_arguments_from_arguments(ck, *callee, args, map, refresh, at);
        if (refresh) map = map_arguments(ck, args, callee->parameters);
    }
    if (is_param_spec_forwarding(ck, *callee, args, map)) return {callee->ret_type, callee};

    std::vector<TypePtr> arg_types = infer_argument_types(ck, *callee, args, map);
    check_arguments(ck, *callee, arg_types, args, map, at, options, callable_name);
    if (is_class && arg_types.size() == 1 &&
        is_instance_of(ck, types::get_instance_type(ck.cx, *callee), "builtins.type")) {
        callee = with_result(ck, *callee, types::make_type_type(ck.cx, arg_types[0]));
    }
    if (options.callable_node != NodeId::None) store_type(ck, options.callable_node, callee);
    TypePtr result = special_result(
        ck, {*callee, args, map, arg_types, at, proper(ck, options.object_type)}, callable_name);
    if (result != callee->ret_type) callee = with_result(ck, *callee, result);
    return {callee->ret_type, callee};
}

}  // namespace krait::checker
