// limits.h
//
// Programs can nest types as deep as they like, and recursive aliases and protocols make more depth
// than is written. Every operation that calls itself on parts of a type holds a DepthGuard; where
// it is exceeded, the operation answers with what can't cause a false alarm (compatible, Any,
// unchanged) instead of overflowing the stack.

#pragma once

#include <cstdint>

#include "python/types/context.h"

namespace krait::types {

/// Deep enough for any type that a person writes; shallow enough for a stack of 8 MiB, whose
/// deepest user (subtyping of callables) takes about 2 KiB per level.
inline constexpr std::uint32_t kMaxTypeDepth = 600;

/// mypy's MAX_PROTOCOL_DEPTH: with more assumptions on one protocol, the answer is yes.
inline constexpr std::uint32_t kMaxProtocolDepth = 20;

class DepthGuard {
public:
    explicit DepthGuard(Context& cx) : cx_(cx) { ++cx_.depth; }
    ~DepthGuard() { --cx_.depth; }
    DepthGuard(const DepthGuard&) = delete;
    DepthGuard& operator=(const DepthGuard&) = delete;

    [[nodiscard]] bool exceeded() const { return cx_.depth > kMaxTypeDepth; }

private:
    Context& cx_;
};

}  // namespace krait::types
