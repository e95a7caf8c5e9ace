// aliases.cpp
//
// Type aliases: `A = list[int]` where the right side turns out to be a type, `A: TypeAlias = …`,
// `type A = …`, and TypeAliasType(...). An alias may name itself; what it stands for is filled in
// place in every round, so that types that already name it stay right.

#include <algorithm>

#include "python/config/options.h"
#include "python/semantic/analysis.h"
#include "python/semantic/written_types.h"
#include "python/types/any_sources.h"
#include "python/types/proper.h"
#include "python/types/same.h"

namespace krait::semantic {

using types::AliasInfo;
using types::as;

namespace {

struct AliasTarget {
    TypePtr type = nullptr;
    std::vector<const types::TypeVarLike*> variables;
    bool indexed = false;
};

bool is_none_alias(Analyzer& a, NodeId value) {
    if (!a.tree.is(value, NodeKind::Call)) return false;
    syntax::CallView call = a.tree.call(value);
    if (call.args.size() != 1 || !call.keywords.empty()) return false;
    return a.tree.is(call.args[0], NodeKind::NoneConstant) &&
           text(referent_fullname(a, call.func)) == "builtins.type";
}

bool is_special_reference(Analyzer& a, NodeId value, bool bare) {
    Name fullname = referent_fullname(a, value);
    switch (special_type_of(fullname)) {
        case SpecialType::Any:
            return bare;
        case SpecialType::Tuple:
        case SpecialType::Callable:
            return true;
        case SpecialType::Never:
            return true;
        case SpecialType::Optional:
        case SpecialType::Type:
        case SpecialType::Union:
        case SpecialType::Literal:
        case SpecialType::Annotated:
            return !bare;
        default:
            return false;
    }
}

bool is_type_reference(Analyzer& a, NodeId value, bool bare) {
    std::string name = dotted_name(a.tree, value);
    if (name.empty()) return false;
    const Definition* node = referent(a, value);
    if (as<types::TypeVariableInfo>(node) != nullptr) {
        fail(a, place_of(a, value),
             "Type variable \"" + std::string(text(node->fullname)) +
                 "\" is invalid as target for type alias");
        return false;
    }
    if (as<AliasInfo>(node) != nullptr || is_special_reference(a, value, bare)) return true;
    if (const auto* info = as<ClassInfo>(node)) return bare || !info->is_enum;
    if (as<VarInfo>(node) != nullptr) return false;
    Found found = lookup_qualified(a, name, place_of(a, value), true);
    const auto* placeholder = as<types::PlaceholderInfo>(found.node);
    return placeholder != nullptr && placeholder->becomes_type;
}

AliasTarget analyze_target_type(Analyzer& a, Name name, Written value,
                                const std::vector<NamedTypeVariable>* declared,
                                const std::vector<Name>* declared_names, bool pep695) {
    AliasTarget target;
    if (!could_be_type(&a, *value.tree, value.node)) {
        fail(a, value.place(), "Invalid type alias: expression is not a valid type",
             codes::kValidType);
        return target;
    }
    FoundTypeVariables found;
    if (declared == nullptr) {
        find_type_variables(a, value, *a.type_scope, true, found);
    } else {
        found.variables = *declared;
    }
    Restore<TypeScopePtr> scope(a.type_scope,
                                TypeScope::class_frame(a.type_scope, qualified_name(a, name)));
    target.variables = bind_type_variables(a, found.variables, value.place());
    if (pep695 && value.tree == &a.tree) {
        Restore<bool> unbound(a.allow_unbound_type_variables, true);
        visit_expression(a, value.node);
    }
    TypeOptions options;
    options.allow_placeholder = true;
    options.prohibit_self_type = "type alias target";
    TypeAnalysis analysis = make_type_analysis(a, options);
    analysis.defining_alias = true;
    analysis.is_pep695_alias = pep695;
    analysis.alias_variables = target.variables;
    if (declared_names != nullptr) analysis.alias_parameter_names = *declared_names;
    target.type = analyze_part(analysis, value, {.nested = false});
    Written shown = value.kind() == NodeKind::Str ? unquoted(a, value) : value;
    target.indexed = shown.node != NodeId::None && shown.tree->is(shown.node, NodeKind::Subscript);
    return target;
}

/// Says what the strictest options have to say. Where the alias is used its Anys are not those of
/// the user's annotation any more.
TypePtr checked_target(Analyzer& a, TypePtr target, Place place) {
    using types::AnySource;
    check_explicit_any(a, target, place);
    target = types::without_any_from(a.cx, target, AnySource::Explicit);
    if (!a.cx.options.disallow_any_unimported || has_placeholder(a, target)) return target;
    // Aliases in it are shown by their names once all are known.
    a.job.patches.emplace_back([analyzer = &a, target, place] {
        check_unimported(*analyzer, target, "Type alias target", place);
    });
    return types::without_any_from(a.cx, target, AnySource::FromUnimportedType);
}

// --- recursion that can't be

bool contains_itself(Analyzer& a, const AliasInfo& alias, TypePtr target, int depth) {
    if (depth > 100) return false;
    if (const auto* use = as<types::AliasType>(target)) {
        if (use->alias == alias.id) return true;
        const auto* other = as<AliasInfo>(a.job.reader.definition(use->alias));
        return other != nullptr && other->target != nullptr &&
               contains_itself(a, alias, other->target, depth + 1);
    }
    types::TypeList items;
    if (const auto* made = as<types::UnionType>(target)) items = made->items;
    for (TypePtr item : items) {
        if (contains_itself(a, alias, item, depth + 1)) return true;
    }
    if (const auto* tuple = as<types::TupleType>(target)) {
        for (TypePtr item : tuple->items) {
            const auto* unpack = as<types::UnpackType>(item);
            if (unpack != nullptr && contains_itself(a, alias, unpack->type, depth + 1)) {
                return true;
            }
        }
    }
    return false;
}

bool nests_variables(Analyzer& a, const AliasInfo& alias) {
    if (alias.variables.empty()) return false;
    return types::any_type(
        a.cx, alias.target,
        [&](TypePtr part) {
            const auto* use = as<types::AliasType>(part);
            if (use == nullptr || use->alias != alias.id) return types::Verdict::Descend;
            for (TypePtr arg : use->args) {
                bool plain =
                    types::as_type_var_like(arg) != nullptr || types::is<types::UnpackType>(arg);
                if (!plain && types::has_type_vars(a.cx, arg)) return types::Verdict::Yes;
            }
            return types::Verdict::No;
        },
        types::AliasTargets::Skip);
}

void refuse_impossible_recursion(Analyzer& a, NodeId statement, AliasInfo& alias, Place place) {
    std::vector<std::string> messages;
    const auto* use = as<types::AliasType>(alias.target);
    if (use != nullptr && use->alias == alias.id) {
        messages.push_back("Cannot resolve name \"" + std::string(text(alias.name)) +
                           "\" (possible cyclic definition)");
    } else if (contains_itself(a, alias, alias.target, 0)) {
        bool is_tuple = types::is<types::TupleType>(alias.target);
        messages.push_back(std::string("Invalid recursive alias: a ") +
                           (is_tuple ? "tuple" : "union") + " item of itself");
    }
    if (nests_variables(a, alias)) {
        messages.emplace_back("Invalid recursive alias: type variable nesting on right hand side");
    }
    if (messages.empty()) return;
    alias.target = any(a, types::AnySource::FromError);
    a.invalid_aliases.insert(statement);
    for (std::string& message : messages) fail(a, place, std::move(message));
}

bool same_variables(std::span<const types::TypeVarLike* const> left,
                    std::span<const types::TypeVarLike* const> right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](const types::TypeVarLike* one, const types::TypeVarLike* other) {
                          return types::is_equal(one, other);
                      });
}

struct AliasDefinition {
    NodeId statement = NodeId::None;
    NodeId name_node = NodeId::None;
    NodeId value = NodeId::None;
    Name name = Name::Empty;
    bool no_args = false;
    bool is_pep695 = false;
};

/// Enters, or updates, the alias under its name.
AliasInfo& define_alias(Analyzer& a, const AliasDefinition& d, const AliasTarget& target) {
    AliasInfo& alias = definition_at<AliasInfo>(a, d.statement);
    bool is_known = !alias.id.is_none();
    bool updated = is_known && (!types::is_equal(alias.target, target.type) ||
                                !same_variables(alias.variables, target.variables));
    alias.name = d.name;
    alias.fullname = qualified_name(a, d.name);
    alias.target = target.type;
    alias.variables = a.job.arena.copy(target.variables);
    alias.no_args = d.no_args;
    alias.is_pep695 = d.is_pep695;
    alias.eager = is_function_scope(a);
    if (is_class_scope(a)) alias.enclosing_class = a.type->id;
    identify(a, alias, d.name, d.statement, scoped_path(a, d.name));
    const Symbol* existing = meaning_so_far(a, d.name);
    if (existing == nullptr || existing->target != alias.id) {
        if (existing != nullptr) updated = true;
        add_symbol(a, d.name, alias, place_of(a, d.statement));
    }
    refuse_impossible_recursion(a, d.statement, alias, place_of(a, d.value));
    if (updated || has_placeholder(a, alias.target)) {
        process_placeholder(a, d.name, "name", place_of(a, d.statement), updated);
    }
    a.module.bindings.names[d.name_node] = {&alias, current_symbol_scope(a), true, false};
    SpecialFact& fact = a.module.bindings.special_forms[d.value];
    fact.form = SpecialForm::AliasExpression;
    fact.type = alias.target;
    fact.definition = &alias;
    return alias;
}

bool is_incomplete_target(Analyzer& a, TypePtr target) {
    if (is_function_scope(a)) return has_placeholder(a, target);
    return types::is<types::PlaceholderType>(target);
}

const types::Instance* completed(Analyzer& a, const types::Instance& type, Place place,
                                 bool indexed) {
    return complete_instance(a, type, place, indexed, false);
}

// --- TypeAliasType("A", ..., type_params=(...))

struct AliasCall {
    NodeId value = NodeId::None;
    std::vector<NamedTypeVariable> parameters;
    std::vector<Name> names;
};

void read_type_params(Analyzer& a, NodeId params, AliasCall& call) {
    if (!a.tree.is(params, NodeKind::Tuple)) {
        fail(a, place_of(a, params),
             "Tuple literal expected as the type_params argument to TypeAliasType");
        return;
    }
    for (NodeId item : a.tree.elements(params)) {
        visit_type_expression(a, item);
        const auto* variable = as<types::TypeVariableInfo>(referent(a, item));
        if (variable == nullptr) {
            fail(a, place_of(a, item),
                 "Free type variable expected in type_params argument to TypeAliasType",
                 codes::kTypeVar);
            continue;
        }
        NamedTypeVariable one{variable->name, variable};
        auto& all = call.parameters;
        if (std::find(all.begin(), all.end(), one) != all.end()) {
            fail(a, place_of(a, item),
                 "Duplicate type variable \"" + std::string(text(one.name)) +
                     "\" in type_params argument to TypeAliasType",
                 codes::kTypeVar);
            continue;
        }
        all.push_back(one);
        call.names.push_back(one.name);
    }
}

std::optional<AliasCall> read_alias_call(Analyzer& a, NodeId value) {
    if (!a.tree.is(value, NodeKind::Call)) return std::nullopt;
    syntax::CallView view = a.tree.call(value);
    if (!refers_to(a, view.func, {"typing.TypeAliasType", "typing_extensions.TypeAliasType"})) {
        return std::nullopt;
    }
    AliasCall call;
    NodeId params = NodeId::None;
    if (view.args.size() > 1) call.value = view.args[1];
    for (NodeId keyword : view.keywords) {
        syntax::KeywordView named = a.tree.keyword(keyword);
        if (text(named.arg) == "value") call.value = named.value;
        if (text(named.arg) == "type_params") params = named.value;
    }
    if (call.value == NodeId::None || view.args.empty()) return std::nullopt;
    if (params != NodeId::None) read_type_params(a, params, call);
    return call;
}

/// An earlier meaning of the name that makes the assignment an ordinary one.
bool is_taken(Analyzer& a, const Assignment& s, Name name, NodeId target) {
    const Symbol* existing = meaning_so_far(a, name);
    const Definition* old =
        existing != nullptr ? a.job.reader.definition(existing->target) : nullptr;
    if (old == nullptr) return false;
    auto made = a.made.find(s.node);
    bool ours = made != a.made.end() && made->second == old;
    if (as<AliasInfo>(old) != nullptr && !ours) {
        fail(a, place_of(a, target),
             "Cannot assign multiple types to name \"" + std::string(text(name)) +
                 "\" without an explicit \"type[...]\" annotation");
        return true;
    }
    if (as<types::PlaceholderInfo>(old) != nullptr) {
        auto at = a.job.places.find(old);
        return at != a.job.places.end() &&
               line_of(a, at->second.start) < line_of(a, a.tree.start(s.node));
    }
    return !ours;
}

}  // namespace

bool can_be_type_alias(Analyzer& a, NodeId value, bool allow_none) {
    switch (a.tree.kind(value)) {
        case NodeKind::Name:
        case NodeKind::Attribute:
            return is_type_reference(a, value, true);
        case NodeKind::Subscript:
            return is_type_reference(a, a.tree.subscript(value).value, false);
        case NodeKind::NoneConstant:
            return allow_none;
        case NodeKind::Call:
            return is_none_alias(a, value);
        case NodeKind::BinOp: {
            // Unions lean to the left: follow them in a loop.
            bool all = true;
            while (a.tree.is(value, NodeKind::BinOp)) {
                syntax::BinOpView op = a.tree.bin_op(value);
                if (op.op != syntax::BinaryOperator::BitOr) return false;
                if (a.is_stub) return true;
                all = all && can_be_type_alias(a, op.right, true);
                value = op.left;
            }
            return all && can_be_type_alias(a, value, true);
        }
        default:
            return false;
    }
}

bool set_up_alias(Analyzer& a, const Assignment& s) {
    if (a.invalid_aliases.contains(s.node)) return true;
    if (!is_single_name(a, s)) return false;
    NodeId target_node = s.targets[0];
    bool pep613 = s.annotation && annotation_is(a, s, SpecialType::TypeAlias, true);
    if (s.annotation && !pep613) return false;
    Name name = a.tree.name(target_node);
    std::optional<AliasCall> call = read_alias_call(a, s.value);
    NodeId value = call ? call->value : s.value;
    if (is_taken(a, s, name, target_node)) return false;
    bool is_reference = a.tree.is(value, NodeKind::Name) || a.tree.is(value, NodeKind::Attribute);
    if (!pep613 && !call) {
        if (is_reference && (a.type != nullptr || is_function_scope(a))) return false;
        if (!can_be_type_alias(a, value)) return false;
    }
    AliasTarget target;
    if (is_none_alias(a, value)) {
        target.type = types::make_none(a.cx);
    } else {
        std::uint32_t before = a.incomplete_refs;
        target = analyze_target_type(a, name, {&a.tree, value}, call ? &call->parameters : nullptr,
                                     call ? &call->names : nullptr, false);
        if (target.type == nullptr) return false;
        if (a.incomplete_refs != before || is_incomplete_target(a, target.type)) {
            mark_incomplete(a, name, place_of(a, value), true);
            return true;
        }
    }
    target.type = checked_target(a, target.type, place_of(a, s.node));
    AliasDefinition definition{s.node, target_node, s.value, name, false, call.has_value()};
    if (const auto* made = as<types::Instance>(target.type)) {
        definition.no_args = !call && !target.indexed;
        target.type = completed(a, *made, place_of(a, value), target.indexed);
    }
    AliasInfo& alias = define_alias(a, definition, target);
    (void)alias;
    if (is_class_scope(a) && a.type->is_protocol) {
        fail(a, place_of(a, s.node), "Type aliases are prohibited in protocol bodies");
        std::string_view shown = text(name);
        if (!shown.empty() && (shown[0] < 'A' || shown[0] > 'Z')) {
            note(a, place_of(a, s.node),
                 "Use variable annotation syntax to define protocol members");
        }
    }
    return true;
}

namespace {

void analyze_type_alias_statement(Analyzer& a, NodeId statement, Name name) {
    syntax::TypeAliasView view = a.tree.type_alias(statement);
    const Symbol* existing = meaning_so_far(a, name);
    const Definition* old =
        existing != nullptr ? a.job.reader.definition(existing->target) : nullptr;
    if (old != nullptr && as<AliasInfo>(old) == nullptr &&
        as<types::PlaceholderInfo>(old) == nullptr) {
        already_defined(a, name, place_of(a, statement), old, "Name");
        return;
    }
    std::vector<NamedTypeVariable> parameters;
    std::vector<Name> names;
    for (NodeId parameter : view.type_params) {
        Name parameter_name = a.tree.type_param(parameter).name;
        Found found = lookup(a, parameter_name, place_of(a, parameter), true);
        names.push_back(parameter_name);
        if (const auto* variable = as<types::TypeVariableInfo>(found.node)) {
            parameters.push_back({parameter_name, variable});
        }
    }
    std::uint32_t before = a.incomplete_refs;
    AliasTarget target =
        analyze_target_type(a, name, {&a.tree, view.value}, &parameters, &names, true);
    if (target.type == nullptr) target.type = any(a, types::AnySource::FromError);
    if (a.incomplete_refs != before || is_incomplete_target(a, target.type)) {
        mark_incomplete(a, name, place_of(a, view.value), true);
        return;
    }
    for (const types::TypeVarLike* variable : target.variables) {
        if (has_placeholder(a, variable)) defer(a);
    }
    target.type = checked_target(a, target.type, place_of(a, statement));
    if (const auto* made = as<types::Instance>(target.type)) {
        target.type = completed(a, *made, place_of(a, view.value), target.indexed);
    }
    define_alias(a, {statement, view.name, view.value, name, false, true}, target);
    a.module.bindings.declarations.insert(statement);
}

}  // namespace

void visit_type_alias_statement(Analyzer& a, NodeId statement) {
    if (a.invalid_aliases.contains(statement)) return;
    syntax::TypeAliasView view = a.tree.type_alias(statement);
    if (!a.tree.is(view.name, NodeKind::Name)) return;
    if (push_type_parameters(a, view.type_params)) {
        analyze_type_alias_statement(a, statement, a.tree.name(view.name));
    } else {
        defer(a);
    }
    pop_type_parameters(a, view.type_params);
}

}  // namespace krait::semantic
