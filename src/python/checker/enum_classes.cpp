// enum_classes.cpp: what enums may inherit from: no enum that has members, data types before enums,
// and one data type at most.

#include <algorithm>

#include "python/checker/facts.h"
#include "python/checker/report.h"
#include "python/checker/statements.h"
#include "python/types/format.h"

namespace krait::checker {

namespace {

bool is_enum_base(const ClassInfo& info) {
    static constexpr std::string_view kBases[] = {"enum.Enum", "enum.IntEnum", "enum.Flag",
                                                  "enum.IntFlag", "enum.StrEnum"};
    return std::find(std::begin(kBases), std::end(kBases), base::text_of(info.fullname)) !=
           std::end(kBases);
}

void check_members_attribute(CheckContext& ck, const ClassInfo& info) {
    const Definition* definition =
        definition_of_symbol(ck, own_symbol(ck, info, base::intern("__members__")));
    const auto* variable = types::as<VarInfo>(definition);
    if (variable == nullptr || !variable->has_explicit_value || is_enum_base(info)) return;
    NodeId first = NodeId::None;
    for (const auto& [node, fact] : ck.bindings.names) {
        if (fact.definition != variable || !fact.is_new_definition) continue;
        if (first == NodeId::None || node < first) first = node;
    }
    if (first != NodeId::None) fail(ck, first, messages::texts::kEnumMembersAttrWillBeOverridden);
}

void check_stub_members(CheckContext& ck, const ClassInfo& info, NodeId at) {
    if (!ck.module.is_stub || is_text(ck.module.name, "enum") ||
        is_text(ck.module.name, "_typeshed") || !types::enum_members(ck.cx, info).empty()) {
        return;
    }
    fail(ck, at, messages::codes::kNone,
         concat({"Detected enum \"", base::text_of(info.fullname),
                 "\" in a type stub with zero members. There is a chance this is due to a recent "
                 "change in the semantics of enum membership. If so, use `member = value` to mark "
                 "an enum member, instead of `member: type`"}));
    note(ck, at, messages::codes::kMisc,
         "See https://typing.readthedocs.io/en/latest/spec/enums.html#defining-members");
}

/// `class C(Enum, Mixin)` fails when it is executed.
void check_base_order(CheckContext& ck, const ClassInfo& info, NodeId at) {
    const Instance* enum_base = nullptr;
    for (const Instance* base : info.bases) {
        const bool is_enum = info_of(ck, *base).is_enum;
        if (enum_base == nullptr) {
            if (is_enum) enum_base = base;
        } else if (!is_enum) {
            fail(ck, at, messages::codes::kNone,
                 concat({"No non-enum mixin classes are allowed after \"",
                         types::type_to_string(ck.cx, enum_base), "\""}));
            return;
        }
    }
}

bool makes_values(CheckContext& ck, const ClassInfo& info) {
    types::Member found = get_member(ck, info, "__new__");
    return found && !is_fullname(*found.owner, "builtins.object");
}

bool has_data_type(CheckContext& ck, const ClassInfo& base) {
    if (!base.is_enum) return makes_values(ck, base);
    for (std::size_t i = 1; i + 1 < base.mro.size(); ++i) {
        const ClassInfo* one = class_by_id(ck, base.mro[i]);
        if (one != nullptr && !one->is_enum && makes_values(ck, *one)) return true;
    }
    return false;
}

void check_data_types(CheckContext& ck, const ClassInfo& info, NodeId at) {
    bool has_one = false;
    for (const Instance* base : info.bases) {
        if (!has_data_type(ck, info_of(ck, *base))) continue;
        if (has_one) {
            fail(ck, at, messages::codes::kNone,
                 concat({"Only a single data type mixin is allowed for Enum subtypes, found extra "
                         "\"",
                         types::type_to_string(ck.cx, base), "\""}));
        }
        has_one = true;
    }
}

}  // namespace

void check_enum_class(CheckContext& ck, const ClassInfo& info, NodeId at) {
    if (!info.is_enum) return;
    check_members_attribute(ck, info);
    for (std::size_t i = 1; i + 1 < info.mro.size(); ++i) {
        const ClassInfo* base = class_by_id(ck, info.mro[i]);
        if (base == nullptr || !base->is_enum || is_enum_base(*base)) continue;
        if (types::enum_members(ck.cx, *base).empty()) continue;
        fail(ck, at, messages::codes::kNone,
             concat({"Cannot extend enum with existing members: \"", base::text_of(base->name),
                     "\""}));
    }
    check_stub_members(ck, info, at);
    check_base_order(ck, info, at);
    check_data_types(ck, info, at);
}

}  // namespace krait::checker
