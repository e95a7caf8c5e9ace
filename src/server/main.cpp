// main.cpp
//
// The one program: `krait server` speaks LSP, `krait check` is the command line.

#include "server/command_line.h"

int main(int argc, char** argv) {
    return krait::server::run_command_line(argc, argv);
}
