#include "server/features/name_kinds.h"

#include <algorithm>
#include <array>
#include <deque>
#include <map>

#include "python/syntax/tree_walk.h"
#include "server/features/statements.h"

namespace krait::features {

namespace {

using base::Name;
using syntax::NodeId;
using syntax::NodeKind;
using syntax::NodeList;

constexpr auto kBuiltinFunctions = std::to_array<std::string_view>(
    {"abs",        "aiter",      "all",     "anext",   "any",    "ascii",  "bin",   "breakpoint",
     "callable",   "chr",        "compile", "delattr", "dir",    "divmod", "eval",  "exec",
     "format",     "getattr",    "globals", "hasattr", "hash",   "hex",    "id",    "input",
     "isinstance", "issubclass", "iter",    "len",     "locals", "max",    "min",   "next",
     "oct",        "open",       "ord",     "pow",     "print",  "repr",   "round", "setattr",
     "sorted",     "sum",        "vars"});
constexpr auto kBuiltinClasses = std::to_array<std::string_view>(
    {"bool",   "bytearray", "bytes",     "classmethod", "complex", "dict",  "enumerate",
     "filter", "float",     "frozenset", "int",         "list",    "map",   "memoryview",
     "object", "property",  "range",     "reversed",    "set",     "slice", "staticmethod",
     "str",    "super",     "tuple",     "type",        "zip"});

bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

bool looks_like_a_constant(std::string_view name) {
    return std::any_of(name.begin(), name.end(), is_upper) &&
           std::none_of(name.begin(), name.end(), is_lower) && name.size() > 1;
}

bool looks_like_a_class(std::string_view name) {
    const std::size_t first = name.find_first_not_of('_');
    return first != name.npos && is_upper(name[first]) &&
           std::any_of(name.begin(), name.end(), is_lower);
}

template <class Names>
bool is_one_of(const Names& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// What a name stands for in a scope; `unknown`: its spelling and use decide.
struct Binding {
    NameKind kind = NameKind::Variable;
    std::uint32_t traits = 0;
    bool unknown = false;
};

struct Scope {
    const Scope* parent = nullptr;
    bool is_class = false;
    std::map<Name, Binding> names;
};

class Collector {
public:
    Collector(const base::SourceText& text, const syntax::Tree& tree) : text_(text), tree_(tree) {}

    std::vector<NamedPlace> all() {
        Scope& module = add_scope(nullptr, false);
        push(tree_.body(), module);
        while (!next_.empty()) {
            const auto [id, scope] = next_.back();
            next_.pop_back();
            visit(id, *scope);
        }
        for (const Use& use : uses_) resolve(use);
        std::sort(places_.begin(), places_.end(), [](const NamedPlace& a, const NamedPlace& b) {
            return a.range.start < b.range.start;
        });
        const auto overlaps = [](const NamedPlace& a, const NamedPlace& b) {
            return b.range.start < a.range.end;
        };
        places_.erase(std::unique(places_.begin(), places_.end(), overlaps), places_.end());
        return std::move(places_);
    }

private:
    enum class Role : std::uint8_t { Plain, Called, Decorates };
    struct Use {
        NodeId id;
        const Scope* scope;
        Role role;
    };

    Scope& add_scope(const Scope* parent, bool is_class) {
        Scope& scope = scopes_.emplace_back();
        scope.parent = parent;
        scope.is_class = is_class;
        return scope;
    }
    void push(NodeId id, Scope& scope) {
        if (id != NodeId::None) next_.emplace_back(id, &scope);
    }
    void push(NodeList list, Scope& scope) {
        for (NodeId id : list) push(id, scope);
    }
    void push_children(NodeId id, Scope& scope) {
        syntax::for_each_child(tree_, id, [&](NodeId child) { push(child, scope); });
    }

    /// The word at `start`, if `name` is written there.
    void add(std::uint32_t start, Name name, NameKind kind, std::uint32_t traits) {
        const std::string_view written = base::text_of(name);
        const bool is_there =
            text_.text().substr(std::min(start, text_.size()), written.size()) == written;
        if (written.empty() || !is_there) return;
        places_.push_back(
            {{start, start + static_cast<std::uint32_t>(written.size())}, kind, traits});
    }

    /// A name is bound, and stands at `start`.
    void declare(std::uint32_t start, Name name, NameKind kind, std::uint32_t traits,
                 Scope& scope) {
        scope.names.try_emplace(name, Binding{kind, traits});
        add(start, name, kind, traits | name_trait::kDeclaration);
    }

    void visit(NodeId id, Scope& scope) {
        switch (tree_.kind(id)) {
            case NodeKind::FunctionDef:
            case NodeKind::AsyncFunctionDef:
                return function(id, scope);
            case NodeKind::ClassDef:
                return class_def(id, scope);
            case NodeKind::Lambda: {
                const syntax::LambdaView view = tree_.lambda(id);
                Scope& inner = add_scope(&scope, false);
                arguments(view.args, scope, inner);
                return push(view.body, inner);
            }
            case NodeKind::ListComp:
            case NodeKind::SetComp:
            case NodeKind::GeneratorExp:
            case NodeKind::DictComp:
                return push_children(id, add_scope(&scope, false));
            case NodeKind::Import:
            case NodeKind::ImportFrom:
                return import(id, scope);
            case NodeKind::Name:
                return name(id, scope, Role::Plain);
            default:
                return expression_or_part(id, scope);
        }
    }

    void expression_or_part(NodeId id, Scope& scope) {
        switch (tree_.kind(id)) {
            case NodeKind::Attribute:
                return attribute(id, scope, Role::Plain);
            case NodeKind::Call: {
                const syntax::CallView view = tree_.call(id);
                used(view.func, scope, Role::Called);
                push(view.args, scope);
                return push(view.keywords, scope);
            }
            case NodeKind::Keyword:
                add(tree_.start(id), tree_.keyword(id).arg, NameKind::Parameter, 0);
                return push(tree_.keyword(id).value, scope);
            case NodeKind::TypeVar:
            case NodeKind::ParamSpec:
            case NodeKind::TypeVarTuple: {
                const syntax::TypeParamView view = tree_.type_param(id);
                declare(view.name_start, view.name, NameKind::TypeParameter, 0, scope);
                return push_children(id, scope);
            }
            case NodeKind::ExceptHandler: {
                const syntax::ExceptHandlerView view = tree_.except_handler(id);
                if (view.name != Name::Empty) variable(view.name_start, view.name, scope);
                return push_children(id, scope);
            }
            default:
                capture(id, scope);
                return push_children(id, scope);
        }
    }

    /// Names that patterns bind.
    void capture(NodeId id, Scope& scope) {
        if (tree_.is(id, NodeKind::MatchAs) && tree_.match_as(id).name != Name::Empty) {
            variable(tree_.match_as(id).name_start, tree_.match_as(id).name, scope);
        } else if (tree_.is(id, NodeKind::MatchStar) && tree_.match_star(id).name != Name::Empty) {
            variable(tree_.match_star(id).name_start, tree_.match_star(id).name, scope);
        } else if (tree_.is(id, NodeKind::MatchMapping) &&
                   tree_.match_mapping(id).rest != Name::Empty) {
            variable(tree_.match_mapping(id).rest_start, tree_.match_mapping(id).rest, scope);
        }
    }

    void variable(std::uint32_t start, Name name, Scope& scope) {
        const bool constant = looks_like_a_constant(base::text_of(name));
        declare(start, name, NameKind::Variable, constant ? name_trait::kReadonly : 0, scope);
    }

    void function(NodeId id, Scope& scope) {
        const syntax::FunctionView view = tree_.function(id);
        declare(view.name_start, view.name, scope.is_class ? NameKind::Method : NameKind::Function,
                view.is_async ? name_trait::kAsync : 0, scope);
        for (NodeId decorator : view.decorators) used(decorator, scope, Role::Decorates);
        Scope& inner = add_scope(&scope, false);
        push(view.type_params, inner);
        arguments(view.args, inner, inner);
        push(view.returns, inner);
        push(view.body, inner);
    }

    void class_def(NodeId id, Scope& scope) {
        const syntax::ClassView view = tree_.class_def(id);
        declare(view.name_start, view.name, NameKind::Class, 0, scope);
        for (NodeId decorator : view.decorators) used(decorator, scope, Role::Decorates);
        Scope& parameters = add_scope(&scope, false);
        push(view.type_params, parameters);
        push(view.bases, parameters);
        push(view.keywords, parameters);
        push(view.body, add_scope(&parameters, true));
    }

    /// Annotations and defaults belong to `outside`, the names to `inner`.
    void arguments(NodeId id, Scope& outside, Scope& inner) {
        if (id == NodeId::None) return;
        for (NodeId arg : tree_.arguments(id).args) {
            const syntax::ArgView view = tree_.arg(arg);
            declare(tree_.start(arg), view.name, NameKind::Parameter, 0, inner);
            push(view.annotation, outside);
            push(view.default_value, outside);
        }
    }

    void import(NodeId id, Scope& scope) {
        const bool is_from = tree_.is(id, NodeKind::ImportFrom);
        if (is_from) {
            const syntax::ImportFromView view = tree_.import_from(id);
            add(view.module_start, view.module, NameKind::Namespace, 0);
        }
        const NodeList names = is_from ? tree_.import_from(id).names : tree_.import(id).names;
        for (NodeId alias : names) {
            const syntax::AliasView view = tree_.alias(alias);
            const std::string_view text = base::text_of(view.name);
            const bool renamed = view.asname != Name::Empty;
            const Binding binding =
                is_from ? by_spelling(view.name) : Binding{NameKind::Namespace, 0, false};
            const Name first = base::intern(text.substr(0, text.find('.')));
            scope.names.try_emplace(renamed ? view.asname : first, binding);
            if (text == "*") continue;
            add(view.name_start, view.name, binding.kind, binding.traits);
            if (renamed) add(view.asname_start, view.asname, binding.kind, binding.traits);
        }
    }

    /// What is imported from another file may be anything.
    static Binding by_spelling(Name name) {
        const std::string_view text = base::text_of(name);
        if (looks_like_a_class(text)) return {NameKind::Class, 0, false};
        if (looks_like_a_constant(text)) return {NameKind::Variable, name_trait::kReadonly, false};
        return {NameKind::Variable, 0, true};
    }

    void used(NodeId id, Scope& scope, Role role) {
        if (tree_.is(id, NodeKind::Name)) return name(id, scope, role);
        if (tree_.is(id, NodeKind::Attribute)) return attribute(id, scope, role);
        if (role == Role::Decorates && tree_.is(id, NodeKind::Call)) {
            used(tree_.call(id).func, scope, role);
            push(tree_.call(id).args, scope);
            return push(tree_.call(id).keywords, scope);
        }
        push(id, scope);
    }

    void name(NodeId id, Scope& scope, Role role) {
        if (tree_.context(id) == syntax::Context::Store) {
            const auto known = scope.names.find(tree_.name(id));
            if (known == scope.names.end()) return variable(tree_.start(id), tree_.name(id), scope);
        }
        uses_.push_back({id, &scope, role});
    }

    void attribute(NodeId id, Scope& scope, Role role) {
        const syntax::AttributeView view = tree_.attribute(id);
        push(view.value, scope);
        const std::string_view text = base::text_of(view.attr);
        NameKind kind = looks_like_a_class(text) ? NameKind::Class : NameKind::Property;
        if (role == Role::Called && kind == NameKind::Property) kind = NameKind::Method;
        if (role == Role::Decorates) kind = NameKind::Decorator;
        add(view.attr_start, view.attr, kind,
            looks_like_a_constant(text) ? name_trait::kReadonly : 0);
    }

    void resolve(const Use& use) {
        const Name name = tree_.name(use.id);
        const Binding binding = look_up(name, use.scope);
        NameKind kind = binding.kind;
        if (binding.unknown && use.role == Role::Called) kind = NameKind::Function;
        if (use.role == Role::Decorates) kind = NameKind::Decorator;
        add(tree_.start(use.id), name, kind, binding.traits);
    }

    /// Class scopes are seen from themselves only.
    static Binding look_up(Name name, const Scope* from) {
        for (const Scope* scope = from; scope != nullptr; scope = scope->parent) {
            if (scope->is_class && scope != from) continue;
            const auto found = scope->names.find(name);
            if (found != scope->names.end()) return found->second;
        }
        const std::string_view text = base::text_of(name);
        if (is_one_of(kBuiltinFunctions, text)) {
            return {NameKind::Function, name_trait::kDefaultLibrary, false};
        }
        const bool is_exception = text.ends_with("Error") || text.ends_with("Exception");
        if (is_one_of(kBuiltinClasses, text) || is_exception) {
            return {NameKind::Class, name_trait::kDefaultLibrary, false};
        }
        return by_spelling(name);
    }

    const base::SourceText& text_;
    const syntax::Tree& tree_;
    std::deque<Scope> scopes_;  // never moved: pointed at
    std::vector<std::pair<NodeId, Scope*>> next_;
    std::vector<Use> uses_;
    std::vector<NamedPlace> places_;
};

}  // namespace

std::vector<NamedPlace> names_in(const base::SourceText& text, const syntax::Tree& tree) {
    return Collector(text, tree).all();
}

}  // namespace krait::features
