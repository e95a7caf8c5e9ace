// cell_places.h
//
// The one place where places in cells become places in a notebook's module and the other way round.
// Features are asked about the module and answer about it. What an answer says of a document
// without naming it (a range to hover over, an outline) is about the cell that was asked about: the
// rest of the module is left out. What it names, it may name in any document: where that is a
// notebook, the cell is named instead. An answer of a new type doesn't compile until it is said
// here what becomes of it.

#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "protocol/code_actions.h"
#include "protocol/completion.h"
#include "protocol/hints.h"
#include "protocol/navigation.h"
#include "protocol/references.h"
#include "protocol/rpc.h"
#include "protocol/structure.h"
#include "server/cells.h"

namespace krait::server {

/// By the URI by which answers name a notebook's module.
using OpenNotebooks = std::map<std::string, CellsPtr>;

/// Any thread.
class CellPlaces {
public:
    CellPlaces(std::shared_ptr<const OpenNotebooks> notebooks, std::optional<Cell> asked)
        : notebooks_(std::move(notebooks)), asked_(std::move(asked)) {}

    /// Of a request about the cell: places that lie outside are moved to its end.
    template <class Params>
    void into_module(Params& params) const {
        if (!asked_) return;
        if constexpr (requires { params.position; }) move(params.position);
        if constexpr (requires { params.range; }) move(params.range);
        if constexpr (requires { params.positions; }) {
            for (protocol::Position& position : params.positions) move(position);
        }
        if constexpr (requires { params.diagnostics; }) {
            for (auto& diagnostic : params.diagnostics) move(diagnostic.range);
        }
        if constexpr (requires { params.asked; }) into_module(params.asked);
    }

    /// Of an answer; anything that isn't about notebooks stays what it is.
    template <class Answer>
    [[nodiscard]] Answer into_cells(Answer answer) const {
        if (!notebooks_->empty()) put(answer);
        return answer;
    }

private:
    void move(protocol::Position& position) const;
    void move(protocol::Range& range) const;

    /// Whether it lies in the asked cell, at least in part; put there.
    [[nodiscard]] bool take(protocol::Range& range) const;
    /// Whether it can be named; of other documents all can.
    [[nodiscard]] bool name(std::string& uri, protocol::Range& range) const;

    template <class T>
    void put(tl::expected<T, protocol::ResponseError>& answer) const {
        if (answer) put(*answer);
    }
    void put(std::optional<protocol::Hover>& hover) const;
    void put(std::vector<protocol::Location>& locations) const;
    void put(protocol::CompletionList& list) const;
    void put(std::vector<protocol::HierarchyItem>& items) const;
    void put(std::vector<protocol::IncomingCall>& calls) const;
    void put(std::vector<protocol::OutgoingCall>& calls) const;
    void put(std::vector<protocol::WorkspaceSymbol>& symbols) const;
    void put(std::optional<protocol::SignatureHelp>&) const {}
    void put(std::vector<protocol::InlayHint>& hints) const;
    void put(protocol::CodeActionAnswer& answer) const;
    void put(protocol::ResolvedCodeAction& action) const;
    void put(protocol::DocumentSymbols& symbols) const;
    void put(std::vector<protocol::FoldingRange>& folds) const;
    void put(std::vector<protocol::SelectionRange>& selections) const;
    void put(protocol::SemanticTokens& tokens) const;
    void put(protocol::SemanticTokensOrDelta& tokens) const;
    void put(std::vector<protocol::DocumentHighlight>& highlights) const;
    void put(protocol::RenamePlace& place) const;
    void put(protocol::WorkspaceEdit& edit) const { (void)rewrite(edit); }

    void put(std::vector<protocol::DocumentSymbol>& symbols) const;
    [[nodiscard]] bool keep(std::vector<protocol::TextEdit>& edits) const;
    /// Whether the same can be said of cells.
    [[nodiscard]] bool rewrite(protocol::WorkspaceEdit& edit) const;
    [[nodiscard]] bool rewrite(protocol::CodeAction& action) const;

    std::shared_ptr<const OpenNotebooks> notebooks_;
    std::optional<Cell> asked_;
};

/// A range of the module in this cell, and whether it lies there at least in part.
[[nodiscard]] bool to_cell(const Cell& cell, protocol::Range& range);

}  // namespace krait::server
