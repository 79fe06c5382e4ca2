"""Importing a sheet of 100,000 rows: read, check, write in one transaction; and its memory."""

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

ROWS = 100_000
HEAD = [
    "日期",
    "计量项目",
    "数量",
    "约数",
    "计量单位",
    "社区/网格",
    "地点",
    "责任单位",
    "起始日期",
    "备注",
]


def make(path: Path, rows: int) -> None:
    """A sheet such as an office exports from its old ledger: ten columns, six measures."""
    import xlsxwriter

    chance = random.Random(7)  # noqa: S311 - made-up amounts
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEAD)
    kinds = (
        ("清理乱堆乱放废弃物", "吨"), ("清理小广告", "张"), ("清理共享单车", "辆"),
        ("粘贴宣传图画", "张"), ("清运垃圾", "公斤"), ("补植绿植", "棵"),
    )  # fmt: skip
    for number in range(1, rows + 1):
        name, unit = chance.choice(kinds)
        day = f"2020-{chance.randint(6, 8):02d}-{chance.randint(1, 28):02d}"
        amount = chance.randint(1, 900)
        where = chance.choice(("王家桥社区", "大塘社区", "530102009001001", "王家桥第二网格"))
        rough = chance.choice(("", "", "准确", "余", "约"))
        sheet.write_row(number, 0, [day, name, amount, rough, unit, where, "", "", "", ""])
    book.close()


def measure(path: str) -> None:
    """Import once in this process and print what it took as JSON."""
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wangge.site.settings")
    import django

    django.setup()
    import time

    import psutil
    from django.core.management import call_command

    from wangge.kernel.ids import new_id
    from wangge.people.tests.cast import AT, make_cast
    from wangge.worklog import jobs
    from wangge.worklog.actions import load_catalogue, receive_sheet
    from wangge.worklog.models import Import, Record

    call_command("migrate", verbosity=0)
    cast = make_cast()
    load_catalogue(by=cast.clerk, at=AT, id=new_id())
    sheet = new_id()
    with Path(path).open("rb") as upload:
        receive_sheet(
            sheet=sheet, upload=upload, name="old.xlsx", confirm=True,
            by=cast.clerk, at=AT, id=new_id(),
        )  # fmt: skip
    process = psutil.Process()
    before = process.memory_info().rss
    started = time.perf_counter()
    jobs.take(sheet, by=cast.clerk, at=AT)
    seconds = time.perf_counter() - started
    kept = Import.objects.get(pk=sheet)
    if kept.done != Record.objects.count():
        raise SystemExit(f"{kept.state}: {kept.done} of {Record.objects.count()}")
    peak = _peak(process)
    print(json.dumps({"rows": kept.done, "seconds": seconds, "before": before, "peak": peak}))


def _peak(process: "object") -> int:
    """The most memory this process ever held, in bytes (Linux counts it in KiB)."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def run() -> list[tuple[str, str]]:
    """Import in a process of its own, so that its memory is its own."""
    with tempfile.TemporaryDirectory(prefix="wangge-sheet-") as folder:
        path = Path(folder, "old.xlsx")
        make(path, ROWS)
        size = path.stat().st_size / 1e6
        done = subprocess.run(
            [sys.executable, "-m", "tools.bench.sheets", str(path)],
            check=True,
            capture_output=True,
            text=True,
        )
    found = json.loads(done.stdout.splitlines()[-1])
    pace = found["rows"] / found["seconds"]
    return [
        (f"import of {found['rows']:,} rows ({size:.1f} MB XLSX)", f"{found['seconds']:.1f} s"),
        ("rows per second (goal: 5,000)", f"{pace:,.0f}"),
        (
            "memory before / at its peak",
            f"{found['before'] / 1e6:.0f} / {found['peak'] / 1e6:.0f} MB",
        ),
    ]


if __name__ == "__main__":
    measure(sys.argv[1])
