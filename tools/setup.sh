#!/usr/bin/env bash
# Sets up one part of what is needed: run | dev | assets | system. Says in one line what is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
export PIP_DISABLE_PIP_VERSION_CHECK=1

say() { printf 'wangge: %s\n' "$*"; }
stop() { printf 'wangge: %s\n' "$*" >&2; exit 1; }

python() {
    local found
    for found in python3.13 python3.12 python3.11 python3; do
        if command -v "$found" >/dev/null &&
            "$found" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$found"
            return
        fi
    done
    stop "Python 3.11 or newer is missing; on Debian 12: apt-get install python3 python3-venv."
}

venv() {
    [ -x .venv/bin/python ] && return
    local python
    python=$(python)
    "$python" -m venv .venv 2>/dev/null ||
        stop "Python's venv module is missing; on Debian: apt-get install python3-venv."
}

# uv installs several times faster; where it can't be had, pip does the same from the same lock.
install() {
    venv
    .venv/bin/python -m uv --version >/dev/null 2>&1 ||
        .venv/bin/python -m pip install --quiet uv >/dev/null 2>&1 || true
    if .venv/bin/python -m uv --version >/dev/null 2>&1; then
        .venv/bin/python -m uv pip install --quiet --python .venv/bin/python --require-hashes -r "$1"
        .venv/bin/python -m uv pip install --quiet --python .venv/bin/python --no-deps -e .
    else
        .venv/bin/python -m pip install --quiet --require-hashes -r "$1"
        .venv/bin/python -m pip install --quiet --no-deps -e .
    fi || stop "Python packages could not be installed from $1; is the package index reachable?"
}

assets() {
    command -v node >/dev/null || stop "Node.js 20 or newer is missing; see nodejs.org or your distribution."
    node -e 'process.exit(+process.versions.node.split(".")[0] < 20 ? 1 : 0)' ||
        stop "Node.js $(node --version) is too old; version 20 or newer is needed."
    command -v npm >/dev/null || stop "npm is missing; it comes with Node.js, on Debian: apt-get install npm."
    npm ci --no-progress --loglevel=error >/dev/null ||
        stop "Front-end packages could not be installed; is the npm registry reachable?"
    .venv/bin/python tools/assets.py
}

# What tests use of the system: a browser, fonts, PostgreSQL, gettext, a PDF reader.
system() {
    local missing=()
    command -v chromium >/dev/null || missing+=(chromium)
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
    command -v xgettext >/dev/null || missing+=(gettext)
    command -v pdftoppm >/dev/null || missing+=(poppler-utils)
    fc-list 2>/dev/null | grep -qi 'noto.*cjk' || missing+=(fontconfig fonts-noto-cjk)
    [ ${#missing[@]} -eq 0 ] && return
    say "installing ${missing[*]}"
    local sudo=""
    [ "$(id -u)" = 0 ] || sudo="sudo -n"
    { $sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq \
        --no-install-recommends "${missing[@]}"; } >/dev/null 2>&1 ||
        stop "tests need ${missing[*]}; install them: apt-get install ${missing[*]}"
}

case "${1:-}" in
    run) say "installing what it needs to run (once)"; install requirements.txt ;;
    dev) say "installing what tests need (once)"; install requirements-dev.txt ;;
    assets) say "fetching front-end files (once)"; assets ;;
    system) system ;;
    *) stop "usage: tools/setup.sh run|dev|assets|system" ;;
esac
