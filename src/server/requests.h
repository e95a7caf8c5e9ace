// requests.h
//
// Requests that are answered beside the main thread. The session notes here what it was asked,
// hands the work to whoever runs it, and answers when the reply comes back, unless the person has
// taken the question back or typed on meanwhile: each request is answered exactly once, and never
// about a text that isn't there any more.

#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <tl/expected.hpp>

#include "base/cancellation.h"
#include "protocol/progress.h"
#include "protocol/rpc.h"
#include "server/clock.h"

namespace krait::server {

class Client;

/// How long an answer may take: a quick one never stands behind a thorough one.
enum class Effort : std::uint8_t { Quick, Thorough };

/// The work of one request, for any thread.
struct RequestJob {
    std::uint64_t number = 0;
    Effort effort = Effort::Quick;
    base::CancellationToken token;
    /// JSON; may throw what a job may throw.
    std::function<tl::expected<std::string, protocol::ResponseError>()> answer;
};

struct Reply {
    std::uint64_t number = 0;
    tl::expected<std::string, protocol::ResponseError> result;
    /// Something found on the way; the answer follows, and has nothing of it again.
    bool is_part = false;
};

/// Runs the job here. Whatever goes wrong becomes an error in words.
[[nodiscard]] Reply run_request(const RequestJob& job);

/// Main thread only.
class Requests {
public:
    /// What is answered sooner isn't worth a progress bar.
    static constexpr Duration kWorthTelling = std::chrono::seconds(1);

    explicit Requests(Client& client) : client_(client) {}

    /// Notes a request; what is given back lacks only its `answer`. `path` is the document that it
    /// is about, in the version `revision`; empty: none.
    [[nodiscard]] RequestJob begin(const protocol::RequestId& id, Effort effort, std::string path,
                                   std::int32_t revision);
    /// Called on the main thread with what the request was answered with, if it was.
    using Afterwards = std::function<void(const std::string& result)>;
    void then(const RequestJob& job, Afterwards afterwards);
    /// How a client that gave tokens with this request is kept informed. Work that lasts is told
    /// of under `title`; empty: it isn't.
    void inform(const protocol::RequestId& id, protocol::ProgressTokens tokens, std::string title,
                TimePoint now);
    /// Tells of what has lasted long enough by now.
    void tick(TimePoint now);
    [[nodiscard]] std::optional<TimePoint> due() const;

    /// `revision` of the request's document as it is now; nothing: it was closed.
    using RevisionOf = std::function<std::optional<std::int32_t>(const std::string& path)>;
    void finish(Reply reply, const RevisionOf& revision_of);

    /// Refuses the request if it waits here.
    void cancel(const protocol::RequestId& id);
    /// Its text has changed: what is being computed about it is of no use.
    void document_changed(const std::string& path);
    void refuse_all(const std::string& reason);

private:
    struct Waiting {
        protocol::RequestId id;
        std::string path;
        std::int32_t revision = 0;
        base::CancellationSource cancellation;
        Afterwards afterwards;
        protocol::ProgressTokens tokens;
        std::string title;
        std::optional<TimePoint> tell_at;  // of work that isn't told of yet
        bool told = false;
    };
    void end_of_work(const Waiting& request);
    template <class Chosen>
    void refuse(protocol::ErrorCode code, const std::string& reason, Chosen chosen);

    Client& client_;
    std::uint64_t last_number_ = 0;
    std::map<std::uint64_t, Waiting> waiting_;  // by number: in order of arrival
};

}  // namespace krait::server
