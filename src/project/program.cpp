#include "project/program.h"

#include <algorithm>
#include <unordered_set>

#include "project/check_program.h"
#include "project/engine.h"
#include "project/overlay.h"
#include "python/config/paths.h"
#include "scheduler/scheduler.h"

namespace krait::project {

namespace {

ModuleRecord record_of_source(const modules::Source& source, const Configuration& configuration,
                              const ModuleRegistry& registry) {
    ModuleRecord record;
    record.name = base::intern(source.module);
    record.options = configuration.options->for_module(source.module);
    record.text = source.text;
    if (source.path) {
        record.path = config::absolute_path(*source.path, configuration.root);
        record.display_path = registry.display(*source.path);
    } else if (source.text) {
        record.path = record.display_path = "<string>";
    } else {
        record.path = configuration.finder->find(source.module).path;
        record.display_path = registry.display(record.path);
    }
    record.is_stub = record.path.ends_with(".pyi");
    std::string_view file = config::name_of(record.path);
    record.is_package = file == "__init__.py" || file == "__init__.pyi";
    return record;
}

/// Everything that one configuration gives rise to; a new configuration makes a new one.
class Session final : public scheduler::Listener {
public:
    Session(Configuration configuration, RunSettings settings, symbols::ModuleTable& table,
            project::Listener& listener, Figures& figures)
        : configuration_(std::move(configuration)),
          listener_(listener),
          registry_(table, configuration_.root),
          overlay_(configuration_.files),
          engine_(registry_, table, overlay_, *configuration_.finder, figures,
                  /*keep_reads=*/!settings.one_revision),
          scheduler_(engine_, *this, scheduler_options(settings)) {
        for (const modules::Source& source : configuration_.sources) {
            roots_.push_back(registry_.add(record_of_source(source, configuration_, registry_)));
        }
    }

    void start(std::vector<base::ModuleId> open) {
        scheduler::Changes changes;
        changes.roots = roots_;
        changes.open = std::move(open);
        scheduler_.update(changes);
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

    scheduler::Changes open_changes() {
        scheduler::Changes changes;
        changes.open.emplace();
        changes.roots = roots_;
        for (const std::string& path : overlay_.paths()) {
            for (base::ModuleId module : modules_of(path)) {
                changes.open->push_back(module);
                bool known = std::find(roots_.begin(), roots_.end(), module) != roots_.end();
                if (!known) changes.roots->push_back(module);
            }
        }
        std::sort(changes.open->begin(), changes.open->end());
        return changes;
    }

    void on_published(const scheduler::Publication& publication) override {
        const ModuleRecord& record = registry_.record(publication.module);
        FileDiagnostics result;
        result.path = record.path;
        result.display_path = record.display_path;
        if (publication.payload) {
            const auto& findings = static_cast<const Findings&>(*publication.payload);
            result.text = findings.text;
            result.version = overlay_.version_of(record.path, findings.text.get());
            for (const messages::Diagnostic& found : findings.diagnostics) {
                if (found.only_once && !said_once_.insert(found.message).second) continue;
                result.diagnostics.push_back(found);
            }
        }
        listener_.on_diagnostics(std::move(result));
    }
    void on_progress(const scheduler::Progress& progress) override {
        Progress told;
        told.modules_done = progress.modules_done;
        told.modules_total = progress.modules_total;
        if (progress.waiting_for != base::ModuleId::None) {
            told.waiting_for = engine_.module_name(progress.waiting_for);
        }
        listener_.on_progress(told);
    }
    void on_idle(std::uint64_t) override { listener_.on_idle(); }

    [[nodiscard]] Overlay& overlay() { return overlay_; }
    [[nodiscard]] scheduler::Scheduler& scheduler() { return scheduler_; }

private:
    static scheduler::Options scheduler_options(const RunSettings& settings) {
        scheduler::Options options;
        options.workers = settings.workers;
        options.order = settings.program_order ? scheduler::PublishOrder::Program
                                               : scheduler::PublishOrder::Completion;
        options.blockers_stop = settings.blockers_stop;
        options.one_revision = settings.one_revision;
        return options;
    }

    const Configuration configuration_;
    project::Listener& listener_;
    ModuleRegistry registry_;
    Overlay overlay_;
    Engine engine_;
    std::vector<base::ModuleId> roots_;
    std::unordered_set<std::string> said_once_;  // on the publisher's thread only
    scheduler::Scheduler scheduler_;  // last: its workers use everything above
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
    void files_changed(const std::vector<std::string>&) override {
        // Files may have come or gone, so that imports lead elsewhere: look at the disk anew.
        reconfigure(setup_);
    }
    void reconfigure(Setup setup) override {
        setup_ = std::move(setup);
        settings_.workers = setup_.workers;
        auto configuration =
            configure(setup_, real_surroundings(setup_.root), /*need_targets=*/false);
        if (!configuration) {
            listener_.on_message(configuration.error().message);
            return;  // what was configured before goes on
        }
        std::unique_ptr<Session> old = std::move(session_);
        begin(std::move(*configuration), old.get());
    }
    void wait_until_idle() override { session_->scheduler().wait_until_idle(); }

private:
    void begin(Configuration configuration, Session* before = nullptr) {
        for (const std::string& warning : configuration.warnings) listener_.on_message(warning);
        session_ = std::make_unique<Session>(std::move(configuration), settings_, table_, listener_,
                                             *figures_);
        if (before != nullptr) session_->overlay().take_documents(before->overlay());
        session_->start(*session_->open_changes().open);
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
    std::unique_ptr<Session> session_;
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

std::unique_ptr<Program> make_program(Setup setup, Listener& listener) {
    auto configuration = configure(setup, real_surroundings(setup.root), /*need_targets=*/false);
    if (!configuration) {
        listener.on_message(configuration.error().message);
        configuration = fallback_configuration(setup);
    }
    RunSettings settings;
    settings.workers = setup.workers;
    return make_program(std::move(*configuration), std::move(setup), settings, listener);
}

}  // namespace krait::project
