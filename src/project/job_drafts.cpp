#include "project/job_drafts.h"

namespace krait::project {

std::unique_ptr<semantic::ModuleDraft> make_draft(const LoadedModule& loaded,
                                                  const ParsedPtr& parsed) {
    auto draft = std::make_unique<semantic::ModuleDraft>();
    draft->id = loaded.record->id;
    draft->name = loaded.record->name;
    draft->path = loaded.record->display_path;
    draft->text = loaded.text;
    draft->tree = parsed->tree;
    draft->outline = {parsed, &parsed->outline};
    draft->options = loaded.options;
    for (const ImportedName& import : loaded.imports) {
        if (import.priority == scheduler::ImportPriority::Ancestor) continue;
        draft->imports.push_back(import.module);
    }
    return draft;
}

semantic::BodyDraft make_body_draft(const LoadedModule& loaded, const Parsed& parsed,
                                    const semantic::BodyUnit& unit) {
    semantic::BodyDraft body;
    body.module = loaded.record->id;
    body.module_name = loaded.record->name;
    body.path = loaded.record->display_path;
    body.text = loaded.text;
    body.tree = parsed.tree;
    body.outline = &parsed.outline;
    body.unit = &unit;
    return body;
}

const types::ClassInfo* class_around(const semantic::BodyDraft& body, types::Reader& reader,
                                     symbols::ModuleTable& table) {
    if (body.unit->classes.empty()) return nullptr;
    const base::Name path = body.outline->paths.find(body.unit->classes.back())->second;
    return types::as<types::ClassInfo>(reader.definition(table.def(body.module, path)));
}

}  // namespace krait::project
