// patterns_mapping.cpp: `{"key": pattern, **rest}`. Looking a key up says nothing about the type of
// the mapping, so only the keys' values are narrowed; `{}` alone tells mappings from the rest.

#include "python/checker/calls.h"
#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/patterns.h"
#include "python/types/maptype.h"
#include "python/types/subtypes.h"

namespace krait::checker {

namespace {

TypePtr item_by_method(CheckContext& ck, NodeId pattern, TypePtr mapping, NodeId key) {
    return check_method_call_by_name(ck, "__getitem__", mapping, positional({key}), pattern).type;
}

/// The type of the key's value; null if a TypedDict can't have the key.
TypePtr item_type(CheckContext& ck, NodeId pattern, TypePtr mapping, NodeId key) {
    Filter filter(ck);
    const auto* dict = types::as<TypedDictType>(mapping);
    if (dict == nullptr) return item_by_method(ck, pattern, mapping, key);
    TypePtr found = typed_dict_item(ck, *dict, key).first;
    if (!filter.has_errors()) return found;
    Filter second(ck);
    found = item_by_method(ck, pattern, mapping, key);
    return second.has_errors() ? nullptr : found;
}

TypePtr rest_type(CheckContext& ck, TypePtr subject) {
    const Instance* mapping = named_type(ck, known::typing_mapping);
    const auto* instance = types::as<Instance>(subject);
    if (instance != nullptr && types::is_subtype(ck.cx, subject, mapping)) {
        const Instance* mapped =
            types::map_instance_to_supertype(ck.cx, *instance, info_of(ck, *mapping));
        return types::with_args(ck.cx, *named_type(ck, known::builtins_dict), mapped->args);
    }
    TypePtr object = named_type(ck, known::builtins_object);
    return named_generic_type(ck, known::builtins_dict, {object, object});
}

}  // namespace

PatternMatch check_mapping_pattern(CheckContext& ck, NodeId pattern, TypePtr subject) {
    syntax::MatchMappingView view = ck.tree.match_mapping(pattern);
    TypePtr current = proper(ck, subject);
    PatternMatch match{subject, current};
    bool can_match = true;
    for (std::size_t i = 0; i < view.patterns.size(); ++i) {
        TypePtr item = item_type(ck, pattern, current, view.keys[i]);
        if (item == nullptr) {
            can_match = false;
            item = named_type(ck, known::builtins_object);
        }
        PatternMatch value = check_pattern(ck, view.patterns[i], item);
        if (is_never(ck, value.type)) {
            can_match = false;
        } else {
            add_captures(ck, match.captures, value.captures);
        }
    }
    NodeId rest = capture_name(ck, pattern);
    if (rest != NodeId::None) match.captures.put(rest, rest_type(ck, current));
    if (!can_match) {
        match.type = never_type(ck);
    } else if (view.patterns.empty()) {
        ConditionalTypes found = split_subject(
            ck, current, TypeRanges{{named_type(ck, known::typing_mapping), false}}, pattern);
        match.rest = found.no;
        if (!types::is<AnyType>(current)) match.type = found.yes;
    }
    return match;
}

}  // namespace krait::checker
