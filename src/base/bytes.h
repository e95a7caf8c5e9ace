// bytes.h
//
// Small records as bytes, for what leaves the process: numbers as varints (7 bits a byte, low ones
// first), texts with their length before them. The reader takes any bytes: once something doesn't
// fit it gives zeros and empty texts, and says so at the end, so that decoding is straight-line
// code with one check.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/hash.h"

namespace krait::base {

class ByteWriter {
public:
    ByteWriter& number(std::uint64_t value) {
        if (value >= 0x80) return long_number(value);
        bytes_.push_back(static_cast<char>(value));
        return *this;
    }
    ByteWriter& flag(bool value) { return number(value ? 1 : 0); }
    ByteWriter& text(std::string_view value) {
        number(value.size());
        bytes_ += value;
        return *this;
    }
    ByteWriter& digest(const Digest& value);
    /// Eight bytes whatever the value: for what is as good as random.
    ByteWriter& word(std::uint64_t value);

    [[nodiscard]] std::string take() { return std::move(bytes_); }

private:
    ByteWriter& long_number(std::uint64_t value);

    std::string bytes_;
};

/// Borrows the bytes.
class ByteReader {
public:
    explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

    [[nodiscard]] std::uint64_t number();
    /// A number that counts things of at least one byte each: never more than bytes are left.
    [[nodiscard]] std::size_t count();
    [[nodiscard]] bool flag() { return number() != 0; }
    [[nodiscard]] std::string_view text();
    [[nodiscard]] Digest digest();
    [[nodiscard]] std::uint64_t word();

    [[nodiscard]] bool failed() const { return failed_; }
    /// Everything was read, and all of it fitted.
    [[nodiscard]] bool complete() const { return !failed_ && rest_.empty(); }

private:
    std::string_view take(std::uint64_t size);

    std::string_view rest_;
    bool failed_ = false;
};

}  // namespace krait::base
