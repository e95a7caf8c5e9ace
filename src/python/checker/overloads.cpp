// overloads.cpp: which item of an overload a call means, Any and unions among the arguments
// included.

#include <algorithm>
#include <map>

#include "python/checker/calls.h"
#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/report.h"
#include "python/types/erase.h"
#include "python/types/subtypes.h"

namespace krait::checker {

namespace {

using Targets = std::vector<const CallableType*>;
constexpr std::size_t kMaxUnions = 5;

struct OverloadCall {
    CheckContext& ck;
    const Arguments& args;
    NodeId at;
    const CallOptions& options;
};

bool has_shape(CheckContext& ck, TypePtr type) {
    type = proper(ck, type);
    const auto* instance = types::as<Instance>(type);
    return types::is<TupleType>(type) || types::is<TypedDictType>(type) ||
           (instance != nullptr && info_of(ck, *instance).is_named_tuple);
}

Targets plausible_targets(const OverloadCall& call, const std::vector<TypePtr>& arg_types,
                          const OverloadedType& overload) {
    CheckContext& ck = call.ck;
    bool star = false;
    bool star2 = false;
    for (std::size_t i = 0; i < call.args.size(); ++i) {
        if (call.args.kinds[i] == ArgKind::Star && !has_shape(ck, arg_types[i])) star = true;
        if (call.args.kinds[i] == ArgKind::Star2 && !has_shape(ck, arg_types[i])) star2 = true;
    }
    Targets matches;
    Targets star_matches;
    for (const CallableType* declared : overload.items) {
        const CallableType* item = types::with_unpacked_kwargs(ck.cx, *declared);
        types::ArgumentMap map = map_argument_types(ck, call.args, item->parameters, arg_types);
        Filter filter(ck);
        if (types::param_spec(ck.cx, *item) != nullptr) {
            matches.push_back(item);
        } else if (check_argument_count(ck, *item, arg_types, call.args, map, call.at)) {
            const bool prefers = (star && types::has_kind(item->parameters, ArgKind::Star)) ||
                                 (star2 && types::has_kind(item->parameters, ArgKind::Star2));
            (prefers ? star_matches : matches).push_back(item);
        }
    }
    star_matches.insert(star_matches.end(), matches.begin(), matches.end());
    return star_matches;
}

bool all_same(CheckContext& ck, const std::vector<TypePtr>& types) {
    return std::all_of(types.begin(), types.end(),
                       [&](TypePtr type) { return types::is_same_type(ck.cx, type, types[0]); });
}

/// An argument that is Any fits several items that would give different results.
bool any_is_ambiguous(const OverloadCall& call, const Targets& items,
                      const std::vector<TypePtr>& returns, const std::vector<TypePtr>& arg_types) {
    CheckContext& ck = call.ck;
    if (all_same(ck, returns)) return false;
    std::vector<types::ArgumentMap> maps;
    for (const CallableType* item : items) {
        maps.push_back(types::map_formals_to_actuals(ck.cx, call.args.kinds, call.args.names,
                                                     item->parameters,
                                                     [&](std::size_t i) { return arg_types[i]; }));
    }
    for (std::size_t i = 0; i < arg_types.size(); ++i) {
        if (!has_any_type(ck, arg_types[i], true)) continue;
        std::vector<TypePtr> matching_returns;
        std::vector<TypePtr> matching_formals;
        for (std::size_t item = 0; item < items.size(); ++item) {
            const std::vector<std::size_t>& formals = maps[item][i];
            if (formals.empty()) continue;
            matching_returns.push_back(items[item]->ret_type);
            for (std::size_t formal : formals) {
                matching_formals.push_back(items[item]->parameters[formal].type);
            }
        }
        if (!all_same(ck, matching_formals) && !all_same(ck, matching_returns)) return true;
    }
    return false;
}

std::optional<CallResult> infer_result(const OverloadCall& call, const Targets& targets,
                                       const std::vector<TypePtr>& arg_types) {
    CheckContext& ck = call.ck;
    const bool has_any = std::any_of(arg_types.begin(), arg_types.end(),
                                     [&](TypePtr type) { return has_any_type(ck, type); });
    Targets matches;
    std::vector<TypePtr> returns;
    std::vector<TypePtr> callees;
    std::vector<TypeTable> tables;
    CallOptions options;
    options.callable_name = call.options.callable_name;
    options.object_type = call.options.object_type;
    for (const CallableType* target : targets) {
        CallResult one;
        TypeTable table;
        bool is_match = false;
        {
            Filter filter(ck, {.revealed = true});
            LocalTypes types(ck);
            one = check_call(ck, target, call.args, call.at, options);
            table = types.take();
            is_match = !filter.has_errors();
        }
        if (!is_match) continue;
        if (!has_any) {
            store_types(ck, table);
            return one;
        }
        const auto* inferred = proper_as<CallableType>(ck, one.callee);
        matches.push_back(inferred != nullptr ? inferred : target);
        returns.push_back(one.type);
        callees.push_back(one.callee);
        tables.push_back(std::move(table));
    }
    if (matches.empty()) return std::nullopt;
    if (!any_is_ambiguous(call, matches, returns, arg_types)) {
        store_types(ck, tables[0]);
        return CallResult{returns[0], callees[0]};
    }
    if (all_same(ck, returns)) {
        store_types(ck, tables[0]);
        return CallResult{returns[0], callees[0]};
    }
    std::vector<TypePtr> erased;
    for (TypePtr type : returns) erased.push_back(types::erase_type(ck.cx, type));
    if (all_same(ck, erased)) {
        store_types(ck, tables[0]);
        return CallResult{erased[0], types::erase_type(ck.cx, callees[0])};
    }
    return check_call(ck, any_type(ck), call.args, call.at, options);
}

bool is_real_union(CheckContext& ck, TypePtr type) {
    const auto* options = proper_as<UnionType>(ck, type);
    return options != nullptr && types::relevant_items(ck.cx, *options).size() > 1;
}

bool none_and_type_var_overlap(CheckContext& ck, const std::vector<TypePtr>& arg_types,
                               const Targets& targets) {
    if (targets.empty() || arg_types.empty()) return false;
    const bool has_optional = std::any_of(arg_types.begin(), arg_types.end(), [&](TypePtr type) {
        const auto* options = proper_as<UnionType>(ck, type);
        return options != nullptr &&
               std::any_of(options->items.begin(), options->items.end(),
                           [&](TypePtr item) { return is_proper<NoneType>(ck, item); });
    });
    if (!has_optional) return false;
    std::size_t shortest = targets[0]->parameters.size();
    for (const CallableType* target : targets) {
        shortest = std::min(shortest, target->parameters.size());
    }
    for (std::size_t i = 0; i < shortest; ++i) {
        bool none = false;
        bool variable = false;
        for (const CallableType* target : targets) {
            TypePtr type = proper(ck, target->parameters[i].type);
            none = none || types::is<NoneType>(type);
            variable = variable || types::is<TypeVarType>(type);
        }
        if (none && variable) return true;
    }
    return false;
}

/// Gives arguments other types for a scope: one item of a union instead of the union.
class Overrides {
public:
    Overrides(CheckContext& ck, const std::vector<NodeId>& nodes, const std::vector<TypePtr>& types)
        : ck_(ck), old_(ck.type_overrides) {
        for (std::size_t i = 0; i < nodes.size(); ++i) ck_.type_overrides[nodes[i]] = types[i];
    }
    ~Overrides() { ck_.type_overrides = std::move(old_); }
    Overrides(const Overrides&) = delete;
    Overrides& operator=(const Overrides&) = delete;

private:
    CheckContext& ck_;
    std::unordered_map<NodeId, TypePtr> old_;
};

struct UnionTrial {
    bool too_many = false;
    std::optional<std::vector<CallResult>> results{};
};

/// mypy's union math: the call with each item of each union among the arguments.
void try_unions(const OverloadCall& call, const Targets& targets,
                const std::vector<TypePtr>& arg_types, bool none_overlap, std::size_t level,
                UnionTrial& trial) {
    CheckContext& ck = call.ck;
    trial.results.reset();
    if (level >= kMaxUnions) {
        trial.too_many = true;
        return;
    }
    auto found = std::find_if(arg_types.begin(), arg_types.end(),
                              [&](TypePtr type) { return is_real_union(ck, type); });
    auto infer_overridden = [&] {
        Overrides overrides(ck, call.args.nodes, arg_types);
        return infer_result(call, targets, arg_types);
    };
    if (found == arg_types.end()) {
        if (auto result = infer_overridden()) trial.results = std::vector{*result};
        return;
    }
    if (!none_overlap) {
        auto direct = infer_overridden();
        if (direct && !is_proper<UnionType>(ck, direct->type) && !is_any(ck, direct->type)) {
            trial.results = std::vector{*direct};
            return;
        }
    }
    const auto index = static_cast<std::size_t>(found - arg_types.begin());
    const auto* options = proper_as<UnionType>(ck, *found);
    std::vector<CallResult> all;
    for (TypePtr item : types::relevant_items(ck.cx, *options)) {
        std::vector<TypePtr> with_item = arg_types;
        with_item[index] = item;
        try_unions(call, targets, with_item, none_overlap, level + 1, trial);
        if (trial.too_many || !trial.results) {
            trial.results.reset();
            return;
        }
        for (const CallResult& one : *trial.results) {
            bool known = std::any_of(all.begin(), all.end(), [&](const CallResult& other) {
                return types::is_equal(other.type, one.type) &&
                       types::is_equal(other.callee, one.callee);
            });
            if (!known) all.push_back(one);
        }
    }
    trial.results = std::move(all);
}

bool is_type_like(CheckContext& ck, TypePtr type) {
    return types::is<TypeType>(type) || is_class_object(ck, type) ||
           is_instance_of(ck, type, "builtins.type");
}

/// A rough match, for choosing the item whose errors are shown.
bool is_similar(CheckContext& ck, TypePtr actual, TypePtr formal) {
    actual = proper(ck, actual);
    formal = proper(ck, formal);
    if (const auto* variable = types::as<TypeVarType>(actual)) {
        actual = proper(ck, types::erase_to_union_or_bound(ck.cx, *variable));
    }
    if (const auto* variable = types::as<TypeVarType>(formal)) {
        formal = proper(ck, types::erase_to_union_or_bound(ck.cx, *variable));
    }
    if (types::is<CallableType>(formal) &&
        (is_function_like(actual) || types::is<TypeType>(actual))) {
        return true;
    }
    if (is_type_like(ck, actual) && is_type_like(ck, formal)) return true;
    if (const auto* options = types::as<UnionType>(actual)) {
        TypeList items = types::relevant_items(ck.cx, *options);
        return std::any_of(items.begin(), items.end(),
                           [&](TypePtr item) { return is_similar(ck, item, formal); });
    }
    if (const auto* options = types::as<UnionType>(formal)) {
        TypeList items = types::relevant_items(ck.cx, *options);
        return std::any_of(items.begin(), items.end(),
                           [&](TypePtr item) { return is_similar(ck, actual, item); });
    }
    if (const auto* dict = types::as<TypedDictType>(actual)) {
        return types::is<TypedDictType>(formal) || is_similar(ck, dict->fallback, formal);
    }
    if (const auto* wanted = types::as<Instance>(formal)) {
        if (is_function_like(actual)) actual = types::function_fallback(actual);
        if (const auto* tuple = types::as<TupleType>(actual)) {
            actual = types::tuple_fallback(ck.cx, *tuple);
        }
        const auto* given = types::as<Instance>(actual);
        if (given != nullptr && types::has_base(ck.cx, info_of(ck, *given), wanted->type)) {
            return true;
        }
    }
    return types::is_subtype(ck.cx, types::erase_type(ck.cx, actual),
                             types::erase_type(ck.cx, formal));
}

const CallableType* similar_target(const OverloadCall& call, const Targets& targets,
                                   const std::vector<TypePtr>& arg_types) {
    CheckContext& ck = call.ck;
    for (const CallableType* target : targets) {
        types::ArgumentMap map = map_argument_types(ck, call.args, target->parameters, arg_types);
        Filter filter(ck);
        if (!check_argument_count(ck, *target, arg_types, call.args, map, call.at)) continue;
        bool similar = true;
        check_argument_types(ck, arg_types, call.args, *target, map, call.at,
                             [&](const ArgumentCheck& one) {
                                 similar = is_similar(ck, one.caller_type, one.callee_type);
                                 return similar;
                             });
        if (similar) return target;
    }
    return nullptr;
}

}  // namespace

TypePtr combine_signatures(CheckContext& ck, const std::vector<TypePtr>& types) {
    std::vector<TypePtr> results;
    const CallableType* first = nullptr;
    for (TypePtr type : types) {
        const auto* callable = proper_as<CallableType>(ck, type);
        if (callable == nullptr) return any_type(ck);
        if (first == nullptr) first = callable;
        results.push_back(callable->ret_type);
    }
    if (first == nullptr) return any_type(ck);
    if (types.size() == 1) return first;
    // What the combination takes is not looked at by anybody; what it gives is.
    TypePtr any = any_type(ck);
    const CallableType* combined =
        with_parameters(ck, *first, {{any, ArgKind::Star}, {any, ArgKind::Star2}});
    combined = with_result(ck, *combined, simplified_union(ck, results));
    return types::modified(ck.cx, *combined, [](CallableType& copy) { copy.implicit = true; });
}

namespace {

/// The variants as a complaint lists them: with the keys of unpacked TypedDicts as parameters.
const OverloadedType* shown_variants(CheckContext& ck, const OverloadedType& callee) {
    std::vector<const CallableType*> items;
    bool changed = false;
    for (const CallableType* item : callee.items) {
        items.push_back(types::with_unpacked_kwargs(ck.cx, *item));
        changed = changed || items.back() != item;
    }
    return changed ? types::make_overloaded(ck.cx, ck.cx.arena.copy(items)) : &callee;
}

}  // namespace

CallResult check_overload_call(CheckContext& ck, const OverloadedType& callee,
                               const Arguments& args, NodeId at, const CallOptions& options) {
    OverloadCall call{ck, args, at, options};
    std::vector<TypePtr> arg_types = infer_argument_types_without_context(ck, args);
    Targets targets = plausible_targets(call, arg_types, callee);
    const bool none_overlap = none_and_type_var_overlap(ck, arg_types, targets);
    UnionTrial trial;
    std::optional<CallResult> unioned;
    if (std::any_of(arg_types.begin(), arg_types.end(),
                    [&](TypePtr type) { return is_real_union(ck, type); })) {
        Filter filter(ck);
        try_unions(call, targets, arg_types, none_overlap, 0, trial);
        if (trial.results && !trial.results->empty()) {
            std::vector<TypePtr> returns;
            std::vector<TypePtr> callees;
            for (const CallResult& one : *trial.results) {
                returns.push_back(one.type);
                callees.push_back(proper(ck, one.callee));
            }
            unioned = CallResult{simplified_union(ck, returns), combine_signatures(ck, callees)};
        }
    }
    std::optional<CallResult> inferred = infer_result(call, targets, arg_types);
    if (inferred && unioned) {
        const bool direct_is_better = types::is_subtype(ck.cx, inferred->type, unioned->type) &&
                                      !is_any(ck, inferred->type) && !none_overlap;
        if (direct_is_better) {
            unioned.reset();
        } else {
            inferred.reset();
        }
    }
    if (unioned) {
        for (const CallResult& one : *trial.results) {
            report_deprecated_callee(ck, one.callee, at);
        }
        return *unioned;
    }
    if (inferred) {
        report_deprecated_callee(ck, inferred->callee, at);
        return *inferred;
    }
    TypePtr target = similar_target(call, targets, arg_types);
    if (target == nullptr) {
        target = any_type(ck, AnySource::FromError);
        const char* code = is_operator_method(options.callable_name) ? messages::codes::kOperator
                                                                     : messages::codes::kNone;
        report_no_variant_matches(ck, *shown_variants(ck, callee), arg_types, args, at, code);
    }
    CallOptions plain;
    plain.callable_name = options.callable_name;
    plain.object_type = options.object_type;
    CallResult result = check_call(ck, target, args, at, plain);
    if (trial.too_many && !none_overlap) {
        fail(ck, at, messages::texts::kTooManyUnionCombinations);
    }
    return result;
}

}  // namespace krait::checker
