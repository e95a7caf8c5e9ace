// readers.cpp

#include "python/semantic/readers.h"

namespace krait::semantic {

using types::ClassInfo;
using types::Definition;
using types::Symbol;

symbols::DefId JobLocals::add(Definition& definition) {
    definition.id = {symbols::kJobLocal, static_cast<symbols::Slot>(definitions_.size())};
    definitions_.push_back(&definition);
    lines_.push_back(0);
    return definition.id;
}

Definition* JobLocals::find(symbols::DefId id) const {
    auto index = static_cast<std::size_t>(id.slot);
    return index < definitions_.size() ? definitions_[index] : nullptr;
}

const TableBuilder* JobLocals::find_members(const ClassInfo& info) const {
    auto at = members_.find(&info);
    return at == members_.end() ? nullptr : &at->second;
}

void JobLocals::set_line(symbols::DefId id, std::uint32_t line) {
    auto index = static_cast<std::size_t>(id.slot);
    if (index < lines_.size()) lines_[index] = line;
}

std::uint32_t JobLocals::line_of(symbols::DefId id) const {
    auto index = static_cast<std::size_t>(id.slot);
    return index < lines_.size() ? lines_[index] : 0;
}

const Definition* DraftReader::definition(symbols::DefId id) {
    if (id.is_job_local()) return locals_.find(id);
    if (ModuleDraft* draft = scc_.find(id.module)) {
        const auto at = draft->definitions.find(id.slot);
        const Definition* found = nullptr;
        if (at != draft->definitions.end()) {
            found = at->second;
        } else if (scc_.earlier != nullptr) {
            found = scc_.earlier->definition(id.slot);
            scc_.earlier_was_asked = true;
        }
        if (is_noted(id.module)) recorder_->note_definition(id, found);
        return found;
    }
    return published_.definition(id);
}

base::ModuleId DraftReader::find_module(base::ModuleId from, base::Name name) {
    base::ModuleId found = published_.find_module(from, name);
    if (found != base::ModuleId::None) return found;
    for (const auto& draft : scc_.modules) {
        if (draft->name == name) return draft->id;
    }
    return base::ModuleId::None;
}

const types::ModuleInfo* DraftReader::module(base::ModuleId module) {
    if (ModuleDraft* draft = scc_.find(module)) {
        note({image::ReadKind::Module, module});
        return draft->info;
    }
    return published_.module(module);
}

const Symbol* DraftReader::module_symbol(base::ModuleId module, base::Name name) {
    if (const ModuleDraft* draft = scc_.find(module)) {
        note({image::ReadKind::Symbol, module, symbols::Slot::None, name});
        return draft->names.find(name);
    }
    return published_.module_symbol(module, name);
}

std::span<const Symbol> DraftReader::module_symbols(base::ModuleId module) {
    if (ModuleDraft* draft = scc_.find(module)) {
        note({image::ReadKind::Symbols, module});
        return draft->names.symbols();
    }
    return published_.module_symbols(module);
}

std::span<const base::ModuleId> DraftReader::module_imports(base::ModuleId module) {
    if (ModuleDraft* draft = scc_.find(module)) {
        note({image::ReadKind::Imports, module});
        return draft->imports;
    }
    return published_.module_imports(module);
}

const TableBuilder* DraftReader::open_members(const ClassInfo& info,
                                              const ModuleDraft* draft) const {
    if (draft == nullptr) return info.id.is_job_local() ? locals_.find_members(info) : nullptr;
    const auto at = draft->members.find(&info);
    return at == draft->members.end() ? nullptr : &at->second;
}

const Symbol* DraftReader::own_member(const ClassInfo& info, base::Name name) {
    const ModuleDraft* draft = scc_.find(info.id.module);
    if (draft == nullptr && !info.id.is_job_local()) return published_.own_member(info, name);
    if (draft != nullptr) note({image::ReadKind::Member, info.id.module, info.id.slot, name});
    const TableBuilder* open = open_members(info, draft);
    return open != nullptr ? open->find(name) : info.names.find(name);
}

std::span<const Symbol> DraftReader::own_members(const ClassInfo& info) {
    const ModuleDraft* draft = scc_.find(info.id.module);
    if (draft == nullptr && !info.id.is_job_local()) return published_.own_members(info);
    if (draft != nullptr) note({image::ReadKind::Members, info.id.module, info.id.slot});
    const TableBuilder* open = open_members(info, draft);
    return open != nullptr ? std::span<const Symbol>(open->symbols()) : info.names.symbols;
}

std::uint32_t DraftReader::line_of(symbols::DefId id) {
    if (id.is_job_local()) return locals_.line_of(id);
    if (ModuleDraft* draft = scc_.find(id.module)) {
        note({image::ReadKind::Location, id.module, id.slot});
        auto at = draft->nodes.find(id.slot);
        if (at == draft->nodes.end()) return 0;
        return draft->text->line_of(draft->tree->start(at->second)) + 1;
    }
    return published_.line_of(id);
}

const Definition* BodyReader::definition(symbols::DefId id) {
    return id.is_job_local() ? locals_.find(id) : ForwardingReader::definition(id);
}

const Symbol* BodyReader::own_member(const ClassInfo& info, base::Name name) {
    if (!is_open(info)) return ForwardingReader::own_member(info, name);
    const TableBuilder* open = locals_.find_members(info);
    return open != nullptr ? open->find(name) : info.names.find(name);
}

std::span<const Symbol> BodyReader::own_members(const ClassInfo& info) {
    if (!is_open(info)) return ForwardingReader::own_members(info);
    const TableBuilder* open = locals_.find_members(info);
    return open != nullptr ? std::span<const Symbol>(open->symbols()) : info.names.symbols;
}

std::uint32_t BodyReader::line_of(symbols::DefId id) {
    return id.is_job_local() ? locals_.line_of(id) : ForwardingReader::line_of(id);
}

}  // namespace krait::semantic
