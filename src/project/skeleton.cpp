#include "project/skeleton.h"

#include <algorithm>
#include <string_view>

namespace krait::project {

using syntax::NodeId;
using syntax::NodeKind;

namespace {

/// The suite of a function: from behind its colon to the end of its last statement.
struct Suite {
    base::TextRange range;
    NodeId function;
    std::vector<base::Name> binds;  ///< of the whole unit
    std::size_t unit;
    bool shapes;
};

std::vector<Suite> suites_of(const base::SourceText& text, const syntax::Tree& tree,
                             const semantic::Outline& outline) {
    std::vector<Suite> suites;
    for (std::size_t i = 0; i < outline.units.size(); ++i) {
        const semantic::BodyUnit& unit = outline.units[i];
        for (NodeId item : unit.items) {
            const syntax::FunctionView view = tree.function(item);
            if (view.body.empty()) continue;
            const std::uint32_t first_line = text.line_of(tree.start(view.body.front()));
            if (first_line == text.line_of(view.body_start)) continue;  // `def f(): return 1`
            suites.push_back(
                {{view.body_start, tree.end(item)}, item, unit.binds, i, unit.may_shape});
        }
    }
    std::sort(suites.begin(), suites.end(),
              [](const Suite& a, const Suite& b) { return a.range.start < b.range.start; });
    return suites;
}

/// Lines (from 0) that begin inside a string, where a `#` and an empty line are text.
std::vector<bool> lines_in_strings(const base::SourceText& text, const syntax::Tree& tree) {
    std::vector<bool> inside(text.line_count());
    for (std::uint32_t i = 1; i < tree.node_count(); ++i) {
        const NodeId node{i};
        const NodeKind kind = tree.kind(node);
        if (kind != NodeKind::Str && kind != NodeKind::Bytes && kind != NodeKind::JoinedStr &&
            kind != NodeKind::TemplateStr) {
            continue;
        }
        const base::TextRange range = tree.range(node);
        const std::string_view written = text.text().substr(range.start, range.end - range.start);
        if (written.find_first_of("\r\n") == written.npos) continue;
        const std::uint32_t last = text.line_of(range.end);
        for (std::uint32_t line = text.line_of(range.start) + 1; line <= last; ++line) {
            inside[line] = true;
        }
    }
    return inside;
}

class Maker {
public:
    Maker(const base::SourceText& text, const syntax::Tree& tree)
        : text_(text), tree_(tree), in_string_(lines_in_strings(text, tree)) {}

    Skeleton make(const std::vector<Suite>& suites) {
        std::uint32_t at = 0;
        for (const Suite& suite : suites) {
            add_text({at, suite.range.start});
            if (suite.shapes) {
                add_shaping(suite);
            } else {
                add_facts(suite);
                add_end(suite);
            }
            at = suite.range.end;
        }
        add_text({at, text_.size()});
        made_.digest = hasher_.finish();
        made_.frame = frame_.finish();
        base::Hasher places;
        for (std::uint32_t line : made_.lines) places.add(std::uint64_t{line});
        made_.places = places.finish();
        return std::move(made_);
    }

private:
    void add_text(base::TextRange range) {
        const std::uint32_t last = text_.line_of(range.end);
        for (std::uint32_t line = text_.line_of(range.start); line <= last; ++line) {
            const std::string_view whole = text_.line_text(line);
            const std::uint32_t line_start = text_.line_start(line);
            const std::uint32_t from = std::max(range.start, line_start) - line_start;
            const std::uint32_t to = std::min<std::uint32_t>(
                range.end - line_start, static_cast<std::uint32_t>(whole.size()));
            const std::string_view piece = from < to ? whole.substr(from, to - from) : "";
            if (!means_something(line, piece)) continue;
            hasher_.add(piece);
            (suite_ != nullptr ? *suite_ : frame_).add(piece);
            made_.lines.push_back(line + 1);
        }
    }

    bool means_something(std::uint32_t line, std::string_view piece) const {
        if (in_string_[line]) return true;
        if (line > 0 && text_.line_text(line - 1).ends_with('\\')) return true;
        const std::size_t first = piece.find_first_not_of(" \t\f");
        return first != piece.npos && piece[first] != '#';
    }

    /// What is seen of a suite from outside, attributes and globals apart.
    void add_facts(const Suite& suite) {
        const syntax::FunctionFacts& facts = tree_.function(suite.function).facts;
        base::Hasher seen;
        seen.add_flag(facts.has_yield).add_flag(facts.has_yield_from);
        seen.add_flag(facts.has_await).add_flag(facts.has_return_value);
        seen.add_flag(facts.assigns_self).add_flag(facts.declares_global);
        seen.add_flag(facts.declares_nonlocal).add_flag(facts.has_import);
        seen.add(static_cast<std::uint64_t>(facts.shape));
        for (base::Name name : suite.binds) seen.add(base::text_of(name));
        // `# type: (int) -> str` stands behind the colon.
        const syntax::TypeComment* comment = tree_.type_comment(suite.function);
        seen.add(comment == nullptr ? std::string_view()
                                    : text_.text().substr(comment->text.start,
                                                          comment->text.end - comment->text.start));
        const base::Digest digest = seen.finish();
        hasher_.add(digest);
        frame_.add(digest);
    }

    void add_end(const Suite& suite) {
        const base::LineColumn end = text_.position(suite.range.end, base::ColumnUnit::Utf8);
        made_.lines.push_back(end.line + 1);
        made_.suite_ends.push_back({end.line + 1, end.column + 1});
    }

    void add_shaping(const Suite& suite) {
        add_facts(suite);
        base::Hasher inside;
        ShapingSuite made{suite.unit, made_.lines.size(), 0, {}};
        suite_ = &inside;
        add_text(suite.range);
        suite_ = nullptr;
        made.last = made_.lines.size();
        made.digest = inside.finish();
        made_.shaping.push_back(made);
    }

    const base::SourceText& text_;
    const syntax::Tree& tree_;
    const std::vector<bool> in_string_;
    base::Hasher hasher_;
    base::Hasher frame_;             // without the shaping suites
    base::Hasher* suite_ = nullptr;  // of the shaping suite that is being read
    Skeleton made_;
};

}  // namespace

Skeleton make_skeleton(const base::SourceText& text, const syntax::Tree& tree,
                       const semantic::Outline& outline) {
    return Maker(text, tree).make(suites_of(text, tree, outline));
}

std::uint32_t LineMap::line(std::uint32_t line) const {
    const auto behind = std::upper_bound(from_.lines.begin(), from_.lines.end(), line);
    if (line == 0 || behind == from_.lines.begin()) return line;
    const auto at = static_cast<std::size_t>(behind - from_.lines.begin()) - 1;
    if (at >= to_.lines.size()) return line;
    return to_.lines[at] + (line - from_.lines[at]);
}

void LineMap::move(messages::Diagnostic& found) const {
    const base::LineColumn end{found.end_line, found.end_column};
    const auto suite = std::lower_bound(from_.suite_ends.begin(), from_.suite_ends.end(), end);
    if (suite != from_.suite_ends.end() && *suite == end) {
        const auto at = static_cast<std::size_t>(suite - from_.suite_ends.begin());
        found.end_line = to_.suite_ends[at].line;
        found.end_column = to_.suite_ends[at].column;
    } else {
        found.end_line = line(found.end_line);
    }
    found.line = line(found.line);
    found.ignore_last_line = line(found.ignore_last_line);
    found.origin_line = line(found.origin_line);
    found.origin_last_line = line(found.origin_last_line);
}

}  // namespace krait::project
