#include "server/crash_reporter.h"

#include <unistd.h>

#include <csignal>

namespace krait::server {

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif
#else
constexpr bool kSanitized = false;
#endif

thread_local std::string_view handling;

void write_text(std::string_view text) {
    // Nothing can be done about a failure here.
    [[maybe_unused]] ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
}

void report(int signal) {
    write_text("\nkrait crashed");
    if (!handling.empty()) {
        write_text(" while handling ");
        write_text(handling);
    }
    write_text(".\n");
    ::signal(signal, SIG_DFL);
    ::raise(signal);
}

}  // namespace

CrashContext::CrashContext(std::string_view what) : before_(handling) {
    handling = what;
}

CrashContext::~CrashContext() {
    handling = before_;
}

void install_crash_reporter() {
    if (kSanitized) return;  // their own reports say more
    for (int signal : {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL}) ::signal(signal, report);
}

}  // namespace krait::server
