"""Writing XLSX: templates to fill in, lists to take away, sent sheets back with what was wrong.

Texts are always written as texts, so one that begins with = + - or @ never becomes a formula in
the reader's spreadsheet. Rows go to the disk as they come; memory doesn't grow with their number.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from wangge.kernel.sheets.columns import Cell, Column, Fault, Kind
from wangge.kernel.sheets.reading import LEFT_OUT, Sheet

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
TITLE = {"bold": True, "font_size": 14, "valign": "vcenter"}
HEAD = {"bold": True, "bg_color": "#E8EEF7", "border": 1, "text_wrap": True, "valign": "vcenter"}
NEEDED = HEAD | {"bg_color": "#FCE9D9"}
FAULTY = {"bg_color": "#F8C9C4", "border": 1, "border_color": "#C0392B"}
DAY = {"num_format": "yyyy-mm-dd", "align": "left"}
INSTANT = {"num_format": "yyyy-mm-dd hh:mm", "align": "left"}
LONGEST = 32_767
"""Characters that a cell of a spreadsheet holds."""


class _Page:
    """A worksheet with its formats, written from the top down."""

    def __init__(self, path: Path, name: str) -> None:
        self.book = xlsxwriter.Workbook(str(path), OPTIONS)
        self.sheet = self.book.add_worksheet(name[:31])
        self.formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def format(self, look: Mapping[str, Any]) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(dict(look))
        return self.formats[key]

    def put(self, row: int, column: int, cell: Cell, look: Mapping[str, Any] | None = None) -> None:
        """One cell by the type of its value; texts are never formulas."""
        shown = self.format(look) if look else None
        if cell is None or cell == "":
            if shown is not None:
                self.sheet.write_blank(row, column, None, shown)
        elif isinstance(cell, bool):
            self.sheet.write_boolean(row, column, cell, shown)
        elif isinstance(cell, int | float | Decimal):
            self.sheet.write_number(row, column, cell, shown)
        elif isinstance(cell, date):
            kind, bare = DAY, cell
            if isinstance(cell, datetime):
                kind, bare = INSTANT, cell.replace(tzinfo=None)
            self.sheet.write_datetime(row, column, bare, self.format(kind | dict(look or {})))
        else:
            self.sheet.write_string(row, column, str(cell)[:LONGEST], shown)


def write_template(
    path: Path, columns: Sequence[Column], *, title: str, note: str, name: str, rows: int = 5000
) -> None:
    """A sheet to fill in: title and note, headings with comments, drop-down lists, frozen top.

    Headings of required columns are coloured. Lists lie on a hidden sheet, where they may be long.
    """
    page = _Page(path, name)
    page.sheet.set_row(0, 24)
    page.put(0, 0, title, TITLE)
    page.put(1, 0, note, {"font_color": "#555555"})
    lists = page.book.add_worksheet("lists")
    lists.hide()
    longest = max((len(column.choices) for column in columns), default=0)
    for row in range(longest):
        for place, column in enumerate(columns):
            if row < len(column.choices):
                lists.write_string(row, place, column.choices[row])
    page.sheet.set_row(2, 22)
    for place, column in enumerate(columns):
        look = {"num_format": "yyyy-mm-dd"} if column.kind is Kind.DAY else {}
        page.sheet.set_column(place, place, column.width, page.format(look) if look else None)
        page.put(2, place, column.title, NEEDED if column.required else HEAD)
        if column.comment:
            page.sheet.write_comment(2, place, column.comment, {"x_scale": 2})
        if column.choices:
            letter = xlsxwriter.utility.xl_col_to_name(place)
            source = f"=lists!${letter}$1:${letter}${len(column.choices)}"
            rule = {"validate": "list", "source": source, "error_type": "warning"}
            page.sheet.data_validation(3, place, rows + 2, place, rule)
    page.sheet.freeze_panes(3, 0)
    page.book.close()


def write_table(
    path: Path, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, title: str, name: str
) -> int:
    """A list to take away: title, headings, rows as they come; returns how many there were."""
    page = _Page(path, name)
    for place, column in enumerate(columns):
        page.sheet.set_column(place, place, column.width)
    page.sheet.set_row(0, 24)
    page.put(0, 0, title, TITLE)
    for place, column in enumerate(columns):
        page.put(1, place, column.title, HEAD)
    page.sheet.freeze_panes(2, 0)
    count = 0
    for count, cells in enumerate(rows, 1):
        for place, cell in enumerate(cells):
            page.put(count + 1, place, cell)
    page.book.close()
    return count


def write_returned(
    path: Path,
    sheet: Sheet,
    faults: Mapping[int, Sequence[Fault]],
    *,
    name: str,
    words: Callable[[str], str] = str,
) -> None:
    """The rows as they were sent, with a column that says what was wrong and the cells in red.

    ``faults`` by row number of the sheet that was sent; ``words`` puts a sentence into the
    reader's language. Sent again after mending, the extra column is passed over.
    """
    page = _Page(path, name)
    header = [title for title in sheet.header if title != LEFT_OUT]
    keep = [place for place, title in enumerate(sheet.header) if title != LEFT_OUT]
    red = {column.title: keep.index(place) for column, place in sheet.places if place in keep}
    for place, title in enumerate(header):
        page.sheet.set_column(place, place, max(12, min(len(title) * 2 + 2, 40)))
    page.sheet.set_column(len(header), len(header), 60)
    for place, title in enumerate([*header, LEFT_OUT]):
        page.put(0, place, title, HEAD)
    page.sheet.freeze_panes(1, 0)
    for row, line in enumerate(sheet.lines(), 1):
        wrong = faults.get(line.number, ())
        marked = {red[fault.column] for fault in wrong if fault.column in red}
        for place, source in enumerate(keep):
            cell = line.cells[source] if source < len(line.cells) else None
            page.put(row, place, cell, FAULTY if place in marked else None)
        if wrong:
            page.put(row, len(header), "；".join(words(fault.reason) for fault in wrong))
    page.book.close()
