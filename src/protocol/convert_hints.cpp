// convert_hints.cpp: signature help, inlay hints.

#include "protocol/convert_hints.h"

#include "protocol/convert_positions.h"
#include "protocol/json_text.h"

namespace krait::protocol {

using nlohmann::json;

static void read(const JsonCursor& at, InlayHintParams& out) {
    if (!at.expect_object()) return;
    at.required("textDocument", out.text_document);
    at.required("range", out.range);
}

static json write(const SignatureInformation& signature) {
    json out = {{"label", signature.label}, {"parameters", json::array()}};
    for (const std::string& parameter : signature.parameters) {
        out["parameters"].push_back({{"label", parameter}});
    }
    if (signature.active_parameter) out["activeParameter"] = *signature.active_parameter;
    if (signature.documentation) out["documentation"] = write(*signature.documentation);
    return out;
}

static json write(const InlayHint& hint) {
    json out = {{"position", write(hint.position)},
                {"label", hint.label},
                {"kind", static_cast<int>(hint.kind)}};
    for (const TextEdit& edit : hint.edits) out["textEdits"].push_back(write(edit));
    if (hint.kind == InlayHintKind::Parameter) out["paddingRight"] = true;
    return out;
}

template <>
Decoded<InlayHintParams> decode(const Payload& payload) {
    return decode_payload<InlayHintParams>(payload);
}
std::string encode(const std::optional<SignatureHelp>& help) {
    if (!help) return "null";
    json signatures = json::array();
    for (const SignatureInformation& one : help->signatures) signatures.push_back(write(one));
    json out = {{"signatures", std::move(signatures)}, {"activeSignature", help->active_signature}};
    const auto& active = help->signatures[help->active_signature];
    if (active.active_parameter) out["activeParameter"] = *active.active_parameter;
    return json_text(out);
}
std::string encode(const std::vector<InlayHint>& hints) {
    json out = json::array();
    for (const InlayHint& hint : hints) out.push_back(write(hint));
    return json_text(out);
}
}  // namespace krait::protocol
