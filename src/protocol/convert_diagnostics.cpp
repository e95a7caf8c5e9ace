// convert_diagnostics.cpp: textDocument/publishDiagnostics.

#include <nlohmann/json.hpp>

#include "protocol/convert.h"
#include "protocol/convert_positions.h"
#include "protocol/json_text.h"

namespace krait::protocol {

namespace {

using nlohmann::json;

json write(const DiagnosticRelatedInformation& related) {
    return {{"location", write(related.location)}, {"message", related.message}};
}

json write(const Diagnostic& diagnostic) {
    json out = {{"range", write(diagnostic.range)},
                {"severity", static_cast<int>(diagnostic.severity)},
                {"source", diagnostic.source},
                {"message", diagnostic.message}};
    if (!diagnostic.code.empty()) out["code"] = diagnostic.code;
    if (!diagnostic.code_description.empty()) {
        out["codeDescription"] = {{"href", diagnostic.code_description}};
    }
    for (DiagnosticTag tag : diagnostic.tags) out["tags"].push_back(static_cast<int>(tag));
    for (const DiagnosticRelatedInformation& related : diagnostic.related_information) {
        out["relatedInformation"].push_back(write(related));
    }
    return out;
}

json items(const std::vector<Diagnostic>& diagnostics) {
    json out = json::array();
    for (const Diagnostic& diagnostic : diagnostics) out.push_back(write(diagnostic));
    return out;
}

}  // namespace

static void read(const JsonCursor& at, DocumentDiagnosticParams& out) {
    if (!at.expect_object()) return;
    at.required("textDocument", out.text_document);
    at.optional("previousResultId", out.previous_result_id);
}

static void read(const JsonCursor& at, PreviousResultId& out) {
    if (!at.expect_object()) return;
    at.required("uri", out.uri);
    at.required("value", out.value);
}

static void read(const JsonCursor& at, WorkspaceDiagnosticParams& out) {
    if (at.expect_object()) at.optional("previousResultIds", out.previous_result_ids);
}

std::string encode(const PublishDiagnosticsParams& params) {
    json out = {{"uri", params.uri}, {"diagnostics", items(params.diagnostics)}};
    if (params.version) out["version"] = *params.version;
    return json_text(out);
}

std::string encode(const std::vector<Diagnostic>& diagnostics) {
    return json_text(items(diagnostics));
}

std::string encode_full_report(const std::string& result_id, const std::string& items) {
    return R"({"kind":"full","resultId":)" + json_string(result_id) + R"(,"items":)" + items + "}";
}

std::string encode_unchanged_report(const std::string& result_id) {
    return R"({"kind":"unchanged","resultId":)" + json_string(result_id) + "}";
}

/// Put together as text: the items of a whole workspace, encoded already, may be many.
std::string encode_workspace_reports(const std::vector<WorkspaceReport>& reports) {
    std::string out = R"({"items":[)";
    for (const WorkspaceReport& report : reports) {
        if (&report != reports.data()) out += ',';
        out += R"({"uri":)" + json_string(report.uri) + R"(,"version":)" +
               (report.version ? std::to_string(*report.version) : "null") + ",";
        const std::string rest = report.items.empty()
                                     ? encode_unchanged_report(report.result_id)
                                     : encode_full_report(report.result_id, report.items);
        out += rest.substr(1);
    }
    return out + "]}";
}

template <>
Decoded<DocumentDiagnosticParams> decode(const Payload& payload) {
    return decode_payload<DocumentDiagnosticParams>(payload);
}
template <>
Decoded<WorkspaceDiagnosticParams> decode(const Payload& payload) {
    return decode_payload<WorkspaceDiagnosticParams>(payload);
}

}  // namespace krait::protocol
