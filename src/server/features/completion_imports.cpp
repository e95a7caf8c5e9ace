// completion_imports.cpp: inside import statements, and names that would have to be imported.

#include <algorithm>

#include "python/syntax/place.h"
#include "server/features/completion_parts.h"
#include "server/features/import_edits.h"
#include "server/features/importable.h"

namespace krait::features {

namespace {

using protocol::CompletionItem;
using protocol::CompletionItemKind;
using syntax::NodeId;
using syntax::NodeKind;
using syntax::Tree;

/// Names to import are looked for from so many letters on, and so many are offered.
constexpr std::size_t kFewestLetters = 2;
constexpr std::size_t kMostImports = 60;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

/// The modules directly below a package, or all without a dot.
void add_modules(CompletionPlace& place, std::string_view package, CompletionItems& items) {
    const std::string below = package.empty() ? "" : std::string(package) + ".";
    for (const std::string& name : place.question.program->registry().names()) {
        if (!name.starts_with(below)) continue;
        const std::string part =
            name.substr(below.size(), name.find('.', below.size()) - below.size());
        if (part != "__main__") items.add(part, CompletionItemKind::Module, Rank::Own);
    }
}

/// What `.` and `..` before a module's name mean here.
std::string absolute(const CompletionPlace& place, std::string_view written) {
    std::size_t level = 0;
    while (level < written.size() && written[level] == '.') ++level;
    if (level == 0) return std::string(written);
    std::string package(base::text_of(place.module->record->name));
    for (std::size_t up = level - (place.module->record->is_package ? 1 : 0); up > 0; --up) {
        const std::size_t dot = package.rfind('.');
        package.resize(dot == std::string::npos ? 0 : dot);
    }
    written.remove_prefix(level);
    if (package.empty() || written.empty()) return package + std::string(written);
    return package + "." + std::string(written);
}

std::string_view package_of(std::string_view dotted) {
    const std::size_t dot = dotted.rfind('.');
    return dot == std::string_view::npos ? std::string_view() : dotted.substr(0, dot);
}

void add_names_of(CompletionPlace& place, const std::string& module, CompletionItems& items) {
    const base::ModuleId id =
        place.unit->cx().reader.find_module(place.module->record->id, base::intern(module));
    if (id != base::ModuleId::None) add_module_names(*place.unit, id, items);
    add_modules(place, module, items);
}

/// The line's text up to the word, joined with the lines before while a parenthesis is open.
std::string_view statement_before(const CompletionPlace& place) {
    const base::SourceText& text = *place.module->text;
    std::uint32_t line = text.line_of(place.word.start);
    const std::uint32_t lowest = line > 30 ? line - 30 : 0;
    for (std::uint32_t up = line;; --up) {
        const std::string_view start = trimmed(text.line_text(up));
        if (start.starts_with("from ") && text.line_text(up).find('(') != std::string_view::npos) {
            const std::string_view between =
                text.text().substr(text.line_start(up), place.word.start - text.line_start(up));
            if (between.find(')') == std::string_view::npos) return trimmed(between);
        }
        if (up == lowest || (up != line && start.find('(') != std::string_view::npos)) break;
    }
    const std::uint32_t begin = text.line_start(line);
    return trimmed(text.text().substr(begin, place.word.start - begin));
}

}  // namespace

bool complete_imports(CompletionPlace& place, CompletionItems& items) {
    const std::string_view before = statement_before(place);
    if (before.starts_with("from ") || before == "from") {
        std::string_view rest = trimmed(before.substr(4));
        const std::size_t import = rest.find(" import");
        if (import != std::string_view::npos) {
            add_names_of(place, absolute(place, trimmed(rest.substr(0, import))), items);
        } else if (rest.find(' ') == std::string_view::npos &&
                   (rest.empty() || rest.ends_with('.'))) {
            const bool relative = !rest.empty() && rest.find_first_not_of('.') == rest.npos;
            add_modules(place, relative ? absolute(place, rest) : absolute(place, package_of(rest)),
                        items);
        } else {
            items.add("import", CompletionItemKind::Keyword, Rank::Own);
        }
        return true;
    }
    if (!before.starts_with("import ") && before != "import") return false;
    std::string_view rest = trimmed(before.substr(6));
    if (const std::size_t comma = rest.rfind(','); comma != rest.npos) {
        rest = trimmed(rest.substr(comma + 1));
    }
    if (rest.empty() || rest.ends_with('.')) add_modules(place, package_of(rest), items);
    return true;
}

void complete_with_imports(CompletionPlace& place, CompletionItems& items) {
    if (place.prefix.size() < kFewestLetters) {
        items.list.is_incomplete = true;  // there are more as soon as more is typed
        return;
    }
    types::Reader& reader = place.unit->cx().reader;
    std::size_t added = 0;
    for (const std::string& module : place.question.program->registry().names()) {
        place.question.token.poll();
        const base::ModuleId id =
            reader.find_module(place.module->record->id, base::intern(module));
        if (id == base::ModuleId::None || id == place.module->record->id ||
            !is_public_path(module)) {
            continue;
        }
        for (const types::Symbol& symbol : reader.module_symbols(id)) {
            const std::string_view name = base::text_of(symbol.name);
            if (!is_offered(symbol, id) || !name.starts_with(place.prefix) || items.has(name)) {
                continue;
            }
            if (++added > kMostImports) {
                items.list.is_incomplete = true;
                return;
            }
            items.add(name, reader.definition(symbol.target), Rank::Import);
            if (items.list.items.empty() || items.list.items.back().label != name) continue;
            CompletionItem& item = items.list.items.back();
            item.origin = module;
            const NeededImport needed{module, std::string(name), {}};
            for (ImportEdit& edit :
                 import_edits(*place.module->text, place.tree(), {needed}, place.question.part)) {
                const protocol::Range at =
                    range_of(*place.module->text, edit.range, place.question.unit);
                item.additional_edits.push_back({at, std::move(edit.text)});
            }
        }
    }
}

}  // namespace krait::features
