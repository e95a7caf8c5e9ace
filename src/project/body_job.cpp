#include "project/body_job.h"

#include <algorithm>

#include "project/stopwatch.h"
#include "python/checker/check.h"
#include "python/image/recording_reader.h"
#include "python/semantic/analyze.h"
#include "python/special/dataclasses.h"
#include "python/types/context.h"

namespace krait::project {

using semantic::BodyUnit;
using syntax::NodeId;

namespace {

constexpr std::uint32_t kChunkBytes = 4096;

base::TextRange range_of(const LoadedModule& module, const BodyUnit& unit) {
    const syntax::Tree& tree = *module.tree;
    std::uint32_t start = tree.start(unit.items.front());
    for (NodeId decorator : tree.function(unit.items.front()).decorators) {
        start = std::min(start, tree.start(decorator));
    }
    return {start, tree.end(unit.items.back())};
}

/// The class that the unit is a method of, as published; null for a plain function.
const types::ClassInfo* enclosing_class(const LoadedModule& module, const BodyUnit& unit,
                                        types::Context& cx, symbols::ModuleTable& table) {
    if (unit.classes.empty()) return nullptr;
    base::Name path = module.outline.paths.find(unit.classes.back())->second;
    return types::as<types::ClassInfo>(
        cx.reader.definition(table.def(module.record->id, path)));
}

bool is_reached(const BodyUnit& unit, const LoadedModule& module,
                image::RecordingReader& published) {
    const types::ModuleInfo* info = published.module(module.record->id);
    if (info == nullptr) return true;
    auto unreachable = info->unreachable_functions;
    return std::find(unreachable.begin(), unreachable.end(), unit.path) == unreachable.end();
}

void check_unit(const LoadedModule& module, const BodyUnit& unit, image::RecordingReader& published,
                const scheduler::BodyInput& input, const JobContext& context,
                std::vector<messages::Diagnostic>& found) {
    base::Arena arena;
    semantic::JobLocals locals;
    semantic::BodyReader reader(published, locals);
    types::Context cx{arena, reader, *module.options, input.token};
    semantic::BodyDraft body;
    body.module = module.record->id;
    body.module_name = module.record->name;
    body.path = module.record->display_path;
    body.text = module.text;
    body.tree = module.tree;
    body.outline = &module.outline;
    body.unit = &unit;
    semantic::analyze_function_body(body, cx, reader, context.table, special::apply_class_hooks);
    found.insert(found.end(), body.diagnostics.begin(), body.diagnostics.end());
    if (body.is_unreachable) return;

    checker::ModuleUnit module_unit{module.record->id,     module.record->name,
                                    *module.tree,          *module.text,
                                    body.bindings,         module.record->is_stub,
                                    module.record->is_typeshed, false};
    checker::CheckContext ck(cx, module_unit);
    checker::begin_bodies(ck);
    checker::check_function(
        ck, {unit.items.front(), enclosing_class(module, unit, cx, context.table)});
    while (checker::check_deferred(ck)) {
    }
    const auto& diagnostics = ck.reporter.diagnostics;
    found.insert(found.end(), diagnostics.begin(), diagnostics.end());
    context.figures.not_implemented += cx.not_implemented;
}

}  // namespace

std::vector<ChunkUnits> cut_into_chunks(const LoadedModule& module) {
    std::vector<ChunkUnits> chunks;
    std::uint32_t chunk_start = 0;
    const auto& units = module.outline.units;
    for (std::size_t i = 0; i < units.size(); ++i) {
        base::TextRange range = range_of(module, units[i]);
        if (chunks.empty() || range.end - chunk_start > kChunkBytes) {
            chunk_start = range.start;
            chunks.push_back({i, i, module.text->line_of(range.start) + 1});
        }
        chunks.back().last = i + 1;
    }
    return chunks;
}

std::vector<scheduler::BodyChunk> body_chunks(const LoadedModule& module) {
    std::vector<scheduler::BodyChunk> result;
    const std::vector<ChunkUnits> chunks = cut_into_chunks(module);
    for (std::size_t number = 0; number < chunks.size(); ++number) {
        const ChunkUnits& chunk = chunks[number];
        const auto& units = module.outline.units;
        base::TextRange first = range_of(module, units[chunk.first]);
        base::TextRange last = range_of(module, units[chunk.last - 1]);
        base::Hasher key;
        key.add(config::semantic_digest(*module.options));
        key.add(module.text->text().substr(first.start, last.end - first.start));
        for (std::size_t i = chunk.first; i < chunk.last; ++i) {
            key.add(base::text_of(units[i].path));
        }
        scheduler::BodyChunk made;
        made.key = key.finish();
        made.size_hint = last.end - first.start;
        made.number = static_cast<std::uint32_t>(number);
        result.push_back(made);
    }
    return result;
}

scheduler::BodyResult check_body(const scheduler::BodyInput& input, const JobContext& context) {
    Stopwatch all(context.figures.body_nanoseconds);
    const auto& module = static_cast<const LoadedModule&>(*input.loaded);
    SnapshotView view(input.snapshot, context.registry);
    image::RecordingReader published(view, context.keep_reads);
    const ChunkUnits chunk = cut_into_chunks(module)[input.chunk.number];
    std::vector<messages::Diagnostic> found;
    for (std::size_t i = chunk.first; i < chunk.last; ++i) {
        input.token.poll();
        const BodyUnit& unit = module.outline.units[i];
        // What shapes the interface was checked, and reported on, with it.
        if (unit.may_shape || !is_reached(unit, module, published)) continue;
        check_unit(module, unit, published, input, context, found);
    }
    move_lines(found, 1 - static_cast<std::int64_t>(chunk.start_line));
    scheduler::BodyResult result;
    result.payload = std::make_shared<Findings>(std::move(found));
    result.reads = reads_of(published, context);
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
