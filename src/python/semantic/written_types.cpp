#include "python/semantic/written_types.h"

#include "python/config/options.h"
#include "python/semantic/analysis.h"
#include "python/types/any_sources.h"
#include "python/types/format.h"

namespace krait::semantic {

void check_explicit_any(Analyzer& a, TypePtr type, Place place) {
    if (!a.cx.options.disallow_any_explicit || a.is_typeshed_stub) return;
    if (!types::contains_any_from(a.cx, type, types::AnySource::Explicit)) return;
    fail(a, place, "Explicit \"Any\" is not allowed", codes::kExplicitAny);
}

void check_unimported(Analyzer& a, TypePtr type, std::string_view what, Place place) {
    if (!a.cx.options.disallow_any_unimported) return;
    if (!types::contains_any_from(a.cx, type, types::AnySource::FromUnimportedType)) return;
    fail(a, place,
         std::string(what) + " becomes " + types::format_type(a.cx, type) +
             " due to an unfollowed import",
         codes::kNoAnyUnimported);
}

void check_written_type(Analyzer& a, TypePtr type, std::string_view what, Place place) {
    if (type == nullptr || has_placeholder(a, type)) return;
    check_explicit_any(a, type, place);
    check_unimported(a, type, what, place);
}

}  // namespace krait::semantic
