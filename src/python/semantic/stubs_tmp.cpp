#include "python/semantic/analysis.h"
namespace krait::semantic {
bool process_named_tuple_call(Analyzer&, const Assignment&) { return false; }
bool process_typed_dict_call(Analyzer&, const Assignment&) { return false; }
bool process_new_type(Analyzer&, const Assignment&) { return false; }
bool process_enum_call(Analyzer&, const Assignment&) { return false; }
ClassInfo* named_tuple_of_call(Analyzer&, NodeId, Name, bool&, bool&) { return nullptr; }
bool analyze_typed_dict_class(Analyzer&, NodeId, Place) { return false; }
bool analyze_named_tuple_class(Analyzer&, NodeId, const std::vector<const types::TypeVarLike*>&) { return false; }
}
