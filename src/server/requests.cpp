#include "server/requests.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>

#include "server/client.h"

namespace krait::server {

using protocol::ErrorCode;
using protocol::ResponseError;

Reply run_request(const RequestJob& job) {
    try {
        job.token.poll();
        return {job.number, job.answer(), false};
    } catch (const base::Cancelled&) {
        return {job.number,
                tl::unexpected(ResponseError{ErrorCode::RequestCancelled, "Cancelled."}), false};
    } catch (const std::exception& error) {
        spdlog::error("A request failed: {}", error.what());
        return {job.number, tl::unexpected(ResponseError{ErrorCode::InternalError, error.what()}),
                false};
    }
}

RequestJob Requests::begin(const protocol::RequestId& id, Effort effort, std::string path,
                           std::int32_t revision) {
    const std::uint64_t number = ++last_number_;
    Waiting& noted = waiting_[number];
    noted.id = id;
    noted.path = std::move(path);
    noted.revision = revision;
    return {number, effort, noted.cancellation.token(), {}};
}

void Requests::then(const RequestJob& job, Afterwards afterwards) {
    waiting_.at(job.number).afterwards = std::move(afterwards);
}

void Requests::inform(const protocol::RequestId& id, protocol::ProgressTokens tokens,
                      std::string title, TimePoint now) {
    const auto newest = std::find_if(waiting_.rbegin(), waiting_.rend(),
                                     [&](const auto& entry) { return entry.second.id == id; });
    if (newest == waiting_.rend()) return;  // answered at once
    Waiting& request = newest->second;
    request.tokens = std::move(tokens);
    request.title = std::move(title);
    if (request.tokens.work_done && !request.title.empty()) request.tell_at = now + kWorthTelling;
}

void Requests::tick(TimePoint now) {
    for (auto& [number, request] : waiting_) {
        if (!request.tell_at || *request.tell_at > now) continue;
        request.tell_at.reset();
        request.told = true;
        client_.notify("$/progress",
                       protocol::progress_params(*request.tokens.work_done,
                                                 protocol::work_begins(request.title)));
    }
}

std::optional<TimePoint> Requests::due() const {
    std::optional<TimePoint> first;
    for (const auto& [number, request] : waiting_) {
        if (request.tell_at && (!first || *request.tell_at < *first)) first = request.tell_at;
    }
    return first;
}

void Requests::end_of_work(const Waiting& request) {
    if (!request.told) return;
    client_.notify("$/progress",
                   protocol::progress_params(*request.tokens.work_done, protocol::work_ends()));
}

void Requests::finish(Reply reply, const RevisionOf& revision_of) {
    const auto at = waiting_.find(reply.number);
    if (at == waiting_.end()) return;  // refused meanwhile
    if (reply.is_part) {
        const auto& token = at->second.tokens.partial_result;
        if (!token || !reply.result) return;
        return client_.notify("$/progress", protocol::progress_params(*token, *reply.result));
    }
    const Waiting request = std::move(at->second);
    waiting_.erase(at);
    end_of_work(request);
    if (!request.path.empty() && revision_of(request.path) != request.revision) {
        return client_.refuse(request.id, ErrorCode::ContentModified, "The text has changed.");
    }
    if (!reply.result) {
        return client_.refuse(request.id, reply.result.error().code, reply.result.error().message);
    }
    client_.answer(request.id, *reply.result);
    if (request.afterwards) request.afterwards(*reply.result);
}

template <class Chosen>
void Requests::refuse(ErrorCode code, const std::string& reason, Chosen chosen) {
    for (auto at = waiting_.begin(); at != waiting_.end();) {
        if (!chosen(at->second)) {
            ++at;
            continue;
        }
        at->second.cancellation.cancel();
        end_of_work(at->second);
        client_.refuse(at->second.id, code, reason);
        at = waiting_.erase(at);
    }
}

void Requests::cancel(const protocol::RequestId& id) {
    refuse(ErrorCode::RequestCancelled, "Cancelled.",
           [&](const Waiting& request) { return request.id == id; });
}

void Requests::document_changed(const std::string& path) {
    refuse(ErrorCode::ContentModified, "The text has changed.",
           [&](const Waiting& request) { return request.path == path; });
}

void Requests::refuse_all(const std::string& reason) {
    refuse(ErrorCode::RequestCancelled, reason, [](const Waiting&) { return true; });
}

}  // namespace krait::server
