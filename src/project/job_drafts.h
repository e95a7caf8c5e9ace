// job_drafts.h: what a loaded module is to the jobs that analyse and check it.

#pragma once

#include <memory>

#include "project/loading.h"
#include "python/semantic/analyze.h"
#include "python/symbols/module_table.h"
#include "python/types/context.h"

namespace krait::project {

/// For an interface job. `parsed` is the module's.
[[nodiscard]] std::unique_ptr<semantic::ModuleDraft> make_draft(const LoadedModule& loaded,
                                                                const ParsedPtr& parsed);
/// For one function of a module whose interface is published. Refers to `parsed` and `unit`.
[[nodiscard]] semantic::BodyDraft make_body_draft(const LoadedModule& loaded, const Parsed& parsed,
                                                  const semantic::BodyUnit& unit);
/// The class that the unit is a method of, as the reader knows it; null for a plain function.
[[nodiscard]] const types::ClassInfo* class_around(const semantic::BodyDraft& body,
                                                   types::Reader& reader,
                                                   symbols::ModuleTable& table);

}  // namespace krait::project
