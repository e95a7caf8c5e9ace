// keys.h
//
// Which expressions denote a place whose type can be narrowed, and when two of them denote the
// same. mypy makes nested tuples for this (literals.py); here each distinct key gets a small
// number, so that frames compare numbers.

#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "base/interner.h"
#include "python/symbols/def_id.h"
#include "python/syntax/node.h"

namespace krait::types {
struct Definition;
struct VarInfo;
}  // namespace krait::types

namespace krait::checker {

struct CheckContext;

enum class KeyId : std::uint32_t { None = 0 };

/// No: can't be narrowed. Type: its type can. Yes: its value is known.
enum class Literalness : std::uint8_t { No, Type, Yes };

class KeyTable {
public:
    enum class Tag : std::uint8_t { Variable, Literal, Member, Index, Operation, Pair };
    struct Key {
        Tag tag = Tag::Variable;
        std::uint8_t extra = 0;   // kind of literal, operator, kind of sequence
        std::uint64_t first = 0;  // a definition, a name or a key
        std::uint64_t second = 0;
        friend bool operator==(const Key&, const Key&) = default;
    };

    [[nodiscard]] KeyId intern(const Key& key);
    [[nodiscard]] const Key& key(KeyId id) const { return keys_[static_cast<std::size_t>(id)]; }
    /// The keys that a key is made of.
    [[nodiscard]] std::vector<KeyId> subkeys(KeyId id) const;

    /// A number for a definition, the same for all pointers to it.
    [[nodiscard]] std::uint64_t number(const types::Definition* definition);
    [[nodiscard]] const types::Definition* definition(std::uint64_t number) const;
    /// The variable that a key is, if it is just a variable.
    [[nodiscard]] const types::VarInfo* variable(KeyId id) const;

private:
    struct Hash {
        std::size_t operator()(const Key& key) const noexcept;
    };
    std::vector<Key> keys_{Key{}};  // 0 is no key
    std::unordered_map<Key, KeyId, Hash> ids_;
    std::vector<const types::Definition*> definitions_;
    std::unordered_map<const types::Definition*, std::uint64_t> by_pointer_;
    std::unordered_map<symbols::DefId, std::uint64_t> by_id_;
};

[[nodiscard]] Literalness literalness(CheckContext& ck, syntax::NodeId expr);
/// KeyId::None where the expression denotes no such place.
[[nodiscard]] KeyId key_of(CheckContext& ck, syntax::NodeId expr);

}  // namespace krait::checker
