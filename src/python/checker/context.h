// context.h
//
// Everything that the checker knows while it checks a stretch of one module: what it reads (tree,
// bindings, types), where it is (scopes, binder, expected types), and what it found. One context
// belongs to one job; free functions, one construct to a file, take it as first argument `ck`.
//
// It never knows whether it runs in an interface job (a module's top level, shaping functions) or
// in a body job: the difference is only which entry points of check.h are called.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/flat_map.h"
#include "base/source_text.h"
#include "python/checker/binder.h"
#include "python/checker/keys.h"
#include "python/checker/nodes.h"
#include "python/checker/reporter.h"
#include "python/config/options.h"
#include "python/semantic/bindings.h"
#include "python/syntax/tree.h"
#include "python/types/context.h"
#include "python/types/expand.h"
#include "python/types/known.h"

namespace krait::checker {

namespace known = types::known;
using base::Name;
using syntax::NodeList;
using types::ClassInfo;
using types::TypeList;
using types::VarInfo;

struct CheckContext;

/// Stages in which a module's interface job goes through the code of its shaping functions.
enum class FunctionStage : std::uint8_t { Check, Definedness };

/// Is told of each such function, nested ones apart, and may know already what comes of it.
class FunctionWatch {
public:
    virtual ~FunctionWatch() = default;
    /// False if everything that comes of it is in its place already.
    [[nodiscard]] virtual bool begin(CheckContext& ck, NodeId function, FunctionStage stage) = 0;
    virtual void end(CheckContext& ck) = 0;
};

/// What a checker is told about the module whose text it reads.
struct ModuleUnit {
    base::ModuleId id = base::ModuleId::None;
    Name name = Name::Empty;
    const syntax::Tree& tree;
    const base::SourceText& source;
    const semantic::Bindings& bindings;
    bool is_stub = false;
    bool is_typeshed = false;
    /// Nobody sees this module's diagnostics (library code, ignore_errors): mypy's
    /// can_skip_diagnostics. Types are inferred all the same.
    bool silent = false;
    /// Functions that define or infer attributes or globals, where an interface job knows them;
    /// null: the tree's own facts are taken.
    const std::vector<NodeId>* shaping = nullptr;
    /// For body jobs: what the module's flow found can't be reached
    /// (CheckContext::unreachable_lines of the interface job). Functions there are not checked.
    const std::vector<std::pair<std::uint32_t, std::uint32_t>>* unreachable_lines = nullptr;
    /// Gives a definition that the checker makes up its id (under a path in this module), by which
    /// the job's reader finds it from then on. Empty: nothing can be made up.
    std::function<void(types::Definition& definition, Name path)> adopt{};
    FunctionWatch* watch = nullptr;
};

/// Variables that were assigned `[]`, `{}` or `None` and wait for a second look to get their type.
struct PartialScope {
    std::vector<std::pair<VarInfo*, NodeId>> variables{};  // with the place to complain at
    bool is_function = false;
    bool is_local = false;

    [[nodiscard]] const std::pair<VarInfo*, NodeId>* find(const VarInfo* variable) const;
    void erase(const VarInfo* variable);
};

/// A class or function that is being checked, outermost first; the module is not on the stack.
struct ScopeItem {
    NodeId node = NodeId::None;       // FunctionDef, AsyncFunctionDef, Lambda, ClassDef
    const ClassInfo* info = nullptr;  // of a class
    const types::FunctionInfo* function = nullptr;  // of a function; may be null for a lambda
    [[nodiscard]] bool is_class() const { return info != nullptr; }
};

/// A function to be checked again, because it met a variable whose type was not known yet.
struct DeferredNode {
    NodeId node;
    const ClassInfo* enclosing_class;
};

/// A node without a type, or with null, has none in this table.
using TypeTable = base::FlatMap<NodeId, TypePtr>;

struct CachedExpression {
    TypePtr context = nullptr;
    std::uint64_t binder_version = 0;
    TypePtr type = nullptr;
    Diagnostics diagnostics{};
    TypeTable types{};
};

struct CheckContext {
    CheckContext(types::Context& types_context, const ModuleUnit& unit);

    types::Context& cx;
    const ModuleUnit& module;
    const syntax::Tree& tree;
    const base::SourceText& source;
    const semantic::Bindings& bindings;
    const config::Options& options;

    Reporter reporter{};
    KeyTable keys{};
    SyntheticNodes synthetic;

    // --- where we are
    Binder module_binder;
    Binder* binder;  ///< the module's, or that of the function or class at hand
    std::vector<ScopeItem> scopes{};
    std::vector<TypePtr> return_types{};
    std::vector<bool> dynamic_functions{};
    std::vector<TypePtr> type_context{nullptr};
    bool is_callee = false;
    bool in_lambda = false;
    bool is_final_definition = false;
    bool recurse_into_functions = true;
    bool implementation_only = false;
    bool allow_abstract_call = false;
    bool checking_missing_await = false;
    bool no_partial_types = false;
    /// The context of a display that changes a TypedDict in place: read-only keys can't be in it.
    const types::TypedDictType* mutated_typed_dict = nullptr;
    std::vector<NodeId> overload_implementations{};

    // --- what was found out
    std::vector<TypeTable> type_tables{TypeTable{}};
    std::unordered_map<NodeId, TypePtr> type_overrides{};
    std::unordered_map<NodeId, std::vector<CachedExpression>> expression_cache{};
    std::vector<PartialScope> partial_scopes{};
    std::unordered_set<const VarInfo*> partial_reported{};
    std::unordered_map<const VarInfo*, std::vector<std::uint32_t>> declaration_frames{};
    /// Inside a function: types inferred for attributes of self (null outside).
    std::unordered_map<const VarInfo*, TypePtr>* attribute_types = nullptr;
    std::vector<Name> widened_variables{};
    std::uint32_t assignment_expression_effects = 0;
    /// Guards that calls turned out to be: callee node → (TypeGuard, TypeIs).
    std::unordered_map<NodeId, std::pair<TypePtr, TypePtr>> guards{};
    /// Module-level lines (from 1, inclusive) that can't be reached.
    std::vector<std::pair<std::uint32_t, std::uint32_t>> unreachable_lines{};
    /// Classes made by narrowing to two classes at once, by their name.
    std::unordered_map<Name, const ClassInfo*> intersections{};
    std::uint32_t intersections_used = 0;  ///< how often one was looked for or made
    /// Names that stand for what has none in the tree: a `match` statement's subject, the variable
    /// that a pattern binds.
    std::unordered_map<NodeId, NodeId> stand_ins{};
    /// `if` statements (each `elif` by itself) whose condition can't be false when it is reached.
    std::unordered_set<NodeId> exhaustive_ifs{};

    /// In a function whose type variables have a list of values: the values of this round, and the
    /// variables that got a type in it, with what they were before.
    const types::TypeEnv* value_env = nullptr;
    std::vector<std::pair<VarInfo*, VarInfo>> value_variables{};
    /// Nodes of definitions, the reverse of bindings.definitions; see node_of_definition.
    std::unordered_map<const types::Definition*, NodeId> definition_nodes{};

    // --- deferral
    std::vector<DeferredNode> deferred{};
    std::int32_t pass = 0;
    bool current_node_deferred = false;

    /// Nesting of expressions and statements, bounded so that no input overflows the stack.
    std::uint32_t depth = 0;
};

/// mypy checks a function at most three times.
inline constexpr std::int32_t kLastPass = 2;
inline constexpr std::uint32_t kMaxDepth = 400;

/// Sets a variable for a scope and gives it its value back at the end.
template <class T>
class Restore {
public:
    template <class U>
    Restore(T& variable, U&& value) : variable_(variable), old_(std::move(variable)) {
        variable_ = std::forward<U>(value);
    }
    ~Restore() { variable_ = std::move(old_); }
    Restore(const Restore&) = delete;
    Restore& operator=(const Restore&) = delete;

private:
    T& variable_;
    T old_;
};
template <class T, class U>
Restore(T&, U&&) -> Restore<T>;

/// Pushes onto a stack for a scope.
template <class T>
class Pushed {
public:
    Pushed(std::vector<T>& stack, T value) : stack_(stack) { stack_.push_back(std::move(value)); }
    ~Pushed() { stack_.pop_back(); }
    Pushed(const Pushed&) = delete;
    Pushed& operator=(const Pushed&) = delete;

private:
    std::vector<T>& stack_;
};
template <class T>
Pushed(std::vector<T>&, T) -> Pushed<T>;

// --- the scopes (mypy's CheckerScope)

[[nodiscard]] const ScopeItem* current_function(const CheckContext& ck);
[[nodiscard]] const ScopeItem* top_level_function(const CheckContext& ck);  ///< lambdas don't count
[[nodiscard]] const ClassInfo* active_class(const CheckContext& ck);
[[nodiscard]] const ClassInfo* enclosing_class(const CheckContext& ck, const ScopeItem* function);
[[nodiscard]] const ClassInfo* current_class(const CheckContext& ck);
[[nodiscard]] TypePtr active_self_type(CheckContext& ck);
[[nodiscard]] TypePtr current_self_type(CheckContext& ck);

/// False in a function without annotations, unless check_untyped_defs: all is Any there.
[[nodiscard]] bool in_checked_function(const CheckContext& ck);
[[nodiscard]] bool should_report_unreachable(const CheckContext& ck);

// --- the types of expressions

void store_type(CheckContext& ck, NodeId node, TypePtr type);
void store_types(CheckContext& ck, const TypeTable& types);
[[nodiscard]] TypePtr lookup_type(const CheckContext& ck, NodeId node);  ///< null if there is none
[[nodiscard]] inline bool has_type(const CheckContext& ck, NodeId node) {
    return lookup_type(ck, node) != nullptr;
}

/// A table of its own for a scope, so that a trial leaves no traces (mypy's local_type_map).
class LocalTypes {
public:
    explicit LocalTypes(CheckContext& ck);
    ~LocalTypes();
    LocalTypes(const LocalTypes&) = delete;
    LocalTypes& operator=(const LocalTypes&) = delete;
    /// Ends the scope early and gives what was stored.
    TypeTable take();

private:
    CheckContext& ck_;
    bool open_ = true;
};

// --- classes by name

/// An instance of builtins.object where the class does not exist.
[[nodiscard]] const types::Instance* named_type(CheckContext& ck, Name fullname);
[[nodiscard]] const types::Instance* named_type(CheckContext& ck, std::string_view fullname);
/// The same with arguments, whose last known values are dropped.
[[nodiscard]] const types::Instance* named_generic_type(CheckContext& ck, Name fullname,
                                                        std::initializer_list<TypePtr> args);
[[nodiscard]] const types::Instance* named_generic_type(CheckContext& ck, Name fullname,
                                                        TypeList args);
[[nodiscard]] const types::Instance* named_generic_type(CheckContext& ck, std::string_view fullname,
                                                        std::initializer_list<TypePtr> args);
/// Null where the class does not exist.
[[nodiscard]] const ClassInfo* lookup_class(CheckContext& ck, std::string_view fullname);

/// The type with this round's values for type variables that are checked value by value.
[[nodiscard]] TypePtr with_values(CheckContext& ck, TypePtr type);

/// Any for what Krait does not understand yet: counted, and never the cause of an error.
[[nodiscard]] TypePtr not_implemented(CheckContext& ck);

template <class MakeText>
void fail_lazily(CheckContext& ck, syntax::NodeId at, const char* code, MakeText&& make_text) {
    if (!ck.reporter.wants_text(code)) return fail_silently(ck, code);
    fail(ck, at, code, make_text());
}

}  // namespace krait::checker
