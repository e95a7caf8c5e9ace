#include "project/inspector.h"

#include <algorithm>

namespace krait::project {

namespace {

constexpr std::size_t kVersionsKept = 8;
constexpr std::size_t kUnitsKept = 64;

/// One text in front of all others.
class EditedText final : public TextSource {
public:
    EditedText(const TextSource& others, const ModuleRecord& record, base::SourceTextPtr text)
        : others_(others), record_(record), text_(std::move(text)) {}

    [[nodiscard]] base::SourceTextPtr text(const ModuleRecord& record,
                                           std::string& error) const override {
        return &record == &record_ ? text_ : others_.text(record, error);
    }
    [[nodiscard]] bool is_from_disk(const ModuleRecord&, const base::SourceText*) const override {
        return false;
    }

private:
    const TextSource& others_;
    const ModuleRecord& record_;
    base::SourceTextPtr text_;
};

template <class T>
void shorten(std::list<T>& kept, std::size_t most, std::list<T>& dropped) {
    while (kept.size() > most) dropped.splice(dropped.end(), kept, std::prev(kept.end()));
}

/// What is dropped is destroyed by the caller, when he has let go of the lock.
template <class T, class Test>
void drop_if(std::list<T>& kept, const Test& test, std::list<T>& dropped) {
    for (auto at = kept.begin(); at != kept.end();) {
        const auto one = at++;
        if (test(*one)) dropped.splice(dropped.end(), kept, one);
    }
}

bool is_in_body(const syntax::Tree& tree, syntax::NodeId function, std::uint32_t offset) {
    return tree.function(function).body_start <= offset && offset <= tree.end(function);
}

}  // namespace

std::size_t unit_around(const Parsed& parsed, std::uint32_t offset) {
    const auto& units = parsed.outline.units;
    for (std::size_t i = 0; i < units.size(); ++i) {
        for (syntax::NodeId item : units[i].items) {
            if (is_in_body(*parsed.tree, item, offset)) return i;
        }
    }
    return kTopLevel;
}

LoadedModulePtr Inspector::version(base::ModuleId module) const {
    return std::static_pointer_cast<const LoadedModule>(program_.loaded(module));
}

LoadedModulePtr Inspector::version(const std::string& path, const base::SourceTextPtr& text) {
    const std::vector<base::ModuleId> modules = context_.registry.modules_of_file(path);
    if (modules.empty()) return nullptr;
    LoadedModulePtr newest = version(modules.front());
    if (newest && newest->text == text) return newest;
    {
        const std::lock_guard lock(mutex_);
        for (auto at = versions_.begin(); at != versions_.end(); ++at) {
            if ((*at)->text != text) continue;
            versions_.splice(versions_.begin(), versions_, at);
            return versions_.front();
        }
    }
    const ModuleRecord& record = context_.registry.record(modules.front());
    const LoadContext around = program_.load_context();
    const EditedText texts(around.texts, record, text);
    const scheduler::LoadResult loaded =
        load_module(record, {texts, around.finder, around.registry, nullptr, newest});
    auto made = std::static_pointer_cast<const LoadedModule>(loaded.loaded);
    std::list<LoadedModulePtr> dropped;
    const std::lock_guard lock(mutex_);
    // Nobody writes backwards.
    const auto is_replaced = [&](const auto& one) { return one->record == made->record; };
    drop_if(versions_, is_replaced, dropped);
    versions_.push_front(made);
    shorten(versions_, kVersionsKept, dropped);
    return made;
}

HeldUnit Inspector::unit_at(const LoadedModulePtr& module, std::uint32_t offset,
                            const base::CancellationToken& token) {
    return unit(module, unit_around(*module->parsed(), offset), token);
}

HeldUnit Inspector::unit(const LoadedModulePtr& module, std::size_t unit,
                         const base::CancellationToken& token, Keep keep) {
    scheduler::Snapshot now = program_.snapshot();
    InspectedUnitPtr found = find_kept(module, unit, now);
    if (!found) {
        if (!scheduler::interface_of(now, module->record->id)) return {};
        const InspectInput input{module, unit, std::move(now), token};
        found = unit == kPublished  ? inspect_published(input, context_)
                : unit == kTopLevel ? inspect_top_level(input, context_)
                                    : inspect_function(input, context_);
        if (!found) return {};
        // Who looks at the module from outside has asked nothing yet: nothing says how long it
        // holds.
        if (unit != kPublished && keep == Keep::Yes) remember(found);
    }
    std::unique_lock lock(found->mutex);
    found->ask_with(token);
    return {std::move(found), std::move(lock)};
}

InspectedUnitPtr Inspector::find_kept(const LoadedModulePtr& module, std::size_t unit,
                                      const scheduler::Snapshot& now) {
    const std::lock_guard lock(mutex_);
    for (auto at = units_.begin(); at != units_.end(); ++at) {
        if ((*at)->module != module || (*at)->unit != unit) continue;
        if (!(*at)->holds_in(now)) return nullptr;
        units_.splice(units_.begin(), units_, at);
        return units_.front();
    }
    return nullptr;
}

void Inspector::tidy_up() {
    const scheduler::Snapshot now = program_.snapshot();
    std::list<InspectedUnitPtr> dropped;  // destroyed without the lock
    std::list<LoadedModulePtr> read;
    const std::lock_guard lock(mutex_);
    drop_if(units_, [&](const auto& one) { return !one->holds_in(now); }, dropped);
    const auto is_known = [&](const LoadedModulePtr& one) {
        const LoadedModulePtr newest = version(one->record->id);
        return newest && newest->text == one->text;
    };
    drop_if(versions_, is_known, read);
}

void Inspector::let_go() {
    std::list<InspectedUnitPtr> dropped;  // destroyed without the lock
    std::list<LoadedModulePtr> read;
    const std::lock_guard lock(mutex_);
    dropped.swap(units_);
    read.swap(versions_);
}

void Inspector::remember(const InspectedUnitPtr& made) {
    std::list<InspectedUnitPtr> dropped;  // destroyed without the lock
    const std::lock_guard lock(mutex_);
    const auto is_replaced = [&](const InspectedUnitPtr& one) {
        return one->module->record == made->module->record &&
               (one->module != made->module || one->unit == made->unit);
    };
    drop_if(units_, is_replaced, dropped);
    units_.push_front(made);
    shorten(units_, kUnitsKept, dropped);
}

}  // namespace krait::project
