// calls.cpp: call expressions, and calls of whatever kind of type.

#include "python/checker/calls.h"

#include <algorithm>

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/formats.h"
#include "python/checker/members.h"
#include "python/checker/report.h"
#include "python/checker/special_calls.h"
#include "python/checker/statements.h"
#include "python/types/expand.h"
#include "python/types/maptype.h"
#include "python/types/subtypes.h"
#include "python/types/variadic.h"

namespace krait::checker {

using types::TypeKind;

Arguments positional(std::initializer_list<NodeId> nodes) {
    Arguments args;
    for (NodeId node : nodes) args.add(node);
    return args;
}

Arguments arguments_of(const CheckContext& ck, NodeId call) {
    syntax::CallView view = ck.tree.call(call);
    Arguments args;
    args.is_written = true;
    for (NodeId arg : view.args) {
        if (is_starred(ck, arg)) {
            args.add(starred_value(ck, arg), ArgKind::Star);
        } else {
            args.add(arg);
        }
    }
    for (NodeId keyword : view.keywords) {
        syntax::KeywordView part = ck.tree.keyword(keyword);
        if (part.arg == Name::Empty) {
            args.add(part.value, ArgKind::Star2);
        } else {
            args.add(part.value, ArgKind::Named, part.arg);
        }
    }
    return args;
}

Name method_fullname(CheckContext& ck, TypePtr object, Name method) {
    object = proper(ck, object);
    if (object == nullptr) return Name::Empty;
    if (is_class_object(ck, object) && types::is<CallableType>(object)) {
        object = proper(ck, types::get_instance_type(ck.cx, types::expect<CallableType>(object)));
    } else if (const auto* type_type = types::as<TypeType>(object)) {
        object = proper(ck, type_type->item);
    }
    Name owner = Name::Empty;
    if (const auto* instance = types::as<Instance>(object)) {
        owner = info_of(ck, *instance).fullname;
    } else if (const auto* tuple = types::as<TupleType>(object)) {
        owner = info_of(ck, *types::tuple_fallback(ck.cx, *tuple)).fullname;
    } else if (types::is<TypedDictType>(object) || types::is<LiteralType>(object)) {
        const Instance* fallback = types::is<LiteralType>(object)
                                       ? types::expect<LiteralType>(object).fallback
                                       : types::expect<TypedDictType>(object).fallback;
        types::Member found = get_member(ck, info_of(ck, *fallback), method);
        if (found) owner = found.owner->fullname;
    }
    if (owner == Name::Empty) return Name::Empty;
    return base::intern(concat({base::text_of(owner), ".", base::text_of(method)}));
}

namespace {

bool refers_to_typed_dict(CheckContext& ck, NodeId base) {
    if (!is_resolved_reference(ck, base)) return false;
    const Definition* definition = definition_of(ck, base);
    if (const auto* info = types::as<ClassInfo>(definition)) return info->typed_dict != nullptr;
    const auto* alias = types::as<types::AliasInfo>(definition);
    return alias != nullptr && is_proper<TypedDictType>(ck, alias->target);
}

bool returns_none(CheckContext& ck, const Definition* definition) {
    if (const auto* function = types::as<FunctionInfo>(definition)) {
        const auto* type = types::as<CallableType>(function->type);
        return type != nullptr && is_proper<NoneType>(ck, type->ret_type);
    }
    if (const auto* overload = types::as<OverloadedInfo>(definition)) {
        return !overload->items.empty() &&
               std::all_of(overload->items.begin(), overload->items.end(),
                           [&](const Definition* item) { return returns_none(ck, item); });
    }
    const auto* variable = types::as<VarInfo>(definition);
    if (variable == nullptr) return false;
    TypePtr type = proper(ck, variable->type);
    const auto* callable = types::as<CallableType>(type);
    if (!variable->is_inferred && callable != nullptr &&
        is_proper<NoneType>(ck, callable->ret_type)) {
        return true;
    }
    const auto* instance = types::as<Instance>(type);
    if (instance == nullptr) return false;
    types::Member found = get_member(ck, info_of(ck, *instance), "__call__");
    return found && returns_none(ck, definition_of_symbol(ck, found.symbol));
}

/// The function is declared to return None: using its result is a mistake.
bool always_returns_none(CheckContext& ck, NodeId callee) {
    if (is_resolved_reference(ck, callee)) return returns_none(ck, definition_of(ck, callee));
    if (!is_unresolved_member(ck, callee)) return false;
    syntax::AttributeView view = ck.tree.attribute(callee);
    TypePtr object = proper(ck, lookup_type(ck, view.value));
    if (object == nullptr) return false;
    if (is_class_object(ck, object) && types::is<CallableType>(object)) {
        object = types::get_instance_type(ck.cx, types::expect<CallableType>(object), true);
    }
    const auto* instance = types::as<Instance>(object);
    if (instance == nullptr) return false;
    types::Member found = get_member(ck, info_of(ck, *instance), view.attr);
    return found && returns_none(ck, definition_of_symbol(ck, found.symbol));
}

TypePtr join_of_actuals(CheckContext& ck, const Arguments& args,
                        const std::vector<std::size_t>& actuals) {
    std::vector<TypePtr> types;
    for (std::size_t actual : actuals) types.push_back(accept(ck, args.nodes[actual]));
    if (types.empty()) return never_type(ck);
    return types.size() == 1 ? types[0] : simplified_union(ck, types);
}

/// For `(lambda x: ...)(1)`: what the arguments say of the lambda's parameters.
TypePtr context_for_called_lambda(CheckContext& ck, NodeId lambda, const Arguments& args) {
    std::vector<Parameter> parameters;
    for (NodeId arg : ck.tree.arguments(ck.tree.lambda(lambda).args).args) {
        syntax::ArgView view = ck.tree.arg(arg);
        ArgKind kind = ArgKind::Pos;
        if (view.kind == syntax::ParameterKind::VarArgs) kind = ArgKind::Star;
        if (view.kind == syntax::ParameterKind::KwArgs) kind = ArgKind::Star2;
        const bool optional = view.default_value != NodeId::None;
        if (view.kind == syntax::ParameterKind::KeywordOnly) {
            kind = optional ? ArgKind::NamedOpt : ArgKind::Named;
        } else if (kind == ArgKind::Pos && optional) {
            kind = ArgKind::Opt;
        }
        parameters.push_back({any_type(ck), kind, view.name});
    }
    types::ArgumentMap map = map_arguments(ck, args, parameters);
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        parameters[i].type = join_of_actuals(ck, args, map[i]);
    }
    return make_signature(ck, parameters, named_type(ck, known::builtins_object));
}

TypePtr check_union_member_call(CheckContext& ck, NodeId call, const UnionType& object, Name member,
                                const Arguments& args);

TypePtr call_with_callee(CheckContext& ck, TypePtr callee, NodeId call, const Arguments& args,
                         CallOptions options, Name member) {
    if (options.callable_name == Name::Empty && member != Name::Empty) {
        options.callable_name = method_fullname(ck, options.object_type, member);
    }
    options.object_type = proper(ck, options.object_type);
    const auto* object = types::as<UnionType>(options.object_type);
    if (options.callable_name == Name::Empty && member != Name::Empty && object != nullptr) {
        return check_union_member_call(ck, call, *object, member, args);
    }
    NodeId func = ck.tree.call(call).func;
    options.callable_node = func;
    callee = special_signature(ck, callee, args, call, options);
    CallResult result = check_call(ck, callee, args, call, options);
    const auto* called = proper_as<CallableType>(ck, result.callee);
    if (called != nullptr && (called->type_guard != nullptr || called->type_is != nullptr)) {
        ck.guards[func] = {called->type_guard, called->type_is};
    }
    return result.type;
}

/// A method of a union: each item's method is called, with what flow knows of it.
TypePtr check_union_member_call(CheckContext& ck, NodeId call, const UnionType& object, Name member,
                                const Arguments& args) {
    NodeId func = ck.tree.call(call).func;
    std::vector<TypePtr> results;
    TypeList relevant = types::relevant_items(ck.cx, object);
    for (TypePtr item : types::flatten_nested_unions(ck.cx, relevant)) {
        TypePtr method = nullptr;
        {
            Filter filter(ck);
            MemberContext mx{ck, &object, call, item};
            method = analyze_member_access(mx, member, item, nullptr, is_literal_context(ck));
        }
        TypePtr narrowed = narrow_from_binder(ck, func, method, true);
        if (narrowed == nullptr) continue;
        CallOptions options;
        options.callable_name = method_fullname(ck, item, member);
        if (options.callable_name != Name::Empty) options.object_type = item;
        results.push_back(call_with_callee(ck, narrowed, call, args, options, Name::Empty));
    }
    return simplified_union(ck, results);
}

bool is_excluded_untyped_call(const CheckContext& ck, Name fullname) {
    if (fullname == Name::Empty) return false;
    std::string_view text = base::text_of(fullname);
    for (const std::string& prefix : ck.options.untyped_calls_exclude) {
        if (text == prefix || (text.starts_with(prefix) && text.size() > prefix.size() &&
                               text[prefix.size()] == '.')) {
            return true;
        }
    }
    return false;
}

}  // namespace

void check_untyped_call(CheckContext& ck, TypePtr callee, NodeId call, Name fullname,
                        TypePtr object, Name member) {
    const auto* callable = types::as<CallableType>(callee);
    if (!ck.options.disallow_untyped_calls || !in_checked_function(ck)) return;
    if (callable == nullptr || !callable->implicit || is_text(callable->name, "<lambda>")) return;
    if (fullname == Name::Empty && member != Name::Empty) {
        fullname = method_fullname(ck, object, member);
    }
    if (!is_excluded_untyped_call(ck, fullname)) report_untyped_call(ck, *callable, call);
}

namespace {

/// The name under which a call's callee is known, and what a method is called on.
Name callee_fullname(CheckContext& ck, NodeId func, TypePtr& object, Name& member) {
    Name fullname = Name::Empty;
    if (is_resolved_reference(ck, func)) {
        fullname = fullname_of(ck, func);
        if (const auto* alias = types::as<types::AliasInfo>(definition_of(ck, func))) {
            const auto* target = proper_as<Instance>(ck, alias->target);
            if (target != nullptr) fullname = info_of(ck, *target).fullname;
        }
    }
    if (fullname == Name::Empty && is_kind(ck, func, NodeKind::Attribute)) {
        syntax::AttributeView view = ck.tree.attribute(func);
        object = lookup_type(ck, view.value);
        if (object != nullptr) member = view.attr;
    }
    return fullname;
}

/// `dict(a=1, **more)`: keywords only.
bool is_dict_display(const Arguments& args) {
    return std::all_of(args.kinds.begin(), args.kinds.end(), [](ArgKind kind) {
        return kind == ArgKind::Named || kind == ArgKind::Star2;
    });
}

/// `divmod(a, b)`, which is an operator.
bool is_divmod(CheckContext& ck, NodeId func, const Arguments& args) {
    return args.size() == 2 && args.kinds[0] == ArgKind::Pos && args.kinds[1] == ArgKind::Pos &&
           refers_to(ck, func, "builtins.divmod");
}

TypePtr check_plain_call(CheckContext& ck, NodeId call, bool allow_none_return) {
    NodeId func = ck.tree.call(call).func;
    Arguments args = arguments_of(ck, call);
    NodeId base = is_kind(ck, func, NodeKind::Subscript) ? ck.tree.subscript(func).value : func;
    if (refers_to_typed_dict(ck, base)) {
        TypePtr callee = proper(ck, accept(ck, func, nullptr, {.is_callee = true}));
        const auto* callable = types::as<CallableType>(callee);
        const auto* made =
            callable == nullptr ? nullptr : proper_as<TypedDictType>(ck, callable->ret_type);
        if (made != nullptr) return check_typed_dict_call(ck, *made, args, call, callable);
    }
    check_tested_classes(ck, call, args);
    if (refers_to(ck, func, "builtins.dict") && is_dict_display(args)) {
        if (args.size() > 0) return check_dict(ck, call);
        TypePtr made = check_typed_dict_display(ck, call, ck.type_context.back());
        if (made != nullptr) return made;
    }
    if (is_divmod(ck, func, args)) {
        static const Name divmod = base::intern("__divmod__");
        return check_op(ck, divmod, accept(ck, args.nodes[0]), args.nodes[1], call, true).type;
    }
    try_infer_partial_type(ck, call);
    TypePtr context = nullptr;
    if (is_kind(ck, func, NodeKind::Lambda)) context = context_for_called_lambda(ck, func, args);
    TypePtr callee =
        proper(ck, accept(ck, func, context, {.always_allow_any = true, .is_callee = true}));
    CallOptions options;
    Name member = Name::Empty;
    options.callable_name = callee_fullname(ck, func, options.object_type, member);
    check_untyped_call(ck, callee, call, options.callable_name, options.object_type, member);
    TypePtr result = call_with_callee(ck, callee, call, args, options, member);
    if (args.size() == 2) check_class_test_call(ck, call, args);
    if (is_kind(ck, func, NodeKind::Attribute) && is_text(ck.tree.attribute(func).attr, "format")) {
        check_format_call(ck, call);
    }
    result = proper(ck, result);
    if (const auto* options_union = types::as<UnionType>(result)) {
        result = types::make_simplified_union(ck.cx, options_union->items);
    }
    const auto* never = types::as<UninhabitedType>(result);
    if (never != nullptr && !never->ambiguous) ck.binder->unreachable();
    if (!allow_none_return && types::is<NoneType>(result) && always_returns_none(ck, func)) {
        report_does_not_return_value(ck, callee, call);
    }
    return result;
}

}  // namespace

TypePtr check_call_expression(CheckContext& ck, NodeId call, bool allow_none_return) {
    auto special = ck.bindings.special_forms.find(call);
    if (special != ck.bindings.special_forms.end()) {
        return check_special_form(ck, call, special->second);
    }
    return check_plain_call(ck, call, allow_none_return);
}

namespace {

/// A generic decorator applied to an overload: applied to each of its items.
std::optional<CallResult> decorate_overload(CheckContext& ck, const CallableType& callee,
                                            const Arguments& args, NodeId at) {
    if (callee.parameters.size() != 1 || args.size() != 1) return std::nullopt;
    if (!is_proper<CallableType>(ck, callee.parameters[0].type) ||
        !is_proper<CallableType>(ck, callee.ret_type)) {
        return std::nullopt;
    }
    const OverloadedType* overload = nullptr;
    {
        LocalTypes types(ck);
        Filter filter(ck);
        overload = proper_as<OverloadedType>(ck, accept(ck, args.nodes[0]));
    }
    if (overload == nullptr) return std::nullopt;
    std::vector<const CallableType*> results;
    std::vector<const CallableType*> inferred;
    for (const CallableType* item : overload->items) {
        Filter filter(ck);
        CallResult one =
            check_call(ck, &callee, positional({make_value(ck, item, args.nodes[0])}), at);
        if (filter.has_errors()) continue;
        const auto* result = proper_as<CallableType>(ck, one.type);
        const auto* called = proper_as<CallableType>(ck, one.callee);
        if (result == nullptr || called == nullptr) continue;
        results.push_back(result);
        inferred.push_back(called);
    }
    if (results.empty()) return std::nullopt;
    return CallResult{overloaded_of(ck, results), overloaded_of(ck, inferred)};
}

CallResult call_union(CheckContext& ck, const UnionType& callee, const Arguments& args, NodeId at) {
    ++ck.reporter.type_names_disabled;
    std::vector<TypePtr> results;
    for (TypePtr item : types::relevant_items(ck.cx, callee)) {
        results.push_back(check_call(ck, item, args, at).type);
    }
    --ck.reporter.type_names_disabled;
    return {simplified_union(ck, results), &callee};
}

CallResult call_instance(CheckContext& ck, const Instance& callee, const Arguments& args, NodeId at,
                         CallOptions options) {
    Name name = base::intern("__call__");
    MemberContext mx{ck, options.original_type != nullptr ? options.original_type : &callee, at};
    mx.is_operator = true;
    TypePtr method = analyze_member_access(mx, name, &callee, nullptr, is_literal_context(ck));
    const ClassInfo& info = info_of(ck, callee);
    options.callable_name = base::intern(concat({base::text_of(info.fullname), ".__call__"}));
    options.object_type = &callee;
    options.original_type = nullptr;
    method = special_signature(ck, method, args, at, options);
    CallResult result = check_call(ck, method, args, at, options);
    if (options.callable_node != NodeId::None) store_type(ck, options.callable_node, &callee);
    return result;
}

}  // namespace

CallResult check_any_call(CheckContext& ck, const Arguments& args, TypePtr callee, NodeId at) {
    std::vector<TypePtr> arg_types = infer_argument_types_without_context(ck, args);
    check_star_arguments(ck, arg_types, args, at);
    TypePtr any = is_any(ck, callee) ? any_from(ck, callee) : any_type(ck);
    return {any, any};
}

CallResult check_call(CheckContext& ck, TypePtr callee, const Arguments& args, NodeId at,
                      const CallOptions& options) {
    callee = proper(ck, callee);
    if (const auto* callable = types::as<CallableType>(callee)) {
        if (!callable->variables.empty()) {
            if (auto decorated = decorate_overload(ck, *callable, args, at)) return *decorated;
        }
        return check_callable_call(ck, *callable, args, at, options);
    }
    if (const auto* overload = types::as<OverloadedType>(callee)) {
        return check_overload_call(ck, *overload, args, at, options);
    }
    if (types::is<AnyType>(callee) || !in_checked_function(ck)) {
        return check_any_call(ck, args, callee, at);
    }
    const CallOptions plain{.callable_node = options.callable_node};
    switch (callee->kind) {
        case TypeKind::Union:
            return call_union(ck, types::expect<UnionType>(callee), args, at);
        case TypeKind::Instance:
            return call_instance(ck, types::expect<Instance>(callee), args, at, options);
        case TypeKind::TypeVar:
            return check_call(ck, types::expect<TypeVarType>(callee).upper_bound, args, at, plain);
        case TypeKind::TypeType: {
            TypePtr item = proper(ck, types::expect<TypeType>(callee).item);
            return check_call(ck, analyze_type_type_callee(ck, item, at), args, at, plain);
        }
        case TypeKind::Tuple: {
            CallOptions inner = options;
            inner.original_type = callee;
            return check_call(ck, types::tuple_fallback(ck.cx, types::expect<TupleType>(callee)),
                              args, at, inner);
        }
        case TypeKind::Literal:
            return check_call(ck, types::expect<LiteralType>(callee).fallback, args, at, options);
        case TypeKind::Uninhabited:
            return {callee, never_type(ck, types::expect<UninhabitedType>(callee).ambiguous)};
        default:
            report_not_callable(ck, callee, at);
            return {any_type(ck, AnySource::FromError), any_type(ck, AnySource::FromError)};
    }
}

CallResult check_method_call_by_name(CheckContext& ck, Name method, TypePtr base,
                                     const Arguments& args, NodeId at, TypePtr original_type,
                                     TypePtr self_type) {
    if (original_type == nullptr) original_type = base;
    if (self_type == nullptr) self_type = base;
    base = proper(ck, base);
    if (const auto* options = types::as<UnionType>(base)) {
        std::vector<TypePtr> results;
        std::vector<TypePtr> methods;
        for (TypePtr item : types::relevant_items(ck.cx, *options)) {
            ++ck.reporter.type_names_disabled;
            CallResult one = check_method_call_by_name(ck, method, item, args, at, original_type);
            --ck.reporter.type_names_disabled;
            results.push_back(one.type);
            methods.push_back(one.callee);
        }
        return {simplified_union(ck, results), simplified_union(ck, methods)};
    }
    MemberContext mx{ck, original_type, at, self_type};
    mx.is_operator = true;
    TypePtr found = analyze_member_access(mx, method, base, nullptr, is_literal_context(ck));
    return check_method_call(ck, method, base, found, args, at);
}

CallResult check_method_call_by_name(CheckContext& ck, std::string_view method, TypePtr base,
                                     const Arguments& args, NodeId at, TypePtr original_type) {
    return check_method_call_by_name(ck, base::intern(method), base, args, at, original_type);
}

CallResult check_method_call(CheckContext& ck, Name name, TypePtr base, TypePtr method,
                             const Arguments& args, NodeId at) {
    CallOptions options;
    options.callable_name = method_fullname(ck, base, name);
    options.object_type = base;
    return check_call(ck, special_signature(ck, method, args, at, options), args, at, options);
}

const CallableType* typed_dict_callable(CheckContext& ck, const TypedDictType& type,
                                        std::span<const TypeVarLike* const> variables) {
    std::vector<Parameter> parameters;
    for (const types::TypedDictItem& item : type.items) {
        parameters.push_back(
            {item.type, item.required ? ArgKind::Named : ArgKind::NamedOpt, item.name});
    }
    const CallableType* made =
        types::make_callable(ck.cx, ck.cx.arena.copy(parameters), &type,
                             *named_type(ck, known::builtins_type), variables);
    return types::modified(ck.cx, *made, [](CallableType& copy) { copy.is_bound = true; });
}

const CallableType* typed_dict_callable(CheckContext& ck, const ClassInfo& info) {
    return typed_dict_callable(ck, *info.typed_dict, info.type_vars);
}

namespace {

TypePtr replace_result(CheckContext& ck, TypePtr callee, TypePtr result) {
    callee = proper(ck, callee);
    if (const auto* callable = types::as<CallableType>(callee)) {
        return with_result(ck, *callable, result);
    }
    if (const auto* overload = types::as<OverloadedType>(callee)) {
        std::vector<const CallableType*> items;
        for (const CallableType* item : overload->items) {
            items.push_back(with_result(ck, *item, result));
        }
        return overloaded_of(ck, items);
    }
    if (const auto* options = types::as<UnionType>(callee)) {
        std::vector<TypePtr> items;
        for (TypePtr item : types::relevant_items(ck.cx, *options)) {
            items.push_back(replace_result(ck, item, result));
        }
        return types::make_union_type(ck.cx, ck.cx.arena.copy(items));
    }
    return callee;
}

}  // namespace

TypePtr analyze_type_type_callee(CheckContext& ck, TypePtr item, NodeId at) {
    item = proper(ck, item);
    if (types::is<AnyType>(item)) return any_from(ck, item);
    if (const auto* instance = types::as<Instance>(item)) {
        TypePtr result = types::type_object_type(ck.cx, info_of(ck, *instance));
        if (const auto* callable = types::as<CallableType>(result)) {
            result = types::modified(ck.cx, *callable,
                                     [](CallableType& copy) { copy.from_type_type = true; });
        }
        TypePtr expanded = types::expand_type_by_instance(ck.cx, result, *instance);
        const auto* callable = types::as<CallableType>(expanded);
        return callable != nullptr ? with_variables(ck, *callable, {}) : expanded;
    }
    if (const auto* options = types::as<UnionType>(item)) {
        std::vector<TypePtr> items;
        for (TypePtr one : types::relevant_items(ck.cx, *options)) {
            items.push_back(analyze_type_type_callee(ck, one, at));
        }
        return types::make_union_type(ck.cx, ck.cx.arena.copy(items));
    }
    if (const auto* variable = types::as<TypeVarType>(item)) {
        return replace_result(ck, analyze_type_type_callee(ck, variable->upper_bound, at),
                              variable);
    }
    if (const auto* tuple = types::as<TupleType>(item)) {
        const Instance* fallback = types::tuple_fallback(ck.cx, *tuple);
        if (!is_instance_of(ck, fallback, "builtins.tuple")) {
            return analyze_type_type_callee(ck, fallback, at);
        }
    }
    if (const auto* dict = types::as<TypedDictType>(item)) return typed_dict_callable(ck, *dict);
    report_unsupported_type_type(ck, item, at);
    return any_type(ck, AnySource::FromError);
}

}  // namespace krait::checker
