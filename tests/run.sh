#!/usr/bin/env bash
# Runs the tests: by default those a newcomer runs, with --all those of CI.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s (%s)\n' "$1" "$(date +%H:%M:%S)"; }
build() {
    step "Building preset $1"
    cmake --preset "$1" >/dev/null
    cmake --build --preset "$1"
}

build asan
step "Tests, with address and undefined-behaviour sanitizers"
ctest --preset asan -j2

[ "${1:-}" = --all ] || exit 0

build gcc
step "Tests, built by g++"
ctest --preset gcc -j2
build tsan
step "Tests, with the thread sanitizer"
ctest --preset tsan -j2 --label-exclude no-tsan
