"""Sheets of work: taken whole or not at all, once, with every fault named."""

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from django.utils import translation

from wangge.kernel.errors import Conflict, Invalid, Refused
from wangge.kernel.ids import new_id
from wangge.kernel.sheets import write_template
from wangge.people.tests.cast import AT, FIRST, GRID, SECOND, Cast
from wangge.trail.models import Entry
from wangge.worklog import jobs
from wangge.worklog.actions import import_sheet, receive_sheet
from wangge.worklog.models import Import, Record
from wangge.worklog.queries.imports import imports, returned_file_of
from wangge.worklog.rules.sheets import columns
from wangge.worklog.tests.make import measures, place

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
GOOD = ["2020-08-31", "清理共享单车", 46, "余", "辆", "王家桥社区", "", "", "", ""]


@pytest.fixture(autouse=True)
def known(cast: Cast) -> Iterator[None]:
    measures()
    with translation.override("en"):
        yield


def book(*rows: list[Any]) -> io.BytesIO:
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"strings_to_formulas": False})
    sheet = workbook.add_worksheet()
    for number, cells in enumerate([HEAD, *rows]):
        for at, cell in enumerate(cells):
            sheet.write(number, at, cell)
    workbook.close()
    out.seek(0)
    return out


def send(by, file: io.BytesIO, name: str = "工作量.xlsx", **changes: Any) -> Import:
    sheet = new_id()
    form = {"sheet": sheet, "upload": file, "name": name, "by": by, "at": AT, "id": new_id()}
    receive_sheet(**form | changes)
    jobs.take(sheet, by=by, at=AT)
    return Import.objects.get(pk=sheet)


def faults(sheet: Import) -> dict[int, str]:
    page = openpyxl.load_workbook(returned_file_of(sheet)).active
    return {
        row: str(page.cell(row, len(HEAD) + 1).value or "") for row in range(2, page.max_row + 1)
    }


def test_rows_become_drafts_in_one_entry(cast: Cast) -> None:
    lane = place("虹山东路", GRID)
    sheet = send(
        cast.clerk,
        book(
            GOOD,
            [
                date(2020, 8, 30).isoformat(),
                "rubbish_removed",
                "１.５",
                "",
                "",
                FIRST,
                "",
                "",
                "",
                "",
            ],
            ["2020年8月29日", "清理小广告", 35, "约", "张", "大塘", "", "community", "", "楼道"],
            ["2020.8.28", "清运垃圾", 500, "", "公斤", GRID, "虹山东路", "", "2020.8.27", "=1+1"],
        ),
    )
    assert (sheet.state, sheet.done, sheet.faults) == ("done", 4, 0)
    rows = list(Record.objects.order_by("id"))
    assert [row.measure_id for row in rows] == [
        "shared_bikes_cleared", "rubbish_removed", "small_ads_removed", "rubbish_removed",
    ]  # fmt: skip
    assert [row.amount for row in rows] == [46, Decimal("1.5"), 35, Decimal("0.5")]
    assert [row.qualifier for row in rows] == ["over", "exact", "about", "exact"]
    assert [row.region for row in rows] == [FIRST, FIRST, SECOND, GRID]
    assert rows[3].place_id == lane
    assert rows[3].starts_on == date(2020, 8, 27)
    assert rows[2].unit_id == cast.community.unit
    assert {row.state for row in rows} == {"draft"}
    assert {row.origin_id for row in rows} == {sheet.pk}
    entry = Entry.objects.get(action="worklog.import_sheet")
    assert (entry.data["rows"], entry.subject) == (4, sheet.pk)


@pytest.mark.parametrize(
    ("at", "cell", "word"),
    [
        (0, "", "missing"), (0, "昨天", "isn't a date"), (0, "2021-01-01", "future"),
        (1, "登月", "no measure"), (1, "", "missing"),
        (2, -5, "more than zero"), (2, 0, "more than zero"), (2, "很多", "isn't a number"),
        (2, 0.0001, "three decimals"),
        (3, "大概吧", "none of"), (4, "斛", "isn't counted"), (4, "人次", "isn't counted"),
        (5, "西翥街道", "no community"), (5, "530102010", "no community"), (5, "", "missing"),
        (6, "没有这条路", "No place"), (7, "没有这家", "no unit"),
        (8, "2020-09-30", "before it begins"),
        (9, "长" * 301, "too long"),
    ],
)  # fmt: skip
def test_one_fault_and_nothing_is_taken(cast: Cast, at: int, cell: Any, word: str) -> None:
    wrong = list(GOOD)
    wrong[at] = cell
    sheet = send(cast.clerk, book(GOOD, wrong))
    assert (sheet.state, sheet.faults) == ("faulty", 1)
    assert not Record.objects.exists()
    said = faults(sheet)
    assert said[2] == ""
    assert word in said[3]
    assert Entry.objects.get(action="worklog.reject_sheet").data["faults"] == 1


def test_every_fault_of_a_row_is_named(cast: Cast) -> None:
    sheet = send(cast.clerk, book(["x", "登月", -1, "", "", "火星", "", "", "", ""]))
    assert faults(sheet)[2].count("；") == 3


def test_too_little_to_be_counted(cast: Cast) -> None:
    sheet = send(
        cast.clerk, book(["2020-8-31", "清运垃圾", 0.001, "", "公斤", FIRST, "", "", "", ""])
    )
    assert "too little" in faults(sheet)[2]


def test_the_same_file_twice(cast: Cast) -> None:
    file = book(GOOD)
    send(cast.clerk, file)
    file.seek(0)
    with pytest.raises(Conflict, match="already"):
        send(cast.clerk, file, name="换个名字.xlsx")
    assert Record.objects.count() == 1


def test_a_faulty_sheet_may_be_sent_again(cast: Cast) -> None:
    bad = book([*GOOD[:2], -1, *GOOD[3:]])
    send(cast.clerk, bad)
    bad.seek(0)
    assert send(cast.clerk, bad).state == "faulty"


def test_the_same_form_twice_and_the_job_twice(cast: Cast) -> None:
    sheet, file = new_id(), book(GOOD)
    form = {
        "sheet": sheet,
        "upload": file,
        "name": "a.xlsx",
        "by": cast.clerk,
        "at": AT,
        "id": new_id(),
    }
    assert receive_sheet(**form) == receive_sheet(**form)
    jobs.take(sheet, by=cast.clerk, at=AT)
    jobs.take(sheet, by=cast.clerk, at=AT)
    assert Record.objects.count() == 1
    with pytest.raises(Conflict, match="dealt with"):
        import_sheet(sheet=sheet, rows=[], by=cast.clerk, at=AT, id=new_id())


def test_a_process_killed_while_writing_leaves_nothing(cast: Cast, monkeypatch) -> None:
    sheet = new_id()
    receive_sheet(
        sheet=sheet, upload=book(*[GOOD] * 3), name="a.xlsx", by=cast.clerk, at=AT, id=new_id()
    )
    monkeypatch.setattr("wangge.worklog.actions.bulk.BATCH", 1)
    monkeypatch.setattr("wangge.worklog.actions.bulk.new_id", _dies_at_the_third())
    with pytest.raises(KeyboardInterrupt):
        jobs.take(sheet, by=cast.clerk, at=AT)
    assert not Record.objects.exists()
    assert Import.objects.get().state == "writing"
    monkeypatch.undo()
    jobs.take(sheet, by=cast.clerk, at=AT)
    assert Record.objects.count() == 3


def _dies_at_the_third():
    made = []

    def id():
        made.append(new_id())
        if len(made) == 3:
            raise KeyboardInterrupt
        return made[-1]

    return id


def test_unreadable_files_say_why(cast: Cast) -> None:
    sheet = send(cast.clerk, io.BytesIO(b"no sheet at all"))
    assert sheet.state == "failed"
    assert sheet.reason
    assert send(cast.clerk, io.BytesIO(b"\xff\x80\x81,\xe9 \xff\n"), name="a.csv").state == "failed"


def test_a_csv_in_gbk(cast: Cast) -> None:
    text = ",".join(HEAD) + "\n" + ",".join(str(cell) for cell in GOOD) + "\n"
    assert send(cast.clerk, io.BytesIO(text.encode("gb18030")), name="a.csv").state == "done"


def test_a_full_disk(cast: Cast, monkeypatch) -> None:
    def full(self, raw):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(Refused, match="disk is full"):
        send(cast.clerk, book(GOOD))
    assert not Import.objects.exists()


def test_a_file_too_large_is_not_read_whole(cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr(
        "wangge.worklog.actions.sheets.Limits", lambda: type("L", (), {"size": 100})
    )
    with pytest.raises(Invalid, match="too large"):
        send(cast.clerk, book(GOOD))


def test_confirming_at_once_needs_the_right(cast: Cast) -> None:
    assert send(cast.clerk, book(GOOD), confirm=True).state == "done"
    assert Record.objects.get().state == "confirmed"
    with pytest.raises(Refused):
        send(cast.community, book(GOOD), confirm=True)
    with pytest.raises(Refused):
        send(cast.discipline, book(GOOD))


def test_areas_and_companies(cast: Cast) -> None:
    outside = send(cast.leader, book([*GOOD[:5], "大塘社区", *GOOD[6:]]))
    assert outside.state == "faulty"
    own = send(cast.company, book(GOOD))
    assert own.state == "done"
    assert Record.objects.get().unit_id == cast.company.unit
    theirs = send(cast.company, book([*GOOD[:7], "community", "", ""]))
    assert "own work" in faults(theirs)[2]
    assert set(imports(user=cast.company)) == {own, theirs}
    assert imports(user=cast.stranger).count() == 0
    assert imports(user=cast.commander).count() == 3


def test_a_name_that_two_things_bear(cast: Cast) -> None:
    place("村口", FIRST)
    place("村口", SECOND)
    both = [*GOOD[:5], "普吉街道", "村口", "", "", ""]
    assert "Several" in faults(send(cast.clerk, book(both)))[2]
    assert send(cast.clerk, book([*GOOD[:6], "村口", "", "", ""])).state == "done"


def test_the_template_is_what_the_import_reads(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_template(path, columns(["清理共享单车"]), title="t", note="n", name="工作量")
    page = openpyxl.load_workbook(path)
    sheet = page["工作量"]
    assert [cell.value for cell in sheet[3]] == [column.title for column in columns()]
    for at, column in enumerate(columns(), 1):
        sheet.cell(4, at, dict(zip(HEAD, GOOD, strict=True)).get(column.title))
    out = io.BytesIO()
    page.save(out)
    out.seek(0)
    assert send(cast.clerk, out).state == "done"
