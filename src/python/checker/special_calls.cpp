// special_calls.cpp: which calls are special.

#include "python/checker/special_calls.h"

#include <unordered_map>

#include "python/checker/facts.h"

namespace krait::checker {

namespace {

template <class Hook>
using HookTable = std::unordered_map<Name, Hook>;

template <class Hook>
void add_for_typed_dicts(HookTable<Hook>& table, std::string_view method, Hook hook) {
    for (std::string_view owner :
         {"typing._TypedDict.", "typing_extensions._TypedDict.", "mypy_extensions._TypedDict."}) {
        table[base::intern(concat({owner, method}))] = hook;
    }
}

HookTable<SignatureHook> make_method_signatures() {
    HookTable<SignatureHook> table;
    table[base::intern("typing.Mapping.get")] = typed_dict_get_signature;
    add_for_typed_dicts<SignatureHook>(table, "pop", typed_dict_pop_signature);
    add_for_typed_dicts<SignatureHook>(table, "setdefault", typed_dict_setdefault_signature);
    for (std::string_view name : {"update", "__or__", "__ror__", "__ior__"}) {
        add_for_typed_dicts<SignatureHook>(table, name, typed_dict_update_signature);
    }
    table[base::intern("functools._SingleDispatchCallable.__call__")] =
        singledispatch_call_signature;
    return table;
}

HookTable<SignatureHook> make_function_signatures() {
    HookTable<SignatureHook> table;
    for (std::string_view module : {"attr.", "attrs."}) {
        table[base::intern(concat({module, "evolve"}))] = attrs_evolve_signature;
        table[base::intern(concat({module, "assoc"}))] = attrs_evolve_signature;
        table[base::intern(concat({module, "fields"}))] = attrs_fields_signature;
    }
    table[base::intern("dataclasses.replace")] = dataclass_replace_signature;
    return table;
}

HookTable<ResultHook> make_method_results() {
    HookTable<ResultHook> table;
    table[base::intern("typing.Mapping.get")] = typed_dict_get_result;
    add_for_typed_dicts<ResultHook>(table, "pop", typed_dict_pop_result);
    add_for_typed_dicts<ResultHook>(table, "setdefault", typed_dict_setdefault_result);
    add_for_typed_dicts<ResultHook>(table, "__delitem__", typed_dict_delete_result);
    table[base::intern("builtins.int.__neg__")] = int_negated_result;
    table[base::intern("builtins.int.__pos__")] = int_unchanged_result;
    table[base::intern("builtins.int.__pow__")] = int_power_result;
    table[base::intern("builtins.tuple.__mul__")] = tuple_times_result;
    table[base::intern("builtins.tuple.__rmul__")] = tuple_times_result;
    table[base::intern("functools.partial.__call__")] = partial_call_result;
    table[base::intern("functools._SingleDispatchCallable.__call__")] = singledispatch_call_result;
    table[base::intern("functools._SingleDispatchCallable.register")] =
        singledispatch_register_result;
    return table;
}

HookTable<ResultHook> make_function_results() {
    HookTable<ResultHook> table;
    table[base::intern("enum.member")] = enum_member_result;
    table[base::intern("functools.partial")] = partial_result;
    table[base::intern("functools.singledispatch")] = singledispatch_result;
    return table;
}

const CallableType* hooked(CheckContext& ck, const CallableType& callee, const Arguments& args,
                           NodeId at, const CallOptions& options, SignatureHook hook) {
    types::ArgumentMap map = map_arguments(ck, args, callee.parameters);
    return hook(ck, {callee, args, map, at, proper(ck, options.object_type)});
}

}  // namespace

TypePtr special_signature(CheckContext& ck, TypePtr callee, const Arguments& args, NodeId at,
                          const CallOptions& options) {
    static const HookTable<SignatureHook> methods = make_method_signatures();
    static const HookTable<SignatureHook> functions = make_function_signatures();
    if (options.callable_name == Name::Empty) return callee;
    const auto& table = options.object_type != nullptr ? methods : functions;
    auto found = table.find(options.callable_name);
    if (found == table.end()) return callee;
    callee = proper(ck, callee);
    if (const auto* callable = types::as<CallableType>(callee)) {
        return hooked(ck, *callable, args, at, options, found->second);
    }
    const auto* overload = types::as<OverloadedType>(callee);
    if (overload == nullptr) return callee;
    std::vector<const CallableType*> items;
    for (const CallableType* item : overload->items) {
        items.push_back(hooked(ck, *item, args, at, options, found->second));
    }
    return overloaded_of(ck, items);
}

TypePtr special_result(CheckContext& ck, const CheckedCall& call, Name fullname) {
    static const HookTable<ResultHook> methods = make_method_results();
    static const HookTable<ResultHook> functions = make_function_results();
    if (fullname == Name::Empty) return call.callee.ret_type;
    const auto& table = call.object_type != nullptr ? methods : functions;
    auto found = table.find(fullname);
    return found == table.end() ? call.callee.ret_type : found->second(ck, call);
}

}  // namespace krait::checker
