#include "protocol/convert.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

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

TEST_CASE("progress begins with a title, reports what there is, and ends") {
    ProgressParams progress{.token = "t", .title = "Checking"};
    CHECK(encode(progress) ==
          R"({"token":"t","value":{"cancellable":false,"kind":"begin","title":"Checking"}})");
    progress.kind = ProgressKind::Report;
    progress.message = "3 of 4";
    progress.percentage = 75;
    CHECK(encode(progress) ==
          R"({"token":"t","value":{"kind":"report","message":"3 of 4","percentage":75}})");
    CHECK(encode(ProgressParams{.token = "t", .kind = ProgressKind::End}) ==
          R"({"token":"t","value":{"kind":"end"}})");
    CHECK(encode(WorkDoneProgressCreateParams{"t"}) == R"({"token":"t"})");
}

TEST_CASE("messages to a person have a type and a text") {
    CHECK(encode(MessageParams{MessageType::Warning, "m"}) == R"({"message":"m","type":2})");
    CHECK(encode(LogTraceParams{"m"}) == R"({"message":"m"})");
}

TEST_CASE("only what is wanted is registered") {
    CHECK(encode(RegistrationParams{}) == R"({"registrations":[]})");
    CHECK(
        encode(RegistrationParams{.configuration = true}) ==
        R"({"registrations":[{"id":"krait-configuration",)"
        R"("method":"workspace/didChangeConfiguration","registerOptions":{"section":"krait"}}]})");
    CHECK(encode(RegistrationParams{.watched_globs = {"**/*.py", "**/*.pyi"}}) ==
          R"({"registrations":[{"id":"krait-watched-files",)"
          R"("method":"workspace/didChangeWatchedFiles","registerOptions":{"watchers":)"
          R"([{"globPattern":"**/*.py"},{"globPattern":"**/*.pyi"}]}}]})");
}

TEST_CASE("the client is asked for the settings of krait, for each folder or for none") {
    CHECK(encode_configuration_request({}) == R"({"items":[{"section":"krait"}]})");
    CHECK(encode_configuration_request({"file:///a"}) ==
          R"({"items":[{"scopeUri":"file:///a","section":"krait"}]})");
    const auto answer = [](const std::string& result) {
        const Content content =
            parse_content(R"({"jsonrpc":"2.0","id":1,"result":)" + result + "}");
        return decode<ConfigurationResult>(*std::get<Response>(content.messages.front()).result);
    };
    CHECK(answer(R"([null,{"arguments":["-x"]}])")->settings.at(1).arguments ==
          std::vector<std::string>{"-x"});
    CHECK(answer("[]")->settings.empty());
    CHECK(answer("[null]")->settings.at(0) == Settings{});
    CHECK(answer("[3]")->settings.at(0).problems ==
          std::vector<std::string>{"The settings of krait must be an object."});
    CHECK(answer("{}").error().message == "result: must be an array");
}

TEST_CASE("the mode of diagnostics is one of two words") {
    const auto settings = [](const std::string& mode) {
        return *decoded<DidChangeConfigurationParams>(
                    R"({"settings":{"krait":{"diagnosticMode":")" + mode + "\"}}}")
                    ->settings;
    };
    CHECK(settings("workspace").diagnostic_mode == DiagnosticMode::Workspace);
    CHECK(settings("openFilesOnly").diagnostic_mode == DiagnosticMode::OpenFilesOnly);
    CHECK(!settings("some").diagnostic_mode);
    CHECK(settings("some").problems ==
          std::vector<std::string>{
              "krait.diagnosticMode: must be \"workspace\" or \"openFilesOnly\""});
}

TEST_CASE("a trace is off, of messages, or verbose") {
    const auto trace = [](const std::string& value) {
        return decoded<SetTraceParams>(R"({"value":")" + value + "\"}");
    };
    CHECK(trace("off")->value == TraceValue::Off);
    CHECK(trace("messages")->value == TraceValue::Messages);
    CHECK(trace("compact")->value == TraceValue::Messages);
    CHECK(trace("verbose")->value == TraceValue::Verbose);
    CHECK(trace("loud").error().message ==
          "params.value: must be \"off\", \"messages\" or \"verbose\"");
}

TEST_CASE("old clients say of tags only that they know them") {
    const auto tags = [](const std::string& support) {
        return decoded<InitializeParams>(
                   R"({"capabilities":{"textDocument":{"publishDiagnostics":{"tagSupport":)" +
                   support + "}}}}")
            ->capabilities.publish_diagnostics.tags;
    };
    CHECK(tags("true") == std::vector<std::int32_t>{1, 2});
    CHECK(tags("false").empty());
    CHECK(tags("null").empty());
}

TEST_CASE("registering for settings and for files is two capabilities") {
    const auto can = [](const std::string& workspace) {
        return decoded<InitializeParams>(R"({"capabilities":{"workspace":{)" + workspace + "}}}")
            ->capabilities;
    };
    const std::string yes = R"(:{"dynamicRegistration":true})";
    CHECK(can("\"didChangeConfiguration\"" + yes).register_configuration);
    CHECK(!can("\"didChangeConfiguration\"" + yes).register_watched_files);
    CHECK(!can("\"didChangeWatchedFiles\"" + yes).register_configuration);
}

TEST_CASE("the server says how it counts, what it takes, and who it is") {
    const nlohmann::json result =
        nlohmann::json::parse(encode(InitializeResult{ColumnUnit::Utf8, "krait", "1"}));
    const nlohmann::json& can = result.at("capabilities");
    CHECK(can.at("positionEncoding") == "utf-8");
    CHECK(can.at("textDocumentSync") ==
          nlohmann::json::parse(R"({"change":2,"openClose":true,"save":{"includeText":false}})"));
    CHECK(result.at("serverInfo") == nlohmann::json::parse(R"({"name":"krait","version":"1"})"));
    CHECK(encode(InitializeResult{ColumnUnit::Utf32, "krait", "1"}).find(R"("utf-32")") !=
          std::string::npos);
}

TEST_CASE("documents are opened, saved and closed by their URI") {
    const auto opened = decoded<DidOpenTextDocumentParams>(
        R"({"textDocument":{"uri":"u","languageId":"python","version":-3,"text":"x"}})");
    CHECK(opened->text_document.uri == "u");
    CHECK(opened->text_document.language_id == "python");
    CHECK(opened->text_document.version == -3);
    CHECK(opened->text_document.text == "x");
    const std::string document = R"({"textDocument":{"uri":"u"}})";
    CHECK(decoded<DidSaveTextDocumentParams>(document)->text_document.uri == "u");
    CHECK(decoded<DidCloseTextDocumentParams>(document)->text_document.uri == "u");
    CHECK(failure_of<DidCloseTextDocumentParams>("{}") == "params.textDocument: missing");
    CHECK(failure_of<DidSaveTextDocumentParams>("3") == "params: must be an object");
}

TEST_CASE("numbers are whole and of 32 bits, ids of more") {
    const auto version = [](const std::string& number) {
        return failure_of<DidChangeTextDocumentParams>(R"({"textDocument":{"uri":"u","version":)" +
                                                       number + R"(},"contentChanges":[]})");
    };
    CHECK(version("2147483647").empty());
    CHECK(version("-2147483647").empty());
    CHECK(version("2147483648") == "params.textDocument.version: must be an integer");
    CHECK(version("1.5") == "params.textDocument.version: must be an integer");
    CHECK(decoded<CancelParams>(R"({"id":9000000000000000})")->id ==
          RequestId(std::int64_t{9'000'000'000'000'000}));
    CHECK(failure_of<CancelParams>(R"({"id":9000000000000002})") ==
          "params.id: must be an integer");
}
