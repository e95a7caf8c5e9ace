#include "cli/chrome_trace.h"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <thread>

namespace krait::cli {

using nlohmann::json;
using scheduler::JobKind;
using scheduler::JobStatus;

namespace {

constexpr int kProcess = 1;

const char* word(JobKind kind) {
    switch (kind) {
        case JobKind::Load:
            return "load";
        case JobKind::Interface:
            return "interface";
        case JobKind::Plan:
            return "plan";
        case JobKind::Body:
            return "bodies";
        case JobKind::Finish:
            return "finish";
    }
    return "job";
}

const char* word(JobStatus status) {
    switch (status) {
        case JobStatus::Done:
            return "done";
        case JobStatus::Verified:
            return "verified";
        case JobStatus::Cancelled:
            return "cancelled";
        case JobStatus::Failed:
            return "failed";
    }
    return "unknown";
}

/// The format counts in microseconds.
double microseconds(std::uint64_t nanoseconds) {
    return static_cast<double>(nanoseconds) / 1e3;
}

json row_name(unsigned worker) {
    return {{"ph", "M"},
            {"name", "thread_name"},
            {"pid", kProcess},
            {"tid", worker},
            {"args", {{"name", "worker " + std::to_string(worker)}}}};
}

json event_of(const scheduler::JobSpan& span, const std::string& module, std::uint64_t zero) {
    json event = {{"ph", "X"},
                  {"name", module},
                  {"cat", word(span.kind)},
                  {"pid", kProcess},
                  {"tid", span.worker},
                  {"ts", microseconds(span.start - zero)},
                  {"dur", microseconds(span.end - span.start)}};
    json& details = event["args"];
    details = {
        {"kind", word(span.kind)}, {"status", word(span.status)}, {"revision", span.revision}};
    if (span.kind == JobKind::Interface) details["modules"] = span.modules;
    if (span.kind == JobKind::Body) details["chunk"] = span.number;
    return event;
}

json mark(std::string name, const char* scope, std::uint64_t time, std::uint64_t zero) {
    return {{"ph", "i"}, {"name", std::move(name)},        {"s", scope}, {"pid", kProcess},
            {"tid", 0},  {"ts", microseconds(time - zero)}};
}

}  // namespace

void ChromeTrace::job(const scheduler::JobSpan& span, std::string module) {
    const std::lock_guard lock(mutex_);
    spans_.push_back({span, std::move(module)});
}

void ChromeTrace::revision(std::uint64_t revision, std::uint64_t time) {
    const std::lock_guard lock(mutex_);
    revisions_.push_back({revision, time});
}

std::string ChromeTrace::to_json(unsigned workers) const {
    const std::lock_guard lock(mutex_);
    std::uint64_t zero = ~std::uint64_t{0};
    for (const Mark& revision : revisions_) zero = std::min(zero, revision.time);
    for (const Span& one : spans_) {
        zero = std::min(zero, one.span.start);
        workers = std::max(workers, one.span.worker + 1);
    }
    json events = json::array();
    for (unsigned worker = 0; worker < workers; ++worker) events.push_back(row_name(worker));
    for (const Mark& revision : revisions_) {
        events.push_back(
            mark("revision " + std::to_string(revision.revision), "g", revision.time, zero));
    }
    for (const Span& one : spans_) {
        events.push_back(event_of(one.span, one.module, zero));
        if (one.span.status != JobStatus::Cancelled) continue;
        json cancelled = mark("cancelled: " + one.module, "t", one.span.end, zero);
        cancelled["tid"] = one.span.worker;
        events.push_back(std::move(cancelled));
    }
    // A name that is not UTF-8 must not lose the whole trace.
    return json{{"traceEvents", std::move(events)}, {"displayTimeUnit", "ms"}}.dump(
        -1, ' ', false, json::error_handler_t::replace);
}

bool ChromeTrace::write(const std::string& path, unsigned workers) const {
    if (workers == 0) workers = std::max(1U, std::thread::hardware_concurrency());
    const std::string text = to_json(workers);
    std::FILE* file = std::fopen(path.c_str(), "w");
    bool good = file != nullptr && std::fwrite(text.data(), 1, text.size(), file) == text.size();
    if (file != nullptr) good = std::fclose(file) == 0 && good;
    return good;
}

}  // namespace krait::cli
