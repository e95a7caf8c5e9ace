// navigation.h
//
// What an editor asks about a name all over the workspace: where it is used, what else it is to be
// called, who overrides, inherits, calls (LSP 3.17, Language Features).

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "protocol/structure.h"

namespace krait::protocol {

struct ReferenceParams {
    TextDocumentIdentifier text_document;
    Position position;
    bool include_declaration = false;
};

struct DocumentHighlight {
    enum class Kind : std::uint8_t { Text = 1, Read = 2, Write = 3 };
    Range range;
    Kind kind = Kind::Text;
};

struct RenameParams {
    TextDocumentIdentifier text_document;
    Position position;
    std::string new_name;
};

/// What can be renamed, and what it is called now.
struct RenamePlace {
    Range range;
    std::string name;
};

/// Places that all get the same text: what a rename's WorkspaceEdit comes to.
struct Renaming {
    struct Document {
        std::string uri;
        std::optional<std::int32_t> version;  ///< if it is open
        std::vector<Range> ranges;
    };
    std::string new_name;
    std::vector<Document> documents;
    bool with_versions = false;  ///< the client knows `documentChanges`
};

/// One in a hierarchy of types or of calls. It is asked about again by the place of its name.
struct HierarchyItem {
    std::string name;
    SymbolKind kind = SymbolKind::Class;
    std::string detail;  ///< the module
    std::string uri;
    Range range;
    Range selection_range;
};

struct HierarchyItemParams {
    TextDocumentIdentifier text_document;
    Position position;
};

struct IncomingCall {
    HierarchyItem from;
    std::vector<Range> ranges;  ///< in `from`
};
struct OutgoingCall {
    HierarchyItem to;
    std::vector<Range> ranges;  ///< in what was asked about
};

struct WorkspaceSymbolParams {
    std::string query;
};

struct WorkspaceSymbol {
    std::string name;
    std::string container;
    SymbolKind kind = SymbolKind::Variable;
    Location location;
};

}  // namespace krait::protocol
