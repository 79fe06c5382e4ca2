"""Cutting a message into sentences and clauses, and taking brackets out of the sentence.

A clause ends at a comma, a colon, a semicolon or a table bar; a list item does not, because a list
may share one amount (占道经营、流动摊35起). What stands in brackets is read on its own afterwards.
"""

import re
from dataclasses import dataclass, field

from .numbers import Number

SENTENCE_END = re.compile(r"[。!?！？\n\r…]+")
CLAUSE_END = re.compile(r"[,;:|，；：]|\s{2,}|(?<=[)\]])(?=\()")
BRACKETS = re.compile(r"\([^()\n]*\)|\[[^\[\]\n]*\]|〔[^〔〕\n]*〕")
SHORT = 4
"""A bracket of so few characters without a figure is part of a name: 垃圾桶(箱)."""


@dataclass(slots=True)
class Clause:
    """A stretch of text read as one predicate, with its figures."""

    start: int
    end: int
    before: str
    """The mark that opened it: "" at the start of a sentence."""
    numbers: list[Number] = field(default_factory=list)


@dataclass(slots=True)
class Sentence:
    """A sentence with its clauses, and the clauses found in its brackets."""

    start: int
    end: int
    clauses: list[Clause]
    inner: list[Clause]


def sentences(text: str, found: list[Number]) -> tuple[str, list[Sentence]]:
    """The text with brackets blanked out, and its sentences with the numbers in them."""
    flat, regions = without_brackets(text, found)
    outer = [number for number in found if not _inside(number, regions)]
    held = [number for number in found if _inside(number, regions)]
    made = []
    for start, end in _pieces(flat, 0, len(flat), SENTENCE_END):
        inside = [(a, b) for a, b in regions if start <= a < end]
        made.append(
            Sentence(
                start,
                end,
                _clauses(flat, start, end, outer),
                [clause for a, b in inside for clause in _clauses(text, a + 1, b - 1, held)],
            )
        )
    return flat, made


def without_brackets(text: str, found: list[Number]) -> tuple[str, list[tuple[int, int]]]:
    """Blank out brackets, but keep those that belong to a unit or a short name."""
    units = [(number.start, number.end) for number in found]
    regions = []
    pieces, place, index = [], 0, 0
    for match in BRACKETS.finditer(text):
        start, end = match.span()
        while index < len(units) and units[index][1] <= start:
            index += 1
        in_unit = index < len(units) and units[index][0] < start < units[index][1]
        holds = index < len(units) and start <= units[index][0] < end
        if in_unit or (not holds and end - start <= SHORT):
            continue
        pieces += [text[place:start], " " * (end - start)]
        place = end
        regions.append((start, end))
    pieces.append(text[place:])
    # blanks must not look like the run of spaces that ends a clause
    return "".join(piece if piece.strip() else "\x00" * len(piece) for piece in pieces), regions


def _inside(number: Number, regions: list[tuple[int, int]]) -> bool:
    low, high = 0, len(regions)
    while low < high:
        middle = (low + high) // 2
        if regions[middle][1] <= number.start:
            low = middle + 1
        else:
            high = middle
    return low < len(regions) and regions[low][0] <= number.start


def _clauses(text: str, start: int, end: int, found: list[Number]) -> list[Clause]:
    spans = [(number.start, number.end) for number in _within(found, start, end)]
    clauses = []
    before = ""
    for a, b in _pieces(text, start, end, CLAUSE_END, spans):
        clauses.append(Clause(a, b, before, _within(found, a, b)))
        before = text[b : b + 1].strip() or ","
    return clauses


def _pieces(
    text: str,
    start: int,
    end: int,
    mark: re.Pattern[str],
    spans: list[tuple[int, int]] | None = None,
) -> list[tuple[int, int]]:
    """Stretches between marks; a mark inside a number (12,300) doesn't count."""
    pieces = []
    place, index = start, 0
    held = spans or []
    for match in mark.finditer(text, start, end):
        while index < len(held) and held[index][1] <= match.start():
            index += 1
        if index < len(held) and held[index][0] <= match.start():
            continue
        if match.start() > place:
            pieces.append((place, match.start()))
        place = match.end()
    if place < end:
        pieces.append((place, end))
    return pieces


def _within(found: list[Number], start: int, end: int) -> list[Number]:
    low, high = _first(found, start), _first(found, end)
    return found[low:high]


def _first(found: list[Number], place: int) -> int:
    low, high = 0, len(found)
    while low < high:
        middle = (low + high) // 2
        if found[middle].start < place:
            low = middle + 1
        else:
            high = middle
    return low
