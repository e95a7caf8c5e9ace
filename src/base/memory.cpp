#include "base/memory.h"

#include <ctime>

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

void RestingThread::rest() {
    constexpr std::uint64_t kWorkBetween = 250'000'000;
    timespec worked{};
    if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &worked) != 0) return;
    const std::uint64_t now = static_cast<std::uint64_t>(worked.tv_sec) * 1'000'000'000 +
                              static_cast<std::uint64_t>(worked.tv_nsec);
    if (now - tidied_at_ < kWorkBetween) return;
    give_memory_back();
    tidied_at_ = now;
}

}  // namespace krait::base
