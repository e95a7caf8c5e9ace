// writer.h
//
// From the scratch definitions of an interface job to an image. Writing does four jobs at once: it
// gets data out of the job's arena, gives each definition its fingerprint, makes the cache's value,
// and lays out what lazy readers need.
//
// Types are written once each: two that are spelled by the same bytes are one in the image, however
// they were shared in memory, so that the bytes do not depend on how a job happened to build them.

#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/interner.h"
#include "python/symbols/module_table.h"
#include "python/types/definition.h"

namespace krait::image {

/// What is to be published of one module.
struct ModuleContents {
    base::ModuleId id = base::ModuleId::None;
    base::Name name = base::Name::Empty;
    /// Each with its own `id` in this module; the module's own ModuleInfo (path "") among them. A
    /// class's members stand here as definitions of their own.
    struct Item {
        const types::Definition* definition;
        std::uint32_t line;  ///< from 1; 0: unknown
    };
    std::vector<Item> definitions;
    std::vector<base::Name> imports;       ///< modules that it waits for, in mypy's order
    std::span<const types::Symbol> names;  ///< the module's namespace, in order of definition
};

/// The image of a module's interface. Types that must not be published (partial ones, those of
/// job-local classes) become Any; `replaced`, if given, is increased by their number.
[[nodiscard]] std::vector<char> write_image(const ModuleContents& contents,
                                            const symbols::ModuleTable& table,
                                            std::uint64_t* replaced = nullptr);

}  // namespace krait::image
