// module_interface.h
//
// One module's published interface, as everybody reads it: an image, whose definitions are decoded
// when they are first asked for. Most of what a program imports is never looked at (a body uses a
// handful of the names in builtins), so decoding lazily is what keeps start-up short and memory
// small.
//
// Decoding is pure, so it doesn't matter which thread does it: the first to come decodes under the
// interface's lock and publishes with a release store; everybody after that reads without a lock.

#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/hash.h"
#include "base/result.h"
#include "python/image/layout.h"
#include "python/image/sparse_table.h"
#include "python/symbols/module_table.h"
#include "python/types/definition.h"

namespace krait::image {

/// Which module a name in an image means. Thread-safe; outlives every interface opened with it.
class ModuleResolver {
public:
    virtual ~ModuleResolver() = default;
    virtual base::ModuleId resolve(base::Name module) const = 0;
};

class ModuleInterface {
public:
    /// Opens an image of module `id`. Checks what can be checked at once (sizes, offsets, every
    /// index of the directory); an image from outside the process goes through `verify` as well.
    [[nodiscard]] static base::Result<std::unique_ptr<ModuleInterface>> open(
        std::vector<char> image, base::ModuleId id, symbols::ModuleTable& table,
        const ModuleResolver& resolver);

    ModuleInterface(const ModuleInterface&) = delete;
    ModuleInterface& operator=(const ModuleInterface&) = delete;

    /// Decodes everything once, into nothing: a damaged image is found here, not in a check.
    [[nodiscard]] base::Result<void> verify() const;

    [[nodiscard]] base::ModuleId id() const { return id_; }
    [[nodiscard]] const base::Digest& fingerprint() const { return header_.fingerprint; }
    [[nodiscard]] std::span<const char> bytes() const { return image_; }
    [[nodiscard]] const symbols::ModuleTable& table() const { return table_; }

    /// Thread-safe, as all below. Null if the slot holds nothing here.
    [[nodiscard]] const types::Definition* definition(symbols::Slot slot) const;
    [[nodiscard]] const types::ModuleInfo& module() const;
    /// The module's namespace.
    [[nodiscard]] const types::SymbolTable& names() const;
    /// The modules that it imports, in mypy's order; those that are not in the program left out.
    [[nodiscard]] const std::vector<base::ModuleId>& imports() const;
    /// Line from 1, 0 if unknown.
    [[nodiscard]] std::uint32_t line(symbols::Slot slot) const;
    /// Of a definition without its members; all zero if there is none.
    [[nodiscard]] base::Digest fingerprint(symbols::Slot slot) const;
    /// Everything defined here, in the order of the paths.
    [[nodiscard]] std::vector<symbols::DefId> definitions() const;

    /// Memory held, in bytes: the image and what has been decoded of it.
    [[nodiscard]] std::size_t size() const;

private:
    friend class RecordReader;
    ModuleInterface(std::vector<char> image, base::ModuleId id, symbols::ModuleTable& table,
                    const ModuleResolver& resolver);

    [[nodiscard]] base::Result<void> read_directory();
    /// The place of the slot's entry; none if the slot holds nothing here.
    [[nodiscard]] std::optional<std::uint32_t> entry_of(symbols::Slot slot) const {
        const auto at = static_cast<std::size_t>(slot);
        if (at >= entry_of_slot_.size() || entry_of_slot_[at] == 0) return std::nullopt;
        return entry_of_slot_[at] - 1;
    }
    [[nodiscard]] DefinitionEntry entry(std::uint32_t index) const;
    [[nodiscard]] std::string_view string(std::uint32_t index) const;
    [[nodiscard]] base::Name name(std::uint32_t index) const;
    [[nodiscard]] symbols::DefId reference(std::uint32_t index) const;
    [[nodiscard]] types::TypePtr type(std::uint32_t index) const;  // with the lock held
    [[nodiscard]] const types::Definition* decode(std::uint32_t index) const;

    const std::vector<char> image_;
    const base::ModuleId id_;
    symbols::ModuleTable& table_;
    const ModuleResolver& resolver_;
    Header header_{};
    std::span<const std::uint32_t> string_offsets_;
    std::span<const Reference> references_;
    std::span<const std::uint32_t> type_offsets_;
    std::string_view entries_, string_bytes_, type_bytes_, record_bytes_;
    std::vector<std::uint32_t> entry_of_slot_;  // plus one, 0: none; immutable once opened
    std::uint32_t module_index_ = 0;            // of the ModuleInfo among the entries

    mutable std::mutex mutex_;  // guards decoding: the arena and all stores into what follows
    mutable base::Arena arena_;
    mutable std::vector<std::atomic<const types::Definition*>> decoded_;
    mutable SparseTable<types::TypePtr> decoded_types_;
    mutable SparseTable<symbols::DefId> decoded_references_;
    mutable unsigned depth_ = 0;  // of types inside types that are being decoded
    // Both are written before decoded_[module_index_] is published.
    mutable types::SymbolTable names_;
    mutable std::vector<base::ModuleId> imports_;
};

}  // namespace krait::image
