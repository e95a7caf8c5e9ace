// sentinels.cpp
//
// `MISSING = Sentinel("MISSING")` (PEP 661): a value that is a type of its own. The variable's type
// is a literal whose value is the sentinel, so that narrowing, unions and the rest treat it like
// any other literal of which there is exactly one object.

#include "python/semantic/analysis.h"
#include "python/types/proper.h"

namespace krait::semantic {

using types::as;

namespace {

bool is_sentinel_call(Analyzer& a, NodeId value) {
    if (!a.tree.is(value, NodeKind::Call)) return false;
    const syntax::CallView call = a.tree.call(value);
    return !call.args.empty() && a.tree.is(call.args[0], NodeKind::Str) &&
           refers_to(
               a, call.func,
               {"builtins.sentinel", "typing_extensions.sentinel", "typing_extensions.Sentinel"});
}

/// `ALIAS = MISSING` or `ALIAS = module.MISSING` is the same sentinel.
const types::LiteralType* aliased_sentinel(Analyzer& a, NodeId value) {
    if (!a.tree.is(value, NodeKind::Name) && !a.tree.is(value, NodeKind::Attribute)) {
        return nullptr;
    }
    const auto* variable = as<VarInfo>(referent(a, value));
    if (variable == nullptr || !variable->is_sentinel) return nullptr;
    return as<types::LiteralType>(types::get_proper(a.cx, variable->type));
}

const types::LiteralType* new_sentinel(Analyzer& a, const VarInfo& variable, NodeId value) {
    const Name of = referent_fullname(a, a.tree.call(value).func);
    const types::Instance* fallback = named_type_or_null(a, text(of));
    if (fallback == nullptr) return nullptr;
    const std::string around = a.type == nullptr ? "" : std::string(text(a.type->name)) + ".";
    // The full name tells sentinels apart, the rest is what is shown (types/type.h).
    const std::string identity = std::string(text(variable.fullname)) + ":" + around;
    const types::LiteralValue literal{types::LiteralKind::Sentinel,
                                      base::intern(identity + std::string(text(variable.name)))};
    return types::make_literal(a.cx, literal, *fallback);
}

}  // namespace

bool declares_sentinel(Analyzer& a, const Assignment& s) {
    if (is_nested_in_function(a) || s.annotation || !is_single_name(a, s)) return false;
    if (s.value == NodeId::None) return false;
    return is_sentinel_call(a, s.value) || aliased_sentinel(a, s.value) != nullptr;
}

void set_up_sentinel(Analyzer& a, const Assignment& s) {
    VarInfo* variable = variable_of(a, s.targets[0]);
    if (variable == nullptr) return;
    const types::LiteralType* type = aliased_sentinel(a, s.value);
    if (type == nullptr) type = new_sentinel(a, *variable, s.value);
    if (type == nullptr) return;
    variable->is_sentinel = true;
    store_declared_type(a, s.targets[0], type);
}

}  // namespace krait::semantic
