#include "python/image/record_reader.h"

#include <algorithm>

namespace krait::image {

namespace {

constexpr unsigned kMaxNesting = 8;  // definitions inside definitions: an overload's decorated item

}  // namespace

TypePtr RecordReader::read_type() {
    TypeKind kind{};
    bool can_be_true = true;
    bool can_be_false = true;
    enumeration(kind);
    flags(can_be_true, can_be_false);
    TypePtr result = nullptr;
    bool known = with_type_struct(kind, [&](auto* tag) {
        using T = std::remove_pointer_t<decltype(tag)>;
        T* made = ::new (arena_.allocate(sizeof(T), alignof(T))) T{};
        made->kind = kind;
        made->can_be_true = can_be_true;
        made->can_be_false = can_be_false;
        transfer(*this, *made);
        result = made;
    });
    KRAIT_ENSURE(known, "damaged image: a type of an unknown kind");
    return result;
}

Definition* RecordReader::read_definition() {
    DefinitionKind kind{};
    enumeration(kind);
    Definition* result = nullptr;
    bool known = with_definition_struct(kind, [&](auto* tag) {
        using T = std::remove_pointer_t<decltype(tag)>;
        T* made = ::new (arena_.allocate(sizeof(T), alignof(T))) T{};
        made->kind = kind;
        reference(made->id);
        name(made->name);
        name(made->fullname);
        reference(made->enclosing_class);
        transfer(*this, *made);
        result = made;
    });
    KRAIT_ENSURE(known, "damaged image: a definition of an unknown kind");
    return result;
}

SymbolTable RecordReader::read_names() {
    SymbolTable table;
    std::span<Symbol> symbols = arena_.make_span<Symbol>(count());
    for (Symbol& symbol : symbols) transfer(*this, symbol);
    std::span<std::uint32_t> order = arena_.make_span<std::uint32_t>(symbols.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [symbols](std::uint32_t a, std::uint32_t b) {
        return symbols[a].name < symbols[b].name;
    });
    table.symbols = symbols;
    table.by_name = order;
    return table;
}

std::vector<base::ModuleId> RecordReader::read_modules() {
    std::vector<base::ModuleId> modules;
    for (std::size_t left = count(); left > 0; --left) {
        Name called = Name::Empty;
        name(called);
        const base::ModuleId module = from_.resolver_.resolve(called);
        if (module != base::ModuleId::None) modules.push_back(module);
    }
    return modules;
}

Definition* RecordReader::read_nested() {
    bool present = false;
    flags(present);
    if (!present) return nullptr;
    KRAIT_ENSURE(depth_ < kMaxNesting, "damaged image: definitions nested too deeply");
    ++depth_;
    Definition* result = read_definition();
    --depth_;
    return result;
}

}  // namespace krait::image
