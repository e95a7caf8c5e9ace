// notebooks.h
//
// Notebooks as editors have them open: lists of cells, and the cells' texts. For the rest of the
// server a notebook is one document, at the path of its file, whose text is its cells' code
// (Module); which lines of it are whose, Cells says. So programs, requests and features know
// nothing of notebooks: places are translated where messages come in and answers go out
// (cell_places.h).
//
// A client that contradicts itself is believed as far as possible, and what was wrong is logged: a
// notebook whose cells are out of step would show every later answer at the wrong place.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "protocol/notebooks.h"
#include "server/cells.h"
#include "server/documents.h"

namespace krait::server {

/// What a notebook is for a program.
struct NotebookModule {
    std::string text;
    CellsPtr cells;
};

/// Owned by the main thread. Notebooks are found by the path of their module.
class Notebooks {
public:
    void set_column_unit(base::ColumnUnit unit) { texts_.set_column_unit(unit); }

    /// Opens, or opens anew.
    void open(const std::string& path, const protocol::DidOpenNotebookDocumentParams& params);
    void change(const std::string& path, const protocol::DidChangeNotebookDocumentParams& params);
    void close(const std::string& path);

    [[nodiscard]] NotebookModule module(const std::string& path) const;
    [[nodiscard]] bool is_open(const std::string& path) const { return notebooks_.contains(path); }
    /// The path of an open notebook by its URI.
    [[nodiscard]] std::optional<std::string> path_of(const std::string& uri) const;
    /// The path of the notebook that has this cell.
    [[nodiscard]] std::optional<std::string> path_of_cell(const std::string& uri) const;

private:
    struct Notebook {
        std::string uri;
        std::vector<protocol::NotebookCell> cells;
    };
    struct Text {
        std::string path;  // of the notebook that it was opened with
        bool is_python = true;
    };
    void restructure(Notebook& notebook, const std::string& path,
                     const protocol::NotebookCellStructureChange& change);
    void open_text(const std::string& path, const protocol::TextDocumentItem& item);
    void close_text(const std::string& uri);

    std::map<std::string, Notebook> notebooks_;  // by path
    std::map<std::string, Text> of_texts_;       // by URI of the cell
    Documents texts_;                            // likewise
};

}  // namespace krait::server
