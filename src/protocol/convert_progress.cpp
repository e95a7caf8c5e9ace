// convert_progress.cpp: tokens of requests, and what is told under them.

#include "protocol/json_text.h"
#include "protocol/progress.h"

namespace krait::protocol {

namespace {

std::optional<ProgressToken> token_at(const nlohmann::json& object, const char* name) {
    const auto at = object.find(name);
    if (at == object.end()) return std::nullopt;
    if (at->is_string()) return ProgressToken(at->get<std::string>());
    if (at->is_number_integer()) return ProgressToken(at->get<std::int64_t>());
    return std::nullopt;
}

}  // namespace

ProgressTokens progress_tokens(const Payload& payload) {
    const nlohmann::json* params = payload.value();
    if (params == nullptr || !params->is_object()) return {};
    return {token_at(*params, "workDoneToken"), token_at(*params, "partialResultToken")};
}

std::string progress_params(const ProgressToken& token, std::string_view value) {
    return R"({"token":)" + to_string(token) + R"(,"value":)" + std::string(value) + "}";
}

std::string work_begins(std::string_view title) {
    return R"({"kind":"begin","title":)" + json_string(title) + R"(,"cancellable":true})";
}

std::string work_ends() {
    return R"({"kind":"end"})";
}

}  // namespace krait::protocol
