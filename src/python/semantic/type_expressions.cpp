// type_expressions.cpp
//
// The trunk of type analysis: which kind of expression stands here, and what a name in a type
// leads to. Special forms, callables and literals have files of their own.

#include "python/semantic/type_analysis.h"
#include "python/syntax/parser.h"
#include "python/types/proper.h"

namespace krait::semantic {

using types::AnySource;
using types::as;
using types::TypeKind;

TypeAnalysis make_type_analysis(Analyzer& a, const TypeOptions& options) {
    return TypeAnalysis{.a = a, .scope = a.type_scope, .allow = options};
}

TypePtr analyze_type(Analyzer& a, Written written, const TypeOptions& options) {
    if (a.type != nullptr && options.prohibit_self_type == nullptr &&
        mentions_self_type(a, written)) {
        set_up_self_type(a);
    }
    TypeAnalysis analysis = make_type_analysis(a, options);
    std::uint32_t before = a.incomplete_refs;
    TypePtr type = visit_type(analysis, written);
    return a.incomplete_refs != before ? nullptr : type;
}

// --- what is written

std::vector<Written> index_items(Written subscript) {
    syntax::SubscriptView view = subscript.tree->subscript(subscript.node);
    std::vector<Written> items;
    if (subscript.tree->is(view.slice, NodeKind::Tuple)) {
        for (NodeId item : subscript.tree->elements(view.slice)) {
            items.push_back(subscript.with(item));
        }
    } else {
        items.push_back(subscript.with(view.slice));
    }
    return items;
}

std::optional<NamedType> read_named(Written written) {
    NamedType named;
    NodeId base = written.node;
    if (written.kind() == NodeKind::Subscript) {
        base = written.tree->subscript(written.node).value;
        named.args = index_items(written);
        named.empty_tuple_index = named.args.empty();
    }
    named.name = dotted_name(*written.tree, base);
    named.place = written.tree->range(written.node);
    if (named.name.empty()) return std::nullopt;
    return named;
}

Written parsed_text(Analyzer& a, Place place) {
    std::string_view whole = a.module.text->text();
    const void* key = whole.data() + place.start;
    std::unique_ptr<syntax::Tree>& tree = a.string_trees[key];
    if (!tree) {
        tree = std::make_unique<syntax::Tree>(syntax::parse_expression(
            whole.substr(place.start, place.end - place.start), place.start));
    }
    return {tree.get(), tree->expression()};
}

Written unquoted(Analyzer& a, Written written) {
    std::string_view value = written.tree->str_value(written.node);
    // A key of its own for each tree: strings may stand in strings.
    std::unique_ptr<syntax::Tree>& tree = a.string_trees[value.data()];
    if (!tree) {
        std::uint32_t offset =
            written.tree->str_source_offset(written.node).value_or(written.place().start);
        tree = std::make_unique<syntax::Tree>(syntax::parse_expression(value, offset));
    }
    return {tree.get(), tree->errors().empty() ? tree->expression() : NodeId::None};
}

namespace {

bool argument_constructor_could_be_type(Analyzer* a, const syntax::Tree& tree, NodeId node) {
    syntax::CallView call = tree.call(node);
    if (dotted_name(tree, call.func).empty()) return false;
    std::size_t index = 0;
    for (NodeId argument : call.args) {
        if (index == 0 && !could_be_type(a, tree, argument)) return false;
        if (index == 1 && !tree.is(argument, NodeKind::Str) &&
            !tree.is(argument, NodeKind::NoneConstant)) {
            return false;
        }
        if (++index > 2) return false;
    }
    return true;
}

/// Of `Annotated[int, Anything()]` only the first part is a type.
bool is_annotated(Analyzer& a, Written subscript) {
    NodeId base = subscript.tree->subscript(subscript.node).value;
    Found found = lookup_qualified(a, dotted_name(*subscript.tree, base),
                                   Written{subscript.tree, base}.place(), true);
    return found && special_type_of(found.node->fullname) == SpecialType::Annotated;
}

bool number_could_be_type(const syntax::Tree& tree, NodeId node) {
    syntax::UnaryOpView unary = tree.unary_op(node);
    bool signs = unary.op == syntax::UnaryOperator::USub || unary.op == syntax::UnaryOperator::UAdd;
    return signs && tree.is(unary.operand, NodeKind::Int);
}

}  // namespace

bool could_be_type(Analyzer* a, const syntax::Tree& tree, NodeId node, bool in_list,
                   bool allow_unpack) {
    switch (tree.kind(node)) {
        case NodeKind::Name:
        case NodeKind::True:
        case NodeKind::False:
        case NodeKind::NoneConstant:
        case NodeKind::Ellipsis:
        case NodeKind::Str:
        case NodeKind::Bytes:
        case NodeKind::Int:
        case NodeKind::Float:
        case NodeKind::Complex:
            return true;
        case NodeKind::Attribute:
            return !dotted_name(tree, node).empty();
        case NodeKind::UnaryOp:
            return number_could_be_type(tree, node);
        case NodeKind::Subscript: {
            Written written{&tree, node};
            if (dotted_name(tree, tree.subscript(node).value).empty()) return false;
            std::vector<Written> items = index_items(written);
            const bool all = std::all_of(items.begin(), items.end(), [&](const Written& item) {
                return could_be_type(a, tree, item.node, false, true);
            });
            return all || (a != nullptr && is_annotated(*a, written) &&
                           could_be_type(a, tree, items[0].node));
        }
        case NodeKind::BinOp: {
            // Long unions lean to the left: follow them in a loop.
            while (tree.is(node, NodeKind::BinOp)) {
                syntax::BinOpView op = tree.bin_op(node);
                if (op.op != syntax::BinaryOperator::BitOr) return false;
                if (!could_be_type(a, tree, op.right)) return false;
                node = op.left;
            }
            return could_be_type(a, tree, node);
        }
        case NodeKind::List:
            for (NodeId item : tree.elements(node)) {
                if (!could_be_type(a, tree, item, true, true)) return false;
            }
            return true;
        case NodeKind::Starred:
            return allow_unpack && could_be_type(a, tree, tree.starred_value(node));
        case NodeKind::Call:
            return in_list && argument_constructor_could_be_type(a, tree, node);
        default:
            return false;
    }
}

// --- kinds of expressions

namespace {

TypePtr invalid(TypeAnalysis& t, Written written) {
    if (t.allow.report_invalid_types) {
        fail(t.a, written.place(), "Invalid type comment or annotation", codes::kValidType);
        if (written.kind() == NodeKind::Call) {
            std::string name = dotted_name(*written.tree, written.tree->call(written.node).func);
            if (!name.empty()) {
                note(t.a, written.place(),
                     "Suggestion: use " + name + "[...] instead of " + name + "(...)",
                     codes::kValidType);
            }
        }
    }
    return any(t.a, AnySource::FromError);
}

TypePtr invalid_number(TypeAnalysis& t, Written written) {
    if (!t.allow.report_invalid_types) return any(t.a, AnySource::FromError);
    std::string message = "Invalid type comment or annotation";
    switch (written.kind()) {
        case NodeKind::Int:
        case NodeKind::True:
        case NodeKind::False:
        case NodeKind::UnaryOp: {
            Place place = written.place();
            std::string_view digits =
                t.a.module.text->text().substr(place.start, place.end - place.start);
            message = "Invalid type: try using Literal[" + std::string(digits) + "] instead?";
            break;
        }
        default:
            break;
    }
    fail(t.a, written.place(), message, codes::kValidType);
    return any(t.a, AnySource::FromError);
}

TypePtr visit_union(TypeAnalysis& t, Written written) {
    std::vector<Written> operands;
    NodeId node = written.node;
    while (written.tree->is(node, NodeKind::BinOp) &&
           written.tree->bin_op(node).op == syntax::BinaryOperator::BitOr) {
        syntax::BinOpView op = written.tree->bin_op(node);
        operands.push_back(written.with(op.right));
        node = op.left;
    }
    operands.push_back(written.with(node));
    std::reverse(operands.begin(), operands.end());
    std::vector<TypePtr> items = analyze_parts(t, operands);
    return types::make_union_type(t.a.cx, types::copy_list(t.a.cx, items), true);
}

TypePtr visit_tuple_literal(TypeAnalysis& t, Written written) {
    NodeList elements = written.tree->elements(written.node);
    if (!t.allow.allow_tuple_literal) {
        fail(t.a, written.place(), "Syntax error in type annotation", codes::kSyntax);
        const char* suggestion =
            elements.empty() ? "Suggestion: Use Tuple[()] instead of () for an empty tuple, or "
                               "None for a function without a return value"
            : elements.size() == 1 ? "Suggestion: Is there a spurious trailing comma?"
                                   : "Suggestion: Use Tuple[T1, ..., Tn] instead of (T1, ..., Tn)";
        note(t.a, written.place(), suggestion, codes::kSyntax);
        return any(t.a, AnySource::FromError);
    }
    std::vector<Written> parts;
    for (NodeId element : elements) parts.push_back(written.with(element));
    return plain_tuple(t.a, analyze_parts(t, parts, {.allow_unpack = true}));
}

TypePtr visit_ellipsis(TypeAnalysis& t, Written written) {
    if (!t.allow_ellipsis && !t.allow.allow_param_spec_literals) {
        fail(t.a, written.place(), "Unexpected \"...\"");
        return any(t.a, AnySource::FromError);
    }
    TypePtr item = any(t.a, AnySource::Explicit);
    std::vector<types::Parameter> parameters = {{item, types::ArgKind::Star, Name::Empty},
                                                {item, types::ArgKind::Star2, Name::Empty}};
    const types::ParametersType* made =
        types::make_parameters(t.a.cx, t.a.job.arena.copy(parameters));
    return types::modified(t.a.cx, *made,
                           [](types::ParametersType& type) { type.is_ellipsis_args = true; });
}

TypePtr visit_starred(TypeAnalysis& t, Written written) {
    Written inner = written.with(written.tree->starred_value(written.node));
    if (!t.allow.allow_unpack) {
        fail(t.a, inner.place(), "Unpack is only valid in a variadic position", codes::kValidType);
        return any(t.a, AnySource::FromError);
    }
    t.allow_type_var_tuple = t.nesting + 1;
    TypePtr type = types::make_unpack(t.a.cx, analyze_part(t, inner), true);
    t.allow_type_var_tuple = -1;
    remember_unpacked(t, type, written.place(), inner.place());
    return type;
}

TypePtr visit_string(TypeAnalysis& t, Written written) {
    Written inner = unquoted(t.a, written);
    if (inner.node == NodeId::None) return invalid(t, written);
    return visit_type(t, inner);
}

}  // namespace

TypePtr visit_type(TypeAnalysis& t, Written written) {
    Depth depth(t.a);
    if (depth.exceeded()) {
        not_understood(t.a);
        return any(t.a, AnySource::NotImplemented);
    }
    switch (written.kind()) {
        case NodeKind::Name:
        case NodeKind::Attribute:
        case NodeKind::Subscript: {
            std::optional<NamedType> named = read_named(written);
            return named ? visit_named_type(t, written, *named, false) : invalid(t, written);
        }
        case NodeKind::NoneConstant:
            return types::make_none(t.a.cx);
        case NodeKind::Str:
            return visit_string(t, written);
        case NodeKind::BinOp:
            if (written.tree->bin_op(written.node).op != syntax::BinaryOperator::BitOr) {
                return invalid(t, written);
            }
            return visit_union(t, written);
        case NodeKind::Tuple:
            return visit_tuple_literal(t, written);
        case NodeKind::List:
            return visit_bracketed_list(t, written);
        case NodeKind::Ellipsis:
            return visit_ellipsis(t, written);
        case NodeKind::Starred:
            return visit_starred(t, written);
        case NodeKind::Int:
        case NodeKind::True:
        case NodeKind::False:
        case NodeKind::UnaryOp:
        case NodeKind::Float:
        case NodeKind::Complex:
        case NodeKind::Bytes:
            return invalid_number(t, written);
        case NodeKind::Dict:  // an inline TypedDict, which mypy has as an experiment only
            not_understood(t.a);
            return any(t.a, AnySource::NotImplemented);
        case NodeKind::ErrorExpr:
            return any(t.a, AnySource::FromError);
        default:
            return invalid(t, written);
    }
}

// --- parts

TypePtr analyze_part(TypeAnalysis& t, Written written, const PartOptions& options) {
    if (options.nested) ++t.nesting;
    TypeOptions old = t.allow;
    bool old_ellipsis = t.allow_ellipsis;
    t.allow.allow_typed_dict_forms = options.allow_typed_dict_forms;
    t.allow.allow_final = options.allow_final;
    t.allow.allow_unpack = options.allow_unpack;
    t.allow_ellipsis = options.allow_ellipsis;
    TypePtr type = visit_type(t, written);
    if (options.nested) --t.nesting;
    t.allow.allow_typed_dict_forms = old.allow_typed_dict_forms;
    t.allow.allow_unpack = old.allow_unpack;
    t.allow_ellipsis = old_ellipsis;
    const auto* spec = as<types::ParamSpecType>(type);
    if (options.allow_param_spec || spec == nullptr ||
        spec->flavor != types::ParamSpecFlavor::Bare) {
        return type;
    }
    if (spec->prefix != nullptr && !spec->prefix->parameters.empty()) {
        fail(t.a, written.place(), "Invalid location for Concatenate", codes::kValidType);
        note(t.a, written.place(), "You can use Concatenate as the first argument to Callable");
    } else {
        std::string name(text(spec->name));
        fail(t.a, written.place(), "Invalid location for ParamSpec \"" + name + "\"",
             codes::kValidType);
        note(t.a, written.place(),
             "You can use ParamSpec as the first argument to Callable, e.g., \"Callable[" + name +
                 ", int]\"",
             codes::kValidType);
    }
    return any(t.a, AnySource::FromError);
}

std::vector<TypePtr> analyze_parts(TypeAnalysis& t, const std::vector<Written>& parts,
                                   const ListOptions& options) {
    bool old_literals = t.allow.allow_param_spec_literals;
    t.allow.allow_param_spec_literals = options.allow_param_spec_literals;
    std::vector<TypePtr> items;
    items.reserve(parts.size());
    for (const Written& part : parts) {
        items.push_back(analyze_part(
            t, part,
            {.allow_param_spec = options.allow_param_spec, .allow_unpack = options.allow_unpack}));
    }
    t.allow.allow_param_spec_literals = old_literals;
    return check_unpacks(t, std::move(items), parts.empty() ? Place{} : parts.back().place());
}

std::vector<TypePtr> check_unpacks(TypeAnalysis& t, std::vector<TypePtr> items, Place place) {
    std::size_t unpacks = 0;
    std::vector<TypePtr> kept;
    for (TypePtr item : items) {
        const auto* unpack = as<types::UnpackType>(item);
        bool variadic = unpack != nullptr &&
                        !types::is<types::TupleType>(types::get_proper(t.a.cx, unpack->type));
        if (!variadic || unpacks == 0) kept.push_back(item);
        unpacks += variadic;
    }
    if (unpacks > 1) {
        fail(t.a, place, "More than one variadic Unpack in a type is not allowed");
    }
    return kept;
}

}  // namespace krait::semantic
