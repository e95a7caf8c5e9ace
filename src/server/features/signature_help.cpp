#include "server/features/signature_help.h"

#include <algorithm>

#include "project/definition_place.h"
#include "python/syntax/place.h"
#include "python/types/format.h"
#include "python/types/proper.h"
#include "python/types/signature.h"
#include "server/features/markup.h"

namespace krait::features {

namespace {

using syntax::NodeId;
using syntax::NodeKind;
using syntax::Tree;
using types::ArgKind;

/// The call that the cursor is in the parentheses of.
NodeId call_at(const base::SourceText& source, const Tree& tree, std::uint32_t offset) {
    const std::string_view text = source.text();
    std::uint32_t anchor = offset;
    while (anchor > 0 && (text[anchor - 1] == ' ' || text[anchor - 1] == '\n')) --anchor;
    const std::vector<NodeId> nodes = syntax::nodes_at(tree, anchor > 0 ? anchor - 1 : 0);
    for (std::size_t i = nodes.size(); i-- > 0;) {
        if (syntax::is_statement(tree.kind(nodes[i]))) return NodeId::None;
        if (!tree.is(nodes[i], NodeKind::Call)) continue;
        const std::uint32_t end = tree.end(nodes[i]);
        const bool is_closed = end > 0 && text[end - 1] == ')' && end <= offset;
        if (tree.end(tree.call(nodes[i]).func) < offset && !is_closed) return nodes[i];
    }
    return NodeId::None;
}

/// The argument that the cursor is at.
struct Active {
    std::size_t position = 0;  ///< how many arguments are before it
    base::Name keyword = base::Name::Empty;
    std::vector<base::Name> given;  ///< keywords of the whole call
};

Active active_argument(std::string_view text, const Tree& tree, NodeId call, std::uint32_t offset) {
    const syntax::CallView view = tree.call(call);
    Active active;
    std::vector<NodeId> arguments(view.args.begin(), view.args.end());
    arguments.insert(arguments.end(), view.keywords.begin(), view.keywords.end());
    for (NodeId keyword : view.keywords) active.given.push_back(tree.keyword(keyword).arg);
    std::ranges::sort(arguments, {}, [&](NodeId id) { return tree.start(id); });
    for (NodeId argument : arguments) {
        const std::size_t comma = text.find(',', tree.end(argument));
        if (comma != std::string_view::npos && comma < offset) {
            ++active.position;
        } else if (tree.is(argument, NodeKind::Keyword) && tree.start(argument) <= offset) {
            active.keyword = tree.keyword(argument).arg;
            break;
        } else {
            break;
        }
    }
    return active;
}

std::optional<std::uint32_t> parameter_for(types::ParameterList parameters, const Active& active) {
    std::size_t position = 0;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const types::Parameter& one = parameters[i];
        const bool matches = active.keyword != base::Name::Empty
                                 ? one.name == active.keyword || one.kind == ArgKind::Star2
                                 : one.kind == ArgKind::Star || (types::is_positional(one.kind) &&
                                                                 position == active.position);
        if (matches) return static_cast<std::uint32_t>(i);
        position += types::is_positional(one.kind);
    }
    if (active.keyword != base::Name::Empty) return std::nullopt;
    // Behind the positional ones: the first that can be given by name and isn't.
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const bool is_free =
            std::ranges::find(active.given, parameters[i].name) == active.given.end();
        if (types::is_named(parameters[i].kind) && is_free) return static_cast<std::uint32_t>(i);
    }
    return std::nullopt;
}

std::string text_of(types::Context& cx, const types::Parameter& parameter) {
    std::string text = parameter.kind == ArgKind::Star    ? "*"
                       : parameter.kind == ArgKind::Star2 ? "**"
                                                          : "";
    const std::string type = types::type_to_string(cx, parameter.type);
    if (parameter.name == base::Name::Empty && text.empty()) return type;
    text += std::string(base::text_of(parameter.name)) + ": " + type;
    const bool has_default = parameter.kind == ArgKind::Opt || parameter.kind == ArgKind::NamedOpt;
    return has_default ? text + " = ..." : text;
}

protocol::SignatureInformation signature_of(types::Context& cx, const types::CallableType& item,
                                            std::string_view name, const Active& active) {
    protocol::SignatureInformation made;
    made.label = std::string(name) + "(";
    bool only_named = false;
    for (const types::Parameter& parameter : item.parameters) {
        if (!made.parameters.empty()) made.label += ", ";
        if (parameter.kind == ArgKind::Star) only_named = true;
        if (types::is_named(parameter.kind) && !only_named) {
            made.label += "*, ";
            only_named = true;
        }
        made.parameters.push_back(text_of(cx, parameter));
        made.label += made.parameters.back();
    }
    made.label += ") -> " + types::type_to_string(cx, item.ret_type);
    made.active_parameter = parameter_for(item.parameters, active);
    return made;
}

bool takes(const types::CallableType& item, const Active& active) {
    const std::size_t most = types::max_possible_positional_args(item.parameters);
    const std::size_t named = std::min(active.given.size(), active.position);
    const bool too_many = active.keyword == base::Name::Empty && active.position > 0 &&
                          active.position - named >= most;
    return !too_many && std::ranges::all_of(active.given, [&](base::Name name) {
        return name == base::Name::Empty || types::argument_by_name(item.parameters, name);
    });
}

}  // namespace

std::optional<protocol::SignatureHelp> signature_help(
    const Question& question, const protocol::TextDocumentPositionParams& at) {
    if (!question.program) return std::nullopt;
    const auto module = question.program->version(question.path, question.text);
    if (!module) return std::nullopt;
    const std::uint32_t offset = offset_of(question, at.position);
    const project::ParsedPtr parsed = module->parsed();
    const NodeId call = call_at(*module->text, *parsed->tree, offset);
    if (call == NodeId::None) return std::nullopt;
    const NodeId func = parsed->tree->call(call).func;
    project::HeldUnit unit =
        question.program->unit_at(module, parsed->tree->start(call), question.token);
    if (!unit) return std::nullopt;
    types::Context& cx = unit->cx();
    const types::TypePtr callee = types::get_proper(cx, unit->type_of(func));
    const types::FunctionItems items(callee);
    if (items.empty()) return std::nullopt;
    const base::TextRange written = syntax::word_at(question.text->text(), parsed->tree->end(func));
    const std::string_view name =
        question.text->text().substr(written.start, written.end - written.start);
    const Active active = active_argument(question.text->text(), *parsed->tree, call, offset);
    protocol::SignatureHelp help;
    bool chosen = false;
    for (const types::CallableType* item : items) {
        if (!chosen && takes(*item, active)) {
            help.active_signature = static_cast<std::uint32_t>(help.signatures.size());
            chosen = true;
        }
        help.signatures.push_back(signature_of(cx, *item, name, active));
        const types::Definition* definition = cx.reader.definition(item->definition);
        if (definition == nullptr) continue;
        const std::string text = project::documentation_of(*question.program, *unit, *definition);
        if (text.empty()) continue;
        help.signatures.back().documentation =
            documentation(text, question.client->features.completion_markdown);
    }
    return help;
}

}  // namespace krait::features
