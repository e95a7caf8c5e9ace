// others_reader.h
//
// What one module of an SCC, when it is built alone, sees of the others: their published
// interfaces, but with what mypy would not have inferred yet at that point of its order shown as
// not inferred. In a job for the whole SCC analysis finds every inferred variable without its type;
// a module's top level finds typed what earlier modules' top levels inferred; what is deferred
// finds all.

#pragma once

#include <unordered_map>

#include "base/arena.h"
#include "project/scc_build.h"
#include "python/types/forwarding_reader.h"

namespace krait::project {

class OthersReader final : public types::ForwardingReader {
public:
    /// All outlive the reader.
    OthersReader(types::Reader& published, base::Arena& arena)
        : ForwardingReader(published), arena_(arena) {}

    /// Another module of the SCC; `is_earlier` in mypy's order.
    void add(base::ModuleId module, const ModuleBuild& build, bool is_earlier) {
        others_[module] = {&build, is_earlier};
    }

    void begin_top_level() { show(Stage::TopLevel); }
    void begin_deferred() { show(Stage::Deferred); }

    const types::Definition* definition(symbols::DefId id) override;

private:
    enum class Stage { Analysis, TopLevel, Deferred };
    struct Other {
        const ModuleBuild* build = nullptr;
        bool is_earlier = false;
    };
    /// A definition that is, or was, shown without its type; the same object for the job's life.
    struct Copy {
        types::Definition* shown = nullptr;
        const types::Definition* real = nullptr;
        bool hidden = true;
    };
    [[nodiscard]] bool is_hidden(const Other& other, symbols::Slot slot) const;
    [[nodiscard]] types::Definition* without_type(const types::Definition& real);
    void show(Stage stage);

    base::Arena& arena_;
    Stage stage_ = Stage::Analysis;
    std::unordered_map<base::ModuleId, Other> others_;
    std::unordered_map<symbols::DefId, Copy> copies_;
};

/// Whether the checker has yet to infer the definition's type.
[[nodiscard]] bool is_pending(const types::Definition& definition);

}  // namespace krait::project
