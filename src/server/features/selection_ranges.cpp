#include "server/features/selection_ranges.h"

#include "python/syntax/tree_walk.h"
#include "server/features/statements.h"

namespace krait::features {

namespace {

using base::TextRange;
using syntax::NodeId;

/// Steps that anybody takes; a sum of ten thousand terms has as many.
constexpr std::size_t kMostSteps = 100;

bool holds(TextRange range, std::uint32_t offset) {
    return range.start <= offset && offset <= range.end;
}

bool is_word_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

TextRange word_at(std::string_view text, std::uint32_t offset) {
    TextRange word{offset, offset};
    while (word.start > 0 && is_word_byte(text[word.start - 1])) --word.start;
    while (word.end < text.size() && is_word_byte(text[word.end])) ++word.end;
    return word;
}

/// A suite as a whole, if it has several statements: the step between one of them and all of `if`.
void add_suite(const syntax::Tree& tree, NodeId id, std::uint32_t offset,
               std::vector<TextRange>& out) {
    for (syntax::NodeList suite : suites_of(tree, id)) {
        if (suite.size() < 2) continue;
        const TextRange all{tree.start(suite.front()), tree.end(suite.back())};
        if (holds(all, offset)) out.push_back(all);
    }
}

/// From the largest to the smallest.
std::vector<TextRange> ranges_around(const base::SourceText& text, const syntax::Tree& tree,
                                     std::uint32_t offset) {
    std::vector<TextRange> ranges{{0, text.size()}};
    NodeId inner = NodeId::None;
    for (NodeId id : tree.body()) {
        if (holds(tree.range(id), offset)) inner = id;
    }
    while (inner != NodeId::None) {
        const NodeId id = inner;
        ranges.push_back(tree.range(id));
        add_suite(tree, id, offset, ranges);
        inner = NodeId::None;
        syntax::for_each_child(tree, id, [&](NodeId child) {
            // Where two meet, the one that starts here: a person looks to the right of the cursor.
            if (holds(tree.range(child), offset)) inner = child;
        });
    }
    const TextRange word = word_at(text.text(), offset);
    ranges.push_back(word.start == word.end ? TextRange{offset, offset} : word);
    return ranges;
}

bool is_inside(TextRange inner, TextRange outer) {
    return outer.start <= inner.start && inner.end <= outer.end && inner != outer;
}

}  // namespace

std::vector<protocol::SelectionRange> selection_ranges(
    const Question& question, const protocol::SelectionRangeParams& params) {
    const project::ParsedPtr parsed = features::parsed(question);
    std::vector<protocol::SelectionRange> out;
    for (const protocol::Position position : params.positions) {
        const std::vector<TextRange> around =
            ranges_around(*question.text, *parsed->tree, offset_of(question, position));
        protocol::SelectionRange& selection = out.emplace_back();
        TextRange last{};
        for (auto range = around.rbegin(); range != around.rend(); ++range) {
            const bool is_step = selection.ranges.empty() || is_inside(last, *range);
            const bool is_whole_file = range + 1 == around.rend();
            if (!is_step || (selection.ranges.size() >= kMostSteps && !is_whole_file)) continue;
            selection.ranges.push_back(range_of(*question.text, *range, question.unit));
            last = *range;
        }
    }
    return out;
}

}  // namespace krait::features
