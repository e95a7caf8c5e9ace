// job.h
//
// The steps of an interface job and of a body job that both share: making the analyzer of a module,
// and analysing one unit (a function, an overload, a property) in the class that it belongs to.

#pragma once

#include "python/semantic/analysis.h"

namespace krait::semantic {

[[nodiscard]] Analyzer make_analyzer(JobState& job, ModuleDraft& module, types::Context& cx,
                                     const Outline& outline);
/// Forgets the scopes and flags of the last round.
void begin_round(Analyzer& a);
/// Null outside classes, or if the class was not analysed.
[[nodiscard]] ClassInfo* class_of_unit(Analyzer& a, const BodyUnit& unit);
/// One round over a unit. `info` is its class, or null.
void analyze_unit(Analyzer& a, const BodyUnit& unit, ClassInfo* info);
/// Rounds until nothing is deferred. False if mypy's limit was reached.
[[nodiscard]] bool settle_unit(Analyzer& a, const BodyUnit& unit, ClassInfo* info);
/// Runs the hook over all classes until none waits for another.
void apply_class_hooks(const std::vector<Analyzer*>& analyzers, ClassHook hook);
/// Abstractness, protocol rules, promotions: when all members are known.
void settle_classes(Analyzer& a);
void drop_duplicate_diagnostics(std::vector<messages::Diagnostic>& diagnostics);

inline constexpr int kMaxRounds = 20;

}  // namespace krait::semantic
