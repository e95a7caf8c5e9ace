// patterns_sequence.cpp: `[a, *b, c]`. Tuples are matched item by item; of other sequences only one
// item type is known. A starred part takes the union of the items that it covers, so the items are
// first brought into the pattern's shape ("contracted"), and what was found is brought back.

#include <algorithm>

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/patterns.h"
#include "python/checker/statements.h"
#include "python/types/expand.h"
#include "python/types/join.h"
#include "python/types/subtypes.h"
#include "python/types/typevars.h"
#include "python/types/variadic.h"

namespace krait::checker {

namespace {

using types::UnpackType;
using Items = std::vector<TypePtr>;

/// Strings are sequences, but no sequence pattern matches them.
bool can_match_sequence(CheckContext& ck, TypePtr type) {
    type = proper(ck, type);
    if (types::is<AnyType>(type)) return true;
    if (const auto* options = types::as<UnionType>(type)) {
        return std::any_of(options->items.begin(), options->items.end(),
                           [&](TypePtr item) { return can_match_sequence(ck, item); });
    }
    types::SubtypeContext exact;
    exact.ignore_promotions = true;
    for (std::string_view name : {"builtins.str", "builtins.bytes", "builtins.bytearray"}) {
        if (lookup_class(ck, name) != nullptr &&
            types::is_subtype(ck.cx, type, named_type(ck, name), exact)) {
            return false;
        }
    }
    // A more general type may turn out to be a sequence.
    TypePtr sequence = named_type(ck, known::typing_sequence);
    return types::is_subtype(ck.cx, type, sequence) || types::is_subtype(ck.cx, sequence, type);
}

/// A sequence pattern, the subject's type, and the subject's items.
struct Sequence {
    NodeId pattern;
    NodeList patterns{};
    std::optional<std::size_t> star{};  // where the starred pattern is
    std::size_t required = 0;           // how many patterns stand for one item each
    TypePtr current = nullptr;
    Items items{};
    std::optional<std::size_t> unpack{};  // where a variadic tuple has its `*tuple[X, ...]`
};

Sequence sequence_of(CheckContext& ck, NodeId pattern, TypePtr current) {
    Sequence s;
    s.pattern = pattern;
    s.patterns = ck.tree.match_patterns(pattern);
    s.current = current;
    s.required = s.patterns.size();
    for (std::size_t i = 0; i < s.patterns.size(); ++i) {
        if (s.star || !is_kind(ck, s.patterns[i], NodeKind::MatchStar)) continue;
        s.star = i;
        --s.required;
    }
    return s;
}

/// The items of a tuple; false if their number is wrong for the pattern.
bool find_tuple_items(CheckContext& ck, const TupleType& tuple, Sequence& s) {
    s.items.assign(tuple.items.begin(), tuple.items.end());
    s.unpack = types::find_unpack_in_list(tuple.items);
    if (!s.unpack) {
        return s.items.size() == s.required || (s.items.size() > s.required && s.star);
    }
    // A TypeVarTuple can't be split into items: its bound stands for it.
    for (TypePtr& item : s.items) {
        const auto* unpack = types::as<UnpackType>(item);
        const auto* variable =
            unpack == nullptr ? nullptr : types::as<types::TypeVarTupleType>(unpack->type);
        if (variable != nullptr) item = types::make_unpack(ck.cx, variable->upper_bound);
    }
    s.current = with_items(ck, tuple, s.items);
    return s.items.size() - 1 <= s.required || s.star.has_value();
}

bool find_items(CheckContext& ck, Sequence& s) {
    if (const auto* tuple = types::as<TupleType>(s.current)) return find_tuple_items(ck, *tuple, s);
    TypePtr item = nullptr;
    if (types::is<AnyType>(s.current)) {
        item = any_from(ck, s.current);
    } else if (types::is<Instance>(s.current) && type_is_iterable(ck, s.current)) {
        item = iterable_item_type(ck, s.current, s.pattern);
    } else {
        item = named_type(ck, known::builtins_object);
    }
    s.items.assign(s.patterns.size(), item);
    return true;
}

void append(Items& items, TypeList more) {
    items.insert(items.end(), more.begin(), more.end());
}

Items contract_variadic(CheckContext& ck, const Sequence& s) {
    const auto& unpack = types::expect<UnpackType>(s.items[*s.unpack]);
    const auto* unpacked = proper_as<Instance>(ck, unpack.type);
    TypePtr one = unpacked != nullptr && !unpacked->args.empty() ? unpacked->args[0] : any_type(ck);
    Items result;
    if (!s.star) {
        TypeList all(s.items);
        append(result, all.first(*s.unpack));
        result.insert(result.end(), s.required + 1 - s.items.size(), one);
        append(result, all.subspan(*s.unpack + 1));
        return result;
    }
    types::SplitTypes split = types::split_with_prefix_and_suffix(ck.cx, copy_list(ck, s.items),
                                                                  *s.star, s.required - *s.star);
    Items middle;
    for (TypePtr item : split.middle) middle.push_back(types::is<UnpackType>(item) ? one : item);
    append(result, split.prefix);
    result.push_back(simplified_union(ck, middle));
    append(result, split.suffix);
    return result;
}

/// One type for each pattern.
Items contract(CheckContext& ck, const Sequence& s) {
    if (s.unpack) return contract_variadic(ck, s);
    if (!s.star) return s.items;
    TypeList all(s.items);
    const std::size_t length = all.size() - s.required;
    Items result;
    append(result, all.first(*s.star));
    TypeList covered = all.subspan(*s.star, length);
    result.push_back(simplified_union(ck, Items(covered.begin(), covered.end())));
    append(result, all.subspan(*s.star + length));
    return result;
}

/// One type for each item again; of a variadic tuple only the starred part gets its shape back.
Items expand(CheckContext& ck, const Sequence& s, const Items& found) {
    if (!s.star) return found;
    Items result = found;
    TypePtr starred = found[*s.star];
    auto at = result.begin() + static_cast<std::ptrdiff_t>(*s.star);
    if (s.unpack) {
        if (!is_never(ck, starred)) {
            *at =
                types::make_unpack(ck.cx, named_generic_type(ck, known::builtins_tuple, {starred}));
        }
        return result;
    }
    const std::size_t length = s.items.size() + 1 - found.size();
    at = result.erase(at);
    result.insert(at, length, starred);
    return result;
}

struct Found {
    Items types;
    Items rest;
};

bool all_never(CheckContext& ck, const Items& items) {
    return std::all_of(items.begin(), items.end(),
                       [&](TypePtr item) { return is_never(ck, item); });
}

void match_tuple(CheckContext& ck, const Sequence& s, const Found& found, PatternMatch& match) {
    const auto& tuple = types::expect<TupleType>(s.current);
    const bool impossible = std::any_of(found.types.begin(), found.types.end(),
                                        [&](TypePtr item) { return is_never(ck, item); });
    match.type = impossible ? never_type(ck) : tuple_of(ck, found.types, tuple.partial_fallback);
    const auto open = std::count_if(found.rest.begin(), found.rest.end(),
                                    [&](TypePtr item) { return !is_never(ck, item); });
    if (open == 0) {
        match.rest = never_type(ck);
    } else if (open == 1) {
        // Only one item decides: if the pattern doesn't match, it is known which.
        Items left;
        for (std::size_t i = 0; i < found.rest.size(); ++i) {
            left.push_back(is_never(ck, found.rest[i]) ? s.items[i] : found.rest[i]);
        }
        match.rest = tuple_of(ck, left, tuple.partial_fallback);
    }
}

void match_variadic(CheckContext& ck, const Sequence& s, const Found& found, PatternMatch& match) {
    const auto& tuple = types::expect<TupleType>(s.current);
    TypePtr made = tuple_of(ck, found.types, tuple.partial_fallback);
    match.type = split_subject(ck, made, range_of_type(ck, s.current), s.pattern).yes;
    if (s.star && s.required <= s.items.size() - 1 && all_never(ck, found.rest)) {
        match.rest = never_type(ck);
    }
}

/// The type made a sequence of `item`: list[item] for a list, Sequence[item] for what may be one.
TypePtr sequence_with_item(CheckContext& ck, TypePtr outer, TypePtr item) {
    TypePtr plain = proper(ck, outer);
    if (const auto* variable = types::as<TypeVarType>(plain)) {
        TypePtr bound = sequence_with_item(ck, variable->upper_bound, item);
        return types::with_upper_bound(ck.cx, *variable, bound);
    }
    if (types::is<AnyType>(plain)) return outer;
    if (const auto* options = types::as<UnionType>(plain)) {
        Items made;
        for (TypePtr one : options->items) {
            if (can_match_sequence(ck, one)) made.push_back(sequence_with_item(ck, one, item));
        }
        return simplified_union(ck, made);
    }
    const Instance* sequence = named_generic_type(ck, known::typing_sequence, {item});
    if (!types::is_subtype(ck.cx, outer, named_type(ck, known::typing_sequence))) return sequence;
    if (const auto* tuple = types::as<TupleType>(plain)) {
        plain = types::tuple_fallback(ck.cx, *tuple);
    }
    const auto* instance = types::as<Instance>(plain);
    if (instance == nullptr) return sequence;
    TypePtr empty = types::fill_typevars(ck.cx, info_of(ck, *instance));
    TypePtr partial = types::expand_type_by_instance(ck.cx, empty, *sequence);
    return types::expand_type_by_instance(ck.cx, partial, *instance);
}

void match_other(CheckContext& ck, const Sequence& s, const Found& found, PatternMatch& match) {
    TypePtr item = never_type(ck);
    for (TypePtr type : found.types) item = types::join_types(ck.cx, item, type);
    TypePtr made = sequence_with_item(ck, s.current, item);
    ConditionalTypes split = split_subject(ck, s.current, range_of_type(ck, made), s.pattern);
    match.type = split.yes;
    // `[*rest]` takes every sequence.
    if (s.star && s.patterns.size() == 1) match.rest = split.no;
}

bool is_list_of_never(CheckContext& ck, TypePtr type) {
    const auto* instance = proper_as<Instance>(ck, type);
    return instance != nullptr && is_instance_of(ck, instance, "builtins.list") &&
           !instance->args.empty() && is_never(ck, instance->args[0]);
}

/// Item by item of the union; what the parts capture is united.
PatternMatch match_union(CheckContext& ck, const Sequence& s, const UnionType& options) {
    NodeId star = s.star ? capture_name(ck, s.patterns[*s.star]) : NodeId::None;
    Items yes;
    Items no;
    std::vector<std::pair<NodeId, Items>> captures;
    auto captured = [&](NodeId name) -> Items& {
        for (auto& [known, types] : captures) {
            if (known == name) return types;
        }
        return captures.emplace_back(name, Items{}).second;
    };
    for (TypePtr item : options.items) {
        PatternMatch one = check_pattern(ck, s.pattern, item);
        yes.push_back(one.type);
        no.push_back(one.rest);
        if (is_never(ck, one.type)) continue;
        for (const auto& [name, type] : one.captures.types) {
            Items& known = captured(name);
            if (name != star || !is_list_of_never(ck, type)) known.push_back(type);
        }
    }
    PatternMatch match{simplified_union(ck, yes), simplified_union(ck, no)};
    for (const auto& [name, types] : captures)
        match.captures.put(name, simplified_union(ck, types));
    return match;
}

}  // namespace

PatternMatch check_sequence_pattern(CheckContext& ck, NodeId pattern, TypePtr subject) {
    TypePtr current = proper(ck, subject);
    if (!can_match_sequence(ck, current)) return no_match(ck, subject);
    Sequence s = sequence_of(ck, pattern, current);
    if (const auto* options = types::as<UnionType>(current)) return match_union(ck, s, *options);
    if (!find_items(ck, s)) return no_match(ck, subject);

    Items contracted = contract(ck, s);
    // Two stars are an error of syntax, and the parts don't fit then.
    if (contracted.size() != s.patterns.size()) return {any_type(ck), subject};
    PatternMatch match{nullptr, s.current};
    Found found;
    for (std::size_t i = 0; i < s.patterns.size(); ++i) {
        PatternMatch part = check_pattern(ck, s.patterns[i], contracted[i]);
        found.types.push_back(part.type);
        found.rest.push_back(part.rest);
        add_captures(ck, match.captures, part.captures);
    }
    found.types = expand(ck, s, found.types);
    found.rest = expand(ck, s, found.rest);
    if (!types::is<TupleType>(s.current)) {
        match_other(ck, s, found, match);
    } else if (s.unpack) {
        match_variadic(ck, s, found, match);
    } else {
        match_tuple(ck, s, found, match);
    }
    return match;
}

}  // namespace krait::checker
