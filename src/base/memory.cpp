#include "base/memory.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace krait::base {

void give_memory_back() {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

}  // namespace krait::base
