// questions.h
//
// What a job asked published interfaces, with the answers: the trace by which its result is
// accepted in another revision. A module whose whole interface is what it was then needn't be asked
// at all, which is what makes it cheap to ask thousands of results after an edit.

#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "project/module_registry.h"
#include "project/published.h"
#include "python/image/reads.h"
#include "scheduler/engine.h"

namespace krait::project {

/// What was asked, module by module; and what those modules' interfaces were, so that one that is
/// the same as then needn't be asked again.
class Questions {
public:
    Questions() = default;
    Questions(std::vector<image::Read> reads, const scheduler::Snapshot& snapshot,
              const ModuleRegistry& registry);

    /// Modules that were asked about, sorted; those of `module look-ups` are not among them.
    [[nodiscard]] std::span<const base::ModuleId> modules() const { return modules_; }
    [[nodiscard]] std::span<const base::ModuleId> located() const { return located_; }
    /// What `part` asked. Made anew; of the answers their lower halves, which is all that is
    /// compared. Of a module that comes with Krait, whose single questions aren't kept, one that
    /// stands for all.
    [[nodiscard]] std::vector<image::Read> reads(image::Part part = image::Part::Both) const;

    enum class Verdict { Same, Other, OtherNames };
    /// OtherNames: somebody's whole set of names, which was asked for, is another. What modules
    /// import is each part's question: which of them can be seen is found out once for all.
    [[nodiscard]] Verdict ask_again(const scheduler::Snapshot& snapshot,
                                    const ModuleRegistry& registry,
                                    image::Part part = image::Part::Both) const;

private:
    struct Seen {
        base::Digest fingerprint;
        base::Digest places;
        std::uint32_t first = 0;  // of its reads
        std::uint32_t last = 0;
        bool there = false;
        image::Part by{};    ///< who asked, any of its questions
        bool alone = false;  ///< of a module that comes with Krait: nobody edits it
        friend bool operator==(const Seen&, const Seen&) = default;
    };
    /// A read but for its kind and its module: a million of these live as long as the program.
    struct Kept {
        std::uint64_t answer = 0;
        symbols::Slot slot = symbols::Slot::None;
        base::Name name = base::Name::Empty;
    };
    struct Kind {
        explicit Kind(const image::Read& read) : kind(read.kind), by(read.by) {}
        image::ReadKind kind : 6;
        image::Part by : 2;
    };
    [[nodiscard]] image::Read read(std::size_t place, base::ModuleId module) const;

    std::vector<Kept> kept_;               // by module
    std::vector<Kind> kinds_;              // parallel
    std::vector<base::ModuleId> modules_;  // sorted
    std::vector<Seen> seen_;               // parallel
    std::vector<base::ModuleId> located_;  // sorted
    std::vector<image::Read> lookups_;     // of modules
};

/// The trace of a body job.
class RecordedReads final : public scheduler::Reads {
public:
    /// `snapshot`: the job's.
    RecordedReads(std::vector<image::Read> reads, const scheduler::Snapshot& snapshot,
                  const ModuleRegistry& registry)
        : questions_(std::move(reads), snapshot, registry), registry_(registry) {}
    [[nodiscard]] std::span<const base::ModuleId> modules() const override {
        return questions_.modules();
    }
    [[nodiscard]] std::span<const base::ModuleId> located() const override {
        return questions_.located();
    }
    [[nodiscard]] bool match(const scheduler::Snapshot& snapshot) const override {
        return questions_.ask_again(snapshot, registry_) == Questions::Verdict::Same;
    }
    [[nodiscard]] std::vector<image::Read> reads() const { return questions_.reads(); }

private:
    Questions questions_;
    const ModuleRegistry& registry_;
};

}  // namespace krait::project
