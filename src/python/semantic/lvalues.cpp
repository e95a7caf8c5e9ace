// lvalues.cpp
//
// Targets of assignments, loops and the like: the places where variables come into being,
// attributes of self among them.

#include "python/config/options.h"
#include "python/semantic/analysis.h"
#include "python/syntax/variable_renaming.h"
#include "python/types/proper.h"

namespace krait::semantic {

using types::as;

namespace {

/// A variable that this job may write to.
bool is_ours(const Analyzer& a, const Definition& definition) {
    if (definition.id.is_job_local()) return true;
    return a.job.scc != nullptr && a.job.scc->find(definition.id.module) != nullptr;
}

NameFact* fact_of(Analyzer& a, NodeId node) {
    auto at = a.module.bindings.names.find(node);
    return at == a.module.bindings.names.end() ? nullptr : &at->second;
}

void check_enum_member(Analyzer& a, Name name, Place place, const Symbol* existing,
                       const TargetOptions& options) {
    const Definition* old =
        existing != nullptr ? a.job.reader.definition(existing->target) : nullptr;
    if (old != nullptr && as<types::PlaceholderInfo>(old) == nullptr) {
        fail(a, place,
             "Attempted to reuse member name \"" + std::string(text(name)) +
                 "\" in Enum definition \"" + std::string(text(a.type->name)) + "\"");
    }
    if (options.explicit_type && options.has_explicit_value) {
        fail(a, place, "Enum members must be left unannotated");
        note(a, place,
             "See https://typing.readthedocs.io/en/latest/spec/enums.html#defining-members");
    }
}

VarInfo& variable_at(Analyzer& a, NodeId node, Name name, Place place,
                     const TargetOptions& options) {
    VarInfo& variable = definition_at<VarInfo>(a, node);
    NameFact::Scope scope = current_symbol_scope(a);
    variable.name = name;
    variable.is_inferred = !options.explicit_type;
    variable.is_ready = variable.type != nullptr;
    variable.has_explicit_value = options.has_explicit_value;
    variable.is_index_var = options.is_index_variable;
    variable.fullname = scope == NameFact::Scope::Local ? name : qualified_name(a, name);
    if (scope == NameFact::Scope::Member) {
        variable.enclosing_class = a.type->id;
        variable.is_initialized_in_class = true;
        variable.allow_incompatible_override =
            is_one_of(name, {"__slots__", "__deletable__", "__match_args__"});
    }
    a.job.places[&variable] = place;
    identify(a, variable, name, node, scoped_path(a, name));
    return variable;
}

void check_target_validity(Analyzer& a, const Definition* node, Place place) {
    const auto* type_variable = as<types::TypeVariableInfo>(node);
    if (type_variable != nullptr && type_variable->variable_kind == types::TypeKind::TypeVar) {
        fail(a, place, "Invalid assignment target");
    } else if (as<ClassInfo>(node) != nullptr) {
        fail(a, place, "Cannot assign to a type");
    }
}

void point_to_existing(Analyzer& a, NodeId node, Name name, Place place,
                       const TargetOptions& options) {
    if (options.is_final) fail(a, place, "Cannot redefine an existing name as final");
    Found original = lookup(a, name, place, true);
    if (!original && is_class_scope(a)) original = class_member(a, *a.type, name);
    if (options.explicit_type) {
        already_defined(a, name, place, original.node, "Name");
    } else {
        if (original) {
            bind_name(a, node, original);
        } else {
            name_not_defined(a, text(name), place);
        }
        if (NameFact* fact = fact_of(a, node)) {
            check_target_validity(a, fact->definition, place);
        }
    }
    const auto* variable = as<VarInfo>(original.node);
    bool is_global = !a.functions.empty() && declaration_scope(a).globals.contains(name);
    if (is_global && variable != nullptr && variable->is_inferred) a.shapes_interface = true;
}

void analyze_sequence(Analyzer& a, NodeId target, const TargetOptions& options) {
    NodeList items = a.tree.elements(target);
    std::size_t stars = 0;
    for (NodeId item : items) stars += a.tree.is(item, NodeKind::Starred);
    if (stars > 1) {
        fail(a, place_of(a, target), "Two starred expressions in assignment");
        return;
    }
    TargetOptions inner;
    inner.nested = true;
    inner.explicit_type = options.explicit_type;
    inner.has_explicit_value = true;
    for (NodeId item : items) analyze_target(a, item, inner);
}

bool is_member_of(const Analyzer& a, NodeId target, bool VarInfo::* flag) {
    if (!a.tree.is(target, NodeKind::Attribute)) return false;
    NodeId base = a.tree.attribute(target).value;
    if (!a.tree.is(base, NodeKind::Name)) return false;
    const auto* variable = as<VarInfo>(referent(a, base));
    return variable != nullptr && variable->*flag;
}

Name scoped_member_path(Analyzer& a, Name name) {
    return joined(a.job.table.path_of(a.type->id), ".", text(name));
}

void define_attribute(Analyzer& a, NodeId target, Name name, const TargetOptions& options) {
    VarInfo& variable = definition_at<VarInfo>(a, target);
    Place place = place_of(a, target);
    variable.name = name;
    variable.fullname = qualified_name(a, name);
    variable.enclosing_class = a.type->id;
    variable.is_ready = variable.type != nullptr;
    variable.is_inferred = !options.explicit_type;
    variable.explicit_self_type = options.explicit_type || options.is_final;
    a.job.places[&variable] = place;
    // The attribute belongs to the class, not to the function that defines it.
    if (variable.id.is_none()) {
        if (a.in_body_job || a.type->id.is_job_local()) {
            a.job.locals.add(variable);
            a.job.locals.set_line(variable.id, line_of(a, a.tree.start(target)));
        } else {
            Name path = scoped_member_path(a, name);
            symbols::Slot slot = a.job.table.slot(a.module.id, path);
            while (!a.module.definitions.try_emplace(slot, &variable).second &&
                   a.module.definitions[slot] != &variable) {
                path = joined(path, "#", "v");
                slot = a.job.table.slot(a.module.id, path);
            }
            variable.id = {a.module.id, slot};
            a.module.nodes[slot] = target;
        }
    }
    Symbol symbol;
    symbol.name = name;
    symbol.target = variable.id;
    symbol.is_implicit = true;
    members_of(a, *a.type).put(symbol);
    NameFact& fact = a.module.bindings.names[target];
    fact = {&variable, NameFact::Scope::Member, true, true};
    a.shapes_interface = true;
}

void analyze_self_attribute(Analyzer& a, NodeId target, Name name, const TargetOptions& options) {
    Place place = place_of(a, target);
    Found own = own_class_member(a, *a.type, name);
    Found inherited = class_member(a, *a.type, name);
    if (own && options.is_final) fail(a, place, "Cannot redefine an existing name as final");
    const auto* own_variable = as<VarInfo>(own.node);
    if (own_variable != nullptr && own_variable->is_inferred && options.explicit_type) {
        already_defined(a, name, place, own.node, "Attribute");
    }
    if (a.type->is_protocol && options.has_explicit_value && own_variable != nullptr &&
        is_ours(a, *own_variable)) {
        const_cast<VarInfo*>(own_variable)->is_abstract_var = false;
    }
    const auto* inherited_variable = as<VarInfo>(inherited.node);
    bool overrides_abstract =
        !own && inherited_variable != nullptr && inherited_variable->is_abstract_var;
    bool redeclares = !own && (options.explicit_type || options.is_final);
    if (inherited && !overrides_abstract && !redeclares) return;
    if (a.type->is_protocol && !inherited) {
        fail(a, place, "Protocol members cannot be defined via assignment to self");
        return;
    }
    define_attribute(a, target, name, options);
}

void analyze_attribute(Analyzer& a, NodeId target, const TargetOptions& options) {
    if (referent(a, target) != nullptr) return;
    Name name = a.tree.attribute(target).attr;
    visit_expression(a, target);
    bool is_self = is_self_member(a, target);
    if (is_self && a.type != nullptr) analyze_self_attribute(a, target, name, options);
    if (a.type != nullptr && (is_self || is_member_of(a, target, &VarInfo::is_cls))) {
        Found own = own_class_member(a, *a.type, name);
        const auto* variable = as<VarInfo>(own.node);
        if (variable != nullptr && variable->is_inferred && variable->is_initialized_in_class) {
            a.shapes_interface = true;
        }
    }
    check_target_validity(a, referent(a, target), place_of(a, target));
    if (options.explicit_type && !is_self) {
        fail(a, place_of(a, target), "Type cannot be declared in assignment to non-self attribute");
    }
}

}  // namespace

bool is_self_member(const Analyzer& a, NodeId target) {
    return is_member_of(a, target, &VarInfo::is_self);
}

VarInfo* variable_of(Analyzer& a, NodeId target) {
    const auto* variable = as<VarInfo>(referent(a, target));
    if (variable == nullptr || !is_ours(a, *variable)) return nullptr;
    return const_cast<VarInfo*>(variable);  // the job made it
}

void bind_target_name(Analyzer& a, NodeId node, Name name, Place place,
                      const TargetOptions& options) {
    if (referent(a, node) != nullptr) return;
    const Symbol* existing = meaning_so_far(a, name, options.escape_comprehensions);
    NameFact::Scope scope = current_symbol_scope(a);
    bool outer = is_global_or_nonlocal(a, name);
    if (scope == NameFact::Scope::Member && a.type->is_enum && !text(name).starts_with("__")) {
        check_enum_member(a, name, place, existing, options);
    }
    const Definition* old =
        existing != nullptr ? a.job.reader.definition(existing->target) : nullptr;
    bool is_new = old == nullptr || as<types::PlaceholderInfo>(old) != nullptr;
    if (!is_new || outer) {
        point_to_existing(a, node, name, place, options);
        return;
    }
    VarInfo& variable = variable_at(a, node, name, place, options);
    AddOptions add;
    add.escape_comprehensions = options.escape_comprehensions;
    if (!add_symbol(a, name, variable, place, add)) return;
    a.module.bindings.names[node] = {&variable, scope, true, true};
    if (is_function_scope(a) && syntax::unmangled(text(name)) == "_" &&
        !a.cx.options.allow_redefinition) {
        variable.type = any(a, types::AnySource::SpecialForm);
        variable.is_ready = true;
        a.module.bindings.names[node].is_inferred_definition = false;
    }
}

void analyze_target(Analyzer& a, NodeId target, const TargetOptions& options) {
    Depth depth(a);
    if (depth.exceeded()) return;
    switch (a.tree.kind(target)) {
        case NodeKind::Name:
            bind_target_name(a, target, a.tree.name(target), place_of(a, target), options);
            break;
        case NodeKind::Attribute:
            analyze_attribute(a, target, options);
            break;
        case NodeKind::Subscript:
            if (options.explicit_type) {
                fail(a, place_of(a, target), "Unexpected type declaration");
            }
            visit_expression(a, target);
            break;
        case NodeKind::Tuple:
        case NodeKind::List:
            analyze_sequence(a, target, options);
            break;
        case NodeKind::Starred:
            if (options.nested) {
                TargetOptions inner;
                inner.nested = true;
                inner.explicit_type = options.explicit_type;
                analyze_target(a, a.tree.starred_value(target), inner);
            } else {
                fail(a, place_of(a, target),
                     "Starred assignment target must be in a list or tuple");
            }
            break;
        case NodeKind::ErrorExpr:
            visit_expression(a, target);
            break;
        default:
            fail(a, place_of(a, target), "Invalid assignment target");
    }
}

void store_declared_type(Analyzer& a, NodeId target, TypePtr type) {
    switch (a.tree.kind(target)) {
        case NodeKind::Name:
        case NodeKind::Attribute: {
            if (NameFact* fact = fact_of(a, target)) fact->is_inferred_definition = false;
            VarInfo* variable = variable_of(a, target);
            if (variable == nullptr) return;
            variable->type = type;
            variable->is_ready = true;
            const auto* made = types::as_proper<types::Instance>(a.cx, type);
            bool in_enum = a.type != nullptr && a.type->is_enum;
            if (variable->is_final && made != nullptr && made->last_known_value != nullptr &&
                !in_enum) {
                variable->final_value = made->last_known_value->value;
            }
            break;
        }
        case NodeKind::Tuple: {
            const auto* tuple = types::as_proper<types::TupleType>(a.cx, type);
            NodeList items = a.tree.elements(target);
            if (tuple == nullptr) {
                fail(a, place_of(a, target), "Tuple type expected for multiple variables");
            } else if (tuple->items.size() != items.size()) {
                fail(a, place_of(a, target), "Incompatible number of tuple items");
            } else {
                for (std::size_t i = 0; i < items.size(); ++i) {
                    store_declared_type(a, items[i], tuple->items[i]);
                }
            }
            break;
        }
        case NodeKind::Starred:
            store_declared_type(a, a.tree.starred_value(target), type);
            break;
        default:
            break;
    }
}

}  // namespace krait::semantic
