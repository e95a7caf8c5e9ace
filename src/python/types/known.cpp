// known.cpp
//
// The names are initialised before main. The interner makes itself on first use, so the order of
// initialisation among files does not matter.

#include "python/types/known.h"

#include <string_view>

#include "base/flat_map.h"

namespace krait::types::known {

#define KRAIT_KNOWN(identifier, text) const Name identifier = base::intern(text);
KRAIT_KNOWN_FULL_NAMES(KRAIT_KNOWN)
KRAIT_KNOWN_PLAIN_NAMES(KRAIT_KNOWN)
#undef KRAIT_KNOWN

namespace {

std::pair<Name, Name> split_text(std::string_view text) {
    std::size_t dot = text.rfind('.');
    if (dot == std::string_view::npos) return {Name::Empty, base::intern(text)};
    return {base::intern(text.substr(0, dot)), base::intern(text.substr(dot + 1))};
}

using SplitTable = base::FlatMap<Name, std::pair<Name, Name>>;

const SplitTable& split_table() {
    static const SplitTable table = [] {
        SplitTable made;
#define KRAIT_KNOWN(identifier, text) made.emplace(base::intern(text), split_text(text));
        KRAIT_KNOWN_FULL_NAMES(KRAIT_KNOWN)
#undef KRAIT_KNOWN
        return made;
    }();
    return table;
}

}  // namespace

std::pair<Name, Name> split(Name fullname) {
    const SplitTable& table = split_table();
    if (auto found = table.find(fullname); found != table.end()) return found->second;
    return split_text(base::text_of(fullname));
}

bool is_tuple_like(Name fullname) {
    return fullname == builtins_tuple || fullname == typing_iterable ||
           fullname == typing_container || fullname == typing_sequence ||
           fullname == typing_reversible;
}

bool is_named_tuple_base(Name fullname) {
    return fullname == typing_named_tuple || fullname == extensions_named_tuple;
}

bool is_typed_dict_fallback(Name fullname) {
    return fullname == typing_typed_dict || fullname == extensions_typed_dict ||
           fullname == mypy_extensions_typed_dict;
}

bool is_sentinel_class(Name fullname) {
    return fullname == builtins_sentinel || fullname == extensions_sentinel ||
           fullname == extensions_old_sentinel;
}

bool is_native_int(Name fullname) {
    return fullname == mypy_i64 || fullname == mypy_i32 || fullname == mypy_i16 ||
           fullname == mypy_u8;
}

}  // namespace krait::types::known
