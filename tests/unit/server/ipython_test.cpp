#include "server/ipython.h"

#include <catch2/catch_test_macros.hpp>

using namespace krait::server;

namespace {

std::string masked(std::string_view cell) {
    std::string text = python_of_cell(cell).text;
    CHECK(text.size() == cell.size());
    return text;
}

}  // namespace

TEST_CASE("plain Python stays what it is") {
    for (const char* cell :
         {"", "x = 1", "x = 1\r\ny\r", "z = ('%s'\n     % x)", "s = '''\n%time\n!ls\n'''",
          "x = [\n?]", "y = x % 3 if x != 2 else \\\n%3", "# why?\n", "f(a='!', b=\"%\")", "'%",
          "d = {'a': 1}[\n!x]", "x == y", "'\\", "\\"}) {
        CHECK(masked(cell) == cell);
    }
}

TEST_CASE("magics, commands and questions are blank") {
    CHECK(masked("%matplotlib inline\nx") == "                  \nx");
    CHECK(masked("!pip install \\\n numpy\nx") == std::string(14, ' ') + "\n      \nx");
    CHECK(masked("x.y??\r\nx") == "     \r\nx");
    CHECK(masked("?x") == "  ");
    CHECK(masked("f(1,\n  2)?\nx") == "    \n     \nx");
}

TEST_CASE("in a block something is left that may be its body") {
    CHECK(masked("if x:\n    !ls -l") == "if x:\n    pass  ");
    CHECK(masked("if x:\n  !l\nx") == "if x:\n  0 \nx");
    CHECK(masked("if x:\n\t%cd y\nelse:\n\tx?\n") == "if x:\n\tpass \nelse:\n\t0 \n");
}

TEST_CASE("what a command or a magic gives is a value") {
    CHECK(masked("files = !ls -l\nx") == "files = __    \nx");
    CHECK(masked("a = %env HOME") == "a = __       ");
    CHECK(masked("a = !") == "a = !");
    CHECK(masked("a = !\nb") == "a = !\nb");
}

TEST_CASE("a timed statement is one") {
    CHECK(masked("%time x = f()") == "0;    x = f()");
    CHECK(masked("%timeit -n 3 f()") == "                ");
    CHECK(masked("%time for x in y: z") == "                   ");
    CHECK(masked("  %time f(\n1)") == "  0;    f(\n1)");
}

TEST_CASE("a cell magic takes its line, or all") {
    CHECK(masked("\n%%time\nx = 1") == "\n      \nx = 1");
    CHECK(masked("%%bash\nls |\r\n") == "      \n    \r\n");
    CHECK(masked("%%capture out\nx") == "out = __     \nx");
    CHECK(masked("%%capture --no-stderr\nx") == "                     \nx");
    CHECK(masked("%%capture --no-stderr out\nx") == "out = __                 \nx");
    CHECK(python_of_cell("%%time\nx").starts_with_magic);
    CHECK_FALSE(python_of_cell("x").starts_with_magic);
}

TEST_CASE("who may define names is known") {
    for (const char* cell : {"%run other.ipynb", "%pylab", "%%strange\nx", "%%bash --out x\nls"}) {
        CHECK(python_of_cell(cell).defines_unseen);
    }
    for (const char* cell :
         {"%cd x", "!ls", "%%html\nx", "x?", "%timeit x", "%%time\nx", "%%time"}) {
        CHECK_FALSE(python_of_cell(cell).defines_unseen);
    }
}

TEST_CASE("names of IPython's") {
    for (const char* name : {"display", "get_ipython", "Out", "_", "___", "_12", "_i3", "_oh"}) {
        CHECK(is_name_of_ipython(name));
    }
    for (const char* name : {"", "x", "_x", "_1x", "____", "out"}) {
        CHECK_FALSE(is_name_of_ipython(name));
    }
}
