// window.h
//
// What a server shows to a person beside diagnostics: messages and progress (LSP 3.17, Window
// Features, Work Done Progress).

#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace krait::protocol {

enum class MessageType : std::uint8_t { Error = 1, Warning = 2, Info = 3, Log = 4 };

/// Of window/showMessage and window/logMessage.
struct MessageParams {
    MessageType type = MessageType::Info;
    std::string message;
};

struct WorkDoneProgressCreateParams {
    std::string token;
};

enum class ProgressKind : std::uint8_t { Begin, Report, End };

/// $/progress for work done.
struct ProgressParams {
    std::string token;
    ProgressKind kind = ProgressKind::Begin;
    std::string title;    ///< of Begin
    std::string message;  ///< empty: none
    std::optional<std::uint32_t> percentage;
};

/// Parameters of window/showDocument for what isn't a text: it opens outside the editor.
struct ShowDocumentParams {
    std::string uri;
};

struct ShowDocumentResult {
    bool success = false;
};

struct LogTraceParams {
    std::string message;
};

}  // namespace krait::protocol
