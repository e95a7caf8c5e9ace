#include "python/image/recording_reader.h"

namespace krait::image {

using namespace krait::types;

const Definition* RecordingReader::definition(symbols::DefId id) {
    if (id.is_none() || id.is_job_local()) return nullptr;
    recorder_->add({ReadKind::Definition, id.module, id.slot}, interfaces_);
    const ModuleInterface* interface = interfaces_.find(id.module);
    return interface == nullptr ? nullptr : interface->definition(id.slot);
}

base::ModuleId RecordingReader::find_module(base::ModuleId from, base::Name name) {
    recorder_->add({ReadKind::ModuleLookup, from, symbols::Slot::None, name}, interfaces_);
    return interfaces_.find_module(from, name);
}

const ModuleInfo* RecordingReader::module(base::ModuleId module) {
    recorder_->add({ReadKind::Module, module}, interfaces_);
    const ModuleInterface* interface = interfaces_.find(module);
    return interface == nullptr ? nullptr : &interface->module();
}

const Symbol* RecordingReader::module_symbol(base::ModuleId module, base::Name name) {
    recorder_->add({ReadKind::Symbol, module, symbols::Slot::None, name}, interfaces_);
    const ModuleInterface* interface = interfaces_.find(module);
    return interface == nullptr ? nullptr : interface->names().find(name);
}

std::span<const Symbol> RecordingReader::module_symbols(base::ModuleId module) {
    recorder_->add({ReadKind::Symbols, module}, interfaces_);
    const ModuleInterface* interface = interfaces_.find(module);
    return interface == nullptr ? std::span<const Symbol>() : interface->names().symbols;
}

const Symbol* RecordingReader::own_member(const ClassInfo& info, base::Name name) {
    if (!info.id.is_job_local()) {
        recorder_->add({ReadKind::Member, info.id.module, info.id.slot, name}, interfaces_);
    }
    return info.names.find(name);
}

std::span<const Symbol> RecordingReader::own_members(const ClassInfo& info) {
    if (!info.id.is_job_local()) {
        recorder_->add({ReadKind::Members, info.id.module, info.id.slot}, interfaces_);
    }
    return info.names.symbols;
}

std::uint32_t RecordingReader::line_of(symbols::DefId id) {
    if (id.is_none() || id.is_job_local()) return 0;
    recorder_->add({ReadKind::Location, id.module, id.slot}, interfaces_);
    return interfaces_.line(id.module, id.slot);
}

void RecordingReader::ask_for(base::ModuleId asker) {
    if (asker == asker_) return;
    asker_ = asker;
    Askers& askers = askers_[asker];
    recorder_ = &askers.answered;
    unanswered_ = &askers.unanswered;
}

std::vector<Read> RecordingReader::take_reads(base::ModuleId asker, const Interfaces& made) {
    Askers& askers = askers_[asker];
    std::vector<Read> reads = askers.answered.take();
    for (Read& question : askers.unanswered.take()) {
        fill_in(question, made);
        reads.push_back(question);
    }
    return reads;
}

}  // namespace krait::image
