// test_world.cpp
//
// Builds the program that test_world.h describes. Order matters: object first, because every
// class's MRO ends with it.

#include "unit/python/types/test_world.h"

#include <stdexcept>

#include "python/types/known.h"
#include "python/types/mro.h"
#include "python/types/typeops.h"
#include "python/types/typevars.h"

namespace krait::types::testing {

const Definition* WorldReader::definition(DefId id) {
    auto module_index = static_cast<std::size_t>(id.module);
    if (module_index >= modules.size()) return nullptr;
    const std::vector<Definition*>& slots = modules[module_index].definitions;
    auto slot = static_cast<std::size_t>(id.slot);
    return slot < slots.size() ? slots[slot] : nullptr;
}

base::ModuleId WorldReader::find_module(base::ModuleId, Name name) {
    for (std::size_t i = 0; i < modules.size(); ++i) {
        if (modules[i].name == name) return static_cast<base::ModuleId>(i);
    }
    return base::ModuleId::None;
}

const ModuleInfo* WorldReader::module(base::ModuleId id) {
    auto index = static_cast<std::size_t>(id);
    return index < modules.size() ? modules[index].info : nullptr;
}

namespace {

const Symbol* find_symbol(std::span<const Symbol> symbols, Name name) {
    for (const Symbol& symbol : symbols) {
        if (symbol.name == name) return &symbol;
    }
    return nullptr;
}

}  // namespace

const Symbol* WorldReader::module_symbol(base::ModuleId id, Name name) {
    return find_symbol(module_symbols(id), name);
}

std::span<const Symbol> WorldReader::module_symbols(base::ModuleId id) {
    auto index = static_cast<std::size_t>(id);
    return index < modules.size() ? std::span<const Symbol>(modules[index].symbols)
                                  : std::span<const Symbol>{};
}

const Symbol* WorldReader::own_member(const ClassInfo& info, Name name) {
    return find_symbol(own_members(info), name);
}

std::span<const Symbol> WorldReader::own_members(const ClassInfo& info) {
    auto found = members.find(info.id);
    return found == members.end() ? std::span<const Symbol>{}
                                  : std::span<const Symbol>(found->second);
}

World::World() : cx{arena, reader, options} {
    for (std::string_view name : {"builtins", "typing", "enum", "abc", "m"}) (void)module(name);
    make_builtins();
    make_typing();
    make_tower();
    make_containers();
    make_examples();
}

WorldReader::Module& World::module(std::string_view name) {
    Name interned = base::intern(name);
    base::ModuleId id = reader.find_module(base::ModuleId::None, interned);
    if (id == base::ModuleId::None) {
        auto* made = arena.make<ModuleInfo>();
        made->kind = DefinitionKind::Module;
        made->id = {static_cast<base::ModuleId>(reader.modules.size()), symbols::Slot{0}};
        made->name = interned;
        made->fullname = interned;
        reader.modules.push_back({interned, made, {made}, {}});
        return reader.modules.back();
    }
    return reader.modules[static_cast<std::size_t>(id)];
}

template <class T>
T& World::define(std::string_view module_name, std::string_view path, std::string_view name,
                 DefId owner) {
    WorldReader::Module& home = module(module_name);
    auto* made = arena.make<T>();
    made->kind = T::kKind;
    made->id = {home.info->id.module, static_cast<symbols::Slot>(home.definitions.size())};
    made->name = base::intern(name);
    made->fullname = base::intern(std::string(module_name) + "." + std::string(path));
    made->enclosing_class = owner;
    home.definitions.push_back(made);
    return *made;
}

void World::add_symbol(ClassInfo* owner, WorldReader::Module& home, const Definition& definition) {
    Symbol symbol{.name = definition.name, .target = definition.id};
    if (owner != nullptr) {
        reader.members[owner->id].push_back(symbol);
    } else {
        home.symbols.push_back(symbol);
    }
}

ClassInfo& World::info(std::string_view name) {
    Name wanted = base::intern(name);
    for (WorldReader::Module& candidate : reader.modules) {
        if (const Symbol* symbol = find_symbol(candidate.symbols, wanted)) {
            auto* found =
                as<ClassInfo>(candidate.definitions[static_cast<std::size_t>(symbol->target.slot)]);
            if (found != nullptr) return *found;
        }
    }
    throw std::out_of_range("the test world has no class " + std::string(name));
}

const Instance* World::of(std::string_view name, std::vector<TypePtr> args) {
    return make_instance(cx, info(name).id, args);
}

const LiteralType* World::literal(long value) {
    return make_literal(cx, {LiteralKind::Int, base::intern(std::to_string(value))}, *int_());
}

const LiteralType* World::literal(std::string_view text) {
    return make_literal(cx, {LiteralKind::Str, base::intern(text)}, *str());
}

const LiteralType* World::literal(bool value) {
    return make_literal(cx, {LiteralKind::Bool, value ? known::True : known::False}, *bool_());
}

const LiteralType* World::member(std::string_view enum_class, std::string_view name) {
    return make_literal(cx, {LiteralKind::Enum, base::intern(name)}, *of(enum_class));
}

const Instance* World::known_int(long value) {
    return with_last_known_value(cx, *int_(), literal(value));
}

const TupleType* World::tuple(std::vector<TypePtr> items) {
    return types::make_tuple(cx, TypeList(items), *tuple_of(any()));
}

const TypedDictType* World::typed_dict(std::vector<TypedDictItem> items) {
    return make_typed_dict(cx, items, *of("_TypedDict"));
}

const CallableType* World::callable(std::vector<TypePtr> parameters, TypePtr result) {
    std::vector<Parameter> list;
    for (TypePtr type : parameters) list.push_back({type, ArgKind::Pos, Name::Empty});
    return callable(list, result, {});
}

const CallableType* World::callable(std::vector<Parameter> parameters, TypePtr result,
                                    std::vector<const TypeVarLike*> variables) {
    return make_callable(cx, parameters, result, *function(), variables);
}

Parameter World::arg(std::string_view name, TypePtr type, ArgKind kind) {
    return {type, kind, name.empty() ? Name::Empty : base::intern(name)};
}

const TypeVarType* World::type_var(std::string_view name, std::int32_t id, Variance variance,
                                   TypePtr bound, std::vector<TypePtr> values) {
    Name fullname = base::intern("m." + std::string(name));
    return make_type_var(cx, {base::intern(name), fullname, {id, 0, base::intern("m")}},
                         bound != nullptr ? bound : object(), values, variance);
}

const ParamSpecType* World::param_spec(std::string_view name, std::int32_t id) {
    Name fullname = base::intern("m." + std::string(name));
    return make_param_spec(cx, {base::intern(name), fullname, {id, 0, base::intern("m")}},
                           ParamSpecFlavor::Bare, object());
}

const TypeVarTupleType* World::type_var_tuple(std::string_view name, std::int32_t id) {
    Name fullname = base::intern("m." + std::string(name));
    const Instance* tuple_of_objects = tuple_of(object());
    return make_type_var_tuple(cx, {base::intern(name), fullname, {id, 0, base::intern("m")}},
                               tuple_of_objects, *tuple_of_objects);
}

ClassInfo& World::add_class(std::string_view name, ClassOptions how, std::string_view in_module) {
    auto& made = define<ClassInfo>(in_module, name, name);
    made.module_name = base::intern(in_module);
    if (how.bases.empty() && name != "object") how.bases.push_back(object());
    made.bases = arena.copy(how.bases);
    made.type_vars = arena.copy(how.variables);
    made.is_protocol = how.is_protocol;
    made.is_enum = how.is_enum;
    made.is_final = how.is_final;
    made.declared_metaclass = how.metaclass;
    made.metaclass = how.metaclass;
    for (std::size_t i = 0; i < how.variables.size(); ++i) {
        if (is<TypeVarTupleType>(how.variables[i])) {
            made.type_var_tuple_prefix = static_cast<std::int32_t>(i);
        }
        made.has_param_spec = made.has_param_spec || is<ParamSpecType>(how.variables[i]);
    }
    made.mro = arena.copy(calculate_mro(cx, made).value());
    add_symbol(nullptr, module(in_module), made);
    return made;
}

ClassInfo& World::add_typed_dict(std::string_view name, std::vector<TypedDictItem> items) {
    ClassInfo& made = add_class(name, {.bases = {of("_TypedDict")}});
    made.typed_dict = make_typed_dict(cx, items, *of("_TypedDict"));
    return made;
}

ClassInfo& World::add_named_tuple(std::string_view name, std::vector<Parameter> fields) {
    std::vector<TypePtr> items;
    for (const Parameter& field : fields) items.push_back(field.type);
    ClassInfo& made = add_class(name, {.bases = {tuple_fallback(cx, *tuple(items))}});
    made.tuple_type = tuple(items);
    made.is_named_tuple = true;
    for (const Parameter& field : fields) {
        VarInfo& variable = add_variable(made, base::text_of(field.name), field.type);
        variable.is_property = true;
    }
    return made;
}

VarInfo& World::add_variable(ClassInfo& owner, std::string_view name, TypePtr type) {
    std::string path = std::string(base::text_of(owner.name)) + "." + std::string(name);
    auto& made = define<VarInfo>(base::text_of(owner.module_name), path, name, owner.id);
    made.type = type;
    made.is_initialized_in_class = true;
    add_symbol(&owner, module(base::text_of(owner.module_name)), made);
    return made;
}

FunctionInfo& World::add_method(ClassInfo& owner, std::string_view name,
                                std::vector<Parameter> parameters, TypePtr result,
                                std::vector<const TypeVarLike*> variables) {
    std::string path = std::string(base::text_of(owner.name)) + "." + std::string(name);
    auto& made = define<FunctionInfo>(base::text_of(owner.module_name), path, name, owner.id);
    parameters.insert(parameters.begin(),
                      {fill_typevars(cx, owner), ArgKind::Pos, base::intern("self")});
    made.parameters = arena.copy(parameters);
    made.has_self_or_cls_argument = true;
    const CallableType* type = make_callable(cx, parameters, result, *function(), variables);
    made.type = modified(cx, *type, [&](CallableType& copy) {
        copy.name =
            base::intern(std::string(name) + " of " + std::string(base::text_of(owner.name)));
        copy.definition = made.id;
    });
    add_symbol(&owner, module(base::text_of(owner.module_name)), made);
    return made;
}

DecoratedInfo& World::add_property(ClassInfo& owner, std::string_view name, TypePtr type) {
    std::string path = std::string(base::text_of(owner.name)) + "." + std::string(name);
    auto& made = define<DecoratedInfo>(base::text_of(owner.module_name), path, name, owner.id);
    auto* variable = arena.make<VarInfo>();
    variable->kind = DefinitionKind::Variable;
    variable->name = made.name;
    variable->fullname = made.fullname;
    variable->enclosing_class = owner.id;
    Parameter self{fill_typevars(cx, owner), ArgKind::Pos, base::intern("self")};
    variable->type = make_callable(cx, ParameterList(&self, 1), type, *function());
    variable->is_property = true;
    variable->is_initialized_in_class = true;
    made.variable = variable;
    add_symbol(&owner, module(base::text_of(owner.module_name)), made);
    return made;
}

AliasInfo& World::add_alias(std::string_view name, TypePtr target,
                            std::vector<const TypeVarLike*> variables) {
    auto& made = define<AliasInfo>("m", name, name);
    made.target = target;
    made.variables = arena.copy(variables);
    add_symbol(nullptr, module("m"), made);
    return made;
}

void World::make_builtins() {
    ClassInfo& top = add_class("object", {}, "builtins");
    add_class("type", {}, "builtins");
    add_class("function", {}, "builtins");
    add_class("int", {}, "builtins");
    // Methods need function and self, so object gets its own only now.
    add_method(top, "__init__", {}, none());
    add_class("ABCMeta", {.bases = {of("type")}}, "abc");
    add_method(info("type"), "__call__",
               {arg("args", any(), ArgKind::Star), arg("kwds", any(), ArgKind::Star2)}, any());
    add_method(top, "__hash__", {}, int_());
    add_method(top, "__eq__", {arg("other", object())}, object());
}

void World::make_typing() {
    const TypeVarType* item = type_var("T_co", 1, Variance::Covariant);
    ClassInfo& sized = add_class("Sized", {.is_protocol = true}, "typing");
    add_method(sized, "__len__", {}, int_());
    ClassInfo& hashable = add_class("Hashable", {.is_protocol = true}, "typing");
    add_method(hashable, "__hash__", {}, int_());
    ClassInfo& iterable =
        add_class("Iterable", {.variables = {item}, .is_protocol = true}, "typing");
    ClassInfo& iterator = add_class(
        "Iterator", {.bases = {of("Iterable", {item})}, .variables = {item}, .is_protocol = true},
        "typing");
    add_method(iterable, "__iter__", {}, of("Iterator", {item}));
    add_method(iterator, "__next__", {}, item);
    add_class("Collection",
              {.bases = {of("Iterable", {item})}, .variables = {item}, .is_protocol = true},
              "typing");
    ClassInfo& sequence =
        add_class("Sequence", {.bases = {of("Collection", {item})}, .variables = {item}}, "typing");
    add_method(sequence, "__getitem__", {arg("", int_())}, item);
    add_method(sequence, "__len__", {}, int_());
    const TypeVarType* key = type_var("KT", 1);
    const TypeVarType* value = type_var("VT_co", 2, Variance::Covariant);
    ClassInfo& mapping = add_class(
        "Mapping", {.bases = {of("Collection", {key})}, .variables = {key, value}}, "typing");
    add_method(mapping, "__getitem__", {arg("", key)}, value);
    add_class("Awaitable", {.variables = {item}, .is_protocol = true}, "typing");
    add_class("Coroutine", {.bases = {of("Awaitable", {item})}, .variables = {item}}, "typing");
}

void World::make_tower() {
    ClassInfo& integer = info("int");
    ClassInfo& real = add_class("float", {}, "builtins");
    add_class("complex", {}, "builtins");
    TypePtr to_float = of("float");
    TypePtr to_complex = of("complex");
    integer.promotions = arena.copy({to_float});
    real.promotions = arena.copy({to_complex});
    add_class("bool", {.bases = {int_()}, .is_final = true}, "builtins");
    add_method(integer, "__bool__", {}, of("bool"));
    // str is a Sequence of itself, which it must be before its arguments can be made.
    ClassInfo& text = add_class("str", {.bases = {of("Sequence", {object()})}}, "builtins");
    text.bases = arena.copy({of("Sequence", {of("str")})});
    add_class("_TypedDict", {.bases = {of("Mapping", {of("str"), object()})}}, "typing");
    add_class("bytes", {.bases = {of("Sequence", {int_()})}}, "builtins");
    ClassInfo& exception = add_class("BaseException", {}, "builtins");
    add_class("Exception", {.bases = {make_instance(cx, exception.id)}}, "builtins");
    add_class("ellipsis", {}, "builtins");
}

void World::make_containers() {
    const TypeVarType* item_co = type_var("T_co", 1, Variance::Covariant);
    const TypeVarType* item = type_var("T", 1);
    const TypeVarType* key = type_var("KT", 1);
    const TypeVarType* value = type_var("VT", 2);
    add_class("tuple", {.bases = {of("Sequence", {item_co})}, .variables = {item_co}}, "builtins");
    add_class("MutableSequence", {.bases = {of("Sequence", {item})}, .variables = {item}},
              "typing");
    add_class("MutableMapping", {.bases = {of("Mapping", {key, value})}, .variables = {key, value}},
              "typing");
    ClassInfo& list_class = add_class(
        "list", {.bases = {of("MutableSequence", {item})}, .variables = {item}}, "builtins");
    add_method(list_class, "append", {arg("item", item)}, none());
    add_class("dict", {.bases = {of("MutableMapping", {key, value})}, .variables = {key, value}},
              "builtins");
}

void World::make_examples() {
    add_class("Enum", {.metaclass = nullptr}, "enum");
    add_class("A");
    add_class("B", {.bases = {of("A")}});
    add_class("C", {.bases = {of("B")}});
    add_class("X");
    const TypeVarType* item = type_var("T", 1);
    ClassInfo& box = add_class("Box", {.variables = {item}});
    add_variable(box, "content", item);
    add_class("Source", {.variables = {type_var("T_co", 1, Variance::Covariant)}});
    add_class("Sink", {.variables = {type_var("T_contra", 1, Variance::Contravariant)}});
    ClassInfo& color = add_class("Color", {.bases = {of("Enum")}, .is_enum = true});
    for (std::string_view name : {"RED", "BLUE"}) {
        add_variable(color, name, int_()).has_explicit_value = true;
    }
    ClassInfo& closeable = add_class("Closeable", {.is_protocol = true});
    add_method(closeable, "close", {}, none());
    ClassInfo& file = add_class("File");
    add_method(file, "close", {}, none());
    ClassInfo& named = add_class("Named", {.is_protocol = true});
    add_variable(named, "name", str());
    make_structural_examples();
}

void World::make_structural_examples() {
    const TypeVarType* item = type_var("T", 1);
    const TypeVarType* item_co = type_var("T_co", 1, Variance::Covariant);
    ClassInfo& supplier = add_class("Supplier", {.variables = {item_co}, .is_protocol = true});
    add_method(supplier, "get", {}, item_co);
    add_method(add_class("IntSupplier"), "get", {}, int_());
    add_method(add_class("BoxSupplier", {.variables = {item}}), "get", {}, item);
    std::vector<Parameter> one_int{arg("x", int_())};
    add_method(add_class("Callback", {.is_protocol = true}), "__call__", one_int, str());
    add_method(add_class("Caller"), "__call__", one_int, str());
    ClassInfo& linked = add_class("Linked", {.variables = {item_co}, .is_protocol = true});
    add_method(linked, "head", {}, item_co);
    add_method(linked, "tail", {}, of("Linked", {item_co}));
    ClassInfo& int_linked = add_class("IntLinked");
    add_method(int_linked, "head", {}, int_());
    add_method(int_linked, "tail", {}, of("IntLinked"));
    for (std::string_view name : {"Point", "OtherPoint"}) {
        add_named_tuple(name, {arg("x", int_()), arg("y", int_())});
    }
    TypedDictItem x{.name = base::intern("x"), .type = int_()};
    TypedDictItem y{.name = base::intern("y"), .type = int_()};
    TypedDictItem y_str{.name = base::intern("y"), .type = str()};
    TypedDictItem x_object{.name = base::intern("x"), .type = object()};
    TypedDictItem x_maybe{.name = base::intern("x"), .type = int_(), .required = false};
    TypedDictItem x_read{.name = base::intern("x"), .type = object(), .readonly = true};
    add_typed_dict("DictXY", {x, y});
    add_typed_dict("DictX", {x});
    add_typed_dict("DictObject", {x_object});
    add_typed_dict("DictMaybe", {x_maybe});
    add_typed_dict("DictRead", {x_read});
    add_typed_dict("DictY", {y_str});
    add_class("Variadic", {.variables = {type_var_tuple("Ts", 1)}});
    add_class("Handler", {.variables = {param_spec("P", 1)}});
    auto recursive = [&](std::string_view name, TypePtr leaf) {
        AliasInfo& alias = add_alias(name, nullptr);
        alias.target = one_of({leaf, of("Source", {make_alias(cx, alias.id)})});
    };
    recursive("Deep", int_());
    recursive("Deeper", int_());
    recursive("DeepStr", str());
    AliasInfo& chain = add_alias("Chain", nullptr);
    chain.target = one_of({tuple({int_(), make_alias(cx, chain.id)}), none()});
}

}  // namespace krait::types::testing
