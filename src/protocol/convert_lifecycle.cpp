// convert_lifecycle.cpp: initialize, $/setTrace, $/cancelRequest.

#include <algorithm>

#include "protocol/convert.h"
#include "protocol/convert_settings.h"
#include "protocol/json_cursor.h"
#include "protocol/json_text.h"

namespace krait::protocol {

// Not in an unnamed namespace: the readers of vectors and optionals find these by their types.

static void read(const JsonCursor& at, ClientInfo& out) {
    if (!at.expect_object()) return;
    at.required("name", out.name);
    at.optional("version", out.version);
}

static void read(const JsonCursor& at, TraceValue& out) {
    std::string text;
    read(at, text);
    if (text == "verbose") {
        out = TraceValue::Verbose;
    } else if (text == "messages" || text == "compact") {  // "compact" is what VS Code says
        out = TraceValue::Messages;
    } else {
        out = TraceValue::Off;
        if (text != "off") at.fail("must be \"off\", \"messages\" or \"verbose\"");
    }
}

/// A field that holds an object if it is there at all.
static JsonCursor group(const JsonCursor& at, std::string_view name) {
    JsonCursor inner = at.field(name);
    if (!inner.null_or_absent()) (void)inner.expect_object();
    return inner;
}

static void read(const JsonCursor& at, PublishDiagnosticsCapability& out) {
    if (!at.expect_object()) return;
    at.optional("relatedInformation", out.related_information);
    at.optional("versionSupport", out.version_support);
    at.optional("codeDescriptionSupport", out.code_description);
    JsonCursor tags = at.field("tagSupport");
    if (tags.null_or_absent()) return;
    if (tags.value().is_boolean()) {  // as it was before LSP 3.15
        if (tags.value().get<bool>()) out.tags = {1, 2};
        return;
    }
    if (tags.expect_object()) tags.optional("valueSet", out.tags);
}

static bool names(const JsonCursor& at, std::string_view field, std::string_view wanted) {
    std::vector<std::string> values;
    at.optional(field, values);
    return std::find(values.begin(), values.end(), wanted) != values.end();
}

static void read_features(const JsonCursor& at, LanguageFeatureCapabilities& out) {
    out.hover_markdown = names(group(at, "hover"), "contentFormat", "markdown");
    const JsonCursor completion = group(at, "completion");
    out.completion_markdown =
        names(group(completion, "completionItem"), "documentationFormat", "markdown");
    const JsonCursor action = group(at, "codeAction");
    bool keeps_data = false;
    action.optional("dataSupport", keeps_data);
    out.resolves_edits = keeps_data && names(group(action, "resolveSupport"), "properties", "edit");
}

static void read(const JsonCursor& at, ClientCapabilities& out) {
    if (!at.expect_object()) return;
    JsonCursor general = group(at, "general");
    general.optional("positionEncodings", out.position_encodings);
    JsonCursor text_document = group(at, "textDocument");
    text_document.optional("publishDiagnostics", out.publish_diagnostics);
    read_features(text_document, out.features);
    JsonCursor code_action = group(text_document, "codeAction");
    out.code_action_literals = !group(code_action, "codeActionLiteralSupport").null_or_absent();
    JsonCursor symbols = group(text_document, "documentSymbol");
    symbols.optional("hierarchicalDocumentSymbolSupport", out.hierarchical_symbols);
    out.pulls_diagnostics = !group(text_document, "diagnostic").null_or_absent();
    JsonCursor window = group(at, "window");
    window.optional("workDoneProgress", out.work_done_progress);
    group(window, "showDocument").optional("support", out.show_document);
    JsonCursor workspace = group(at, "workspace");
    workspace.optional("configuration", out.configuration);
    JsonCursor edits = group(workspace, "workspaceEdit");
    edits.optional("documentChanges", out.features.document_changes);
    JsonCursor configuration = group(workspace, "didChangeConfiguration");
    configuration.optional("dynamicRegistration", out.register_configuration);
    JsonCursor diagnostics = group(workspace, "diagnostics");
    diagnostics.optional("refreshSupport", out.refreshes_diagnostics);
    JsonCursor watched = group(workspace, "didChangeWatchedFiles");
    watched.optional("dynamicRegistration", out.register_watched_files);
}

static void read(const JsonCursor& at, InitializeParams& out) {
    if (!at.expect_object()) return;
    at.optional("processId", out.process_id);
    at.optional("clientInfo", out.client_info);
    at.optional("rootPath", out.root_path);
    at.optional("rootUri", out.root_uri);
    at.optional("workspaceFolders", out.workspace_folders);
    at.optional("capabilities", out.capabilities);
    at.optional("trace", out.trace);
    const JsonCursor options = at.field("initializationOptions");
    out.initialization_options = read_settings(options);
    if (!options.null_or_absent() && options.value().is_object()) {
        options.optional("clientCommands", out.client_commands);
    }
}

static void read(const JsonCursor& at, SetTraceParams& out) {
    if (at.expect_object()) at.required("value", out.value);
}

static void read(const JsonCursor& at, CancelParams& out) {
    if (!at.expect_object()) return;
    JsonCursor id = at.field("id");
    if (!id.absent() && id.value().is_string()) {
        read(id, out.id.emplace<std::string>());
    } else if (!id.absent() && id.value().is_number()) {
        read(id, out.id.emplace<std::int64_t>());
    } else {
        id.fail("must be an integer or a string");
    }
}

const char* encoding_name(base::ColumnUnit unit) {
    switch (unit) {
        case base::ColumnUnit::Utf8:
            return "utf-8";
        case base::ColumnUnit::Utf16:
            return "utf-16";
        case base::ColumnUnit::Utf32:
            return "utf-32";
    }
    return "utf-16";
}

base::ColumnUnit choose_position_encoding(const std::vector<std::string>& offered) {
    using base::ColumnUnit;
    for (ColumnUnit unit : {ColumnUnit::Utf8, ColumnUnit::Utf16, ColumnUnit::Utf32}) {
        for (const std::string& name : offered) {
            if (name == encoding_name(unit)) return unit;
        }
    }
    return ColumnUnit::Utf16;
}

template <>
Decoded<InitializeParams> decode(const Payload& payload) {
    return decode_payload<InitializeParams>(payload);
}

template <>
Decoded<SetTraceParams> decode(const Payload& payload) {
    return decode_payload<SetTraceParams>(payload);
}

template <>
Decoded<CancelParams> decode(const Payload& payload) {
    return decode_payload<CancelParams>(payload);
}

std::string encode(const LogTraceParams& params) {
    return json_text({{"message", params.message}});
}

}  // namespace krait::protocol
