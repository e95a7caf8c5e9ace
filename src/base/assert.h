// assert.h
//
// Assertions say what must hold and why, and are on in every build but the one people run. A broken
// assertion is an internal error: it is thrown, caught at the boundary of the job that met it, and
// becomes a diagnostic that names the file and the unit, so that the server lives on.

#pragma once

#include <stdexcept>

namespace krait::base {

/// Something that can't happen did. Caught only at a job's boundary.
class InternalError : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

[[noreturn]] void internal_error(const char* file, int line, const char* what);

}  // namespace krait::base

/// Always checked: for invariants whose breach would give a wrong answer.
#define KRAIT_ENSURE(condition, why) \
    ((condition) ? void(0) : ::krait::base::internal_error(__FILE__, __LINE__, why))

#ifdef KRAIT_ASSERTIONS
#define KRAIT_ASSERT(condition, why) KRAIT_ENSURE(condition, why)
#else
#define KRAIT_ASSERT(condition, why) void(0)
#endif
