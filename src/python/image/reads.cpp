#include "python/image/reads.h"

#include <utility>

#include "base/stable_hash.h"

namespace krait::image {

using namespace krait::types;

namespace {

const base::Digest kNothing{};

/// A digest that says no more than "it is there".
const base::Digest kPresent{1, 1};

void add_symbol(base::Hasher& hasher, const Symbol& symbol, const symbols::ModuleTable& table) {
    hasher.add(base::stable_hash_of(symbol.name));
    if (symbol.target.is_none()) {
        hasher.add(0).add(0);
    } else {
        hasher.add(base::stable_hash_of(table.name_of(symbol.target.module)));
        hasher.add(base::stable_hash_of(table.path_of(symbol.target)));
    }
    std::uint64_t flags = symbol.is_public ? 1 : 0;
    flags |= symbol.is_hidden ? 2u : 0u;
    flags |= symbol.is_implicit ? 4u : 0u;
    flags |= symbol.is_plugin_generated ? 8u : 0u;
    hasher.add(flags);
}

const ClassInfo* class_at(const ModuleInterface& interface, symbols::Slot slot) {
    return as<ClassInfo>(interface.definition(slot));
}

}  // namespace

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

base::Digest digest_of_imports(std::span<const base::ModuleId> imports,
                               const symbols::ModuleTable& table) {
    base::Hasher hasher;
    for (base::ModuleId module : imports) {
        hasher.add(base::stable_hash_of(table.name_of(module)));
    }
    return hasher.finish();
}

base::Digest digest_of_module_lookup(base::ModuleId found) {
    if (found == base::ModuleId::None) return kNothing;
    return {static_cast<std::uint64_t>(found) + 2, 0};  // of this process only; see cache keys
}

base::Digest answer(const Read& question, const Interfaces& interfaces) {
    if (question.kind == ReadKind::ModuleLookup) {
        return digest_of_module_lookup(interfaces.find_module(question.module, question.name));
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
        case ReadKind::Imports:
            return digest_of_imports(interface->imports(), table);
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

namespace {

std::uint64_t hash_of_question(const Read& read) {
    std::uint64_t key =
        static_cast<std::uint64_t>(read.module) << 32 | static_cast<std::uint64_t>(read.slot);
    key ^= (static_cast<std::uint64_t>(read.name) << 8 | static_cast<std::uint64_t>(read.kind)) *
           0x9E37'79B9'7F4A'7C15ull;
    key *= 0xD6E8'FEB8'6659'FD93ull;
    return key ^ key >> 32;
}

constexpr std::size_t kFirstCells = 256;
constexpr std::uint64_t kHashHalf = 0xFFFF'FFFF'0000'0000ull;

}  // namespace

ReadRecorder::Asked ReadRecorder::ask(const Read& question) {
    if (2 * (reads_.size() + 1) > cells_.size()) grow();
    const std::size_t mask = cells_.size() - 1;
    const std::uint64_t hash = hash_of_question(question);
    std::size_t at = hash & mask;
    for (; cells_[at] != 0; at = (at + 1) & mask) {
        if (((cells_[at] ^ hash) & kHashHalf) != 0) continue;
        const std::uint32_t number = static_cast<std::uint32_t>(cells_[at]) - 1;
        Read& known = reads_[number];
        if (!known.same_question(question)) continue;
        known.by = joined(known.by, part_);
        return {number, false};
    }
    reads_.push_back(question);
    reads_.back().by = part_;
    told_.push_back(0);
    cells_[at] = (hash & kHashHalf) | reads_.size();
    return {static_cast<std::uint32_t>(reads_.size() - 1), true};
}

void ReadRecorder::grow() {
    cells_.assign(cells_.empty() ? kFirstCells : 2 * cells_.size(), 0);
    const std::size_t mask = cells_.size() - 1;
    for (std::size_t i = 0; i < reads_.size(); ++i) {
        const std::uint64_t hash = hash_of_question(reads_[i]);
        std::size_t at = hash & mask;
        while (cells_[at] != 0) at = (at + 1) & mask;
        cells_[at] = (hash & kHashHalf) | (i + 1);
    }
}

std::vector<Read> ReadRecorder::take() {
    recent_.clear();
    cells_.clear();
    told_.clear();
    return std::exchange(reads_, {});
}

}  // namespace krait::image
