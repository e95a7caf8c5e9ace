// metaclass_helpers.cpp

#include "python/semantic/metaclass_helpers.h"

namespace krait::semantic {

namespace {

bool is_reference(const Analyzer& a, NodeId node) {
    return a.tree.is(node, NodeKind::Name) || a.tree.is(node, NodeKind::Attribute);
}

bool is_with_metaclass(Analyzer& a, NodeId base) {
    if (!a.tree.is(base, NodeKind::Call)) return false;
    syntax::CallView call = a.tree.call(base);
    if (!is_reference(a, call.func)) return false;
    visit_type_expression(a, base);
    bool is_named = refers_to(
        a, call.func,
        {"six.with_metaclass", "future.utils.with_metaclass", "past.utils.with_metaclass"});
    if (!is_named || call.args.empty() || !call.keywords.empty()) return false;
    for (NodeId arg : call.args) {
        if (a.tree.is(arg, NodeKind::Starred)) return false;
    }
    return true;
}

/// The metaclass of `@add_metaclass(M)`; None if there is no such decorator.
NodeId added_metaclass(Analyzer& a, NodeList decorators) {
    for (NodeId decorator : decorators) {
        if (!a.tree.is(decorator, NodeKind::Call)) continue;
        syntax::CallView call = a.tree.call(decorator);
        if (!is_reference(a, call.func)) continue;
        visit_expression(a, call.func);
        bool fits = call.args.size() == 1 && call.keywords.empty() &&
                    !a.tree.is(call.args[0], NodeKind::Starred);
        if (fits && refers_to(a, call.func, {"six.add_metaclass"})) return call.args[0];
    }
    return NodeId::None;
}

}  // namespace

ClassParents class_parents(Analyzer& a, NodeId class_def) {
    syntax::ClassView view = a.tree.class_def(class_def);
    ClassParents parents;
    parents.bases.assign(view.bases.begin(), view.bases.end());
    for (NodeId keyword : view.keywords) {
        if (text(a.tree.keyword(keyword).arg) != "metaclass") continue;
        parents.metaclass = a.tree.keyword(keyword).value;
    }
    NodeId with_metaclass = NodeId::None;
    if (view.bases.size() == 1 && is_with_metaclass(a, view.bases[0])) {
        NodeList args = a.tree.call(view.bases[0]).args;
        with_metaclass = args[0];
        parents.bases.assign(args.begin() + 1, args.end());
    }
    NodeId added = added_metaclass(a, view.decorators);
    int count = 0;
    for (NodeId one : {parents.metaclass, with_metaclass, added}) count += one != NodeId::None;
    parents.has_several_metaclasses = count > 1;
    if (count == 1) {
        for (NodeId one : {with_metaclass, added}) {
            if (one != NodeId::None) parents.metaclass = one;
        }
    }
    return parents;
}

}  // namespace krait::semantic
