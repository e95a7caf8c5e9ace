// patterns.cpp: patterns by kind, and the small kinds: captures, alternatives, values, singletons.

#include "python/checker/patterns.h"

#include <algorithm>

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/report.h"

namespace krait::checker {

NodeId capture_name(CheckContext& ck, NodeId pattern) {
    if (definition_of(ck, pattern) == nullptr) return NodeId::None;
    auto [found, is_new] = ck.stand_ins.try_emplace(pattern, NodeId::None);
    if (is_new) found->second = make_variable(ck, definition_of(ck, pattern), pattern);
    return found->second;
}

PatternMatch no_match(CheckContext& ck, TypePtr subject) {
    return {never_type(ck), subject};
}

bool is_never(CheckContext& ck, TypePtr type) {
    return is_proper<UninhabitedType>(ck, type);
}

TypeRanges range_of_type(CheckContext& ck, TypePtr type) {
    type = proper(ck, type);
    const auto* instance = types::as<Instance>(type);
    if (instance != nullptr && instance->last_known_value != nullptr &&
        instance->last_known_value->value.kind == types::LiteralKind::Bool) {
        type = instance->last_known_value;
    }
    return {{type, false}};
}

ConditionalTypes split_subject(CheckContext& ck, TypePtr subject, const OptionalRanges& ranges,
                               NodeId at) {
    ConditionalOptions options;
    options.default_type = subject;
    return conditional_types_with_intersection(ck, subject, ranges, at, options);
}

void add_captures(CheckContext& ck, NarrowingMap& captures, const NarrowingMap& more) {
    std::vector<KeyId> known;
    for (const auto& entry : captures.types) known.push_back(key_of(ck, entry.first));
    for (const auto& [name, type] : more.types) {
        if (std::find(known.begin(), known.end(), key_of(ck, name)) == known.end()) {
            captures.put(name, type);
            continue;
        }
        fail(ck, name, messages::texts::kMultipleAssignmentsInPattern,
             {base::text_of(definition_of(ck, name)->name)});
    }
}

namespace {

PatternMatch check_as_pattern(CheckContext& ck, NodeId pattern, TypePtr subject) {
    NodeId inner = ck.tree.match_as(pattern).pattern;
    PatternMatch match{subject, never_type(ck)};
    if (inner != NodeId::None) match = check_pattern(ck, inner, subject);
    NodeId name = capture_name(ck, pattern);
    if (is_never(ck, match.type) || name == NodeId::None) return match;
    match.type = split_subject(ck, subject, range_of_type(ck, match.type), pattern).yes;
    if (!is_never(ck, match.type)) match.captures.put(name, match.type);
    return match;
}

/// The names that alternatives bind, each with its types; the first alternative's names come first.
class Alternatives {
public:
    explicit Alternatives(CheckContext& ck) : ck_(ck) {}

    void add(const NarrowingMap& captures, bool is_first, NodeId at) {
        std::vector<KeyId> own;
        for (const auto& entry : captures.types) own.push_back(key_of(ck_, entry.first));
        const bool same = own.size() == names_.size() &&
                          std::all_of(names_.begin(), names_.end(), [&](const Bound& name) {
                              return std::find(own.begin(), own.end(), name.key) != own.end();
                          });
        if (!is_first && !same) fail(ck_, at, messages::texts::kOrPatternAlternativeNames);
        for (std::size_t i = 0; i < own.size(); ++i) {
            const auto& [name, type] = captures.types[i];
            bound(own[i], name).types.push_back(type);
        }
    }

    [[nodiscard]] NarrowingMap captures() {
        NarrowingMap all;
        for (const Bound& name : names_) all.put(name.name, simplified_union(ck_, name.types));
        return all;
    }

private:
    struct Bound {
        KeyId key;
        NodeId name;
        std::vector<TypePtr> types;
    };
    Bound& bound(KeyId key, NodeId name) {
        for (Bound& known : names_) {
            if (known.key == key) return known;
        }
        return names_.emplace_back(Bound{key, name, {}});
    }

    CheckContext& ck_;
    std::vector<Bound> names_;
};

PatternMatch check_or_pattern(CheckContext& ck, NodeId pattern, TypePtr subject) {
    std::vector<PatternMatch> matches;
    std::vector<TypePtr> types;
    NodeList patterns = ck.tree.match_patterns(pattern);
    for (NodeId one : patterns) {
        matches.push_back(check_pattern(ck, one, subject));
        const PatternMatch& match = matches.back();
        if (is_never(ck, match.type)) continue;
        types.push_back(match.type);
        subject = match.rest;
    }
    Alternatives alternatives(ck);
    for (std::size_t i = 0; i < matches.size(); ++i) {
        // mypy complains at the alternative before the one that differs.
        alternatives.add(matches[i].captures, i == 0, patterns[i == 0 ? 0 : i - 1]);
    }
    return {simplified_union(ck, types), subject, alternatives.captures()};
}

/// `case 1:` is `if subject == 1:`.
PatternMatch check_value_pattern(CheckContext& ck, NodeId pattern, TypePtr subject) {
    TypePtr value = accept(ck, ck.tree.match_value(pattern));
    NodeId stand_in = make_value(ck, subject, pattern);
    Narrowed maps =
        narrow_by_equality(ck, stand_in, subject, types::coerce_to_literal(ck.cx, value), pattern);
    TypePtr yes = maps.yes.find(stand_in);
    TypePtr no = maps.no.find(stand_in);
    return {yes != nullptr ? yes : subject, no != nullptr ? no : subject};
}

PatternMatch check_singleton_pattern(CheckContext& ck, NodeId pattern, TypePtr subject) {
    NodeId value = ck.tree.match_value(pattern);
    TypePtr type = is_none_literal(ck, value)
                       ? none_type(ck)
                       : bool_literal_expression(ck, is_kind(ck, value, NodeKind::True));
    ConditionalTypes found = split_subject(ck, subject, range_of_type(ck, type), pattern);
    return {found.yes, found.no};
}

PatternMatch check_star_pattern(CheckContext& ck, NodeId pattern, TypePtr subject) {
    PatternMatch match{subject, never_type(ck)};
    NodeId name = capture_name(ck, pattern);
    if (name != NodeId::None) {
        match.captures.put(name, named_generic_type(ck, known::builtins_list, {subject}));
    }
    return match;
}

}  // namespace

PatternMatch check_pattern(CheckContext& ck, NodeId pattern, TypePtr subject) {
    if (ck.depth >= kMaxDepth) return {any_type(ck), subject};
    Restore depth(ck.depth, ck.depth + 1);
    switch (ck.tree.kind(pattern)) {
        case NodeKind::MatchAs:
            return check_as_pattern(ck, pattern, subject);
        case NodeKind::MatchOr:
            return check_or_pattern(ck, pattern, subject);
        case NodeKind::MatchValue:
            return check_value_pattern(ck, pattern, subject);
        case NodeKind::MatchSingleton:
            return check_singleton_pattern(ck, pattern, subject);
        case NodeKind::MatchStar:
            return check_star_pattern(ck, pattern, subject);
        case NodeKind::MatchSequence:
            return check_sequence_pattern(ck, pattern, subject);
        case NodeKind::MatchMapping:
            return check_mapping_pattern(ck, pattern, subject);
        case NodeKind::MatchClass:
            return check_class_pattern(ck, pattern, subject);
        default:
            return {any_type(ck), subject};  // what the parser could not read
    }
}

}  // namespace krait::checker
