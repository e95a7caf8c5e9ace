#include "base/memory.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

// The program that people run is linked with mimalloc, other builds aren't.
extern "C" [[gnu::weak]] void mi_collect(bool force);

namespace krait::base {

void give_memory_back() {
    if (mi_collect != nullptr) return mi_collect(true);
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

}  // namespace krait::base
