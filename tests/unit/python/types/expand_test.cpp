// Substitution: what type variables of each kind are replaced by.

#include "python/types/expand.h"

#include <catch2/catch_test_macros.hpp>

#include "python/types/format.h"
#include "python/types/maptype.h"
#include "python/types/mro.h"
#include "python/types/proper.h"
#include "python/types/same.h"
#include "unit/python/types/test_world.h"
#include "unit/python/types/type_text.h"

using namespace krait::types;
using krait::types::testing::read_type;
using krait::types::testing::World;

namespace {

/// A function written as text, with one of its variables replaced.
std::string with_first_variable(World& world, std::string_view function, TypePtr value) {
    const auto& callable = expect<CallableType>(read_type(world, function));
    TypePtr open = modified(world.cx, callable, [](CallableType& copy) { copy.variables = {}; });
    return type_to_string(world.cx,
                          expand_type(world.cx, open, TypeEnv(callable.variables[0]->id, value)));
}

}  // namespace

TEST_CASE("a type variable is replaced wherever it occurs") {
    World world;
    CHECK(with_first_variable(world, "def[T](x: list[T], y: T | None) -> tuple[T, str]",
                              world.int_()) ==
          "def (x: list[int], y: int | None) -> tuple[int, str]");
}

TEST_CASE("what has no variables comes back as the same object") {
    World world;
    TypePtr type = read_type(world, "def(x: dict[str, list[int]], *a: int | None) -> type[A]");
    CHECK(expand_type(world.cx, type, TypeEnv({-1}, world.int_())) == type);
}

TEST_CASE("unions lose what a replacement repeats") {
    World world;
    CHECK(with_first_variable(world, "def[T](x: T | int) -> T | None", world.int_()) ==
          "def (x: int) -> int | None");
    CHECK(with_first_variable(world, "def[T](x: T | int) -> int", world.object()) ==
          "def (x: object) -> int");
}

TEST_CASE("a TypeVarTuple is replaced by as many types as it stands for") {
    World world;
    TypePtr two = world.tuple({world.int_(), world.str()});
    CHECK(with_first_variable(world, "def[*Ts](x: tuple[bool, *Ts]) -> None", two) ==
          "def (x: tuple[bool, int, str])");
    CHECK(with_first_variable(world, "def[*Ts](*args: *Ts) -> None", two) == "def (int, str)");
    CHECK(with_first_variable(world, "def[*Ts](x: tuple[*Ts]) -> None",
                              world.tuple_of(world.int_())) == "def (x: tuple[int, ...])");
}

TEST_CASE("a ParamSpec is replaced by parameters, with their names and kinds") {
    World world;
    Parameter parameters[] = {world.arg("a", world.int_()),
                              world.arg("b", world.str(), ArgKind::NamedOpt)};
    CHECK(with_first_variable(
              world, "def[**P](f: Callable[P, int], *args: P.args, **kwargs: P.kwargs) -> int",
              make_parameters(world.cx, parameters)) ==
          "def (f: def (a: int, *, b: str =) -> int, a: int, *, b: str =) -> int");
}

TEST_CASE("fresh variables differ each time") {
    World world;
    const auto& identity = expect<CallableType>(read_type(world, "def[T](x: T) -> T"));
    const CallableType* first = freshen_callable(world.cx, identity);
    const CallableType* second = freshen_callable(world.cx, identity);
    CHECK(first->variables[0]->id.is_meta());
    CHECK(first->variables[0]->id != second->variables[0]->id);
    CHECK(first->ret_type == first->parameters[0].type);
}

TEST_CASE("an alias with arguments expands to its target with them") {
    World world;
    const TypeVarType* t = world.type_var("T", -1);
    AliasInfo& pair = world.add_alias("Pair", world.tuple({t, t}), {t});
    TypePtr argument = world.int_();
    TypePtr use = make_alias(world.cx, pair.id, TypeList(&argument, 1));
    CHECK(is_equal(get_proper(world.cx, use), read_type(world, "tuple[int, int]")));
    CHECK_FALSE(is_recursive_alias(world.cx, use));
}

TEST_CASE("aliases that lead back to themselves are recursive, even through others") {
    World world;
    AliasInfo& even = world.add_alias("Even", nullptr);
    AliasInfo& odd = world.add_alias("Odd", world.list(make_alias(world.cx, even.id)));
    AliasInfo& plain = world.add_alias("Plain", world.list(make_alias(world.cx, even.id)));
    even.target = world.one_of({world.int_(), make_alias(world.cx, odd.id)});
    CHECK(is_recursive_alias(world.cx, make_alias(world.cx, even.id)));
    CHECK(is_recursive_alias(world.cx, make_alias(world.cx, odd.id)));
    CHECK_FALSE(is_recursive_alias(world.cx, make_alias(world.cx, plain.id)));
    CHECK(has_recursive_types(world.cx, make_alias(world.cx, odd.id)));
}

TEST_CASE("an alias that is nothing but itself becomes Any instead of an endless loop") {
    World world;
    AliasInfo& loop = world.add_alias("Loop", nullptr);
    loop.target = make_alias(world.cx, loop.id);
    CHECK(is<AnyType>(get_proper(world.cx, make_alias(world.cx, loop.id))));
}

TEST_CASE("an instance is mapped to its bases with its arguments") {
    World world;
    auto mapped = [&](std::string_view text, std::string_view base) {
        const auto& instance = expect<Instance>(read_type(world, text));
        return type_to_string(world.cx,
                              map_instance_to_supertype(world.cx, instance, world.info(base)));
    };
    CHECK(mapped("list[int]", "Iterable") == "typing.Iterable[int]");
    CHECK(mapped("str", "Sequence") == "typing.Sequence[str]");
    CHECK(mapped("dict[str, int]", "Mapping") == "typing.Mapping[str, int]");
    CHECK(mapped("int", "Sequence") == "typing.Sequence[Any]");
}

TEST_CASE("the MRO respects every base's own order, or there is none") {
    World world;
    auto instance = [&](std::string_view name) { return world.of(name); };
    world.add_class("Left", {.bases = {instance("A")}});
    world.add_class("Right", {.bases = {instance("A")}});
    ClassInfo& diamond =
        world.add_class("Diamond", {.bases = {instance("Left"), instance("Right")}});
    std::vector<DefId> wanted{diamond.id, world.info("Left").id, world.info("Right").id,
                              world.info("A").id, world.info("object").id};
    CHECK(std::vector<DefId>(diamond.mro.begin(), diamond.mro.end()) == wanted);
    ClassInfo contradictory = diamond;
    const Instance* bases[] = {instance("A"), instance("B")};
    contradictory.mro = {};
    contradictory.bases = bases;
    CHECK_FALSE(calculate_mro(world.cx, contradictory).has_value());
}
