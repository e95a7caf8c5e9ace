// input.h
//
// Standard input as a stream of bytes on libuv's loop, whatever it is: a pipe, a socket, a
// terminal, or a file, which libuv reads in another way.

#pragma once

#include <uv.h>

#include <array>
#include <functional>
#include <string_view>

namespace krait::server {

/// Main thread only. Must live until the loop has ended.
class Input {
public:
    using OnBytes = std::function<void(std::string_view)>;
    using OnEnd = std::function<void()>;

    Input(uv_loop_t& loop, int descriptor, OnBytes on_bytes, OnEnd on_end);
    Input(const Input&) = delete;
    Input& operator=(const Input&) = delete;

    /// Stops asking for bytes, so that the writer on the other side has to wait, and asks again.
    void pause();
    void resume();
    [[nodiscard]] bool paused() const { return paused_; }
    void close();

private:
    void read_file();
    void received(ssize_t count);

    uv_loop_t& loop_;
    int descriptor_;
    OnBytes on_bytes_;
    OnEnd on_end_;
    bool is_file_ = false;
    bool file_read_running_ = false;
    bool paused_ = true;
    bool ended_ = false;
    union {
        uv_handle_t handle;
        uv_stream_t stream;
        uv_pipe_t pipe;
        uv_tty_t tty;
    } uv_{};
    uv_fs_t file_request_{};
    std::array<char, 64U << 10> buffer_;
};

}  // namespace krait::server
