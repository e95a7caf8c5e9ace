#include "server/features/written_type.h"

#include <algorithm>

#include "project/scope_lookup.h"
#include "python/syntax/place.h"
#include "python/types/format.h"
#include "python/types/proper.h"
#include "python/types/signature.h"
#include "server/features/importable.h"
#include "server/features/statements.h"

namespace krait::features {

using syntax::NodeId;
using syntax::NodeKind;
using syntax::Tree;
using types::as;
using types::Definition;
using types::TypeKind;
using types::TypePtr;

namespace {

constexpr unsigned kMostNested = 12;

bool has_future_annotations(const Tree& tree) {
    return std::ranges::any_of(tree.body(), [&](NodeId statement) {
        if (!tree.is(statement, NodeKind::ImportFrom)) return false;
        const syntax::ImportFromView view = tree.import_from(statement);
        return base::text_of(view.module) == "__future__" &&
               std::ranges::any_of(view.names, [&](NodeId name) {
                   return base::text_of(tree.alias(name).name) == "annotations";
               });
    });
}

bool binds(const Tree& tree, NodeId statement, std::string_view name) {
    const auto is_alias = [&](NodeId alias) {
        const syntax::AliasView view = tree.alias(alias);
        const std::string_view bound =
            base::text_of(view.asname != base::Name::Empty ? view.asname : view.name);
        return bound.substr(0, bound.find('.')) == name || bound == "*";
    };
    switch (tree.kind(statement)) {
        case NodeKind::Import:
            return std::ranges::any_of(tree.import(statement).names, is_alias);
        case NodeKind::ImportFrom:
            return std::ranges::any_of(tree.import_from(statement).names, is_alias);
        case NodeKind::ClassDef:
            return base::text_of(tree.class_def(statement).name) == name;
        case NodeKind::Assign:
            return std::ranges::any_of(tree.assign(statement).targets, [&](NodeId target) {
                return tree.is(target, NodeKind::Name) && base::text_of(tree.name(target)) == name;
            });
        default:
            return false;
    }
}

bool asks_for_type_checking(const Tree& tree, NodeId statement) {
    if (!tree.is(statement, NodeKind::If)) return false;
    const NodeId test = tree.if_stmt(statement).test;
    const base::Name name = tree.is(test, NodeKind::Name)        ? tree.name(test)
                            : tree.is(test, NodeKind::Attribute) ? tree.attribute(test).attr
                                                                 : base::Name::Empty;
    return base::text_of(name) == "TYPE_CHECKING";
}

}  // namespace

TypeWriter::TypeWriter(const Question& question, project::InspectedUnit& unit, std::uint32_t place)
    : question_(question),
      unit_(unit),
      place_(place),
      nodes_(syntax::nodes_at(unit.tree(), place)) {}

std::optional<std::string> TypeWriter::write(TypePtr type) {
    return write(type, 0);
}

std::string TypeWriter::evaluated(const std::string& text) const {
    const bool is_late = unit_.module->record->is_stub || has_future_annotations(unit_.tree()) ||
                         unit_.module->options->python_version >= config::PythonVersion{3, 14};
    if (!names_later_ || is_late) return text;
    return text.find('"') == text.npos ? "\"" + text + "\"" : "'" + text + "'";
}

TypeWriter::Text TypeWriter::name_of(std::string_view fullname) {
    const Definition* definition = types::find_qualified(unit_.cx(), fullname);
    return definition == nullptr ? std::nullopt : name_of(*definition);
}

TypeWriter::Text TypeWriter::write(TypePtr type, unsigned depth) {
    if (type == nullptr || depth > kMostNested) return std::nullopt;
    if (const auto* alias = as<types::AliasType>(type)) {
        const Definition* definition = unit_.cx().reader.definition(alias->alias);
        const Text name = definition == nullptr ? std::nullopt : name_in_file(*definition);
        if (name && alias->args.empty()) return name;
        type = types::get_proper(unit_.cx(), type);
    }
    switch (type->kind) {
        case TypeKind::Any:
            return name_of("typing.Any");
        case TypeKind::None:
            return "None";
        case TypeKind::Uninhabited:
            if (types::expect<types::UninhabitedType>(type).ambiguous) return std::nullopt;
            return name_of("typing.NoReturn");
        case TypeKind::Instance:
            return instance(types::expect<types::Instance>(type), depth);
        case TypeKind::TypeVar: {
            const auto& variable = types::expect<types::TypeVarType>(type);
            if (variable.id.is_self()) return name_of("typing.Self");
            const Definition* known = project::look_up(unit_, nodes_, variable.name);
            if (known != nullptr && known->fullname == variable.fullname) {
                return std::string(base::text_of(variable.name));
            }
            return name_of(base::text_of(variable.fullname));
        }
        case TypeKind::Callable:
            return callable(types::expect<types::CallableType>(type), depth);
        case TypeKind::Tuple:
            return tuple(types::expect<types::TupleType>(type), depth);
        case TypeKind::TypedDict:
            return instance(*types::expect<types::TypedDictType>(type).fallback, depth);
        case TypeKind::Literal:
            return literal(types::expect<types::LiteralType>(type));
        case TypeKind::Union:
            return union_of(types::expect<types::UnionType>(type), depth);
        case TypeKind::TypeType: {
            const Text item = write(types::expect<types::TypeType>(type).item, depth + 1);
            return item ? Text("type[" + *item + "]") : std::nullopt;
        }
        default:
            return std::nullopt;
    }
}

TypeWriter::Text TypeWriter::list_of(types::TypeList types, unsigned depth) {
    std::string text;
    for (TypePtr type : types) {
        const Text one = write(type, depth + 1);
        if (!one) return std::nullopt;
        text += (text.empty() ? "" : ", ") + *one;
    }
    return text;
}

TypeWriter::Text TypeWriter::instance(const types::Instance& type, unsigned depth) {
    const types::ClassInfo& info = types::class_info(unit_.cx(), type);
    const bool is_tuple = base::text_of(info.fullname) == "builtins.tuple";
    const bool is_made_up = info.is_intersection || info.has_param_spec ||
                            (info.type_var_tuple_prefix >= 0 && !is_tuple);
    if (is_made_up) return std::nullopt;
    const Text name = name_of(info);
    if (!name || type.args.empty()) return name;
    const Text args = list_of(type.args, depth);
    if (!args) return std::nullopt;
    return *name + "[" + *args + (is_tuple ? ", ...]" : "]");
}

TypeWriter::Text TypeWriter::callable(const types::CallableType& type, unsigned depth) {
    if (types::is_type_obj(unit_.cx(), type)) {
        const Text made = write(types::get_instance_type(unit_.cx(), type), depth + 1);
        return made ? Text("type[" + *made + "]") : std::nullopt;
    }
    if (!type.variables.empty() || type.type_guard != nullptr || type.type_is != nullptr) {
        return std::nullopt;
    }
    std::vector<TypePtr> parameters;
    for (const types::Parameter& parameter : type.parameters) {
        if (parameter.kind != types::ArgKind::Pos && !type.is_ellipsis_args) return std::nullopt;
        parameters.push_back(parameter.type);
    }
    const Text name = name_of("typing.Callable");
    const Text given =
        type.is_ellipsis_args ? Text("...") : list_of(types::TypeList(parameters), depth);
    const Text result = write(type.ret_type, depth + 1);
    if (!name || !given || !result) return std::nullopt;
    return *name + (type.is_ellipsis_args ? "[..." : "[[" + *given + "]") + ", " + *result + "]";
}

TypeWriter::Text TypeWriter::tuple(const types::TupleType& type, unsigned depth) {
    const types::ClassInfo& info = types::class_info(unit_.cx(), *type.partial_fallback);
    if (base::text_of(info.fullname) != "builtins.tuple") {
        return instance(*type.partial_fallback, depth);
    }
    const Text name = name_of(info);
    const Text items = list_of(type.items, depth);
    if (!name || !items) return std::nullopt;
    return *name + "[" + (items->empty() ? "()" : *items) + "]";
}

TypeWriter::Text TypeWriter::union_of(const types::UnionType& type, unsigned depth) {
    std::string text;
    bool has_none = false;
    for (TypePtr item : types::flatten_nested_unions(unit_.cx(), type.items)) {
        if (types::is<types::NoneType>(item)) {
            has_none = true;
            continue;
        }
        const Text one = write(item, depth + 1);
        if (!one) return std::nullopt;
        text += (text.empty() ? "" : " | ") + *one;
    }
    return has_none ? text + (text.empty() ? "None" : " | None") : text;
}

TypeWriter::Text TypeWriter::literal(const types::LiteralType& type) {
    const Text name = name_of("typing.Literal");
    if (!name || type.value.kind == types::LiteralKind::Sentinel) return std::nullopt;
    if (type.value.kind != types::LiteralKind::Enum) {
        return *name + "[" + types::literal_value_repr(unit_.cx(), type) + "]";
    }
    const Text owner = name_of(types::class_info(unit_.cx(), *type.fallback));
    if (!owner) return std::nullopt;
    return *name + "[" + *owner + "." + std::string(base::text_of(type.value.text)) + "]";
}

/// A function around the place has a name of its own like this.
bool TypeWriter::is_local(std::string_view name) {
    return project::ScopeLookup(unit_, name).is_local(nodes_);
}

bool TypeWriter::means(std::string_view name, const Definition& definition) {
    if (is_local(name)) return false;
    const Definition* found = project::look_up(unit_, nodes_, base::intern(name));
    return found != nullptr && found->id == definition.id;
}

bool TypeWriter::is_bound_before(std::string_view name) const {
    const Tree& tree = unit_.tree();
    bool found = false;
    for (NodeId statement : tree.body()) {
        if (tree.start(statement) >= place_) break;
        if (asks_for_type_checking(tree, statement) || is_function(tree.kind(statement))) continue;
        if (binds(tree, statement, name)) return tree.end(statement) <= place_;
        for (const syntax::NodeList suite : suites_of(tree, statement)) {
            if (tree.is(statement, NodeKind::ClassDef)) break;
            for (NodeId inner : suite) found |= binds(tree, inner, name);
        }
    }
    return found;
}

/// Another thing has the name here; what builtins import themselves is nobody's.
bool TypeWriter::is_taken(base::Name name) {
    if (is_local(base::text_of(name))) return true;
    const Definition* found = project::look_up(unit_, nodes_, name);
    if (found == nullptr) return false;
    types::Reader& reader = unit_.cx().reader;
    const base::ModuleId own = unit_.module->record->id;
    const base::ModuleId builtins = reader.find_module(own, base::intern("builtins"));
    const types::Symbol* builtin =
        builtins == base::ModuleId::None ? nullptr : reader.module_symbol(builtins, name);
    return builtin == nullptr || !builtin->is_hidden || builtin->target != found->id;
}

/// As the file calls it now.
TypeWriter::Text TypeWriter::name_in_file(const Definition& definition) {
    const base::ModuleId own = unit_.module->record->id;
    types::Reader& reader = unit_.cx().reader;
    std::string through;  // `module.name`
    std::string direct;
    for (const types::Symbol& symbol : reader.module_symbols(own)) {
        const std::string_view name = base::text_of(symbol.name);
        if (symbol.target == definition.id && means(name, definition)) {
            const bool is_own_name = symbol.name == definition.name;
            if (direct.empty() || is_own_name) direct = name;
        }
        const bool is_module = unit_.symbols().path_of(symbol.target) == base::Name::Empty;
        if (!is_module || !through.empty()) continue;
        const types::Symbol* inner = reader.module_symbol(symbol.target.module, definition.name);
        // Where it is at home: what other modules have imported themselves isn't theirs to give.
        const bool is_own = symbol.target.module == definition.id.module;
        const bool is_here =
            is_own && inner != nullptr && inner->target == definition.id && !is_local(name);
        if (is_here) {
            through = std::string(name) + "." + std::string(base::text_of(definition.name));
        }
    }
    const std::string& best = direct.empty() ? through : direct;
    if (best.empty()) return std::nullopt;
    if (!is_bound_before(best.substr(0, best.find('.')))) names_later_ = true;
    return best;
}

TypeWriter::Text TypeWriter::name_of(const Definition& definition) {
    const std::string_view name = base::text_of(definition.name);
    if (definition.enclosing_class) {
        const auto* outer =
            as<types::ClassInfo>(unit_.cx().reader.definition(definition.enclosing_class));
        const Text before = outer == nullptr ? std::nullopt : name_of(*outer);
        return before ? Text(*before + "." + std::string(name)) : std::nullopt;
    }
    if (definition.id.is_none() || definition.id.is_job_local()) return std::nullopt;
    const std::string_view path = base::text_of(unit_.symbols().path_of(definition.id));
    if (path.find('<') != path.npos) return std::nullopt;  // within a function
    const std::string_view fullname = base::text_of(definition.fullname);
    if (fullname.starts_with("builtins.")) {
        const bool is_real = !name.starts_with('_') && name != "function" && name != "ellipsis";
        if (is_real && means(name, definition)) return std::string(name);
        if (!is_real) return std::nullopt;
    }
    if (const Text known = name_in_file(definition)) return known;
    if (name.starts_with('_') || definition.id.module == unit_.module->record->id) {
        return std::nullopt;
    }
    const std::string module = public_module_of(*question_.program, unit_, definition);
    if (module.empty() || is_taken(definition.name)) return std::nullopt;
    imports_.insert({module, std::string(name), {}});
    return std::string(name);
}

}  // namespace krait::features
