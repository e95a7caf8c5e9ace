// What the checker does with types: unions simplified, truth, literals, self, class objects.

#include "python/types/typeops.h"

#include <catch2/catch_test_macros.hpp>

#include "python/types/erase.h"
#include "python/types/format.h"
#include "python/types/same.h"
#include "python/types/subtypes.h"
#include "unit/python/types/test_world.h"
#include "unit/python/types/type_text.h"

using namespace krait::types;
using krait::types::testing::read_type;
using krait::types::testing::World;

namespace {

std::string simplified(World& world, std::initializer_list<std::string_view> texts) {
    std::vector<TypePtr> items;
    for (std::string_view text : texts) items.push_back(read_type(world, text));
    return type_to_string(world.cx, make_simplified_union(world.cx, items));
}

}  // namespace

TEST_CASE("a union keeps only what no other item includes") {
    World world;
    CHECK(simplified(world, {"int", "str"}) == "int | str");
    CHECK(simplified(world, {"B", "A", "C"}) == "m.A");
    CHECK(simplified(world, {"int", "object"}) == "object");
    CHECK(simplified(world, {"int", "Any"}) == "int | Any");
    CHECK(simplified(world, {"Any", "Any"}) == "Any");
    CHECK(simplified(world, {"int", "float"}) == "int | float");
    CHECK(simplified(world, {"int | None", "str", "None"}) == "int | None | str");
    CHECK(simplified(world, {"Never"}) == "Never");
}

TEST_CASE("all literals of an enum or of bool are the class again") {
    World world;
    // Not "int": literals are compared with what came before them only until one was found new.
    CHECK(simplified(world, {"Literal[True]", "int", "Literal[False]"}) == "bool | int");
    CHECK(simplified(world, {"Literal[True]", "str", "Literal[False]"}) == "bool | str");
    CHECK(simplified(world, {"Literal[Color.RED]", "Literal[Color.BLUE]"}) == "m.Color");
    TypePtr color = try_expanding_sum_type_to_union(world.cx, world.of("Color"));
    CHECK(is_equal(color, read_type(world, "Literal[Color.RED, Color.BLUE]")));
}

TEST_CASE("a test for truth leaves what can be true") {
    World world;
    auto true_part = [&](std::string_view text) {
        return type_to_string(world.cx, true_only(world.cx, read_type(world, text)));
    };
    auto false_part = [&](std::string_view text) {
        return type_to_string(world.cx, false_only(world.cx, read_type(world, text)));
    };
    CHECK(true_part("int | None") == "int");
    CHECK(true_part("tuple[()]") == "Never");
    CHECK(false_part("int | None") == "Literal[0] | None");
    CHECK(false_part("str") == "Literal['']");
    CHECK(false_part("tuple[int]") == "Never");
    CHECK(false_part("def() -> int") == "Never");
    CHECK(false_part("A | None") == "m.A | None");
    CHECK(true_part("Literal[True, False]") == "Literal[True]");
}

TEST_CASE("erasure leaves the runtime class") {
    World world;
    auto erased = [&](std::string_view text) {
        return type_to_string(world.cx, erase_type(world.cx, read_type(world, text)));
    };
    CHECK(erased("list[int]") == "list[Any]");
    CHECK(erased("def(x: int) -> str") == "def (*Any, **Any) -> Any");
    CHECK(erased("tuple[int, str]") == "tuple[Any, ...]");
    CHECK(erased("type[Box[A]]") == "type[m.Box[Any]]");
}

TEST_CASE("known values are forgotten, and the items of a union that then repeat") {
    World world;
    TypePtr one_or_two = world.one_of({world.known_int(1), world.known_int(2)});
    CHECK(type_to_string(world.cx, remove_instance_last_known_values(world.cx, one_or_two)) ==
          "int");
    CHECK(remove_instance_last_known_values(world.cx, world.int_()) != nullptr);
}

TEST_CASE("binding self drops it and puts in what it was called on") {
    World world;
    auto bound = [&](std::string_view method, std::string_view self) {
        TypePtr type = bind_self(world.cx, read_type(world, method), read_type(world, self));
        return type_to_string(world.cx, type);
    };
    CHECK(bound("def(self: A, x: int) -> str", "B") == "def (x: int) -> str");
    CHECK(bound("def[Self: A](self: Self) -> list[Self]", "B") == "def () -> list[m.B]");
    CHECK(bound("def(*args: int) -> str", "B") == "def (*args: int) -> str");
    CHECK(bound("def[T](self: A, x: T) -> T", "B").ends_with("(x: T) -> T"));
}

TEST_CASE("a class object is its constructor") {
    World world;
    const TypeVarType* t = world.type_var("T", 1);
    ClassInfo& cell = world.add_class("Cell", {.variables = {t}});
    world.add_method(cell, "__init__", {world.arg("content", t)}, world.none());
    TypePtr constructor = type_object_type(world.cx, cell);
    CHECK(is_type_obj(world.cx, constructor));
    CHECK(type_object(world.cx, constructor) == &cell);
    CHECK(expect<CallableType>(constructor).variables.size() == 1);
    CHECK(type_to_string(world.cx, expect<CallableType>(constructor).parameters[0].type) ==
          type_to_string(world.cx, t));
    CHECK(is<Instance>(get_instance_type(world.cx, expect<CallableType>(constructor))));
}

TEST_CASE("literals can be read off a type") {
    World world;
    auto texts = try_getting_str_literals(world.cx, read_type(world, "Literal[\"a\", \"b\"]"));
    REQUIRE(texts.has_value());
    CHECK(texts->size() == 2);
    CHECK_FALSE(try_getting_str_literals(world.cx, read_type(world, "Literal[\"a\"] | int")));
    CHECK(is_equal(coerce_to_literal(world.cx, world.known_int(3)), world.literal(3L)));
}

TEST_CASE("a tuple falls back to a tuple of the union of its items") {
    World world;
    const auto& tuple = expect<TupleType>(read_type(world, "tuple[int, str, bool]"));
    CHECK(type_to_string(world.cx, tuple_fallback(world.cx, tuple)) == "tuple[int | str, ...]");
}
