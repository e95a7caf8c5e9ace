// reader.h
//
// The only door to definitions, one's own SCC's included. Whoever computes something asks here, so
// that what was asked, and what was not found, can be recorded: a result may be used again exactly
// if every recorded read still gives the same answer. An interface job's reader shows its drafts
// behind the published interfaces; a body job's reader shows published interfaces and its locals.

#pragma once

#include <span>
#include <string_view>

#include "base/ids.h"
#include "python/symbols/def_id.h"
#include "python/types/definition.h"

namespace krait::types {

/// Belongs to one job and its thread. What it returns lives as long as the job.
class Reader {
public:
    virtual ~Reader() = default;

    /// The definition, or null if the slot holds nothing in this snapshot (it was deleted).
    virtual const Definition* definition(DefId id) = 0;

    /// The module that `name` leads to when `from` imports it; ModuleId::None if there is none.
    virtual base::ModuleId find_module(base::ModuleId from, Name name) = 0;
    /// Facts of a module; null if the module isn't available in this snapshot.
    virtual const ModuleInfo* module(base::ModuleId module) = 0;
    /// A name in a module's namespace, as written there; null if it has none. Says nothing of
    /// visibility, submodules or `__getattr__`.
    virtual const Symbol* module_symbol(base::ModuleId module, Name name) = 0;
    /// All names, in order of definition: for star imports and "did you mean".
    virtual std::span<const Symbol> module_symbols(base::ModuleId module) = 0;

    /// The modules that a module imports and waits for, implicit ones (builtins) included.
    virtual std::span<const base::ModuleId> module_imports(base::ModuleId module) = 0;

    /// A name in a class's own body (not its bases'), or null.
    virtual const Symbol* own_member(const ClassInfo& info, Name name) = 0;
    /// All names of a class's own body, in order of definition: protocols, enums, fields.
    virtual std::span<const Symbol> own_members(const ClassInfo& info) = 0;

    /// Line (from 1) at which a definition starts, for messages that print the place of another;
    /// 0 if unknown. A read of its own strength: only messages ask.
    virtual std::uint32_t line_of(DefId id) = 0;
};

}  // namespace krait::types
