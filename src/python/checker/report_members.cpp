// report_members.cpp: messages about attributes.

#include <algorithm>
#include <array>

#include "python/checker/report.h"
#include "python/messages/wording.h"
#include "python/syntax/variable_renaming.h"
#include "python/types/format.h"

namespace krait::checker {

namespace codes = messages::codes;
namespace texts = messages::texts;

namespace {

std::string quoted(Name name) {
    return concat({"\"", base::text_of(name), "\""});
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 20> kOperatorSymbols{{
    {"__add__", "+"},     {"__sub__", "-"},         {"__mul__", "*"},       {"__truediv__", "/"},
    {"__mod__", "%"},     {"__divmod__", "divmod"}, {"__floordiv__", "//"}, {"__pow__", "**"},
    {"__matmul__", "@"},  {"__and__", "&"},         {"__or__", "|"},        {"__xor__", "^"},
    {"__lshift__", "<<"}, {"__rshift__", ">>"},     {"__eq__", "=="},       {"__ne__", "!="},
    {"__lt__", "<"},      {"__ge__", ">="},         {"__gt__", ">"},        {"__le__", "<="},
}};

std::string_view symbol_of(std::string_view method) {
    for (const auto& [name, symbol] : kOperatorSymbols) {
        if (name == method) return symbol;
    }
    return {};
}

/// Messages for special methods, which users write as operators; null if the member is an ordinary
/// one.
const char* report_special(CheckContext& ck, TypePtr original, std::string_view member, NodeId at) {
    auto with_type = [&](const char* code, std::string_view before, std::string_view after) {
        fail_lazily(ck, at, code,
                    [&] { return concat({before, types::format_type(ck.cx, original), after}); });
        return code;
    };
    if (member == "__contains__") {
        return with_type(codes::kOperator, "Unsupported right operand type for in (", ")");
    }
    std::string_view symbol = symbol_of(member);
    if (!symbol.empty()) {
        report_unsupported_left(ck, symbol, original, at);
        return codes::kOperator;
    }
    if (member == "__neg__") {
        return with_type(codes::kOperator, "Unsupported operand type for unary - (", ")");
    }
    if (member == "__pos__") {
        return with_type(codes::kOperator, "Unsupported operand type for unary + (", ")");
    }
    if (member == "__invert__") {
        return with_type(codes::kOperator, "Unsupported operand type for ~ (", ")");
    }
    if (member == "__getitem__") {
        if (is_class_object(ck, original)) {
            with_type(codes::kMisc, "The type ", " is not generic and not indexable");
            return codes::kNone;
        }
        return with_type(codes::kIndex, "Value of type ", " is not indexable");
    }
    if (member == "__setitem__") {
        return with_type(codes::kIndex, "Unsupported target for indexed assignment (", ")");
    }
    if (member == "__call__") {
        if (is_instance_of(ck, original, "builtins.function")) {
            fail(ck, at, codes::kOperator, "Cannot call function of unknown type");
            return codes::kOperator;
        }
        return with_type(codes::kOperator, "", " not callable");
    }
    return nullptr;
}

std::vector<std::string> alternatives_for(CheckContext& ck, const ClassInfo& info, Name member,
                                          base::ModuleId module) {
    std::vector<std::string> names;
    for (const types::Symbol& symbol : ck.cx.reader.own_members(info)) {
        names.emplace_back(base::text_of(symbol.name));
    }
    if (module != base::ModuleId::None) {
        for (const types::Symbol& symbol : ck.cx.reader.module_symbols(module)) {
            if (symbol.is_public && !symbol.is_hidden) {
                names.emplace_back(base::text_of(symbol.name));
            }
        }
    }
    std::erase(names, std::string(base::text_of(member)));
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    std::vector<std::string> matches;
    if (is_text(member, "add")) {
        for (const char* common : {"append", "extend"}) {
            if (std::binary_search(names.begin(), names.end(), common))
                matches.emplace_back(common);
        }
    }
    std::vector<std::string> similar = messages::best_matches(base::text_of(member), names, 3);
    matches.insert(matches.end(), similar.begin(), similar.end());
    if (is_text(member, "__aiter__") && matches == std::vector<std::string>{"__iter__"}) return {};
    return matches;
}

std::string ordinary_text(CheckContext& ck, TypePtr original, Name member, base::ModuleId module,
                          std::string_view extra) {
    const auto* instance = types::as<Instance>(original);
    if (instance != nullptr && !ck.cx.reader.own_members(info_of(ck, *instance)).empty()) {
        const types::Symbol* symbol =
            module == base::ModuleId::None ? nullptr : ck.cx.reader.module_symbol(module, member);
        if (symbol != nullptr && (!symbol->is_public || symbol->is_hidden)) {
            return concat({types::format_type(ck.cx, original, 0, true),
                           " does not explicitly export attribute ", quoted(member)});
        }
        std::vector<std::string> matches =
            alternatives_for(ck, info_of(ck, *instance), member, module);
        if (!matches.empty()) {
            return concat({types::format_type(ck.cx, original), " has no attribute ",
                           quoted(member), "; maybe ", messages::pretty_seq(matches, "or"), "?",
                           extra});
        }
    }
    return concat(
        {types::format_type(ck.cx, original), " has no attribute ", quoted(member), extra});
}

std::string union_text(CheckContext& ck, TypePtr original, const UnionType& options, TypePtr type,
                       Name member, std::string_view extra) {
    auto [item, whole] = types::format_type_distinctly(ck.cx, type, original);
    const bool has_none = std::any_of(options.items.begin(), options.items.end(),
                                      [](TypePtr one) { return types::is<NoneType>(one); });
    if (item == "\"object\"" && has_none) item = "\"None\"";
    return concat({"Item ", item, " of ", whole, " has no attribute ", quoted(member), extra});
}

}  // namespace

const char* report_has_no_attribute(CheckContext& ck, TypePtr original, TypePtr type, Name member,
                                    NodeId at, base::ModuleId module) {
    original = proper(ck, original);
    type = proper(ck, type);
    std::string_view text = base::text_of(member);
    const auto* instance = types::as<Instance>(original);
    if (instance != nullptr && has_readable_member(ck, info_of(ck, *instance), member)) {
        fail(ck, at, codes::kMisc, concat({"Member ", quoted(member), " is not assignable"}));
        return codes::kNone;
    }
    if (const char* code = report_special(ck, original, text, at)) return code;
    std::string_view extra;
    if (text == "__iter__") extra = " (not iterable)";
    if (text == "__aiter__") extra = " (not async iterable)";
    const auto* options = types::as<UnionType>(original);
    const auto* variable = types::as<TypeVarType>(original);
    const auto* bound =
        variable == nullptr ? nullptr : proper_as<UnionType>(ck, variable->upper_bound);
    if (ck.reporter.type_names_disabled == 0) {
        fail_lazily(ck, at, codes::kAttrDefined,
                    [&] { return ordinary_text(ck, original, member, module, extra); });
        return codes::kAttrDefined;
    }
    if (options != nullptr) {
        fail_lazily(ck, at, codes::kUnionAttr,
                    [&] { return union_text(ck, original, *options, type, member, extra); });
        return codes::kUnionAttr;
    }
    if (bound != nullptr) {
        fail_lazily(ck, at, codes::kUnionAttr, [&] {
            auto [item, whole] = types::format_type_distinctly(ck.cx, type, bound);
            return concat({"Item ", item, " of the upper bound ", whole, " of type variable ",
                           types::format_type(ck.cx, original), " has no attribute ",
                           quoted(member), extra});
        });
        return codes::kUnionAttr;
    }
    fail_lazily(ck, at, codes::kAttrDefined, [&] {
        return concat(
            {types::format_type(ck.cx, original), " has no attribute ", quoted(member), extra});
    });
    return codes::kAttrDefined;
}

void report_unsafe_super(CheckContext& ck, Name method, Name owner, NodeId at) {
    fail(ck, at, codes::kSafeSuper,
         concat({"Call to abstract method ", quoted(method), " of ", quoted(owner),
                 " with trivial body via super() is unsafe"}));
}

void report_undefined_in_superclass(CheckContext& ck, Name member, NodeId at) {
    fail(ck, at, codes::kMisc, concat({quoted(member), " undefined in superclass"}));
}

void report_cant_assign_to_method(CheckContext& ck, NodeId at) {
    fail(ck, at, codes::kMethodAssign, std::string(texts::kCannotAssignToMethod.text));
}

void report_cant_assign_to_classvar(CheckContext& ck, Name name, NodeId at) {
    fail(ck, at, codes::kMisc,
         concat({"Cannot assign to class variable ", quoted(name), " via instance"}));
}

void report_cant_assign_to_final(CheckContext& ck, Name name, bool is_attribute, NodeId at) {
    fail(ck, at, codes::kMisc,
         concat({"Cannot assign to final ", is_attribute ? "attribute \"" : "name \"",
                 syntax::unmangled(base::text_of(name)), "\""}));
}

void report_read_only_property(CheckContext& ck, Name name, const ClassInfo& owner, NodeId at) {
    fail(ck, at, codes::kMisc,
         concat({"Property ", quoted(name), " defined in ", quoted(owner.name), " is read-only"}));
}

void report_no_formal_self(CheckContext& ck, Name name, const CallableType& item, NodeId at) {
    fail_lazily(ck, at, codes::kMisc, [&] {
        return concat({"Attribute function ", quoted(name), " with type ",
                       types::format_type(ck.cx, &item), " does not accept self argument"});
    });
}

void report_incompatible_self(CheckContext& ck, Name name, TypePtr given,
                              const CallableType& signature, bool is_classmethod, NodeId at) {
    fail_lazily(ck, at, codes::kMisc, [&] {
        return concat({"Invalid self argument ", types::format_type(ck.cx, given), " to ",
                       is_classmethod ? "class attribute function " : "attribute function ",
                       quoted(name), " with type ", types::format_type(ck.cx, &signature)});
    });
}

void report_readonly_keys(CheckContext& ck, const TypedDictType& type,
                          const std::vector<Name>& keys, NodeId at) {
    std::vector<std::string> mutated;
    for (const types::TypedDictItem& item : type.items) {
        if (item.readonly && std::find(keys.begin(), keys.end(), item.name) != keys.end()) {
            mutated.emplace_back(base::text_of(item.name));
        }
    }
    if (mutated.empty()) return;
    std::sort(mutated.begin(), mutated.end());
    fail(ck, at, codes::kTypeddictReadonlyMutated,
         concat({"ReadOnly ", messages::format_key_list(mutated), " TypedDict ",
                 mutated.size() == 1 ? "is" : "are", " mutated"}));
}

namespace {

/// What `@deprecated` says; Empty if the definition isn't.
Name deprecation_of(const Definition* definition) {
    if (const auto* info = types::as<ClassInfo>(definition)) return info->deprecated;
    if (const auto* overload = types::as<OverloadedInfo>(definition)) return overload->deprecated;
    if (types::as<FunctionInfo>(definition) != nullptr ||
        types::as<types::DecoratedInfo>(definition) != nullptr) {
        const FunctionInfo* function = function_below(definition);
        if (function != nullptr) return function->deprecated;
    }
    return Name::Empty;
}

/// Then the import has been reported.
bool is_imported_from_somewhere(const CheckContext& ck, Name name) {
    for (NodeId statement : ck.tree.body()) {
        if (!ck.tree.is(statement, NodeKind::ImportFrom)) continue;
        for (NodeId alias : ck.tree.import_from(statement).names) {
            if (ck.tree.alias(alias).name == name) return true;
        }
    }
    return false;
}

}  // namespace

void report_deprecated(CheckContext& ck, const Definition* definition, NodeId at) {
    if (definition == nullptr || ck.module.is_typeshed) return;
    const Name text = deprecation_of(definition);
    if (text == Name::Empty) return;
    std::string_view fullname = base::text_of(definition->fullname);
    for (const std::string& prefix : ck.options.deprecated_calls_exclude) {
        if (fullname == prefix || fullname.starts_with(prefix + ".")) return;
    }
    std::string message(base::text_of(text));
    if (ck.options.report_deprecated_as_note) {
        note(ck, at, codes::kDeprecated, std::move(message));
    } else {
        fail(ck, at, codes::kDeprecated, std::move(message));
    }
}

void report_deprecated_reference(CheckContext& ck, const Definition* definition, NodeId at) {
    if (definition == nullptr || deprecation_of(definition) == Name::Empty) return;
    if (!is_imported_from_somewhere(ck, definition->name)) report_deprecated(ck, definition, at);
}

void report_deprecated_callee(CheckContext& ck, TypePtr callee, NodeId at) {
    const auto* callable = proper_as<CallableType>(ck, callee);
    if (callable == nullptr || callable->definition.is_none()) return;
    report_deprecated(ck, ck.cx.reader.definition(callable->definition), at);
}

}  // namespace krait::checker
