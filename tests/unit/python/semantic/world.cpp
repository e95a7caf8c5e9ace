// world.cpp

#include "world.h"

#include <stdexcept>

#include "python/syntax/parser.h"
#include "python/types/format.h"

namespace krait::semantic::test {

namespace {

constexpr std::string_view kBuiltins = R"(
from typing import Generic, Iterable, Iterator, Mapping, TypeVar, Any, overload, Sequence, Callable
_T = TypeVar("_T")
_K = TypeVar("_K")
_V = TypeVar("_V")
_T_co = TypeVar("_T_co", covariant=True)
class object:
    def __init__(self) -> None: ...
    def __eq__(self, other: object) -> bool: ...
class type:
    def __init__(self, o: object) -> None: ...
class int:
    def __add__(self, other: int) -> int: ...
class float: ...
class complex: ...
class bool(int): ...
class str(Sequence[str]): ...
class bytes: ...
class function: ...
class ellipsis: ...
class tuple(Sequence[_T_co]): ...
class list(Sequence[_T]):
    def append(self, x: _T) -> None: ...
class dict(Mapping[_K, _V]): ...
class set(Generic[_T]): ...
class frozenset(Generic[_T_co]): ...
class staticmethod: ...
class classmethod: ...
class property: ...
class BaseException: ...
class Exception(BaseException): ...
class NotImplementedError(Exception): ...
def len(x: object) -> int: ...
def any(x: Iterable[object]) -> bool: ...
)";

constexpr std::string_view kTyping = R"(
import collections
from abc import ABCMeta
class TypeVar:
    def __init__(self, name: str, *values: Any, bound: Any = None, covariant: bool = False) -> None: ...
class ParamSpec:
    def __init__(self, name: str) -> None: ...
class TypeVarTuple:
    def __init__(self, name: str) -> None: ...
class _SpecialForm: ...
class Any: ...
Union: _SpecialForm
Generic: _SpecialForm
Protocol: _SpecialForm
Callable: _SpecialForm
Type: _SpecialForm
ClassVar: _SpecialForm
Final: _SpecialForm
Literal: _SpecialForm
Optional: _SpecialForm
Tuple: _SpecialForm
Annotated: _SpecialForm
Concatenate: _SpecialForm
TypeAlias: _SpecialForm
Self: _SpecialForm
Never: _SpecialForm
NoReturn: _SpecialForm
Unpack: _SpecialForm
Required: _SpecialForm
NotRequired: _SpecialForm
ReadOnly: _SpecialForm
TypeGuard: _SpecialForm
TypeIs: _SpecialForm
List = list
Dict = dict
TYPE_CHECKING: bool
def overload(f: Any) -> Any: ...
def final(f: Any) -> Any: ...
def override(f: Any) -> Any: ...
def runtime_checkable(c: Any) -> Any: ...
def cast(t: Any, v: Any) -> Any: ...
def NewType(name: str, tp: Any) -> Any: ...
class NamedTuple: ...
class TypedDict: ...
class _TypedDict(Mapping[str, object]): ...
T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")
V = TypeVar("V")
class Iterable(Protocol[T_co]):
    def __iter__(self) -> Iterator[T_co]: ...
class Iterator(Iterable[T_co], Protocol):
    def __next__(self) -> T_co: ...
class Sequence(Iterable[T_co]): ...
class Mapping(Iterable[T], Generic[T, V]): ...
R1 = TypeVar("R1")
R2 = TypeVar("R2")
class Coroutine(Generic[T, R1, R2]): ...
)";

constexpr std::string_view kEnum = R"(
class EnumMeta(type): ...
class Enum(metaclass=EnumMeta): ...
class IntEnum(int, Enum): ...
)";

constexpr std::string_view kCollections = R"(
from typing import Any, Generic, TypeVar
_K = TypeVar("_K")
_V = TypeVar("_V")
class OrderedDict(dict[_K, _V]): ...
class ChainMap(Generic[_K, _V]): ...
class Counter(dict[_K, int]): ...
class defaultdict(dict[_K, _V]): ...
class deque(Generic[_K]): ...
def namedtuple(typename: str, field_names: Any) -> Any: ...
)";

std::string message_text(const messages::Diagnostic& diagnostic) {
    std::string shown = std::to_string(diagnostic.line) + ": ";
    shown += diagnostic.severity == messages::Severity::Error ? "error: " : "note: ";
    shown += diagnostic.message;
    std::string_view code = diagnostic.code;
    if (!code.empty()) shown += "  [" + std::string(code) + "]";
    return shown;
}

}  // namespace

World& World::add(std::string_view name, std::string_view text, bool is_stub, std::string path) {
    auto draft = std::make_unique<ModuleDraft>();
    draft->name = base::intern(name);
    draft->path = path.empty() ? std::string(name) + (is_stub ? ".pyi" : ".py") : path;
    draft->id = table_.module(draft->name, draft->path);
    draft->text = std::make_shared<base::SourceText>(std::string(text));
    draft->tree = std::make_shared<syntax::Tree>(
        syntax::parse_module(*draft->text, {.python_minor = 13, .is_stub = is_stub}));
    draft->options = options_;
    scc_.add(std::move(draft));
    return *this;
}

World& World::add_standard_library() {
    add("builtins", kBuiltins, true);
    add("typing", kTyping, true);
    add("abc", "class ABCMeta(type): ...\ndef abstractmethod(f: object) -> object: ...\n", true);
    add("enum", kEnum, true);
    add("collections", kCollections, true);
    add("types", "class ModuleType: ...\n", true);
    add("sys", "version_info: tuple[int, int]\nplatform: str\n", true);
    return *this;
}

World& World::with_options(config::Options options) {
    options_ = std::make_shared<config::Options>(std::move(options));
    return *this;
}

const AnalysisFigures& World::analyze(ClassHook class_hook) {
    for (const auto& draft : scc_.modules) {
        for (const auto& other : scc_.modules) draft->imports.push_back(other->id);
    }
    figures_ = analyze_scc(scc_, reader_, class_hook);
    context_ = std::make_unique<types::Context>(types::Context{scc_.arena, reader_, *options_});
    return figures_;
}

ModuleDraft& World::draft(std::string_view module) {
    for (const auto& draft : scc_.modules) {
        if (base::text_of(draft->name) == module) return *draft;
    }
    throw std::runtime_error("no module " + std::string(module));
}

std::vector<std::string> World::messages(std::string_view module) {
    std::vector<std::string> shown;
    for (const messages::Diagnostic& one : draft(module).diagnostics) {
        shown.push_back(message_text(one));
    }
    return shown;
}

const types::Definition* World::find(std::string_view path) {
    std::size_t dot = path.find('.');
    ModuleDraft& module = draft(path.substr(0, dot));
    const types::Symbol* symbol = nullptr;
    const types::Definition* definition = module.info;
    while (dot != std::string_view::npos && definition != nullptr) {
        std::size_t start = dot + 1;
        dot = path.find('.', start);
        base::Name part =
            base::intern(path.substr(start, dot == std::string_view::npos ? dot : dot - start));
        const auto* info = types::as<types::ClassInfo>(definition);
        symbol = info != nullptr ? reader_.own_member(*info, part)
                                 : reader_.module_symbol(module.id, part);
        definition = symbol != nullptr ? reader_.definition(symbol->target) : nullptr;
    }
    return definition;
}

std::string World::show(types::TypePtr type) {
    return type == nullptr ? "None" : types::type_to_string(*context_, type);
}

std::string World::type_of(std::string_view path) {
    const types::Definition* definition = find(path);
    if (const auto* variable = types::as<types::VarInfo>(definition)) return show(variable->type);
    if (const auto* function = types::as<types::FunctionInfo>(definition)) {
        return show(function->type);
    }
    if (const auto* decorated = types::as<types::DecoratedInfo>(definition)) {
        return show(decorated->variable->type);
    }
    if (const auto* overloaded = types::as<types::OverloadedInfo>(definition)) {
        return show(overloaded->type);
    }
    if (const auto* alias = types::as<types::AliasInfo>(definition)) return show(alias->target);
    return definition == nullptr ? "missing" : "no type";
}

std::vector<std::string> World::mro_of(std::string_view path) {
    std::vector<std::string> names;
    const auto* info = find_as<types::ClassInfo>(path);
    if (info == nullptr) return names;
    for (symbols::DefId id : info->mro) {
        const types::Definition* base = reader_.definition(id);
        names.emplace_back(base != nullptr ? base::text_of(base->fullname) : "?");
    }
    return names;
}

std::vector<std::string> World::names_of(std::string_view module) {
    std::vector<std::string> names;
    for (const types::Symbol& symbol : draft(module).names.symbols()) {
        std::string_view name = base::text_of(symbol.name);
        if (!name.starts_with("__")) names.emplace_back(name);
    }
    return names;
}

BodyDraft World::analyze_body(std::string_view module, std::string_view path) {
    ModuleDraft& of = draft(module);
    outlines_.push_back(std::make_unique<Outline>(make_outline(*of.tree, *options_)));
    BodyDraft body;
    body.module = of.id;
    body.module_name = of.name;
    body.path = of.path;
    body.text = of.text;
    body.tree = of.tree;
    body.outline = outlines_.back().get();
    for (const BodyUnit& unit : body.outline->units) {
        if (base::text_of(unit.path) == path) body.unit = &unit;
    }
    if (body.unit == nullptr) throw std::runtime_error("no unit " + std::string(path));
    body_reader_ = std::make_unique<BodyReader>(reader_, body_locals_);
    types::Context cx{scc_.arena, *body_reader_, *options_};
    analyze_function_body(body, cx, *body_reader_, table_);
    return body;
}

std::unique_ptr<World> analyzed(std::string_view text) {
    auto world = std::make_unique<World>();
    world->add_standard_library().add("m", text).analyze();
    return world;
}

}  // namespace krait::semantic::test
