// build.h
//
// Short names for what this room builds all the time, over the type factory.

#pragma once

#include <vector>

#include "python/semantic/state.h"
#include "python/types/factory.h"
#include "python/types/visit.h"

namespace krait::semantic {

[[nodiscard]] inline const types::AnyType* any(Analyzer& a, types::AnySource source) {
    return types::make_any(a.cx, source);
}
[[nodiscard]] inline const types::AnyType* any_from(Analyzer& a, const types::AnyType& from) {
    return types::make_any(a.cx, types::AnySource::FromAnotherAny, &from, from.missing_import);
}
[[nodiscard]] inline const types::Instance* instance(Analyzer& a, symbols::DefId id,
                                                     const std::vector<TypePtr>& args) {
    return types::make_instance(a.cx, id, types::copy_list(a.cx, args));
}

/// A class or alias that is not analysed yet is somewhere in the type.
[[nodiscard]] inline bool has_placeholder(Analyzer& a, TypePtr type) {
    if (type == nullptr) return false;
    return types::any_type(
        a.cx, type,
        [](TypePtr part) {
            return part->kind == types::TypeKind::Placeholder ? types::Verdict::Yes
                                                              : types::Verdict::Descend;
        },
        types::AliasTargets::Skip);
}

/// Counts nesting; beyond the limit things become Any.
class Depth {
public:
    explicit Depth(Analyzer& a) : a_(a) { ++a_.depth; }
    ~Depth() { --a_.depth; }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;
    [[nodiscard]] bool exceeded() const { return a_.depth > kMaxDepth; }

private:
    Analyzer& a_;
};

}  // namespace krait::semantic
