// reverse_operators.cpp: `__radd__` and its like must not contradict the `__add__` that Python asks
// first.

#include <algorithm>

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/members.h"
#include "python/checker/overload_definitions.h"
#include "python/checker/report.h"
#include "python/checker/statements.h"
#include "python/types/erase.h"
#include "python/types/format.h"
#include "python/types/subtypes.h"
#include "python/types/typevars.h"

namespace krait::checker {

namespace codes = messages::codes;

namespace {

constexpr std::pair<std::string_view, std::string_view> kReverse[] = {
    {"__radd__", "__add__"},           {"__rsub__", "__sub__"},
    {"__rmul__", "__mul__"},           {"__rtruediv__", "__truediv__"},
    {"__rmod__", "__mod__"},           {"__rdivmod__", "__divmod__"},
    {"__rfloordiv__", "__floordiv__"}, {"__rpow__", "__pow__"},
    {"__rmatmul__", "__matmul__"},     {"__rand__", "__and__"},
    {"__ror__", "__or__"},             {"__rxor__", "__xor__"},
    {"__rlshift__", "__lshift__"},     {"__rrshift__", "__rshift__"},
    {"__eq__", "__eq__"},              {"__ne__", "__ne__"},
    {"__gt__", "__lt__"},              {"__le__", "__ge__"},
    {"__lt__", "__gt__"},              {"__ge__", "__le__"},
};

/// The forward method of a reverse one; empty for other methods.
std::string_view forward_of(std::string_view method) {
    for (const auto& [reverse, forward] : kReverse) {
        if (reverse == method) return forward;
    }
    return {};
}

const CallableType* signature_taking(CheckContext& ck, const std::vector<TypePtr>& types,
                                     TypePtr result) {
    std::vector<Parameter> parameters;
    for (TypePtr type : types) parameters.push_back({type, ArgKind::Pos, Name::Empty});
    return make_signature(ck, parameters, result);
}

struct ReverseMethod {
    const CallableType& type;
    Name name;
    std::string_view forward;
    const ClassInfo& owner;
    NodeId at;
};

bool have_member(CheckContext& ck, TypePtr type, std::string_view name) {
    if (const auto* instance = types::as<Instance>(type)) {
        return has_readable_member(ck, info_of(ck, *instance), name);
    }
    const auto* options = types::as<UnionType>(type);
    if (options == nullptr) return false;
    TypeList items = types::relevant_items(ck.cx, *options);
    return std::all_of(items.begin(), items.end(), [&](TypePtr item) {
        item = proper(ck, item);
        return !types::is<TypeVarType>(item) && have_member(ck, item, name);
    });
}

/// What has the forward method: the class behind the reverse method's operand.
TypePtr forward_owner(CheckContext& ck, TypePtr operand) {
    TypePtr type = proper(ck, operand);
    if (const auto* variable = types::as<TypeVarType>(type)) {
        type = proper(ck, variable->upper_bound);
    } else if (const auto* tuple = types::as<TupleType>(type)) {
        type = types::tuple_fallback(ck.cx, *tuple);
    } else if (is_function_like(type)) {
        type = types::function_fallback(type);
    } else if (const auto* dict = types::as<TypedDictType>(type)) {
        type = dict->fallback;
    } else if (const auto* literal = types::as<LiteralType>(type)) {
        type = literal->fallback;
    }
    if (const auto* class_object = types::as<TypeType>(type)) {
        const auto* item = proper_as<Instance>(ck, class_object->item);
        if (item != nullptr && info_of(ck, *item).metaclass != nullptr) {
            type = info_of(ck, *item).metaclass;
        }
    }
    return type;
}

TypePtr bounded(CheckContext& ck, TypePtr type) {
    return types::is<TypeVarType>(type) ? types::erase_to_bound(ck.cx, type) : type;
}

/// Both methods as functions of the left and the right operand, in the order Python tries them.
bool is_unsafe_operator(CheckContext& ck, const CallableType& forward, TypePtr forward_base,
                        const CallableType& reverse) {
    if (forward.parameters.empty()) return false;
    TypePtr left = bounded(ck, forward_base);
    TypePtr right = bounded(ck, reverse.parameters[0].type);
    auto taking = [&](const CallableType& type, TypePtr first, TypePtr second) {
        return with_parameters(ck, type,
                               {{first, ArgKind::Pos, Name::Empty}, {second, ArgKind::Pos, Name::Empty}});
    };
    const CallableType* forward_call = taking(forward, left, forward.parameters[0].type);
    const CallableType* reverse_call =
        taking(reverse, reverse.parameters[1].type, reverse.parameters[0].type);
    if (types::is_same_type(ck.cx, right, left)) return false;
    if (types::is_subtype(ck.cx, right, left)) std::swap(forward_call, reverse_call);
    return is_unsafe_overlap(ck, *forward_call, *reverse_call, false);
}

void check_reverse_method(CheckContext& ck, const ReverseMethod& method) {
    TypePtr any = any_type(ck);
    const CallableType* type = &method.type;
    if (!types::is_subtype(ck.cx, type, signature_taking(ck, {any, any}, any))) {
        fail_lazily(ck, method.at, codes::kMisc, [&] {
            return concat({"Invalid signature ", types::format_type(ck.cx, type)});
        });
        return;
    }
    if (is_text(method.name, "__eq__") || is_text(method.name, "__ne__")) return;
    TypePtr result = proper(ck, type->ret_type);
    if (types::is<AnyType>(result) || is_instance_of(ck, result, "builtins.object")) return;
    if (type->parameters[0].kind == ArgKind::Star) {
        Parameter both{type->parameters[0].type, ArgKind::Pos, Name::Empty};
        type = with_parameters(ck, *type, {both, both});
    }
    if (type->parameters.size() < 2) return;
    TypePtr base = type->parameters[1].type;
    if (!have_member(ck, forward_owner(ck, base), method.forward)) return;
    TypePtr forward =
        analyze_external_member(ck, base::intern(method.forward), base, method.at);
    TypePtr one[] = {forward};
    for (TypePtr item : types::flatten_nested_unions(ck.cx, one)) {
        item = proper(ck, item);
        if (types::is<AnyType>(item)) continue;
        if (!is_function_like(item)) {
            fail(ck, method.at, codes::kMisc,
                 concat({"Forward operator \"", method.forward, "\" is not callable"}));
            continue;
        }
        for (const CallableType* callable : function_items(ck, item)) {
            if (!is_unsafe_operator(ck, *callable, base, *type)) continue;
            fail_lazily(ck, method.at, codes::kMisc, [&] {
                return concat({"Signatures of \"", base::text_of(method.name), "\" of \"",
                               base::text_of(method.owner.name), "\" and \"", method.forward,
                               "\" of ", types::format_type(ck.cx, base),
                               " are unsafely overlapping"});
            });
        }
    }
}

}  // namespace

void check_reverse_operator(CheckContext& ck, NodeId function, const FunctionInfo& info,
                            const CallableType& type, Name name) {
    const ClassInfo* owner = enclosing_class_of(ck, info);
    const std::string_view forward = forward_of(base::text_of(name));
    if (owner == nullptr || forward.empty()) return;
    const bool is_implementation =
        !ck.overload_implementations.empty() && ck.overload_implementations.back() == function;
    if (!is_implementation) check_reverse_method(ck, {type, name, forward, *owner, function});
}

}  // namespace krait::checker
