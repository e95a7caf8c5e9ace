// output_queue.h
//
// What is to be written but isn't yet. A client may read slowly or not at all, and then memory must
// not grow with what happens meanwhile: a message that replaces an earlier one (a file's newer
// diagnostics, newer progress) takes the earlier one out of the queue. What remains is bounded by
// what the program has to say at one moment, and the server stops reading requests while the queue
// is long, which bounds the answers.

#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>

namespace krait::server {

/// Owned by the main thread.
class OutputQueue {
public:
    /// `content` of one frame. A `replaces` key that isn't empty takes out the unsent message that
    /// was pushed with the same key.
    void push(std::string content, const std::string& replaces = {});

    /// Frames to write now: one at least, then as many as stay below `bytes`. Empty if there are
    /// none.
    [[nodiscard]] std::string take(std::size_t bytes);

    [[nodiscard]] std::size_t bytes() const { return bytes_; }
    [[nodiscard]] bool empty() const { return bytes_ == 0; }

private:
    struct Item {
        std::string content;  // empty: taken out
        std::string key;
    };
    std::deque<Item> items_;
    std::uint64_t first_ = 0;                                // the number of items_.front()
    std::unordered_map<std::string, std::uint64_t> by_key_;  // the number of the unsent item
    std::size_t bytes_ = 0;
};

}  // namespace krait::server
