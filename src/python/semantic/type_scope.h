// type_scope.h
//
// Which type variables are bound where, and which numbers they get: those of classes count up from
// 1, those of functions down from -1 (mypy's tvar_scope.py). Numbers must come out the same in the
// interface job and in every body job, so they depend on the order of binding alone.

#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "python/types/context.h"
#include "python/types/definition.h"
#include "python/types/type.h"

namespace krait::semantic {

class TypeScope;
using TypeScopePtr = std::shared_ptr<TypeScope>;

class TypeScope {
public:
    TypeScope(TypeScopePtr parent, bool is_class, TypeScopePtr prohibited, base::Name space);

    static TypeScopePtr root();
    static TypeScopePtr function_frame(const TypeScopePtr& outer, base::Name space);
    static TypeScopePtr class_frame(const TypeScopePtr& outer, base::Name space);

    /// False if the variable is bound here or around here, where it can't be bound again.
    [[nodiscard]] bool allows_binding(base::Name fullname) const;
    const types::TypeVarLike* bind_new(types::Context& cx, base::Name name,
                                       const types::TypeVariableInfo& variable);
    void bind_existing(const types::TypeVarLike* variable);
    /// A function's own variables, as its signature has them.
    void bind_existing_of_function(const types::TypeVarLike* variable);
    [[nodiscard]] const types::TypeVarLike* binding(base::Name fullname) const;
    /// After a change to a variable that was just bound (its default).
    void rebind(const types::TypeVarLike* variable) { bind_existing(variable); }

private:
    struct Entry {
        base::Name fullname;
        const types::TypeVarLike* variable;
    };
    TypeScopePtr parent_;
    TypeScopePtr prohibited_;
    std::vector<Entry> entries_;  // few: searched from the end
    std::int32_t function_id_ = 0;
    std::int32_t class_id_ = 0;
    bool is_class_;
    base::Name space_;
};

}  // namespace krait::semantic
