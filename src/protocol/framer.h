// framer.h
//
// Finds messages in a stream of bytes. Reads from a pipe end anywhere: inside a header's name,
// between "\r" and "\n", in the middle of a code point. So this is a state machine that is fed
// whatever came and never waits, rather than a reader that asks for the bytes it needs; feeding it
// byte by byte gives the same result as feeding everything at once, and a test holds it to that.
//
// What isn't a frame is answered with an error and skipped: up to the announced length if there is
// a believable one, else up to the next thing that looks like a Content-Length header.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace krait::protocol {

/// A message's bytes, or what is wrong with the bytes that were skipped.
struct FrameEvent {
    enum class Kind : std::uint8_t {
        Message,  ///< `text` is the content of one frame
        Error,    ///< `text` is a sentence about what was skipped; to be answered with a ParseError
    };
    Kind kind = Kind::Message;
    std::string text;
    friend bool operator==(const FrameEvent&, const FrameEvent&) = default;
};

/// Content that is longer is refused and skipped.
inline constexpr std::uint64_t kMaxMessageBytes = 64ULL << 20;

/// Not thread-safe. Holds at most one incomplete message.
class Framer {
public:
    explicit Framer(std::uint64_t max_message = kMaxMessageBytes) : max_message_(max_message) {}

    /// Appends to `events` what `bytes` completes.
    void feed(std::string_view bytes, std::vector<FrameEvent>& events);

    /// Whether the stream could end here without cutting a message.
    [[nodiscard]] bool between_messages() const {
        return state_ == State::Headers && line_.empty() && !saw_header_;
    }

private:
    enum class State : std::uint8_t {
        Headers,  // collecting lines up to an empty one
        Content,  // collecting `remaining_` bytes
        Skip,     // dropping `remaining_` bytes of a message that was refused
        Search,   // lost: dropping everything up to the next Content-Length header
    };

    std::string_view take_line_part(std::string_view bytes, std::vector<FrameEvent>& events);
    std::string_view take_content(std::string_view bytes, std::vector<FrameEvent>& events);
    void line_complete(std::vector<FrameEvent>& events);
    void header_line(std::string_view line, std::vector<FrameEvent>& events);
    void content_length(std::string_view value, std::vector<FrameEvent>& events);
    void content_type(std::string_view value);
    void end_of_headers(std::vector<FrameEvent>& events);
    void line_too_long(std::vector<FrameEvent>& events);
    void search_line();
    void lost(std::string what, std::vector<FrameEvent>& events);
    void start_headers();

    std::uint64_t max_message_;
    State state_ = State::Headers;
    std::string line_;     // the incomplete line, in Headers and Search
    std::string content_;  // the incomplete message, in Content
    std::uint64_t remaining_ = 0;
    std::uint64_t length_ = 0;  // announced; valid if have_length_
    bool have_length_ = false;
    bool saw_header_ = false;
    bool bad_charset_ = false;
    std::uint32_t header_bytes_ = 0;  // of this block
};

}  // namespace krait::protocol
