// clock.h
//
// Time as the session sees it: handed in, so that tests decide what time it is.

#pragma once

#include <chrono>
#include <functional>

namespace krait::server {

using TimePoint = std::chrono::steady_clock::time_point;
using Duration = std::chrono::steady_clock::duration;
using Clock = std::function<TimePoint()>;

}  // namespace krait::server
