// output.h
//
// Standard output on libuv's loop. One write is under way at a time, and what comes meanwhile waits
// in an OutputQueue, where it can still be replaced: libuv's own queue would keep everything.

#pragma once

#include <uv.h>

#include <functional>
#include <string>

#include "server/output_queue.h"
#include "server/transport.h"

namespace krait::server {

/// Main thread only. Must live until the loop has ended.
class Output final : public Transport {
public:
    /// `on_written` after each write that succeeded, `on_broken` once if nobody reads any more.
    Output(uv_loop_t& loop, int descriptor, std::function<void()> on_written,
           std::function<void()> on_broken);
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;

    void send(std::string content, const std::string& replaces) override;

    /// Not yet taken by the operating system.
    [[nodiscard]] std::size_t waiting_bytes() const { return queue_.bytes() + writing_.size(); }
    void close();

private:
    void write_next();
    void write_to_file();
    void written(int error);

    std::function<void()> on_written_;
    std::function<void()> on_broken_;
    int descriptor_;
    bool is_file_ = false;
    bool closed_ = false;
    OutputQueue queue_;
    std::string writing_;  // empty: no write is under way
    union {
        uv_handle_t handle;
        uv_stream_t stream;
        uv_pipe_t pipe;
        uv_tty_t tty;
    } uv_{};
    uv_write_t request_{};
};

}  // namespace krait::server
