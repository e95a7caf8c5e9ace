// record_writer.h
//
// The archive that writes: one record (a type or a definition) as varints into its own buffer, and
// beside it the record's fingerprint, in which strings, references and types stand with their
// content instead of their index. Used by writer.cpp alone.

#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/flat_map.h"
#include "base/hash.h"
#include "base/stable_hash.h"
#include "python/image/layout.h"
#include "python/image/transfer.h"
#include "python/symbols/module_table.h"

namespace krait::image {

/// Strings, references and types of one image, each once, in order of first use.
class Pools {
public:
    Pools(base::ModuleId own, const symbols::ModuleTable& table) : own_(own), table_(table) {}

    std::uint32_t string(Name name);
    /// Index + 1 of a reference; 0 for none. Job-local ids are the caller's business.
    std::uint32_t reference(DefId id);
    /// Index + 1 of a type; 0 for null.
    std::uint32_t type(TypePtr type);

    [[nodiscard]] const base::Digest& type_digest(std::uint32_t index_plus_1) const;
    [[nodiscard]] const base::Digest& reference_digest(std::uint32_t index_plus_1) const;

    [[nodiscard]] const std::vector<Name>& strings() const { return strings_; }
    [[nodiscard]] const std::vector<Reference>& references() const { return references_; }
    /// The types' bytes, in order.
    [[nodiscard]] const auto& types() const { return type_by_bytes_; }
    [[nodiscard]] std::uint64_t replaced() const { return replaced_; }

private:
    std::uint32_t add_type(std::string bytes, const base::Digest& digest);

    base::ModuleId own_;
    const symbols::ModuleTable& table_;
    base::FlatMap<Name, std::uint32_t> string_index_;
    std::vector<Name> strings_;
    base::FlatMap<DefId, std::uint32_t> reference_index_;
    std::vector<Reference> references_;
    std::vector<base::Digest> reference_digests_;
    base::FlatMap<TypePtr, std::uint32_t> type_index_;
    base::FlatMap<std::string, std::uint32_t> type_by_bytes_;
    std::vector<base::Digest> type_digests_;
    std::uint64_t replaced_ = 0;
    unsigned depth_ = 0;
};

/// One record being written.
class RecordWriter {
public:
    explicit RecordWriter(Pools& pools) : pools_(pools) {}

    template <class T>
    void number(T& value) {
        put(static_cast<std::uint64_t>(value));
        hasher_.add(static_cast<std::uint64_t>(value));
    }
    void signed_number(std::int32_t& value) {
        std::uint64_t zigzag = (static_cast<std::uint64_t>(value) << 1) ^
                               static_cast<std::uint64_t>(static_cast<std::int64_t>(value) >> 63);
        number(zigzag);
    }
    template <class E>
    void enumeration(E& value) {
        auto plain = static_cast<std::uint32_t>(value);
        number(plain);
    }
    void name(Name& value) {
        put(pools_.string(value));
        hasher_.add(base::stable_hash_of(value));
    }
    void reference(DefId& value) {
        std::uint32_t index = pools_.reference(value);
        put(index);
        hasher_.add(pools_.reference_digest(index));
    }
    template <class P>
    void type(P& value) {
        std::uint32_t index = pools_.type(value);
        put(index);
        hasher_.add(pools_.type_digest(index));
    }
    template <class... Flags>
    void flags(Flags&... flags) {
        std::uint64_t bits = 0;
        unsigned shift = 0;
        ((bits |= static_cast<std::uint64_t>(flags) << shift++), ...);
        number(bits);
    }
    template <class T>
    void list(std::span<const T>& items) {
        std::uint64_t count = items.size();
        number(count);
        for (T item : items) item_of(item);
    }
    template <class T>
    void optional_list(std::optional<std::span<const T>>& items) {
        bool present = items.has_value();
        flags(present);
        if (present) list(*items);
    }
    template <class T>
    void optional(std::optional<T>& value) {
        bool present = value.has_value();
        flags(present);
        if (present) transfer(*this, *value);
    }
    /// A struct behind a pointer that may be null.
    template <class T>
    void fact(const T*& pointer) {
        bool present = pointer != nullptr;
        flags(present);
        if (!present) return;
        T copy = *pointer;
        transfer(*this, copy);
    }
    /// A definition written inside another.
    template <class T>
    void nested(T*& definition) {
        const Definition* head = definition;
        write_nested(head);
    }
    void nested_any(Definition*& definition) { write_nested(definition); }
    void nested_list(std::span<Definition* const>& items) {
        std::uint64_t count = items.size();
        number(count);
        for (const Definition* item : items) write_nested(item);
    }

    /// Head and fields of a definition; of a class, all but its names.
    void write_definition(const Definition& definition);
    /// A table of names; not part of the fingerprint, for each name is read by itself.
    void write_names(std::span<const Symbol> symbols);
    /// Like names, read by itself.
    void write_modules(std::span<const Name> modules);

    [[nodiscard]] std::string take_bytes() { return std::move(bytes_); }
    [[nodiscard]] base::Digest digest() const { return hasher_.finish(); }

private:
    template <class T>
    void item_of(T& item) {
        if constexpr (std::is_pointer_v<T>) {
            type(item);
        } else {
            transfer(*this, item);
        }
    }
    void write_nested(const Definition* definition);
    void put(std::uint64_t value) {
        while (value >= 0x80) {
            bytes_.push_back(static_cast<char>(value | 0x80));
            value >>= 7;
        }
        bytes_.push_back(static_cast<char>(value));
    }

    Pools& pools_;
    std::string bytes_;
    base::Hasher hasher_;
};

}  // namespace krait::image
