#include "project/cached_engine.h"

#include <algorithm>

#include "base/bytes.h"
#include "project/build_id.h"
#include "project/stored_results.h"
#include "python/config/options.h"
#include "python/image/stored_reads.h"

namespace krait::project {

namespace {

const LoadedModule& module_of(const scheduler::LoadedPtr& loaded) {
    return static_cast<const LoadedModule&>(*loaded);
}

/// What a module is, besides its text: paths are left out, so that another checkout has it too.
void add_identity(base::Hasher& key, const LoadedModule& module) {
    const ModuleRecord& record = *module.record;
    key.add(base::text_of(record.name));
    key.add_flag(record.is_stub).add_flag(record.is_package).add_flag(record.is_namespace);
    key.add_flag(record.is_typeshed).add_flag(record.is_library).add_flag(record.is_silent);
}

cache::Key interface_key(const scheduler::InterfaceInput& input) {
    base::Hasher key;
    key.add(build_id());
    for (const scheduler::LoadedPtr& loaded : input.loaded) {
        const LoadedModule& module = module_of(loaded);
        add_identity(key, module);
        key.add(module.shape);
        for (const ImportedName& import : module.imports) {
            key.add(base::text_of(import.name)).add(static_cast<std::uint64_t>(import.priority));
        }
        key.add("end of imports");
    }
    return {cache::Kind::Interface, key.finish()};
}

cache::Key body_key(const scheduler::BodyInput& input) {
    base::Hasher key;
    key.add(build_id());
    add_identity(key, module_of(input.loaded));
    key.add(input.chunk.key);
    return {cache::Kind::Bodies, key.finish()};
}

/// Only what lies on a disk is worth remembering, and may be.
bool may_be_kept(std::span<const scheduler::LoadedPtr> loaded) {
    return std::all_of(loaded.begin(), loaded.end(),
                       [](const scheduler::LoadedPtr& one) { return module_of(one).is_from_disk; });
}

/// The reads of a finished job.
void store_trace(base::ByteWriter& out, std::span<const image::Read> recorded,
                 const scheduler::Snapshot& snapshot, const JobContext& context) {
    out.text(image::store_reads(recorded, SnapshotView(snapshot, context.registry), context.table));
}

/// Null if the trace doesn't match what is there now.
scheduler::ReadsPtr read_trace(base::ByteReader& in, const scheduler::Snapshot& snapshot,
                               const JobContext& context) {
    const std::string_view stored = in.text();
    if (in.failed()) return nullptr;
    auto about = image::modules_of(stored, context.registry);
    if (!about) return nullptr;
    auto reads = std::make_shared<StoredReads>(std::string(stored), std::move(*about),
                                               context.registry, context.table);
    return reads->match(snapshot) ? reads : nullptr;
}

/// The modules of an SCC after its trace, in its order; false if they don't fit.
bool read_interfaces(base::ByteReader& in, const scheduler::InterfaceInput& input,
                     const JobContext& context, scheduler::InterfaceResult& result) {
    for (std::size_t i = 0; i < input.modules.size(); ++i) {
        const LoadedModule& module = module_of(input.loaded[i]);
        const bool names_lines = in.flag();
        auto skeleton = read_places(in);
        if (!skeleton) return false;
        skeleton->digest = module.summary->skeleton->digest;
        const std::string_view bytes = in.text();
        auto findings = read_findings(in);
        if (!findings) return false;
        // Equal shapes have equally many places; and lines that are named must be these.
        if (!LineMap::fits(*skeleton, *module.summary->skeleton)) return false;
        if (names_lines && skeleton->places != module.summary->skeleton->places) return false;
        auto opened = image::ModuleInterface::open({bytes.begin(), bytes.end()}, input.modules[i],
                                                   context.table, context.registry);
        if (!opened) return false;
        context.figures.image_bytes += bytes.size();
        const PublishedInterface built(
            std::shared_ptr<const image::ModuleInterface>(std::move(*opened)), skeleton,
            names_lines);
        result.interfaces.push_back(built.moved_to(module.summary->skeleton));
        findings->skeleton = std::move(skeleton);
        result.payloads.push_back(std::move(findings));
    }
    return in.complete();
}

std::string store_interfaces(const scheduler::InterfaceInput& input,
                             const scheduler::InterfaceResult& result, const JobContext& context) {
    base::ByteWriter out;
    store_trace(out, static_cast<const SccBuild&>(*result.reads).outside_reads(), input.snapshot,
                context);
    for (std::size_t i = 0; i < result.interfaces.size(); ++i) {
        const auto& interface = static_cast<const PublishedInterface&>(*result.interfaces[i]);
        const std::span<const char> bytes = interface.image().bytes();
        out.flag(interface.holds_places());
        store_places(out, *interface.skeleton());
        out.text({bytes.data(), bytes.size()});
        store_findings(out, static_cast<const Findings&>(*result.payloads[i]));
    }
    return out.take();
}

}  // namespace

scheduler::InterfaceResult CachedEngine::build_interface(const scheduler::InterfaceInput& input) {
    const cache::Key key = interface_key(input);
    scheduler::InterfaceResult result;
    const bool found = store_.find(key, [&](std::string_view content) {
        base::ByteReader in(content);
        result = {};
        result.reads = read_trace(in, input.snapshot, context_);
        return result.reads && read_interfaces(in, input, context_, result);
    });
    ++(found ? context_.figures.cached_sccs : context_.figures.computed_sccs);
    if (found) return result;
    result = engine_.build_interface(input);
    if (may_be_kept(input.loaded)) store_.put(key, store_interfaces(input, result, context_));
    return result;
}

scheduler::BodyResult CachedEngine::check_body(const scheduler::BodyInput& input) {
    const cache::Key key = body_key(input);
    scheduler::BodyResult result;
    const bool found = store_.find(key, [&](std::string_view content) {
        base::ByteReader in(content);
        result.reads = read_trace(in, input.snapshot, context_);
        if (!result.reads) return false;
        result.payload = read_findings(in);
        return result.payload && in.complete();
    });
    ++(found ? context_.figures.cached_chunks : context_.figures.computed_chunks);
    if (found) return result;
    result = engine_.check_body(input);
    if (may_be_kept({&input.loaded, 1})) {
        base::ByteWriter out;
        store_trace(out, static_cast<const RecordedReads&>(*result.reads).reads(), input.snapshot,
                    context_);
        store_findings(out, static_cast<const Findings&>(*result.payload));
        store_.put(key, out.take());
    }
    return result;
}

}  // namespace krait::project
