#!/usr/bin/env bash
# Builds and tests the extension; with a program as the argument, also in a real workbench.
#
#   run.sh           types, units, package
#   run.sh KRAIT     and the workbench, with this server: installs 1.3 GB first (install.sh)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
tools=$root/build/editors/vscode

if [ $# = 0 ]; then "$here/install.sh" node; else "$here/install.sh"; fi
export PATH="$tools/bin:$PATH"
cd "$root/editors/vscode"
[ -x node_modules/.bin/vsce ] || npm ci --no-fund --no-audit --loglevel=error
npm test --silent
npm run package --silent
[ $# = 0 ] || exec node "$here/workbench.cjs" "$tools" "$1" krait.vsix
