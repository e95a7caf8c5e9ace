// stored_results.h
//
// The results of jobs as the cache keeps them: names instead of ids, paths nowhere, so that they
// mean the same in another process, checkout or machine.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "project/published.h"
#include "python/image/stored_reads.h"

namespace krait::project {

void store_findings(base::ByteWriter& out, const Findings& findings);
/// Null if the bytes aren't findings.
[[nodiscard]] std::shared_ptr<Findings> read_findings(base::ByteReader& in);

/// Where things stood in the version that a result was made of.
void store_places(base::ByteWriter& out, const Skeleton& skeleton);
/// Null if the bytes aren't places. The digest of the skeleton is the caller's to give.
[[nodiscard]] std::shared_ptr<Skeleton> read_places(base::ByteReader& in);

/// Reads that came from a cache, checked as they lie there (image/stored_reads.h).
class StoredReads final : public scheduler::Reads {
public:
    StoredReads(std::string bytes, image::TracedModules modules, const ModuleRegistry& registry,
                symbols::ModuleTable& table)
        : bytes_(std::move(bytes)),
          modules_(std::move(modules)),
          registry_(registry),
          table_(table) {}
    [[nodiscard]] std::span<const base::ModuleId> modules() const override { return modules_.all; }
    [[nodiscard]] std::span<const base::ModuleId> located() const override {
        return modules_.located;
    }
    [[nodiscard]] bool match(const scheduler::Snapshot& snapshot) const override;

private:
    std::string bytes_;
    image::TracedModules modules_;
    const ModuleRegistry& registry_;
    symbols::ModuleTable& table_;
};

}  // namespace krait::project
