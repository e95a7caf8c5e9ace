#include "project/program.h"

#include <algorithm>
#include <unordered_set>

#include "base/memory.h"
#include "cache/compression.h"
#include "project/cached_engine.h"
#include "project/check_program.h"
#include "project/engine.h"
#include "project/inspector.h"
#include "project/overlay.h"
#include "project/result_cache.h"
#include "project/sources.h"
#include "python/modules/embedded_typeshed.h"
#include "scheduler/scheduler.h"

namespace krait::project {

namespace {

/// Tells the scheduler's trace on, with names.
class NamedTrace final : public scheduler::TraceSink {
public:
    NamedTrace(const Engine& engine, Trace* trace) : engine_(engine), trace_(trace) {}
    void job(const scheduler::JobSpan& span) override {
        trace_->job(span, engine_.module_name(span.module));
    }
    void revision(std::uint64_t revision, std::uint64_t time) override {
        trace_->revision(revision, time);
    }
    /// Null if nobody listens.
    [[nodiscard]] scheduler::TraceSink* sink() { return trace_ == nullptr ? nullptr : this; }

private:
    const Engine& engine_;
    Trace* trace_;
};

/// Display paths by path.
using ShownFiles = std::map<std::string, std::string>;

/// Everything that one configuration gives rise to; a new configuration makes a new one.
class Session final : public scheduler::Listener, public Inspected {
public:
    /// `left_over`: files whose diagnostics an earlier session has shown.
    Session(Configuration configuration, RunSettings settings, symbols::ModuleTable& table,
            std::shared_ptr<cache::Store> store, project::Listener& listener, Figures& figures,
            ShownFiles left_over)
        : configuration_(std::move(configuration)),
          store_(std::move(store)),
          listener_(listener),
          table_(table),
          registry_(table, configuration_.root),
          overlay_(configuration_.files),
          engine_(registry_, table, overlay_, *configuration_.finder, store_.get(),
                  settings.checked_once, figures),
          trace_(engine_, settings.trace),
          once_a_program_(settings.program_order),
          checked_once_(settings.checked_once),
          between_tidying_(settings.nanoseconds_between_tidying),
          figures_(figures),
          left_over_(std::move(left_over)),
          inspector_(*this, {table, registry_, figures}),
          scheduler_(
              std::make_unique<scheduler::Scheduler>(with_cache({table, registry_, figures}), *this,
                                                     scheduler_options(settings, trace_.sink()))) {
        for (const modules::Source& source : configuration_.sources) {
            roots_.push_back(registry_.add(record_of_source(source, configuration_, registry_)));
        }
    }

    /// With what editors have open, files that aren't on disk yet among it.
    void start() { scheduler_->update(open_changes()); }

    [[nodiscard]] std::vector<std::string> module_names() const { return registry_.names(); }

    /// Null if some of it is in no row of the cache.
    [[nodiscard]] std::shared_ptr<const KnownProgram> known() const {
        if (!cached_ || !checked_once_) return nullptr;
        auto program =
            record_.program(registry_, scheduler_->snapshot(),
                            [this](base::ModuleId module) { return scheduler_->loaded(module); });
        return program ? std::make_shared<const KnownProgram>(std::move(*program)) : nullptr;
    }

    /// Stops everything: from here on the listener isn't called. The files whose diagnostics people
    /// still see.
    [[nodiscard]] ShownFiles end() {
        std::unique_ptr<scheduler::Scheduler> ending;
        {
            const std::lock_guard lock(ending_);
            ending = std::move(scheduler_);
        }
        ending.reset();
        ShownFiles files = std::move(left_over_);
        files.merge(shown_);
        return files;
    }

    /// The modules of an editor's file; one that the program doesn't have becomes a root.
    std::vector<base::ModuleId> modules_of(const std::string& path) {
        std::vector<base::ModuleId> modules = registry_.modules_of_file(path);
        if (!modules.empty()) return modules;
        auto name = modules::module_of_file(path, configuration_.global(), *configuration_.files);
        modules::Source source;
        source.path = path;
        if (name) source.module = name->module;
        ModuleRecord record = record_of_source(source, configuration_, registry_);
        record.display_path = registry_.display(path);
        modules.push_back(registry_.add(std::move(record)));
        return modules;
    }

    /// What follows from changes on disk, if these are files of Python that were there before and
    /// are still there; those that an editor has open are of no interest. Nothing if there is more
    /// to it.
    std::optional<scheduler::Changes> other_texts(const std::vector<std::string>& paths,
                                                  std::shared_ptr<const base::FileSystem> disk) {
        scheduler::Changes changes;
        for (const std::string& path : paths) {
            const bool is_python = path.ends_with(".py") || path.ends_with(".pyi");
            const bool was_there = configuration_.files->is_file(path);
            if (!is_python || !was_there || !disk->is_file(path)) return std::nullopt;
            if (overlay_.has(path)) continue;
            for (base::ModuleId module : registry_.modules_of_file(path)) {
                changes.modules.push_back(module);
            }
        }
        overlay_.look_at(std::move(disk));
        return changes;
    }

    scheduler::Changes open_changes() {
        scheduler::Changes changes;
        changes.open.emplace();
        changes.roots = roots_;
        changes.extra_roots.emplace();
        for (const std::string& path : overlay_.paths()) {
            for (base::ModuleId module : modules_of(path)) {
                changes.open->push_back(module);
                bool known = std::find(roots_.begin(), roots_.end(), module) != roots_.end();
                if (!known) changes.extra_roots->push_back(module);
            }
        }
        std::sort(changes.open->begin(), changes.open->end());
        return changes;
    }

    void on_published(const scheduler::Publication& publication) override {
        const ModuleRecord& record = registry_.record(publication.module);
        // A file that is two modules has the diagnostics of the first, which is a root if any is.
        if (registry_.modules_of_file(record.path).front() != record.id) return;
        FileDiagnostics result;
        result.path = record.path;
        result.display_path = record.display_path;
        if (publication.payload) {
            const auto& findings = static_cast<const Findings&>(*publication.payload);
            result.text = findings.text;
            result.version = overlay_.version_of(record.path, findings.text.get());
            // An editor's files come in any order and again and again: once a file is what it gets.
            if (!once_a_program_) said_once_.clear();
            for (const messages::Diagnostic& found : findings.diagnostics) {
                if (found.only_once && !said_once_.insert(found.message).second) continue;
                result.diagnostics.push_back(found);
            }
        }
        left_over_.erase(result.path);
        if (result.diagnostics.empty()) {
            shown_.erase(result.path);
        } else {
            shown_[result.path] = result.display_path;
        }
        listener_.on_diagnostics(std::move(result));
    }
    void on_progress(const scheduler::Progress& progress) override {
        Progress told;
        told.modules_done = progress.modules_done;
        told.modules_total = progress.modules_total;
        if (progress.waiting_for != base::ModuleId::None) {
            told.waiting_for = engine_.module_name(progress.waiting_for);
            if (progress.waiting_modules > 1) {
                told.waiting_for +=
                    " and " + std::to_string(progress.waiting_modules - 1) + " more in its cycle";
            }
        }
        listener_.on_progress(told);
    }
    void on_idle(std::uint64_t) override {
        for (auto& [path, display_path] : left_over_) {
            FileDiagnostics gone;
            gone.path = path;
            gone.display_path = display_path;
            listener_.on_diagnostics(std::move(gone));
        }
        left_over_.clear();
        listener_.on_idle();
        inspector_.tidy_up();
        tidy_up();
    }

    [[nodiscard]] scheduler::Snapshot snapshot() const override {
        const std::lock_guard lock(ending_);
        return scheduler_ ? scheduler_->snapshot() : scheduler::Snapshot();
    }
    [[nodiscard]] scheduler::LoadedPtr loaded(base::ModuleId module) const override {
        const std::lock_guard lock(ending_);
        return scheduler_ ? scheduler_->loaded(module) : nullptr;
    }
    [[nodiscard]] LoadContext load_context() override {
        return {overlay_, *configuration_.finder, registry_, nullptr};
    }

    [[nodiscard]] Inspector& inspector() { return inspector_; }
    [[nodiscard]] Overlay& overlay() { return overlay_; }
    [[nodiscard]] scheduler::Scheduler& scheduler() { return *scheduler_; }

private:
    static scheduler::Options scheduler_options(const RunSettings& settings,
                                                scheduler::TraceSink* trace) {
        scheduler::Options options;
        options.workers = settings.workers;
        options.order = settings.program_order ? scheduler::PublishOrder::Program
                                               : scheduler::PublishOrder::Completion;
        options.blockers_stop = settings.blockers_stop;
        options.chaos_seed = settings.chaos_seed;
        options.stays = !settings.checked_once;
        options.trace = trace;
        return options;
    }

    scheduler::Engine& with_cache(JobContext context) {
        if (!store_) return engine_;
        return cached_.emplace(engine_, *store_, context, checked_once_ ? &record_ : nullptr);
    }

    /// An editor's program lives for hours: after much work, what nobody is about to look at goes,
    /// and memory goes back. A command ends soon.
    void tidy_up() {
        const std::uint64_t work = figures_.interface_nanoseconds + figures_.body_nanoseconds;
        if (checked_once_ || work - tidied_at_ < between_tidying_) return;
        const base::FreeingAtOnce freeing;
        if (!put_images_to_rest()) return;  // somebody types: the next time
        tidied_at_ = work;
        for (const ModuleRecord* record : registry_.records()) {
            const scheduler::LoadedPtr newest = loaded(record->id);
            const auto* module = static_cast<const LoadedModule*>(newest.get());
            if (module != nullptr && module->is_from_disk) module->let_go();
        }
        inspector_.let_go();
        base::give_memory_back();
        const std::lock_guard lock(ending_);
        if (scheduler_) scheduler_->let_workers_tidy();
    }

    /// False if there was something more urgent to do. What has been packed until then stays
    /// packed.
    bool put_images_to_rest() {
        std::vector<scheduler::Scheduler::Exchange> exchanges;
        const scheduler::Snapshot now = snapshot();
        for (const ModuleRecord* record : registry_.records()) {
            const scheduler::InterfacePtr& published = scheduler::interface_of(now, record->id);
            if (!published || overlay_.has(record->path)) continue;
            const auto& interface = static_cast<const PublishedInterface&>(*published);
            if (!interface.is_open()) continue;
            if (!ask_scheduler([](scheduler::Scheduler& of) { return of.at_rest(); })) return false;
            exchanges.push_back({record->id, published, interface.at_rest(table_, registry_)});
        }
        cache::let_compressor_go();
        return ask_scheduler([&](scheduler::Scheduler& of) { return of.exchange(exchanges); });
    }

    /// False once it ends.
    template <class Question>
    bool ask_scheduler(const Question& question) {
        const std::lock_guard lock(ending_);
        return scheduler_ != nullptr && question(*scheduler_);
    }

    const Configuration configuration_;
    const std::shared_ptr<cache::Store> store_;
    project::Listener& listener_;
    symbols::ModuleTable& table_;
    ModuleRegistry registry_;
    Overlay overlay_;
    Engine engine_;
    ProgramRecord record_;
    std::optional<CachedEngine> cached_;
    NamedTrace trace_;
    std::vector<base::ModuleId> roots_;
    // On the publisher's thread only.
    const bool once_a_program_;
    const bool checked_once_;
    const std::uint64_t between_tidying_;
    const Figures& figures_;
    std::uint64_t tidied_at_ = 0;  ///< of the figures' work
    std::unordered_set<std::string> said_once_;
    ShownFiles left_over_;  // shown by an earlier session, and not by this one yet
    ShownFiles shown_;
    Inspector inspector_;
    mutable std::mutex ending_;  // guards scheduler_ against requests that come while it goes
    std::unique_ptr<scheduler::Scheduler> scheduler_;  // last: its workers use everything above
};

class ProgramImpl final : public Program {
public:
    ProgramImpl(Configuration configuration, Setup setup, RunSettings settings, Listener& listener,
                Figures* figures)
        : setup_(std::move(setup)),
          settings_(settings),
          listener_(listener),
          figures_(figures != nullptr ? figures : &own_figures_) {
        begin(std::move(configuration));
    }

    void open(const std::string& path, base::SourceTextPtr text, std::int32_t version) override {
        session_->overlay().set(path, std::move(text), version);
        update_open(path);
    }
    void change(const std::string& path, base::SourceTextPtr text, std::int32_t version) override {
        session_->overlay().set(path, std::move(text), version);
        scheduler::Changes changes;
        changes.modules = session_->modules_of(path);
        session_->scheduler().update(changes);
    }
    void close(const std::string& path) override {
        session_->overlay().remove(path);
        update_open(path);
    }
    void focus(const std::string& path) override {
        scheduler::Changes changes;
        changes.focus = session_->modules_of(path).front();
        session_->scheduler().update(changes);
    }
    void files_changed(const std::vector<std::string>& paths) override {
        std::optional<scheduler::Changes> changes =
            session_->other_texts(paths, modules::with_typeshed(surroundings().files));
        if (!changes) {
            // Files may have come or gone, so that imports lead elsewhere: look at the disk anew.
            reconfigure(setup_);
        } else {
            session_->scheduler().update(*changes);  // the listener hears at least that all is done
        }
    }
    void reconfigure(Setup setup) override {
        setup_ = std::move(setup);
        settings_.workers = setup_.workers;
        auto configuration = configure(setup_, surroundings(), /*need_targets=*/false);
        if (!configuration) {
            listener_.on_message(configuration.error().message);
            session_->scheduler().update({});  // the listener hears that all is done
            return;                            // what was configured before goes on
        }
        // Only then the next begins: two sessions would talk at once, the older one of the past.
        ShownFiles shown = session_->end();
        const std::shared_ptr<Session> old = std::move(session_);
        begin(std::move(*configuration), old.get(), std::move(shown));
    }
    [[nodiscard]] std::vector<std::string> module_names() const override {
        return session_->module_names();
    }
    [[nodiscard]] std::shared_ptr<const KnownProgram> known() const override {
        return session_->known();
    }
    void wait_until_idle() override {
        session_->scheduler().wait_until_idle();
        if (!store_) return;
        store_->flush();
        const std::string trouble = store_->warning();
        if (std::exchange(told_trouble_, trouble) != trouble) listener_.on_message(trouble);
    }
    std::shared_ptr<Inspector> inspector() override { return {session_, &session_->inspector()}; }
    void run(std::size_t jobs) override { (void)session_->scheduler().run(jobs); }

private:
    [[nodiscard]] Surroundings surroundings() const {
        return settings_.surroundings ? settings_.surroundings() : real_surroundings(setup_.root);
    }
    void begin(Configuration configuration, Session* before = nullptr, ShownFiles shown = {}) {
        for (const std::string& warning : configuration.warnings) listener_.on_message(warning);
        if (settings_.cache) use_cache(configuration);
        session_ = std::make_shared<Session>(std::move(configuration), settings_, table_, store_,
                                             listener_, *figures_, std::move(shown));
        if (before != nullptr) session_->overlay().take_documents(before->overlay());
        session_->start();
    }
    /// The configuration's cache; the one that is open already if it is the same.
    void use_cache(const Configuration& configuration) {
        const std::string folder = cache_folder(configuration.global(), configuration.root);
        if (store_ && folder == cache_folder_) return;
        cache_folder_ = folder;
        if (settings_.store) {
            store_ = std::exchange(settings_.store, nullptr);
            told_trouble_ = store_->warning();
            return;
        }
        ResultCache cache = open_cache(configuration);
        if (!cache.warning.empty()) listener_.on_message(cache.warning);
        told_trouble_ = cache.warning;
        store_ = std::move(cache.store);
    }
    void update_open(const std::string& path) {
        scheduler::Changes changes = session_->open_changes();
        changes.modules = session_->modules_of(path);
        session_->scheduler().update(changes);
    }

    Setup setup_;
    RunSettings settings_;
    Listener& listener_;
    symbols::ModuleTable table_;
    Figures own_figures_;
    Figures* figures_;
    std::string cache_folder_;
    std::string told_trouble_;  ///< the last trouble of the cache that the listener knows of
    std::shared_ptr<cache::Store> store_;
    std::shared_ptr<Session> session_;  // shared with requests that look at it
};

/// What an editor gets while its configuration can't be used: defaults.
Configuration fallback_configuration(const Setup& setup) {
    Setup plain = setup;
    plain.arguments = {"--config-file="};
    auto configuration = configure(plain, real_surroundings(setup.root), false);
    return configuration ? std::move(*configuration) : Configuration{};
}

}  // namespace

std::unique_ptr<Program> make_program(Configuration configuration, Setup setup,
                                      RunSettings settings, Listener& listener, Figures* figures) {
    return std::make_unique<ProgramImpl>(std::move(configuration), std::move(setup), settings,
                                         listener, figures);
}

std::unique_ptr<Program> make_program(Setup setup, Listener& listener, Trace* trace) {
    auto configuration = configure(setup, real_surroundings(setup.root), /*need_targets=*/false);
    if (!configuration) {
        listener.on_message(configuration.error().message);
        configuration = fallback_configuration(setup);
    }
    RunSettings settings;
    settings.workers = setup.workers;
    settings.cache = true;
    settings.trace = trace;
    return make_program(std::move(*configuration), std::move(setup), settings, listener);
}

}  // namespace krait::project
