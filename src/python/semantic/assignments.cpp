// assignments.cpp
//
// `x = …` and `x: T = …`, in mypy's order: a right side that isn't known yet makes the names wait;
// a right side that is a type, a type variable or a class-making call makes a declaration; anything
// else defines variables.

#include <algorithm>

#include "python/config/options.h"
#include "python/semantic/analysis.h"
#include "python/semantic/function_annotations.h"
#include "python/semantic/typing_aliases.h"
#include "python/syntax/words.h"
#include "python/types/proper.h"

namespace krait::semantic {

using types::as;

namespace {

bool is_call_to(Analyzer& a, NodeId value, std::initializer_list<std::string_view> names) {
    if (value == NodeId::None || !a.tree.is(value, NodeKind::Call)) return false;
    Name fullname = referent_fullname(a, a.tree.call(value).func);
    return fullname != Name::Empty && is_one_of(fullname, names);
}

/// Right sides whose names are looked at twice: first only to see whether they are known.
bool may_be_type_form(Analyzer& a, const Assignment& s) {
    if (s.targets.size() != 1 || s.value == NodeId::None) return false;
    if (a.tree.is(s.value, NodeKind::Call)) {
        NodeId func = a.tree.call(s.value).func;
        visit_expression(a, func);
        return is_call_to(
            a, s.value,
            {"typing.TypedDict", "typing_extensions.TypedDict", "mypy_extensions.TypedDict",
             "typing.NamedTuple", "typing_extensions.NamedTuple"});
    }
    if (!a.tree.is(s.targets[0], NodeKind::Name)) return false;
    if (s.annotation && !annotation_is(a, s, SpecialType::TypeAlias, true)) return false;
    return a.tree.is(s.value, NodeKind::Subscript) || a.tree.is(s.value, NodeKind::BinOp);
}

bool may_declare_type_variable(Analyzer& a, const Assignment& s) {
    if (!is_single_name(a, s) || !a.tree.is(s.value, NodeKind::Call)) return false;
    NodeId func = a.tree.call(s.value).func;
    if (!a.tree.is(func, NodeKind::Name)) return false;
    return is_call_to(
        a, s.value,
        {"typing.TypeVar", "typing_extensions.TypeVar", "typing.ParamSpec",
         "typing_extensions.ParamSpec", "typing.TypeVarTuple", "typing_extensions.TypeVarTuple"});
}

bool should_wait_for(Analyzer& a, NodeId value) {
    if (a.job.final_iteration) return false;
    while (a.tree.is(value, NodeKind::Subscript) || a.tree.is(value, NodeKind::Call)) {
        value = a.tree.is(value, NodeKind::Call) ? a.tree.call(value).func
                                                 : a.tree.subscript(value).value;
    }
    std::string name = dotted_name(a.tree, value);
    if (name.empty()) return false;
    Found found = lookup_qualified(a, name, place_of(a, value), true);
    const auto* placeholder = as<types::PlaceholderInfo>(found.node);
    return placeholder != nullptr && !placeholder->becomes_type;
}

void wait_for(Analyzer& a, NodeId target) {
    switch (a.tree.kind(target)) {
        case NodeKind::Name:
            mark_incomplete(a, a.tree.name(target), place_of(a, target));
            break;
        case NodeKind::Starred:
            wait_for(a, a.tree.starred_value(target));
            break;
        case NodeKind::Tuple:
        case NodeKind::List:
            for (NodeId item : a.tree.elements(target)) wait_for(a, item);
            break;
        default:
            break;
    }
}

/// `x = x` at module level: takes a builtin in, or waits for a later definition.
bool is_identity_assignment(Analyzer& a, const Assignment& s) {
    if (!is_single_name(a, s) || s.value == NodeId::None || !a.tree.is(s.value, NodeKind::Name)) {
        return false;
    }
    Name name = a.tree.name(s.value);
    if (a.tree.name(s.targets[0]) != name || !is_module_scope(a)) return false;
    Found found = lookup(a, name, place_of(a, s.node));
    if (!found) {
        if (a.job.final_iteration) return false;
        defer(a);
        return true;
    }
    if (find_global(a, name) == nullptr) {
        Symbol symbol = found.symbol;
        symbol.is_public = true;
        symbol.is_hidden = false;
        add_table_symbol(a, symbol, found.node, place_of(a, s.node), {});
    }
    if (as<types::PlaceholderInfo>(found.node) == nullptr) {
        for (NodeId node : {s.value, s.targets[0]}) {
            a.module.bindings.names[node] = {found.node, NameFact::Scope::Global, false, false};
        }
    }
    return true;
}

bool declares_something(Analyzer& a, const Assignment& s) {
    if (s.value == NodeId::None) return false;
    if (set_up_alias(a, s)) return true;
    if (!a.tree.is(s.value, NodeKind::Call)) return false;
    return process_type_variable(a, s) || process_named_tuple_call(a, s) ||
           process_typed_dict_call(a, s) || process_new_type(a, s) || process_enum_call(a, s);
}

// --- Final and ClassVar

std::optional<NamedType> named_annotation(const std::optional<Written>& annotation, Analyzer& a) {
    if (!annotation) return std::nullopt;
    Written written = *annotation;
    if (written.kind() == NodeKind::Str) written = unquoted(a, written);
    if (written.node == NodeId::None) return std::nullopt;
    if (written.kind() != NodeKind::Name && written.kind() != NodeKind::Attribute &&
        written.kind() != NodeKind::Subscript) {
        return std::nullopt;
    }
    return read_named(written);
}

bool names_special(Analyzer& a, const std::optional<Written>& annotation, SpecialType special,
                   bool suppress_errors = false) {
    std::optional<NamedType> named = named_annotation(annotation, a);
    if (!named) return false;
    Found found = lookup_qualified(a, named->name, named->place, suppress_errors);
    return found && special_type_of(found.node->fullname) == special;
}

/// Takes Final[...] off. What is left is the declared type, if any.
bool unwrap_final(Analyzer& a, const Assignment& s, std::optional<Written>& type) {
    if (!names_special(a, s.annotation, SpecialType::Final)) return false;
    NamedType named = *named_annotation(s.annotation, a);
    Place place = place_of(a, s.node);
    if (named.args.size() > 1) {
        fail(a, named.place, "Final[...] takes at most one type argument");
    }
    bool invalid_bare = false;
    type.reset();
    if (named.args.empty()) {
        bool in_named_tuple = a.type != nullptr && a.type->is_named_tuple;
        if (s.value == NodeId::None && !in_named_tuple) {
            invalid_bare = true;
            fail(a, place, "Type in Final[...] can only be omitted if there is an initializer");
        }
    } else {
        type = named.args[0];
    }
    if (type && a.cx.options.python_version < config::PythonVersion{3, 13} &&
        names_special(a, type, SpecialType::ClassVar)) {
        fail(a, place, "Variable should not be annotated with both ClassVar and Final");
        return false;
    }
    NodeKind kind = a.tree.kind(s.targets[0]);
    if (s.targets.size() != 1 || (kind != NodeKind::Name && kind != NodeKind::Attribute)) {
        fail(a, place, "Invalid final declaration");
        return false;
    }
    if (declaration_scope(a).loop_depth > 0 || a.scopes.back().loop_depth > 0) {
        fail(a, place, "Cannot use Final inside a loop");
    }
    if (is_class_scope(a) && a.type->is_protocol) {
        fail(a, place, "Protocol member cannot be final");
    }
    if (s.value == NodeId::None && !a.is_stub && !is_class_scope(a) && !invalid_bare) {
        fail(a, place, "Final name must be initialized with a value");
    }
    return true;
}

bool check_final_attribute(Analyzer& a, const Assignment& s) {
    if (!a.tree.is(s.targets[0], NodeKind::Attribute)) return true;
    Place place = place_of(a, s.node);
    if (!is_self_member(a, s.targets[0])) {
        fail(a, place, "Final can be only applied to a name or an attribute on self");
        return false;
    }
    const FunctionInfo* function = a.functions.empty() ? nullptr : a.functions.back().info;
    if (function == nullptr || text(function->name) != "__init__") {
        fail(a, place, "Can only declare a final attribute in class body or __init__");
        return false;
    }
    return true;
}

void flatten_targets(const syntax::Tree& tree, NodeId target, std::vector<NodeId>& out) {
    if (tree.is(target, NodeKind::Tuple) || tree.is(target, NodeKind::List)) {
        for (NodeId item : tree.elements(target)) flatten_targets(tree, item, out);
    } else {
        out.push_back(target);
    }
}

std::optional<types::LiteralValue> literal_of(const std::optional<Constant>& constant) {
    if (!constant || constant->kind == Constant::Kind::Float) return std::nullopt;
    types::LiteralKind kind = constant->kind == Constant::Kind::Int    ? types::LiteralKind::Int
                              : constant->kind == Constant::Kind::Bool ? types::LiteralKind::Bool
                                                                       : types::LiteralKind::Str;
    return types::LiteralValue{kind, base::intern(constant->text)};
}

/// Notes who is final; true if the statement declares something final.
bool store_final_status(Analyzer& a, const Assignment& s, bool is_final, bool has_type) {
    if (is_final) {
        VarInfo* variable = s.targets.size() == 1 ? variable_of(a, s.targets[0]) : nullptr;
        if (variable == nullptr) return true;
        variable->is_final = true;
        if (has_type && s.value != NodeId::None) {
            variable->final_value = literal_of(fold_constant(a, s.value));
        }
        if (is_class_scope(a) && s.value == NodeId::None) variable->final_unset_in_class = true;
        return true;
    }
    std::vector<NodeId> targets;
    for (NodeId target : s.targets) flatten_targets(a.tree, target, targets);
    for (NodeId target : targets) {
        if (a.tree.is(target, NodeKind::Name) && is_class_scope(a) && a.type->is_enum &&
            s.value != NodeId::None) {
            if (VarInfo* variable = variable_of(a, target)) {
                variable->is_final = !syntax::is_dunder(text(variable->name));
                is_final = variable->is_final;
            }
        }
        if (a.type == nullptr || !is_self_member(a, target) || s.value == NodeId::None) continue;
        Found own = own_class_member(a, *a.type, a.tree.attribute(target).attr);
        const auto* variable = as<VarInfo>(own.node);
        const FunctionInfo* function = a.functions.empty() ? nullptr : a.functions.back().info;
        bool in_init = function != nullptr && text(function->name) == "__init__";
        if (variable != nullptr && variable->is_final && in_init &&
            variable->final_unset_in_class && !variable->final_set_in_init && !a.in_body_job) {
            const_cast<VarInfo*>(variable)->final_set_in_init = true;
            a.shapes_interface = true;
            is_final = true;
        }
    }
    return is_final;
}

constexpr const char* kClassVarOutside = "ClassVar can only be used for assignments in class body";

void check_class_var(Analyzer& a, const Assignment& s, std::optional<Written>& type) {
    NodeId target = s.targets[0];
    NodeKind kind = a.tree.kind(target);
    if (s.targets.size() != 1 || (kind != NodeKind::Name && kind != NodeKind::Attribute)) return;
    if (!names_special(a, type, SpecialType::ClassVar)) return;
    NamedType named = *named_annotation(type, a);
    if (is_class_scope(a) && kind == NodeKind::Name) {
        if (VarInfo* variable = variable_of(a, target)) variable->is_classvar = true;
    } else if (kind != NodeKind::Attribute || is_self_member(a, target)) {
        fail(a, place_of(a, target), kClassVarOutside);
    }
    if (!named.args.empty()) return;
    if (s.value == NodeId::None) {
        if (a.cx.options.disallow_any_generics) {
            fail(a, place_of(a, s.node), "ClassVar without type argument becomes Any",
                 codes::kTypeArg);
        }
        return;
    }
    type.reset();
}

// --- types of variables

const char* type_of_constant(Constant::Kind kind) {
    switch (kind) {
        case Constant::Kind::Bool:
            return "builtins.bool";
        case Constant::Kind::Int:
            return "builtins.int";
        case Constant::Kind::Str:
            return "builtins.str";
        case Constant::Kind::Float:
            return "builtins.float";
    }
    return "builtins.object";
}

/// `x = 1` outside functions needs no checker to be an int.
TypePtr simple_literal_type(Analyzer& a, const Assignment& s, bool is_final) {
    if (!a.functions.empty() || s.value == NodeId::None) return nullptr;
    std::optional<Constant> constant = fold_constant(a, s.value);
    if (!constant) return nullptr;
    const types::Instance* type = named_type_or_null(a, type_of_constant(constant->kind));
    std::optional<types::LiteralValue> value = literal_of(constant);
    if (type == nullptr || !is_final || !value) return type;
    return types::with_last_known_value(a.cx, *type, types::make_literal(a.cx, *value, *type));
}

bool is_inferred_definition(const Analyzer& a, NodeId target) {
    auto at = a.module.bindings.names.find(target);
    return at != a.module.bindings.names.end() && at->second.is_inferred_definition;
}

TypePtr inferred_literal_type(Analyzer& a, const Assignment& s, bool is_final) {
    if (s.targets.size() != 1 || !is_inferred_definition(a, s.targets[0])) return nullptr;
    if (a.type != nullptr && a.tree.is(s.targets[0], NodeKind::Name) && a.type->mro.size() > 1) {
        const ClassInfo* base = class_of(a, a.type->mro[1]);
        if (base != nullptr && class_member(a, *base, a.tree.name(s.targets[0]))) return nullptr;
    }
    return simple_literal_type(a, s, is_final);
}

void check_protocol_members(Analyzer& a, const Assignment& s) {
    if (!is_class_scope(a) || !a.type->is_protocol) return;
    for (NodeId target : s.targets) {
        if (!a.tree.is(target, NodeKind::Name) || !is_inferred_definition(a, target)) continue;
        if (text(a.tree.name(target)) == "__slots__") continue;
        fail(a, place_of(a, s.node), "All protocol members must have explicitly declared types");
        return;
    }
}

void process_annotation(Analyzer& a, const Assignment& s, const std::optional<Written>& written,
                        bool is_final) {
    TypePtr type = nullptr;
    if (written) {
        NodeId last = s.targets.back();
        TypeOptions options;
        options.allow_tuple_literal = a.tree.is(last, NodeKind::Tuple);
        type = analyze_type(a, *written, options);
        if (type == nullptr || has_placeholder(a, type)) {
            defer(a);
            return;
        }
        a.module.bindings.declared_types[s.node] = type;
        VarInfo* variable = a.tree.is(last, NodeKind::Name) ? variable_of(a, last) : nullptr;
        if (a.type != nullptr && a.type->is_protocol && variable != nullptr && is_class_scope(a) &&
            s.value == NodeId::None) {
            variable->is_abstract_var = true;
        }
    } else {
        check_protocol_members(a, s);
        type = inferred_literal_type(a, s, is_final);
    }
    if (type == nullptr) return;
    for (NodeId target : s.targets) store_declared_type(a, target, type);
}

// --- modules, __all__, __slots__

/// `m = os` makes m another name of the module; `a, b = os, sys` does so pair by pair.
void process_module_value(Analyzer& a, NodeId statement, const std::vector<NodeId>& targets,
                          NodeId value) {
    const bool is_display = a.tree.is(value, NodeKind::Tuple) || a.tree.is(value, NodeKind::List);
    const bool unpacks = is_display && std::all_of(targets.begin(), targets.end(), [&](NodeId one) {
                             return a.tree.is(one, NodeKind::Tuple);
                         });
    if (unpacks) {
        NodeList values = a.tree.elements(value);
        for (std::size_t i = 0; i < values.size(); ++i) {
            std::vector<NodeId> ones;
            for (NodeId target : targets) {
                if (i >= a.tree.elements(target).size()) return;
                ones.push_back(a.tree.elements(target)[i]);
            }
            process_module_value(a, statement, ones, values[i]);
        }
        return;
    }
    std::string name = dotted_name(a.tree, value);
    if (name.empty()) return;
    Found found = lookup_qualified(a, name, place_of(a, value), true);
    if (as<types::ModuleInfo>(found.node) == nullptr) return;
    for (NodeId target : targets) {
        if (!a.tree.is(target, NodeKind::Name)) continue;
        const VarInfo* variable = variable_of(a, target);
        if (variable != nullptr && variable->type != nullptr) continue;
        Symbol* symbol = current_table(a).find(a.tree.name(target));
        if (symbol == nullptr) continue;
        const Definition* known = a.job.reader.definition(symbol->target);
        if (as<types::ModuleInfo>(known) != nullptr && known->id != found.node->id) {
            fail(a, place_of(a, statement),
                 "Cannot assign multiple modules to name \"" +
                     std::string(text(a.tree.name(target))) +
                     "\" without explicit \"types.ModuleType\" annotation");
        } else if (variable != nullptr && is_inferred_definition(a, target)) {
            symbol->target = found.node->id;
            a.module.bindings.names[target].definition = found.node;
        }
    }
}

void process_all(Analyzer& a, const Assignment& s) {
    if (!is_single_name(a, s) || !is_module_scope(a)) return;
    if (text(a.tree.name(s.targets[0])) != "__all__") return;
    if (!a.tree.is(s.value, NodeKind::List) && !a.tree.is(s.value, NodeKind::Tuple)) return;
    for (NodeId item : a.tree.elements(s.value)) {
        if (a.tree.is(item, NodeKind::Str)) {
            a.all_exports.push_back(base::intern(a.tree.str_value(item)));
        }
    }
}

std::optional<std::vector<NodeId>> slot_items(Analyzer& a, NodeId value) {
    std::vector<NodeId> items;
    switch (a.tree.kind(value)) {
        case NodeKind::Str:
            items.push_back(value);
            return items;
        case NodeKind::List:
        case NodeKind::Tuple:
        case NodeKind::Set:
            for (NodeId item : a.tree.elements(value)) items.push_back(item);
            return items;
        case NodeKind::Dict:
            for (NodeId key : a.tree.dict(value).keys) {
                if (key == NodeId::None) return std::nullopt;
                items.push_back(key);
            }
            return items;
        default:
            return std::nullopt;
    }
}

void process_slots(Analyzer& a, const Assignment& s) {
    if (!is_class_scope(a) || !is_single_name(a, s)) return;
    if (text(a.tree.name(s.targets[0])) != "__slots__" || a.type->mro.size() < 2) return;
    std::optional<std::vector<NodeId>> items = slot_items(a, s.value);
    if (!items) return;
    std::vector<Name> slots;
    for (NodeId item : *items) {
        if (!a.tree.is(item, NodeKind::Str) || a.tree.str_value(item) == "__dict__") return;
        slots.push_back(base::intern(a.tree.str_value(item)));
    }
    for (std::size_t i = 1; i + 1 < a.type->mro.size(); ++i) {
        const ClassInfo* base = class_of(a, a.type->mro[i]);
        if (base == nullptr || !base->slots) return;
        slots.insert(slots.end(), base->slots->begin(), base->slots->end());
    }
    a.type->slots = a.job.arena.copy(slots);
}

void visit_value(Analyzer& a, const Assignment& s) {
    if (s.value == NodeId::None) return;
    if (may_be_type_form(a, s)) {
        Restore<bool> basic(a.basic_type_applications, true);
        Restore<bool> unbound(a.allow_unbound_type_variables, true);
        visit_expression(a, s.value);
    } else if (may_declare_type_variable(a, s)) {
        Restore<bool> unbound(a.allow_unbound_type_variables, true);
        visit_expression(a, s.value);
    } else {
        visit_expression(a, s.value);
    }
}

void define_variables(Analyzer& a, const Assignment& s) {
    std::optional<Written> type = s.annotation;
    const bool is_sentinel = declares_sentinel(a, s);
    bool is_final = unwrap_final(a, s, type) || is_sentinel;
    bool bare_final = is_final && !type;
    TargetOptions options;
    options.explicit_type = s.annotation.has_value() && !bare_final;
    options.is_final = is_final;
    options.has_explicit_value = s.value != NodeId::None;
    for (NodeId target : s.targets) analyze_target(a, target, options);
    if (is_sentinel) set_up_sentinel(a, s);
    if (is_final) is_final = check_final_attribute(a, s);
    is_final = store_final_status(a, s, is_final, type.has_value());
    if (is_final) a.module.bindings.finals.insert(s.node);
    check_class_var(a, s, type);
    process_annotation(a, s, type, is_final);
    if (s.value == NodeId::None) return;
    if (!type) process_module_value(a, s.node, s.targets, s.value);
    process_all(a, s);
    process_slots(a, s);
}

void visit_assignment(Analyzer& a, const Assignment& s) {
    if (!s.annotation && is_identity_assignment(a, s)) return;
    std::uint32_t before = a.incomplete_refs;
    visit_value(a, s);
    bool waits = s.value != NodeId::None && should_wait_for(a, s.value);
    if (a.incomplete_refs != before || waits) {
        for (NodeId target : s.targets) wait_for(a, target);
        return;
    }
    if (s.value != NodeId::None && may_be_type_form(a, s)) {
        Restore<bool> unbound(a.allow_unbound_type_variables, true);
        visit_expression(a, s.value);
    }
    if (declares_something(a, s)) {
        a.module.bindings.declarations.insert(s.node);
        return;
    }
    a.module.bindings.declarations.erase(s.node);
    define_variables(a, s);
}

}  // namespace

bool is_single_name(const Analyzer& a, const Assignment& s) {
    return s.targets.size() == 1 && a.tree.is(s.targets[0], NodeKind::Name);
}

bool annotation_is(Analyzer& a, const Assignment& s, SpecialType special, bool suppress_errors) {
    return names_special(a, s.annotation, special, suppress_errors);
}

std::optional<Written> type_comment_of(Analyzer& a, NodeId statement) {
    const syntax::TypeComment* comment = a.tree.type_comment(statement);
    if (comment == nullptr) return std::nullopt;
    Written written = parsed_text(a, comment->text);
    if (written.node == NodeId::None || !written.tree->errors().empty()) return std::nullopt;
    return written;
}

void visit_assign(Analyzer& a, NodeId statement) {
    if (is_typing_alias_statement(a, statement)) return;
    syntax::AssignView view = a.tree.assign(statement);
    Assignment s;
    s.node = statement;
    s.targets.assign(view.targets.begin(), view.targets.end());
    s.value = view.value;
    s.annotation = type_comment_of(a, statement);
    if (const syntax::TypeComment* comment = a.tree.type_comment(statement);
        comment != nullptr && !s.annotation) {
        std::string_view whole = a.module.text->text();
        report_bad_type_comment(
            a, statement,
            whole.substr(comment->text.start, comment->text.end - comment->text.start));
        fail(a, place_of(a, statement), "Invalid type comment or annotation", codes::kValidType);
    }
    visit_assignment(a, s);
}

void visit_ann_assign(Analyzer& a, NodeId statement) {
    if (is_typing_alias_statement(a, statement)) return;
    syntax::AnnAssignView view = a.tree.ann_assign(statement);
    Assignment s;
    s.node = statement;
    s.targets = {view.target};
    s.value = view.value;
    s.annotation = Written{&a.tree, view.annotation};
    visit_assignment(a, s);
}

}  // namespace krait::semantic
