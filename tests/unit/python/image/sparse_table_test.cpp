#include "python/image/sparse_table.h"

#include <catch2/catch_test_macros.hpp>

using krait::image::SparseTable;

TEST_CASE("a sparse table's cells begin empty, keep what they are given, and stay where they are") {
    SparseTable<int> table(1000);
    int& far = table[999];
    CHECK(far == 0);
    far = 7;
    table[0] = 1;
    CHECK(table[999] == 7);
    CHECK(&table[999] == &far);
}

TEST_CASE("a sparse table costs little until it is used") {
    SparseTable<void*> table(100'000);
    CHECK(table.memory() * 10 < 100'000 * sizeof(void*));
    table[5'000] = &table;
    CHECK(table.memory() * 10 < 100'000 * sizeof(void*));
}
