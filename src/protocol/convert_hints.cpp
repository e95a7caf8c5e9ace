// convert_hints.cpp: signature help, inlay hints, workspace symbols, hierarchies.

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

static void read(const JsonCursor& at, WorkspaceSymbolParams& out) {
    if (at.expect_object()) at.required("query", out.query);
}

static void read(const JsonCursor& at, CompletionData& out) {
    if (!at.expect_object()) return;
    at.required("module", out.module);
    at.required("path", out.path);
}

static void read(const JsonCursor& at, HierarchyItem& out) {
    if (!at.expect_object()) return;
    at.required("name", out.name);
    at.required("uri", out.uri);
    at.optional("data", out.data);
}

static void read(const JsonCursor& at, HierarchyItemParams& out) {
    if (at.expect_object()) at.required("item", out.item);
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

static json write(const WorkspaceSymbol& symbol) {
    json out = {{"name", symbol.name},
                {"kind", static_cast<int>(symbol.kind)},
                {"location", write(symbol.location)}};
    if (!symbol.container.empty()) out["containerName"] = symbol.container;
    return out;
}

static json write(const HierarchyItem& item) {
    json out = {{"name", item.name},
                {"kind", static_cast<int>(item.kind)},
                {"uri", item.uri},
                {"range", write(item.range)},
                {"selectionRange", write(item.selection_range)},
                {"data", {{"module", item.data.module}, {"path", item.data.path}}}};
    if (!item.detail.empty()) out["detail"] = item.detail;
    return out;
}

static json write(const IncomingCall& call) {
    json out = {{"from", write(call.from)}, {"fromRanges", json::array()}};
    for (const Range& range : call.from_ranges) out["fromRanges"].push_back(write(range));
    return out;
}

static json write(const OutgoingCall& call) {
    json out = {{"to", write(call.to)}, {"fromRanges", json::array()}};
    for (const Range& range : call.from_ranges) out["fromRanges"].push_back(write(range));
    return out;
}

template <class T>
static std::string list_text(const std::vector<T>& items) {
    json out = json::array();
    for (const T& item : items) out.push_back(write(item));
    return json_text(out);
}

template <>
Decoded<InlayHintParams> decode(const Payload& payload) {
    return decode_payload<InlayHintParams>(payload);
}
template <>
Decoded<WorkspaceSymbolParams> decode(const Payload& payload) {
    return decode_payload<WorkspaceSymbolParams>(payload);
}
template <>
Decoded<HierarchyItemParams> decode(const Payload& payload) {
    return decode_payload<HierarchyItemParams>(payload);
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
    return list_text(hints);
}
std::string encode(const std::vector<WorkspaceSymbol>& symbols) {
    return list_text(symbols);
}
std::string encode(const std::vector<HierarchyItem>& items) {
    return list_text(items);
}
std::string encode(const std::vector<IncomingCall>& calls) {
    return list_text(calls);
}
std::string encode(const std::vector<OutgoingCall>& calls) {
    return list_text(calls);
}

}  // namespace krait::protocol
