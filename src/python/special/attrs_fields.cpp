// attrs_fields.cpp

#include "python/special/attrs_fields.h"

#include <algorithm>

#include "python/semantic/build.h"
#include "python/semantic/job.h"
#include "python/special/class_hooks.h"
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
using types::as;
using types::ClassInfo;
using types::TypePtr;

namespace {

/// One name of the body with what it is bound to.
struct Binding {
    NodeId statement;
    NodeId target;              ///< a Name
    NodeId value;               ///< None: only annotated
    bool is_annotated = false;  ///< as in `x: int`; a type comment doesn't count
    bool is_chained = false;    ///< `x = y = ...`
};

bool is_sequence(const Analyzer& a, NodeId node) {
    return a.tree.is(node, NodeKind::Tuple) || a.tree.is(node, NodeKind::List);
}

void add_bindings_of(const Analyzer& a, NodeId statement, std::vector<Binding>& out) {
    if (a.tree.is(statement, NodeKind::AnnAssign)) {
        syntax::AnnAssignView view = a.tree.ann_assign(statement);
        if (a.tree.is(view.target, NodeKind::Name)) {
            out.push_back({statement, view.target, view.value, true, false});
        }
        return;
    }
    syntax::AssignView view = a.tree.assign(statement);
    for (NodeId target : view.targets) {
        bool chained = view.targets.size() > 1;
        if (a.tree.is(target, NodeKind::Name)) {
            out.push_back({statement, target, view.value, false, chained});
            continue;
        }
        if (!is_sequence(a, target) || !is_sequence(a, view.value)) continue;
        NodeList names = a.tree.elements(target);
        NodeList values = a.tree.elements(view.value);
        auto is_name = [&](NodeId node) { return a.tree.is(node, NodeKind::Name); };
        if (names.size() != values.size() || !std::all_of(names.begin(), names.end(), is_name)) {
            continue;
        }
        for (std::size_t i = 0; i < names.size(); ++i) {
            out.push_back({statement, names[i], values[i], false, chained});
        }
    }
}

std::vector<Binding> bindings_of(const Analyzer& a, NodeId statement) {
    std::vector<Binding> bindings;
    if (a.tree.is(statement, NodeKind::AnnAssign) || a.tree.is(statement, NodeKind::Assign)) {
        add_bindings_of(a, statement, bindings);
    }
    return bindings;
}

bool makes_field(Analyzer& a, NodeId value) {
    if (value == NodeId::None || !a.tree.is(value, NodeKind::Call)) return false;
    return semantic::refers_to(
        a, a.tree.call(value).func,
        {"attr.ib", "attr.attrib", "attr.attr", "attr.field", "attrs.field"});
}

/// Annotations make fields unless some field has none.
bool detect_auto_attribs(AttrsClass& made) {
    Analyzer& a = made.a;
    for (NodeId statement : a.tree.class_def(made.class_def).body) {
        for (const Binding& binding : bindings_of(a, statement)) {
            if (!binding.is_annotated && makes_field(a, binding.value)) return false;
        }
    }
    return true;
}

types::VarInfo* variable_named(AttrsClass& made, Name name) {
    const types::Symbol* symbol = made.a.job.reader.own_member(made.info, name);
    if (symbol == nullptr) return nullptr;
    return const_cast<types::VarInfo*>(
        as<types::VarInfo>(made.a.job.reader.definition(symbol->target)));
}

void need_annotation(Analyzer& a, Name name, Place place) {
    semantic::fail(a, place, "Need type annotation for \"" + std::string(text(name)) + "\"",
                   messages::codes::kVarAnnotated);
}

/// `type=` in place of an annotation.
TypePtr type_of_argument(AttrsClass& made, NodeId written, const Binding& binding) {
    Analyzer& a = made.a;
    if (!semantic::could_be_type(&a, a.tree, written)) {
        semantic::fail(a, semantic::place_of(a, written), "Invalid argument to type");
        return nullptr;
    }
    TypePtr type = nullptr;
    {
        // A local class's surroundings are gone by now: what it names there can't be told.
        semantic::Restore<bool> quiet(a.quiet, a.quiet || made.info.id.is_job_local());
        semantic::begin_round(a);
        semantic::enter_class(a, made.info);
        for (const types::TypeVarLike* variable : made.info.type_vars) {
            a.type_scope->bind_existing(variable);
        }
        type = semantic::analyze_type(a, {&a.tree, written});
        semantic::leave_class(a);
    }
    types::VarInfo* variable = variable_named(made, a.tree.name(binding.target));
    if (type != nullptr && variable != nullptr && variable->type == nullptr) {
        variable->type = type;
        variable->is_inferred = false;
        variable->is_ready = true;
        auto fact = a.module.bindings.names.find(binding.target);
        if (fact != a.module.bindings.names.end()) fact->second.is_inferred_definition = false;
    }
    return type;
}

void read_default(Analyzer& a, NodeId call, AttrsField& field) {
    bool has_default = attrs_argument(a, call, "default") != NodeId::None;
    bool has_factory = attrs_argument(a, call, "factory") != NodeId::None;
    if (has_default && has_factory) {
        semantic::fail(a, semantic::place_of(a, call),
                       "Can't pass both \"default\" and \"factory\".");
    }
    field.facts.has_default = has_default || has_factory;
}

void read_converter(Analyzer& a, NodeId call, AttrsField& field) {
    NodeId converter = attrs_argument(a, call, "converter");
    NodeId convert = attrs_argument(a, call, "convert");
    if (convert != NodeId::None && converter != NodeId::None) {
        semantic::fail(a, semantic::place_of(a, call),
                       "Can't pass both \"convert\" and \"converter\".");
    } else if (convert != NodeId::None) {
        semantic::fail(a, semantic::place_of(a, call), "convert is deprecated, use converter");
        converter = convert;
    }
    field.converter = read_attrs_converter(a, converter);
}

void read_alias(Analyzer& a, NodeId call, AttrsField& field) {
    NodeId alias = attrs_argument(a, call, "alias");
    if (alias == NodeId::None) return;
    if (std::optional<Name> value = string_literal(a, alias)) {
        field.facts.alias = *value;
        return;
    }
    semantic::fail(a, semantic::place_of(a, call),
                   "\"alias\" argument to attrs field must be a string literal",
                   messages::codes::kLiteralRequired);
}

/// `x = attr.ib(...)` and its kin.
std::optional<AttrsField> made_field(AttrsClass& made, const Binding& binding, bool auto_attribs,
                                     bool kw_only) {
    Analyzer& a = made.a;
    AttrsField field;
    field.facts.name = a.tree.name(binding.target);
    field.place = semantic::place_of(a, binding.statement);
    if (auto_attribs && !binding.is_annotated) {
        need_annotation(a, field.facts.name, field.place);
        return std::nullopt;
    }
    if (binding.is_chained) {
        semantic::fail(a, field.place, "Too many names for one attribute");
        return std::nullopt;
    }
    NodeId call = binding.value;
    auto declared = a.module.bindings.declared_types.find(binding.statement);
    if (declared != a.module.bindings.declared_types.end()) field.facts.type = declared->second;
    field.facts.is_in_init = attrs_bool(made, call, "init", true);
    field.facts.kw_only = attrs_bool(made, call, "kw_only", kw_only);
    read_default(a, call, field);
    NodeId type = attrs_argument(a, call, "type");
    if (type != NodeId::None && field.facts.type == nullptr) {
        field.facts.type = type_of_argument(made, type, binding);
    }
    read_converter(a, call, field);
    read_alias(a, call, field);
    return field;
}

/// `x: int` or `x: int = 1` where annotations make fields.
std::optional<AttrsField> annotated_field(AttrsClass& made, const Binding& binding, bool kw_only) {
    Analyzer& a = made.a;
    if (!binding.is_annotated || !a.module.bindings.declared_types.contains(binding.statement)) {
        return std::nullopt;
    }
    AttrsField field;
    field.facts.name = a.tree.name(binding.target);
    field.place = semantic::place_of(a, binding.statement);
    const types::VarInfo* variable = variable_named(made, field.facts.name);
    if (variable != nullptr && variable->is_classvar) return std::nullopt;
    field.facts.has_default = binding.value != NodeId::None;
    field.facts.kw_only = kw_only;
    if (variable != nullptr) field.facts.type = variable->type;
    return field;
}

/// @x.default and @x.validator exist only while the class is being made.
void consume_decorators(AttrsClass& made, NodeId function, std::vector<AttrsField>& fields) {
    Analyzer& a = made.a;
    for (NodeId decorator : a.tree.function(function).decorators) {
        if (!a.tree.is(decorator, NodeKind::Attribute)) continue;
        syntax::AttributeView view = a.tree.attribute(decorator);
        if (!a.tree.is(view.value, NodeKind::Name)) continue;
        Name name = a.tree.name(view.value);
        auto field = std::find_if(fields.begin(), fields.end(),
                                  [&](const AttrsField& one) { return one.facts.name == name; });
        if (field == fields.end()) continue;
        bool is_default = text(view.attr) == "default";
        if (!is_default && text(view.attr) != "validator") continue;
        if (is_default) field->facts.has_default = true;
        a.module.bindings.consumed_decorators.insert(decorator);
    }
}

void put_field(std::vector<AttrsField>& fields, AttrsField field, bool keeps_place) {
    auto at = std::find_if(fields.begin(), fields.end(), [&](const AttrsField& one) {
        return one.facts.name == field.facts.name;
    });
    if (at != fields.end() && keeps_place) {
        *at = std::move(field);
        return;
    }
    if (at != fields.end()) fields.erase(at);
    fields.push_back(std::move(field));
}

std::vector<AttrsField> own_fields(AttrsClass& made) {
    Analyzer& a = made.a;
    std::optional<bool> told = attrs_optional_bool(made, "auto_attribs", made.maker.auto_attribs);
    bool auto_attribs = told ? *told : detect_auto_attribs(made);
    bool kw_only = attrs_bool(made, made.maker.decorator, "kw_only", false);
    std::vector<AttrsField> fields;
    for (NodeId statement : a.tree.class_def(made.class_def).body) {
        if (a.tree.is(statement, NodeKind::FunctionDef) ||
            a.tree.is(statement, NodeKind::AsyncFunctionDef)) {
            consume_decorators(made, statement, fields);
            continue;
        }
        for (const Binding& binding : bindings_of(a, statement)) {
            std::optional<AttrsField> field;
            if (makes_field(a, binding.value)) {
                field = made_field(made, binding, auto_attribs, kw_only);
            } else if (auto_attribs) {
                field = annotated_field(made, binding, kw_only);
            }
            if (field) put_field(fields, std::move(*field), auto_attribs);
        }
    }
    for (const AttrsField& field : fields) {
        if (types::VarInfo* variable = variable_named(made, field.facts.name)) {
            variable->is_initialized_in_class = false;
        }
    }
    return fields;
}

/// Those of bases that the class doesn't define again, in terms of its type variables.
std::vector<AttrsField> inherited_fields(AttrsClass& made, const std::vector<AttrsField>& own) {
    Analyzer& a = made.a;
    std::unordered_set<Name> taken;
    for (const AttrsField& field : own) taken.insert(field.facts.name);
    std::vector<AttrsField> fields;
    const types::Instance* self = types::fill_typevars_instance(a.cx, made.info);
    for (std::size_t i = 1; i + 1 < made.info.mro.size(); ++i) {
        const ClassInfo* base = semantic::class_of(a, made.info.mro[i]);
        if (base == nullptr || base->dataclass == nullptr || !base->dataclass->is_attrs) continue;
        const types::Instance* mapped = types::map_instance_to_supertype(a.cx, *self, *base);
        for (const types::DataclassField& facts : base->dataclass->fields) {
            if (!taken.insert(facts.name).second) continue;
            AttrsField field;
            field.facts = facts;
            field.is_inherited = true;
            field.place = semantic::place_of(a, made.class_def);
            if (facts.type != nullptr) {
                field.facts.type = types::expand_type_by_instance(a.cx, facts.type, *mapped);
            }
            field.converter.is_given = facts.converted_from != nullptr;
            field.converter.takes = facts.converted_from;
            fields.push_back(std::move(field));
        }
    }
    return fields;
}

}  // namespace

NodeId attrs_argument(Analyzer& a, NodeId call, std::string_view name) {
    if (call == NodeId::None || !a.tree.is(call, NodeKind::Call)) return NodeId::None;
    syntax::CallView view = a.tree.call(call);
    for (NodeId node : view.keywords) {
        syntax::KeywordView keyword = a.tree.keyword(node);
        if (text(keyword.arg) == name) return keyword.value;
    }
    // By position only for field makers: all their overloads begin with the default.
    if (name == "default" && !view.args.empty() && makes_field(a, call)) return view.args[0];
    return NodeId::None;
}

bool attrs_bool(AttrsClass& made, NodeId call, std::string_view name, bool fallback) {
    NodeId value = attrs_argument(made.a, call, name);
    if (value == NodeId::None) return fallback;
    if (std::optional<bool> known = semantic::bool_literal(made.a.tree, value)) return *known;
    semantic::fail(made.a, semantic::place_of(made.a, value),
                   "\"" + std::string(name) + "\" argument must be a True or False literal",
                   messages::codes::kLiteralRequired);
    return fallback;
}

std::optional<bool> attrs_optional_bool(AttrsClass& made, std::string_view name,
                                        std::optional<bool> fallback) {
    NodeId value = attrs_argument(made.a, made.maker.decorator, name);
    if (value == NodeId::None) return fallback;
    if (std::optional<bool> known = semantic::bool_literal(made.a.tree, value)) return known;
    if (made.a.tree.is(value, NodeKind::NoneConstant)) return std::nullopt;
    semantic::fail(made.a, made.reason(),
                   "\"" + std::string(name) + "\" argument must be a True, False, or None literal",
                   messages::codes::kLiteralRequired);
    return fallback;
}

std::vector<AttrsField> collect_attrs_fields(AttrsClass& made) {
    std::vector<AttrsField> own = own_fields(made);
    std::vector<AttrsField> fields = inherited_fields(made, own);
    fields.insert(fields.end(), own.begin(), own.end());
    bool found_default = false;
    for (const AttrsField& field : fields) {
        if (!field.facts.is_in_init || field.facts.kw_only) continue;
        if (!field.facts.has_default && found_default) {
            semantic::fail(made.a, field.place,
                           "Non-default attributes not allowed after default attributes.");
        }
        found_default = found_default || field.facts.has_default;
    }
    return fields;
}

}  // namespace krait::special
