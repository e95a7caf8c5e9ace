// literals.cpp: constants and strings.

#include <string>

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/formats.h"

namespace krait::checker {

namespace {

/// The digits of an integer in decimal form, or Empty where they don't fit in 64 bits.
Name int_text(const CheckContext& ck, NodeId expr) {
    auto value = ck.tree.int_value(expr);
    if (value) return base::intern(std::to_string(*value));
    base::TextRange range = ck.tree.range(expr);
    std::string digits;
    for (char c : ck.source.text().substr(range.start, range.end - range.start)) {
        if (c == '_') continue;
        if (c < '0' || c > '9') return Name::Empty;  // not decimal: its value isn't known
        digits += c;
    }
    return base::intern(digits);
}

}  // namespace

TypePtr literal_expression(CheckContext& ck, types::LiteralValue value, std::string_view fallback) {
    const Instance* type = named_type(ck, fallback);
    const LiteralType* literal = types::make_literal(ck.cx, value, *type);
    if (is_literal_context(ck)) return literal;
    return with_literal(ck, *type, literal);
}

TypePtr bool_literal_expression(CheckContext& ck, bool value) {
    return literal_expression(
        ck, {types::LiteralKind::Bool, base::intern(value ? "True" : "False")}, "builtins.bool");
}

TypePtr check_literal(CheckContext& ck, NodeId expr) {
    using types::LiteralKind;
    switch (ck.tree.kind(expr)) {
        case NodeKind::Int: {
            Name text = int_text(ck, expr);
            if (text == Name::Empty) return named_type(ck, known::builtins_int);
            return literal_expression(ck, {LiteralKind::Int, text}, "builtins.int");
        }
        case NodeKind::Str:
            return literal_expression(ck, {LiteralKind::Str, base::intern(ck.tree.str_value(expr))},
                                      "builtins.str");
        case NodeKind::Bytes:
            return literal_expression(ck,
                                      {LiteralKind::Bytes, base::intern(ck.tree.bytes_value(expr))},
                                      "builtins.bytes");
        case NodeKind::Float:
            return named_type(ck, known::builtins_float);
        case NodeKind::Complex:
            return named_type(ck, known::builtins_complex);
        case NodeKind::True:
            return bool_literal_expression(ck, true);
        case NodeKind::False:
            return bool_literal_expression(ck, false);
        case NodeKind::NoneConstant:
            return none_type(ck);
        default:
            break;
    }
    if (lookup_class(ck, "types.EllipsisType") == nullptr) return any_type(ck);
    return named_type(ck, known::types_ellipsis);
}

namespace {

/// A value without `!r`: bytes would show as their repr.
void check_formatted_items(CheckContext& ck, TypePtr type, NodeId at) {
    std::vector<TypePtr> items{proper(ck, type)};
    if (const auto* options = types::as<UnionType>(items[0])) {
        items.assign(options->items.begin(), options->items.end());
    }
    Name format = base::intern("__format__");
    for (TypePtr item : items) {
        if (types::custom_special_method(ck.cx, item, format)) continue;
        check_formatted_value(ck, proper(ck, item), at);
    }
}

void accept_parts(CheckContext& ck, NodeId string) {
    for (NodeId part : ck.tree.string_parts(string)) {
        NodeId format_spec = NodeId::None;
        if (ck.tree.is(part, NodeKind::FormattedValue)) {
            syntax::FormattedValueView view = ck.tree.formatted_value(part);
            TypePtr type = accept(ck, view.value);
            if (view.conversion == syntax::Conversion::None) {
                check_formatted_items(ck, type, part);
            }
            format_spec = view.format_spec;
        } else if (ck.tree.is(part, NodeKind::Interpolation)) {
            syntax::InterpolationView view = ck.tree.interpolation(part);
            accept_for_effect(ck, view.value);
            format_spec = view.format_spec;
        }
        if (format_spec != NodeId::None) accept_parts(ck, format_spec);
    }
}

}  // namespace

TypePtr check_joined_string(CheckContext& ck, NodeId expr) {
    accept_parts(ck, expr);
    return named_type(ck, known::builtins_str);
}

TypePtr check_template_string(CheckContext& ck, NodeId expr) {
    accept_parts(ck, expr);
    const ClassInfo* info = lookup_class(ck, "string.templatelib.Template");
    if (info == nullptr) return any_type(ck, AnySource::FromError);
    return types::make_instance(ck.cx, info->id);
}

}  // namespace krait::checker
