#include "server/features/import_edits.h"

#include <algorithm>
#include <map>

namespace krait::features {

namespace {

using syntax::NodeId;
using syntax::NodeKind;
using syntax::Tree;

bool is_docstring(const Tree& tree, NodeId statement) {
    return statement == tree.body()[0] && tree.is(statement, NodeKind::Expr) &&
           tree.is(tree.expr_value(statement), NodeKind::Str);
}

/// What stands among the imports at a file's head without ending them: `try: import x`,
/// `if TYPE_CHECKING:`, `__all__ = [...]`.
bool is_among_imports(const Tree& tree, NodeId statement) {
    const NodeKind kind = tree.kind(statement);
    if (kind == NodeKind::If || kind == NodeKind::Try) return true;
    if (kind != NodeKind::Assign) return false;
    const NodeId target = tree.assign(statement).targets[0];
    return tree.is(target, NodeKind::Name) && base::text_of(tree.name(target)).starts_with("__");
}

/// The start of the line where a new import goes, and whether something must part it from what
/// stands above.
struct Place {
    std::uint32_t line = 0;
    bool below_docstring = false;
};

std::uint32_t line_below(const base::SourceText& text, std::uint32_t end) {
    return text.line_of(end) + 1;
}

Place place_for_import(const base::SourceText& text, const Tree& tree) {
    Place place;
    // `#!`, an encoding, a licence.
    while (place.line < text.line_count() && text.line_text(place.line).starts_with("#")) {
        ++place.line;
    }
    for (NodeId statement : tree.body()) {
        const NodeKind kind = tree.kind(statement);
        if (kind == NodeKind::Import || kind == NodeKind::ImportFrom) {
            place = {line_below(text, tree.end(statement)), false};
        } else if (is_docstring(tree, statement)) {
            place = {line_below(text, tree.end(statement)), true};
        } else if (!is_among_imports(tree, statement)) {
            break;
        }
    }
    return place;
}

/// Where one more name can be added to a statement that imports from the module; 0: nowhere.
std::uint32_t end_of_names(const Tree& tree, std::string_view module) {
    for (NodeId statement : tree.body()) {
        if (!tree.is(statement, NodeKind::ImportFrom) || tree.has_error(statement)) continue;
        const syntax::ImportFromView view = tree.import_from(statement);
        if (view.level != 0 || base::text_of(view.module) != module || view.names.empty()) continue;
        if (base::text_of(tree.alias(view.names.back()).name) == "*") continue;
        return tree.end(view.names.back());
    }
    return 0;
}

std::string with_alias(const NeededImport& import, const std::string& what) {
    return import.as_name.empty() ? what : what + " as " + import.as_name;
}

}  // namespace

std::string statement_of(const NeededImport& import) {
    if (import.name.empty()) return "import " + with_alias(import, import.module);
    return "from " + import.module + " import " + with_alias(import, import.name);
}

std::vector<ImportEdit> import_edits(const base::SourceText& text, const Tree& tree,
                                     const std::set<NeededImport>& needed,
                                     const std::optional<base::TextRange>& part) {
    const auto may_edit = [&](std::uint32_t at) {
        return !part || (part->start <= at && at < part->end);
    };
    std::vector<ImportEdit> edits;
    std::vector<std::string> statements;
    std::map<std::string, std::string> from;  // module → names that a new statement takes
    for (const NeededImport& import : needed) {
        if (import.name.empty()) {
            statements.push_back(statement_of(import));
            continue;
        }
        const std::string name = with_alias(import, import.name);
        const std::uint32_t end = end_of_names(tree, import.module);
        if (end == 0 || !may_edit(end)) {
            std::string& names = from[import.module];
            names += (names.empty() ? "" : ", ") + name;
            continue;
        }
        const auto same = std::find_if(edits.begin(), edits.end(), [&](const ImportEdit& edit) {
            return edit.range.start == end;
        });
        if (same != edits.end()) {
            same->text += ", " + name;
        } else {
            edits.push_back({{end, end}, ", " + name});
        }
    }
    for (const auto& [module, names] : from) {
        statements.push_back("from " + module + " import " + names);
    }
    if (statements.empty()) return edits;
    Place place = place_for_import(text, tree);
    std::uint32_t at = place.line < text.line_count() ? text.line_start(place.line) : text.size();
    if (!may_edit(at)) {
        at = part->start;
        place.below_docstring = false;
    }
    const bool below_text = at == text.size() && at > 0 && text.text()[at - 1] != '\n';
    std::string added = below_text ? "\n" : "";
    if (place.below_docstring) added += "\n";
    for (const std::string& statement : statements) added += statement + "\n";
    edits.push_back({{at, at}, std::move(added)});
    return edits;
}

}  // namespace krait::features
