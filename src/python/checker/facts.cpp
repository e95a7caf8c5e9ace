// facts.cpp: answers about types and definitions, one funnel for what mypy keeps as methods.

#include "python/checker/facts.h"

#include <charconv>

#include "python/syntax/words.h"
#include "python/types/subtypes.h"
#include "python/types/visit.h"

namespace krait::checker {

using types::TypeKind;
using types::Verdict;

bool is_text(Name name, std::string_view text) {
    return base::text_of(name) == text;
}

bool is_fullname(const ClassInfo& info, std::string_view fullname) {
    return base::text_of(info.fullname) == fullname;
}

bool is_instance_of(CheckContext& ck, TypePtr type, std::string_view fullname) {
    const auto* instance = proper_as<Instance>(ck, type);
    return instance != nullptr && is_fullname(info_of(ck, *instance), fullname);
}

bool is_class_object(CheckContext& ck, TypePtr type) {
    return is_function_like(type) && types::is_type_obj(ck.cx, type);
}

std::span<const CallableType* const> function_items(CheckContext& ck, TypePtr type) {
    if (const auto* overload = types::as<OverloadedType>(type)) return overload->items;
    const auto* callable = types::as<CallableType>(type);
    if (callable == nullptr) return {};
    return ck.cx.arena.copy({callable});
}

TypePtr any_type(CheckContext& ck, AnySource source) {
    return types::make_any(ck.cx, source);
}

TypePtr any_from(CheckContext& ck, TypePtr source_any) {
    const auto* any = proper_as<AnyType>(ck, source_any);
    if (any == nullptr) return any_type(ck);
    return types::make_any_from(ck.cx, *any);
}

TypePtr none_type(CheckContext& ck) {
    return types::make_none(ck.cx);
}

TypePtr never_type(CheckContext& ck, bool ambiguous) {
    return types::make_never(ck.cx, ambiguous);
}

TypePtr union_of(CheckContext& ck, const std::vector<TypePtr>& items) {
    return types::make_union(ck.cx, ck.cx.arena.copy(items));
}

TypePtr simplified_union(CheckContext& ck, const std::vector<TypePtr>& items) {
    return types::make_simplified_union(ck.cx, ck.cx.arena.copy(items));
}

TypePtr optional_of(CheckContext& ck, TypePtr type) {
    return types::make_optional(ck.cx, type);
}

TypeList copy_list(CheckContext& ck, const std::vector<TypePtr>& items) {
    return ck.cx.arena.copy(items);
}

const TupleType* tuple_of(CheckContext& ck, const std::vector<TypePtr>& items,
                          const Instance* fallback) {
    if (fallback == nullptr) return types::make_plain_tuple(ck.cx, ck.cx.arena.copy(items));
    return types::make_tuple(ck.cx, ck.cx.arena.copy(items), *fallback);
}

const TupleType* with_items(CheckContext& ck, const TupleType& type,
                            const std::vector<TypePtr>& items) {
    return types::with_items(ck.cx, type, ck.cx.arena.copy(items));
}

const CallableType* make_signature(CheckContext& ck, const std::vector<Parameter>& parameters,
                                   TypePtr result, Name name) {
    return types::make_callable(ck.cx, ck.cx.arena.copy(parameters), result,
                                *named_type(ck, known::builtins_function), {}, name);
}

const CallableType* with_result(CheckContext& ck, const CallableType& type, TypePtr result) {
    return types::with_ret_type(ck.cx, type, result);
}

const CallableType* with_parameters(CheckContext& ck, const CallableType& type,
                                    const std::vector<Parameter>& parameters) {
    return types::with_parameters(ck.cx, type, ck.cx.arena.copy(parameters));
}

const CallableType* with_variables(CheckContext& ck, const CallableType& type,
                                   const std::vector<const TypeVarLike*>& variables) {
    return types::with_variables(ck.cx, type, ck.cx.arena.copy(variables));
}

TypePtr overloaded_of(CheckContext& ck, const std::vector<const CallableType*>& items) {
    return types::make_overloaded(ck.cx, ck.cx.arena.copy(items));
}

const Instance* with_literal(CheckContext& ck, const Instance& type, const LiteralType* value) {
    return types::with_last_known_value(ck.cx, type, value);
}

const Instance* literal_instance(CheckContext& ck, types::LiteralKind kind, std::string_view text,
                                 std::string_view fallback) {
    const Instance* type = named_type(ck, fallback);
    return with_literal(ck, *type, types::make_literal(ck.cx, {kind, base::intern(text)}, *type));
}

const TypeVarType* artificial_type_var(CheckContext& ck, std::string_view name, std::int32_t id,
                                       std::string_view space) {
    Name text = base::intern(name);
    types::TypeVarHead head{text, text, {id, 0, base::intern(space)}};
    return types::make_type_var(ck.cx, head, named_type(ck, known::builtins_object));
}

bool has_any_type(CheckContext& ck, TypePtr type, bool ignore_class_objects) {
    return types::any_type(ck.cx, type, [&](TypePtr part) {
        if (const auto* any = types::as<AnyType>(part)) {
            return any->source == AnySource::SpecialForm ? Verdict::No : Verdict::Yes;
        }
        if (ignore_class_objects && types::is<CallableType>(part) && is_class_object(ck, part)) {
            return Verdict::No;
        }
        const auto* variable = types::as<TypeVarType>(part);
        if (variable != nullptr && !types::has_default(ck.cx, *variable)) {
            // What stands for a missing default is no Any of the user's.
            const auto has_any = [&](TypePtr one) {
                return has_any_type(ck, one, ignore_class_objects);
            };
            return has_any(variable->upper_bound) ||
                           std::any_of(variable->values.begin(), variable->values.end(), has_any)
                       ? Verdict::Yes
                       : Verdict::No;
        }
        return Verdict::Descend;
    });
}

namespace {

template <class Decide>
bool any_part(CheckContext& ck, TypePtr type, Decide&& decide) {
    if (type == nullptr) return false;
    return types::any_type(
        ck.cx, type, [&](TypePtr part) { return decide(part) ? Verdict::Yes : Verdict::Descend; });
}

}  // namespace

bool has_erased_component(CheckContext& ck, TypePtr type) {
    return any_part(ck, type, [](TypePtr part) { return part->kind == TypeKind::Erased; });
}

bool has_uninhabited_component(CheckContext& ck, TypePtr type) {
    return any_part(ck, type, [](TypePtr part) { return part->kind == TypeKind::Uninhabited; });
}

bool has_ambiguous_uninhabited_component(CheckContext& ck, TypePtr type) {
    return any_part(ck, type, [](TypePtr part) {
        const auto* never = types::as<UninhabitedType>(part);
        return never != nullptr && never->ambiguous;
    });
}

TypePtr try_getting_literal(CheckContext& ck, TypePtr type) {
    type = proper(ck, type);
    const auto* instance = types::as<Instance>(type);
    return instance != nullptr && instance->last_known_value != nullptr ? instance->last_known_value
                                                                        : type;
}

std::optional<std::int64_t> int_of_literal(const LiteralType& literal) {
    if (literal.value.kind == types::LiteralKind::Bool) {
        return is_text(literal.value.text, "True") ? 1 : 0;
    }
    if (literal.value.kind != types::LiteralKind::Int) return std::nullopt;
    std::string_view text = base::text_of(literal.value.text);
    std::int64_t value = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

bool is_literal_type_named(CheckContext& ck, TypePtr type, std::string_view fallback,
                           std::string_view value) {
    type = try_getting_literal(ck, type);
    const auto* literal = types::as<LiteralType>(type);
    return literal != nullptr && is_text(literal->value.text, value) &&
           is_fullname(info_of(ck, *literal->fallback), fallback);
}

bool is_bool_literal(CheckContext& ck, TypePtr type, bool value) {
    return is_literal_type_named(ck, type, "builtins.bool", value ? "True" : "False");
}

const ClassInfo& info_of(CheckContext& ck, const Instance& type) {
    return types::class_info(ck.cx, type);
}

types::Member get_member(CheckContext& ck, const ClassInfo& info, std::string_view name) {
    return types::find_member(ck.cx, info, base::intern(name));
}

const types::Symbol* own_symbol(CheckContext& ck, const ClassInfo& info, Name name) {
    return ck.cx.reader.own_member(info, name);
}

const Definition* definition_of_symbol(CheckContext& ck, const types::Symbol* symbol) {
    return symbol == nullptr ? nullptr : ck.cx.reader.definition(symbol->target);
}

bool has_readable_member(CheckContext& ck, const ClassInfo& info, Name name) {
    return static_cast<bool>(types::find_member(ck.cx, info, name));
}

bool has_readable_member(CheckContext& ck, const ClassInfo& info, std::string_view name) {
    return has_readable_member(ck, info, base::intern(name));
}

const ClassInfo* class_by_id(CheckContext& ck, symbols::DefId id) {
    if (id.is_none()) return nullptr;
    return types::as<ClassInfo>(ck.cx.reader.definition(id));
}

const ClassInfo* enclosing_class_of(CheckContext& ck, const Definition& definition) {
    return class_by_id(ck, definition.enclosing_class);
}

bool has_base(CheckContext& ck, const ClassInfo& info, std::string_view fullname) {
    return types::has_base(ck.cx, info, base::intern(fullname));
}

bool is_private(Name name) {
    std::string_view text = base::text_of(name);
    return text.starts_with("__") && !text.ends_with("__");
}

bool is_dunder(Name name) {
    return syntax::is_dunder(base::text_of(name));
}

bool is_final_definition(const Definition* definition) {
    if (const auto* variable = types::as<VarInfo>(definition)) return variable->is_final;
    if (const auto* function = types::as<FunctionInfo>(definition)) return function->is_final;
    if (const auto* overload = types::as<OverloadedInfo>(definition)) return overload->is_final;
    if (const auto* decorated = types::as<types::DecoratedInfo>(definition)) {
        return decorated->function != nullptr && decorated->function->is_final;
    }
    return false;
}

TypePtr function_type(CheckContext& ck, const Definition& function) {
    TypePtr type = types::function_type(ck.cx, function, *named_type(ck, known::builtins_function));
    const auto* info = types::as<FunctionInfo>(&function);
    const auto* callable = types::as<CallableType>(type);
    if (info == nullptr || callable == nullptr || info->type != nullptr) {
        return with_values(ck, type);
    }
    if (!info->is_coroutine || info->is_async_generator) return type;
    TypePtr any = any_type(ck);
    return with_result(
        ck, *callable,
        named_generic_type(ck, known::typing_coroutine, {any, any, callable->ret_type}));
}

const FunctionInfo* function_below(const Definition* definition) {
    if (const auto* function = types::as<FunctionInfo>(definition)) return function;
    if (const auto* decorated = types::as<types::DecoratedInfo>(definition)) {
        return decorated->function;
    }
    if (const auto* overload = types::as<OverloadedInfo>(definition)) {
        if (overload->implementation != nullptr) return function_below(overload->implementation);
        if (!overload->items.empty()) return function_below(overload->items[0]);
    }
    return nullptr;
}

bool is_property(const Definition* definition) {
    if (const auto* function = types::as<FunctionInfo>(definition)) return function->is_property;
    if (const auto* decorated = types::as<types::DecoratedInfo>(definition)) {
        return decorated->function != nullptr && decorated->function->is_property;
    }
    const auto* overload = types::as<OverloadedInfo>(definition);
    return overload != nullptr && overload->is_property;
}

bool is_settable_property(const Definition* definition) {
    const auto* overload = types::as<OverloadedInfo>(definition);
    return overload != nullptr && overload->is_property;
}

bool is_writable_attribute(const Definition* definition) {
    if (const auto* variable = types::as<VarInfo>(definition)) {
        return !variable->is_property || variable->is_settable_property;
    }
    const auto* overload = types::as<OverloadedInfo>(definition);
    if (overload == nullptr || !overload->is_property || overload->items.empty()) return false;
    const auto* getter = types::as<types::DecoratedInfo>(overload->items[0]);
    return getter != nullptr && getter->variable != nullptr &&
           getter->variable->is_settable_property;
}

}  // namespace krait::checker
