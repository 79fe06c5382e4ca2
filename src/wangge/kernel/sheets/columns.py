"""Columns of a sheet: how they are headed, what their cells mean, what was wrong with one."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from wangge.kernel.choices import Choice
from wangge.kernel.words import N_, Said, say

Cell = Any
"""What a reader gives: str, float, int, bool, date, datetime, time, timedelta or None."""
Value = str | Decimal | date | None


class Kind(Choice):
    """What a column's cells are."""

    TEXT = "text", N_("Text")
    NUMBER = "number", N_("A number")
    DAY = "day", N_("Date")


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its Chinese and English headings; ``choices`` make a drop-down list.

    The first of ``titles`` is what templates print. ``comment`` explains it in the template.
    """

    key: str
    titles: tuple[str, ...]
    kind: Kind = Kind.TEXT
    required: bool = False
    choices: Sequence[str] = ()
    comment: str = ""
    width: int = 14
    longest: int = 300

    @property
    def title(self) -> str:
        """The heading that templates print."""
        return self.titles[0]


@dataclass(frozen=True, slots=True)
class Fault:
    """What was wrong with one cell; an empty column concerns the whole row."""

    row: int
    column: str
    reason: Said


@dataclass(slots=True)
class Line:
    """One row: its number in the sheet, its cells as they came, their values by column key."""

    number: int
    cells: list[Cell]
    values: dict[str, Any]
    faults: list[Fault] = field(default_factory=list)


class Unreadable(ValueError):
    """A cell can't be read; ``reason`` says why."""

    def __init__(self, reason: Said) -> None:
        super().__init__(reason)
        self.reason = reason


def heading(text: object) -> str:
    """A heading for comparing: no spaces, stars, brackets' content or case."""
    plain = unicodedata.normalize("NFKC", str(text or "")).strip().lower()
    return re.sub(r"\(.*?\)|[\s*::]", "", plain)


def parse(column: Column, cell: Cell) -> Value:
    """A cell's value; None for an empty one. Raises :class:`Unreadable`."""
    if cell is None or cell == "" or (isinstance(cell, str) and not cell.strip()):
        if column.required:
            raise Unreadable(say("“%(column)s” is missing.", column=column.title))
        return None
    return _READERS[column.kind](column, cell)


def _text(column: Column, cell: Cell) -> Value:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        cell = cell.date()
    text = str(cell).strip()
    if len(text) > column.longest:
        raise Unreadable(
            say("This is too long: at most %(longest)s characters.", longest=column.longest)
        )
    return text


_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d{1,2})?")


def _number(column: Column, cell: Cell) -> Value:
    if isinstance(cell, bool | date | timedelta):
        raise Unreadable(say("“%(text)s” isn't a number.", text=str(cell)))
    if isinstance(cell, int):
        return Decimal(cell)
    if isinstance(cell, float):
        # 15 digits are what a spreadsheet shows; the rest is the noise of binary fractions.
        return Decimal(f"{cell:.15g}")
    text = unicodedata.normalize("NFKC", str(cell)).strip().replace(",", "").replace(" ", "")
    if not _NUMBER.fullmatch(text):
        raise Unreadable(say("“%(text)s” isn't a number.", text=str(cell)[:40]))
    try:
        return Decimal(text)
    except InvalidOperation:
        raise Unreadable(say("“%(text)s” isn't a number.", text=str(cell)[:40])) from None


_DAYS = (
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]?"),
    re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
)
_EPOCH = date(1899, 12, 30)
"""Day 0 of a spreadsheet's calendar from 1 March 1900 on, its false leap day counted in."""
_SERIALS = (61, 2_958_465)
"""From 1 March 1900 to 31 December 9999."""


def _day(column: Column, cell: Cell) -> Value:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool):
        raise _no_day(cell)
    if isinstance(cell, int | float):
        return _serial(float(cell))
    text = unicodedata.normalize("NFKC", str(cell)).strip()
    text = re.sub(r"[T ]\d{1,2}:.*$|\s", "", text)
    for pattern in _DAYS:
        if found := pattern.fullmatch(text):
            try:
                return date(*map(int, found.groups()))
            except ValueError:
                raise _no_day(cell) from None
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        return _serial(float(text))
    raise _no_day(cell)


def _serial(number: float) -> date:
    if not _SERIALS[0] <= number < _SERIALS[1] + 1:
        whole = str(int(number)) if number == number and abs(number) < 1e9 else ""
        if (found := _DAYS[2].fullmatch(whole)) is not None:
            try:
                return date(*map(int, found.groups()))
            except ValueError:
                pass
        raise _no_day(number)
    return _EPOCH + timedelta(days=int(number))


def _no_day(cell: Cell) -> Unreadable:
    return Unreadable(say("“%(text)s” isn't a date. Write it as 2020-08-31.", text=str(cell)[:40]))


_READERS: dict[Kind, Callable[[Column, Cell], Value]] = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.DAY: _day,
}
