#include "project/questions.h"

#include <algorithm>

namespace krait::project {

using image::Part;
using image::Read;
using image::ReadKind;

namespace {

const scheduler::Interface* in(const scheduler::Snapshot& snapshot, base::ModuleId module) {
    return scheduler::interface_of(snapshot, module).get();
}

}  // namespace

Questions::Questions(std::vector<Read> reads, const scheduler::Snapshot& snapshot,
                     const ModuleRegistry& registry) {
    const auto middle = std::stable_partition(reads.begin(), reads.end(), [](const Read& read) {
        return read.kind != ReadKind::ModuleLookup;
    });
    lookups_.assign(middle, reads.end());
    reads.erase(middle, reads.end());
    std::stable_sort(reads.begin(), reads.end(),
                     [](const Read& a, const Read& b) { return a.module < b.module; });
    const SnapshotView view(snapshot, registry);
    for (auto first = reads.begin(); first != reads.end();) {
        const base::ModuleId module = first->module;
        const auto last = std::find_if(
            first, reads.end(), [module](const Read& read) { return read.module != module; });
        const bool is_located = std::any_of(
            first, last, [](const Read& read) { return read.kind == ReadKind::Location; });
        Seen seen;
        seen.first = static_cast<std::uint32_t>(kept_.size());
        if (const scheduler::Interface* interface = in(snapshot, module)) {
            seen.there = true;
            seen.fingerprint = interface->fingerprint();
            seen.places = interface->places();
        }
        seen.alone = !is_located && view.comes_with_program(module);
        for (; first != last; ++first) {
            seen.by = joined(seen.by, first->by);
            if (seen.alone) continue;
            kept_.push_back({first->answer.low, first->slot, first->name});
            kinds_.emplace_back(*first);
        }
        seen.last = static_cast<std::uint32_t>(kept_.size());
        if (is_located) located_.push_back(module);
        modules_.push_back(module);
        seen_.push_back(seen);
    }
    // Thousands of these live as long as the program.
    kept_.shrink_to_fit();
    kinds_.shrink_to_fit();
    modules_.shrink_to_fit();
    seen_.shrink_to_fit();
    located_.shrink_to_fit();
}

Read Questions::read(std::size_t place, base::ModuleId module) const {
    const Kept& kept = kept_[place];
    Read read(kinds_[place].kind, module, kept.slot, kept.name, {kept.answer, 0});
    read.by = kinds_[place].by;
    return read;
}

std::vector<Read> Questions::reads(Part part) const {
    std::vector<Read> all;
    all.reserve(kept_.size() + modules_.size() + lookups_.size());
    for (std::size_t m = 0; m < modules_.size(); ++m) {
        if (seen_[m].alone && overlap(seen_[m].by, part)) {
            all.emplace_back(ReadKind::Module, modules_[m]).by = seen_[m].by;
        }
        for (std::size_t i = seen_[m].first; i < seen_[m].last; ++i) {
            if (overlap(kinds_[i].by, part)) all.push_back(read(i, modules_[m]));
        }
    }
    for (const Read& lookup : lookups_) {
        if (!overlap(lookup.by, part)) continue;
        all.push_back(lookup);
        all.back().answer.high = 0;
    }
    return all;
}

Questions::Verdict Questions::ask_again(const scheduler::Snapshot& snapshot,
                                        const ModuleRegistry& registry, Part part) const {
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
        if (seen_[m].alone) return Verdict::Other;
        for (std::size_t i = seen_[m].first; i < seen_[m].last; ++i) {
            const bool is_asked =
                overlap(kinds_[i].by, part) || kinds_[i].kind == ReadKind::Imports;
            if (!is_asked) continue;
            if (image::answer(read(i, modules_[m]), view).low == kept_[i].answer) continue;
            return kinds_[i].kind == ReadKind::Symbols ? Verdict::OtherNames : Verdict::Other;
        }
    }
    for (const Read& lookup : lookups_) {
        if (image::answer(lookup, view).low != lookup.answer.low) return Verdict::OtherNames;
    }
    return Verdict::Same;
}

}  // namespace krait::project
