#include "python/syntax/reparse.h"

#include <catch2/catch_test_macros.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

#include "python/syntax/variable_renaming.h"
#include "unit/python/syntax/render.h"

namespace krait::syntax::testing {

namespace {

/// Something of everything, so that whatever lies behind an edit is moved.
const std::string kModule = R"(# comment
import os, a.b as c
from . import d as e, f

x: int = 1  # type: ignore[code]

def first(a, *args: int, k=1, **kw) -> str:
    """Doc."""
    with open(a) as f:
        f.read()
    with open(a, "rb") as f:
        f.read()
    return f"{a!r:>{k}} {k}" "joined"

class A(Base, metaclass=M):
    field: list[int] = [1, 2.5, 3j, 0x10, 99999999999999999999]

    def method(self, p, /, q: "str" = 'q') -> None:
        self.x = p  # type: int
        for i, *rest in enumerate(q):
            if not i and p or q:
                continue
            elif i < 1 <= 2 is not None:
                break
            else:
                pass
        while (y := next(p)):
            del y.z, y[1:2, ...]
        else:
            raise ValueError("no") from None

    @decorated(
        "with", b"bytes"
    )
    @staticmethod
    def other():  # comment
        # type: () -> int
        async def inner(x):
            async with x as y, z:
                await y
            async for w in x:
                yield w
            return
        try:
            assert inner, "message"
        except (A, B) as error:
            print(error, *[1], sep=x, **{})
        except C:
            ...
        else:
            global g
        finally:
            x += 1
        return lambda u, v=1: u if v else [a async for a in b if a]
    # a comment at the end of the class  # type: ignore


if x:
    async def conditional():
        match x:
            case A(1, k=[b, *_]) | {"k": -1 + 2j, **more} if more:
                nonlocal_ = {k: v for k, v in x}, {s for s in x}, (g for g in x)
            case (None as n) | "a" "b":
                return -1 ** ~2
            case _:
                yield from x

def generic[T: int, *Ts, **P](a: T) -> T:
    type Alias[U] = list[U]
    return a

with open(x) as around:
    def inside():
        with open(x) as around:
            return around

def last():
    z = {1: 2, **x}, {1, 2}
    return "é", '\n', """
multi
line"""
y = last()
)";

std::string describe(const Tree& tree, const base::SourceText& text) {
    std::string out;
    for (std::uint32_t i = 1; i < tree.node_count(); ++i) {
        const NodeId id{i};
        out += std::to_string(i) + " " + std::to_string(static_cast<int>(tree.kind(id))) + " " +
               head(tree, id) + " " + scalar(tree, id) + " " + std::to_string(tree.start(id)) +
               "-" + std::to_string(tree.end(id)) + " " +
               std::to_string(static_cast<int>(tree.context(id))) +
               (tree.parenthesized(id) ? "()" : "");
        for_each_child(tree, id,
                       [&](NodeId child) { out += " " + std::to_string(index_of(child)); });
        if (const TypeComment* comment = tree.type_comment(id)) {
            out += " # " + std::string(text.text().substr(comment->text.start,
                                                          comment->text.end - comment->text.start));
        }
        const bool is_function =
            tree.is(id, NodeKind::FunctionDef) || tree.is(id, NodeKind::AsyncFunctionDef);
        if (is_function) {
            const FunctionView view = tree.function(id);
            out += " at " + std::to_string(view.name_start) + " " +
                   std::to_string(view.body_start) + " yields " +
                   std::to_string(view.facts.has_yield) + " assigns " +
                   std::to_string(view.facts.assigns_self) + " shape " +
                   std::to_string(static_cast<int>(view.facts.shape));
        }
        out += "\n";
    }
    for (const TypeIgnore& ignore : tree.type_ignores()) {
        out += "ignore " + std::to_string(ignore.line) + " " + std::to_string(ignore.offset) + "\n";
    }
    for (const InlineConfig& comment : tree.inline_config()) {
        out += "config " + std::to_string(comment.line) + comment.text + "\n";
    }
    out += "body";
    for (NodeId id : tree.body()) out += " " + std::to_string(index_of(id));
    return out + (tree.ignores_whole_file() ? " ignored" : "");
}

struct Version {
    explicit Version(std::string of)
        : text(std::move(of)), tree(parse_module(text, {}, &stretches)) {
        rename_with_variables(tree);
    }
    base::SourceText text;
    std::vector<Stretch> stretches;
    Tree tree;
};

std::optional<Reparsed> again(const Version& before, const Version& now) {
    return reparse({before.text, before.tree, before.stretches}, now.text, {}, true);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != text.npos);
    return text.replace(at, from.size(), to);
}

/// Whether the edit was done in one function. What comes out is what the parser says in any case.
bool is_local(const std::string& from, const std::string& to) {
    const Version before(kModule);
    const Version now(replaced(kModule, from, to));
    const auto made = again(before, now);
    if (!made) return false;
    CHECK(describe(made->tree, now.text) == describe(now.tree, now.text));
    CHECK(made->stretches == now.stretches);
    return true;
}

}  // namespace

TEST_CASE("an edit in a function reads that function alone again") {
    CHECK(is_local("f.read()", "f.read(1)\n        f'{x}' \"\"\"a\nb\"\"\""));
    CHECK(is_local("    def method(self", "    def method_of(self"));
    CHECK(is_local("    return \"é\"",
                   "    # type: ignore\n    q: int = 1  # type: str\n    return \"é\""));
    CHECK(is_local("        return lambda", "        return  lambda"));
    CHECK(is_local("            return\n", ""));
    CHECK(is_local("line\"\"\"\n", "line\"\"\"\n    # comment\n"));
    CHECK(is_local("@staticmethod", "@classmethod"));
    CHECK(is_local("                yield from x\n\n",
                   "                pass"
                   "\n\n"));
}

TEST_CASE("an edit that may reach further reads everything") {
    CHECK_FALSE(is_local("field:", "fields:"));                    // of the class
    CHECK_FALSE(is_local("    return a\n", "    return (a\n"));    // a bracket stays open
    CHECK_FALSE(is_local("    return a\n", "    return '''a\n"));  // so does a string
    CHECK_FALSE(is_local("    return a\n", "    return a\nb\n"));  // another statement
    CHECK_FALSE(is_local("    return a\n", "  return a\n"));       // less indented
    CHECK_FALSE(is_local("    return a\n", "    return a;;\n"));   // an error
    CHECK_FALSE(is_local("    return a\n", "    return a\n# mypy: strict\n"));
    CHECK_FALSE(is_local("            return around", "            return around.x"));
    CHECK_FALSE(is_local("def last():", "class last:"));
}

namespace {

class Author {
public:
    /// One of many small edits, most of which break something.
    std::string edited(std::string text) {
        static const std::vector<std::string> kPieces = {"x",
                                                         " ",
                                                         "\n",
                                                         "\n    y = 1",
                                                         "\n        z()",
                                                         "(",
                                                         ")",
                                                         "\"",
                                                         ":",
                                                         "#",
                                                         "\\",
                                                         "'a'",
                                                         "f'{x}'",
                                                         "\n\n",
                                                         "1",
                                                         ",",
                                                         "@d\n",
                                                         "\t",
                                                         "async ",
                                                         "if x: pass\n",
                                                         "def f(): pass\n",
                                                         "  # type: ignore\n"};
        const std::size_t at = below(text.size());
        const std::size_t gone = below(3) == 0 ? below(12) : 0;
        return text.replace(at, std::min(gone, text.size() - at), kPieces[below(kPieces.size())]);
    }

private:
    std::size_t below(std::size_t limit) {
        return std::uniform_int_distribution<std::size_t>(0, limit - 1)(dice_);
    }
    std::mt19937 dice_{7};
};

/// How many of the edits were done in one function; each of these as the parser would have it.
std::size_t edit_at_random(const std::string& start, int edits, Author& author) {
    Version current(start);
    std::size_t local = 0;
    for (int i = 0; i < edits; ++i) {
        Version next(author.edited(std::string(current.text.text())));
        if (const auto made = again(current, next)) {
            ++local;
            const bool same = describe(made->tree, next.text) == describe(next.tree, next.text) &&
                              made->stretches == next.stretches;
            if (!same) FAIL(std::string(next.text.text()));
        }
        // Go on from what is in order.
        if (next.tree.errors().empty()) current = Version(std::string(next.text.text()));
    }
    return local;
}

}  // namespace

TEST_CASE("random edits leave what the parser says") {
    Author author;
    std::size_t local = 0;
    for (int round = 0; round < 10; ++round) local += edit_at_random(kModule, 400, author);
    CHECK(local > 500);
}

/// By hand: KRAIT_FILES=FOLDER test_syntax "[real files]"
TEST_CASE("random edits of real files leave what the parser says", "[.][real files]") {
    const char* folder = std::getenv("KRAIT_FILES");
    REQUIRE(folder != nullptr);
    Author author;
    std::size_t local = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() != ".py") continue;
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        if (text.empty() || !Version(text).tree.errors().empty()) continue;
        INFO(entry.path());
        local += edit_at_random(text, 30, author);
    }
    std::printf("%zu edits were done in one function\n", local);
    CHECK(local > 0);
}

}  // namespace krait::syntax::testing
