// payload.h
//
// A message's `params` or `result` before its type is known. The JSON library is slow to compile,
// so it hides behind this handle: only the conversions look inside.

#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>

namespace krait::protocol {

/// A JSON value, shared and immutable; empty if the message had none.
class Payload {
public:
    Payload() = default;
    explicit Payload(std::shared_ptr<const nlohmann::json> value) : value_(std::move(value)) {}

    /// Null if there is none. For conversions only.
    [[nodiscard]] const nlohmann::json* value() const { return value_.get(); }

private:
    std::shared_ptr<const nlohmann::json> value_;
};

}  // namespace krait::protocol
