// session.h
//
// A program in the fake language, checked by a scheduler, with everything that was said recorded.

#pragma once

#include <algorithm>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "unit/scheduler/fake_engine.h"

namespace krait::scheduler::fake {

using Text = std::pair<std::string, std::string>;

inline Options workers(unsigned count) {
    Options options;
    options.workers = count;
    options.stack_bytes = std::size_t{1} << 20;
    return options;
}

inline Options chaos(std::uint64_t seed) {
    Options options;
    options.chaos_seed = seed;
    return options;
}

inline Options in_program_order(Options options) {
    options.order = PublishOrder::Program;
    return options;
}

class Recorder final : public Listener {
public:
    explicit Recorder(FakeEngine& engine) : engine_(engine) {}

    void on_published(const Publication& publication) override {
        const std::lock_guard lock(mutex_);
        const std::string name = engine_.module_name(publication.module);
        order_.push_back(name);
        ++publications_;
        published_.notify_all();
        if (publication.payload) {
            shown_[name] = static_cast<const Lines&>(*publication.payload).lines;
        } else {
            shown_.erase(name);
        }
    }
    void on_progress(const Progress& progress) override {
        const std::lock_guard lock(mutex_);
        progress_ = progress;
    }
    void on_idle(std::uint64_t revision) override {
        const std::lock_guard lock(mutex_);
        idle_.push_back(revision);
    }

    /// Until `condition` holds, which is looked at after each publication.
    template <class Condition>
    void wait(const Condition& condition) {
        while (!condition()) {
            std::unique_lock lock(mutex_);
            const std::size_t before = publications_;
            lock.unlock();
            if (condition()) return;
            lock.lock();
            published_.wait(lock, [&] { return publications_ != before; });
        }
    }
    std::map<std::string, std::vector<std::string>> shown() const {
        const std::lock_guard lock(mutex_);
        return shown_;
    }
    std::vector<std::string> take_order() {
        const std::lock_guard lock(mutex_);
        return std::exchange(order_, {});
    }
    std::vector<std::uint64_t> idle() const {
        const std::lock_guard lock(mutex_);
        return idle_;
    }
    Progress progress() const {
        const std::lock_guard lock(mutex_);
        return progress_;
    }

private:
    FakeEngine& engine_;
    mutable std::mutex mutex_;  // guards all below
    std::condition_variable published_;
    std::size_t publications_ = 0;
    std::map<std::string, std::vector<std::string>> shown_;
    std::vector<std::string> order_;
    std::vector<std::uint64_t> idle_;
    Progress progress_;
};

/// The first module given is the first root, and so on; later modules are no roots unless asked
/// for.
class Session {
public:
    explicit Session(Options options = workers(1)) : options_(std::move(options)) {}

    FakeEngine engine;
    Recorder seen{engine};

    /// Starts checking `texts`, of which all are roots, in this order.
    void start(const std::vector<Text>& texts) { start(texts, names_of(texts)); }
    void start(const std::vector<Text>& texts, const std::vector<std::string>& roots) {
        Changes changes;
        for (const auto& [name, text] : texts) engine.write(name, text, changes);
        changes.roots = ids(roots);
        begin();
        scheduler->update(changes);
    }
    /// The same without a scheduler yet, for tests that want gates open first.
    void begin() { scheduler = std::make_unique<Scheduler>(engine, seen, options_); }

    void check(const std::vector<Text>& texts) {
        start(texts);
        settle();
    }
    /// Changes texts; doesn't wait.
    void edit(const std::vector<Text>& texts) {
        Changes changes;
        for (const auto& [name, text] : texts) engine.write(name, text, changes);
        scheduler->update(changes);
    }
    void remove(const std::string& name) {
        Changes changes;
        engine.remove(name, changes);
        scheduler->update(changes);
    }
    void open(const std::vector<std::string>& names, const std::string& focus = "") {
        Changes changes;
        changes.open = ids(names);
        changes.focus = focus.empty() ? ModuleId::None : engine.id(focus);
        scheduler->update(changes);
    }
    void set_roots(const std::vector<std::string>& names) {
        Changes changes;
        changes.roots = ids(names);
        scheduler->update(changes);
    }
    void settle() { scheduler->wait_until_idle(); }

    /// Waits until `text` is what is shown for `name`.
    void wait_until_shown(const std::string& name, const std::string& text) {
        seen.wait([&] { return shown(name) == text; });
    }

    /// What is shown for a module, as one text.
    std::string shown(const std::string& name) const {
        const auto all = seen.shown();
        auto at = all.find(name);
        if (at == all.end()) return "(not shown)";
        std::string text;
        for (const std::string& line : at->second) text += (text.empty() ? "" : "\n") + line;
        return text;
    }
    std::vector<std::string> log() { return engine.take_log(); }

    std::vector<ModuleId> ids(const std::vector<std::string>& names) {
        std::vector<ModuleId> result;
        for (const std::string& name : names) result.push_back(engine.id(name));
        return result;
    }
    static std::vector<std::string> names_of(const std::vector<Text>& texts) {
        std::vector<std::string> names;
        for (const Text& text : texts) names.push_back(text.first);
        return names;
    }

private:
    Options options_;

public:
    std::unique_ptr<Scheduler> scheduler;  // destroyed first: jobs use the rest
};

using Strings = std::vector<std::string>;

}  // namespace krait::scheduler::fake
