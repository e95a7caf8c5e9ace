// feature_requests.h
//
// From a request about code to the feature that answers it. A feature is a function of a Question
// and the request's parameters (server/features/); the table in feature_requests.cpp says which
// answers what. Everything else is done here for all of them: decoding, finding the document,
// running the feature beside the main thread, encoding its answer.

#pragma once

#include "protocol/rpc.h"
#include "server/session.h"

namespace krait::server {

/// False if no feature answers this method.
[[nodiscard]] bool ask_feature(Session& session, const protocol::Request& request);

}  // namespace krait::server
