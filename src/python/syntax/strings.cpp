// strings.cpp: string literals, joined where several stand in a row, with the replacement fields
// of f-strings and t-strings parsed as the expressions they are.
//
// Pieces of text collect until a field or the end comes, as in CPython's ast: "a" f"b{x}" gives
// one constant 'ab' and one field.

#include "python/syntax/parsing.h"

namespace krait::syntax {

using enum TokenKind;

struct Parser::StringState {
    std::uint32_t parts = 0;  // where the finished parts start on the builder's stack
    std::string text;         // of the piece that is being collected
    std::uint32_t text_start = 0;
    std::uint32_t text_end = 0;
    bool has_text = false;  // a piece began, empty or not
    bool interpolated = false;
};

NodeId Parser::strings() {
    constexpr TokenSet kStrings{String, FStringStart, TStringStart};
    std::uint32_t start = current_.start;
    if (at(String) && !kStrings.has(peek().kind)) return single_string();

    Nesting nesting(*this);
    StringState state;
    state.parts = build_.mark();
    std::uint32_t count = 0;
    bool any_bytes = false;
    bool any_text = false;
    bool any_format = false;
    bool any_template = false;
    bool unicode = at(String) && (current_.flags & token_flag::kUnicode) != 0;
    while (at(kStrings)) {
        ++count;
        if (at(String)) {
            bool bytes = (current_.flags & token_flag::kBytes) != 0;
            (bytes ? any_bytes : any_text) = true;
            plain_string(state);
            continue;
        }
        (at(TStringStart) ? any_template : any_format) = true;
        interpolated_string(state);
    }
    std::uint32_t end = end_of(start);
    if (any_bytes && (any_text || any_format || any_template)) {
        error("Bytes literal cannot be mixed with non-bytes literals", start, end);
    } else if (any_template && (any_text || any_format)) {
        error("Cannot mix t-string literals with string or bytes literals", start, end);
    }
    std::uint8_t joined = count > 1 ? flag::kConcatenated : std::uint8_t{0};
    if (any_format || any_template) {
        flush_text(state);
        if (any_template) {
            build_.use_template_strings();
            require_version("t-strings", 14, start);
        }
        return build_.node(any_template ? NodeKind::TemplateStr : NodeKind::JoinedStr, start, end,
                           build_.store_and_drop(state.parts), 0, 0, joined);
    }
    std::uint32_t at_ = build_.strings_size();
    build_.strings().append(state.text);
    return build_.node(
        any_bytes ? NodeKind::Bytes : NodeKind::Str, start, end, at_,
        static_cast<std::uint32_t>(state.text.size()), 0,
        static_cast<std::uint8_t>(joined | flag::kDecoded | (unicode ? flag::kUnicodePrefix : 0)));
}

namespace {

/// The inside of a plain literal, between its quotes.
struct Inside {
    std::uint32_t from;
    std::uint32_t to;
};

Inside inside_of(const Token& token) {
    std::uint32_t quotes = (token.flags & token_flag::kTriple) ? 3 : 1;
    std::uint32_t from = token.start + token.prefix + quotes;
    std::uint32_t to = (token.flags & token_flag::kUnterminated) ? token.end : token.end - quotes;
    return {from, std::max(from, to)};
}

}  // namespace

/// The frequent case: one literal without neighbours.
NodeId Parser::single_string() {
    Token token = current_;
    bump();
    Inside inside = inside_of(token);
    std::uint32_t value = build_.strings_size();
    decode(build_.strings(), lexer_.source().view(inside.from, inside.to), inside.from, token.flags,
           false);
    std::uint8_t flags = 0;
    bool raw = (token.flags & token_flag::kRaw) != 0;
    if ((token.flags & token_flag::kEscaped) &&
        (!raw || build_.strings_size() - value != inside.to - inside.from)) {
        flags |= flag::kDecoded;
    }
    if (token.flags & token_flag::kUnicode) flags |= flag::kUnicodePrefix;
    if (token.flags & token_flag::kUnterminated) flags |= flag::kHasError;
    return build_.node((token.flags & token_flag::kBytes) ? NodeKind::Bytes : NodeKind::Str,
                       token.start, token.end, value, build_.strings_size() - value,
                       static_cast<std::uint16_t>(inside.from - token.start), flags);
}

void Parser::add_text(StringState& state, std::uint32_t start, std::uint32_t end) {
    if (!state.has_text) state.text_start = start;
    state.text_end = end;
    state.has_text = true;
}

/// Makes a part of the text that was collected. Empty text is none.
void Parser::flush_text(StringState& state) {
    if (!state.text.empty()) {
        std::uint32_t value = build_.strings_size();
        build_.strings().append(state.text);
        build_.push(build_.node(NodeKind::Str, state.text_start, state.text_end, value,
                                static_cast<std::uint32_t>(state.text.size()), 0, flag::kDecoded));
    }
    state.text.clear();
    state.has_text = false;
}

void Parser::plain_string(StringState& state) {
    Inside inside = inside_of(current_);
    add_text(state, current_.start, current_.end);
    decode(state.text, lexer_.source().view(inside.from, inside.to), inside.from, current_.flags,
           false);
    bump();
}

/// At the start of an f-string or t-string.
void Parser::interpolated_string(StringState& state) {
    bool is_template = at(TStringStart);
    bump();
    interpolated_elements(state, is_template ? lists::kTStringElements : lists::kFStringElements,
                          is_template);
    expect(is_template ? TStringEnd : FStringEnd);
}

void Parser::interpolated_elements(StringState& state, const ListRules& rules, bool is_template) {
    bool spec = &rules == &lists::kFormatSpecElements;
    list(rules, [&] {
        if (at(LeftBrace)) {
            replacement_field(state, is_template);
            return;
        }
        add_text(state, current_.start, current_.end);
        decode(state.text, text_of(current_), current_.start, current_.flags, !spec);
        bump();
    });
}

namespace {

void append_without_comments(std::string& out, std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '#') i = std::min(text.find_first_of("\r\n", i), text.size());
        if (i < text.size()) out.push_back(text[i]);
    }
}

}  // namespace

/// `{value = !r:spec}`
void Parser::replacement_field(StringState& state, bool is_template) {
    Nesting nesting(*this);
    const std::string prefix = is_template ? "t-string: " : "f-string: ";
    std::uint32_t start = current_.start;
    std::uint32_t inside = current_.end;
    bump();
    NodeId value = expression_list(kYieldOrStarred);
    if (kind_of(value) == NodeKind::Lambda && !parenthesized(value)) {
        error_at(value, prefix + "lambda expressions are not allowed without parentheses");
    }
    std::uint32_t value_end = previous_end_;
    bool self_documenting = eat(Equal);
    if (self_documenting) {
        add_text(state, inside, current_.start);
        state.text.append(lexer_.source().view(inside, value_end));
        append_without_comments(state.text, lexer_.source().view(value_end, current_.start));
    }
    flush_text(state);
    Conversion conversion = conversion_flag(prefix);
    NodeId spec = NodeId::None;
    if (at(Colon)) {
        std::uint32_t spec_start = current_.end;
        bump();
        StringState nested;
        nested.parts = build_.mark();
        interpolated_elements(nested, lists::kFormatSpecElements, is_template);
        flush_text(nested);
        spec = build_.node(NodeKind::JoinedStr, spec_start, std::max(spec_start, previous_end_),
                           build_.store_and_drop(nested.parts));
    }
    if (!eat(RightBrace)) error_here(prefix + "expecting `}`");
    if (self_documenting && conversion == Conversion::None && spec == NodeId::None) {
        conversion = Conversion::Repr;
    }
    auto small = static_cast<std::uint16_t>(conversion);
    if (!is_template) {
        build_.push(build_.node(NodeKind::FormattedValue, start, end_of(start), index_of(value),
                                index_of(spec), small));
        return;
    }
    std::uint32_t text = build_.strings_size();
    build_.strings().append(
        lexer_.source().view(start_of(value), std::max(start_of(value), value_end)));
    std::uint32_t record = build_.record(text, build_.strings_size() - text, spec);
    build_.push(
        build_.node(NodeKind::Interpolation, start, end_of(start), index_of(value), record, small));
}

Conversion Parser::conversion_flag(const std::string& prefix) {
    Token mark = current_;
    if (!eat(Exclamation)) return Conversion::None;
    if (!is_name_like(kind())) {
        error_here(prefix + "invalid conversion character");
        return Conversion::None;
    }
    if (current_.start != mark.end) {
        error(prefix + "conversion type must come right after the exclamation mark", mark.end,
              current_.start);
    }
    std::string_view text = text_of(current_);
    Conversion conversion = Conversion::None;
    if (text == "s") {
        conversion = Conversion::Str;
    } else if (text == "r") {
        conversion = Conversion::Repr;
    } else if (text == "a") {
        conversion = Conversion::Ascii;
    } else {
        error_here(prefix + "invalid conversion character");
    }
    bump();
    return conversion;
}

}  // namespace krait::syntax
