#include "server/features/folding_ranges.h"

#include <map>

#include "python/syntax/tree_walk.h"
#include "server/features/statements.h"

namespace krait::features {

namespace {

using protocol::FoldingRange;
using protocol::FoldingRangeKind;
using syntax::NodeId;
using syntax::NodeKind;
using syntax::NodeList;

std::string_view trimmed(std::string_view line) {
    const std::size_t start = line.find_first_not_of(" \t\f");
    return start == line.npos ? std::string_view() : line.substr(start);
}

bool is_import(NodeKind kind) {
    return kind == NodeKind::Import || kind == NodeKind::ImportFrom;
}

/// Expressions that people break over lines; others, such as a sum, are part of such a one.
bool is_foldable(NodeKind kind) {
    switch (kind) {
        case NodeKind::Call:
        case NodeKind::List:
        case NodeKind::Tuple:
        case NodeKind::Dict:
        case NodeKind::Set:
        case NodeKind::ListComp:
        case NodeKind::SetComp:
        case NodeKind::DictComp:
        case NodeKind::GeneratorExp:
        case NodeKind::Subscript:
        case NodeKind::Str:
        case NodeKind::JoinedStr:
        case NodeKind::Bytes:
            return true;
        default:
            return false;
    }
}

class Folds {
public:
    Folds(const base::SourceText& text, const syntax::Tree& tree) : text_(text), tree_(tree) {}

    std::vector<FoldingRange> all() {
        for_each_statement(tree_, tree_.body(), true, [&](NodeId id) {
            add_suites(id);
            add_expressions(id);
        });
        add_imports();
        add_comments();
        std::vector<FoldingRange> folds;
        for (const auto& [line, fold] : by_line_) folds.push_back(fold);
        return folds;
    }

private:
    [[nodiscard]] std::uint32_t line_of(std::uint32_t offset) const {
        return text_.line_of(offset);
    }
    /// Of the last byte before `offset`, which may be the end of a line.
    [[nodiscard]] std::uint32_t last_line(std::uint32_t offset) const {
        return line_of(offset > 0 ? offset - 1 : 0);
    }

    void add(std::uint32_t first, std::uint32_t last, FoldingRangeKind kind) {
        if (last <= first) return;
        const auto [at, is_new] = by_line_.try_emplace(first, FoldingRange{first, last, kind});
        if (!is_new && at->second.end_line < last) at->second = {first, last, kind};
    }

    /// Each suite from the line of the word that opens it, which for all but the first suite is the
    /// last one above it that starts with such a word (`else`, `except`, `case` and so on).
    void add_suites(NodeId id) {
        std::uint32_t above = line_of(tree_.start(id));
        bool is_first = true;
        for (NodeList suite : suites_of(tree_, id)) {
            if (suite.empty()) continue;
            const std::uint32_t first = line_of(tree_.start(suite.front()));
            const std::uint32_t last = last_line(tree_.end(suite.back()));
            const bool is_elif =
                tree_.is(suite.front(), NodeKind::If) && tree_.if_stmt(suite.front()).is_elif;
            if (!is_elif) {
                const bool finds_word = !is_first || tree_.is(id, NodeKind::Match);
                add(finds_word ? header_above(first, above) : above, last, FoldingRangeKind::Code);
            }
            if (is_first && tree_.is(id, NodeKind::Match)) {
                const NodeList cases = tree_.match(id).cases;
                add(above, last_line(tree_.end(cases.back())), FoldingRangeKind::Code);
            }
            is_first = false;
            above = last;
        }
    }

    [[nodiscard]] std::uint32_t header_above(std::uint32_t line, std::uint32_t stop) const {
        for (std::uint32_t at = line; at > stop; --at) {
            const std::string_view text = trimmed(text_.line_text(at));
            for (std::string_view word : {"else", "except", "finally", "case"}) {
                if (text.starts_with(word)) return at;
            }
        }
        return line;
    }

    /// Those of the statement itself, not of the statements in its suites.
    void add_expressions(NodeId statement) {
        if (line_of(tree_.start(statement)) == last_line(tree_.end(statement))) return;
        std::vector<NodeId> next{statement};
        while (!next.empty()) {
            const NodeId id = next.back();
            next.pop_back();
            syntax::for_each_child(tree_, id, [&](NodeId child) {
                if (!syntax::is_statement(tree_.kind(child))) next.push_back(child);
            });
            if (!is_foldable(tree_.kind(id))) continue;
            const bool is_text = tree_.is(statement, NodeKind::Expr) &&
                                 tree_.is(id, NodeKind::Str) && tree_.expr_value(statement) == id;
            add(line_of(tree_.start(id)), last_line(tree_.end(id)),
                is_text ? FoldingRangeKind::Comment : FoldingRangeKind::Code);
        }
    }

    /// Import statements that follow each other, without anything but blank lines between.
    void add_imports() {
        const NodeList body = tree_.body();
        for (std::size_t i = 0; i < body.size(); ++i) {
            if (!is_import(tree_.kind(body[i]))) continue;
            const std::size_t first = i;
            while (i + 1 < body.size() && is_import(tree_.kind(body[i + 1]))) ++i;
            add(line_of(tree_.start(body[first])), last_line(tree_.end(body[i])),
                FoldingRangeKind::Imports);
        }
    }

    /// Lines of comments, at least two, and regions. A line inside of a string that looks like a
    /// comment is none.
    void add_comments() {
        const std::vector<bool> in_string = lines_in_strings();
        std::vector<std::uint32_t> regions;
        std::uint32_t first = 0;
        std::uint32_t count = 0;
        const auto end_block = [&] {
            if (count > 1) add(first, first + count - 1, FoldingRangeKind::Comment);
            count = 0;
        };
        for (std::uint32_t line = 0; line < text_.line_count(); ++line) {
            const std::string_view text = in_string[line] ? "" : trimmed(text_.line_text(line));
            const bool begins = text.starts_with("# region") || text.starts_with("#region");
            const bool ends = text.starts_with("# endregion") || text.starts_with("#endregion");
            if (begins) regions.push_back(line);
            if (ends && !regions.empty()) {
                add(regions.back(), line, FoldingRangeKind::Region);
                regions.pop_back();
            }
            if (!text.starts_with('#') || begins || ends) {
                end_block();
            } else if (count++ == 0) {
                first = line;
            }
        }
        end_block();
    }

    /// By line: whether it begins inside of a string.
    [[nodiscard]] std::vector<bool> lines_in_strings() const {
        std::vector<bool> in_string(text_.line_count(), false);
        for (std::uint32_t index = 1; index < tree_.node_count(); ++index) {
            const NodeKind kind = tree_.kind(NodeId{index});
            const bool is_text =
                kind == NodeKind::Str || kind == NodeKind::Bytes || kind == NodeKind::JoinedStr;
            if (!is_text) continue;
            const base::TextRange at = tree_.range(NodeId{index});
            const std::uint32_t last = last_line(at.end);
            for (std::uint32_t line = line_of(at.start) + 1; line <= last; ++line) {
                in_string[line] = true;
            }
        }
        return in_string;
    }

    const base::SourceText& text_;
    const syntax::Tree& tree_;
    std::map<std::uint32_t, FoldingRange> by_line_;
};

}  // namespace

std::vector<FoldingRange> folding_ranges(const Question& question,
                                         const protocol::TextDocumentParams&) {
    const project::ParsedPtr parsed = features::parsed(question);
    return Folds(*question.text, *parsed->tree).all();
}

}  // namespace krait::features
