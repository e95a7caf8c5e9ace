// draft.h
//
// An SCC's interface while it is being built. One thread owns a draft from the parse to the
// encoding; what it holds lives in the job's arena and dies when the image is made. After that
// everybody, the module's own bodies included, reads the image.

#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/arena.h"
#include "base/flat_map.h"
#include "base/ids.h"
#include "base/source_text.h"
#include "python/config/options.h"
#include "python/image/module_interface.h"
#include "python/messages/diagnostic.h"
#include "python/semantic/bindings.h"
#include "python/semantic/outline.h"
#include "python/symbols/module_table.h"
#include "python/syntax/tree.h"
#include "python/types/definition.h"
#include "python/types/reader.h"

namespace krait::semantic {

/// A symbol table that still grows: insertion order, unique names. `freeze` makes the immutable
/// one.
class TableBuilder {
public:
    [[nodiscard]] const types::Symbol* find(base::Name name) const;
    [[nodiscard]] types::Symbol* find(base::Name name);
    /// Adds, or replaces in place, keeping the position of the first definition.
    types::Symbol& put(const types::Symbol& symbol);
    void erase(base::Name name);
    [[nodiscard]] const std::vector<types::Symbol>& symbols() const { return symbols_; }
    [[nodiscard]] types::SymbolTable freeze(base::Arena& arena) const;

private:
    std::vector<types::Symbol> symbols_;
    base::FlatMap<base::Name, std::uint32_t> index_;
};

/// One module of the SCC.
struct ModuleDraft {
    base::ModuleId id = base::ModuleId::None;
    base::Name name = base::Name::Empty;
    std::string path;  ///< as messages print it
    base::SourceTextPtr text;
    std::shared_ptr<const syntax::Tree> tree;
    std::shared_ptr<const config::Options> options;
    std::vector<base::ModuleId> imports;     ///< types::Reader::module_imports
    std::shared_ptr<const Outline> outline;  ///< of `tree`, if somebody has made it already
    types::ModuleInfo* info = nullptr;

    TableBuilder names;
    /// Members of classes that are still being built.
    std::unordered_map<const types::ClassInfo*, TableBuilder> members;
    /// Everything defined in this module, by slot; what the image will hold.
    base::FlatMap<symbols::Slot, types::Definition*> definitions;
    /// Nodes of definitions: where bodies and messages find the tree again.
    base::FlatMap<symbols::Slot, syntax::NodeId> nodes;
    Bindings bindings;
    std::vector<messages::Diagnostic> diagnostics;
    /// Functions (FunctionDef, AsyncFunctionDef) that define or infer attributes or globals: their
    /// bodies were analysed with the interface and are checked with it. In source order.
    std::vector<syntax::NodeId> shaping;
    /// A message, or a name, has a line number of this text in it.
    bool names_lines = false;
};

/// The SCC: modules in mypy's order (the order decides results inside cycles).
struct SccDraft {
    base::Arena arena;
    std::vector<std::unique_ptr<ModuleDraft>> modules;
    symbols::ModuleTable& table;
    /// Of a module that is built anew while the others of its SCC stand: what it was. Until its
    /// top level is known, those others may speak of what it hasn't come to yet.
    const image::ModuleInterface* earlier = nullptr;
    bool earlier_was_asked = false;          ///< about something that wasn't known yet
    std::vector<base::ModuleId> standing{};  ///< those others
    /// Where `find` looks: asked for every definition that is looked up. Written by `add` alone.
    base::FlatMap<base::ModuleId, ModuleDraft*> by_id{};

    void add(std::unique_ptr<ModuleDraft> module);
    /// Null for a module of another SCC.
    [[nodiscard]] ModuleDraft* find(base::ModuleId module) const {
        auto found = by_id.find(module);
        return found == by_id.end() ? nullptr : found->second;
    }
};

}  // namespace krait::semantic
