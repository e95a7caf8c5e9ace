// keep_interface.h
//
// An edit in a function that defines attributes of self (`__init__`, mostly) seldom changes what
// they are. So that function is checked alone, as a body, against the published interface of its
// own module, from whose class its attributes are taken out; if it defines the same attributes, of
// the same types and in the same order, the interface stands, and so does everything that was found
// in the rest of the module.
//
// Whether that says what a job for the whole module would say is asked first of the version before:
// there the function, checked alone, must have found what is known of it. Where it can't be told
// what the module's own order would have shown it, or where it might finish what another function
// began (`x = None` in the class), the module is built as a whole.

#pragma once

#include <memory>
#include <optional>

#include "project/interface_job.h"

namespace krait::project {

struct KeepInput {
    const scheduler::InterfaceInput& job;
    std::size_t edited = 0;  ///< which of the job's modules
    /// Its own modules' interfaces are those from before; everything that they asked is the same.
    const scheduler::Snapshot& snapshot;
    std::span<const ModuleBuildPtr> builds;
};

struct KeptInterface {
    scheduler::InterfacePtr interface;
    ModuleBuildPtr build;
};

/// Two versions of a module have the same options, as far as what is found in it goes.
[[nodiscard]] bool same_options(const LoadedModule& before, const LoadedModule& now);

/// Nothing if the interface has to be built.
[[nodiscard]] std::optional<KeptInterface> keep_interface(const KeepInput& input,
                                                          const JobContext& context);

}  // namespace krait::project
