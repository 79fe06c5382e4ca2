"""Sheets: what is taken, what is refused and in which words, and what goes back."""

import io
import struct
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from wangge.kernel.errors import Invalid
from wangge.kernel.sheets import (
    Column,
    Fault,
    Kind,
    Limits,
    parse,
    read_table,
    write_returned,
    write_table,
    write_template,
)
from wangge.kernel.sheets.columns import Unreadable
from wangge.kernel.words import say

DAY = Column("day", ("日期", "Date"), Kind.DAY, required=True)
WHAT = Column("what", ("计量项目", "Measure"), required=True, choices=("清理小广告", "清运垃圾"))
AMOUNT = Column("amount", ("数量", "Amount"), Kind.NUMBER, required=True, comment="大于零")
REMARK = Column("remark", ("备注", "Remark"), longest=20)
COLUMNS = (DAY, WHAT, AMOUNT, REMARK)


def book(path: Path, rows: list[list[object]]) -> Path:
    workbook = xlsxwriter.Workbook(
        str(path), {"default_date_format": "yyyy-mm-dd", "strings_to_formulas": False}
    )
    sheet = workbook.add_worksheet()
    for number, cells in enumerate(rows):
        for place, cell in enumerate(cells):
            sheet.write(number, place, cell)
    workbook.close()
    return path


def refused(path: Path, name: str = "a.xlsx", **limits: int) -> str:
    with pytest.raises(Invalid) as caught:
        list(read_table(path, name, COLUMNS, Limits(**limits)).lines())
    return str(caught.value.reason)


def test_rows_come_out_typed_wherever_the_heading_stands(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        [
            ["普吉街道工作量"],
            [],
            ["备注", "数量*", "计量项目", "日期(截止)", "别的"],
            ["=1+1", 35, "清理小广告", date(2020, 8, 31), "x"],
            [],
            ["", 0.1 + 0.2, "清运垃圾", "2020年9月1日", None],
        ],
    )
    first, second = read_table(path, "a.xlsx", COLUMNS).lines()
    assert first.values["day"] == date(2020, 8, 31)
    assert first.values["amount"] == 35
    assert (first.number, second.number) == (4, 6)
    assert second.values == {
        "remark": None, "amount": Decimal("0.3"), "what": "清运垃圾", "day": date(2020, 9, 1),
    }  # fmt: skip


def test_english_headings_and_csv_in_each_encoding(tmp_path: Path) -> None:
    text = "Date,Measure,Amount\n2020-08-31,清理小广告,“12”\n2020.8.31,清理小广告,１２．５\n"
    for code in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        path = tmp_path / f"{code}.csv"
        path.write_bytes(text.encode(code))
        first, second = read_table(path, path.name, COLUMNS).lines()
        assert [fault.column for fault in first.faults] == ["数量"]
        assert second.values["amount"] == Decimal("12.5")


def test_a_row_starts_late_in_the_sheet(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [[], [], ["日期", "计量项目", "数量"], ["2020-8-1", "x", 1]])
    (line,) = read_table(path, "a.xlsx", COLUMNS).lines()
    assert line.number == 4


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2020年8月31日", date(2020, 8, 31)),
        ("2020.8.31", date(2020, 8, 31)),
        ("2020-8-31", date(2020, 8, 31)),
        ("2020/08/31", date(2020, 8, 31)),
        ("２０２０－８－３１", date(2020, 8, 31)),
        ("20200831", date(2020, 8, 31)),
        (20200831, date(2020, 8, 31)),
        (44074, date(2020, 8, 31)),
        (44074.5, date(2020, 8, 31)),
        ("44074", date(2020, 8, 31)),
        ("2020-08-31 09:30:00", date(2020, 8, 31)),
        (datetime.fromisoformat("2020-08-31 09:30"), date(2020, 8, 31)),
    ],
)
def test_days(cell: object, day: date) -> None:
    assert parse(DAY, cell) == day


@pytest.mark.parametrize(
    "cell", ["8月31日", "2020-13-01", "昨天", 12, True, 1e300, -5, "2020年2月30日"]
)
def test_no_days(cell: object) -> None:
    with pytest.raises(Unreadable):
        parse(DAY, cell)


@pytest.mark.parametrize(
    ("cell", "amount"),
    [("1,234.5", "1234.5"), ("１２３", "123"), (2.5, "2.5"), (3, "3"), (" 7 ", "7"), ("-4", "-4")],
)
def test_numbers(cell: object, amount: str) -> None:
    assert parse(AMOUNT, cell) == Decimal(amount)


@pytest.mark.parametrize("cell", ["十", "3吨", "--3", "1e999", "NaN", "∞", True, date(2020, 1, 1)])
def test_no_numbers(cell: object) -> None:
    with pytest.raises(Unreadable):
        parse(AMOUNT, cell)


def test_a_missing_cell_and_a_long_one_are_faults(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx", [["日期", "计量项目", "数量", "备注"], ["2020-8-1", "", 1, "长" * 21]]
    )
    (line,) = read_table(path, "a.xlsx", COLUMNS).lines()
    assert [fault.column for fault in line.faults] == ["计量项目", "备注"]
    assert "missing" in line.faults[0].reason


def test_columns_and_rows_that_lack(tmp_path: Path) -> None:
    assert "数量" in refused(book(tmp_path / "a.xlsx", [["日期", "计量项目"], ["2020-8-1", "x"]]))
    head = ["日期", "计量项目", "数量"]
    assert "no rows" in refused(book(tmp_path / "b.xlsx", [head]))
    many = book(tmp_path / "c.xlsx", [head, *[["2020-8-1", "x", 1]] * 30])
    assert "at most 20" in refused(many, rows=20)


def test_what_is_no_sheet(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"")
    assert "empty" in refused(path)
    path.write_bytes(b"%PDF-1.7 and so on")
    assert "not an XLSX" in refused(path)
    path.write_bytes(b"PK\x03\x04" + b"nonsense" * 20)
    assert "broken" in refused(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert "not an XLSX" in refused(path)
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)
    assert "old “.xls”" in refused(path)
    sealed = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + sealed)
    assert "password" in refused(path)


def test_a_truncated_workbook_is_broken(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [["日期", "计量项目", "数量"], ["2020-8-1", "x", 1]])
    whole = path.read_bytes()
    for length in (len(whole) // 3, len(whole) - 40):
        path.write_bytes(whole[:length])
        assert "broken" in refused(path)


def with_sheet(path: Path, xml: bytes) -> Path:
    """A real workbook with another first sheet."""
    source = book(path.with_suffix(".tmp.xlsx"), [["日期", "计量项目", "数量"]])
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            sheet = entry.filename == "xl/worksheets/sheet1.xml"
            new.writestr(entry.filename, xml if sheet else old.read(entry))
    return path


def test_bombs(tmp_path: Path) -> None:
    bomb = with_sheet(tmp_path / "a.xlsx", b"<worksheet>" + b" " * 30_000_000)
    assert bomb.stat().st_size < 100_000
    assert "unpacks" in refused(bomb)
    assert "unpacks" in refused(bomb, ratio=10**9, unpacked=20_000_000)
    assert "unpacks" in refused(bomb, ratio=10**9, entries=3)
    assert "too large" in refused(bomb, size=1000)


def test_a_directory_that_lies(tmp_path: Path) -> None:
    path = with_sheet(tmp_path / "a.xlsx", b"<worksheet>" + b" " * 30_000_000)
    raw = bytearray(path.read_bytes())
    true = struct.pack("<I", 30_000_011)
    assert raw.count(true) >= 1
    path.write_bytes(bytes(raw).replace(true, struct.pack("<I", 90_000)))
    assert "unpacks" in refused(path)


@pytest.mark.parametrize("cell", [b"XFD1048576", b"CA3", b"A1048576"])
def test_a_cell_far_away_never_fills_the_memory(tmp_path: Path, cell: bytes) -> None:
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="%s"><v>1</v></c></row>' % cell
    far = with_sheet(
        tmp_path / "a.xlsx", b"<worksheet><sheetData>%s</sheetData></worksheet>" % rows
    )
    assert cell.decode() in refused(far)


def test_encodings_nobody_knows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xff\x80\x81,\xe9 \xff\n")
    assert "encoding" in refused(path, "a.csv")
    path.write_bytes(b"")
    assert "empty" in refused(path, "a.csv")


@given(st.binary(max_size=400))
def test_any_bytes_are_refused_with_a_sentence(tmp_path_factory, raw: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "a"
    for name, head in (("a.xlsx", b"PK\x03\x04"), ("a.csv", b"")):
        path.write_bytes(head + raw)
        with pytest.raises(Invalid):
            list(read_table(path, name, COLUMNS).lines())


def test_a_template_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_template(path, COLUMNS, title="工作量导入模板", note="一行一条", name="工作量")
    page = openpyxl.load_workbook(path)["工作量"]
    assert page["A1"].value == "工作量导入模板"
    assert [cell.value for cell in page[3]] == ["日期", "计量项目", "数量", "备注"]
    assert page["C3"].comment.text == "大于零"
    assert page.freeze_panes == "A4"
    (rule,) = page.data_validations.dataValidation
    assert rule.formula1 == "lists!$B$1:$B$2"
    assert "no rows" in refused(path)


def test_texts_never_become_formulas(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    evil = ['=HYPERLINK("x")', "+1+1", "-2", "@SUM(A1)", "https://example.org"]
    rows = [[date(2020, 8, 31), text, Decimal("2.5"), None] for text in evil]
    assert write_table(path, COLUMNS, iter(rows), title="=1", name="工作量") == 5
    page = openpyxl.load_workbook(path).active
    assert [page.cell(row, 2).value for row in range(3, 8)] == evil
    assert {page.cell(row, 2).data_type for row in range(3, 8)} == {"s"}
    assert page["A1"].data_type == "s"
    assert page["A3"].value.date() == date(2020, 8, 31)


def test_a_returned_sheet_says_what_was_wrong_and_may_be_sent_again(tmp_path: Path) -> None:
    sent = book(
        tmp_path / "a.xlsx",
        [["工作量"], ["日期", "计量项目", "数量"], ["2020-8-1", "=x", -1], ["2020-8-2", "y", 2]],
    )
    sheet = read_table(sent, "a.xlsx", COLUMNS)
    faults = {3: [Fault(3, "数量", say("An amount must be more than zero."))]}
    back = tmp_path / "back.xlsx"
    write_returned(back, sheet, faults, name="工作量", words=str.upper)
    page = openpyxl.load_workbook(back).active
    assert [cell.value for cell in page[1]] == ["日期", "计量项目", "数量", "错误说明"]
    assert page["D2"].value == "AN AMOUNT MUST BE MORE THAN ZERO."
    assert page["C2"].fill.fgColor.rgb == "FFF8C9C4"
    assert page["B2"].data_type == "s"
    assert page["C3"].fill.fgColor.rgb != "FFF8C9C4"
    again = read_table(back, "back.xlsx", COLUMNS)
    assert [line.values["amount"] for line in again.lines()] == [-1, 2]
    twice = tmp_path / "twice.xlsx"
    write_returned(twice, again, {}, name="工作量")
    assert [c.value for c in openpyxl.load_workbook(twice).active[1]].count("错误说明") == 1


def test_memory_holds_a_file_like_upload(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [["日期", "计量项目", "数量"], ["2020-8-1", "x", 1]])
    copy = tmp_path / "copy"
    copy.write_bytes(io.BytesIO(path.read_bytes()).read())
    assert read_table(copy, "工作.XLSX", COLUMNS).total == 1
