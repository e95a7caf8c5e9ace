#include "project/interface_job.h"

#include <algorithm>
#include <optional>

#include "project/job_drafts.h"
#include "project/others_reader.h"
#include "project/rebuild_parts.h"
#include "project/stopwatch.h"
#include "python/checker/check.h"
#include "python/checker/definedness.h"
#include "python/image/recording_reader.h"
#include "python/image/writer.h"
#include "python/semantic/analyze.h"
#include "python/special/class_hooks.h"
#include "python/types/context.h"

namespace krait::project {

namespace {

/// One module of the SCC while the checker is at it. Members refer to each other: never moved.
struct ModuleJob {
    ModuleJob(semantic::SccDraft& scc, semantic::ModuleDraft& in, const LoadedModule& from,
              semantic::DraftReader& reader, base::CancellationToken token)
        : draft(in),
          loaded(from),
          cx{scc.arena, reader, *in.options, std::move(token)},
          unit{in.id,
               in.name,
               *in.tree,
               *in.text,
               in.bindings,
               from.record->is_stub,
               from.record->is_typeshed,
               from.record->interface_only(),
               &in.shaping},
          ck(cx, unit) {
        unit.adopt = [this, &table = scc.table](types::Definition& made, base::Name path) {
            made.id = table.def(draft.id, path);
            draft.definitions[made.id.slot] = &made;
        };
    }

    semantic::ModuleDraft& draft;
    const LoadedModule& loaded;
    types::Context cx;
    checker::ModuleUnit unit;
    checker::CheckContext ck;
    std::optional<ShapingWatch> watch;
    std::uint64_t replaced = 0;  // types that no image can hold
};

std::unique_ptr<image::ModuleInterface> publish(ModuleJob& job, const JobContext& context) {
    const semantic::ModuleDraft& draft = job.draft;
    image::ModuleContents contents;
    contents.id = draft.id;
    contents.name = draft.name;
    for (const auto& [slot, definition] : draft.definitions) {
        auto node = draft.nodes.find(slot);
        std::uint32_t line = node == draft.nodes.end()
                                 ? 0
                                 : draft.text->line_of(draft.tree->start(node->second)) + 1;
        contents.definitions.push_back({definition, line});
    }
    for (base::ModuleId module : draft.imports) {
        contents.imports.push_back(context.table.name_of(module));
    }
    contents.names = draft.names.symbols();
    std::vector<char> bytes = image::write_image(contents, context.table, &job.replaced);
    context.figures.image_bytes += bytes.size();
    auto opened =
        image::ModuleInterface::open(std::move(bytes), draft.id, context.table, context.registry);
    KRAIT_ENSURE(opened.has_value(), "an image that was just written can be opened");
    return std::move(*opened);
}

std::shared_ptr<Findings> findings_of(ModuleJob& job) {
    std::vector<messages::Diagnostic> found;
    const auto append = [&found](const std::vector<messages::Diagnostic>& more) {
        found.insert(found.end(), more.begin(), more.end());
    };
    append(job.draft.diagnostics);
    append(job.ck.reporter.diagnostics);
    auto findings = std::make_shared<Findings>(std::move(found));
    findings->skipped_lines = job.ck.unreachable_lines;
    findings->skeleton = job.loaded.summary->skeleton;
    return findings;
}

/// Notes in the interface which functions the top level's flow never comes to.
void note_unreachable_functions(ModuleJob& job, base::Arena& arena) {
    std::vector<base::Name> paths;
    for (const semantic::BodyUnit& unit : job.draft.outline->units) {
        std::uint32_t line = job.draft.text->line_of(job.draft.tree->start(unit.items.front())) + 1;
        for (const auto& [first, last] : job.ck.unreachable_lines) {
            if (first <= line && line <= last) {
                paths.push_back(unit.path);
                break;
            }
        }
    }
    job.draft.info->unreachable_functions = arena.copy(paths);
}

std::vector<symbols::Slot> pending_in(const semantic::ModuleDraft& draft) {
    std::vector<symbols::Slot> slots;
    for (const auto& [slot, definition] : draft.definitions) {
        if (is_pending(*definition)) slots.push_back(slot);
    }
    std::sort(slots.begin(), slots.end());
    return slots;
}

/// Functions times variables: more would take long to watch.
constexpr std::size_t kMostWatched = std::size_t{1} << 22;

/// Builds some modules of an SCC: all of them, or one among others that stand.
class Builder {
public:
    Builder(const BuildInput& input, const JobContext& context)
        : input_(input),
          context_(context),
          view_(input.snapshot, context.registry),
          published_(view_),
          others_(published_, scc_.arena),
          scc_{{}, {}, context.table},
          reader_(scc_, others_, locals_, input.by_module ? &published_ : nullptr) {
        scc_.earlier = input.earlier;
        for (const OtherModule& other : input.others) {
            others_.add(other.module, *other.build, other.is_earlier);
            scc_.standing.push_back(other.module);
        }
        for (std::size_t i = 0; i < input.modules.size(); ++i) {
            scc_.add(make_draft(loaded(i), loaded(i).parsed()));
        }
    }

    Built build() {
        semantic::AnalysisFigures analysis =
            semantic::analyze_scc(scc_, reader_, special::apply_class_hooks, input_.token);
        context_.figures.not_implemented += analysis.not_implemented;
        built_.forced = analysis.forced || analysis.hung || analysis.order_decides;
        for (std::size_t i = 0; i < scc_.modules.size(); ++i) {
            auto build = std::make_shared<ModuleBuild>();
            build->of = std::static_pointer_cast<const LoadedModule>(input_.loaded[i]);
            build->shape = loaded(i).shape;
            build->imports = loaded(i).imports_digest;
            build->pending = pending_in(*scc_.modules[i]);
            builds_.push_back(std::move(build));
            jobs_.push_back(std::make_unique<ModuleJob>(scc_, *scc_.modules[i], loaded(i), reader_,
                                                        input_.token));
            watch_shaping(i);
        }
        check();
        for (auto& job : jobs_) note_unreachable_functions(*job, scc_.arena);
        semantic::freeze_tables(scc_);
        publish_all();
        if (stands()) finish();
        return std::move(built_);
    }

private:
    [[nodiscard]] const LoadedModule& loaded(std::size_t i) const {
        return static_cast<const LoadedModule&>(*input_.loaded[i]);
    }

    void watch_shaping(std::size_t i) {
        const std::vector<symbols::Slot>& pending = builds_[i]->pending;
        ModuleJob& job = *jobs_[i];
        if (!input_.by_module || job.draft.shaping.size() * pending.size() > kMostWatched) return;
        if (input_.known != nullptr) {
            known_.emplace(KnownChecks{*input_.known->shaping, *input_.known->findings,
                                       *input_.earlier, *loaded(i).summary->skeleton});
        }
        job.watch.emplace(job.draft, reader_, pending, known_ ? &*known_ : nullptr);
        job.unit.watch = &*job.watch;
    }

    void check() {
        others_.begin_top_level();
        for (auto& job : jobs_) {
            reader_.ask_for(job->draft.id);
            checker::check_module_top_level(job->ck);
        }
        for (std::size_t i = 0; i < jobs_.size(); ++i) {
            builds_[i]->late = pending_in(jobs_[i]->draft);
        }
        others_.begin_deferred();
        std::size_t rounds = 0;
        for (bool any = true; any; ++rounds) {
            any = false;
            for (std::size_t i = 0; i < jobs_.size(); ++i) {
                reader_.ask_for(jobs_[i]->draft.id);
                const bool deferred = checker::check_deferred(jobs_[i]->ck);
                if (deferred && rounds > 0) builds_[i]->slow = true;
                any = deferred || any;
            }
        }
        for (auto& job : jobs_) {
            reader_.ask_for(job->draft.id);
            checker::check_module_definedness(job->ck);
            job->cx.member_memo.close();  // what it points to is about to be frozen elsewhere
        }
    }

    void publish_all() {
        Stopwatch encoding(context_.figures.encode_nanoseconds);
        for (auto& job : jobs_) {
            context_.figures.not_implemented += job->cx.not_implemented;
            built_.interfaces.push_back(std::make_shared<PublishedInterface>(
                publish(*job, context_), job->loaded.summary->skeleton, job->draft.names_lines));
        }
    }

    /// What was known of functions was right: the module is what it was.
    bool stands() {
        if (input_.known == nullptr || jobs_.front()->watch->reused() == 0) return true;
        built_.stands = !jobs_.front()->watch->diverged() &&
                        built_.interfaces.front()->fingerprint() == input_.earlier->fingerprint();
        return built_.stands;
    }

    void finish() {
        scheduler::Snapshot made = input_.snapshot;
        for (std::size_t i = 0; i < jobs_.size(); ++i) {
            made.set(static_cast<std::size_t>(jobs_[i]->draft.id), built_.interfaces[i]);
        }
        const SnapshotView now(made, context_.registry);
        for (std::size_t i = 0; i < jobs_.size(); ++i) {
            builds_[i]->findings = findings_of(*jobs_[i]);
            take_shaping(i);
            builds_[i]->questions =
                Questions(published_.take_reads(jobs_[i]->draft.id, now), made, context_.registry);
            built_.builds.push_back(builds_[i]);
        }
        built_.common =
            Questions(published_.take_reads(base::ModuleId::None, now), made, context_.registry);
    }

    void take_shaping(std::size_t i) {
        ModuleJob& job = *jobs_[i];
        if (!job.watch) return;
        context_.figures.shaping_checks += job.watch->checked();
        if (job.watch->reused() != 0) {
            published_.add(job.draft.id, input_.known->questions.reads(image::Part::Shaping));
        }
        if (job.replaced != 0) return;  // what is read back isn't all that was inferred
        builds_[i]->shaping = std::make_shared<ShapingChecks>(job.watch->take());
    }

    const BuildInput& input_;
    const JobContext& context_;
    SnapshotView view_;
    image::RecordingReader published_;
    OthersReader others_;
    semantic::SccDraft scc_;
    semantic::JobLocals locals_;
    semantic::DraftReader reader_;
    std::vector<std::unique_ptr<ModuleJob>> jobs_;
    std::vector<std::shared_ptr<ModuleBuild>> builds_;
    std::optional<KnownChecks> known_;
    Built built_;
};

/// Somebody may edit a part of it.
bool is_worth_parts(const scheduler::InterfaceInput& input, const ModuleRegistry& registry) {
    return input.modules.size() > 1 &&
           std::any_of(input.modules.begin(), input.modules.end(), [&](base::ModuleId module) {
               return !registry.record(module).interface_only();
           });
}

}  // namespace

Built build_modules(const BuildInput& input, const JobContext& context) {
    Built built = Builder(input, context).build();
    if (built.stands) context.figures.interfaces_built += input.modules.size();
    return built;
}

scheduler::InterfaceResult build_interface(const scheduler::InterfaceInput& input,
                                           const JobContext& context) {
    Stopwatch all(context.figures.interface_nanoseconds);
    if (auto rebuilt = rebuild_parts(input, context)) return std::move(*rebuilt);
    const bool by_module = is_worth_parts(input, context.registry);
    Built built = build_modules(
        {input.modules, input.loaded, input.snapshot, input.token, by_module}, context);
    scheduler::InterfaceResult result;
    result.interfaces = std::move(built.interfaces);
    for (const ModuleBuildPtr& build : built.builds) result.payloads.push_back(build->findings);
    result.reads = std::make_shared<SccBuild>(
        std::vector<base::ModuleId>(input.modules.begin(), input.modules.end()),
        std::move(built.builds), std::move(built.common), built.forced || !by_module,
        context.registry);
    return result;
}

}  // namespace krait::project
