// match_statements.cpp: match. The patterns are gone through twice: first without flow, to find the
// types of the names that they bind (a name may be bound in several cases), then case by case, each
// with what the cases before it have left of the subject.

#include <algorithm>

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/narrowing.h"
#include "python/checker/patterns.h"
#include "python/checker/report.h"
#include "python/checker/statements.h"
#include "python/types/subtypes.h"

namespace krait::checker {

namespace {

/// The types of variables that patterns bind, by their keys.
using CaptureTypes = std::vector<std::pair<KeyId, TypePtr>>;

TypePtr* find_type(CaptureTypes& types, KeyId key) {
    for (auto& [known, type] : types) {
        if (known == key) return &type;
    }
    return nullptr;
}

/// The subject as an expression that can be narrowed: itself, or a nameless variable for it.
NodeId named_subject(CheckContext& ck, NodeId statement, NodeId subject) {
    const NodeKind kind = kind_of(ck, subject);
    const bool bindable =
        kind == NodeKind::Name || kind == NodeKind::Attribute || kind == NodeKind::Subscript;
    if (bindable && literalness(ck, subject) != Literalness::No) return subject;
    auto [found, is_new] = ck.stand_ins.try_emplace(statement, NodeId::None);
    if (is_new) {
        auto* variable = ck.cx.arena.make<VarInfo>();
        variable->kind = VarInfo::kKind;
        variable->name = variable->fullname = base::intern("<match subject>");
        found->second = make_variable(ck, variable, subject);
    }
    return found->second;
}

struct Captured {
    KeyId key;
    std::vector<std::pair<NodeId, TypePtr>> places;
};

/// Gives the variables that patterns bind their types: a new one the union of all, an old one keeps
/// what it has.
CaptureTypes infer_capture_types(CheckContext& ck, const std::vector<PatternMatch>& matches) {
    std::vector<Captured> all;
    for (const PatternMatch& match : matches) {
        if (is_unreachable_map(ck, match.captures)) continue;
        for (const auto& place : match.captures.types) {
            const KeyId key = key_of(ck, place.first);
            auto known = std::find_if(all.begin(), all.end(),
                                      [&](const Captured& one) { return one.key == key; });
            if (known == all.end()) known = all.insert(all.end(), {key, {}});
            known->places.push_back(place);
        }
    }
    CaptureTypes result;
    for (const Captured& one : all) {
        std::vector<TypePtr> types;
        TypePtr previous = nullptr;
        VarInfo* inferred = nullptr;
        for (const auto& [name, type] : one.places) {
            types.push_back(type);
            LvalueFacts facts = check_lvalue(ck, name);
            if (inferred == nullptr) inferred = facts.inferred;
            if (facts.type == nullptr) continue;
            previous = facts.type;
            const VarInfo* variable = variable_of(ck, name);
            if (variable != nullptr && variable->is_final) {
                report_cant_assign_to_final(ck, variable->name, false, name);
            }
        }
        if (previous != nullptr) {
            result.emplace_back(one.key, previous);
            continue;
        }
        TypePtr type = union_of(ck, types);
        result.emplace_back(one.key, type);
        NodeId first = one.places[0].first;
        if (inferred != nullptr) infer_variable_type(ck, *inferred, first, type, first);
    }
    return result;
}

/// Leaves out what a variable can't take, with an error.
NarrowingMap without_conflicts(CheckContext& ck, const NarrowingMap& captures,
                               CaptureTypes& inferred) {
    if (is_unreachable_map(ck, captures)) return captures;
    NarrowingMap kept;
    for (const auto& [name, type] : captures.types) {
        const TypePtr* declared = find_type(inferred, key_of(ck, name));
        if (declared != nullptr &&
            check_subtype(ck, type, *declared, name, messages::texts::kIncompatibleTypesInCapture,
                          "pattern captures type", "variable has type")) {
            kept.put(name, type);
        }
    }
    return kept;
}

/// `match (a, b): case (int(), str()):` says something of a and of b.
void push_items(CheckContext& ck, NodeId expr, TypePtr type) {
    const auto* tuple = proper_as<TupleType>(ck, type);
    if (tuple == nullptr || !is_kind(ck, expr, NodeKind::Tuple)) return;
    auto elements = elements_of(ck, expr);
    if (elements.size() != tuple->items.size()) return;
    for (NodeId element : elements) {
        if (is_starred(ck, element)) return;
    }
    NarrowingMap map;
    for (std::size_t i = 0; i < elements.size(); ++i) map.put(elements[i], tuple->items[i]);
    push_narrowing(ck, map, false);
    for (std::size_t i = 0; i < elements.size(); ++i) push_items(ck, elements[i], tuple->items[i]);
}

/// What a guard finds out about `case name:` holds for the subject too.
void copy_to_subject(CheckContext& ck, NodeId pattern, NodeId subject, NarrowingMap& map) {
    if (!ck.tree.is(pattern, NodeKind::MatchAs)) return;
    if (ck.tree.match_as(pattern).pattern != NodeId::None) return;
    NodeId name = capture_name(ck, pattern);
    if (name == NodeId::None) return;
    const KeyId key = key_of(ck, name);
    TypePtr found = nullptr;
    for (const auto& [expr, type] : map.types) {
        if (is_kind(ck, expr, NodeKind::Name) && key_of(ck, expr) == key) found = type;
    }
    if (found != nullptr) map.put(subject, found);
}

struct Subject {
    NodeId statement;
    NodeId named;      // what is narrowed
    NodeId unwrapped;  // as it was written, a walrus's target
    TypePtr type;
};

/// The body under its guard; gives what is left if the case is not taken.
NarrowingMap check_guarded(CheckContext& ck, const Subject& subject,
                           const syntax::MatchCaseView& view, NarrowingMap rest) {
    FrameScope frame(*ck.binder, {.can_skip = false, .fall_through = 3});
    TypePtr type = proper(ck, accept(ck, view.guard));
    if (types::is<types::DeletedType>(type)) report_deleted_as_rvalue(ck, type, subject.statement);
    Narrowed maps = find_isinstance_check(ck, view.guard);
    rest = or_maps(ck, rest, maps.no);
    copy_to_subject(ck, view.pattern, subject.named, maps.yes);
    copy_to_subject(ck, view.pattern, subject.named, rest);
    push_narrowing(ck, maps.yes, false);
    check_block(ck, view.body);
    return rest;
}

/// One case; gives what is left of the subject after it.
NarrowingMap check_case(CheckContext& ck, const Subject& subject, NodeId node,
                        CaptureTypes& capture_types) {
    syntax::MatchCaseView view = ck.tree.match_case(node);
    PatternMatch match =
        check_pattern(ck, view.pattern, narrow_from_binder(ck, subject.named, subject.type));
    FrameScope frame(*ck.binder, {.can_skip = true, .fall_through = 2});
    Narrowed maps = maps_of(ck, subject.named, match.type, match.rest);
    if (subject.named != subject.unwrapped) {
        maps.yes.put(subject.unwrapped, match.type);
        maps.no.put(subject.unwrapped, match.rest);
    }
    maps.yes = propagate_to_parents(ck, maps.yes);
    NarrowingMap rest = propagate_to_parents(ck, maps.no);
    match.captures = without_conflicts(ck, match.captures, capture_types);
    push_narrowing(ck, maps.yes, false);
    for (const auto& [expr, type] : maps.yes.types) push_items(ck, expr, type);
    push_narrowing(ck, match.captures, false);
    if (view.guard != NodeId::None) return check_guarded(ck, subject, view, std::move(rest));
    check_block(ck, view.body);
    return rest;
}

}  // namespace

void check_match(CheckContext& ck, NodeId statement) {
    syntax::MatchView view = ck.tree.match(statement);
    Subject subject{statement, NodeId::None, collapse_walrus(ck, view.subject), nullptr};
    subject.named = named_subject(ck, statement, subject.unwrapped);
    FrameScope whole(*ck.binder, {.can_skip = false, .fall_through = 0});
    subject.type = proper(ck, accept(ck, view.subject));
    if (types::is<types::DeletedType>(subject.type)) {
        report_deleted_as_rvalue(ck, subject.type, statement);
    }
    std::vector<PatternMatch> matches;
    for (NodeId one : view.cases) {
        matches.push_back(check_pattern(ck, ck.tree.match_case(one).pattern, subject.type));
    }
    CaptureTypes capture_types = infer_capture_types(ck, matches);
    NarrowingMap unmatched;
    unmatched.put(view.subject, never_type(ck));
    for (NodeId one : view.cases) {
        unmatched = check_case(ck, subject, one, capture_types);
        push_narrowing(ck, unmatched, false);
    }
    if (!is_unreachable_map(ck, unmatched) && !ck.current_node_deferred) {
        for (const auto& entry : unmatched.types) {
            report_inexhaustive_match(ck, entry.second, statement);
        }
    }
    FrameScope rest(*ck.binder, {.can_skip = false, .fall_through = 2});
}

}  // namespace krait::checker
