#include "python/image/recording_reader.h"

#include <type_traits>

namespace krait::image {

using namespace krait::types;

namespace {

template <class Told>
std::uintptr_t to_bits(Told told) {
    if constexpr (std::is_pointer_v<Told>) {
        return reinterpret_cast<std::uintptr_t>(told);
    } else {
        return static_cast<std::uintptr_t>(told);
    }
}

template <class Told>
Told from_bits(std::uintptr_t bits) {
    if constexpr (std::is_pointer_v<Told>) {
        return reinterpret_cast<Told>(bits);
    } else {
        return static_cast<Told>(bits);
    }
}

/// What is the job's own, or in no module at all, is in no interface that could change.
bool is_nowhere(base::ModuleId module) {
    return module == base::ModuleId::None || module == symbols::kJobLocal;
}

}  // namespace

template <class Told, class Answer, class DigestOf>
Told RecordingReader::ask(const Read& question, Answer answer, DigestOf digest_of) {
    if (is_nowhere(question.module)) return Told{};
    const ReadRecorder::Asked asked = recorder_->ask(question);
    if (!asked.is_new) return from_bits<Told>(recorder_->told(asked.number));
    base::Digest digest{};
    Told told{};
    if (const ModuleInterface* interface = interfaces_.find(question.module)) {
        told = answer(*interface);
        digest = digest_of(*interface, told);
    }
    recorder_->settle(asked.number, digest, to_bits(told));
    return told;
}

const Definition* RecordingReader::definition(symbols::DefId id) {
    const Definition* told = recorder_->recall(id);
    return told != nullptr ? told : ask_definition(id);
}

const Definition* RecordingReader::ask_definition(symbols::DefId id) {
    if (id.is_none() || id.is_job_local()) return nullptr;
    const auto* told = ask<const Definition*>(
        {ReadKind::Definition, id.module, id.slot},
        [id](const ModuleInterface& in) { return in.definition(id.slot); },
        [id](const ModuleInterface& in, const Definition*) { return in.fingerprint(id.slot); });
    recorder_->remember(id, told);
    return told;
}

base::ModuleId RecordingReader::find_module(base::ModuleId from, base::Name name) {
    const ReadRecorder::Asked asked =
        recorder_->ask({ReadKind::ModuleLookup, from, symbols::Slot::None, name});
    if (!asked.is_new) return from_bits<base::ModuleId>(recorder_->told(asked.number));
    base::ModuleId found = interfaces_.find_module(from, name);
    recorder_->settle(asked.number, digest_of_module_lookup(found), to_bits(found));
    return found;
}

const ModuleInfo* RecordingReader::module(base::ModuleId module) {
    return ask<const ModuleInfo*>(
        {ReadKind::Module, module}, [](const ModuleInterface& in) { return &in.module(); },
        [](const ModuleInterface& in, const ModuleInfo* info) {
            return in.fingerprint(info->id.slot);
        });
}

const Symbol* RecordingReader::module_symbol(base::ModuleId module, base::Name name) {
    return ask<const Symbol*>(
        {ReadKind::Symbol, module, symbols::Slot::None, name},
        [name](const ModuleInterface& in) { return in.names().find(name); },
        [](const ModuleInterface& in, const Symbol* symbol) {
            return digest_of_symbol(symbol, in.table());
        });
}

std::span<const Symbol> RecordingReader::module_symbols(base::ModuleId module) {
    const auto* names = ask<const SymbolTable*>(
        {ReadKind::Symbols, module}, [](const ModuleInterface& in) { return &in.names(); },
        [](const ModuleInterface& in, const SymbolTable* table) {
            return digest_of_symbols(table->symbols, in.table());
        });
    return names == nullptr ? std::span<const Symbol>() : names->symbols;
}

std::span<const base::ModuleId> RecordingReader::module_imports(base::ModuleId module) {
    const auto* imports = ask<const std::vector<base::ModuleId>*>(
        {ReadKind::Imports, module}, [](const ModuleInterface& in) { return &in.imports(); },
        [](const ModuleInterface& in, const std::vector<base::ModuleId>* of) {
            return digest_of_imports(*of, in.table());
        });
    return imports == nullptr ? std::span<const base::ModuleId>() : *imports;
}

const Symbol* RecordingReader::own_member(const ClassInfo& info, base::Name name) {
    if (is_nowhere(info.id.module)) return info.names.find(name);
    return ask<const Symbol*>(
        {ReadKind::Member, info.id.module, info.id.slot, name},
        [&info, name](const ModuleInterface&) { return info.names.find(name); },
        [](const ModuleInterface& in, const Symbol* symbol) {
            return digest_of_symbol(symbol, in.table());
        });
}

std::span<const Symbol> RecordingReader::own_members(const ClassInfo& info) {
    if (!is_nowhere(info.id.module)) {
        ask<const SymbolTable*>(
            {ReadKind::Members, info.id.module, info.id.slot},
            [&info](const ModuleInterface&) { return &info.names; },
            [](const ModuleInterface& in, const SymbolTable* table) {
                return digest_of_symbols(table->symbols, in.table());
            });
    }
    return info.names.symbols;
}

std::uint32_t RecordingReader::line_of(symbols::DefId id) {
    if (id.is_none() || id.is_job_local()) return 0;
    return ask<std::uint32_t>(
        {ReadKind::Location, id.module, id.slot},
        [this, id](const ModuleInterface&) { return interfaces_.line(id.module, id.slot); },
        [](const ModuleInterface&, std::uint32_t line) { return base::Digest{line + 1ull, 0}; });
}

void RecordingReader::ask_for(base::ModuleId asker, Part part) {
    if (asker != asker_) {
        asker_ = asker;
        Askers& askers = askers_[asker];
        recorder_ = &askers.answered;
        unanswered_ = &askers.unanswered;
    }
    recorder_->ask_for(part);
    unanswered_->ask_for(part);
}

void RecordingReader::add(base::ModuleId asker, const std::vector<Read>& reads) {
    ReadRecorder& recorder = askers_[asker].answered;
    for (const Read& read : reads) {
        recorder.ask_for(read.by);
        const ReadRecorder::Asked asked = recorder.ask(read);
        if (asked.is_new) recorder.settle(asked.number, read.answer, 0);
    }
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
