// nothing_published.h: what a job reads besides its own modules when there are no others.

#pragma once

#include "python/types/reader.h"

namespace krait::tests {

/// Nothing is published: the whole program is one SCC.
class NothingPublished : public types::Reader {
public:
    const types::Definition* definition(symbols::DefId) override { return nullptr; }
    base::ModuleId find_module(base::ModuleId, base::Name) override { return base::ModuleId::None; }
    const types::ModuleInfo* module(base::ModuleId) override { return nullptr; }
    const types::Symbol* module_symbol(base::ModuleId, base::Name) override { return nullptr; }
    std::span<const types::Symbol> module_symbols(base::ModuleId) override { return {}; }
    std::span<const base::ModuleId> module_imports(base::ModuleId) override { return {}; }
    const types::Symbol* own_member(const types::ClassInfo&, base::Name) override {
        return nullptr;
    }
    std::span<const types::Symbol> own_members(const types::ClassInfo&) override { return {}; }
    std::uint32_t line_of(symbols::DefId) override { return 0; }
};

}  // namespace krait::tests
