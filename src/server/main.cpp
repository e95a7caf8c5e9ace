// main.cpp
//
// The one program: `krait server` speaks LSP, everything else is the command line.

#include <cstdio>

int main() {
    std::puts("krait 0.1.0");
    return 0;
}
