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

static json write(const CodeAction& action) {
    json out = {{"title", action.title}, {"kind", action.kind}};
    if (auto diagnostic = parse_json(action.diagnostic, 100)) {
        out["diagnostics"] = json::array({std::move(*diagnostic)});
    }
    if (action.is_preferred) out["isPreferred"] = true;
    if (!action.edits.empty()) {
        json edits = json::array();
        for (const Replacement& edit : action.edits) {
            edits.push_back({{"range", write(edit.range)}, {"newText", edit.text}});
        }
        out["edit"] = {{"changes", {{action.uri, std::move(edits)}}}};
    }
    if (!action.command.empty()) {
        out["command"] = {
            {"title", action.title}, {"command", action.command}, {"arguments", action.arguments}};
    }
    return out;
}

std::string encode(const std::vector<CodeAction>& actions) {
    json out = json::array();
    for (const CodeAction& action : actions) out.push_back(write(action));
    return json_text(out);
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
