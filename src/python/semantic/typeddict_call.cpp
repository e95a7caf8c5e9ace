// typeddict_call.cpp
//
// TypedDict("TD", {...}): assigned to a name, or as a base class.

#include <algorithm>

#include "python/semantic/build.h"
#include "python/semantic/type_analysis.h"
#include "python/semantic/typeddict.h"
#include "python/semantic/written_types.h"

namespace krait::semantic {

using types::TypedDictItem;

namespace {

struct CallItems {
    TypedDictItems items;
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
        if (could_be_type(&a, a.tree, value)) {
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
        }
        if (!could_be_type(&a, a.tree, view.values[i])) {
            return invalid(a, result, view.values[i], "Use dict literal for nested TypedDict");
        }
        TypedDictItemType item =
            typed_dict_item_type(a, {&a.tree, view.values[i]}, place_of(a, call));
        if (item.type == nullptr) {
            result.is_ready = false;
            return;
        }
        auto known = std::find_if(result.items.begin(), result.items.end(), same);
        if (known == result.items.end()) {
            known = result.items.insert(known, TypedDictItem{name, nullptr, false, false});
        }
        *known = {name, item.type, item.required.value_or(total), item.readonly};
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
    std::vector<Name> seen;
    for (NodeId node : view.keywords) {
        syntax::KeywordView keyword = a.tree.keyword(node);
        std::string name(text(keyword.arg));
        if (name != "total" && name != "closed") {
            invalid(a, result, call,
                    "Unexpected keyword argument \"" + name + "\" for \"TypedDict\"");
            return result;
        }
        if (std::find(seen.begin(), seen.end(), keyword.arg) != seen.end()) {
            invalid(a, result, call,
                    "Repeated keyword argument \"" + name + "\" for \"TypedDict\"");
            return result;
        }
        seen.push_back(keyword.arg);
        std::optional<bool> value = bool_literal(a.tree, keyword.value);
        if (!value) {
            fail(a, place_of(a, keyword.value),
                 "\"" + name + "\" argument must be a True or False literal",
                 codes::kLiteralRequired);
            result.is_valid = false;
            return result;
        }
        (name == "total" ? total : result.is_closed) = *value;
    }
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
    if (!result.is_ready) return result;
    for (const TypedDictItem& item : result.items) {
        check_written_type(a, item.type, "Type of a TypedDict key", place_of(a, call));
    }
    return result;
}

}  // namespace

InlineTypedDict inline_typed_dict(Analyzer& a, NodeId call, Name name) {
    if (!a.tree.is(call, NodeKind::Call)) return {};
    if (!is_typed_dict_name(referent_fullname(a, a.tree.call(call).func))) return {};
    CallItems result = read_call(a, call);
    if (!result.is_ready) return {nullptr, true};
    if (!result.is_valid) result.items.clear();
    ClassInfo& info = make_synthetic_class(a, call, name, typed_dict_fallback(a));
    build_typed_dict(a, info, result.items, result.is_closed);
    set_type_variables(a, info, result.variables, place_of(a, call));
    SpecialFact& fact = a.module.bindings.special_forms[call];
    fact.form = SpecialForm::TypedDictCall;
    fact.definition = &info;
    return {&info, true};
}

bool process_typed_dict_call(Analyzer& a, const Assignment& s) {
    if (s.targets.size() != 1 || !a.tree.is(s.value, NodeKind::Call)) return false;
    if (!is_typed_dict_name(referent_fullname(a, a.tree.call(s.value).func))) return false;
    NodeId target = s.targets[0];
    if (a.tree.is(target, NodeKind::Attribute)) {
        (void)inline_typed_dict(a, s.value, a.tree.attribute(target).attr);
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
    ClassInfo& info = make_synthetic_class(a, s.value, name, typed_dict_fallback(a));
    build_typed_dict(a, info, result.items, result.is_closed);
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
