#include "project/scc_build.h"

#include <algorithm>
#include <iterator>

namespace krait::project {

using image::Read;
using image::ReadKind;

namespace {

void sort_once(std::vector<base::ModuleId>& modules) {
    std::sort(modules.begin(), modules.end());
    modules.erase(std::unique(modules.begin(), modules.end()), modules.end());
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

SccBuild::SccBuild(std::vector<base::ModuleId> the_scc, std::vector<ModuleBuildPtr> the_builds,
                   Questions the_common, bool is_whole_only, const ModuleRegistry& registry,
                   std::vector<bool> has_other_order)
    : scc(std::move(the_scc)),
      builds(std::move(the_builds)),
      common(std::move(the_common)),
      whole_only(is_whole_only),
      other_order(has_other_order.empty() ? std::vector<bool>(scc.size())
                                          : std::move(has_other_order)),
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

std::vector<Read> SccBuild::outside_reads() const {
    std::vector<Read> reads;
    const auto add = [&](const Questions& questions) {
        for (const Read& read : questions.reads()) {
            const bool is_lookup = read.kind == ReadKind::ModuleLookup;
            const bool inside = std::find(scc.begin(), scc.end(), read.module) != scc.end();
            if (is_lookup || !inside) reads.push_back(read);
        }
    };
    add(common);
    for (const ModuleBuildPtr& build : builds) add(build->questions);
    return reads;
}

}  // namespace krait::project
