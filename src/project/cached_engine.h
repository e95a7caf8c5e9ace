// cached_engine.h
//
// An engine in front of the engine: before an interface or a chunk of bodies is computed, it is
// looked for in the cache, and what had to be computed is put there. The scheduler can't tell the
// difference, since both kinds of result are read from images and verified by their reads.
//
// The key of a result is everything that its job is *given* (texts, options, where a module stands,
// the program's own build); everything it *looks up* is in the trace that is stored with it.
// Nothing of an editor's unsaved text is put in the cache.

#pragma once

#include "cache/store.h"
#include "project/interface_job.h"
#include "project/known_program.h"
#include "scheduler/engine.h"

namespace krait::project {

class CachedEngine final : public scheduler::Engine {
public:
    /// All outlive this one.
    /// `record` may be null.
    CachedEngine(scheduler::Engine& engine, cache::Store& store, JobContext context,
                 ProgramRecord* record = nullptr)
        : engine_(engine), store_(store), context_(context), record_(record) {}

    scheduler::LoadResult load(base::ModuleId module, base::CancellationToken token) override {
        return engine_.load(module, std::move(token));
    }
    scheduler::InterfaceResult build_interface(const scheduler::InterfaceInput& input) override;
    scheduler::InterfacePtr moved(const scheduler::InterfacePtr& built,
                                  const scheduler::LoadedPtr& loaded) const override {
        return engine_.moved(built, loaded);
    }
    std::vector<scheduler::BodyChunk> body_chunks(
        base::ModuleId module, const scheduler::LoadedPtr& loaded,
        const scheduler::InterfacePtr& interface) override {
        return engine_.body_chunks(module, loaded, interface);
    }
    scheduler::BodyResult check_body(const scheduler::BodyInput& input) override;
    scheduler::PayloadPtr finish(const scheduler::FinishInput& input) override;
    scheduler::PayloadPtr internal_error(base::ModuleId module, scheduler::JobKind kind,
                                         const std::string& what) noexcept override {
        return engine_.internal_error(module, kind, what);
    }
    void arrange_cycle(std::vector<base::ModuleId>& modules) const override {
        engine_.arrange_cycle(modules);
    }
    std::string module_name(base::ModuleId module) const override {
        return engine_.module_name(module);
    }

private:
    void note_rows(const cache::Key& key, std::string_view row,
                   const scheduler::InterfaceInput& input,
                   const scheduler::InterfaceResult& result);
    void put_body(const cache::Key& key, const scheduler::BodyInput& input,
                  const scheduler::BodyResult& result);

    scheduler::Engine& engine_;
    cache::Store& store_;
    JobContext context_;
    ProgramRecord* const record_;
};

}  // namespace krait::project
