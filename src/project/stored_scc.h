// stored_scc.h
//
// A cycle's interfaces as the cache keeps them: the trace of the job, then each module with its
// image and what was found in it. A row may hold a hundred modules, and who opens it may want one
// of them: nothing is decoded that isn't asked for.

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "project/interface_job.h"
#include "project/published.h"

namespace krait::project {

/// One module of a row, undecoded. Borrows the row's bytes.
struct StoredModule {
    bool names_lines = false;
    std::string_view places, image, findings;
};

struct StoredScc {
    std::string_view trace;
    std::vector<StoredModule> modules;  ///< in the order of the cycle
};

[[nodiscard]] std::string store_scc(std::string_view trace,
                                    const scheduler::InterfaceResult& result);

/// Nothing unless the bytes are those of a cycle with so many modules.
[[nodiscard]] std::optional<StoredScc> read_scc(std::string_view row, std::size_t modules);

/// Where things stood in the version of which it was built, but for the skeleton's digest; null if
/// it isn't one.
[[nodiscard]] std::shared_ptr<Skeleton> places_in(const StoredModule& stored);

/// Of a module as it is in a row, in the version of which it was built.
struct OpenedModule {
    std::shared_ptr<const PublishedInterface> interface;
    std::shared_ptr<Findings> findings;
};
/// Nothing if it isn't one, or doesn't fit to `now`, the skeleton of the version that is there now
/// (which has the same digest). The interface has the places of that version; the findings, which
/// are left out unless `with_findings`, those of the version of which it was built.
[[nodiscard]] std::optional<OpenedModule> open_module(const StoredModule& stored,
                                                      base::ModuleId module, const SkeletonPtr& now,
                                                      const JobContext& context,
                                                      bool with_findings);

}  // namespace krait::project
