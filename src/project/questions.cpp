#include "project/questions.h"

#include <algorithm>

namespace krait::project {

using image::Read;
using image::ReadKind;

namespace {

const scheduler::Interface* in(const scheduler::Snapshot& snapshot, base::ModuleId module) {
    return scheduler::interface_of(snapshot, module).get();
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
            seen.first = static_cast<std::uint32_t>(i);
            seen.there = interface != nullptr;
            if (interface != nullptr) {
                seen.fingerprint = interface->fingerprint();
                seen.places = interface->places();
            }
            modules_.push_back(read.module);
            seen_.push_back(seen);
        }
        seen_.back().last = static_cast<std::uint32_t>(i) + 1;
        if (read.kind == ReadKind::Location) located_.push_back(read.module);
    }
    located_.erase(std::unique(located_.begin(), located_.end()), located_.end());
    // Thousands of these live as long as the program.
    reads_.shrink_to_fit();
    modules_.shrink_to_fit();
    seen_.shrink_to_fit();
    located_.shrink_to_fit();
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

}  // namespace krait::project
