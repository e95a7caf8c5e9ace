// relations_test.cpp
//
// mypy's own answers to a table of questions about pairs of types. The table is made by
// tools/type_relations.py with mypy 2.4.1 over the same classes; see there for how to extend it.
// For tables too long to keep, KRAIT_TYPE_RELATIONS may name a file of such lines.

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "python/types/applytype.h"
#include "python/types/constraints.h"
#include "python/types/format.h"
#include "python/types/infer.h"
#include "python/types/join.h"
#include "python/types/meet.h"
#include "python/types/subtypes.h"
#include "python/types/visit.h"
#include "unit/python/types/type_parser.h"

using namespace krait::types;
using namespace krait::types::testing;

namespace {

constexpr const char* kRelations[] = {
#include "relations_from_mypy.inc"
};

std::vector<std::string> split(const std::string& line, char separator = '\t') {
    std::vector<std::string> fields;
    if (!line.empty()) fields.emplace_back();
    for (char c : line) {
        if (c == separator) {
            fields.emplace_back();
        } else {
            fields.back() += c;
        }
    }
    return fields;
}

/// Answers as mypy's answers are written in the table.
class Answerer {
public:
    std::string answer(const std::string& question, const std::string& left_text,
                       const std::string& right_text) {
        world_.cx.infer_polymorphic = question == "solve_poly" || question == "call_poly";
        if (question == "call" || question == "call_poly") return called(left_text, right_text);
        const TypePtr left = parser_.parse(left_text);
        const TypePtr right = right_text.empty() ? nullptr : parser_.parse(right_text);
        Context& cx = world_.cx;
        if (question == "reveal") return type_to_string(cx, left);
        if (question == "format") return format_type(cx, left);
        if (question == "distinctly") {
            const auto [first, second] = format_type_distinctly(cx, left, right);
            return first + " / " + second;
        }
        if (question == "subtype") return yes_or_no(is_subtype(cx, left, right));
        if (question == "proper_subtype") return yes_or_no(is_proper_subtype(cx, left, right));
        if (question == "join") return type_to_string(cx, join_types(cx, left, right));
        if (question == "meet") return type_to_string(cx, meet_types(cx, left, right));
        if (question == "narrow") {
            return type_to_string(cx, narrow_declared_type(cx, left, right));
        }
        if (question == "overlap") return yes_or_no(is_overlapping_types(cx, left, right));
        if (question == "overlap_strictly") {
            return yes_or_no(is_overlapping_types(
                cx, left, right, {.ignore_promotions = true, .for_overloads = true}));
        }
        if (question == "infer") return inferred(left, right, ConstraintOp::SupertypeOf);
        if (question == "infer_below") return inferred(left, right, ConstraintOp::SubtypeOf);
        if (question == "solve" || question == "solve_poly") return solved(left, right);
        return "no such question";
    }

private:
    static std::string yes_or_no(bool yes) { return yes ? "yes" : "no"; }

    static std::string name_of(const TypeVarLike& variable) {
        return std::string(krait::base::text_of(variable.name));
    }
    static std::string sorted(std::vector<std::string> lines) {
        std::sort(lines.begin(), lines.end());
        lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
        std::string joined;
        for (const std::string& line : lines) joined += (joined.empty() ? "" : "; ") + line;
        return joined;
    }

    std::string inferred(TypePtr left, TypePtr right, ConstraintOp op) {
        std::vector<std::string> lines;
        for (const Constraint& constraint : infer_constraints(world_.cx, left, right, op)) {
            const bool is_below = constraint.op == ConstraintOp::SubtypeOf;
            lines.push_back(name_of(*constraint.origin) + (is_below ? " <: " : " :> ") +
                            type_to_string(world_.cx, constraint.target));
        }
        return sorted(std::move(lines));
    }

    /// Values of the left type's variables if the right type is to fit it.
    std::string solved(TypePtr left, TypePtr right) {
        std::vector<const TypeVarLike*> variables;
        for (const TypeVarLike* variable : get_all_type_vars(world_.cx, left)) {
            const bool is_known =
                std::any_of(variables.begin(), variables.end(),
                            [&](const TypeVarLike* other) { return other->id == variable->id; });
            if (!is_known) variables.push_back(variable);
        }
        const Solution solution =
            solve_constraints(world_.cx, variables,
                              infer_constraints(world_.cx, left, right, ConstraintOp::SupertypeOf),
                              {.allow_polymorphic = world_.cx.infer_polymorphic});
        std::vector<std::string> lines;
        for (std::size_t i = 0; i < variables.size(); ++i) {
            const TypePtr value = solution.types[i];
            const auto* never = as<UninhabitedType>(value);
            const std::string printed = value == nullptr ? "nothing"
                                        : never != nullptr && never->ambiguous
                                            ? "anything"
                                            : type_to_string(world_.cx, value);
            lines.push_back(name_of(*variables[i]) + " = " + printed);
        }
        for (const TypeVarLike* free : solution.free_vars)
            lines.push_back("free " + name_of(*free));
        return sorted(std::move(lines));
    }

    /// A call as `int;*list[int];x=str;**dict[str, int]`: how arguments map to parameters,
    /// and the callee with the type arguments that follow from them.
    std::string called(const std::string& callee_text, const std::string& arguments) {
        Context& cx = world_.cx;
        const auto& callee = expect<CallableType>(parser_.parse(callee_text));
        std::vector<TypePtr> types;
        std::vector<ArgKind> kinds;
        std::vector<Name> names;
        for (std::string argument : split(arguments, ';')) {
            ArgKind kind = ArgKind::Pos;
            Name name = Name::Empty;
            if (argument.starts_with("**")) {
                kind = ArgKind::Star2;
                argument.erase(0, 2);
            } else if (argument.starts_with("*")) {
                kind = ArgKind::Star;
                argument.erase(0, 1);
            } else if (argument.size() > 1 && argument[1] == '=') {
                kind = ArgKind::Named;
                name = krait::base::intern(argument.substr(0, 1));
                argument.erase(0, 2);
            }
            types.push_back(parser_.parse(argument));
            kinds.push_back(kind);
            names.push_back(name);
        }
        const ArgumentMap map = map_actuals_to_formals(cx, kinds, names, callee.parameters,
                                                       [&](std::size_t i) { return types[i]; });
        std::string answer;
        for (const auto& actuals : map) {
            for (std::size_t actual : actuals) answer += std::to_string(actual);
            answer += "|";
        }
        const ArgumentInferContext context{world_.of("Mapping", {world_.str(), world_.any()}),
                                           world_.of("Iterable", {world_.any()})};
        const Solution solution = infer_function_type_arguments(
            cx, callee, types, kinds, names, map, context, true, cx.infer_polymorphic);
        const auto report = [&](const CallableType&, TypePtr value, Name variable) {
            answer += " " + std::string(krait::base::text_of(variable)) + " can't be " +
                      type_to_string(cx, value);
        };
        const CallableType* applied = apply_generic_arguments(cx, callee, solution.types, report);
        if (cx.infer_polymorphic) applied = apply_poly(cx, *applied, solution.free_vars);
        return answer + " " + (applied == nullptr ? "nothing" : type_to_string(cx, applied));
    }

    World world_;
    TypeParser parser_{world_};
};

void check(Answerer& answerer, const std::string& line) {
    const std::vector<std::string> fields = split(line);
    REQUIRE(fields.size() == 4);
    INFO(fields[0] << ": " << fields[1] << "   and   " << fields[2]);
    CHECK(answerer.answer(fields[0], fields[1], fields[2]) == fields[3]);
}

}  // namespace

TEST_CASE("types are related, joined, met, narrowed, inferred and printed as mypy does it") {
    Answerer answerer;
    for (const char* line : kRelations) check(answerer, line);
}

TEST_CASE("the same for a table of one's own", "[.][relations]") {
    const char* path = std::getenv("KRAIT_TYPE_RELATIONS");
    REQUIRE(path != nullptr);
    std::ifstream lines(path);
    REQUIRE(lines);
    std::ofstream differences(std::string(path) + ".differences");
    Answerer answerer;
    std::size_t different = 0;
    for (std::string line; std::getline(lines, line);) {
        const std::vector<std::string> fields = split(line);
        const std::string answer = answerer.answer(fields[0], fields[1], fields[2]);
        if (answer == fields[3]) continue;
        ++different;
        differences << line << '\t' << answer << '\n';
    }
    CHECK(different == 0);
}
