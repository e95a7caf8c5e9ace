#include "cli/graph_report.h"

#include <algorithm>

namespace krait::cli {

using scheduler::Components;
using scheduler::Rows;

namespace {

/// What a byte of source is taken to cost while nothing was measured.
constexpr std::uint64_t kNanosecondsPerByte = 100;
constexpr std::size_t kCutsShown = 3;

void collect_cycles(const Rows& edges, const Components& parts, GraphReport& report) {
    for (std::uint32_t i = 0; i < parts.members.count(); ++i) {
        const auto members = parts.members[i];
        if (members.size() < 2) continue;
        const bool own = std::any_of(members.begin(), members.end(), [&](std::uint32_t node) {
            return !report.graph.modules[node].library;
        });
        if (!own) {
            ++report.library_cycles;
            continue;
        }
        Cycle cycle;
        cycle.members.assign(members.begin(), members.end());
        for (std::uint32_t node : members) cycle.nanoseconds += report.nanoseconds[node];
        cycle.cuts = scheduler::best_cuts(edges, members, kCutsShown);
        report.cycles.push_back(std::move(cycle));
    }
    std::stable_sort(
        report.cycles.begin(), report.cycles.end(),
        [](const Cycle& a, const Cycle& b) { return a.members.size() > b.members.size(); });
}

/// The chain of components whose times add up to most. Components come after what they depend on.
void find_critical_path(const Components& parts, GraphReport& report) {
    const std::uint32_t count = parts.members.count();
    if (count == 0) return;
    std::vector<std::uint64_t> own(count);
    std::vector<std::uint64_t> until(count);
    std::vector<std::uint32_t> before(count, count);
    std::uint32_t last = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
        for (std::uint32_t node : parts.members[i]) own[i] += report.nanoseconds[node];
        for (std::uint32_t dependency : parts.dependencies[i]) {
            if (until[dependency] <= until[i]) continue;
            until[i] = until[dependency];
            before[i] = dependency;
        }
        until[i] += own[i];
        if (until[i] > until[last]) last = i;
    }
    report.path_nanoseconds = until[last];
    for (std::uint32_t at = last; at != count; at = before[at]) {
        const auto members = parts.members[at];
        report.path.push_back(
            {members.front(), static_cast<std::uint32_t>(members.size()), own[at]});
    }
    std::reverse(report.path.begin(), report.path.end());
}

const char* kind_of(scheduler::ImportPriority priority) {
    switch (priority) {
        case scheduler::ImportPriority::InFunction:
            return ", in a function";
        case scheduler::ImportPriority::TypeChecking:
            return ", for type checking";
        default:
            return "";
    }
}

}  // namespace

GraphReport make_graph_report(project::ImportGraph graph,
                              const std::map<std::string, std::uint64_t>& measured) {
    GraphReport report;
    report.graph = std::move(graph);
    report.measured = !measured.empty();
    for (const project::ImportingModule& module : report.graph.modules) {
        auto time = measured.find(module.name);
        const std::uint64_t known = time == measured.end() ? 0 : time->second;
        const std::uint64_t one = report.measured ? known : module.bytes * kNanosecondsPerByte;
        report.nanoseconds.push_back(one);
        report.all_nanoseconds += one;
        report.import_count += module.imports.size();
        report.own_modules += !module.library;
    }
    const Rows edges = report.graph.edges();
    const Components parts = scheduler::components_of(edges);
    collect_cycles(edges, parts, report);
    find_critical_path(parts, report);
    return report;
}

std::string describe_import(const GraphReport& report, std::uint32_t from, std::uint32_t to) {
    const project::ImportingModule& importer = report.graph.modules[from];
    std::string text = importer.name + " -> " + report.graph.modules[to].name;
    for (const project::ImportArrow& arrow : importer.imports) {
        if (arrow.target != to) continue;
        text += " (" + importer.path;
        if (arrow.line != 0) text += ":" + std::to_string(arrow.line);
        return text + kind_of(arrow.priority) + ")";
    }
    return text;
}

}  // namespace krait::cli
