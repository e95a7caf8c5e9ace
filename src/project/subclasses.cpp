#include "project/subclasses.h"

#include <deque>
#include <unordered_set>

#include "python/types/context.h"

namespace krait::project {

using types::as;
using types::ClassInfo;

namespace {

/// Nobody reads more, and a broken program must not keep a thread busy.
constexpr std::size_t kMostClasses = 5000;
constexpr unsigned kMostNested = 20;

class SubclassSearch {
public:
    SubclassSearch(const UseSearch& search, const VisitSubclass& visit)
        : search_(search), visit_(visit) {}

    void run(symbols::DefId of) {
        known_.insert(of);
        waiting_.push_back(of);
        while (!waiting_.empty() && known_.size() < kMostClasses) {
            base_ = waiting_.front();
            waiting_.pop_front();
            const std::string_view path = base::text_of(search_.inspector.table().path_of(base_));
            std::string_view name = path.substr(path.rfind('.') + 1);
            name = name.substr(0, name.find('#'));
            for (const LoadedModulePtr& module : modules_with(search_, name, nullptr).modules) {
                look_at(module);
            }
        }
    }

private:
    void look_at(const LoadedModulePtr& module) {
        search_.token.poll();
        const HeldUnit unit = search_.inspector.unit(module, kPublished, search_.token, Keep::No);
        if (!unit) return;
        const base::ModuleId id = module->record->id;
        for (const types::Symbol& symbol : unit->cx().reader.module_symbols(id)) {
            look_at(*unit, symbol, 0);
        }
    }

    void look_at(InspectedUnit& unit, const types::Symbol& symbol, unsigned depth) {
        if (symbol.target.module != unit.module->record->id || depth > kMostNested) return;
        types::Reader& reader = unit.cx().reader;
        const auto* info = as<ClassInfo>(reader.definition(symbol.target));
        // Another name of a class that is looked at under its own.
        if (info == nullptr || info->name != symbol.name) return;
        for (const types::Instance* base : info->bases) {
            if (base->type != base_ || !known_.insert(info->id).second) continue;
            if (visit_(unit, *info)) waiting_.push_back(info->id);
        }
        for (const types::Symbol& inner : reader.own_members(*info)) {
            look_at(unit, inner, depth + 1);
        }
    }

    const UseSearch& search_;
    const VisitSubclass& visit_;
    symbols::DefId base_;
    std::deque<symbols::DefId> waiting_;
    std::unordered_set<symbols::DefId> known_;
};

}  // namespace

void for_each_subclass(const UseSearch& search, symbols::DefId of, const VisitSubclass& visit) {
    SubclassSearch(search, visit).run(of);
}

}  // namespace krait::project
