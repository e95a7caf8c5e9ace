#include "project/stored_scc.h"

#include "project/stored_results.h"

namespace krait::project {

namespace {

std::string places_of(const Skeleton& skeleton) {
    base::ByteWriter out;
    store_places(out, skeleton);
    return out.take();
}

std::string findings_text(const Findings& findings) {
    base::ByteWriter out;
    store_findings(out, findings);
    return out.take();
}

}  // namespace

std::string store_scc(std::string_view trace, const scheduler::InterfaceResult& result) {
    base::ByteWriter out;
    out.text(trace);
    for (std::size_t i = 0; i < result.interfaces.size(); ++i) {
        const auto& interface = static_cast<const PublishedInterface&>(*result.interfaces[i]);
        const std::span<const char> bytes = interface.image().bytes();
        out.flag(interface.holds_places());
        out.text(places_of(*interface.skeleton()));
        out.text({bytes.data(), bytes.size()});
        out.text(findings_text(static_cast<const Findings&>(*result.payloads[i])));
    }
    return out.take();
}

std::optional<StoredScc> read_scc(std::string_view row, std::size_t modules) {
    base::ByteReader in(row);
    StoredScc scc;
    scc.trace = in.text();
    for (std::size_t i = 0; i < modules && !in.failed(); ++i) {
        StoredModule& module = scc.modules.emplace_back();
        module.names_lines = in.flag();
        module.places = in.text();
        module.image = in.text();
        module.findings = in.text();
    }
    return in.complete() ? std::optional(std::move(scc)) : std::nullopt;
}

std::shared_ptr<Skeleton> places_in(const StoredModule& stored) {
    base::ByteReader in(stored.places);
    auto places = read_places(in);
    return in.complete() ? places : nullptr;
}

std::optional<OpenedModule> open_module(const StoredModule& stored, base::ModuleId module,
                                        const SkeletonPtr& now, const JobContext& context,
                                        bool with_findings) {
    const auto then = places_in(stored);
    if (!then) return std::nullopt;
    then->digest = now->digest;
    // Equal shapes have equally many places; and lines that are named must be these.
    if (!LineMap::fits(*then, *now)) return std::nullopt;
    if (stored.names_lines && then->places != now->places) return std::nullopt;
    OpenedModule opened;
    if (with_findings) {
        base::ByteReader findings(stored.findings);
        opened.findings = read_findings(findings);
        if (!opened.findings || !findings.complete()) return std::nullopt;
        opened.findings->skeleton = then;
    }
    auto image = image::ModuleInterface::open({stored.image.begin(), stored.image.end()}, module,
                                              context.table, context.registry);
    if (!image) return std::nullopt;
    context.figures.image_bytes += stored.image.size();
    const PublishedInterface built(std::shared_ptr<const image::ModuleInterface>(std::move(*image)),
                                   then, stored.names_lines);
    opened.interface = built.moved_to(now);
    return opened;
}

}  // namespace krait::project
