// result.h
//
// Failures that are expected (a file that can't be read, a configuration that can't be parsed) are
// part of a function's return type; exceptions are left for cancellation and internal errors. The
// carrier is tl::expected, which std::expected was modelled on and which C++20 compilers have.

#pragma once

#include <string>
#include <tl/expected.hpp>

namespace krait::base {

/// What went wrong, as one or more whole sentences that a person can act on.
struct Error {
    std::string message;
};

template <class T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(std::string message) {
    return tl::unexpected<Error>(Error{std::move(message)});
}

}  // namespace krait::base
