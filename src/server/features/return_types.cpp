#include "server/features/return_types.h"

#include <algorithm>
#include <vector>

#include "python/syntax/tree_walk.h"
#include "python/types/erase.h"
#include "python/types/factory.h"
#include "python/types/proper.h"
#include "python/types/typeops.h"
#include "server/features/statements.h"

namespace krait::features {

namespace {

using project::InspectedUnit;
using syntax::NodeId;
using syntax::NodeKind;
using syntax::NodeList;
using syntax::Tree;
using types::TypePtr;

/// Whether control can get past a piece of code.
enum class End : std::uint8_t { Reached, NotReached, Unknown };

constexpr unsigned kMostNested = 60;

End either(End left, End right) {
    if (left == End::Reached || right == End::Reached) return End::Reached;
    return left == End::Unknown || right == End::Unknown ? End::Unknown : End::NotReached;
}

bool never_returns(InspectedUnit& unit, NodeId call) {
    const TypePtr type = types::get_proper(unit.cx(), unit.type_of(call));
    return types::is<types::UninhabitedType>(type);
}

bool is_true(const Tree& tree, NodeId test) {
    return tree.is(test, NodeKind::True) ||
           (tree.is(test, NodeKind::Int) && tree.int_value(test).value_or(0) != 0);
}

/// Whether a loop's body leaves it by `break`.
bool breaks(const Tree& tree, NodeList body) {
    std::vector<NodeId> open(body.begin(), body.end());
    while (!open.empty()) {
        const NodeId node = open.back();
        open.pop_back();
        const NodeKind kind = tree.kind(node);
        if (kind == NodeKind::Break) return true;
        const bool is_loop =
            kind == NodeKind::While || kind == NodeKind::For || kind == NodeKind::AsyncFor;
        if (is_loop || is_definition(kind)) continue;
        for (const NodeList suite : suites_of(tree, node)) {
            open.insert(open.end(), suite.begin(), suite.end());
        }
    }
    return false;
}

class Ends {
public:
    explicit Ends(InspectedUnit& unit) : unit_(unit), tree_(unit.tree()) {}

    End of(NodeList suite, unsigned depth = 0) {
        End end = End::Reached;
        for (NodeId statement : suite) {
            const End now = of(statement, depth + 1);
            if (now == End::NotReached) return now;
            if (now == End::Unknown) end = now;
        }
        return end;
    }

private:
    End of(NodeId statement, unsigned depth) {
        if (depth > kMostNested) return End::Unknown;
        switch (tree_.kind(statement)) {
            case NodeKind::Return:
            case NodeKind::Raise:
            case NodeKind::Break:  // counted by its loop
            case NodeKind::Continue:
                return End::NotReached;
            case NodeKind::Expr: {
                const NodeId value = tree_.expr_value(statement);
                const bool ends = tree_.is(value, NodeKind::Call) && never_returns(unit_, value);
                return ends ? End::NotReached : End::Reached;
            }
            case NodeKind::If: {
                const syntax::IfView view = tree_.if_stmt(statement);
                return either(of(view.body, depth), of(view.orelse, depth));
            }
            case NodeKind::While: {
                const syntax::WhileView view = tree_.while_loop(statement);
                if (!is_true(tree_, view.test)) return of(view.orelse, depth);
                return breaks(tree_, view.body) ? End::Reached : End::NotReached;
            }
            case NodeKind::For:
            case NodeKind::AsyncFor: {
                const syntax::ForView view = tree_.for_loop(statement);
                return breaks(tree_, view.body) ? End::Reached : of(view.orelse, depth);
            }
            case NodeKind::With:
            case NodeKind::AsyncWith: {
                // A context manager may swallow what was raised.
                const End inner = of(tree_.with(statement).body, depth);
                return inner == End::NotReached ? inner : End::Reached;
            }
            case NodeKind::Try:
            case NodeKind::TryStar:
                return of_try(statement, depth);
            case NodeKind::Match:
                return End::Unknown;  // are all cases there?
            default:
                return End::Reached;
        }
    }

    End of_try(NodeId statement, unsigned depth) {
        const syntax::TryView view = tree_.try_stmt(statement);
        if (of(view.finalbody, depth) == End::NotReached) return End::NotReached;
        End end = of(view.body, depth);
        if (end == End::Reached) end = of(view.orelse, depth);
        for (NodeId handler : view.handlers) {
            end = either(end, of(tree_.except_handler(handler).body, depth));
        }
        return end;
    }

    InspectedUnit& unit_;
    const Tree& tree_;
};

/// The `return`s of a function, those of functions within excepted.
std::vector<NodeId> returns_of(const Tree& tree, NodeId function) {
    std::vector<NodeId> found;
    for_each_statement(tree, tree.function(function).body, false, [&](NodeId statement) {
        if (tree.is(statement, NodeKind::Return)) found.push_back(statement);
    });
    return found;
}

/// What it yields; null if that can't be told.
TypePtr yielded_type(InspectedUnit& unit, NodeId function) {
    const Tree& tree = unit.tree();
    std::vector<TypePtr> yielded;
    const NodeList body = tree.function(function).body;
    std::vector<NodeId> open(body.begin(), body.end());
    while (!open.empty()) {
        const NodeId node = open.back();
        open.pop_back();
        if (is_definition(tree.kind(node)) || tree.is(node, NodeKind::Lambda)) continue;
        if (tree.is(node, NodeKind::Yield)) {
            const NodeId value = tree.yield_value(node);
            const TypePtr type = value == NodeId::None ? nullptr : unit.type_of(value);
            if (type == nullptr) return nullptr;
            yielded.push_back(type);
        }
        syntax::for_each_child(tree, node, [&](NodeId child) { open.push_back(child); });
    }
    if (yielded.empty()) return nullptr;
    return types::make_simplified_union(unit.cx(), yielded);
}

TypePtr plain_type(InspectedUnit& unit, NodeId expression, unsigned depth = 0);

/// What the items have in common; null if that is not one type.
TypePtr shared_type(InspectedUnit& unit, NodeList items, unsigned depth) {
    std::vector<TypePtr> found;
    for (NodeId item : items) {
        if (item == NodeId::None || unit.tree().is(item, NodeKind::Starred)) return nullptr;
        const TypePtr type = types::get_proper(unit.cx(), plain_type(unit, item, depth + 1));
        if (type == nullptr) return nullptr;
        const auto* literal = types::as<types::LiteralType>(type);
        found.push_back(literal != nullptr ? literal->fallback : type);
    }
    if (found.empty()) return nullptr;
    const TypePtr all = types::make_simplified_union(unit.cx(), found);
    return types::is<types::UnionType>(all) ? nullptr : all;
}

/// The type of an expression, that of a display by what is in it: where nothing is expected of a
/// result, as in a function without annotations, the checker takes it as a list of anything.
TypePtr plain_type(InspectedUnit& unit, NodeId expression, unsigned depth) {
    const Tree& tree = unit.tree();
    types::Context& cx = unit.cx();
    if (depth > kMostNested) return nullptr;
    const auto made = [&](std::string_view name, std::initializer_list<TypePtr> args) -> TypePtr {
        if (std::ranges::find(args, nullptr) != args.end()) return nullptr;
        return types::named_type(cx, name, cx.arena.copy(args));
    };
    switch (tree.kind(expression)) {
        case NodeKind::List:
            return made("builtins.list", {shared_type(unit, tree.elements(expression), depth)});
        case NodeKind::Set:
            return made("builtins.set", {shared_type(unit, tree.elements(expression), depth)});
        case NodeKind::Dict: {
            const syntax::DictView view = tree.dict(expression);
            return made("builtins.dict", {shared_type(unit, view.keys, depth),
                                          shared_type(unit, view.values, depth)});
        }
        case NodeKind::ListComp:
        case NodeKind::SetComp: {
            const NodeId element = tree.comprehension_expr(expression).element;
            const bool is_list = tree.is(expression, NodeKind::ListComp);
            return made(is_list ? "builtins.list" : "builtins.set",
                        {plain_type(unit, element, depth + 1)});
        }
        case NodeKind::DictComp: {
            const syntax::DictCompView view = tree.dict_comp(expression);
            return made("builtins.dict", {plain_type(unit, view.key, depth + 1),
                                          plain_type(unit, view.value, depth + 1)});
        }
        default: {
            const TypePtr type = unit.type_of(expression);
            return type == nullptr ? type : types::remove_instance_last_known_values(cx, type);
        }
    }
}

bool says_something(types::Context& cx, TypePtr type) {
    const TypePtr proper = types::get_proper(cx, type);
    return proper != nullptr && !types::is<types::AnyType>(proper);
}

}  // namespace

TypePtr returned_type(InspectedUnit& unit, NodeId function) {
    const Tree& tree = unit.tree();
    types::Context& cx = unit.cx();
    const syntax::FunctionView view = tree.function(function);
    const std::vector<NodeId> returns = returns_of(tree, function);
    if (view.facts.has_yield_from) return nullptr;
    if (view.facts.has_yield) {
        const TypePtr item = view.facts.has_return_value ? nullptr : yielded_type(unit, function);
        if (!says_something(cx, item)) return nullptr;
        const TypePtr args[] = {item};
        return types::named_type(cx, view.is_async ? "typing.AsyncIterator" : "typing.Iterator",
                                 cx.arena.copy(std::span<const TypePtr>(args)));
    }
    std::vector<TypePtr> found;
    bool gives_none = false;
    for (NodeId one : returns) {
        const NodeId value = tree.return_value(one);
        if (value == NodeId::None || tree.is(value, NodeKind::NoneConstant)) {
            gives_none = true;
            continue;
        }
        if (unit.type_of(value) == nullptr) continue;  // never reached
        const TypePtr type = plain_type(unit, value);
        if (!says_something(cx, type)) return nullptr;
        found.push_back(type);
    }
    const End end = Ends(unit).of(view.body);
    // Who gives back a value must not just end: mypy wants the `return None` to be written.
    if (end != End::NotReached && !found.empty()) return nullptr;
    if (gives_none || found.empty()) found.push_back(types::make_none(cx));
    return types::make_simplified_union(cx, found);
}

}  // namespace krait::features
