#include "python/image/reads.h"

namespace krait::image {

using namespace krait::types;

namespace {

const base::Digest kNothing{};

/// A digest that says no more than "it is there".
const base::Digest kPresent{1, 1};

void add_symbol(base::Hasher& hasher, const Symbol& symbol, const symbols::ModuleTable& table) {
    hasher.add(base::text_of(symbol.name));
    if (symbol.target.is_none()) {
        hasher.add("");
    } else {
        hasher.add(base::text_of(table.name_of(symbol.target.module)));
        hasher.add(base::text_of(table.path_of(symbol.target)));
    }
    hasher.add_flag(symbol.is_public).add_flag(symbol.is_hidden).add_flag(symbol.is_implicit);
    hasher.add_flag(symbol.is_plugin_generated);
}

base::Digest digest_of_symbol(const Symbol* symbol, const symbols::ModuleTable& table) {
    if (symbol == nullptr) return kNothing;
    base::Hasher hasher;
    add_symbol(hasher, *symbol, table);
    return hasher.finish();
}

base::Digest digest_of_symbols(std::span<const Symbol> symbols, const symbols::ModuleTable& table) {
    base::Hasher hasher;
    for (const Symbol& symbol : symbols) add_symbol(hasher, symbol, table);
    return hasher.finish();
}

const ClassInfo* class_at(const ModuleInterface& interface, symbols::Slot slot) {
    return as<ClassInfo>(interface.definition(slot));
}

}  // namespace

base::Digest answer(const Read& question, const Interfaces& interfaces) {
    if (question.kind == ReadKind::ModuleLookup) {
        base::ModuleId found = interfaces.find_module(question.module, question.name);
        if (found == base::ModuleId::None) return kNothing;
        return {static_cast<std::uint64_t>(found) + 2, 0};  // of this process only; see cache keys
    }
    const ModuleInterface* interface = interfaces.find(question.module);
    if (interface == nullptr) return kNothing;
    const symbols::ModuleTable& table = interface->table();
    switch (question.kind) {
        case ReadKind::Definition:
            return interface->fingerprint(question.slot);
        case ReadKind::Module:
            return interface->fingerprint(interface->module().id.slot);
        case ReadKind::Symbol:
            return digest_of_symbol(interface->names().find(question.name), table);
        case ReadKind::Symbols:
            return digest_of_symbols(interface->names().symbols, table);
        case ReadKind::Member: {
            const ClassInfo* info = class_at(*interface, question.slot);
            return info == nullptr ? kNothing
                                   : digest_of_symbol(info->names.find(question.name), table);
        }
        case ReadKind::Members: {
            const ClassInfo* info = class_at(*interface, question.slot);
            return info == nullptr ? kNothing : digest_of_symbols(info->names.symbols, table);
        }
        case ReadKind::Location:
            return {interfaces.line(question.module, question.slot) + 1ull, 0};
        case ReadKind::ModuleLookup:
            break;
    }
    return kPresent;
}

bool match(std::span<const Read> reads, const Interfaces& interfaces) {
    for (const Read& read : reads) {
        if (answer(read, interfaces) != read.answer) return false;
    }
    return true;
}

std::size_t ReadRecorder::QuestionHash::operator()(const Read& read) const {
    std::uint64_t key =
        static_cast<std::uint64_t>(read.module) << 32 | static_cast<std::uint64_t>(read.slot);
    key ^= (static_cast<std::uint64_t>(read.name) << 8 | static_cast<std::uint64_t>(read.kind)) *
           0x9E37'79B9'7F4A'7C15ull;
    return key * 0xD6E8'FEB8'6659'FD93ull >> 7;
}

void ReadRecorder::add(Read question, const Interfaces& interfaces) {
    // What is the job's own, or in no module at all, is in no interface that could change.
    const bool nowhere =
        question.module == base::ModuleId::None || question.module == symbols::kJobLocal;
    if (nowhere && question.kind != ReadKind::ModuleLookup) return;
    if (!seen_.insert(question).second) return;
    question.answer = answer(question, interfaces);
    reads_.push_back(question);
}

void ReadRecorder::note(const Read& question) {
    if (seen_.insert(question).second) reads_.push_back(question);
}

std::vector<Read> ReadRecorder::take() {
    seen_.clear();
    return std::move(reads_);
}

}  // namespace krait::image
