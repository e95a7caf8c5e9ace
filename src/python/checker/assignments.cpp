// assignments.cpp: one value to one target: declared types, inferred ones, attributes, subscripts.

#include <algorithm>

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/members.h"
#include "python/checker/overrides.h"
#include "python/checker/report.h"
#include "python/checker/statements.h"
#include "python/checker/writable.h"
#include "python/types/erase.h"
#include "python/types/same.h"
#include "python/types/subtypes.h"
#include "python/types/visit.h"

namespace krait::checker {

namespace {

const semantic::NameFact* fact_of(const CheckContext& ck, NodeId node) {
    if (ck.synthetic.holds(node)) {
        node = ck.synthetic[node].origin;  // a name that a pattern binds
        if (ck.synthetic.holds(node) || !syntax::is_pattern(ck.tree.kind(node))) return nullptr;
    }
    auto found = ck.bindings.names.find(node);
    return found == ck.bindings.names.end() ? nullptr : &found->second;
}

/// The target defines a variable whose type is inferred here.
VarInfo* defined_variable(CheckContext& ck, NodeId lvalue) {
    const semantic::NameFact* fact = fact_of(ck, lvalue);
    const auto* variable = fact == nullptr ? nullptr : types::as<VarInfo>(fact->definition);
    if (variable == nullptr) {
        if (ck.synthetic.holds(lvalue) && is_kind(ck, lvalue, NodeKind::Name)) {
            const VarInfo* made = variable_of(ck, lvalue);
            return made != nullptr && made->type == nullptr ? &writable(ck, *made) : nullptr;
        }
        return nullptr;
    }
    if (is_kind(ck, lvalue, NodeKind::Name)) {
        const bool defines = fact->is_inferred_definition || variable->type == nullptr;
        return defines ? &writable(ck, *variable) : nullptr;
    }
    return fact->is_inferred_definition && fact->scope == semantic::NameFact::Scope::Member
               ? &writable(ck, *variable)
               : nullptr;
}

}  // namespace

LvalueFacts check_lvalue(CheckContext& ck, NodeId lvalue, NodeId rvalue) {
    LvalueFacts facts;
    VarInfo* defined = defined_variable(ck, lvalue);
    const NodeKind kind = kind_of(ck, lvalue);
    const bool skip_definition = ck.options.allow_redefinition && kind == NodeKind::Name &&
                                 defined != nullptr && defined->is_inferred &&
                                 defined->type != nullptr &&
                                 !types::is<PartialType>(defined->type) && !defined->is_index_var;
    if (defined != nullptr && !skip_definition) {
        if (kind == NodeKind::Attribute) accept_for_effect(ck, ck.tree.attribute(lvalue).value);
        facts.inferred = defined;
        return facts;
    }
    switch (kind) {
        case NodeKind::Subscript:
            facts.index = lvalue;
            break;
        case NodeKind::Attribute:
            facts.type = analyze_ordinary_member(ck, lvalue, true, rvalue);
            store_type(ck, lvalue, facts.type);
            break;
        case NodeKind::Name: {
            facts.type = analyze_reference(ck, lvalue, true);
            const VarInfo* variable = variable_of(ck, lvalue);
            if (ck.options.allow_redefinition && variable != nullptr &&
                (variable->is_inferred || variable->is_parameter)) {
                facts.inferred = &writable(ck, *variable);
            }
            store_type(ck, lvalue, facts.type);
            break;
        }
        case NodeKind::Tuple:
        case NodeKind::List: {
            std::vector<TypePtr> items;
            for (NodeId element : elements_of(ck, lvalue)) {
                TypePtr item = check_lvalue(ck, element).type;
                items.push_back(item != nullptr ? item : never_type(ck, true));
            }
            facts.type = tuple_of(ck, items);
            break;
        }
        case NodeKind::Starred:
            facts.type = check_lvalue(ck, starred_value(ck, lvalue)).type;
            break;
        default:
            facts.type = accept(ck, lvalue);
            break;
    }
    return facts;
}

bool is_valid_inferred_type(CheckContext& ck, TypePtr type, bool is_final, bool is_member) {
    TypePtr plain = proper(ck, type);
    if (types::is<NoneType>(plain)) {
        return is_final || (!is_member && ck.options.allow_redefinition);
    }
    if (types::is<UninhabitedType>(plain)) return false;
    return !types::any_type(ck.cx, type, [](TypePtr part) {
        if (part->kind == types::TypeKind::Erased) return types::Verdict::Yes;
        const auto* never = types::as<UninhabitedType>(part);
        const auto* variable = types::as<TypeVarType>(part);
        if (never != nullptr) return never->ambiguous ? types::Verdict::Yes : types::Verdict::No;
        if (variable != nullptr) {
            return variable->id.is_meta() ? types::Verdict::Yes : types::Verdict::No;
        }
        return types::Verdict::Descend;
    });
}

TypePtr set_nothing_to_any(CheckContext& ck, TypePtr type) {
    return types::map_types(ck.cx, type, [&](TypePtr part) -> TypePtr {
        const auto* never = types::as<UninhabitedType>(part);
        if (never == nullptr) return nullptr;
        return never->ambiguous ? any_type(ck, AnySource::FromError) : part;
    });
}

namespace {

TypePtr inference_error_fallback(CheckContext& ck, TypePtr type) {
    return types::erase_typevars(ck.cx, set_nothing_to_any(ck, type));
}

}  // namespace

void set_inferred_type(CheckContext& ck, VarInfo& variable, NodeId lvalue, TypePtr type) {
    if (ck.current_node_deferred) return;
    // Variables of the function belong to one round of its body; what a class body holds doesn't.
    if (ck.value_env != nullptr && !variable.is_initialized_in_class) {
        ck.value_variables.emplace_back(&variable, variable);
    }
    variable.type = type;
    variable.is_inferred = true;
    variable.is_ready = true;
    if (!ck.declaration_frames.contains(&variable)) {
        std::vector<std::uint32_t>& ids = ck.declaration_frames[&variable];
        for (const Frame& frame : ck.binder->frames) ids.push_back(frame.id);
    }
    if (is_kind(ck, lvalue, NodeKind::Attribute) && ck.attribute_types != nullptr) {
        (*ck.attribute_types)[&variable] = type;
    }
    store_type(ck, lvalue, type);
    const auto items = function_items(ck, type);
    if (items.empty() || items[0]->definition.is_none()) return;
    const Definition* definition = ck.cx.reader.definition(items[0]->definition);
    const FunctionInfo* function = function_below(definition);
    if (function == nullptr) return;
    if (function->is_static) {
        variable.is_staticmethod = true;
    } else if (function->is_class) {
        variable.is_classmethod = true;
    } else if (function->is_property) {
        variable.is_property = true;
        const ClassInfo* owner = enclosing_class_of(ck, *function);
        const auto* property = types::as<OverloadedInfo>(
            owner == nullptr ? nullptr
                             : definition_of_symbol(ck, own_symbol(ck, *owner, function->name)));
        if (property == nullptr || !is_writable_attribute(property)) return;
        variable.is_settable_property = true;
        variable.setter_type =
            types::as<types::DecoratedInfo>(property->items[0])->variable->setter_type;
    }
}

void infer_variable_type(CheckContext& ck, VarInfo& variable, NodeId lvalue, TypePtr init_type,
                         NodeId at) {
    const bool is_member = is_kind(ck, lvalue, NodeKind::Attribute);
    if (types::is<types::DeletedType>(init_type)) {
        report_deleted_as_rvalue(ck, init_type, at);
        return;
    }
    const bool is_dunder_none = active_class(ck) != nullptr && is_dunder(variable.name) &&
                                is_proper<NoneType>(ck, init_type);
    if (!is_valid_inferred_type(ck, init_type, variable.is_final, is_member) && !is_dunder_none &&
        !ck.no_partial_types) {
        if (!is_text(variable.name, "_") && !infer_partial_type(ck, variable, lvalue, init_type)) {
            report_need_annotation(ck, variable, at);
            set_inferred_type(ck, variable, lvalue, inference_error_fallback(ck, init_type));
        }
        return;
    }
    if (is_member && ck.attribute_types != nullptr) {
        auto known = ck.attribute_types->find(&variable);
        if (known != ck.attribute_types->end() &&
            !types::is_same_type(ck.cx, known->second, init_type)) {
            // Multiple, inconsistent types inferred for the attribute.
            report_need_annotation(ck, variable, at);
            variable.type = any_type(ck, AnySource::FromError);
            return;
        }
    }
    init_type = types::strip_type(ck.cx, init_type);
    set_inferred_type(ck, variable, lvalue, init_type);
    if (ck.options.allow_redefinition) ck.binder->assign_type(lvalue, init_type, init_type);
}

namespace {

/// `x: T | None`-like targets of values that need no second try.
bool is_simple_rvalue(CheckContext& ck, NodeId rvalue) {
    switch (kind_of(ck, rvalue)) {
        case NodeKind::Int:
        case NodeKind::Str:
        case NodeKind::Bytes:
        case NodeKind::Float:
        case NodeKind::Name:
        case NodeKind::Attribute:
        case NodeKind::NoneConstant:
        case NodeKind::True:
        case NodeKind::False:
            return true;
        case NodeKind::Call:
            break;
        default:
            return false;
    }
    NodeId func = ck.tree.call(rvalue).func;
    if (!is_resolved_reference(ck, func)) return false;
    const Definition* definition = definition_of(ck, func);
    TypePtr type = nullptr;
    if (const auto* function = types::as<FunctionInfo>(definition)) type = function->type;
    if (const auto* overload = types::as<OverloadedInfo>(definition)) type = overload->type;
    if (type == nullptr) return false;
    for (const CallableType* item : function_items(ck, type)) {
        if (!item->variables.empty()) return false;
    }
    return true;
}

bool is_typed_dict_context(CheckContext& ck, TypePtr type) {
    type = proper(ck, type);
    if (types::is<TypedDictType>(type)) return true;
    const auto* options = types::as<UnionType>(type);
    if (options == nullptr) return false;
    for (TypePtr item : options->items) {
        if (is_typed_dict_context(ck, item)) return true;
    }
    return false;
}

/// An expected type may mislead inference: tried with it, then without. A variable that may be
/// redefined expects nothing at first, and its type only if nothing useful came of that.
TypePtr infer_with_fallback(CheckContext& ck, TypePtr lvalue_type, NodeId rvalue,
                            const VarInfo* inferred, bool always_allow_any) {
    const std::uint32_t effects = ck.assignment_expression_effects;
    const bool redefines = inferred != nullptr && !inferred->is_parameter;
    TypePtr preferred = redefines ? nullptr : lvalue_type;
    TypePtr fallback = redefines ? lvalue_type : nullptr;
    const AcceptOptions options{.always_allow_any = always_allow_any};
    Filter filter(ck, {.save = true});
    TypeTable table;
    TypePtr type = nullptr;
    {
        LocalTypes local(ck);
        type = accept(ck, rvalue, preferred, options);
        table = local.take();
    }
    filter.close();
    const bool by_redefinition =
        inferred != nullptr &&
        (inferred->is_parameter ? filter.has_errors() : !is_valid_inferred_type(ck, type));
    const bool by_union = preferred != nullptr && is_proper<UnionType>(ck, lvalue_type) &&
                          effects == ck.assignment_expression_effects;
    if ((by_redefinition || by_union) && !types::is_literal_type_like(ck.cx, type)) {
        Filter other(ck, {.save = true});
        TypeTable other_table;
        TypePtr other_type = nullptr;
        {
            LocalTypes local(ck);
            other_type = accept(ck, rvalue, fallback, options);
            other_table = local.take();
        }
        other.close();
        if (!other.has_errors() && is_valid_inferred_type(ck, other_type) &&
            (by_redefinition ||
             (!is_any(ck, other_type) && types::is_proper_subtype(ck.cx, other_type, type)))) {
            store_types(ck, other_table);
            return other_type;
        }
    }
    ck.reporter.add_all(filter.saved());
    store_types(ck, table);
    return type;
}

}  // namespace

std::pair<TypePtr, TypePtr> check_simple_assignment(CheckContext& ck, TypePtr lvalue_type,
                                                    NodeId rvalue, NodeId at,
                                                    const AssignmentWords& words, NodeId lvalue,
                                                    VarInfo* inferred) {
    if (ck.module.is_stub && is_kind(ck, rvalue, NodeKind::Ellipsis)) {
        return {any_type(ck), lvalue_type};
    }
    const bool always_allow_any = lvalue_type != nullptr && !is_any(ck, lvalue_type);
    const bool try_fallback = (inferred != nullptr || is_proper<UnionType>(ck, lvalue_type)) &&
                              !is_simple_rvalue(ck, rvalue);
    TypePtr type = nullptr;
    if (!try_fallback || lvalue_type == nullptr || is_typed_dict_context(ck, lvalue_type)) {
        type = accept(ck, rvalue, lvalue_type, {.always_allow_any = always_allow_any});
    } else {
        type = infer_with_fallback(ck, lvalue_type, rvalue, inferred, always_allow_any);
    }
    if (inferred != nullptr) redefine_variable(ck, lvalue, *inferred, type, lvalue_type);
    if (types::is<types::DeletedType>(type)) report_deleted_as_rvalue(ck, type, at);
    if (types::is<types::DeletedType>(lvalue_type)) {
        report_deleted_as_lvalue(ck, lvalue_type, at);
    } else if (lvalue_type != nullptr) {
        check_subtype(ck, type, lvalue_type, at, words.text, words.rvalue_name + " has type",
                      words.lvalue_name + " has type", words.notes);
    }
    return {type, lvalue_type};
}

namespace {

struct MemberAssignment {
    TypePtr value;
    TypePtr target;
    bool infer;
};

/// `x.attr = e`: the type that is read back may differ from the one that may be written.
MemberAssignment check_member_assignment(CheckContext& ck, NodeId lvalue, TypePtr instance,
                                         TypePtr set_type, NodeId rvalue) {
    instance = proper(ck, instance);
    if (is_class_object(ck, instance) || types::is<TypeType>(instance)) {
        return {check_simple_assignment(ck, set_type, rvalue, rvalue).first, set_type, true};
    }
    TypePtr get_type = nullptr;
    {
        Filter filter(ck, {.deprecated = true});
        get_type = analyze_ordinary_member(ck, lvalue, false);
    }
    TypePtr value = check_simple_assignment(ck, set_type, rvalue, rvalue).first;
    if (!types::is_subtype(ck.cx, value, get_type)) value = get_type;
    return {value, set_type, types::is_subtype(ck.cx, get_type, set_type)};
}

void check_indexed_assignment(CheckContext& ck, NodeId lvalue, NodeId rvalue) {
    infer_partial_from_indexed_assignment(ck, lvalue, rvalue);
    syntax::SubscriptView view = ck.tree.subscript(lvalue);
    TypePtr base = proper(ck, accept(ck, view.value));
    Name setitem = base::intern("__setitem__");
    TypePtr method = analyze_external_member(ck, setitem, base, lvalue);
    TypePtr result = proper(
        ck, check_method_call(ck, setitem, base, method, positional({view.slice, rvalue}), lvalue)
                .type);
    const auto* never = types::as<UninhabitedType>(result);
    if (never != nullptr && !never->ambiguous) ck.binder->unreachable();
}

/// `x = None` earlier, something else now: together they are the type.
/// Returns the target's type, or null if there is nothing more to do.
TypePtr complete_none_partial(CheckContext& ck, NodeId lvalue, NodeId rvalue,
                              const PartialType& partial, TypePtr& value) {
    value = accept(ck, rvalue);
    if (is_proper<NoneType>(ck, value)) return nullptr;
    VarInfo& variable = *partial.variable;
    if (is_valid_inferred_type(ck, value, variable.is_final)) {
        TypePtr lvalue_type = &partial;
        if (PartialScope* scope = find_partial_scope(ck, &variable)) {
            if (!ck.current_node_deferred) {
                value = types::remove_instance_last_known_values(ck.cx, value);
                set_inferred_type(ck, variable, lvalue,
                                  simplified_union(ck, {value, none_type(ck)}));
            } else {
                variable.type = nullptr;
            }
            scope->erase(&variable);
            lvalue_type = variable.type;
        }
        return lvalue_type != nullptr ? lvalue_type : any_type(ck);
    }
    if (!infer_partial_type(ck, variable, lvalue, value)) {
        TypePtr fallback = inference_error_fallback(ck, value);
        ck.binder->put(lvalue, fallback);
        set_inferred_type(ck, variable, lvalue, optional_of(ck, fallback));
    }
    return &partial;
}

/// `x = None` in another branch than `x = 1` made x's type: it becomes optional.
TypePtr widened_by_none(CheckContext& ck, NodeId lvalue, NodeId rvalue, TypePtr lvalue_type) {
    if (ck.options.allow_redefinition || !is_none_literal(ck, rvalue)) return lvalue_type;
    const semantic::NameFact* fact = fact_of(ck, lvalue);
    const VarInfo* variable =
        is_kind(ck, lvalue, NodeKind::Name) ? variable_of(ck, lvalue) : nullptr;
    if (fact == nullptr || fact->scope != semantic::NameFact::Scope::Local || variable == nullptr ||
        variable->type == nullptr || is_any(ck, lvalue_type)) {
        return lvalue_type;
    }
    auto frames = ck.declaration_frames.find(variable);
    if (frames == ck.declaration_frames.end()) return lvalue_type;
    for (std::size_t i = ck.binder->frames.size(); i-- > 0;) {
        const Frame& frame = ck.binder->frames[i];
        if (std::find(frames->second.begin(), frames->second.end(), frame.id) ==
            frames->second.end()) {
            continue;
        }
        if (frame.conditional) {
            lvalue_type = optional_of(ck, lvalue_type);
            set_inferred_type(ck, writable(ck, *variable), lvalue, lvalue_type);
        }
        break;
    }
    return lvalue_type;
}

bool is_abstract_class_object(CheckContext& ck, TypePtr value, TypePtr target) {
    const auto* expected = types::as<TypeType>(target);
    const auto* item = expected == nullptr ? nullptr : proper_as<Instance>(ck, expected->item);
    if (item == nullptr || !is_class_object(ck, value)) return false;
    const ClassInfo* given = types::type_object(ck.cx, value);
    const ClassInfo& wanted = info_of(ck, *item);
    return given != nullptr && (given->is_abstract || given->is_protocol) &&
           (wanted.is_abstract || wanted.is_protocol);
}

void check_typed_target(CheckContext& ck, NodeId lvalue, NodeId rvalue, TypePtr lvalue_type,
                        VarInfo*& inferred, bool infer_lvalue_type) {
    TypePtr value = nullptr;
    const auto* partial = types::as<PartialType>(lvalue_type);
    if (partial != nullptr && partial->type.is_none()) {
        lvalue_type = complete_none_partial(ck, lvalue, rvalue, *partial, value);
        if (lvalue_type == nullptr) return;
    } else if (is_unresolved_member(ck, lvalue)) {
        TypePtr instance = accept(ck, ck.tree.attribute(lvalue).value);
        MemberAssignment member =
            check_member_assignment(ck, lvalue, instance, lvalue_type, rvalue);
        value = member.value;
        lvalue_type = member.target;
        infer_lvalue_type = member.infer;
    } else {
        lvalue_type = widened_by_none(ck, lvalue, rvalue, lvalue_type);
        auto [type, target] =
            check_simple_assignment(ck, lvalue_type, rvalue, rvalue, {}, lvalue, inferred);
        value = type;
        lvalue_type = target;
        inferred = nullptr;
    }
    if (is_abstract_class_object(ck, proper(ck, value), proper(ck, lvalue_type))) {
        report_concrete_only_assign(ck, proper(ck, lvalue_type), rvalue);
        return;
    }
    if (types::is<PartialType>(lvalue_type)) return;
    const VarInfo* variable =
        is_kind(ck, lvalue, NodeKind::Name) ? variable_of(ck, lvalue) : nullptr;
    if (value == nullptr || !infer_lvalue_type) {
        if (ck.options.allow_redefinition && variable != nullptr && variable->is_inferred) {
            ck.binder->assign_type(lvalue, lvalue_type, lvalue_type);
        }
        return;
    }
    ck.binder->assign_type(lvalue, value, lvalue_type);
    if (variable != nullptr && variable->is_inferred && variable->is_index_var) {
        writable(ck, *variable).type = types::remove_instance_last_known_values(ck.cx, lvalue_type);
    }
}

/// What the value of a variable that is assigned without annotation is expected to be.
TypePtr context_for_variable(CheckContext& ck, const VarInfo& variable) {
    const ClassInfo* info = enclosing_class_of(ck, variable);
    if (info != nullptr) {
        const BaseContext bases = context_from_bases(ck, variable, *info);
        if (bases.is_known) return bases.type;
    }
    if (is_text(variable.name, "__slots__") && active_class(ck) != nullptr) {
        return named_generic_type(ck, known::typing_iterable,
                                  {named_type(ck, known::builtins_str)});
    }
    if (is_text(variable.name, "__all__") && ck.scopes.empty()) {
        return named_generic_type(ck, known::typing_sequence,
                                  {named_type(ck, known::builtins_str)});
    }
    return nullptr;
}

void infer_target(CheckContext& ck, NodeId lvalue, NodeId rvalue, VarInfo& variable) {
    TypePtr value = accept(ck, rvalue, context_for_variable(ck, variable));
    const bool keeps_literal =
        variable.is_final || variable.is_index_var || is_text(variable.name, "__match_args__");
    if (!keeps_literal) value = types::remove_instance_last_known_values(ck.cx, value);
    infer_variable_type(ck, variable, lvalue, value, rvalue);
}

/// `__getattr__ = f` and the like must be what Python calls.
void check_special_target(CheckContext& ck, NodeId lvalue, NodeId rvalue, TypePtr type) {
    const bool is_definition = is_kind(ck, lvalue, NodeKind::Name) && !ck.synthetic.holds(lvalue) &&
                               definition_of(ck, lvalue) != nullptr;
    if (!is_definition) return;
    Name name = definition_of(ck, lvalue)->name;
    if (is_text(name, "__setattr__") || is_text(name, "__getattribute__") ||
        is_text(name, "__getattr__")) {
        check_attribute_hook(ck, type != nullptr ? type : accept(ck, rvalue), lvalue, name);
    }
}

}  // namespace

void check_assignment(CheckContext& ck, NodeId lvalue, NodeId rvalue, bool infer_lvalue_type) {
    if (is_sequence_display(ck, lvalue)) {
        check_multiple_targets(ck, elements_of(ck, lvalue), rvalue, rvalue, infer_lvalue_type);
        return;
    }
    infer_partial_from_assignment(ck, lvalue, rvalue, std::nullopt);
    LvalueFacts facts = check_lvalue(ck, lvalue, rvalue);
    if (is_kind(ck, lvalue, NodeKind::Attribute) &&
        is_text(ck.tree.attribute(lvalue).attr, "__match_args__")) {
        fail(ck, lvalue, messages::texts::kCannotModifyMatchArgs);
    }
    if (!ck.module.silent) check_special_target(ck, lvalue, rvalue, facts.type);
    if (facts.type != nullptr) {
        check_typed_target(ck, lvalue, rvalue, facts.type, facts.inferred, infer_lvalue_type);
        if (types::is<PartialType>(facts.type)) return;
    } else if (facts.index != NodeId::None) {
        check_indexed_assignment(ck, facts.index, rvalue);
    }
    if (facts.inferred != nullptr && facts.type == nullptr) {
        infer_target(ck, lvalue, rvalue, *facts.inferred);
    }
    if (is_kind(ck, lvalue, NodeKind::Name) || is_kind(ck, lvalue, NodeKind::Attribute)) {
        if (!ck.module.silent) check_compatibility_all_supers(ck, lvalue, rvalue);
    }
    if (!ck.module.silent) check_slots(ck, lvalue);
}

}  // namespace krait::checker
