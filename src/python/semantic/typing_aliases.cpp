// typing_aliases.cpp
//
// In its stubs typing writes `List = list` and the like as stand-ins, at the top or below a test of
// the version. They are left out, and aliases to the true classes are made instead, as soon as
// these classes are there.

#include "python/semantic/typing_aliases.h"

#include <algorithm>

#include "python/config/options.h"
#include "python/semantic/analysis.h"

namespace krait::semantic {

using types::as;

namespace {

struct TypingAlias {
    std::string_view name;
    std::string_view target;
};
constexpr TypingAlias kTypingAliases[] = {
    {"List", "builtins.list"},
    {"Dict", "builtins.dict"},
    {"Set", "builtins.set"},
    {"FrozenSet", "builtins.frozenset"},
    {"ChainMap", "collections.ChainMap"},
    {"Counter", "collections.Counter"},
    {"DefaultDict", "collections.defaultdict"},
    {"Deque", "collections.deque"},
    {"OrderedDict", "collections.OrderedDict"},
    {"LiteralString", "builtins.str"},
};
constexpr TypingAlias kExtensionsAliases[] = {
    {"OrderedDict", "collections.OrderedDict"},
    {"LiteralString", "builtins.str"},
};

std::span<const TypingAlias> aliases_of(const Analyzer& a) {
    if (text(a.module.name) == "typing") return kTypingAliases;
    if (text(a.module.name) == "typing_extensions") return kExtensionsAliases;
    return {};
}

void create_typing_alias(Analyzer& a, Name name, std::string_view target_name) {
    std::uint32_t before = a.incomplete_refs;
    Found found = lookup_fully_qualified(a, target_name);
    if (!found) {
        if (a.incomplete_refs != before) {
            mark_incomplete(a, name, Place{});
        } else if (a.module.names.find(name) != nullptr) {
            a.module.names.erase(name);
        }
        return;
    }
    const auto* info = as<ClassInfo>(found.node);
    if (info == nullptr) {
        mark_incomplete(a, name, Place{});
        return;
    }
    auto* alias = a.job.arena.make<types::AliasInfo>();
    alias->kind = types::AliasInfo::kKind;
    alias->name = name;
    alias->fullname = joined(a.module.name, ".", text(name));
    std::vector<TypePtr> args(info->type_vars.size(),
                              any(a, types::AnySource::FromOmittedGenerics));
    alias->target = instance(a, info->id, args);
    alias->no_args = true;
    identify(a, *alias, name, NodeId::None, name);
    add_symbol(a, name, *alias, Place{});
}

}  // namespace

bool is_typing_alias_statement(const Analyzer& a, NodeId statement) {
    if (a.type != nullptr) return false;
    std::span<const TypingAlias> aliases = aliases_of(a);
    if (aliases.empty() ||
        (!a.tree.is(statement, NodeKind::Assign) && !a.tree.is(statement, NodeKind::AnnAssign))) {
        return false;
    }
    NodeId target = a.tree.is(statement, NodeKind::AnnAssign) ? a.tree.ann_assign(statement).target
                                                              : a.tree.assign(statement).targets[0];
    if (!a.tree.is(target, NodeKind::Name)) return false;
    std::string_view name = text(a.tree.name(target));
    return std::any_of(aliases.begin(), aliases.end(),
                       [&](const TypingAlias& alias) { return alias.name == name; });
}

void add_typing_aliases(Analyzer& a) {
    bool is_typing = text(a.module.name) == "typing";
    for (const TypingAlias& alias : aliases_of(a)) {
        bool is_new = alias.name == "LiteralString" && is_typing;
        if (is_new && a.cx.options.python_version < config::PythonVersion{3, 11}) continue;
        Name name = base::intern(alias.name);
        const Symbol* existing = a.module.names.find(name);
        const Definition* node =
            existing != nullptr ? a.job.reader.definition(existing->target) : nullptr;
        if (is_typing && node != nullptr && as<types::PlaceholderInfo>(node) == nullptr) continue;
        if (!is_typing) {
            if (as<types::AliasInfo>(node) != nullptr) continue;
            a.module.names.erase(name);
        }
        create_typing_alias(a, name, alias.target);
    }
}

}  // namespace krait::semantic
