// subtypes_members.cpp
//
// Members as seen from outside, by simple rules: what is used before there is a checker, and what
// tells a settable attribute from a property or a method.

#include <algorithm>

#include "python/types/expand.h"
#include "python/types/factory.h"
#include "python/types/known.h"
#include "python/types/maptype.h"
#include "python/types/proper.h"
#include "python/types/signature.h"
#include "python/types/subtypes.h"
#include "python/types/typeops.h"
#include "python/types/typevars.h"

namespace krait::types {

namespace {

struct MemberSearch {
    Context& cx;
    const Instance& type;
    TypePtr self_type;
    MemberQuery query;

    /// Class type arguments put in, as the last step.
    TypePtr in_terms_of_type(TypePtr member, DefId owner) const {
        if (!owner) return member;
        const Instance* mapped = map_instance_to_supertype(cx, type, class_info(cx, owner));
        return expand_type_by_instance(cx, member, *mapped);
    }

    TypePtr bound(TypePtr function, bool binds_class, bool is_class_variable) const {
        if (query.class_obj && !binds_class) return function;
        return bind_self(cx, function, self_type, {.is_classmethod = is_class_variable});
    }

    TypePtr of_function(const Definition& function) const {
        bool is_class = false;
        bool is_property = false;
        if (const auto* plain = as<FunctionInfo>(&function)) {
            is_class = plain->is_class;
            is_property = plain->is_property;
        } else if (const auto* overloaded = as<OverloadedInfo>(&function)) {
            is_class = overloaded->is_class;
            is_property = overloaded->is_property;
        }
        TypePtr signature = bound(function_type(cx, function, *object_type(cx)), is_class, false);
        if (is_property && !query.class_obj) {
            if (const auto* getter = as<CallableType>(signature)) signature = getter->ret_type;
        }
        return in_terms_of_type(signature, function.enclosing_class);
    }

    TypePtr of_variable(const VarInfo& variable, bool is_lvalue) const {
        TypePtr declared = variable.type;
        bool is_setter =
            variable.is_settable_property && is_lvalue && variable.setter_type != nullptr;
        if (is_setter) declared = variable.setter_type;
        if (declared == nullptr) return make_any(cx, AnySource::FromError);
        declared = expand_self_type(cx, variable, declared, self_type);
        TypePtr proper = get_proper(cx, declared);
        if (!is_function_like(proper) || !variable.is_initialized_in_class ||
            variable.is_staticmethod) {
            return in_terms_of_type(declared, variable.enclosing_class);
        }
        TypePtr signature = bound(proper, variable.is_classmethod, variable.is_classmethod);
        const auto* accessor = as<CallableType>(signature);
        if (variable.is_property && !query.class_obj && accessor != nullptr) {
            bool takes_value = is_setter && !accessor->parameters.empty();
            signature = takes_value ? accessor->parameters[0].type : accessor->ret_type;
        }
        return in_terms_of_type(signature, variable.enclosing_class);
    }

    TypePtr of_method(const Definition& method, bool is_lvalue) const {
        if (const auto* decorated = as<DecoratedInfo>(&method)) {
            if (decorated->variable == nullptr) return make_any(cx, AnySource::FromError);
            return of_variable(*decorated->variable, false);
        }
        const auto* overloaded = as<OverloadedInfo>(&method);
        if (overloaded != nullptr && overloaded->is_property && !overloaded->items.empty()) {
            // The getter's variable knows of the setter too.
            if (const auto* getter = as<DecoratedInfo>(overloaded->items[0]);
                getter != nullptr && getter->variable != nullptr) {
                return of_variable(*getter->variable, is_lvalue);
            }
        }
        return of_function(method);
    }

    /// What __getattr__ gives for names that the class lacks; null if it has no such method.
    TypePtr of_getattr(const ClassInfo& info) const {
        for (Name name : {known::getattribute, known::getattr}) {
            const Definition* method = find_method(cx, info, name);
            if (method == nullptr) continue;
            const ClassInfo& owner = class_info(cx, method->enclosing_class);
            if (owner.fullname == known::builtins_object) continue;
            TypePtr accessor = get_proper(cx, of_method(*method, false));
            const auto* callable = as<CallableType>(accessor);
            return callable == nullptr ? accessor : callable->ret_type;
        }
        return nullptr;
    }

    bool may_use_getattr(Name name) const {
        return name != known::getattr && name != known::setattr && name != known::getattribute &&
               !query.is_operator && !query.class_obj && type.extra == nullptr;
    }

    TypePtr of_extra(Name name) const {
        if (type.extra == nullptr) return nullptr;
        for (const ExtraAttribute& attribute : type.extra->attributes) {
            if (attribute.name == name) return attribute.type;
        }
        return nullptr;
    }
};

const Definition* definition_of(Context& cx, const ClassInfo& info, Name name) {
    Member member = find_member(cx, info, name);
    return member ? cx.reader.definition(member.symbol->target) : nullptr;
}

bool has_own_getattr(Context& cx, const ClassInfo& info) {
    for (Name name : {known::getattribute, known::getattr}) {
        const Definition* method = find_method(cx, info, name);
        if (method != nullptr &&
            class_info(cx, method->enclosing_class).fullname != known::builtins_object) {
            return true;
        }
    }
    return false;
}

MemberFlags flags_of_variable(Context& cx, const VarInfo& variable, bool class_obj) {
    MemberFlags flags{.var = true};
    if (variable.is_property) return flags;
    flags.settable = !variable.is_final;
    flags.classvar = (variable.is_classvar && !is_descriptor(cx, variable.type)) ||
                     (class_obj && variable.is_inferred);
    return flags;
}

}  // namespace

TypePtr find_member_type_simply(Context& cx, Name name, const Instance& type, TypePtr self_type,
                                MemberQuery query) {
    MemberSearch search{cx, type, self_type, query};
    const ClassInfo& info = class_info(cx, type);
    if (const Definition* method = find_method(cx, info, name)) {
        return search.of_method(*method, query.is_lvalue);
    }
    const Definition* node = definition_of(cx, info, name);
    if (const auto* variable = as<VarInfo>(node)) return search.of_variable(*variable, false);
    if (node == nullptr && search.may_use_getattr(name)) {
        if (TypePtr found = search.of_getattr(info)) return found;
    }
    if (info.fallback_to_any || (query.class_obj && info.meta_fallback_to_any)) {
        return make_any(cx, AnySource::SpecialForm);
    }
    if (const auto* nested = as<ClassInfo>(node)) {
        return make_type_type(cx, fill_typevars_with_any(cx, *nested));
    }
    return search.of_extra(name);
}

TypePtr find_member_type(Context& cx, Name name, const Instance& type, TypePtr self_type,
                         MemberQuery query) {
    if (cx.members == nullptr) return find_member_type_simply(cx, name, type, self_type, query);
    const ClassInfo& info = class_info(cx, type);
    if (definition_of(cx, info, name) == nullptr) {
        // Errors are not shown here, so that a name is missing must be found out first.
        MemberSearch search{cx, type, self_type, query};
        if (!search.may_use_getattr(name) || !has_own_getattr(cx, info)) {
            if (info.fallback_to_any || (query.class_obj && info.meta_fallback_to_any)) {
                return make_any(cx, AnySource::SpecialForm);
            }
            return search.of_extra(name);
        }
    }
    return cx.members->member_type(name, type, self_type, query);
}

MemberFlags get_member_flags(Context& cx, Name name, const Instance& type, bool class_obj) {
    const ClassInfo& info = class_info(cx, type);
    const Definition* method = find_method(cx, info, name);
    if (const auto* decorated = as<DecoratedInfo>(method)) {
        if (decorated->variable == nullptr) return {};
        const VarInfo& variable = *decorated->variable;
        if (variable.is_staticmethod || variable.is_classmethod) return {.class_or_static = true};
        return {.var = variable.is_property};
    }
    if (const auto* overloaded = as<OverloadedInfo>(method);
        overloaded != nullptr && overloaded->is_property) {
        const auto* getter =
            overloaded->items.empty() ? nullptr : as<DecoratedInfo>(overloaded->items[0]);
        if (getter == nullptr || getter->variable == nullptr) return {.var = true};
        bool settable = getter->variable->is_settable_property ||
                        find_method(cx, info, known::setattr) != nullptr;
        if (!settable) return {.var = true};
        return {.settable = true,
                .var = true,
                .explicit_setter = getter->variable->setter_type != nullptr};
    }
    if (method != nullptr) return {};
    const Definition* node = definition_of(cx, info, name);
    if (const auto* variable = as<VarInfo>(node)) {
        return flags_of_variable(cx, *variable, class_obj);
    }
    if (node != nullptr) return {};
    if (find_method(cx, info, known::setattr) != nullptr) return {.settable = true};
    if (MemberSearch{cx, type, &type, {}}.of_extra(name) == nullptr) return {};
    return {.settable =
                std::ranges::find(type.extra->immutable, name) == type.extra->immutable.end()};
}

bool is_descriptor(Context& cx, TypePtr type) {
    type = get_proper(cx, type);
    if (const auto* instance = as<Instance>(type)) {
        return static_cast<bool>(find_member(cx, class_info(cx, *instance), known::get));
    }
    const auto* whole = as<UnionType>(type);
    if (whole == nullptr) return false;
    TypeList items = relevant_items(cx, *whole);
    return std::all_of(items.begin(), items.end(),
                       [&](TypePtr item) { return is_descriptor(cx, item); });
}

}  // namespace krait::types
