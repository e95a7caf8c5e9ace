// special_tuples.cpp: `(a, b) * 3`, whose items are known if the number is.

#include <algorithm>

#include "python/checker/facts.h"
#include "python/checker/special_calls.h"

namespace krait::checker {

namespace {

/// Longer ones are taken as tuples of any length: nobody counts their items.
constexpr std::size_t kMostItems = 1000;

}  // namespace

TypePtr tuple_times_result(CheckContext& ck, const CheckedCall& call) {
    const auto* tuple = types::as<TupleType>(call.object_type);
    if (tuple == nullptr || call.count(0) != 1) return call.callee.ret_type;
    const auto* number = types::as<LiteralType>(try_getting_literal(ck, call.type(0)));
    const std::optional<std::int64_t> known =
        number == nullptr ? std::nullopt : int_of_literal(*number);
    if (!known) return call.callee.ret_type;
    const auto times = static_cast<std::size_t>(std::max<std::int64_t>(*known, 0));
    if (times > kMostItems || times * tuple->items.size() > kMostItems) {
        return call.callee.ret_type;
    }
    std::vector<TypePtr> items;
    for (std::size_t i = 0; i < times; ++i) {
        items.insert(items.end(), tuple->items.begin(), tuple->items.end());
    }
    return types::with_items(ck.cx, *tuple, ck.cx.arena.copy(items));
}

}  // namespace krait::checker
