#include "project/interface_job.h"

#include <algorithm>

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
};

std::unique_ptr<semantic::ModuleDraft> make_draft(base::ModuleId id, const LoadedModule& loaded) {
    auto draft = std::make_unique<semantic::ModuleDraft>();
    draft->id = id;
    draft->name = loaded.record->name;
    draft->path = loaded.record->display_path;
    draft->text = loaded.text;
    draft->tree = loaded.tree;
    draft->outline = &loaded.outline;
    draft->options = loaded.options;
    return draft;
}

std::unique_ptr<image::ModuleInterface> publish(const semantic::ModuleDraft& draft,
                                                const JobContext& context) {
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
    contents.names = draft.names.symbols();
    std::vector<char> bytes = image::write_image(contents, context.table);
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
    findings->skeleton = job.loaded.skeleton;
    return findings;
}

/// Notes in the interface which functions the top level's flow never comes to.
void note_unreachable_functions(ModuleJob& job, base::Arena& arena) {
    std::vector<base::Name> paths;
    for (const semantic::BodyUnit& unit : job.loaded.outline.units) {
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

void check(std::vector<std::unique_ptr<ModuleJob>>& jobs) {
    for (auto& job : jobs) checker::check_module_top_level(job->ck);
    for (bool any = true; any;) {
        any = false;
        for (auto& job : jobs) any = checker::check_deferred(job->ck) || any;
    }
    for (auto& job : jobs) checker::check_module_definedness(job->ck);
}

}  // namespace

scheduler::ReadsPtr reads_of(image::RecordingReader& reader, const JobContext& context) {
    if (!context.keep_reads) return nullptr;
    return std::make_shared<RecordedReads>(reader.take_reads(), context.registry);
}

scheduler::InterfaceResult build_interface(const scheduler::InterfaceInput& input,
                                           const JobContext& context) {
    Stopwatch all(context.figures.interface_nanoseconds);
    SnapshotView view(input.snapshot, context.registry);
    image::RecordingReader published(view, context.keep_reads);
    semantic::SccDraft scc{{}, {}, context.table};
    for (std::size_t i = 0; i < input.modules.size(); ++i) {
        scc.add(make_draft(input.modules[i], static_cast<const LoadedModule&>(*input.loaded[i])));
    }
    semantic::JobLocals locals;
    semantic::DraftReader reader(scc, published, locals);
    semantic::AnalysisFigures analysis =
        semantic::analyze_scc(scc, reader, special::apply_class_hooks, input.token);

    std::vector<std::unique_ptr<ModuleJob>> jobs;
    for (std::size_t i = 0; i < scc.modules.size(); ++i) {
        jobs.push_back(std::make_unique<ModuleJob>(
            scc, *scc.modules[i], static_cast<const LoadedModule&>(*input.loaded[i]), reader,
            input.token));
    }
    check(jobs);
    for (auto& job : jobs) note_unreachable_functions(*job, scc.arena);
    semantic::freeze_tables(scc);

    scheduler::InterfaceResult result;
    context.figures.not_implemented += analysis.not_implemented;
    for (auto& job : jobs) {
        context.figures.not_implemented += job->cx.not_implemented;
        Stopwatch encoding(context.figures.encode_nanoseconds);
        result.interfaces.push_back(std::make_shared<PublishedInterface>(
            publish(job->draft, context), job->loaded.skeleton, job->draft.names_lines));
        result.payloads.push_back(findings_of(*job));
    }
    result.reads = reads_of(published, context);
    return result;
}

}  // namespace krait::project
