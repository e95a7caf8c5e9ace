// dataclasses.cpp

#include "python/special/dataclasses.h"

#include <algorithm>

#include "python/config/options.h"
#include "python/semantic/blocks.h"
#include "python/semantic/generated.h"
#include "python/types/expand.h"
#include "python/types/maptype.h"
#include "python/types/proper.h"
#include "python/types/typevars.h"

namespace krait::special {

using semantic::Analyzer;
using semantic::Name;
using semantic::NodeId;
using semantic::NodeKind;
using semantic::NodeList;
using semantic::Place;
using semantic::text;
using types::ArgKind;
using types::as;
using types::ClassInfo;
using types::DataclassField;
using types::TypePtr;

namespace {

/// Why a class is a dataclass: a decorator of it, or a marked base or metaclass.
struct Reason {
    bool applies = false;
    bool is_plain = false;  ///< dataclasses.dataclass itself
    NodeId decorator = NodeId::None;
    types::DataclassTransformSpec spec;
};

const types::Definition* referent(const semantic::ModuleDraft& module, NodeId node) {
    auto at = module.bindings.names.find(node);
    return at == module.bindings.names.end() ? nullptr : at->second.definition;
}

const types::DataclassTransformSpec* spec_of_function(const types::Definition* node) {
    if (const auto* decorated = as<types::DecoratedInfo>(node)) node = decorated->function;
    if (const auto* overloaded = as<types::OverloadedInfo>(node)) {
        for (const types::Definition* item : overloaded->items) {
            if (const auto* spec = spec_of_function(item)) return spec;
        }
        node = overloaded->implementation;
        if (const auto* decorated = as<types::DecoratedInfo>(node)) node = decorated->function;
    }
    const auto* function = as<types::FunctionInfo>(node);
    return function != nullptr ? function->dataclass_transform : nullptr;
}

types::DataclassTransformSpec plain_spec() {
    static const Name specifiers[] = {base::intern("dataclasses.Field"),
                                      base::intern("dataclasses.field")};
    types::DataclassTransformSpec spec;
    spec.field_specifiers = specifiers;
    return spec;
}

Reason reason_by_decorator(Analyzer& a, const ClassInfo& info) {
    Reason reason;
    auto at = a.job.classes.find(&info);
    if (at == a.job.classes.end() || at->second.module == nullptr) return reason;
    const semantic::ModuleDraft& module = *at->second.module;
    const syntax::Tree& tree = *module.tree;
    NodeId node = at->second.node;
    if (node == NodeId::None || !tree.is(node, NodeKind::ClassDef)) return reason;
    for (NodeId decorator : tree.class_def(node).decorators) {
        NodeId callee = tree.is(decorator, NodeKind::Call) ? tree.call(decorator).func : decorator;
        const types::Definition* maker = referent(module, callee);
        if (maker == nullptr) continue;
        if (text(maker->fullname) == "dataclasses.dataclass") {
            reason = {true, true, decorator, plain_spec()};
        } else if (const auto* spec = spec_of_function(maker)) {
            reason = {true, false, decorator, *spec};
        }
    }
    return reason;
}

Reason reason_of(Analyzer& a, const ClassInfo& info) {
    Reason reason = reason_by_decorator(a, info);
    if (reason.applies) return reason;
    const types::DataclassTransformSpec* spec = nullptr;
    for (std::size_t i = 1; i < info.mro.size() && spec == nullptr; ++i) {
        const ClassInfo* base = semantic::class_of(a, info.mro[i]);
        if (base != nullptr) spec = base->dataclass_transform;
    }
    if (spec == nullptr && info.metaclass != nullptr) {
        const ClassInfo* meta = semantic::class_of(a, info.metaclass->type);
        if (meta != nullptr) spec = meta->dataclass_transform;
    }
    if (spec != nullptr) reason = {true, false, NodeId::None, *spec};
    return reason;
}

bool bool_argument(Analyzer& a, NodeId class_def, const Reason& reason, std::string_view name,
                   bool fallback) {
    NodeList keywords;
    if (reason.decorator == NodeId::None) {
        keywords = a.tree.class_def(class_def).keywords;
    } else if (a.tree.is(reason.decorator, NodeKind::Call)) {
        keywords = a.tree.call(reason.decorator).keywords;
    }
    for (NodeId node : keywords) {
        syntax::KeywordView keyword = a.tree.keyword(node);
        if (text(keyword.arg) != name) continue;
        if (std::optional<bool> value = semantic::bool_literal(a.tree, keyword.value)) {
            return *value;
        }
        semantic::fail(a, semantic::place_of(a, keyword.value),
                       "\"" + std::string(name) + "\" argument must be a True or False literal",
                       messages::codes::kLiteralRequired);
    }
    return fallback;
}

// --- fields

struct FieldCall {
    bool is_call = false;
    std::vector<std::pair<std::string_view, NodeId>> args;
    [[nodiscard]] NodeId find(std::string_view name) const {
        for (const auto& [key, value] : args) {
            if (key == name) return value;
        }
        return NodeId::None;
    }
};

FieldCall read_field_call(Analyzer& a, NodeId value, const Reason& reason) {
    FieldCall call;
    if (value == NodeId::None || !a.tree.is(value, NodeKind::Call)) return call;
    syntax::CallView view = a.tree.call(value);
    Name callee = semantic::referent_fullname(a, view.func);
    const auto& specifiers = reason.spec.field_specifiers;
    if (std::find(specifiers.begin(), specifiers.end(), callee) == specifiers.end()) return call;
    call.is_call = true;
    Place place = semantic::place_of(a, value);
    if (!view.args.empty() && reason.is_plain) {
        semantic::fail(a, place, "\"field()\" does not accept positional arguments");
        return call;
    }
    for (NodeId node : view.keywords) {
        syntax::KeywordView keyword = a.tree.keyword(node);
        if (keyword.arg == Name::Empty) {
            semantic::fail(a, place, "Unpacking **kwargs in \"field()\" is not supported");
            call.args.clear();
            return call;
        }
        call.args.emplace_back(text(keyword.arg), keyword.value);
    }
    return call;
}

bool is_instance_of(Analyzer& a, TypePtr type, std::string_view fullname) {
    const auto* one = types::as_proper<types::Instance>(a.cx, type);
    const ClassInfo* info = one != nullptr ? semantic::class_of(a, one->type) : nullptr;
    return info != nullptr && text(info->fullname) == fullname;
}

struct Collected {
    std::vector<DataclassField> fields;
    bool is_ready = true;
};

void put_field(std::vector<DataclassField>& fields, const DataclassField& field) {
    auto same = [&](const DataclassField& one) { return one.name == field.name; };
    auto at = std::find_if(fields.begin(), fields.end(), same);
    if (at != fields.end()) {
        *at = field;
    } else {
        fields.push_back(field);
    }
}

/// Fields of a base, in terms of the type variables of the class.
void inherit_fields(Analyzer& a, const ClassInfo& info, const ClassInfo& base,
                    std::vector<DataclassField>& fields) {
    const types::Instance* self = types::fill_typevars_instance(a.cx, info);
    const types::Instance* mapped = types::map_instance_to_supertype(a.cx, *self, base);
    for (DataclassField field : base.dataclass->fields) {
        field.type = types::expand_type_by_instance(a.cx, field.type, *mapped);
        put_field(fields, field);
    }
}

struct BodyField {
    NodeId statement;
    syntax::AnnAssignView view;
};

void collect_statements(Analyzer& a, NodeList block, std::vector<BodyField>& out) {
    for (NodeId statement : block) {
        if (a.tree.is(statement, NodeKind::AnnAssign)) {
            out.push_back({statement, a.tree.ann_assign(statement)});
        } else if (a.tree.is(statement, NodeKind::If)) {
            semantic::for_each_block(a.tree, statement, [&](NodeList inner) {
                bool reachable =
                    !inner.empty() && !a.module.bindings.unreachable_blocks.contains(inner[0]);
                if (reachable) collect_statements(a, inner, out);
            });
        }
    }
}

/// One annotated statement of the body as a field; nothing if it is none.
std::optional<DataclassField> read_field(Analyzer& a, ClassInfo& info, const BodyField& body,
                                         const Reason& reason, bool& kw_only) {
    if (!a.tree.is(body.view.target, NodeKind::Name)) return std::nullopt;
    Name name = a.tree.name(body.view.target);
    semantic::TableBuilder& members = semantic::members_of(a, info);
    types::Symbol* symbol = members.find(name);
    if (symbol == nullptr) return std::nullopt;
    const types::Definition* node = a.job.reader.definition(symbol->target);
    if (as<types::AliasInfo>(node) != nullptr) {
        semantic::fail(a, semantic::place_of(a, body.statement),
                       "Type aliases inside dataclass definitions are not supported at runtime");
        return std::nullopt;
    }
    auto* variable = const_cast<types::VarInfo*>(as<types::VarInfo>(node));
    if (variable == nullptr || variable->is_classvar) return std::nullopt;
    DataclassField field;
    field.name = name;
    if (is_instance_of(a, variable->type, "dataclasses.InitVar")) {
        const auto* one = types::as_proper<types::Instance>(a.cx, variable->type);
        field.is_init_var = true;
        if (!one->args.empty()) variable->type = one->args[0];
    }
    if (is_instance_of(a, variable->type, "dataclasses.KW_ONLY")) {
        kw_only = true;
        return std::nullopt;
    }
    FieldCall call = read_field_call(a, body.view.value, reason);
    if (NodeId init = call.find("init"); init != NodeId::None) {
        field.is_in_init = semantic::bool_literal(a.tree, init).value_or(false);
    }
    field.has_default = call.is_call ? call.find("default") != NodeId::None ||
                                           call.find("default_factory") != NodeId::None ||
                                           call.find("factory") != NodeId::None
                                     : body.view.value != NodeId::None;
    if (!field.has_default && reason.is_plain) symbol->is_implicit = true;
    field.kw_only = kw_only;
    if (NodeId given = call.find("kw_only"); given != NodeId::None) {
        if (std::optional<bool> value = semantic::bool_literal(a.tree, given)) {
            field.kw_only = *value;
        } else {
            semantic::fail(a, semantic::place_of(a, body.view.value),
                           "\"kw_only\" argument must be a boolean literal");
        }
    }
    if (NodeId alias = call.find("alias");
        alias != NodeId::None && a.tree.is(alias, NodeKind::Str)) {
        field.alias = base::intern(a.tree.str_value(alias));
    }
    if (variable->is_final && variable->final_unset_in_class) variable->final_set_in_init = true;
    // A field whose type the checker has yet to infer (`x: Final = f()`) is Any until then.
    field.type = variable->type != nullptr ? variable->type
                                           : semantic::any(a, types::AnySource::NotImplemented);
    if (field.is_init_var) members.erase(name);
    return field;
}

void check_order(Analyzer& a, NodeId class_def, const std::vector<DataclassField>& fields) {
    bool found_default = false;
    for (const DataclassField& field : fields) {
        if (found_default && field.is_in_init && !field.has_default && !field.kw_only) {
            Place place = semantic::place_of(a, class_def);
            for (NodeId statement : a.tree.class_def(class_def).body) {
                if (!a.tree.is(statement, NodeKind::AnnAssign)) continue;
                NodeId target = a.tree.ann_assign(statement).target;
                if (a.tree.is(target, NodeKind::Name) && a.tree.name(target) == field.name) {
                    place = semantic::place_of(a, statement);
                }
            }
            semantic::fail(a, place,
                           "Attributes without a default cannot follow attributes with one");
        }
        found_default = found_default || (field.has_default && field.is_in_init);
    }
}

Collected collect_fields(Analyzer& a, ClassInfo& info, NodeId class_def, const Reason& reason) {
    Collected collected;
    for (std::size_t i = info.mro.size(); i-- > 1;) {
        const ClassInfo* base = semantic::class_of(a, info.mro[i]);
        if (base == nullptr) continue;
        if (base->dataclass == nullptr) {
            if (!reason_by_decorator(a, *base).applies) continue;
            collected.is_ready = false;
            return collected;
        }
        inherit_fields(a, info, *base, collected.fields);
    }
    bool kw_only = bool_argument(a, class_def, reason, "kw_only", reason.spec.kw_only_default);
    std::vector<BodyField> statements;
    collect_statements(a, a.tree.class_def(class_def).body, statements);
    for (const BodyField& statement : statements) {
        if (std::optional<DataclassField> field = read_field(a, info, statement, reason, kw_only)) {
            put_field(collected.fields, *field);
        }
    }
    std::vector<DataclassField> ordered;
    for (bool wanted : {false, true}) {
        for (const DataclassField& field : collected.fields) {
            if (field.kw_only == wanted) ordered.push_back(field);
        }
    }
    collected.fields = std::move(ordered);
    check_order(a, class_def, collected.fields);
    return collected;
}

// --- what is added

Name parameter_name(const DataclassField& field) {
    return field.alias != Name::Empty ? field.alias : field.name;
}

ArgKind init_kind(const DataclassField& field) {
    if (field.kw_only) return field.has_default ? ArgKind::NamedOpt : ArgKind::Named;
    return field.has_default ? ArgKind::Opt : ArgKind::Pos;
}

bool has_own(Analyzer& a, const ClassInfo& info, std::string_view name) {
    const types::Symbol* symbol = a.job.reader.own_member(info, base::intern(name));
    return symbol != nullptr && !symbol->is_plugin_generated;
}

void add_method(Analyzer& a, ClassInfo& info, std::string_view name,
                std::vector<types::Parameter> parameters, TypePtr result) {
    types::Parameter self{types::fill_typevars(a.cx, info), ArgKind::Pos, base::intern("self")};
    parameters.insert(parameters.begin(), self);
    semantic::GeneratedMethod method;
    method.name = name;
    method.parameters = std::move(parameters);
    method.result = result;
    semantic::add_generated_method(a, info, method);
}

void add_init(Analyzer& a, ClassInfo& info, const std::vector<DataclassField>& fields) {
    if (has_own(a, info, "__init__") || fields.empty()) return;
    std::vector<types::Parameter> parameters;
    for (const DataclassField& field : fields) {
        if (!field.is_in_init) continue;
        ArgKind kind = init_kind(field);
        // With an unknown base any argument may be for it.
        if (info.fallback_to_any && kind == ArgKind::Pos) kind = ArgKind::Opt;
        parameters.push_back({field.type, kind, parameter_name(field)});
    }
    if (info.fallback_to_any) {
        TypePtr unknown = semantic::any(a, types::AnySource::Explicit);
        parameters.insert(parameters.begin(),
                          {unknown, ArgKind::Star, base::intern("generated_args")});
        parameters.push_back({unknown, ArgKind::Star2, base::intern("generated_kwargs")});
    }
    add_method(a, info, "__init__", std::move(parameters), types::make_none(a.cx));
}

void add_comparisons(Analyzer& a, ClassInfo& info, bool eq, Place place) {
    if (!eq) semantic::fail(a, place, "\"eq\" must be True if \"order\" is True");
    for (std::string_view name : {"__lt__", "__gt__", "__le__", "__ge__"}) {
        if (has_own(a, info, name)) {
            semantic::fail(a, place,
                           "You may not have a custom \"" + std::string(name) +
                               "\" method when \"order\" is True");
        }
        static const Name variable_name = base::intern("_DT");
        types::TypeVarHead head{variable_name,
                                semantic::joined(info.fullname, ".", "_DT"),
                                {-1, 0, semantic::joined(info.fullname, ".", name)}};
        const types::TypeVarType* variable = types::make_type_var(
            a.cx, head, semantic::object_type(a), {}, types::Variance::Invariant,
            semantic::any(a, types::AnySource::FromOmittedGenerics));
        semantic::GeneratedMethod method;
        method.name = name;
        method.parameters = {{variable, ArgKind::Pos, base::intern("self")},
                             {variable, ArgKind::Pos, base::intern("other")}};
        method.result = semantic::named_type(a, "builtins.bool");
        method.variables = {variable};
        semantic::add_generated_method(a, info, method);
    }
}

void freeze_fields(Analyzer& a, ClassInfo& info, const std::vector<DataclassField>& fields) {
    for (const DataclassField& field : fields) {
        if (field.is_neither_frozen_nor_nonfrozen || field.is_init_var) continue;
        const types::Symbol* symbol = a.job.reader.own_member(info, field.name);
        if (symbol == nullptr) {
            types::VarInfo& variable =
                semantic::add_generated_variable(a, info, text(field.name), field.type, true);
            variable.is_initialized_in_class = false;
            continue;
        }
        auto* variable = const_cast<types::VarInfo*>(
            as<types::VarInfo>(a.job.reader.definition(symbol->target)));
        if (variable != nullptr && !variable->is_final) variable->is_property = true;
    }
}

/// Fields that hold functions aren't methods.
void make_callables_properties(Analyzer& a, ClassInfo& info,
                               const std::vector<DataclassField>& fields, bool settable) {
    for (const DataclassField& field : fields) {
        if (types::as_proper<types::CallableType>(a.cx, field.type) == nullptr) continue;
        types::VarInfo& variable =
            semantic::add_generated_variable(a, info, text(field.name), field.type, true);
        variable.is_settable_property = settable;
    }
}

void add_slots(Analyzer& a, ClassInfo& info, const std::vector<DataclassField>& fields,
               Place place) {
    if (has_own(a, info, "__slots__")) {
        semantic::fail(a, place,
                       "\"" + std::string(text(info.name)) +
                           "\" both defines \"__slots__\" and is used with \"slots=True\"");
        return;
    }
    for (std::size_t i = 1; i + 1 < info.mro.size(); ++i) {
        const ClassInfo* base = semantic::class_of(a, info.mro[i]);
        if (base == nullptr || !base->slots) return;
    }
    std::vector<Name> names;
    std::vector<TypePtr> strings;
    for (const DataclassField& field : fields) {
        names.push_back(field.name);
        strings.push_back(semantic::named_type(a, "builtins.str"));
    }
    info.slots = a.job.arena.copy(names);
    semantic::add_generated_variable(a, info, "__slots__", semantic::plain_tuple(a, strings));
}

void add_class_attributes(Analyzer& a, ClassInfo& info, const std::vector<DataclassField>& fields,
                          const Reason& reason, bool match_args) {
    const types::Instance* str = semantic::named_type(a, "builtins.str");
    if (match_args && !has_own(a, info, "__match_args__")) {
        std::vector<TypePtr> literals;
        for (const DataclassField& field : fields) {
            if (!field.is_in_init || field.kw_only) continue;
            literals.push_back(
                types::make_literal(a.cx, {types::LiteralKind::Str, field.name}, *str));
        }
        semantic::add_generated_variable(a, info, "__match_args__",
                                         semantic::plain_tuple(a, literals));
    }
    TypePtr unknown = semantic::any(a, types::AnySource::Explicit);
    TypePtr field_type = unknown;
    if (reason.is_plain) {
        const types::Instance* field = semantic::named_type_or_null(a, "dataclasses.Field");
        if (field != nullptr) field_type = types::make_instance(a.cx, field->type, {unknown});
    }
    TypePtr dict = semantic::named_type(a, "builtins.dict", {str, field_type});
    semantic::add_generated_variable(a, info, "__dataclass_fields__", dict).is_classvar = true;
}

void add_replacements(Analyzer& a, ClassInfo& info, const std::vector<DataclassField>& fields) {
    std::vector<types::Parameter> all;
    std::vector<types::Parameter> in_init;
    std::vector<types::Parameter> init_vars;
    for (const DataclassField& field : fields) {
        bool required = field.is_init_var && !field.has_default;
        types::Parameter parameter{field.type, required ? ArgKind::Named : ArgKind::NamedOpt,
                                   parameter_name(field)};
        all.push_back(parameter);
        if (field.is_in_init) in_init.push_back(parameter);
        if (field.is_init_var) {
            init_vars.push_back({field.type, ArgKind::Pos, parameter_name(field)});
        }
    }
    semantic::GeneratedMethod replace;
    replace.name = "__mypy-replace";
    replace.parameters = all;
    replace.result = types::make_none(a.cx);
    replace.kind = semantic::MethodKind::Static;
    semantic::add_generated_method(a, info, replace);
    if (a.cx.options.python_version >= config::PythonVersion{3, 13}) {
        add_method(a, info, "__replace__", in_init, types::fill_typevars(a.cx, info));
    }
    if (has_own(a, info, "__post_init__")) {
        add_method(a, info, "__mypy-post_init", init_vars, types::make_none(a.cx));
    }
}

void check_frozen_bases(Analyzer& a, const ClassInfo& info, bool frozen, Place place) {
    for (std::size_t i = 1; i + 1 < info.mro.size(); ++i) {
        const ClassInfo* base = semantic::class_of(a, info.mro[i]);
        if (base == nullptr || base->dataclass == nullptr || base->dataclass->frozen == frozen) {
            continue;
        }
        const ClassInfo* meta = base->declared_metaclass != nullptr
                                    ? semantic::class_of(a, base->declared_metaclass->type)
                                    : nullptr;
        if (meta != nullptr && meta->dataclass_transform != nullptr) continue;
        semantic::fail(a, place,
                       frozen ? "Frozen dataclass cannot inherit from a non-frozen dataclass"
                              : "Non-frozen dataclass cannot inherit from a frozen dataclass");
        return;
    }
}

void transform(Analyzer& a, ClassInfo& info, NodeId class_def, const Reason& reason,
               const std::vector<DataclassField>& fields) {
    Place place = semantic::place_of(a, class_def);
    auto argument = [&](std::string_view name, bool fallback) {
        return bool_argument(a, class_def, reason, name, fallback);
    };
    bool eq = argument("eq", reason.spec.eq_default);
    bool frozen = argument("frozen", reason.spec.frozen_default);
    if (argument("init", true)) add_init(a, info, fields);
    if (argument("order", reason.spec.order_default)) add_comparisons(a, info, eq, place);
    check_frozen_bases(a, info, frozen, place);
    make_callables_properties(a, info, fields, !frozen);
    if (frozen) freeze_fields(a, info, fields);
    if (argument("slots", false)) add_slots(a, info, fields, place);
    add_class_attributes(a, info, fields, reason, argument("match_args", true));
    add_replacements(a, info, fields);
    auto* facts = a.job.arena.make<types::DataclassFacts>();
    facts->fields = a.job.arena.copy(fields);
    facts->frozen = frozen;
    info.dataclass = facts;
}

}  // namespace

bool apply_class_hooks(Analyzer& a, ClassInfo& info, NodeId class_def) {
    if (info.dataclass != nullptr || class_def == NodeId::None) return true;
    if (!a.tree.is(class_def, NodeKind::ClassDef)) return true;
    if (info.typed_dict != nullptr) return true;
    Reason reason = reason_of(a, info);
    if (!reason.applies) return true;
    if (info.is_named_tuple) {
        semantic::fail(a, semantic::place_of(a, class_def), "A NamedTuple cannot be a dataclass");
        return true;
    }
    Collected collected = collect_fields(a, info, class_def, reason);
    if (!collected.is_ready) return false;
    transform(a, info, class_def, reason, collected.fields);
    return true;
}

}  // namespace krait::special
