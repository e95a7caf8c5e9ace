// Subtyping, relation by relation. The answers are mypy's.

#include "python/types/subtypes.h"

#include <catch2/catch_test_macros.hpp>

#include "python/types/typeops.h"
#include "unit/python/types/test_world.h"

using namespace krait::types;
using krait::base::intern;
using krait::types::testing::World;

TEST_CASE("a class fits its bases and not its subclasses") {
    World world;
    CHECK(is_subtype(world.cx, world.of("C"), world.of("A")));
    CHECK_FALSE(is_subtype(world.cx, world.of("A"), world.of("C")));
    CHECK_FALSE(is_subtype(world.cx, world.of("X"), world.of("A")));
    CHECK(is_subtype(world.cx, world.of("X"), world.object()));
}

TEST_CASE("an int fits a float, but isn't one when types are narrowed") {
    World world;
    CHECK(is_subtype(world.cx, world.int_(), world.float_()));
    CHECK(is_subtype(world.cx, world.bool_(), world.of("complex")));
    CHECK_FALSE(is_subtype(world.cx, world.float_(), world.int_()));
    CHECK_FALSE(
        is_proper_subtype(world.cx, world.int_(), world.float_(), {.ignore_promotions = true}));
}

TEST_CASE("Any fits everywhere, but is no proper subtype") {
    World world;
    CHECK(is_subtype(world.cx, world.any(), world.int_()));
    CHECK(is_subtype(world.cx, world.int_(), world.any()));
    CHECK_FALSE(is_proper_subtype(world.cx, world.any(), world.int_()));
    CHECK_FALSE(is_proper_subtype(world.cx, world.int_(), world.any()));
    CHECK(is_proper_subtype(world.cx, world.any(), world.any()));
}

TEST_CASE("type arguments vary as declared") {
    World world;
    auto fits = [&](std::string_view name, std::string_view from, std::string_view to) {
        return is_subtype(world.cx, world.of(name, {world.of(from)}),
                          world.of(name, {world.of(to)}));
    };
    CHECK(fits("Source", "B", "A"));
    CHECK_FALSE(fits("Source", "A", "B"));
    CHECK(fits("Sink", "A", "B"));
    CHECK_FALSE(fits("Sink", "B", "A"));
    CHECK(fits("Box", "A", "A"));
    CHECK_FALSE(fits("Box", "B", "A"));
    CHECK(is_subtype(world.cx, world.list(world.of("B")), world.of("Sequence", {world.of("A")})));
}

TEST_CASE("an empty list's item type may still become anything") {
    World world;
    TypePtr empty = world.list(make_never(world.cx, /*ambiguous=*/true));
    CHECK(is_subtype(world.cx, empty, world.list(world.int_())));
    CHECK_FALSE(is_subtype(world.cx, world.list(make_never(world.cx)), world.list(world.int_())));
}

TEST_CASE("None fits None, object and unions with None") {
    World world;
    CHECK(is_subtype(world.cx, world.none(), make_optional(world.cx, world.int_())));
    CHECK(is_subtype(world.cx, world.none(), world.object()));
    CHECK(is_subtype(world.cx, world.none(), world.of("Hashable")));
    CHECK_FALSE(is_subtype(world.cx, world.none(), world.int_()));
    SECTION("and everything without strict_optional") {
        world.options.strict_optional = false;
        CHECK(is_subtype(world.cx, world.none(), world.int_()));
    }
}

TEST_CASE("a union fits if all its items do") {
    World world;
    TypePtr either = world.one_of({world.int_(), world.str()});
    CHECK(is_subtype(world.cx, world.int_(), either));
    CHECK_FALSE(is_subtype(world.cx, either, world.int_()));
    CHECK(is_subtype(world.cx, either, world.object()));
    CHECK(is_subtype(world.cx, either, world.one_of({world.str(), world.none(), world.int_()})));
}

TEST_CASE("an enum fits the union of all its members") {
    World world;
    TypePtr all = world.one_of({world.member("Color", "RED"), world.member("Color", "BLUE")});
    CHECK(is_subtype(world.cx, world.of("Color"), all));
    CHECK_FALSE(is_subtype(world.cx, world.of("Color"), world.member("Color", "RED")));
    CHECK(is_subtype(world.cx, world.bool_(),
                     world.one_of({world.literal(true), world.literal(false)})));
}

TEST_CASE("a literal fits its class, and a value known to be it fits the literal") {
    World world;
    CHECK(is_subtype(world.cx, world.literal(1L), world.int_()));
    CHECK_FALSE(is_subtype(world.cx, world.int_(), world.literal(1L)));
    CHECK(is_subtype(world.cx, world.known_int(1), world.literal(1L)));
    CHECK_FALSE(is_subtype(world.cx, world.known_int(1), world.literal(2L)));
}

TEST_CASE("tuples compare item by item") {
    World world;
    TypePtr pair = world.tuple({world.bool_(), world.str()});
    CHECK(is_subtype(world.cx, pair, world.tuple({world.int_(), world.object()})));
    CHECK_FALSE(is_subtype(world.cx, pair, world.tuple({world.int_()})));
    CHECK(is_subtype(world.cx, pair, world.of("Sequence", {world.object()})));
    CHECK_FALSE(is_subtype(world.cx, pair, world.tuple_of(world.int_())));
    CHECK(is_subtype(world.cx, world.tuple_of(world.any()), pair));
    CHECK_FALSE(is_subtype(world.cx, world.tuple_of(world.int_()), pair));
}

TEST_CASE("a variadic tuple stands for tuples of every length") {
    World world;
    TypePtr ints = make_unpack(world.cx, world.tuple_of(world.int_()));
    TypePtr one_or_more = world.tuple({world.int_(), ints});
    CHECK(is_subtype(world.cx, world.tuple({world.int_(), world.bool_()}), one_or_more));
    CHECK_FALSE(is_subtype(world.cx, world.tuple({}), one_or_more));
    CHECK_FALSE(is_subtype(world.cx, world.tuple({world.int_(), world.str()}), one_or_more));
    CHECK(is_subtype(world.cx, one_or_more, world.tuple_of(world.int_())));
    CHECK(is_subtype(world.cx, world.tuple({world.int_(), world.int_(), ints}), one_or_more));
    CHECK_FALSE(is_subtype(world.cx, one_or_more, world.tuple({world.int_(), world.int_(), ints})));
}

TEST_CASE("parameters vary against the result") {
    World world;
    auto function = [&](std::string_view parameter, std::string_view result) {
        return world.callable({TypePtr(world.of(parameter))}, world.of(result));
    };
    CHECK(is_subtype(world.cx, function("A", "B"), function("B", "A")));
    CHECK_FALSE(is_subtype(world.cx, function("B", "B"), function("A", "A")));
    CHECK_FALSE(is_subtype(world.cx, function("A", "A"), function("A", "B")));
}

TEST_CASE("a function must take every call that is wanted") {
    World world;
    TypePtr i = world.int_();
    auto make = [&](std::vector<Parameter> parameters) {
        return world.callable(std::move(parameters), world.none());
    };
    auto one = make({world.arg("x", i)});
    auto other_name = make({world.arg("y", i)});
    auto optional = make({world.arg("x", i), world.arg("z", i, ArgKind::Opt)});
    auto keyword = make({world.arg("x", i, ArgKind::Named)});
    auto args = make({world.arg("args", i, ArgKind::Star)});
    auto everything = make({world.arg("", i, ArgKind::Star), world.arg("", i, ArgKind::Star2)});
    CHECK(is_subtype(world.cx, optional, one));
    CHECK_FALSE(is_subtype(world.cx, one, optional));
    CHECK_FALSE(is_subtype(world.cx, other_name, one));
    CHECK(is_subtype(world.cx, other_name, one, {.ignore_pos_arg_names = true}));
    CHECK(is_subtype(world.cx, one, keyword));
    CHECK_FALSE(is_subtype(world.cx, keyword, one));
    CHECK_FALSE(is_subtype(world.cx, args, one));  // not by name
    CHECK(is_subtype(world.cx, everything, one));
    CHECK_FALSE(is_subtype(world.cx, one, args));
    CHECK(
        is_subtype(world.cx, world.callable({i}, world.none()),
                   callable_with_ellipsis(world.cx, world.any(), world.none(), *world.function())));
}

TEST_CASE("a generic function fits what its variables can be solved for") {
    World world;
    const TypeVarType* t = world.type_var("T", -1);
    auto identity = world.callable({world.arg("", t)}, t, {t});
    CHECK(is_subtype(world.cx, identity, world.callable({TypePtr(world.int_())}, world.int_())));
    CHECK_FALSE(
        is_subtype(world.cx, identity, world.callable({TypePtr(world.int_())}, world.str())));
    CHECK_FALSE(
        is_subtype(world.cx, world.callable({TypePtr(world.int_())}, world.int_()), identity));
}

TEST_CASE("a class with the members that a protocol wants implements it") {
    World world;
    CHECK(is_subtype(world.cx, world.of("File"), world.of("Closeable")));
    CHECK_FALSE(is_subtype(world.cx, world.of("A"), world.of("Closeable")));
    SECTION("a settable attribute must not be a property, nor vary") {
        auto& readable = world.add_class("Readable");
        world.add_property(readable, "name", world.str());
        CHECK_FALSE(is_subtype(world.cx, world.of("Readable"), world.of("Named")));
        auto& writable = world.add_class("Writable");
        world.add_variable(writable, "name", world.str());
        CHECK(is_subtype(world.cx, world.of("Writable"), world.of("Named")));
        auto& wrong = world.add_class("Wrong");
        world.add_variable(wrong, "name", world.int_());
        CHECK_FALSE(is_subtype(world.cx, world.of("Wrong"), world.of("Named")));
    }
}

TEST_CASE("a protocol whose member mentions it comes to an end") {
    World world;
    auto& broken = world.add_class("Broken");
    world.add_method(broken, "head", {}, world.int_());
    world.add_method(broken, "tail", {}, world.int_());
    TypePtr linked = world.of("Linked", {world.int_()});
    CHECK(is_subtype(world.cx, world.of("IntLinked"), linked));
    CHECK_FALSE(is_subtype(world.cx, world.of("Broken"), linked));
    CHECK(world.cx.assumptions.empty());
}

TEST_CASE("a protocol that grows at every step is taken as implemented, not for ever asked") {
    World world;
    const TypeVarType* t = world.type_var("T", 1, Variance::Covariant);
    auto& grows = world.add_class("Grows", {.variables = {t}, .is_protocol = true});
    world.add_method(grows, "wrap", {}, world.of("Grows", {world.list(t)}));
    auto& also = world.add_class("Also", {.variables = {t}});
    world.add_method(also, "wrap", {}, world.of("Also", {world.list(t)}));
    CHECK(
        is_subtype(world.cx, world.of("Also", {world.int_()}), world.of("Grows", {world.int_()})));
}

TEST_CASE("a function implements a callback protocol, and a callable instance is a function") {
    World world;
    auto takes_int = world.callable({world.arg("x", world.int_())}, world.str());
    auto takes_str = world.callable({world.arg("x", world.str())}, world.str());
    CHECK(is_subtype(world.cx, takes_int, world.of("Callback")));
    CHECK_FALSE(is_subtype(world.cx, takes_str, world.of("Callback")));
    CHECK(is_subtype(world.cx, world.of("Caller"), takes_int));
    CHECK_FALSE(is_subtype(world.cx, world.of("Caller"), takes_str));
}

TEST_CASE("recursive aliases are compared by assumption") {
    World world;
    // A = int | list[A]; B = int | list[B]; D = str | list[D]
    auto make = [&](std::string_view name, TypePtr leaf) {
        auto& alias = world.add_alias(name, nullptr);
        TypePtr self = make_alias(world.cx, alias.id);
        alias.target = world.one_of({leaf, world.of("Source", {self})});
        return self;
    };
    TypePtr a = make("RecA", world.int_());
    TypePtr b = make("RecB", world.int_());
    TypePtr d = make("RecD", world.str());
    CHECK(is_subtype(world.cx, a, b));
    CHECK(is_proper_subtype(world.cx, a, b));
    CHECK(is_same_type(world.cx, a, b));
    CHECK_FALSE(is_subtype(world.cx, a, d));
    CHECK(world.cx.assumptions.empty());
}

TEST_CASE("TypedDicts compare by their keys") {
    World world;
    auto item = [&](std::string_view name, TypePtr type, bool required = true,
                    bool readonly = false) {
        return TypedDictItem{intern(name), type, required, readonly};
    };
    TypePtr point = world.typed_dict({item("x", world.int_()), item("y", world.int_())});
    TypePtr only_x = world.typed_dict({item("x", world.int_())});
    TypePtr wider_x = world.typed_dict({item("x", world.object())});
    TypePtr readonly_x = world.typed_dict({item("x", world.object(), true, true)});
    TypePtr maybe_x = world.typed_dict({item("x", world.int_(), false)});
    CHECK(is_subtype(world.cx, point, only_x));
    CHECK_FALSE(is_subtype(world.cx, only_x, point));
    CHECK_FALSE(is_subtype(world.cx, only_x, wider_x));
    CHECK(is_subtype(world.cx, only_x, readonly_x));
    CHECK_FALSE(is_subtype(world.cx, only_x, maybe_x));
    CHECK_FALSE(is_subtype(world.cx, maybe_x, only_x));
}

TEST_CASE("class objects fit type[...] and functions that make instances") {
    World world;
    TypePtr class_b = type_object_type(world.cx, world.info("B"));
    TypePtr type_of_a = make_type_type(world.cx, world.of("A"));
    CHECK(is_subtype(world.cx, class_b, type_of_a));
    CHECK_FALSE(is_subtype(world.cx, type_object_type(world.cx, world.info("X")), type_of_a));
    CHECK(is_subtype(world.cx, class_b, world.callable(std::vector<TypePtr>{}, world.of("A"))));
    CHECK(is_subtype(world.cx, class_b, world.of("type")));
    CHECK(is_subtype(world.cx, make_type_type(world.cx, world.of("B")), type_of_a));
}

TEST_CASE("a type variable fits its bound, and what has its values") {
    World world;
    const TypeVarType* bounded = world.type_var("T", -1, Variance::Invariant, world.of("A"));
    CHECK(is_subtype(world.cx, bounded, world.of("A")));
    CHECK_FALSE(is_subtype(world.cx, world.of("A"), bounded));
    const TypeVarType* valued =
        world.type_var("S", -2, Variance::Invariant, nullptr, {world.int_(), world.str()});
    CHECK(is_subtype(world.cx, valued, world.one_of({world.int_(), world.str()})));
    CHECK_FALSE(is_subtype(world.cx, valued, world.int_()));
}

TEST_CASE("variance that isn't declared is inferred from the members") {
    World world;
    auto not_ready = [&] { return world.type_var("T", 1, Variance::NotReady); };
    const TypeVarType* t = not_ready();
    auto& producer = world.add_class("Producer", {.variables = {t}});
    world.add_method(producer, "get", {}, t);
    auto& consumer = world.add_class("Consumer", {.variables = {t}});
    world.add_method(consumer, "put", {world.arg("item", t)}, world.none());
    auto& both = world.add_class("Both", {.variables = {t}});
    world.add_method(both, "get", {}, t);
    world.add_method(both, "put", {world.arg("item", t)}, world.none());
    auto& settable = world.add_class("Settable", {.variables = {t}});
    world.add_variable(settable, "content", t);
    CHECK(variance_of(world.cx, producer, 0) == Variance::Covariant);
    CHECK(variance_of(world.cx, consumer, 0) == Variance::Contravariant);
    CHECK(variance_of(world.cx, both, 0) == Variance::Invariant);
    CHECK(variance_of(world.cx, settable, 0) == Variance::Invariant);
}

TEST_CASE("types nested too deep are taken as compatible, without overflowing the stack") {
    World world;
    TypePtr deep_int = world.int_();
    TypePtr deep_str = world.str();
    for (int i = 0; i < 5000; ++i) {
        deep_int = world.list(deep_int);
        deep_str = world.list(deep_str);
    }
    CHECK(is_subtype(world.cx, deep_int, deep_str));
    CHECK(world.cx.depth == 0);
}

TEST_CASE("isinstance leaves what it didn't take away") {
    World world;
    TypePtr either = world.one_of({world.of("A"), world.str()});
    CHECK(is_equal(restrict_subtype_away(world.cx, either, world.of("A")), world.str()));
    CHECK(is<UninhabitedType>(restrict_subtype_away(world.cx, world.of("B"), world.of("A"))));
    CHECK(is_equal(restrict_subtype_away(world.cx, world.of("A"), world.of("B")), world.of("A")));
    CHECK(covers_at_runtime(world.cx, world.list(world.int_()), world.list(world.any())));
}
