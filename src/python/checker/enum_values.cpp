// enum_values.cpp

#include "python/checker/enum_values.h"

#include <algorithm>
#include <vector>

#include "python/checker/facts.h"
#include "python/types/subtypes.h"
#include "python/types/typevars.h"

namespace krait::checker {

namespace {

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> options) {
    return std::find(options.begin(), options.end(), text) != options.end();
}

/// A `__new__` of the enum itself may set any value.
bool has_own_new(CheckContext& ck, const ClassInfo& info) {
    for (symbols::DefId id : info.mro) {
        const ClassInfo* one = class_by_id(ck, id);
        if (one == nullptr || !one->is_enum) continue;
        if (own_symbol(ck, *one, base::intern("__new__")) == nullptr) continue;
        return !is_one_of(base::text_of(one->fullname),
                          {"enum.Enum", "enum.IntEnum", "enum.StrEnum"});
    }
    return false;
}

TypePtr type_of_symbol(CheckContext& ck, const types::Symbol* symbol) {
    TypePtr type = types::type_of_definition(definition_of_symbol(ck, symbol));
    return type == nullptr ? nullptr : proper(ck, type);
}

/// The types that assignments in the class body have given to an enum's names.
struct EnumValues {
    CheckContext& ck;
    const ClassInfo& info;
    TypePtr fallback;  // what typeshed says

    /// What `_generate_next_value_` gives for `auto()`; `auto` itself has no type of interest.
    [[nodiscard]] TypePtr auto_type() const {
        const Name name = base::intern("_generate_next_value_");
        for (symbols::DefId id : info.mro) {
            const ClassInfo* one = class_by_id(ck, id);
            const types::Symbol* symbol = one == nullptr ? nullptr : own_symbol(ck, *one, name);
            if (symbol == nullptr) continue;
            const auto* callable = types::as<CallableType>(type_of_symbol(ck, symbol));
            if (callable == nullptr) return fallback;
            // Enum's own is declared to give Any and gives ints.
            if (is_fullname(*one, "enum.Enum")) return named_type(ck, known::builtins_int);
            return proper(ck, callable->ret_type);
        }
        return fallback;
    }

    /// `X = ...` in a stub: `_value_` may be annotated.
    [[nodiscard]] TypePtr stub_value(TypePtr ellipsis) const {
        const types::ModuleInfo* module = ck.cx.reader.module(info.id.module);
        if (module == nullptr || !module->is_stub) return ellipsis;
        types::Member member = get_member(ck, info, "_value_");
        const auto* variable =
            member ? types::as<VarInfo>(definition_of_symbol(ck, member.symbol)) : nullptr;
        return variable != nullptr && variable->type != nullptr ? proper(ck, variable->type)
                                                                : ellipsis;
    }

    /// What the member's `value` is, given the type of what was assigned.
    [[nodiscard]] TypePtr value(TypePtr assigned) const {
        if (const auto* partial = types::as<PartialType>(assigned)) {
            const ClassInfo* generic = class_by_id(ck, partial->type);
            if (generic == nullptr) {
                return union_of(ck, {any_type(ck, AnySource::Unannotated), none_type(ck)});
            }
            return types::fill_typevars_with_any(ck.cx, *generic);
        }
        const auto* instance = types::as<Instance>(assigned);
        if (instance == nullptr) return assigned;
        std::string_view name = base::text_of(info_of(ck, *instance).fullname);
        if (is_one_of(name, {"builtins.ellipsis", "types.EllipsisType"})) {
            return stub_value(assigned);
        }
        if (name == "enum.auto") return auto_type();
        return name == "enum.member" && !instance->args.empty() ? proper(ck, instance->args[0])
                                                                : assigned;
    }

    /// Of a member that isn't known: all values have one type, or types that are as good as one.
    [[nodiscard]] TypePtr common() const {
        std::vector<TypePtr> values;
        for (const types::Symbol& symbol : ck.cx.reader.own_members(info)) {
            if (symbol.is_implicit) continue;
            TypePtr type = type_of_symbol(ck, &symbol);
            if (type == nullptr) return fallback;
            const auto* instance = types::as<Instance>(type);
            const bool is_nonmember =
                instance != nullptr && is_fullname(info_of(ck, *instance), "enum.nonmember");
            if (!types::is<CallableType>(type) && !is_nonmember) values.push_back(value(type));
        }
        if (values.empty()) return fallback;
        auto all = [&](auto agrees) { return std::all_of(values.begin(), values.end(), agrees); };
        if (all([&](TypePtr type) { return types::is_equal(type, values[0]); })) return values[0];
        if (all([&](TypePtr type) { return types::is_equivalent(ck.cx, type, values[0]); })) {
            return simplified_union(ck, values);
        }
        return fallback;
    }
};

}  // namespace

TypePtr refine_enum_attribute(const MemberContext& mx, Name name, const ClassInfo& owner,
                              TypePtr result) {
    CheckContext& ck = mx.ck;
    if (!is_one_of(base::text_of(owner.fullname),
                   {"enum.Enum", "enum.IntEnum", "enum.Flag", "enum.IntFlag", "enum.StrEnum"})) {
        return result;
    }
    const bool is_name = is_text(name, "name") || is_text(name, "_name_");
    const bool is_value = is_text(name, "value") || is_text(name, "_value_");
    const auto* object = proper_as<Instance>(ck, mx.original_type);
    if ((!is_name && !is_value) || object == nullptr) return result;
    const ClassInfo& info = info_of(ck, *object);
    const LiteralType* member = info.is_enum ? object->last_known_value : nullptr;
    if (is_name) {
        if (member == nullptr) return result;
        const Instance* str = named_type(ck, known::builtins_str);
        types::LiteralValue value{types::LiteralKind::Str, member->value.text};
        return with_literal(ck, *str, types::make_literal(ck.cx, value, *str));
    }
    if (has_own_new(ck, info)) return result;
    EnumValues values{ck, info, result};
    if (member == nullptr) return values.common();
    types::Member found = get_member(ck, info, member->value.text);
    TypePtr assigned = found ? type_of_symbol(ck, found.symbol) : nullptr;
    return assigned == nullptr ? result : values.value(assigned);
}

}  // namespace krait::checker
