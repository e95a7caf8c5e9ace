// type_variables_in.cpp
//
// Which type variables, and whether Self, occur in a type that is not analysed yet: a function
// binds the variables of its signature before its types are read.

#include <algorithm>

#include "python/semantic/type_analysis.h"
#include "python/types/typevars.h"

namespace krait::semantic {

using types::as;

namespace {

/// The parts of a type that may have type variables in them.
std::vector<Written> parts_of(Written written) {
    std::vector<Written> parts;
    const syntax::Tree& tree = *written.tree;
    switch (written.kind()) {
        case NodeKind::Subscript:
            return index_items(written);
        case NodeKind::BinOp: {
            NodeId node = written.node;
            while (tree.is(node, NodeKind::BinOp)) {
                parts.push_back(written.with(tree.bin_op(node).right));
                node = tree.bin_op(node).left;
            }
            parts.push_back(written.with(node));
            std::reverse(parts.begin(), parts.end());
            break;
        }
        case NodeKind::Tuple:
        case NodeKind::List:
            for (NodeId item : tree.elements(written.node)) parts.push_back(written.with(item));
            break;
        case NodeKind::Starred:
            parts.push_back(written.with(tree.starred_value(written.node)));
            break;
        case NodeKind::Call: {
            // Arg(int, 'x') of mypy_extensions: what follows the type is a name.
            syntax::CallView call = tree.call(written.node);
            if (!call.args.empty()) parts.push_back(written.with(call.args[0]));
            for (NodeId keyword : call.keywords) {
                syntax::KeywordView view = tree.keyword(keyword);
                if (text(view.arg) == "type") parts.push_back(written.with(view.value));
            }
            break;
        }
        default:
            break;
    }
    return parts;
}

bool seems_like_callable(Written written) {
    if (written.kind() != NodeKind::Subscript) return false;
    std::vector<Written> items = index_items(written);
    return !items.empty() &&
           (items[0].kind() == NodeKind::Ellipsis || items[0].kind() == NodeKind::List);
}

Found lookup_base(Analyzer& a, Written written, bool suppress_errors) {
    NodeId base = written.node;
    if (written.kind() == NodeKind::Subscript) base = written.tree->subscript(written.node).value;
    if (written.tree->is(base, NodeKind::Name)) {
        return lookup(a, written.tree->name(base), written.place(), suppress_errors);
    }
    std::string name = dotted_name(*written.tree, base);
    if (name.empty()) return {};
    // P.args and P.kwargs don't bind P: only a Callable that takes P does.
    for (std::string_view component : {".args", ".kwargs"}) {
        if (!name.ends_with(component)) continue;
        std::string_view spec = std::string_view(name).substr(0, name.size() - component.size());
        Found found = lookup_qualified(a, spec, written.place(), true);
        const auto* variable = as<types::TypeVariableInfo>(found.node);
        if (variable != nullptr && variable->variable_kind == types::TypeKind::ParamSpec) {
            return {};
        }
    }
    return lookup_qualified(a, name, written.place(), suppress_errors);
}

bool is_named(NodeKind kind) {
    return kind == NodeKind::Name || kind == NodeKind::Attribute || kind == NodeKind::Subscript;
}

}  // namespace

void find_type_variables(Analyzer& a, Written written, const TypeScope& scope,
                         bool include_callables, FoundTypeVariables& found) {
    Depth depth(a);
    if (depth.exceeded()) return;
    if (written.kind() == NodeKind::Str) {
        Written inner = unquoted(a, written);
        if (inner.node == NodeId::None) return;
        find_type_variables(a, inner, scope, include_callables, found);
        return;
    }
    if (is_named(written.kind())) {
        Found base = lookup_base(a, written, false);
        SpecialType special = base ? special_type_of(base.node->fullname) : SpecialType::None;
        if (special == SpecialType::Self) found.has_self_type = true;
        const auto* variable = as<types::TypeVariableInfo>(base.node);
        if (variable != nullptr && scope.binding(variable->fullname) == nullptr) {
            NamedTypeVariable one{base.symbol.name, variable};
            auto& all = found.variables;
            if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
            return;
        }
        if (!include_callables && seems_like_callable(written)) {
            if (mentions_self_type(a, written)) found.has_self_type = true;
            return;
        }
        if (special == SpecialType::Literal) return;
        if (written.kind() == NodeKind::Subscript && special == SpecialType::Annotated) {
            std::vector<Written> items = index_items(written);
            if (!items.empty()) {
                find_type_variables(a, items[0], scope, include_callables, found);
            }
            return;
        }
    }
    for (const Written& part : parts_of(written)) {
        find_type_variables(a, part, scope, include_callables, found);
    }
}

bool mentions_self_type(Analyzer& a, Written written) {
    Depth depth(a);
    if (depth.exceeded()) return false;
    if (written.kind() == NodeKind::Str) {
        Written inner = unquoted(a, written);
        return inner.node != NodeId::None && mentions_self_type(a, inner);
    }
    if (is_named(written.kind())) {
        std::uint32_t refs = a.incomplete_refs;
        bool deferred = a.deferred;
        Found base = lookup_base(a, written, true);
        if (!base) {
            a.incomplete_refs = refs;
            a.deferred = deferred;
        }
        SpecialType special = base ? special_type_of(base.node->fullname) : SpecialType::None;
        if (special == SpecialType::Self) return true;
        if (special == SpecialType::Literal) return false;
    }
    for (const Written& part : parts_of(written)) {
        if (mentions_self_type(a, part)) return true;
    }
    return false;
}

void set_up_self_type(Analyzer& a) {
    ClassInfo& info = *a.type;
    if (info.self_type != nullptr) {
        if (!has_placeholder(a, info.self_type->upper_bound)) return;
        process_placeholder(a, Name::Empty, "Self upper bound", Place{}, false);
    }
    static const Name self = base::intern("Self");
    types::TypeVarHead head{self, joined(info.fullname, ".", "Self"), {0, 0, Name::Empty}};
    info.self_type = types::make_type_var(a.cx, head, types::fill_typevars(a.cx, info), {},
                                          types::Variance::Invariant,
                                          any(a, types::AnySource::FromOmittedGenerics));
}

}  // namespace krait::semantic
