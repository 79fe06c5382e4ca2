#!/usr/bin/env bash
# All tests: checks, the whole suite on SQLite and on PostgreSQL, journeys in a browser, the wheel.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
tools/check.sh
export WANGGE_HOME="$PWD/build/test-home"
mkdir -p "$WANGGE_HOME" build
echo "== slow tests on SQLite"; pytest -m "slow and not browser"
echo "== the suite on PostgreSQL"; python tools/with_postgres.py pytest -m "not browser"
echo "== the wheel outside the checkout"; python tools/wheel_test.py
echo "== journeys in a browser"; pytest -m browser
