// readers.h
//
// What jobs see of the program. An interface job sees its drafts before what is published; a body
// job sees what is published, its own module included, and what was born in the body. Both also see
// the job's locals, which have ids in the pseudo-module kJobLocal and never leave the job.

#pragma once

#include <span>
#include <unordered_map>
#include <vector>

#include "python/image/recording_reader.h"
#include "python/semantic/draft.h"
#include "python/types/forwarding_reader.h"

namespace krait::semantic {

/// Definitions that only this job knows: locals of functions, placeholders, classes born in bodies.
class JobLocals {
public:
    /// Takes the definition in and gives it its id.
    symbols::DefId add(types::Definition& definition);
    [[nodiscard]] types::Definition* find(symbols::DefId id) const;
    /// Members of classes born in bodies, which stay open for the job's life.
    [[nodiscard]] TableBuilder& members(const types::ClassInfo& info) { return members_[&info]; }
    [[nodiscard]] const TableBuilder* find_members(const types::ClassInfo& info) const;
    /// Lines (from 1) of definitions, for messages.
    void set_line(symbols::DefId id, std::uint32_t line);
    [[nodiscard]] std::uint32_t line_of(symbols::DefId id) const;

private:
    std::vector<types::Definition*> definitions_;
    std::vector<std::uint32_t> lines_;
    std::unordered_map<const types::ClassInfo*, TableBuilder> members_;
};

/// For interface jobs: the SCC's drafts, then whatever `published` shows.
class DraftReader final : public types::Reader {
public:
    /// `recorder`, if there is one, writes down what one module of the SCC asks about another.
    DraftReader(SccDraft& scc, types::Reader& published, JobLocals& locals,
                image::RecordingReader* recorder = nullptr)
        : scc_(scc), published_(published), locals_(locals), recorder_(recorder) {}

    /// Whose questions these are from now on; None: everybody's.
    void ask_for(base::ModuleId module, image::Part part = image::Part::Frame) {
        if (recorder_ != nullptr) recorder_->ask_for(module, part);
    }

    const types::Definition* definition(symbols::DefId id) override;
    base::ModuleId find_module(base::ModuleId from, base::Name name) override;
    const types::ModuleInfo* module(base::ModuleId module) override;
    const types::Symbol* module_symbol(base::ModuleId module, base::Name name) override;
    std::span<const types::Symbol> module_symbols(base::ModuleId module) override;
    std::span<const base::ModuleId> module_imports(base::ModuleId module) override;
    const types::Symbol* own_member(const types::ClassInfo& info, base::Name name) override;
    std::span<const types::Symbol> own_members(const types::ClassInfo& info) override;
    std::uint32_t line_of(symbols::DefId id) override;

    [[nodiscard]] JobLocals& locals() { return locals_; }

private:
    /// The class's members while they may still change; `draft` is its module's, if it has one.
    [[nodiscard]] const TableBuilder* open_members(const types::ClassInfo& info,
                                                   const ModuleDraft* draft) const;
    [[nodiscard]] bool is_noted(base::ModuleId module) const {
        return recorder_ != nullptr && module != recorder_->asker();
    }
    void note(const image::Read& question) {
        if (is_noted(question.module)) recorder_->note(question);
    }

    SccDraft& scc_;
    types::Reader& published_;
    JobLocals& locals_;
    image::RecordingReader* recorder_;
};

/// For body jobs.
class BodyReader final : public types::ForwardingReader {
public:
    BodyReader(types::Reader& published, JobLocals& locals)
        : ForwardingReader(published), locals_(locals) {}

    const types::Definition* definition(symbols::DefId id) override;
    const types::Symbol* own_member(const types::ClassInfo& info, base::Name name) override;
    std::span<const types::Symbol> own_members(const types::ClassInfo& info) override;
    std::uint32_t line_of(symbols::DefId id) override;

    [[nodiscard]] JobLocals& locals() { return locals_; }

    /// The class's members are those in JobLocals from now on: others than what is published.
    void open(const types::ClassInfo& info) { opened_ = &info; }

private:
    [[nodiscard]] bool is_open(const types::ClassInfo& info) const {
        return info.id.is_job_local() || &info == opened_;
    }

    JobLocals& locals_;
    const types::ClassInfo* opened_ = nullptr;
};

}  // namespace krait::semantic
