// member_memo.h
//
// A checker asks for the same few members of the same classes again and again, and each time the
// way goes along the whole MRO. Once all classes that a context can see stand as they are, the
// answers stay the same, and are kept. The first asking recorded all reads, for the one module that
// a context works for.

#pragma once

#include "base/flat_map.h"
#include "python/types/definition.h"

namespace krait::types {

/// A member along the MRO, or nothing: the symbol and the class whose body has it.
struct Member {
    const Symbol* symbol = nullptr;
    const ClassInfo* owner = nullptr;
    explicit operator bool() const { return symbol != nullptr; }
};

/// Closed at first: nothing is kept while classes are being made.
class MemberMemo {
public:
    void open() { is_open_ = true; }
    void close() {
        is_open_ = false;
        found_.clear();
    }
    /// Null if nothing is known.
    [[nodiscard]] const Member* find(DefId type, Name name) const {
        const auto found = found_.find({type, name});
        return found == found_.end() ? nullptr : &found->second;
    }
    void keep(DefId type, Name name, const Member& member) {
        if (is_open_ && !type.is_none()) found_.emplace({type, name}, member);
    }

private:
    struct Key {
        DefId type;
        Name name;
        friend bool operator==(const Key&, const Key&) = default;
    };
    struct HashKey {
        std::size_t operator()(const Key& key) const {
            return base::SpreadBits::spread(std::hash<DefId>{}(key.type) ^
                                            static_cast<std::uint64_t>(key.name));
        }
    };
    bool is_open_ = false;
    base::FlatMap<Key, Member, HashKey> found_;
};

}  // namespace krait::types
