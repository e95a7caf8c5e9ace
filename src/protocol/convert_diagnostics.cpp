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

}  // namespace

std::string encode(const PublishDiagnosticsParams& params) {
    json diagnostics = json::array();
    for (const Diagnostic& diagnostic : params.diagnostics) {
        diagnostics.push_back(write(diagnostic));
    }
    json out = {{"uri", params.uri}, {"diagnostics", std::move(diagnostics)}};
    if (params.version) out["version"] = *params.version;
    return json_text(out);
}

}  // namespace krait::protocol
