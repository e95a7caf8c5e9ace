#include "server/features/document_symbols.h"

#include <set>

#include "server/features/statements.h"

namespace krait::features {

namespace {

using protocol::DocumentSymbol;
using protocol::SymbolKind;
using syntax::NodeId;
using syntax::NodeKind;
using syntax::NodeList;

constexpr int kDeepest = 60;  // definitions in definitions: nobody looks for what is deeper

enum class Container : std::uint8_t { Module, Class, Function };

bool is_constant_name(std::string_view name) {
    const bool has_letter =
        std::any_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    return has_letter &&
           std::none_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

class Outline {
public:
    Outline(const Question& question, const syntax::Tree& tree)
        : question_(question), tree_(tree) {}

    std::vector<DocumentSymbol> of(NodeList suite, Container container, int depth) const {
        std::vector<DocumentSymbol> symbols;
        std::set<base::Name> bound;  // a variable is listed where it is bound first
        for_each_statement(tree_, suite, false, [&](NodeId id) {
            const NodeKind kind = tree_.kind(id);
            if (is_function(kind)) {
                symbols.push_back(function(id, container, depth));
            } else if (kind == NodeKind::ClassDef) {
                symbols.push_back(class_def(id, depth));
            } else if (container != Container::Function) {
                for (NodeId name : bound_names(id)) {
                    if (!bound.insert(tree_.name(name)).second) continue;
                    symbols.push_back(variable(id, name, container));
                }
            }
        });
        return symbols;
    }

private:
    [[nodiscard]] protocol::Range range(base::TextRange at) const {
        return range_of(*question_.text, at, question_.unit);
    }
    [[nodiscard]] base::TextRange name_at(base::Name name, std::uint32_t start) const {
        const auto length = static_cast<std::uint32_t>(base::text_of(name).size());
        return {start, std::min(start + length, question_.text->size())};
    }
    /// The statement with its decorators.
    [[nodiscard]] protocol::Range whole(NodeId id, NodeList decorators) const {
        base::TextRange at = tree_.range(id);
        if (!decorators.empty()) {
            const std::uint32_t line = question_.text->line_of(tree_.start(decorators.front()));
            at.start = std::min(at.start, question_.text->line_start(line));
        }
        return range(at);
    }

    [[nodiscard]] DocumentSymbol definition(base::Name name, std::uint32_t start,
                                            protocol::Range around) const {
        DocumentSymbol symbol;
        symbol.name = base::text_of(name);
        if (symbol.name.empty()) symbol.name = "?";  // being typed; an empty name is refused
        symbol.range = around;
        symbol.selection_range = range(name_at(name, start));
        return symbol;
    }

    [[nodiscard]] DocumentSymbol function(NodeId id, Container container, int depth) const {
        const syntax::FunctionView view = tree_.function(id);
        DocumentSymbol symbol = definition(view.name, view.name_start, whole(id, view.decorators));
        symbol.kind = kind_of(view, container);
        if (depth < kDeepest) symbol.children = of(view.body, Container::Function, depth + 1);
        return symbol;
    }

    [[nodiscard]] DocumentSymbol class_def(NodeId id, int depth) const {
        const syntax::ClassView view = tree_.class_def(id);
        DocumentSymbol symbol = definition(view.name, view.name_start, whole(id, view.decorators));
        symbol.kind = SymbolKind::Class;
        if (depth < kDeepest) symbol.children = of(view.body, Container::Class, depth + 1);
        return symbol;
    }

    [[nodiscard]] SymbolKind kind_of(const syntax::FunctionView& view, Container container) const {
        if (container != Container::Class) return SymbolKind::Function;
        for (NodeId decorator : view.decorators) {
            const bool is_name = tree_.is(decorator, NodeKind::Name);
            const bool is_attribute = tree_.is(decorator, NodeKind::Attribute);
            const std::string_view text = is_name ? base::text_of(tree_.name(decorator))
                                          : is_attribute
                                              ? base::text_of(tree_.attribute(decorator).attr)
                                              : std::string_view();
            const bool makes_property = text == "property" || text == "cached_property" ||
                                        (is_attribute && (text == "setter" || text == "getter"));
            if (makes_property) return SymbolKind::Property;
        }
        return base::text_of(view.name) == "__init__" ? SymbolKind::Constructor
                                                      : SymbolKind::Method;
    }

    [[nodiscard]] DocumentSymbol variable(NodeId statement, NodeId name,
                                          Container container) const {
        DocumentSymbol symbol =
            definition(tree_.name(name), tree_.start(name), range(tree_.range(statement)));
        if (tree_.is(statement, NodeKind::TypeAlias)) {
            symbol.kind = SymbolKind::TypeParameter;
        } else if (is_constant_name(symbol.name)) {
            symbol.kind = SymbolKind::Constant;
        } else {
            symbol.kind = container == Container::Class ? SymbolKind::Field : SymbolKind::Variable;
        }
        if (tree_.is(statement, NodeKind::AnnAssign)) {
            const base::TextRange at = tree_.range(tree_.ann_assign(statement).annotation);
            symbol.detail = question_.text->text().substr(at.start, at.end - at.start);
        }
        return symbol;
    }

    /// The plain names that a statement binds.
    [[nodiscard]] std::vector<NodeId> bound_names(NodeId id) const {
        std::vector<NodeId> targets;
        if (tree_.is(id, NodeKind::Assign)) {
            const NodeList all = tree_.assign(id).targets;
            targets.assign(all.begin(), all.end());
        } else if (tree_.is(id, NodeKind::AnnAssign)) {
            targets = {tree_.ann_assign(id).target};
        } else if (tree_.is(id, NodeKind::TypeAlias)) {
            targets = {tree_.type_alias(id).name};
        }
        std::vector<NodeId> names;
        for (std::size_t i = 0; i < targets.size(); ++i) {  // grows while it is gone through
            const NodeKind kind = tree_.kind(targets[i]);
            if (kind == NodeKind::Name) {
                names.push_back(targets[i]);
            } else if (kind == NodeKind::Tuple || kind == NodeKind::List) {
                const NodeList parts = tree_.elements(targets[i]);
                targets.insert(targets.end(), parts.begin(), parts.end());
            }
        }
        return names;
    }

    const Question& question_;
    const syntax::Tree& tree_;
};

}  // namespace

protocol::DocumentSymbols document_symbols(const Question& question,
                                           const protocol::TextDocumentParams&) {
    const project::ParsedPtr parsed = features::parsed(question);
    protocol::DocumentSymbols out;
    out.symbols = Outline(question, *parsed->tree).of(parsed->tree->body(), Container::Module, 0);
    const bool in_levels = question.client == nullptr || question.client->hierarchical_symbols;
    if (!in_levels) out.flat_uri = question.uri;
    return out;
}

}  // namespace krait::features
