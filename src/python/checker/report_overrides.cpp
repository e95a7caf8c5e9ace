// report_overrides.cpp: messages about members that do not fit those of base classes.

#include "python/checker/overrides.h"
#include "python/checker/report.h"
#include "python/types/format.h"
#include "python/types/subtypes.h"

namespace krait::checker {

namespace codes = messages::codes;

namespace {

std::string quoted(std::string_view text) {
    return concat({"\"", text, "\""});
}

std::string quoted(Name name) {
    return quoted(base::text_of(name));
}

std::string target_of(const Override& pair) {
    std::string target = concat({"supertype ", quoted(pair.supertype)});
    if (pair.name_in_super == pair.name) return target;
    return concat({quoted(pair.name_in_super), " of ", target});
}

/// A note that is silenced together with its error.
void note_below(CheckContext& ck, NodeId at, std::string text) {
    messages::Diagnostic found =
        diagnostic_at(ck, at, messages::Severity::Note, codes::kOverride, std::move(text));
    found.belongs_to_previous = true;
    ck.reporter.add(std::move(found));
}

void note_signature(CheckContext& ck, const CallableType& type, NodeId at) {
    const std::string indent(9, ' ');
    std::string_view decorator = types::pretty_class_or_static_decorator(ck.cx, type);
    if (!decorator.empty()) note_below(ck, at, concat({indent, decorator}));
    note_below(ck, at, concat({indent, types::pretty_callable(ck.cx, type)}));
}

void note_side(CheckContext& ck, std::string_view label, TypePtr type, std::string_view text,
               NodeId at) {
    const std::string indent(9, ' ');
    note_below(ck, at, concat({"     ", label}));
    if (const auto* callable = types::as<CallableType>(type)) {
        note_signature(ck, *callable, at);
    } else if (const auto* overload = types::as<OverloadedType>(type)) {
        for (const CallableType* item : overload->items) {
            note_below(ck, at, concat({indent, "@overload"}));
            note_signature(ck, *item, at);
        }
    } else {
        note_below(ck, at, concat({indent, text}));
    }
}

}  // namespace

void report_signature_incompatible(CheckContext& ck, const Override& pair) {
    if (!ck.reporter.wants_text(codes::kOverride)) return fail_silently(ck, codes::kOverride);
    fail(ck, pair.at, codes::kOverride,
         concat({"Signature of ", quoted(pair.name), " incompatible with ", target_of(pair)}));
    auto [original, override] =
        types::format_type_distinctly(ck.cx, pair.original, pair.override, true);
    note_side(ck, "Superclass:", pair.original, original, pair.at);
    note_side(ck, "Subclass:", pair.override, override, pair.at);
}

void report_overload_order(CheckContext& ck, const Override& pair) {
    fail(ck, pair.at, codes::kOverride,
         concat({"Signature of ", quoted(pair.name), " incompatible with ", target_of(pair)}));
    note(ck, pair.at, codes::kOverride,
         concat({"Overload variants must be defined in the same order as they are in ",
                 quoted(pair.supertype)}));
}

void report_argument_incompatible(CheckContext& ck, const Override& pair, std::size_t argument,
                                  TypePtr type_in_super, NodeId at) {
    if (!ck.reporter.wants_text(codes::kOverride)) return fail_silently(ck, codes::kOverride);
    const messages::Diagnostic origin =
        diagnostic_at(ck, pair.at, messages::Severity::Error, codes::kOverride, {});
    auto say = [&](messages::Severity severity, std::string text) {
        messages::Diagnostic found =
            diagnostic_at(ck, at, severity, codes::kOverride, std::move(text));
        found.origin_line = origin.line;
        found.origin_last_line = origin.line;
        ck.reporter.add(std::move(found));
    };
    say(messages::Severity::Error,
        concat({"Argument ", std::to_string(argument), " of ", quoted(pair.name),
                " is incompatible with ", target_of(pair),
                "; supertype defines the argument type as ",
                quoted(types::format_type_bare(ck.cx, type_in_super))}));
    const auto note_line = [&](std::string text) {
        say(messages::Severity::Note, std::move(text));
    };
    if (!is_text(pair.name, "__post_init__")) {
        note_line("This violates the Liskov substitution principle");
        note_line(
            "See "
            "https://mypy.readthedocs.io/en/stable/common_issues.html#incompatible-overrides");
    }
    if (!is_text(pair.name, "__eq__") || pair.class_name.empty()) return;
    note_line("It is recommended for \"__eq__\" to work with arbitrary objects, for example:");
    note_line("    def __eq__(self, other: object) -> bool:");
    note_line(concat({"        if not isinstance(other, ", pair.class_name, "):"}));
    note_line("            return NotImplemented");
    note_line(concat({"        return <logic to compare two ", pair.class_name, " instances>"}));
}

void report_return_incompatible(CheckContext& ck, const Override& pair, TypePtr original,
                                TypePtr override) {
    if (!ck.reporter.wants_text(codes::kOverride)) return fail_silently(ck, codes::kOverride);
    auto [given, wanted] = types::format_type_distinctly(ck.cx, override, original);
    const std::string target = target_of(pair);
    fail(ck, pair.at, codes::kOverride,
         concat({"Return type ", given, " of ", quoted(pair.name),
                 " incompatible with return type ", wanted, " in ", target}));
    const auto* coroutine = proper_as<Instance>(ck, original);
    const auto* iterator = proper_as<Instance>(ck, override);
    if (coroutine == nullptr || iterator == nullptr || coroutine->args.size() != 3) return;
    if (!is_instance_of(ck, iterator, "typing.AsyncIterator") ||
        !is_instance_of(ck, coroutine, "typing.Coroutine") ||
        !types::is_same_type(ck.cx, coroutine->args[2], iterator)) {
        return;
    }
    note(ck, pair.at, codes::kNone,
         concat({"Consider declaring ", quoted(pair.name), " in ", target, " without \"async\""}));
    note(ck, pair.at, codes::kNone,
         "See https://mypy.readthedocs.io/en/stable/more_types.html#asynchronous-iterators");
}

void report_setter_incompatible(CheckContext& ck, TypePtr type, TypePtr original,
                                const ClassInfo& base, NodeId at) {
    fail(ck, at, codes::kOverride, "Incompatible override of a setter type");
    auto [wanted, given] = types::format_type_distinctly(ck.cx, original, type);
    note(ck, at, codes::kOverride,
         concat({" (base class ", quoted(base.name), " defined the type as ", wanted, ","}));
    note(ck, at, codes::kOverride, concat({" override has type ", given, ")"}));
    if (types::is_subtype(ck.cx, type, original)) {
        note(ck, at, codes::kOverride, " Setter types should behave contravariantly");
    }
}

void report_covariant_override(CheckContext& ck, TypePtr original, TypePtr type,
                               const ClassInfo& base, NodeId at) {
    auto [wanted, given] = types::format_type_distinctly(ck.cx, original, type);
    const messages::Text& text = messages::texts::kCovariantOverrideOfMutableAttribute;
    fail(ck, at, text.code,
         concat({text.text, " (base class ", quoted(base.name), " defined the type as ", wanted,
                 ", override has type ", given, ")"}));
}

void report_cant_override_final(CheckContext& ck, Name name, const ClassInfo& base, NodeId at) {
    fail(ck, at, codes::kMisc,
         concat({"Cannot override final attribute ", quoted(name),
                 " (previously declared in base class ", quoted(base.name), ")"}));
}

void report_final_overrides_writable(CheckContext& ck, Name name, NodeId at) {
    fail(ck, at, codes::kMisc,
         concat({"Cannot override writable attribute ", quoted(name), " with a final one"}));
}

void report_no_overridable_method(CheckContext& ck, Name name, NodeId at) {
    fail(ck, at, codes::kMisc,
         concat({"Method ", quoted(name),
                 " is marked as an override, but no base method was found with this name"}));
}

void report_missing_override_decorator(CheckContext& ck, Name name, const ClassInfo& base,
                                       NodeId at) {
    fail(ck, at, codes::kExplicitOverride,
         concat({"Method ", quoted(name), " is not using @override but is overriding a method in ",
                 "class ", quoted(base.fullname)}));
}

void report_base_definitions_incompatible(CheckContext& ck, Name name, const ClassInfo& first,
                                          const ClassInfo& second, NodeId at) {
    fail(ck, at, codes::kMisc,
         concat({"Definition of ", quoted(name), " in base class ", quoted(first.name),
                 " is incompatible with definition in base class ", quoted(second.name)}));
}

}  // namespace krait::checker
