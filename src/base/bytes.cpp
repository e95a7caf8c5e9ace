#include "base/bytes.h"

namespace krait::base {

ByteWriter& ByteWriter::long_number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_.push_back(static_cast<char>(value | 0x80));
    bytes_.push_back(static_cast<char>(value));
    return *this;
}

ByteWriter& ByteWriter::digest(const Digest& value) {
    return word(value.low).word(value.high);
}

ByteWriter& ByteWriter::word(std::uint64_t value) {
    char bytes[8];
    for (int i = 0; i < 8; ++i) bytes[i] = static_cast<char>(value >> (8 * i));
    bytes_.append(bytes, sizeof bytes);
    return *this;
}

std::uint64_t ByteReader::number() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
        const std::string_view byte = take(1);
        if (byte.empty()) return 0;
        const auto bits = static_cast<unsigned char>(byte.front());
        value |= std::uint64_t{bits & 0x7Fu} << shift;
        if (bits < 0x80) return value;
    }
    failed_ = true;
    return 0;
}

std::size_t ByteReader::count() {
    const std::uint64_t value = number();
    if (value <= rest_.size()) return value;
    failed_ = true;
    return 0;
}

std::string_view ByteReader::text() {
    return take(number());
}

Digest ByteReader::digest() {
    const std::uint64_t low = word();
    return {low, word()};
}

std::uint64_t ByteReader::word() {
    const std::string_view bytes = take(8);
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        value |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
    }
    return value;
}

std::string_view ByteReader::take(std::uint64_t size) {
    if (failed_ || size > rest_.size()) {
        failed_ = true;
        return {};
    }
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
}

}  // namespace krait::base
