// analyze.h
//
// The public face of semantic analysis: what names mean, which types annotations stand for, what
// the classes are. It follows mypy's order and fixed point (semanal_main.py), because inside import
// cycles the order decides what comes out.
//
// Two doors. `analyze_scc` builds the interface of one SCC in its drafts: top levels, class bodies,
// signatures, and the bodies of functions that shape attributes or globals. `analyze_function_body`
// does one plain function of a module whose interface is published. Both leave Bindings: the
// checker can't see which of the two made them.
//
// How scopes come out. A variable is one VarInfo, and every Name node that refers to it has a
// NameFact with it: the scopes themselves (functions, comprehensions, lambdas) needn't outlive the
// analysis. Module and class variables have slots of their module; locals of functions, and in body
// jobs also local classes, have ids in JobLocals.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "python/semantic/bindings.h"
#include "python/semantic/draft.h"
#include "python/semantic/outline.h"
#include "python/semantic/readers.h"
#include "python/types/context.h"

namespace krait::semantic {

struct Analyzer;

/// What the special room adds to classes once all signatures are known (dataclasses and the like).
/// Returns false if it needs another round because a class that it reads isn't done yet.
using ClassHook = bool (*)(Analyzer& analyzer, types::ClassInfo& info, NodeId class_def);

struct AnalysisFigures {
    std::uint64_t not_implemented = 0;  ///< names that Krait doesn't understand, taken as Any
    std::uint32_t iterations = 0;       ///< rounds over top levels until nothing was deferred
    bool hung = false;                  ///< gave up after mypy's limit of rounds
    bool forced = false;                ///< names were settled because nothing moved any more
    bool order_decides = false;  ///< what a name means depends on others of the SCC that stand
};

/// Builds the interface of the SCC in `scc`, whose modules have text, tree, options, name and path.
/// `reader` shows `scc` itself before what is published. Fills names, members, definitions, nodes,
/// bindings, diagnostics and ModuleDraft::shaping. Inferred types of variables are left to the
/// checker.
AnalysisFigures analyze_scc(SccDraft& scc, DraftReader& reader, ClassHook class_hook = nullptr,
                            base::CancellationToken cancellation = {});

/// Closes the symbol tables: after this ClassInfo::names of every class of the SCC is complete and
/// ModuleDraft::members is empty. Call when the checker has finished the interface.
void freeze_tables(SccDraft& scc);

/// One unit of a module whose interface is published, and what analysis finds out about it.
struct BodyDraft {
    base::ModuleId module = base::ModuleId::None;
    base::Name module_name = base::Name::Empty;
    std::string path;  ///< of the file, as messages print it
    base::SourceTextPtr text;
    std::shared_ptr<const syntax::Tree> tree;
    const Outline* outline = nullptr;
    const BodyUnit* unit = nullptr;

    // --- results
    /// For the unit's nodes only. `definitions` of the unit's own functions are the published ones,
    /// which nobody writes.
    Bindings bindings;
    /// Those of the bodies. Signatures were analysed, and reported on, with the interface.
    std::vector<messages::Diagnostic> diagnostics;
    bool is_unreachable = false;  ///< in a block that this platform or version never runs
    bool hung = false;
};

/// `cx.reader` must be `reader`.
void analyze_function_body(BodyDraft& body, types::Context& cx, BodyReader& reader,
                           symbols::ModuleTable& table, ClassHook class_hook = nullptr);

}  // namespace krait::semantic
