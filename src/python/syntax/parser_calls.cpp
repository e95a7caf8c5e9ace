// parser_calls.cpp: what follows an atom: calls, subscripts, attributes. Chains of these are read
// in a loop, however long.

#include <algorithm>

#include "python/syntax/parsing.h"

namespace krait::syntax {

using enum TokenKind;

NodeId Parser::postfix(NodeId value, std::uint32_t start) {
    std::uint32_t length = 0;
    for (;;) {
        switch (kind()) {
            case LeftParen:
                value = call(value, start);
                break;
            case LeftBracket:
                value = subscript(value, start);
                break;
            case Dot:
                value = attribute(value, start);
                break;
            default:
                longest_chain_ = std::max(longest_chain_, length);
                return value;
        }
        ++length;
    }
}

NodeId Parser::attribute(NodeId value, std::uint32_t start) {
    bump();
    Identifier attr = identifier();
    std::uint32_t end = end_of(start);
    std::uint32_t length = end > attr.start ? end - attr.start : 0;
    return build_.node(NodeKind::Attribute, start, end, index_of(value),
                       static_cast<std::uint32_t>(attr.name),
                       static_cast<std::uint16_t>(std::min(length, 0xFFFFu)));
}

/// A name, or what stands in its place.
Parser::Identifier Parser::identifier() {
    if (is_name_like(kind())) {
        Identifier found{name_of_token(current_), current_.start};
        bump();
        return found;
    }
    if (is_keyword(kind())) {
        error_here(std::string("Expected an identifier, but found a keyword ") +
                   syntax::name_of(kind()) + " that cannot be used here");
        Identifier found{name_of_token(current_), current_.start};
        bump();
        return found;
    }
    error_here("Expected an identifier");
    return {base::Name::Empty, previous_end_};
}

struct Parser::ArgumentState {
    std::uint32_t args = 0;
    std::uint32_t keywords = 0;
    bool seen_unpacking = false;
};

/// Pushes an argument of either kind.
void Parser::argument(ArgumentState& state) {
    std::uint32_t start = current_.start;
    auto keyword = [&](std::uint32_t name, bool invalid = false) {
        NodeId given = expression(kPlain);
        build_.push(build_.node(NodeKind::Keyword, start, end_of(start), name, index_of(given), 0,
                                invalid ? flag::kHasError : std::uint8_t{0}));
        ++state.keywords;
    };
    if (eat(DoubleStar)) {
        keyword(0);
        state.seen_unpacking = true;
        return;
    }
    NodeId value = named_expression(kStarredConditional);
    if (at(For) || at(Async)) {
        value = comprehension(NodeKind::GeneratorExp, value, start, EndOfFile);
    }
    if (at(Equal)) {
        std::uint32_t name = 0;
        if (kind_of(value) == NodeKind::Name) {
            name = build_.at(value).a;
        } else {
            error_at(value, "Expected a parameter name");
        }
        bump();
        keyword(name, name == 0);
        return;
    }
    if (kind_of(value) == NodeKind::Starred) {
        if (state.seen_unpacking) {
            error_at(value, "Iterable argument unpacking cannot follow keyword argument unpacking");
        }
    } else if (state.seen_unpacking) {
        error_at(value, "Positional argument cannot follow keyword argument unpacking");
    } else if (state.keywords > 0) {
        error_at(value, "Positional argument cannot follow keyword argument");
    }
    build_.push(value);
    ++state.args;
}

/// At `(`: reads the arguments of a call or class. They are stored as two lists, one behind the
/// other, positional arguments first; says where.
std::uint32_t Parser::arguments() {
    std::uint32_t open = current_.start;
    std::uint32_t mark = build_.mark();
    ArgumentState state;
    bump();
    comma_list(lists::kArguments, [&] { argument(state); });
    expect(RightParen);
    Pending all = build_.since(mark);
    check_arguments(all, state.keywords);
    if (all.size() == 1) {
        // A generator that is the only argument has the call's parentheses for its own.
        Node& only = build_.at(build_.item(mark));
        if (only.kind == NodeKind::GeneratorExp && (only.flags & flag::kParenthesized) == 0) {
            only.start = open;
            only.end = end_of(open);
        }
    }
    std::uint32_t record = build_.record(state.args);
    for (std::uint32_t i = all.from; i < all.to; ++i) {
        if (kind_of(build_.item(i)) != NodeKind::Keyword) build_.append(build_.item(i));
    }
    build_.append(state.keywords);
    for (std::uint32_t i = all.from; i < all.to; ++i) {
        if (kind_of(build_.item(i)) == NodeKind::Keyword) build_.append(build_.item(i));
    }
    build_.drop_to(mark);
    return record;
}

void Parser::check_arguments(Pending all, std::uint32_t keywords) {
    if (all.size() < 2) return;
    for (std::uint32_t i = all.from; i < all.to; ++i) {
        NodeId arg = build_.item(i);
        if (kind_of(arg) == NodeKind::GeneratorExp && !parenthesized(arg)) {
            error_at(arg, "Unparenthesized generator expression cannot be used here");
        }
    }
    if (keywords < 2) return;
    std::vector<std::uint32_t> seen;
    seen.reserve(keywords);
    for (std::uint32_t i = all.from; i < all.to; ++i) {
        const Node& node = build_.at(build_.item(i));
        if (node.kind != NodeKind::Keyword) continue;
        if (node.a == 0 && (node.flags & flag::kHasError) == 0) continue;
        // Quadratic, but not for calls that somebody generated.
        if (seen.size() < 256 && std::find(seen.begin(), seen.end(), node.a) != seen.end()) {
            error_at(build_.item(i), "Duplicate keyword argument \"" +
                                         std::string(base::text_of(base::Name{node.a})) + "\"");
        }
        seen.push_back(node.a);
    }
}

NodeId Parser::call(NodeId func, std::uint32_t start) {
    Nesting nesting(*this);
    std::uint32_t record = arguments();
    return build_.node(NodeKind::Call, start, end_of(start), index_of(func), record);
}

NodeId Parser::subscript(NodeId value, std::uint32_t start) {
    Nesting nesting(*this);
    bump();
    if (at(RightBracket)) {
        error_here("Expected index or slice expression");
        NodeId missing = hole();
        bump();
        return build_.node(NodeKind::Subscript, start, end_of(start), index_of(value),
                           index_of(missing));
    }
    std::uint32_t slice_start = current_.start;
    NodeId index = slice();
    if (at(Comma) || kind_of(index) == NodeKind::Starred) {
        std::uint32_t mark = build_.mark();
        build_.push(index);
        if (eat(Comma)) comma_list(lists::kSlices, [&] { build_.push(slice()); });
        for (NodeId item : build_.items(build_.since(mark))) {
            if (kind_of(item) == NodeKind::Starred) {
                require_version("Star unpack syntax", 11, start_of(item));
            }
        }
        index = build_.node(NodeKind::Tuple, slice_start, end_of(slice_start),
                            build_.store_and_drop(mark));
    }
    expect(RightBracket);
    return build_.node(NodeKind::Subscript, start, end_of(start), index_of(value), index_of(index));
}

NodeId Parser::slice() {
    std::uint32_t start = current_.start;
    constexpr TokenSet kNext{Colon, Comma, RightBracket};
    NodeId lower = NodeId::None;
    if (at(sets::kExpressionStart)) {
        lower = named_expression(kStarredConditional);
        if (at(Comma) || at(RightBracket)) return lower;
        if (kind_of(lower) == NodeKind::NamedExpr && !parenthesized(lower)) {
            error_at(lower, "Unparenthesized named expression cannot be used here");
        } else if (kind_of(lower) == NodeKind::Starred) {
            error_at(lower, "Starred expression cannot be used here");
        }
    }
    expect(Colon);
    NodeId upper = at(kNext) || at(sets::kLineEnd) ? NodeId::None : expression(kPlain);
    NodeId step = NodeId::None;
    if (eat(Colon) && !at(kNext) && !at(sets::kLineEnd)) step = expression(kPlain);
    return build_.node(NodeKind::Slice, start, end_of(start), index_of(lower),
                       build_.record(upper, step));
}

}  // namespace krait::syntax
