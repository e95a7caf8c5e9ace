// stopwatch.h
//
// Adds the time that a scope took to a shared counter, for --stats.

#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace krait::project {

class Stopwatch {
public:
    explicit Stopwatch(std::atomic<std::uint64_t>& sum) : sum_(sum) {}
    ~Stopwatch() {
        auto took = std::chrono::steady_clock::now() - start_;
        sum_ += static_cast<std::uint64_t>(
            std::chrono::duration_cast<std::chrono::nanoseconds>(took).count());
    }
    Stopwatch(const Stopwatch&) = delete;
    Stopwatch& operator=(const Stopwatch&) = delete;

private:
    std::atomic<std::uint64_t>& sum_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace krait::project
