// class_tests.cpp: what isinstance() and issubclass() can't test for: parameterized classes, and
// types that are no classes when the program runs.

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/report.h"

namespace krait::checker {

namespace {

using semantic::SpecialForm;

SpecialForm special_form(const CheckContext& ck, NodeId node) {
    auto found = ck.bindings.special_forms.find(node);
    return found == ck.bindings.special_forms.end() ? SpecialForm::None : found->second.form;
}

/// Tuples of classes, item by item.
void flatten(const CheckContext& ck, NodeId expr, std::vector<NodeId>& found) {
    if (is_sequence_display(ck, expr)) {
        for (NodeId element : elements_of(ck, expr)) flatten(ck, element, found);
    } else if (is_starred(ck, expr)) {
        flatten(ck, starred_value(ck, expr), found);
    } else {
        found.push_back(expr);
    }
}

bool is_literal_type(CheckContext& ck, NodeId expr, const types::AliasInfo* alias) {
    if (is_kind(ck, expr, NodeKind::Subscript)) {
        NodeId base = ck.tree.subscript(expr).value;
        return refers_to(ck, base, "typing.Literal") ||
               refers_to(ck, base, "typing_extensions.Literal");
    }
    return alias != nullptr && is_proper<LiteralType>(ck, alias->target);
}

/// What the class is instead of a class, in mypy's words; empty if it may be tested for.
std::string_view wrong_sort(CheckContext& ck, NodeId expr, const types::AliasInfo* alias) {
    if (is_literal_type(ck, expr, alias)) return "Literal";
    if (alias != nullptr && is_any(ck, alias->target)) return "Any";
    const auto* info = types::as<ClassInfo>(definition_of(ck, expr));
    if (info == nullptr) return {};
    if (info->typed_dict != nullptr) return "TypedDict";
    return info->is_newtype ? "NewType" : std::string_view{};
}

bool has_arguments(CheckContext& ck, NodeId expr, const types::AliasInfo* alias) {
    if (is_kind(ck, expr, NodeKind::Subscript)) {
        const SpecialForm form = special_form(ck, expr);
        return form == SpecialForm::TypeApplication || form == SpecialForm::AliasExpression;
    }
    return alias != nullptr && !alias->no_args && !is_proper<NoneType>(ck, alias->target) &&
           !is_proper<UnionType>(ck, alias->target);
}

}  // namespace

void check_tested_classes(CheckContext& ck, NodeId call, const Arguments& args) {
    NodeId func = ck.tree.call(call).func;
    if (args.size() != 2 || !is_kind(ck, func, NodeKind::Name)) return;
    const Name name = ck.tree.name(func);
    if (!is_text(name, "isinstance") && !is_text(name, "issubclass")) return;
    std::vector<NodeId> classes;
    flatten(ck, args.nodes[1], classes);
    for (NodeId one : classes) {
        const auto* alias = is_kind(ck, one, NodeKind::Name)
                                ? types::as<types::AliasInfo>(definition_of(ck, one))
                                : nullptr;
        std::string_view sort = wrong_sort(ck, one, alias);
        if (!sort.empty()) {
            fail(ck, call, messages::codes::kNone,
                 concat({"Cannot use ", base::text_of(name), "() with ", sort, " type"}));
        } else if (has_arguments(ck, one, alias)) {
            fail(ck, call, messages::codes::kNone,
                 "Parameterized generics cannot be used with class or instance checks");
        }
    }
}

}  // namespace krait::checker
