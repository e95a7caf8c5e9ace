#include "project/shaping_checks.h"

#include <utility>

#include "python/types/context.h"

namespace krait::project {

using checker::CheckContext;
using checker::FunctionStage;
using types::as;
using types::VarInfo;

namespace {

std::uint64_t mixed(std::uint64_t digest, std::uint64_t value) {
    digest = (digest ^ value) * 0x9E37'79B9'7F4A'7C15ull;
    return digest ^ digest >> 29;
}

/// What the checker says of a variable when it infers its type.
void infer_as(VarInfo& variable, const VarInfo& known) {
    variable.type = known.type;
    variable.setter_type = known.setter_type;
    variable.is_ready = known.is_ready;
    variable.is_inferred = known.is_inferred;
    variable.is_staticmethod = known.is_staticmethod;
    variable.is_classmethod = known.is_classmethod;
    variable.is_property = known.is_property;
    variable.is_settable_property = known.is_settable_property;
    variable.invalid_partial_type = known.invalid_partial_type;
}

}  // namespace

ShapingWatch::ShapingWatch(semantic::ModuleDraft& draft, semantic::DraftReader& reader,
                           const std::vector<symbols::Slot>& pending, const KnownChecks* known)
    : draft_(draft), reader_(reader), known_(known) {
    watched_.reserve(pending.size());
    for (symbols::Slot slot : pending) {
        watched_.push_back({draft.definitions.find(slot)->second, slot});
        seen_ = mixed(seen_, static_cast<std::uint64_t>(slot));
    }
    member_memo_.open();
}

bool ShapingWatch::begin(CheckContext& ck, syntax::NodeId function, FunctionStage stage) {
    (void)note_inferred(false);
    before_ = around(ck);
    for (const auto& [variable, reported] : before_.partial) seen_ = mixed(seen_, reported ? 2 : 1);
    ShapingCheck check;
    check.path = draft_.outline->paths.find(function)->second;
    check.stage = stage;
    check.is_plain = ck.reporter.filters.empty();
    check.seen = seen_;
    check.first_found = static_cast<std::uint32_t>(ck.reporter.diagnostics.size());
    check.first_inferred = static_cast<std::uint32_t>(made_.inferred.size());
    check.meta_ids = static_cast<std::uint32_t>(ck.cx.next_meta_id);
    check.not_implemented = static_cast<std::uint32_t>(ck.cx.not_implemented);
    made_.checks.push_back(check);
    if (put_known(ck)) {
        ++reused_;
        finish(ck);
        return false;
    }
    if (stage == FunctionStage::Check) ++checked_;
    std::swap(member_memo_, ck.cx.member_memo);
    reader_.ask_for(draft_.id, image::Part::Shaping);
    return true;
}

void ShapingWatch::end(CheckContext& ck) {
    std::swap(member_memo_, ck.cx.member_memo);
    reader_.ask_for(draft_.id);
    finish(ck);
}

void ShapingWatch::finish(const CheckContext& ck) {
    ShapingCheck& check = made_.checks.back();
    const bool is_inferred_for_good = note_inferred(true);
    check.is_plain =
        check.is_plain && is_inferred_for_good && ck.cx.variances.empty() && around(ck) == before_;
    check.last_found = static_cast<std::uint32_t>(ck.reporter.diagnostics.size());
    check.last_inferred = static_cast<std::uint32_t>(made_.inferred.size());
    check.meta_ids = static_cast<std::uint32_t>(ck.cx.next_meta_id) - check.meta_ids;
    check.not_implemented =
        static_cast<std::uint32_t>(ck.cx.not_implemented) - check.not_implemented;
}

ShapingWatch::Around ShapingWatch::around(const CheckContext& ck) {
    Around around;
    around.deferred = ck.deferred.size();
    around.unreachable_lines = ck.unreachable_lines.size();
    around.intersections_used = ck.intersections_used;
    for (const checker::PartialScope& scope : ck.partial_scopes) {
        for (const auto& [variable, place] : scope.variables) {
            around.partial.emplace_back(variable, ck.partial_reported.contains(variable));
        }
    }
    return around;
}

bool ShapingWatch::note_inferred(bool by_function) {
    bool for_good = true;
    for (Watched& one : watched_) {
        const types::TypePtr type = types::type_of_definition(one.definition);
        if (type == one.type) continue;
        const bool is_new = one.type == nullptr && type != nullptr &&
                            !types::is<types::PartialType>(type) &&
                            as<VarInfo>(one.definition) != nullptr;
        one.type = type;
        const std::uint64_t state = type == nullptr                       ? 0
                                    : types::is<types::PartialType>(type) ? 1
                                                                          : 2;
        seen_ = mixed(seen_, static_cast<std::uint64_t>(one.slot) << 8 | state);
        if (by_function && is_new) made_.inferred.push_back(one.slot);
        for_good = for_good && is_new;
    }
    seen_ = mixed(seen_, 3);
    return for_good;
}

bool ShapingWatch::put_known(CheckContext& ck) {
    if (known_ == nullptr || diverged_) return false;
    const ShapingCheck& now = made_.checks.back();
    const std::vector<ShapingCheck>& all = known_->checks.checks;
    diverged_ = next_ >= all.size() || all[next_].path != now.path ||
                all[next_].stage != now.stage || all[next_].seen != now.seen;
    if (diverged_) return false;
    const ShapingCheck& known = all[next_++];
    if (!known.is_plain) return false;
    for (std::uint32_t i = known.first_inferred; i < known.last_inferred; ++i) {
        const symbols::Slot slot = known_->checks.inferred[i];
        const auto* inferred = as<VarInfo>(known_->image.definition(slot));
        const auto at = draft_.definitions.find(slot);
        auto* variable = at == draft_.definitions.end() ? nullptr : as<VarInfo>(at->second);
        KRAIT_ENSURE(inferred != nullptr && variable != nullptr,
                     "what was inferred was among what analysis left to infer");
        infer_as(*variable, *inferred);
    }
    const LineMap lines(*known_->findings.skeleton, known_->now);
    for (std::uint32_t i = known.first_found; i < known.last_found; ++i) {
        const auto& found = known_->findings.diagnostics[known_->checks.found_by_analysis + i];
        lines.move(ck.reporter.diagnostics.emplace_back(found));
    }
    ck.cx.next_meta_id += static_cast<std::int32_t>(known.meta_ids);
    ck.cx.not_implemented += known.not_implemented;
    return true;
}

ShapingChecks ShapingWatch::take() {
    made_.found_by_analysis = static_cast<std::uint32_t>(draft_.diagnostics.size());
    made_.checks.shrink_to_fit();
    made_.inferred.shrink_to_fit();
    return std::move(made_);
}

}  // namespace krait::project
