#include "project/cached_engine.h"

#include <algorithm>

#include "base/bytes.h"
#include "project/build_id.h"
#include "project/stored_results.h"
#include "project/stored_scc.h"
#include "python/config/options.h"
#include "python/image/stored_reads.h"

namespace krait::project {

namespace {

const LoadedModule& module_of(const scheduler::LoadedPtr& loaded) {
    return static_cast<const LoadedModule&>(*loaded);
}

cache::Key interface_key(const scheduler::InterfaceInput& input) {
    base::Hasher key;
    key.add(build_id());
    for (const scheduler::LoadedPtr& loaded : input.loaded) {
        key.add(given_of(module_of(loaded)));
    }
    return {cache::Kind::Interface, key.finish()};
}

cache::Key body_key(const scheduler::BodyInput& input) {
    base::Hasher key;
    key.add(build_id());
    add_identity(key, *module_of(input.loaded).record);
    key.add(input.chunk.key);
    return {cache::Kind::Bodies, key.finish()};
}

/// Only what lies on a disk is worth remembering, and may be.
bool may_be_kept(std::span<const scheduler::LoadedPtr> loaded) {
    return std::all_of(loaded.begin(), loaded.end(),
                       [](const scheduler::LoadedPtr& one) { return module_of(one).is_from_disk; });
}

/// The reads of a finished job.
std::string store_trace(std::span<const image::Read> recorded, const scheduler::Snapshot& snapshot,
                        const JobContext& context) {
    return image::store_reads(recorded, SnapshotView(snapshot, context.registry), context.table);
}

/// Null if the trace doesn't match what is there now.
scheduler::ReadsPtr read_trace(std::string_view stored, const scheduler::Snapshot& snapshot,
                               const JobContext& context) {
    auto modules = image::modules_of(stored, context.registry);
    if (!modules) return nullptr;
    auto reads = std::make_shared<StoredReads>(std::string(stored), std::move(*modules),
                                               context.registry, context.table);
    return reads->match(snapshot) ? reads : nullptr;
}

/// The modules of an SCC, in its order; false if they don't fit.
bool open_modules(const StoredScc& stored, const scheduler::InterfaceInput& input,
                  const JobContext& context, scheduler::InterfaceResult& result) {
    for (std::size_t i = 0; i < input.modules.size(); ++i) {
        const LoadedModule& module = module_of(input.loaded[i]);
        auto opened = open_module(stored.modules[i], input.modules[i], module.summary->skeleton,
                                  context, /*with_findings=*/true);
        if (!opened) return false;
        result.interfaces.push_back(std::move(opened->interface));
        result.payloads.push_back(std::move(opened->findings));
    }
    return true;
}

}  // namespace

void CachedEngine::note_rows(const cache::Key& key, std::string_view row,
                             const scheduler::InterfaceInput& input,
                             const scheduler::InterfaceResult& result) {
    if (record_ == nullptr) return;
    const auto count = static_cast<std::uint32_t>(result.interfaces.size());
    const base::Digest content = base::digest_of(row);
    for (std::uint32_t i = 0; i < count; ++i) {
        record_->note_row(result.interfaces[i].get(), {key, content, i, count});
    }
    record_->note_located(result.reads->located(), input.modules);
}

scheduler::InterfaceResult CachedEngine::build_interface(const scheduler::InterfaceInput& input) {
    const cache::Key key = interface_key(input);
    scheduler::InterfaceResult result;
    const bool found = store_.find(key, [&](std::string_view content) {
        result = {};
        const auto stored = read_scc(content, input.modules.size());
        if (!stored) return false;
        result.reads = read_trace(stored->trace, input.snapshot, context_);
        if (!result.reads || !open_modules(*stored, input, context_, result)) return false;
        note_rows(key, content, input, result);
        return true;
    });
    ++(found ? context_.figures.cached_sccs : context_.figures.computed_sccs);
    if (found) return result;
    result = engine_.build_interface(input);
    // The lines of what was kept, or moved, are those of an earlier text.
    const bool is_new =
        std::all_of(result.interfaces.begin(), result.interfaces.end(), [](const auto& interface) {
            const auto& published = static_cast<const PublishedInterface&>(*interface);
            return published.built_of() == published.skeleton();
        });
    if (!is_new || !may_be_kept(input.loaded)) return result;
    const auto& build = static_cast<const SccBuild&>(*result.reads);
    std::string row =
        store_scc(store_trace(build.outside_reads(), input.snapshot, context_), result);
    note_rows(key, row, input, result);
    store_.put(key, std::move(row));
    return result;
}

scheduler::BodyResult CachedEngine::check_body(const scheduler::BodyInput& input) {
    const cache::Key key = body_key(input);
    scheduler::BodyResult result;
    const bool found = store_.find(key, [&](std::string_view content) {
        base::ByteReader in(content);
        result.reads = read_trace(in.text(), input.snapshot, context_);
        if (!result.reads) return false;
        result.payload = read_findings(in);
        return result.payload && in.complete();
    });
    ++(found ? context_.figures.cached_chunks : context_.figures.computed_chunks);
    if (!found) {
        result = engine_.check_body(input);
        if (may_be_kept({&input.loaded, 1})) put_body(key, input, result);
    }
    if (record_ != nullptr) record_->note_located(result.reads->located(), {&input.module, 1});
    return result;
}

void CachedEngine::put_body(const cache::Key& key, const scheduler::BodyInput& input,
                            const scheduler::BodyResult& result) {
    base::ByteWriter out;
    out.text(store_trace(static_cast<const RecordedReads&>(*result.reads).reads(), input.snapshot,
                         context_));
    store_findings(out, static_cast<const Findings&>(*result.payload));
    store_.put(key, out.take());
}

scheduler::PayloadPtr CachedEngine::finish(const scheduler::FinishInput& input) {
    scheduler::PayloadPtr finished = engine_.finish(input);
    if (record_ != nullptr) {
        record_->note_finished(input.module, input.chunks.size(),
                               static_cast<const Findings&>(*finished));
    }
    return finished;
}

}  // namespace krait::project
