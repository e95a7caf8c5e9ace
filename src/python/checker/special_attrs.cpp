// special_attrs.cpp
//
// attrs.evolve takes the fields of the class of its first argument as keywords; attrs.fields gives
// the tuple that describes a class's fields.

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

using Fields = std::vector<std::pair<Name, TypePtr>>;

/// What the parameters of the class's __init__ say; null if it is no attrs class.
const CallableType* init_of(CheckContext& ck, const Instance& type) {
    const ClassInfo& info = info_of(ck, type);
    types::Member magic = get_member(ck, info, "__attrs_attrs__");
    if (!magic || magic.owner->dataclass == nullptr || !magic.owner->dataclass->is_attrs) {
        return nullptr;
    }
    for (std::string_view name : {"__init__", "__attrs_init__"}) {
        types::Member found = get_member(ck, info, name);
        if (!found) continue;
        const Definition* definition = definition_of_symbol(ck, found.symbol);
        if (types::as<VarInfo>(definition) != nullptr) continue;
        const auto* function = types::as<FunctionInfo>(definition);
        return function != nullptr ? types::as<CallableType>(function->type) : nullptr;
    }
    return nullptr;
}

void report_not_attrs(CheckContext& ck, TypePtr type, TypePtr parent, NodeId at) {
    std::string name = types::format_type_bare(ck.cx, type);
    bool is_variable = types::is<TypeVarType>(type);
    std::string text = "Argument 1 to \"evolve\" has ";
    if (type == parent) {
        text += is_variable ? "a variable type \"" + name + "\" not bound to an attrs class"
                            : "incompatible type \"" + name + "\"; expected an attrs class";
    } else {
        std::string outer = types::format_type_bare(ck.cx, parent);
        text += is_variable ? "type \"" + outer + "\" whose item \"" + name +
                                  "\" is not bound to an attrs class"
                            : "incompatible type \"" + outer + "\" whose item \"" + name +
                                  "\" is not an attrs class";
    }
    fail(ck, at, messages::codes::kMisc, std::move(text));
}

/// The fields of each class that the type may be. Nothing if one is unknown or no attrs class.
std::optional<std::vector<Fields>> fields_of(CheckContext& ck, TypePtr type, TypePtr shown,
                                             TypePtr parent, NodeId at) {
    if (types::is<AnyType>(type)) return std::nullopt;
    if (const auto* options = types::as<UnionType>(type)) {
        std::vector<Fields> all;
        bool known = true;  // the rest is looked at all the same, for its errors
        for (TypePtr item : types::relevant_items(ck.cx, *options)) {
            item = proper(ck, item);
            auto found = fields_of(ck, item, item, parent, at);
            known = known && found.has_value();
            if (known) all.insert(all.end(), found->begin(), found->end());
        }
        return known ? std::optional(std::move(all)) : std::nullopt;
    }
    if (const auto* variable = types::as<TypeVarType>(type)) {
        return fields_of(ck, proper(ck, variable->upper_bound), shown, parent, at);
    }
    const auto* instance = types::as<Instance>(type);
    const CallableType* init = instance != nullptr ? init_of(ck, *instance) : nullptr;
    if (init == nullptr) {
        report_not_attrs(ck, shown, parent, at);
        return std::nullopt;
    }
    const auto* expanded =
        types::as<CallableType>(types::expand_type_by_instance(ck.cx, init, *instance));
    if (expanded == nullptr) return std::nullopt;
    Fields fields;
    for (std::size_t i = 1; i < expanded->parameters.size(); ++i) {
        fields.emplace_back(expanded->parameters[i].name, expanded->parameters[i].type);
    }
    return std::vector<Fields>{std::move(fields)};
}

/// What all of the classes accept. A field that one lacks can't be given.
Fields common_fields(CheckContext& ck, const std::vector<Fields>& all) {
    Fields result;
    std::vector<std::size_t> seen;
    for (const Fields& fields : all) {
        for (const auto& [name, type] : fields) {
            auto at =
                std::find_if(result.begin(), result.end(),
                             [&, wanted = name](const auto& one) { return one.first == wanted; });
            if (at == result.end()) {
                result.emplace_back(name, type);
                seen.push_back(1);
                continue;
            }
            at->second = types::meet_types(ck.cx, at->second, type);
            ++seen[static_cast<std::size_t>(at - result.begin())];
        }
    }
    for (std::size_t i = 0; i < result.size(); ++i) {
        if (seen[i] != all.size()) result[i].second = never_type(ck);
    }
    return result;
}

}  // namespace

const CallableType* attrs_evolve_signature(CheckContext& ck, const PendingCall& call) {
    if (call.signature.parameters.size() != 2) {
        fail(ck, call.at, messages::codes::kMisc,
             concat(
                 {"\"", base::text_of(call.signature.name), "\" has unexpected type annotation"}));
        return &call.signature;
    }
    if (call.count(0) != 1) return &call.signature;
    TypePtr type = proper(ck, accept(ck, call.node(0)));
    auto all = fields_of(ck, type, type, type, call.at);
    if (!all) return &call.signature;
    std::vector<Parameter> parameters = {{type, ArgKind::Pos, base::intern("inst")}};
    for (const auto& [name, field] : common_fields(ck, *all)) {
        parameters.push_back({field, ArgKind::NamedOpt, name});
    }
    Name name = base::intern(
        concat({base::text_of(call.signature.name), " of ", types::format_type_bare(ck.cx, type)}));
    return make_signature(ck, parameters, type, name);
}

const CallableType* attrs_fields_signature(CheckContext& ck, const PendingCall& call) {
    if (call.signature.parameters.size() != 1 || call.count(0) != 1) return &call.signature;
    TypePtr type = proper(ck, accept(ck, call.node(0)));
    const ClassInfo* info = nullptr;
    std::vector<Parameter> parameters(call.signature.parameters.begin(),
                                      call.signature.parameters.end());
    if (const auto* variable = types::as<TypeVarType>(type)) {
        const auto* bound = proper_as<Instance>(ck, variable->upper_bound);
        if (bound != nullptr) {
            parameters[0].type = variable;
            info = &info_of(ck, *bound);
        }
    } else if (const auto* callable = types::as<CallableType>(type)) {
        if (types::is_type_obj(ck.cx, *callable)) {
            const auto* made =
                types::as<Instance>(types::get_instance_type(ck.cx, *callable, true));
            if (made != nullptr) info = &info_of(ck, *made);
        }
    }
    if (info == nullptr) return &call.signature;
    const types::Symbol* magic = own_symbol(ck, *info, base::intern("__attrs_attrs__"));
    const auto* variable = types::as<VarInfo>(definition_of_symbol(ck, magic));
    if (variable == nullptr || variable->type == nullptr) return &call.signature;
    return with_result(ck, *with_parameters(ck, call.signature, parameters), variable->type);
}

}  // namespace krait::checker
