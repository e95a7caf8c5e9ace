#include "protocol/rpc.h"

#include <limits>

#include "protocol/json_text.h"

namespace krait::protocol {

namespace {

using nlohmann::json;

std::optional<RequestId> read_id(const json& value) {
    if (value.is_string()) return RequestId(value.get<std::string>());
    if (value.is_number_unsigned()) {
        std::uint64_t number = value.get<std::uint64_t>();
        if (number > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) return std::nullopt;
        return RequestId(static_cast<std::int64_t>(number));
    }
    if (value.is_number_integer()) return RequestId(value.get<std::int64_t>());
    return std::nullopt;
}

Message invalid(std::optional<RequestId> id, std::string why) {
    return InvalidMessage{std::move(id), {ErrorCode::InvalidRequest, std::move(why)}};
}

Payload take_payload(json& object, const char* key) {
    auto at = object.find(key);
    if (at == object.end()) return {};
    return Payload(std::make_shared<const json>(std::move(*at)));
}

ResponseError read_error(const json& value) {
    ResponseError error;
    if (!value.is_object()) return error;
    auto code = value.find("code");
    if (code != value.end() && code->is_number_integer()) {
        error.code = static_cast<ErrorCode>(code->get<std::int64_t>());
    }
    auto message = value.find("message");
    if (message != value.end() && message->is_string()) {
        error.message = message->get<std::string>();
    }
    return error;
}

Message read_response(json& object, const std::optional<RequestId>& id) {
    bool has_error = object.contains("error");
    if (!id) {
        // An answer with a null id tells of a message of ours that couldn't be read. Answering an
        // answer could go on for ever: it is passed on as a notification that nobody handles.
        return Notification{"$/unidentifiedResponse", take_payload(object, "error")};
    }
    if (has_error) return Response{*id, tl::unexpected(read_error(object["error"]))};
    return Response{*id, take_payload(object, "result")};
}

Message read_message(json& object) {
    if (!object.is_object()) return invalid(std::nullopt, "A message must be an object.");
    auto id_at = object.find("id");
    bool has_id = id_at != object.end();
    std::optional<RequestId> id = has_id ? read_id(*id_at) : std::nullopt;

    auto version = object.find("jsonrpc");
    if (version == object.end() || !version->is_string() ||
        version->get_ref<const std::string&>() != "2.0") {
        return invalid(std::move(id), "jsonrpc: must be \"2.0\".");
    }
    auto method_at = object.find("method");
    if (method_at == object.end()) {
        if (object.contains("result") || object.contains("error")) {
            return read_response(object, id);
        }
        return invalid(std::move(id), "method: missing.");
    }
    if (!method_at->is_string()) return invalid(std::move(id), "method: must be a string.");
    if (has_id && !id) return invalid(std::nullopt, "id: must be an integer or a string.");
    std::string method = method_at->get<std::string>();
    Payload params = take_payload(object, "params");
    if (!has_id) return Notification{std::move(method), std::move(params)};
    return Request{std::move(*id), std::move(method), std::move(params)};
}

std::string id_text(const RequestId& id) {
    if (const auto* number = std::get_if<std::int64_t>(&id)) return std::to_string(*number);
    return json_string(std::get<std::string>(id));
}

/// Joined rather than built as a value: the texts inside may be large.
std::string object(std::initializer_list<std::string_view> parts) {
    std::string text = "{\"jsonrpc\":\"2.0\"";
    for (std::string_view part : parts) text += part;
    return text += '}';
}

}  // namespace

Content parse_content(std::string_view content) {
    base::Result<json> value = parse_json(content, kMaxJsonDepth);
    Content out;
    if (!value) {
        out.messages.push_back(
            InvalidMessage{std::nullopt, {ErrorCode::ParseError, value.error().message}});
    } else if (!value->is_array()) {
        out.messages.push_back(read_message(*value));
    } else if (value->empty()) {
        out.messages.push_back(invalid(std::nullopt, "An empty batch."));
    } else {
        out.batch = true;
        for (json& item : *value) out.messages.push_back(read_message(item));
    }
    return out;
}

std::string notification(std::string_view method, std::string_view params) {
    return object({",\"method\":", json_string(method), ",\"params\":", params});
}

std::string request(const RequestId& id, std::string_view method, std::string_view params) {
    if (params.empty()) {
        return object({",\"id\":", id_text(id), ",\"method\":", json_string(method)});
    }
    return object(
        {",\"id\":", id_text(id), ",\"method\":", json_string(method), ",\"params\":", params});
}

std::string success(const RequestId& id, std::string_view result) {
    return object({",\"id\":", id_text(id), ",\"result\":", result});
}

std::string failure(const std::optional<RequestId>& id, const ResponseError& error) {
    return object({",\"id\":", id ? id_text(*id) : "null",
                   ",\"error\":{\"code\":", std::to_string(static_cast<std::int32_t>(error.code)),
                   ",\"message\":", json_string(error.message), "}"});
}

std::string frame(std::string_view content) {
    std::string out = "Content-Length: " + std::to_string(content.size()) + "\r\n\r\n";
    return out.append(content);
}

std::string to_string(const RequestId& id) {
    return id_text(id);
}

}  // namespace krait::protocol
