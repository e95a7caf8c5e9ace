// dataclasses.cpp

#include "python/special/dataclasses.h"

#include <algorithm>

#include "python/config/options.h"
#include "python/semantic/generated.h"
#include "python/special/dataclass_fields.h"
#include "python/types/expand.h"
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

// --- what is added

Name parameter_name(const DataclassField& field) {
    return field.alias != Name::Empty ? field.alias : field.name;
}

ArgKind init_kind(const DataclassField& field) {
    if (field.kw_only) return field.has_default ? ArgKind::NamedOpt : ArgKind::Named;
    return field.has_default ? ArgKind::Opt : ArgKind::Pos;
}

/// The field's type, in this class: Self is this class.
TypePtr type_in(Analyzer& a, const ClassInfo& info, const DataclassField& field) {
    types::TypeEnv env;
    for (symbols::DefId id : info.mro) {
        const ClassInfo* base = semantic::class_of(a, id);
        if (base != nullptr && base->self_type != nullptr) {
            env.bind(base->self_type->id, types::fill_typevars(a.cx, info));
        }
    }
    return env.empty() ? field.type : types::expand_type(a.cx, field.type, env);
}

Place reason_place(Analyzer& a, NodeId class_def, const DataclassReason& reason) {
    return semantic::place_of(a, reason.decorator != NodeId::None ? reason.decorator : class_def);
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
        if (!field.is_in_init || is_kw_only_marker(a, field.type)) continue;
        ArgKind kind = init_kind(field);
        // With an unknown base any argument may be for it.
        if (info.fallback_to_any && kind == ArgKind::Pos) kind = ArgKind::Opt;
        parameters.push_back({type_in(a, info, field), kind, parameter_name(field)});
    }
    if (info.fallback_to_any) {
        TypePtr unknown = semantic::any(a, types::AnySource::Explicit);
        parameters.insert(parameters.begin(),
                          {unknown, ArgKind::Star, base::intern("generated_args")});
        parameters.push_back({unknown, ArgKind::Star2, base::intern("generated_kwargs")});
    }
    add_method(a, info, "__init__", std::move(parameters), types::make_none(a.cx));
}

/// A method that is written, here or in a base, and where it is.
bool has_custom(Analyzer& a, const ClassInfo& info, std::string_view name, Place fallback,
                Place& place) {
    types::Member found = types::find_member(a.cx, info, base::intern(name));
    if (!found || found.symbol->is_plugin_generated) return false;
    const types::Definition* node = a.job.reader.definition(found.symbol->target);
    auto known = a.job.places.find(node);
    place = known != a.job.places.end() ? known->second : fallback;
    return true;
}

void add_comparisons(Analyzer& a, ClassInfo& info, bool eq, Place place) {
    if (!eq) semantic::fail(a, place, "\"eq\" must be True if \"order\" is True");
    for (std::string_view name : {"__lt__", "__gt__", "__le__", "__ge__"}) {
        Place custom;
        if (has_custom(a, info, name, place, custom)) {
            semantic::fail(a, custom,
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
            types::VarInfo& variable = semantic::add_generated_variable(
                a, info, text(field.name), type_in(a, info, field), true);
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
    semantic::add_generated_variable(a, info, "__slots__", semantic::plain_tuple(a, strings))
        .allow_incompatible_override = true;
}

void add_class_attributes(Analyzer& a, ClassInfo& info, const std::vector<DataclassField>& fields,
                          const DataclassReason& reason, bool match_args) {
    const types::Instance* str = semantic::named_type(a, "builtins.str");
    if (match_args && !has_own(a, info, "__match_args__")) {
        std::vector<TypePtr> literals;
        for (const DataclassField& field : fields) {
            if (!field.is_in_init || field.kw_only) continue;
            literals.push_back(
                types::make_literal(a.cx, {types::LiteralKind::Str, field.name}, *str));
        }
        semantic::add_generated_variable(a, info, "__match_args__",
                                         semantic::plain_tuple(a, literals))
            .allow_incompatible_override = true;
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
        TypePtr type = type_in(a, info, field);
        types::Parameter parameter{type, required ? ArgKind::Named : ArgKind::NamedOpt,
                                   parameter_name(field)};
        all.push_back(parameter);
        if (field.is_in_init) in_init.push_back(parameter);
        if (field.is_init_var) {
            init_vars.push_back({type, ArgKind::Pos, parameter_name(field)});
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
        if (base == nullptr || base->dataclass == nullptr || is_attrs_class(*base) ||
            base->dataclass->frozen == frozen) {
            continue;
        }
        if (has_transform_metaclass(a, *base)) continue;
        semantic::fail(a, place,
                       frozen ? "Frozen dataclass cannot inherit from a non-frozen dataclass"
                              : "Non-frozen dataclass cannot inherit from a frozen dataclass");
        return;
    }
}

void transform(Analyzer& a, ClassInfo& info, NodeId class_def, const DataclassReason& reason,
               const std::vector<DataclassField>& fields) {
    Place place = semantic::place_of(a, class_def);
    auto argument = [&](std::string_view name, bool fallback) {
        return dataclass_bool(a, class_def, reason, name, fallback);
    };
    bool eq = argument("eq", reason.spec.eq_default);
    bool frozen = argument("frozen", reason.spec.frozen_default);
    if (argument("init", true)) add_init(a, info, fields);
    if (argument("order", reason.spec.order_default)) {
        add_comparisons(a, info, eq, reason_place(a, class_def, reason));
    }
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

bool transform_dataclass(Analyzer& a, ClassInfo& info, NodeId class_def) {
    if (info.typed_dict != nullptr) return true;
    DataclassReason reason = dataclass_reason_of(a, info);
    if (!reason.applies) return true;
    bool is_named_tuple = std::any_of(info.mro.begin(), info.mro.end(), [&](symbols::DefId id) {
        const ClassInfo* base = semantic::class_of(a, id);
        return base != nullptr && base->is_named_tuple;
    });
    if (is_named_tuple) {
        semantic::fail(a, semantic::place_of(a, class_def), "A NamedTuple cannot be a dataclass");
        return true;
    }
    CollectedFields collected = collect_dataclass_fields(a, info, class_def, reason);
    if (!collected.is_ready) return false;
    transform(a, info, class_def, reason, collected.fields);
    return true;
}

}  // namespace krait::special
