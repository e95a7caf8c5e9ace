// members.cpp: attribute access, decided by what stands before the dot.

#include "python/checker/members.h"

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/report.h"
#include "python/types/subtypes.h"

namespace krait::checker {

using types::TypeKind;

void fail_member(const MemberContext& mx, const messages::Text& text) {
    if (!mx.suppress_errors) fail(mx.ck, mx.at, text);
}

void fail_member(const MemberContext& mx, const messages::Text& text,
                 std::initializer_list<std::string_view> values) {
    if (!mx.suppress_errors) fail(mx.ck, mx.at, text, values);
}

TypePtr analyze_member_access(const MemberContext& mx, Name name, TypePtr type,
                              const ClassInfo* override_info, bool in_literal_context) {
    TypePtr result = member_of(mx, name, type, override_info);
    if (!in_literal_context) return result;
    const auto* instance = proper_as<Instance>(mx.ck, result);
    bool is_literal = instance != nullptr && instance->last_known_value != nullptr;
    return is_literal ? instance->last_known_value : result;
}

namespace {

TypePtr union_member(const MemberContext& mx, Name name, const UnionType& type) {
    ++mx.ck.reporter.type_names_disabled;
    std::vector<TypePtr> results;
    for (TypePtr item : types::relevant_items(mx.ck.cx, type)) {
        MemberContext inner = mx;
        inner.self_type = item;
        inner.is_self = false;
        results.push_back(member_of(inner, name, item));
    }
    --mx.ck.reporter.type_names_disabled;
    return simplified_union(mx.ck, results);
}

TypePtr none_member(const MemberContext& mx, Name name) {
    if (is_text(name, "__bool__")) {
        const Instance* fallback = named_type(mx.ck, known::builtins_bool);
        types::LiteralValue value{types::LiteralKind::Bool, base::intern("False")};
        return make_signature(mx.ck, {}, types::make_literal(mx.ck.cx, value, *fallback));
    }
    return member_of(mx, name, named_type(mx.ck, known::builtins_object));
}

TypePtr class_object_member(const MemberContext& mx, Name name, TypePtr type) {
    const CallableType& first = *function_items(mx.ck, type)[0];
    const Instance* fallback = types::function_fallback(type);
    const auto* instance = types::as<Instance>(types::get_instance_type(mx.ck.cx, first, true));
    if (instance == nullptr) return not_implemented(mx.ck);
    if (!mx.is_operator) {
        TypePtr found =
            analyze_class_attribute(mx, name, *instance, *fallback, nullptr, first.variables);
        if (found != nullptr) return found;
    }
    return member_of(mx, name, fallback);
}

/// The class whose attributes type[T] has, or null; `whole` is set where a type stands for all.
const Instance* class_behind(const MemberContext& mx, const TypeType& type, TypePtr& other,
                             bool& is_any_class) {
    CheckContext& ck = mx.ck;
    TypePtr item = proper(ck, type.item);
    if (const auto* variable = types::as<TypeVarType>(item)) {
        item = proper(ck, variable->upper_bound);
        if (types::is<UnionType>(item)) {
            other = types::make_type_type(ck.cx, item);
            return nullptr;
        }
        if (types::is<TypeType>(item) || is_function_like(item)) return nullptr;
    }
    if (types::is<AnyType>(item)) {
        is_any_class = true;
        return nullptr;
    }
    if (const auto* instance = types::as<Instance>(item)) return instance;
    if (const auto* tuple = types::as<TupleType>(item)) return types::tuple_fallback(ck.cx, *tuple);
    if (is_class_object(ck, item)) return types::function_fallback(item);
    if (const auto* inner = types::as<TypeType>(item)) {
        const auto* instance = proper_as<Instance>(ck, inner->item);
        return instance == nullptr ? nullptr : info_of(ck, *instance).metaclass;
    }
    return nullptr;
}

TypePtr type_type_member(const MemberContext& mx, Name name, const TypeType& type,
                         const ClassInfo* override_info) {
    CheckContext& ck = mx.ck;
    const Instance* fallback = named_type(ck, known::builtins_type);
    TypePtr other = nullptr;
    bool is_any_class = false;
    const Instance* item = class_behind(mx, type, other, is_any_class);
    if (other != nullptr) return member_of(mx, name, other, override_info);
    if (is_any_class) {
        Filter filter(ck);
        return member_of(mx, name, fallback, override_info);
    }
    bool ignore_messages = false;
    if (item != nullptr) {
        const Instance* metaclass = info_of(ck, *item).metaclass;
        if (metaclass != nullptr) fallback = metaclass;
        if (!mx.is_operator) {
            TypePtr found = analyze_class_attribute(mx, name, *item, *fallback, override_info);
            if (found != nullptr) {
                if (!is_any(ck, found) || !info_of(ck, *item).fallback_to_any) return found;
                ignore_messages = true;
            }
        }
    }
    Filter filter(ck, {.filter = ignore_messages});
    return member_of(mx, name, fallback, override_info);
}

TypePtr typed_dict_member(const MemberContext& mx, Name name, const TypedDictType& type,
                          const ClassInfo* override_info) {
    CheckContext& ck = mx.ck;
    const Parameter key{named_type(ck, known::builtins_str), ArgKind::Pos};
    if (is_text(name, "__setitem__")) {
        TypePtr item = any_type(ck, AnySource::ImplementationArtifact);
        if (is_kind(ck, mx.at, NodeKind::Subscript) && !ck.synthetic.holds(mx.at)) {
            auto [value, keys] = typed_dict_item(ck, type, ck.tree.subscript(mx.at).slice, true);
            item = value;
            if (!mx.suppress_errors) report_readonly_keys(ck, type, keys, mx.at);
        }
        return make_signature(ck, {key, {item, ArgKind::Pos}}, none_type(ck), name);
    }
    if (is_text(name, "__delitem__")) return make_signature(ck, {key}, none_type(ck), name);
    return member_of(mx, name, type.fallback, override_info);
}

TypePtr variable_bound_member(const MemberContext& mx, Name name, const TypeVarLike& variable,
                              const ClassInfo* override_info) {
    const auto* plain = types::as<TypeVarType>(&variable);
    if (plain != nullptr && !plain->values.empty()) {
        std::vector<TypePtr> values(plain->values.begin(), plain->values.end());
        return member_of(mx, name, simplified_union(mx.ck, values), override_info);
    }
    return member_of(mx, name, variable.upper_bound, override_info);
}

}  // namespace

TypePtr member_of(const MemberContext& mx, Name name, TypePtr type,
                  const ClassInfo* override_info) {
    CheckContext& ck = mx.ck;
    type = proper(ck, type);
    switch (type->kind) {
        case TypeKind::Instance:
            return analyze_instance_member(mx, name, types::expect<Instance>(type), override_info);
        case TypeKind::Any:
            return any_from(ck, type);
        case TypeKind::Union:
            return union_member(mx, name, types::expect<UnionType>(type));
        case TypeKind::Callable:
        case TypeKind::Overloaded:
            if (is_class_object(ck, type)) return class_object_member(mx, name, type);
            return member_of(mx, name, types::function_fallback(type), override_info);
        case TypeKind::TypeType:
            return type_type_member(mx, name, types::expect<TypeType>(type), override_info);
        case TypeKind::Tuple:
            return member_of(mx, name, types::tuple_fallback(ck.cx, types::expect<TupleType>(type)),
                             override_info);
        case TypeKind::Literal:
            return member_of(mx, name, types::expect<LiteralType>(type).fallback, override_info);
        case TypeKind::TypedDict:
            return typed_dict_member(mx, name, types::expect<TypedDictType>(type), override_info);
        case TypeKind::None:
            return none_member(mx, name);
        case TypeKind::TypeVar:
        case TypeKind::ParamSpec:
        case TypeKind::TypeVarTuple:
            return variable_bound_member(mx, name, *types::as_type_var_like(type), override_info);
        case TypeKind::Deleted:
            if (!mx.suppress_errors) report_deleted_as_rvalue(ck, type, mx.at);
            return any_type(ck, AnySource::FromError);
        case TypeKind::Uninhabited:
            return never_type(ck, types::expect<UninhabitedType>(type).ambiguous);
        default:
            return report_missing(mx, type, name);
    }
}

namespace {

bool would_be_there_if_awaited(const MemberContext& mx, Name name, TypePtr type,
                               const ClassInfo* override_info) {
    CheckContext& ck = mx.ck;
    if (ck.checking_missing_await) return false;
    Restore restore(ck.checking_missing_await, true);
    Filter filter(ck);
    TypePtr awaited = precise_awaitable_type(ck, type, mx.at, filter);
    if (awaited == nullptr) return false;
    MemberContext inner = mx;
    inner.self_type = awaited;
    (void)member_of(inner, name, awaited, override_info);
    return !filter.has_errors();
}

}  // namespace

TypePtr report_missing(const MemberContext& mx, TypePtr type, Name name,
                       const ClassInfo* override_info) {
    CheckContext& ck = mx.ck;
    if (mx.suppress_errors) return any_type(ck, AnySource::FromError);
    const char* code = report_has_no_attribute(ck, mx.original_type, type, name, mx.at, mx.module);
    if (!ck.reporter.prefers_simple() && would_be_there_if_awaited(mx, name, type, override_info)) {
        report_possible_missing_await(ck, mx.at, code);
    }
    return any_type(ck, AnySource::FromError);
}

bool has_operator(CheckContext& ck, TypePtr type, Name method) {
    type = proper(ck, type);
    if (const TypeVarLike* variable = types::as_type_var_like(type)) {
        type = proper(ck, types::values_or_bound(ck.cx, *variable));
    }
    if (types::is<AnyType>(type)) return true;
    if (const auto* options = types::as<UnionType>(type)) {
        for (TypePtr item : types::relevant_items(ck.cx, *options)) {
            if (!has_operator(ck, item, method)) return false;
        }
        return true;
    }
    auto fallback_has = [&](const Instance* fallback) {
        if (fallback == nullptr) fallback = named_type(ck, known::builtins_object);
        return has_readable_member(ck, info_of(ck, *fallback), method);
    };
    if (is_class_object(ck, type)) return fallback_has(types::function_fallback(type));
    if (const auto* tuple = types::as<TupleType>(type)) {
        return fallback_has(types::tuple_fallback(ck.cx, *tuple));
    }
    if (const auto* literal = types::as<LiteralType>(type)) return fallback_has(literal->fallback);
    if (const auto* dict = types::as<TypedDictType>(type)) return fallback_has(dict->fallback);
    if (const auto* instance = types::as<Instance>(type)) return fallback_has(instance);
    const auto* type_type = types::as<TypeType>(type);
    if (type_type == nullptr) return fallback_has(nullptr);

    TypePtr item = proper(ck, type_type->item);
    if (const auto* variable = types::as<TypeVarType>(item)) {
        item = proper(ck, types::values_or_bound(ck.cx, *variable));
    }
    auto metaclass_has = [&](TypePtr one) {
        one = proper(ck, one);
        if (types::is<AnyType>(one)) return true;
        const Instance* instance = types::try_getting_instance_fallback(ck.cx, one);
        const Instance* metaclass =
            instance == nullptr ? nullptr : info_of(ck, *instance).metaclass;
        return fallback_has(metaclass != nullptr ? metaclass
                                                 : named_type(ck, known::builtins_type));
    };
    const auto* options = types::as<UnionType>(item);
    if (options == nullptr) return metaclass_has(item);
    for (TypePtr one : types::relevant_items(ck.cx, *options)) {
        if (!metaclass_has(one)) return false;
    }
    return true;
}

namespace {

/// Nothing that the class, its fallbacks or __getattr__ know: no need to ask further.
bool is_certainly_missing(CheckContext& ck, const ClassInfo& info, const Instance& type, Name name,
                          const types::MemberQuery& query) {
    std::string_view text = base::text_of(name);
    const bool may_be_dynamic = text != "__getattr__" && text != "__setattr__" &&
                                text != "__getattribute__" && !query.is_operator &&
                                !query.class_obj && type.extra == nullptr;
    if (!may_be_dynamic) return true;
    for (std::string_view hook : {"__getattribute__", "__getattr__"}) {
        const Definition* method = types::find_method(ck.cx, info, base::intern(hook));
        if (method == nullptr) continue;
        const ClassInfo* owner = enclosing_class_of(ck, *method);
        if (owner != nullptr && !is_fullname(*owner, "builtins.object")) return false;
    }
    return true;
}

}  // namespace

TypePtr CheckerMembers::member_type(Name name, const Instance& type, TypePtr self_type,
                                    types::MemberQuery query) {
    const ClassInfo& info = info_of(ck_, type);
    if (!get_member(ck_, info, name) && is_certainly_missing(ck_, info, type, name, query)) {
        if (info.fallback_to_any || (query.class_obj && info.meta_fallback_to_any)) {
            return any_type(ck_);
        }
        if (type.extra != nullptr) {
            for (const types::ExtraAttribute& extra : type.extra->attributes) {
                if (extra.name == name) return extra.type;
            }
        }
        return nullptr;
    }
    auto seen = [&](TypePtr seen_type) {
        return query.class_obj ? types::make_type_type(ck_.cx, seen_type) : seen_type;
    };
    MemberContext mx{ck_, seen(&type), NodeId::None, seen(self_type)};
    mx.is_lvalue = query.is_lvalue;
    mx.is_operator = query.is_operator;
    mx.suppress_errors = true;
    mx.preserve_type_var_ids = true;
    Filter filter(ck_, {.deprecated = true});
    if (!query.class_obj) return analyze_instance_member(mx, name, type, &info);
    const Instance* fallback = info.metaclass;
    if (fallback == nullptr) fallback = named_type(ck_, known::builtins_type);
    return analyze_class_attribute(mx, name, type, *fallback);
}

}  // namespace krait::checker
