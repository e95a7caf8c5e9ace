#include "project/body_job.h"

#include <algorithm>

#include "project/job_drafts.h"
#include "project/stopwatch.h"
#include "python/checker/check.h"
#include "python/checker/definedness.h"
#include "python/image/recording_reader.h"
#include "python/semantic/analyze.h"
#include "python/special/class_hooks.h"
#include "python/types/context.h"

namespace krait::project {

using semantic::BodyUnit;
using syntax::NodeId;

namespace {

/// A function of this size is a chunk by itself; and so far may two of a chunk be apart.
constexpr std::uint32_t kLargeBytes = 1500;
/// About so many small functions make a chunk.
constexpr std::uint64_t kSmallFunctions = 4;

base::TextRange range_of(const syntax::Tree& tree, const BodyUnit& unit) {
    std::uint32_t start = tree.start(unit.items.front());
    for (NodeId decorator : tree.function(unit.items.front()).decorators) {
        start = std::min(start, tree.start(decorator));
    }
    return {start, tree.end(unit.items.back())};
}

/// Whether a chunk ends between two neighbours.
bool is_cut(const BodyUnit& left, base::TextRange left_range, const BodyUnit& right,
            base::TextRange right_range) {
    const auto is_large = [](base::TextRange range) {
        return range.end - range.start >= kLargeBytes;
    };
    return left.may_shape || is_large(left_range) || is_large(right_range) ||
           right_range.start - left_range.end >= kLargeBytes ||
           base::hash_of(base::text_of(right.path)) % kSmallFunctions == 0;
}

bool is_reached(const BodyUnit& unit, const LoadedModule& module,
                image::RecordingReader& published) {
    const types::ModuleInfo* info = published.module(module.record->id);
    if (info == nullptr) return true;
    auto unreachable = info->unreachable_functions;
    return std::find(unreachable.begin(), unreachable.end(), unit.path) == unreachable.end();
}

void check_unit(const LoadedModule& module, const Parsed& parsed, const BodyUnit& unit,
                image::RecordingReader& published, const scheduler::BodyInput& input,
                const JobContext& context, std::vector<messages::Diagnostic>& found) {
    base::Arena arena;
    semantic::JobLocals locals;
    semantic::BodyReader reader(published, locals);
    types::Context cx{arena, reader, *module.options, input.token};
    semantic::BodyDraft body = make_body_draft(module, parsed, unit);
    semantic::analyze_function_body(body, cx, reader, context.table, special::apply_class_hooks);
    // Names are looked up even where flow never comes to.
    found.insert(found.end(), body.diagnostics.begin(), body.diagnostics.end());
    if (body.is_unreachable || !is_reached(unit, module, published)) return;

    checker::ModuleUnit module_unit{module.record->id,
                                    module.record->name,
                                    *parsed.tree,
                                    *module.text,
                                    body.bindings,
                                    module.record->is_stub,
                                    module.record->is_typeshed,
                                    false};
    module_unit.adopt = [&locals](types::Definition& made, base::Name) { locals.add(made); };
    checker::CheckContext ck(cx, module_unit);
    checker::begin_bodies(ck);
    checker::check_function(ck, {unit.items.front(), class_around(body, reader, context.table)});
    while (checker::check_deferred(ck)) {
    }
    for (NodeId item : unit.items) checker::check_function_definedness(ck, item);
    const auto& diagnostics = ck.reporter.diagnostics;
    found.insert(found.end(), diagnostics.begin(), diagnostics.end());
    context.figures.not_implemented += cx.not_implemented;
}

}  // namespace

void plan_chunks(const base::SourceText& text, const Parsed& parsed, const config::Options& options,
                 Summary& summary) {
    const auto& units = parsed.outline.units;
    std::vector<base::TextRange> ranges;
    for (const BodyUnit& unit : units) ranges.push_back(range_of(*parsed.tree, unit));
    for (std::size_t i = 0; i < units.size(); ++i) {
        // What shapes the interface is checked, and reported on, with it.
        if (units[i].may_shape) continue;
        if (i == 0 || is_cut(units[i - 1], ranges[i - 1], units[i], ranges[i])) {
            summary.chunks.push_back({i, i, text.line_of(ranges[i].start) + 1});
        }
        summary.chunks.back().last = i + 1;
    }
    const base::Digest digest = config::semantic_digest(options);
    for (const ChunkUnits& chunk : summary.chunks) {
        const std::uint32_t start = ranges[chunk.first].start;
        const std::uint32_t end = ranges[chunk.last - 1].end;
        base::Hasher key;
        key.add(digest);
        key.add(text.text().substr(start, end - start));
        for (std::size_t i = chunk.first; i < chunk.last; ++i) {
            key.add(base::text_of(units[i].path));
        }
        scheduler::BodyChunk planned;
        planned.key = key.finish();
        planned.size_hint = end - start;
        planned.number = static_cast<std::uint32_t>(summary.planned_chunks.size());
        summary.planned_chunks.push_back(planned);
    }
}

scheduler::BodyResult check_body(const scheduler::BodyInput& input, const JobContext& context) {
    Stopwatch all(context.figures.body_nanoseconds);
    const auto& module = static_cast<const LoadedModule&>(*input.loaded);
    SnapshotView view(input.snapshot, context.registry);
    image::RecordingReader published(view);
    const ChunkUnits& chunk = module.summary->chunks[input.chunk.number];
    std::vector<messages::Diagnostic> found;
    const ParsedPtr parsed = module.parsed();
    for (std::size_t i = chunk.first; i < chunk.last; ++i) {
        input.token.poll();
        check_unit(module, *parsed, parsed->outline.units[i], published, input, context, found);
    }
    move_lines(found, 1 - static_cast<std::int64_t>(chunk.start_line));
    scheduler::BodyResult result;
    result.payload = std::make_shared<Findings>(std::move(found));
    result.reads =
        std::make_shared<RecordedReads>(published.take_reads(), input.snapshot, context.registry);
    return result;
}

void move_lines(std::vector<messages::Diagnostic>& diagnostics, std::int64_t lines) {
    const auto move = [lines](std::uint32_t& line) {
        if (line != 0) line = static_cast<std::uint32_t>(line + lines);
    };
    for (messages::Diagnostic& found : diagnostics) {
        move(found.line);
        move(found.end_line);
        move(found.ignore_last_line);
        move(found.origin_line);
        move(found.origin_last_line);
    }
}

}  // namespace krait::project
