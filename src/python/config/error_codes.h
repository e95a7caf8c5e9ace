// error_codes.h
//
// Which error codes exist, which are on by default and which are part of a broader one, as
// mypy 2.4.1 has it. It lives with the configuration because enabling and disabling codes is
// configuration; the texts that carry the codes are in messages.

#pragma once

#include <bitset>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace krait::config {

struct ErrorCodeInfo {
    std::string_view name;          ///< "arg-type"
    bool default_enabled = true;    ///< without any option
    std::string_view part_of = {};  ///< the broader code that disables this one too; may be empty
};

/// Every code that mypy 2.4.1 knows, in its order of definition.
[[nodiscard]] std::span<const ErrorCodeInfo> all_error_codes();

/// Position in all_error_codes(), or nothing for a name that isn't a code.
[[nodiscard]] std::optional<std::size_t> error_code_index(std::string_view name);

/// A set of known error codes. A name that isn't a code is never in it.
class ErrorCodeSet {
public:
    void add(std::string_view name) { set(name, true); }
    void remove(std::string_view name) { set(name, false); }
    void merge(const ErrorCodeSet& other) { bits_ |= other.bits_; }
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
