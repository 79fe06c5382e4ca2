#!/usr/bin/env bash
# Everything that must hold before a commit, in the order of how quickly it fails.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH" WANGGE_HOME="$PWD/build/check-home" PYTHONWARNINGS=ignore
mkdir -p "$WANGGE_HOME"
step() { printf '== %s\n' "$*"; }

step format; ruff format --check --quiet .
step lint; ruff check --quiet .
step contracts; lint-imports --no-logo 2>/dev/null | tail -n 3
step translations; python tools/messages.py check
python tools/messages.py compile
step "generated pages"; python tools/docs.py --check
step migrations; wangge manage makemigrations --check --dry-run -v 0
step types; mypy --no-error-summary
step tests; pytest -m "not browser and not slow"
