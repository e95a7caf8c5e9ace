// report_overloads.cpp: calls that no variant of an overload takes, and keywords that none knows.

#include <algorithm>

#include "python/checker/calls.h"
#include "python/checker/report.h"
#include "python/messages/wording.h"
#include "python/types/format.h"
#include "python/types/subtypes.h"

namespace krait::checker {

namespace codes = messages::codes;

namespace {

/// Every name that some variant takes as a keyword; none if a variant takes any (**kwargs).
std::vector<Name> known_keywords(const OverloadedType& overload) {
    std::vector<Name> known;
    for (const CallableType* item : overload.items) {
        for (const Parameter& one : item->parameters) {
            if (one.kind == ArgKind::Star2) return {};
            if (one.name != Name::Empty && one.kind != ArgKind::Star) known.push_back(one.name);
        }
    }
    return known;
}

struct Candidates {
    std::vector<std::string> fitting;  ///< parameters that take the argument's type
    std::vector<std::string> others;
};

Candidates candidates_for(CheckContext& ck, const OverloadedType& overload, TypePtr type) {
    Candidates found;
    for (const CallableType* item : overload.items) {
        for (const Parameter& one : item->parameters) {
            if (one.name == Name::Empty || one.kind == ArgKind::Star) continue;
            auto& list =
                types::is_subtype(ck.cx, type, one.type) ? found.fitting : found.others;
            std::string name(base::text_of(one.name));
            if (std::find(list.begin(), list.end(), name) == list.end()) list.push_back(name);
        }
    }
    return found;
}

/// Keywords that no variant knows. True if that alone explains the failure.
bool report_unknown_keywords(CheckContext& ck, const OverloadedType& overload,
                             const std::vector<TypePtr>& arg_types, const Arguments& args,
                             NodeId at, const char* code) {
    const std::vector<Name> known = known_keywords(overload);
    if (known.empty()) return false;
    std::string callee = types::callable_name(&overload);
    if (!callee.empty()) callee = " for overloaded function " + callee;
    std::vector<std::string> plain;
    std::size_t unknown = 0;
    bool confident = true;
    for (std::size_t i = 0; i < args.size() && i < arg_types.size(); ++i) {
        if (args.kinds[i] != ArgKind::Named || args.names[i] == Name::Empty) continue;
        if (std::find(known.begin(), known.end(), args.names[i]) != known.end()) continue;
        ++unknown;
        std::string_view name = base::text_of(args.names[i]);
        const Candidates candidates = candidates_for(ck, overload, arg_types[i]);
        confident = confident && !candidates.fitting.empty();
        std::vector<std::string> matches;
        if (!ck.reporter.prefers_simple()) {
            matches = messages::best_matches(name, candidates.fitting, 3);
            if (matches.empty()) matches = messages::best_matches(name, candidates.others, 3);
        }
        if (matches.empty()) {
            plain.push_back(concat({"\"", name, "\""}));
            continue;
        }
        fail(ck, at, code,
             concat({"Unexpected keyword argument \"", name, "\"", callee, "; did you mean ",
                     messages::pretty_seq(matches, "or"), "?"}));
    }
    if (!plain.empty()) {
        std::string names;
        for (const std::string& one : plain) names += (names.empty() ? "" : ", ") + one;
        fail(ck, at, code,
             concat({"Unexpected keyword argument", messages::plural_s(plain.size()), " ", names,
                     callee}));
    }
    return unknown > 0 && confident && unknown == arg_types.size();
}

}  // namespace

void report_no_variant_matches(CheckContext& ck, const OverloadedType& overload,
                               const std::vector<TypePtr>& arg_types, const Arguments& args,
                               NodeId at, const char* code) {
    if (code == codes::kNone) code = codes::kCallOverload;
    if (!ck.reporter.wants_text(code)) return fail_silently(ck, code);
    if (report_unknown_keywords(ck, overload, arg_types, args, at, code)) return;
    std::string name = types::callable_name(&overload);
    if (!name.empty()) name = " of " + name;
    std::string given;
    for (TypePtr type : arg_types) {
        if (!given.empty()) given += ", ";
        given += types::format_type(ck.cx, type);
    }
    if (arg_types.empty()) {
        fail(ck, at, code,
             concat({"All overload variants", name, " require at least one argument"}));
    } else {
        fail(ck, at, code,
             concat({"No overload variant", name, " matches argument type",
                     arg_types.size() == 1 ? " " : "s ", given}));
    }
    note(ck, at, code,
         concat({"Possible overload variant", messages::plural_s(overload.items.size()), ":"}));
    for (const CallableType* item : overload.items) {
        note(ck, at, code, "    " + types::pretty_callable(ck.cx, *item));
    }
}

}  // namespace krait::checker
