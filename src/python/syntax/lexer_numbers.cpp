// lexer_numbers.cpp: how far a number reaches, and of which kind it is. Values are made by the
// parser (literals.cpp), and only for trees.

#include "python/syntax/lexer.h"

namespace krait::syntax {

namespace {

bool is_digit(char c, unsigned radix) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0') < radix;
    return radix == 16 && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'));
}

}  // namespace

/// Digits with single underscores between them; whether there was one.
bool Lexer::digits(unsigned radix) {
    std::uint32_t from = at_;
    while (is_digit(text_[at_], radix) || (text_[at_] == '_' && is_digit(text_[at_ + 1], radix))) {
        ++at_;
    }
    return at_ > from;
}

Token Lexer::radix_number(unsigned radix) {
    at_ += 2;
    if (!digits(radix)) return unreadable("ParseIntError { kind: Empty }", start_);
    return token(TokenKind::Int);
}

Token Lexer::number(char first) {
    if (first == '0') {
        switch (text_[at_ + 1]) {
            case 'x':
            case 'X':
                return radix_number(16);
            case 'o':
            case 'O':
                return radix_number(8);
            case 'b':
            case 'B':
                return radix_number(2);
            default:
                break;
        }
    }
    bool is_float = false;
    digits(10);
    std::uint32_t whole_end = at_;
    if (text_[at_] == '.') {
        ++at_;
        is_float = true;
        if (text_[at_] != '_') digits(10);
    }
    if (text_[at_] == 'e' || text_[at_] == 'E') {
        std::uint32_t exponent = at_ + 1;
        if (text_[exponent] == '+' || text_[exponent] == '-') ++exponent;
        if (is_digit(text_[exponent], 10)) {
            at_ = exponent;
            digits(10);
            is_float = true;
        }
    }
    if (text_[at_] == 'j' || text_[at_] == 'J') return one(TokenKind::Complex);
    if (is_float) return token(TokenKind::Float);
    if (first == '0') {
        for (std::uint32_t i = start_; i < whole_end; ++i) {
            if (text_[i] != '0' && text_[i] != '_') {
                return unreadable("Invalid decimal integer literal", start_);
            }
        }
    }
    return token(TokenKind::Int);
}

}  // namespace krait::syntax
