#include "protocol/rpc.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

using namespace krait::protocol;

namespace {

template <class T>
T only(std::string_view text) {
    Content content = parse_content(text);
    REQUIRE(content.messages.size() == 1);
    const T* message = std::get_if<T>(&content.messages.front());
    REQUIRE(message != nullptr);
    return *message;
}

ErrorCode error_of(std::string_view text) {
    return only<InvalidMessage>(text).error.code;
}

}  // namespace

TEST_CASE("requests and notifications differ by their id") {
    Request request = only<Request>(R"({"jsonrpc":"2.0","id":7,"method":"shutdown"})");
    CHECK(request.id == RequestId(std::int64_t{7}));
    CHECK(request.method == "shutdown");
    CHECK(only<Request>(R"({"jsonrpc":"2.0","id":"x","method":"m"})").id == RequestId("x"));
    CHECK(only<Notification>(R"({"jsonrpc":"2.0","method":"exit"})").method == "exit");
}

TEST_CASE("what isn't JSON is a parse error") {
    for (std::string_view text : {"", "{", "nonsense", "{\"a\":}", "\"\xff\xfe\"", "{} {}"}) {
        INFO(text);
        CHECK(error_of(text) == ErrorCode::ParseError);
    }
}

TEST_CASE("JSON that isn't a message is an invalid request") {
    for (std::string_view text :
         {"1", "null", "\"text\"", "{}", R"({"jsonrpc":"2.0"})", R"({"id":1,"method":"m"})",
          R"({"jsonrpc":"1.0","id":1,"method":"m"})", R"({"jsonrpc":"2.0","id":1,"method":3})",
          R"({"jsonrpc":"2.0","id":1.5,"method":"m"})",
          R"({"jsonrpc":"2.0","id":null,"method":"m"})",
          R"({"jsonrpc":"2.0","id":[1],"method":"m"})", R"({"jsonrpc":2.0,"id":1,"method":"m"})"}) {
        INFO(text);
        CHECK(error_of(text) == ErrorCode::InvalidRequest);
    }
}

TEST_CASE("an invalid request is answered with its id if it has one") {
    CHECK(only<InvalidMessage>(R"({"id":4,"method":"m"})").id == RequestId(std::int64_t{4}));
    CHECK(only<InvalidMessage>(R"({"jsonrpc":"2.0","id":"a","method":1})").id == RequestId("a"));
    CHECK(!only<InvalidMessage>("{}").id);
}

TEST_CASE("a batch is several messages; an empty one is invalid") {
    Content batch = parse_content(R"([{"jsonrpc":"2.0","id":1,"method":"a"},1])");
    CHECK(batch.batch);
    REQUIRE(batch.messages.size() == 2);
    CHECK(std::holds_alternative<Request>(batch.messages[0]));
    CHECK(std::holds_alternative<InvalidMessage>(batch.messages[1]));
    CHECK(error_of("[]") == ErrorCode::InvalidRequest);
    CHECK(!parse_content("[]").batch);
}

TEST_CASE("answers carry a result or an error") {
    CHECK(only<Response>(R"({"jsonrpc":"2.0","id":1,"result":null})").result.has_value());
    Response refused =
        only<Response>(R"({"jsonrpc":"2.0","id":"k","error":{"code":-32601,"message":"no"}})");
    REQUIRE(!refused.result);
    CHECK(refused.result.error().code == ErrorCode::MethodNotFound);
    CHECK(refused.result.error().message == "no");
}

TEST_CASE("an answer that nobody can be told of is passed on as a notification") {
    const Notification stray =
        only<Notification>(R"({"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"no"}})");
    CHECK(stray.method == "$/unidentifiedResponse");
    REQUIRE(stray.params.value() != nullptr);
    CHECK(stray.params.value()->dump() == R"({"code":-32700,"message":"no"})");
}

TEST_CASE("an error that isn't one is an error all the same") {
    const auto error_in = [](const std::string& error) {
        return only<Response>(R"({"jsonrpc":"2.0","id":1,"error":)" + error + "}").result.error();
    };
    const ResponseError plain;
    for (const char* odd : {"3", "{}", R"({"code":"x","message":4})"}) {
        INFO(odd);
        CHECK(error_in(odd).code == plain.code);
        CHECK(error_in(odd).message == plain.message);
    }
}

TEST_CASE("a number is an id as far as 63 bits go") {
    CHECK(only<Request>(R"({"jsonrpc":"2.0","id":9223372036854775807,"method":"m"})").id ==
          RequestId(std::int64_t{9223372036854775807}));
    CHECK(error_of(R"({"jsonrpc":"2.0","id":9223372036854775808,"method":"m"})") ==
          ErrorCode::InvalidRequest);
    CHECK(only<Request>(R"({"jsonrpc":"2.0","id":-4,"method":"m"})").id ==
          RequestId(std::int64_t{-4}));
}

TEST_CASE("deep nesting is refused before anything is built") {
    std::string deep(1'000'000, '[');
    const std::string refusal =
        "JSON nested deeper than " + std::to_string(kMaxJsonDepth) + " levels.";
    CHECK(only<InvalidMessage>(deep).error.code == ErrorCode::ParseError);
    CHECK(only<InvalidMessage>(deep).error.message == refusal);
    CHECK(only<InvalidMessage>(std::string(kMaxJsonDepth + 1, '[') +
                               std::string(kMaxJsonDepth + 1, ']'))
              .error.message == refusal);
    std::string allowed = R"({"jsonrpc":"2.0","method":"m","params":)" +
                          std::string(kMaxJsonDepth - 1, '[') +
                          std::string(kMaxJsonDepth - 1, ']') + "}";
    CHECK(only<Notification>(allowed).method == "m");
}

TEST_CASE("brackets inside strings don't nest") {
    std::string text = R"({"jsonrpc":"2.0","method":"\")" + std::string(1000, '[') + "\"}";
    CHECK(only<Notification>(text).method.size() == 1001);
}

TEST_CASE("brackets side by side don't nest, nor do those too many that close") {
    std::string side_by_side = "[[]";
    for (int i = 0; i < 1000; ++i) side_by_side += ",[],{}";
    CHECK(only<Notification>(R"({"jsonrpc":"2.0","method":"m","params":)" + side_by_side + "]}")
              .method == "m");
    CHECK(error_of("]]]" + std::string(1'000'000, '[')) == ErrorCode::ParseError);
}

TEST_CASE("half a surrogate pair becomes a replacement character, a whole one stays") {
    CHECK(only<Notification>(R"({"jsonrpc":"2.0","method":"a\ud83db"})").method ==
          "a\xEF\xBF\xBD"
          "b");
    CHECK(only<Notification>(R"({"jsonrpc":"2.0","method":"\ud83d\udc0d\udc0d\\ud83d"})").method ==
          "\xF0\x9F\x90\x8D\xEF\xBF\xBD\\ud83d");
}

TEST_CASE("surrogates are told apart at their limits") {
    CHECK(only<Notification>(R"({"jsonrpc":"2.0","method":"\udc00\udc00\ud83d\udc00\udfff"})")
              .method == "\xEF\xBF\xBD\xEF\xBF\xBD\xF0\x9F\x90\x80\xEF\xBF\xBD");
    CHECK(only<Notification>(R"({"jsonrpc":"2.0","method":"\ud800\ud7ff\udbff\udfff\ue000"})")
              .method == "\xEF\xBF\xBD\xED\x9F\xBF\xF4\x8F\xBF\xBF\xEE\x80\x80");
}

TEST_CASE("what is sent is JSON whatever the texts hold") {
    CHECK(failure(RequestId("a\"b"), {ErrorCode::InvalidParams, "x\n"}) ==
          R"({"jsonrpc":"2.0","id":"a\"b","error":{"code":-32602,"message":"x\n"}})");
    CHECK(failure(std::nullopt, {ErrorCode::ParseError, "\xff"}).find("\xEF\xBF\xBD") !=
          std::string::npos);
    CHECK(success(RequestId(std::int64_t{3}), "null") ==
          R"({"jsonrpc":"2.0","id":3,"result":null})");
    CHECK(request(RequestId("k"), "m\"", "[]") ==
          R"({"jsonrpc":"2.0","id":"k","method":"m\"","params":[]})");
    CHECK(notification("m", "{}") == R"({"jsonrpc":"2.0","method":"m","params":{}})");
    CHECK(failure(std::nullopt, {ErrorCode::ParseError, "x"}) ==
          R"({"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"x"}})");
    CHECK(frame("ab") == "Content-Length: 2\r\n\r\nab");
}
