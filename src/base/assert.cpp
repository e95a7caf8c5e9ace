#include "base/assert.h"

#include <string>

namespace krait::base {

void internal_error(const char* file, int line, const char* what) {
    throw InternalError(std::string(file) + ":" + std::to_string(line) + ": " + what);
}

}  // namespace krait::base
