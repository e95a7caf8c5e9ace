#!/usr/bin/env bash
# Runs the tests: by default those a newcomer runs, with --all those of CI. One stage after the other,
# each with its time; the first failure ends the run. The last line counts: "N passed, N failed".
#
# KRAIT_SHARED names the folder with the judges, ../shared by default; what lies there is optional.
set -euo pipefail
cd "$(dirname "$0")/.."

shared=${KRAIT_SHARED:-../shared}
fuzz_seconds=${KRAIT_FUZZ_SECONDS:-20}
# How long the randomised edits go on; ctest hands it down.
if [ "${1:-}" = --all ]; then stress_seconds=60; else stress_seconds=10; fi
export KRAIT_STRESS_SECONDS=${KRAIT_STRESS_SECONDS:-$stress_seconds}
report=$(mktemp)
passed=0
started=$SECONDS
summary=""

finish() {  # finish FAILED
    printf '\n== Stages\n%b' "$summary"
    printf '   %4d s in all\n\n%d passed, %d failed\n' $((SECONDS - started)) "$passed" "$1"
    rm -f "$report"
    exit $(($1 > 0))
}

# stage NAME COMMAND...: counts the tests of a ctest run one by one, and all else as one. `set -e`
# doesn't reach into the command: functions below say themselves where they fail.
stage() {
    local name=$1 begin=$SECONDS
    shift
    printf '\n== %s (%s)\n' "$name" "$(date +%H:%M:%S)"
    local status=0
    "$@" 2>&1 | tee "$report" || status=$?
    local took=$((SECONDS - begin)) line all bad
    line=$(grep -E '^[0-9]+% tests passed, [0-9]+ tests failed out of [0-9]+' "$report" || true)
    summary+=$(printf '   %4d s  %s' "$took" "$name")
    if [ -n "$line" ]; then
        all=${line##* } bad=$(sed -E 's/.*passed, ([0-9]+) tests.*/\1/' <<<"$line")
        passed=$((passed + all - bad))
    else
        all=1 bad=$((status != 0))
        passed=$((passed + 1 - bad))
    fi
    if [ "$status" != 0 ]; then
        summary+="  FAILED (status $status)\n"
        printf '\n== FAILED: %s, after %d s\n' "$name" "$took"
        finish $((bad > 0 ? bad : 1))
    fi
    summary+="\n"
}

skip() {
    printf '\n== SKIPPED: %s\n' "$1"
    summary+="      -    skipped: $1\n"
}

build() {  # build PRESET [TARGET...]
    local preset=$1
    shift
    cmake --preset "$preset" >"build/$preset.configure.log" 2>&1 || {
        cat "build/$preset.configure.log"
        return 1
    }
    if [ $# -gt 0 ]; then cmake --build --preset "$preset" --target "$@"; else
        cmake --build --preset "$preset"; fi
}

test_preset() { ctest --preset "$1" -j"$(nproc)" "${@:2}"; }

# What threads share is looked at where they share it: the rooms that start some, whole programs, the
# server, random edits. A process that a test kills reports nothing by its status, so that the reports
# are files; one is a failure.
without_races() {  # without_races COMMAND...
    local races=$PWD/build/tsan/races status=0
    rm -rf "$races" && mkdir -p "$races" || return 1
    TSAN_OPTIONS="log_path=$races/race" "$@" || status=$?
    if [ -n "$(ls -A "$races")" ]; then
        cat "$races"/*
        return 1
    fi
    return "$status"
}
thread_tests() {
    local units='unit_(base|cache|image|scheduler|project|server)'
    local whole='cases|server_protocol|cache_(sharing|torture)|stress|stress_found'
    without_races test_preset tsan --tests-regex "^($units|$whole)\$"
}
thread_packages() {
    without_races python3 tests/packages/check_packages.py build/tsan/krait build/packages
}

fuzz() {  # fuzz TARGET: from fixed seeds and a fixed start, so that a red run can be repeated
    local work=build/fuzz/work/$1
    mkdir -p "$work/findings" "$work/corpus" && tests/fuzz/seeds.sh "$work/seeds" || return 1
    "build/fuzz/tests/fuzz/$1" "$work/corpus" "$work/seeds" -seed=1 -timeout=20 \
        -max_total_time="$fuzz_seconds" -rss_limit_mb=4096 -max_len=8192 -verbosity=0 \
        -print_final_stats=1 -artifact_prefix="$work/findings/"
}

example() {  # what ./dev run shows, asserted
    local output status=0
    output=$(build/release/krait check examples/shop) || status=$?
    printf '%s\n' "$output"
    [ "$status" = 1 ] && grep -q 'error: .*\[' <<<"$output"
}

own_python() {  # folder by folder: scripts import their neighbours
    local folder
    for folder in $(git ls-files 'tests/*.py' 'tools/*.py' | grep -vE '^tests/(cases|editors/pytest_lsp)/' |
        xargs -n1 dirname | sort -u); do
        build/release/krait check --strict --ignore-missing-imports "$folder"/*.py || return 1
    done
}

mypy_cases() {
    python3 "$shared/judge/mypy/mypy_cases.py" --checker "$PWD/build/release/krait check" \
        --baseline tests/compat/mypy_cases.txt --ratchet
}

extension() { tests/editors/vscode/run.sh; }
workbench() { tests/editors/vscode/run.sh "$PWD/build/release/krait"; }

mkdir -p build
if [ "${1:-}" = --workbench ]; then  # beside everything else: it installs 1.3 GB
    stage "Building the release" build release krait
    stage "The extension in a real VS Code workbench" workbench
    finish 0
fi
if [ -x tests/editors/install_neovim.sh ]; then
    tests/editors/install_neovim.sh || echo "No current Neovim: the one on PATH alone is tested."
fi

stage "Building, with address and undefined-behaviour sanitizers" build asan
stage "Tests, with address and undefined-behaviour sanitizers" test_preset asan
[ "${1:-}" = --all ] || finish 0

stage "Building, by g++" build gcc
stage "Tests, built by g++" test_preset gcc --label-exclude "differential|editor|stress"

stage "Building, with the thread sanitizer" build tsan krait krait_other_format stress test_cases \
    test_base test_cache test_image test_scheduler test_project test_server
stage "Tests, with the thread sanitizer" thread_tests
stage "Real packages, with the thread sanitizer: 1 worker says what 16 say" thread_packages

fuzzers=$(basename -s .cpp -a tests/fuzz/fuzz_*.cpp)
# shellcheck disable=SC2086 # a list of names
stage "Building the fuzzers" build fuzz $fuzzers
for target in $fuzzers; do stage "Fuzzing: $target" fuzz "$target"; done

stage "Building the release" build release krait
stage "The example project" example
stage "The wheel, installed; the hooks of pre-commit" \
    python3 tests/installing/test_wheel.py build/release/krait --pre-commit
stage "A client library of somebody else's: every feature" \
    tests/editors/pytest_lsp/run.sh build/release/krait
stage "The VS Code extension: types, units, package" extension
stage "The Python of tests and tools, strictly" own_python
stage "Real packages: no crash, and 1 worker says what 16 say" \
    python3 tests/packages/check_packages.py build/release/krait build/packages
if [ ! -e tests/compat/mypy_cases.txt ]; then
    skip "mypy's cases: no tests/compat/mypy_cases.txt"
elif [ ! -e "$shared/judge/mypy/mypy_cases.py" ]; then
    skip "mypy's cases: no $shared/judge/mypy (KRAIT_SHARED names another folder)"
else
    stage "mypy's cases: none of those that passed fails" mypy_cases
fi
finish 0
