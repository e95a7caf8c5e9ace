// format_test.cpp
//
// What the table of relations_test.cpp can't say: names that depend on definitions and options, and
// types that no annotation can express.

#include "python/types/format.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "python/types/known.h"
#include "python/types/typeops.h"
#include "unit/python/types/type_parser.h"

using namespace krait::types;
using namespace krait::types::testing;
using krait::base::intern;

namespace {

struct Fixture {
    World world;
    TypeParser types{world};
    Context& cx = world.cx;

    std::string format(TypePtr type) { return format_type(cx, type); }
    std::string reveal(TypePtr type) { return type_to_string(cx, type); }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "a few texts stand without quotes") {
    CHECK(quote_type_string("int") == "\"int\"");
    CHECK(quote_type_string("Module") == "Module");
    CHECK(quote_type_string("overloaded function") == "overloaded function");
    CHECK(quote_type_string("<deleted>") == "<deleted>");
    CHECK(quote_type_string("Literal[1]?") == "Literal[1]?");
}

TEST_CASE_METHOD(Fixture, "classes of one name are told apart by their modules") {
    world.add_class("A", {}, "other");
    const auto* other = make_instance(cx, as<ClassInfo>(find_qualified(cx, "other.A"))->id);
    CHECK(format(world.of("A")) == "\"A\"");
    CHECK(format(world.one_of({world.of("A"), other})) == "\"m.A | other.A\"");
    const auto [left, right] = format_type_distinctly(cx, world.of("A"), other);
    CHECK(left == "\"m.A\"");
    CHECK(right == "\"other.A\"");
}

TEST_CASE_METHOD(Fixture, "a class named like one of typing is printed in full") {
    world.add_class("List");
    CHECK(format(world.of("List")) == "\"m.List\"");
}

TEST_CASE_METHOD(Fixture, "types that differ by parameter names only get them shown") {
    const TypePtr named = types.parse("def(x: int) -> str");
    const TypePtr other = types.parse("def(y: int) -> str");
    CHECK(format(named) == "\"Callable[[int], str]\"");
    const auto [left, right] = format_type_distinctly(cx, named, other);
    CHECK(left == "\"def (x: int) -> str\"");
    CHECK(right == "\"def (y: int) -> str\"");
}

TEST_CASE_METHOD(Fixture, "modules are called modules") {
    world.add_class("ModuleType", {}, "types");
    ExtraAttributes extra;
    extra.module = intern("os.path");
    const auto* module = make_instance(cx, world.info("ModuleType").id, {}, nullptr, &extra);
    CHECK(format(module) == "Module");
    CHECK(format_type(cx, module, 0, true) == "Module \"os.path\"");
    CHECK(reveal(module) == "types.ModuleType");
}

TEST_CASE_METHOD(Fixture, "a known value shows in reveals and not in messages") {
    CHECK(reveal(world.known_int(3)) == "Literal[3]?");
    CHECK(format(world.known_int(3)) == "\"int\"");
    CHECK(format(world.one_of({world.known_int(3), world.known_int(4)})) == "\"int\"");
}

TEST_CASE_METHOD(Fixture, "verbose reveals name builtins and number type variables") {
    const TypePtr type = types.parse("def(x: list[T], *args: int) -> T");
    CHECK(reveal(type) == "def [T] (x: list[T], *args: int) -> T");
    world.options.reveal_verbose_types = true;
    CHECK(reveal(type) == "def [T] (x: builtins.list[T`-1], *args: builtins.int) -> T`-1");
    CHECK(reveal(types.parse("tuple[int, *Ts]")) == "tuple[builtins.int, Unpack[Ts`-8]]");
    CHECK(reveal(types.parse("TD1")) == "TypedDict('m.TD1', {'x': builtins.int})");
}

TEST_CASE_METHOD(Fixture, "before Python 3.11 there is no star to unpack with") {
    const TypePtr type = types.parse("tuple[int, *tuple[str, ...]]");
    world.options.python_version = {3, 10};
    CHECK(format(type) == "\"tuple[int, Unpack[tuple[str, ...]]]\"");
    CHECK(reveal(type) == "tuple[int, *tuple[str, ...]]");
}

TEST_CASE_METHOD(Fixture, "literals are printed as Python prints their values") {
    const auto bytes = make_literal(cx, {LiteralKind::Bytes, intern("a\n'")}, *world.of("bytes"));
    CHECK(reveal(bytes) == "Literal[b\"a\\\\n'\"]");
    CHECK(reveal(world.literal(std::string_view("it's"))) == "Literal[\"it's\"]");
    CHECK(reveal(world.literal(true)) == "Literal[True]");
    CHECK(reveal(world.member("Color", "RED")) == "Literal[m.Color.RED]");
    CHECK(format(world.member("Color", "RED")) == "\"Literal[Color.RED]\"");
}

TEST_CASE_METHOD(Fixture, "long unions and tuples are cut short") {
    std::vector<TypePtr> items{world.none()};
    for (std::string_view name : {"int", "str", "bytes", "float", "complex", "A", "X", "File",
                                  "HasInt", "Color", "Closeable"}) {
        items.push_back(world.of(name));
    }
    CHECK(format(world.one_of(items)) ==
          "\"int | str | bytes | float | complex | <6 more items> | None\"");
    CHECK(format_long_tuple_type(cx, *world.tuple(items)) ==
          "\"tuple[None, int, ... <10 more items>]\"");
}

TEST_CASE_METHOD(Fixture, "a method is printed as it was declared") {
    FunctionInfo& method =
        world.add_method(world.info("X"), "f", {world.arg("y", world.int_())}, world.str());
    const auto& declared = expect<CallableType>(method.type);
    CHECK(pretty_callable(cx, declared) == "def f(self: X, y: int) -> str");
    const CallableType* bound = bind_self(cx, declared, world.of("X"));
    CHECK(pretty_callable(cx, *bound) == "def f(self, y: int) -> str");
    CHECK(pretty_callable(cx, *bound, true) == "def f(y: int) -> str");
    CHECK(callable_name(bound) == "\"f\" of \"X\"");
    CHECK(for_function(*bound) == " for \"f\" of \"X\"");
    CHECK(for_function(*world.callable(std::vector<TypePtr>{}, world.none())).empty());
    CHECK(krait::base::text_of(defining_module(cx, *bound)) == "m");

    CHECK(pretty_class_or_static_decorator(cx, *bound).empty());
    method.is_class = true;
    CHECK(pretty_class_or_static_decorator(cx, *bound) == "@classmethod");
    method.is_class = false;
    method.is_static = true;
    CHECK(pretty_class_or_static_decorator(cx, *bound) == "@staticmethod");
}

TEST_CASE_METHOD(Fixture, "signatures show bounds, values and where positional-only ends") {
    const auto pretty = [&](std::string_view text) {
        return pretty_callable(cx, expect<CallableType>(types.parse(text)));
    };
    CHECK(pretty("def(x: S, y: V = ..., /, z: T) -> S") ==
          "def [S: A, V: (int, str), T] (S, V = ..., /, z: T) -> S");
    CHECK(pretty("def(*, y: int, **kw: str) -> None") == "def (*, y: int, **kw: str) -> None");
    CHECK(pretty("def(*args: *Ts) -> None") == "def [Ts] (*args: *Ts) -> None");
}

TEST_CASE_METHOD(Fixture, "types that only inference has are printed, too") {
    CHECK(reveal(make_deleted(cx, intern("x"))) == "<Deleted 'x'>");
    CHECK(format(make_deleted(cx)) == "<deleted>");
    CHECK(reveal(make_erased(cx)) == "<Erased>");
    CHECK(reveal(make_partial(cx, {}, nullptr)) == "<partial None>");
    CHECK(reveal(make_partial(cx, world.info("dict").id, nullptr)) == "<partial dict[?, ?]>");
    CHECK(reveal(world.callable(std::vector<TypePtr>{}, world.none())) == "def ()");
}

TEST_CASE_METHOD(Fixture, "a type too deep to print is cut off") {
    TypePtr type = world.int_();
    for (int i = 0; i < 5'000; ++i) type = world.list(type);
    CHECK(reveal(type).find("...") != std::string::npos);
    CHECK(format(type).find("...") != std::string::npos);
}
