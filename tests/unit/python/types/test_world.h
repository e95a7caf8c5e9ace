// test_world.h
//
// A small program in memory: enough of builtins and typing for types to live in, built by hand, and
// the means to add classes to it. Tests of the types room say what they mean with it in a few
// lines:
//
//     World world;
//     CHECK(is_subtype(world.cx, world.bool_(), world.int_()));
//
// The classes, as Python would write them:
//
//     builtins: object, type, function, int, float, complex, bool(int), str(Sequence[str]), bytes,
//         tuple(Sequence[T_co]), list(MutableSequence[T]), dict(MutableMapping[KT, VT]), ellipsis,
//         BaseException, Exception; int promotes to float, float to complex
//     typing: Sized, Hashable, Iterable[T_co], Iterator[T_co], Collection[T_co] (protocols),
//         Sequence[T_co], Mapping[KT, VT_co], MutableSequence[T], MutableMapping[KT, VT],
//         Awaitable[T_co] (a protocol), Coroutine[T_co], _TypedDict
//     enum: Enum;   abc: ABCMeta(type)
//     m: A, B(A), C(B), X (unrelated), Box[T], Source[T_co], Sink[T_contra], Color(Enum) with RED
//         and BLUE, Closeable (a protocol with close() -> None), File with such a close(), Named (a
//         protocol with a settable name: str), and what oracle.py spells out: Supplier, Callback,
//         Linked, Point, DictXY, Variadic, Handler, and the recursive aliases Deep and Chain

#pragma once

#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "python/types/context.h"
#include "python/types/factory.h"

namespace krait::types::testing {

/// Shows definitions that tests made. Nothing is recorded.
class WorldReader : public Reader {
public:
    const Definition* definition(DefId id) override;
    base::ModuleId find_module(base::ModuleId from, Name name) override;
    const ModuleInfo* module(base::ModuleId module) override;
    const Symbol* module_symbol(base::ModuleId module, Name name) override;
    std::span<const Symbol> module_symbols(base::ModuleId module) override;
    std::span<const base::ModuleId> module_imports(base::ModuleId) override { return {}; }
    const Symbol* own_member(const ClassInfo& info, Name name) override;
    std::span<const Symbol> own_members(const ClassInfo& info) override;
    std::uint32_t line_of(DefId) override { return 1; }

    struct Module {
        Name name;
        ModuleInfo* info;
        std::vector<Definition*> definitions;  // by slot
        std::vector<Symbol> symbols;
    };
    std::vector<Module> modules;
    std::unordered_map<DefId, std::vector<Symbol>> members;
};

struct ClassOptions {
    std::vector<const Instance*> bases{};  ///< none: object
    std::vector<const TypeVarLike*> variables{};
    bool is_protocol = false;
    bool is_enum = false;
    bool is_final = false;
    const Instance* metaclass = nullptr;
};

class World {
public:
    World();
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    base::Arena arena;
    WorldReader reader;
    config::Options options;
    Context cx;

    // --- Classes by name: "int" is looked for in builtins, typing, enum, abc and m
    [[nodiscard]] ClassInfo& info(std::string_view name);
    /// An instance of it with these arguments.
    [[nodiscard]] const Instance* of(std::string_view name, std::vector<TypePtr> args = {});
    [[nodiscard]] const Instance* object() { return of("object"); }
    [[nodiscard]] const Instance* int_() { return of("int"); }
    [[nodiscard]] const Instance* str() { return of("str"); }
    [[nodiscard]] const Instance* bool_() { return of("bool"); }
    [[nodiscard]] const Instance* float_() { return of("float"); }
    [[nodiscard]] const Instance* list(TypePtr item) { return of("list", {item}); }
    [[nodiscard]] const Instance* function() { return of("function"); }

    // --- Other types
    [[nodiscard]] TypePtr any() { return make_any(cx, AnySource::Explicit); }
    [[nodiscard]] TypePtr none() { return make_none(cx); }
    [[nodiscard]] TypePtr never() { return make_never(cx); }
    [[nodiscard]] const LiteralType* literal(long value);
    [[nodiscard]] const LiteralType* literal(std::string_view text);
    [[nodiscard]] const LiteralType* literal(bool value);
    [[nodiscard]] const LiteralType* member(std::string_view enum_class, std::string_view name);
    /// int with the known value, as in `x: Final = 1`.
    [[nodiscard]] const Instance* known_int(long value);
    [[nodiscard]] const TupleType* tuple(std::vector<TypePtr> items);
    /// tuple[item, ...]
    [[nodiscard]] const Instance* tuple_of(TypePtr item) { return of("tuple", {item}); }
    [[nodiscard]] const TypedDictType* typed_dict(std::vector<TypedDictItem> items);
    /// (parameters) -> result, the parameters positional-only.
    [[nodiscard]] const CallableType* callable(std::vector<TypePtr> parameters, TypePtr result);
    [[nodiscard]] const CallableType* callable(std::vector<Parameter> parameters, TypePtr result,
                                               std::vector<const TypeVarLike*> variables = {});
    [[nodiscard]] Parameter arg(std::string_view name, TypePtr type, ArgKind kind = ArgKind::Pos);
    [[nodiscard]] TypePtr one_of(std::vector<TypePtr> items) { return make_union(cx, items); }

    // --- Type variables: of a class (its number from 1) or of a function (from -1 downwards)
    [[nodiscard]] const TypeVarType* type_var(std::string_view name, std::int32_t id,
                                              Variance variance = Variance::Invariant,
                                              TypePtr bound = nullptr,
                                              std::vector<TypePtr> values = {});
    [[nodiscard]] const ParamSpecType* param_spec(std::string_view name, std::int32_t id);
    [[nodiscard]] const TypeVarTupleType* type_var_tuple(std::string_view name, std::int32_t id);

    // --- Definitions of one's own, in module m
    ClassInfo& add_class(std::string_view name, ClassOptions how = {},
                         std::string_view module = "m");
    ClassInfo& add_typed_dict(std::string_view name, std::vector<TypedDictItem> items);
    /// A named tuple; its fields are read-only.
    ClassInfo& add_named_tuple(std::string_view name, std::vector<Parameter> fields);
    VarInfo& add_variable(ClassInfo& owner, std::string_view name, TypePtr type);
    /// A method; self is added to the parameters.
    FunctionInfo& add_method(ClassInfo& owner, std::string_view name,
                             std::vector<Parameter> parameters, TypePtr result,
                             std::vector<const TypeVarLike*> variables = {});
    /// A read-only property.
    DecoratedInfo& add_property(ClassInfo& owner, std::string_view name, TypePtr type);
    /// `type name[variables] = target`; the target may be set later, when it mentions the alias.
    AliasInfo& add_alias(std::string_view name, TypePtr target,
                         std::vector<const TypeVarLike*> variables = {});

private:
    template <class T>
    T& define(std::string_view module, std::string_view path, std::string_view name,
              DefId owner = {});
    WorldReader::Module& module(std::string_view name);
    void add_symbol(ClassInfo* owner, WorldReader::Module& module, const Definition& definition);
    void make_builtins();
    void make_typing();
    void make_tower();
    void make_containers();
    void make_examples();
    void make_structural_examples();
};

}  // namespace krait::types::testing
