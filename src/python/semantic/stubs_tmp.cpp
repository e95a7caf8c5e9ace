#include "python/semantic/analysis.h"
namespace krait::semantic {
bool process_typed_dict_call(Analyzer&, const Assignment&) { return false; }
bool process_new_type(Analyzer&, const Assignment&) { return false; }
bool process_enum_call(Analyzer&, const Assignment&) { return false; }
bool analyze_typed_dict_class(Analyzer&, NodeId, Place) { return false; }
}
