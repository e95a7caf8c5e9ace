// shaping_checks.h
//
// What the checks of a module's shaping functions (those that define attributes of self or globals,
// and are checked with the interface) left behind, function by function. When the module is built
// again because others' answers changed, but no answer to what these functions asked, most of them
// needn't be checked: what a function defined and what was found in it is put in its place when
// mypy's order comes to it. So statements before it see its attributes as not inferred yet, and
// those after it see them.
//
// That is only right if it would have seen the same of its own module, too. While they run, all
// that can differ is what was inferred at which point of the order, so a digest of that goes with
// each function. What the types were is asked when all is done: the image has to be what it was, or
// the module is built once more without what is known.

#pragma once

#include <cstdint>
#include <vector>

#include "project/published.h"
#include "python/checker/context.h"
#include "python/semantic/readers.h"

namespace krait::project {

struct ShapingCheck {
    base::Name path = base::Name::Empty;
    checker::FunctionStage stage = checker::FunctionStage::Check;
    bool is_plain = false;   ///< what is said here is all that comes of it
    std::uint64_t seen = 0;  ///< digest of what had been inferred when it began
    std::uint32_t first_found = 0;
    std::uint32_t last_found = 0;  ///< of the diagnostics
    std::uint32_t first_inferred = 0;
    std::uint32_t last_inferred = 0;  ///< of ShapingChecks::inferred
    std::uint32_t meta_ids = 0;       ///< numbers that it gave to type variables
    std::uint32_t not_implemented = 0;
};

struct ShapingChecks {
    std::vector<ShapingCheck> checks;     ///< in the order in which they were done
    std::vector<symbols::Slot> inferred;  ///< variables that got their type there
    std::uint32_t found_by_analysis = 0;  ///< diagnostics of the module before those of checks
};

/// What is known of the only module that is built. All outlive it.
struct KnownChecks {
    const ShapingChecks& checks;
    const Findings& findings;
    const image::ModuleInterface& image;
    const Skeleton& now;
};

class ShapingWatch final : public checker::FunctionWatch {
public:
    /// When the module is analysed. `pending`: what is left to infer in it; `known` may be null.
    ShapingWatch(semantic::ModuleDraft& draft, semantic::DraftReader& reader,
                 const std::vector<symbols::Slot>& pending, const KnownChecks* known);

    [[nodiscard]] bool begin(checker::CheckContext& ck, syntax::NodeId function,
                             checker::FunctionStage stage) override;
    void end(checker::CheckContext& ck) override;

    [[nodiscard]] std::size_t reused() const { return reused_; }
    /// How many bodies were checked.
    [[nodiscard]] std::size_t checked() const { return checked_; }
    /// Some function saw its module in another state than before.
    [[nodiscard]] bool diverged() const { return diverged_; }
    /// When all is checked.
    [[nodiscard]] ShapingChecks take();

private:
    /// A definition whose type was not inferred when checks began.
    struct Watched {
        types::Definition* definition;
        symbols::Slot slot;
        types::TypePtr type = nullptr;
    };
    /// What a check must leave as it was.
    struct Around {
        std::size_t deferred = 0;
        std::size_t unreachable_lines = 0;
        std::uint32_t intersections_used = 0;
        std::vector<std::pair<const types::VarInfo*, bool>> partial;
        friend bool operator==(const Around&, const Around&) = default;
    };
    [[nodiscard]] static Around around(const checker::CheckContext& ck);
    /// Looks at what was inferred since the last time. True if these are variables that are known
    /// for good now; if a function did it, they go to ShapingChecks::inferred.
    bool note_inferred(bool by_function);
    /// Puts everything that comes of the check that begins in its place, if that is known.
    bool put_known(checker::CheckContext& ck);
    void finish(const checker::CheckContext& ck);

    semantic::ModuleDraft& draft_;
    semantic::DraftReader& reader_;
    const KnownChecks* known_;
    ShapingChecks made_;
    std::vector<Watched> watched_;
    std::uint64_t seen_ = 0;
    std::size_t next_ = 0;  // of the known checks
    std::size_t reused_ = 0;
    std::size_t checked_ = 0;
    bool diverged_ = false;
    Around before_;                  // of the check that goes on
    types::MemberMemo member_memo_;  // of the functions, while the rest of the module is checked
};

}  // namespace krait::project
