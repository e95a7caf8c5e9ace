// hierarchy.h
//
// Symbols of the workspace, and trees of them (LSP 3.17, Workspace Symbols, Type Hierarchy, Call
// Hierarchy).

#pragma once

#include <string>
#include <vector>

#include "protocol/completion.h"
#include "protocol/language_features.h"

namespace krait::protocol {

enum class SymbolShape : std::uint8_t {  // of LSP's SymbolKind, those that a name can be
    Module = 2,
    Class = 5,
    Method = 6,
    Property = 7,
    Field = 8,
    Function = 12,
    Variable = 13,
};

struct WorkspaceSymbolParams {
    std::string query;
};

struct WorkspaceSymbol {
    std::string name;
    SymbolShape kind = SymbolShape::Variable;
    std::string container;
    Location location;
};

/// A class or a function as an item of a tree.
struct HierarchyItem {
    std::string name;
    SymbolShape kind = SymbolShape::Function;
    std::string detail;
    std::string uri;
    Range range;
    Range selection_range;
    CompletionData data;  ///< by what it is found again
};

struct HierarchyItemParams {
    HierarchyItem item;
};

struct IncomingCall {
    HierarchyItem from;
    std::vector<Range> from_ranges;
};

struct OutgoingCall {
    HierarchyItem to;
    std::vector<Range> from_ranges;
};

}  // namespace krait::protocol
