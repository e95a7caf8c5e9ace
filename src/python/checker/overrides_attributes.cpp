// overrides_attributes.cpp: an assignment that defines an attribute, against base classes that have
// one of that name.

#include <algorithm>

#include "python/checker/expressions.h"
#include "python/checker/overrides.h"
#include "python/checker/report.h"
#include "python/checker/statements.h"
#include "python/checker/writable.h"
#include "python/messages/codes.h"
#include "python/types/subtypes.h"

namespace krait::checker {

namespace {

/// A target whose variable belongs to a class, in the assignment that may define it.
struct Attribute {
    const VarInfo& variable;
    const ClassInfo& info;
    NodeId lvalue;
    NodeId rvalue;
    bool is_new;  ///< this assignment is the definition
    [[nodiscard]] bool is_inferred() const {
        return variable.is_inferred && !variable.explicit_self_type;
    }
};

bool check_classvar(CheckContext& ck, const Attribute& attribute, const ClassInfo& base,
                    const Definition* original) {
    const auto* known = types::as<VarInfo>(original);
    if (known == nullptr || known->is_classvar == attribute.variable.is_classvar) return true;
    fail(ck, attribute.lvalue,
         known->is_classvar ? messages::texts::kCannotOverrideClassVar
                            : messages::texts::kCannotOverrideInstanceVar,
         {base::text_of(base.name)});
    return false;
}

/// Names of enums whose members are final in a way of their own.
bool is_enum_name(const ClassInfo& base, Name name) {
    static constexpr std::string_view kBases[] = {"enum.Enum", "enum.IntEnum", "enum.Flag",
                                                  "enum.IntFlag", "enum.StrEnum"};
    static constexpr std::string_view kNames[] = {
        "name",      "value",      "_name_",          "_value_", "_ignore_",  "_order_",
        "__order__", "__module__", "__annotations__", "__doc__", "__slots__", "__dict__"};
    auto holds = [](const auto& list, Name one) {
        return std::find(std::begin(list), std::end(list), base::text_of(one)) != std::end(list);
    };
    return holds(kBases, base.fullname) || holds(kNames, name);
}

bool check_final(CheckContext& ck, const Attribute& attribute, const ClassInfo& base,
                 const Definition* original) {
    if (original == nullptr || original->kind == types::DefinitionKind::Class ||
        original->kind == types::DefinitionKind::Alias ||
        original->kind == types::DefinitionKind::Module ||
        original->kind == types::DefinitionKind::TypeVariable ||
        original->kind == types::DefinitionKind::Placeholder) {
        return true;
    }
    Name name = attribute.variable.name;
    if (is_private(name)) return true;
    const bool is_final = attribute.variable.is_final;
    if (is_final_definition(original) && (is_final || types::as<VarInfo>(original) == nullptr)) {
        report_cant_override_final(ck, name, base, attribute.lvalue);
        return false;
    }
    if (is_final && !is_enum_name(base, name)) {
        check_if_final_overrides_writable(ck, name, original, attribute.lvalue);
    }
    return true;
}

void check_kinds(CheckContext& ck, const Attribute& attribute) {
    for (symbols::DefId id : attribute.info.mro) {
        const ClassInfo* base = class_by_id(ck, id);
        if (base == nullptr || base == &attribute.info) continue;
        const types::Symbol* symbol = own_symbol(ck, *base, attribute.variable.name);
        if (symbol == nullptr) continue;
        const Definition* original = definition_of_symbol(ck, symbol);
        if (!check_classvar(ck, attribute, *base, original)) return;
        if (!check_final(ck, attribute, *base, original)) return;
    }
}

/// For an attribute without annotation the type of this value is compared, not the attribute's.
TypePtr compared_type(CheckContext& ck, const Attribute& attribute) {
    const VarInfo& variable = attribute.variable;
    if (!attribute.is_inferred()) {
        return node_type_from_base(ck, variable.name, attribute.info, attribute.lvalue);
    }
    TypePtr context = types::is<PartialType>(variable.type) ? nullptr : variable.type;
    TypePtr value = accept(ck, attribute.rvalue, context);
    Restore type(writable(ck, variable).type, value);
    return node_type_from_base(ck, variable.name, attribute.info, attribute.lvalue);
}

bool check_type(CheckContext& ck, const Attribute& attribute, const ClassInfo& base, TypePtr type,
                TypePtr base_type, const Definition* original, bool custom_setter) {
    const std::string label =
        concat({"base class \"", base::text_of(base.name), "\" defined the type as"});
    if (!check_subtype(ck, type, base_type, attribute.rvalue,
                       messages::texts::kIncompatibleTypesInAssignment, "expression has type",
                       label)) {
        return false;
    }
    if (custom_setter || !is_writable_attribute(original) ||
        !config::is_error_code_enabled(ck.options, messages::codes::kMutableOverride)) {
        return true;
    }
    return check_subtype(ck, base_type, type, attribute.rvalue,
                         messages::texts::kCovariantOverrideOfMutableAttribute, label,
                         "expression has type");
}

/// False if the base class is the last that needs to be asked.
bool check_base(CheckContext& ck, const Attribute& attribute, const ClassInfo& base,
                const ClassInfo* last_direct_base, TypePtr type) {
    const VarInfo& variable = attribute.variable;
    if (variable.allow_incompatible_override &&
        !(is_text(variable.name, "__slots__") && is_fullname(base, "builtins.object"))) {
        return true;
    }
    if (is_private(variable.name)) return true;
    const Definition* original = own_definition(ck, base, variable.name);
    TypePtr base_type = node_type_from_base(ck, variable.name, base, attribute.lvalue);
    if (base_type == nullptr || types::is<PartialType>(base_type)) return true;
    const bool custom_setter = is_custom_settable_property(ck, original);
    if (!check_type(ck, attribute, base, type, base_type, original, custom_setter)) return false;
    if (custom_setter) {
        TypePtr taken =
            node_type_from_base(ck, variable.name, base, attribute.lvalue, nullptr, true);
        if (taken != nullptr && !types::is_subtype(ck.cx, taken, type)) {
            report_setter_incompatible(ck, type, taken, base, attribute.lvalue);
            return false;
        }
    }
    return &base != last_direct_base;
}

}  // namespace

void check_compatibility_all_supers(CheckContext& ck, NodeId lvalue, NodeId rvalue) {
    if (lvalue == NodeId::None || ck.synthetic.holds(lvalue)) return;
    auto fact = ck.bindings.names.find(lvalue);
    if (fact == ck.bindings.names.end() ||
        fact->second.scope != semantic::NameFact::Scope::Member) {
        return;
    }
    const auto* variable = types::as<VarInfo>(fact->second.definition);
    if (variable == nullptr) return;
    const ClassInfo* info = enclosing_class_of(ck, *variable);
    if (info == nullptr || info->bases.empty()) return;
    Attribute attribute{*variable, *info, lvalue, rvalue, fact->second.is_new_definition};
    if (!attribute.is_new && !attribute.is_inferred()) return;
    // Most names are new in their class.
    const bool overrides = std::any_of(info->mro.begin(), info->mro.end(), [&](symbols::DefId id) {
        const ClassInfo* base = class_by_id(ck, id);
        return base != nullptr && base != info && own_symbol(ck, *base, variable->name) != nullptr;
    });
    if (!overrides) return;
    if (attribute.is_new) check_kinds(ck, attribute);
    TypePtr type = compared_type(ck, attribute);
    if (type == nullptr) return;
    const ClassInfo* last = class_by_id(ck, info->bases.back()->type);
    for (symbols::DefId id : info->mro) {
        const ClassInfo* base = class_by_id(ck, id);
        if (base == nullptr || base == info) continue;
        if (!check_base(ck, attribute, *base, last, type)) return;
    }
}

}  // namespace krait::checker
