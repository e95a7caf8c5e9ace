#include "server/cell_places.h"

#include <algorithm>

namespace krait::server {

using protocol::Position;
using protocol::Range;
using protocol::TextEdit;

bool to_cell(const Cell& cell, Range& range) {
    if (range.end.line < cell.first_line || range.start.line >= cell.end_line()) return false;
    if (range.start.line < cell.first_line) range.start = {cell.first_line, 0};
    // A line's end is the next line's start; behind the last line of a cell there is nothing.
    if (range.end.line >= cell.end_line()) range.end = {cell.end_line() - 1, cell.end_character};
    range.start.line -= cell.first_line;
    range.end.line -= cell.first_line;
    return true;
}

void CellPlaces::move(Position& position) const {
    if (position.line >= asked_->line_count) {
        position = {asked_->line_count - 1, asked_->end_character};
    }
    position.line += asked_->first_line;
}

void CellPlaces::move(Range& range) const {
    move(range.start);
    move(range.end);
}

bool CellPlaces::take(Range& range) const {
    return !asked_ || to_cell(*asked_, range);
}

bool CellPlaces::name(std::string& uri, Range& range) const {
    const auto notebook = notebooks_->find(uri);
    if (notebook == notebooks_->end()) return true;
    const Cell* cell = notebook->second->at_line(range.start.line);
    if (cell == nullptr) return false;
    uri = cell->uri;
    return to_cell(*cell, range);
}

void CellPlaces::put(std::optional<protocol::Hover>& hover) const {
    if (hover && hover->range && !take(*hover->range)) hover->range.reset();
}

void CellPlaces::put(std::vector<protocol::Location>& locations) const {
    std::erase_if(locations, [&](auto& one) { return !name(one.uri, one.range); });
}

bool CellPlaces::keep(std::vector<TextEdit>& edits) const {
    return std::all_of(edits.begin(), edits.end(), [&](TextEdit& edit) {
        if (!asked_) return true;
        const bool is_inside =
            asked_->has_line(edit.range.start.line) && edit.range.end.line <= asked_->end_line();
        return is_inside && take(edit.range);
    });
}

void CellPlaces::put(protocol::CompletionList& list) const {
    std::erase_if(list.items, [&](auto& item) { return !keep(item.additional_edits); });
}

void CellPlaces::put(std::vector<protocol::HierarchyItem>& items) const {
    std::erase_if(items, [&](protocol::HierarchyItem& item) {
        std::string uri = item.uri;
        return !name(uri, item.selection_range) || !name(item.uri, item.range);
    });
}

void CellPlaces::put(std::vector<protocol::IncomingCall>& calls) const {
    std::vector<protocol::IncomingCall> named;
    for (protocol::IncomingCall& call : calls) {
        if (!notebooks_->contains(call.from.uri)) {
            named.push_back(std::move(call));
            continue;
        }
        // What calls on no function's behalf is the module, which is all over its cells.
        std::map<std::string, std::vector<Range>> by_cell;
        for (Range& range : call.ranges) {
            std::string uri = call.from.uri;
            if (name(uri, range)) by_cell[uri].push_back(range);
        }
        std::string home = call.from.uri;
        std::string uri = call.from.uri;
        if (!name(home, call.from.selection_range) || !name(uri, call.from.range)) continue;
        for (auto& [cell, ranges] : by_cell) {
            protocol::HierarchyItem from = call.from;
            from.uri = cell;
            if (cell != home) from.range = from.selection_range = ranges.front();
            named.push_back({std::move(from), std::move(ranges)});
        }
    }
    calls = std::move(named);
}

void CellPlaces::put(std::vector<protocol::OutgoingCall>& calls) const {
    std::erase_if(calls, [&](protocol::OutgoingCall& call) {
        std::erase_if(call.ranges, [&](Range& range) { return !take(range); });
        std::string uri = call.to.uri;
        return !name(uri, call.to.selection_range) || !name(call.to.uri, call.to.range);
    });
}

void CellPlaces::put(std::vector<protocol::WorkspaceSymbol>& symbols) const {
    std::erase_if(symbols, [&](auto& one) { return !name(one.location.uri, one.location.range); });
}

void CellPlaces::put(std::vector<protocol::InlayHint>& hints) const {
    if (!asked_) return;
    std::erase_if(hints, [&](protocol::InlayHint& hint) {
        if (!asked_->has_line(hint.position.line)) return true;
        hint.position.line -= asked_->first_line;
        return !keep(hint.edits);
    });
}

bool CellPlaces::rewrite(protocol::WorkspaceEdit& edit) const {
    std::map<std::string, std::vector<TextEdit>> changes;
    std::map<std::string, std::int32_t> versions;
    for (auto& [uri, edits] : edit.changes) {
        const auto notebook = notebooks_->find(uri);
        if (notebook == notebooks_->end()) {
            if (const auto version = edit.versions.find(uri); version != edit.versions.end()) {
                versions.insert(*version);
            }
            changes[uri] = std::move(edits);
            continue;
        }
        for (TextEdit& one : edits) {
            const Cell* cell = notebook->second->at_line(one.range.start.line);
            // The start of the next cell is this one's end; further than that no edit reaches.
            const bool reaches_out = cell != nullptr && one.range.end.line >= cell->end_line() &&
                                     one.range.end != Position{cell->end_line(), 0};
            if (cell == nullptr || reaches_out || !to_cell(*cell, one.range)) return false;
            if (edit.versions.contains(uri)) versions[cell->uri] = cell->version;
            changes[cell->uri].push_back(std::move(one));
        }
    }
    edit.changes = std::move(changes);
    edit.versions = std::move(versions);
    return true;
}

bool CellPlaces::rewrite(protocol::CodeAction& action) const {
    return rewrite(action.edit) && (!action.resolved_for || take(*action.resolved_for));
}

void CellPlaces::put(protocol::CodeActionAnswer& answer) const {
    if (asked_) answer.uri = asked_->uri;
    std::erase_if(answer.actions, [&](auto& action) { return !rewrite(action); });
}

void CellPlaces::put(protocol::ResolvedCodeAction& action) const {
    if (action.action && !rewrite(*action.action)) action.action.reset();
}

void CellPlaces::put(std::vector<protocol::DocumentSymbol>& symbols) const {
    std::erase_if(symbols, [&](protocol::DocumentSymbol& symbol) {
        if (!take(symbol.selection_range) || !take(symbol.range)) return true;
        put(symbol.children);
        return false;
    });
}

void CellPlaces::put(protocol::DocumentSymbols& symbols) const {
    if (!asked_) return;
    put(symbols.symbols);
    if (!symbols.flat_uri.empty()) symbols.flat_uri = asked_->uri;
}

void CellPlaces::put(std::vector<protocol::FoldingRange>& folds) const {
    if (!asked_) return;
    std::erase_if(folds, [&](protocol::FoldingRange& fold) {
        if (!asked_->has_line(fold.start_line)) return true;
        fold.start_line -= asked_->first_line;
        fold.end_line = std::min(fold.end_line, asked_->end_line() - 1) - asked_->first_line;
        return fold.start_line == fold.end_line;
    });
}

void CellPlaces::put(std::vector<protocol::SelectionRange>& selections) const {
    for (protocol::SelectionRange& selection : selections) {
        std::vector<Range>& ranges = selection.ranges;
        std::erase_if(ranges, [&](Range& range) { return !take(range); });
        ranges.erase(std::unique(ranges.begin(), ranges.end()), ranges.end());
    }
}

void CellPlaces::put(protocol::SemanticTokens& tokens) const {
    if (!asked_) return;
    std::vector<std::uint32_t> data;
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    Position last{asked_->first_line, 0};
    for (std::size_t i = 0; i + 5 <= tokens.data.size(); i += 5) {
        const std::uint32_t* token = &tokens.data[i];
        column = token[0] == 0 ? column + token[1] : token[1];
        line += token[0];
        if (!asked_->has_line(line)) continue;
        const bool same_line = line == last.line;
        data.insert(data.end(), {line - last.line, same_line ? column - last.character : column,
                                 token[2], token[3], token[4]});
        last = {line, column};
    }
    tokens.data = std::move(data);
}

void CellPlaces::put(protocol::SemanticTokensOrDelta& tokens) const {
    // Nothing is remembered of cells, so there are no deltas of them.
    if (auto* all = std::get_if<protocol::SemanticTokens>(&tokens)) put(*all);
}

void CellPlaces::put(std::vector<protocol::DocumentHighlight>& highlights) const {
    std::erase_if(highlights, [&](auto& highlight) { return !take(highlight.range); });
}

void CellPlaces::put(protocol::RenamePlace& place) const {
    (void)take(place.range);
}

}  // namespace krait::server
