// ast_dump.cpp
//
// Prints Krait's syntax trees in a form that compare_ast.py makes of CPython's ast as well: one
// line per node with its label, kind, place and scalars. Paths come on standard input, one a line.
//
//   krait_ast_dump [--minor N] [--no-fstring-places] [--no-alias-places]
//
// Every file's dump starts with "== path"; one that has syntax errors is "!! line:column message".

#include <bit>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

#include "base/source_text.h"
#include "python/syntax/decoding.h"
#include "python/syntax/parser.h"

namespace {

using namespace krait;
using namespace krait::syntax;

class Dump {
public:
    bool alias_places = true;  ///< Python 3.9 gives aliases none

    Dump(const base::SourceText& source, const Tree& tree, bool fstring_places)
        : source_(source),
          tree_(tree),
          fstring_places_(fstring_places),
          lengths_only_(source.text().find("\\N{") != std::string_view::npos) {}

    void module() {
        std::size_t i = 0;
        for (NodeId id : tree_.body()) node("body[" + std::to_string(i++) + "]", id);
        std::fwrite(out_.data(), 1, out_.size(), stdout);
    }

private:
    void place(std::uint32_t offset) {
        base::LineColumn at = source_.position(offset, base::ColumnUnit::Utf8);
        out_ += std::to_string(at.line + 1);
        out_ += ':';
        out_ += std::to_string(at.column);
    }
    void head(std::string_view label, const char* kind, const NodeId* placed) {
        out_.append(depth_, ' ');
        out_ += label;
        out_ += ' ';
        out_ += kind;
        if (placed == nullptr) return;
        bool hidden = in_fstring_ > 0 && (!fstring_places_ || tree_.is(*placed, NodeKind::Str) ||
                                          tree_.is(*placed, NodeKind::JoinedStr) ||
                                          tree_.is(*placed, NodeKind::FormattedValue));
        if (hidden) return;
        out_ += ' ';
        place(tree_.start(*placed));
        out_ += '-';
        place(tree_.end(*placed));
    }
    void scalar(std::string_view key, std::string_view value) {
        out_ += ' ';
        out_ += key;
        out_ += '=';
        out_ += value;
    }
    void name(std::string_view key, Name value) {
        if (value != Name::Empty) scalar(key, base::text_of(value));
    }
    void hex(std::string_view bytes) {
        static constexpr char kDigits[] = "0123456789abcdef";
        for (unsigned char c : bytes) {
            out_ += kDigits[c >> 4];
            out_ += kDigits[c & 15];
        }
    }
    void number(double value) {
        char bytes[8];
        std::memcpy(bytes, &value, 8);
        hex({bytes, 8});
    }
    void context(NodeId id) {
        static constexpr const char* kNames[] = {"Load", "Store", "Del"};
        scalar("ctx", kNames[static_cast<int>(tree_.context(id))]);
    }
    void one(std::string_view label, NodeId id) {
        if (id != NodeId::None) node(label, id);
    }
    void many(std::string_view label, NodeList list) {
        std::size_t i = 0;
        for (NodeId id : list) {
            std::string text(label);
            text += '[' + std::to_string(i++) + ']';
            if (id != NodeId::None) node(text, id);
        }
    }
    void end_line() {
        out_ += '\n';
        ++depth_;
    }

    void node(std::string_view label, NodeId id) {
        NodeKind kind = tree_.kind(id);
        switch (kind) {
            case NodeKind::Arguments:
            case NodeKind::WithItem:
            case NodeKind::Comprehension:
            case NodeKind::MatchCase:
                head(label, name_of(kind), nullptr);
                break;
            case NodeKind::Alias:
                head(label, name_of(kind), alias_places ? &id : nullptr);
                break;
            default:
                head(label, name_of(kind), &id);
                break;
        }
        std::size_t depth = depth_;
        int fstrings = in_fstring_;
        if (is_statement(kind)) {
            statement(id, kind);
        } else if (is_expression(kind)) {
            expression(id, kind);
        } else {
            part(id, kind);
        }
        in_fstring_ = fstrings;
        depth_ = depth;
    }

    void statement(NodeId id, NodeKind kind) {
        switch (kind) {
            case NodeKind::FunctionDef:
            case NodeKind::AsyncFunctionDef: {
                FunctionView f = tree_.function(id);
                name("name", f.name);
                end_line();
                one("args", f.args), many("body", f.body), many("decorator_list", f.decorators);
                one("returns", f.returns), many("type_params", f.type_params);
                break;
            }
            case NodeKind::ClassDef: {
                ClassView c = tree_.class_def(id);
                name("name", c.name);
                end_line();
                many("bases", c.bases), many("keywords", c.keywords), many("body", c.body);
                many("decorator_list", c.decorators), many("type_params", c.type_params);
                break;
            }
            case NodeKind::Return:
                end_line(), one("value", tree_.return_value(id));
                break;
            case NodeKind::Delete:
                end_line(), many("targets", tree_.delete_targets(id));
                break;
            case NodeKind::Assign: {
                AssignView a = tree_.assign(id);
                end_line(), many("targets", a.targets), one("value", a.value);
                break;
            }
            case NodeKind::TypeAlias: {
                TypeAliasView a = tree_.type_alias(id);
                end_line(), one("name", a.name), many("type_params", a.type_params);
                one("value", a.value);
                break;
            }
            case NodeKind::AugAssign: {
                AugAssignView a = tree_.aug_assign(id);
                scalar("op", name_of(a.op));
                end_line(), one("target", a.target), one("value", a.value);
                break;
            }
            case NodeKind::AnnAssign: {
                AnnAssignView a = tree_.ann_assign(id);
                scalar("simple", a.simple ? "1" : "0");
                end_line(), one("target", a.target), one("annotation", a.annotation);
                one("value", a.value);
                break;
            }
            case NodeKind::For:
            case NodeKind::AsyncFor: {
                ForView f = tree_.for_loop(id);
                end_line(), one("target", f.target), one("iter", f.iter), many("body", f.body);
                many("orelse", f.orelse);
                break;
            }
            case NodeKind::While: {
                WhileView w = tree_.while_loop(id);
                end_line(), one("test", w.test), many("body", w.body), many("orelse", w.orelse);
                break;
            }
            case NodeKind::If: {
                IfView i = tree_.if_stmt(id);
                end_line(), one("test", i.test), many("body", i.body), many("orelse", i.orelse);
                break;
            }
            case NodeKind::With:
            case NodeKind::AsyncWith: {
                WithView w = tree_.with(id);
                end_line(), many("items", w.items), many("body", w.body);
                break;
            }
            default:
                other_statement(id, kind);
                break;
        }
    }

    void other_statement(NodeId id, NodeKind kind) {
        switch (kind) {
            case NodeKind::Match: {
                MatchView m = tree_.match(id);
                end_line(), one("subject", m.subject), many("cases", m.cases);
                break;
            }
            case NodeKind::Raise: {
                RaiseView r = tree_.raise(id);
                end_line(), one("exc", r.exception), one("cause", r.cause);
                break;
            }
            case NodeKind::Try:
            case NodeKind::TryStar: {
                TryView t = tree_.try_stmt(id);
                end_line(), many("body", t.body), many("handlers", t.handlers);
                many("orelse", t.orelse), many("finalbody", t.finalbody);
                break;
            }
            case NodeKind::Assert: {
                AssertView a = tree_.assert_stmt(id);
                end_line(), one("test", a.test), one("msg", a.message);
                break;
            }
            case NodeKind::Import:
                end_line(), many("names", tree_.import(id).names);
                break;
            case NodeKind::ImportFrom: {
                ImportFromView i = tree_.import_from(id);
                name("module", i.module);
                scalar("level", std::to_string(i.level));
                end_line(), many("names", i.names);
                break;
            }
            case NodeKind::Global:
                names(tree_.global_names(id)), end_line();
                break;
            case NodeKind::Nonlocal:
                names(tree_.nonlocal_names(id)), end_line();
                break;
            case NodeKind::Expr:
                end_line(), one("value", tree_.expr_value(id));
                break;
            case NodeKind::ErrorStmt:
                end_line(), many("kept", tree_.error_children(id));
                break;
            default:
                end_line();
                break;
        }
    }

    void names(NodeList list) {
        for (NodeId id : list) name("names", tree_.identifier(id));
    }

    void constant(NodeId id, NodeKind kind) {
        switch (kind) {
            case NodeKind::Int: {
                auto value = tree_.int_value(id);
                scalar("int", value ? std::to_string(*value) : "big");
                break;
            }
            case NodeKind::Float:
                scalar("float", ""), number(tree_.float_value(id));
                break;
            case NodeKind::Complex:
                scalar("complex", ""), number(tree_.complex_value(id));
                break;
            case NodeKind::Bytes:
                scalar("bytes", ""), hex(tree_.bytes_value(id));
                break;
            case NodeKind::Str: {
                std::string_view value = tree_.str_value(id);
                scalar("str", "");
                if (lengths_only_) {
                    out_ += std::to_string(base::width(value, base::ColumnUnit::Utf32));
                } else {
                    hex(value);
                }
                if (tree_.has_unicode_prefix(id)) scalar("kind", "u");
                break;
            }
            case NodeKind::True:
                scalar("value", "True");
                break;
            case NodeKind::False:
                scalar("value", "False");
                break;
            case NodeKind::NoneConstant:
                scalar("value", "None");
                break;
            default:
                scalar("value", "Ellipsis");
                break;
        }
        end_line();
    }

    static const char* conversion(Conversion value) {
        static constexpr const char* kNames[] = {"-1", "115", "114", "97"};
        return kNames[static_cast<int>(value)];
    }

    void expression(NodeId id, NodeKind kind) {
        if (is_constant(kind)) return constant(id, kind);
        switch (kind) {
            case NodeKind::BoolOp: {
                BoolOpView b = tree_.bool_op(id);
                scalar("op", name_of(b.op));
                end_line(), many("values", b.values);
                break;
            }
            case NodeKind::NamedExpr: {
                NamedExprView n = tree_.named_expr(id);
                end_line(), one("target", n.target), one("value", n.value);
                break;
            }
            case NodeKind::BinOp: {
                BinOpView b = tree_.bin_op(id);
                scalar("op", name_of(b.op));
                end_line(), one("left", b.left), one("right", b.right);
                break;
            }
            case NodeKind::UnaryOp: {
                UnaryOpView u = tree_.unary_op(id);
                scalar("op", name_of(u.op));
                end_line(), one("operand", u.operand);
                break;
            }
            case NodeKind::Lambda: {
                LambdaView l = tree_.lambda(id);
                end_line(), one("args", l.args), one("body", l.body);
                break;
            }
            case NodeKind::IfExp: {
                IfExpView i = tree_.if_exp(id);
                end_line(), one("test", i.test), one("body", i.body), one("orelse", i.orelse);
                break;
            }
            case NodeKind::Dict: {
                DictView d = tree_.dict(id);
                end_line(), many("keys", d.keys), many("values", d.values);
                break;
            }
            case NodeKind::ListComp:
            case NodeKind::SetComp:
            case NodeKind::GeneratorExp: {
                ComprehensionExprView c = tree_.comprehension_expr(id);
                end_line(), one("elt", c.element), many("generators", c.generators);
                break;
            }
            case NodeKind::DictComp: {
                DictCompView d = tree_.dict_comp(id);
                end_line(), one("key", d.key), one("value", d.value);
                many("generators", d.generators);
                break;
            }
            case NodeKind::Await:
                end_line(), one("value", tree_.await_value(id));
                break;
            case NodeKind::Yield:
                end_line(), one("value", tree_.yield_value(id));
                break;
            case NodeKind::YieldFrom:
                end_line(), one("value", tree_.yield_from_value(id));
                break;
            case NodeKind::Compare: {
                CompareView c = tree_.compare(id);
                for (std::size_t i = 0; i < c.comparators.size(); ++i) {
                    scalar("ops", name_of(c.op(i)));
                }
                end_line(), one("left", c.left), many("comparators", c.comparators);
                break;
            }
            case NodeKind::Call: {
                CallView c = tree_.call(id);
                end_line(), one("func", c.func), many("args", c.args);
                many("keywords", c.keywords);
                break;
            }
            default:
                other_expression(id, kind);
                break;
        }
    }

    void other_expression(NodeId id, NodeKind kind) {
        switch (kind) {
            case NodeKind::FormattedValue: {
                FormattedValueView f = tree_.formatted_value(id);
                scalar("conversion", conversion(f.conversion));
                end_line(), one("value", f.value), one("format_spec", f.format_spec);
                break;
            }
            case NodeKind::Interpolation: {
                InterpolationView i = tree_.interpolation(id);
                scalar("str", ""), hex(i.text), scalar("conversion", conversion(i.conversion));
                end_line(), one("value", i.value), one("format_spec", i.format_spec);
                break;
            }
            case NodeKind::JoinedStr:
            case NodeKind::TemplateStr:
                ++in_fstring_;
                end_line(), many("values", tree_.string_parts(id));
                break;
            case NodeKind::Attribute: {
                AttributeView a = tree_.attribute(id);
                name("attr", a.attr), context(id);
                end_line(), one("value", a.value);
                break;
            }
            case NodeKind::Subscript: {
                SubscriptView s = tree_.subscript(id);
                context(id);
                end_line(), one("value", s.value), one("slice", s.slice);
                break;
            }
            case NodeKind::Starred:
                context(id), end_line(), one("value", tree_.starred_value(id));
                break;
            case NodeKind::Name:
                name("id", tree_.name(id)), context(id), end_line();
                break;
            case NodeKind::List:
            case NodeKind::Tuple:
                context(id);
                [[fallthrough]];
            case NodeKind::Set:
                end_line(), many("elts", tree_.elements(id));
                break;
            case NodeKind::Slice: {
                SliceView s = tree_.slice(id);
                end_line(), one("lower", s.lower), one("upper", s.upper), one("step", s.step);
                break;
            }
            case NodeKind::ErrorExpr:
                end_line(), many("kept", tree_.error_children(id));
                break;
            default:
                end_line();
                break;
        }
    }

    void part(NodeId id, NodeKind kind) {
        switch (kind) {
            case NodeKind::MatchValue:
            case NodeKind::MatchSingleton:
                end_line(), one("value", tree_.match_value(id));
                break;
            case NodeKind::MatchSequence:
            case NodeKind::MatchOr:
                end_line(), many("patterns", tree_.match_patterns(id));
                break;
            case NodeKind::MatchMapping: {
                MatchMappingView m = tree_.match_mapping(id);
                name("rest", m.rest);
                end_line(), many("keys", m.keys), many("patterns", m.patterns);
                break;
            }
            case NodeKind::MatchClass: {
                MatchClassView m = tree_.match_class(id);
                for (NodeId attr : m.kwd_attrs) name("kwd_attrs", tree_.identifier(attr));
                end_line(), one("cls", m.cls), many("patterns", m.patterns);
                many("kwd_patterns", m.kwd_patterns);
                break;
            }
            case NodeKind::MatchStar:
                name("name", tree_.match_star(id).name), end_line();
                break;
            case NodeKind::MatchAs: {
                MatchAsView m = tree_.match_as(id);
                name("name", m.name);
                end_line(), one("pattern", m.pattern);
                break;
            }
            case NodeKind::TypeVar:
            case NodeKind::ParamSpec:
            case NodeKind::TypeVarTuple: {
                TypeParamView t = tree_.type_param(id);
                name("name", t.name);
                end_line(), one("bound", t.bound), one("default_value", t.default_value);
                break;
            }
            case NodeKind::Arguments:
                end_line(), many("args", tree_.arguments(id).args);
                break;
            case NodeKind::Arg: {
                ArgView a = tree_.arg(id);
                static constexpr const char* kKinds[] = {"posonly", "arg", "vararg", "kwonly",
                                                         "kwarg"};
                name("arg", a.name), scalar("kind", kKinds[static_cast<int>(a.kind)]);
                end_line(), one("annotation", a.annotation), one("default", a.default_value);
                break;
            }
            case NodeKind::Keyword: {
                KeywordView k = tree_.keyword(id);
                name("arg", k.arg);
                end_line(), one("value", k.value);
                break;
            }
            case NodeKind::Alias: {
                AliasView a = tree_.alias(id);
                name("name", a.name), name("asname", a.asname);
                end_line();
                break;
            }
            case NodeKind::WithItem: {
                WithItemView w = tree_.with_item(id);
                end_line(), one("context_expr", w.context), one("optional_vars", w.target);
                break;
            }
            case NodeKind::Comprehension: {
                ComprehensionView c = tree_.comprehension(id);
                scalar("is_async", c.is_async ? "1" : "0");
                end_line(), one("target", c.target), one("iter", c.iter);
                many("ifs", c.conditions);
                break;
            }
            case NodeKind::ExceptHandler: {
                ExceptHandlerView e = tree_.except_handler(id);
                name("name", e.name);
                end_line(), one("type", e.type), many("body", e.body);
                break;
            }
            case NodeKind::MatchCase: {
                MatchCaseView m = tree_.match_case(id);
                end_line(), one("pattern", m.pattern), one("guard", m.guard);
                many("body", m.body);
                break;
            }
            default:
                end_line();
                break;
        }
    }

    const base::SourceText& source_;
    const Tree& tree_;
    bool fstring_places_;
    bool lengths_only_;
    int in_fstring_ = 0;
    std::size_t depth_ = 0;
    std::string out_;
};

void dump_file(const std::string& path, const ParseOptions& options, bool fstring_places,
               bool alias_places) {
    std::printf("== %s\n", path.c_str());
    std::ifstream file(path, std::ios::binary);
    std::stringstream bytes;
    bytes << file.rdbuf();
    auto text = decode_source(bytes.str());
    if (!text) {
        std::printf("!! %s\n", text.error().message.c_str());
        return;
    }
    base::SourceText source(std::move(*text));
    Tree tree = parse_module(source, options);
    for (const SyntaxProblem& problem : tree.errors()) {
        base::LineColumn at = source.position(problem.range.start, base::ColumnUnit::Utf32);
        std::printf("%s %u:%u %s\n", problem.blocker ? "!!" : "??", at.line + 1, at.column + 1,
                    problem.message.c_str());
    }
    Dump dump(source, tree, fstring_places);
    dump.alias_places = alias_places;
    dump.module();
}

}  // namespace

int main(int count, char** arguments) {
    ParseOptions options;
    bool fstring_places = true;
    bool alias_places = true;
    for (int i = 1; i < count; ++i) {
        if (std::strcmp(arguments[i], "--no-fstring-places") == 0) fstring_places = false;
        if (std::strcmp(arguments[i], "--no-alias-places") == 0) alias_places = false;
        if (std::strcmp(arguments[i], "--minor") == 0 && i + 1 < count) {
            options.python_minor = static_cast<std::uint8_t>(std::stoi(arguments[++i]));
        }
    }
    for (std::string path; std::getline(std::cin, path);) {
        dump_file(path, options, fstring_places, alias_places);
        std::printf("==\n");
        std::fflush(stdout);
    }
    return 0;
}
