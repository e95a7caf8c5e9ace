// tree.cpp: reads views out of nodes and pool. Every layout here has its writer in builder.h.

#include "python/syntax/tree.h"

#include <algorithm>
#include <bit>

namespace krait::syntax {

namespace {

/// Reads a record in the pool from front to back.
class Record {
public:
    Record(const std::vector<NodeId>& pool, std::uint32_t at) : next_(pool.data() + at) {}
    NodeId node() { return *next_++; }
    std::uint32_t word() { return index_of(*next_++); }
    Name name() { return Name{word()}; }
    NodeList list() {
        std::uint32_t count = word();
        NodeList items(next_, count);
        next_ += count;
        return items;
    }
    const NodeId* rest() const { return next_; }

private:
    const NodeId* next_;
};

double double_of(const Node& node) {
    return std::bit_cast<double>(std::uint64_t{node.b} << 32 | node.a);
}

}  // namespace

Tree::Tree() : nodes_(1), pool_(1, NodeId::None) {}

const TypeComment* Tree::type_comment(NodeId id) const {
    auto found =
        std::lower_bound(type_comments_.begin(), type_comments_.end(), id,
                         [](const TypeComment& comment, NodeId key) { return comment.node < key; });
    return found != type_comments_.end() && found->node == id ? &*found : nullptr;
}

std::size_t Tree::memory() const {
    return sizeof(*this) + nodes_.capacity() * sizeof(Node) + pool_.capacity() * sizeof(NodeId) +
           strings_.capacity() + facts_.capacity() * sizeof(FunctionFacts);
}

// --- statements

FunctionView Tree::function(NodeId id) const {
    const Node& n = checked(id, NodeKind::FunctionDef, NodeKind::AsyncFunctionDef);
    Record record(pool_, n.b);
    std::uint32_t name_start = record.word();
    NodeId args = record.node();
    NodeId returns = record.node();
    std::uint32_t body_start = record.word();
    std::uint32_t facts = record.word();
    NodeList decorators = record.list();
    NodeList type_params = record.list();
    NodeList body = record.list();
    return {
        Name{n.a},   name_start, args,       returns,       decorators,
        type_params, body,       body_start, facts_[facts], n.kind == NodeKind::AsyncFunctionDef};
}

ClassView Tree::class_def(NodeId id) const {
    const Node& n = checked(id, NodeKind::ClassDef);
    Record record(pool_, n.b);
    std::uint32_t name_start = record.word();
    NodeList bases = record.list();
    NodeList keywords = record.list();
    NodeList decorators = record.list();
    NodeList type_params = record.list();
    return {Name{n.a}, name_start, bases, keywords, decorators, type_params, record.list()};
}

AssignView Tree::assign(NodeId id) const {
    const Node& n = checked(id, NodeKind::Assign);
    return {list(n.b), NodeId{n.a}};
}

TypeAliasView Tree::type_alias(NodeId id) const {
    const Node& n = checked(id, NodeKind::TypeAlias);
    Record record(pool_, n.b);
    NodeId value = record.node();
    return {NodeId{n.a}, record.list(), value};
}

AugAssignView Tree::aug_assign(NodeId id) const {
    const Node& n = checked(id, NodeKind::AugAssign);
    return {NodeId{n.a}, static_cast<BinaryOperator>(n.small), NodeId{n.b}};
}

AnnAssignView Tree::ann_assign(NodeId id) const {
    const Node& n = checked(id, NodeKind::AnnAssign);
    return {NodeId{n.a}, pool_[n.b], pool_[n.b + 1], (n.flags & flag::kSimple) != 0};
}

ForView Tree::for_loop(NodeId id) const {
    const Node& n = checked(id, NodeKind::For, NodeKind::AsyncFor);
    Record record(pool_, n.b);
    NodeId iter = record.node();
    NodeList body = record.list();
    return {NodeId{n.a}, iter, body, record.list(), n.kind == NodeKind::AsyncFor};
}

WhileView Tree::while_loop(NodeId id) const {
    const Node& n = checked(id, NodeKind::While);
    Record record(pool_, n.b);
    NodeList body = record.list();
    return {NodeId{n.a}, body, record.list()};
}

IfView Tree::if_stmt(NodeId id) const {
    const Node& n = checked(id, NodeKind::If);
    Record record(pool_, n.b);
    NodeList body = record.list();
    return {NodeId{n.a}, body, record.list(), (n.flags & flag::kElif) != 0};
}

WithView Tree::with(NodeId id) const {
    const Node& n = checked(id, NodeKind::With, NodeKind::AsyncWith);
    return {list(n.a), list(n.b), n.kind == NodeKind::AsyncWith};
}

WithItemView Tree::with_item(NodeId id) const {
    const Node& n = checked(id, NodeKind::WithItem);
    return {NodeId{n.a}, NodeId{n.b}};
}

MatchView Tree::match(NodeId id) const {
    const Node& n = checked(id, NodeKind::Match);
    return {NodeId{n.a}, list(n.b)};
}

MatchCaseView Tree::match_case(NodeId id) const {
    const Node& n = checked(id, NodeKind::MatchCase);
    Record record(pool_, n.b);
    NodeId guard = record.node();
    return {NodeId{n.a}, guard, record.list()};
}

RaiseView Tree::raise(NodeId id) const {
    const Node& n = checked(id, NodeKind::Raise);
    return {NodeId{n.a}, NodeId{n.b}};
}

TryView Tree::try_stmt(NodeId id) const {
    const Node& n = checked(id, NodeKind::Try, NodeKind::TryStar);
    Record record(pool_, n.b);
    NodeList body = record.list();
    NodeList handlers = record.list();
    NodeList orelse = record.list();
    return {body, handlers, orelse, record.list(), n.kind == NodeKind::TryStar};
}

ExceptHandlerView Tree::except_handler(NodeId id) const {
    const Node& n = checked(id, NodeKind::ExceptHandler);
    Record record(pool_, n.b);
    Name name = record.name();
    std::uint32_t name_start = record.word();
    return {NodeId{n.a}, name, name_start, record.list()};
}

AssertView Tree::assert_stmt(NodeId id) const {
    const Node& n = checked(id, NodeKind::Assert);
    return {NodeId{n.a}, NodeId{n.b}};
}

ImportView Tree::import(NodeId id) const {
    const Node& n = checked(id, NodeKind::Import);
    return {list(n.a), (n.flags & flag::kLazy) != 0};
}

ImportFromView Tree::import_from(NodeId id) const {
    const Node& n = checked(id, NodeKind::ImportFrom);
    Record record(pool_, n.b);
    std::uint32_t module_start = record.word();
    std::uint32_t level = record.word();
    return {Name{n.a}, module_start, level, record.list(), (n.flags & flag::kLazy) != 0};
}

AliasView Tree::alias(NodeId id) const {
    const Node& n = checked(id, NodeKind::Alias);
    if (n.b == 0) return {Name{n.a}, Name::Empty, n.start, 0};
    return {Name{n.a}, Name{word(n.b)}, n.start, word(n.b + 1)};
}

// --- expressions

BoolOpView Tree::bool_op(NodeId id) const {
    const Node& n = checked(id, NodeKind::BoolOp);
    return {static_cast<BoolOperator>(n.small), list(n.a)};
}

NamedExprView Tree::named_expr(NodeId id) const {
    const Node& n = checked(id, NodeKind::NamedExpr);
    return {NodeId{n.a}, NodeId{n.b}};
}

BinOpView Tree::bin_op(NodeId id) const {
    const Node& n = checked(id, NodeKind::BinOp);
    return {NodeId{n.a}, static_cast<BinaryOperator>(n.small), NodeId{n.b}};
}

UnaryOpView Tree::unary_op(NodeId id) const {
    const Node& n = checked(id, NodeKind::UnaryOp);
    return {static_cast<UnaryOperator>(n.small), NodeId{n.a}};
}

LambdaView Tree::lambda(NodeId id) const {
    const Node& n = checked(id, NodeKind::Lambda);
    return {NodeId{n.a}, NodeId{n.b}};
}

IfExpView Tree::if_exp(NodeId id) const {
    const Node& n = checked(id, NodeKind::IfExp);
    return {NodeId{n.a}, pool_[n.b], pool_[n.b + 1]};
}

DictView Tree::dict(NodeId id) const {
    const Node& n = checked(id, NodeKind::Dict);
    return {list(n.a), list(n.b)};
}

ComprehensionExprView Tree::comprehension_expr(NodeId id) const {
    const Node& n = node(id);
    KRAIT_ASSERT(n.kind == NodeKind::ListComp || n.kind == NodeKind::SetComp ||
                     n.kind == NodeKind::GeneratorExp,
                 "a node is asked for the view of its own kind");
    return {NodeId{n.a}, list(n.b)};
}

DictCompView Tree::dict_comp(NodeId id) const {
    const Node& n = checked(id, NodeKind::DictComp);
    Record record(pool_, n.b);
    NodeId value = record.node();
    return {NodeId{n.a}, value, record.list()};
}

ComprehensionView Tree::comprehension(NodeId id) const {
    const Node& n = checked(id, NodeKind::Comprehension);
    Record record(pool_, n.b);
    NodeId iter = record.node();
    return {NodeId{n.a}, iter, record.list(), n.small != 0};
}

CompareView Tree::compare(NodeId id) const {
    const Node& n = checked(id, NodeKind::Compare);
    Record record(pool_, n.b);
    NodeList comparators = record.list();
    return {NodeId{n.a}, comparators, record.rest()};
}

CallView Tree::call(NodeId id) const {
    const Node& n = checked(id, NodeKind::Call);
    Record record(pool_, n.b);
    NodeList args = record.list();
    return {NodeId{n.a}, args, record.list()};
}

KeywordView Tree::keyword(NodeId id) const {
    const Node& n = checked(id, NodeKind::Keyword);
    return {Name{n.a}, NodeId{n.b}};
}

FormattedValueView Tree::formatted_value(NodeId id) const {
    const Node& n = checked(id, NodeKind::FormattedValue);
    return {NodeId{n.a}, static_cast<Conversion>(n.small), NodeId{n.b}};
}

InterpolationView Tree::interpolation(NodeId id) const {
    const Node& n = checked(id, NodeKind::Interpolation);
    std::string_view text = std::string_view(strings_).substr(word(n.b), word(n.b + 1));
    return {NodeId{n.a}, text, static_cast<Conversion>(n.small), pool_[n.b + 2]};
}

NodeList Tree::string_parts(NodeId id) const {
    return list(checked(id, NodeKind::JoinedStr, NodeKind::TemplateStr).a);
}

std::optional<std::int64_t> Tree::int_value(NodeId id) const {
    const Node& n = checked(id, NodeKind::Int);
    if (n.flags & flag::kTooBig) return std::nullopt;
    return static_cast<std::int64_t>(std::uint64_t{n.b} << 32 | n.a);
}

double Tree::float_value(NodeId id) const {
    return double_of(checked(id, NodeKind::Float));
}

double Tree::complex_value(NodeId id) const {
    return double_of(checked(id, NodeKind::Complex));
}

std::string_view Tree::str_value(NodeId id) const {
    const Node& n = checked(id, NodeKind::Str);
    return std::string_view(strings_).substr(n.a, n.b);
}

std::string_view Tree::bytes_value(NodeId id) const {
    const Node& n = checked(id, NodeKind::Bytes);
    return std::string_view(strings_).substr(n.a, n.b);
}

std::optional<std::uint32_t> Tree::str_source_offset(NodeId id) const {
    const Node& n = checked(id, NodeKind::Str);
    if (n.flags & (flag::kDecoded | flag::kConcatenated)) return std::nullopt;
    return n.start + n.small;  // small: prefix and quotes
}

AttributeView Tree::attribute(NodeId id) const {
    const Node& n = checked(id, NodeKind::Attribute);
    return {NodeId{n.a}, Name{n.b}, n.end - n.small};  // small: the token's length
}

SubscriptView Tree::subscript(NodeId id) const {
    const Node& n = checked(id, NodeKind::Subscript);
    return {NodeId{n.a}, NodeId{n.b}};
}

NodeList Tree::elements(NodeId id) const {
    const Node& n = node(id);
    KRAIT_ASSERT(n.kind == NodeKind::List || n.kind == NodeKind::Tuple || n.kind == NodeKind::Set,
                 "a node is asked for the view of its own kind");
    return list(n.a);
}

SliceView Tree::slice(NodeId id) const {
    const Node& n = checked(id, NodeKind::Slice);
    return {NodeId{n.a}, pool_[n.b], pool_[n.b + 1]};
}

NodeList Tree::error_children(NodeId id) const {
    return list(checked(id, NodeKind::ErrorStmt, NodeKind::ErrorExpr).a);
}

// --- patterns

NodeId Tree::match_value(NodeId id) const {
    return NodeId{checked(id, NodeKind::MatchValue, NodeKind::MatchSingleton).a};
}

NodeList Tree::match_patterns(NodeId id) const {
    return list(checked(id, NodeKind::MatchSequence, NodeKind::MatchOr).a);
}

MatchMappingView Tree::match_mapping(NodeId id) const {
    const Node& n = checked(id, NodeKind::MatchMapping);
    Record record(pool_, n.b);
    std::uint32_t rest_start = record.word();
    NodeList keys = record.list();
    return {keys, record.list(), Name{n.a}, rest_start};
}

MatchClassView Tree::match_class(NodeId id) const {
    const Node& n = checked(id, NodeKind::MatchClass);
    Record record(pool_, n.b);
    NodeList patterns = record.list();
    NodeList names = record.list();
    return {NodeId{n.a}, patterns, names, record.list()};
}

MatchStarView Tree::match_star(NodeId id) const {
    const Node& n = checked(id, NodeKind::MatchStar);
    return {Name{n.a}, n.b};
}

MatchAsView Tree::match_as(NodeId id) const {
    const Node& n = checked(id, NodeKind::MatchAs);
    return {NodeId{n.a}, Name{word(n.b)}, word(n.b + 1)};
}

// --- the rest

TypeParamView Tree::type_param(NodeId id) const {
    const Node& n = node(id);
    KRAIT_ASSERT(is_type_parameter(n.kind), "a node is asked for the view of its own kind");
    return {Name{n.a}, word(n.b), pool_[n.b + 1], pool_[n.b + 2]};
}

ArgumentsView Tree::arguments(NodeId id) const {
    return {list(checked(id, NodeKind::Arguments).a)};
}

ArgView Tree::arg(NodeId id) const {
    const Node& n = checked(id, NodeKind::Arg);
    return {Name{n.a}, pool_[n.b], pool_[n.b + 1], static_cast<ParameterKind>(n.small)};
}

}  // namespace krait::syntax
