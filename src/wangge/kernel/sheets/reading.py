"""Reading a table out of XLSX or CSV: the heading row found by its names, then row by row."""

import csv
import io
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from wangge.kernel.errors import Invalid
from wangge.kernel.sheets.columns import Cell, Column, Fault, Line, Unreadable, heading, parse
from wangge.kernel.sheets.guard import USUAL, Limits, broken, check_file
from wangge.kernel.words import say

_SEARCHED = 10
"""Rows in which the heading row is looked for: a title and some notes may stand above it."""
LEFT_OUT = "错误说明"
"""The heading that returned files carry; such a column is skipped when one is sent again."""


class Sheet:
    """A table that was opened: its headings, its length, and its rows as often as wanted."""

    def __init__(
        self, source: "_Source", columns: Sequence[Column], header: list[str], at: int
    ) -> None:
        self.source, self.header, self.at = source, header, at
        names = {heading(title): column for column in columns for title in column.titles}
        self.places: list[tuple[Column, int]] = []
        for place, title in enumerate(header):
            column = names.get(heading(title))
            if column is not None and column not in [known for known, _ in self.places]:
                self.places.append((column, place))

    @property
    def total(self) -> int:
        """Rows under the heading, empty ones too."""
        return max(self.source.height - self.at - 1, 0)

    def lines(self) -> Iterator[Line]:
        """Each row that isn't empty, with its values and what was wrong with it."""
        for offset, cells in enumerate(self.source.rows(self.at + 1)):
            if any(cell not in ("", None) for cell in cells):
                yield self._line(self.at + 2 + offset, cells)

    def _line(self, number: int, cells: list[Cell]) -> Line:
        line = Line(number, cells, {})
        for column, place in self.places:
            cell = cells[place] if place < len(cells) else None
            try:
                line.values[column.key] = parse(column, cell)
            except Unreadable as fault:
                line.values[column.key] = None
                line.faults.append(Fault(number, column.title, fault.reason))
        return line


class _Source(Protocol):
    """Rows of cells from either kind of file."""

    height: int

    def rows(self, start: int) -> Iterator[list[Cell]]:
        """The rows from one on."""
        ...


class _Xlsx:
    def __init__(self, path: Path, limits: Limits) -> None:
        check_file(path, limits)
        self.sheet = _open(path)
        self.height = self.sheet.end[0] + 1 if self.sheet.end else 0
        if self.height - 1 > limits.rows:
            raise too_long(self.height - 1, limits)

    def rows(self, start: int) -> Iterator[list[Cell]]:
        # Rows come from the sheet's first on, empty ones above the table too.
        yield from itertools.islice(self.sheet.iter_rows(), start, None)


def _open(path: Path) -> Any:
    """The first visible sheet, by python-calamine, whose every way to fail is one: broken."""
    import python_calamine as calamine

    try:
        book = calamine.load_workbook(str(path))
        visible = [
            meta.name
            for meta in book.sheets_metadata
            if meta.visible == calamine.SheetVisibleEnum.Visible
        ]
        names = visible or book.sheet_names
        if not names:
            raise Invalid(say("The workbook has no sheet."))
        return book.get_sheet_by_name(names[0])
    except Invalid:
        raise
    except calamine.PasswordError as error:
        raise Invalid(
            say("This file is protected by a password. Remove the password and send it again.")
        ) from error
    except Exception as error:
        raise broken() from error
    except BaseException as error:
        # A panic of the Rust reader isn't an Exception.
        if type(error).__name__ == "PanicException":
            raise broken() from error
        raise


class _Csv:
    def __init__(self, path: Path, limits: Limits) -> None:
        size = path.stat().st_size
        if size == 0:
            raise Invalid(say("The file is empty."))
        if size > limits.size:
            check_file(path, limits)
        text = decoded(path.read_bytes())
        dialect = "excel-tab" if text.partition("\n")[0].count("\t") else "excel"
        try:
            self.table: list[list[Cell]] = list(csv.reader(io.StringIO(text), dialect))
        except csv.Error as error:
            raise broken() from error
        self.height = len(self.table)
        if self.height - 1 > limits.rows:
            raise too_long(self.height - 1, limits)

    def rows(self, start: int) -> Iterator[list[Cell]]:
        yield from self.table[start:]


def decoded(raw: bytes) -> str:
    """The text of a CSV: UTF-8, UTF-16 with its mark, or GB 18030 as Excel in China writes it."""
    codes = ("utf-16",) if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for code in codes:
        try:
            text = raw.decode(code)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Invalid(
        say("The encoding of this file can't be recognised. Save it as “.xlsx”, or as CSV UTF-8.")
    )


def too_long(rows: int, limits: Limits) -> Invalid:
    """More rows than are taken at once."""
    return Invalid(
        say(
            "The sheet has %(rows)s rows; at most %(most)s are taken at once. Send it in parts.",
            rows=rows,
            most=limits.rows,
        )
    )


def read_table(path: Path, name: str, columns: Sequence[Column], limits: Limits = USUAL) -> Sheet:
    """Open a sheet that somebody sent; ``name`` is the file's own name, whose ending tells CSV.

    The heading row is the one of the first ten that holds most of the columns' names; the columns
    may stand in any order, and unknown ones are passed over. Raises :class:`Invalid` with a
    sentence for a file that is no sheet, broken, encrypted, too large, a bomb, in an unknown
    encoding, without the required columns or without rows.
    """
    kind = _Csv if name.lower().endswith((".csv", ".tsv", ".txt")) else _Xlsx
    source = kind(path, limits)
    best, at, header = 0, 0, []
    names = {heading(title) for column in columns for title in column.titles}
    for number, cells in enumerate(itertools.islice(source.rows(0), _SEARCHED)):
        score = len({heading(cell) for cell in cells} & names)
        if score > best:
            best, at, header = score, number, [str(cell or "").strip() for cell in cells]
    sheet = Sheet(source, columns, header, at)
    _check_header(sheet, columns)
    if sheet.total == 0:
        raise Invalid(say("The sheet holds no rows under its headings."))
    return sheet


def _check_header(sheet: Sheet, columns: Sequence[Column]) -> None:
    present = {column.key for column, _ in sheet.places}
    missing = [column.title for column in columns if column.required and column.key not in present]
    if missing:
        raise Invalid(
            say(
                "The sheet lacks the columns %(columns)s. Fill in the template.",
                columns="、".join(missing),
            )
        )
