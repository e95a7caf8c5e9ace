// match_statements.cpp: match. Patterns are not understood yet: what they capture is Any, and
// nothing is narrowed, so that nothing wrong is said. Subjects, guards and bodies are checked.

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/narrowing.h"
#include "python/checker/statements.h"
#include "python/checker/writable.h"
#include "python/syntax/tree_walk.h"

namespace krait::checker {

namespace {

void capture_any(CheckContext& ck, NodeId pattern) {
    const VarInfo* variable = types::as<VarInfo>(definition_of(ck, pattern));
    if (variable != nullptr && variable->type == nullptr) {
        writable(ck, *variable).type = not_implemented(ck);
        writable(ck, *variable).is_ready = true;
    }
    if (!syntax::is_pattern(ck.tree.kind(pattern))) return;
    syntax::for_each_child(ck.tree, pattern, [&](NodeId child) { capture_any(ck, child); });
}

bool always_matches(CheckContext& ck, const syntax::MatchCaseView& view) {
    if (view.guard != NodeId::None) return false;
    return ck.tree.is(view.pattern, NodeKind::MatchAs) &&
           ck.tree.match_as(view.pattern).pattern == NodeId::None;
}

}  // namespace

void check_match(CheckContext& ck, NodeId statement) {
    syntax::MatchView view = ck.tree.match(statement);
    FrameScope whole(*ck.binder, {.can_skip = false, .fall_through = 0});
    TypePtr subject = accept(ck, view.subject);
    bool exhausted = false;
    for (NodeId one : view.cases) {
        syntax::MatchCaseView part = ck.tree.match_case(one);
        capture_any(ck, part.pattern);
        {
            FrameScope branch(*ck.binder, {.can_skip = true, .fall_through = 2});
            // Inside, the subject's own type would contradict what the pattern found out.
            if (literalness(ck, view.subject) == Literalness::Type) {
                ck.binder->put(view.subject, any_type(ck, AnySource::NotImplemented), false);
            }
            (void)subject;
            if (part.guard != NodeId::None) {
                FrameScope guard(*ck.binder, {.can_skip = false, .fall_through = 3});
                accept_for_effect(ck, part.guard);
                push_narrowing(ck, find_isinstance_check(ck, part.guard).yes, false);
                check_block(ck, part.body);
            } else {
                check_block(ck, part.body);
            }
        }
        exhausted = exhausted || always_matches(ck, part);
    }
    FrameScope rest(*ck.binder, {.can_skip = false, .fall_through = 2});
    // Whether the cases cover everything isn't known: taken as covered, so that no "missing return"
    // is reported that mypy would not report.
    (void)exhausted;
    ck.binder->unreachable();
}

}  // namespace krait::checker
