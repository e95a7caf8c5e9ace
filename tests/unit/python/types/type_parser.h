// type_parser.h
//
// Types for tests, written as Python writes them: `types.parse("Callable[[T], list[T]] | None")`.
// With it a test can hold a table of questions and answers, such as those that mypy was asked
// (relations_from_mypy.inc).
//
// Beside the classes of test_world.h it knows, in module m:
//
//     D(A, X), E(A, X), SubBox(Box[T]), HasInt and HasOf[T] with get(), Has[T_co] (a protocol with
//     get()), CallBack[T_contra] (a protocol with __call__), Var[*Ts], VarI[T, *Ts], Spec[P],
//     P2(x: int, y: str) and P3(a: A, y: B) (named tuples),
//     TD1 {x: int}, TD2 {x: int, y?: str}, TD3 {x: str}, TD4 {x?: int, z?: ReadOnly[A]}
//
// the aliases LA = list[A], LG = list[T], J = int | list[J], JG = T | list[JG[T]] and
// NT = tuple[A, None | NT], and the type variables of one generic function: T, S (bound to A), V
// (int or str), U, W, P, Q, Ts, Us. `def(x: int, *, y: T = ...) -> T` is a function with variables
// of its own, `overload def(...) -> A ; def(...) -> B` an overloaded one, `class A` a class as an
// object.

#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "unit/python/types/test_world.h"

namespace krait::types::testing {

class TypeParser {
public:
    explicit TypeParser(World& world);

    /// Throws std::invalid_argument for what it doesn't understand.
    [[nodiscard]] TypePtr parse(std::string_view text);

private:
    using Scope = std::vector<const TypeVarLike*>;

    void make_classes();
    void make_special_classes();
    void make_aliases();
    const TypeVarLike* find_or_make(Scope& scope, std::string_view name);

    bool accept(std::string_view token);
    void expect_token(std::string_view token);
    std::string name();
    TypePtr parse_union();
    TypePtr parse_item();
    TypePtr parse_named(const std::string& name);
    TypePtr parse_callable();
    TypePtr parse_function();
    TypePtr parse_overload();
    TypePtr parse_literal();
    TypePtr parse_tuple();
    std::vector<Parameter> parse_signature();
    std::vector<Parameter> of_param_spec(const ParamSpecType& spec);
    std::vector<TypePtr> parse_list(std::string_view end);

    World& world_;
    Scope outer_;
    Scope* scope_ = &outer_;
    std::map<std::string, TypePtr, std::less<>> special_;
    std::map<std::string, DefId, std::less<>> aliases_;
    std::map<std::string, TypePtr, std::less<>> parsed_;
    std::string text_;
    std::size_t at_ = 0;
    int functions_ = 0;
};

}  // namespace krait::types::testing
