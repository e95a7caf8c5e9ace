// report_operators.cpp: messages about operators, comparisons, conditions and TypedDict keys.

#include "python/checker/report.h"
#include "python/messages/wording.h"
#include "python/types/format.h"
#include "python/types/known.h"

namespace krait::checker {

namespace codes = messages::codes;

void report_unsupported_left(CheckContext& ck, std::string_view op, TypePtr type, NodeId at) {
    fail_lazily(ck, at, codes::kOperator, [&] {
        const bool hidden = ck.reporter.type_names_disabled > 0;
        return concat({"Unsupported left operand type for ", op, " (",
                       hidden ? std::string("some union") : types::format_type(ck.cx, type), ")"});
    });
}

void report_unsupported_operands(CheckContext& ck, std::string_view op, TypePtr left, TypePtr right,
                                 NodeId at, const char* code) {
    fail_lazily(ck, at, code, [&] {
        if (ck.reporter.type_names_disabled > 0) {
            return concat({"Unsupported operand types for ", op, " (likely involving Union)"});
        }
        return concat({"Unsupported operand types for ", op, " (", types::format_type(ck.cx, left),
                       " and ", types::format_type(ck.cx, right), ")"});
    });
}

namespace {

/// A note at the place of the last error, which it explains.
void note_beside(CheckContext& ck, NodeId at, const Diagnostics& errors, std::string text) {
    messages::Diagnostic made =
        diagnostic_at(ck, at, messages::Severity::Note, codes::kOperator, std::move(text));
    if (!errors.empty()) {
        made.line = errors.back().line;
        made.column = errors.back().column;
    }
    ck.reporter.add(std::move(made));
}

}  // namespace

void report_operands_from_unions(CheckContext& ck, NodeId at, const Diagnostics& errors) {
    note_beside(ck, at, errors, "Both left and right operands are unions");
}

void report_operand_from_union(CheckContext& ck, std::string_view side, TypePtr type, NodeId at,
                               const Diagnostics& errors) {
    if (!ck.reporter.wants_text(codes::kOperator)) return fail_silently(ck, codes::kOperator);
    note_beside(ck, at, errors,
                concat({side, " operand is of type ", types::format_type(ck.cx, type)}));
}

void report_dangerous_comparison(CheckContext& ck, TypePtr left, TypePtr right,
                                 std::string_view kind, NodeId at) {
    fail_lazily(ck, at, codes::kComparisonOverlap, [&] {
        const bool container = kind == "container";
        auto [l, r] = types::format_type_distinctly(ck.cx, left, right);
        return concat({"Non-overlapping ", kind, " check (", container ? "element" : "left operand",
                       " type: ", l, ", ", container ? "container item" : "right operand",
                       " type: ", r, ")"});
    });
}

void report_unreachable_operand(CheckContext& ck, std::string_view op, NodeId at) {
    fail(ck, at, codes::kUnreachable, concat({"Right operand of \"", op, "\" is never evaluated"}));
}

void report_redundant_condition(CheckContext& ck, std::string_view description, bool truth,
                                NodeId at) {
    if (!config::is_error_code_enabled(ck.options, codes::kRedundantExpr)) return;
    fail(ck, at, codes::kRedundantExpr,
         concat({description, " is always ", truth ? "true" : "false"}));
}

void report_redundant_left_operand(CheckContext& ck, std::string_view op, NodeId at) {
    report_redundant_condition(ck, concat({"Left operand of \"", op, "\""}), op == "and", at);
}

void report_incompatible_operator_assignment(CheckContext& ck, std::string_view op, NodeId at) {
    fail(ck, at, codes::kMisc, concat({"Result type of ", op, " incompatible in assignment"}));
}

namespace {

std::vector<std::string> key_names(const TypedDictType& type) {
    std::vector<std::string> names;
    for (const types::TypedDictItem& item : type.items)
        names.emplace_back(base::text_of(item.name));
    return names;
}

}  // namespace

bool is_anonymous(CheckContext& ck, const TypedDictType& type) {
    return known::is_typed_dict_fallback(info_of(ck, *type.fallback).fullname);
}

void report_typed_dict_key_not_deletable(CheckContext& ck, const TypedDictType& type, Name key,
                                         NodeId at) {
    fail_lazily(ck, at, codes::kMisc, [&] {
        if (is_anonymous(ck, type)) {
            return concat({"TypedDict key \"", base::text_of(key), "\" cannot be deleted"});
        }
        return concat({"Key \"", base::text_of(key), "\" of TypedDict ",
                       types::format_type(ck.cx, &type), " cannot be deleted"});
    });
}

void report_typed_dict_key_not_found(CheckContext& ck, const TypedDictType& type, Name key,
                                     NodeId at, bool is_set) {
    const char* code = is_set ? codes::kTypeddictUnknownKey : codes::kTypeddictItem;
    if (!ck.reporter.wants_text(code)) return fail_silently(ck, code);
    if (is_anonymous(ck, type)) {
        fail(ck, at, codes::kMisc,
             concat({"\"", base::text_of(key), "\" is not a valid TypedDict key; expected one of ",
                     messages::format_item_name_list(key_names(type))}));
        return;
    }
    fail(ck, at, code,
         concat({"TypedDict ", types::format_type(ck.cx, &type), " has no key \"",
                 base::text_of(key), "\""}));
    std::vector<std::string> matches =
        messages::best_matches(base::text_of(key), key_names(type), 3);
    if (!matches.empty()) {
        note(ck, at, code, concat({"Did you mean ", messages::pretty_seq(matches, "or"), "?"}));
    }
}

void report_typed_dict_key_must_be_literal(CheckContext& ck, const TypedDictType& type, NodeId at) {
    fail(ck, at, codes::kLiteralRequired,
         concat({"TypedDict key must be a string literal; expected one of ",
                 messages::format_item_name_list(key_names(type))}));
}

}  // namespace krait::checker
