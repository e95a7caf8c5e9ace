#include "python/symbols/module_table.h"

#include <catch2/catch_test_macros.hpp>

using namespace krait::symbols;
using krait::base::intern;

TEST_CASE("a module is its name and its file") {
    ModuleTable table;
    auto a = table.module(intern("a"), "/x/a.py");
    CHECK(table.module(intern("a"), "/x/a.py") == a);
    CHECK(table.module(intern("a"), "/y/a.py") != a);
    CHECK(table.name_of(a) == intern("a"));
    CHECK(table.file_of(a) == "/x/a.py");
}

TEST_CASE("a path keeps its slot for good") {
    ModuleTable table;
    auto a = table.module(intern("a"), "a.py");
    DefId method = table.def(a, intern("C.method"));
    DefId other = table.def(a, intern("C.other"));
    CHECK(method != other);
    CHECK(table.def(a, intern("C.method")) == method);
    CHECK(table.path_of(other) == intern("C.other"));
    CHECK(table.slot_count(a) == 2);
}
