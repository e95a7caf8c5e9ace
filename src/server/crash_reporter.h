// crash_reporter.h
//
// When the process dies of a signal, the most useful line is which message it was handling. The
// handler may only do what is safe in a signal: it writes texts that lie ready and lets the signal
// take its course.

#pragma once

#include <string_view>

namespace krait::server {

/// While it lives, this thread handles `what`. Nests. `what` must outlive it.
class CrashContext {
public:
    explicit CrashContext(std::string_view what);
    ~CrashContext();
    CrashContext(const CrashContext&) = delete;
    CrashContext& operator=(const CrashContext&) = delete;

private:
    std::string_view before_;
};

/// Once per process, before threads start.
void install_crash_reporter();

}  // namespace krait::server
