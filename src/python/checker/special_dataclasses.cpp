// special_dataclasses.cpp
//
// dataclasses.replace takes the fields of the class of its first argument as keywords. Every
// dataclass carries the signature for it as a hidden method.

#include <algorithm>
#include <optional>

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/special_calls.h"
#include "python/types/expand.h"
#include "python/types/format.h"
#include "python/types/meet.h"

namespace krait::checker {

namespace {

using Signatures = std::vector<const CallableType*>;

/// One for each class that the type may be; nothing if one is unknown or no dataclass.
std::optional<Signatures> replacements_of(CheckContext& ck, TypePtr type) {
    type = proper(ck, type);
    if (const auto* options = types::as<UnionType>(type)) {
        Signatures all;
        for (TypePtr item : types::relevant_items(ck.cx, *options)) {
            auto found = replacements_of(ck, item);
            if (!found) return std::nullopt;
            all.insert(all.end(), found->begin(), found->end());
        }
        return all;
    }
    if (const auto* variable = types::as<TypeVarType>(type)) {
        return replacements_of(ck, variable->upper_bound);
    }
    const auto* instance = types::as<Instance>(type);
    if (instance == nullptr) return std::nullopt;
    types::Member found = get_member(ck, info_of(ck, *instance), "__mypy-replace");
    if (!found) return std::nullopt;
    const FunctionInfo* method = function_below(definition_of_symbol(ck, found.symbol));
    if (method == nullptr) return std::nullopt;
    const auto* signature =
        proper_as<CallableType>(ck, types::expand_type_by_instance(ck.cx, method->type, *instance));
    if (signature == nullptr) return std::nullopt;
    return Signatures{signature};
}

/// What all of the signatures accept.
std::vector<Parameter> common_parameters(CheckContext& ck, const Signatures& all) {
    std::vector<Parameter> result(all[0]->parameters.begin(), all[0]->parameters.end());
    auto find = [](auto& parameters, Name name) {
        return std::find_if(parameters.begin(), parameters.end(),
                            [&](const Parameter& one) { return one.name == name; });
    };
    for (std::size_t i = 1; i < all.size(); ++i) {
        ParameterList others = all[i]->parameters;
        for (const Parameter& other : others) {
            if (find(result, other.name) != result.end()) continue;
            result.push_back({never_type(ck), ArgKind::NamedOpt, other.name});
        }
        for (Parameter& parameter : result) {
            auto other = find(others, parameter.name);
            bool is_there = other != others.end();
            TypePtr type = is_there ? other->type : never_type(ck);
            ArgKind kind = is_there ? other->kind : ArgKind::NamedOpt;
            parameter.type = types::meet_types(ck.cx, parameter.type, type);
            bool optional = parameter.kind == ArgKind::NamedOpt && kind == ArgKind::NamedOpt;
            parameter.kind = optional ? ArgKind::NamedOpt : ArgKind::Named;
        }
    }
    return result;
}

}  // namespace

const CallableType* dataclass_replace_signature(CheckContext& ck, const PendingCall& call) {
    if (call.signature.parameters.size() != 2) {
        fail(ck, call.at, messages::codes::kMisc,
             concat(
                 {"\"", base::text_of(call.signature.name), "\" has unexpected type annotation"}));
        return &call.signature;
    }
    if (call.count(0) != 1) return &call.signature;
    TypePtr type = proper(ck, accept(ck, call.node(0)));
    auto all = replacements_of(ck, type);
    if (!all || all->empty()) return &call.signature;
    std::vector<Parameter> parameters = common_parameters(ck, *all);
    parameters.insert(parameters.begin(), {type, ArgKind::Pos, Name::Empty});
    Name name = base::intern(
        concat({base::text_of(call.signature.name), " of ", types::format_type_bare(ck.cx, type)}));
    return make_signature(ck, parameters, type, name);
}

}  // namespace krait::checker
