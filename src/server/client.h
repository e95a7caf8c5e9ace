// client.h
//
// The other side of the session: what it can do, and everything that is said to it. Answers to
// requests of ours find their way back to whoever asked.

#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "protocol/convert.h"
#include "server/transport.h"

namespace krait::server {

/// Called with the client's answer.
using Answer = std::function<void(const protocol::Decoded<protocol::Payload>& result)>;

/// Main thread only.
class Client {
public:
    explicit Client(Transport& transport) : transport_(transport) {}

    protocol::ClientCapabilities capabilities;
    protocol::TraceValue trace = protocol::TraceValue::Off;

    void answer(const protocol::RequestId& id, std::string_view result);
    void refuse(const std::optional<protocol::RequestId>& id, protocol::ErrorCode code,
                std::string message);

    void notify(std::string_view method, const std::string& params,
                const std::string& replaces = {});
    void ask(std::string_view method, const std::string& params, Answer answer);
    void answered(const protocol::Response& response);

    /// Shown to the person.
    void show(protocol::MessageType type, std::string text);
    /// To the editor's log of this server.
    void log(protocol::MessageType type, std::string text);
    /// $/logTrace, if the client wants it.
    void log_trace(std::string text);

    /// Between these two, answers are kept, and sent as the one array that answers a batch.
    void begin_batch();
    void end_batch();

private:
    void send_answer(std::string content);

    Transport& transport_;
    std::int64_t last_id_ = 0;
    std::unordered_map<std::int64_t, Answer> asked_;
    bool in_batch_ = false;
    std::vector<std::string> batch_;
};

}  // namespace krait::server
