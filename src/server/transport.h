// transport.h
//
// The way out to the client. The session writes through this; tests put a list in its place.

#pragma once

#include <string>

namespace krait::server {

/// Main thread only. Never blocks.
class Transport {
public:
    virtual ~Transport() = default;
    /// Sends the content of one frame. See OutputQueue::push for `replaces`.
    virtual void send(std::string content, const std::string& replaces) = 0;
};

}  // namespace krait::server
