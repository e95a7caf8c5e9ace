// cancellation.h
//
// A job whose inputs changed should stop soon, wherever it is. It polls a token at statements, and
// unwinds by exception to the job's boundary, where its arena is freed whole.

#pragma once

#include <atomic>
#include <memory>

namespace krait::base {

/// Thrown by a poll of a cancelled token. Caught only at a job's boundary.
struct Cancelled {};

/// Read by the job, set by its owner; both may be on any thread. A default token is never cancelled.
class CancellationToken {
public:
    CancellationToken() = default;

    [[nodiscard]] bool cancelled() const {
        return flag_ && flag_->load(std::memory_order_relaxed);
    }
    /// Throws Cancelled if somebody asked for it.
    void poll() const {
        if (cancelled()) throw Cancelled{};
    }

private:
    friend class CancellationSource;
    explicit CancellationToken(std::shared_ptr<const std::atomic<bool>> flag)
        : flag_(std::move(flag)) {}
    std::shared_ptr<const std::atomic<bool>> flag_;
};

/// The owner's side. Thread-safe.
class CancellationSource {
public:
    void cancel() { flag_->store(true, std::memory_order_relaxed); }
    [[nodiscard]] CancellationToken token() const { return CancellationToken(flag_); }

private:
    std::shared_ptr<std::atomic<bool>> flag_ = std::make_shared<std::atomic<bool>>(false);
};

}  // namespace krait::base
