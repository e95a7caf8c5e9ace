// convert_completion.cpp: textDocument/completion, completionItem/resolve.

#include "protocol/convert.h"
#include "protocol/convert_positions.h"
#include "protocol/json_text.h"

namespace krait::protocol {

using nlohmann::json;

static void read(const JsonCursor& at, CompletionParams& out) {
    if (!at.expect_object()) return;
    at.required("textDocument", out.text_document);
    at.required("position", out.position);
    const JsonCursor context = at.field("context");
    if (!context.null_or_absent() && context.expect_object()) {
        context.optional("triggerCharacter", out.trigger_character);
    }
}

static void read(const JsonCursor& at, CompletionData& out) {
    if (!at.expect_object()) return;
    at.required("module", out.module);
    at.required("path", out.path);
}

/// Only what resolving needs, and what must not be lost.
static void read(const JsonCursor& at, CompletionItem& out) {
    if (!at.expect_object()) return;
    at.required("label", out.label);
    at.optional("data", out.data);
    std::int32_t kind = 0;
    at.optional("kind", kind);
    out.kind = static_cast<CompletionItemKind>(kind);
    at.optional("sortText", out.sort_text);
    at.optional("insertText", out.insert_text);
}

static json write(const CompletionItem& item) {
    json out = {{"label", item.label}};
    if (static_cast<int>(item.kind) != 0) out["kind"] = static_cast<int>(item.kind);
    if (!item.sort_text.empty()) out["sortText"] = item.sort_text;
    if (!item.insert_text.empty()) out["insertText"] = item.insert_text;
    if (!item.origin.empty()) out["labelDetails"] = {{"description", item.origin}};
    for (const TextEdit& edit : item.additional_edits) {
        out["additionalTextEdits"].push_back(write(edit));
    }
    if (item.data) out["data"] = {{"module", item.data->module}, {"path", item.data->path}};
    if (item.is_deprecated) out["deprecated"] = true;
    if (!item.detail.empty()) out["detail"] = item.detail;
    if (item.documentation) out["documentation"] = write(*item.documentation);
    return out;
}

template <>
Decoded<CompletionParams> decode(const Payload& payload) {
    return decode_payload<CompletionParams>(payload);
}
template <>
Decoded<CompletionItem> decode(const Payload& payload) {
    return decode_payload<CompletionItem>(payload);
}

std::string encode(const CompletionList& list) {
    json items = json::array();
    for (const CompletionItem& item : list.items) items.push_back(write(item));
    return json_text({{"isIncomplete", list.is_incomplete}, {"items", std::move(items)}});
}

std::string encode(const CompletionItem& item) {
    return json_text(write(item));
}

}  // namespace krait::protocol
