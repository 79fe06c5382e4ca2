"""What of cases is measured without a server: look-alikes, clusters, evaluation, export."""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from tools.bench.served import spread

AT = datetime(2020, 9, 1, 2, tzinfo=UTC)
MONTH = (date(2020, 8, 1), date(2020, 8, 31))
TIMES = 40
ROWS = (10_000, 100_000)


def lines(spot: tuple[float, float], category: UUID) -> list[tuple[str, str]]:
    """Lines for the database as it is filled."""
    return [*_near(spot, category), *_clusters(), *_evaluation(), *_export()]


def clerk() -> Any:
    """Who asks: the office of the whole subdistrict."""
    from wangge.people.rules import Acting, PostKind

    return Acting(None, "bench", None, "bench", PostKind.OFFICE_HEAD, "530102009")


def _timed(what: str, times: int, call: Callable[[], object]) -> tuple[str, str]:
    call()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        taken.append((time.perf_counter() - start) * 1000)
    return spread(what, taken)


def _near(spot: tuple[float, float], category: UUID) -> list[tuple[str, str]]:
    from wangge.cases.queries import near

    lng, lat = spot
    return [
        _timed(
            "look-alikes near a position",
            TIMES,
            lambda: near(lng=lng, lat=lat, category=category, text="路边垃圾没人清理", at=AT,
                         user=clerk()),
        )
    ]  # fmt: skip


def _clusters() -> list[tuple[str, str]]:
    from wangge.cases.queries.clusters import Box, clusters
    from wangge.cases.queries.sought import Sought
    from wangge.cases.rules import OPEN

    whole = Box(102.62, 25.05, 102.72, 25.14)
    street = Box(102.660, 25.090, 102.668, 25.096)
    asked = {
        "district, open cases": (Sought(stages=OPEN), whole, 13),
        "district, every case": (Sought(), whole, 13),
        "few streets, every case": (Sought(), street, 17),
    }
    return [
        _timed(
            f"clusters of a {what}",
            TIMES // 4,
            lambda sought=sought, box=box, zoom=zoom: clusters(
                user=clerk(), sought=sought, box=box, zoom=zoom, at=AT
            ),
        )
        for what, (sought, box, zoom) in asked.items()
    ]


def _evaluation() -> list[tuple[str, str]]:
    from wangge.insight.evaluation import evaluate
    from wangge.insight.rules.evaluation import Subject

    def month(subject: Subject) -> object:
        return evaluate(subject, user=clerk(), since=MONTH[0], until=MONTH[1], at=AT)

    return [
        _timed("evaluation of every grid for a month", 5, lambda: month(Subject.AREAS)),
        _timed("evaluation of every unit for a month", 5, lambda: month(Subject.UNITS)),
    ]


def _export() -> list[tuple[str, str]]:
    """In a process of its own, so that its peak memory is the export's."""
    found = []
    for rows in ROWS:
        done = subprocess.run(
            [sys.executable, "-m", "tools.bench.cases_inside", str(rows)],
            check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        seconds, megabytes, written = done.stdout.split()
        found.append(
            (f"export as XLSX, {int(written):,} rows", f"{seconds} s, peak {megabytes} MB")
        )
    return found


def export(rows: int) -> tuple[float, float, int]:
    """Seconds, megabytes at most, rows written."""
    import django

    django.setup()
    from wangge.cases.queries.export import exported
    from wangge.cases.queries.sought import Sought
    from wangge.cases.web.sheets import _cells, _columns
    from wangge.kernel.sheets import write_table

    written = 0

    def counted(lines: Any) -> Any:
        nonlocal written
        for line in lines:
            written += 1
            yield line

    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        source = exported(user=clerk(), sought=Sought(), at=AT, most=rows)
        write_table(
            Path(folder, "cases.xlsx"),
            _columns(),
            _cells(counted(source)),
            title="bench",
            name="bench",
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return time.perf_counter() - start, peak, written


if __name__ == "__main__":
    took, most, number = export(int(sys.argv[1]))
    print(f"{took:.1f} {most:.0f} {number}")
