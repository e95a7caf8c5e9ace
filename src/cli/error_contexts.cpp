#include "cli/error_contexts.h"

#include <algorithm>

#include "project/import_graph.h"
#include "python/messages/codes.h"
#include "python/syntax/parser.h"
#include "python/syntax/tree_walk.h"

namespace krait::cli {

using messages::Diagnostic;
using syntax::NodeId;
using syntax::NodeKind;

namespace {

/// Where a place is; empty names where it is in no function or no class.
struct Scope {
    std::string type;
    std::string function;

    friend bool operator==(const Scope&, const Scope&) = default;
};

std::string sentence(const Scope& scope) {
    if (scope.function.empty()) {
        return scope.type.empty() ? "At top level:" : "In class \"" + scope.type + "\":";
    }
    if (scope.type.empty()) return "In function \"" + scope.function + "\":";
    return "In member \"" + scope.function + "\" of class \"" + scope.type + "\":";
}

/// The stretches of a file that are in one scope, each before the other ones that lie in it.
class Scopes {
public:
    explicit Scopes(const base::SourceText& text) : tree_(syntax::parse_module(text)) {
        for (NodeId statement : tree_.body()) visit(statement, {}, 0);
    }

    [[nodiscard]] Scope at(std::uint32_t offset) const {
        Scope innermost;
        for (const auto& [range, scope] : stretches_) {
            if (range.start > offset) break;
            if (offset < range.end) innermost = scope;
        }
        return innermost;
    }

private:
    // `depth`: how many functions lie around the node, and classes within these.
    void visit(NodeId node, const Scope& around, unsigned depth) {
        const NodeKind kind = tree_.kind(node);
        if (kind == NodeKind::FunctionDef || kind == NodeKind::AsyncFunctionDef) {
            const syntax::FunctionView function = tree_.function(node);
            Scope scope = around;
            if (depth == 0) scope.function = base::text_of(function.name);
            // mypy leaves the class out where a function or class is nested in a method.
            if (depth > 0) scope.type.clear();
            enter(node, scope);
            for (NodeId arg : tree_.arguments(function.args).args) {
                leave_for(tree_.arg(arg).default_value, around);
            }
            for (NodeId statement : function.body) visit(statement, scope, depth + 1);
        } else if (kind == NodeKind::ClassDef) {
            const syntax::ClassView type = tree_.class_def(node);
            Scope scope = around;
            if (depth == 0) scope.type = base::text_of(type.name);
            if (depth > 0) scope.type.clear();
            enter(node, scope);
            for (NodeId base : type.bases) leave_for(base, around);
            for (NodeId keyword : type.keywords) leave_for(keyword, around);
            for (NodeId statement : type.body) visit(statement, scope, depth > 0 ? depth + 1 : 0);
        } else {
            syntax::for_each_child(tree_, node, [&](NodeId child) { visit(child, around, depth); });
        }
    }

    void enter(NodeId node, const Scope& scope) {
        stretches_.emplace_back(tree_.range(node), scope);
    }
    /// What stands in a definition but is worked out in the scope around it.
    void leave_for(NodeId node, const Scope& around) {
        if (node != NodeId::None) enter(node, around);
    }

    syntax::Tree tree_;
    std::vector<std::pair<base::TextRange, Scope>> stretches_;
};

Diagnostic note(std::string message) {
    Diagnostic made;
    made.severity = messages::Severity::Note;
    made.code = messages::codes::kNone;
    made.message = std::move(message);
    return made;
}

/// What is said of a file after or instead of its check belongs to the file.
bool was_said_inside(const Diagnostic& found) {
    const std::string_view code = found.code;
    return found.line != 0 && !found.blocker && code != messages::codes::kUnusedIgnore &&
           code != messages::codes::kIgnoreWithoutCode;
}

}  // namespace

std::vector<Diagnostic> with_scope_notes(std::vector<Diagnostic> found,
                                         const base::SourceText& text) {
    const Scopes scopes(text);
    std::vector<Diagnostic> with_notes;
    Scope before;
    for (Diagnostic& one : found) {
        Scope scope;
        if (was_said_inside(one) && one.line <= text.line_count()) {
            const std::uint32_t column = one.column == 0 ? 0 : one.column - 1;
            scope = scopes.at(text.offset({one.line - 1, column}, base::ColumnUnit::Utf8));
        }
        if (scope != before) with_notes.push_back(note(sentence(scope)));
        with_notes.push_back(std::move(one));
        before = std::move(scope);
    }
    return with_notes;
}

ImportChains::ImportChains(const project::Configuration& configuration) {
    const project::ImportGraph graph = project::load_import_graph(configuration);
    const std::size_t roots = configuration.sources.size();
    for (std::size_t i = 0; i < graph.modules.size(); ++i) {
        const project::ImportingModule& importer = graph.modules[i];
        for (const project::ImportArrow& arrow : importer.imports) {
            if (arrow.target < roots || arrow.target <= i) continue;  // so that no chain is a ring
            const std::uint32_t line = std::max(arrow.line, 1U);
            importers_.try_emplace(graph.modules[arrow.target].path, Importer{importer.path, line});
        }
    }
}

std::vector<std::string> ImportChains::lines(const std::string& display_path) const {
    std::vector<std::string> lines;
    for (auto step = importers_.find(display_path); step != importers_.end();
         step = importers_.find(step->second.path)) {
        lines.push_back(
            step->second.path + ':' + std::to_string(step->second.line) +
            (lines.empty() ? ": note: In module imported here" : ": note: ... from here") + ',');
    }
    if (!lines.empty()) lines.back().back() = ':';
    return lines;
}

}  // namespace krait::cli
