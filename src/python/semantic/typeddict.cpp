// typeddict.cpp
//
// TypedDicts by class syntax: classes that are no classes but shapes of dictionaries, with
// inheritance of items.

#include <algorithm>

#include "python/config/options.h"
#include "python/semantic/generated.h"
#include "python/semantic/typeddict.h"
#include "python/types/expand.h"
#include "python/types/proper.h"
#include "python/types/subtypes.h"

namespace krait::semantic {

using types::AnySource;
using types::as;
using types::TypedDictItem;

namespace {

using Items = TypedDictItems;

constexpr const char* kBadStatement =
    "Invalid statement in TypedDict definition; expected \"field_name: field_type\"";

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
        } else if (name != "closed") {
            fail(a, place_of(a, class_def),
                 "Unexpected keyword argument \"" + std::string(name) +
                     "\" for \"__init_subclass__\" of \"TypedDict\"",
                 codes::kCallArg);
        }
    }
    return total;
}

bool is_harmless(const syntax::Tree& tree, NodeId statement) {
    if (tree.is(statement, NodeKind::Pass)) return true;
    if (!tree.is(statement, NodeKind::Expr)) return false;
    NodeId value = tree.expr_value(statement);
    return tree.is(value, NodeKind::Ellipsis) || tree.is(value, NodeKind::Str);
}

struct Field {
    Name name;
    NodeId annotation = NodeId::None;  ///< None: an assignment without one, which is wrong
    bool has_value = false;
};

std::optional<Field> field_of(const syntax::Tree& tree, NodeId statement) {
    if (tree.is(statement, NodeKind::AnnAssign)) {
        syntax::AnnAssignView view = tree.ann_assign(statement);
        if (!tree.is(view.target, NodeKind::Name)) return std::nullopt;
        return Field{tree.name(view.target), view.annotation, view.value != NodeId::None};
    }
    if (!tree.is(statement, NodeKind::Assign)) return std::nullopt;
    syntax::AssignView view = tree.assign(statement);
    if (view.targets.size() != 1 || !tree.is(view.targets[0], NodeKind::Name)) return std::nullopt;
    return Field{tree.name(view.targets[0]), NodeId::None, true};
}

/// Of a function, its first decorator.
NodeId first_line_of(const syntax::Tree& tree, NodeId statement) {
    if (!tree.is(statement, NodeKind::FunctionDef) &&
        !tree.is(statement, NodeKind::AsyncFunctionDef)) {
        return statement;
    }
    NodeList decorators = tree.function(statement).decorators;
    return decorators.empty() ? statement : decorators[0];
}

ClassItems read_class_items(Analyzer& a, NodeId class_def) {
    ClassItems result;
    bool total = total_of(a, class_def);
    for (NodeId statement : a.tree.class_def(class_def).body) {
        Place place = place_of(a, statement);
        std::optional<Field> field = field_of(a.tree, statement);
        if (!field) {
            if (!is_harmless(a.tree, statement)) {
                fail(a, place_of(a, first_line_of(a.tree, statement)), kBadStatement);
            }
            continue;
        }
        Name name = field->name;
        auto same = [&](const TypedDictItem& item) { return item.name == name; };
        if (std::any_of(result.items.begin(), result.items.end(), same)) {
            fail(a, place, "Duplicate TypedDict key \"" + std::string(text(name)) + "\"");
            continue;
        }
        if (field->annotation == NodeId::None) {
            fail(a, place, kBadStatement);
            result.items.push_back({name, any(a, AnySource::Unannotated), total, false});
            result.places.push_back(place);
            continue;
        }
        TypedDictItemType item = typed_dict_item_type(a, {&a.tree, field->annotation}, place);
        if (item.type == nullptr) {
            result.is_ready = false;
            return result;
        }
        a.module.bindings.declared_types[statement] = item.type;
        result.items.push_back({name, item.type, item.required.value_or(total), item.readonly});
        result.places.push_back(place);
        if (field->has_value) {
            fail(a, place, "Right hand side values are not supported in TypedDict");
        }
    }
    return result;
}

// --- inheritance

/// Items of a base with its type arguments filled in.
struct BaseItems {
    Items items;
    bool is_ready = true;
    bool is_valid = true;
};
BaseItems base_items(Analyzer& a, NodeId base, const ClassInfo& info, Place place) {
    std::vector<TypePtr> args;
    if (a.tree.is(base, NodeKind::Subscript)) {
        for (const Written& written : index_items({&a.tree, base})) {
            TypeOptions options;
            options.allow_typed_dict_forms = true;
            options.allow_placeholder = !is_function_scope(a);
            if (!could_be_type(&a, *written.tree, written.node)) {
                fail(a, place, "Invalid TypedDict type argument");
                return BaseItems{{}, true, false};
            }
            TypePtr type = analyze_type(a, written, options);
            if (type == nullptr) return BaseItems{{}, false, false};
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
    return {std::move(items), true, true};
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
TypedDictItem resolved(Analyzer& a, const std::vector<Source>& sources, const Source*& primary) {
    primary = &sources.back();
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
    std::size_t index = 0;
    for (NodeId base : a.tree.class_def(class_def).bases) {
        NodeId named = without_brackets(a.tree, base);
        Name inline_name =
            joined(a.tree.class_def(class_def).name, "@base", std::to_string(index++));
        if (InlineTypedDict made = inline_typed_dict(a, base, inline_name); made.is_typed_dict) {
            if (made.info == nullptr) {
                result.is_ready = false;
                return result;
            }
            const auto& items = made.info->typed_dict->items;
            result.bases.emplace_back(made.info, Items(items.begin(), items.end()));
            continue;
        }
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
        BaseItems items = base_items(a, base, *info, place);
        if (!items.is_ready) {
            result.is_ready = false;
            return result;
        }
        if (items.is_valid) result.bases.emplace_back(info, std::move(items.items));
    }
    return result;
}

/// A closed base has all the keys that its subclasses may have.
void check_closed_bases(Analyzer& a, const Inheritance& inheritance, Name name,
                        const Source& chosen) {
    for (const auto& [base, items] : inheritance.bases) {
        if (!base->typed_dict->is_closed) continue;
        bool is_known = std::any_of(items.begin(), items.end(),
                                    [&](const TypedDictItem& item) { return item.name == name; });
        if (is_known) continue;
        std::string start =
            "Cannot extend closed base class \"" + std::string(text(base->name)) + "\" with ";
        std::string field = "field \"" + std::string(text(name)) + "\"";
        fail(a, chosen.place,
             chosen.base != nullptr ? start + field + " from base class \"" +
                                          std::string(text(chosen.base->name)) + "\""
                                    : start + "new " + field);
    }
}

Items inherited_items(Analyzer& a, const Inheritance& inheritance, const ClassItems& own,
                      Place place, TypedDictHeritage& heritage) {
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
    for (const auto& [name, all] : sources) {
        const Source* chosen = nullptr;
        items.push_back(resolved(a, all, chosen));
        check_closed_bases(a, inheritance, name, *chosen);
        heritage.chosen.push_back({name, chosen->base, chosen->place});
    }
    heritage.bases = inheritance.bases;
    return items;
}

/// What closed= says; nothing if it isn't there.
std::optional<bool> closed_of(Analyzer& a, NodeId class_def) {
    for (NodeId node : a.tree.class_def(class_def).keywords) {
        syntax::KeywordView keyword = a.tree.keyword(node);
        if (text(keyword.arg) != "closed") continue;
        if (std::optional<bool> value = bool_literal(a.tree, keyword.value)) return value;
        fail(a, place_of(a, keyword.value), "\"closed\" argument must be a True or False literal",
             codes::kLiteralRequired);
        return false;
    }
    return std::nullopt;
}

bool is_typed_dict_class(Analyzer& a, NodeId class_def) {
    for (NodeId base : a.tree.class_def(class_def).bases) {
        NodeId named = without_brackets(a.tree, base);
        if (is_typed_dict_name(referent_fullname(a, named))) return true;
        if (typed_dict_class(a, base) != nullptr) return true;
    }
    return false;
}

}  // namespace

bool is_typed_dict_name(Name fullname) {
    return is_one_of(
        fullname, {"typing.TypedDict", "typing_extensions.TypedDict", "mypy_extensions.TypedDict"});
}

const types::Instance& typed_dict_fallback(Analyzer& a) {
    for (const char* name :
         {"typing._TypedDict", "typing_extensions._TypedDict", "mypy_extensions._TypedDict"}) {
        if (const types::Instance* found = named_type_or_null(a, name)) return *found;
    }
    return *object_type(a);
}

TypedDictItemType typed_dict_item_type(Analyzer& a, Written written, Place at) {
    TypeOptions options;
    options.allow_typed_dict_forms = true;
    options.allow_placeholder = !is_function_scope(a);
    options.prohibit_self_type = "TypedDict item type";
    options.prohibit_special_class_field_types = "TypedDict";
    TypeAnalysis analysis = make_type_analysis(a, options);
    std::uint32_t before = a.incomplete_refs;
    TypedDictItemType item;
    item.type = visit_type(analysis, written);
    // Innermost first, as they were finished; they are told off from the outside in.
    for (auto form = analysis.item_forms.rbegin(); form != analysis.item_forms.rend(); ++form) {
        bool is_readonly = *form == SpecialType::ReadOnly;
        if (is_readonly ? item.readonly : item.required.has_value()) {
            const char* name = is_readonly                      ? "ReadOnly[]"
                               : *form == SpecialType::Required ? "Required[]"
                                                                : "NotRequired[]";
            fail(a, at, "\"" + std::string(name) + "\" type cannot be nested", codes::kValidType);
        }
        if (is_readonly) {
            item.readonly = true;
        } else {
            item.required = *form == SpecialType::Required;
        }
    }
    if (a.incomplete_refs != before) item.type = nullptr;
    return item;
}

ClassInfo& build_typed_dict(Analyzer& a, ClassInfo& info, const TypedDictItems& items,
                            bool is_closed) {
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

bool analyze_typed_dict_class(Analyzer& a, NodeId class_def, Place place) {
    if (!is_typed_dict_class(a, class_def)) return false;
    syntax::ClassView view = a.tree.class_def(class_def);
    std::optional<bool> is_closed = closed_of(a, class_def);
    Inheritance inheritance = read_bases(a, class_def, place);
    ClassItems own;
    if (inheritance.is_ready) own = read_class_items(a, class_def);
    if (!inheritance.is_ready || !own.is_ready) {
        mark_incomplete(a, view.name, place, true);
        return true;
    }
    std::vector<const ClassInfo*> closed_bases;
    for (const auto& [base, unused] : inheritance.bases) {
        if (base->typed_dict->is_closed) closed_bases.push_back(base);
    }
    if (is_closed && !*is_closed) {
        for (const ClassInfo* base : closed_bases) {
            fail(a, place,
                 "Open TypedDict class cannot subclass closed TypedDict class \"" +
                     std::string(text(base->name)) + "\"");
        }
    }
    TypedDictHeritage heritage;
    Items items = inherited_items(a, inheritance, own, place, heritage);
    ClassInfo& info = prepare_class(a, class_def);
    info.bases = a.job.arena.copy({&typed_dict_fallback(a)});
    set_mro(a, info, place);
    info.metaclass = metaclass_from_mro(a, info);
    build_typed_dict(a, info, items, is_closed.value_or(!closed_bases.empty()));
    a.job.classes[&info].typed_dict_heritage = std::move(heritage);
    visit_class_decorators(a, info, class_def);
    return true;
}

void check_typed_dict_inheritance(Analyzer& a, const ClassInfo& info) {
    auto build = a.job.classes.find(&info);
    if (build == a.job.classes.end() || info.typed_dict == nullptr) return;
    const TypedDictHeritage& heritage = build->second.typed_dict_heritage;
    for (const auto& [base, items] : heritage.bases) {
        for (const TypedDictItem& item : items) {
            auto named = [&](const auto& one) { return one.name == item.name; };
            auto own =
                std::find_if(info.typed_dict->items.begin(), info.typed_dict->items.end(), named);
            auto chosen = std::find_if(heritage.chosen.begin(), heritage.chosen.end(), named);
            if (own == info.typed_dict->items.end() || chosen == heritage.chosen.end()) continue;
            bool agrees = item.readonly ? types::is_subtype(a.cx, own->type, item.type)
                                        : types::is_equivalent(a.cx, own->type, item.type);
            if (agrees) continue;
            std::string field = "\"" + std::string(text(item.name)) + "\"";
            std::string of_base = "\"" + std::string(text(base->name)) + "\"";
            if (chosen->base == nullptr) {
                fail(a, chosen->place,
                     "Definition of field " + field + " incompatible with base class " + of_base);
                continue;
            }
            fail(a, chosen->place,
                 "Incompatible definitions of field " + field + " in base classes " + of_base +
                     " and \"" + std::string(text(chosen->base->name)) + "\"");
            if (!own->readonly) continue;
            note(a, chosen->place,
                 "This can be resolved by redeclaring the field " + field +
                     " with a mutually compatible type");
        }
    }
}

}  // namespace krait::semantic
