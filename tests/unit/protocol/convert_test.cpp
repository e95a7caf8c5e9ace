#include "protocol/convert.h"

#include <catch2/catch_test_macros.hpp>

using namespace krait::protocol;
using krait::base::ColumnUnit;

namespace {

template <class T>
Decoded<T> decoded(const std::string& params) {
    Content content = parse_content(R"({"jsonrpc":"2.0","method":"m","params":)" + params + "}");
    const auto* message = std::get_if<Notification>(&content.messages.front());
    REQUIRE(message != nullptr);
    return decode<T>(message->params);
}

template <class T>
std::string failure_of(const std::string& params) {
    Decoded<T> result = decoded<T>(params);
    if (result) return "";
    CHECK(result.error().code == ErrorCode::InvalidParams);
    return result.error().message;
}

}  // namespace

TEST_CASE("a wrong type is reported with the path of the field") {
    using Change = DidChangeTextDocumentParams;
    CHECK(failure_of<Change>("[]") == "params: must be an object");
    CHECK(failure_of<Change>("{}") == "params.textDocument: missing");
    CHECK(failure_of<Change>(R"({"textDocument":{"uri":3,"version":1},"contentChanges":[]})") ==
          "params.textDocument.uri: must be a string");
    CHECK(failure_of<Change>(R"({"textDocument":{"uri":"u","version":"1"},"contentChanges":[]})") ==
          "params.textDocument.version: must be an integer");
    CHECK(failure_of<Change>(R"({"textDocument":{"uri":"u","version":1},"contentChanges":[
            {"text":"a"},{"text":"b","range":{"start":{"line":-1,"character":0},
             "end":{"line":0,"character":0}}}]})") ==
          "params.contentChanges[1].range.start.line: must be a non-negative integer");
}

TEST_CASE("missing params are invalid, not a crash") {
    CHECK(decode<DidOpenTextDocumentParams>(Payload()).error().message == "params: missing");
}

TEST_CASE("changes are read with and without a range") {
    auto change = decoded<DidChangeTextDocumentParams>(
        R"({"textDocument":{"uri":"u","version":2.0},"contentChanges":[{"text":"all"},
           {"range":{"start":{"line":1,"character":2},"end":{"line":3,"character":1e300}},"text":""}]})");
    REQUIRE(change);
    CHECK(change->text_document.version == 2);
    REQUIRE(change->content_changes.size() == 2);
    CHECK(!change->content_changes[0].range);
    CHECK(change->content_changes[1].range->start == Position{1, 2});
    CHECK(change->content_changes[1].range->end == Position{3, 2147483647});
}

TEST_CASE("what initialize leaves out has its default") {
    auto params =
        decoded<InitializeParams>(R"({"processId":null,"rootUri":null,"capabilities":{}})");
    REQUIRE(params);
    CHECK(!params->process_id);
    CHECK(!params->root_uri);
    CHECK(!params->capabilities.work_done_progress);
    CHECK(params->capabilities.position_encodings.empty());
}

TEST_CASE("initialize reads what the client can do") {
    auto params = decoded<InitializeParams>(R"({"processId":12,"rootUri":"file:///w",
        "workspaceFolders":[{"uri":"file:///w","name":"w"}],"trace":"verbose",
        "clientInfo":{"name":"nvim","version":"0.7"},
        "capabilities":{"general":{"positionEncodings":["utf-16","utf-8"]},
          "window":{"workDoneProgress":true},
          "workspace":{"configuration":true,"didChangeWatchedFiles":{"dynamicRegistration":true}},
          "textDocument":{"publishDiagnostics":{"relatedInformation":true,"tagSupport":{"valueSet":[1,2]},
            "codeDescriptionSupport":true}}},
        "initializationOptions":{"krait":{"arguments":["--strict"],"diagnosticMode":"openFilesOnly"}}})");
    REQUIRE(params);
    CHECK(params->process_id == 12);
    CHECK(params->trace == TraceValue::Verbose);
    CHECK(params->workspace_folders.at(0).uri == "file:///w");
    const ClientCapabilities& can = params->capabilities;
    CHECK(can.position_encodings == std::vector<std::string>{"utf-16", "utf-8"});
    CHECK(can.work_done_progress);
    CHECK(can.configuration);
    CHECK(can.register_watched_files);
    CHECK(!can.register_configuration);
    CHECK(can.publish_diagnostics.related_information);
    CHECK(can.publish_diagnostics.code_description);
    CHECK(can.publish_diagnostics.tags == std::vector<std::int32_t>{1, 2});
    CHECK(params->initialization_options.arguments == std::vector<std::string>{"--strict"});
    CHECK(params->initialization_options.diagnostic_mode == DiagnosticMode::OpenFilesOnly);
}

TEST_CASE("a capability of a wrong type is named") {
    CHECK(
        failure_of<InitializeParams>(R"({"capabilities":{"window":{"workDoneProgress":"yes"}}})") ==
        "params.capabilities.window.workDoneProgress: must be a boolean");
    CHECK(failure_of<InitializeParams>(R"({"capabilities":{"general":7}})") ==
          "params.capabilities.general: must be an object");
    CHECK(failure_of<InitializeParams>(R"({"processId":"12","capabilities":{}})") ==
          "params.processId: must be an integer");
}

TEST_CASE("a wrong setting is named and the others count") {
    auto params = decoded<DidChangeConfigurationParams>(
        R"({"settings":{"krait":{"arguments":"--strict","pythonExecutable":"/p"}}})");
    REQUIRE(params);
    REQUIRE(params->settings);
    CHECK(params->settings->python_executable == "/p");
    CHECK(!params->settings->arguments);
    CHECK(params->settings->problems ==
          std::vector<std::string>{"krait.arguments: must be an array"});
}

TEST_CASE("a client that sends no settings wants to be asked for them") {
    CHECK(!decoded<DidChangeConfigurationParams>(R"({"settings":null})")->settings);
    CHECK(!decoded<DidChangeConfigurationParams>(R"({"settings":{}})")->settings);
}

TEST_CASE("UTF-8 is taken where it is offered, UTF-16 where nothing is") {
    CHECK(choose_position_encoding({"utf-16", "utf-8"}) == ColumnUnit::Utf8);
    CHECK(choose_position_encoding({"utf-32", "utf-16"}) == ColumnUnit::Utf16);
    CHECK(choose_position_encoding({"utf-32"}) == ColumnUnit::Utf32);
    CHECK(choose_position_encoding({"utf-7"}) == ColumnUnit::Utf16);
    CHECK(choose_position_encoding({}) == ColumnUnit::Utf16);
}

TEST_CASE("a diagnostic is sent with all that it has and nothing that it hasn't") {
    Diagnostic bare{.range = {{0, 1}, {0, 2}}, .source = "krait", .message = "m"};
    CHECK(encode(PublishDiagnosticsParams{"u", std::nullopt, {bare}}) ==
          R"({"diagnostics":[{"message":"m","range":{"end":{"character":2,"line":0},)"
          R"("start":{"character":1,"line":0}},"severity":1,"source":"krait"}],"uri":"u"})");
    Diagnostic full = bare;
    full.code = "arg-type";
    full.code_description = "https://x";
    full.tags = {DiagnosticTag::Deprecated};
    full.related_information = {{{"v", {}}, "note"}};
    std::string text = encode(PublishDiagnosticsParams{"u", 4, {full}});
    CHECK(text.find(R"("code":"arg-type","codeDescription":{"href":"https://x"})") !=
          std::string::npos);
    CHECK(text.find(R"("tags":[2])") != std::string::npos);
    CHECK(text.find(R"("message":"note")") != std::string::npos);
    CHECK(text.find(R"("version":4)") != std::string::npos);
}

TEST_CASE("an id to cancel is a number or a text") {
    CHECK(decoded<CancelParams>(R"({"id":5})")->id == RequestId(std::int64_t{5}));
    CHECK(decoded<CancelParams>(R"({"id":"five"})")->id == RequestId("five"));
    CHECK(failure_of<CancelParams>(R"({"id":null})") ==
          "params.id: must be an integer or a string");
}

TEST_CASE("watched files have one of three kinds of change") {
    auto events = decoded<DidChangeWatchedFilesParams>(
        R"({"changes":[{"uri":"file:///a","type":1},{"uri":"file:///b","type":3}]})");
    REQUIRE(events);
    CHECK(events->changes.at(0).type == FileChangeType::Created);
    CHECK(events->changes.at(1).type == FileChangeType::Deleted);
    for (const char* type : {"0", "4"}) {
        CHECK(failure_of<DidChangeWatchedFilesParams>(
                  std::string(R"({"changes":[{"uri":"a","type":)") + type + "}]}") ==
              "params.changes[0].type: must be 1, 2 or 3");
    }
}
