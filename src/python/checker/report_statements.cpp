// report_statements.cpp: messages about statements and variables.

#include "python/checker/report.h"
#include "python/syntax/variable_renaming.h"
#include "python/types/format.h"

namespace krait::checker {

namespace codes = messages::codes;

void report_unreachable_statement(CheckContext& ck, NodeId at) {
    fail(ck, at, codes::kUnreachable, "Statement is unreachable");
}

void report_need_annotation(CheckContext& ck, const VarInfo& variable, NodeId at) {
    std::string_view name = syntax::unmangled(base::text_of(variable.name));
    std::string hint;
    if (const auto* partial = types::as<PartialType>(variable.type)) {
        std::string type;
        const ClassInfo* info = class_by_id(ck, partial->type);
        if (info == nullptr) {
            type = "<type> | None";
        } else if (is_fullname(*info, "builtins.dict")) {
            type = "dict[<type>, <type>]";
        } else if (is_fullname(*info, "builtins.list") || is_fullname(*info, "builtins.set")) {
            type = concat({base::text_of(info->name), "[<type>]"});
        }
        if (!type.empty()) {
            hint = concat({" (hint: \"", base::text_of(variable.name), ": ", type, " = ...\")"});
        }
    }
    fail(ck, at, codes::kVarAnnotated, concat({"Need type annotation for \"", name, "\"", hint}));
}

void report_cannot_determine_type(CheckContext& ck, Name name, NodeId at) {
    fail(ck, at, codes::kHasType,
         concat({"Cannot determine type of \"", base::text_of(name), "\""}));
}

void report_wrong_number_to_unpack(CheckContext& ck, std::size_t given, std::size_t expected,
                                   NodeId at) {
    if (given < expected) {
        fail(ck, at, codes::kMisc,
             concat({"Need more than ", std::to_string(given), given == 1 ? " value" : " values",
                     " to unpack (", std::to_string(expected), " expected)"}));
    } else if (given > expected) {
        fail(ck, at, codes::kMisc,
             concat({"Too many values to unpack (", std::to_string(expected), " expected, ",
                     std::to_string(given), " provided)"}));
    }
}

void report_unpacking_string(CheckContext& ck, NodeId at) {
    fail(ck, at, codes::kStrUnpack, "Unpacking a string is disallowed");
}

void report_impossible_intersection(CheckContext& ck, std::string_view types,
                                    std::string_view reason, NodeId at) {
    fail(ck, at, codes::kUnreachable, concat({"Subclass of ", types, " cannot exist: ", reason}));
}

void report_annotation_in_unchecked_function(CheckContext& ck, NodeId at) {
    note(ck, at, codes::kAnnotationUnchecked,
         "By default the bodies of untyped functions are not checked, consider using "
         "--check-untyped-defs");
}

void report_incorrect_exit_return(CheckContext& ck, NodeId at) {
    fail(ck, at, codes::kExitReturn,
         "\"bool\" is invalid as return type for \"__exit__\" that always returns False");
    note(ck, at, codes::kExitReturn,
         "Use \"typing.Literal[False]\" as the return type or change it to \"None\"");
    note(ck, at, codes::kExitReturn,
         "If return type of \"__exit__\" implies that it may return True, the context manager may "
         "swallow exceptions");
}

void report_untyped_decorator(CheckContext& ck, Name function, NodeId at) {
    fail(ck, at, codes::kUntypedDecorator,
         concat({"Untyped decorator makes function \"", base::text_of(function), "\" untyped"}));
}

void report_inexhaustive_match(CheckContext& ck, TypePtr type, NodeId at) {
    fail_lazily(ck, at, codes::kExhaustiveMatch, [&] {
        return concat({"Match statement has unhandled case for values of type ",
                       types::format_type(ck.cx, type)});
    });
    note(ck, at, codes::kExhaustiveMatch,
         "If match statement is intended to be non-exhaustive, add `case _: pass`");
}

}  // namespace krait::checker
