// record_reader.h
//
// The archive that reads: the mirror of RecordWriter. It trusts no byte: what points outside its
// table is a damaged image, told by an exception that open, verify or the job's boundary catches.
// Used by module_interface.cpp alone, with the interface's lock held.

#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/arena.h"
#include "base/assert.h"
#include "python/image/module_interface.h"
#include "python/image/transfer.h"

namespace krait::image {

class RecordReader {
public:
    /// `type_limit`: types with this index or above may not be named, so that decoding ends.
    RecordReader(const ModuleInterface& from, base::Arena& arena, std::string_view bytes,
                 std::uint32_t type_limit)
        : from_(from), arena_(arena), bytes_(bytes), type_limit_(type_limit) {}

    template <class T>
    void number(T& value) {
        value = static_cast<T>(get());
    }
    void signed_number(std::int32_t& value) {
        std::uint64_t zigzag = get();
        value = static_cast<std::int32_t>((zigzag >> 1) ^ (~(zigzag & 1) + 1));
    }
    template <class E>
    void enumeration(E& value) {
        value = static_cast<E>(get());
    }
    void name(Name& value) { value = from_.name(index(from_.header_.strings)); }
    void reference(DefId& value) { value = from_.reference(index(from_.header_.references + 1)); }
    template <class P>
    void type(P& value) {
        using T = std::remove_const_t<std::remove_pointer_t<P>>;
        std::uint32_t at = index(type_limit_ + 1);
        TypePtr decoded = at == 0 ? nullptr : from_.type(at - 1);
        if constexpr (!std::is_same_v<T, Type>) {
            KRAIT_ENSURE(has_kind<T>(decoded), "damaged image: a type of another kind");
        }
        value = static_cast<P>(decoded);
    }
    template <class... Flags>
    void flags(Flags&... flags) {
        std::uint64_t bits = get();
        ((flags = (bits & 1) != 0, bits >>= 1), ...);
    }
    template <class T>
    void list(std::span<const T>& items) {
        std::span<T> made = arena_.make_span<T>(count());
        for (T& item : made) item_of(item);
        items = made;
    }
    template <class T>
    void optional_list(std::optional<std::span<const T>>& items) {
        bool present = false;
        flags(present);
        if (present) list(items.emplace());
    }
    template <class T>
    void optional(std::optional<T>& value) {
        bool present = false;
        flags(present);
        if (present) transfer(*this, value.emplace());
    }
    template <class T>
    void fact(const T*& pointer) {
        bool present = false;
        flags(present);
        if (!present) return;
        T* made = arena_.make<T>();
        transfer(*this, *made);
        pointer = made;
    }
    template <class T>
    void nested(T*& definition) {
        Definition* read = read_nested();
        definition = as<std::remove_const_t<T>>(read);
    }
    void nested_any(Definition*& definition) { definition = read_nested(); }
    void nested_list(std::span<Definition* const>& items) {
        std::span<Definition*> made = arena_.make_span<Definition*>(count());
        for (Definition*& item : made) item = read_nested();
        items = made;
    }

    [[nodiscard]] TypePtr read_type();
    [[nodiscard]] Definition* read_definition();
    [[nodiscard]] SymbolTable read_names();
    [[nodiscard]] std::vector<base::ModuleId> read_modules();

private:
    template <class T>
    static bool has_kind(TypePtr type) {
        if (type == nullptr) return true;
        if constexpr (std::is_same_v<T, TypeVarLike>) {
            return as_type_var_like(type) != nullptr;
        } else {
            return type->kind == T::kKind;
        }
    }
    template <class T>
    void item_of(T& item) {
        if constexpr (std::is_pointer_v<T>) {
            type(item);
            KRAIT_ENSURE(item != nullptr, "damaged image: a type is missing in a list");
        } else {
            transfer(*this, item);
        }
    }
    Definition* read_nested();
    std::uint64_t get() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            KRAIT_ENSURE(at_ < bytes_.size(), "damaged image: a record ends too early");
            auto byte = static_cast<unsigned char>(bytes_[at_++]);
            value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
            if (byte < 0x80) return value;
        }
        base::internal_error(__FILE__, __LINE__, "damaged image: an endless number");
    }
    std::uint32_t index(std::uint32_t limit) {
        std::uint64_t value = get();
        KRAIT_ENSURE(value < limit, "damaged image: an index outside its table");
        return static_cast<std::uint32_t>(value);
    }
    /// A list's length; each item takes a byte at least.
    std::size_t count() {
        std::uint64_t value = get();
        KRAIT_ENSURE(value <= bytes_.size() - at_, "damaged image: a list longer than its record");
        return value;
    }

    const ModuleInterface& from_;
    base::Arena& arena_;
    std::string_view bytes_;
    std::size_t at_ = 0;
    std::uint32_t type_limit_;
    unsigned depth_ = 0;
};

}  // namespace krait::image
