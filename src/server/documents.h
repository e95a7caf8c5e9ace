// documents.h
//
// What editors have open: texts that hide the files on disk. Each change makes a new immutable
// text, so that jobs which still read the old one aren't disturbed.
//
// A client's version numbers start anew when a document is closed and opened again, and some
// clients repeat them, so they can't tell whether a result is for the text that is open now. Every
// text therefore gets a *revision*, a number that this process never gives twice; it goes to the
// program in the version's place, comes back with the results, and the client's version is put in
// again when they are published.

#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "base/source_text.h"
#include "protocol/text_documents.h"
#include "server/cells.h"

namespace krait::server {

struct Document {
    std::string uri;            ///< as the editor spells it
    std::int32_t version = 0;   ///< the editor's
    std::int32_t revision = 0;  ///< ours; unique
    base::SourceTextPtr text;
    CellsPtr cells;  ///< of a notebook, whose text is its cells' code; else null
};

/// Owned by the main thread. Documents are found by path, whichever way their URI is spelt.
class Documents {
public:
    void set_column_unit(base::ColumnUnit unit) { unit_ = unit; }
    [[nodiscard]] base::ColumnUnit column_unit() const { return unit_; }

    /// Opens, or opens anew.
    const Document& open(const std::string& path, protocol::TextDocumentItem item);
    /// Applies the changes in order, each to the result of the one before. Null if it isn't open.
    const Document* change(const std::string& path, std::int32_t version,
                           const std::vector<protocol::TextDocumentContentChangeEvent>& changes);
    /// A notebook, opened or changed.
    const Document& put(const std::string& path, const std::string& uri, std::int32_t version,
                        std::string text, CellsPtr cells);
    void close(const std::string& path) { documents_.erase(path); }

    /// Null if it isn't open.
    [[nodiscard]] const Document* find(const std::string& path) const;
    [[nodiscard]] const std::map<std::string, Document>& all() const { return documents_; }

private:
    std::map<std::string, Document> documents_;  // by path
    base::ColumnUnit unit_ = base::ColumnUnit::Utf16;
    std::int32_t last_revision_ = 0;
};

/// `text` with `range` replaced; positions past the end of a line or of the text are moved there,
/// and a range that ends before it starts is empty at its start.
[[nodiscard]] std::string replaced(const base::SourceText& text, const protocol::Range& range,
                                   base::ColumnUnit unit, std::string_view by);

}  // namespace krait::server
