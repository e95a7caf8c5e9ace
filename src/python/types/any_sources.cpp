#include "python/types/any_sources.h"

#include "python/types/factory.h"
#include "python/types/visit.h"

namespace krait::types {

bool contains_any_from(Context& cx, TypePtr type, AnySource source) {
    if (type == nullptr) return false;
    return any_type(
        cx, type,
        [source](TypePtr part) {
            if (is<TypedDictType>(part)) return Verdict::No;
            const auto* any = as<AnyType>(part);
            return any != nullptr && any->source == source ? Verdict::Yes : Verdict::Descend;
        },
        AliasTargets::Skip);
}

TypePtr without_any_from(Context& cx, TypePtr type, AnySource source) {
    return map_types(cx, type, [&](TypePtr part) -> TypePtr {
        const auto* any = as<AnyType>(part);
        if (any == nullptr || any->source != source) return nullptr;
        return make_any(cx, AnySource::SpecialForm);
    });
}

}  // namespace krait::types
