// splice.cpp: puts a function that was read anew into the tree that it belongs to. What lies before
// it in the tables is copied as it is; what lies behind refers to nodes, records, texts and places
// that have moved. Every layout here is that of tree.cpp.

#include <algorithm>

#include "python/syntax/builder.h"

namespace krait::syntax {

namespace {

/// Indices from `from` on move.
struct Shift {
    std::uint32_t from = 0;
    std::uint32_t by = 0;  ///< modulo 2^32
    std::uint32_t operator()(std::uint32_t at) const { return at < from ? at : at + by; }
};

/// Offsets behind `old_end` move, too; what ends with the function still does.
struct Places {
    std::uint32_t old_end = 0xFFFFFFFF;
    std::uint32_t new_end = 0xFFFFFFFF;
    std::uint32_t by = 0;
    std::uint32_t operator()(std::uint32_t at) const {
        if (at == old_end) return new_end;
        return at < old_end ? at : at + by;
    }
};

struct Moves {
    Shift node, pool, string, fact;
    Places place;
};

/// Writes nodes of one tree into another that has their pool already, as it was.
class Mover {
public:
    Mover(const std::vector<NodeId>& from, std::vector<NodeId>& to, const Moves& moves)
        : from_(from), to_(to), moves_(moves) {}

    [[nodiscard]] Node moved(Node node) {
        node.start = moves_.place(node.start);
        node.end = moves_.place(node.end);
        switch (node.kind) {
            case NodeKind::FunctionDef:
            case NodeKind::AsyncFunctionDef:
                begin(node.b).place().node().node().place().fact().list().list().list();
                break;
            case NodeKind::ClassDef:
                begin(node.b).place().list().list().list().list().list();
                break;
            case NodeKind::Name:
            case NodeKind::Identifier:
            case NodeKind::Int:
            case NodeKind::Float:
            case NodeKind::Complex:
            case NodeKind::Pass:
            case NodeKind::Break:
            case NodeKind::Continue:
            case NodeKind::True:
            case NodeKind::False:
            case NodeKind::NoneConstant:
            case NodeKind::Ellipsis:
            case NodeKind::Invalid:
                break;
            case NodeKind::Str:
            case NodeKind::Bytes:
                node.a = moves_.string(node.a);
                break;
            default:
                if (is_statement(node.kind)) {
                    statement(node);
                } else if (is_expression(node.kind)) {
                    expression(node);
                } else {
                    part(node);
                }
        }
        return node;
    }

    void list_at(std::uint32_t at) { begin(at).list(); }

private:
    // A record, from front to back.
    Mover& begin(std::uint32_t& at) {
        at_ = at;
        shift_ = moves_.pool(at) - at;
        at += shift_;
        return *this;
    }
    Mover& write(std::uint32_t word) {
        to_[at_ + shift_] = NodeId{word};
        ++at_;
        return *this;
    }
    [[nodiscard]] std::uint32_t word() const { return index_of(from_[at_]); }
    Mover& node() { return write(moves_.node(word())); }
    Mover& place() { return write(moves_.place(word())); }
    Mover& fact() { return write(moves_.fact(word())); }
    Mover& string() { return write(moves_.string(word())); }
    Mover& same() { return write(word()); }
    Mover& list() {
        const std::uint32_t count = word();
        same();
        for (std::uint32_t i = 0; i < count; ++i) node();
        return *this;
    }
    void child(std::uint32_t& id) const { id = moves_.node(id); }
    void children(std::uint32_t& at) { begin(at).list(); }

    void statement(Node& node_) {
        switch (node_.kind) {
            case NodeKind::Return:
            case NodeKind::Expr:
                return child(node_.a);
            case NodeKind::Delete:
            case NodeKind::Import:
            case NodeKind::Global:
            case NodeKind::Nonlocal:
            case NodeKind::ErrorStmt:
                return children(node_.a);
            case NodeKind::Assign:
            case NodeKind::Match:
                child(node_.a);
                return children(node_.b);
            case NodeKind::TypeAlias:
                child(node_.a);
                begin(node_.b).node().list();
                return;
            case NodeKind::AugAssign:
            case NodeKind::Raise:
            case NodeKind::Assert:
                child(node_.a);
                return child(node_.b);
            case NodeKind::AnnAssign:
                child(node_.a);
                begin(node_.b).node().node();
                return;
            case NodeKind::For:
            case NodeKind::AsyncFor:
                child(node_.a);
                begin(node_.b).node().list().list();
                return;
            case NodeKind::While:
            case NodeKind::If:
                child(node_.a);
                begin(node_.b).list().list();
                return;
            case NodeKind::With:
            case NodeKind::AsyncWith:
                children(node_.a);
                return children(node_.b);
            case NodeKind::Try:
            case NodeKind::TryStar:
                begin(node_.b).list().list().list().list();
                return;
            case NodeKind::ImportFrom:
                begin(node_.b).place().same().list();
                return;
            default:
                return;
        }
    }

    void expression(Node& node_) {
        switch (node_.kind) {
            case NodeKind::BoolOp:
            case NodeKind::JoinedStr:
            case NodeKind::TemplateStr:
            case NodeKind::List:
            case NodeKind::Tuple:
            case NodeKind::Set:
            case NodeKind::ErrorExpr:
                return children(node_.a);
            case NodeKind::NamedExpr:
            case NodeKind::BinOp:
            case NodeKind::Lambda:
            case NodeKind::FormattedValue:
            case NodeKind::Subscript:
                child(node_.a);
                return child(node_.b);
            case NodeKind::UnaryOp:
            case NodeKind::Await:
            case NodeKind::Yield:
            case NodeKind::YieldFrom:
            case NodeKind::Attribute:
            case NodeKind::Starred:
                return child(node_.a);
            case NodeKind::IfExp:
            case NodeKind::Slice:
                child(node_.a);
                begin(node_.b).node().node();
                return;
            case NodeKind::Dict:
                children(node_.a);
                return children(node_.b);
            case NodeKind::ListComp:
            case NodeKind::SetComp:
            case NodeKind::GeneratorExp:
            case NodeKind::Compare:  // and its operators, which stay
                child(node_.a);
                return children(node_.b);
            case NodeKind::DictComp:
                child(node_.a);
                begin(node_.b).node().list();
                return;
            case NodeKind::Call:
                child(node_.a);
                begin(node_.b).list().list();
                return;
            case NodeKind::Interpolation:
                child(node_.a);
                begin(node_.b).string().same().node();
                return;
            default:
                return;
        }
    }

    void part(Node& node_) {
        switch (node_.kind) {
            case NodeKind::MatchValue:
            case NodeKind::MatchSingleton:
                return child(node_.a);
            case NodeKind::MatchSequence:
            case NodeKind::MatchOr:
            case NodeKind::Arguments:
                return children(node_.a);
            case NodeKind::MatchMapping:
                begin(node_.b).place().list().list();
                return;
            case NodeKind::MatchClass:
                child(node_.a);
                begin(node_.b).list().list().list();
                return;
            case NodeKind::MatchStar:
                node_.b = moves_.place(node_.b);
                return;
            case NodeKind::MatchAs:
                child(node_.a);
                begin(node_.b).same().place();
                return;
            case NodeKind::WithItem:
                child(node_.a);
                return child(node_.b);
            case NodeKind::Keyword:
                return child(node_.b);
            case NodeKind::MatchCase:
                child(node_.a);
                begin(node_.b).node().list();
                return;
            case NodeKind::Comprehension:
                child(node_.a);
                begin(node_.b).node().list();
                return;
            case NodeKind::ExceptHandler:
                child(node_.a);
                begin(node_.b).same().place().list();
                return;
            case NodeKind::Alias:
                if (node_.b != 0) begin(node_.b).same().place();
                return;
            case NodeKind::TypeVar:
            case NodeKind::ParamSpec:
            case NodeKind::TypeVarTuple:
                begin(node_.b).place().node().node();
                return;
            case NodeKind::Arg:
                begin(node_.b).node().node();
                return;
            default:
                return;
        }
    }

    const std::vector<NodeId>& from_;
    std::vector<NodeId>& to_;
    const Moves& moves_;
    std::uint32_t at_ = 0;
    std::uint32_t shift_ = 0;
};

template <class Table>
void replace_part(const Table& before, Table& after, const Table& part, std::uint32_t first,
                  std::uint32_t end, std::uint32_t made_first, std::uint32_t made_end) {
    after.reserve(before.size() - (end - first) + (made_end - made_first));
    after.assign(before.begin(), before.begin() + first);
    after.insert(after.end(), part.begin() + made_first, part.begin() + made_end);
    after.insert(after.end(), before.begin() + end, before.end());
}

/// Comments of the text's old lines are left out, those of the new ones come in.
std::vector<TypeIgnore> spliced(const std::vector<TypeIgnore>& before,
                                const std::vector<TypeIgnore>& part,
                                const Builder::Replaced& replaced) {
    std::vector<TypeIgnore> after;
    for (const TypeIgnore& ignore : before) {
        if (ignore.offset < replaced.range.start) after.push_back(ignore);
    }
    after.insert(after.end(), part.begin(), part.end());
    for (const TypeIgnore& ignore : before) {
        if (ignore.offset < replaced.range.end) continue;
        after.push_back(ignore);
        after.back().offset += replaced.bytes;
        after.back().line += replaced.lines;
    }
    return after;
}

std::vector<TypeComment> spliced(const std::vector<TypeComment>& before, const Stretch& old,
                                 const std::vector<TypeComment>& part, const Moves& inside,
                                 const Moves& behind) {
    const auto moved = [](const TypeComment& comment, const Moves& moves) {
        return TypeComment{NodeId{moves.node(index_of(comment.node))},
                           {moves.place(comment.text.start), moves.place(comment.text.end)}};
    };
    std::vector<TypeComment> after;
    for (const TypeComment& comment : before) {
        if (index_of(comment.node) < old.first.nodes) after.push_back(comment);
    }
    for (const TypeComment& comment : part) after.push_back(moved(comment, inside));
    for (const TypeComment& comment : before) {
        if (index_of(comment.node) >= old.end.nodes) after.push_back(moved(comment, behind));
    }
    return after;
}

Stretch moved(Stretch stretch, const Moves& moves) {
    const auto move = [&](Stretch::Sizes& sizes) {
        sizes = {moves.node(sizes.nodes), moves.pool(sizes.pool), moves.string(sizes.strings),
                 moves.fact(sizes.facts)};
    };
    stretch.function = NodeId{moves.node(index_of(stretch.function))};
    stretch.start = moves.place(stretch.start);
    move(stretch.first);
    move(stretch.end);
    return stretch;
}

bool is_with(const Node& node) {
    return node.kind == NodeKind::With || node.kind == NodeKind::AsyncWith;
}

}  // namespace

std::optional<Tree> Builder::splice(const Tree& before, std::vector<Stretch>& stretches,
                                    std::size_t which, const Tree& part, const Stretch& made,
                                    const Replaced& replaced) {
    using Sizes = Stretch::Sizes;
    const Stretch old = stretches[which];
    Tree after;
    const auto replace = [&](auto& of_before, auto& of_after, auto& of_part,
                             std::uint32_t Sizes::* size) {
        replace_part(of_before, of_after, of_part, old.first.*size, old.end.*size, made.first.*size,
                     made.end.*size);
    };
    replace(before.nodes_, after.nodes_, part.nodes_, &Sizes::nodes);
    replace(before.pool_, after.pool_, part.pool_, &Sizes::pool);
    replace(before.strings_, after.strings_, part.strings_, &Sizes::strings);
    replace(before.facts_, after.facts_, part.facts_, &Sizes::facts);

    const auto into = [&](std::uint32_t Sizes::* size) {
        return Shift{made.first.*size, old.first.*size - made.first.*size};
    };
    const Moves inside{
        into(&Sizes::nodes), into(&Sizes::pool), into(&Sizes::strings), into(&Sizes::facts), {}};
    Mover mover(part.pool_, after.pool_, inside);
    for (std::uint32_t i = made.first.nodes; i < made.end.nodes; ++i) {
        after.nodes_[inside.node(i)] = mover.moved(part.nodes_[i]);
    }

    // What is behind it, or around it.
    const auto along = [&](std::uint32_t Sizes::* size) {
        return Shift{old.end.*size,
                     (made.end.*size - made.first.*size) - (old.end.*size - old.first.*size)};
    };
    Moves behind{along(&Sizes::nodes),
                 along(&Sizes::pool),
                 along(&Sizes::strings),
                 along(&Sizes::facts),
                 {before.end(old.function), part.end(made.function), replaced.bytes}};
    behind.node.from = index_of(old.function);  // which is still the last of its nodes
    Mover rest(before.pool_, after.pool_, behind);
    for (std::uint32_t i = old.end.nodes; i < before.nodes_.size(); ++i) {
        const Node& node = before.nodes_[i];
        if (is_with(node) && node.start < old.start) return std::nullopt;
        after.nodes_[behind.node(i)] = rest.moved(node);
    }
    after.root_ = behind.pool(before.root_);
    rest.list_at(before.root_);

    after.type_comments_ = spliced(before.type_comments_, old, part.type_comments_, inside, behind);
    after.type_ignores_ = spliced(before.type_ignores_, part.type_ignores_, replaced);
    after.inline_config_ = before.inline_config_;
    for (InlineConfig& comment : after.inline_config_) {
        if (comment.line > replaced.first_line) comment.line += replaced.lines;
    }
    after.ignores_whole_file_ = before.ignores_whole_file_;
    after.uses_template_strings_ = before.uses_template_strings_ || part.uses_template_strings_;
    stretches[which] = moved(made, inside);
    for (std::size_t i = which + 1; i < stretches.size(); ++i) {
        stretches[i] = moved(stretches[i], behind);
    }
    return after;
}

}  // namespace krait::syntax
