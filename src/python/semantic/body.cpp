// body.cpp
//
// The door for body jobs: one unit of a module whose interface is published. The published
// definitions take the places that an interface job's own would have; nothing writes to them.

#include "python/semantic/job.h"
#include "python/semantic/type_analysis.h"

namespace krait::semantic {

using types::as;

namespace {

const Definition* published(Analyzer& a, NodeId node) {
    auto path = a.outline.paths.find(node);
    if (path == a.outline.paths.end()) return nullptr;
    return a.job.reader.definition(a.job.table.def(a.module.id, path->second));
}

/// False if the interface has no such function: it stands where nothing is executed.
bool seed(Analyzer& a, const BodyUnit& unit) {
    for (NodeId node : unit.classes) {
        const auto* info = as<ClassInfo>(published(a, node));
        if (info == nullptr) return false;
        a.made[node] = const_cast<ClassInfo*>(info);
    }
    for (NodeId node : unit.items) {
        const auto* info = as<FunctionInfo>(published(a, node));
        if (info == nullptr) return false;
        a.made[node] = const_cast<FunctionInfo*>(info);
    }
    return true;
}

}  // namespace

void analyze_function_body(BodyDraft& body, types::Context& cx, BodyReader& reader,
                           symbols::ModuleTable& table, ClassHook class_hook) {
    JobState job{.reader = reader, .locals = reader.locals(), .table = table, .arena = cx.arena};
    ModuleDraft module;
    module.id = body.module;
    module.name = body.module_name;
    module.path = body.path;
    module.text = body.text;
    module.tree = body.tree;
    module.info = const_cast<types::ModuleInfo*>(reader.module(body.module));  // only read
    Analyzer a = make_analyzer(job, module, cx, *body.outline);
    a.in_body_job = true;
    if (module.info == nullptr || !seed(a, *body.unit)) {
        body.is_unreachable = true;
        return;
    }
    body.hung = !settle_unit(a, *body.unit, class_of_unit(a, *body.unit));
    for (const auto& patch : job.patches) patch();
    apply_class_hooks({&a}, class_hook);
    settle_classes(a);
    check_type_arguments(a);
    drop_duplicate_diagnostics(module.diagnostics);
    if (module.names_lines) {
        // What was found holds only as long as the function stands where it does.
        (void)reader.line_of(table.def(body.module, body.unit->path));
    }
    body.bindings = std::move(module.bindings);
    body.diagnostics = std::move(module.diagnostics);
}

}  // namespace krait::semantic
