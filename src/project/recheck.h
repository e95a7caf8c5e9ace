// recheck.h
//
// After an edit in the body of a function, what a program says is what it said before, but for that
// file. So only that file is loaded, and if an interface job would be given the same of it as
// before, only its functions are looked for in the cache, or checked, against interfaces that are
// opened when somebody looks into them. Nothing else is read, neither texts nor rows.
//
// This takes no shorter way around the rules: the disk is known to be what it was, so every import
// leads where it led; an interface job that is given the same and sees the same modules makes the
// same interface; who looked at nothing but interfaces finds the same. Whatever is not so (lines
// moved that somebody else looked up, another import, a row that is gone) makes this give up, and
// the program is checked the ordinary way, module by module.

#pragma once

#include <optional>
#include <span>
#include <string>

#include "cache/store.h"
#include "project/answer.h"
#include "project/configuration.h"
#include "project/interface_job.h"
#include "project/known_program.h"

namespace krait::project {

/// An answer, and what it was found out with. `known` is missing if a part of it is in no row.
struct WholeAnswer {
    Answer answer;
    std::optional<KnownProgram> known;
    std::uint64_t sccs = 0, chunks = 0, lines = 0;  ///< for --stats
};

/// What was said, brought up to date after the files `changed` (of paths that the program knows)
/// got other texts. False: it takes more, and `before` is in no state to be used. `configuration`'s
/// disk is asked for what the old answer didn't need.
[[nodiscard]] bool recheck(cache::Store& store, const Configuration& configuration,
                           std::span<const std::string> changed, WholeAnswer& before,
                           Figures& figures);

}  // namespace krait::project
