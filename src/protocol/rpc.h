// rpc.h
//
// JSON-RPC 2.0: what the content of a frame is, and the envelopes around what is sent. Every kind
// of wrong message is a value with the answer that the specification wants, never an exception.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <variant>
#include <vector>

#include "protocol/payload.h"

namespace krait::protocol {

/// JSON-RPC 2.0 and LSP 3.17, ErrorCodes.
enum class ErrorCode : std::int32_t {
    ParseError = -32700,
    InvalidRequest = -32600,
    MethodNotFound = -32601,
    InvalidParams = -32602,
    InternalError = -32603,
    ServerNotInitialized = -32002,
    RequestFailed = -32803,
    ServerCancelled = -32802,
    ContentModified = -32801,
    RequestCancelled = -32800,
};

struct ResponseError {
    ErrorCode code = ErrorCode::InternalError;
    std::string message;
};

template <class T>
using Decoded = tl::expected<T, ResponseError>;

using RequestId = std::variant<std::int64_t, std::string>;

struct Request {
    RequestId id;
    std::string method;
    Payload params;
};

struct Notification {
    std::string method;
    Payload params;
};

/// The other side's answer to a request of ours.
struct Response {
    RequestId id;
    tl::expected<Payload, ResponseError> result;
};

/// Not a message; `error` is to be sent back, with `id` if one could be read.
struct InvalidMessage {
    std::optional<RequestId> id;
    ResponseError error;
};

using Message = std::variant<Request, Notification, Response, InvalidMessage>;

/// The content of one frame: one message, or a batch, whose answers are sent as one array.
struct Content {
    bool batch = false;
    std::vector<Message> messages;
};

/// Nesting beyond this is refused: values are built and destroyed by depth.
inline constexpr std::uint32_t kMaxJsonDepth = 256;

[[nodiscard]] Content parse_content(std::string_view content);

/// The content of frames to send. `params` and `result` are JSON texts, made by convert.h.
[[nodiscard]] std::string notification(std::string_view method, std::string_view params);
[[nodiscard]] std::string request(const RequestId& id, std::string_view method,
                                  std::string_view params);
[[nodiscard]] std::string success(const RequestId& id, std::string_view result);
/// Without an id the answer's id is null, as for what couldn't be parsed.
[[nodiscard]] std::string failure(const std::optional<RequestId>& id, const ResponseError& error);

/// `content` with the header that makes it a frame.
[[nodiscard]] std::string frame(std::string_view content);

/// An id as text, for logs.
[[nodiscard]] std::string to_string(const RequestId& id);

}  // namespace krait::protocol
