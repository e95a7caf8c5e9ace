// attrs.cpp
//
// The members that attrs adds, once the fields are known (attrs_fields.h). The rules follow mypy's
// plugin, not the library: where they differ, users see mypy's answer.

#include "python/special/attrs.h"

#include <algorithm>

#include "python/config/options.h"
#include "python/semantic/build.h"
#include "python/semantic/generated.h"
#include "python/semantic/type_analysis.h"
#include "python/special/attrs_fields.h"
#include "python/types/expand.h"
#include "python/types/proper.h"
#include "python/types/typevars.h"

namespace krait::special {

using semantic::Analyzer;
using semantic::Name;
using semantic::NodeId;
using semantic::NodeKind;
using semantic::text;
using types::AnySource;
using types::ArgKind;
using types::as;
using types::ClassInfo;
using types::TypePtr;

namespace {

const types::Definition* referent_in(const semantic::ModuleDraft& module, NodeId node) {
    auto at = module.bindings.names.find(node);
    return at == module.bindings.names.end() ? nullptr : at->second.definition;
}

std::optional<AttrsMaker> maker_named(Name fullname) {
    AttrsMaker maker;
    if (semantic::is_one_of(fullname, {"attr.s", "attr.attrs", "attr.attributes"})) return maker;
    if (semantic::is_one_of(fullname, {"attr.dataclass"})) {
        maker.auto_attribs = true;
        return maker;
    }
    maker.auto_attribs = std::nullopt;
    if (semantic::is_one_of(fullname, {"attr.frozen", "attrs.frozen"})) {
        maker.frozen = true;
        return maker;
    }
    if (semantic::is_one_of(fullname,
                            {"attr.define", "attr.mutable", "attrs.define", "attrs.mutable"})) {
        maker.slots = true;
        return maker;
    }
    return std::nullopt;
}

bool waits_for_base(const AttrsClass& made) {
    for (std::size_t i = 1; i + 1 < made.info.mro.size(); ++i) {
        const ClassInfo* base = semantic::class_of(made.a, made.info.mro[i]);
        if (base != nullptr && base->dataclass == nullptr && attrs_maker_of(made.a, *base)) {
            return true;
        }
    }
    return false;
}

bool is_frozen(AttrsClass& made) {
    if (attrs_bool(made, made.maker.decorator, "frozen", made.maker.frozen)) return true;
    return std::any_of(made.info.mro.begin() + 1, made.info.mro.end(), [&](symbols::DefId id) {
        const ClassInfo* base = semantic::class_of(made.a, id);
        return base != nullptr && base->dataclass != nullptr && base->dataclass->is_attrs &&
               base->dataclass->frozen;
    });
}

bool has_order(AttrsClass& made) {
    std::optional<bool> cmp = attrs_optional_bool(made, "cmp");
    std::optional<bool> eq = attrs_optional_bool(made, "eq");
    std::optional<bool> order = attrs_optional_bool(made, "order");
    if (cmp && (eq || order)) {
        semantic::fail(made.a, made.reason(), "Don't mix \"cmp\" with \"eq\" and \"order\"");
    }
    if (cmp) return *cmp;
    bool compares = eq.value_or(true);
    bool orders = order.value_or(compares);
    if (!compares && orders) {
        semantic::fail(made.a, made.reason(), "eq must be True if order is True");
    }
    return orders;
}

/// The variable of a field, here or in a base; null if the name is something else.
const types::Definition* member_of(const AttrsClass& made, Name name) {
    return semantic::class_member(made.a, made.info, name).node;
}

TypePtr declared_type(const AttrsClass& made, Name name) {
    const auto* variable = as<types::VarInfo>(member_of(made, name));
    return variable != nullptr ? variable->type : nullptr;
}

// --- __attrs_attrs__

void add_magic_attribute(AttrsClass& made, const std::vector<AttrsField>& fields) {
    Analyzer& a = made.a;
    const types::Instance* attribute = semantic::named_type_or_null(a, "attr.Attribute");
    TypePtr unknown = semantic::any(a, AnySource::Explicit);
    auto attribute_of = [&](TypePtr type) -> TypePtr {
        if (attribute == nullptr || attribute->args.size() != 1) return unknown;
        return types::make_instance(a.cx, attribute->type, {type != nullptr ? type : unknown});
    };
    const types::Instance* base =
        semantic::named_type(a, "builtins.tuple", {attribute_of(unknown)});
    std::string class_name(text(made.info.fullname));
    std::replace(class_name.begin(), class_name.end(), '.', '_');
    ClassInfo& tuple = semantic::add_generated_class(
        a, made.info, "__" + class_name + "_AttrsAttributes__", *base);
    std::vector<TypePtr> items;
    for (const AttrsField& field : fields) {
        items.push_back(attribute_of(declared_type(made, field.facts.name)));
        semantic::add_generated_variable(a, tuple, text(field.facts.name), items.back(), true);
    }
    const types::Instance* fallback = types::make_instance(a.cx, tuple.id, {});
    types::VarInfo& variable = semantic::add_generated_variable(
        a, made.info, "__attrs_attrs__", types::make_tuple(a.cx, items, *fallback));
    variable.is_classvar = true;
    variable.allow_incompatible_override = true;
}

// --- __init__

/// What __init__ takes for a field; null if nobody says.
TypePtr parameter_type(AttrsClass& made, const AttrsField& field) {
    Analyzer& a = made.a;
    if (!field.converter.is_given) {
        return field.facts.type != nullptr ? field.facts.type
                                           : declared_type(made, field.facts.name);
    }
    TypePtr takes = field.converter.takes;
    if (takes == nullptr) {
        if (!field.is_inherited) {
            semantic::fail(a, field.place, "Cannot determine __init__ type from converter");
        }
        return semantic::any(a, AnySource::FromError);
    }
    if (field.facts.type == nullptr || field.converter.makes == nullptr) return takes;
    // What the converter makes is the field: its type variables are the field's.
    std::vector<const types::TypeVarType*> from = types::get_type_vars(a.cx, field.converter.makes);
    std::vector<const types::TypeVarType*> to = types::get_type_vars(a.cx, field.facts.type);
    if (from.empty() || from.size() != to.size()) return takes;
    types::TypeEnv env;
    for (std::size_t i = 0; i < from.size(); ++i) env.bind(from[i]->id, to[i]);
    return types::expand_type(a.cx, takes, env);
}

types::Parameter parameter_of(AttrsClass& made, const AttrsField& field) {
    Analyzer& a = made.a;
    TypePtr type = parameter_type(made, field);
    if (type == nullptr) type = semantic::any(a, AnySource::Unannotated);
    if (a.cx.options.disallow_untyped_defs &&
        types::is_unannotated_any(types::get_proper(a.cx, type))) {
        semantic::fail(a, field.place,
                       "Need type annotation for \"" + std::string(text(field.facts.name)) + "\"",
                       messages::codes::kVarAnnotated);
    }
    bool optional = field.facts.has_default;
    ArgKind kind = field.facts.kw_only ? (optional ? ArgKind::NamedOpt : ArgKind::Named)
                                       : (optional ? ArgKind::Opt : ArgKind::Pos);
    std::string_view name = text(field.facts.name);
    name.remove_prefix(std::min(name.find_first_not_of('_'), name.size()));
    Name shown = field.facts.alias != Name::Empty ? field.facts.alias : base::intern(name);
    return {type, kind, shown};
}

void add_init(AttrsClass& made, const std::vector<AttrsField>& fields, std::string_view name) {
    Analyzer& a = made.a;
    std::vector<types::Parameter> parameters = {
        {types::fill_typevars(a.cx, made.info), ArgKind::Pos, base::intern("self")}};
    bool is_untyped = true;
    for (bool kw_only : {false, true}) {
        for (const AttrsField& field : fields) {
            if (!field.facts.is_in_init || field.facts.kw_only != kw_only) continue;
            parameters.push_back(parameter_of(made, field));
            is_untyped = is_untyped &&
                         types::is_unannotated_any(types::get_proper(a.cx, parameters.back().type));
            const types::Symbol* own = a.job.reader.own_member(made.info, field.facts.name);
            auto* variable = const_cast<types::VarInfo*>(as<types::VarInfo>(
                own != nullptr ? a.job.reader.definition(own->target) : nullptr));
            if (!field.facts.has_default && variable != nullptr && variable->is_final) {
                variable->final_set_in_init = true;
            }
        }
    }
    // A class without any annotation isn't told off for an incomplete __init__.
    for (std::size_t i = 1; is_untyped && i < parameters.size(); ++i) {
        parameters[i].type = semantic::any(a, AnySource::ImplementationArtifact);
    }
    semantic::GeneratedMethod method;
    method.name = name;
    method.parameters = std::move(parameters);
    method.result = types::make_none(a.cx);
    semantic::add_generated_method(a, made.info, method);
}

// --- the rest

void add_order(AttrsClass& made) {
    Analyzer& a = made.a;
    static const Name variable_name = base::intern("_AT");
    for (std::string_view name : {"__lt__", "__le__", "__gt__", "__ge__"}) {
        types::TypeVarHead head{variable_name,
                                semantic::joined(made.info.fullname, ".", "_AT"),
                                {-1, 0, semantic::joined(made.info.fullname, ".", name)}};
        const types::TypeVarType* variable = types::make_type_var(
            a.cx, head, semantic::object_type(a), {}, types::Variance::Invariant,
            semantic::any(a, AnySource::FromOmittedGenerics));
        semantic::GeneratedMethod method;
        method.name = name;
        method.parameters = {{variable, ArgKind::Pos, base::intern("self")},
                             {variable, ArgKind::Pos, base::intern("other")}};
        method.result = semantic::named_type(a, "builtins.bool");
        method.variables = {variable};
        semantic::add_generated_method(a, made.info, method);
    }
}

void freeze(AttrsClass& made, const std::vector<AttrsField>& fields) {
    Analyzer& a = made.a;
    for (const AttrsField& field : fields) {
        const types::Symbol* own = a.job.reader.own_member(made.info, field.facts.name);
        if (own == nullptr) {
            semantic::add_generated_variable(a, made.info, text(field.facts.name), field.facts.type,
                                             true);
            continue;
        }
        auto* variable =
            const_cast<types::VarInfo*>(as<types::VarInfo>(a.job.reader.definition(own->target)));
        if (variable != nullptr) variable->is_property = true;
    }
}

void add_slots(AttrsClass& made, const std::vector<AttrsField>& fields) {
    Analyzer& a = made.a;
    for (std::size_t i = 1; i + 1 < made.info.mro.size(); ++i) {
        const ClassInfo* base = semantic::class_of(a, made.info.mro[i]);
        if (base == nullptr || !base->slots) return;
    }
    std::vector<Name> names;
    std::vector<TypePtr> strings;
    for (const AttrsField& field : fields) {
        names.push_back(field.facts.name);
        strings.push_back(semantic::named_type(a, "builtins.str"));
    }
    made.info.slots = a.job.arena.copy(names);
    semantic::add_generated_variable(a, made.info, "__slots__", semantic::plain_tuple(a, strings))
        .allow_incompatible_override = true;
}

void add_match_args(AttrsClass& made, const std::vector<AttrsField>& fields) {
    Analyzer& a = made.a;
    static const Name match_args = base::intern("__match_args__");
    if (a.job.reader.own_member(made.info, match_args) != nullptr) return;
    const types::Instance* str = semantic::named_type(a, "builtins.str");
    std::vector<TypePtr> names;
    for (const AttrsField& field : fields) {
        if (field.facts.kw_only || !field.facts.is_in_init) continue;
        const types::LiteralType* literal =
            types::make_literal(a.cx, {types::LiteralKind::Str, field.facts.name}, *str);
        names.push_back(types::with_last_known_value(a.cx, *str, literal));
    }
    semantic::add_generated_variable(a, made.info, "__match_args__",
                                     semantic::plain_tuple(a, names))
        .allow_incompatible_override = true;
}

/// attrs' rules for what can be a key of a dictionary.
void settle_hash(AttrsClass& made, bool frozen) {
    Analyzer& a = made.a;
    NodeId decorator = made.maker.decorator;
    std::optional<bool> hashable;
    if (frozen) {
        hashable = attrs_bool(made, decorator, "hash", true) &&
                   attrs_bool(made, decorator, "unsafe_hash", true);
    } else {
        hashable = attrs_optional_bool(made, "unsafe_hash");
        if (!hashable) hashable = attrs_optional_bool(made, "hash");
    }
    static const Name hash = base::intern("__hash__");
    if (a.job.reader.own_member(made.info, hash) != nullptr) return;
    std::optional<bool> eq = attrs_optional_bool(made, "eq");
    if (!hashable && eq && !*eq) return;
    if (!hashable.value_or(false)) {
        semantic::add_generated_variable(a, made.info, "__hash__", types::make_none(a.cx))
            .is_classvar = true;
        return;
    }
    const ClassInfo* object = semantic::class_of(a, made.info.mro.back());
    const types::Symbol* inherited =
        object != nullptr ? a.job.reader.own_member(*object, hash) : nullptr;
    if (inherited != nullptr) semantic::members_of(a, made.info).put(*inherited);
}

void publish(AttrsClass& made, const std::vector<AttrsField>& fields, bool frozen) {
    std::vector<types::DataclassField> published;
    for (const AttrsField& field : fields) {
        published.push_back(field.facts);
        if (!field.converter.is_given) continue;
        published.back().converted_from = field.converter.takes != nullptr
                                              ? field.converter.takes
                                              : semantic::any(made.a, AnySource::FromError);
    }
    auto* facts = made.a.job.arena.make<types::DataclassFacts>();
    facts->fields = made.a.job.arena.copy(published);
    facts->frozen = frozen;
    facts->is_attrs = true;
    made.info.dataclass = facts;
}

}  // namespace

std::optional<AttrsMaker> attrs_maker_of(Analyzer& a, const ClassInfo& info) {
    auto at = a.job.classes.find(&info);
    if (at == a.job.classes.end() || at->second.module == nullptr) return std::nullopt;
    const semantic::ModuleDraft& module = *at->second.module;
    const syntax::Tree& tree = *module.tree;
    NodeId node = at->second.node;
    if (node == NodeId::None || !tree.is(node, NodeKind::ClassDef)) return std::nullopt;
    for (NodeId decorator : tree.class_def(node).decorators) {
        NodeId callee = tree.is(decorator, NodeKind::Call) ? tree.call(decorator).func : decorator;
        const types::Definition* named = referent_in(module, callee);
        if (named == nullptr) continue;
        if (std::optional<AttrsMaker> maker = maker_named(named->fullname)) {
            maker->decorator = decorator;
            return maker;
        }
    }
    return std::nullopt;
}

bool transform_attrs_class(Analyzer& a, ClassInfo& info, NodeId class_def,
                           const AttrsMaker& maker) {
    AttrsClass made{a, info, class_def, maker};
    if (waits_for_base(made)) return false;
    bool init = attrs_bool(made, maker.decorator, "init", true);
    bool frozen = is_frozen(made);
    bool order = has_order(made);
    bool slots = attrs_bool(made, maker.decorator, "slots", maker.slots);
    bool match_args = attrs_bool(made, maker.decorator, "match_args", true);
    std::vector<AttrsField> fields = collect_attrs_fields(made);
    bool has_all = std::all_of(fields.begin(), fields.end(), [&](const AttrsField& field) {
        return member_of(made, field.facts.name) != nullptr;
    });
    if (!has_all) {  // an error that was reported keeps a name out
        publish(made, {}, false);
        return true;
    }
    add_magic_attribute(made, fields);
    if (slots) add_slots(made, fields);
    if (match_args) add_match_args(made, fields);
    publish(made, fields, frozen);
    // Without __init__ attrs still generates it, under a name of its own.
    add_init(made, fields, init ? "__init__" : "__attrs_init__");
    if (order) add_order(made);
    if (frozen) freeze(made, fields);
    settle_hash(made, frozen);
    return true;
}

}  // namespace krait::special
