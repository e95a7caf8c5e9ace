// Every pair of a hundred-odd types, against what mypy answers (subtype_matrix.inc, made by
// oracle.py).

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "python/types/subtypes.h"
#include "unit/python/types/test_world.h"
#include "unit/python/types/type_text.h"

using namespace krait::types;
using krait::types::testing::read_type;
using krait::types::testing::World;

namespace {

struct MatrixRow {
    const char* text;
    const char* answers;
};

#include "unit/python/types/subtype_matrix.inc"

char answer(World& world, TypePtr left, TypePtr right) {
    bool plain = is_subtype(world.cx, left, right);
    bool proper = is_proper_subtype(world.cx, left, right);
    return "0132"[(plain ? 1 : 0) + (proper ? 2 : 0)];
}

}  // namespace

TEST_CASE("each pair of types is related as mypy says") {
    World world;
    std::vector<TypePtr> types;
    for (const MatrixRow& row : kMatrix) types.push_back(read_type(world, row.text));
    std::string differences;
    for (std::size_t i = 0; i < types.size(); ++i) {
        for (std::size_t j = 0; j < types.size(); ++j) {
            char wanted = kMatrix[i].answers[j];
            char got = answer(world, types[i], types[j]);
            if (got == wanted || wanted == '?') continue;
            differences += std::string(kMatrix[i].text) + "  <:  " + kMatrix[j].text + ": mypy " +
                           wanted + ", here " + got + "\n";
        }
    }
    CHECK(differences == "");
}
