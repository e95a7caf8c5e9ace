// Joins, meets, unions, truth, erasure and narrowing of every pair of types, against mypy's
// answers: a quarter of a million, so they are made when wanted (see oracle.py) and not kept.

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "python/types/erase.h"
#include "python/types/format.h"
#include "python/types/join.h"
#include "python/types/meet.h"
#include "python/types/subtypes.h"
#include "python/types/typeops.h"
#include "unit/python/types/test_world.h"
#include "unit/python/types/type_text.h"

using namespace krait::types;
using krait::types::testing::read_type;
using krait::types::testing::World;

namespace {

std::vector<std::string> fields_of(const std::string& line) {
    constexpr std::string_view separator = " ~ ";
    std::vector<std::string> fields;
    std::size_t start = 0;
    for (std::size_t end; (end = line.find(separator, start)) != std::string::npos;
         start = end + separator.size()) {
        fields.push_back(line.substr(start, end - start));
    }
    fields.push_back(line.substr(start));
    return fields;
}

struct Answers {
    World world{};
    std::map<std::string, TypePtr> types{};  // each text is read once

    TypePtr type(const std::string& text) {
        TypePtr& known = types[text];
        if (known == nullptr) known = read_type(world, text);
        return known;
    }
    std::string text(TypePtr result) { return type_to_string(world.cx, result); }
    static std::string truth(bool result) { return result ? "True" : "False"; }

    std::string of(const std::string& operation, TypePtr x) {
        Context& cx = world.cx;
        if (operation == "str") return text(x);
        if (operation == "erase") return text(erase_type(cx, x));
        if (operation == "true") return text(true_only(cx, x));
        if (operation == "false") return text(false_only(cx, x));
        return text(true_or_false(cx, true_only(cx, x)));
    }
    std::string of(const std::string& operation, TypePtr x, TypePtr y) {
        Context& cx = world.cx;
        if (operation == "union") return text(make_simplified_union(cx, {x, y}));
        if (operation == "join") return text(join_types(cx, x, y));
        if (operation == "meet") return text(meet_types(cx, x, y));
        if (operation == "overlap") return truth(is_overlapping_types(cx, x, y));
        if (operation == "away") return text(restrict_subtype_away(cx, x, y));
        if (operation == "narrow") return text(narrow_declared_type(cx, x, y));
        return truth(is_same_type(cx, x, y));
    }
};

}  // namespace

TEST_CASE("operations on pairs of types give what mypy gives") {
    const char* path = std::getenv("KRAIT_TYPES_ORACLE");
    if (path == nullptr) SKIP("KRAIT_TYPES_ORACLE names no file made by oracle.py --operations");
    std::ifstream file(path);
    REQUIRE(file);
    Answers answers;
    std::string differences;
    std::size_t lines = 0;
    for (std::string line; std::getline(file, line); ++lines) {
        std::vector<std::string> fields = fields_of(line);
        std::string got = fields.size() == 3 ? answers.of(fields[0], answers.type(fields[1]))
                                             : answers.of(fields[0], answers.type(fields[1]),
                                                          answers.type(fields[2]));
        if (got != fields.back()) differences += line + ", here " + got + "\n";
    }
    CHECK(lines > 0);
    CHECK(differences == "");
}
