// typeops_classes.cpp
//
// Classes as objects: the constructor, made from whichever of __init__ and __new__ comes first
// along the MRO.

#include <algorithm>

#include "python/types/expand.h"
#include "python/types/factory.h"
#include "python/types/known.h"
#include "python/types/maptype.h"
#include "python/types/proper.h"
#include "python/types/same.h"
#include "python/types/signature.h"
#include "python/types/subtypes.h"
#include "python/types/typeops.h"
#include "python/types/typevars.h"

namespace krait::types {

namespace {

struct ConstructorMethod {
    const Definition* definition = nullptr;
    std::size_t place = 0;  ///< of its class in the MRO
    explicit operator bool() const { return definition != nullptr; }
};

/// A function, an overload, or a decorated function that is still callable; else none.
ConstructorMethod find_constructor(Context& cx, const ClassInfo& info, Name name) {
    Member member = find_member(cx, info, name);
    if (!member) return {};
    const Definition* found = cx.reader.definition(member.symbol->target);
    if (found == nullptr) return {};
    if (const auto* decorated = as<DecoratedInfo>(found)) {
        if (!is_function_like(get_proper(cx, type_of_definition(decorated)))) return {};
    } else if (found->kind != DefinitionKind::Function &&
               found->kind != DefinitionKind::Overloaded) {
        return {};
    }
    auto place = std::find(info.mro.begin(), info.mro.end(), found->enclosing_class);
    if (place == info.mro.end())
        place = std::find(info.mro.begin(), info.mro.end(), member.owner->id);
    return {found, static_cast<std::size_t>(place - info.mro.begin())};
}

bool has_name(Context& cx, const ClassInfo& info, Name name) {
    return static_cast<bool>(find_member(cx, info, name));
}

/// The self type that an __init__ declares, if it is not the plain one.
TypePtr explicit_self_type(Context& cx, const CallableType& function, const ClassInfo& info) {
    if (is<UninhabitedType>(get_proper(cx, function.ret_type))) return function.ret_type;
    if (function.parameters.empty() || function.parameters[0].kind != ArgKind::Pos) return nullptr;
    TypePtr self_type = function.parameters[0].type;
    return is_equal(self_type, fill_typevars(cx, info)) ? nullptr : self_type;
}

/// A class with a base that is Any, and no constructor of its own, takes anything.
TypePtr universal_constructor(Context& cx, const ClassInfo& info, const Instance& fallback) {
    TypePtr any = make_any(cx, AnySource::SpecialForm);
    Parameter parameters[] = {{any, ArgKind::Star, base::intern("_args")},
                              {any, ArgKind::Star2, base::intern("_kwds")}};
    const CallableType* signature =
        make_callable(cx, parameters, any, *named_type(cx, known::builtins_function));
    signature = modified(cx, *signature, [](CallableType& copy) { copy.is_bound = true; });
    return class_callable(cx, *signature, {.info = info, .type_type = fallback});
}

/// Whether __new__'s declared result, rather than the class, is what calling the class gives.
bool new_returns_otherwise(Context& cx, TypePtr explicit_type, TypePtr default_type) {
    if (const auto* any = as<AnyType>(explicit_type)) {
        if (any->source != AnySource::Unannotated) return true;
    }
    return !is_equivalent(cx, default_type, explicit_type, {.ignore_type_params = true});
}

bool may_be_declared_result(TypePtr type) {
    return is<Instance>(type) || is<TupleType>(type) || is<UninhabitedType>(type) ||
           is<LiteralType>(type);
}

}  // namespace

TypePtr type_object_type(Context& cx, const ClassInfo& info) {
    ConstructorMethod init = find_constructor(cx, info, known::init);
    if (!init) return make_any(cx, AnySource::FromError);
    ConstructorMethod new_method = init;  // small test stubs have no __new__
    if (has_name(cx, info, known::new_)) {
        new_method = find_constructor(cx, info, known::new_);
        if (!new_method) return make_any(cx, AnySource::FromError);
    }
    const Instance* fallback =
        info.metaclass != nullptr ? info.metaclass : named_type(cx, known::builtins_type);
    bool is_new = init.place > new_method.place;
    const ConstructorMethod& method = is_new ? new_method : init;
    const ClassInfo& owner = class_info(cx, method.definition->enclosing_class);
    if (init.place == new_method.place && owner.fullname == known::builtins_object &&
        info.fallback_to_any) {
        return universal_constructor(cx, info, *fallback);
    }
    TypePtr signature = method.definition->kind == DefinitionKind::Decorated
                            ? get_proper(cx, type_of_definition(method.definition))
                            : function_type(cx, *method.definition, *fallback);
    TypePtr made = type_object_type_from_function(cx, signature, info, owner, *fallback, is_new);
    if (owner.fullname == known::builtins_tuple && info.fullname != known::builtins_tuple) {
        if (const auto* callable = as<CallableType>(made)) {
            return modified(cx, *callable,
                            [](CallableType& copy) { copy.special_signature_tuple = true; });
        }
    }
    return made;
}

TypePtr type_object_type_from_function(Context& cx, TypePtr signature, const ClassInfo& info,
                                       const ClassInfo& def_info, const Instance& fallback,
                                       bool is_new) {
    // Explicit self types are gone once self is bound, so they are noted first.
    std::vector<TypePtr> self_types;
    for (const CallableType* item : FunctionItems(signature)) {
        bool relevant = !is_new && !info.is_newtype;
        self_types.push_back(relevant ? explicit_self_type(cx, *item, def_info) : nullptr);
    }
    signature = bind_self(cx, signature, fill_typevars(cx, info),
                          {.is_classmethod = is_new, .ignore_instances = true});
    signature = map_type_from_supertype(cx, signature, info, def_info);
    ClassCallable how{.info = info,
                      .def_info = &def_info,
                      .type_type = fallback,
                      .special_signature_dict = def_info.fullname == known::builtins_dict,
                      .is_new = is_new};
    if (const auto* callable = as<CallableType>(signature)) {
        how.orig_self_type = self_types.empty() ? nullptr : self_types[0];
        return class_callable(cx, *callable, how);
    }
    std::vector<const CallableType*> items;
    for (const CallableType* item : FunctionItems(signature)) {
        how.orig_self_type = items.size() < self_types.size() ? self_types[items.size()] : nullptr;
        items.push_back(class_callable(cx, *item, how));
    }
    if (items.empty()) return make_any(cx, AnySource::FromError);
    return make_overloaded(cx, items);
}

const CallableType* class_callable(Context& cx, const CallableType& init_type,
                                   const ClassCallable& how) {
    std::vector<const TypeVarLike*> variables(how.info.type_vars.begin(), how.info.type_vars.end());
    variables.insert(variables.end(), init_type.variables.begin(), init_type.variables.end());
    TypePtr default_type = fill_typevars(cx, how.info);
    TypePtr default_in_definer =
        how.def_info != nullptr ? fill_typevars(cx, *how.def_info) : default_type;
    TypePtr explicit_type = get_proper(cx, how.is_new ? init_type.ret_type : how.orig_self_type);
    const auto* default_instance = as<Instance>(default_type);
    TypePtr ret_type = default_type;
    if (how.is_new && explicit_type != nullptr &&
        new_returns_otherwise(cx, explicit_type, default_in_definer)) {
        ret_type = explicit_type;
    } else if (may_be_declared_result(explicit_type) && default_instance != nullptr &&
               !class_info(cx, *default_instance).is_protocol &&
               is_subtype(cx, explicit_type, default_type, {.ignore_type_params = true})) {
        ret_type = explicit_type;
    }
    return modified(cx, init_type, [&](CallableType& copy) {
        copy.ret_type = ret_type;
        copy.fallback = &how.type_type;
        copy.name = how.info.name;
        copy.variables = cx.arena.copy(variables);
        copy.special_signature_dict = how.special_signature_dict;
        copy.instance_type = default_type;
    });
}

TypePtr map_type_from_supertype(Context& cx, TypePtr type, const ClassInfo& sub_info,
                                const ClassInfo& super_info) {
    TypePtr self = fill_typevars(cx, sub_info);
    const Instance* instance = as<Instance>(self);
    if (const auto* tuple = as<TupleType>(self)) instance = tuple_fallback(cx, *tuple);
    return expand_type_by_instance(cx, type, *map_instance_to_supertype(cx, *instance, super_info));
}

bool custom_special_method(Context& cx, TypePtr type, Name name, bool check_all) {
    type = get_proper(cx, type);
    if (const auto* instance = as<Instance>(type)) {
        Member member = find_member(cx, class_info(cx, *instance), name);
        const Definition* method = member ? cx.reader.definition(member.symbol->target) : nullptr;
        if (method == nullptr || !method->enclosing_class) return false;
        if (method->kind == DefinitionKind::Class || method->kind == DefinitionKind::Alias) {
            return false;
        }
        std::string_view owner = base::text_of(class_info(cx, method->enclosing_class).fullname);
        return !owner.starts_with("builtins.") && !owner.starts_with("typing.");
    }
    if (const auto* whole = as<UnionType>(type)) {
        auto has_it = [&](TypePtr item) {
            return custom_special_method(cx, item, name, check_all);
        };
        return check_all ? std::all_of(whole->items.begin(), whole->items.end(), has_it)
                         : std::any_of(whole->items.begin(), whole->items.end(), has_it);
    }
    if (const auto* tuple = as<TupleType>(type)) {
        return custom_special_method(cx, tuple_fallback(cx, *tuple), name, check_all);
    }
    if (is_type_obj(cx, type)) {
        return custom_special_method(cx, function_fallback(type), name, check_all);
    }
    if (const auto* class_object = as<TypeType>(type)) {
        const auto* item = as<Instance>(class_object->item);
        const Instance* metaclass = item == nullptr ? nullptr : class_info(cx, *item).metaclass;
        return metaclass != nullptr && custom_special_method(cx, metaclass, name, check_all);
    }
    return is<AnyType>(type);  // in doubt, no false alarm
}

}  // namespace krait::types
