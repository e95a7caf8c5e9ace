// job.cpp

#include "python/semantic/job.h"

#include <algorithm>

#include "python/config/options.h"

namespace krait::semantic {

Analyzer make_analyzer(JobState& job, ModuleDraft& module, types::Context& cx,
                       const Outline& outline) {
    Analyzer a{.job = job,
               .module = module,
               .cx = cx,
               .outline = outline,
               .outlined = {},
               .tree = *module.tree};
    a.is_stub = module.path.ends_with(".pyi");
    static const Name builtins = base::intern("builtins");
    a.builtins = module.name == builtins ? module.id : job.reader.find_module(module.id, builtins);
    // Stubs of the standard library are trusted: no complaints about bare generics there.
    a.is_typeshed_stub = a.is_stub && module.path.find("typeshed/") != std::string::npos;
    begin_round(a);
    return a;
}

void begin_round(Analyzer& a) {
    a.scopes.clear();
    a.scopes.emplace_back();
    a.type = nullptr;
    a.type_stack.clear();
    a.incomplete_types.clear();
    a.functions.clear();
    a.type_scope = TypeScope::root();
    a.statement = NodeId::None;
    a.current_overload_item = -1;
    a.deferred = false;
    a.incomplete = false;
    a.progress = false;
    a.incomplete_refs = 0;
    a.basic_type_applications = false;
    a.allow_unbound_type_variables = false;
    a.inside_except_star = false;
    a.return_inside_except_star = false;
    a.depth = 0;
    a.body_diagnostics.clear();
}

ClassInfo* class_of_unit(Analyzer& a, const BodyUnit& unit) {
    if (unit.classes.empty()) return nullptr;
    auto made = a.made.find(unit.classes.back());
    return made == a.made.end() ? nullptr : types::as<ClassInfo>(made->second);
}

void analyze_unit(Analyzer& a, const BodyUnit& unit, ClassInfo* info) {
    begin_round(a);
    a.recurse_into_functions = true;
    if (info == nullptr) {
        a.statement = unit.items.front();
        if (unit.items.size() > 1) {
            visit_overload_run(a, unit.items);
        } else {
            visit_function(a, unit.items.front());
        }
        return;
    }
    if (unit.classes.size() > 1) {
        auto outer = a.made.find(unit.classes[unit.classes.size() - 2]);
        if (outer != a.made.end()) a.type = types::as<ClassInfo>(outer->second);
    }
    NodeList parameters = a.tree.class_def(unit.classes.back()).type_params;
    {
        Restore<bool> quiet(a.quiet, true);  // reported with the class
        (void)push_type_parameters(a, parameters);
    }
    a.incomplete_types.push_back(false);
    enter_class(a, *info);
    for (const types::TypeVarLike* variable : info->type_vars) {
        a.type_scope->bind_existing(variable);
    }
    a.statement = unit.items.front();
    if (unit.items.size() > 1) {
        visit_overload_run(a, unit.items);
    } else {
        visit_function(a, unit.items.front());
    }
    leave_class(a);
    a.incomplete_types.pop_back();
    pop_type_parameters(a, parameters);
    a.type = nullptr;
}

bool settle_unit(Analyzer& a, const BodyUnit& unit, ClassInfo* info) {
    a.job.final_iteration = false;
    a.job.incomplete.insert(a.module.id);
    bool deferred = true;
    int round = 0;
    std::size_t first = a.module.diagnostics.size();
    while (deferred) {
        if (++round == kMaxRounds) {
            a.job.incomplete.erase(a.module.id);
            a.job.final_iteration = false;
            return false;
        }
        a.cx.cancellation.poll();
        if (a.job.final_iteration) a.job.incomplete.erase(a.module.id);
        // Only the last round's body counts: earlier ones said the same or less.
        if (round > 1) a.module.diagnostics.resize(first);
        analyze_unit(a, unit, info);
        deferred = a.deferred;
        if (!a.incomplete) a.job.incomplete.erase(a.module.id);
        if (!a.progress) a.job.final_iteration = true;
    }
    a.job.incomplete.erase(a.module.id);
    a.job.final_iteration = false;
    return true;
}

void apply_class_hooks(const std::vector<Analyzer*>& analyzers, ClassHook hook) {
    if (hook == nullptr) return;
    constexpr int kMaxPasses = 10;
    for (int pass = 0; pass < kMaxPasses; ++pass) {
        bool all_done = true;
        for (Analyzer* a : analyzers) {
            if (a->job.drafts != nullptr) a->job.drafts->ask_for(a->module.id);
            for (std::size_t i = 0; i < a->class_order.size(); ++i) {
                ClassInfo& info = *a->class_order[i];
                begin_round(*a);
                all_done = hook(*a, info, a->job.classes[&info].node) && all_done;
            }
        }
        if (all_done) return;
    }
}

void settle_classes(Analyzer& a) {
    begin_round(a);
    for (std::size_t i = 0; i < a.class_order.size(); ++i) {
        calculate_class_properties(a, *a.class_order[i]);
    }
}

void drop_duplicate_diagnostics(std::vector<messages::Diagnostic>& diagnostics) {
    std::vector<messages::Diagnostic> kept;
    for (messages::Diagnostic& one : diagnostics) {
        // mypy prints one line only once, whatever the column.
        auto same = [&](const messages::Diagnostic& other) {
            return other.line == one.line && other.severity == one.severity &&
                   other.message == one.message;
        };
        if (std::none_of(kept.begin(), kept.end(), same)) {
            kept.push_back(std::move(one));
        }
    }
    diagnostics = std::move(kept);
}

}  // namespace krait::semantic
