// reads.h
//
// What a job looked up in published interfaces, with what it found: a verifying trace. A result may
// be used in another revision exactly if every one of its reads gives the same answer there. What
// was not found counts like what was: a name that is added may satisfy an earlier failed look-up.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/hash.h"
#include "base/ids.h"
#include "base/interner.h"
#include "python/image/module_interface.h"

namespace krait::image {

/// Which question was asked.
enum class ReadKind : std::uint8_t {
    Definition,    ///< a definition without its members: (module, slot)
    Module,        ///< facts of a module
    Symbol,        ///< a name in a module's namespace: (module, name)
    Symbols,       ///< all names of a module
    Member,        ///< a name in a class's body: (module, slot, name)
    Members,       ///< all names in a class's body
    ModuleLookup,  ///< which module a name leads to: (importing module, name)
    Imports,       ///< the modules that a module imports
    Location,      ///< the line of a definition, for a message
};

/// Which part of a module asked: its frame (what stands at its top level, signatures), its shaping
/// functions, or both.
enum class Part : std::uint8_t { Frame = 1, Shaping = 2, Both = 3 };

[[nodiscard]] constexpr bool overlap(Part a, Part b) {
    return (static_cast<std::uint8_t>(a) & static_cast<std::uint8_t>(b)) != 0;
}
[[nodiscard]] constexpr Part joined(Part a, Part b) {
    return static_cast<Part>(static_cast<std::uint8_t>(a) | static_cast<std::uint8_t>(b));
}

struct Read {
    Read(ReadKind asked, base::ModuleId of, symbols::Slot at = symbols::Slot::None,
         base::Name called = base::Name::Empty, base::Digest told = {})
        : kind(asked), module(of), slot(at), name(called), answer(told) {}

    ReadKind kind;
    Part by = Part::Frame;
    base::ModuleId module;
    symbols::Slot slot;
    base::Name name;
    base::Digest answer;  ///< all zero: nothing was found

    [[nodiscard]] bool same_question(const Read& other) const {
        return kind == other.kind && module == other.module && slot == other.slot &&
               name == other.name;
    }
};

/// The published interfaces that a job may see: its snapshot. Thread-safe.
class Interfaces {
public:
    virtual ~Interfaces() = default;
    /// Null if the module has none.
    [[nodiscard]] virtual const ModuleInterface* find(base::ModuleId module) const = 0;
    /// Of what `find` gives, which need not be opened for it; nothing if it gives null.
    [[nodiscard]] virtual std::optional<base::Digest> fingerprint(base::ModuleId module) const {
        const ModuleInterface* interface = find(module);
        return interface == nullptr ? std::nullopt : std::optional(interface->fingerprint());
    }
    /// Nobody edits the module: its whole interface is what a trace of it keeps.
    [[nodiscard]] virtual bool comes_with_program(base::ModuleId module) const {
        (void)module;
        return false;
    }
    /// The module that `name` leads to when `from` imports it; None if there is none.
    [[nodiscard]] virtual base::ModuleId find_module(base::ModuleId from,
                                                     base::Name name) const = 0;
    /// Where a definition stands now: line from 1, 0 if unknown.
    [[nodiscard]] virtual std::uint32_t line(base::ModuleId module, symbols::Slot slot) const {
        const ModuleInterface* interface = find(module);
        return interface == nullptr ? 0 : interface->line(slot);
    }
};

/// The answer to `question` (whose own `answer` is ignored), as a digest.
[[nodiscard]] base::Digest answer(const Read& question, const Interfaces& interfaces);

/// A question's answer, filled in.
inline void fill_in(Read& question, const Interfaces& interfaces) {
    question.answer = answer(question, interfaces);
}

/// Digests of answers: of one name in a table (null: there is none), and of all of them.
[[nodiscard]] base::Digest digest_of_symbol(const types::Symbol* symbol,
                                            const symbols::ModuleTable& table);
[[nodiscard]] base::Digest digest_of_symbols(std::span<const types::Symbol> symbols,
                                             const symbols::ModuleTable& table);
[[nodiscard]] base::Digest digest_of_imports(std::span<const base::ModuleId> imports,
                                             const symbols::ModuleTable& table);
[[nodiscard]] base::Digest digest_of_module_lookup(base::ModuleId found);

/// Whether all of `reads` give the same answers in `interfaces`.
[[nodiscard]] bool match(std::span<const Read> reads, const Interfaces& interfaces);

/// Collects reads, each question once, with what the job was told. Belongs to one job.
class ReadRecorder {
public:
    /// The number of a question, which is also its place in what `take` gives, and whether it was
    /// not asked before; then `settle` follows.
    struct Asked {
        std::uint32_t number;
        bool is_new;
    };
    [[nodiscard]] Asked ask(const Read& question);
    /// Who asks from now on.
    void ask_for(Part part) { part_ = part; }
    /// `told` is what the reader handed out: a definition, a table, an id.
    void settle(std::uint32_t number, const base::Digest& answer, std::uintptr_t told) {
        reads_[number].answer = answer;
        told_[number] = told;
    }
    [[nodiscard]] std::uintptr_t told(std::uint32_t number) const { return told_[number]; }
    /// A question that can't be answered yet: who takes the reads answers it.
    void note(const Read& question) { (void)ask(question); }
    void note_definition(symbols::DefId id, const types::Definition* now) {
        if (recall(id) != nullptr) return;
        note({ReadKind::Definition, id.module, id.slot});
        remember(id, now);
    }

    /// In order of first asking, which depends on the job's input alone.
    [[nodiscard]] std::vector<Read> take();

    /// What was told of a definition that was asked for lately; null: ask. A job asks for the same
    /// few again and again, and these stay in the processor's cache when the tables have outgrown
    /// it.
    [[nodiscard]] const types::Definition* recall(symbols::DefId id) const {
        const std::size_t at = place_of(id);
        if (at >= recent_.size()) return nullptr;
        const Recent& recent = recent_[at];
        return recent.id == id ? recent.told : nullptr;
    }
    void remember(symbols::DefId id, const types::Definition* told) {
        const std::size_t at = place_of(id);
        if (at >= recent_.size()) recent_.resize((at / kRecent + 1) * kRecent);
        recent_[at] = {id, told};
    }

private:
    struct Recent {
        symbols::DefId id;
        const types::Definition* told = nullptr;
    };
    static constexpr std::size_t kRecent = 256;
    /// Each part has places of its own: what another was told it has yet to ask.
    [[nodiscard]] std::size_t place_of(symbols::DefId id) const {
        const std::size_t first = (static_cast<std::size_t>(part_) - 1) * kRecent;
        return first + (std::hash<symbols::DefId>()(id) >> 56 & (kRecent - 1));
    }
    void grow();

    Part part_ = Part::Frame;
    std::vector<Recent> recent_;
    std::vector<Read> reads_;
    std::vector<std::uintptr_t> told_;  // parallel to reads_
    /// Open addressing: half of a question's hash above its number plus one; 0: free.
    std::vector<std::uint64_t> cells_;
};

}  // namespace krait::image
