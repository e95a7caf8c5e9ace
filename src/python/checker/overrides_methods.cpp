// overrides_methods.cpp: a method against what its base classes have under the same name.

#include <algorithm>
#include <array>

#include "python/checker/formals.h"
#include "python/checker/overrides.h"
#include "python/checker/statements.h"
#include "python/messages/codes.h"
#include "python/types/erase.h"
#include "python/types/format.h"
#include "python/types/subtypes.h"
#include "python/types/typevars.h"

namespace krait::checker {

namespace {

/// The overriding definition, and where its errors go.
struct Overriding {
    const Definition& definition;
    const ClassInfo& info;
    NodeId node;   ///< the `def`, or an overload's first decorator
    NodeId start;  ///< where the definition starts, decorators included
    NodeId function = NodeId::None;
};

constexpr std::array<std::string_view, 12> kArithmetic{"add__", "sub__",      "mul__", "truediv__",
                                                       "mod__", "floordiv__", "pow__", "matmul__",
                                                       "and__", "or__",       "xor__", "lshift__"};

bool is_arithmetic_rest(std::string_view rest) {
    return rest == "rshift__" ||
           std::find(kArithmetic.begin(), kArithmetic.end(), rest) != kArithmetic.end();
}

bool is_inplace_method(Name name) {
    std::string_view text = base::text_of(name);
    return text.starts_with("__i") && is_arithmetic_rest(text.substr(3));
}

/// Has a reverse method: `__add__`, but also `__eq__`.
bool is_forward_method(Name name) {
    static constexpr std::string_view kOthers[] = {"__eq__", "__ne__", "__lt__",    "__gt__",
                                                   "__le__", "__ge__", "__divmod__"};
    std::string_view text = base::text_of(name);
    if (std::find(std::begin(kOthers), std::end(kOthers), text) != std::end(kOthers)) return true;
    return text.starts_with("__") && is_arithmetic_rest(text.substr(2));
}

bool is_class_or_static(const Definition* definition) {
    if (const auto* overload = types::as<OverloadedInfo>(definition)) {
        return overload->is_class || overload->is_static;
    }
    const FunctionInfo* function = function_below(definition);
    return function != nullptr && (function->is_class || function->is_static);
}

bool is_unannotated(const Definition& definition) {
    if (const auto* overload = types::as<OverloadedInfo>(&definition)) {
        return std::all_of(overload->items.begin(), overload->items.end(),
                           [](const Definition* item) { return is_unannotated(*item); });
    }
    const FunctionInfo* function = function_below(&definition);
    return function == nullptr || function->type == nullptr;
}

bool compares_signatures(CheckContext& ck, const Overriding& method) {
    static constexpr std::string_view kFree[] = {"__init__", "__new__", "__init_subclass__",
                                                 "__post_init__"};
    std::string_view name = base::text_of(method.definition.name);
    if (std::find(std::begin(kFree), std::end(kFree), name) != std::end(kFree)) return false;
    if (!ck.options.check_untyped_defs && is_unannotated(method.definition)) return false;
    return name != "__replace__" || method.info.dataclass == nullptr;
}

bool wants_mutable_override(CheckContext& ck, const Definition& original) {
    return config::is_error_code_enabled(ck.options, messages::codes::kMutableOverride) &&
           is_writable_attribute(&original);
}

void check_setter(CheckContext& ck, const Overriding& method, const ClassInfo& base) {
    Name name = method.definition.name;
    TypePtr type = node_type_from_base(ck, name, method.info, method.node, &method.info, true);
    TypePtr original = node_type_from_base(ck, name, base, method.node, &method.info, true);
    if (type == nullptr || original == nullptr) return;
    if (types::is_subtype(ck.cx, original, type)) return;
    NodeId at = method.start;
    const auto* overload = types::as<OverloadedInfo>(&method.definition);
    if (overload != nullptr && overload->setter_index >= 0) {
        const auto index = static_cast<std::size_t>(overload->setter_index);
        NodeId setter = node_of_definition(ck, overload->items[index]);
        if (setter != NodeId::None) at = definition_start(ck, setter);
    }
    report_setter_incompatible(ck, type, original, base, at);
}

void check_read_only_property(CheckContext& ck, const Overriding& method,
                              const Definition* original, TypePtr original_type) {
    const auto* variable = types::as<VarInfo>(original);
    if (variable == nullptr || variable->is_final || is_any(ck, original_type)) return;
    if (variable->is_property && !variable->is_settable_property) return;
    if (types::as<types::DecoratedInfo>(&method.definition) == nullptr) return;
    if (!is_property(&method.definition)) return;
    fail(ck, method.node, messages::codes::kOverride,
         "Cannot override writeable attribute with read-only property");
}

Override pair_of(CheckContext& ck, const Overriding& method, const ClassInfo& base, Name name,
                 TypePtr type, TypePtr original) {
    Override pair;
    pair.override = type;
    pair.original = original;
    pair.name = method.definition.name;
    pair.name_in_super = name;
    pair.supertype =
        std::string(base::text_of(base.module_name == ck.module.name ? base.name : base.fullname));
    if (types::as<OverloadedInfo>(&method.definition) == nullptr) {
        pair.class_name = std::string(base::text_of(method.info.name));
    }
    pair.at = method.node;
    pair.function = method.function;
    pair.override_class_or_static = is_class_or_static(&method.definition);
    pair.original_class_or_static = is_class_or_static(own_definition(ck, base, name));
    return pair;
}

/// What is not a function on both sides: attributes and properties.
void compare_values(CheckContext& ck, const Overriding& method, const ClassInfo& base,
                    const Definition& original, const Override& pair, bool allow_covariant) {
    if (const auto* options = types::as<UnionType>(pair.original)) {
        const bool fits =
            std::any_of(options->items.begin(), options->items.end(), [&](TypePtr item) {
                return types::is_subtype(ck.cx, pair.override, item,
                                         {.ignore_pos_arg_names = true});
            });
        if (fits) {
            if (wants_mutable_override(ck, original) && !allow_covariant) {
                report_covariant_override(ck, pair.original, pair.override, base, method.node);
            }
            return;
        }
    }
    if (types::is_equivalent(ck.cx, pair.original, pair.override)) return;
    if ((!is_writable_attribute(&original) || allow_covariant) &&
        types::is_subtype(ck.cx, pair.override, pair.original)) {
        return;
    }
    Override plain = pair;
    plain.supertype = std::string(base::text_of(base.name));
    report_signature_incompatible(ck, plain);
}

/// False if the base's type is not known.
bool check_against(CheckContext& ck, const Overriding& method, const ClassInfo& base, Name name) {
    const Definition* original = own_definition(ck, base, name);
    if (original == nullptr) return true;
    TypePtr type =
        node_type_from_base(ck, method.definition.name, method.info, method.node, &method.info);
    TypePtr original_type = node_type_from_base(ck, name, base, method.node, &method.info);
    if (type == nullptr || original_type == nullptr) return false;
    bool allow_covariant = false;
    if (is_settable_property(&method.definition) &&
        (is_settable_property(original) || types::as<VarInfo>(original) != nullptr) &&
        (is_custom_settable_property(ck, &method.definition) ||
         is_custom_settable_property(ck, original))) {
        allow_covariant = true;
        check_setter(ck, method, base);
    }
    type = proper(ck, type);
    original_type = proper(ck, original_type);
    check_read_only_property(ck, method, original, original_type);
    if (types::is<AnyType>(original_type) || types::is<AnyType>(type)) return true;
    Override pair = pair_of(ck, method, base, name, type, original_type);
    if (!types::is_function_like(original_type) || !types::is_function_like(type)) {
        compare_values(ck, method, base, *original, pair, allow_covariant);
        return true;
    }
    if (check_override(ck, pair) && wants_mutable_override(ck, *original) && !allow_covariant &&
        !types::is_subtype(ck.cx, original_type, type, {.ignore_pos_arg_names = true})) {
        report_covariant_override(ck, original_type, type, base, method.node);
    }
    return true;
}

/// Whether the base has the name; none if its type is not known.
std::optional<bool> check_base(CheckContext& ck, const Overriding& method, const ClassInfo& base,
                               bool compare) {
    Name name = method.definition.name;
    const Definition* original = own_definition(ck, base, name);
    if (original != nullptr) {
        if (is_final_definition(original) && !is_private(name)) {
            report_cant_override_final(ck, name, base, method.start);
        }
        if (is_final_definition(&method.definition)) {
            check_if_final_overrides_writable(ck, name, original, method.start);
        }
    }
    if (compare) {
        if (!check_against(ck, method, base, name)) return std::nullopt;
        if (is_inplace_method(name)) {
            Name plain = base::intern(concat({"__", base::text_of(name).substr(3)}));
            if (!check_against(ck, method, base, plain)) return std::nullopt;
        }
    }
    return original != nullptr;
}

// --- check_override, in steps

TypePtr operand_domain(CheckContext& ck, TypePtr type) {
    std::vector<TypePtr> domains;
    for (const CallableType* item : function_items(ck, type)) {
        if (item->parameters.empty() || item->parameters[0].kind != ArgKind::Pos) continue;
        std::vector<types::TypeVarId> ids;
        for (const TypeVarLike* variable : item->variables) ids.push_back(variable->id);
        domains.push_back(types::erase_typevars(ck.cx, item->parameters[0].type, ids));
    }
    if (domains.empty()) return nullptr;
    return types::is<CallableType>(type) ? domains[0] : simplified_union(ck, domains);
}

bool widens_operator(CheckContext& ck, const Override& pair) {
    if (!types::is<OverloadedType>(pair.override) || !is_forward_method(pair.name)) return false;
    TypePtr original = operand_domain(ck, pair.original);
    TypePtr override = operand_domain(ck, pair.override);
    return original != nullptr && override != nullptr &&
           !types::is_subtype(ck.cx, override, original);
}

bool loses_a_property(const Override& pair) {
    if (pair.original_class_or_static && !pair.override_class_or_static) return true;
    const auto* original = types::as<CallableType>(pair.original);
    const auto* override = types::as<CallableType>(pair.override);
    if (original == nullptr || override == nullptr) return false;
    return (original->type_guard != nullptr && override->type_guard == nullptr) ||
           (original->type_is != nullptr && override->type_is == nullptr);
}

TypePtr with_plain_kwargs(CheckContext& ck, TypePtr type) {
    if (const auto* callable = types::as<CallableType>(type)) {
        return types::with_unpacked_kwargs(ck.cx, *callable);
    }
    std::vector<const CallableType*> items;
    for (const CallableType* item : function_items(ck, type)) {
        items.push_back(types::with_unpacked_kwargs(ck.cx, *item));
    }
    return overloaded_of(ck, items);
}

/// The type in the base's signature that answers to the override's parameter; null if none does.
TypePtr answering_type(const CallableType& override, const CallableType& original, std::size_t i,
                       bool offset_arguments) {
    const Parameter& sub = override.parameters[i];
    const Parameter& super = original.parameters[i];
    if (types::is_positional(sub.kind) && types::is_positional(super.kind)) return super.type;
    if (!types::is_named(sub.kind) || !types::is_named(super.kind) || offset_arguments) {
        return nullptr;
    }
    for (const Parameter& other : original.parameters) {
        if (other.name == sub.name) return other.type;
    }
    return nullptr;
}

NodeId parameter_place(CheckContext& ck, const Override& pair, std::size_t index) {
    if (pair.function == NodeId::None) return pair.at;
    std::vector<Formal> formals = formals_of(ck, pair.function);
    return index < formals.size() ? formals[index].node : pair.at;
}

/// Parameter by parameter, where both signatures have the same shape.
bool report_details(CheckContext& ck, const Override& pair, const CallableType& override,
                    const CallableType& original, bool offset_arguments) {
    std::vector<types::TypeVarId> ids;
    for (const TypeVarLike* variable : override.variables) ids.push_back(variable->id);
    auto erased = [&](TypePtr type) { return types::erase_typevars(ck.cx, type, ids); };
    bool reported = false;
    for (std::size_t i = 0; i < override.parameters.size(); ++i) {
        TypePtr wanted = answering_type(override, original, i, offset_arguments);
        if (wanted == nullptr) continue;
        if (types::is_subtype(ck.cx, wanted, erased(override.parameters[i].type))) continue;
        NodeId at = parameter_place(ck, pair, i + (override.is_bound ? 1 : 0));
        report_argument_incompatible(ck, pair, i + 1, wanted, at);
        reported = true;
    }
    if (!types::is_subtype(ck.cx, erased(override.ret_type), original.ret_type)) {
        report_return_incompatible(ck, pair, original.ret_type, override.ret_type);
        reported = true;
    }
    return reported;
}

bool report_order(CheckContext& ck, const Override& pair, const OverloadedType& override,
                  const OverloadedType& original) {
    std::vector<std::size_t> order;
    for (const CallableType* child : override.items) {
        for (std::size_t i = 0; i < original.items.size(); ++i) {
            if (!types::is_subtype(ck.cx, child, original.items[i])) continue;
            order.push_back(i);
            break;
        }
    }
    if (order.size() != original.items.size() || std::is_sorted(order.begin(), order.end())) {
        return false;
    }
    report_overload_order(ck, pair);
    return true;
}

void report_override(CheckContext& ck, Override pair) {
    const auto* written = types::as<CallableType>(pair.override);
    const bool offset_arguments = written != nullptr && written->unpack_kwargs;
    pair.override = with_plain_kwargs(ck, pair.override);
    pair.original = with_plain_kwargs(ck, pair.original);
    const auto* override = types::as<CallableType>(pair.override);
    const auto* original = types::as<CallableType>(pair.original);
    const auto* overloads = types::as<OverloadedType>(pair.override);
    const auto* base_overloads = types::as<OverloadedType>(pair.original);
    bool reported = false;
    if (override != nullptr && original != nullptr &&
        override->parameters.size() == original->parameters.size() &&
        override->min_args() == original->min_args()) {
        reported = report_details(ck, pair, *override, *original, offset_arguments);
    } else if (overloads != nullptr && base_overloads != nullptr) {
        reported = report_order(ck, pair, *overloads, *base_overloads);
    }
    if (!reported) report_signature_incompatible(ck, pair);
}

}  // namespace

bool check_override(CheckContext& ck, const Override& pair) {
    const bool fits =
        types::is_subtype(ck.cx, pair.override, pair.original, {.ignore_pos_arg_names = true});
    const bool widens = fits && widens_operator(ck, pair);
    if (fits && !widens && !loses_a_property(pair)) return true;
    if (is_private(pair.name)) return true;
    report_override(ck, pair);
    if (widens) {
        note(ck, pair.at, messages::codes::kOverride,
             "Overloaded operator methods can't have wider argument types in overrides");
    }
    return false;
}

std::optional<std::vector<const ClassInfo*>> check_method_override(CheckContext& ck,
                                                                   NodeId function,
                                                                   const Definition& definition) {
    const ClassInfo* info = enclosing_class_of(ck, definition);
    if (info == nullptr) return std::nullopt;
    const bool is_overload = types::as<OverloadedInfo>(&definition) != nullptr;
    NodeId start = definition_start(ck, function);
    Overriding method{definition, *info, is_overload ? start : function,
                      types::as<FunctionInfo>(&definition) != nullptr ? function : start};
    if (!is_overload && !is_property(&definition) && has_only_handled_decorators(ck, function)) {
        method.function = function;
    }
    const bool compare = compares_signatures(ck, method);
    std::vector<const ClassInfo*> found;
    for (symbols::DefId id : info->mro) {
        const ClassInfo* base = class_by_id(ck, id);
        if (base == nullptr || base == info) continue;
        std::optional<bool> has_name = check_base(ck, method, *base, compare);
        if (!has_name.has_value()) return std::nullopt;
        if (*has_name) found.push_back(base);
    }
    return found;
}

}  // namespace krait::checker
