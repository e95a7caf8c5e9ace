// hash.h
//
// One hash for everything that is compared across processes, versions or machines: 128 bits of
// XXH3. Fingerprints are made of names and values, never of ids, addresses or order of arrival;
// that is the caller's duty, this file only offers what makes it easy.

#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace krait::base {

/// 128 bits; equal digests are taken for equal content.
struct Digest {
    std::uint64_t low = 0;
    std::uint64_t high = 0;

    friend bool operator==(const Digest&, const Digest&) = default;
    friend auto operator<=>(const Digest&, const Digest&) = default;

    /// 32 lower-case hexadecimal digits.
    [[nodiscard]] std::string hex() const;
};

[[nodiscard]] Digest digest_of(std::string_view bytes);
[[nodiscard]] std::uint64_t hash_of(std::string_view bytes);

/// Collects values and hashes them at the end. Each `add` is delimited, so that ("ab", "c") and
/// ("a", "bc") differ. Not thread-safe.
class Hasher {
public:
    Hasher& add(std::string_view text);
    Hasher& add(std::uint64_t value);
    Hasher& add(const Digest& digest);
    Hasher& add_flag(bool value) { return add(std::uint64_t{value}); }

    [[nodiscard]] Digest finish() const;

private:
    std::vector<char> bytes_;
};

}  // namespace krait::base

template <>
struct std::hash<krait::base::Digest> {
    std::size_t operator()(const krait::base::Digest& digest) const noexcept { return digest.low; }
};
