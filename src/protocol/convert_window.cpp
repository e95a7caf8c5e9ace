// convert_window.cpp: messages to a person, and progress.

#include <nlohmann/json.hpp>

#include "protocol/convert.h"
#include "protocol/json_cursor.h"
#include "protocol/json_text.h"

namespace krait::protocol {

namespace {

using nlohmann::json;

const char* name_of(ProgressKind kind) {
    switch (kind) {
        case ProgressKind::Begin:
            return "begin";
        case ProgressKind::Report:
            return "report";
        case ProgressKind::End:
            return "end";
    }
    return "end";
}

}  // namespace

std::string encode(const MessageParams& params) {
    return json_text({{"type", static_cast<int>(params.type)}, {"message", params.message}});
}

std::string encode(const WorkDoneProgressCreateParams& params) {
    return json_text({{"token", params.token}});
}

std::string encode(const ShowDocumentParams& params) {
    return json_text({{"uri", params.uri}, {"external", true}, {"takeFocus", true}});
}

static void read(const JsonCursor& at, ShowDocumentResult& out) {
    if (at.expect_object()) at.required("success", out.success);
}

template <>
Decoded<ShowDocumentResult> decode(const Payload& payload) {
    return decode_payload<ShowDocumentResult>(payload, "result");
}

std::string encode(const ProgressParams& params) {
    json value = {{"kind", name_of(params.kind)}};
    if (params.kind == ProgressKind::Begin) {
        value["title"] = params.title;
        value["cancellable"] = false;
    }
    if (!params.message.empty()) value["message"] = params.message;
    if (params.percentage) value["percentage"] = *params.percentage;
    return json_text({{"token", params.token}, {"value", std::move(value)}});
}

}  // namespace krait::protocol
