// replay.h
//
// Runs a script against a real program, in memory: configuration, scheduler, engine, images and
// publisher as in the server. Whenever things have settled, what is published must be, byte for
// byte, what a fresh program says of the same texts.

#pragma once

#include <memory>
#include <optional>
#include <string>

#include "stress/script.h"

namespace krait::stress {

/// What the files are now; a plain model of disk and editor.
struct World {
    Files disk;
    Files open;  ///< the editor's texts

    /// Whether the event means anything here; applies it if so.
    bool apply(const Event& event);
    /// What a check of everything sees.
    [[nodiscard]] Files texts() const;
};

/// A program that lives through the events.
class Replay {
public:
    /// `script` gives arguments, order and first texts; its events are left to the caller.
    explicit Replay(const Script& script);
    ~Replay();

    /// Applies one event and lets things run for its pause. What is wrong after it, if anything.
    [[nodiscard]] std::optional<std::string> apply(const Event& event, bool compare = true);

    [[nodiscard]] const World& world() const;

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

/// The whole script. What is wrong, if anything; after its last event alone, if so wished.
[[nodiscard]] std::optional<std::string> replay(const Script& script, bool only_at_end = false);

}  // namespace krait::stress
