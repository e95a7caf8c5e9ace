// total_ordering.cpp

#include "python/special/total_ordering.h"

#include <algorithm>
#include <array>

#include "python/semantic/build.h"
#include "python/semantic/generated.h"
#include "python/types/proper.h"
#include "python/types/typevars.h"

namespace krait::special {

using semantic::Analyzer;
using semantic::NodeId;
using semantic::NodeKind;
using semantic::text;
using types::ArgKind;
using types::as;
using types::CallableType;
using types::TypePtr;

namespace {

/// The first one that a class has is what the others follow from.
constexpr std::array<std::string_view, 4> kOrder = {"__lt__", "__le__", "__gt__", "__ge__"};

struct Comparison {
    bool is_defined = false;
    bool is_static = false;
    const CallableType* type = nullptr;  ///< null: defined, but in no way that can be read
};

Comparison comparison_of(Analyzer& a, const types::ClassInfo& info, std::string_view name) {
    Comparison result;
    for (std::size_t i = 0; i + 1 < info.mro.size(); ++i) {
        const types::ClassInfo* base = semantic::class_of(a, info.mro[i]);
        const types::Symbol* symbol =
            base != nullptr ? a.job.reader.own_member(*base, base::intern(name)) : nullptr;
        if (symbol == nullptr) continue;
        result.is_defined = true;
        const types::Definition* node = a.job.reader.definition(symbol->target);
        if (const auto* function = as<types::FunctionInfo>(node)) {
            result.type = types::as_proper<CallableType>(a.cx, function->type);
            result.is_static = function->is_static;
        } else if (const auto* variable = as<types::VarInfo>(node)) {
            result.type = types::as_proper<CallableType>(a.cx, variable->type);
            result.is_static = variable->is_staticmethod;
        }
        return result;
    }
    return result;
}

/// What the method is compared with.
TypePtr other_type(Analyzer& a, const Comparison& comparison) {
    std::size_t wanted = comparison.is_static ? 0 : 1;
    std::size_t position = 0;
    for (const types::Parameter& parameter : comparison.type->parameters) {
        bool is_positional = parameter.kind == ArgKind::Pos || parameter.kind == ArgKind::Opt;
        if (is_positional && position++ == wanted) return parameter.type;
        if (!is_positional && parameter.kind != ArgKind::Star2) return parameter.type;
    }
    return semantic::any(a, types::AnySource::ImplementationArtifact);
}

NodeId decorator_of(Analyzer& a, NodeId class_def) {
    for (NodeId decorator : a.tree.class_def(class_def).decorators) {
        NodeId callee =
            a.tree.is(decorator, NodeKind::Call) ? a.tree.call(decorator).func : decorator;
        if (semantic::refers_to(a, callee, {"functools.total_ordering"})) return decorator;
    }
    return NodeId::None;
}

}  // namespace

void add_total_ordering(Analyzer& a, types::ClassInfo& info, NodeId class_def) {
    NodeId decorator = decorator_of(a, class_def);
    if (decorator == NodeId::None) return;
    std::array<Comparison, kOrder.size()> comparisons;
    for (std::size_t i = 0; i < kOrder.size(); ++i) {
        const types::Symbol* own = a.job.reader.own_member(info, base::intern(kOrder[i]));
        if (own != nullptr && own->is_plugin_generated) return;  // done in an earlier round
        comparisons[i] = comparison_of(a, info, kOrder[i]);
    }
    bool any_defined = std::any_of(comparisons.begin(), comparisons.end(),
                                   [](const Comparison& one) { return one.is_defined; });
    if (!any_defined) {
        semantic::fail(a, semantic::place_of(a, decorator),
                       "No ordering operation defined when using \"functools.total_ordering\": < "
                       "> <= >=");
        return;
    }
    // One that can't be read leaves all of them alone, as in mypy.
    bool is_readable =
        std::all_of(comparisons.begin(), comparisons.end(),
                    [](const Comparison& one) { return !one.is_defined || one.type != nullptr; });
    if (!is_readable) return;
    auto root = std::find_if(comparisons.begin(), comparisons.end(),
                             [](const Comparison& one) { return one.is_defined; });
    const types::Instance* boolean = semantic::named_type(a, "builtins.bool");
    const auto* result = as<types::Instance>(root->type->ret_type);
    bool is_bool = result != nullptr && result->type == boolean->type;
    for (std::size_t i = 0; i < kOrder.size(); ++i) {
        if (comparisons[i].type != nullptr) continue;
        semantic::GeneratedMethod method;
        method.name = kOrder[i];
        method.parameters = {{types::fill_typevars(a.cx, info), ArgKind::Pos, base::intern("self")},
                             {other_type(a, *root), ArgKind::Pos, base::intern("other")}};
        method.result = is_bool ? static_cast<TypePtr>(boolean)
                                : semantic::any(a, types::AnySource::ImplementationArtifact);
        semantic::add_generated_method(a, info, method);
    }
}

}  // namespace krait::special
