// multiple_inheritance.cpp: several bases of a class that define the same name: what the first one
// gives must do for users of the others.

#include <algorithm>
#include <unordered_set>

#include "python/checker/overrides.h"
#include "python/checker/statements.h"
#include "python/types/subtypes.h"
#include "python/types/typevars.h"

namespace krait::checker {

namespace {

struct Inherited {
    const ClassInfo& base;
    const Definition* definition;
    TypePtr type;
};

bool is_special(Name name) {
    return is_text(name, "__init__") || is_text(name, "__new__") ||
           is_text(name, "__init_subclass__") || is_text(name, "__replace__");
}

/// What describes one class alone. Made-up `__match_args__` have no mark of it.
bool may_differ(Name name, const Definition* definition) {
    const auto* variable = types::as<VarInfo>(definition);
    return variable != nullptr &&
           (variable->allow_incompatible_override || is_text(name, "__match_args__"));
}

bool is_compatible(CheckContext& ck, const Inherited& first, const Inherited& second) {
    TypePtr left = proper(ck, first.type);
    TypePtr right = proper(ck, second.type);
    if (types::is_function_like(left) && types::is_function_like(right)) {
        if (is_class_object(ck, left) && is_class_object(ck, right)) {
            const ClassInfo* sub = types::type_object(ck.cx, left);
            const ClassInfo* super = types::type_object(ck.cx, right);
            if (sub == nullptr || super == nullptr) return true;
            return types::is_subtype(ck.cx, types::fill_typevars_with_any(ck.cx, *sub),
                                     types::fill_typevars_with_any(ck.cx, *super));
        }
        return types::is_subtype(ck.cx, first.type, second.type, {.ignore_pos_arg_names = true});
    }
    if (!is_writable_attribute(second.definition)) {
        return types::is_subtype(ck.cx, first.type, second.type);
    }
    return types::is_equivalent(ck.cx, first.type, second.type);
}

void check_read_only(CheckContext& ck, const Inherited& first, const Inherited& second, Name name,
                     NodeId at) {
    TypePtr left = proper(ck, first.type);
    TypePtr right = proper(ck, second.type);
    if (types::is_function_like(left) && types::is_function_like(right)) return;
    if (!is_writable_attribute(second.definition) || is_any(ck, right)) return;
    const auto* decorated = types::as<types::DecoratedInfo>(first.definition);
    if (decorated == nullptr || !is_property(decorated)) return;
    fail(ck, at, messages::codes::kOverride,
         concat({"Cannot override writeable attribute \"", base::text_of(name), "\" in base \"",
                 base::text_of(second.base.name), "\" with read-only property in base \"",
                 base::text_of(first.base.name), "\""}));
}

void check_compatibility(CheckContext& ck, Name name, const ClassInfo& base1,
                         const ClassInfo& base2, const ClassInfo& info, NodeId at) {
    if (is_special(name)) return;
    Inherited first{base1, own_definition(ck, base1, name),
                    node_type_from_base(ck, name, base1, at, &info)};
    Inherited second{base2, own_definition(ck, base2, name),
                     node_type_from_base(ck, name, base2, at, &info)};
    bool ok = true;
    if (first.type != nullptr && second.type != nullptr) {
        ok = is_compatible(ck, first, second);
        if (ok) check_read_only(ck, first, second, name, at);
    }
    if (is_final_definition(second.definition) && !is_private(name)) {
        report_cant_override_final(ck, name, base2, at);
    }
    if (is_final_definition(first.definition)) {
        check_if_final_overrides_writable(ck, name, second.definition, at);
    }
    if (!ok && !may_differ(name, second.definition))
        report_base_definitions_incompatible(ck, name, base1, base2, at);
}

/// All names that bases define, in the order of their texts.
std::vector<Name> inherited_names(CheckContext& ck, const std::vector<const ClassInfo*>& bases) {
    std::vector<Name> names;
    std::unordered_set<Name> seen;
    for (const ClassInfo* base : bases) {
        for (const types::Symbol& symbol : ck.cx.reader.own_members(*base)) {
            if (seen.insert(symbol.name).second) names.push_back(symbol.name);
        }
    }
    std::sort(names.begin(), names.end(),
              [](Name left, Name right) { return base::text_of(left) < base::text_of(right); });
    return names;
}

}  // namespace

void check_multiple_inheritance(CheckContext& ck, const ClassInfo& info, NodeId at) {
    if (info.bases.size() <= 1 || info.bad_mro) return;
    std::vector<const ClassInfo*> bases;
    for (symbols::DefId id : info.mro) {
        const ClassInfo* base = class_by_id(ck, id);
        if (base != nullptr && base != &info) bases.push_back(base);
    }
    for (Name name : inherited_names(ck, bases)) {
        if (is_private(name) || own_symbol(ck, info, name) != nullptr) continue;
        const ClassInfo* first = nullptr;
        for (const ClassInfo* base : bases) {
            if (own_symbol(ck, *base, name) == nullptr) continue;
            if (first == nullptr) {
                first = base;
            } else if (std::find(first->mro.begin(), first->mro.end(), base->id) ==
                       first->mro.end()) {
                check_compatibility(ck, name, *first, *base, info, at);
            }
        }
    }
}

}  // namespace krait::checker
