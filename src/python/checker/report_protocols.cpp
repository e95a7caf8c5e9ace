// report_protocols.cpp: notes that explain why a type does not fit: protocols, invariance, unions.

#include <algorithm>

#include "python/checker/report.h"
#include "python/messages/wording.h"
#include "python/types/erase.h"
#include "python/types/format.h"
#include "python/types/same.h"
#include "python/types/subtypes.h"

namespace krait::checker {

namespace {

constexpr std::size_t kMaxItems = 2;

struct Conflict {
    Name name;
    TypePtr got;
    TypePtr expected;
    bool is_setter = false;
};

/// A note that goes with the error above it: the same line may come twice below one error.
void note_below(CheckContext& ck, NodeId at, const char* code, std::string text) {
    messages::Diagnostic found =
        diagnostic_at(ck, at, messages::Severity::Note, code, std::move(text));
    found.belongs_to_previous = true;
    ck.reporter.add(std::move(found));
}

void note_more(CheckContext& ck, std::size_t conflicts, NodeId at, const char* code) {
    if (conflicts <= kMaxItems) return;
    note_below(ck, at, code,
               concat({"    <", std::to_string(conflicts - kMaxItems),
                       " more conflict(s) not shown>"}));
}

std::vector<Conflict> conflicts_of(CheckContext& ck, const Instance& given, TypePtr original,
                                   const Instance& protocol, bool class_obj) {
    std::vector<Conflict> conflicts;
    types::SubtypeContext how;
    how.options = &ck.options;
    for (Name member : types::protocol_members(ck.cx, info_of(ck, protocol))) {
        if (is_text(member, "__init__") || is_text(member, "__new__")) continue;
        TypePtr expected = types::find_member_type(ck.cx, member, protocol, &given);
        TypePtr got = types::get_protocol_member(ck.cx, given, original, member, class_obj);
        if (expected == nullptr || got == nullptr) continue;
        types::SubtypeContext loose = how;
        loose.ignore_pos_arg_names = true;
        const bool fits = types::is_subtype(ck.cx, got, expected, loose);
        if (!fits) conflicts.push_back({member, got, expected});
        const types::MemberFlags flags = types::get_member_flags(ck.cx, member, protocol);
        if (!flags.settable) continue;
        bool other_setter = false;
        if (flags.explicit_setter) {
            types::MemberQuery query;
            query.is_lvalue = true;
            TypePtr set = types::find_member_type(ck.cx, member, protocol, &given, query);
            other_setter = set != nullptr && !types::is_same_type(ck.cx, set, expected);
            expected = set;
        }
        if (types::get_member_flags(ck.cx, member, given).explicit_setter) {
            TypePtr set =
                types::get_protocol_member(ck.cx, given, original, member, class_obj, true);
            other_setter =
                other_setter || (set != nullptr && !types::is_same_type(ck.cx, set, got));
            got = set;
        }
        if ((!fits && !other_setter) || expected == nullptr || got == nullptr) continue;
        if (!types::is_subtype(ck.cx, expected, got, how)) {
            conflicts.push_back({member, got, expected, other_setter});
        }
    }
    return conflicts;
}

void note_signature(CheckContext& ck, TypePtr type, bool skip_self, NodeId at, const char* code) {
    if (const auto* callable = types::as<CallableType>(type)) {
        note_below(ck, at, code, "        " + types::pretty_callable(ck.cx, *callable, skip_self));
        return;
    }
    for (const CallableType* item : function_items(ck, type)) {
        note_below(ck, at, code, "        @overload");
        note_below(ck, at, code, "        " + types::pretty_callable(ck.cx, *item, skip_self));
    }
}

void note_conflicts(CheckContext& ck, const std::vector<Conflict>& conflicts, const Instance& given,
                    bool skip_self, NodeId at, const char* code) {
    note_below(ck, at, code,
         concat({"Following member(s) of ", types::format_type(ck.cx, &given, 0, true),
                 " have conflicts:"}));
    for (std::size_t i = 0; i < conflicts.size() && i < kMaxItems; ++i) {
        TypePtr expected = proper(ck, conflicts[i].expected);
        TypePtr got = proper(ck, conflicts[i].got);
        if (!is_function_like(expected) || !is_function_like(got) ||
            is_class_object(ck, expected)) {
            auto [wanted, found] = types::format_type_distinctly(ck.cx, expected, got);
            note_below(ck, at, code,
                 concat({"    ", base::text_of(conflicts[i].name), ": expected",
                         conflicts[i].is_setter ? " setter type " : " ", wanted, ", got ", found}));
            if (conflicts[i].is_setter && types::is_subtype(ck.cx, got, expected)) {
                note_below(ck, at, code, "    Setter types should behave contravariantly");
            }
            continue;
        }
        note_below(ck, at, code,
                   conflicts[i].is_setter ? "    Expected setter type:" : "    Expected:");
        note_signature(ck, expected, skip_self, at, code);
        note_below(ck, at, code, "    Got:");
        note_signature(ck, got, skip_self, at, code);
    }
    note_more(ck, conflicts.size(), at, code);
}

void note_flags(CheckContext& ck, const Instance& given, const Instance& protocol, bool class_obj,
                NodeId at, const char* code) {
    std::size_t shown = 0;
    Name owner = info_of(ck, protocol).name;
    for (Name member : types::protocol_members(ck.cx, info_of(ck, protocol))) {
        types::MemberQuery query;
        query.class_obj = class_obj;
        if (types::find_member_type(ck.cx, member, given, &given, query) == nullptr) continue;
        types::MemberFlags sub = types::get_member_flags(ck.cx, member, given, class_obj);
        types::MemberFlags super = types::get_member_flags(ck.cx, member, protocol);
        auto say = [&](std::string_view text) {
            note_below(ck, at, code,
                 concat(
                     {"Protocol member ", base::text_of(owner), ".", base::text_of(member), text}));
        };
        const bool bad = (sub.classvar && !super.classvar && super.settable) ||
                         (super.classvar && !sub.classvar) || (super.settable && !sub.settable) ||
                         (super.class_or_static && !sub.class_or_static) ||
                         (class_obj && super.var && !sub.classvar) || (class_obj && super.classvar);
        if (!bad || ++shown > kMaxItems) continue;
        if (!class_obj && sub.classvar && !super.classvar) {
            say(" expected instance variable, got class variable");
        }
        if (!class_obj && super.classvar && !sub.classvar) {
            say(" expected class variable, got instance variable");
        }
        if (super.settable && !sub.settable)
            say(" expected settable variable, got read-only attribute");
        if (super.class_or_static && !sub.class_or_static) say(" expected class or static method");
        if (class_obj && super.var && sub.var && !sub.classvar) {
            note_below(ck, at, code,
                 concat({"Only class variables allowed for class object access on protocols, ",
                         base::text_of(member), " is an instance variable of \"",
                         base::text_of(info_of(ck, given).name), "\""}));
        }
        if (class_obj && super.classvar) {
            note_below(ck, at, code,
                 concat({"ClassVar protocol member ", base::text_of(owner), ".",
                         base::text_of(member), " can never be matched by a class object"}));
        }
    }
    note_more(ck, shown, at, code);
}

}  // namespace

void report_protocol_problems(CheckContext& ck, TypePtr subtype, const Instance& supertype,
                              NodeId at, const char* code) {
    std::string_view name = base::text_of(info_of(ck, supertype).fullname);
    if (types::is<TypedDictType>(subtype) && name == "typing.Mapping") return;
    if (types::is<TupleType>(subtype) && (name == "typing.Iterable" || name == "typing.Sequence")) {
        return;
    }
    if (std::any_of(supertype.args.begin(), supertype.args.end(),
                    [&](TypePtr arg) { return is_proper<UninhabitedType>(ck, arg); })) {
        return;
    }
    bool class_obj = false;
    std::vector<Name> skip;
    TypePtr original = subtype;
    if (const auto* tuple = types::as<TupleType>(subtype)) {
        subtype = types::tuple_fallback(ck.cx, *tuple);
    } else if (const auto* dict = types::as<TypedDictType>(subtype)) {
        subtype = dict->fallback;
    } else if (const auto* type_type = types::as<TypeType>(subtype)) {
        subtype = proper(ck, type_type->item);
        class_obj = true;
    } else if (const auto* callable = types::as<CallableType>(subtype)) {
        if (is_class_object(ck, subtype)) {
            subtype = types::get_instance_type(ck.cx, *callable, true);
            class_obj = true;
        } else {
            subtype = callable->fallback;
            skip.push_back(base::intern("__call__"));
        }
    }
    const auto* given = types::as<Instance>(subtype);
    if (given == nullptr) return;
    const bool is_module = given->extra != nullptr && given->extra->module != Name::Empty;
    if (!types::is<TupleType>(original)) original = given;
    std::vector<Name> members = types::protocol_members(ck.cx, info_of(ck, supertype));
    std::vector<std::string> missing;
    for (Name member : members) {
        if (std::find(skip.begin(), skip.end(), member) != skip.end()) continue;
        if (types::find_member_type(ck.cx, member, *given, given) == nullptr) {
            missing.emplace_back(base::text_of(member));
        }
    }
    const bool only_call = missing.size() == 1 && missing[0] == "__call__";
    std::string_view given_name = base::text_of(info_of(ck, *given).name);
    std::string_view protocol_name = base::text_of(info_of(ck, supertype).name);
    if (!missing.empty() && (missing.size() < members.size() || only_call) &&
        missing.size() <= kMaxItems) {
        if (only_call && class_obj) {
            note_below(ck, at, code,
                concat({"\"", given_name, "\" has constructor incompatible with \"__call__\" of \"",
                        protocol_name, "\""}));
        } else {
            note_below(ck, at, code,
                 concat({"\"", given_name, "\" is missing following \"", protocol_name,
                         "\" protocol member", messages::plural_s(missing.size()), ":"}));
            std::string names = "    ";
            for (std::size_t i = 0; i < missing.size(); ++i) {
                if (i > 0) names += ", ";
                names += missing[i];
            }
            note_below(ck, at, code, names);
        }
    } else if (missing.size() > kMaxItems || missing.size() == members.size()) {
        return;
    }
    std::vector<Conflict> conflicts = conflicts_of(ck, *given, original, supertype, class_obj);
    const ClassInfo& given_info = info_of(ck, *given);
    const ClassInfo& protocol_info = info_of(ck, supertype);
    const bool explains = !types::is_subtype(ck.cx, given, types::erase_type(ck.cx, &supertype)) ||
                          given_info.type_vars.empty() || protocol_info.type_vars.empty() ||
                          given_info.has_param_spec || protocol_info.has_param_spec;
    if (!conflicts.empty() && explains) {
        note_conflicts(ck, conflicts, *given, class_obj || is_module, at, code);
    }
    note_flags(ck, *given, supertype, class_obj, at, code);
}

void append_invariance_notes(CheckContext& ck, std::vector<std::string>& notes,
                             const Instance& given, const Instance& expected) {
    const ClassInfo& given_info = info_of(ck, given);
    if (given.type != expected.type) return;
    std::string_view type;
    std::string_view suggestion;
    if (is_fullname(given_info, "builtins.list") && given.args.size() == 1 &&
        types::is_subtype(ck.cx, given.args[0], expected.args[0])) {
        type = "list";
        suggestion = "Consider using \"Sequence\" instead, which is covariant";
    } else if (is_fullname(given_info, "builtins.dict") && given.args.size() == 2 &&
               types::is_same_type(ck.cx, given.args[0], expected.args[0]) &&
               types::is_subtype(ck.cx, given.args[1], expected.args[1])) {
        type = "dict";
        suggestion = "Consider using \"Mapping\" instead, which is covariant in the value type";
    }
    if (type.empty()) return;
    notes.push_back(concat({"\"", type,
                            "\" is invariant -- see https://mypy.readthedocs.io/en/stable/"
                            "common_issues.html#variance"}));
    notes.emplace_back(suggestion);
}

void append_union_note(CheckContext& ck, std::vector<std::string>& notes, const UnionType& given,
                       const UnionType& expected) {
    std::vector<TypePtr> items = types::flatten_nested_unions(ck.cx, given.items);
    if (items.size() < types::kMaxUnionItems) return;
    std::vector<std::string> missing;
    for (TypePtr item : items) {
        if (!types::is_subtype(ck.cx, item, &expected)) {
            missing.push_back(types::format_type(ck.cx, item));
        }
    }
    if (missing.empty()) return;
    std::string text = concat(
        {"Item", messages::plural_s(missing.size()), " in the first union not in the second: "});
    for (std::size_t i = 0; i < missing.size(); ++i) {
        if (i > 0) text += ", ";
        text += missing[i];
    }
    notes.push_back(std::move(text));
}

void append_numbers_notes(CheckContext& ck, std::vector<std::string>& notes,
                          const Instance& expected) {
    static constexpr std::string_view kNumbers[] = {"numbers.Number", "numbers.Complex",
                                                    "numbers.Real", "numbers.Rational",
                                                    "numbers.Integral"};
    std::string_view name = base::text_of(info_of(ck, expected).fullname);
    if (std::find(std::begin(kNumbers), std::end(kNumbers), name) == std::end(kNumbers)) return;
    notes.emplace_back("Types from \"numbers\" are not supported for static type checking");
    notes.emplace_back("See https://peps.python.org/pep-0484/#the-numeric-tower");
    notes.emplace_back("Consider using a protocol instead, such as typing.SupportsFloat");
}

void note_call(CheckContext& ck, TypePtr subtype, TypePtr call, NodeId at, const char* code) {
    note(ck, at, code,
         concat({"\"", types::format_type_bare(ck.cx, subtype), ".__call__\" has type ",
                 types::format_type(ck.cx, call, 1)}));
}

}  // namespace krait::checker
