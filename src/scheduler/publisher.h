// publisher.h
//
// Decides what is told and in which order. Jobs end in any order; what a person sees must not show
// it. For the command line a cursor walks the modules in the order of a sequential mypy and stops
// at the first that is not complete. For the server each SCC is told when its last module is
// complete, and an open module at once. What was told already is not told again.
//
// Deciding happens under the scheduler's lock and only fills an outbox; the outbox is emptied by
// whichever thread finds it full, outside the lock, one thread at a time.

#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <unordered_map>
#include <vector>

#include "scheduler/options.h"

namespace krait::scheduler {

/// One thing to tell the listener.
struct Message {
    Publication publication;  ///< module None: it is an idle message
    std::uint64_t idle_revision = 0;
};

/// All functions and fields under the scheduler's lock, but for tell().
class Publisher {
public:
    explicit Publisher(PublishOrder order) : order_(order) {}

    /// A new graph: `sequence` is the program in order of output, without libraries.
    void arrange(std::vector<ModuleId> sequence);
    /// In Program order: the cursor goes on over what `complete` says is complete.
    template <class PayloadOf>
    void advance(const PayloadOf& payload_of) {
        while (cursor_ < sequence_.size()) {
            const PayloadPtr* payload = payload_of(sequence_[cursor_]);
            if (!payload) return;
            send(sequence_[cursor_++], *payload);
        }
    }
    /// In Program order: `module` has to be told again.
    void rewind(ModuleId module);

    /// Null payload: nothing to show any more. Skipped if it is what was sent last.
    void send(ModuleId module, const PayloadPtr& payload);
    void idle(std::uint64_t revision) { outbox_.push_back({{}, revision}); }

    [[nodiscard]] PublishOrder order() const { return order_; }
    [[nodiscard]] bool empty() const { return outbox_.empty(); }
    [[nodiscard]] bool quiet() const { return outbox_.empty() && !draining; }
    [[nodiscard]] std::optional<Message> next();

    /// Tells the listener unless it knows. Outside the lock, by the one thread that set `draining`.
    void tell(Listener& listener, const Message& message);

    bool draining = false;  ///< some thread is emptying the outbox

private:
    PublishOrder order_;
    std::vector<ModuleId> sequence_;
    std::unordered_map<ModuleId, std::size_t> place_;  // in sequence_; Program order only
    std::size_t cursor_ = 0;
    std::deque<Message> outbox_;
    std::unordered_map<ModuleId, PayloadPtr> sent_;  // what went into the outbox last
    // Not under the lock: belongs to the thread that drains. What the listener has seen.
    std::unordered_map<ModuleId, PayloadPtr> told_;
};

}  // namespace krait::scheduler
