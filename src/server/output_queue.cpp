#include "server/output_queue.h"

#include "protocol/rpc.h"

namespace krait::server {

void OutputQueue::push(std::string content, const std::string& replaces) {
    if (!replaces.empty()) {
        auto [at, fresh] = by_key_.try_emplace(replaces, 0);
        if (!fresh) {
            std::string& old = items_[at->second - first_].content;
            bytes_ -= old.size();
            old = {};
        }
        at->second = first_ + items_.size();
    }
    bytes_ += content.size();
    items_.push_back({std::move(content), replaces});
    while (!items_.empty() && items_.front().content.empty()) {
        items_.pop_front();
        ++first_;
    }
}

std::string OutputQueue::take(std::size_t bytes) {
    std::string out;
    while (!items_.empty()) {
        Item& item = items_.front();
        if (!out.empty() && out.size() + item.content.size() > bytes) break;
        if (!item.content.empty()) {
            out += protocol::frame(item.content);
            bytes_ -= item.content.size();
            if (!item.key.empty()) by_key_.erase(item.key);
        }
        items_.pop_front();
        ++first_;
    }
    return out;
}

}  // namespace krait::server
