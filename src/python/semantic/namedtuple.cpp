// namedtuple.cpp
//
// Named tuples: `class P(NamedTuple)`, `P = NamedTuple("P", ...)` and `P = namedtuple("P", ...)`.
// Each is a class over tuple[...] with generated members, used in types through an alias.

#include <algorithm>

#include "python/config/options.h"
#include "python/semantic/generated.h"
#include "python/syntax/words.h"
#include "python/types/proper.h"
#include "python/types/typeops.h"
#include "python/types/typevars.h"

namespace krait::semantic {

using types::AnySource;
using types::ArgKind;
using types::as;

namespace {

struct Field {
    Name name = Name::Empty;
    TypePtr type = nullptr;
    bool has_default = false;
};
using Fields = std::vector<Field>;

constexpr const char* kBadStatement =
    "Invalid statement in NamedTuple definition; expected \"field_name: field_type [= default]\"";

TypePtr field_type(Analyzer& a, Written written) {
    TypeOptions options;
    options.allow_placeholder = !is_function_scope(a);
    options.prohibit_self_type = "NamedTuple item type";
    options.prohibit_special_class_field_types = "NamedTuple";
    return analyze_type(a, written, options);
}

// --- what the class has

void add_fields(Analyzer& a, ClassInfo& info, const Fields& fields) {
    const types::Instance* str = named_type(a, "builtins.str");
    TypePtr unknown = any(a, AnySource::SpecialForm);
    const types::Instance* tuple = named_type(a, "builtins.tuple", {unknown});
    TypePtr dict = named_type(a, "builtins.dict", {str, unknown});
    std::vector<TypePtr> names;
    std::vector<TypePtr> strings;
    for (const Field& field : fields) {
        add_generated_variable(a, info, text(field.name), field.type, true);
        names.push_back(types::make_literal(a.cx, {types::LiteralKind::Str, field.name}, *str));
        strings.push_back(str);
    }
    auto tuple_of = [&](const std::vector<TypePtr>& items) {
        return types::make_tuple(a.cx, types::copy_list(a.cx, items), *tuple);
    };
    add_generated_variable(a, info, "_fields", tuple_of(strings));
    add_generated_variable(a, info, "_field_types", dict);
    add_generated_variable(a, info, "_field_defaults", dict);
    add_generated_variable(a, info, "_source", str);
    add_generated_variable(a, info, "__annotations__", dict);
    add_generated_variable(a, info, "__doc__", str);
    add_generated_variable(a, info, "__match_args__", tuple_of(names));
}

const types::TypeVarType* self_variable(Analyzer& a, const ClassInfo& info,
                                        std::string_view method) {
    static const Name name = base::intern("_NT");
    types::TypeVarHead head{
        name, joined(info.fullname, ".", "_NT"), {-1, 0, joined(info.fullname, ".", method)}};
    return types::make_type_var(a.cx, head, info.tuple_type, {}, types::Variance::Invariant,
                                any(a, AnySource::FromOmittedGenerics));
}

void add_method(Analyzer& a, ClassInfo& info, std::string_view name,
                std::vector<types::Parameter> parameters, TypePtr result, bool takes_class) {
    const types::TypeVarType* self = self_variable(a, info, name);
    types::Parameter first{self, ArgKind::Pos, base::intern(takes_class ? "_cls" : "_self")};
    if (takes_class) first.type = types::make_type_type(a.cx, self);
    parameters.insert(parameters.begin(), first);
    GeneratedMethod method;
    method.name = name;
    method.parameters = std::move(parameters);
    method.result = result != nullptr ? result : self;
    method.variables = {self};
    method.kind = name == "_make" ? MethodKind::Class : MethodKind::Instance;
    add_generated_method(a, info, method);
}

void add_methods(Analyzer& a, ClassInfo& info, const Fields& fields) {
    TypePtr unknown = any(a, AnySource::SpecialForm);
    TypePtr dict = named_type(a, "builtins.dict", {named_type(a, "builtins.str"), unknown});
    std::vector<types::Parameter> replacements;
    std::vector<types::Parameter> values;
    for (const Field& field : fields) {
        replacements.push_back({field.type, ArgKind::NamedOpt, field.name});
        values.push_back({field.type, field.has_default ? ArgKind::Opt : ArgKind::Pos, field.name});
    }
    add_method(a, info, "_replace", replacements, nullptr, false);
    if (a.cx.options.python_version >= config::PythonVersion{3, 13}) {
        add_method(a, info, "__replace__", replacements, nullptr, false);
    }
    add_method(a, info, "__new__", values, nullptr, true);
    add_method(a, info, "_asdict", {}, dict, false);
    const types::Instance* iterable = named_type_or_null(a, "typing.Iterable");
    TypePtr source =
        iterable != nullptr ? types::make_instance(a.cx, iterable->type, {unknown}) : unknown;
    add_method(a, info, "_make", {{source, ArgKind::Pos, base::intern("iterable")}}, nullptr, true);
}

void schedule_fallback(Analyzer& a, ClassInfo& info) {
    Analyzer* analyzer = &a;
    ClassInfo* target = &info;
    a.job.patches.emplace_back([analyzer, target] {
        if (target->tuple_type == nullptr) return;
        const types::Instance* exact = types::tuple_fallback(analyzer->cx, *target->tuple_type);
        target->bases = analyzer->job.arena.copy({exact});
        target->tuple_type = types::with_fallback(analyzer->cx, *target->tuple_type, *exact);
    });
}

ClassInfo& build_class(Analyzer& a, ClassInfo& info, const Fields& fields) {
    TypePtr unknown = any(a, AnySource::SpecialForm);
    const types::Instance* fallback = named_type(a, "builtins.tuple", {unknown});
    std::vector<TypePtr> items;
    for (const Field& field : fields) items.push_back(field.type);
    const types::TupleType* tuple =
        types::make_tuple(a.cx, types::copy_list(a.cx, items), *fallback);
    info.is_named_tuple = true;
    if (has_placeholder(a, tuple)) {
        process_placeholder(a, Name::Empty, "NamedTuple item", a.job.places[&info],
                            info.tuple_type == nullptr);
    } else if (!types::has_type_vars(a.cx, tuple)) {
        schedule_fallback(a, info);
    }
    info.tuple_type = tuple;
    set_up_special_alias(a, info, tuple);
    add_fields(a, info, fields);
    add_methods(a, info, fields);
    return info;
}

const types::Instance& tuple_base(Analyzer& a) {
    return *named_type(a, "builtins.tuple", {any(a, AnySource::SpecialForm)});
}

// --- class P(NamedTuple)

bool is_plain_statement(const syntax::Tree& tree, NodeId statement) {
    switch (tree.kind(statement)) {
        case NodeKind::Pass:
        case NodeKind::FunctionDef:
        case NodeKind::AsyncFunctionDef:
            return true;
        case NodeKind::Expr:
            return tree.is(tree.expr_value(statement), NodeKind::Ellipsis) ||
                   tree.is(tree.expr_value(statement), NodeKind::Str);
        default:
            return false;
    }
}

/// Null fields: a type isn't known yet.
std::optional<Fields> read_class_fields(Analyzer& a, NodeId class_def) {
    Fields fields;
    bool seen_default = false;
    for (NodeId statement : a.tree.class_def(class_def).body) {
        if (a.tree.is(statement, NodeKind::AnnAssign)) {
            syntax::AnnAssignView view = a.tree.ann_assign(statement);
            if (!a.tree.is(view.target, NodeKind::Name)) {
                fail(a, place_of(a, statement), kBadStatement);
                continue;
            }
            Field field;
            field.name = a.tree.name(view.target);
            field.type = field_type(a, {&a.tree, view.annotation});
            if (field.type == nullptr) return std::nullopt;
            field.has_default = view.value != NodeId::None;
            if (text(field.name).starts_with("_")) {
                fail(a, place_of(a, statement),
                     "NamedTuple field name cannot start with an underscore: " +
                         std::string(text(field.name)));
            }
            if (!field.has_default && seen_default) {
                fail(a, place_of(a, statement),
                     "Non-default NamedTuple fields cannot follow default fields");
            }
            seen_default = seen_default || field.has_default;
            fields.push_back(field);
        } else if (!is_plain_statement(a.tree, statement)) {
            fail(a, place_of(a, statement), kBadStatement);
        }
    }
    return fields;
}

constexpr std::string_view kProhibited[] = {
    "__new__",      "__init__", "__slots__", "__getnewargs__", "_fields", "_field_defaults",
    "_field_types", "_make",    "_replace",  "_asdict",        "_source", "__annotations__"};

/// Analyses the body into a table of its own; what is generated wins over plain variables.
void visit_body(Analyzer& a, ClassInfo& info, NodeId class_def) {
    TableBuilder generated = members_of(a, info);
    // Methods of the last round stay: they have ids and signatures already.
    for (const Symbol& symbol : std::vector<Symbol>(members_of(a, info).symbols())) {
        const Definition* node = a.job.reader.definition(symbol.target);
        bool by_tree = !symbol.is_plugin_generated && as<VarInfo>(node) == nullptr;
        if (!by_tree) members_of(a, info).erase(symbol.name);
    }
    enter_class(a, info);
    visit_block(a, a.tree.class_def(class_def).body);
    leave_class(a);
    TableBuilder& table = members_of(a, info);
    for (std::string_view name : kProhibited) {
        Name interned = base::intern(name);
        const Symbol* own = table.find(interned);
        const Symbol* made = generated.find(interned);
        if (own == nullptr || (made != nullptr && made->target == own->target)) continue;
        auto place = a.job.places.find(a.job.reader.definition(own->target));
        fail(a, place != a.job.places.end() ? place->second : place_of(a, class_def),
             "Cannot overwrite NamedTuple attribute \"" + std::string(name) + "\"");
    }
    for (const Symbol& symbol : generated.symbols()) {
        const Symbol* own = table.find(symbol.name);
        if (own != nullptr) {
            if (text(symbol.name) == "__doc__") continue;
            const Definition* node = a.job.reader.definition(own->target);
            bool is_method = as<VarInfo>(node) == nullptr && !own->is_plugin_generated;
            if (is_method) continue;
            Symbol moved = *own;
            moved.name = joined(symbol.name, "-", "redefinition");
            if (own->target != symbol.target) table.put(moved);
        }
        table.put(symbol);
    }
}

bool has_named_tuple_base(Analyzer& a, NodeId class_def) {
    for (NodeId base : a.tree.class_def(class_def).bases) {
        if (is_one_of(referent_fullname(a, base),
                      {"typing.NamedTuple", "typing_extensions.NamedTuple"})) {
            return true;
        }
    }
    return false;
}

// --- namedtuple(...)

struct CallFields {
    Fields fields;
    Name type_name = Name::Empty;
    std::vector<const types::TypeVarLike*> variables;
    bool is_valid = true;  ///< false: complained of; the class has no fields
    bool is_ready = true;
};

bool is_identifier(std::string_view name) {
    if (name.empty() || (name[0] >= '0' && name[0] <= '9')) return false;
    return std::all_of(name.begin(), name.end(), [](char c) {
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        return letter || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    });
}

std::string field_problem(std::string_view name, const Fields& before) {
    std::string quoted = "\"" + std::string(name) + "\"";
    for (const Field& field : before) {
        if (text(field.name) == name) return "has duplicate field name " + quoted;
    }
    if (!is_identifier(name)) return "field name " + quoted + " is not a valid identifier";
    if (name.starts_with("_")) return "field name " + quoted + " starts with an underscore";
    if (syntax::is_keyword(name)) return "field name " + quoted + " is a keyword";
    return {};
}

std::vector<std::string> split_names(std::string_view names) {
    std::vector<std::string> all;
    std::string current;
    for (char c : names) {
        if (c == ',' || c == ' ' || c == '\t' || c == '\n') {
            if (!current.empty()) all.push_back(std::move(current));
            current.clear();
        } else {
            current += c;
        }
    }
    if (!current.empty()) all.push_back(std::move(current));
    return all;
}

void invalid(Analyzer& a, CallFields& result, NodeId node, std::string message) {
    fail(a, place_of(a, node), std::move(message));
    result.is_valid = false;
}

/// [("x", int), ...]
void read_typed_items(Analyzer& a, NodeId call, NodeList items, CallFields& result) {
    (void)call;
    FoundTypeVariables found;
    for (NodeId item : items) {
        if (!a.tree.is(item, NodeKind::Tuple) || a.tree.elements(item).size() != 2) continue;
        NodeId type = a.tree.elements(item)[1];
        if (could_be_type(&a, a.tree, type)) {
            find_type_variables(a, {&a.tree, type}, *a.type_scope, true, found);
        }
    }
    result.variables = bind_type_variables(a, found.variables, place_of(a, call));
    for (NodeId item : items) {
        if (!a.tree.is(item, NodeKind::Tuple)) {
            return invalid(a, result, item, "Tuple expected as \"NamedTuple()\" field");
        }
        NodeList parts = a.tree.elements(item);
        if (parts.size() != 2) {
            return invalid(a, result, item, "Invalid \"NamedTuple()\" field definition");
        }
        if (!a.tree.is(parts[0], NodeKind::Str)) {
            return invalid(a, result, item, "Invalid \"NamedTuple()\" field name");
        }
        if (!could_be_type(&a, a.tree, parts[1])) {
            return invalid(a, result, parts[1], "Invalid field type");
        }
        TypePtr type = field_type(a, {&a.tree, parts[1]});
        if (type == nullptr) {
            result.is_ready = false;
            return;
        }
        result.fields.push_back({base::intern(a.tree.str_value(parts[0])), type, false});
    }
}

void read_items(Analyzer& a, NodeId call, bool is_typed, CallFields& result) {
    std::string form = is_typed ? "NamedTuple" : "namedtuple";
    NodeId items = a.tree.call(call).args[1];
    TypePtr unknown = any(a, AnySource::Unannotated);
    if (a.tree.is(items, NodeKind::List) || a.tree.is(items, NodeKind::Tuple)) {
        if (is_typed) return read_typed_items(a, call, a.tree.elements(items), result);
        for (NodeId item : a.tree.elements(items)) {
            if (!a.tree.is(item, NodeKind::Str)) {
                return invalid(a, result, call, "String literal expected as \"namedtuple()\" item");
            }
            result.fields.push_back({base::intern(a.tree.str_value(item)), unknown, false});
        }
        return;
    }
    if (is_typed || !a.tree.is(items, NodeKind::Str)) {
        return invalid(
            a, result, call,
            "List or tuple literal expected as the second argument to \"" + form + "()\"");
    }
    for (const std::string& name : split_names(a.tree.str_value(items))) {
        result.fields.push_back({base::intern(name), unknown, false});
    }
}

void read_options(Analyzer& a, NodeId call, const std::string& form, bool& rename,
                  std::size_t& defaults) {
    for (NodeId node : a.tree.call(call).keywords) {
        syntax::KeywordView keyword = a.tree.keyword(node);
        if (text(keyword.arg) == "defaults") {
            if (a.tree.is(keyword.value, NodeKind::List) ||
                a.tree.is(keyword.value, NodeKind::Tuple)) {
                defaults = a.tree.elements(keyword.value).size();
            } else {
                fail(a, place_of(a, keyword.value),
                     "List or tuple literal expected as the defaults argument to " + form + "()");
            }
        } else if (text(keyword.arg) == "rename") {
            if (std::optional<bool> value = bool_literal(a.tree, keyword.value)) {
                rename = *value;
            } else {
                fail(a, place_of(a, keyword.value),
                     "Boolean literal expected as the \"rename\" argument to " + form + "()",
                     codes::kArgType);
            }
        }
    }
}

void check_names(Analyzer& a, NodeId call, const std::string& form, bool rename,
                 CallFields& result) {
    Fields checked;
    for (std::size_t i = 0; i < result.fields.size(); ++i) {
        Field field = result.fields[i];
        std::string problem = field_problem(text(field.name), checked);
        if (!problem.empty()) {
            if (!rename) fail(a, place_of(a, call), "\"" + form + "()\" " + problem);
            field.name = base::intern("_" + std::to_string(i));
        }
        checked.push_back(field);
    }
    result.fields = std::move(checked);
}

CallFields read_call(Analyzer& a, NodeId call, bool is_typed) {
    std::string form = is_typed ? "NamedTuple" : "namedtuple";
    syntax::CallView view = a.tree.call(call);
    CallFields result;
    std::size_t count = view.args.size() + view.keywords.size();
    if (count < 2) {
        invalid(a, result, call, "Too few arguments for \"" + form + "()\"");
        return result;
    }
    if (is_typed && count > 2) {
        invalid(a, result, call, "Too many arguments for \"NamedTuple()\"");
        return result;
    }
    if (view.args.size() < 2) {
        invalid(a, result, call, "Unexpected arguments to \"" + form + "()\"");
        return result;
    }
    if (!a.tree.is(view.args[0], NodeKind::Str)) {
        invalid(a, result, call,
                "\"" + form + "()\" expects a string literal as the first argument");
        return result;
    }
    result.type_name = base::intern(a.tree.str_value(view.args[0]));
    bool rename = false;
    std::size_t defaults = 0;
    read_options(a, call, form, rename, defaults);
    read_items(a, call, is_typed, result);
    if (!result.is_valid || !result.is_ready) return result;
    check_names(a, call, form, rename, result);
    if (defaults > result.fields.size()) {
        fail(a, place_of(a, call), "Too many defaults given in call to \"" + form + "()\"");
        defaults = result.fields.size();
    }
    for (std::size_t i = result.fields.size() - defaults; i < result.fields.size(); ++i) {
        result.fields[i].has_default = true;
    }
    return result;
}

std::optional<bool> is_typed_call(Analyzer& a, NodeId call) {
    if (call == NodeId::None || !a.tree.is(call, NodeKind::Call)) return std::nullopt;
    Name fullname = referent_fullname(a, a.tree.call(call).func);
    if (is_one_of(fullname, {"collections.namedtuple"})) return false;
    if (is_one_of(fullname, {"typing.NamedTuple", "typing_extensions.NamedTuple"})) return true;
    return std::nullopt;
}

ClassInfo& define_call_class(Analyzer& a, NodeId call, Name name, CallFields& result) {
    if (!result.is_valid) result.fields.clear();
    ClassInfo& info = make_synthetic_class(a, call, name, tuple_base(a));
    build_class(a, info, result.fields);
    add_symbol(a, name, info, place_of(a, call));
    if (is_nested_in_function(a)) add_global_symbol(a, name, place_of(a, call), info);
    SpecialFact& fact = a.module.bindings.special_forms[call];
    fact.form = SpecialForm::NamedTupleCall;
    fact.definition = &info;
    return info;
}

}  // namespace

bool analyze_named_tuple_class(Analyzer& a, NodeId class_def,
                               const std::vector<const types::TypeVarLike*>& variables) {
    if (!has_named_tuple_base(a, class_def)) return false;
    Place place = place_of(a, class_def);
    std::size_t bases = a.tree.class_def(class_def).bases.size();
    for (NodeId base : a.tree.class_def(class_def).bases) {
        bases -= special_type_of(referent_fullname(a, a.tree.is(base, NodeKind::Subscript)
                                                          ? a.tree.subscript(base).value
                                                          : base)) == SpecialType::Generic;
    }
    if (bases > 1) fail(a, place, "NamedTuple should be a single base");
    std::optional<Fields> fields = read_class_fields(a, class_def);
    if (!fields) {
        mark_incomplete(a, a.tree.class_def(class_def).name, place, true);
        return true;
    }
    ClassInfo& info = prepare_class(a, class_def);
    const types::Instance& base = tuple_base(a);
    info.bases = a.job.arena.copy({&base});
    set_mro(a, info, place);
    build_class(a, info, *fields);
    set_type_variables(a, info, variables, place);
    info.metaclass = metaclass_from_mro(a, info);
    visit_class_decorators(a, info, class_def);
    visit_body(a, info, class_def);
    return true;
}

bool process_named_tuple_call(Analyzer& a, const Assignment& s) {
    std::optional<bool> is_typed = is_typed_call(a, s.value);
    if (!is_typed || s.targets.size() != 1) return false;
    NodeId target = s.targets[0];
    if (a.tree.is(target, NodeKind::Attribute)) {
        fail(a, place_of(a, target), "NamedTuple type as an attribute is not supported");
        return false;
    }
    if (!a.tree.is(target, NodeKind::Name)) return false;
    Name name = a.tree.name(target);
    Restore<TypeScopePtr> scope(a.type_scope,
                                TypeScope::class_frame(a.type_scope, qualified_name(a, name)));
    CallFields result = read_call(a, s.value, *is_typed);
    if (!result.is_ready) {
        mark_incomplete(a, name, place_of(a, target), true);
        return true;
    }
    ClassInfo& info = define_call_class(a, s.value, name, result);
    if (result.is_valid && result.type_name != name) {
        fail(a, place_of(a, s.value),
             "First argument to namedtuple() should be \"" + std::string(text(name)) +
                 "\", not \"" + std::string(text(result.type_name)) + "\"",
             codes::kNameMatch);
    }
    set_type_variables(a, info, result.variables, place_of(a, s.value));
    a.module.bindings.names[target] = {&info, current_symbol_scope(a), true, false};
    return true;
}

ClassInfo* named_tuple_of_call(Analyzer& a, NodeId call, Name name, bool& defers,
                               bool& is_named_tuple) {
    std::optional<bool> is_typed = is_typed_call(a, call);
    if (!is_typed) return nullptr;
    is_named_tuple = true;
    CallFields result = read_call(a, call, *is_typed);
    if (!result.is_ready) {
        defers = true;
        return nullptr;
    }
    return &define_call_class(a, call, name, result);
}

}  // namespace krait::semantic
