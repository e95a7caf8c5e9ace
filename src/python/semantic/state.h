// state.h
//
// The context that semantic analysis hands from function to function: one Analyzer per module, and
// one JobState for what the modules of a job share. All the work is in free functions, one file per
// construct; this header has the data and the handful of questions that every file asks.
//
// As in mypy, analysis runs over the same tree several times until nothing is deferred. What must
// survive from round to round (definitions by node, locals by function) is kept here by NodeId.

#pragma once

#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/source_text.h"
#include "python/messages/codes.h"
#include "python/semantic/analyze.h"
#include "python/semantic/type_scope.h"
#include "python/syntax/tree.h"

namespace krait::semantic {

using base::ModuleId;
using base::Name;
using syntax::NodeKind;
using syntax::NodeList;
using types::ClassInfo;
using types::Definition;
using types::FunctionInfo;
using types::Symbol;
using types::TypePtr;
using types::VarInfo;
using Place = base::TextRange;
namespace codes = messages::codes;

/// Nesting of statements, expressions and types that analysis follows; deeper ones become Any.
inline constexpr int kMaxDepth = 400;

enum class ScopeKind : std::uint8_t { Global, Class, Function, Comprehension, TypeParameters };

struct Scope {
    ScopeKind kind = ScopeKind::Global;
    TableBuilder* table = nullptr;  ///< of functions, comprehensions and type parameters
    std::unordered_set<Name> globals;
    std::unordered_set<Name> nonlocals;
    /// Names that an earlier statement should have defined but could not yet: not to be defined by
    /// a later one in this round. `*` stands for a star import.
    std::unordered_set<Name> missing;
    int block_depth = 0;
    int loop_depth = 0;
};

/// A function whose body, or signature, is being analysed.
struct FunctionFrame {
    NodeId node = NodeId::None;
    FunctionInfo* info = nullptr;  ///< null for a lambda
    ClassInfo* owner = nullptr;
    VarInfo* first_parameter = nullptr;
    bool is_lambda = false;
    bool is_coroutine = false;
    bool is_dynamic = false;
    bool has_self_or_cls = false;
};

/// Where the items of a TypedDict that extends others come from, for the check that they agree.
struct TypedDictHeritage {
    struct Chosen {
        Name name;
        const ClassInfo* base;  ///< null: the class itself
        Place place;
    };
    std::vector<std::pair<const ClassInfo*, std::vector<types::TypedDictItem>>> bases;
    std::vector<Chosen> chosen;
};

/// A class while it is being built: what isn't in ClassInfo because nobody asks for it later.
struct ClassBuild {
    ModuleDraft* module = nullptr;
    NodeId node = NodeId::None;  ///< ClassDef, or the Call that made it
    std::vector<NodeId> bases;
    NodeId metaclass = NodeId::None;
    std::vector<TypePtr> promotions;
    TypedDictHeritage typed_dict_heritage;
    bool is_complete = false;
};

struct JobState {
    types::Reader& reader;
    JobLocals& locals;
    symbols::ModuleTable& table;
    base::Arena& arena;
    SccDraft* scc = nullptr;        ///< null in body jobs
    DraftReader* drafts = nullptr;  ///< null in body jobs
    std::unordered_set<ModuleId> incomplete{};
    bool final_iteration = false;
    bool order_decides = false;                    ///< see note_other_meaning
    std::vector<std::function<void()>> patches{};  ///< run when all functions are done
    std::unordered_map<const ClassInfo*, ClassBuild> classes{};
    std::unordered_map<const Definition*, Place> places{};  ///< where definitions of this job stand
    /// By module: what its imports lead to, itself included; see visibility.h.
    std::unordered_map<ModuleId, std::unordered_set<ModuleId>> reached{};
};

/// What a name leads to (mypy's SymbolTableNode).
struct Found {
    Symbol symbol;
    const Definition* node = nullptr;
    NameFact::Scope scope = NameFact::Scope::Global;
    explicit operator bool() const { return node != nullptr; }
};

/// A generic class or alias with arguments, as it was written.
struct TypeUse {
    TypePtr type = nullptr;  ///< Instance or alias
    std::vector<Place> args{};
    bool in_alias = false;  ///< part of an alias's definition, which may use any type variables
};

struct Analyzer {
    JobState& job;
    ModuleDraft& module;
    types::Context& cx;
    const Outline& outline;
    /// The outline's paths, sorted, in an interface job: they belong to functions and classes, and
    /// a variable of the same name, which they redefine or it them, gets another.
    std::vector<Name> outlined;
    const syntax::Tree& tree;
    bool in_body_job = false;
    bool is_stub = false;
    bool is_typeshed_stub = false;

    std::vector<Scope> scopes{};
    ClassInfo* type = nullptr;  ///< the class whose body or method this is (mypy's self.type)
    std::vector<ClassInfo*> type_stack{};
    std::vector<bool> incomplete_types{};
    std::vector<FunctionFrame> functions{};
    TypeScopePtr type_scope{};
    NodeId statement = NodeId::None;
    int current_overload_item = -1;

    bool deferred = false;
    bool incomplete = false;
    bool progress = false;
    std::uint32_t incomplete_refs = 0;
    bool recurse_into_functions = false;
    bool basic_type_applications = false;
    bool allow_unbound_type_variables = false;
    bool inside_except_star = false;
    bool return_inside_except_star = false;
    bool quiet = false;  ///< errors are not reported (a trial, or an already reported part)
    bool shapes_interface =
        false;                     ///< the function being analysed defined or inferred an attribute
    bool signatures_only = false;  ///< bodies of the unit are left to body jobs
    /// Diagnostics of the unit's bodies, as ranges of ModuleDraft::diagnostics.
    std::vector<std::pair<std::size_t, std::size_t>> body_diagnostics{};
    std::vector<ClassInfo*> class_order{};  ///< in order of first appearance
    int depth = 0;
    ModuleId builtins = ModuleId::None;

    std::vector<Name> all_exports{};
    std::unordered_set<Name> imported_from_cycle{};  ///< from modules of SccDraft::standing
    std::unordered_map<NodeId, TableBuilder> saved_locals{};
    std::unordered_map<NodeId, Definition*> made{};                 ///< by the node that defines it
    std::unordered_map<NodeId, types::DecoratedInfo*> decorated{};  ///< by FunctionDef
    std::unordered_map<NodeId, types::OverloadedInfo*> overloads{};  ///< by the first item
    std::unordered_map<const void*, std::unique_ptr<syntax::Tree>> string_trees{};
    std::unordered_map<Name, Definition*>
        generated{};  ///< members that no node defines, by full name
    std::unordered_set<NodeId> invalid_aliases{};
    /// By place; checked when all is known (type_arguments.cpp).
    std::map<std::pair<std::uint32_t, std::uint32_t>, TypeUse> type_uses{};
    /// Of these, what stands in the function that is being analysed.
    std::vector<std::pair<std::uint32_t, std::uint32_t>> body_type_uses{};
    std::unordered_set<NodeId> self_references{};  ///< Name nodes that are the first parameter
};

// --- texts

[[nodiscard]] inline std::string_view text(Name name) {
    return base::text_of(name);
}
[[nodiscard]] Name joined(Name prefix, std::string_view separator, std::string_view rest);
[[nodiscard]] bool is_one_of(Name fullname, std::initializer_list<std::string_view> names);

// --- scopes (scopes.cpp)

[[nodiscard]] bool is_function_scope(const Analyzer& a);
[[nodiscard]] bool is_nested_in_function(const Analyzer& a);
[[nodiscard]] bool is_class_scope(const Analyzer& a);
[[nodiscard]] bool is_module_scope(const Analyzer& a);
[[nodiscard]] NameFact::Scope current_symbol_scope(const Analyzer& a);
[[nodiscard]] TableBuilder& current_table(Analyzer& a, bool escape_comprehensions = false,
                                          bool type_parameter = false);
[[nodiscard]] TableBuilder& members_of(Analyzer& a, ClassInfo& info);
[[nodiscard]] const Symbol* find_in_current_table(Analyzer& a, Name name,
                                                  bool escape_comprehensions = false);
/// The same for a statement that is about to give the name a meaning.
[[nodiscard]] const Symbol* meaning_so_far(Analyzer& a, Name name,
                                           bool escape_comprehensions = false);
/// A statement gives the name another meaning than an earlier one did. If one of them imports it
/// from the same cycle, mypy's answer depends on how far that module is by then.
void note_other_meaning(Analyzer& a, Name name);
[[nodiscard]] const Symbol* find_global(Analyzer& a, Name name);
[[nodiscard]] Name qualified_name(const Analyzer& a, Name name);
[[nodiscard]] bool is_global_or_nonlocal(const Analyzer& a, Name name);
[[nodiscard]] Scope& declaration_scope(Analyzer& a);
[[nodiscard]] const Scope& declaration_scope(const Analyzer& a);
void enter_class(Analyzer& a, ClassInfo& info);
void leave_class(Analyzer& a);
void enter_scope(Analyzer& a, ScopeKind kind, TableBuilder* table);
void leave_scope(Analyzer& a);
[[nodiscard]] std::uint32_t line_of(const Analyzer& a, std::uint32_t offset);
[[nodiscard]] Place place_of(const Analyzer& a, NodeId node);

/// Sets a value for the length of a block.
template <class T>
class Restore {
public:
    Restore(T& variable, T value) : variable_(variable), old_(variable) { variable = value; }
    ~Restore() { variable_ = old_; }
    Restore(const Restore&) = delete;
    Restore& operator=(const Restore&) = delete;

private:
    T& variable_;
    T old_;
};

// --- deferral (scopes.cpp)

void defer(Analyzer& a, bool force_progress = false);
void record_incomplete_ref(Analyzer& a);
/// The name can't be defined in this round; a placeholder stands for it.
void mark_incomplete(Analyzer& a, Name name, Place place, bool becomes_type = false,
                     bool is_public = true, bool is_hidden = false);
[[nodiscard]] bool is_incomplete_namespace(const Analyzer& a, ModuleId module);
void process_placeholder(Analyzer& a, Name name, std::string_view kind, Place place,
                         bool force_progress = false);

// --- definitions (definitions.cpp)

/// A definition made by `node`, the same one in every round.
template <class T>
T& definition_at(Analyzer& a, NodeId node) {
    Definition*& made = a.made[node];
    if (T* same = types::as<T>(made)) return *same;
    T* fresh = a.job.arena.make<T>();
    fresh->kind = T::kKind;
    made = fresh;
    return *fresh;
}

/// Gives the definition its id: a slot of the module, or, in functions, a place among the job's
/// locals.
void identify(Analyzer& a, Definition& definition, Name name, NodeId node, Name path);
/// The path in the slot table of a variable, alias and so on in the current scope.
[[nodiscard]] Name scoped_path(Analyzer& a, Name name);
VarInfo& make_variable(Analyzer& a, Name name, Place place);
/// A variable that no published table will name.
VarInfo& make_local_variable(Analyzer& a, Name name, Name fullname, TypePtr type);

struct AddOptions {
    bool is_public = true;
    bool is_hidden = false;
    bool can_defer = true;
    bool escape_comprehensions = false;
    bool no_progress = false;
    bool type_parameter = false;
    bool has_context = true;
};
bool add_symbol(Analyzer& a, Name name, const Definition& definition, Place place,
                const AddOptions& options = {});
bool add_table_symbol(Analyzer& a, Symbol symbol, const Definition* node, Place place,
                      const AddOptions& options);
/// A class that is defined in a function is also known to the module, under a name with its line.
void add_global_symbol(Analyzer& a, Name name, Place place, const Definition& definition);

// --- names (names.cpp)

[[nodiscard]] Found lookup(Analyzer& a, Name name, Place place, bool suppress_errors = false);
[[nodiscard]] Found lookup_qualified(Analyzer& a, std::string_view name, Place place,
                                     bool suppress_errors = false);
[[nodiscard]] Found lookup_fully_qualified(Analyzer& a, std::string_view fullname);
[[nodiscard]] Found module_member(Analyzer& a, const types::ModuleInfo& module, Name name);
[[nodiscard]] Found class_member(Analyzer& a, const ClassInfo& info, Name name);
[[nodiscard]] Found own_class_member(Analyzer& a, const ClassInfo& info, Name name);
[[nodiscard]] Found found_of(Analyzer& a, const Symbol* symbol, NameFact::Scope scope);
[[nodiscard]] const types::Instance* named_type(Analyzer& a, std::string_view fullname);
[[nodiscard]] const types::Instance* named_type(Analyzer& a, std::string_view fullname,
                                                std::initializer_list<TypePtr> args);
[[nodiscard]] const types::Instance* named_type_or_null(Analyzer& a, std::string_view fullname);
[[nodiscard]] const types::Instance* object_type(Analyzer& a);
[[nodiscard]] const ClassInfo* class_of(Analyzer& a, symbols::DefId id);
[[nodiscard]] const VarInfo* getattr_variable(Analyzer& a, const Definition* getattr, Name name,
                                              Name fullname);
void name_not_defined(Analyzer& a, std::string_view name, Place place,
                      ModuleId space = ModuleId::None);
void already_defined(Analyzer& a, Name name, Place place, const Definition* original,
                     std::string_view noun);

// --- facts of the tree so far

/// What a Name or Attribute refers to, once it was visited; null otherwise.
[[nodiscard]] const Definition* referent(const Analyzer& a, NodeId expression);
[[nodiscard]] Name referent_fullname(const Analyzer& a, NodeId expression);
[[nodiscard]] bool refers_to(Analyzer& a, NodeId expression,
                             std::initializer_list<std::string_view> fullnames);
/// "a.b.c" of a Name or a chain of Attributes; empty for anything else.
[[nodiscard]] std::string dotted_name(const syntax::Tree& tree, NodeId expression);
void bind_name(Analyzer& a, NodeId node, const Found& found);
/// True, False and None are constants in the tree and names of builtins for mypy.
[[nodiscard]] std::optional<bool> bool_literal(const syntax::Tree& tree, NodeId expression);

// --- reporting (report.cpp)

void fail(Analyzer& a, Place place, std::string message, const char* code = codes::kMisc,
          bool serious = false, bool blocker = false);
void note(Analyzer& a, Place place, std::string message, const char* code = codes::kMisc);
void not_understood(Analyzer& a);

// --- statements and expressions (statements.cpp, expressions.cpp)

void visit_statements(Analyzer& a, NodeList statements);
void visit_block(Analyzer& a, NodeList statements);
void visit_statement(Analyzer& a, NodeId statement);
void visit_expression(Analyzer& a, NodeId expression);
void visit_lambda(Analyzer& a, NodeId lambda);
/// An expression that names a type: its type variables need not be bound.
void visit_type_expression(Analyzer& a, NodeId expression);
void visit_call(Analyzer& a, NodeId call);
void visit_subscript(Analyzer& a, NodeId subscript);
void visit_pattern(Analyzer& a, NodeId pattern);
void visit_match(Analyzer& a, NodeId match);

}  // namespace krait::semantic
