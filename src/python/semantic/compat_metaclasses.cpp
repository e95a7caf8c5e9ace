// compat_metaclasses.cpp

#include "python/semantic/compat_metaclasses.h"

#include <algorithm>

#include "python/semantic/analysis.h"
#include "python/semantic/class_bases.h"

namespace krait::semantic {

std::optional<syntax::CallView> with_metaclass_call(Analyzer& a, const syntax::ClassView& view) {
    if (view.bases.size() != 1 || !a.tree.is(view.bases[0], NodeKind::Call)) return std::nullopt;
    syntax::CallView call = a.tree.call(view.bases[0]);
    const bool by_position =
        call.keywords.empty() && !call.args.empty() &&
        std::none_of(call.args.begin(), call.args.end(),
                     [&](NodeId arg) { return a.tree.is(arg, NodeKind::Starred); });
    if (!by_position) return std::nullopt;
    const NodeKind kind = a.tree.kind(call.func);
    if (kind != NodeKind::Name && kind != NodeKind::Attribute) return std::nullopt;
    visit_type_expression(a, call.func);
    if (!is_one_of(referent_fullname(a, call.func),
                   {"six.with_metaclass", "future.utils.with_metaclass",
                    "past.utils.with_metaclass"})) {
        return std::nullopt;
    }
    return call;
}

NodeId added_metaclass(Analyzer& a, const syntax::ClassView& view) {
    for (NodeId decorator : view.decorators) {
        if (!a.tree.is(decorator, NodeKind::Call)) continue;
        syntax::CallView call = a.tree.call(decorator);
        const NodeKind kind = a.tree.kind(call.func);
        if (kind != NodeKind::Name && kind != NodeKind::Attribute) continue;
        visit_type_expression(a, call.func);
        if (call.args.size() == 1 && call.keywords.empty() &&
            is_one_of(referent_fullname(a, call.func), {"six.add_metaclass"})) {
            return call.args[0];
        }
    }
    return NodeId::None;
}

}  // namespace krait::semantic
