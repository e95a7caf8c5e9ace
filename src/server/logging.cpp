#include "server/logging.h"

#include <poll.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

namespace krait::server {

namespace {

/// Standard error for a program that must not wait: an editor may not read it, and then a full pipe
/// would stop the main thread for ever. A line that doesn't fit is dropped.
class StderrSink final : public spdlog::sinks::base_sink<std::mutex> {
protected:
    void sink_it_(const spdlog::details::log_msg& message) override {
        spdlog::memory_buf_t text;
        formatter_->format(message, text);
        pollfd ready{STDERR_FILENO, POLLOUT, 0};
        if (::poll(&ready, 1, 0) != 1 || (ready.revents & POLLOUT) == 0) return;
        // A pipe that is ready takes this much at once.
        std::size_t size = std::min<std::size_t>(text.size(), 4096);
        [[maybe_unused]] ssize_t written = ::write(STDERR_FILENO, text.data(), size);
    }
    void flush_() override {}
};

}  // namespace

void start_logging(const std::string& file, const std::string& level) {
    std::shared_ptr<spdlog::sinks::sink> sink = std::make_shared<StderrSink>();
    std::string problem;
    if (!file.empty()) {
        try {
            sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(file);
        } catch (const spdlog::spdlog_ex& error) {
            problem = error.what();
        }
    }
    auto logger = std::make_shared<spdlog::logger>("krait", std::move(sink));
    logger->set_level(spdlog::level::from_str(level));
    logger->flush_on(spdlog::level::warn);
    spdlog::set_default_logger(std::move(logger));
    if (!problem.empty()) spdlog::error("Logging to standard error: {}", problem);
}

}  // namespace krait::server
