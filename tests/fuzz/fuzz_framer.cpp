// fuzz_framer.cpp
//
// Any bytes, cut anywhere: the framer must find the same messages as in one piece, and whatever it
// finds must be parsed or refused. The first byte chooses how the rest is cut.

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "protocol/convert.h"
#include "protocol/framer.h"

using namespace krait::protocol;

namespace {

constexpr std::uint64_t kLimit = 4096;  // small, so that the fuzzer meets it

std::vector<FrameEvent> fed(std::string_view bytes, std::size_t piece) {
    Framer framer(kLimit);
    std::vector<FrameEvent> events;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        framer.feed(bytes.substr(at, piece), events);
    }
    return events;
}

void decode_as_everything(const Payload& params) {
    (void)decode<InitializeParams>(params);
    (void)decode<DidOpenTextDocumentParams>(params);
    (void)decode<DidChangeTextDocumentParams>(params);
    (void)decode<DidChangeConfigurationParams>(params);
    (void)decode<DidChangeWatchedFilesParams>(params);
    (void)decode<ConfigurationResult>(params);
    (void)decode<CancelParams>(params);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    std::vector<FrameEvent> whole = fed(bytes, bytes.size() + 1);
    if (fed(bytes, data[0] % 64 + 1) != whole) std::abort();
    for (const FrameEvent& event : whole) {
        for (const Message& message : parse_content(event.text).messages) {
            if (const auto* request = std::get_if<Request>(&message)) {
                decode_as_everything(request->params);
            } else if (const auto* notification = std::get_if<Notification>(&message)) {
                decode_as_everything(notification->params);
            }
        }
    }
    return 0;
}
