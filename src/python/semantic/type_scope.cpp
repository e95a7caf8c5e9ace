// type_scope.cpp

#include "python/semantic/type_scope.h"

#include <algorithm>

namespace krait::semantic {

using types::TypeKind;
using types::TypeVarLike;

TypeScope::TypeScope(TypeScopePtr parent, bool is_class, TypeScopePtr prohibited, base::Name space)
    : parent_(std::move(parent)),
      prohibited_(std::move(prohibited)),
      is_class_(is_class),
      space_(space) {
    if (parent_) {
        function_id_ = parent_->function_id_;
        class_id_ = parent_->class_id_;
    }
}

TypeScopePtr TypeScope::root() {
    return std::make_shared<TypeScope>(nullptr, false, nullptr, base::Name::Empty);
}

TypeScopePtr TypeScope::function_frame(const TypeScopePtr& outer, base::Name space) {
    return std::make_shared<TypeScope>(outer, false, nullptr, space);
}

TypeScopePtr TypeScope::class_frame(const TypeScopePtr& outer, base::Name space) {
    TypeScopePtr function = outer;
    while (function && function->is_class_) function = function->parent_;
    return std::make_shared<TypeScope>(function, true, outer, space);
}

bool TypeScope::allows_binding(base::Name fullname) const {
    for (const Entry& entry : entries_) {
        if (entry.fullname == fullname) return false;
    }
    if (parent_ && !parent_->allows_binding(fullname)) return false;
    return !prohibited_ || prohibited_->allows_binding(fullname);
}

const TypeVarLike* TypeScope::bind_new(types::Context& cx, base::Name name,
                                       const types::TypeVariableInfo& variable) {
    std::int32_t raw = is_class_ ? ++class_id_ : --function_id_;
    TypeVarLike* made = nullptr;
    switch (variable.variable_kind) {
        case TypeKind::ParamSpec:
            made = cx.arena.make<types::ParamSpecType>();
            made->kind = TypeKind::ParamSpec;
            break;
        case TypeKind::TypeVarTuple: {
            auto* tuple = cx.arena.make<types::TypeVarTupleType>();
            tuple->kind = TypeKind::TypeVarTuple;
            tuple->tuple_fallback = variable.tuple_fallback;
            made = tuple;
            break;
        }
        default: {
            auto* plain = cx.arena.make<types::TypeVarType>();
            plain->kind = TypeKind::TypeVar;
            plain->values = variable.values;
            plain->variance = variable.variance;
            made = plain;
        }
    }
    made->name = name;
    made->fullname = variable.fullname;
    made->id = {raw, 0, space_};
    made->upper_bound = variable.upper_bound;
    made->default_type = variable.default_type;
    bind_existing(made);
    return made;
}

void TypeScope::bind_existing(const TypeVarLike* variable) {
    auto same = [&](const Entry& entry) { return entry.fullname == variable->fullname; };
    auto at = std::find_if(entries_.begin(), entries_.end(), same);
    if (at != entries_.end()) {
        at->variable = variable;
    } else {
        entries_.push_back({variable->fullname, variable});
    }
}

void TypeScope::bind_existing_of_function(const TypeVarLike* variable) {
    bind_existing(variable);
    function_id_ = std::min(function_id_, variable->id.raw);
}

const TypeVarLike* TypeScope::binding(base::Name fullname) const {
    for (const TypeScope* scope = this; scope != nullptr; scope = scope->parent_.get()) {
        for (const Entry& entry : scope->entries_) {
            if (entry.fullname == fullname) return entry.variable;
        }
    }
    return nullptr;
}

}  // namespace krait::semantic
