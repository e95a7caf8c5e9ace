// fake_engine.h
//
// A checker for a language of one-line statements, so that tests of the scheduler are programs that
// a person can read. A module is a text; each line is one of
//
//   from b | import b | late b | typing b   an import, with mypy's four priorities
//   x = 3                                   an exported number
//   x = b.y + 1                             ... from another module's; "?" if there is none
//   f: b.x y c!x                            a body that reports what b.x and its own y are, and
//                                           what c's x is, without importing c
//   library | blocks                        what the words say
//   throw load|build|plan|finish|f          an internal error in that step (f: in that body)
//   gate load|looked|build|finish|f NAME    the step waits until the test opens NAME ("looked": the
//                                           load, after it looked for what it imports)
//   # anything                              moves lines, and changes nothing else
//
// In a cycle, modules are computed in the order that the scheduler gives, and see only what is
// computed already: so the order shows in the answer. What runs is logged.

#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/scheduler.h"

namespace krait::scheduler::fake {

/// Diagnostics, one a line.
struct Lines final : Payload {
    explicit Lines(std::vector<std::string> the_lines) : lines(std::move(the_lines)) {}
    [[nodiscard]] bool same_as(const Payload& other) const override {
        return lines == static_cast<const Lines&>(other).lines;
    }
    std::vector<std::string> lines;
};

/// Lets tests stop a job at a known place. Thread-safe.
class Gates {
public:
    /// By a job: tells that it is here, and waits until the gate is open.
    void pass(const std::string& name);
    /// By the test: waits until a job stands at the gate (or passed it).
    void await(const std::string& name);
    void open(const std::string& name);
    /// As if nobody had come to it yet. While no job stands at it.
    void close(const std::string& name);

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::set<std::string> reached_;
    std::set<std::string> open_;
};

/// The files of a program, and their checker. Thread-safe.
class FakeEngine final : public Engine {
public:
    /// Writes or creates a file; what to tell the scheduler is added to `changes`.
    void write(const std::string& name, const std::string& text, Changes& changes);
    void remove(const std::string& name, Changes& changes);
    [[nodiscard]] ModuleId id(const std::string& name);

    /// What ran since the last call, sorted: "load a", "build a b", "plan a", "check a.f", "finish
    /// a".
    [[nodiscard]] std::vector<std::string> take_log();
    /// The same in the order in which it ran.
    [[nodiscard]] std::vector<std::string> take_log_in_order();

    LoadResult load(ModuleId module, CancellationToken token) override;
    InterfaceResult build_interface(const InterfaceInput& input) override;
    std::vector<BodyChunk> body_chunks(ModuleId module, const LoadedPtr& loaded,
                                       const InterfacePtr& interface) override;
    BodyResult check_body(const BodyInput& input) override;
    PayloadPtr finish(const FinishInput& input) override;
    PayloadPtr internal_error(ModuleId module, JobKind kind,
                              const std::string& what) noexcept override;
    void arrange_cycle(std::vector<ModuleId>& modules) const override;
    [[nodiscard]] std::string module_name(ModuleId module) const override;

    Gates gates;

private:
    void log(std::string entry);
    [[nodiscard]] std::string text_of(const std::string& name) const;
    [[nodiscard]] ModuleId id_locked(const std::string& name);

    mutable std::mutex mutex_;  // guards all below
    std::map<std::string, std::string> files_;
    std::map<std::string, ModuleId> ids_;
    std::vector<std::string> names_;
    std::vector<std::string> log_;
};

}  // namespace krait::scheduler::fake
