#include "python/syntax/place.h"

#include <algorithm>

#include "python/syntax/tree_walk.h"

namespace krait::syntax {

namespace {

bool is_word_byte(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           byte >= 0x80;
}

/// The best of some nodes: one that holds the offset, else one that ends there.
struct Choice {
    const Tree& tree;
    std::uint32_t offset;
    NodeId inside = NodeId::None;
    NodeId before = NodeId::None;

    void operator()(NodeId id) {
        const base::TextRange range = whole_range(tree, id);
        if (range.start <= offset && offset < range.end) {
            if (inside == NodeId::None) inside = id;
        } else if (range.end == offset && range.start < range.end) {
            before = id;
        }
    }
    [[nodiscard]] NodeId best() const { return inside != NodeId::None ? inside : before; }
};

}  // namespace

base::TextRange whole_range(const Tree& tree, NodeId node) {
    base::TextRange range = tree.range(node);
    NodeList decorators;
    if (tree.is(node, NodeKind::FunctionDef) || tree.is(node, NodeKind::AsyncFunctionDef)) {
        decorators = tree.function(node).decorators;
    } else if (tree.is(node, NodeKind::ClassDef)) {
        decorators = tree.class_def(node).decorators;
    }
    for (NodeId decorator : decorators) range.start = std::min(range.start, tree.start(decorator));
    return range;
}

std::vector<NodeId> nodes_at(const Tree& tree, std::uint32_t offset) {
    std::vector<NodeId> found;
    Choice statement{tree, offset};
    for (NodeId node : tree.body()) statement(node);
    for (NodeId node = statement.best(); node != NodeId::None;) {
        found.push_back(node);
        Choice inner{tree, offset};
        for_each_child(tree, node, inner);
        node = inner.best();
    }
    return found;
}

base::TextRange word_at(std::string_view text, std::uint32_t offset) {
    std::uint32_t start = std::min(offset, static_cast<std::uint32_t>(text.size()));
    std::uint32_t end = start;
    while (start > 0 && is_word_byte(text[start - 1])) --start;
    while (end < text.size() && is_word_byte(text[end])) ++end;
    const bool is_number = start < end && text[start] >= '0' && text[start] <= '9';
    if (is_number) return {offset, offset};
    return {start, end};
}

base::TextRange find_word(std::string_view text, base::TextRange range, std::string_view word) {
    range.end = std::min(range.end, static_cast<std::uint32_t>(text.size()));
    for (std::size_t at = text.find(word, range.start);
         at != std::string_view::npos && at + word.size() <= range.end;
         at = text.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        const bool starts = at == 0 || !is_word_byte(text[at - 1]);
        const bool ends = end == text.size() || !is_word_byte(text[end]);
        if (starts && ends && !word.empty()) {
            return {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)};
        }
    }
    return {range.start, range.start};
}

}  // namespace krait::syntax
