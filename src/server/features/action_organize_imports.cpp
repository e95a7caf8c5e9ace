// action_organize_imports.cpp: the imports at the head of the file, sorted and grouped. None is
// taken away: what looks unused may be there for others, or for what importing it does.

#include "server/features/actions.h"
#include "server/features/import_block.h"

namespace krait::features {

namespace {

ImportSection section_of(const modules::ModuleFinder& finder, const std::string& module) {
    const std::string top = module.substr(0, module.find('.'));
    if (top == "__future__") return ImportSection::Future;
    const modules::FindResult& found = finder.find(top);
    if (found.found() && !found.in_library()) return ImportSection::FirstParty;
    return finder.versions().modules.contains(top) ? ImportSection::StandardLibrary
                                                   : ImportSection::ThirdParty;
}

}  // namespace

void offer_organized_imports(ActionSite& site) {
    if (!site.module) return;
    const modules::ModuleFinder& finder = site.question.program->load_context().finder;
    std::optional<ImportBlock> block =
        import_block(site.text(), site.tree(),
                     [&](const std::string& module) { return section_of(finder, module); });
    if (!block) return;
    const base::TextRange range = block->range;
    const bool is_here = range.start <= site.range.start && site.range.start <= range.end;
    if (!is_here && !site.wants_by_name(kOrganizeImports)) return;
    std::string ordered = in_order(std::move(*block));
    if (ordered == site.text().text().substr(range.start, range.end - range.start)) return;
    protocol::CodeAction& action = site.offer("Organize imports", kOrganizeImports, nullptr);
    site.replace(action, range, std::move(ordered));
}

}  // namespace krait::features
