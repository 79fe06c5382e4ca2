"""``python -m tools.bench``: every measurement, on SQLite and then on PostgreSQL.

Each line is from one run on this machine, with what else it was doing; ratios within one run and
growth with size are what to compare. ``python -m tools.bench points figures`` runs only these.
"""

import importlib
import os
import subprocess
import sys
import tempfile

ONCE = ("points", "reading", "suggesting", "brief")
"""Measurements that no database takes part in."""

EACH = ("sheets", "figures", "board", "cases")
"""Measurements on each database."""


def show(title: str, lines: list[tuple[str, str]]) -> None:
    """Print one measurement."""
    print(f"\n{title}")
    for what, value in lines:
        print(f"  {what:<64} {value}")
    sys.stdout.flush()


def here(names: tuple[str, ...], database: str) -> None:
    """Run measurements in this process's database."""
    for name in names:
        module = importlib.import_module(f"tools.bench.{name}")
        show(f"{name} ({database})" if database else name, module.run())


def main() -> None:
    """Run all, or the named ones."""
    wanted = sys.argv[1:]
    if wanted[:1] == ["--here"]:
        here(tuple(wanted[2:]), wanted[1])
        return
    chosen = [name for name in (*ONCE, *EACH) if not wanted or name in wanted]
    command = [sys.executable, "-m", "tools.bench", "--here"]
    server = [sys.executable, "tools/with_postgres.py"]
    for name in chosen:
        kinds = (("", []),) if name in ONCE else (("SQLite", []), ("PostgreSQL", server))
        for label, prefix in kinds:
            with tempfile.TemporaryDirectory(prefix="wangge-bench-") as home:
                environment = os.environ | {"WANGGE_HOME": home, "WANGGE_PG_DURABLE": "1"}
                subprocess.run([*prefix, *command, label, name], env=environment, check=True)


if __name__ == "__main__":
    main()
