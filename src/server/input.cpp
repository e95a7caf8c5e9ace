#include "server/input.h"

namespace krait::server {

Input::Input(uv_loop_t& loop, int descriptor, OnBytes on_bytes, OnEnd on_end)
    : loop_(loop),
      descriptor_(descriptor),
      on_bytes_(std::move(on_bytes)),
      on_end_(std::move(on_end)) {
    uv_handle_type type = uv_guess_handle(descriptor);
    int error = 0;
    if (type == UV_TTY) {
        error = uv_tty_init(&loop_, &uv_.tty, descriptor, 1);
    } else if (type == UV_NAMED_PIPE || type == UV_TCP) {
        uv_pipe_init(&loop_, &uv_.pipe, 0);
        error = uv_pipe_open(&uv_.pipe, descriptor);
    } else {
        is_file_ = true;  // also what isn't open at all: the first read says so
    }
    if (error != 0) is_file_ = true;
    uv_.handle.data = file_request_.data = this;
}

void Input::resume() {
    if (!paused_ || ended_) return;
    paused_ = false;
    if (is_file_) return read_file();
    uv_read_start(
        &uv_.stream,
        [](uv_handle_t* handle, std::size_t, uv_buf_t* buffer) {
            auto* self = static_cast<Input*>(handle->data);
            *buffer =
                uv_buf_init(self->buffer_.data(), static_cast<unsigned>(self->buffer_.size()));
        },
        [](uv_stream_t* stream, ssize_t count, const uv_buf_t*) {
            if (count != 0) static_cast<Input*>(stream->data)->received(count);
        });
}

void Input::pause() {
    if (paused_) return;
    paused_ = true;
    if (!is_file_) uv_read_stop(&uv_.stream);
}

void Input::read_file() {
    if (file_read_running_) return;
    file_read_running_ = true;
    uv_buf_t buffer = uv_buf_init(buffer_.data(), static_cast<unsigned>(buffer_.size()));
    uv_fs_read(&loop_, &file_request_, descriptor_, &buffer, 1, -1, [](uv_fs_t* request) {
        auto* self = static_cast<Input*>(request->data);
        ssize_t count = request->result;
        uv_fs_req_cleanup(request);
        self->file_read_running_ = false;
        self->received(count == 0 ? static_cast<ssize_t>(UV_EOF) : count);
        if (!self->paused_ && !self->ended_) self->read_file();
    });
}

void Input::received(ssize_t count) {
    if (ended_) return;
    if (count > 0) return on_bytes_({buffer_.data(), static_cast<std::size_t>(count)});
    pause();
    ended_ = true;
    on_end_();
}

void Input::close() {
    pause();
    ended_ = true;
    if (!is_file_ && uv_is_closing(&uv_.handle) == 0) uv_close(&uv_.handle, nullptr);
}

}  // namespace krait::server
