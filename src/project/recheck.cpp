#include "project/recheck.h"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <set>

#include "project/cached_engine.h"
#include "project/engine.h"
#include "project/overlay.h"
#include "project/stored_scc.h"
#include "scheduler/options.h"
#include "scheduler/worker_threads.h"

namespace krait::project {

namespace {

using OpenedPtr = std::shared_ptr<const PublishedInterface>;

/// An interface that lies in the cache, and is opened when somebody looks into it.
class StoredInterface final : public PublishedInterface {
public:
    StoredInterface(const KnownModule& known, std::function<OpenedPtr()> open)
        : known_(known), open_(std::move(open)) {}

    [[nodiscard]] base::Digest fingerprint() const override { return known_.fingerprint; }
    [[nodiscard]] base::Digest places() const override { return known_.places; }
    [[nodiscard]] bool holds_places() const override { return known_.holds_places; }
    [[nodiscard]] const image::ModuleInterface& image() const override { return opened().image(); }
    [[nodiscard]] std::uint32_t line(symbols::Slot slot) const override {
        return opened().line(slot);
    }

private:
    const PublishedInterface& opened() const {
        const std::lock_guard lock(mutex_);
        if (!opened_) opened_ = open_();
        return *opened_;
    }

    const KnownModule& known_;
    const std::function<OpenedPtr()> open_;
    mutable std::mutex mutex_;
    mutable OpenedPtr opened_;
};

/// A program as an earlier check left it, of which some files are looked at again.
class Recheck {
public:
    Recheck(cache::Store& store, const Configuration& configuration, WholeAnswer& answer,
            Figures& figures)
        : store_(store),
          answer_(answer),
          known_(*answer.known),
          registry_(table_, configuration.root),
          overlay_(configuration.files),
          context_{table_, registry_, figures},
          engine_(registry_, table_, overlay_, *configuration.finder, &store, true, figures),
          cached_(engine_, store, context_, &record_) {
        for (KnownModule& module : known_.modules) {
            ModuleRecord record = module.record;
            record.display_path = registry_.display(record.path);
            record.options = configuration.options->for_module(base::text_of(record.name));
            if (record.is_typeshed && record.is_library) {
                record.options = registry_.own_stubs_options(record.options);
            }
            ids_.push_back(registry_.add(std::move(record)));
        }
        for (std::size_t i = 0; i < ids_.size(); ++i) {
            snapshot_.set(static_cast<std::size_t>(ids_[i]),
                          std::make_shared<StoredInterface>(known_.modules[i],
                                                            [this, i] { return open(i); }));
        }
    }

    bool run(std::span<const std::string> changed) {
        for (const FileDiagnostics& file : answer_.answer.files) {
            for (const messages::Diagnostic& found : file.diagnostics) {
                if (found.blocker) return false;
            }
        }
        // All are loaded before one is checked: they may see each other.
        std::vector<Edited> edited;
        for (const std::string& path : changed) {
            auto module = load(path);
            if (!module) return false;
            edited.push_back(std::move(*module));
        }
        for (Edited& module : edited) {
            if (!publish(module)) return false;
        }
        return std::all_of(edited.begin(), edited.end(),
                           [this](const Edited& module) { return check(module); });
    }

private:
    struct Edited {
        std::size_t index = 0;
        scheduler::LoadedPtr loaded;
        scheduler::PayloadPtr interface_findings{};
    };

    [[nodiscard]] std::optional<Edited> load(const std::string& path) {
        const std::vector<base::ModuleId> modules = registry_.modules_of_file(path);
        if (modules.size() != 1) return std::nullopt;
        const std::size_t index = index_of(modules.front());
        KnownModule& known = known_.modules[index];
        if (known.record.interface_only()) return std::nullopt;
        Edited edited{index, engine_.load(modules.front(), {}).loaded};
        const auto& loaded = static_cast<const LoadedModule&>(*edited.loaded);
        if (loaded.blocks || given_of(loaded) != known.given) return std::nullopt;
        const SkeletonPtr& skeleton = loaded.summary->skeleton;
        const bool moved = skeleton->places != known.places;
        if (moved && (known.located || known.holds_places)) return std::nullopt;
        known.places = skeleton->places;
        return edited;
    }

    [[nodiscard]] bool publish(Edited& edited) {
        const auto& loaded = static_cast<const LoadedModule&>(*edited.loaded);
        auto opened = open_module(row_of(edited.index), ids_[edited.index],
                                  loaded.summary->skeleton, context_, /*with_findings=*/true);
        if (!opened) return false;
        edited.interface_findings = std::move(opened->findings);
        snapshot_.set(static_cast<std::size_t>(ids_[edited.index]), std::move(opened->interface));
        return true;
    }

    [[nodiscard]] bool check(const Edited& edited) {
        const base::ModuleId module = ids_[edited.index];
        const auto& interface = scheduler::interface_of(snapshot_, module);
        const auto chunks = cached_.body_chunks(module, edited.loaded, interface);
        std::vector<scheduler::PayloadPtr> bodies;
        for (const scheduler::BodyChunk& chunk : chunks) {
            auto result = cached_.check_body({module, edited.loaded, chunk, snapshot_, {}});
            for (base::ModuleId located : result.reads->located()) locate(located, module);
            bodies.push_back(std::move(result.payload));
        }
        const scheduler::PayloadPtr finished =
            cached_.finish({module, edited.loaded, edited.interface_findings, chunks, bodies});
        return say(edited, static_cast<const Findings&>(*finished), chunks.size());
    }

    void locate(base::ModuleId located, base::ModuleId reader) {
        if (located == reader) return;
        known_.modules[index_of(located)].located = true;
    }

    [[nodiscard]] std::size_t index_of(base::ModuleId module) const {
        return static_cast<std::size_t>(std::find(ids_.begin(), ids_.end(), module) - ids_.begin());
    }

    /// Puts what was found in the place of what was said of the file. False if others had to say
    /// something else then.
    [[nodiscard]] bool say(const Edited& edited, const Findings& findings, std::size_t chunks) {
        KnownModule& known = known_.modules[edited.index];
        const std::uint64_t lines =
            static_cast<const LoadedModule&>(*edited.loaded).text->line_count();
        answer_.chunks += chunks - known.chunks;
        answer_.lines += lines - known.lines;
        known.chunks = chunks;
        known.lines = lines;
        if (said_once_in(findings.diagnostics) != known.said_once || known.published == 0) {
            return false;
        }
        const ModuleRecord& record = registry_.record(ids_[edited.index]);
        std::vector<FileDiagnostics>& files = answer_.answer.files;
        auto file = std::find_if(files.begin(), files.end(), [&](const FileDiagnostics& one) {
            return published(one.path) >= known.published;
        });
        if (file == files.end() || file->path != record.path) {
            file = files.insert(file, FileDiagnostics{});
            file->path = record.path;
            file->display_path = record.display_path;
        }
        file->diagnostics = without_repeats(findings.diagnostics, file->diagnostics);
        file->text = findings.text;
        if (file->diagnostics.empty()) files.erase(file);
        return true;
    }

    [[nodiscard]] std::uint64_t published(const std::string& path) const {
        const std::vector<base::ModuleId> modules = registry_.modules_of_file(path);
        return modules.empty() ? 0 : known_.modules[index_of(modules.front())].published;
    }

    /// Of what a program says once, `said` has what was said here, and not elsewhere before.
    static std::vector<messages::Diagnostic> without_repeats(
        const std::vector<messages::Diagnostic>& found,
        const std::vector<messages::Diagnostic>& said) {
        std::set<std::string> here;
        for (const messages::Diagnostic& one : said) {
            if (one.only_once) here.insert(one.message);
        }
        std::vector<messages::Diagnostic> result;
        for (const messages::Diagnostic& one : found) {
            if (!one.only_once || here.erase(one.message) > 0) result.push_back(one);
        }
        return result;
    }

    /// A row of the cache, as long as this lives.
    const StoredScc& row(std::uint32_t number) {
        const auto [at, is_new] = rows_.try_emplace(number);
        if (!is_new && at->second.scc) return *at->second.scc;
        Row& row = at->second;
        const KnownScc& known = known_.sccs[number];
        store_.find(known.key, [&](std::string_view content) {
            if (base::digest_of(content) != known.content) return false;
            row.bytes = content;
            row.scc = read_scc(row.bytes, known.modules);
            return row.scc.has_value();
        });
        if (!row.scc) throw base::Cancelled{};  // it was dropped since: to be found out anew
        return *row.scc;
    }
    StoredModule row_of(std::size_t index) {
        const KnownModule& known = known_.modules[index];
        return row(known.scc).modules[known.in_row];
    }

    OpenedPtr open(std::size_t index) {
        const KnownModule& known = known_.modules[index];
        const StoredModule stored = row_of(index);
        SkeletonPtr now = places_in(stored);
        if (!now || now->places != known.places) {
            // Edited since its interface was built: its text knows where things stand.
            const auto loaded = engine_.load(ids_[index], {}).loaded;
            now = static_cast<const LoadedModule&>(*loaded).summary->skeleton;
        }
        auto opened = open_module(stored, ids_[index], now, context_, /*with_findings=*/false);
        if (!opened || now->places != known.places ||
            opened->interface->fingerprint() != known.fingerprint) {
            throw base::Cancelled{};
        }
        return std::move(opened->interface);
    }

    struct Row {
        std::string bytes;
        std::optional<StoredScc> scc{};
    };

    cache::Store& store_;
    WholeAnswer& answer_;
    KnownProgram& known_;
    symbols::ModuleTable table_;
    ModuleRegistry registry_;
    Overlay overlay_;
    JobContext context_;
    Engine engine_;
    ProgramRecord record_;
    CachedEngine cached_;
    std::vector<base::ModuleId> ids_;  // parallel to known_.modules
    scheduler::Snapshot snapshot_;
    std::map<std::uint32_t, Row> rows_;
};

}  // namespace

bool recheck(cache::Store& store, const Configuration& configuration,
             std::span<const std::string> changed, WholeAnswer& before, Figures& figures) {
    if (!before.known) return false;
    bool is_done = false;
    scheduler::WorkerThreads thread;  // checking wants a large stack
    thread.start(1, scheduler::Options{}.stack_bytes, [&](unsigned) {
        try {
            is_done = Recheck(store, configuration, before, figures).run(changed);
        } catch (const base::Cancelled&) {
            // A row is gone.
        } catch (const std::exception&) {
            // Whoever checks all of it reports what is wrong with a module.
        }
    });
    thread.join();
    return is_done;
}

}  // namespace krait::project
