// change_throttle.h
//
// How soon does an edit go to the program? At once when nothing is being checked: the first result
// is never delayed. While a check runs, further edits wait for its end or for one window, whichever
// comes first, so that a burst of keys doesn't restart a long check at every key. The window
// follows what checks have taken lately.
//
// A window rather than the usual debounce, which every key pushes further away: steady typing must
// not keep results away for as long as it lasts.

#pragma once

#include <chrono>
#include <optional>

#include "server/clock.h"

namespace krait::server {

/// Not thread-safe. Times must not go backwards.
class ChangeThrottle {
public:
    static constexpr Duration kShortest = std::chrono::milliseconds(20);
    static constexpr Duration kLongest = std::chrono::milliseconds(500);

    /// An edit was made: true if it may be passed on now, else it is due later.
    [[nodiscard]] bool edited(TimePoint now);
    /// Work was passed on, whether delayed or not.
    void passed_on(TimePoint now);
    /// The program has nothing left to do.
    void idle(TimePoint now);
    /// The delayed edits are no more.
    void forget() { waiting_ = false; }

    /// When the delayed edits are to be passed on; nothing if there are none.
    [[nodiscard]] std::optional<TimePoint> due() const;
    [[nodiscard]] Duration window() const { return window_; }

private:
    bool busy_ = false;
    bool waiting_ = false;
    TimePoint last_passed_{};
    Duration window_ = kShortest;
};

}  // namespace krait::server
