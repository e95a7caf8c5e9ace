// overrides.h
//
// What a class's members owe to those of its base classes. The rules are mypy's; where the base's
// type is not known yet nothing is said, because a wrong error is worse than a missed one.

#pragma once

#include <string>
#include <string_view>

#include "python/checker/context.h"
#include "python/checker/facts.h"

namespace krait::checker {

/// A class's own member as it is found through an instance of `current`, bound to it; null if it
/// isn't there or has no type yet. `current` null: the class around what is being checked.
[[nodiscard]] TypePtr node_type_from_base(CheckContext& ck, Name name, const ClassInfo& base,
                                          NodeId at, const ClassInfo* current = nullptr,
                                          bool setter_type = false);
/// What base classes say of an attribute that is assigned without annotation: the type in the most
/// derived of them. `is_known`: one has the attribute; a null type then means that they disagree.
struct BaseContext {
    TypePtr type = nullptr;
    bool is_known = false;
};
[[nodiscard]] BaseContext context_from_bases(CheckContext& ck, const VarInfo& variable,
                                             const ClassInfo& info);
/// A class's own member's definition, or null.
[[nodiscard]] const Definition* own_definition(CheckContext& ck, const ClassInfo& info, Name name);
/// A property whose setter is known to take another type than the getter gives.
[[nodiscard]] bool is_custom_settable_property(CheckContext& ck, const Definition* definition);
/// A final name must not stand where the base class lets anybody assign.
void check_if_final_overrides_writable(CheckContext& ck, Name name, const Definition* base,
                                       NodeId at);

/// Two signatures of a method, and the words for them.
struct Override {
    TypePtr override;  ///< function-like, as is `original`
    TypePtr original;
    Name name = Name::Empty;
    Name name_in_super = Name::Empty;
    std::string supertype{};   ///< as the message calls the base class
    std::string class_name{};  ///< of the overriding function, where there is one
    NodeId at = NodeId::None;
    NodeId function = NodeId::None;  ///< whose parameters are those of `override`, if any is
    bool original_class_or_static = false;
    bool override_class_or_static = false;
};
/// False if the override is not fit, which is reported.
bool check_override(CheckContext& ck, const Override& pair);

// --- report_overrides.cpp
void report_signature_incompatible(CheckContext& ck, const Override& pair);
void report_overload_order(CheckContext& ck, const Override& pair);
/// `argument` counts from 1; `at` is the parameter where it can be told.
void report_argument_incompatible(CheckContext& ck, const Override& pair, std::size_t argument,
                                  TypePtr type_in_super, NodeId at);
void report_return_incompatible(CheckContext& ck, const Override& pair, TypePtr original,
                                TypePtr override);
void report_setter_incompatible(CheckContext& ck, TypePtr type, TypePtr original,
                                const ClassInfo& base, NodeId at);
void report_covariant_override(CheckContext& ck, TypePtr original, TypePtr type,
                               const ClassInfo& base, NodeId at);
void report_cant_override_final(CheckContext& ck, Name name, const ClassInfo& base, NodeId at);
void report_final_overrides_writable(CheckContext& ck, Name name, NodeId at);
void report_no_overridable_method(CheckContext& ck, Name name, NodeId at);
void report_missing_override_decorator(CheckContext& ck, Name name, const ClassInfo& base,
                                       NodeId at);
void report_base_definitions_incompatible(CheckContext& ck, Name name, const ClassInfo& first,
                                          const ClassInfo& second, NodeId at);

}  // namespace krait::checker
