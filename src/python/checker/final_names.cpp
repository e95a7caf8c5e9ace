// final_names.cpp: names that may be assigned once.

#include "python/checker/facts.h"
#include "python/checker/report.h"
#include "python/checker/statements.h"

namespace krait::checker {

void check_final(CheckContext& ck, NodeId statement, const std::vector<NodeId>& lvalues,
                 bool is_definition, bool has_annotation) {
    std::vector<NodeId> flat = flatten_lvalues(ck, lvalues);
    const ClassInfo* info = active_class(ck);
    if (is_definition && info != nullptr && !flat.empty()) {
        const VarInfo* variable = variable_of(ck, flat[0]);
        if (variable != nullptr && variable->final_unset_in_class && !variable->final_set_in_init &&
            !ck.module.is_stub && has_annotation && !info->is_named_tuple) {
            fail(ck, statement, messages::codes::kMisc,
                 "Final name must be initialized with a value");
        }
    }
    for (NodeId lvalue : flat) {
        const VarInfo* variable = variable_of(ck, lvalue);
        if (variable == nullptr) continue;
        if (info != nullptr) {
            for (symbols::DefId id : info->mro) {
                const ClassInfo* base = class_by_id(ck, id);
                if (base == nullptr || base == info) continue;
                const auto* known = types::as<VarInfo>(
                    definition_of_symbol(ck, own_symbol(ck, *base, variable->name)));
                if (known == nullptr) continue;
                if (known->is_final && !is_definition) {
                    report_cant_assign_to_final(ck, variable->name, false, statement);
                    break;
                }
            }
        }
        if (variable->is_final && !is_definition) {
            report_cant_assign_to_final(ck, variable->name, false, statement);
        }
    }
}

}  // namespace krait::checker
