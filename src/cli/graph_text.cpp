#include <algorithm>
#include <cstdio>

#include "cli/graph_report.h"

namespace krait::cli {

namespace {

constexpr std::size_t kCyclesShown = 10;
constexpr std::size_t kStepsShown = 40;

std::string milliseconds(std::uint64_t nanoseconds) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f ms", static_cast<double>(nanoseconds) / 1e6);
    return text;
}

std::string count(std::size_t number, const char* what) {
    return std::to_string(number) + " " + what + (number == 1 ? "" : "s");
}

std::string cycle_text(const GraphReport& report, const Cycle& cycle) {
    std::string text = "  " + count(cycle.members.size(), "module") + ", " +
                       milliseconds(cycle.nanoseconds) + ": ";
    for (std::size_t i = 0; i < std::min<std::size_t>(cycle.members.size(), 6); ++i) {
        text += (i == 0 ? "" : ", ") + report.graph.modules[cycle.members[i]].name;
    }
    text += cycle.members.size() > 6 ? ", ...\n" : "\n";
    if (cycle.cuts.empty()) text += "    no single import would make it smaller\n";
    for (const scheduler::Cut& cut : cycle.cuts) {
        text += "    without " + describe_import(report, cut.from, cut.to) + ": " +
                (cut.largest_left == 1
                     ? "no cycle is left"
                     : "at most " + count(cut.largest_left, "module") + " in a cycle") +
                "\n";
    }
    return text;
}

std::string path_text(const GraphReport& report) {
    std::string text = "Critical path: " + milliseconds(report.path_nanoseconds) + " of " +
                       milliseconds(report.all_nanoseconds) + " in all (" +
                       (report.measured ? "measured" : "guessed from the sizes of the files") + ")";
    if (report.path_nanoseconds > 0) {
        char ratio[64];
        std::snprintf(ratio, sizeof ratio, ": more than %.1f workers wait for it",
                      static_cast<double>(report.all_nanoseconds) /
                          static_cast<double>(report.path_nanoseconds));
        text += ratio;
    }
    text += "\n";
    for (std::size_t i = 0; i < report.path.size(); ++i) {
        if (i == kStepsShown) {
            text += "  ... and " + count(report.path.size() - i, "step") + " more\n";
            break;
        }
        const PathStep& step = report.path[i];
        text +=
            "  " + milliseconds(step.nanoseconds) + "  " + report.graph.modules[step.module].name;
        if (step.modules > 1)
            text += " and the " + std::to_string(step.modules - 1) + " of its cycle";
        text += "\n";
    }
    return text;
}

}  // namespace

std::string graph_as_text(const GraphReport& report) {
    std::string text = count(report.graph.modules.size(), "module") + " (" +
                       std::to_string(report.own_modules) + " of them the program's own), " +
                       count(report.import_count, "import") + "\n\n";
    text += count(report.cycles.size(), "cycle") + " with own modules";
    if (report.library_cycles > 0) {
        text += ", " + std::to_string(report.library_cycles) + " in libraries alone";
    }
    text += "\n";
    for (std::size_t i = 0; i < report.cycles.size(); ++i) {
        if (i == kCyclesShown) {
            text += "  ... and " + std::to_string(report.cycles.size() - i) + " smaller\n";
            break;
        }
        text += cycle_text(report, report.cycles[i]);
    }
    return text + "\n" + path_text(report);
}

}  // namespace krait::cli
