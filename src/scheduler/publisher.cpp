// publisher.cpp
//
// `sent_` spares the outbox repetitions by pointer, under the lock; `told_` compares contents,
// which may take the engine longer, and so does it outside.

#include "scheduler/publisher.h"

#include <algorithm>
#include <utility>

namespace krait::scheduler {

void Publisher::arrange(std::vector<ModuleId> sequence) {
    sequence_ = std::move(sequence);
    cursor_ = 0;
    place_.clear();
    if (order_ != PublishOrder::Program) return;
    for (std::size_t i = 0; i < sequence_.size(); ++i) place_[sequence_[i]] = i;
}

void Publisher::rewind(ModuleId module) {
    auto at = place_.find(module);
    if (at != place_.end()) cursor_ = std::min(cursor_, at->second);
}

void Publisher::send(ModuleId module, const PayloadPtr& payload) {
    auto at = sent_.find(module);
    if (at == sent_.end() ? !payload : at->second == payload) return;
    if (payload) {
        sent_[module] = payload;
    } else {
        sent_.erase(at);
    }
    outbox_.push_back({{module, payload}, 0});
}

std::optional<Message> Publisher::next() {
    if (outbox_.empty()) return std::nullopt;
    Message message = std::move(outbox_.front());
    outbox_.pop_front();
    return message;
}

void Publisher::tell(Listener& listener, const Message& message) {
    const Publication& publication = message.publication;
    if (publication.module == ModuleId::None) {
        listener.on_idle(message.idle_revision);
        return;
    }
    auto at = told_.find(publication.module);
    const bool told = at != told_.end();
    if (!publication.payload) {
        if (!told) return;
        told_.erase(at);
    } else {
        if (told && publication.payload->same_as(*at->second)) return;
        told_[publication.module] = publication.payload;
    }
    listener.on_published(publication);
}

}  // namespace krait::scheduler
