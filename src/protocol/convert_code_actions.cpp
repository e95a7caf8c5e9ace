#include "protocol/convert_code_actions.h"

#include "protocol/convert_positions.h"
#include "protocol/json_text.h"

namespace krait::protocol {

// Not in an unnamed namespace: the readers of vectors and optionals find these by their types.

using nlohmann::json;

/// Diagnostics of any tool come here: a code may be a number, and most else be missing.
static void read(const JsonCursor& at, KnownDiagnostic& out) {
    if (!at.expect_object()) return;
    at.required("range", out.range);
    at.required("message", out.message);
    at.optional("source", out.source);
    const JsonCursor code = at.field("code");
    if (!code.null_or_absent() && code.value().is_string()) read(code, out.code);
    const JsonCursor related = at.field("relatedInformation");
    if (!related.null_or_absent() && related.value().is_array()) {
        for (std::size_t i = 0; i < related.value().size(); ++i) {
            std::string text;
            related.item(i).required("message", text);
            out.message += "\n" + text;
        }
    }
    out.json = json_text(at.value());
}

static void read(const JsonCursor& at, CodeActionParams& out) {
    if (!at.expect_object()) return;
    at.required("textDocument", out.text_document);
    at.required("range", out.range);
    const JsonCursor context = at.field("context");
    if (!context.expect_object()) return;
    context.required("diagnostics", out.diagnostics);
    context.optional("only", out.only);
}

static void read(const JsonCursor& at, ExecuteCommandParams& out) {
    if (!at.expect_object()) return;
    at.required("command", out.command);
    const JsonCursor arguments = at.field("arguments");
    if (arguments.null_or_absent() || !arguments.value().is_array()) return;
    for (const json& argument : arguments.value()) {
        if (argument.is_string()) out.arguments.push_back(argument.get<std::string>());
    }
}

/// The action's `data` is what was asked about it: asked again, it makes the edit.
static void read(const JsonCursor& at, CodeActionResolveParams& out) {
    if (!at.expect_object()) return;
    at.required("title", out.title);
    const JsonCursor data = at.field("data");
    read(data, out.asked);
    out.text_document = out.asked.text_document;
    out.json = json_text(at.value());
}

static void read(const JsonCursor& at, FileRename& out) {
    if (!at.expect_object()) return;
    at.required("oldUri", out.old_uri);
    at.required("newUri", out.new_uri);
}

static void read(const JsonCursor& at, RenameFilesParams& out) {
    if (at.expect_object()) at.required("files", out.files);
}

static json write(const CodeAction& action, const std::string& uri) {
    json out = {{"title", action.title}, {"kind", action.kind}};
    json diagnostics = json::array();
    if (auto diagnostic = parse_json(action.diagnostic, 100)) {
        diagnostics.push_back(std::move(*diagnostic));
        out["diagnostics"] = diagnostics;
    }
    if (action.is_preferred) out["isPreferred"] = true;
    if (action.resolved_for) {
        json context = {{"diagnostics", std::move(diagnostics)},
                        {"only", json::array({action.kind})}};
        out["data"] = {{"textDocument", {{"uri", uri}}},
                       {"range", write(*action.resolved_for)},
                       {"context", std::move(context)}};
    } else if (!action.edit.changes.empty()) {
        out["edit"] = write(action.edit);
    }
    if (!action.command.empty()) {
        out["command"] = {
            {"title", action.title}, {"command", action.command}, {"arguments", action.arguments}};
    }
    return out;
}

std::string encode(const CodeActionAnswer& answer) {
    json out = json::array();
    for (const CodeAction& action : answer.actions) out.push_back(write(action, answer.uri));
    return json_text(out);
}

std::string encode(const ResolvedCodeAction& answer) {
    return answer.action ? json_text(write(*answer.action, {})) : answer.json;
}

template <>
Decoded<CodeActionResolveParams> decode(const Payload& payload) {
    return decode_payload<CodeActionResolveParams>(payload);
}
template <>
Decoded<RenameFilesParams> decode(const Payload& payload) {
    return decode_payload<RenameFilesParams>(payload);
}

template <>
Decoded<CodeActionParams> decode(const Payload& payload) {
    return decode_payload<CodeActionParams>(payload);
}
template <>
Decoded<ExecuteCommandParams> decode(const Payload& payload) {
    return decode_payload<ExecuteCommandParams>(payload);
}

}  // namespace krait::protocol
