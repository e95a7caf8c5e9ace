#include "project/engine.h"

#include <algorithm>
#include <iterator>

#include "project/finish_module.h"
#include "project/stopwatch.h"
#include "python/messages/codes.h"

namespace krait::project {

namespace {

const LoadedModule& module_of(const scheduler::LoadedPtr& loaded) {
    return static_cast<const LoadedModule&>(*loaded);
}

const char* step_name(scheduler::JobKind kind) {
    switch (kind) {
        case scheduler::JobKind::Load:
            return "loading";
        case scheduler::JobKind::Interface:
            return "analysing the interface of";
        case scheduler::JobKind::Plan:
            return "planning the check of";
        case scheduler::JobKind::Body:
            return "checking a function of";
        case scheduler::JobKind::Finish:
            return "finishing";
    }
    return "working on";
}

void append(std::vector<messages::Diagnostic>& found, std::vector<messages::Diagnostic> more) {
    found.insert(found.end(), std::make_move_iterator(more.begin()),
                 std::make_move_iterator(more.end()));
}

/// What the interface job found in a version with this skeleton, perhaps at other places.
void append_interface(ModuleFindings& findings, const Findings& interface,
                      const Skeleton& skeleton) {
    std::vector<messages::Diagnostic> found = interface.diagnostics;
    findings.skipped_lines = interface.skipped_lines;
    if (interface.skeleton) {
        const LineMap map(*interface.skeleton, skeleton);
        if (!map.is_identity()) {
            for (messages::Diagnostic& one : found) map.move(one);
            for (auto& [first, last] : findings.skipped_lines) {
                first = map.line(first);
                last = map.line(last);
            }
        }
    }
    append(findings.found, std::move(found));
}

}  // namespace

scheduler::LoadResult Engine::load(base::ModuleId module, base::CancellationToken) {
    Stopwatch all(figures_.load_nanoseconds);
    scheduler::LoadResult result = load_module(
        registry_.record(module), {texts_, finder_, registry_, summaries_, last_loaded(module)});
    note_loaded(module, result.loaded);
    figures_.lines += module_of(result.loaded).text->line_count();
    return result;
}

std::shared_ptr<const LoadedModule> Engine::last_loaded(base::ModuleId module) {
    const std::lock_guard lock(mutex_);
    const auto at = last_loaded_.find(module);
    if (at == last_loaded_.end()) return nullptr;
    return std::static_pointer_cast<const LoadedModule>(at->second.lock());
}

void Engine::note_loaded(base::ModuleId module, const scheduler::LoadedPtr& loaded) {
    if (module_of(loaded).record->interface_only()) return;  // nobody edits a library
    const std::lock_guard lock(mutex_);
    last_loaded_[module] = loaded;
}

scheduler::InterfaceResult Engine::build_interface(const scheduler::InterfaceInput& input) {
    scheduler::InterfaceResult result = project::build_interface(input, context());
    for (const scheduler::LoadedPtr& loaded : input.loaded) {
        // Nobody checks a library's bodies.
        if (module_of(loaded).record->interface_only()) module_of(loaded).let_go();
    }
    return result;
}

std::vector<scheduler::BodyChunk> Engine::body_chunks(base::ModuleId,
                                                      const scheduler::LoadedPtr& loaded,
                                                      const scheduler::InterfacePtr&) {
    return module_of(loaded).summary->planned_chunks;
}

scheduler::InterfacePtr Engine::moved(const scheduler::InterfacePtr& built,
                                      const scheduler::LoadedPtr& loaded) const {
    const auto& interface = static_cast<const PublishedInterface&>(*built);
    const SkeletonPtr& skeleton = module_of(loaded).summary->skeleton;
    if (interface.skeleton()->places == skeleton->places) return built;
    return interface.moved_to(skeleton);
}

scheduler::BodyResult Engine::check_body(const scheduler::BodyInput& input) {
    return project::check_body(input, context());
}

scheduler::PayloadPtr Engine::finish(const scheduler::FinishInput& input) {
    const LoadedModule& module = module_of(input.loaded);
    ModuleFindings findings{module.summary->type_ignores,
                            module.summary->ignores_whole_file,
                            *module.options,
                            module.record->is_typeshed,
                            {},
                            module.diagnostics};
    if (input.interface_payload) {
        append_interface(findings, static_cast<const Findings&>(*input.interface_payload),
                         *module.summary->skeleton);
    }
    for (std::size_t i = 0; i < input.bodies.size(); ++i) {
        if (!input.bodies[i]) continue;
        auto more = static_cast<const Findings&>(*input.bodies[i]).diagnostics;
        const ChunkUnits& chunk = module.summary->chunks[input.chunks[i].number];
        move_lines(more, static_cast<std::int64_t>(chunk.start_line) - 1);
        append(findings.found, std::move(more));
    }
    // An ignore comment where nothing runs is not unused.
    const auto& ruled_out = module.summary->ruled_out;
    findings.skipped_lines.insert(findings.skipped_lines.end(), ruled_out.begin(), ruled_out.end());
    auto finished = std::make_shared<Findings>(finish_module(std::move(findings)));
    finished->text = module.text;
    if (checks_once_) module.let_go();
    return finished;
}

scheduler::PayloadPtr Engine::internal_error(base::ModuleId, scheduler::JobKind kind,
                                             const std::string& what) noexcept {
    ++figures_.internal_errors;
    messages::Diagnostic found;
    found.line = 1;
    found.end_line = 1;
    found.code = messages::codes::kMisc;
    found.message = "INTERNAL ERROR: Krait failed while " + std::string(step_name(kind)) +
                    " this module (" + what +
                    "). Everything else is checked; please report this with the file.";
    return std::make_shared<Findings>(std::vector<messages::Diagnostic>{std::move(found)});
}

void Engine::arrange_cycle(std::vector<base::ModuleId>& modules) const {
    // Where a program enters a cycle of the standard library's stubs makes no difference to what
    // they say; in one order all programs share them.
    const bool are_own_stubs =
        std::all_of(modules.begin(), modules.end(),
                    [&](base::ModuleId module) { return registry_.record(module).is_typeshed; });
    if (are_own_stubs) {
        std::sort(modules.begin(), modules.end(), [&](base::ModuleId a, base::ModuleId b) {
            return base::text_of(registry_.record(a).name) <
                   base::text_of(registry_.record(b).name);
        });
    }
    // mypy analyses builtins last in its cycle (build.py, sorted_components_inner / order_ascc).
    const base::Name builtins = base::intern("builtins");
    std::stable_partition(modules.begin(), modules.end(), [&](base::ModuleId module) {
        return registry_.record(module).name != builtins;
    });
}

std::string Engine::module_name(base::ModuleId module) const {
    return std::string(base::text_of(registry_.record(module).name));
}

}  // namespace krait::project
