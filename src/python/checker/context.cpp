// context.cpp: scopes, tables of types, and classes by name.

#include "python/checker/context.h"

#include <algorithm>
#include <exception>

#include "python/types/erase.h"
#include "python/types/factory.h"
#include "python/types/typevars.h"

namespace krait::checker {

CheckContext::CheckContext(types::Context& types_context, const ModuleUnit& unit)
    : cx(types_context),
      module(unit),
      tree(unit.tree),
      source(unit.source),
      bindings(unit.bindings),
      options(types_context.options),
      synthetic(unit.tree.node_count()),
      module_binder(*this),
      binder(&module_binder) {
    if (unit.unreachable_lines != nullptr) unreachable_lines = *unit.unreachable_lines;
    cx.member_memo.open();
}

const std::pair<VarInfo*, NodeId>* PartialScope::find(const VarInfo* variable) const {
    for (const auto& entry : variables) {
        if (entry.first == variable) return &entry;
    }
    return nullptr;
}

void PartialScope::erase(const VarInfo* variable) {
    std::erase_if(variables, [&](const auto& entry) { return entry.first == variable; });
}

const ScopeItem* current_function(const CheckContext& ck) {
    for (std::size_t i = ck.scopes.size(); i-- > 0;) {
        if (!ck.scopes[i].is_class()) return &ck.scopes[i];
    }
    return nullptr;
}

const ScopeItem* top_level_function(const CheckContext& ck) {
    for (const ScopeItem& item : ck.scopes) {
        if (!item.is_class() && !is_kind(ck, item.node, NodeKind::Lambda)) return &item;
    }
    return nullptr;
}

const ClassInfo* active_class(const CheckContext& ck) {
    return ck.scopes.empty() ? nullptr : ck.scopes.back().info;
}

const ClassInfo* enclosing_class(const CheckContext& ck, const ScopeItem* function) {
    if (function == nullptr || function == ck.scopes.data()) return nullptr;
    return (function - 1)->info;
}

const ClassInfo* current_class(const CheckContext& ck) {
    for (std::size_t i = ck.scopes.size(); i-- > 0;) {
        if (ck.scopes[i].is_class()) return ck.scopes[i].info;
    }
    return nullptr;
}

TypePtr active_self_type(CheckContext& ck) {
    const ClassInfo* info = active_class(ck);
    if (info == nullptr) info = enclosing_class(ck, current_function(ck));
    return info == nullptr ? nullptr : types::fill_typevars(ck.cx, *info);
}

TypePtr current_self_type(CheckContext& ck) {
    const ClassInfo* info = current_class(ck);
    return info == nullptr ? nullptr : types::fill_typevars(ck.cx, *info);
}

bool in_checked_function(const CheckContext& ck) {
    return ck.options.check_untyped_defs || ck.dynamic_functions.empty() ||
           !ck.dynamic_functions.back();
}

bool should_report_unreachable(const CheckContext& ck) {
    return in_checked_function(ck) && ck.options.warn_unreachable && !ck.current_node_deferred &&
           !ck.binder->is_unreachable_warning_suppressed();
}

void store_type(CheckContext& ck, NodeId node, TypePtr type) {
    ck.type_tables.back()[node] = type;
}

void store_types(CheckContext& ck, const TypeTable& types) {
    TypeTable& table = ck.type_tables.back();
    for (const auto& [node, type] : types) {
        if (type != nullptr) table[node] = type;
    }
}

TypePtr lookup_type(const CheckContext& ck, NodeId node) {
    for (std::size_t i = ck.type_tables.size(); i-- > 0;) {
        auto found = ck.type_tables[i].find(node);
        if (found != ck.type_tables[i].end() && found->second != nullptr) return found->second;
    }
    return nullptr;
}

LocalTypes::LocalTypes(CheckContext& ck) : ck_(ck) {
    ck_.type_tables.emplace_back();
}

LocalTypes::~LocalTypes() {
    if (open_) ck_.type_tables.pop_back();
}

TypeTable LocalTypes::take() {
    open_ = false;
    TypeTable table = std::move(ck_.type_tables.back());
    ck_.type_tables.pop_back();
    return table;
}

namespace {

TypeList without_known_values(CheckContext& ck, TypeList args) {
    std::vector<TypePtr> plain;
    plain.reserve(args.size());
    for (TypePtr arg : args) {
        plain.push_back(types::remove_instance_last_known_values(ck.cx, arg));
    }
    return ck.cx.arena.copy(plain);
}

}  // namespace

const types::Instance* named_type(CheckContext& ck, Name fullname) {
    return types::named_type(ck.cx, fullname);
}

const types::Instance* named_type(CheckContext& ck, std::string_view fullname) {
    return types::named_type(ck.cx, fullname);
}

const types::Instance* named_generic_type(CheckContext& ck, Name fullname, TypeList args) {
    return types::named_type(ck.cx, fullname, without_known_values(ck, args));
}

const types::Instance* named_generic_type(CheckContext& ck, Name fullname,
                                          std::initializer_list<TypePtr> args) {
    return named_generic_type(ck, fullname, TypeList(args.begin(), args.size()));
}

const types::Instance* named_generic_type(CheckContext& ck, std::string_view fullname,
                                          std::initializer_list<TypePtr> args) {
    return types::named_type(ck.cx, fullname,
                             without_known_values(ck, TypeList(args.begin(), args.size())));
}

const ClassInfo* lookup_class(CheckContext& ck, std::string_view fullname) {
    const types::Definition* found = types::find_qualified(ck.cx, fullname);
    if (const auto* alias = types::as<types::AliasInfo>(found)) {
        const auto* target = types::as<types::Instance>(alias->target);
        return target == nullptr ? nullptr : &types::class_info(ck.cx, *target);
    }
    return types::as<ClassInfo>(found);
}

TypePtr with_values(CheckContext& ck, TypePtr type) {
    if (ck.value_env == nullptr || type == nullptr) return type;
    if (types::is<types::PartialType>(type)) return type;
    return types::expand_type(ck.cx, type, *ck.value_env);
}

TypePtr not_implemented(CheckContext& ck) {
    ++ck.cx.not_implemented;
    return types::make_any(ck.cx, types::AnySource::NotImplemented);
}

}  // namespace krait::checker
