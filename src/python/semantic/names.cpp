// names.cpp
//
// What a name means where it stands: Python's scopes as mypy reads them. A class body sees a name
// of its own only below the statement that defines it; a name that isn't there while its namespace
// is still incomplete is no error yet but a reason to come back.

#include "python/messages/wording.h"
#include "python/semantic/build.h"
#include "python/semantic/state.h"
#include "python/semantic/visibility.h"
#include "python/syntax/variable_renaming.h"

namespace krait::semantic {

using types::as;

namespace {

bool is_type_like(const Definition* node) {
    if (as<ClassInfo>(node) != nullptr || as<types::AliasInfo>(node) != nullptr) return true;
    const auto* placeholder = as<types::PlaceholderInfo>(node);
    return placeholder != nullptr && placeholder->becomes_type;
}

std::optional<std::uint32_t> line_of_definition(Analyzer& a, const Definition& node) {
    auto at = a.job.places.find(&node);
    if (at != a.job.places.end()) return line_of(a, at->second.start);
    if (node.id.module == a.module.id) return a.job.reader.line_of(node.id);
    return std::nullopt;
}

bool is_item_of(const Analyzer& a, const Definition& node, NodeId statement) {
    const auto* overloaded = as<types::OverloadedInfo>(&node);
    auto made = a.made.find(statement);
    if (overloaded == nullptr || made == a.made.end()) return false;
    for (const Definition* item : overloaded->items) {
        const auto* decorated = as<types::DecoratedInfo>(item);
        if (item == made->second || (decorated != nullptr && decorated->function == made->second)) {
            return true;
        }
    }
    return overloaded->implementation == made->second;
}

bool is_before_statement(Analyzer& a, const Definition& node) {
    // What stands below decorators begins with the `def`: it can't name itself in its signature.
    const auto* decorated = as<types::DecoratedInfo>(&node);
    const bool has_variable = decorated != nullptr && decorated->variable != nullptr;
    std::optional<std::uint32_t> line = line_of_definition(
        a, has_variable && !decorated->is_overload ? *decorated->variable : node);
    if (!line) return true;
    if (is_item_of(a, node, a.statement)) return false;
    std::uint32_t statement = line_of(a, a.tree.start(a.statement));
    return statement > *line;
}

bool is_active_in_class_body(Analyzer& a, const Definition* node) {
    if (a.statement == NodeId::None || node == nullptr) return true;
    if (node->id.module != a.module.id && !node->id.is_job_local()) return true;
    if (is_before_statement(a, *node)) return true;
    if (!is_type_like(node)) return false;
    // A type is visible before its statement unless a global type of that name came earlier.
    const Symbol* global = find_global(a, node->name);
    const Definition* other = global != nullptr ? a.job.reader.definition(global->target) : nullptr;
    if (other == nullptr) return true;
    std::optional<std::uint32_t> line = line_of_definition(a, *other);
    std::optional<std::uint32_t> class_line = line_of_definition(a, *a.type);
    bool before_class = line && class_line && *line < *class_line;
    return !before_class || !is_type_like(other);
}

Found lookup_declared(Analyzer& a, Name name, Place place, bool suppress_errors, bool global) {
    if (global) {
        if (Found found = found_of(a, find_global(a, name), NameFact::Scope::Global)) return found;
    } else {
        for (std::size_t i = a.scopes.size() - 1; i-- > 0;) {
            const TableBuilder* table = a.scopes[i].table;
            if (table == nullptr) continue;
            if (Found found = found_of(a, table->find(name), NameFact::Scope::Local)) return found;
        }
    }
    if (!suppress_errors) name_not_defined(a, text(name), place);
    return {};
}

Found class_scope_special(Analyzer& a, Name name) {
    if (text(name) != "__qualname__" && text(name) != "__module__") return {};
    VarInfo& variable =
        make_local_variable(a, name, qualified_name(a, name), named_type(a, "builtins.str"));
    Found found;
    found.symbol.name = name;
    found.symbol.target = variable.id;
    found.node = &variable;
    found.scope = NameFact::Scope::Member;
    return found;
}

bool is_private_name(std::string_view name) {
    return name.size() > 1 && name[0] == '_' && name[1] != '_';
}

Found lookup_outside_classes(Analyzer& a, Name name) {
    for (auto scope = a.scopes.rbegin(); scope != a.scopes.rend(); ++scope) {
        if (scope->table == nullptr) continue;
        if (Found found = found_of(a, scope->table->find(name), NameFact::Scope::Local)) {
            return found;
        }
    }
    return found_of(a, find_global(a, name), NameFact::Scope::Global);
}

}  // namespace

Found found_of(Analyzer& a, const Symbol* symbol, NameFact::Scope scope) {
    Found found;
    if (symbol == nullptr) return found;
    found.symbol = *symbol;
    found.node = a.job.reader.definition(symbol->target);
    if (found.node == nullptr) {
        if (const types::ModuleInfo* module = a.job.reader.module(symbol->target.module);
            module != nullptr && module->id == symbol->target) {
            found.node = module;
        }
    }
    found.scope = scope;
    return found;
}

Found lookup(Analyzer& a, Name name, Place place, bool suppress_errors) {
    const Scope& declared = declaration_scope(a);
    if (declared.globals.contains(name)) {
        return lookup_declared(a, name, place, suppress_errors, true);
    }
    if (declared.nonlocals.contains(name)) {
        return lookup_declared(a, name, place, suppress_errors, false);
    }
    Found implicit;
    if (is_class_scope(a)) {
        Found own = own_class_member(a, *a.type, name);
        if (own) {
            if (own.symbol.is_implicit) {
                implicit = own;
            } else if (is_active_in_class_body(a, own.node)) {
                return own;
            }
        }
        if (Found special = class_scope_special(a, name)) return special;
    }
    if (Found found = lookup_outside_classes(a, name)) return found;
    if (a.builtins != ModuleId::None && a.module.id != a.builtins) {
        const Symbol* builtin = a.job.reader.module_symbol(a.builtins, name);
        // What builtins itself imports is known to nobody else.
        if (builtin != nullptr && builtin->target.module != a.builtins) builtin = nullptr;
        if (Found found = found_of(a, builtin, NameFact::Scope::Global)) {
            if (!is_private_name(text(name))) return found;
            if (!suppress_errors) name_not_defined(a, text(name), place);
            return {};
        }
    }
    if (implicit) return implicit;
    if (!suppress_errors) name_not_defined(a, text(name), place);
    return {};
}

Found own_class_member(Analyzer& a, const ClassInfo& info, Name name) {
    return found_of(a, a.job.reader.own_member(info, name), NameFact::Scope::Member);
}

Found class_member(Analyzer& a, const ClassInfo& info, Name name) {
    for (symbols::DefId id : info.mro) {
        const ClassInfo* base = class_of(a, id);
        if (base == nullptr) continue;
        if (Found found = own_class_member(a, *base, name)) return found;
    }
    return info.mro.empty() ? own_class_member(a, info, name) : Found{};
}

const VarInfo* getattr_variable(Analyzer& a, const Definition* getattr, Name name, Name fullname) {
    TypePtr type = nullptr;
    if (const auto* function = as<FunctionInfo>(getattr)) {
        type = function->type;
    } else if (const auto* variable = as<VarInfo>(getattr)) {
        type = variable->type;
    } else {
        return nullptr;
    }
    const auto* callable = as<types::CallableType>(type);
    TypePtr result = callable != nullptr ? callable->ret_type : any(a, types::AnySource::FromError);
    VarInfo& made = make_local_variable(a, name, fullname, result);
    made.from_module_getattr = true;
    return &made;
}

Found module_member(Analyzer& a, const types::ModuleInfo& module, Name name) {
    ModuleId id = module.id.module;
    Found found = found_of(a, a.job.reader.module_symbol(id, name), NameFact::Scope::Global);
    if (found) return found.symbol.is_hidden ? Found{} : found;
    Name fullname = joined(module.fullname, ".", text(name));
    ModuleId submodule = a.job.reader.find_module(a.module.id, fullname);
    const types::ModuleInfo* info =
        imports_lead_to(a, submodule) ? a.job.reader.module(submodule) : nullptr;
    if (info != nullptr && !info->is_missing) {
        found.symbol.name = name;
        found.symbol.target = info->id;
        found.node = info;
        return found;
    }
    if (is_incomplete_namespace(a, id)) {
        record_incomplete_ref(a);
        return {};
    }
    static const Name getattr = base::intern("__getattr__");
    const VarInfo* made = nullptr;
    if (Found dynamic =
            found_of(a, a.job.reader.module_symbol(id, getattr), NameFact::Scope::Global)) {
        made = getattr_variable(a, dynamic.node, name, fullname);
    }
    if (made == nullptr && (module.is_missing || info != nullptr)) {
        made =
            &make_local_variable(a, name, fullname, any(a, types::AnySource::FromUnimportedType));
    }
    if (made == nullptr) return {};
    found.symbol.name = name;
    found.symbol.target = made->id;
    found.node = made;
    return found;
}

namespace {

enum class Step : std::uint8_t { Found, NotFound, Stop };

/// One step of "a.b.c": what `part` is in `from`.
Step step_into(Analyzer& a, const Found& from, Name part, ModuleId& space, Found& next) {
    if (const auto* info = as<ClassInfo>(from.node)) {
        next = class_member(a, *info, part);
    } else if (const auto* module = as<types::ModuleInfo>(from.node)) {
        next = module_member(a, *module, part);
        space = module->id.module;
    } else if (as<types::PlaceholderInfo>(from.node) != nullptr) {
        next = from;
        return Step::Stop;
    } else if (const auto* alias = as<types::AliasInfo>(from.node)) {
        const auto* target = alias->no_args ? as<types::Instance>(alias->target) : nullptr;
        const ClassInfo* info_of = target != nullptr ? class_of(a, target->type) : nullptr;
        next = info_of != nullptr ? class_member(a, *info_of, part) : Found{};
    } else if (const auto* variable = as<VarInfo>(from.node)) {
        if (const auto* type = as<types::AnyType>(variable->type)) {
            Name fullname = joined(variable->fullname, ".", text(part));
            VarInfo& made = make_local_variable(a, part, fullname, any_from(a, *type));
            next.symbol.name = part;
            next.symbol.target = made.id;
            next.node = &made;
            return Step::Stop;
        }
        next = {};
    } else {
        next = {};
    }
    return next && !next.symbol.is_hidden ? Step::Found : Step::NotFound;
}

}  // namespace

Found lookup_qualified(Analyzer& a, std::string_view name, Place place, bool suppress_errors) {
    std::size_t dot = name.find('.');
    if (dot == std::string_view::npos) {
        return lookup(a, base::intern(name), place, suppress_errors);
    }
    Found found = lookup(a, base::intern(name.substr(0, dot)), place, suppress_errors);
    ModuleId space = a.module.id;
    while (found && dot != std::string_view::npos) {
        std::size_t start = dot + 1;
        dot = name.find('.', start);
        std::string_view part =
            name.substr(start, dot == std::string_view::npos ? dot : dot - start);
        if (const auto* variable = as<types::TypeVariableInfo>(found.node);
            variable != nullptr && variable->variable_kind == types::TypeKind::ParamSpec &&
            (part == "args" || part == "kwargs")) {
            return {};
        }
        Found next;
        Step step = step_into(a, found, base::intern(part), space, next);
        if (step == Step::Stop) return next;
        if (step == Step::NotFound) {
            if (!suppress_errors) name_not_defined(a, name, place, space);
            return {};
        }
        found = next;
    }
    return found;
}

Found lookup_fully_qualified(Analyzer& a, std::string_view fullname) {
    std::size_t cut = fullname.rfind('.');
    while (cut != std::string_view::npos) {
        Name module_name = base::intern(fullname.substr(0, cut));
        ModuleId id = module_name == a.module.name
                          ? a.module.id
                          : a.job.reader.find_module(a.module.id, module_name);
        const types::ModuleInfo* module =
            imports_lead_to(a, id) ? a.job.reader.module(id) : nullptr;
        if (module == nullptr) {
            cut = fullname.rfind('.', cut - 1);
            continue;
        }
        std::string_view rest = fullname.substr(cut + 1);
        std::size_t dot = rest.find('.');
        Name first = base::intern(rest.substr(0, dot));
        Found found = found_of(a, a.job.reader.module_symbol(id, first), NameFact::Scope::Global);
        if (!found && is_incomplete_namespace(a, id)) record_incomplete_ref(a);
        while (found && dot != std::string_view::npos) {
            rest = rest.substr(dot + 1);
            dot = rest.find('.');
            const auto* info = as<ClassInfo>(found.node);
            if (info == nullptr) return {};
            found = own_class_member(a, *info, base::intern(rest.substr(0, dot)));
        }
        return found;
    }
    return {};
}

namespace {

void collect_names(std::vector<std::string>& names, std::span<const Symbol> symbols) {
    for (const Symbol& symbol : symbols) {
        std::string_view name = text(symbol.name);
        if (!name.starts_with("__")) names.emplace_back(name);
    }
}

std::vector<std::string> names_in_scope(Analyzer& a, std::string_view without) {
    std::vector<std::string> names;
    for (const Scope& scope : a.scopes) {
        if (scope.table != nullptr) collect_names(names, scope.table->symbols());
    }
    if (is_class_scope(a)) collect_names(names, a.job.reader.own_members(*a.type));
    collect_names(names, a.module.names.symbols());
    if (a.in_body_job) collect_names(names, a.job.reader.module_symbols(a.module.id));
    if (a.builtins != ModuleId::None) {
        for (const Symbol& symbol : a.job.reader.module_symbols(a.builtins)) {
            std::string_view name = text(symbol.name);
            // What builtins itself imports is known to nobody else.
            if (symbol.target.module != a.builtins) continue;
            if (!name.starts_with("_")) names.emplace_back(name);
        }
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    std::erase(names, without);
    return names;
}

/// Names of typing that people use without importing them.
void hint_at_typing(Analyzer& a, std::string_view name, Place place) {
    static constexpr std::string_view kNames[] = {"Any",      "Callable", "Dict",     "Iterable",
                                                  "Iterator", "List",     "Optional", "Set",
                                                  "Tuple",    "TypeVar",  "Union",    "cast"};
    auto same = [](char left, char right) {
        return std::tolower(static_cast<unsigned char>(left)) ==
               std::tolower(static_cast<unsigned char>(right));
    };
    for (std::string_view known : kNames) {
        if (!std::equal(known.begin(), known.end(), name.begin(), name.end(), same)) continue;
        std::string hint =
            "Did you forget to import it from \"typing\"? (Suggestion: \"from "
            "typing import " +
            std::string(known) + "\")";
        note(a, place, std::move(hint), codes::kNameDefined);
    }
}

}  // namespace

namespace {

/// Names of builtins (and stubs) that are there unless somebody cut them down, as mypy's tests do:
/// its advice goes to them.
std::string_view fixture_of(std::string_view name) {
    static constexpr std::pair<std::string_view, std::string_view> kFixtures[] = {
        {"set", "set.pyi"},
        {"tuple", "tuple.pyi"},
        {"bool", "bool.pyi"},
        {"Exception", "exception.pyi"},
        {"BaseException", "exception.pyi"},
        {"isinstance", "isinstancelist.pyi"},
        {"property", "property.pyi"},
        {"classmethod", "classmethod.pyi"},
    };
    for (const auto& [known, fixture] : kFixtures) {
        if (known == name) return fixture;
    }
    return {};
}

}  // namespace

void name_not_defined(Analyzer& a, std::string_view name, Place place, ModuleId space) {
    bool incomplete = is_incomplete_namespace(a, space == ModuleId::None ? a.module.id : space);
    if (space == ModuleId::None && is_class_scope(a) && !a.incomplete_types.empty() &&
        a.incomplete_types.back() && !a.job.final_iteration) {
        incomplete = true;
    }
    if (incomplete && !a.job.final_iteration) {
        record_incomplete_ref(a);
        return;
    }
    std::string message = "Name \"" + std::string(name) + "\" is not defined";
    bool is_dunder = name.starts_with("__") && name.ends_with("__");
    const std::string_view fixture = fixture_of(name);
    if (name.find('.') == std::string_view::npos && !is_dunder && !a.quiet && fixture.empty()) {
        std::vector<std::string> matches = messages::best_matches(name, names_in_scope(a, name), 3);
        if (!matches.empty()) {
            message += "; did you mean " + messages::pretty_seq(matches, "or") + "?";
        }
    }
    fail(a, place, std::move(message), codes::kNameDefined);
    const std::string builtin = "builtins." + std::string(name);
    if (!fixture.empty() && !lookup_fully_qualified(a, builtin)) {
        note(a, place, "Maybe your test fixture does not define \"" + builtin + "\"?");
        note(a, place,
             "Consider adding [builtins fixtures/" + std::string(fixture) +
                 "] to your test description");
    }
    hint_at_typing(a, name, place);
}

void already_defined(Analyzer& a, Name name, Place place, const Definition* original,
                     std::string_view noun) {
    note_other_meaning(a, name);
    std::string message = std::string(noun) + " \"" + std::string(syntax::unmangled(text(name))) +
                          "\" already defined";
    const auto* variable = as<VarInfo>(original);
    bool is_imported =
        variable != nullptr && (variable->is_suppressed_import || variable->from_module_getattr);
    bool is_local = original != nullptr && !is_imported &&
                    (original->id.module == a.module.id || original->id.is_job_local());
    std::optional<std::uint32_t> line =
        is_local ? line_of_definition(a, *original) : std::optional<std::uint32_t>{};
    if (as<types::ModuleInfo>(original) != nullptr) {
        message += " (by an import)";
    } else if (line && *line != 0) {
        a.module.names_lines = true;
        message += " on line " + std::to_string(*line);
    } else {
        message += " (possibly by an import)";
    }
    fail(a, place, std::move(message), codes::kNoRedef);
}

const ClassInfo* class_of(Analyzer& a, symbols::DefId id) {
    return as<ClassInfo>(a.job.reader.definition(id));
}

const types::Instance* named_type_or_null(Analyzer& a, std::string_view fullname) {
    Found found = lookup_fully_qualified(a, fullname);
    const auto* info = as<ClassInfo>(found.node);
    if (const auto* alias = as<types::AliasInfo>(found.node)) {
        const auto* target = as<types::Instance>(alias->target);
        info = target != nullptr ? class_of(a, target->type) : nullptr;
    }
    if (info == nullptr) return nullptr;
    std::vector<TypePtr> args(info->type_vars.size(), any(a, types::AnySource::SpecialForm));
    return instance(a, info->id, args);
}

const types::Instance* named_type(Analyzer& a, std::string_view fullname) {
    if (const types::Instance* made = named_type_or_null(a, fullname)) return made;
    if (fullname != "builtins.object") return object_type(a);
    return instance(a, {}, {});
}

const types::Instance* named_type(Analyzer& a, std::string_view fullname,
                                  std::initializer_list<TypePtr> args) {
    const types::Instance* bare = named_type(a, fullname);
    const ClassInfo* info = class_of(a, bare->type);
    if (info == nullptr || text(info->fullname) == "builtins.object") return bare;
    return instance(a, bare->type, std::vector<TypePtr>(args));
}

const types::Instance* object_type(Analyzer& a) {
    return named_type(a, "builtins.object");
}

const Definition* referent(const Analyzer& a, NodeId expression) {
    auto at = a.module.bindings.names.find(expression);
    return at == a.module.bindings.names.end() ? nullptr : at->second.definition;
}

Name referent_fullname(const Analyzer& a, NodeId expression) {
    const Definition* definition = referent(a, expression);
    return definition != nullptr ? definition->fullname : Name::Empty;
}

bool refers_to(Analyzer& a, NodeId expression, std::initializer_list<std::string_view> fullnames) {
    const Definition* definition = referent(a, expression);
    if (definition == nullptr) return false;
    if (is_one_of(definition->fullname, fullnames)) return true;
    const auto* alias = as<types::AliasInfo>(definition);
    if (alias == nullptr || alias->is_pep695) return false;
    const auto* target = as<types::Instance>(alias->target);
    const ClassInfo* info = target != nullptr ? class_of(a, target->type) : nullptr;
    return info != nullptr && is_one_of(info->fullname, fullnames);
}

std::string dotted_name(const syntax::Tree& tree, NodeId expression) {
    std::vector<Name> parts;
    while (expression != NodeId::None && tree.is(expression, NodeKind::Attribute)) {
        syntax::AttributeView attribute = tree.attribute(expression);
        parts.push_back(attribute.attr);
        expression = attribute.value;
    }
    if (expression == NodeId::None || !tree.is(expression, NodeKind::Name)) return {};
    std::string dotted(text(tree.name(expression)));
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
        dotted += '.';
        dotted += text(*part);
    }
    return dotted;
}

void bind_name(Analyzer& a, NodeId node, const Found& found) {
    if (const auto* variable = as<types::TypeVariableInfo>(found.node);
        variable != nullptr && variable->variable_kind == types::TypeKind::TypeVar &&
        a.type_scope->binding(variable->fullname) != nullptr && !a.allow_unbound_type_variables) {
        fail(a, place_of(a, node),
             "\"" + std::string(text(found.symbol.name)) +
                 "\" is a type variable and only valid in type context");
        return;
    }
    if (as<types::PlaceholderInfo>(found.node) != nullptr) {
        process_placeholder(a, found.symbol.name, "name", place_of(a, node));
        return;
    }
    NameFact& fact = a.module.bindings.names[node];
    fact.definition = found.node;
    fact.scope = found.scope;
}

std::optional<bool> bool_literal(const syntax::Tree& tree, NodeId expression) {
    if (expression == NodeId::None) return std::nullopt;
    if (tree.is(expression, NodeKind::True)) return true;
    if (tree.is(expression, NodeKind::False)) return false;
    return std::nullopt;
}

}  // namespace krait::semantic
