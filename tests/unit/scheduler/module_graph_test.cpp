// mypy's order: of loading, of SCCs, and inside cycles.

#include "scheduler/module_graph.h"

#include <catch2/catch_test_macros.hpp>
#include <map>
#include <string>

using namespace krait::scheduler;

namespace {

constexpr auto kFrom = ImportPriority::FromTopLevel;
constexpr auto kTop = ImportPriority::TopLevel;
constexpr auto kLate = ImportPriority::InFunction;
constexpr auto kTyping = ImportPriority::TypeChecking;

/// Modules are letters; 'a' is module 0.
ModuleId id(char letter) {
    return static_cast<ModuleId>(letter - 'a');
}

struct Arrow {
    char from;
    char to;
    ImportPriority priority = kFrom;
};

/// The SCCs in order, as "c,ba" for {c} and then b and a in one cycle.
std::string order(const std::string& roots, const std::vector<Arrow>& arrows,
                  const std::string& extra_roots = "") {
    std::map<ModuleId, std::vector<Import>> imports;
    for (const Arrow& arrow : arrows) {
        imports[id(arrow.from)].push_back({id(arrow.to), arrow.priority});
    }
    Roots ids;
    for (char root : roots) ids.program.push_back(id(root));
    for (char root : extra_roots) ids.extra.push_back(id(root));
    const ModuleGraph graph = make_module_graph(
        ids, [&](ModuleId module) { return std::span<const Import>(imports[module]); },
        [](std::vector<ModuleId>&) {});
    std::string text;
    for (std::uint32_t scc = 0; scc < graph.scc_count(); ++scc) {
        if (scc > 0) text += ",";
        for (std::uint32_t node : graph.members[scc]) {
            text += static_cast<char>('a' + static_cast<int>(graph.modules[node]));
        }
        for (std::uint32_t dependency : graph.dependencies[scc]) CHECK(dependency < scc);
    }
    return text;
}

}  // namespace

TEST_CASE("modules without imports come in reverse order of the arguments") {
    CHECK(order("abc", {}) == "c,b,a");
}

TEST_CASE("a module comes after what it imports, layer by layer") {
    CHECK(order("ab", {{'a', 'c'}, {'c', 'd'}}) == "d,b,c,a");
}

TEST_CASE("modules are met breadth first") {
    // c is met before d, which only b imports; both are leaves, and the later one goes first.
    CHECK(order("a", {{'a', 'b'}, {'a', 'c'}, {'b', 'd'}}) == "d,c,b,a");
}

TEST_CASE("an extra root comes after all that the roots lead to, whatever it is") {
    const std::vector<Arrow> cycle{{'a', 'b'}, {'b', 'c'}, {'c', 'b'}, {'e', 'f'}};
    CHECK(order("a", cycle) == "cb,a");
    CHECK(order("a", cycle, "c") == "cb,a");
    CHECK(order("a", cycle, "ec") == "f,cb,e,a");
}

TEST_CASE("an import in a function gives way to one at the top level") {
    CHECK(order("ab", {{'a', 'b', kTop}, {'b', 'a', kLate}}) == "ba");
    CHECK(order("ab", {{'a', 'b', kLate}, {'b', 'a', kTop}}) == "ab");
}

TEST_CASE("among equal imports a cycle goes by reverse order of loading") {
    CHECK(order("abc", {{'a', 'b'}, {'b', 'c'}, {'c', 'a'}}) == "cba");
    CHECK(order("cba", {{'a', 'b'}, {'b', 'c'}, {'c', 'a'}}) == "abc");
}

TEST_CASE("the weakest imports give way first, and again inside what is left") {
    CHECK(order("abcd", {{'a', 'b', kFrom},
                         {'b', 'a', kTop},
                         {'b', 'c', kTop},
                         {'c', 'd', kFrom},
                         {'d', 'c', kLate},
                         {'d', 'a', kTyping}}) == "dcba");
}

TEST_CASE("the priority of a package's own modules makes no cycle") {
    CHECK(order("ab", {{'a', 'b'}, {'b', 'a', ImportPriority::Ancestor}}) == "b,a");
    CHECK(order("ab", {{'a', 'b'}, {'b', 'a', ImportPriority::Indirect}}) == "b,a");
}

TEST_CASE("of two imports of one module the stronger counts") {
    CHECK(order("ab", {{'a', 'b', kTyping}, {'a', 'b', kFrom}, {'b', 'a', kLate}}) == "ba");
}

TEST_CASE("a million modules in a chain overflow nothing") {
    const std::uint32_t count = 1'000'000;
    std::vector<Import> imports;
    for (std::uint32_t i = 1; i <= count; ++i) imports.push_back({static_cast<ModuleId>(i)});
    const Roots roots{{static_cast<ModuleId>(0)}, {}};
    const auto chain = [&](ModuleId module) {
        const auto i = static_cast<std::size_t>(module);
        return i + 1 < count ? std::span<const Import>(&imports[i], 1) : std::span<const Import>();
    };
    const ModuleGraph graph = make_module_graph(roots, chain, [](std::vector<ModuleId>&) {});
    CHECK(graph.scc_count() == count);
    CHECK(graph.modules[graph.members[0].front()] == static_cast<ModuleId>(count - 1));
}
