#include "server/notebooks.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <set>

#include "server/ipython.h"

namespace krait::server {

namespace {

using protocol::NotebookCell;
using protocol::NotebookCellKind;

/// A cell as lines of a module; `text` is its own, in `unit`.
Cell laid_out(const NotebookCell& cell, const Document& text, std::uint32_t first_line,
              base::ColumnUnit unit) {
    const std::uint32_t lines = text.text->line_count();
    return {cell.document,
            text.version,
            first_line,
            lines,
            base::width(text.text->line_text(lines - 1), unit),
            false};
}

}  // namespace

void Notebooks::open_text(const std::string& path, const protocol::TextDocumentItem& item) {
    of_texts_[item.uri] = {path, item.language_id == "python"};
    texts_.open(item.uri, item);
}

void Notebooks::close_text(const std::string& uri) {
    of_texts_.erase(uri);
    texts_.close(uri);
}

void Notebooks::open(const std::string& path,
                     const protocol::DidOpenNotebookDocumentParams& params) {
    close(path);
    notebooks_[path] = {params.notebook_document.uri, params.notebook_document.cells};
    for (const protocol::TextDocumentItem& item : params.cell_text_documents) {
        const auto known = of_texts_.find(item.uri);
        if (known != of_texts_.end() && known->second.path != path) {
            spdlog::warn("The cell {} of {} is one of {} already", item.uri, path,
                         known->second.path);
            continue;
        }
        open_text(path, item);
    }
}

void Notebooks::close(const std::string& path) {
    if (notebooks_.erase(path) == 0) return;
    std::vector<std::string> uris;
    for (const auto& [uri, text] : of_texts_) {
        if (text.path == path) uris.push_back(uri);
    }
    for (const std::string& uri : uris) close_text(uri);
}

void Notebooks::restructure(Notebook& notebook, const std::string& path,
                            const protocol::NotebookCellStructureChange& change) {
    std::vector<NotebookCell>& cells = notebook.cells;
    const std::size_t start = std::min<std::size_t>(change.array.start, cells.size());
    const std::size_t removed =
        std::min<std::size_t>(change.array.delete_count, cells.size() - start);
    if (start != change.array.start || removed != change.array.delete_count) {
        spdlog::warn("{} cells from {} on are to be replaced, but {} has {}",
                     change.array.delete_count, change.array.start, notebook.uri, cells.size());
    }
    const auto at = cells.begin() + static_cast<std::ptrdiff_t>(start);
    const auto after = cells.erase(at, at + static_cast<std::ptrdiff_t>(removed));
    cells.insert(after, change.array.cells.begin(), change.array.cells.end());
    // A cell whose language was changed is closed and opened under the same URI.
    for (const protocol::TextDocumentIdentifier& closed : change.did_close) {
        const auto known = of_texts_.find(closed.uri);
        if (known == of_texts_.end() || known->second.path != path) {
            spdlog::warn("Closed but not open: the cell {} of {}", closed.uri, notebook.uri);
        } else {
            close_text(closed.uri);
        }
    }
    for (const protocol::TextDocumentItem& item : change.did_open) {
        const auto known = of_texts_.find(item.uri);
        if (known != of_texts_.end() && known->second.path != path) {
            spdlog::warn("The cell {} of {} is one of {} already", item.uri, path,
                         known->second.path);
        } else {
            open_text(path, item);
        }
    }
}

void Notebooks::change(const std::string& path,
                       const protocol::DidChangeNotebookDocumentParams& params) {
    Notebook& notebook = notebooks_.at(path);
    if (!params.cells) return;
    if (params.cells->structure) restructure(notebook, path, *params.cells->structure);
    for (const NotebookCell& now : params.cells->data) {
        const auto at =
            std::find_if(notebook.cells.begin(), notebook.cells.end(),
                         [&](const NotebookCell& cell) { return cell.document == now.document; });
        if (at != notebook.cells.end()) {
            at->kind = now.kind;
        } else {
            spdlog::warn("Changed but not there: the cell {} of {}", now.document, notebook.uri);
        }
    }
    for (const protocol::NotebookCellTextChange& text : params.cells->text_content) {
        const auto known = of_texts_.find(text.document.uri);
        if (known == of_texts_.end() || known->second.path != path) {
            spdlog::warn("Changed but not open: the cell {} of {}", text.document.uri,
                         notebook.uri);
        } else {
            texts_.change(text.document.uri, text.document.version, text.changes);
        }
    }
}

NotebookModule Notebooks::module(const std::string& path) const {
    const Notebook& notebook = notebooks_.at(path);
    Cells cells;
    std::string module;
    std::uint32_t line = 0;
    std::set<std::string_view> met;
    for (const NotebookCell& cell : notebook.cells) {
        if (!met.insert(cell.document).second) {
            spdlog::warn("Twice in {}: the cell {}", notebook.uri, cell.document);
            continue;
        }
        if (cell.kind != NotebookCellKind::Code) continue;
        const auto known = of_texts_.find(cell.document);
        const Document* text = known != of_texts_.end() && known->second.path == path
                                   ? texts_.find(cell.document)
                                   : nullptr;
        if (text == nullptr) {
            spdlog::warn("Without a text: the cell {} of {}", cell.document, notebook.uri);
            continue;
        }
        if (!known->second.is_python) continue;
        PythonOfCell python = python_of_cell(text->text->text());
        cells.all.push_back(laid_out(cell, *text, line, texts_.column_unit()));
        cells.all.back().starts_with_magic = python.starts_with_magic;
        cells.defines_unseen = cells.defines_unseen || python.defines_unseen;
        // "\r" and the "\n" behind it would be one line's end.
        if (python.text.ends_with('\r')) python.text.back() = '\n';
        module += python.text + "\n";
        line += text->text->line_count();
    }
    return {std::move(module), std::make_shared<const Cells>(std::move(cells))};
}

std::optional<std::string> Notebooks::path_of(const std::string& uri) const {
    for (const auto& [path, notebook] : notebooks_) {
        if (notebook.uri == uri) return path;
    }
    return std::nullopt;
}

std::optional<std::string> Notebooks::path_of_cell(const std::string& uri) const {
    const auto known = of_texts_.find(uri);
    return known == of_texts_.end() ? std::nullopt : std::optional(known->second.path);
}

}  // namespace krait::server
