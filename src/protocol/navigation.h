// navigation.h
//
// What an editor asks about a name all over the workspace, besides where it is used: who inherits,
// overrides, calls it, and what there is (LSP 3.17, Language Features).

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "protocol/structure.h"

namespace krait::protocol {

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
