// members.h
//
// `x.name`: what the attribute of a value is. mypy's checkmember.py, in files by what stands before
// the dot: members.cpp decides and has the odd kinds, members_instance.cpp and members_class.cpp
// the two main ones, descriptors.cpp what __get__ and __set__ make of it.

#pragma once

#include "python/checker/context.h"

namespace krait::checker {

/// One access. Passed by value where a step changes it.
struct MemberContext {
    CheckContext& ck;
    TypePtr original_type;
    NodeId at;
    TypePtr self_type = nullptr;  ///< null: original_type
    bool is_lvalue = false;
    bool is_super = false;
    bool is_operator = false;  ///< looked up on the class, as operators are
    bool no_deferral = false;
    bool is_self = false;  ///< the object is the method's `self`
    bool suppress_errors = false;
    bool preserve_type_var_ids = false;
    base::ModuleId module = base::ModuleId::None;  ///< the object is this module
    NodeId rvalue = NodeId::None;

    [[nodiscard]] TypePtr self() const { return self_type != nullptr ? self_type : original_type; }
};

[[nodiscard]] TypePtr analyze_member_access(const MemberContext& mx, Name name, TypePtr type,
                                            const ClassInfo* override_info = nullptr,
                                            bool in_literal_context = false);
/// The same without looking at literals: what the steps call.
[[nodiscard]] TypePtr member_of(const MemberContext& mx, Name name, TypePtr type,
                                const ClassInfo* override_info = nullptr);

[[nodiscard]] TypePtr analyze_instance_member(const MemberContext& mx, Name name,
                                              const types::Instance& type,
                                              const ClassInfo* override_info);
/// Null if the class has no such attribute; the metaclass may.
[[nodiscard]] TypePtr analyze_class_attribute(
    const MemberContext& mx, Name name, const types::Instance& type,
    const types::Instance& metaclass_fallback, const ClassInfo* override_info = nullptr,
    std::span<const types::TypeVarLike* const> original_variables = {});

struct VariableAccess {
    bool implicit = false;
    const ClassInfo* owner = nullptr;  ///< where the variable has no class of its own
};
[[nodiscard]] TypePtr analyze_variable_member(const MemberContext& mx, Name name,
                                              const VarInfo& variable, const types::Instance& type,
                                              VariableAccess how = {});
[[nodiscard]] TypePtr analyze_function_member(const MemberContext& mx, Name name,
                                              const types::Definition& function,
                                              const types::Instance& type);
[[nodiscard]] TypePtr analyze_descriptor(const MemberContext& mx, TypePtr descriptor);
[[nodiscard]] TypePtr check_self_argument(const MemberContext& mx, TypePtr function,
                                          TypePtr dispatched, bool is_classmethod, Name name);
[[nodiscard]] TypePtr report_missing(const MemberContext& mx, TypePtr type, Name name,
                                     const ClassInfo* override_info = nullptr);
void check_final_member(const MemberContext& mx, Name name, const ClassInfo& info);
[[nodiscard]] TypePtr expand_self_if_needed(const MemberContext& mx, TypePtr type,
                                            const VarInfo& variable, const types::Instance& itype,
                                            bool is_class = false);

/// Whether the special method exists for an operator on this type.
[[nodiscard]] bool has_operator(CheckContext& ck, TypePtr type, Name method);

/// An error for the access, unless errors are suppressed.
void fail_member(const MemberContext& mx, const messages::Text& text);
void fail_member(const MemberContext& mx, const messages::Text& text,
                 std::initializer_list<std::string_view> values);

/// What the types room asks of the checker for structural subtyping.
class CheckerMembers final : public types::MemberAccess {
public:
    explicit CheckerMembers(CheckContext& ck) : ck_(ck) {}
    TypePtr member_type(Name name, const types::Instance& type, TypePtr self_type,
                        types::MemberQuery query) override;

private:
    CheckContext& ck_;
};

}  // namespace krait::checker
