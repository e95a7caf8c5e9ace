// draft.cpp

#include "python/semantic/draft.h"

#include <algorithm>
#include <numeric>

namespace krait::semantic {

const types::Symbol* TableBuilder::find(base::Name name) const {
    auto at = index_.find(name);
    return at == index_.end() ? nullptr : &symbols_[at->second];
}

types::Symbol* TableBuilder::find(base::Name name) {
    auto at = index_.find(name);
    return at == index_.end() ? nullptr : &symbols_[at->second];
}

types::Symbol& TableBuilder::put(const types::Symbol& symbol) {
    auto [at, is_new] = index_.try_emplace(symbol.name, symbols_.size());
    if (is_new) {
        symbols_.push_back(symbol);
    } else {
        symbols_[at->second] = symbol;
    }
    return symbols_[at->second];
}

void TableBuilder::erase(base::Name name) {
    auto at = index_.find(name);
    if (at == index_.end()) return;
    std::size_t place = at->second;
    symbols_.erase(symbols_.begin() + static_cast<std::ptrdiff_t>(place));
    index_.erase(at);
    for (auto& [other, position] : index_) {
        if (position > place) --position;
    }
}

types::SymbolTable TableBuilder::freeze(base::Arena& arena) const {
    std::vector<std::uint32_t> order(symbols_.size());
    std::iota(order.begin(), order.end(), 0u);
    std::sort(order.begin(), order.end(), [&](std::uint32_t left, std::uint32_t right) {
        return symbols_[left].name < symbols_[right].name;
    });
    return {arena.copy(symbols_), arena.copy(order)};
}

ModuleDraft* SccDraft::find(base::ModuleId module) const {
    if (index.size() != modules.size()) {
        index.clear();
        for (const auto& draft : modules) index[draft->id] = draft.get();
    }
    auto found = index.find(module);
    return found == index.end() ? nullptr : found->second;
}

}  // namespace krait::semantic
