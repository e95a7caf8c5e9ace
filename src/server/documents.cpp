#include "server/documents.h"

#include <algorithm>

namespace krait::server {

std::string replaced(const base::SourceText& text, const protocol::Range& range,
                     base::ColumnUnit unit, std::string_view by) {
    std::uint32_t start = text.offset({range.start.line, range.start.character}, unit);
    std::uint32_t end = text.offset({range.end.line, range.end.character}, unit);
    end = std::max(start, end);
    std::string out;
    out.reserve(text.size() - (end - start) + by.size());
    out.append(text.text().substr(0, start)).append(by).append(text.text().substr(end));
    return out;
}

const Document& Documents::open(const std::string& path, protocol::TextDocumentItem item) {
    Document& document = documents_[path];
    document.uri = std::move(item.uri);
    document.version = item.version;
    document.revision = ++last_revision_;
    document.text = std::make_shared<const base::SourceText>(std::move(item.text));
    document.cells = nullptr;
    return document;
}

const Document& Documents::put(const std::string& path, const std::string& uri,
                               std::int32_t version, std::string text, CellsPtr cells) {
    const Document& document = open(path, {uri, "python", version, std::move(text)});
    documents_[path].cells = std::move(cells);
    return document;
}

const Document* Documents::change(
    const std::string& path, std::int32_t version,
    const std::vector<protocol::TextDocumentContentChangeEvent>& changes) {
    auto at = documents_.find(path);
    if (at == documents_.end()) return nullptr;
    Document& document = at->second;
    // What comes before the last change of the whole text can't be seen in the end.
    auto first = std::find_if(changes.rbegin(), changes.rend(),
                              [](const auto& change) { return !change.range; });
    std::size_t start = static_cast<std::size_t>(changes.rend() - first);
    for (std::size_t i = start == 0 ? 0 : start - 1; i < changes.size(); ++i) {
        const auto& change = changes[i];
        std::string text = change.range
                               ? replaced(*document.text, *change.range, unit_, change.text)
                               : change.text;
        document.text = std::make_shared<const base::SourceText>(std::move(text));
    }
    document.version = version;
    document.revision = ++last_revision_;
    return &document;
}

const Document* Documents::find(const std::string& path) const {
    auto at = documents_.find(path);
    return at == documents_.end() ? nullptr : &at->second;
}

}  // namespace krait::server
