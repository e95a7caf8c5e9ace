// fuzz_parser.cpp
//
// Any bytes give a tree that can be walked from its root: every node once or less, inside the
// source, children before parents and not too tall. libFuzzer truncates and mutates the seeds.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/source_text.h"
#include "python/syntax/decoding.h"
#include "python/syntax/parser.h"
#include "python/syntax/tree_walk.h"

namespace {

using namespace krait;
using namespace krait::syntax;

void ensure(bool condition) {
    if (!condition) std::abort();
}

void check(const Tree& tree, std::vector<NodeId> open, std::uint32_t first, std::uint32_t last) {
    std::vector<bool> seen(tree.node_count());
    while (!open.empty()) {
        NodeId id = open.back();
        open.pop_back();
        ensure(index_of(id) < tree.node_count() && !seen[index_of(id)]);
        seen[index_of(id)] = true;
        ensure(tree.start(id) >= first && tree.start(id) <= tree.end(id) && tree.end(id) <= last);
        for_each_child(tree, id, [&](NodeId child) {
            ensure(child < id);
            open.push_back(child);
        });
    }
    for (const SyntaxProblem& problem : tree.errors()) {
        ensure(!problem.message.empty() && problem.range.start <= last);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string bytes(reinterpret_cast<const char*>(data), size);
    if (auto decoded = decode_source(bytes)) bytes = std::move(*decoded);
    base::SourceText source(bytes);
    Tree tree = parse_module(source, {.python_minor = 12});
    check(tree, {tree.body().begin(), tree.body().end()}, 0, source.size());

    constexpr std::uint32_t kBase = 1000;
    Tree expression = parse_expression(bytes, kBase);
    check(expression, {expression.expression()}, kBase,
          kBase + static_cast<std::uint32_t>(bytes.size()));
    return 0;
}
