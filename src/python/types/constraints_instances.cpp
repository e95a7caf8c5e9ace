// constraints_instances.cpp
//
// An instance as the template: nominally, along the bases, where that leads anywhere; structurally,
// member by member, where one of the two is a protocol.

#include <algorithm>

#include "python/types/constraint_parts.h"
#include "python/types/erase.h"
#include "python/types/factory.h"
#include "python/types/instance_args.h"
#include "python/types/known.h"
#include "python/types/limits.h"
#include "python/types/maptype.h"
#include "python/types/proper.h"
#include "python/types/same.h"
#include "python/types/signature.h"
#include "python/types/subtypes.h"
#include "python/types/typed_dict_items.h"
#include "python/types/typeops.h"
#include "python/types/variadic.h"

namespace krait::types::constraint_parts {

namespace {

/// Whether a protocol may be looked into: not if that is being done already, or too deep. mypy
/// keeps a stack for this on each class.
bool may_look_into(Context& cx, const Instance& protocol) {
    std::size_t depth = 0;
    for (const Instance* open : cx.inferring_protocols) {
        if (open->type != protocol.type) continue;
        if (++depth >= kMaxProtocolDepth || is_equal(open, &protocol)) return false;
    }
    return true;
}

/// Marks a protocol as being looked into.
class ProtocolGuard {
public:
    ProtocolGuard(Context& cx, const Instance& protocol) : cx_(cx) {
        cx.inferring_protocols.push_back(&protocol);
    }
    ~ProtocolGuard() { cx_.inferring_protocols.pop_back(); }
    ProtocolGuard(const ProtocolGuard&) = delete;
    ProtocolGuard& operator=(const ProtocolGuard&) = delete;

private:
    Context& cx_;
};

/// Members of the protocol, one of `instance` and `pattern`, against each other. None if one of
/// them lacks a member.
struct MemberPair {
    const Instance& instance;
    const Instance& pattern;
    TypePtr subtype;  ///< what self is bound to
    const Instance& protocol;
    bool class_obj = false;
};

Constraints from_members(const Inference& how, const MemberPair& pair) {
    Context& cx = how.cx;
    Constraints all;
    const bool is_metaclass_instance = is_metaclass(cx, class_info(cx, pair.instance), true);
    for (Name member : protocol_members(cx, class_info(cx, pair.protocol))) {
        const TypePtr actual = find_member_type(cx, member, pair.instance, pair.subtype,
                                                {.class_obj = pair.class_obj});
        const TypePtr wanted = find_member_type(cx, member, pair.pattern, pair.subtype);
        if (actual == nullptr || wanted == nullptr) {
            if (member == known::call) continue;
            return {};
        }
        // A class object and its instances may both have the member, with different types:
        // StrEnum's instances are iterable over str, the class over its members.
        if (pair.class_obj &&
            !is_subtype(cx, actual, erase_typevars(cx, wanted), {.ignore_pos_arg_names = true})) {
            continue;
        }
        if (member == known::call && is_metaclass_instance) continue;
        append(all, how.infer(wanted, actual));
        if (get_member_flags(cx, member, pair.protocol).settable) {
            append(all, how.infer_reversed(wanted, actual));
        }
    }
    return all;
}

bool implements(Context& cx, TypePtr left, const Instance& protocol) {
    return is_protocol_implementation(cx, left, protocol, {.skip = known::call});
}

/// A ParamSpec argument against another one or a list of parameters, behind what Concatenate put
/// before it. There is no variance among them, so both directions hold.
void append_param_spec(const Inference& how, Constraints& all, const ParamSpecType& wanted,
                       TypePtr actual) {
    const std::size_t prefix = prefix_parameters(wanted).size();
    const auto behind_prefix = [&](ParameterList parameters) {
        return parameters.subspan(std::min(prefix, parameters.size()));
    };
    TypePtr suffix = nullptr;
    if (const auto* parameters = as<ParametersType>(actual)) {
        suffix = modified(how.cx, *parameters, [&](ParametersType& copy) {
            copy.parameters = behind_prefix(parameters->parameters);
        });
    } else if (const auto* spec = as<ParamSpecType>(actual)) {
        suffix = with_prefix(how.cx, *spec,
                             make_parameters(how.cx, behind_prefix(prefix_parameters(*spec))));
    } else {
        return;
    }
    all.push_back({&wanted, ConstraintOp::SubtypeOf, suffix});
    all.push_back({&wanted, ConstraintOp::SupertypeOf, suffix});
}

/// Two instances of one class, argument by argument. `variadic_both_ways`: a TypeVarTuple counts as
/// invariant.
Constraints from_arguments(const Inference& how, const Instance& pattern, const Instance& actual,
                           bool variadic_both_ways) {
    const ClassInfo& info = class_info(how.cx, pattern);
    const std::vector<TypePtr> wanted = arguments_by_variable(how.cx, pattern);
    const std::vector<TypePtr> given = arguments_by_variable(how.cx, actual);
    const std::size_t count = std::min({wanted.size(), given.size(), info.type_vars.size()});
    Constraints all;
    for (std::size_t i = 0; i < count; ++i) {
        const TypeVarLike* variable = info.type_vars[i];
        if (is<TypeVarType>(variable)) {
            const Variance variance = variance_of(how.cx, info, i);
            if (variance != Variance::Contravariant) append(all, how.infer(wanted[i], given[i]));
            if (variance != Variance::Covariant) {
                append(all, how.infer_reversed(wanted[i], given[i]));
            }
        } else if (is<ParamSpecType>(variable)) {
            if (const auto* spec = as<ParamSpecType>(wanted[i])) {
                append_param_spec(how, all, *spec, given[i]);
            }
        } else if (variadic_both_ways) {
            for (auto op : {ConstraintOp::SubtypeOf, ConstraintOp::SupertypeOf}) {
                append(all, infer_constraints(how.cx, wanted[i], given[i], op));
            }
        } else {
            append(all, how.infer(wanted[i], given[i]));
        }
    }
    return all;
}

/// A function against a protocol with __call__.
Constraints from_callback_protocol(const Inference& how, const Instance& pattern) {
    Context& cx = how.cx;
    const std::vector<Name> members = protocol_members(cx, class_info(cx, pattern));
    if (std::find(members.begin(), members.end(), known::call) == members.end()) return {};
    if (!may_look_into(cx, pattern)) return {};
    const ProtocolGuard guard(cx, pattern);
    const TypePtr call =
        find_member_type(cx, known::call, pattern, how.actual, {.is_operator = true});
    if (call == nullptr) return {};
    const TypePtr erased = erase_typevars(cx, call);
    const bool fits = how.direction == ConstraintOp::SupertypeOf
                          ? is_subtype(cx, how.actual, erased)
                          : is_subtype(cx, erased, how.actual);
    return fits ? how.infer(call, how.actual) : Constraints{};
}

/// type[C] against a protocol: what C as an object has, and what its metaclass has.
Constraints from_class_object(const Inference& how, const TypeType& actual,
                              const Instance& pattern) {
    Context& cx = how.cx;
    Constraints all;
    TypePtr item = get_proper(cx, actual.item);
    if (const auto* instance = as<Instance>(item)) {
        append(all, from_members(how, {*instance, pattern, instance, pattern, true}));
    }
    if (const auto* variable = as<TypeVarType>(item)) item = get_proper(cx, variable->upper_bound);
    if (const auto* instance = as<Instance>(item)) {
        if (const Instance* metaclass = class_info(cx, *instance).metaclass) {
            append(all, from_members(how, {*metaclass, pattern, &actual, pattern}));
        }
    }
    return all;
}

/// What functions, class objects and the like say before they give way to the fallback that is
/// returned in `actual`.
Constraints before_fallback(const Inference& how, const Instance& pattern, TypePtr& actual) {
    Context& cx = how.cx;
    const bool is_protocol = class_info(cx, pattern).is_protocol;
    const bool is_supertype = how.direction == ConstraintOp::SupertypeOf;
    Constraints all;
    if (is_function_like(actual) && is_protocol) all = from_callback_protocol(how, pattern);
    if (const auto* callable = as<CallableType>(actual)) {
        if (is_protocol && is_supertype && is_type_obj(cx, *callable)) {
            const auto* instance = as_proper<Instance>(cx, get_instance_type(cx, *callable, true));
            if (instance != nullptr) {
                append(all, from_members(how, {*instance, pattern, instance, pattern, true}));
            }
        }
        actual = callable->fallback;
    } else if (is<OverloadedType>(actual)) {
        actual = function_fallback(actual);
    } else if (const auto* type_type = as<TypeType>(actual)) {
        if (is_protocol && is_supertype) append(all, from_class_object(how, *type_type, pattern));
    } else if (const auto* typed_dict = as<TypedDictType>(actual)) {
        actual = anonymous_fallback(cx, *typed_dict);
    } else if (const auto* literal = as<LiteralType>(actual)) {
        actual = literal->fallback;
    }
    return all;
}

/// Two instances. None if neither bases nor members relate them.
std::optional<Constraints> from_instance(const Inference& how, const Instance& pattern,
                                         const Instance& instance) {
    Context& cx = how.cx;
    const ClassInfo& pattern_info = class_info(cx, pattern);
    const ClassInfo& info = class_info(cx, instance);
    const bool is_supertype = how.direction == ConstraintOp::SupertypeOf;
    if (!is_supertype && has_base(cx, pattern_info, instance.type)) {
        const Instance* mapped = map_instance_to_supertype(cx, pattern, info);
        return from_arguments(how, *mapped, instance, false);
    }
    if (is_supertype && has_base(cx, info, pattern.type)) {
        const Instance* mapped = map_instance_to_supertype(cx, instance, pattern_info);
        return from_arguments(how, pattern, *mapped, true);
    }
    // is_protocol_implementation rather than is_subtype, which a promotion would satisfy without
    // any member.
    const auto* erased = as<Instance>(erase_typevars(cx, &pattern));
    if (erased == nullptr) return std::nullopt;
    if (pattern_info.is_protocol && is_supertype) {
        if (!may_look_into(cx, pattern) || !implements(cx, &instance, *erased)) {
            return std::nullopt;
        }
        const ProtocolGuard guard(cx, pattern);
        return from_members(how, {instance, pattern, how.actual, pattern});
    }
    if (info.is_protocol && !is_supertype && may_look_into(cx, instance) &&
        implements(cx, erased, instance)) {
        const ProtocolGuard guard(cx, instance);
        return from_members(how, {instance, pattern, &pattern, instance});
    }
    return std::nullopt;
}

/// A tuple against tuple[T, ...], Sequence[T] and the like: each item.
Constraints from_tuple_items(const Inference& how, const TupleType& actual,
                             const Instance& pattern) {
    Constraints all;
    if (pattern.args.empty()) return all;
    for (TypePtr item : actual.items) {
        if (const auto* unpack = as<UnpackType>(item)) {
            const auto* tuple = as_proper<Instance>(how.cx, unpack->type);
            if (tuple == nullptr || tuple->args.empty()) continue;  // *Ts says nothing of T
            item = tuple->args[0];
        }
        append(all, infer_constraints(how.cx, pattern.args[0], item, ConstraintOp::SupertypeOf));
    }
    return all;
}

Constraints from_tuple(const Inference& how, const TupleType& actual, const Instance& pattern) {
    Context& cx = how.cx;
    const ClassInfo& info = class_info(cx, pattern);
    if (known::is_tuple_like(info.fullname)) return from_tuple_items(how, actual, pattern);
    const Instance* instance = tuple_fallback(cx, actual);
    // Protocols before the fallback: a named tuple's members say more than tuple's.
    const auto* erased = as<Instance>(erase_typevars(cx, &pattern));
    if (info.is_protocol && erased != nullptr && may_look_into(cx, pattern) &&
        implements(cx, instance, *erased)) {
        const ProtocolGuard guard(cx, pattern);
        return from_members(how, {*instance, pattern, how.actual, pattern});
    }
    return how.infer(&pattern, instance);
}

}  // namespace

Constraints against_instance(const Inference& how, const Instance& pattern) {
    TypePtr actual = how.actual;
    Constraints all = before_fallback(how, pattern, actual);
    if (const auto* instance = as<Instance>(actual)) {
        if (auto from = from_instance(how, pattern, *instance)) {
            append(all, std::move(*from));
            return all;
        }
    }
    if (!all.empty()) return all;
    if (const auto* any = as<AnyType>(actual)) return against_any(how, pattern.args, *any);
    if (const auto* tuple = as<TupleType>(actual)) {
        const bool is_supertype = how.direction == ConstraintOp::SupertypeOf;
        return is_supertype ? from_tuple(how, *tuple, pattern) : Constraints{};
    }
    if (const auto* variable = as<TypeVarType>(actual)) {
        if (!variable->values.empty() || variable->id.is_meta()) return {};
        return how.infer(&pattern, variable->upper_bound);
    }
    if (const auto* spec = as<ParamSpecType>(actual)) return how.infer(&pattern, spec->upper_bound);
    return {};
}

}  // namespace krait::types::constraint_parts
