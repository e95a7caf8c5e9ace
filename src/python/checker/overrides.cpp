// overrides.cpp: methods and attributes against those of base classes. Not compared yet: silent.

#include "python/checker/statements.h"

namespace krait::checker {

std::optional<std::vector<const ClassInfo*>> check_method_override(CheckContext& ck,
                                                                   NodeId function,
                                                                   const Definition& definition) {
    (void)ck;
    (void)function;
    (void)definition;
    return std::nullopt;
}

void check_compatibility_all_supers(CheckContext& ck, NodeId lvalue, NodeId rvalue) {
    (void)ck;
    (void)lvalue;
    (void)rvalue;
}

void check_multiple_inheritance(CheckContext& ck, const ClassInfo& info, NodeId at) {
    (void)ck;
    (void)info;
    (void)at;
}

}  // namespace krait::checker
