// report_types.cpp: messages that compare two types, and others about one.

#include <algorithm>

#include "python/checker/expressions.h"
#include "python/checker/report.h"
#include "python/types/format.h"
#include "python/types/same.h"
#include "python/types/subtypes.h"

namespace krait::checker {

namespace codes = messages::codes;
namespace texts = messages::texts;

namespace {

/// Of the items of a long tuple that don't fit, so many are shown.
constexpr std::size_t kMostTupleItems = 3;

/// Tuples too long to print whole: the lengths, or the first items that differ.
bool report_long_tuple(CheckContext& ck, TypePtr subtype, TypePtr supertype, NodeId at,
                       const messages::Text& text, std::string_view sub_label,
                       std::string_view super_label) {
    const auto* given = types::as<TupleType>(subtype);
    const auto* wanted = types::as<TupleType>(supertype);
    if (given == nullptr || wanted == nullptr) return false;
    if (given->items.size() <= types::kMaxTupleItems &&
        wanted->items.size() <= types::kMaxTupleItems) {
        return false;
    }
    if (given->items.size() != wanted->items.size()) {
        if (sub_label.empty() || super_label.empty()) return false;
        fail(ck, at, text.code,
             concat({text.text, " (", sub_label, " ", types::format_long_tuple_type(ck.cx, *given),
                     ", ", super_label, " ", types::format_long_tuple_type(ck.cx, *wanted), ")"}));
        return true;
    }
    std::size_t errors = 0;
    std::vector<std::string> details;
    for (std::size_t i = 0; i < given->items.size(); ++i) {
        if (types::is_subtype(ck.cx, given->items[i], wanted->items[i])) continue;
        if (++errors > kMostTupleItems) continue;
        details.push_back(concat({"Expression tuple item ", std::to_string(i), " has type ",
                                  types::format_type(ck.cx, given->items[i]), "; ",
                                  types::format_type(ck.cx, wanted->items[i]), " expected; "}));
    }
    std::string summary = concat({std::to_string(errors), " tuple items are incompatible"});
    if (errors > kMostTupleItems) {
        summary += concat({"; ", std::to_string(errors - kMostTupleItems), " items are omitted"});
    }
    fail(ck, at, text.code, concat({text.text, " (", summary, ")"}));
    for (const std::string& detail : details) note(ck, at, text.code, detail);
    return true;
}

/// `return x` of a variable whose inferred type was too narrow: suggests an annotation.
std::string inferred_type_note(CheckContext& ck, NodeId outer, TypePtr subtype, TypePtr supertype,
                               std::string_view supertype_text) {
    const auto* given = types::as<Instance>(subtype);
    const auto* wanted = types::as<Instance>(supertype);
    if (given == nullptr || wanted == nullptr || given->type != wanted->type ||
        given->args.empty() || !is_kind(ck, outer, NodeKind::Return)) {
        return {};
    }
    NodeId value = ck.tree.return_value(outer);
    const VarInfo* variable = value != NodeId::None && is_kind(ck, value, NodeKind::Name)
                                  ? variable_of(ck, value)
                                  : nullptr;
    if (variable == nullptr || !variable->is_inferred) return {};
    for (std::size_t i = 0; i < given->args.size() && i < wanted->args.size(); ++i) {
        if (!types::is_subtype(ck.cx, given->args[i], wanted->args[i])) return {};
    }
    return concat({"Perhaps you need a type annotation for \"", base::text_of(variable->name),
                   "\"? Suggestion: ", supertype_text});
}

void note_callable_problems(CheckContext& ck, TypePtr subtype, TypePtr supertype, NodeId at,
                            const char* code) {
    const auto* wanted = types::as<Instance>(supertype);
    if (wanted != nullptr && info_of(ck, *wanted).is_protocol &&
        (types::is<CallableType>(subtype) || types::is<Instance>(subtype) ||
         types::is<TupleType>(subtype) || types::is<TypedDictType>(subtype) ||
         types::is<TypeType>(subtype))) {
        report_protocol_problems(ck, subtype, *wanted, at, code);
    }
    Name call_name = base::intern("__call__");
    const auto* given = types::as<Instance>(subtype);
    if (types::is<CallableType>(supertype) && given != nullptr) {
        TypePtr call =
            types::find_member_type(ck.cx, call_name, *given, given, {.is_operator = true});
        if (call != nullptr) note_call(ck, given, call, at, code);
    }
    if (is_function_like(subtype) && wanted != nullptr && info_of(ck, *wanted).is_protocol) {
        TypePtr call =
            types::find_member_type(ck.cx, call_name, *wanted, subtype, {.is_operator = true});
        types::SubtypeContext how;
        how.options = &ck.options;
        if (call != nullptr && !types::is_subtype(ck.cx, subtype, call, how)) {
            note_call(ck, wanted, call, at, code);
        }
    }
}

}  // namespace

bool check_subtype(CheckContext& ck, TypePtr subtype, TypePtr supertype, NodeId at,
                   const messages::Text& text, std::string_view subtype_label,
                   std::string_view supertype_label, const std::vector<std::string>& given_notes,
                   NodeId outer) {
    types::SubtypeContext how;
    how.options = &ck.options;
    if (types::is_subtype(ck.cx, subtype, supertype, how)) return true;
    if (ck.reporter.prefers_simple()) {
        fail(ck, at, text);
        return false;
    }
    TypePtr sub = proper(ck, subtype);
    TypePtr super = proper(ck, supertype);
    if (report_long_tuple(ck, sub, super, at, text, subtype_label, supertype_label)) return false;
    std::string info;
    std::string note_text;
    std::vector<std::string> notes = given_notes;
    if (!subtype_label.empty() || !supertype_label.empty()) {
        auto [sub_text, super_text] = types::format_type_distinctly(ck.cx, subtype, supertype);
        if (!subtype_label.empty()) info = concat({subtype_label, " ", sub_text});
        if (!supertype_label.empty()) {
            if (!info.empty()) info += ", ";
            info += concat({supertype_label, " ", super_text});
        }
        note_text =
            inferred_type_note(ck, outer != NodeId::None ? outer : at, sub, super, super_text);
        const auto* given = types::as<Instance>(sub);
        const auto* wanted = types::as<Instance>(super);
        if (given != nullptr && wanted != nullptr) {
            append_invariance_notes(ck, notes, *given, *wanted);
        }
        const auto* given_union = types::as<UnionType>(sub);
        const auto* wanted_union = types::as<UnionType>(super);
        if (given_union != nullptr && wanted_union != nullptr) {
            append_union_note(ck, notes, *given_union, *wanted_union);
        }
    }
    fail(ck, at, text.code,
         info.empty() ? std::string(text.text) : concat({text.text, " (", info, ")"}));
    for (std::string& one : notes) note(ck, at, text.code, std::move(one));
    if (!note_text.empty()) note(ck, at, text.code, std::move(note_text));
    note_callable_problems(ck, sub, super, at, text.code);
    check_possible_missing_await(ck, sub, super, at, text.code);
    return false;
}

TypePtr precise_awaitable_type(CheckContext& ck, TypePtr type, NodeId at, const Filter& filter) {
    if (is_proper<PartialType>(ck, type)) return nullptr;
    if (lookup_class(ck, "typing.Awaitable") == nullptr) return nullptr;
    TypePtr awaited = check_awaitable(ck, type, at, {""}, true);
    if (filter.has_errors() || is_any(ck, awaited)) return nullptr;
    return awaited;
}

void check_possible_missing_await(CheckContext& ck, TypePtr subtype, TypePtr supertype, NodeId at,
                                  const char* code) {
    if (ck.checking_missing_await) return;
    {
        Restore checking(ck.checking_missing_await, true);
        Filter filter(ck);
        TypePtr awaited = precise_awaitable_type(ck, subtype, at, filter);
        if (awaited == nullptr) return;
        if (!check_subtype(ck, awaited, supertype, at, texts::kIncompatibleTypes)) return;
    }
    report_possible_missing_await(ck, at, code);
}

void report_possible_missing_await(CheckContext& ck, NodeId at, const char* code) {
    note(ck, at, code, "Maybe you forgot to use \"await\"?");
}

void report_reveal_type(CheckContext& ck, TypePtr type, NodeId at) {
    if (ck.reporter.drops_revealed()) return;
    if (LoopFindings* loop = ck.reporter.collects_revealed()) {
        for (auto& [node, types] : loop->revealed) {
            if (node == at) {
                types.push_back(type);
                return;
            }
        }
        loop->revealed.push_back({at, {type}});
        return;
    }
    note(ck, at, codes::kMisc,
         concat({"Revealed type is \"", types::type_to_string(ck.cx, type), "\""}));
}

void report_assert_type_fail(CheckContext& ck, TypePtr source, TypePtr target, NodeId at) {
    fail_lazily(ck, at, codes::kAssertType, [&] {
        auto [given, wanted] = types::format_type_distinctly(ck.cx, source, target);
        return concat({"Expression is of type ", given, ", not ", wanted});
    });
}

void report_redundant_cast(CheckContext& ck, TypePtr type, NodeId at) {
    fail_lazily(ck, at, codes::kRedundantCast,
                [&] { return concat({"Redundant cast to ", types::format_type(ck.cx, type)}); });
}

namespace {

std::string deleted_name(TypePtr type) {
    const auto* deleted = types::as<types::DeletedType>(type);
    if (deleted == nullptr || deleted->source == Name::Empty) return {};
    return concat({" \"", base::text_of(deleted->source), "\""});
}

}  // namespace

void report_deleted_as_rvalue(CheckContext& ck, TypePtr type, NodeId at) {
    fail(ck, at, codes::kMisc, "Trying to read deleted variable" + deleted_name(type));
}

void report_deleted_as_lvalue(CheckContext& ck, TypePtr type, NodeId at) {
    fail(ck, at, codes::kMisc,
         concat({"Assignment to variable", deleted_name(type), " outside except: block"}));
}

void report_unsupported_type_type(CheckContext& ck, TypePtr item, NodeId at) {
    fail_lazily(ck, at, codes::kMisc, [&] {
        return concat(
            {"Cannot instantiate type \"type[", types::format_type_bare(ck.cx, item), "]\""});
    });
}

void report_type_not_iterable(CheckContext& ck, TypePtr type, NodeId at) {
    fail_lazily(ck, at, codes::kMisc, [&] {
        return concat({types::format_type(ck.cx, type), " object is not iterable"});
    });
}

void report_yield_from_operand(CheckContext& ck, TypePtr type, NodeId at) {
    fail_lazily(ck, at, codes::kMisc, [&] {
        return concat({"\"yield from\" can't be applied to ", types::format_type(ck.cx, type)});
    });
}

void report_disallowed_any(CheckContext& ck, TypePtr type, NodeId at) {
    if (is_any(ck, type)) {
        fail(ck, at, codes::kMisc, "Expression has type \"Any\"");
        return;
    }
    fail_lazily(ck, at, codes::kMisc, [&] {
        return concat({"Expression type contains \"Any\" (has type ",
                       types::format_type(ck.cx, proper(ck, type)), ")"});
    });
}

void report_first_argument_for_super(CheckContext& ck, TypePtr type, NodeId at) {
    type = proper(ck, type);
    fail(ck, at, codes::kArgType,
         concat({"Argument 1 for \"super\" must be a type object; got ",
                 types::is<Instance>(type) ? std::string("a non-type instance")
                                           : types::format_type(ck.cx, type)}));
}

void report_returning_any(CheckContext& ck, TypePtr type, NodeId at) {
    fail_lazily(ck, at, codes::kNoAnyReturn, [&] {
        return concat(
            {"Returning Any from function declared to return ", types::format_type(ck.cx, type)});
    });
}

}  // namespace krait::checker
