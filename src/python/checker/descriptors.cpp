// descriptors.cpp: attributes whose class has __get__ or __set__.

#include "python/checker/calls.h"
#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/members.h"
#include "python/checker/report.h"
#include "python/types/expand.h"
#include "python/types/format.h"
#include "python/types/maptype.h"

namespace krait::checker {

namespace {

TypePtr bound_descriptor_method(const MemberContext& mx, const Instance& descriptor,
                                const Definition& method, Name name) {
    MemberContext inner = mx;
    inner.self_type = &descriptor;
    inner.is_lvalue = false;
    TypePtr bound = analyze_function_member(inner, name, method, descriptor);
    const ClassInfo* owner = enclosing_class_of(mx.ck, method);
    if (owner == nullptr) return bound;
    const Instance* mapped = types::map_instance_to_supertype(mx.ck.cx, descriptor, *owner);
    return types::expand_type_by_instance(mx.ck.cx, bound, *mapped);
}

TypePtr not_callable(const MemberContext& mx, const Instance& descriptor,
                     const messages::Text& text) {
    fail_member(mx, text, {types::type_to_string(mx.ck.cx, &descriptor)});
    return any_type(mx.ck, AnySource::FromError);
}

TypePtr assign_descriptor(const MemberContext& mx, const Instance& descriptor) {
    CheckContext& ck = mx.ck;
    Name name = base::intern("__set__");
    const Definition* method = types::find_method(ck.cx, info_of(ck, descriptor), name);
    if (method == nullptr) {
        return not_callable(mx, descriptor, messages::texts::kDescriptorSetNotCallable);
    }
    TypePtr setter = bound_descriptor_method(mx, descriptor, *method, name);
    NodeId instance = make_value(ck, proper(ck, mx.self()), mx.at);
    NodeId value = mx.rvalue != NodeId::None ? mx.rvalue : make_value(ck, any_type(ck), mx.at);
    CallOptions options{.callable_name = method_fullname(ck, &descriptor, name),
                        .object_type = &descriptor};
    const CallableType* inferred = nullptr;
    {
        // The value itself is checked by the assignment; here only its type variables matter.
        Filter filter(ck);
        CallResult trial = check_call(ck, setter, positional({instance, value}), mx.at, options);
        inferred = proper_as<CallableType>(ck, trial.callee);
    }
    if (inferred != nullptr) value = make_value(ck, any_type(ck), mx.at);
    check_call(ck, setter, positional({instance, value}), mx.at, options);
    report_deprecated(ck, method, mx.at);
    if (inferred == nullptr || inferred->parameters.size() < 2) {
        return any_type(ck, AnySource::FromError);
    }
    return inferred->parameters[1].type;
}

}  // namespace

TypePtr analyze_descriptor(const MemberContext& mx, TypePtr descriptor_type) {
    CheckContext& ck = mx.ck;
    TypePtr plain = proper(ck, descriptor_type);
    if (const auto* options = types::as<UnionType>(plain)) {
        std::vector<TypePtr> items;
        for (TypePtr item : options->items) items.push_back(analyze_descriptor(mx, item));
        return simplified_union(ck, items);
    }
    const auto* descriptor = types::as<Instance>(plain);
    if (descriptor == nullptr) return descriptor_type;
    const ClassInfo& info = info_of(ck, *descriptor);
    const bool has_get = has_readable_member(ck, info, "__get__");
    if (mx.is_lvalue && has_readable_member(ck, info, "__set__")) {
        return assign_descriptor(mx, *descriptor);
    }
    if (!has_get) return descriptor_type;

    Name name = base::intern("__get__");
    const Definition* method = types::find_method(ck.cx, info, name);
    if (method == nullptr) {
        return not_callable(mx, *descriptor, messages::texts::kDescriptorGetNotCallable);
    }
    TypePtr getter = bound_descriptor_method(mx, *descriptor, *method, name);
    TypePtr instance = proper(ck, mx.self());
    TypePtr owner = instance;
    if (is_class_object(ck, instance)) {
        owner = types::get_instance_type(ck.cx, *function_items(ck, instance)[0]);
        instance = none_type(ck);
    } else if (const auto* type_type = types::as<TypeType>(instance)) {
        owner = type_type->item;
        instance = none_type(ck);
    }
    Arguments args = positional({make_value(ck, instance, mx.at),
                                 make_value(ck, types::make_type_type(ck.cx, owner), mx.at)});
    CallOptions options{.callable_name = method_fullname(ck, descriptor, name),
                        .object_type = descriptor};
    TypePtr inferred = proper(ck, check_call(ck, getter, args, mx.at, options).callee);
    report_deprecated(ck, method, mx.at);
    if (types::is<AnyType>(inferred)) return inferred;
    const auto* callable = types::as<CallableType>(inferred);
    if (callable == nullptr) {
        return not_callable(mx, *descriptor, messages::texts::kDescriptorGetNotCallable);
    }
    return callable->ret_type;
}

}  // namespace krait::checker
