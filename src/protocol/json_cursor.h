// json_cursor.h
//
// Reads typed values out of JSON and remembers where it is, so that a wrong type is reported as
// "params.textDocument.version: must be an integer". Nothing is thrown: the first failure is kept
// and everything after it reads as a default. The path is put together only when it is needed.

#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/rpc.h"

namespace krait::protocol {

/// A place in a JSON document. Lives on the stack of the reader of the value around it.
class JsonCursor {
public:
    JsonCursor(const nlohmann::json* value, std::string_view name, std::string& failure)
        : value_(value), name_(name), failure_(&failure) {}

    [[nodiscard]] bool absent() const { return value_ == nullptr; }
    [[nodiscard]] bool null_or_absent() const { return absent() || value_->is_null(); }
    [[nodiscard]] const nlohmann::json& value() const { return *value_; }

    [[nodiscard]] JsonCursor field(std::string_view name) const {
        JsonCursor inner(nullptr, name, *failure_);
        inner.parent_ = this;
        if (value_ != nullptr && value_->is_object()) {
            auto at = value_->find(name);
            if (at != value_->end()) inner.value_ = &*at;
        }
        return inner;
    }
    [[nodiscard]] JsonCursor item(std::size_t index) const {
        JsonCursor inner(&(*value_)[index], {}, *failure_);
        inner.parent_ = this;
        inner.index_ = index;
        return inner;
    }

    void fail(std::string_view what) const {
        if (failure_->empty()) *failure_ = path().append(": ").append(what);
    }
    [[nodiscard]] std::string path() const {
        if (parent_ == nullptr) return std::string(name_);
        if (name_.empty()) return parent_->path() + "[" + std::to_string(index_) + "]";
        return parent_->path() + "." + std::string(name_);
    }
    /// True if the value is an object; else it has failed.
    [[nodiscard]] bool expect_object() const {
        if (value_ != nullptr && value_->is_object()) return true;
        fail(absent() ? "missing" : "must be an object");
        return false;
    }

    /// Reads a field that must be there.
    template <class T>
    void required(std::string_view name, T& out) const {
        JsonCursor inner = field(name);
        inner.absent() ? inner.fail("missing") : read(inner, out);
    }
    /// Reads a field that may be missing or null; `out` keeps its value then.
    template <class T>
    void optional(std::string_view name, T& out) const {
        JsonCursor inner = field(name);
        if (!inner.null_or_absent()) read(inner, out);
    }

private:
    const nlohmann::json* value_;
    const JsonCursor* parent_ = nullptr;
    std::string_view name_;
    std::size_t index_ = 0;
    std::string* failure_;
};

inline void read(const JsonCursor& at, std::string& out) {
    if (!at.value().is_string()) return at.fail("must be a string");
    out = at.value().get_ref<const std::string&>();
}

inline void read(const JsonCursor& at, bool& out) {
    if (!at.value().is_boolean()) return at.fail("must be a boolean");
    out = at.value().get<bool>();
}

/// JSON knows no integers: 1.0 is one too.
inline std::optional<double> whole_number(const JsonCursor& at) {
    if (!at.value().is_number()) return std::nullopt;
    double number = at.value().get<double>();
    return std::floor(number) == number ? std::optional(number) : std::nullopt;
}

inline void read(const JsonCursor& at, std::int64_t& out) {
    std::optional<double> number = whole_number(at);
    if (!number || std::abs(*number) > 9e15) return at.fail("must be an integer");
    out = static_cast<std::int64_t>(*number);
}

inline void read(const JsonCursor& at, std::int32_t& out) {
    std::optional<double> number = whole_number(at);
    if (!number || std::abs(*number) > std::numeric_limits<std::int32_t>::max()) {
        return at.fail("must be an integer");
    }
    out = static_cast<std::int32_t>(*number);
}

/// Some clients send a huge number where they mean "the end": it is as good as the largest.
inline void read(const JsonCursor& at, std::uint32_t& out) {
    std::optional<double> number = whole_number(at);
    if (!number || *number < 0) return at.fail("must be a non-negative integer");
    constexpr double kLargest = std::numeric_limits<std::int32_t>::max();
    out = static_cast<std::uint32_t>(std::min(*number, kLargest));
}

template <class T>
void read(const JsonCursor& at, std::optional<T>& out) {
    read(at, out.emplace());
}

template <class T>
void read(const JsonCursor& at, std::vector<T>& out) {
    if (!at.value().is_array()) return at.fail("must be an array");
    out.clear();
    out.reserve(at.value().size());
    for (std::size_t i = 0; i < at.value().size(); ++i) read(at.item(i), out.emplace_back());
}

/// A whole `params` (or `result`, by `name`) as a T.
template <class T>
Decoded<T> decode_payload(const Payload& payload, std::string_view name = "params") {
    std::string failure;
    T out{};
    JsonCursor root(payload.value(), name, failure);
    if (root.absent()) {
        root.fail("missing");
    } else {
        read(root, out);
    }
    if (failure.empty()) return out;
    return tl::unexpected(ResponseError{ErrorCode::InvalidParams, std::move(failure)});
}

}  // namespace krait::protocol
