// context.cpp
//
// The questions about classes that every operation on types asks: who is this class, what is
// among its members along the MRO, which class has this full name. All go through the reader.

#include "python/types/context.h"

#include <algorithm>
#include <array>

#include "python/types/factory.h"
#include "python/types/known.h"
#include "python/types/proper.h"
#include "python/types/signature.h"
#include "python/types/typevars.h"

namespace krait::types {

namespace {

/// What stands in for a class that this snapshot doesn't have: anything goes with it.
const ClassInfo& missing_class() {
    static const ClassInfo missing = [] {
        ClassInfo info{};
        info.kind = DefinitionKind::Class;
        info.fallback_to_any = true;
        return info;
    }();
    return missing;
}

bool is_excluded_protocol_member(Name name) {
    static const std::array<Name, 11> excluded = {base::intern("__abstractmethods__"),
                                                  base::intern("__annotations__"),
                                                  base::intern("__dict__"),
                                                  base::intern("__doc__"),
                                                  base::intern("__init__"),
                                                  base::intern("__module__"),
                                                  base::intern("__new__"),
                                                  base::intern("__slots__"),
                                                  base::intern("__subclasshook__"),
                                                  base::intern("__weakref__"),
                                                  base::intern("__class_getitem__")};
    return std::find(excluded.begin(), excluded.end(), name) != excluded.end();
}

/// Names that an enum's body may have without making a member: private, dunder, _sunder_ and the
/// directives of EnumMeta.
bool is_excluded_enum_name(std::string_view text) {
    if (text.starts_with("__")) return true;
    return text.size() > 2 && text.starts_with('_') && text.ends_with('_') && text[1] != '_' &&
           text[text.size() - 2] != '_';
}

bool is_enum_member(Context& cx, const Symbol& symbol) {
    const Definition* node = cx.reader.definition(symbol.target);
    if (const auto* decorated = as<DecoratedInfo>(node)) {
        return decorated->variable != nullptr &&
               is_named_instance(cx, decorated->variable->type, known::enum_member);
    }
    const auto* variable = as<VarInfo>(node);
    if (variable == nullptr && as<ClassInfo>(node) == nullptr) return false;
    if (is_excluded_enum_name(base::text_of(symbol.name))) return false;
    if (variable == nullptr) return true;
    if (!variable->has_explicit_value) return false;
    TypePtr type = get_proper(cx, variable->type);
    if (is_function_like(type) && !is_type_obj(cx, type)) return false;
    return !is_named_instance(cx, type, known::enum_nonmember);
}

const Definition* find_in_module(Context& cx, base::ModuleId module, std::string_view path) {
    std::size_t dot = path.find('.');
    const Symbol* symbol = cx.reader.module_symbol(module, base::intern(path.substr(0, dot)));
    while (symbol != nullptr) {
        const Definition* found = cx.reader.definition(symbol->target);
        if (dot == std::string_view::npos) return found;
        const auto* info = as<ClassInfo>(found);
        if (info == nullptr) return nullptr;
        path = path.substr(dot + 1);
        dot = path.find('.');
        symbol = cx.reader.own_member(*info, base::intern(path.substr(0, dot)));
    }
    return nullptr;
}

const ClassInfo* class_behind(Context& cx, const Definition* definition) {
    if (const auto* info = as<ClassInfo>(definition)) return info;
    const auto* alias = as<AliasInfo>(definition);
    if (alias == nullptr) return nullptr;
    const auto* target = as_proper<Instance>(cx, alias->target);
    return target == nullptr ? nullptr : &class_info(cx, *target);
}

/// The class (or what an alias stands for) that a module has by the last part of the name.
const ClassInfo* class_of_module(Context& cx, Name fullname) {
    auto [module_name, name] = known::split(fullname);
    base::ModuleId module = cx.reader.find_module(base::ModuleId::None, module_name);
    if (module == base::ModuleId::None) return nullptr;
    const Symbol* symbol = cx.reader.module_symbol(module, name);
    return symbol == nullptr ? nullptr : class_behind(cx, cx.reader.definition(symbol->target));
}

const Instance* instance_of(Context& cx, const ClassInfo* info, TypeList args) {
    if (info == nullptr) return make_instance(cx, DefId{});
    if (!args.empty() || info->type_vars.empty()) return make_instance(cx, info->id, args);
    return make_instance(cx, info->id,
                         erased_vars(cx, info->type_vars, AnySource::FromOmittedGenerics));
}

}  // namespace

const ClassInfo& class_info(Context& cx, DefId id) {
    const auto* info = as<ClassInfo>(cx.reader.definition(id));
    return info == nullptr ? missing_class() : *info;
}

namespace {

Member search_member(Context& cx, const ClassInfo& info, Name name) {
    if (const Symbol* own = cx.reader.own_member(info, name)) return {own, &info};
    for (DefId base : info.mro) {
        if (base == info.id) continue;
        const ClassInfo& owner = class_info(cx, base);
        if (const Symbol* symbol = cx.reader.own_member(owner, name)) return {symbol, &owner};
    }
    return {};
}

}  // namespace

Member find_member(Context& cx, const ClassInfo& info, Name name) {
    if (const Member* known = cx.member_memo.find(info.id, name)) return *known;
    const Member found = search_member(cx, info, name);
    cx.member_memo.keep(info.id, name, found);
    return found;
}

TypePtr type_of_definition(const Definition* definition) {
    if (definition == nullptr) return nullptr;
    switch (definition->kind) {
        case DefinitionKind::Variable:
            return static_cast<const VarInfo*>(definition)->type;
        case DefinitionKind::Function:
            return static_cast<const FunctionInfo*>(definition)->type;
        case DefinitionKind::Overloaded:
            return static_cast<const OverloadedInfo*>(definition)->type;
        case DefinitionKind::Decorated: {
            const VarInfo* variable = static_cast<const DecoratedInfo*>(definition)->variable;
            return variable == nullptr ? nullptr : variable->type;
        }
        default:
            return nullptr;
    }
}

const Definition* find_qualified(Context& cx, std::string_view fullname) {
    base::ModuleId whole = cx.reader.find_module(base::ModuleId::None, base::intern(fullname));
    if (whole != base::ModuleId::None) return cx.reader.module(whole);
    std::size_t dot = fullname.rfind('.');
    while (dot != std::string_view::npos && dot > 0) {
        Name prefix = base::intern(fullname.substr(0, dot));
        base::ModuleId module = cx.reader.find_module(base::ModuleId::None, prefix);
        if (module != base::ModuleId::None) {
            return find_in_module(cx, module, fullname.substr(dot + 1));
        }
        dot = fullname.rfind('.', dot - 1);
    }
    return nullptr;
}

const Instance* named_type(Context& cx, std::string_view fullname, TypeList args) {
    const ClassInfo* info = class_of_module(cx, base::intern(fullname));
    if (info == nullptr) info = class_behind(cx, find_qualified(cx, fullname));
    if (info == nullptr) return object_type(cx);
    return instance_of(cx, info, args);
}

const Instance* named_type(Context& cx, Name fullname, TypeList args) {
    if (const ClassInfo* info = class_of_module(cx, fullname)) return instance_of(cx, info, args);
    if (fullname == known::builtins_object) return instance_of(cx, nullptr, {});
    return object_type(cx);
}

const Instance* object_type(Context& cx) {
    return named_type(cx, known::builtins_object);
}

bool has_base(Context& cx, const ClassInfo& info, Name fullname) {
    if (info.fullname == fullname) return !info.mro.empty();
    for (DefId base : info.mro) {
        if (base != info.id && class_info(cx, base).fullname == fullname) return true;
    }
    return false;
}

bool has_base(Context&, const ClassInfo& info, DefId base) {
    return std::find(info.mro.begin(), info.mro.end(), base) != info.mro.end();
}

bool is_metaclass(Context& cx, const ClassInfo& info, bool precise) {
    return info.fullname == known::builtins_type || info.fullname == known::abc_abc_meta ||
           (info.fallback_to_any && !precise) || has_base(cx, info, known::builtins_type);
}

const Definition* find_method(Context& cx, const ClassInfo& info, Name name) {
    Member member = find_member(cx, info, name);
    if (!member) return nullptr;
    const Definition* found = cx.reader.definition(member.symbol->target);
    if (found == nullptr) return nullptr;
    bool is_method = found->kind == DefinitionKind::Function ||
                     found->kind == DefinitionKind::Overloaded ||
                     found->kind == DefinitionKind::Decorated;
    return is_method ? found : nullptr;
}

std::vector<Name> protocol_members(Context& cx, const ClassInfo& info) {
    std::vector<Name> members;
    for (std::size_t i = 0; i + 1 < info.mro.size(); ++i) {
        const ClassInfo& base = class_info(cx, info.mro[i]);
        if (!base.is_protocol) continue;
        for (const Symbol& symbol : cx.reader.own_members(base)) {
            if (is_excluded_protocol_member(symbol.name)) continue;
            const Definition* node = cx.reader.definition(symbol.target);
            if (node != nullptr && (node->kind == DefinitionKind::Alias ||
                                    node->kind == DefinitionKind::TypeVariable ||
                                    node->kind == DefinitionKind::Module)) {
                continue;
            }
            members.push_back(symbol.name);
        }
    }
    std::sort(members.begin(), members.end(),
              [](Name a, Name b) { return base::text_of(a) < base::text_of(b); });
    members.erase(std::unique(members.begin(), members.end()), members.end());
    return members;
}

std::vector<Name> enum_members(Context& cx, const ClassInfo& info) {
    std::vector<Name> members;
    for (const Symbol& symbol : cx.reader.own_members(info)) {
        if (is_enum_member(cx, symbol)) members.push_back(symbol.name);
    }
    return members;
}

}  // namespace krait::types
