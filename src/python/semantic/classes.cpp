// classes.cpp
//
// `class`: a name that others may already use as a type while it is a placeholder, then its head,
// then its body. Named tuples and TypedDicts go their own ways from here.

#include <algorithm>

#include "python/config/options.h"
#include "python/semantic/class_bases.h"
#include "python/types/proper.h"
#include "python/types/same.h"
#include "python/types/typevars.h"

namespace krait::semantic {

using types::as;

namespace {

bool is_core_builtin(const Analyzer& a, Name name) {
    return text(a.module.name) == "builtins" && is_module_scope(a) &&
           is_one_of(name, {"object", "bool", "function"});
}

ClassInfo* known_class(Analyzer& a, NodeId class_def) {
    auto at = a.made.find(class_def);
    return at == a.made.end() ? nullptr : as<ClassInfo>(at->second);
}

void add_class_placeholder(Analyzer& a, Name name, Place place) {
    auto* placeholder = a.job.arena.make<types::PlaceholderInfo>();
    placeholder->kind = types::PlaceholderInfo::kKind;
    placeholder->name = name;
    placeholder->fullname = qualified_name(a, name);
    placeholder->becomes_type = true;
    a.job.locals.add(*placeholder);
    a.job.places[placeholder] = place;
    AddOptions options;
    options.can_defer = false;
    add_symbol(a, name, *placeholder, place, options);
}

Name class_fullname(const Analyzer& a, Name name, Place place) {
    if (!is_nested_in_function(a)) return qualified_name(a, name);
    std::string local(text(name));
    a.module.names_lines = true;
    local += "@" + std::to_string(line_of(a, place.start));
    return joined(a.module.name, ".", local);
}

bool same_variables(const std::vector<const types::TypeVarLike*>& left,
                    std::span<const types::TypeVarLike* const> right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](const types::TypeVarLike* one, const types::TypeVarLike* other) {
                          return types::is_equal(one, other);
                      });
}

void apply_common_decorator(Analyzer& a, ClassInfo& info, NodeId node) {
    if (refers_to(a, node, {"typing.final", "typing_extensions.final"})) {
        info.is_final = true;
    } else if (refers_to(a, node, {"typing.disjoint_base", "typing_extensions.disjoint_base"})) {
        if (info.is_protocol) {
            fail(a, place_of(a, node), "@disjoint_base cannot be used with protocol class");
        } else if (info.typed_dict != nullptr) {
            fail(a, place_of(a, node), "@disjoint_base cannot be used with TypedDict");
        } else {
            info.is_disjoint_base = true;
        }
    } else if (refers_to(a, node,
                         {"typing.type_check_only", "typing_extensions.type_check_only"})) {
        info.is_type_check_only = true;
    } else if (std::optional<std::string> deprecated = deprecation_of(a, node)) {
        info.deprecated = base::intern("class " + std::string(text(info.fullname)) +
                                       " is deprecated: " + *deprecated);
    }
}

void apply_class_decorator(Analyzer& a, ClassInfo& info, NodeId node, Place place) {
    visit_expression(a, node);
    apply_common_decorator(a, info, node);
    NodeKind kind = a.tree.kind(node);
    if (kind == NodeKind::Name || kind == NodeKind::Attribute) {
        if (!is_one_of(referent_fullname(a, node),
                       {"typing.runtime_checkable", "typing_extensions.runtime",
                        "typing_extensions.runtime_checkable"})) {
            return;
        }
        if (info.is_protocol) {
            info.runtime_protocol = true;
        } else {
            fail(a, place, "@runtime_checkable can only be used with protocol classes");
        }
        return;
    }
    if (kind != NodeKind::Call) return;
    NodeId func = a.tree.call(node).func;
    if (refers_to(a, func,
                  {"typing.dataclass_transform", "typing_extensions.dataclass_transform"})) {
        info.dataclass_transform = parse_dataclass_transform(a, node);
    }
}

void visit_class_body(Analyzer& a, ClassInfo& info, NodeList body) {
    enter_class(a, info);
    for (symbols::DefId id : info.mro) {
        const ClassInfo* base = class_of(a, id);
        if (base == nullptr || base->self_type == nullptr) continue;
        set_up_self_type(a);
        break;
    }
    visit_block(a, body);
    leave_class(a);
}

void visit_keywords(Analyzer& a, NodeId class_def) {
    for (NodeId keyword : a.tree.class_def(class_def).keywords) {
        visit_expression(a, a.tree.keyword(keyword).value);
    }
}

void analyze_class(Analyzer& a, NodeId class_def) {
    syntax::ClassView view = a.tree.class_def(class_def);
    Place place = place_of(a, class_def);
    ClassInfo* known = known_class(a, class_def);
    if (known == nullptr && !is_core_builtin(a, view.name)) {
        add_class_placeholder(a, view.name, place);
    }
    std::uint32_t before = a.incomplete_refs;
    ClassHead head = read_class_head(a, class_def);
    std::vector<const types::TypeVarLike*> variables =
        bind_type_variables(a, head.type_variables, place);
    bool waits = false;
    for (const types::TypeVarLike* variable : variables) {
        waits = waits || has_placeholder(a, variable->upper_bound) ||
                has_placeholder(a, variable->default_type);
    }
    if (waits) {
        bool changed = known == nullptr || !same_variables(variables, known->type_vars);
        defer(a, changed);
    }
    visit_keywords(a, class_def);
    Bases bases = analyze_bases(a, head);
    if (!bases.is_ready || a.incomplete_refs != before) {
        mark_incomplete(a, view.name, place, true);
        return;
    }
    for (const BaseType& base : bases.types) {
        if (types::is<types::PlaceholderType>(base.type)) {
            mark_incomplete(a, view.name, place, true);
            return;
        }
        if (has_placeholder(a, base.type)) defer(a);
    }
    Metaclass metaclass = analyze_metaclass(a, class_def);
    if (!metaclass.is_ready || a.incomplete_refs != before) {
        mark_incomplete(a, view.name, place, true);
        return;
    }
    if (analyze_typed_dict_class(a, class_def, place)) {
        if (ClassInfo* info = known_class(a, class_def)) {
            set_type_variables(a, *info, variables, place);
        }
        return;
    }
    if (analyze_named_tuple_class(a, class_def, variables)) return;
    ClassInfo& info = prepare_class(a, class_def);
    set_type_variables(a, info, variables, place);
    info.fallback_to_any = bases.has_error;
    info.meta_fallback_to_any = metaclass.is_any;
    configure_bases(a, info, head, bases);
    info.is_protocol = head.is_protocol;
    settle_metaclass(a, info, metaclass, place);
    info.runtime_protocol = false;
    visit_class_decorators(a, info, class_def);
    visit_class_body(a, info, view.body);
    a.job.classes[&info].is_complete = true;
}

}  // namespace

void visit_class_decorators(Analyzer& a, ClassInfo& info, NodeId class_def) {
    for (NodeId node : a.tree.class_def(class_def).decorators) {
        apply_class_decorator(a, info, node, place_of(a, class_def));
    }
}

void visit_class(Analyzer& a, NodeId class_def) {
    syntax::ClassView view = a.tree.class_def(class_def);
    a.incomplete_types.push_back(known_class(a, class_def) == nullptr);
    {
        Name space = qualified_name(a, view.name);
        Restore<TypeScopePtr> scope(a.type_scope, TypeScope::class_frame(a.type_scope, space));
        if (push_type_parameters(a, view.type_params)) analyze_class(a, class_def);
        pop_type_parameters(a, view.type_params);
    }
    if (ClassInfo* info = known_class(a, class_def)) {
        a.module.bindings.definitions[class_def] = info;
    }
    a.incomplete_types.pop_back();
}

ClassInfo& prepare_class(Analyzer& a, NodeId class_def) {
    syntax::ClassView view = a.tree.class_def(class_def);
    Place place = place_of(a, class_def);
    ClassInfo* info = known_class(a, class_def);
    if (info == nullptr) {
        if (is_core_builtin(a, view.name)) {
            const Symbol* core = a.module.names.find(view.name);
            const Definition* node =
                core != nullptr ? a.job.reader.definition(core->target) : nullptr;
            info = const_cast<ClassInfo*>(as<ClassInfo>(node));
            if (info != nullptr) a.made[class_def] = info;
        }
        if (info == nullptr) info = &definition_at<ClassInfo>(a, class_def);
        info->name = view.name;
        info->fullname = class_fullname(a, view.name, place);
        info->module_name = a.module.name;
        if (is_class_scope(a)) info->enclosing_class = a.type->id;
        auto path = a.outline.paths.find(class_def);
        identify(a, *info, view.name, class_def,
                 path != a.outline.paths.end() ? path->second : scoped_path(a, view.name));
        (void)members_of(a, *info);
        a.class_order.push_back(info);
    }
    a.job.places[info] = place;
    ClassBuild& build = a.job.classes[info];
    build.module = &a.module;
    build.node = class_def;
    add_symbol(a, view.name, *info, place);
    if (is_nested_in_function(a)) add_global_symbol(a, view.name, place, *info);
    return *info;
}

void set_type_variables(Analyzer& a, ClassInfo& info,
                        const std::vector<const types::TypeVarLike*>& variables, Place place) {
    std::vector<const types::TypeVarLike*> valid;
    info.type_var_tuple_prefix = -1;
    info.has_param_spec = false;
    for (const types::TypeVarLike* variable : variables) {
        const auto* omitted = as<types::AnyType>(variable->default_type);
        bool has_default =
            omitted == nullptr || omitted->source != types::AnySource::FromOmittedGenerics;
        bool is_plain = variable->kind == types::TypeKind::TypeVar;
        if (info.type_var_tuple_prefix >= 0 && is_plain && has_default) {
            fail(a, place, "A type variable with default cannot follow TypeVarTuple",
                 codes::kTypeVar);
            continue;
        }
        if (variable->kind == types::TypeKind::TypeVarTuple) {
            info.type_var_tuple_prefix = static_cast<std::int32_t>(valid.size());
        }
        info.has_param_spec = info.has_param_spec || variable->kind == types::TypeKind::ParamSpec;
        valid.push_back(variable);
    }
    info.type_vars = a.job.arena.copy(valid);
    // Named tuples and TypedDicts: the alias through which they are used.
    if (!info.special_alias) return;
    if (info.typed_dict != nullptr) {
        set_up_special_alias(a, info, info.typed_dict);
    } else if (info.tuple_type != nullptr) {
        set_up_special_alias(a, info, info.tuple_type);
    }
}

void set_up_special_alias(Analyzer& a, ClassInfo& info, TypePtr target) {
    auto* alias = const_cast<types::AliasInfo*>(as<types::AliasInfo>(
        info.special_alias ? a.job.reader.definition(info.special_alias) : nullptr));
    if (alias == nullptr) {
        alias = a.job.arena.make<types::AliasInfo>();
        alias->kind = types::AliasInfo::kKind;
        alias->name = info.name;
        alias->fullname = info.fullname;
        alias->special_class = info.id;
        if (info.id.is_job_local()) {
            a.job.locals.add(*alias);
        } else {
            Name path = joined(a.job.table.path_of(info.id), "#", "alias");
            symbols::Slot slot = a.job.table.slot(info.id.module, path);
            alias->id = {info.id.module, slot};
            a.module.definitions[slot] = alias;
        }
        a.job.places[alias] = a.job.places[&info];
        info.special_alias = alias->id;
    }
    std::vector<TypePtr> args = types::type_vars_as_args(a.cx, info.type_vars);
    const types::Instance* fallback = instance(a, info.id, args);
    if (const auto* tuple = as<types::TupleType>(target)) {
        target = types::with_fallback(a.cx, *tuple, *fallback);
    } else if (const auto* dict = as<types::TypedDictType>(target)) {
        target = types::modified(a.cx, *dict,
                                 [&](types::TypedDictType& type) { type.fallback = fallback; });
        info.typed_dict = as<types::TypedDictType>(target);
    }
    alias->target = target;
    alias->variables = info.type_vars;
}

ClassInfo& make_synthetic_class(Analyzer& a, NodeId node, Name name, const types::Instance& base) {
    auto& info = definition_at<ClassInfo>(a, node);
    Place place = place_of(a, node);
    if (info.id.is_none()) {
        info.name = name;
        info.fullname = class_fullname(a, name, place);
        info.module_name = a.module.name;
        if (is_class_scope(a)) info.enclosing_class = a.type->id;
        identify(a, info, name, node, scoped_path(a, name));
        (void)members_of(a, info);
        a.class_order.push_back(&info);
    }
    a.job.places[&info] = place;
    ClassBuild& build = a.job.classes[&info];
    build.module = &a.module;
    build.node = node;
    info.bases = a.job.arena.copy({&base});
    std::vector<symbols::DefId> mro = {info.id};
    const ClassInfo* base_info = class_of(a, base.type);
    if (base_info != nullptr && !base_info->mro.empty()) {
        mro.insert(mro.end(), base_info->mro.begin(), base_info->mro.end());
    } else {
        mro.push_back(base.type);
        mro.push_back(object_type(a)->type);
    }
    info.mro = a.job.arena.copy(mro);
    return info;
}

const types::DataclassTransformSpec* parse_dataclass_transform(Analyzer& a, NodeId call) {
    auto* spec = a.job.arena.make<types::DataclassTransformSpec>();
    for (NodeId node : a.tree.call(call).keywords) {
        syntax::KeywordView keyword = a.tree.keyword(node);
        std::string_view name = text(keyword.arg);
        if (name == "field_specifiers") {
            std::vector<Name> names;
            if (!a.tree.is(keyword.value, NodeKind::Tuple)) {
                fail(a, place_of(a, keyword.value),
                     "\"field_specifiers\" argument must be a tuple literal");
                continue;
            }
            for (NodeId item : a.tree.elements(keyword.value)) {
                names.push_back(referent_fullname(a, item));
            }
            spec->field_specifiers = a.job.arena.copy(names);
            continue;
        }
        std::optional<bool> value = bool_literal(a.tree, keyword.value);
        if (!value) {
            fail(a, place_of(a, keyword.value),
                 "\"" + std::string(name) + "\" argument must be a True or False literal",
                 codes::kLiteralRequired);
            continue;
        }
        if (name == "eq_default") {
            spec->eq_default = *value;
        } else if (name == "order_default") {
            spec->order_default = *value;
        } else if (name == "kw_only_default") {
            spec->kw_only_default = *value;
        } else if (name == "frozen_default") {
            spec->frozen_default = *value;
        } else {
            fail(a, place_of(a, call),
                 "Unrecognized dataclass_transform parameter \"" + std::string(name) + "\"");
        }
    }
    return spec;
}

}  // namespace krait::semantic
