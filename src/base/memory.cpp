#include "base/memory.h"

#include <ctime>

#ifdef __GLIBC__
#include <malloc.h>
#endif

// The program that people run is linked with mimalloc, other builds aren't.
extern "C" {
[[gnu::weak]] void mi_collect(bool force);
[[gnu::weak]] void mi_option_set(int option, long value);
}

namespace krait::base {

namespace {

/// mi_option_decommit_delay of mimalloc 2.0, mi_option_purge_delay of 2.1: in milliseconds.
constexpr int kDelay = 15;
constexpr long kUsualDelay = 25;

}  // namespace

FreeingAtOnce::FreeingAtOnce() {
    if (mi_option_set != nullptr) mi_option_set(kDelay, 0);
}

FreeingAtOnce::~FreeingAtOnce() {
    if (mi_option_set != nullptr) mi_option_set(kDelay, kUsualDelay);
}

void give_memory_back() {
    const FreeingAtOnce at_once;
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
