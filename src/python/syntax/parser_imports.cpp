// parser_imports.cpp: `import` and `from ... import`.

#include "python/syntax/parsing.h"

namespace krait::syntax {

using enum TokenKind;

/// `a.b.c`, as one name.
base::Name Parser::dotted_name(std::uint32_t& start) {
    start = current_.start;
    Identifier first = identifier();
    if (!at(Dot)) return first.name;
    std::string whole(base::text_of(first.name));
    while (eat(Dot)) {
        whole += '.';
        whole += base::text_of(identifier().name);
    }
    return base::intern(whole);
}

NodeId Parser::alias(bool dotted) {
    std::uint32_t start = current_.start;
    base::Name name;
    if (!dotted && at(TokenKind::Star)) {
        name = name_of_token(current_);
        bump();
    } else if (dotted) {
        name = dotted_name(start);
    } else {
        name = identifier().name;
    }
    std::uint32_t record = 0;
    if (eat(As)) {
        if (is_name_like(kind())) {
            Identifier as = identifier();
            record = build_.record(as.name, as.start);
        } else {
            error_here("Expected symbol after `as`");
        }
    }
    return build_.node(NodeKind::Alias, start, end_of(start), static_cast<std::uint32_t>(name),
                       record);
}

NodeId Parser::import_statement() {
    std::uint32_t start = current_.start;
    bool is_lazy = eat(Lazy);
    bump();
    std::uint32_t mark = build_.mark();
    comma_list(lists::kImportNames, [this] { build_.push(alias(true)); });
    if (build_.since(mark).size() == 0) {
        error_here("Expected one or more symbol names after import");
    }
    if (!functions_.empty()) functions_.back().facts.has_import = true;
    return build_.node(NodeKind::Import, start, end_of(start), build_.store_and_drop(mark), 0, 0,
                       is_lazy ? flag::kLazy : std::uint8_t{0});
}

NodeId Parser::import_from_statement() {
    std::uint32_t start = current_.start;
    bool is_lazy = eat(Lazy);
    bump();
    std::uint32_t level = 0;
    for (;;) {
        if (eat(Dot)) {
            level += 1;
        } else if (eat(TokenKind::Ellipsis)) {
            level += 3;
        } else {
            break;
        }
    }
    std::uint32_t module_start = current_.start;
    base::Name module = base::Name::Empty;
    if (is_name_like(kind())) {
        module = dotted_name(module_start);
    } else if (level == 0) {
        error_here("Expected a module name");
    }
    expect(Import);

    std::uint32_t names_start = current_.start;
    std::uint32_t mark = build_.mark();
    bool star = false;
    auto name = [&] {
        star |= at(TokenKind::Star);
        build_.push(alias(false));
    };
    if (eat(LeftParen)) {
        comma_list(lists::kImportFromParenthesized, name);
    } else {
        comma_list(lists::kImportFromNames, name);
    }
    std::uint32_t count = build_.since(mark).size();
    if (count == 0) error_here("Expected one or more symbol names after import");
    if (star && count > 1) {
        error("Star import must be the only import", names_start, previous_end_);
    }
    if (*lexer_.source().at(names_start) == '(') expect(RightParen);
    if (!functions_.empty()) functions_.back().facts.has_import = true;
    std::uint32_t record = build_.record(module_start, level, build_.since(mark));
    build_.drop_to(mark);
    return build_.node(NodeKind::ImportFrom, start, end_of(start),
                       static_cast<std::uint32_t>(module), record, 0,
                       is_lazy ? flag::kLazy : std::uint8_t{0});
}

}  // namespace krait::syntax
