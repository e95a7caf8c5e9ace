// enum_call.cpp
//
// Color = Enum("Color", "RED GREEN"): an enum without a class body.

#include "python/semantic/generated.h"
#include "python/types/proper.h"

namespace krait::semantic {

using types::as;

namespace {

struct Members {
    std::string class_name;
    std::vector<Name> names;
    bool is_valid = false;
};

Members invalid(Analyzer& a, NodeId call, const std::string& message) {
    fail(a, place_of(a, call), message);
    return {};
}

std::vector<Name> split_names(std::string_view names) {
    std::vector<Name> all;
    std::string current;
    for (std::size_t i = 0; i <= names.size(); ++i) {
        char c = i < names.size() ? names[i] : ' ';
        if (c != ',' && c != ' ' && c != '\t' && c != '\n') {
            current += c;
            continue;
        }
        if (!current.empty()) all.push_back(base::intern(current));
        current.clear();
    }
    return all;
}

/// ["A", "B"] or [("A", 1), ("B", 2)]
bool read_sequence(Analyzer& a, NodeId sequence, Members& members) {
    for (NodeId item : a.tree.elements(sequence)) {
        NodeId name = item;
        if (a.tree.is(item, NodeKind::Tuple) || a.tree.is(item, NodeKind::List)) {
            NodeList pair = a.tree.elements(item);
            if (pair.size() != 2) return false;
            name = pair[0];
        }
        if (!a.tree.is(name, NodeKind::Str)) return false;
        members.names.push_back(base::intern(a.tree.str_value(name)));
    }
    return true;
}

std::optional<std::string_view> string_of_variable(Analyzer& a, NodeId node) {
    const auto* variable = as<VarInfo>(referent(a, node));
    if (variable == nullptr) return std::nullopt;
    const auto* literal = types::as_proper<types::LiteralType>(a.cx, variable->type);
    if (literal != nullptr && literal->value.kind == types::LiteralKind::Str) {
        return text(literal->value.text);
    }
    if (variable->is_final && variable->final_value &&
        variable->final_value->kind == types::LiteralKind::Str) {
        return text(variable->final_value->text);
    }
    return std::nullopt;
}

Members read_call(Analyzer& a, NodeId call, const std::string& form) {
    syntax::CallView view = a.tree.call(call);
    std::size_t count = view.args.size() + view.keywords.size();
    if (count < 2) return invalid(a, call, "Too few arguments for " + form + "()");
    if (count > 6) return invalid(a, call, "Too many arguments for " + form + "()");
    NodeId value = !view.args.empty() ? view.args[0] : NodeId::None;
    NodeId names = view.args.size() > 1 ? view.args[1] : NodeId::None;
    for (NodeId node : view.keywords) {
        syntax::KeywordView keyword = a.tree.keyword(node);
        std::string_view name = text(keyword.arg);
        if (name == "value") {
            value = keyword.value;
        } else if (name == "names") {
            names = keyword.value;
        } else if (name != "module" && name != "qualname" && name != "type" && name != "start") {
            fail(a, place_of(a, call), "Unexpected keyword argument \"" + std::string(name) + "\"");
        }
    }
    if (value == NodeId::None || !a.tree.is(value, NodeKind::Str)) {
        return invalid(a, call, form + "() expects a string literal as the first argument");
    }
    Members members;
    members.class_name = a.tree.str_value(value);
    const std::string literal_needed =
        "Second argument of " + form +
        "() must be string, tuple, list or dict literal for mypy to determine Enum members";
    if (names == NodeId::None) return invalid(a, call, literal_needed);
    switch (a.tree.kind(names)) {
        case NodeKind::Str:
            members.names = split_names(a.tree.str_value(names));
            break;
        case NodeKind::List:
        case NodeKind::Tuple:
            if (!read_sequence(a, names, members)) {
                return invalid(a, call,
                               form +
                                   "() with tuple or list expects strings or (name, value) "
                                   "pairs");
            }
            break;
        case NodeKind::Dict:
            for (NodeId key : a.tree.dict(names).keys) {
                if (key == NodeId::None || !a.tree.is(key, NodeKind::Str)) {
                    return invalid(a, call, form + "() with dict literal requires string literals");
                }
                members.names.push_back(base::intern(a.tree.str_value(key)));
            }
            break;
        default: {
            std::optional<std::string_view> known = string_of_variable(a, names);
            if (!known) return invalid(a, call, literal_needed);
            members.names = split_names(*known);
        }
    }
    if (members.names.empty()) {
        return invalid(a, call, form + "() needs at least one item");
    }
    members.is_valid = true;
    return members;
}

}  // namespace

bool process_enum_call(Analyzer& a, const Assignment& s) {
    if (s.targets.size() != 1 || !a.tree.is(s.value, NodeKind::Call)) return false;
    Name fullname = referent_fullname(a, a.tree.call(s.value).func);
    if (!is_one_of(fullname,
                   {"enum.Enum", "enum.IntEnum", "enum.Flag", "enum.IntFlag", "enum.StrEnum"})) {
        return false;
    }
    NodeId target = s.targets[0];
    if (a.tree.is(target, NodeKind::Attribute)) {
        fail(a, place_of(a, target), "Enum type as attribute is not supported");
        return false;
    }
    if (!a.tree.is(target, NodeKind::Name)) return false;
    const types::Instance* base = named_type_or_null(a, text(fullname));
    if (base == nullptr) return false;
    Name name = a.tree.name(target);
    Place place = place_of(a, s.value);
    Members members = read_call(a, s.value, std::string(text(fullname).substr(5)));
    if (members.is_valid && members.class_name != text(name)) {
        fail(a, place,
             "String argument 1 \"" + members.class_name + "\" to " + std::string(text(fullname)) +
                 "(...) does not match variable name \"" + std::string(text(name)) + "\"");
    }
    ClassInfo& info = make_synthetic_class(a, s.value, name, *base);
    info.metaclass = metaclass_from_mro(a, info);
    info.is_enum = true;
    for (Name member : members.names) {
        VarInfo& variable = add_generated_variable(a, info, text(member), nullptr, true);
        variable.has_explicit_value = true;
    }
    add_symbol(a, name, info, place);
    if (is_nested_in_function(a)) add_global_symbol(a, name, place, info);
    SpecialFact& fact = a.module.bindings.special_forms[s.value];
    fact.form = SpecialForm::EnumCall;
    fact.definition = &info;
    a.module.bindings.names[target] = {&info, current_symbol_scope(a), true, false};
    return true;
}

}  // namespace krait::semantic
