// scc.cpp
//
// The fixed point over an SCC, in mypy's order (semanal_main.py): top levels again and again until
// none is deferred, then functions one by one, superclasses' methods first, then class hooks and
// what follows from complete classes. Nothing here may be reordered: inside a cycle the order
// decides what a name means.

#include <algorithm>
#include <deque>
#include <utility>

#include "python/config/options.h"
#include "python/semantic/job.h"
#include "python/semantic/type_analysis.h"
#include "python/semantic/typing_aliases.h"

namespace krait::semantic {

using types::as;

namespace {

struct ModuleJob {
    const Outline* outline = nullptr;
    std::unique_ptr<types::Context> cx;
    std::unique_ptr<Analyzer> analyzer;
};

void make_module_info(SccDraft& scc, ModuleDraft& module) {
    if (module.info != nullptr) return;
    auto* info = scc.arena.make<types::ModuleInfo>();
    info->kind = types::ModuleInfo::kKind;
    info->name = module.name;
    info->fullname = module.name;
    info->is_stub = module.path.ends_with(".pyi");
    info->is_package = module.path.ends_with("__init__.py") ||
                       module.path.ends_with("__init__.pyi") || module.path.empty();
    symbols::Slot slot = scc.table.slot(module.id, Name::Empty);
    info->id = {module.id, slot};
    module.definitions[slot] = info;
    module.info = info;
}

// --- modules that are special to Python

void add_core_class(Analyzer& a, std::string_view name) {
    auto* info = a.job.arena.make<ClassInfo>();
    info->kind = ClassInfo::kKind;
    info->name = base::intern(name);
    info->fullname = joined(a.module.name, ".", name);
    info->module_name = a.module.name;
    identify(a, *info, info->name, NodeId::None, info->name);
    (void)members_of(a, *info);
    a.class_order.push_back(info);
    Symbol symbol;
    symbol.name = info->name;
    symbol.target = info->id;
    a.module.names.put(symbol);
}

void add_core_variable(Analyzer& a, std::string_view name, TypePtr type) {
    auto* variable = a.job.arena.make<VarInfo>();
    variable->kind = VarInfo::kKind;
    variable->name = base::intern(name);
    variable->fullname = joined(a.module.name, ".", name);
    variable->type = type;
    identify(a, *variable, variable->name, NodeId::None, variable->name);
    Symbol symbol;
    symbol.name = variable->name;
    symbol.target = variable->id;
    a.module.names.put(symbol);
}

void prepare_builtins(Analyzer& a) {
    for (std::string_view name : {"object", "bool", "function"}) add_core_class(a, name);
    TypePtr boolean = types::make_instance(a.cx, a.module.names.find(base::intern("bool"))->target);
    TypePtr unknown = any(a, types::AnySource::SpecialForm);
    add_core_variable(a, "None", types::make_none(a.cx));
    add_core_variable(a, "reveal_type", unknown);
    add_core_variable(a, "reveal_locals", unknown);
    for (std::string_view name : {"True", "False", "__debug__"}) {
        add_core_variable(a, name, boolean);
    }
}

/// __name__, __file__ and the others that every module has. Null: not known yet.
TypePtr type_of_module_attribute(Analyzer& a, std::string_view name, bool& leave_out) {
    const types::Instance* str = named_type_or_null(a, "builtins.str");
    if (name == "__path__") {
        leave_out = !a.module.info->is_package;
        if (leave_out || str == nullptr) return nullptr;
        const types::Instance* list = named_type_or_null(a, "builtins.list");
        return list != nullptr ? types::make_instance(a.cx, list->type, {str}) : nullptr;
    }
    if (name == "__annotations__") {
        const types::Instance* dict = named_type_or_null(a, "builtins.dict");
        if (dict == nullptr || str == nullptr) return nullptr;
        return types::make_instance(a.cx, dict->type, {str, any(a, types::AnySource::SpecialForm)});
    }
    if (name == "__spec__") {
        const types::Instance* spec = named_type_or_null(a, "importlib.machinery.ModuleSpec");
        if (spec == nullptr) spec = named_type_or_null(a, "builtins.object");
        if (spec != nullptr && text(a.module.name) == "__main__") {
            return types::make_optional(a.cx, spec);
        }
        return spec;
    }
    return str;
}

void add_module_attributes(Analyzer& a) {
    for (std::string_view attribute : {"__name__", "__doc__", "__path__", "__file__", "__package__",
                                       "__annotations__", "__spec__"}) {
        Name name = base::intern(attribute);
        const Symbol* existing = a.module.names.find(name);
        const Definition* node =
            existing != nullptr ? a.job.reader.definition(existing->target) : nullptr;
        if (node != nullptr && as<types::PlaceholderInfo>(node) == nullptr) continue;
        bool leave_out = false;
        TypePtr type = type_of_module_attribute(a, attribute, leave_out);
        if (leave_out) continue;
        if (type == nullptr) {
            if (!a.job.final_iteration) defer(a);
            continue;
        }
        VarInfo& variable = make_variable(a, name, Place{});
        variable.type = type;
        add_symbol(a, name, variable, Place{});
    }
}

void adjust_public_exports(Analyzer& a) {
    static const Name all = base::intern("__all__");
    if (a.module.names.find(all) == nullptr) return;
    std::vector<Name> names;
    for (const Symbol& symbol : std::vector<Symbol>(a.module.names.symbols())) {
        Symbol* ours = a.module.names.find(symbol.name);
        bool exported = std::find(a.all_exports.begin(), a.all_exports.end(), symbol.name) !=
                        a.all_exports.end();
        ours->is_public = exported;
        if (exported) ours->is_hidden = false;
    }
    for (Name name : a.all_exports) {
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
    a.module.info->dunder_all = a.job.arena.copy(names);
}

/// Statements up to an `assert` that fails on this platform or version.
std::vector<NodeId> top_statements(Analyzer& a) {
    std::vector<NodeId> statements;
    bool stopped = false;
    for (NodeId statement : a.tree.body()) {
        if (stopped) {
            a.module.bindings.unreachable_blocks.insert(statement);
            break;
        }
        statements.push_back(statement);
        stopped =
            a.tree.is(statement, NodeKind::Assert) &&
            is_false(condition_truth(a.tree, a.tree.assert_stmt(statement).test, a.cx.options));
    }
    return statements;
}

void refresh_top_level(Analyzer& a) {
    begin_round(a);
    if (a.job.drafts != nullptr) a.job.drafts->ask_for(a.module.id);
    a.recurse_into_functions = false;
    add_module_attributes(a);
    visit_statements(a, top_statements(a));
    add_typing_aliases(a);
    adjust_public_exports(a);
    a.all_exports.clear();
}

// --- the phases

class SccJob {
public:
    SccJob(SccDraft& scc, DraftReader& reader, const base::CancellationToken& cancellation)
        : job_{.reader = reader,
               .locals = reader.locals(),
               .table = scc.table,
               .arena = scc.arena,
               .scc = &scc,
               .drafts = &reader} {
        for (const auto& module : scc.modules) make_module_info(scc, *module);
        for (const auto& module : scc.modules) {
            ModuleJob& made = modules_.emplace_back();
            if (module->outline == nullptr) {
                module->outline =
                    std::make_shared<const Outline>(make_outline(*module->tree, *module->options));
            }
            made.outline = module->outline.get();
            made.cx = std::make_unique<types::Context>(
                types::Context{scc.arena, reader, *module->options, cancellation});
            made.analyzer =
                std::make_unique<Analyzer>(make_analyzer(job_, *module, *made.cx, *made.outline));
            std::vector<Name>& outlined = made.analyzer->outlined;
            for (const auto& [node, path] : made.outline->paths) outlined.push_back(path);
            std::sort(outlined.begin(), outlined.end());
        }
    }

    AnalysisFigures run(ClassHook hook) {
        for (ModuleJob& module : modules_) {
            if (text(module.analyzer->module.name) == "builtins") {
                prepare_builtins(*module.analyzer);
            }
        }
        process_top_levels();
        if (job_.scc->earlier_was_asked) look_again();
        job_.scc->earlier = nullptr;
        ask_for_all();
        process_functions();
        ask_for_all();
        for (const auto& patch : job_.patches) patch();
        std::vector<Analyzer*> analyzers;
        for (ModuleJob& module : modules_) analyzers.push_back(module.analyzer.get());
        apply_class_hooks(analyzers, hook);
        for (Analyzer* a : analyzers) {
            job_.drafts->ask_for(a->module.id);
            settle_classes(*a);
        }
        for (Analyzer* a : analyzers) {
            job_.drafts->ask_for(a->module.id);
            check_type_arguments(*a);
        }
        for (ModuleJob& module : modules_) {
            figures_.not_implemented += module.cx->not_implemented;
            drop_duplicate_diagnostics(module.analyzer->module.diagnostics);
        }
        figures_.order_decides = job_.order_decides;
        return figures_;
    }

private:
    using Worklist = std::vector<Analyzer*>;

    /// What the others say of the one module was taken from what it was, in part. An error that is
    /// found the first time only is out of date, or one that isn't repeated: that can't be told
    /// apart.
    void look_again() {
        ModuleDraft& module = *job_.scc->modules.front();
        const std::vector<messages::Diagnostic> first = std::exchange(module.diagnostics, {});
        process_top_levels();
        const auto& again = module.diagnostics;
        const auto is_again = [&](const messages::Diagnostic& one) {
            return std::find(again.begin(), again.end(), one) != again.end();
        };
        const bool repeated = std::all_of(first.begin(), first.end(), is_again);
        job_.order_decides = job_.order_decides || !repeated;
    }

    /// What is asked from now on concerns the SCC, not one module of it, nor one part of that.
    void ask_for_all() {
        const auto& modules = job_.scc->modules;
        job_.drafts->ask_for(modules.size() == 1 ? modules.front()->id : base::ModuleId::None,
                             image::Part::Both);
    }

    Analyzer* find(std::string_view name) {
        for (ModuleJob& module : modules_) {
            if (text(module.analyzer->module.name) == name) return module.analyzer.get();
        }
        return nullptr;
    }

    /// builtins and its closest relations go round twice more first.
    void add_warm_up(Worklist& worklist) {
        static constexpr std::string_view kCore[] = {
            "typing", "_collections_abc", "builtins", "abc", "collections", "collections.abc"};
        Worklist core;
        for (std::string_view name : kCore) {
            Analyzer* analyzer = find(name);
            if (analyzer == nullptr) return;
            core.push_back(analyzer);
        }
        std::reverse(core.begin(), core.end());
        for (int i = 0; i < 2; ++i) worklist.insert(worklist.end(), core.begin(), core.end());
    }

    void process_top_levels() {
        Worklist worklist;
        for (ModuleJob& module : modules_) {
            worklist.push_back(module.analyzer.get());
            job_.incomplete.insert(module.analyzer->module.id);
        }
        std::reverse(worklist.begin(), worklist.end());
        add_warm_up(worklist);
        job_.final_iteration = false;
        while (!worklist.empty()) {
            if (++figures_.iterations > kMaxRounds) {
                figures_.hung = true;
                break;
            }
            if (job_.final_iteration) job_.incomplete.clear();
            Worklist deferred;
            bool progress = false;
            while (!worklist.empty()) {
                Analyzer& a = *worklist.back();
                worklist.pop_back();
                refresh_top_level(a);
                if (a.deferred) deferred.push_back(&a);
                progress = progress || a.progress;
                if (!a.incomplete) job_.incomplete.erase(a.module.id);
            }
            figures_.forced = figures_.forced || job_.final_iteration;
            if (job_.final_iteration) break;
            std::reverse(deferred.begin(), deferred.end());
            worklist = std::move(deferred);
            job_.final_iteration = !progress;
        }
        job_.incomplete.clear();
        job_.final_iteration = false;
    }

    struct Target {
        Analyzer* analyzer;
        const BodyUnit* unit;
    };
    struct Group {
        ClassInfo* info;
        std::vector<Target> targets;
    };

    std::deque<Group> groups_of_targets() {
        std::deque<Group> groups;
        for (ModuleJob& module : modules_) {
            Analyzer& a = *module.analyzer;
            for (const BodyUnit& unit : module.outline->units) {
                bool seen =
                    a.made.contains(unit.items.front()) || a.overloads.contains(unit.items.front());
                if (!seen) continue;  // behind a condition that is false here
                ClassInfo* info = class_of_unit(a, unit);
                if (info == nullptr && !unit.classes.empty()) continue;
                if (groups.empty() || groups.back().info != info) groups.push_back({info, {}});
                groups.back().targets.push_back({&a, &unit});
            }
        }
        return groups;
    }

    static bool waits_for_base(const Group& group,
                               const std::unordered_map<symbols::DefId, int>& remaining) {
        for (std::size_t i = 1; i < group.info->mro.size(); ++i) {
            auto at = remaining.find(group.info->mro[i]);
            if (at != remaining.end() && at->second > 0) return true;
        }
        return false;
    }

    void process_functions() {
        std::deque<Group> groups = groups_of_targets();
        std::unordered_map<symbols::DefId, int> remaining;
        for (const Group& group : groups) {
            if (group.info != nullptr) remaining[group.info->id] = 1;
        }
        std::size_t next = 0;
        while (!groups.empty()) {
            if (next >= groups.size()) next = 0, remaining.clear();  // can't happen with a sane MRO
            Group& group = groups[next];
            if (group.info != nullptr && waits_for_base(group, remaining)) {
                ++next;
                continue;
            }
            for (const Target& target : group.targets) process_unit(*target.analyzer, *target.unit);
            if (group.info != nullptr) remaining.erase(group.info->id);
            groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(next));
            next = 0;
        }
    }

    void process_unit(Analyzer& a, const BodyUnit& unit) {
        job_.drafts->ask_for(a.module.id,
                             unit.may_shape ? image::Part::Shaping : image::Part::Frame);
        a.shapes_interface = false;
        // A protocol's attribute to which something is assigned isn't abstract.
        const bool fills_protocol = !unit.binds.empty() && class_of_unit(a, unit)->is_protocol;
        a.signatures_only = !unit.may_shape && !fills_protocol;
        if (!settle_unit(a, unit, class_of_unit(a, unit))) figures_.hung = true;
        // Body jobs leave out whatever may shape, so all of it belongs to the interface: also what
        // turns out not to (an assignment to an attribute that the class declares).
        settle_body_arguments(a, unit.may_shape);
        if (unit.may_shape) {
            a.module.shaping.insert(a.module.shaping.end(), unit.items.begin(), unit.items.end());
            return;
        }
        // The body job will find the same and say it.
        auto& diagnostics = a.module.diagnostics;
        for (auto range = a.body_diagnostics.rbegin(); range != a.body_diagnostics.rend();
             ++range) {
            std::size_t last = std::min(range->second, diagnostics.size());
            if (range->first >= last) continue;
            diagnostics.erase(diagnostics.begin() + static_cast<std::ptrdiff_t>(range->first),
                              diagnostics.begin() + static_cast<std::ptrdiff_t>(last));
        }
    }

    JobState job_;
    std::deque<ModuleJob> modules_;
    AnalysisFigures figures_;
};

}  // namespace

AnalysisFigures analyze_scc(SccDraft& scc, DraftReader& reader, ClassHook class_hook,
                            base::CancellationToken cancellation) {
    return SccJob(scc, reader, cancellation).run(class_hook);
}

void freeze_tables(SccDraft& scc) {
    for (const auto& module : scc.modules) {
        for (auto& [info, members] : module->members) {
            const_cast<ClassInfo*>(info)->names = members.freeze(scc.arena);
        }
        module->members.clear();
    }
}

}  // namespace krait::semantic
