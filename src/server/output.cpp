#include "server/output.h"

#include <unistd.h>

#include <cerrno>

namespace krait::server {

namespace {

/// Small messages are written together up to this size.
constexpr std::size_t kWriteBytes = 256U << 10;

}  // namespace

Output::Output(uv_loop_t& loop, int descriptor, std::function<void()> on_written,
               std::function<void()> on_broken)
    : on_written_(std::move(on_written)),
      on_broken_(std::move(on_broken)),
      descriptor_(descriptor) {
    uv_handle_type type = uv_guess_handle(descriptor);
    int error = 0;
    if (type == UV_TTY) {
        error = uv_tty_init(&loop, &uv_.tty, descriptor, 0);
    } else if (type == UV_NAMED_PIPE || type == UV_TCP) {
        uv_pipe_init(&loop, &uv_.pipe, 0);
        error = uv_pipe_open(&uv_.pipe, descriptor);
    } else {
        is_file_ = true;
    }
    if (error != 0) is_file_ = true;
    uv_.handle.data = request_.data = this;
}

void Output::send(std::string content, const std::string& replaces) {
    if (closed_) return;
    queue_.push(std::move(content), replaces);
    if (writing_.empty()) write_next();
}

void Output::write_next() {
    if (closed_ || queue_.empty()) return;
    writing_ = queue_.take(kWriteBytes);
    if (is_file_) return write_to_file();
    uv_buf_t buffer = uv_buf_init(writing_.data(), static_cast<unsigned>(writing_.size()));
    int error = uv_write(&request_, &uv_.stream, &buffer, 1, [](uv_write_t* request, int status) {
        static_cast<Output*>(request->data)->written(status);
    });
    if (error != 0) written(error);
}

/// A disk doesn't keep anybody waiting.
void Output::write_to_file() {
    std::string_view rest = writing_;
    while (!rest.empty()) {
        ssize_t count = ::write(descriptor_, rest.data(), rest.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return written(-errno);
        rest.remove_prefix(static_cast<std::size_t>(count));
    }
    written(0);
}

void Output::written(int error) {
    writing_ = {};
    if (closed_) return;
    if (error != 0) {
        close();
        return on_broken_();
    }
    on_written_();
    write_next();
}

void Output::close() {
    if (closed_) return;
    closed_ = true;
    if (!is_file_) uv_close(&uv_.handle, nullptr);
}

}  // namespace krait::server
