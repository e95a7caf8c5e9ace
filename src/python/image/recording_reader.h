// recording_reader.h
//
// The reader of published interfaces: answers from a snapshot, and writes down every question with
// its answer. It is the only way in which a job sees another module.
//
// A job asks the same few questions over and over (what is builtins.int?), so the record is also
// what answers them from the second time on.

#pragma once

#include <unordered_map>

#include "python/image/reads.h"
#include "python/types/reader.h"

namespace krait::image {

class RecordingReader final : public types::Reader {
public:
    /// `interfaces` outlives the reader.
    explicit RecordingReader(const Interfaces& interfaces) : interfaces_(interfaces) {}

    const types::Definition* definition(symbols::DefId id) override;
    base::ModuleId find_module(base::ModuleId from, base::Name name) override;
    const types::ModuleInfo* module(base::ModuleId module) override;
    const types::Symbol* module_symbol(base::ModuleId module, base::Name name) override;
    std::span<const types::Symbol> module_symbols(base::ModuleId module) override;
    std::span<const base::ModuleId> module_imports(base::ModuleId module) override;
    const types::Symbol* own_member(const types::ClassInfo& info, base::Name name) override;
    std::span<const types::Symbol> own_members(const types::ClassInfo& info) override;
    std::uint32_t line_of(symbols::DefId id) override;

    /// What is asked from now on is asked for `asker`, or a part of it: a job may be about several
    /// modules.
    void ask_for(base::ModuleId asker, Part part = Part::Frame);
    [[nodiscard]] base::ModuleId asker() const { return asker_; }
    /// A question about what the job itself is making: its answer isn't known yet.
    void note(const Read& question) { unanswered_->note(question); }
    void note_definition(symbols::DefId id, const types::Definition* now) {
        unanswered_->note_definition(id, now);
    }

    /// What was asked for `asker` in an earlier job, with answers that are the same now.
    void add(base::ModuleId asker, const std::vector<Read>& reads);

    /// Everything that was asked so far, for nobody in particular; the recorder starts anew.
    [[nodiscard]] std::vector<Read> take_reads() { return recorder_->take(); }
    /// The same for `asker`, with what was noted, which `made` answers.
    [[nodiscard]] std::vector<Read> take_reads(base::ModuleId asker, const Interfaces& made);

private:
    struct Askers {
        ReadRecorder answered;
        ReadRecorder unanswered;
    };
    /// What was told when the question was asked before; else what `answer` gives now for the
    /// module's interface, recorded with its digest.
    template <class Told, class Answer, class DigestOf>
    Told ask(const Read& question, Answer answer, DigestOf digest_of);
    const types::Definition* ask_definition(symbols::DefId id);

    const Interfaces& interfaces_;
    std::unordered_map<base::ModuleId, Askers> askers_;  // nodes stay where they are
    base::ModuleId asker_ = base::ModuleId::None;
    ReadRecorder* recorder_ = &askers_[base::ModuleId::None].answered;
    ReadRecorder* unanswered_ = &askers_[base::ModuleId::None].unanswered;
};

}  // namespace krait::image
