// class_hooks.cpp

#include "python/special/class_hooks.h"

#include "python/semantic/state.h"
#include "python/special/attrs.h"
#include "python/special/dataclasses.h"
#include "python/special/total_ordering.h"
#include "python/types/typeops.h"

namespace krait::special {

bool apply_class_hooks(semantic::Analyzer& a, types::ClassInfo& info, semantic::NodeId class_def) {
    if (info.dataclass != nullptr || class_def == semantic::NodeId::None) return true;
    if (!a.tree.is(class_def, semantic::NodeKind::ClassDef)) return true;
    add_total_ordering(a, info, class_def);
    if (std::optional<AttrsMaker> maker = attrs_maker_of(a, info)) {
        return transform_attrs_class(a, info, class_def, *maker);
    }
    return transform_dataclass(a, info, class_def);
}

std::optional<base::Name> string_literal(semantic::Analyzer& a, semantic::NodeId expression) {
    if (a.tree.is(expression, semantic::NodeKind::Str)) {
        return base::intern(a.tree.str_value(expression));
    }
    const auto* variable = types::as<types::VarInfo>(semantic::referent(a, expression));
    if (variable == nullptr || variable->type == nullptr) return std::nullopt;
    auto values = types::try_getting_str_literals(a.cx, variable->type);
    if (!values || values->size() != 1) return std::nullopt;
    return (*values)[0];
}

}  // namespace krait::special
