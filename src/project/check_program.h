// check_program.h
//
// The program as the command line needs it: configured beforehand, so that usage errors come before
// any work, checked once, its totals known at the end. The server's door is program.h.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "cache/store.h"
#include "project/configuration.h"
#include "project/interface_job.h"
#include "project/program.h"
#include "scheduler/trace.h"

namespace krait::project {

/// What the scheduler did (scheduler/trace.h), with the modules' names. Called from many threads.
class Trace {
public:
    virtual ~Trace() = default;
    virtual void job(const scheduler::JobSpan& span, std::string module) = 0;
    virtual void revision(std::uint64_t revision, std::uint64_t time) = 0;
};

struct RunSettings {
    unsigned workers = 0;        ///< 0: one per core
    bool program_order = false;  ///< as a sequential mypy would publish, else as SCCs complete
    bool checked_once = false;   ///< nothing will change: what is finished needn't stay in memory
    bool cache = false;          ///< keep results on disk, where the configuration says
    bool blockers_stop = false;  ///< a syntax error is all that is published
    /// Of an editor's program: after so much work it lets go of what can be made again.
    std::uint64_t nanoseconds_between_tidying = 1'000'000'000;
    /// No threads: jobs run inside Program::run and wait_until_idle, in a random legal order.
    std::optional<std::uint64_t> chaos_seed;
    /// The disk whenever it is looked at anew; empty: the real one.
    std::function<Surroundings()> surroundings;
    /// The configuration's cache, if somebody opened it already.
    std::shared_ptr<cache::Store> store{};
    Trace* trace = nullptr;  ///< may be null; must outlive the program
};

/// `figures` (may be null) is written until the program is destroyed; it must outlive it.
[[nodiscard]] std::unique_ptr<Program> make_program(Configuration configuration, Setup setup,
                                                    RunSettings settings, Listener& listener,
                                                    Figures* figures = nullptr);

}  // namespace krait::project
