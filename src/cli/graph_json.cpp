#include <nlohmann/json.hpp>

#include "cli/graph_page.h"
#include "cli/graph_report.h"

namespace krait::cli {

using nlohmann::json;

namespace {

json modules_of(const GraphReport& report) {
    json modules = json::array();
    for (std::size_t i = 0; i < report.graph.modules.size(); ++i) {
        const project::ImportingModule& module = report.graph.modules[i];
        json imports = json::array();
        for (const project::ImportArrow& arrow : module.imports) {
            imports.push_back({{"module", arrow.target},
                               {"priority", static_cast<int>(arrow.priority)},
                               {"line", arrow.line}});
        }
        modules.push_back({{"name", module.name},
                           {"path", module.path},
                           {"bytes", module.bytes},
                           {"library", module.library},
                           {"milliseconds", static_cast<double>(report.nanoseconds[i]) / 1e6},
                           {"imports", std::move(imports)}});
    }
    return modules;
}

json cycles_of(const GraphReport& report) {
    json cycles = json::array();
    for (const Cycle& cycle : report.cycles) {
        json cuts = json::array();
        for (const scheduler::Cut& cut : cycle.cuts) {
            cuts.push_back({{"from", cut.from},
                            {"to", cut.to},
                            {"largest_left", cut.largest_left},
                            {"text", describe_import(report, cut.from, cut.to)}});
        }
        cycles.push_back({{"modules", cycle.members},
                          {"milliseconds", static_cast<double>(cycle.nanoseconds) / 1e6},
                          {"cuts", std::move(cuts)}});
    }
    return cycles;
}

json whole(const GraphReport& report) {
    json path = json::array();
    for (const PathStep& step : report.path) {
        path.push_back({{"module", step.module},
                        {"modules", step.modules},
                        {"milliseconds", static_cast<double>(step.nanoseconds) / 1e6}});
    }
    return {{"modules", modules_of(report)},
            {"cycles", cycles_of(report)},
            {"library_cycles", report.library_cycles},
            {"imports", report.import_count},
            {"own_modules", report.own_modules},
            {"measured", report.measured},
            {"critical_path", std::move(path)},
            {"critical_path_milliseconds", static_cast<double>(report.path_nanoseconds) / 1e6},
            {"all_milliseconds", static_cast<double>(report.all_nanoseconds) / 1e6}};
}

std::string dumped(const json& value, int indent) {
    return value.dump(indent, ' ', false, json::error_handler_t::replace);
}

}  // namespace

std::string graph_as_json(const GraphReport& report) {
    return dumped(whole(report), 1) + "\n";
}

std::string graph_as_html(const GraphReport& report) {
    std::string data = dumped(whole(report), -1);
    // Inside a script element nothing may look like its end.
    for (std::size_t at = 0; (at = data.find('<', at)) != data.npos; at += 6) {
        data.replace(at, 1, "\\u003c");
    }
    return std::string(kGraphPageBefore) + data + kGraphPageAfter;
}

}  // namespace krait::cli
