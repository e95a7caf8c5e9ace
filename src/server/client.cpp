#include "server/client.h"

#include <spdlog/spdlog.h>

namespace krait::server {

using protocol::MessageType;

void Client::send_answer(std::string content) {
    if (in_batch_) {
        batch_.push_back(std::move(content));
    } else {
        transport_.send(std::move(content), {});
    }
}

void Client::answer(const protocol::RequestId& id, std::string_view result) {
    send_answer(protocol::success(id, result));
}

void Client::refuse(const std::optional<protocol::RequestId>& id, protocol::ErrorCode code,
                    std::string message) {
    send_answer(protocol::failure(id, {code, std::move(message)}));
}

void Client::notify(std::string_view method, const std::string& params,
                    const std::string& replaces) {
    transport_.send(protocol::notification(method, params), replaces);
}

void Client::ask(std::string_view method, const std::string& params, Answer answer) {
    std::int64_t id = ++last_id_;
    asked_.emplace(id, std::move(answer));
    transport_.send(protocol::request(id, method, params), {});
}

void Client::answered(const protocol::Response& response) {
    const auto* id = std::get_if<std::int64_t>(&response.id);
    auto at = id != nullptr ? asked_.find(*id) : asked_.end();
    if (at == asked_.end()) {
        spdlog::warn("An answer to nothing that was asked, with id {}.",
                     protocol::to_string(response.id));
        return;
    }
    Answer then = std::move(at->second);
    asked_.erase(at);
    if (!response.result) spdlog::warn("The client refused: {}", response.result.error().message);
    then(response.result);
}

void Client::show(MessageType type, std::string text) {
    notify("window/showMessage", encode(protocol::MessageParams{type, std::move(text)}));
}

void Client::log(MessageType type, std::string text) {
    notify("window/logMessage", encode(protocol::MessageParams{type, std::move(text)}));
}

void Client::log_trace(std::string text) {
    if (trace == protocol::TraceValue::Off) return;
    notify("$/logTrace", encode(protocol::LogTraceParams{std::move(text)}), "$/logTrace");
}

void Client::begin_batch() {
    in_batch_ = true;
}

void Client::end_batch() {
    in_batch_ = false;
    if (batch_.empty()) return;
    std::string all = "[";
    for (const std::string& one : batch_) {
        if (all.size() > 1) all += ',';
        all += one;
    }
    batch_.clear();
    transport_.send(all + "]", {});
}

}  // namespace krait::server
