// recording_reader.h
//
// The reader of published interfaces: answers from a snapshot, and writes down every question with
// its answer. It is the only way in which a job sees another module.

#pragma once

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
    const types::Symbol* own_member(const types::ClassInfo& info, base::Name name) override;
    std::span<const types::Symbol> own_members(const types::ClassInfo& info) override;
    std::uint32_t line_of(symbols::DefId id) override;

    /// Everything that was asked so far; the recorder starts anew.
    [[nodiscard]] std::vector<Read> take_reads() { return recorder_.take(); }

private:
    const Interfaces& interfaces_;
    ReadRecorder recorder_;
};

}  // namespace krait::image
