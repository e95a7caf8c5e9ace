// await_yield.cpp: await, yield, yield from, and the types that generators and coroutines speak of.

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/report.h"
#include "python/checker/statements.h"
#include "python/types/subtypes.h"

namespace krait::checker {

namespace texts = messages::texts;

namespace {

bool is_awaitable_generator(CheckContext& ck, TypePtr type) {
    return is_instance_of(ck, type, "typing.AwaitableGenerator");
}

/// One argument of a generator's type; `other` where the type says nothing about it.
TypePtr generator_argument(CheckContext& ck, TypePtr result, bool is_coroutine, std::size_t index,
                           TypePtr (*again)(CheckContext&, TypePtr, bool)) {
    result = proper(ck, result);
    if (types::is<AnyType>(result)) return any_from(ck, result);
    if (const auto* options = types::as<UnionType>(result)) {
        std::vector<TypePtr> items;
        for (TypePtr item : options->items) items.push_back(again(ck, item, is_coroutine));
        return simplified_union(ck, items);
    }
    const bool is_generator = is_generator_return_type(ck, result, is_coroutine) ||
                              (index < 2 && is_async_generator_return_type(ck, result));
    const auto* instance = types::as<Instance>(result);
    if (!is_generator || instance == nullptr) return any_type(ck, AnySource::FromError);
    std::string_view name = base::text_of(info_of(ck, *instance).fullname);
    if (name == "typing.Awaitable") {
        const bool has_result = index == 2 && instance->args.size() == 1;
        return has_result ? instance->args[0] : any_type(ck);
    }
    if (index == 0) return instance->args.empty() ? any_type(ck) : instance->args[0];
    const bool full = name == "typing.Generator" || name == "typing.AwaitableGenerator";
    if (full && instance->args.size() >= 3) return instance->args[index];
    if (index == 1 && name == "typing.AsyncGenerator" && instance->args.size() >= 2) {
        return instance->args[1];
    }
    return none_type(ck);
}

}  // namespace

bool is_generator_return_type(CheckContext& ck, TypePtr type, bool is_coroutine) {
    type = proper(ck, type);
    TypePtr any = any_type(ck);
    TypePtr least = is_coroutine ? named_generic_type(ck, known::typing_awaitable, {any})
                                 : named_generic_type(ck, known::typing_generator, {any, any, any});
    return types::is_subtype(ck.cx, least, type) || is_awaitable_generator(ck, type);
}

bool is_async_generator_return_type(CheckContext& ck, TypePtr type) {
    if (lookup_class(ck, "typing.AsyncGenerator") == nullptr) return false;
    TypePtr any = any_type(ck);
    return types::is_subtype(
        ck.cx, named_generic_type(ck, known::typing_async_generator, {any, any}), type);
}

TypePtr generator_yield_type(CheckContext& ck, TypePtr result, bool is_coroutine) {
    return generator_argument(ck, result, is_coroutine, 0, generator_yield_type);
}

TypePtr generator_receive_type(CheckContext& ck, TypePtr result, bool is_coroutine) {
    return generator_argument(ck, result, is_coroutine, 1, generator_receive_type);
}

TypePtr generator_return_type(CheckContext& ck, TypePtr result, bool is_coroutine) {
    return generator_argument(ck, result, is_coroutine, 2, generator_return_type);
}

TypePtr coroutine_return_type(CheckContext& ck, TypePtr result) {
    result = proper(ck, result);
    if (types::is<AnyType>(result)) return any_from(ck, result);
    const auto* instance = types::as<Instance>(result);
    if (instance == nullptr || instance->args.size() < 3) return not_implemented(ck);
    return instance->args[2];
}

TypePtr check_await(CheckContext& ck, NodeId expr, bool allow_none_return) {
    TypePtr expected = ck.type_context.back();
    if (expected != nullptr) expected = named_generic_type(ck, known::typing_awaitable, {expected});
    TypePtr actual = proper(ck, accept(ck, ck.tree.await_value(expr), expected));
    if (types::is<AnyType>(actual)) return any_from(ck, actual);
    TypePtr result = check_awaitable(ck, actual, expr, texts::kIncompatibleTypesInAwait);
    if (!allow_none_return && is_proper<NoneType>(ck, result)) {
        report_does_not_return_value(ck, nullptr, expr);
    }
    return result;
}

TypePtr check_awaitable(CheckContext& ck, TypePtr type, NodeId at, const messages::Text& text,
                        bool ignore_binder) {
    if (!check_subtype(ck, type, named_type(ck, known::typing_awaitable), at, text, "actual type",
                       "expected type")) {
        return any_type(ck);
    }
    TypePtr generator = check_method_call_by_name(ck, "__await__", type, {}, at).type;
    TypePtr result = proper(ck, generator_return_type(ck, generator, false));
    const auto* never = types::as<UninhabitedType>(result);
    if (!ignore_binder && never != nullptr && !never->ambiguous) ck.binder->unreachable();
    return result;
}

TypePtr check_yield(CheckContext& ck, NodeId expr) {
    NodeId value = ck.tree.yield_value(expr);
    if (ck.return_types.empty()) {
        if (value != NodeId::None) accept_for_effect(ck, value);
        return any_type(ck);
    }
    TypePtr result = ck.return_types.back();
    TypePtr expected = generator_yield_type(ck, result, false);
    if (value == NodeId::None) {
        if (!is_proper<NoneType>(ck, expected) && !is_any(ck, expected) &&
            in_checked_function(ck)) {
            fail(ck, expr, texts::kYieldValueExpected);
        }
    } else {
        TypePtr actual = accept(ck, value, expected);
        check_subtype(ck, actual, expected, expr, texts::kIncompatibleTypesInYield, "actual type",
                      "expected type");
    }
    return generator_receive_type(ck, result, false);
}

namespace {

bool is_async_def(CheckContext& ck, TypePtr type) {
    const auto* instance = proper_as<Instance>(ck, type);
    if (instance != nullptr && is_awaitable_generator(ck, instance) && instance->args.size() >= 4) {
        type = instance->args[3];
    }
    return is_instance_of(ck, type, "typing.Coroutine");
}

}  // namespace

TypePtr check_yield_from(CheckContext& ck, NodeId expr, bool allow_none_return) {
    TypePtr result = ck.return_types.empty() ? any_type(ck) : ck.return_types.back();
    TypePtr source = proper(ck, accept(ck, ck.tree.yield_from_value(expr)));
    TypePtr iterator = nullptr;
    const bool has_decorator = is_awaitable_generator(ck, proper(ck, result));
    if (types::is<AnyType>(source)) {
        iterator = any_from(ck, source);
    } else if (type_is_iterable(ck, source)) {
        if (is_async_def(ck, source) && !has_decorator) {
            report_yield_from_operand(ck, source, expr);
        }
        iterator = check_method_call_by_name(ck, "__iter__", source, {}, expr).type;
    } else if (!is_async_def(ck, source) || !has_decorator) {
        report_yield_from_operand(ck, source, expr);
        iterator = any_type(ck, AnySource::FromError);
    } else {
        iterator = check_awaitable(ck, source, expr, texts::kIncompatibleTypesInYieldFrom);
    }
    TypePtr expected = generator_yield_type(ck, result, false);
    TypePtr actual = generator_yield_type(ck, iterator, false);
    check_subtype(ck, actual, expected, expr, texts::kIncompatibleTypesInYieldFrom, "actual type",
                  "expected type");
    TypePtr value = generator_return_type(ck, iterator, false);
    if (!allow_none_return && is_proper<NoneType>(ck, value)) {
        report_does_not_return_value(ck, nullptr, expr);
    }
    return value;
}

}  // namespace krait::checker
