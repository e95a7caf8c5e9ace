#!/usr/bin/env bash
# Drives the server with somebody else's client library (pytest-lsp with lsprotocol, from PyPI, in an
# environment of its own below build/), in the manner of VS Code and of Neovim: each answer is read into
# the types of LSP's meta-model, or refused.
#
#   run.sh KRAIT [pytest's arguments]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
into=$here/../../../build/editors/pytest_lsp
KRAIT=$(realpath "$1")
export KRAIT
shift
if [ ! -x "$into/bin/pytest" ]; then
    python3 -m venv "$into"
    "$into/bin/pip" install --quiet --disable-pip-version-check pytest-lsp==1.0.1 lsprotocol==2025.0.0
fi
exec "$into/bin/pytest" -q -p no:cacheprovider "$@" "$here/test_features.py"
