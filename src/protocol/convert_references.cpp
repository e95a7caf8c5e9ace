// convert_references.cpp: references, highlights, rename.

#include "protocol/convert.h"
#include "protocol/convert_positions.h"
#include "protocol/json_text.h"

namespace krait::protocol {

using nlohmann::json;

static void read(const JsonCursor& at, ReferenceParams& out) {
    if (!at.expect_object()) return;
    at.required("textDocument", out.text_document);
    at.required("position", out.position);
    const JsonCursor context = at.field("context");
    if (!context.null_or_absent() && context.expect_object()) {
        context.optional("includeDeclaration", out.include_declaration);
    }
}

static void read(const JsonCursor& at, RenameParams& out) {
    if (!at.expect_object()) return;
    at.required("textDocument", out.text_document);
    at.required("position", out.position);
    at.required("newName", out.new_name);
}

json write(const TextEdit& edit) {
    return {{"range", write(edit.range)}, {"newText", edit.new_text}};
}

template <>
Decoded<ReferenceParams> decode(const Payload& payload) {
    return decode_payload<ReferenceParams>(payload);
}
template <>
Decoded<RenameParams> decode(const Payload& payload) {
    return decode_payload<RenameParams>(payload);
}

std::string encode(const std::vector<DocumentHighlight>& highlights) {
    json out = json::array();
    for (const DocumentHighlight& one : highlights) {
        out.push_back({{"range", write(one.range)}, {"kind", static_cast<int>(one.kind)}});
    }
    return json_text(out);
}

std::string encode(const RenamePlace& place) {
    return json_text({{"range", write(place.range)}, {"placeholder", place.placeholder}});
}

json write(const WorkspaceEdit& edit) {
    json changes = edit.names_versions ? json::array() : json::object();
    for (const auto& [uri, edits] : edit.changes) {
        json list = json::array();
        for (const TextEdit& one : edits) list.push_back(write(one));
        if (!edit.names_versions) {
            changes[uri] = std::move(list);
            continue;
        }
        const auto version = edit.versions.find(uri);
        json document = {{"uri", uri}, {"version", nullptr}};
        if (version != edit.versions.end()) document["version"] = version->second;
        changes.push_back({{"textDocument", std::move(document)}, {"edits", std::move(list)}});
    }
    return {{edit.names_versions ? "documentChanges" : "changes", std::move(changes)}};
}

std::string encode(const WorkspaceEdit& edit) {
    return json_text(write(edit));
}

}  // namespace krait::protocol
