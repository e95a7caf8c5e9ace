// inspected_unit.h
//
// One unit of a module, a function or all that is in none, analysed and checked as a job would do
// it, but with its tables kept: what each name is bound to, which type each expression has. It is
// made for the requests of an editor, whose questions are about places, and stays alive with
// everything that its types refer to, so that the next question about the same function costs
// nothing.
//
// Bodies without annotations are checked, too: somebody who hovers there wants an answer, though
// mypy has none.

#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "project/interface_job.h"
#include "project/loading.h"
#include "project/published.h"
#include "python/checker/context.h"
#include "python/checker/members.h"
#include "python/image/recording_reader.h"
#include "python/semantic/analyze.h"

namespace krait::project {

using LoadedModulePtr = std::shared_ptr<const LoadedModule>;

/// The unit that is no function: top level, class bodies, signatures, shaping functions.
inline constexpr std::size_t kTopLevel = static_cast<std::size_t>(-1);
/// No unit: the module as everybody sees it, without any bindings or types of expressions. It costs
/// nothing, and is enough where names of the module's own scopes are asked for.
inline constexpr std::size_t kPublished = static_cast<std::size_t>(-2);

struct InspectInput {
    LoadedModulePtr module;
    std::size_t unit = kTopLevel;  ///< index in the outline's units
    scheduler::Snapshot snapshot;
    base::CancellationToken token;
};

class InspectedUnit {
public:
    virtual ~InspectedUnit() = default;
    InspectedUnit(const InspectedUnit&) = delete;
    InspectedUnit& operator=(const InspectedUnit&) = delete;

    const LoadedModulePtr module;
    const ParsedPtr parsed;
    const std::size_t unit;
    const scheduler::Snapshot snapshot;
    /// Held while anything below is used: a checker belongs to one thread at a time.
    std::mutex mutex;

    /// The checker as the last statement left it, for further questions.
    [[nodiscard]] checker::CheckContext& ck() { return *ck_; }
    [[nodiscard]] types::Context& cx() { return ck_->cx; }
    [[nodiscard]] symbols::ModuleTable& symbols() const { return symbols_; }
    [[nodiscard]] const semantic::Bindings& bindings() const { return ck_->bindings; }
    [[nodiscard]] const syntax::Tree& tree() const { return *parsed->tree; }
    [[nodiscard]] const base::SourceText& text() const { return *module->text; }
    /// Null if the checker found none: a place that isn't reached.
    [[nodiscard]] types::TypePtr type_of(syntax::NodeId expression) const {
        return checker::lookup_type(*ck_, expression);
    }
    /// Further questions may be cancelled by their own tokens.
    void ask_with(base::CancellationToken token) { ck_->cx.cancellation = std::move(token); }
    /// Whether everything that it looked into is in `now` what it was.
    [[nodiscard]] bool holds_in(const scheduler::Snapshot& now) const;

protected:
    InspectedUnit(const InspectInput& input, const JobContext& context);
    /// To be called by makers once the checker is through.
    void finish();

    symbols::ModuleTable& symbols_;
    const config::OptionsPtr options_;
    SnapshotView view_;
    image::RecordingReader published_;
    std::optional<checker::CheckContext> ck_;

private:
    std::optional<checker::CheckerMembers> members_;
    std::vector<std::pair<base::ModuleId, scheduler::InterfacePtr>> seen_;
};
using InspectedUnitPtr = std::shared_ptr<InspectedUnit>;

/// Null if the unit can't be looked into by itself: its interface isn't published, or the function
/// is another one there, or isn't reached.
[[nodiscard]] InspectedUnitPtr inspect_function(const InspectInput& input,
                                                const JobContext& context);
[[nodiscard]] InspectedUnitPtr inspect_top_level(const InspectInput& input,
                                                 const JobContext& context);

[[nodiscard]] InspectedUnitPtr inspect_published(const InspectInput& input,
                                                 const JobContext& context);

}  // namespace krait::project
