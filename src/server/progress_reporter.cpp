#include "server/progress_reporter.h"

namespace krait::server {

using protocol::ProgressKind;

void ProgressReporter::work_started(TimePoint now) {
    if (state_ != State::Idle) return;
    state_ = client_.capabilities.work_done_progress ? State::Waiting : State::Refused;
    started_ = now;
    unreported_ = false;
    progress_ = {};
    ++number_;
}

void ProgressReporter::progressed(project::Progress progress) {
    progress_ = std::move(progress);
    unreported_ = true;
}

void ProgressReporter::idle() {
    if (state_ == State::Shown) send(ProgressKind::End, {});
    state_ = State::Idle;
}

std::optional<TimePoint> ProgressReporter::due() const {
    if (state_ == State::Waiting) return started_ + kWorthTelling;
    if (state_ == State::Shown && unreported_) return last_report_ + kBetweenReports;
    return std::nullopt;
}

void ProgressReporter::tick(TimePoint now) {
    std::optional<TimePoint> at = due();
    if (!at || now < *at) return;
    last_report_ = now;
    if (state_ == State::Waiting) {
        create();
    } else {
        // The key of unsent reports: a slow reader gets the newest only.
        send(ProgressKind::Report, "progress");
    }
}

void ProgressReporter::create() {
    state_ = State::Asked;
    std::string token = "krait/check/" + std::to_string(number_);
    client_.ask("window/workDoneProgress/create",
                encode(protocol::WorkDoneProgressCreateParams{token}),
                [this, number = number_](const protocol::Decoded<protocol::Payload>& result) {
                    if (number != number_ || state_ != State::Asked) return;  // it is over
                    state_ = result ? State::Shown : State::Refused;
                    if (result) send(ProgressKind::Begin, {});
                });
}

void ProgressReporter::send(ProgressKind kind, const std::string& replaces) {
    protocol::ProgressParams params;
    params.token = "krait/check/" + std::to_string(number_);
    params.kind = kind;
    if (kind == ProgressKind::Begin) params.title = "Checking";
    if (kind != ProgressKind::End && progress_.modules_total > 0) {
        params.percentage = static_cast<std::uint32_t>(std::uint64_t{progress_.modules_done} * 100 /
                                                       progress_.modules_total);
        params.message = std::to_string(progress_.modules_done) + " of " +
                         std::to_string(progress_.modules_total) + " modules";
        if (!progress_.waiting_for.empty()) params.message += ", at " + progress_.waiting_for;
    }
    unreported_ = false;
    client_.notify("$/progress", encode(params), replaces);
}

}  // namespace krait::server
