#include "protocol/framer.h"

#include <catch2/catch_test_macros.hpp>

using namespace krait::protocol;

namespace {

using Events = std::vector<FrameEvent>;

Events fed_in_pieces(std::string_view bytes, std::size_t piece) {
    Framer framer;
    Events events;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        framer.feed(bytes.substr(at, piece), events);
    }
    return events;
}

/// All at once, byte by byte, and cut in two at every place: always the same events.
Events fed(std::string_view bytes) {
    Events whole = fed_in_pieces(bytes, bytes.size());
    CHECK(fed_in_pieces(bytes, 1) == whole);
    for (std::size_t cut = 1; cut < bytes.size(); ++cut) {
        Framer framer;
        Events events;
        framer.feed(bytes.substr(0, cut), events);
        framer.feed(bytes.substr(cut), events);
        CHECK(events == whole);
    }
    return whole;
}

FrameEvent message(std::string text) {
    return {FrameEvent::Kind::Message, std::move(text)};
}

std::string framed(const std::string& text) {
    return "Content-Length: " + std::to_string(text.size()) + "\r\n\r\n" + text;
}

/// What was read after one error whose sentence holds `about`.
Events after_error(const std::string& bytes, const std::string& about) {
    Events events = fed(bytes);
    REQUIRE(!events.empty());
    CHECK(events.front().kind == FrameEvent::Kind::Error);
    INFO(events.front().text);
    CHECK(events.front().text.find(about) != std::string::npos);
    events.erase(events.begin());
    return events;
}

}  // namespace

TEST_CASE("one frame is one message, wherever the stream is cut") {
    CHECK(fed(framed("{\"a\":1}")) == Events{message("{\"a\":1}")});
}

TEST_CASE("many frames may come in one read") {
    CHECK(fed(framed("one") + framed("") + framed("three")) ==
          Events{message("one"), message(""), message("three")});
}

TEST_CASE("headers come in any case and order, and unknown ones are ignored") {
    CHECK(fed("cONTENT-lENGTH:3  \r\nContent-Type: application/vscode-jsonrpc; "
              "charset=utf-8\r\n\r\nabc") == Events{message("abc")});
    CHECK(
        fed("X-Other: yes\r\nContent-Type: x; charset=\"utf8\"\r\nContent-Length : 2\r\n\r\nab") ==
        Events{message("ab")});
}

TEST_CASE("lines may end with a lone newline, and empty lines between messages are harmless") {
    CHECK(fed("\r\n\nContent-Length: 2\n\nab\r\n" + framed("c")) ==
          Events{message("ab"), message("c")});
}

TEST_CASE("the same length twice is one length; two that differ are an error") {
    CHECK(fed("Content-Length: 2\r\nContent-Length: 2\r\n\r\nab") == Events{message("ab")});
    CHECK(after_error("Content-Length: 2\r\nContent-Length: 5\r\n\r\nab" + framed("ok"),
                      "differ") == Events{message("ok")});
}

TEST_CASE("after a missing length the next frame is found, even where the content has no newline") {
    CHECK(after_error("Content-Type: x\r\n\r\n{\"lost\":1}" + framed("ok"),
                      "without Content-Length") == Events{message("ok")});
}

TEST_CASE("lengths that are no sizes are errors, and the session goes on") {
    for (std::string length : {"-5", "abc", "", "1 2", "0x10", "99999999999999999999999", "+3"}) {
        CHECK(after_error("Content-Length: " + length + "\r\n\r\n{}" + framed("ok"),
                          "not a size") == Events{message("ok")});
    }
}

TEST_CASE("what was received is shown printable, and shortened") {
    const auto sentence = [](const std::string& bytes) { return fed(bytes + "\n").front().text; };
    CHECK(sentence("a~ \x1f\x7f\xff") ==
          "A header line without a colon: 'a~ ?"
          "?"
          "?'.");
    const std::string forty(40, 'x');
    CHECK(sentence(forty) == "A header line without a colon: '" + forty + "'.");
    CHECK(sentence(forty + "y") == "A header line without a colon: '" + forty + "...'.");
}

TEST_CASE("bytes that are no header are skipped up to the next frame") {
    CHECK(after_error("hello\r\nworld\r\n" + framed("ok"), "without a colon") ==
          Events{message("ok")});
    CHECK(after_error(std::string("\0\xff\x01\n", 4) + framed("ok"), "without a colon") ==
          Events{message("ok")});
}

TEST_CASE("another charset is refused, and its content skipped by its length") {
    CHECK(after_error("Content-Length: 9\r\nContent-Type: x; charset=utf-16\r\n\r\n123456789" +
                          framed("ok"),
                      "UTF-8") == Events{message("ok")});
}

TEST_CASE("a charset is read in any case") {
    CHECK(after_error(
              "Content-Length: 2\r\nCONTENT-TYPE: X; CHARSET=LATIN-1\r\n\r\nab" + framed("ok"),
              "UTF-8") == Events{message("ok")});
}

TEST_CASE("a charset ends where the next parameter begins") {
    CHECK(fed("Content-Length: 2\r\nContent-Type: x; charset=utf-8; v=1\r\n\r\nab") ==
          Events{message("ab")});
    CHECK(after_error("Content-Length: 2\r\nContent-Type: x; charset=utf-7;v=utf-8\r\n\r\nab" +
                          framed("ok"),
                      "UTF-8") == Events{message("ok")});
}

TEST_CASE("headers may take 16 KiB altogether") {
    std::string half = "X: " + std::string((8U << 10) - 3, 'x') + "\r\n";
    CHECK(fed_in_pieces(half + framed("ok"), 100) == Events{message("ok")});
    Events events = fed_in_pieces(half + half + framed("lost") + framed("ok"), 100);
    REQUIRE(events.size() == 2);
    CHECK(events[0].text == "A message's headers are too long.");
    CHECK(events[1] == message("ok"));

    std::string line = "X: " + std::string((16U << 10) - 3, 'x');
    std::vector<FrameEvent> longest = fed_in_pieces(line + "\n" + framed("ok"), 1U << 20);
    REQUIRE(longest.size() == 1);
    CHECK(longest[0].text == "A message's headers are too long.");
    CHECK(fed_in_pieces(line + "x\n" + framed("ok"), 1U << 20)[0].text ==
          "A header line is too long.");
}

TEST_CASE("a header line that never ends costs bounded memory and one error") {
    std::string bytes = std::string(100'000, 'x') + "\r\n" + framed("ok");
    Events expected = fed_in_pieces(bytes, bytes.size());
    REQUIRE(expected.size() == 2);
    CHECK(expected[0].kind == FrameEvent::Kind::Error);
    CHECK(expected[1] == message("ok"));
    for (std::size_t piece : {1U, 7U, 4096U, 16383U, 16384U, 16385U}) {
        CHECK(fed_in_pieces(bytes, piece) == expected);
    }
}

TEST_CASE("a header that lies across the cut of an overlong line is still found") {
    std::string junk = "junk\n" + std::string((16U << 10) - 7, 'y');
    Events events = fed_in_pieces(junk + framed("ok"), 1000);
    REQUIRE(events.size() == 2);
    CHECK(events[1] == message("ok"));
}

TEST_CASE("a header is found wherever in its name an overlong line is cut") {
    for (std::size_t left = 0; left <= 24; ++left) {
        INFO(left);
        const std::string junk = "junk\n" + std::string((16U << 10) - left, 'y');
        const Events events = fed_in_pieces(junk + framed("ok"), 1000);
        REQUIRE(events.size() == 2);
        CHECK(events[1] == message("ok"));
    }
}

TEST_CASE("64 MiB are accepted, one byte more is refused and skipped") {
    std::string large(kMaxMessageBytes, 'x');
    Events events = fed_in_pieces(framed(large), 1U << 16);
    REQUIRE(events.size() == 1);
    CHECK(events[0].kind == FrameEvent::Kind::Message);
    CHECK(events[0].text.size() == kMaxMessageBytes);

    events = fed_in_pieces(framed(large + "x") + framed("ok"), 1U << 16);
    REQUIRE(events.size() == 2);
    CHECK(events[0].kind == FrameEvent::Kind::Error);
    CHECK(events[1] == message("ok"));
}

TEST_CASE("an unbelievable length is not waited for") {
    CHECK(after_error("Content-Length: 9999999999999\r\n\r\n{}" + framed("ok"), "longer than") ==
          Events{message("ok")});
}

TEST_CASE("the framer knows whether the stream may end here") {
    Framer framer;
    Events events;
    CHECK(framer.between_messages());
    framer.feed("Content-Length: 2\r\n", events);
    CHECK(!framer.between_messages());
    framer.feed("\r\na", events);
    CHECK(!framer.between_messages());
    framer.feed("b", events);
    CHECK(framer.between_messages());
}
