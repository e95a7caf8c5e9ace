#include "python/checker/writable.h"

namespace krait::checker {

namespace {

/// Made by this job, and not published yet.
bool is_own(const CheckContext& ck, const VarInfo& variable) {
    if (variable.id.is_none() || variable.id.is_job_local()) return true;
    const bool is_interface_job = ck.module.shaping != nullptr;
    return is_interface_job && variable.id.module == ck.module.id;
}

}  // namespace

VarInfo& writable(const CheckContext& ck, const VarInfo& variable) {
    if (!is_own(ck, variable)) return *ck.cx.arena.make<VarInfo>(variable);
    return const_cast<VarInfo&>(variable);  // NOLINT: the one place where this is done
}

}  // namespace krait::checker
