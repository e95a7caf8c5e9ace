#include "server/change_throttle.h"

#include <algorithm>

namespace krait::server {

bool ChangeThrottle::edited(TimePoint now) {
    if (!busy_ || now - last_passed_ >= window_) return true;
    waiting_ = true;
    return false;
}

void ChangeThrottle::passed_on(TimePoint now) {
    busy_ = true;
    waiting_ = false;
    last_passed_ = now;
}

void ChangeThrottle::idle(TimePoint now) {
    if (!busy_) return;
    busy_ = false;
    Duration took = now - last_passed_;
    window_ = std::clamp((window_ + took) / 2, kShortest, kLongest);
}

std::optional<TimePoint> ChangeThrottle::due() const {
    if (!waiting_) return std::nullopt;
    return busy_ ? last_passed_ + window_ : last_passed_;
}

}  // namespace krait::server
