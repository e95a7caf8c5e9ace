// delete.cpp: del statements.

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/special_calls.h"
#include "python/checker/statements.h"

namespace krait::checker {

namespace {

void delete_target(CheckContext& ck, NodeId target) {
    switch (ck.tree.kind(target)) {
        case NodeKind::Subscript: {
            syntax::SubscriptView view = ck.tree.subscript(target);
            TypePtr base = accept(ck, view.value);
            Name name = base::intern("__delitem__");
            TypePtr method = analyze_external_member(ck, name, base, target);
            const auto* options = proper_as<UnionType>(ck, base);
            if (options == nullptr) {
                check_untyped_call(ck, method, target, Name::Empty, base, name);
                check_method_call(ck, name, base, method, positional({view.slice}), target);
                return;
            }
            for (TypePtr item : types::relevant_items(ck.cx, *options)) {
                {
                    Filter filter(ck);  // what an item lacks was reported for the union
                    method = analyze_external_member(ck, name, item, target);
                }
                check_method_call(ck, name, item, method, positional({view.slice}), target);
            }
            return;
        }
        case NodeKind::Tuple:
        case NodeKind::List:
            for (NodeId element : ck.tree.elements(target)) delete_target(ck, element);
            return;
        default:
            break;
    }
    accept_for_effect(ck, target);
    if (is_kind(ck, target, NodeKind::Name)) {
        ck.binder->assign_type(target, types::make_deleted(ck.cx, ck.tree.name(target)),
                               declaration_of(ck, target));
    }
}

}  // namespace

void check_delete(CheckContext& ck, NodeId statement) {
    for (NodeId target : ck.tree.delete_targets(statement)) delete_target(ck, target);
}

}  // namespace krait::checker
