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
    auto [at, is_new] =
        index_.try_emplace(symbol.name, static_cast<std::uint32_t>(symbols_.size()));
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
    symbols_.erase(symbols_.begin() + at->second);
    index_.clear();
    for (std::uint32_t i = 0; i < symbols_.size(); ++i) index_.try_emplace(symbols_[i].name, i);
}

types::SymbolTable TableBuilder::freeze(base::Arena& arena) const {
    std::vector<std::uint32_t> order(symbols_.size());
    std::iota(order.begin(), order.end(), 0u);
    std::sort(order.begin(), order.end(), [&](std::uint32_t left, std::uint32_t right) {
        return symbols_[left].name < symbols_[right].name;
    });
    return {arena.copy(symbols_), arena.copy(order)};
}

void SccDraft::add(std::unique_ptr<ModuleDraft> module) {
    by_id[module->id] = module.get();
    modules.push_back(std::move(module));
}

}  // namespace krait::semantic
