// attrs_converters.cpp
//
// converter=: a function or class of one argument, whose type is what __init__ takes.

#include "python/semantic/build.h"
#include "python/semantic/type_analysis.h"
#include "python/special/attrs_fields.h"
#include "python/types/applytype.h"
#include "python/types/proper.h"
#include "python/types/typeops.h"

namespace krait::special {

using semantic::Analyzer;
using semantic::NodeId;
using semantic::NodeKind;
using types::as;
using types::TypePtr;

namespace {

bool is_reference(const Analyzer& a, NodeId node) {
    return a.tree.is(node, NodeKind::Name) || a.tree.is(node, NodeKind::Attribute);
}

/// attr.converters.optional(c): c, with None let through.
NodeId inside_optional(Analyzer& a, NodeId value) {
    if (!a.tree.is(value, NodeKind::Call)) return NodeId::None;
    syntax::CallView call = a.tree.call(value);
    if (!semantic::refers_to(a, call.func,
                             {"attr.converters.optional", "attrs.converters.optional"})) {
        return NodeId::None;
    }
    if (!call.args.empty()) return call.args[0];
    return call.keywords.empty() ? NodeId::None : a.tree.keyword(call.keywords[0]).value;
}

TypePtr type_of_reference(Analyzer& a, const types::Definition* node) {
    if (const auto* function = as<types::FunctionInfo>(node)) return function->type;
    if (const auto* overload = as<types::OverloadedInfo>(node)) return overload->type;
    if (const auto* info = as<types::ClassInfo>(node)) {
        return types::type_object_type(a.cx, *info);
    }
    return nullptr;
}

/// `list[int]` as a converter.
TypePtr type_of_application(Analyzer& a, NodeId value) {
    auto special = a.module.bindings.special_forms.find(value);
    if (special == a.module.bindings.special_forms.end()) return nullptr;
    if (special->second.form != semantic::SpecialForm::TypeApplication) return nullptr;
    const auto* info = as<types::ClassInfo>(semantic::referent(a, a.tree.subscript(value).value));
    if (info == nullptr) return nullptr;
    const auto* made =
        types::as_proper<types::CallableType>(a.cx, types::type_object_type(a.cx, *info));
    if (made == nullptr) return nullptr;
    auto ignore = [](const types::CallableType&, TypePtr, types::Name) {};
    return types::apply_generic_arguments(a.cx, *made, special->second.types, ignore);
}

TypePtr first_parameter_of(Analyzer& a, const types::OverloadedType& overload) {
    std::vector<TypePtr> types;
    for (const types::CallableType* item : overload.items) {
        if (item->parameters.empty()) continue;
        bool takes_more = false;
        for (std::size_t i = 1; i < item->parameters.size(); ++i) {
            takes_more = takes_more || item->parameters[i].kind == types::ArgKind::Pos;
        }
        if (!takes_more) types.push_back(item->parameters[0].type);
    }
    return types.empty() ? nullptr : types::make_simplified_union(a.cx, types);
}

}  // namespace

AttrsConverter read_attrs_converter(Analyzer& a, NodeId value) {
    AttrsConverter converter;
    if (value == NodeId::None) return converter;
    converter.is_given = true;
    NodeId inside = inside_optional(a, value);
    bool is_optional = inside != NodeId::None;
    if (is_optional) value = inside;

    TypePtr type = nullptr;
    if (is_reference(a, value)) {
        const types::Definition* node = semantic::referent(a, value);
        type = type_of_reference(a, node);
        if (type == nullptr && as<types::FunctionInfo>(node) != nullptr) {
            converter.takes = semantic::any(a, types::AnySource::Unannotated);
            return converter;
        }
    } else if (a.tree.is(value, NodeKind::Subscript)) {
        type = type_of_application(a, value);
    } else if (a.tree.is(value, NodeKind::Lambda)) {
        converter.takes = semantic::any(a, types::AnySource::Unannotated);
        return converter;
    }
    if (type == nullptr) {
        semantic::fail(a, semantic::place_of(a, value),
                       "Unsupported converter, only named functions, types and lambdas are "
                       "currently supported");
        converter.takes = semantic::any(a, types::AnySource::FromError);
        return converter;
    }
    type = types::get_proper(a.cx, type);
    if (const auto* callable = as<types::CallableType>(type)) {
        if (!callable->parameters.empty()) {
            converter.takes = callable->parameters[0].type;
            if (!is_optional) converter.makes = callable->ret_type;
        }
    } else if (const auto* overload = as<types::OverloadedType>(type)) {
        converter.takes = first_parameter_of(a, *overload);
    }
    if (is_optional && converter.takes != nullptr) {
        converter.takes = types::make_union(a.cx, {converter.takes, types::make_none(a.cx)});
    }
    return converter;
}

}  // namespace krait::special
