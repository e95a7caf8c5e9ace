// type_forms.cpp: what an expression spells where a TypeForm is expected. Semantic analysis has
// read most type expressions in passing (`int | str`, `list[int]`, aliases). What it has not, such
// as a type within a string or Optional[int], counts as TypeForm[Any]: silence, not a wrong error.

#include "python/checker/type_forms.h"

#include <algorithm>

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/syntax/parser.h"
#include "python/types/expand.h"
#include "python/types/subtypes.h"
#include "python/types/typevars.h"

namespace krait::checker {

namespace {

bool is_type_form(CheckContext& ck, TypePtr type) {
    const auto* form = proper_as<TypeType>(ck, type);
    return form != nullptr && form->is_type_form;
}

bool is_of_typing(const types::Definition& definition) {
    const std::string_view name = base::text_of(definition.fullname);
    return name.starts_with("typing.") || name.starts_with("typing_extensions.");
}

/// Forms that are no type until they are given an argument.
bool wants_argument(const types::Definition& definition) {
    static constexpr std::string_view kForms[] = {
        "Optional", "Literal",   "Annotated", "ClassVar", "Final",       "Concatenate",
        "Unpack",   "TypeGuard", "TypeIs",    "Required", "NotRequired", "ReadOnly"};
    return std::find(std::begin(kForms), std::end(kForms), base::text_of(definition.name)) !=
           std::end(kForms);
}

TypePtr type_of_definition_named(CheckContext& ck, const types::Definition* definition) {
    if (const auto* info = types::as<ClassInfo>(definition)) {
        if (info->typed_dict == nullptr) return types::fill_typevars_with_any(ck.cx, *info);
        types::TypeEnv env;
        for (const TypeVarLike* one : info->type_vars) env.bind(one->id, any_type(ck));
        return types::expand_type(ck.cx, info->typed_dict, env);
    }
    if (const auto* alias = types::as<types::AliasInfo>(definition)) {
        std::vector<TypePtr> args(alias->variables.size(), any_type(ck));
        return types::make_alias(ck.cx, alias->id, ck.cx.arena.copy(args));
    }
    const auto* variable = types::as<VarInfo>(definition);
    const bool is_special =
        variable != nullptr && is_of_typing(*variable) && !wants_argument(*variable);
    return is_special || types::as<types::TypeVariableInfo>(definition) != nullptr ? any_type(ck)
                                                                                   : nullptr;
}

TypePtr type_of_special(CheckContext& ck, NodeId expr) {
    auto fact = ck.bindings.special_forms.find(expr);
    if (fact == ck.bindings.special_forms.end()) return nullptr;
    if (fact->second.form == semantic::SpecialForm::AliasExpression) return fact->second.type;
    if (fact->second.form != semantic::SpecialForm::TypeApplication) return nullptr;
    const auto* info = types::as<ClassInfo>(definition_of(ck, ck.tree.subscript(expr).value));
    if (info == nullptr || info->type_vars.size() != fact->second.types.size()) {
        return any_type(ck);
    }
    return types::make_instance(ck.cx, info->id, fact->second.types);
}

/// The type that an expression spells; null if it is a value.
TypePtr spelled_type(CheckContext& ck, NodeId expr) {
    switch (kind_of(ck, expr)) {
        case NodeKind::NoneConstant:
            return none_type(ck);
        case NodeKind::Str: {
            const syntax::Tree inside = syntax::parse_expression(ck.tree.str_value(expr), 0);
            return inside.errors().empty() ? any_type(ck) : nullptr;
        }
        case NodeKind::Name:
        case NodeKind::Attribute:
            return type_of_definition_named(ck, definition_of(ck, expr));
        case NodeKind::BinOp: {
            if (TypePtr known = type_of_special(ck, expr)) return known;
            syntax::BinOpView view = ck.tree.bin_op(expr);
            if (view.op != syntax::BinaryOperator::BitOr) return nullptr;
            TypePtr left = spelled_type(ck, view.left);
            TypePtr right = left != nullptr ? spelled_type(ck, view.right) : nullptr;
            if (right == nullptr) return nullptr;
            return types::make_union(ck.cx, copy_list(ck, {left, right}));
        }
        case NodeKind::Subscript: {
            if (TypePtr known = type_of_special(ck, expr)) return known;
            const auto* base = types::as<VarInfo>(definition_of(ck, ck.tree.subscript(expr).value));
            return base != nullptr && is_of_typing(*base) ? any_type(ck) : nullptr;
        }
        default:
            return nullptr;
    }
}

}  // namespace

TypePtr as_type_form(CheckContext& ck, NodeId expr, TypePtr context) {
    context = proper(ck, context);
    const auto* choices = types::as<UnionType>(context);
    const bool is_one_of_many =
        choices != nullptr && std::any_of(choices->items.begin(), choices->items.end(),
                                          [&](TypePtr item) { return is_type_form(ck, item); });
    if (!is_one_of_many && !is_type_form(ck, context)) return nullptr;
    TypePtr type = spelled_type(ck, expr);
    if (type == nullptr) return nullptr;
    TypePtr form = types::make_type_type(ck.cx, type, true);
    return !is_one_of_many || types::is_subtype(ck.cx, form, context) ? form : nullptr;
}

}  // namespace krait::checker
