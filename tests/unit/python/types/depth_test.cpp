// depth_test.cpp: types nested deeper than any stack end in an answer.

#include <catch2/catch_test_macros.hpp>

#include "python/types/infer.h"
#include "python/types/join.h"
#include "python/types/meet.h"
#include "unit/python/types/type_parser.h"

using namespace krait::types;
using namespace krait::types::testing;

namespace {

struct Fixture {
    World world;
    TypeParser types{world};
    Context& cx = world.cx;

    TypePtr nested(TypePtr type, std::string_view container) {
        for (int i = 0; i < 800; ++i) type = world.of(container, {type});
        return type;
    }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "joins, meets and overlaps of very deep types end") {
    const TypePtr left = nested(world.of("A"), "Source");
    const TypePtr right = nested(world.of("X"), "Source");
    CHECK(join_types(cx, left, right) != nullptr);
    CHECK(meet_types(cx, left, right) != nullptr);
    CHECK(narrow_declared_type(cx, left, right) != nullptr);
    CHECK(is_overlapping_types(cx, left, right));
}

TEST_CASE_METHOD(Fixture, "inference from very deep types ends") {
    const TypePtr variable = types.parse("T");
    const TypePtr left = nested(variable, "list");
    const TypePtr right = nested(world.int_(), "list");
    const auto* of_function = as<TypeVarType>(variable);
    const TypeVarLike* variables[] = {of_function};
    CHECK(infer_type_arguments(cx, variables, left, right, {.is_supertype = true}).size() == 1);
}

TEST_CASE_METHOD(Fixture, "a type guard wins over the declared type unless it is wider") {
    const TypePtr a = world.of("A");
    const TypePtr b = world.of("B");
    const TypePtr unrelated = world.int_();
    CHECK(narrow_declared_by_type_guard(cx, a, unrelated) == unrelated);
    CHECK(narrow_declared_by_type_guard(cx, b, a) == b);
}
