#include "base/bytes.h"

#include <catch2/catch_test_macros.hpp>

namespace krait::base {

TEST_CASE("Bytes: what is written comes back in order") {
    const Digest digest = digest_of("x");
    const std::string bytes = ByteWriter()
                                  .number(0)
                                  .number(127)
                                  .number(128)
                                  .number(~std::uint64_t{0})
                                  .text("")
                                  .text(std::string(300, 'a'))
                                  .digest(digest)
                                  .flag(true)
                                  .take();
    ByteReader in(bytes);
    CHECK(in.number() == 0);
    CHECK(in.number() == 127);
    CHECK(in.number() == 128);
    CHECK(in.number() == ~std::uint64_t{0});
    CHECK(in.text().empty());
    CHECK(in.text() == std::string(300, 'a'));
    CHECK(in.digest() == digest);
    CHECK_FALSE(in.complete());
    CHECK(in.flag());
    CHECK(in.complete());
}

TEST_CASE("Bytes: reading too much gives zeros, and says so") {
    ByteReader in(
        std::string_view("\x05"
                         "abc",
                         4));
    CHECK(in.text().empty());
    CHECK(in.number() == 0);
    CHECK(in.failed());
    CHECK_FALSE(in.complete());
}

TEST_CASE("Bytes: a number that never ends, a count that can't be") {
    const std::string endless(20, '\xFF');
    ByteReader in(endless);
    (void)in.number();
    CHECK(in.failed());
    const std::string large = ByteWriter().number(1000).number(1).take();
    ByteReader counts(large);
    CHECK(counts.count() == 0);
    CHECK(counts.failed());
}

}  // namespace krait::base
