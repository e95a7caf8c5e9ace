#include <catch2/catch_test_macros.hpp>

#include "render.h"

using namespace krait;
using namespace krait::syntax;
using namespace krait::syntax::testing;

namespace {

Tree parse(const std::string& text) {
    return parse_module(base::SourceText(text));
}

std::string type_comment_of(const std::string& text) {
    Tree tree = parse(text);
    const TypeComment* comment = tree.type_comment(tree.body()[0]);
    if (comment == nullptr) return "";
    return text.substr(comment->text.start, comment->text.end - comment->text.start);
}

}  // namespace

TEST_CASE("ignored lines with their codes") {
    Tree tree = parse("x = 1\ny = 2  # type: ignore\nz = (  #type:ignore[a-b, c]  # why\n  3)\n");
    REQUIRE(tree.type_ignores().size() == 2);
    CHECK(tree.type_ignores()[0].line == 2);
    CHECK(tree.type_ignores()[0].codes.empty());
    CHECK(tree.type_ignores()[1].line == 3);
    CHECK(tree.type_ignores()[1].codes == std::vector<std::string>{"a-b", "c"});
    CHECK_FALSE(tree.ignores_whole_file());
}

TEST_CASE("what only looks like an ignore is none") {
    CHECK(parse("x  # type: ignored\n").type_ignores().empty());
    CHECK(parse("x  ## type: ignore\n").type_ignores().empty());
    CHECK(parse("x = '# type: ignore'\n").type_ignores().empty());
}

TEST_CASE("an ignore before the first statement is for the whole file") {
    CHECK(parse("# type: ignore\nimport a\n").ignores_whole_file());
    CHECK(parse("# type: ignore\n@a\ndef f(): pass\n").ignores_whole_file());
    CHECK_FALSE(parse("import a  # type: ignore\n").ignores_whole_file());
    CHECK_FALSE(parse("@a  # type: ignore\ndef f(): pass\n").ignores_whole_file());
    CHECK_FALSE(parse("'''doc'''\n# type: ignore\n").ignores_whole_file());
}

TEST_CASE("an ignore of the whole file can't have codes") {
    Tree tree = parse("# type: ignore[a, b]\nx\n");
    CHECK(tree.ignores_whole_file());
    REQUIRE(tree.errors().size() == 1);
    CHECK(tree.errors()[0].message ==
          "Type ignore with error code is not supported for modules; use `# mypy: "
          "disable-error-code=\"a, b\"`");
    CHECK_FALSE(tree.errors()[0].blocker);
}

TEST_CASE("an ignore that can't be read is a complaint that stops nothing") {
    for (std::string text :
         {"x  # type: ignore foo\n", "x  # type: ignore[a\n", "x  # type: ignore[a+b]\n"}) {
        Tree tree = parse(text);
        REQUIRE(tree.errors().size() == 1);
        CHECK(tree.errors()[0].message == "Invalid \"type: ignore\" comment");
        CHECK_FALSE(tree.errors()[0].blocker);
        CHECK(tree.type_ignores().empty());
    }
    CHECK(parse("x  # type: ignore  # type: ignore\n").errors()[0].message ==
          "Multiple type ignores on the same line");
}

TEST_CASE("type comments belong to their statements") {
    CHECK(type_comment_of("x = []  # type: List[int]\n") == "List[int]");
    CHECK(type_comment_of("x = y = (1,\n  2)  # type: A  # more\n") == "A");
    CHECK(type_comment_of("for x in y:  # type: int\n  pass\n") == "int");
    CHECK(type_comment_of("with x as y:  # type: int\n  pass\n") == "int");
    CHECK(type_comment_of("def f(a):  # type: (int) -> str\n  pass\n") == "(int) -> str");
    CHECK(type_comment_of("def f(a):\n  # type: (int) -> str\n  pass\n") == "(int) -> str");
    CHECK(type_comment_of("x = []\n# type: int\n") == "");
    CHECK(type_comment_of("x = []  # type: int # type: ignore\n") == "int");
}

TEST_CASE("type comments of parameters") {
    std::string text = "def f(a,  # type: int\n      b  # type: str\n      ):\n  pass\n";
    Tree tree = parse(text);
    NodeList args = tree.arguments(tree.function(tree.body()[0]).args).args;
    REQUIRE(args.size() == 2);
    auto comment = [&](NodeId id) {
        const TypeComment* found = tree.type_comment(id);
        return found == nullptr
                   ? ""
                   : text.substr(found->text.start, found->text.end - found->text.start);
    };
    CHECK(comment(args[0]) == "int");
    CHECK(comment(args[1]) == "str");
}

TEST_CASE("parameters of a lambda have no type comments") {
    Tree tree = parse("x = (lambda a,  # type: int\n  b: 1)\n");
    const NodeId lambda = tree.assign(tree.body()[0]).value;
    NodeList args = tree.arguments(tree.lambda(lambda).args).args;
    REQUIRE(args.size() == 2);
    CHECK(tree.type_comment(args[0]) == nullptr);
    CHECK(tree.type_comment(args[1]) == nullptr);
}

TEST_CASE("inline configuration stands at the start of a line") {
    Tree tree = parse("# mypy: strict, no-x\n # mypy: not-this\nx  # mypy: nor-this\n# mypy:ok\n");
    REQUIRE(tree.inline_config().size() == 2);
    CHECK(tree.inline_config()[0].line == 1);
    CHECK(tree.inline_config()[0].text == "strict, no-x");
    CHECK(tree.inline_config()[1].line == 4);
    CHECK(tree.inline_config()[1].text == "ok");
}
