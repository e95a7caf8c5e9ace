#!/usr/bin/env bash
# Installs what a fresh Debian 12 lacks to build and test Krait. Quick when nothing is missing.
# Needs root or sudo. Packages are recorded by this file's content: a change of the list reinstalls.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
stamp=/var/tmp/krait-packages-$(sha256sum "$here/install_packages.sh" | cut -c1-16)
[ -e "$stamp" ] && command -v clang++-19 >/dev/null && command -v cmake >/dev/null && exit 0

run_as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
export DEBIAN_FRONTEND=noninteractive
echo "Installing Debian packages (a minute or two, once) ..."

# Catch2 3 and newer tools come from backports, through the machine's own mirror.
if ! grep -rqs bookworm-backports /etc/apt/sources.list /etc/apt/sources.list.d/; then
    mirror=$(awk '/^URIs:/ {print $2; exit}' /etc/apt/sources.list.d/debian.sources 2>/dev/null ||
             awk '/^deb / {print $2; exit}' /etc/apt/sources.list)
    printf 'Types: deb\nURIs: %s\nSuites: bookworm-backports\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n' "$mirror" |
        run_as_root tee /etc/apt/sources.list.d/krait-backports.sources >/dev/null
fi
run_as_root apt-get update -q
run_as_root apt-get install -yq --no-install-recommends \
    g++ clang-19 clang-tidy-19 clang-format-19 lld-19 libclang-rt-19-dev mold ccache cmake \
    ninja-build pkg-config git ca-certificates \
    nlohmann-json3-dev libuv1-dev libsqlite3-dev libspdlog-dev libfmt-dev libxxhash-dev \
    libzstd-dev libtomlplusplus-dev libcli11-dev libpcre2-dev libmimalloc-dev libexpected-dev \
    python3 python3-venv python3-pip neovim
run_as_root apt-get install -yq --no-install-recommends -t bookworm-backports libcatch2-dev
touch "$stamp"
