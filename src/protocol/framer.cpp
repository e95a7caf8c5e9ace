#include "protocol/framer.h"

#include <algorithm>
#include <charconv>

namespace krait::protocol {

namespace {

constexpr std::string_view kContentLength = "content-length";
constexpr std::string_view kContentType = "content-type";
constexpr std::size_t kMaxHeaderBytes = 16U << 10;
/// What looks like a Content-Length header but is longer isn't one.
constexpr std::size_t kMaxHeaderValue = 256;
/// Refused messages up to this size are skipped by their length; a length beyond it is taken for
/// a lie, because believing it would swallow the rest of the session.
constexpr std::uint64_t kMaxSkip = 4ULL << 30;
constexpr std::size_t kFirstReserve = 1U << 20;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) { return lower(c); });
    return out;
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

/// For messages: what was received, shortened and printable.
std::string shown(std::string_view text) {
    std::string out;
    for (char c : text.substr(0, 40)) out += c >= ' ' && c < '\x7f' ? c : '?';
    return text.size() > 40 ? out + "..." : out;
}

}  // namespace

void Framer::feed(std::string_view bytes, std::vector<FrameEvent>& events) {
    while (!bytes.empty()) {
        bool in_lines = state_ == State::Headers || state_ == State::Search;
        bytes = in_lines ? take_line_part(bytes, events) : take_content(bytes, events);
    }
}

std::string_view Framer::take_line_part(std::string_view bytes, std::vector<FrameEvent>& events) {
    std::size_t newline = bytes.find('\n');
    std::size_t end = newline == std::string_view::npos ? bytes.size() : newline;
    // A cut at the same byte of the stream, however the stream was split into reads.
    std::size_t room = kMaxHeaderBytes - line_.size();
    if (end > room) {
        line_.append(bytes.substr(0, room));
        line_too_long(events);
        return bytes.substr(room);
    }
    line_.append(bytes.substr(0, end));
    if (newline == std::string_view::npos) return {};
    line_complete(events);
    return bytes.substr(newline + 1);
}

void Framer::line_complete(std::vector<FrameEvent>& events) {
    if (!line_.empty() && line_.back() == '\r') line_.pop_back();
    if (state_ == State::Search) {
        search_line();
        if (state_ == State::Search) line_.clear();
        if (state_ != State::Headers) return;
    }
    std::string line;
    line.swap(line_);
    if (!line.empty()) return header_line(line, events);
    if (saw_header_) end_of_headers(events);  // else an empty line between two messages: harmless
}

void Framer::line_too_long(std::vector<FrameEvent>& events) {
    if (state_ == State::Headers) lost("A header line is too long.", events);
    search_line();
    if (line_.size() <= kMaxHeaderValue) return;  // a header that lies across the cut
    state_ = State::Search;
    line_.erase(0, line_.size() - kContentLength.size());
}

/// Lost: does the line hold something that looks like a Content-Length header? The content before
/// it needn't end with a newline, so it is looked for inside the line too.
void Framer::search_line() {
    std::string low = lower(line_);
    std::size_t at = low.rfind(std::string(kContentLength) + ":");
    if (at == std::string::npos) return;
    start_headers();
    line_.erase(0, at);
}

void Framer::header_line(std::string_view line, std::vector<FrameEvent>& events) {
    saw_header_ = true;
    header_bytes_ += static_cast<std::uint32_t>(line.size());
    if (header_bytes_ > kMaxHeaderBytes) return lost("A message's headers are too long.", events);
    std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) {
        return lost("A header line without a colon: '" + shown(line) + "'.", events);
    }
    std::string name = lower(trim(line.substr(0, colon)));
    std::string_view value = trim(line.substr(colon + 1));
    if (name == kContentLength) return content_length(value, events);
    if (name == kContentType) content_type(value);
}

void Framer::content_length(std::string_view value, std::vector<FrameEvent>& events) {
    std::uint64_t length = 0;
    const char* end = value.data() + value.size();
    auto [stop, error] = std::from_chars(value.data(), end, length);
    if (error != std::errc{} || stop != end) {
        return lost("Content-Length is not a size: '" + shown(value) + "'.", events);
    }
    if (have_length_ && length != length_) {
        return lost("Two Content-Length headers that differ.", events);
    }
    have_length_ = true;
    length_ = length;
}

/// Only UTF-8 is spoken; `utf8` is the spelling of old clients (LSP 3.17, Header Part).
void Framer::content_type(std::string_view value) {
    std::string low = lower(value);
    std::size_t at = low.find("charset=");
    if (at == std::string::npos) return;
    std::string charset = low.substr(at + 8, low.find(';', at) - (at + 8));
    std::erase(charset, '"');
    bad_charset_ = trim(charset) != "utf-8" && trim(charset) != "utf8";
}

void Framer::end_of_headers(std::vector<FrameEvent>& events) {
    if (!have_length_) return lost("A message without Content-Length.", events);
    if (length_ > max_message_ || bad_charset_) {
        std::string what = bad_charset_
                               ? "A message in another encoding than UTF-8."
                               : "A message of " + std::to_string(length_) +
                                     " bytes is longer than " + std::to_string(max_message_) + ".";
        if (length_ > kMaxSkip) return lost(std::move(what), events);
        events.push_back({FrameEvent::Kind::Error, std::move(what)});
        state_ = State::Skip;
    } else {
        state_ = State::Content;
        // The announced size isn't believed before the bytes are there.
        content_.reserve(std::min<std::uint64_t>(length_, kFirstReserve));
    }
    remaining_ = length_;
    if (remaining_ == 0) take_content({}, events);
}

std::string_view Framer::take_content(std::string_view bytes, std::vector<FrameEvent>& events) {
    std::size_t count = static_cast<std::size_t>(std::min<std::uint64_t>(remaining_, bytes.size()));
    if (state_ == State::Content) content_.append(bytes.substr(0, count));
    remaining_ -= count;
    if (remaining_ == 0) {
        if (state_ == State::Content) {
            events.push_back({FrameEvent::Kind::Message, std::move(content_)});
        }
        content_ = {};
        start_headers();
    }
    return bytes.substr(count);
}

void Framer::lost(std::string what, std::vector<FrameEvent>& events) {
    events.push_back({FrameEvent::Kind::Error, std::move(what)});
    start_headers();
    state_ = State::Search;
}

void Framer::start_headers() {
    state_ = State::Headers;
    have_length_ = saw_header_ = bad_charset_ = false;
    length_ = remaining_ = header_bytes_ = 0;
}

}  // namespace krait::protocol
