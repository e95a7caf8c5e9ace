// scc_build.h
//
// What an SCC's interface job leaves behind so that, after an edit, the next one can build single
// modules anew and let the others stand: for each module what it was given, what it asked with the
// answers, and what wasn't inferred yet at which point of mypy's order.
//
// It is the job's trace: the scheduler keeps it as the job's reads.

#pragma once

#include <algorithm>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "project/loading.h"
#include "project/module_registry.h"
#include "project/published.h"
#include "project/questions.h"
#include "project/shaping_checks.h"
#include "python/image/reads.h"
#include "scheduler/engine.h"

namespace krait::project {

[[nodiscard]] inline bool holds(const std::vector<symbols::Slot>& sorted, symbols::Slot slot) {
    return std::binary_search(sorted.begin(), sorted.end(), slot);
}

struct ModuleBuild {
    base::Digest shape;    ///< LoadResult::shape
    base::Digest imports;  ///< LoadedModule::imports_digest
    Questions questions;
    std::vector<symbols::Slot> pending;  ///< sorted: what analysis left to the checker to infer
    std::vector<symbols::Slot> late;     ///< of these, what the top level's pass left, too
    bool slow = false;                   ///< more than one pass was needed for what was deferred
    std::shared_ptr<const Findings> findings;
    std::shared_ptr<const LoadedModule> of;  ///< the version that this is about
    base::Name checked_alone =
        base::Name::Empty;  ///< the last function that was; see keep_interface.h
    /// Null if nothing is known of them.
    std::shared_ptr<const ShapingChecks> shaping;
};
using ModuleBuildPtr = std::shared_ptr<const ModuleBuild>;

class SccBuild final : public scheduler::Reads {
public:
    SccBuild(std::vector<base::ModuleId> scc, std::vector<ModuleBuildPtr> builds, Questions common,
             bool whole_only, const ModuleRegistry& registry, std::vector<bool> other_order = {});

    [[nodiscard]] std::span<const base::ModuleId> modules() const override { return modules_; }
    [[nodiscard]] std::span<const base::ModuleId> located() const override { return located_; }
    [[nodiscard]] bool match(const scheduler::Snapshot& snapshot) const override;
    /// What was asked about modules of other SCCs.
    [[nodiscard]] std::vector<image::Read> outside_reads() const;

    const std::vector<base::ModuleId> scc;  ///< in mypy's order
    const std::vector<ModuleBuildPtr> builds;
    const Questions common;  ///< asked for no module in particular
    /// Nothing is known of single modules, or the order decided what names mean.
    const bool whole_only;
    /// By module: others infer something at another point of the order than when it was built.
    const std::vector<bool> other_order;

private:
    std::vector<base::ModuleId> modules_;
    std::vector<base::ModuleId> located_;
    const ModuleRegistry& registry_;
};

}  // namespace krait::project
