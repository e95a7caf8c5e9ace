// convert_workspace.cpp: settings, watched files, registrations.

#include "protocol/convert.h"
#include "protocol/convert_settings.h"
#include "protocol/json_cursor.h"
#include "protocol/json_text.h"

namespace krait::protocol {

// Not in an unnamed namespace: the readers of vectors and optionals find these by their types.

using nlohmann::json;

void read(const JsonCursor& at, WorkspaceFolder& out) {
    if (!at.expect_object()) return;
    at.required("uri", out.uri);
    at.optional("name", out.name);
}

static void read(const JsonCursor& at, DiagnosticMode& out) {
    std::string text;
    read(at, text);
    if (text == "openFilesOnly") {
        out = DiagnosticMode::OpenFilesOnly;
    } else if (text == "workspace") {
        out = DiagnosticMode::Workspace;
    } else {
        at.fail("must be \"workspace\" or \"openFilesOnly\"");
    }
}

/// One setting, with a failure of its own: the others still count.
template <class T>
static void setting(const JsonCursor& section, std::string_view name, std::optional<T>& out,
                    std::vector<std::string>& problems) {
    JsonCursor field = section.field(name);
    if (field.null_or_absent()) return;
    std::string failure;
    JsonCursor alone(&field.value(), name, failure);
    T value{};
    read(alone, value);
    if (failure.empty()) {
        out = std::move(value);
    } else {
        problems.push_back("krait." + failure);
    }
}

static void read(const JsonCursor& at, DidChangeConfigurationParams& out) {
    if (!at.expect_object()) return;
    JsonCursor settings = at.field("settings");
    bool asks_back =
        settings.null_or_absent() || (settings.value().is_object() && settings.value().empty());
    if (!asks_back) out.settings = read_settings(settings);
}

/// The client answers with one item per section asked for.
static void read(const JsonCursor& at, ConfigurationResult& out) {
    if (!at.value().is_array()) return at.fail("must be an array");
    for (std::size_t i = 0; i < at.value().size(); ++i) {
        out.settings.push_back(read_settings(at.item(i)));
    }
}

static void read(const JsonCursor& at, DidChangeWorkspaceFoldersParams& out) {
    if (!at.expect_object()) return;
    const JsonCursor event = at.field("event");
    if (!event.expect_object()) return;
    event.required("added", out.added);
    event.required("removed", out.removed);
}

static void read(const JsonCursor& at, FileEvent& out) {
    if (!at.expect_object()) return;
    at.required("uri", out.uri);
    std::uint32_t type = 0;
    at.required("type", type);
    if (type < 1 || type > 3) return at.field("type").fail("must be 1, 2 or 3");
    out.type = static_cast<FileChangeType>(type);
}

static void read(const JsonCursor& at, DidChangeWatchedFilesParams& out) {
    if (at.expect_object()) at.required("changes", out.changes);
}

Settings read_settings(const JsonCursor& at) {
    Settings settings;
    // An empty table of Lua is an empty array of JSON.
    if (at.null_or_absent() || (at.value().is_array() && at.value().empty())) return settings;
    if (!at.value().is_object()) {
        settings.problems.emplace_back("The settings of krait must be an object.");
        return settings;
    }
    JsonCursor inner = at.field("krait");
    if (!inner.null_or_absent()) return read_settings(inner);
    setting(at, "arguments", settings.arguments, settings.problems);
    setting(at, "pythonExecutable", settings.python_executable, settings.problems);
    setting(at, "diagnosticMode", settings.diagnostic_mode, settings.problems);
    return settings;
}

template <>
Decoded<DidChangeConfigurationParams> decode(const Payload& payload) {
    return decode_payload<DidChangeConfigurationParams>(payload);
}

template <>
Decoded<ConfigurationResult> decode(const Payload& payload) {
    return decode_payload<ConfigurationResult>(payload, "result");
}

template <>
Decoded<DidChangeWorkspaceFoldersParams> decode(const Payload& payload) {
    return decode_payload<DidChangeWorkspaceFoldersParams>(payload);
}

template <>
Decoded<DidChangeWatchedFilesParams> decode(const Payload& payload) {
    return decode_payload<DidChangeWatchedFilesParams>(payload);
}

std::string encode(const RegistrationParams& params) {
    json registrations = json::array();
    if (!params.watched_globs.empty()) {
        json watchers = json::array();
        for (const std::string& glob : params.watched_globs) {
            watchers.push_back({{"globPattern", glob}});
        }
        registrations.push_back({{"id", "krait-watched-files"},
                                 {"method", "workspace/didChangeWatchedFiles"},
                                 {"registerOptions", {{"watchers", std::move(watchers)}}}});
    }
    if (params.configuration) {
        registrations.push_back({{"id", "krait-configuration"},
                                 {"method", "workspace/didChangeConfiguration"},
                                 {"registerOptions", {{"section", "krait"}}}});
    }
    return json_text({{"registrations", std::move(registrations)}});
}

std::string encode_configuration_request(const std::vector<std::string>& scopes) {
    json items = json::array();
    for (const std::string& uri : scopes) {
        items.push_back({{"scopeUri", uri}, {"section", "krait"}});
    }
    if (scopes.empty()) items.push_back({{"section", "krait"}});
    return json_text({{"items", std::move(items)}});
}

}  // namespace krait::protocol
