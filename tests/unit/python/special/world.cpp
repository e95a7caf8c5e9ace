// world.cpp
//
// One fixture for both rooms: the small world of the tests of semantic analysis.

#include "../semantic/world.cpp"
