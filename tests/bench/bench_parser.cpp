// bench_parser.cpp
//
//   bench_parser [--rounds N] PATH...    files, or folders that are searched for *.py
//
// Parses everything N times on one core, tree included, and prints lines and megabytes per second
// of the fastest round. bench_ast_parse.py does the same with CPython's ast.parse.

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "base/source_text.h"
#include "python/syntax/decoding.h"
#include "python/syntax/parser.h"

namespace {

namespace fs = std::filesystem;
using krait::base::SourceText;

void read(const fs::path& path, std::vector<SourceText>& sources) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream bytes;
    bytes << file.rdbuf();
    if (auto text = krait::syntax::decode_source(bytes.str())) {
        sources.emplace_back(std::move(*text));
    }
}

}  // namespace

int main(int count, char** arguments) {
    int rounds = 5;
    std::vector<SourceText> sources;
    for (int i = 1; i < count; ++i) {
        std::string argument = arguments[i];
        if (argument == "--rounds" && i + 1 < count) {
            rounds = std::stoi(arguments[++i]);
        } else if (fs::is_directory(argument)) {
            for (const auto& entry : fs::recursive_directory_iterator(argument)) {
                if (entry.path().extension() == ".py") read(entry.path(), sources);
            }
        } else {
            read(argument, sources);
        }
    }
    std::size_t lines = 0;
    std::size_t bytes = 0;
    for (const SourceText& source : sources) {
        lines += source.line_count();
        bytes += source.size();
    }
    double best = 1e9;
    std::size_t nodes = 0;
    std::size_t memory = 0;
    for (int round = 0; round < rounds; ++round) {
        nodes = memory = 0;
        auto start = std::chrono::steady_clock::now();
        for (const SourceText& source : sources) {
            krait::syntax::Tree tree = krait::syntax::parse_module(source);
            nodes += tree.node_count();
            memory += tree.memory();
        }
        std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
        best = std::min(best, taken.count());
    }
    std::printf("%zu files, %zu lines, %.1f MB, %zu nodes, %.1f MB of trees\n", sources.size(),
                lines, static_cast<double>(bytes) / 1e6, nodes, static_cast<double>(memory) / 1e6);
    std::printf("%.3f s: %.0f lines/s, %.1f MB/s\n", best, static_cast<double>(lines) / best,
                static_cast<double>(bytes) / 1e6 / best);
    return 0;
}
