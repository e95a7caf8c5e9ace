// builder.h
//
// Writes trees: the one place besides tree.cpp that knows how views lie in nodes and pool. Lists
// grow on a stack while their elements are parsed and are copied to the pool when their owner is
// made, so that nothing is allocated per node.

#pragma once

#include <bit>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "python/syntax/parser.h"
#include "python/syntax/tree.h"

namespace krait::syntax {

/// A list that is being made: a stretch of the builder's stack.
struct Pending {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    [[nodiscard]] std::uint32_t size() const { return to - from; }
};

class Builder {
public:
    Builder() { stack_.reserve(256); }

    /// Gives a variable's node another name: of a Name, an ExceptHandler or a pattern that binds
    /// one.
    static void rename(Tree& tree, NodeId id, Name name);
    /// Lines of a text that were replaced, and by how much the rest of it moved.
    struct Replaced {
        base::TextRange range;         ///< in the old text
        std::uint32_t first_line = 0;  ///< of these, from 1
        std::uint32_t bytes = 0;       ///< modulo 2^32
        std::uint32_t lines = 0;       ///< ditto
    };
    /// `before`, of which `stretches` are, with one function replaced by the one in `part`, at
    /// `made`. Nothing if a `with` is around the function: its variables may be the function's.
    [[nodiscard]] static std::optional<Tree> splice(const Tree& before,
                                                    std::vector<Stretch>& stretches,
                                                    std::size_t which, const Tree& part,
                                                    const Stretch& made, const Replaced& replaced);

    // --- lists

    [[nodiscard]] std::uint32_t mark() const { return static_cast<std::uint32_t>(stack_.size()); }
    void push(NodeId id) { stack_.push_back(id); }
    [[nodiscard]] Pending since(std::uint32_t mark_) const { return {mark_, mark()}; }
    [[nodiscard]] NodeList items(Pending list) const {
        return {stack_.data() + list.from, list.size()};
    }
    [[nodiscard]] NodeId& item(std::uint32_t index) { return stack_[index]; }
    /// Forgets what was pushed since; the lists have been stored.
    void drop_to(std::uint32_t mark_) { stack_.resize(mark_); }
    /// Copies a list into the pool, and says where.
    std::uint32_t store(Pending list) {
        if (list.size() == 0) return 0;
        std::uint32_t at = pool_size();
        append(list);
        return at;
    }
    std::uint32_t store_and_drop(std::uint32_t mark_) {
        std::uint32_t at = store(since(mark_));
        drop_to(mark_);
        return at;
    }

    // --- records

    [[nodiscard]] std::uint32_t pool_size() const {
        return static_cast<std::uint32_t>(tree_.pool_.size());
    }
    void append(NodeId id) { tree_.pool_.push_back(id); }
    void append(std::uint32_t word) { tree_.pool_.push_back(NodeId{word}); }
    void append(Name name) { append(static_cast<std::uint32_t>(name)); }
    void append(Pending list) {
        append(list.size());
        for (std::uint32_t i = list.from; i < list.to; ++i) tree_.pool_.push_back(stack_[i]);
    }
    template <class... Parts>
    std::uint32_t record(Parts... parts) {
        std::uint32_t at = pool_size();
        (append(parts), ...);
        return at;
    }

    [[nodiscard]] Stretch::Sizes sizes() const {
        const auto size = [](const auto& table) {
            return static_cast<std::uint32_t>(table.size());
        };
        return {size(tree_.nodes_), size(tree_.pool_), size(tree_.strings_), size(tree_.facts_)};
    }

    // --- nodes

    NodeId node(NodeKind kind, std::uint32_t start, std::uint32_t end, std::uint32_t a = 0,
                std::uint32_t b = 0, std::uint16_t small = 0, std::uint8_t flags = 0) {
        auto id = static_cast<std::uint32_t>(tree_.nodes_.size());
        tree_.nodes_.push_back({kind, flags, small, start, end, a, b});
        return NodeId{id};
    }
    /// A node with a child: the most frequent shape.
    NodeId unary(NodeKind kind, std::uint32_t start, std::uint32_t end, NodeId child) {
        return node(kind, start, end, index_of(child));
    }
    [[nodiscard]] Node& at(NodeId id) { return tree_.nodes_[index_of(id)]; }
    [[nodiscard]] const Tree& tree() const { return tree_; }

    std::uint32_t add_facts(const FunctionFacts& facts) {
        tree_.facts_.push_back(facts);
        return static_cast<std::uint32_t>(tree_.facts_.size()) - 1;
    }
    /// The texts of strings: append to it, and remember from where.
    [[nodiscard]] std::string& strings() { return tree_.strings_; }
    [[nodiscard]] std::uint32_t strings_size() const {
        return static_cast<std::uint32_t>(tree_.strings_.size());
    }

    // --- tables

    void reserve(std::size_t source_bytes) {
        tree_.nodes_.reserve(source_bytes / 8 + 16);
        tree_.pool_.reserve(source_bytes / 8 + 16);
        tree_.strings_.reserve(source_bytes / 8 + 16);
    }
    void set_root(std::uint32_t root) { tree_.root_ = root; }
    std::vector<SyntaxProblem>& errors() { return tree_.errors_; }
    std::vector<TypeIgnore>& type_ignores() { return tree_.type_ignores_; }
    std::vector<InlineConfig>& inline_config() { return tree_.inline_config_; }
    std::vector<TypeComment>& type_comments() { return tree_.type_comments_; }
    void ignore_whole_file() { tree_.ignores_whole_file_ = true; }
    void use_template_strings() { tree_.uses_template_strings_ = true; }
    [[nodiscard]] Tree take() {
        tree_.nodes_.shrink_to_fit();  // what was reserved is a guess from the size of the text
        tree_.pool_.shrink_to_fit();
        tree_.strings_.shrink_to_fit();
        return std::move(tree_);
    }

private:
    Tree tree_;
    std::vector<NodeId> stack_;
};

/// The two halves of a node that hold 64 bits.
[[nodiscard]] inline std::uint32_t low_half(std::uint64_t bits) {
    return static_cast<std::uint32_t>(bits);
}
[[nodiscard]] inline std::uint32_t high_half(std::uint64_t bits) {
    return static_cast<std::uint32_t>(bits >> 32);
}

}  // namespace krait::syntax
