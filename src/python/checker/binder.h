// binder.h
//
// What is known about variables here and now: `x` is a `str` in this branch, after this assignment.
// The binder is mypy's: a stack of frames (branches, loops, try blocks), each of which maps
// expressions that can be narrowed (`x`, `x.y`, `x[0]`) to types; when a frame is left, what its
// ways out have in common goes to the frame below.
//
// Expressions are known by keys (keys.h), so that two spellings of one thing share their type.

#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "python/checker/keys.h"
#include "python/syntax/node.h"
#include "python/types/type.h"

namespace krait::checker {

struct CheckContext;
using syntax::NodeId;
using types::TypePtr;

struct CurrentType {
    TypePtr type = nullptr;
    bool from_assignment = false;
};

struct Frame {
    std::uint32_t id = 0;
    bool conditional = false;
    bool unreachable = false;
    bool suppress_unreachable_warnings = false;
    /// In order of first assignment, so that results never depend on hashing.
    std::vector<std::pair<KeyId, CurrentType>> types{};

    [[nodiscard]] const CurrentType* find(KeyId key) const;
    void put(KeyId key, CurrentType type);
    void erase(KeyId key);
};

struct FrameOptions {
    bool can_skip = false;
    std::uint32_t fall_through = 1;
    std::uint32_t break_frame = 0;
    std::uint32_t continue_frame = 0;
    bool conditional = false;
    bool is_try = false;
    bool discard = false;
};

struct Binder {
    explicit Binder(CheckContext& context);

    CheckContext& ck;
    std::uint32_t next_id = 1;
    std::vector<Frame> frames{};
    /// For each frame but the first: the states in which control leaves it to the one below.
    std::vector<std::vector<Frame>> options_on_return{};
    std::unordered_map<KeyId, TypePtr> declarations{};
    std::unordered_map<KeyId, std::vector<KeyId>> dependencies{};
    bool last_pop_changed = false;
    std::vector<std::size_t> try_frames{};
    std::vector<std::size_t> break_frames{};
    std::vector<std::size_t> continue_frames{};
    /// Grows with every change: what was computed under an older version may be stale.
    std::uint64_t version = 0;
    /// Set while a union is unpacked into several targets: assignments are collected, not made.
    struct Collected {
        NodeId expr;
        std::vector<std::pair<TypePtr, TypePtr>> types;  // (assigned, declared)
    };
    std::vector<Collected>* collecting = nullptr;

    [[nodiscard]] TypePtr get(KeyId key) const;
    void put(NodeId expr, TypePtr type, bool from_assignment = true);
    void assign_type(NodeId expr, TypePtr type, TypePtr declared);
    void cleanse(NodeId expr);
    void unreachable();
    void suppress_unreachable_warnings();
    [[nodiscard]] bool is_unreachable() const;
    [[nodiscard]] bool is_unreachable_warning_suppressed() const;
    void handle_break();
    void handle_continue();

    Frame& push_frame(bool conditional = false);
    Frame pop_frame(bool can_skip, std::uint32_t fall_through, bool discard = false);

private:
    [[nodiscard]] const CurrentType* current(KeyId key) const;
    void put_key(KeyId key, TypePtr type, bool from_assignment);
    void cleanse_key(KeyId key);
    void invalidate_dependencies(KeyId key);
    void add_dependencies(KeyId key, KeyId value);
    void allow_jump(std::size_t index);
    [[nodiscard]] bool update_from_options(const std::vector<Frame>& options);
    [[nodiscard]] TypePtr merged_type(KeyId key, const std::vector<CurrentType>& values,
                                      bool old_semantics);
    friend class FrameScope;
};

/// One frame, for as long as a scope lasts (mypy's frame_context).
class FrameScope {
public:
    FrameScope(Binder& binder, FrameOptions options);
    ~FrameScope() noexcept(false);
    FrameScope(const FrameScope&) = delete;
    FrameScope& operator=(const FrameScope&) = delete;

private:
    Binder& binder_;
    FrameOptions options_;
    int exceptions_;  // uncaught when the scope began
};

/// The frame in which a module, class or function starts (mypy's top_frame_context).
class TopFrameScope {
public:
    explicit TopFrameScope(Binder& binder);
    ~TopFrameScope() noexcept(false);
    TopFrameScope(const TopFrameScope&) = delete;
    TopFrameScope& operator=(const TopFrameScope&) = delete;

private:
    Binder& binder_;
    int exceptions_;
};

/// The type that an expression was declared with, as far as the binder cares.
[[nodiscard]] TypePtr declaration_of(CheckContext& ck, NodeId expr);

}  // namespace krait::checker
