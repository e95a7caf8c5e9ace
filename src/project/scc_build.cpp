#include "project/scc_build.h"

#include <algorithm>

namespace krait::project {

using image::Read;
using image::ReadKind;

namespace {

void sort_once(std::vector<base::ModuleId>& modules) {
    std::sort(modules.begin(), modules.end());
    modules.erase(std::unique(modules.begin(), modules.end()), modules.end());
}

const scheduler::Interface* in(const scheduler::Snapshot& snapshot, base::ModuleId module) {
    return scheduler::interface_of(snapshot, module).get();
}

std::vector<base::ModuleId> without(std::vector<base::ModuleId> modules,
                                    std::vector<base::ModuleId> scc) {
    sort_once(modules);
    std::sort(scc.begin(), scc.end());
    std::vector<base::ModuleId> rest;
    std::set_difference(modules.begin(), modules.end(), scc.begin(), scc.end(),
                        std::back_inserter(rest));
    return rest;
}

}  // namespace

Questions::Questions(std::vector<Read> reads, const scheduler::Snapshot& snapshot)
    : reads_(std::move(reads)) {
    const auto middle = std::stable_partition(reads_.begin(), reads_.end(), [](const Read& read) {
        return read.kind != ReadKind::ModuleLookup;
    });
    lookups_ = static_cast<std::size_t>(middle - reads_.begin());
    std::stable_sort(reads_.begin(), middle,
                     [](const Read& a, const Read& b) { return a.module < b.module; });
    for (std::size_t i = 0; i < lookups_; ++i) {
        const Read& read = reads_[i];
        if (modules_.empty() || modules_.back() != read.module) {
            const scheduler::Interface* interface = in(snapshot, read.module);
            Seen seen;
            seen.first = i;
            seen.there = interface != nullptr;
            if (interface != nullptr) {
                seen.fingerprint = interface->fingerprint();
                seen.places = interface->places();
            }
            modules_.push_back(read.module);
            seen_.push_back(seen);
        }
        seen_.back().last = i + 1;
        if (read.kind == ReadKind::Location) located_.push_back(read.module);
    }
    sort_once(located_);
}

Questions::Verdict Questions::ask_again(const scheduler::Snapshot& snapshot,
                                        const ModuleRegistry& registry) const {
    const SnapshotView view(snapshot, registry);
    for (std::size_t m = 0; m < modules_.size(); ++m) {
        const scheduler::Interface* now = in(snapshot, modules_[m]);
        Seen same = seen_[m];
        same.there = now != nullptr;
        if (now != nullptr) {
            same.fingerprint = now->fingerprint();
            same.places = now->places();
        }
        if (same == seen_[m]) continue;
        for (std::size_t i = seen_[m].first; i < seen_[m].last; ++i) {
            if (image::answer(reads_[i], view) == reads_[i].answer) continue;
            return reads_[i].kind == ReadKind::Symbols ? Verdict::OtherNames : Verdict::Other;
        }
    }
    for (std::size_t i = lookups_; i < reads_.size(); ++i) {
        if (image::answer(reads_[i], view) != reads_[i].answer) return Verdict::OtherNames;
    }
    return Verdict::Same;
}

SccBuild::SccBuild(std::vector<base::ModuleId> the_scc, std::vector<ModuleBuildPtr> the_builds,
                   Questions the_common, bool is_whole_only, const ModuleRegistry& registry)
    : scc(std::move(the_scc)),
      builds(std::move(the_builds)),
      common(std::move(the_common)),
      whole_only(is_whole_only),
      registry_(registry) {
    std::vector<base::ModuleId> all;
    std::vector<base::ModuleId> places;
    const auto add = [&](const Questions& questions) {
        all.insert(all.end(), questions.modules().begin(), questions.modules().end());
        places.insert(places.end(), questions.located().begin(), questions.located().end());
    };
    add(common);
    for (const ModuleBuildPtr& build : builds) add(build->questions);
    modules_ = without(std::move(all), scc);
    located_ = without(std::move(places), scc);
}

bool SccBuild::match(const scheduler::Snapshot& snapshot) const {
    const auto same = [&](const Questions& questions) {
        return questions.ask_again(snapshot, registry_) == Questions::Verdict::Same;
    };
    return same(common) && std::all_of(builds.begin(), builds.end(),
                                       [&](const auto& build) { return same(build->questions); });
}

}  // namespace krait::project
