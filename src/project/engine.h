// engine.h
//
// The Python engine behind the scheduler's abstract one: each step of a module's way is a function
// elsewhere (loading.h, interface_job.h, body_job.h, finish_module.h); this only hands on what they
// need.

#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "project/body_job.h"
#include "project/interface_job.h"
#include "project/loading.h"
#include "project/module_registry.h"
#include "python/symbols/module_table.h"
#include "scheduler/engine.h"

namespace krait::project {

class Engine final : public scheduler::Engine {
public:
    /// All outlive the engine. `summaries` may be null. `checks_once`: a module that is finished is
    /// not expected to be looked into again.
    Engine(ModuleRegistry& registry, symbols::ModuleTable& table, const TextSource& texts,
           const modules::ModuleFinder& finder, cache::Store* summaries, bool checks_once,
           Figures& figures)
        : registry_(registry),
          table_(table),
          texts_(texts),
          finder_(finder),
          summaries_(summaries),
          checks_once_(checks_once),
          figures_(figures) {}

    scheduler::LoadResult load(base::ModuleId module, base::CancellationToken token) override;
    scheduler::InterfaceResult build_interface(const scheduler::InterfaceInput& input) override;
    std::vector<scheduler::BodyChunk> body_chunks(
        base::ModuleId module, const scheduler::LoadedPtr& loaded,
        const scheduler::InterfacePtr& interface) override;
    scheduler::InterfacePtr moved(const scheduler::InterfacePtr& built,
                                  const scheduler::LoadedPtr& loaded) const override;
    scheduler::BodyResult check_body(const scheduler::BodyInput& input) override;
    scheduler::PayloadPtr finish(const scheduler::FinishInput& input) override;
    scheduler::PayloadPtr internal_error(base::ModuleId module, scheduler::JobKind kind,
                                         const std::string& what) noexcept override;
    void arrange_cycle(std::vector<base::ModuleId>& modules) const override;
    std::string module_name(base::ModuleId module) const override;

private:
    [[nodiscard]] JobContext context() { return {table_, registry_, figures_}; }
    /// The version of a module that was loaded last; null if nobody needs it any more.
    [[nodiscard]] std::shared_ptr<const LoadedModule> last_loaded(base::ModuleId module);
    void note_loaded(base::ModuleId module, const scheduler::LoadedPtr& loaded);

    ModuleRegistry& registry_;
    symbols::ModuleTable& table_;
    const TextSource& texts_;
    const modules::ModuleFinder& finder_;
    cache::Store* const summaries_;  // may be null
    const bool checks_once_;
    Figures& figures_;
    std::mutex mutex_;  // guards last_loaded_
    std::unordered_map<base::ModuleId, std::weak_ptr<const scheduler::Loaded>> last_loaded_;
};

}  // namespace krait::project
