// typeddict.cpp
//
// TypedDicts: classes that are no classes but shapes of dictionaries, by class syntax (with
// inheritance of items) and by call.

#include <algorithm>

#include "python/config/options.h"
#include "python/semantic/generated.h"
#include "python/types/expand.h"
#include "python/types/proper.h"

namespace krait::semantic {

using types::AnySource;
using types::as;
using types::TypedDictItem;

namespace {

using Items = std::vector<TypedDictItem>;

constexpr const char* kBadStatement =
    "Invalid statement in TypedDict definition; expected \"field_name: field_type\"";

bool is_typed_dict_name(Name fullname) {
    return is_one_of(
        fullname, {"typing.TypedDict", "typing_extensions.TypedDict", "mypy_extensions.TypedDict"});
}

NodeId without_brackets(const syntax::Tree& tree, NodeId base) {
    if (tree.is(base, NodeKind::Call)) return tree.call(base).func;
    if (tree.is(base, NodeKind::Subscript)) return tree.subscript(base).value;
    return base;
}

/// The TypedDict class that an expression names, if it does.
const ClassInfo* typed_dict_class(Analyzer& a, NodeId base) {
    const Definition* node = referent(a, without_brackets(a.tree, base));
    const auto* info = as<ClassInfo>(node);
    if (const auto* alias = as<types::AliasInfo>(node)) {
        const auto* dict = types::as_proper<types::TypedDictType>(a.cx, alias->target);
        info = dict != nullptr ? class_of(a, dict->fallback->type) : nullptr;
    }
    return info != nullptr && info->typed_dict != nullptr ? info : nullptr;
}

const types::Instance& fallback_base(Analyzer& a) {
    for (const char* name :
         {"typing._TypedDict", "typing_extensions._TypedDict", "mypy_extensions._TypedDict"}) {
        if (const types::Instance* found = named_type_or_null(a, name)) return *found;
    }
    return *object_type(a);
}

// --- the items that a class adds

struct ClassItems {
    Items items;
    std::vector<Place> places;  ///< of the items' statements
    bool is_ready = true;
};

bool total_of(Analyzer& a, NodeId class_def) {
    bool total = true;
    for (NodeId node : a.tree.class_def(class_def).keywords) {
        syntax::KeywordView keyword = a.tree.keyword(node);
        std::string_view name = text(keyword.arg);
        if (name == "total") {
            if (std::optional<bool> value = bool_literal(a.tree, keyword.value)) {
                total = *value;
            } else {
                fail(a, place_of(a, keyword.value),
                     "\"total\" argument must be a True or False literal", codes::kLiteralRequired);
            }
        } else if (name != "closed" && name != "metaclass") {
            fail(a, place_of(a, class_def),
                 "Unexpected keyword argument \"" + std::string(name) +
                     "\" for \"__init_subclass__\" of \"TypedDict\"",
                 codes::kCallArg);
        }
    }
    return total;
}

TypePtr item_type(Analyzer& a, Written written, std::optional<bool>& required, bool& readonly) {
    TypeOptions options;
    options.allow_typed_dict_forms = true;
    options.allow_placeholder = !is_function_scope(a);
    options.prohibit_self_type = "TypedDict item type";
    options.prohibit_special_class_field_types = "TypedDict";
    TypeAnalysis analysis = make_type_analysis(a, options);
    std::uint32_t before = a.incomplete_refs;
    TypePtr type = visit_type(analysis, written);
    required = analysis.required;
    readonly = analysis.readonly;
    return a.incomplete_refs != before ? nullptr : type;
}

bool is_harmless(const syntax::Tree& tree, NodeId statement) {
    if (tree.is(statement, NodeKind::Pass)) return true;
    if (!tree.is(statement, NodeKind::Expr)) return false;
    NodeId value = tree.expr_value(statement);
    return tree.is(value, NodeKind::Ellipsis) || tree.is(value, NodeKind::Str);
}

ClassItems read_class_items(Analyzer& a, NodeId class_def) {
    ClassItems result;
    bool total = total_of(a, class_def);
    for (NodeId statement : a.tree.class_def(class_def).body) {
        Place place = place_of(a, statement);
        bool is_field = a.tree.is(statement, NodeKind::AnnAssign) &&
                        a.tree.is(a.tree.ann_assign(statement).target, NodeKind::Name);
        if (!is_field) {
            if (!is_harmless(a.tree, statement)) fail(a, place, kBadStatement);
            continue;
        }
        syntax::AnnAssignView view = a.tree.ann_assign(statement);
        Name name = a.tree.name(view.target);
        auto same = [&](const TypedDictItem& item) { return item.name == name; };
        if (std::any_of(result.items.begin(), result.items.end(), same)) {
            fail(a, place, "Duplicate TypedDict key \"" + std::string(text(name)) + "\"");
            continue;
        }
        std::optional<bool> required;
        bool readonly = false;
        TypePtr type = item_type(a, {&a.tree, view.annotation}, required, readonly);
        if (type == nullptr) {
            result.is_ready = false;
            return result;
        }
        a.module.bindings.declared_types[statement] = type;
        result.items.push_back({name, type, required.value_or(total), readonly});
        result.places.push_back(place);
        if (view.value != NodeId::None) {
            fail(a, place, "Right hand side values are not supported in TypedDict");
        }
    }
    return result;
}

// --- inheritance

/// Items of a base with its type arguments filled in; nothing if an argument isn't known yet.
std::optional<Items> base_items(Analyzer& a, NodeId base, const ClassInfo& info, Place place) {
    std::vector<TypePtr> args;
    if (a.tree.is(base, NodeKind::Subscript)) {
        for (const Written& written : index_items({&a.tree, base})) {
            TypeOptions options;
            options.allow_typed_dict_forms = true;
            options.allow_placeholder = !is_function_scope(a);
            TypePtr type = analyze_type(a, written, options);
            if (type == nullptr) return std::nullopt;
            args.push_back(type);
        }
    }
    if (args.size() != info.type_vars.size()) {
        bool given = !args.empty();
        if (given) {
            fail(a, place,
                 "Invalid number of type arguments for \"" + std::string(text(info.name)) + "\"");
        }
        args.assign(info.type_vars.size(),
                    any(a, given ? AnySource::FromError : AnySource::FromOmittedGenerics));
    }
    types::TypeEnv env;
    for (std::size_t i = 0; i < args.size(); ++i) env.bind(info.type_vars[i]->id, args[i]);
    Items items(info.typed_dict->items.begin(), info.typed_dict->items.end());
    if (!args.empty()) {
        for (TypedDictItem& item : items) item.type = types::expand_type(a.cx, item.type, env);
    }
    return items;
}

struct Source {
    TypedDictItem item;
    const ClassInfo* base = nullptr;  ///< null: the class itself
    Place place;
};

void check_requiredness(Analyzer& a, const Source& source, const Source& primary, bool required,
                        Place place) {
    if (source.base == nullptr) return;
    std::string field = "Field \"" + std::string(text(source.item.name)) + "\" ";
    std::string base = "base class \"" + std::string(text(source.base->name)) + "\"";
    std::string other = primary.base != nullptr
                            ? "base class \"" + std::string(text(primary.base->name)) + "\""
                            : std::string();
    if (source.item.required && !required) {
        fail(a, place,
             field + "is required in " + base +
                 (other.empty() ? "" : " but can be deleted in " + other));
    } else if (!source.item.required && !source.item.readonly && required) {
        fail(a, place,
             other.empty() ? field + "can be deleted in " + base
                           : field + "is required in " + other + " but can be deleted in " + base);
    }
}

/// What one key is, of all that bases and the class say of it.
TypedDictItem resolved(Analyzer& a, const std::vector<Source>& sources) {
    const Source* primary = &sources.back();
    if (primary->base != nullptr) {
        for (auto source = sources.rbegin(); source != sources.rend(); ++source) {
            if (source->item.readonly) continue;
            primary = &*source;
            break;
        }
    }
    TypedDictItem item = primary->item;
    if (item.readonly) {
        item.required = std::any_of(sources.begin(), sources.end(),
                                    [](const Source& one) { return one.item.required; });
    }
    for (const Source& source : sources) {
        if (&source != primary)
            check_requiredness(a, source, *primary, item.required, primary->place);
    }
    return item;
}

struct Inheritance {
    std::vector<std::pair<const ClassInfo*, Items>> bases;
    bool is_ready = true;
};

Inheritance read_bases(Analyzer& a, NodeId class_def, Place place) {
    Inheritance result;
    std::vector<Name> seen;
    bool seen_plain = false;
    for (NodeId base : a.tree.class_def(class_def).bases) {
        NodeId named = without_brackets(a.tree, base);
        if (is_typed_dict_name(referent_fullname(a, named))) {
            if (seen_plain) fail(a, place, "Duplicate base class \"TypedDict\"");
            seen_plain = true;
            continue;
        }
        if (special_type_of(referent_fullname(a, named)) == SpecialType::Generic) continue;
        const ClassInfo* info = typed_dict_class(a, base);
        if (info == nullptr) {
            fail(a, place, "All bases of a new TypedDict must be TypedDict types");
            continue;
        }
        if (info->is_final) {
            fail(a, place,
                 "Cannot inherit from final class \"" + std::string(text(info->name)) + "\"");
        }
        if (std::find(seen.begin(), seen.end(), info->fullname) != seen.end()) {
            fail(a, place, "Duplicate base class \"" + std::string(text(info->name)) + "\"");
            continue;
        }
        seen.push_back(info->fullname);
        std::optional<Items> items = base_items(a, base, *info, place);
        if (!items) {
            result.is_ready = false;
            return result;
        }
        result.bases.emplace_back(info, std::move(*items));
    }
    return result;
}

Items inherited_items(Analyzer& a, const Inheritance& inheritance, const ClassItems& own,
                      Place place) {
    std::vector<std::pair<Name, std::vector<Source>>> sources;
    auto add = [&](const TypedDictItem& item, const ClassInfo* base, Place at_place) {
        auto same = [&](const auto& entry) { return entry.first == item.name; };
        auto at = std::find_if(sources.begin(), sources.end(), same);
        if (at == sources.end()) {
            sources.push_back({item.name, {}});
            at = sources.end() - 1;
        }
        at->second.push_back({item, base, at_place});
    };
    for (auto base = inheritance.bases.rbegin(); base != inheritance.bases.rend(); ++base) {
        for (const TypedDictItem& item : base->second) add(item, base->first, place);
    }
    for (std::size_t i = 0; i < own.items.size(); ++i) {
        add(own.items[i], nullptr, own.places[i]);
    }
    Items items;
    for (const auto& [name, all] : sources) items.push_back(resolved(a, all));
    return items;
}

ClassInfo& build_class(Analyzer& a, ClassInfo& info, const Items& items, bool is_closed) {
    const types::Instance* fallback = types::make_instance(a.cx, info.id);
    const types::TypedDictType* dict =
        types::make_typed_dict(a.cx, a.job.arena.copy(items), *fallback, is_closed);
    if (has_placeholder(a, dict)) {
        process_placeholder(a, Name::Empty, "TypedDict item", a.job.places[&info],
                            info.typed_dict == nullptr);
    }
    info.typed_dict = dict;
    set_up_special_alias(a, info, dict);
    return info;
}

bool closed_of(Analyzer& a, NodeList keywords) {
    for (NodeId node : keywords) {
        syntax::KeywordView keyword = a.tree.keyword(node);
        if (text(keyword.arg) != "closed") continue;
        return bool_literal(a.tree, keyword.value).value_or(false);
    }
    return false;
}

bool is_typed_dict_class(Analyzer& a, NodeId class_def) {
    for (NodeId base : a.tree.class_def(class_def).bases) {
        NodeId named = without_brackets(a.tree, base);
        if (is_typed_dict_name(referent_fullname(a, named))) return true;
        if (typed_dict_class(a, base) != nullptr) return true;
    }
    return false;
}

// --- TypedDict("TD", {...})

struct CallItems {
    Items items;
    Name type_name = Name::Empty;
    std::vector<const types::TypeVarLike*> variables;
    bool is_closed = false;
    bool is_valid = true;
    bool is_ready = true;
};

void invalid(Analyzer& a, CallItems& result, NodeId node, std::string message) {
    fail(a, place_of(a, node), std::move(message));
    result.is_valid = false;
}

void read_dict(Analyzer& a, NodeId call, NodeId dict, bool total, CallItems& result) {
    syntax::DictView view = a.tree.dict(dict);
    FoundTypeVariables found;
    for (NodeId value : view.values) {
        if (could_be_type(a.tree, value)) {
            find_type_variables(a, {&a.tree, value}, *a.type_scope, true, found);
        }
    }
    result.variables = bind_type_variables(a, found.variables, place_of(a, call));
    for (std::size_t i = 0; i < view.values.size(); ++i) {
        NodeId key = view.keys[i];
        if (key == NodeId::None || !a.tree.is(key, NodeKind::Str)) {
            NodeId at = key == NodeId::None ? view.values[i] : key;
            return invalid(a, result, at, "Invalid TypedDict() field name");
        }
        Name name = base::intern(a.tree.str_value(key));
        auto same = [&](const TypedDictItem& item) { return item.name == name; };
        if (std::any_of(result.items.begin(), result.items.end(), same)) {
            fail(a, place_of(a, key),
                 "Duplicate TypedDict key \"" + std::string(text(name)) + "\"");
            continue;
        }
        if (!could_be_type(a.tree, view.values[i])) {
            return invalid(a, result, view.values[i], "Invalid field type");
        }
        std::optional<bool> required;
        bool readonly = false;
        TypePtr type = item_type(a, {&a.tree, view.values[i]}, required, readonly);
        if (type == nullptr) {
            result.is_ready = false;
            return;
        }
        result.items.push_back({name, type, required.value_or(total), readonly});
    }
}

CallItems read_call(Analyzer& a, NodeId call) {
    syntax::CallView view = a.tree.call(call);
    CallItems result;
    std::size_t count = view.args.size() + view.keywords.size();
    if (count < 2) {
        invalid(a, result, call, "Too few arguments for TypedDict()");
        return result;
    }
    if (count > 4) {
        invalid(a, result, call, "Too many arguments for TypedDict()");
        return result;
    }
    if (view.args.size() != 2) {
        invalid(a, result, call, "Unexpected arguments to TypedDict()");
        return result;
    }
    bool total = true;
    for (NodeId node : view.keywords) {
        syntax::KeywordView keyword = a.tree.keyword(node);
        std::string name(text(keyword.arg));
        if (name != "total" && name != "closed") {
            invalid(a, result, call,
                    "Unexpected keyword argument \"" + name + "\" for \"TypedDict\"");
            return result;
        }
        std::optional<bool> value = bool_literal(a.tree, keyword.value);
        if (!value) {
            fail(a, place_of(a, keyword.value),
                 "\"" + name + "\" argument must be a True or False literal",
                 codes::kLiteralRequired);
            result.is_valid = false;
            return result;
        }
        if (name == "total") total = *value;
    }
    result.is_closed = closed_of(a, view.keywords);
    if (!a.tree.is(view.args[0], NodeKind::Str)) {
        invalid(a, result, call, "TypedDict() expects a string literal as the first argument");
        return result;
    }
    result.type_name = base::intern(a.tree.str_value(view.args[0]));
    if (!a.tree.is(view.args[1], NodeKind::Dict)) {
        invalid(a, result, call, "TypedDict() expects a dictionary literal as the second argument");
        return result;
    }
    read_dict(a, call, view.args[1], total, result);
    return result;
}

}  // namespace

bool analyze_typed_dict_class(Analyzer& a, NodeId class_def, Place place) {
    if (!is_typed_dict_class(a, class_def)) return false;
    syntax::ClassView view = a.tree.class_def(class_def);
    Inheritance inheritance = read_bases(a, class_def, place);
    ClassItems own;
    if (inheritance.is_ready) own = read_class_items(a, class_def);
    if (!inheritance.is_ready || !own.is_ready) {
        mark_incomplete(a, view.name, place, true);
        return true;
    }
    Items items = inherited_items(a, inheritance, own, place);
    bool is_closed = closed_of(a, view.keywords);
    for (const auto& [base, unused] : inheritance.bases) {
        is_closed = is_closed || base->typed_dict->is_closed;
    }
    ClassInfo& info = prepare_class(a, class_def);
    info.bases = a.job.arena.copy({&fallback_base(a)});
    set_mro(a, info, place);
    info.metaclass = metaclass_from_mro(a, info);
    build_class(a, info, items, is_closed);
    visit_class_decorators(a, info, class_def);
    return true;
}

bool process_typed_dict_call(Analyzer& a, const Assignment& s) {
    if (s.targets.size() != 1 || !a.tree.is(s.value, NodeKind::Call)) return false;
    if (!is_typed_dict_name(referent_fullname(a, a.tree.call(s.value).func))) return false;
    NodeId target = s.targets[0];
    if (a.tree.is(target, NodeKind::Attribute)) {
        fail(a, place_of(a, target), "TypedDict type as attribute is not supported");
        return false;
    }
    if (!a.tree.is(target, NodeKind::Name)) return false;
    Name name = a.tree.name(target);
    Restore<TypeScopePtr> scope(a.type_scope,
                                TypeScope::class_frame(a.type_scope, qualified_name(a, name)));
    CallItems result = read_call(a, s.value);
    if (!result.is_ready) {
        mark_incomplete(a, name, place_of(a, target), true);
        return true;
    }
    if (!result.is_valid) result.items.clear();
    if (result.is_valid && result.type_name != name) {
        fail(a, place_of(a, s.value),
             "First argument \"" + std::string(text(result.type_name)) +
                 "\" to TypedDict() does not match variable name \"" + std::string(text(name)) +
                 "\"",
             codes::kNameMatch);
    }
    Place place = place_of(a, s.value);
    ClassInfo& info = make_synthetic_class(a, s.value, name, fallback_base(a));
    build_class(a, info, result.items, result.is_closed);
    add_symbol(a, name, info, place);
    if (is_nested_in_function(a)) add_global_symbol(a, name, place, info);
    set_type_variables(a, info, result.variables, place);
    SpecialFact& fact = a.module.bindings.special_forms[s.value];
    fact.form = SpecialForm::TypedDictCall;
    fact.definition = &info;
    a.module.bindings.names[target] = {&info, current_symbol_scope(a), true, false};
    return true;
}

}  // namespace krait::semantic
