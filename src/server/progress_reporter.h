// progress_reporter.h
//
// Tells the editor how far a check is, if it is worth telling: only what lasts longer than a second
// gets a progress bar, because one that flashes at every key is worse than none, and at most ten
// reports a second are sent.

#pragma once

#include <optional>
#include <string>

#include "project/program.h"
#include "server/client.h"
#include "server/clock.h"

namespace krait::server {

/// Main thread only. Must outlive the client's answers.
class ProgressReporter {
public:
    static constexpr Duration kWorthTelling = std::chrono::seconds(1);
    static constexpr Duration kBetweenReports = std::chrono::milliseconds(100);

    explicit ProgressReporter(Client& client) : client_(client) {}

    void work_started(TimePoint now);
    void progressed(project::Progress progress);
    void idle();
    /// Sends what is due at `now`.
    void tick(TimePoint now);
    /// When tick has something to do; nothing: not until somebody calls.
    [[nodiscard]] std::optional<TimePoint> due() const;

private:
    enum class State : std::uint8_t {
        Idle,     // nothing is being checked
        Waiting,  // it doesn't last long enough yet
        Asked,    // the client was asked for a progress bar
        Shown,    // it has one
        Refused,  // it doesn't want one for this work
    };
    void create();
    void send(protocol::ProgressKind kind, const std::string& replaces);

    Client& client_;
    State state_ = State::Idle;
    TimePoint started_{};
    TimePoint last_report_{};
    project::Progress progress_;
    bool unreported_ = false;
    std::uint64_t number_ = 0;  // of the work, part of its token
};

}  // namespace krait::server
