// dataclass_fields.cpp

#include "python/special/dataclass_fields.h"

#include <algorithm>

#include "python/config/options.h"
#include "python/semantic/blocks.h"
#include "python/semantic/build.h"
#include "python/special/class_hooks.h"
#include "python/types/expand.h"
#include "python/types/maptype.h"
#include "python/types/proper.h"
#include "python/types/typeops.h"
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

DataclassReason reason_by_decorator(Analyzer& a, const ClassInfo& info) {
    DataclassReason reason;
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

}  // namespace

bool is_attrs_class(const ClassInfo& info) {
    return info.dataclass != nullptr && info.dataclass->is_attrs;
}

bool has_transform_metaclass(Analyzer& a, const ClassInfo& info) {
    const ClassInfo* meta = info.declared_metaclass != nullptr
                                ? semantic::class_of(a, info.declared_metaclass->type)
                                : nullptr;
    return meta != nullptr && meta->dataclass_transform != nullptr;
}

bool is_kw_only_marker(Analyzer& a, TypePtr type) {
    type = types::get_proper(a.cx, type);
    if (const auto* sentinel = as<types::LiteralType>(type)) {  // since Python 3.15
        return text(sentinel->value.text).starts_with("dataclasses.KW_ONLY:");
    }
    const auto* one = as<types::Instance>(type);
    const ClassInfo* info = one != nullptr ? semantic::class_of(a, one->type) : nullptr;
    return info != nullptr && text(info->fullname) == "dataclasses.KW_ONLY";
}

DataclassReason dataclass_reason_of(Analyzer& a, const ClassInfo& info) {
    DataclassReason reason = reason_by_decorator(a, info);
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

bool dataclass_bool(Analyzer& a, NodeId class_def, const DataclassReason& reason,
                    std::string_view name, bool fallback) {
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

namespace {

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

FieldCall read_field_call(Analyzer& a, NodeId value, const DataclassReason& reason) {
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

/// The first item of an overloaded specifier that has the call's keywords.
const types::CallableType* matching_item(Analyzer& a, const types::OverloadedType& overload,
                                         NodeId call) {
    NodeList keywords = a.tree.call(call).keywords;
    for (const types::CallableType* item : overload.items) {
        auto has_keyword = [&](NodeId node) {
            Name name = a.tree.keyword(node).arg;
            return std::any_of(item->parameters.begin(), item->parameters.end(),
                               [&](const types::Parameter& one) { return one.name == name; });
        };
        auto is_given = [&](const types::Parameter& one) {
            return std::any_of(keywords.begin(), keywords.end(),
                               [&](NodeId node) { return a.tree.keyword(node).arg == one.name; });
        };
        // A parameter that is None, or one literal, takes nothing else.
        bool fits = std::all_of(keywords.begin(), keywords.end(), [&](NodeId node) {
            syntax::KeywordView given = a.tree.keyword(node);
            for (const types::Parameter& one : item->parameters) {
                if (one.name != given.arg) continue;
                TypePtr type = types::get_proper(a.cx, one.type);
                if (types::is<types::NoneType>(type)) {
                    return a.tree.is(given.value, NodeKind::NoneConstant);
                }
                const auto* literal = as<types::LiteralType>(type);
                if (literal != nullptr && literal->value.kind == types::LiteralKind::Bool) {
                    std::optional<bool> value = semantic::bool_literal(a.tree, given.value);
                    return value && *value == (text(literal->value.text) == "True");
                }
            }
            return true;
        });
        if (!fits) continue;
        bool has_all = std::all_of(item->parameters.begin(), item->parameters.end(),
                                   [&](const types::Parameter& one) {
                                       return one.kind != ArgKind::Named || is_given(one);
                                   });
        if (has_all && std::all_of(keywords.begin(), keywords.end(), has_keyword)) return item;
    }
    return overload.items.empty() ? nullptr : overload.items.back();
}

/// What the specifier's own signature says: `init: Literal[False] = False`.
bool is_in_init_by_default(Analyzer& a, NodeId value) {
    if (value == NodeId::None || !a.tree.is(value, NodeKind::Call)) return true;
    const auto* callee = types::as_proper<types::CallableType>(
        a.cx, types::type_of_definition(semantic::referent(a, a.tree.call(value).func)));
    if (const auto* overload = types::as_proper<types::OverloadedType>(
            a.cx, types::type_of_definition(semantic::referent(a, a.tree.call(value).func)))) {
        callee = matching_item(a, *overload, value);
    }
    if (callee == nullptr) return true;
    for (const types::Parameter& parameter : callee->parameters) {
        if (text(parameter.name) != "init") continue;
        const auto* literal = types::as_proper<types::LiteralType>(a.cx, parameter.type);
        if (literal == nullptr || literal->value.kind != types::LiteralKind::Bool) return true;
        return text(literal->value.text) == "True";
    }
    return true;
}

/// What may be assigned: a descriptor's __set__ says.
TypePtr settable_type(Analyzer& a, TypePtr type, NodeId statement) {
    const auto* one = types::as_proper<types::Instance>(a.cx, type);
    const ClassInfo* info = one != nullptr ? semantic::class_of(a, one->type) : nullptr;
    if (info == nullptr) return type;
    types::Member setter = types::find_member(a.cx, *info, base::intern("__set__"));
    if (!setter) return type;
    const types::Definition* node = a.job.reader.definition(setter.symbol->target);
    const auto* function = as<types::FunctionInfo>(node);
    auto complain = [&](std::string_view what) {
        semantic::fail(a, semantic::place_of(a, statement),
                       std::string(what) + " \"" + std::string(text(info->name)) + "\"");
        return type;
    };
    if (function == nullptr) return complain("Unsupported \"__set__\" in");
    if (function->type == nullptr) return semantic::any(a, types::AnySource::Unannotated);
    const types::Instance* mapped = types::map_instance_to_supertype(a.cx, *one, *setter.owner);
    const auto* signature = types::as_proper<types::CallableType>(
        a.cx, types::expand_type_by_instance(a.cx, function->type, *mapped));
    bool fits = signature != nullptr && signature->parameters.size() == 3 &&
                std::all_of(signature->parameters.begin(), signature->parameters.end(),
                            [](const types::Parameter& one_parameter) {
                                return one_parameter.kind == ArgKind::Pos;
                            });
    if (!fits) return complain("Unsupported signature for \"__set__\" in");
    return signature->parameters[2].type;
}

/// `x: Final = 1`: fields need a type at once.
void infer_final(Analyzer& a, types::VarInfo& variable, const BodyField& body) {
    NodeId value = body.view.value;
    if (value == NodeId::None || !variable.is_inferred) return;
    if (semantic::fold_constant(a, value)) return;
    semantic::fail(a, semantic::place_of(a, body.statement),
                   "Need type argument for Final[...] with non-literal default in dataclass");
    variable.type = semantic::any(a, types::AnySource::FromError);
}

/// One annotated statement of the body as a field; nothing if it is none.
std::optional<DataclassField> read_field(Analyzer& a, ClassInfo& info, const BodyField& body,
                                         const DataclassReason& reason, bool& kw_only) {
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
    if (is_kw_only_marker(a, variable->type) ||
        text(semantic::referent_fullname(a, body.view.annotation)) == "dataclasses.KW_ONLY") {
        kw_only = true;
        if (!is_kw_only_marker(a, variable->type)) return std::nullopt;
    }
    FieldCall call = read_field_call(a, body.view.value, reason);
    if (NodeId init = call.find("init"); init != NodeId::None) {
        field.is_in_init = semantic::bool_literal(a.tree, init).value_or(false);
    } else {
        field.is_in_init = is_in_init_by_default(a, body.view.value);
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
    if (NodeId alias = call.find("alias"); alias != NodeId::None) {
        if (std::optional<Name> value = string_literal(a, alias)) {
            field.alias = *value;
        } else {
            semantic::fail(a, semantic::place_of(a, body.view.value),
                           "\"alias\" argument to dataclass field must be a string literal",
                           messages::codes::kLiteralRequired);
        }
    }
    if (variable->is_final && variable->final_unset_in_class) {
        if (field.is_init_var) {
            semantic::fail(a, semantic::place_of(a, body.statement), "InitVar cannot be final");
        }
        variable->final_set_in_init = true;
    }
    if (variable->type == nullptr && variable->is_final) infer_final(a, *variable, body);
    // A field whose type the checker has yet to infer is Any until then.
    field.type = variable->type != nullptr ? variable->type
                                           : semantic::any(a, types::AnySource::NotImplemented);
    if (!symbol->is_implicit) field.type = settable_type(a, field.type, body.statement);
    field.is_neither_frozen_nor_nonfrozen = has_transform_metaclass(a, info);
    if (field.is_init_var) members.erase(name);
    return field;
}

/// A method may not take the place of a base's field.
void check_overridden(Analyzer& a, const ClassInfo& info, const ClassInfo& base) {
    for (const DataclassField& field : base.dataclass->fields) {
        const types::Symbol* own = a.job.reader.own_member(info, field.name);
        const types::Definition* node =
            own != nullptr ? a.job.reader.definition(own->target) : nullptr;
        if (node == nullptr || as<types::VarInfo>(node) != nullptr) continue;
        auto place = a.job.places.find(node);
        if (place == a.job.places.end()) continue;
        semantic::fail(a, place->second,
                       "Dataclass attribute may only be overridden by another attribute");
    }
}

/// Where a field's statement is, or the class for inherited ones.
Place place_of_field(Analyzer& a, NodeId class_def, Name name) {
    Place place = semantic::place_of(a, class_def);
    for (NodeId statement : a.tree.class_def(class_def).body) {
        if (!a.tree.is(statement, NodeKind::AnnAssign)) continue;
        NodeId target = a.tree.ann_assign(statement).target;
        if (a.tree.is(target, NodeKind::Name) && a.tree.name(target) == name) {
            place = semantic::place_of(a, statement);
        }
    }
    return place;
}

void check_order(Analyzer& a, NodeId class_def, const std::vector<DataclassField>& fields) {
    bool found_default = false;
    for (const DataclassField& field : fields) {
        if (found_default && field.is_in_init && !field.has_default && !field.kw_only) {
            semantic::fail(a, place_of_field(a, class_def, field.name),
                           "Attributes without a default cannot follow attributes with one");
        }
        found_default = found_default || (field.has_default && field.is_in_init);
    }
}

void check_markers(Analyzer& a, NodeId class_def, const std::vector<DataclassField>& fields) {
    bool found = false;
    for (const DataclassField& field : fields) {
        if (!is_kw_only_marker(a, field.type)) continue;
        if (found) {
            semantic::fail(a, place_of_field(a, class_def, field.name),
                           "There may not be more than one field with the KW_ONLY type");
        }
        found = true;
    }
}

}  // namespace

CollectedFields collect_dataclass_fields(Analyzer& a, ClassInfo& info, NodeId class_def,
                                         const DataclassReason& reason) {
    CollectedFields collected;
    for (std::size_t i = info.mro.size(); i-- > 1;) {
        const ClassInfo* base = semantic::class_of(a, info.mro[i]);
        if (base == nullptr || is_attrs_class(*base)) continue;
        if (base->dataclass == nullptr) {
            if (!reason_by_decorator(a, *base).applies) continue;
            collected.is_ready = false;
            return collected;
        }
        inherit_fields(a, info, *base, collected.fields);
        check_overridden(a, info, *base);
    }
    bool kw_only = dataclass_bool(a, class_def, reason, "kw_only", reason.spec.kw_only_default);
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
    check_markers(a, class_def, collected.fields);
    return collected;
}

}  // namespace krait::special
