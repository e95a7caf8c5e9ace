// error_codes.h
//
// Sets of error codes, as options enable and disable them. Which codes there are is messages'
// table.

#pragma once

#include <bitset>
#include <cstddef>
#include <optional>
#include <string_view>

namespace krait::config {

/// A code's place in messages::codes::all(), or nothing for a name that isn't a code.
[[nodiscard]] std::optional<std::size_t> error_code_index(std::string_view name);

/// A set of known error codes, by name. A name that isn't a code is never in it.
class ErrorCodeSet {
public:
    void add(std::string_view name) { set(name, true); }
    void remove(std::string_view name) { set(name, false); }
    void subtract(const ErrorCodeSet& other) { bits_ &= ~other.bits_; }
    [[nodiscard]] bool contains(std::string_view name) const {
        const auto index = error_code_index(name);
        return index && bits_.test(*index);
    }
    [[nodiscard]] bool contains_index(std::size_t index) const { return bits_.test(index); }
    [[nodiscard]] bool empty() const { return bits_.none(); }

    friend bool operator==(const ErrorCodeSet&, const ErrorCodeSet&) = default;

private:
    void set(std::string_view name, bool value) {
        if (const auto index = error_code_index(name)) bits_.set(*index, value);
    }
    std::bitset<128> bits_;
};

}  // namespace krait::config
