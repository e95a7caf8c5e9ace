// mro.cpp
//
// C3 linearisation: merge the bases' orders and the list of bases, always taking the first head
// that is in nobody's tail.

#include "python/types/mro.h"

#include <algorithm>

#include "python/types/known.h"
#include "python/types/limits.h"

namespace krait::types {

namespace {

struct Sequence {
    std::vector<DefId> classes;
    std::size_t next = 0;
    [[nodiscard]] bool done() const { return next == classes.size(); }
    [[nodiscard]] DefId head() const { return classes[next]; }
    [[nodiscard]] bool has_in_tail(DefId id) const {
        return std::find(classes.begin() + static_cast<long>(next) + 1, classes.end(), id) !=
               classes.end();
    }
};

std::optional<DefId> next_class(const std::vector<Sequence>& sequences) {
    for (const Sequence& candidate : sequences) {
        if (candidate.done()) continue;
        DefId head = candidate.head();
        bool blocked = std::any_of(sequences.begin(), sequences.end(), [&](const Sequence& other) {
            return !other.done() && other.has_in_tail(head);
        });
        if (!blocked) return head;
    }
    return std::nullopt;
}

bool merge(std::vector<Sequence> sequences, std::vector<DefId>& result) {
    auto unfinished = [](const Sequence& sequence) { return !sequence.done(); };
    while (std::any_of(sequences.begin(), sequences.end(), unfinished)) {
        std::optional<DefId> next = next_class(sequences);
        if (!next) return false;
        result.push_back(*next);
        for (Sequence& sequence : sequences) {
            if (!sequence.done() && sequence.head() == *next) ++sequence.next;
        }
    }
    return true;
}

}  // namespace

std::optional<std::vector<DefId>> calculate_mro(Context& cx, const ClassInfo& info) {
    if (!info.mro.empty()) return std::vector<DefId>(info.mro.begin(), info.mro.end());
    DepthGuard guard(cx);
    if (guard.exceeded()) return std::nullopt;  // bases in a circle
    std::vector<DefId> bases;
    for (const Instance* base : info.bases) bases.push_back(base->type);
    if (bases.empty() && info.fullname != known::builtins_object) {
        if (DefId object = object_type(cx)->type) bases.push_back(object);
    }
    std::vector<Sequence> sequences;
    for (DefId base : bases) {
        const ClassInfo& base_info = class_info(cx, base);
        if (base_info.id != base) continue;  // not in this snapshot
        auto order = calculate_mro(cx, base_info);
        if (!order) return std::nullopt;
        sequences.push_back({std::move(*order)});
    }
    sequences.push_back({bases});
    std::vector<DefId> result{info.id};
    if (!merge(std::move(sequences), result)) return std::nullopt;
    return result;
}

}  // namespace krait::types
