"""All published figures of one programme at 10,000 and at 1,000,000 records: time and growth."""

import os
import statistics
import time
from collections.abc import Callable

import django

SIZES = (10_000, 1_000_000)
RUNS = 7


def run() -> list[tuple[str, str]]:
    """Lines of the measurement; the tables are made and filled here."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wangge.site.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tools.bench import bulk

    from wangge.insight.figures import ask
    from wangge.people.rules import CLOCKWORK

    ground = bulk.lay()
    question = {"user": CLOCKWORK, "programme": ground.programme, "until": bulk.UNTIL}
    lines: list[tuple[str, str]] = []
    times: list[float] = []
    before = 0
    for size in SIZES:
        start = time.perf_counter()
        bulk.records(ground, size - before)
        before = size
        lines.append((f"writing up to {size:,} records", f"{time.perf_counter() - start:.0f} s"))
        answers = ask(**question)
        if sum(answer.rows for answer in answers.values() if answer.figure.measure) != size:
            raise RuntimeError("the figures don't count every record")
        times.append(median(lambda: ask(**question)))
        lines.append((f"{len(answers)} figures at {size:,} records", f"{times[-1]:.0f} ms"))
        slow = median(lambda: ask(**question, records=True), 3)
        lines.append(("  the same, added up record by record", f"{slow:.0f} ms"))
    growth = times[1] / times[0]
    lines.append((f"growth of time at {SIZES[1] // SIZES[0]} times the records", f"{growth:.1f}"))
    return lines


def median(what: Callable[[], object], runs: int = RUNS) -> float:
    """Middle time of some runs in milliseconds; the first call, which compiles, isn't counted."""
    what()
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        what()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)
