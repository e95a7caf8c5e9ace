// class_bases.cpp

#include "python/semantic/class_bases.h"

#include <algorithm>

#include "python/config/options.h"
#include "python/semantic/metaclass_helpers.h"
#include "python/semantic/written_types.h"
#include "python/types/mro.h"
#include "python/types/proper.h"
#include "python/types/typeops.h"
#include "python/types/typevars.h"
#include "python/types/variadic.h"

namespace krait::semantic {

using types::as;
using types::Instance;

namespace {

bool contains(const std::vector<NamedTypeVariable>& all, const NamedTypeVariable& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

std::vector<NamedTypeVariable> without_duplicates(const std::vector<NamedTypeVariable>& all) {
    std::vector<NamedTypeVariable> once;
    for (const NamedTypeVariable& one : all) {
        if (!contains(once, one)) once.push_back(one);
    }
    return once;
}

/// The type variable that `T`, `*Ts` or `Unpack[Ts]` names, if it is free.
std::optional<NamedTypeVariable> free_variable(Analyzer& a, Written written) {
    bool unpacked = false;
    if (written.kind() == NodeKind::Str) {
        written = unquoted(a, written);
        if (written.node == NodeId::None) return std::nullopt;
    }
    if (written.kind() == NodeKind::Starred) {
        written = written.with(written.tree->starred_value(written.node));
        unpacked = true;
    }
    std::optional<NamedType> named =
        could_be_type(&a, *written.tree, written.node) ? read_named(written) : std::nullopt;
    if (!named) return std::nullopt;
    Found found = lookup_qualified(a, named->name, named->place);
    if (found && special_type_of(found.node->fullname) == SpecialType::Unpack) {
        if (named->args.empty()) return std::nullopt;
        std::optional<NamedType> inner = read_named(named->args[0]);
        if (!inner) return std::nullopt;
        found = lookup_qualified(a, inner->name, inner->place);
        unpacked = true;
    }
    if (as<types::PlaceholderInfo>(found.node) != nullptr) record_incomplete_ref(a);
    const auto* variable = as<types::TypeVariableInfo>(found.node);
    if (variable == nullptr) return std::nullopt;
    bool is_tuple = variable->variable_kind == types::TypeKind::TypeVarTuple;
    if (is_tuple != unpacked || !a.type_scope->allows_binding(variable->fullname)) {
        return std::nullopt;
    }
    return NamedTypeVariable{found.symbol.name, variable};
}

struct Declaration {
    bool is_one = false;
    bool is_protocol = false;
    std::vector<NamedTypeVariable> variables;
};

/// Generic[T, ...] or Protocol[T, ...]
Declaration type_variable_declaration(Analyzer& a, NodeId base, bool& has_tuple) {
    Declaration declaration;
    std::optional<NamedType> named = read_named({&a.tree, base});
    if (!named) return declaration;
    Found found = lookup_qualified(a, named->name, named->place);
    SpecialType special = found ? special_type_of(found.node->fullname) : SpecialType::None;
    bool is_protocol = special == SpecialType::Protocol && !named->args.empty();
    if (special != SpecialType::Generic && !is_protocol) return declaration;
    declaration.is_one = true;
    declaration.is_protocol = is_protocol;
    for (const Written& arg : named->args) {
        std::uint32_t before = a.incomplete_refs;
        std::optional<NamedTypeVariable> variable = free_variable(a, arg);
        if (!variable) {
            if (a.incomplete_refs == before) {
                fail(a, place_of(a, base),
                     "Free type variable expected in " + std::string(text(found.node->name)) +
                         "[...]");
            }
            continue;
        }
        if (variable->variable->variable_kind == types::TypeKind::TypeVarTuple) {
            if (has_tuple) {
                fail(a, place_of(a, base), "Can only use one type var tuple in a class def");
                continue;
            }
            has_tuple = true;
        }
        declaration.variables.push_back(*variable);
    }
    return declaration;
}

bool is_bare_protocol(Analyzer& a, NodeId base) {
    std::optional<NamedType> named = read_named({&a.tree, base});
    if (!named) return false;
    Found found = lookup_qualified(a, named->name, named->place);
    return found && special_type_of(found.node->fullname) == SpecialType::Protocol;
}

void complain_of_undeclared(Analyzer& a, const ClassHead& head, bool has_parameters,
                            const std::vector<NamedTypeVariable>& missing) {
    if (!has_parameters) {
        fail(a, head.place,
             "If Generic[...] or Protocol[...] is present it should list all type variables");
        return;
    }
    std::vector<std::string> names;
    for (const NamedTypeVariable& one : missing) names.emplace_back(text(one.name));
    std::sort(names.begin(), names.end());
    std::string shown;
    for (const std::string& name : names) shown += (shown.empty() ? "\"" : ", \"") + name + "\"";
    fail(a, head.place, "All type parameters should be declared (" + shown + " not declared)",
         codes::kValidType);
}

void settle_variables(Analyzer& a, ClassHead& head, std::vector<NamedTypeVariable> declared,
                      bool has_parameters) {
    FoundTypeVariables found;
    for (NodeId base : head.bases) {
        if (could_be_type(&a, a.tree, base)) {
            find_type_variables(a, {&a.tree, base}, *a.type_scope, true, found);
        }
    }
    std::vector<NamedTypeVariable> used = without_duplicates(found.variables);
    if (declared.empty()) {
        head.type_variables = used;
        return;
    }
    std::vector<NamedTypeVariable> once = without_duplicates(declared);
    if (once.size() < declared.size() && !has_parameters) {
        fail(a, head.place, "Duplicate type variables in Generic[...] or Protocol[...]");
    }
    std::vector<NamedTypeVariable> missing;
    for (const NamedTypeVariable& one : used) {
        if (!contains(once, one)) missing.push_back(one);
    }
    if (!missing.empty()) {
        complain_of_undeclared(a, head, has_parameters, missing);
        once.insert(once.end(), missing.begin(), missing.end());
    }
    head.type_variables = once;
}

}  // namespace

ClassHead read_class_head(Analyzer& a, NodeId class_def) {
    syntax::ClassView view = a.tree.class_def(class_def);
    ClassHead head;
    head.node = class_def;
    head.name = view.name;
    head.place = place_of(a, class_def);
    ClassParents parents = class_parents(a, class_def);
    if (parents.has_several_metaclasses) {
        fail(a, head.place, "Multiple metaclass definitions", codes::kMetaclass);
    }
    bool has_tuple = false;
    std::vector<NamedTypeVariable> declared;
    for (NodeId parameter : view.type_params) {
        Name name = a.tree.type_param(parameter).name;
        Found found = lookup(a, name, place_of(a, parameter), true);
        const auto* variable = as<types::TypeVariableInfo>(found.node);
        if (variable == nullptr) continue;
        if (variable->variable_kind == types::TypeKind::TypeVarTuple) {
            if (has_tuple) {
                fail(a, head.place, "Can only use one type var tuple in a class def");
                continue;
            }
            has_tuple = true;
        }
        declared.push_back({name, variable});
    }
    for (NodeId base : parents.bases) {
        bool is_type = could_be_type(&a, a.tree, base);
        visit_type_expression(
            a, a.tree.is(base, NodeKind::Starred) ? a.tree.starred_value(base) : base);
        NodeKind kind = a.tree.kind(base);
        bool is_named =
            kind == NodeKind::Name || kind == NodeKind::Attribute || kind == NodeKind::Subscript;
        if (!is_type || !is_named) {
            head.bases.push_back(base);
            continue;
        }
        Declaration declaration = type_variable_declaration(a, base, has_tuple);
        if (declaration.is_one) {
            head.is_protocol = head.is_protocol || declaration.is_protocol;
            if (!declared.empty()) {
                bool new_style = !view.type_params.empty();
                fail(a, head.place,
                     !new_style ? "Only single Generic[...] or Protocol[...] can be in bases"
                     : head.is_protocol ? "No arguments expected for \"Protocol\" base class"
                                        : "Generic[...] base class is redundant");
            }
            declared.insert(declared.end(), declaration.variables.begin(),
                            declaration.variables.end());
        } else if (is_bare_protocol(a, base)) {
            head.is_protocol = true;
        } else {
            head.bases.push_back(base);
        }
    }
    settle_variables(a, head, std::move(declared), !view.type_params.empty());
    return head;
}

// --- bases as types

namespace {

std::string shown_name(const syntax::Tree& tree, NodeId node) {
    while (true) {
        if (tree.is(node, NodeKind::Subscript)) {
            node = tree.subscript(node).value;
        } else if (tree.is(node, NodeKind::Call)) {
            node = tree.call(node).func;
        } else {
            return dotted_name(tree, node);
        }
    }
}

void complain_of_base(Analyzer& a, NodeId base, bool is_call) {
    std::string message = is_call ? "Unsupported dynamic base class" : "Invalid base class";
    std::string name = shown_name(a.tree, base);
    if (!name.empty()) message += " \"" + name + "\"";
    fail(a, place_of(a, base), message);
}

bool is_special_base(Analyzer& a, NodeId base) {
    if (a.tree.is(base, NodeKind::Call)) {
        return is_one_of(
            referent_fullname(a, a.tree.call(base).func),
            {"typing.TypedDict", "typing_extensions.TypedDict", "mypy_extensions.TypedDict"});
    }
    return is_one_of(referent_fullname(a, base),
                     {"typing.NamedTuple", "typing_extensions.NamedTuple", "typing.TypedDict",
                      "typing_extensions.TypedDict", "mypy_extensions.TypedDict"});
}

/// `class C(namedtuple("C", "a b")): ...`
TypePtr base_of_call(Analyzer& a, const ClassHead& head, NodeId base, std::size_t index,
                     Bases& bases) {
    visit_expression(a, base);
    Name unique = joined(head.name, "@base", std::to_string(index));
    bool defers = false;
    bool is_named_tuple = false;
    ClassInfo* info = named_tuple_of_call(a, base, unique, defers, is_named_tuple);
    if (!is_named_tuple) {
        complain_of_base(a, base, true);
        bases.has_error = true;
        return nullptr;
    }
    if (info == nullptr || info->tuple_type == nullptr) {
        defer(a);
        bases.is_ready = false;
        return nullptr;
    }
    return types::with_fallback(a.cx, *info->tuple_type, *types::make_instance(a.cx, info->id));
}

}  // namespace

Bases analyze_bases(Analyzer& a, const ClassHead& head) {
    Bases bases;
    for (std::size_t i = 0; i < head.bases.size(); ++i) {
        NodeId base = head.bases[i];
        if (is_special_base(a, base)) continue;
        TypePtr type = nullptr;
        if (a.tree.is(base, NodeKind::Call)) {
            type = base_of_call(a, head, base, i, bases);
            if (!bases.is_ready) return bases;
            if (type == nullptr) continue;
        } else if (!could_be_type(&a, a.tree, base)) {
            complain_of_base(a, base, false);
            bases.has_error = true;
            continue;
        } else {
            TypeOptions options;
            options.allow_placeholder = true;
            options.allow_type_any = true;
            type = analyze_type(a, {&a.tree, base}, options);
            if (type == nullptr) {
                bases.is_ready = false;
                return bases;
            }
        }
        const auto* alias = as<types::AliasInfo>(referent(
            a, a.tree.is(base, NodeKind::Subscript) ? a.tree.subscript(base).value : base));
        if (alias != nullptr && alias->is_pep695) {
            fail(a, place_of(a, base),
                 "Type alias defined using \"type\" statement not valid as base class");
        }
        bases.types.push_back({types::get_proper(a.cx, type), base});
    }
    return bases;
}

Metaclass analyze_metaclass(Analyzer& a, NodeId class_def) {
    Metaclass metaclass;
    syntax::ClassView view = a.tree.class_def(class_def);
    NodeId node = class_parents(a, class_def).metaclass;
    if (node == NodeId::None) return metaclass;
    Place place = place_of(a, node);
    std::string name = dotted_name(a.tree, node);
    if (name.empty()) {
        fail(a, place,
             "Dynamic metaclass not supported for \"" + std::string(text(view.name)) + "\"",
             codes::kMetaclass);
        metaclass.is_any = true;
        return metaclass;
    }
    Found found = lookup_qualified(a, name, place);
    const auto* variable = as<VarInfo>(found.node);
    bool any_variable =
        variable != nullptr && types::is<types::AnyType>(types::get_proper(a.cx, variable->type));
    if (!found || any_variable) {
        if (any_variable && a.cx.options.disallow_subclassing_any) {
            fail(a, place,
                 "Class cannot use \"" + std::string(text(variable->name)) +
                     "\" as a metaclass (has type \"Any\")",
                 codes::kMetaclass);
        }
        metaclass.is_any = true;
        return metaclass;
    }
    if (as<types::PlaceholderInfo>(found.node) != nullptr) {
        metaclass.is_ready = false;
        return metaclass;
    }
    const auto* info = as<ClassInfo>(found.node);
    if (const auto* alias = as<types::AliasInfo>(found.node);
        alias != nullptr && !alias->is_pep695 && alias->variables.empty()) {
        const auto* target = types::as_proper<Instance>(a.cx, alias->target);
        if (target != nullptr) info = class_of(a, target->type);
    }
    if (info == nullptr || info->tuple_type != nullptr) {
        fail(a, place, "Invalid metaclass \"" + name + "\"", codes::kMetaclass);
        return metaclass;
    }
    bool is_meta = has_base(a, *info, "builtins.type") || text(info->fullname) == "abc.ABCMeta" ||
                   info->fallback_to_any;
    if (!is_meta) {
        fail(a, place, "Metaclasses not inheriting from \"type\" are not supported",
             codes::kMetaclass);
        return metaclass;
    }
    metaclass.type = types::fill_typevars_instance(a.cx, *info);
    return metaclass;
}

// --- the MRO

namespace {

void set_object_mro(Analyzer& a, ClassInfo& info) {
    std::vector<symbols::DefId> mro = {info.id, object_type(a)->type};
    info.mro = a.job.arena.copy(mro);
}

bool is_base_class(Analyzer& a, const ClassInfo& info, symbols::DefId start) {
    std::vector<symbols::DefId> worklist = {start};
    std::unordered_set<symbols::DefId> visited = {start};
    while (!worklist.empty()) {
        symbols::DefId next = worklist.back();
        worklist.pop_back();
        if (next == info.id) return true;
        const ClassInfo* base = class_of(a, next);
        if (base == nullptr) continue;
        for (const Instance* one : base->bases) {
            if (visited.insert(one->type).second) worklist.push_back(one->type);
        }
    }
    return false;
}

const Instance* configure_tuple_base(Analyzer& a, ClassInfo& info, const types::TupleType& base,
                                     Place place) {
    bool waits = has_placeholder(a, &base);
    if (waits) process_placeholder(a, Name::Empty, "tuple base", place, false);
    info.tuple_type = &base;
    set_up_special_alias(
        a, info, types::with_fallback(a.cx, base, *types::fill_typevars_instance(a.cx, info)));
    const ClassInfo* fallback = class_of(a, base.partial_fallback->type);
    bool is_plain = fallback != nullptr && text(fallback->fullname) == "builtins.tuple";
    if (!is_plain || waits) return base.partial_fallback;
    // The items' common type needs the bases of all classes: later.
    const Instance* provisional = base.partial_fallback;
    Analyzer* analyzer = &a;
    ClassInfo* target = &info;
    a.job.patches.emplace_back([analyzer, target, provisional] {
        if (target->tuple_type == nullptr) return;
        const Instance* exact = types::tuple_fallback(analyzer->cx, *target->tuple_type);
        std::vector<const Instance*> bases(target->bases.begin(), target->bases.end());
        std::replace(bases.begin(), bases.end(), provisional, exact);
        target->bases = analyzer->job.arena.copy(bases);
        target->tuple_type = types::with_fallback(analyzer->cx, *target->tuple_type, *exact);
    });
    return provisional;
}

/// The name, or the last part of the dotted name, that a base is written as; else nothing.
std::string name_of_base(Analyzer& a, NodeId base) {
    if (a.tree.is(base, NodeKind::Name)) return std::string(text(a.tree.name(base)));
    if (!a.tree.is(base, NodeKind::Attribute)) return "";
    return std::string(text(a.tree.attribute(base).attr));
}

/// A base that names a value instead of a type, which was said already.
bool is_value(Analyzer& a, const BaseType& base) {
    const auto* unknown = as<types::AnyType>(base.type);
    if (unknown == nullptr || unknown->source != types::AnySource::FromError) return false;
    const Definition* named = referent(a, base.node);
    if (named == nullptr) return false;
    switch (named->kind) {
        case types::DefinitionKind::Variable:
        case types::DefinitionKind::Function:
        case types::DefinitionKind::Overloaded:
        case types::DefinitionKind::Decorated:
        case types::DefinitionKind::Module:
            return true;
        default:
            return false;
    }
}

void complain_of_any_base(Analyzer& a, const BaseType& any_base) {
    NodeId base = any_base.node;
    if (is_value(a, any_base)) return complain_of_base(a, base, false);
    if (!a.cx.options.disallow_subclassing_any) return;
    const std::string name = name_of_base(a, base);
    fail(a, place_of(a, base),
         name.empty() ? "Class cannot subclass value of type \"Any\""
                      : "Class cannot subclass \"" + name + "\" (has type \"Any\")");
}

void check_written_base(Analyzer& a, const BaseType& base) {
    const std::string name = name_of_base(a, base.node);
    check_written_type(a, base.type, name.empty() ? "Base type" : "Base type " + name,
                       place_of(a, base.node));
}

std::vector<const Instance*> base_instances(Analyzer& a, ClassInfo& info, const ClassHead& head,
                                            const Bases& bases) {
    std::vector<const Instance*> instances;
    for (const BaseType& base : bases.types) {
        if (const auto* tuple = as<types::TupleType>(base.type)) {
            instances.push_back(configure_tuple_base(a, info, *tuple, head.place));
        } else if (const auto* one = as<Instance>(base.type)) {
            const ClassInfo* of = class_of(a, one->type);
            if (of != nullptr && of->is_newtype) {
                fail(a, head.place, "Cannot subclass \"NewType\"");
            }
            instances.push_back(one);
        } else if (types::is<types::AnyType>(base.type)) {
            complain_of_any_base(a, base);
            info.fallback_to_any = true;
        } else if (const auto* dict = as<types::TypedDictType>(base.type)) {
            instances.push_back(dict->fallback);
        } else {
            if (!types::is<types::PlaceholderType>(base.type)) {
                complain_of_base(a, base.node, false);
            }
            info.fallback_to_any = true;
        }
        check_written_base(a, base);
    }
    return instances;
}

}  // namespace

void set_mro(Analyzer& a, ClassInfo& info, Place place) {
    std::optional<std::vector<symbols::DefId>> mro = types::calculate_mro(a.cx, info);
    if (!mro) {
        fail(a, place,
             "Cannot determine consistent method resolution order (MRO) for \"" +
                 std::string(text(info.name)) + "\"");
        set_object_mro(a, info);
        info.bad_mro = true;
        return;
    }
    info.mro = a.job.arena.copy(*mro);
    for (symbols::DefId id : info.mro) {
        const ClassInfo* base = class_of(a, id);
        info.fallback_to_any = info.fallback_to_any || (base != nullptr && base->fallback_to_any);
    }
}

void configure_bases(Analyzer& a, ClassInfo& info, const ClassHead& head, const Bases& bases) {
    std::vector<const Instance*> instances = base_instances(a, info, head, bases);
    bool is_object = text(info.fullname) == "builtins.object";
    if (instances.empty() && !is_object) instances.push_back(object_type(a));
    info.bases = a.job.arena.copy(instances);
    info.bad_mro = false;
    bool cycle = false;
    for (const Instance* base : info.bases) {
        if (!is_base_class(a, info, base->type)) continue;
        fail(a, head.place, "Cycle in inheritance hierarchy");
        cycle = true;
    }
    if (cycle) {
        info.bases = a.job.arena.copy({object_type(a)});
        set_object_mro(a, info);
        info.bad_mro = true;
        return;
    }
    for (std::size_t i = 1; i < instances.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (instances[i]->type != instances[j]->type) continue;
            const ClassInfo* dup = class_of(a, instances[i]->type);
            fail(a, head.place,
                 "Duplicate base class \"" + std::string(dup != nullptr ? text(dup->name) : "") +
                     "\"");
            info.fallback_to_any = true;
            set_object_mro(a, info);
            return;
        }
    }
    set_mro(a, info, head.place);
}

bool has_base(Analyzer& a, const ClassInfo& info, std::string_view fullname) {
    for (symbols::DefId id : info.mro) {
        const ClassInfo* base = id == info.id ? &info : class_of(a, id);
        if (base != nullptr && text(base->fullname) == fullname) return true;
    }
    return false;
}

const Instance* metaclass_from_mro(Analyzer& a, const ClassInfo& info) {
    const Instance* winner = info.declared_metaclass;
    const ClassInfo* winner_info = winner != nullptr ? class_of(a, winner->type) : nullptr;
    if (winner_info != nullptr && !has_base(a, *winner_info, "builtins.type")) return winner;
    if (text(info.fullname) == "builtins.type") return types::make_instance(a.cx, info.id);
    for (std::size_t i = 1; i < info.mro.size(); ++i) {
        const ClassInfo* base = class_of(a, info.mro[i]);
        const Instance* meta = base != nullptr ? base->declared_metaclass : nullptr;
        const ClassInfo* meta_info = meta != nullptr ? class_of(a, meta->type) : nullptr;
        if (meta_info == nullptr) continue;
        if (winner_info == nullptr || has_base(a, *meta_info, text(winner_info->fullname))) {
            winner = meta;
            winner_info = meta_info;
        } else if (!has_base(a, *winner_info, text(meta_info->fullname))) {
            return nullptr;  // a conflict, which the checker reports
        }
    }
    return winner;
}

void settle_metaclass(Analyzer& a, ClassInfo& info, const Metaclass& metaclass, Place place) {
    info.declared_metaclass = metaclass.type;
    info.metaclass = metaclass_from_mro(a, info);
    bool has_protocol = false;
    for (symbols::DefId id : info.mro) {
        const ClassInfo* base = class_of(a, id);
        has_protocol = has_protocol || (base != nullptr && base->is_protocol);
    }
    const ClassInfo* meta = info.metaclass != nullptr ? class_of(a, info.metaclass->type) : nullptr;
    if (has_protocol && (meta == nullptr || text(meta->fullname) == "builtins.type")) {
        if (const Instance* abc = named_type_or_null(a, "abc.ABCMeta")) info.metaclass = abc;
        meta = info.metaclass != nullptr ? class_of(a, info.metaclass->type) : nullptr;
    }
    if (meta != nullptr && has_base(a, *meta, "enum.EnumMeta")) {
        info.is_enum = true;
        if (!info.type_vars.empty()) fail(a, place, "Enum class cannot be generic");
    }
}

}  // namespace krait::semantic
