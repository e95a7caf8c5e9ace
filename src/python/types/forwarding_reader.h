// forwarding_reader.h
//
// For readers that see the program as another one does, but for a few questions.

#pragma once

#include "python/types/reader.h"

namespace krait::types {

class ForwardingReader : public Reader {
public:
    /// `to` outlives the reader.
    explicit ForwardingReader(Reader& to) : to_(to) {}

    const Definition* definition(DefId id) override { return to_.definition(id); }
    base::ModuleId find_module(base::ModuleId from, Name name) override {
        return to_.find_module(from, name);
    }
    const ModuleInfo* module(base::ModuleId module) override { return to_.module(module); }
    const Symbol* module_symbol(base::ModuleId module, Name name) override {
        return to_.module_symbol(module, name);
    }
    std::span<const Symbol> module_symbols(base::ModuleId module) override {
        return to_.module_symbols(module);
    }
    std::span<const base::ModuleId> module_imports(base::ModuleId module) override {
        return to_.module_imports(module);
    }
    const Symbol* own_member(const ClassInfo& info, Name name) override {
        return to_.own_member(info, name);
    }
    std::span<const Symbol> own_members(const ClassInfo& info) override {
        return to_.own_members(info);
    }
    std::uint32_t line_of(DefId id) override { return to_.line_of(id); }

private:
    Reader& to_;
};

}  // namespace krait::types
