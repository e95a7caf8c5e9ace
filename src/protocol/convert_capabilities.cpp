// convert_capabilities.cpp: what the server says that it can do, the answer to `initialize`.

#include <nlohmann/json.hpp>

#include "protocol/convert.h"
#include "protocol/json_text.h"

namespace krait::protocol {

namespace {

nlohmann::json semantic_tokens(const InitializeResult& result) {
    nlohmann::json legend = {{"tokenTypes", result.token_types},
                             {"tokenModifiers", result.token_modifiers}};
    return {{"legend", std::move(legend)}, {"range", true}, {"full", {{"delta", true}}}};
}

nlohmann::json code_actions(const InitializeResult& result) {
    return {{"codeActionKinds", result.code_action_kinds}, {"resolveProvider", true}};
}

/// Files that Krait wants to hear of before they are renamed: imports follow.
nlohmann::json file_operations() {
    using nlohmann::json;
    json filters = json::array();
    for (const char* glob : {"**/*.py", "**/*.pyi"}) {
        filters.push_back({{"scheme", "file"}, {"pattern", {{"glob", glob}, {"matches", "file"}}}});
    }
    filters.push_back({{"scheme", "file"}, {"pattern", {{"glob", "**"}, {"matches", "folder"}}}});
    return {{"willRename", {{"filters", std::move(filters)}}}};
}

/// Those of other languages than Python aren't sent.
nlohmann::json notebooks() {
    using nlohmann::json;
    json selector = json::array();
    selector.push_back({{"notebook", "jupyter-notebook"}, {"cells", json::array()}});
    selector.back()["cells"].push_back({{"language", "python"}});
    return {{"notebookSelector", std::move(selector)}, {"save", true}};
}

}  // namespace

std::string encode(const InitializeResult& result) {
    using nlohmann::json;
    json sync = {{"openClose", true}, {"change", 2}, {"save", {{"includeText", false}}}};
    json completion = {{"triggerCharacters", {".", "\"", "'"}}, {"resolveProvider", true}};
    const json tells_of_work = {{"workDoneProgress", true}};
    json capabilities = {
        {"positionEncoding", encoding_name(result.position_encoding)},
        {"textDocumentSync", std::move(sync)},
        {"notebookDocumentSync", notebooks()},
        {"hoverProvider", true},
        {"completionProvider", std::move(completion)},
        {"documentSymbolProvider", true},
        {"foldingRangeProvider", true},
        {"codeActionProvider", code_actions(result)},
        {"executeCommandProvider", {{"commands", result.commands}}},
        {"selectionRangeProvider", true},
        {"semanticTokensProvider", semantic_tokens(result)},
        {"definitionProvider", true},
        {"declarationProvider", true},
        {"typeDefinitionProvider", true},
        {"implementationProvider", tells_of_work},
        {"typeHierarchyProvider", true},
        {"callHierarchyProvider", true},
        {"workspaceSymbolProvider", tells_of_work},
        {"referencesProvider", tells_of_work},
        {"documentHighlightProvider", true},
        {"renameProvider", {{"prepareProvider", true}, {"workDoneProgress", true}}},
        {"signatureHelpProvider",
         {{"triggerCharacters", {"(", ","}}, {"retriggerCharacters", {","}}}},
        {"inlayHintProvider", true},
        {"workspace",
         {{"workspaceFolders", {{"supported", true}, {"changeNotifications", true}}},
          {"fileOperations", file_operations()}}},
    };
    if (result.pulled_diagnostics) {
        capabilities["diagnosticProvider"] = {{"identifier", "krait"},
                                              {"interFileDependencies", true},
                                              {"workspaceDiagnostics", true}};
    }
    json server = {{"name", result.server_name}, {"version", result.server_version}};
    return json_text(
        {{"capabilities", std::move(capabilities)}, {"serverInfo", std::move(server)}});
}

}  // namespace krait::protocol
