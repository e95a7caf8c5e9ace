"""Ask mypy about types and print its answers as a table; see README.md beside this file."""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import mypy.join
import mypy.meet
import mypy.messages
import mypy.subtypes
import mypy.typeops
from mypy import build
from mypy.applytype import apply_generic_arguments, apply_poly
from mypy.argmap import map_actuals_to_formals
from mypy.constraints import SUBTYPE_OF, SUPERTYPE_OF, infer_constraints
from mypy.infer import ArgumentInferContext, infer_function_type_arguments
from mypy.modulefinder import BuildSource
from mypy.nodes import (
    ARG_NAMED,
    ARG_POS,
    ARG_STAR,
    ARG_STAR2,
    ArgKind,
    Context,
    FuncDef,
    OverloadedFuncDef,
    SymbolNode,
    TypeInfo,
)
from mypy.options import Options
from mypy.solve import solve_constraints
from mypy.state import state
from mypy.types import (
    CallableType,
    Instance,
    Overloaded,
    Type,
    TypeVarLikeType,
    UninhabitedType,
    get_proper_type,
)
from mypy.typestate import type_state
from random_types import RandomTypes

HERE = Path(__file__).resolve().parent
# Binds the type variables of classes.pyi, in this order.
HOLDER = (
    "def holder(vT: T, vS: S, vV: V, vU: U, vW: W, vP: Callable[P, int], vQ: Callable[Q, int], "
    "vTs: tuple[Unpack[Ts]], vUs: tuple[Unpack[Us]],"
)
HOLDER_OWN = 9

PLAIN = """P2|P3|object|int|bool|float|str|None|Any|Never|A|B|X|D|E|Color
list[int]|list[B]|list[Any]|Sequence[A]|Iterable[int]|dict[str, A]|Mapping[str, B]
tuple[int, str]|tuple[bool, str]|tuple[A, ...]|tuple[B]|tuple[()]|tuple[int, *tuple[str, ...]]
Box[int]|SubBox[B]|Source[A]|Source[B]|Sink[A]|Sink[B]|Closeable|File|Has[int]|HasInt|HasOf[str]
Literal[1]|Literal["a"]|Literal[Color.RED]|type[A]|type[Any]|TD1|TD2|TD3|TD4|J|JG[B]|NT|LA
Callable[[int], str]|Callable[[A], B]|Callable[..., int]|Callable[[*tuple[int, ...]], str]
def(x: int, y: str = ...) -> A|def(*args: int) -> B|def(*, y: bool, z: int = ...) -> B
def(x: A, *, y: str) -> int|def(x: T) -> T|def(x: T, y: U) -> T|def(x: S) -> list[S]|class B
overload def(x: int) -> A ; def(x: str) -> B|CallBack[int]|Var[int, str]|Var[()]|Spec[[int, str]]"""
UNIONS = ["int|None", "A|X", "B|None", "Literal[1,2]", "Literal[Color.RED]|None", "type[A|X]"]
TEMPLATES = """T;S;V;list[T];Iterable[T];dict[str, T];tuple[T, U];tuple[T, ...];tuple[T, *Ts]
tuple[*Ts, T];Box[T];Source[T];Sink[T];Has[T];T|None;T|list[T];list[T]|T|None;type[T]
Callable[[T], U];Callable[[T, T], T];Callable[..., T];Callable[P, T];Callable[[int, *Ts], T]
Callable[Concatenate[T, P], U];CallBack[T];VarI[T, *Ts];Var[*Ts];Spec[P];V|list[V]"""
CALLS = """def(x: T, y: T) -> T|int;str
def(x: T, y: list[T] = ...) -> T|A;list[B]
def(x: S) -> S|int
def(x: V) -> V|bool
def(x: int, *args: T, k: U = ...) -> T|int;*tuple[A, B];k=str
def(x: T, y: U) -> tuple[T, U]|*list[int]
def(**kw: T) -> T|**dict[str, int];k=str
def(x: T, y: U) -> tuple[T, U]|**TD2
def(*args: *Ts) -> tuple[*Ts]|int;*tuple[str, A]
def(x: T, *args: *tuple[*Ts, int]) -> tuple[*Ts]|A;B;X;int
def(f: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T|def(x: int) -> A;int"""
POLYMORPHIC_CALLS = """def(f: Callable[[T], U]) -> Callable[[T], U]|def(x: T) -> T
def(f: Callable[[T], U]) -> Callable[[T], U]|def(x: S) -> list[S]
def(f: Callable[P, T]) -> Callable[P, list[T]]|def(x: U, *, k: W = ...) -> dict[U, W]
def(f: Callable[[T], U], g: Callable[[U], W]) -> Callable[[T], W]|def(x: T) -> T;def(x: A) -> int
def(f: Callable[[T], None]) -> dict[str, T]|def(x: T) -> None
def(f: T) -> T|def(x: T) -> T"""


class Program:
    """classes.pyi and some types, as mypy sees them."""

    def __init__(self, expressions: list[str]) -> None:
        self.expressions = list(dict.fromkeys([*expressions, "Mapping[str, Any]", "Iterable[Any]"]))
        self.options = Options()
        self.options.custom_typeshed_dir = str(HERE / "typeshed")
        self.options.abs_custom_typeshed_dir = self.options.custom_typeshed_dir
        self.options.incremental = False
        self.options.cache_dir = os.devnull
        self.options.python_version = (3, 12)
        self.options.preserve_asts = True
        source = (HERE / "classes.pyi").read_text() + self._declarations()
        result = build.build([BuildSource("m.pyi", "m", source)], self.options)
        self.bad = self._refused(source, result.errors)
        names = result.files["m"].names
        held = iter(function(names["holder"].node).arg_types[HOLDER_OWN:])
        self.types: dict[str, Type] = {}
        for index, expression in enumerate(self.expressions):
            if expression.startswith("class "):
                info = names[expression[6:]].node
                assert isinstance(info, TypeInfo)
                self.types[expression] = mypy.typeops.type_object_type(info)
            elif expression.startswith(("def", "overload ")):
                self.types[expression] = nameless(names[f"f{index}"].node)
            else:
                self.types[expression] = next(held)

    def _declarations(self) -> str:
        functions = []
        held = []
        for index, expression in enumerate(self.expressions):
            if expression.startswith("overload "):
                for item in expression.removeprefix("overload ").split(" ; "):
                    functions.append(f"@overload\ndef f{index}{item[3:]}: ...")
            elif expression.startswith("def"):
                functions.append(f"def f{index}{expression[3:]}: ...")
            elif not expression.startswith("class "):
                held.append(f"p{index}: {expression}")
        return "\n".join(["", *functions, HOLDER, ",\n".join(held), ") -> None: ...", ""])

    def _refused(self, source: str, errors: list[str]) -> set[str]:
        """Expressions that are no types, such as a random one that unpacks twice."""
        lines = source.split("\n")
        refused = set()
        for error in errors:
            place = re.match(r"m\.pyi:(\d+): error: (.*)", error)
            if not place or re.search("should receive|overlap|never be matched", place[2]):
                continue
            declared = re.match(r"(?:p|def f)(\d+)", lines[int(place[1]) - 1])
            if declared:
                refused.add(self.expressions[int(declared[1])])
        return refused

    def print(self, typ: Type | None) -> str:
        return "nothing" if typ is None else typ.str_with_options(self.options)


def function(node: SymbolNode | None) -> CallableType:
    assert isinstance(node, FuncDef) and isinstance(node.type, CallableType)
    return node.type


def nameless(node: SymbolNode | None) -> Type:
    if isinstance(node, OverloadedFuncDef):
        assert isinstance(node.type, Overloaded)
        items = node.type.items
        return Overloaded([item.copy_modified(name=None, definition=None) for item in items])
    return function(node).copy_modified(name=None, definition=None)


def yes_or_no(answer: bool) -> str:
    return "yes" if answer else "no"


class Asker:
    def __init__(self, program: Program) -> None:
        self.program = program

    def about_one(self, typ: Type) -> Iterator[tuple[str, str]]:
        yield "reveal", self.program.print(typ)
        yield "format", mypy.messages.format_type(typ, self.program.options)

    def about_pair(self, left: Type, right: Type) -> Iterator[tuple[str, str]]:
        show = self.program.print
        yield "subtype", yes_or_no(mypy.subtypes.is_subtype(left, right))
        yield "proper_subtype", yes_or_no(mypy.subtypes.is_proper_subtype(left, right))
        yield "join", show(mypy.join.join_types(left, right))
        yield "meet", show(mypy.meet.meet_types(left, right))
        yield "narrow", show(mypy.meet.narrow_declared_type(left, right))
        yield "overlap", yes_or_no(mypy.meet.is_overlapping_types(left, right))
        strictly = mypy.meet.is_overlapping_types(
            left, right, ignore_promotions=True, overlap_for_overloads=True
        )
        yield "overlap_strictly", yes_or_no(strictly)
        texts = mypy.messages.format_type_distinctly(left, right, options=self.program.options)
        yield "distinctly", " / ".join(texts)

    def about_template(self, template: Type, actual: Type) -> Iterator[tuple[str, str]]:
        yield "infer", self.constraints(template, actual, SUPERTYPE_OF)
        yield "infer_below", self.constraints(template, actual, SUBTYPE_OF)
        yield "solve", self.solution(template, actual, False)
        yield "solve_poly", self.solution(template, actual, True)

    def constraints(self, template: Type, actual: Type, direction: int) -> str:
        found = set()
        for one in infer_constraints(template, actual, direction):
            sign = "<:" if one.op == SUBTYPE_OF else ":>"
            found.add(f"{one.origin_type_var.name} {sign} {self.program.print(one.target)}")
        return "; ".join(sorted(found))

    def solution(self, template: Type, actual: Type, polymorphic: bool) -> str:
        variables: list[TypeVarLikeType] = []
        for variable in mypy.typeops.get_all_type_vars(template):
            if variable.id not in [known.id for known in variables]:
                variables.append(variable)
        type_state.infer_polymorphic = polymorphic
        constraints = infer_constraints(template, actual, SUPERTYPE_OF)
        values, free = solve_constraints(variables, constraints, allow_polymorphic=polymorphic)
        type_state.infer_polymorphic = False
        lines = {f"free {variable.name}" for variable in free}
        for variable, value in zip(variables, values):
            proper = get_proper_type(value)
            is_open = isinstance(proper, UninhabitedType) and proper.ambiguous
            lines.add(f"{variable.name} = {'anything' if is_open else self.program.print(value)}")
        return "; ".join(sorted(lines))

    def call(self, callee: Type, arguments: list[str], polymorphic: bool) -> str:
        assert isinstance(callee, CallableType)
        kinds, names, texts = zip(*map(argument_parts, arguments)) if arguments else ((), (), ())
        types = [self.program.types[text] for text in texts]
        mapping = map_actuals_to_formals(
            list(kinds), list(names), callee.arg_kinds, callee.arg_names, lambda i: types[i]
        )
        mapping_type = self.program.types["Mapping[str, Any]"]
        iterable_type = self.program.types["Iterable[Any]"]
        assert isinstance(mapping_type, Instance) and isinstance(iterable_type, Instance)
        context = ArgumentInferContext(mapping_type, iterable_type)
        answer = "".join("".join(map(str, actuals)) + "|" for actuals in mapping)
        reported: list[str] = []

        def report(_callee: CallableType, value: Type, name: str, _context: Context) -> None:
            reported.append(f" {name} can't be {self.program.print(value)}")

        type_state.infer_polymorphic = polymorphic
        values, free = infer_function_type_arguments(
            callee, types, list(kinds), list(names), mapping, context, True, polymorphic
        )
        applied: Type | None = apply_generic_arguments(callee, values, report, Context())
        if polymorphic:
            assert isinstance(applied, CallableType)
            applied = apply_poly(applied, free)
        type_state.infer_polymorphic = False
        return f"{answer}{''.join(reported)} {self.program.print(applied)}"


def argument_parts(argument: str) -> tuple[ArgKind, str | None, str]:
    if argument.startswith("**"):
        return ARG_STAR2, None, argument[2:]
    if argument.startswith("*"):
        return ARG_STAR, None, argument[1:]
    if argument[1:2] == "=":
        return ARG_NAMED, argument[0], argument[2:]
    return ARG_POS, None, argument


Row = tuple[str, str, str, str]


def relations(
    plain: list[str], templates: list[str], calls: list[tuple[str, str, str]], sample: int
) -> Iterator[Row]:
    callees = [callee for _, callee, _ in calls]
    given = [argument_parts(a)[2] for _, _, line in calls for a in line.split(";") if a]
    program = Program([*plain, *templates, *callees, *given])
    state.strict_optional = True
    asker = Asker(program)
    chooser = random.Random(1)
    types = program.types

    def good(expressions: list[str]) -> list[str]:
        return [one for one in expressions if one not in program.bad]

    def chosen(lefts: list[str], rights: list[str]) -> list[tuple[str, str]]:
        pairs = [(left, right) for left in good(lefts) for right in good(rights)]
        return chooser.sample(pairs, min(sample, len(pairs)))

    for expression in good([*plain, *templates]):
        for question, answer in asker.about_one(types[expression]):
            yield question, expression, "", answer
    about: list[tuple[list[str], Callable[[Type, Type], Iterator[tuple[str, str]]]]] = [
        (plain, asker.about_pair),
        (templates, asker.about_template),
    ]
    for lefts, ask in about:
        for left, right in chosen(lefts, plain):
            for question, answer in ask(types[left], types[right]):
                yield question, left, right, answer
    for question, callee, line in calls:
        arguments = [argument for argument in line.split(";") if argument]
        answer = asker.call(types[callee], arguments, question == "call_poly")
        yield question, callee, line, answer


def chosen_types() -> tuple[list[str], list[str], list[tuple[str, str, str]]]:
    plain = [one for line in PLAIN.split("\n") for one in line.split("|")] + UNIONS
    templates = [one for line in TEMPLATES.split("\n") for one in line.split(";")]
    calls = []
    for question, lines in (("call", CALLS), ("call_poly", POLYMORPHIC_CALLS)):
        for line in lines.split("\n"):
            callee, _, arguments = line.partition("|")
            calls.append((question, callee, arguments))
    return plain, templates, calls


def random_types(seed: int) -> tuple[list[str], list[str], list[tuple[str, str, str]]]:
    source = RandomTypes(seed)
    plain = list(dict.fromkeys(source.anything() for _ in range(70)))
    templates = list(dict.fromkeys(source.type(3, ("T", "S", "V", "U", "T")) for _ in range(40)))
    return plain, templates, []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, help="ask about random types")
    parser.add_argument("--plain", action="store_true", help="lines without C++ quoting")
    parser.add_argument("--sample", type=int, default=90, help="pairs of types to ask about")
    given = parser.parse_args()
    chosen = chosen_types() if given.seed is None else random_types(given.seed)
    for row in relations(*chosen, given.sample):
        line = "\t".join(row)
        print(line if given.plain else json.dumps(line) + ",")


if __name__ == "__main__":
    sys.setrecursionlimit(10_000)
    main()
