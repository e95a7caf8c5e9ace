// error_probe.cpp: prints the syntax errors of texts, for compare_errors.py. Reads blocks of a
// length in bytes, a newline, and that many bytes; prints "line:column message" lines and "==".

#include <cstdio>
#include <iostream>
#include <string>

#include "base/source_text.h"
#include "python/syntax/parser.h"

int main() {
    using namespace krait;
    for (std::string length; std::getline(std::cin, length);) {
        std::string text(std::stoul(length), '\0');
        std::cin.read(text.data(), static_cast<std::streamsize>(text.size()));
        std::cin.ignore();
        base::SourceText source(std::move(text));
        syntax::Tree tree = syntax::parse_module(source);
        for (const syntax::SyntaxProblem& problem : tree.errors()) {
            if (!problem.blocker || !problem.shifted) continue;
            base::LineColumn at = source.position(problem.range.start, base::ColumnUnit::Utf32);
            std::printf("%u:%u %s\n", at.line + 1, at.column + 1, problem.message.c_str());
        }
        std::printf("==\n");
        std::fflush(stdout);
    }
    return 0;
}
