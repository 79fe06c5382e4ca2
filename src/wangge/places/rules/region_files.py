"""Reading national lists of regions: CSV, JSON and SQLite as china-division ships them. Pure.

Rows come one by one, so that a list of 660,000 is never in memory at once. A malformed line is
an :class:`Invalid` with its number.
"""

import csv
import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from wangge.kernel.errors import Invalid
from wangge.kernel.words import say
from wangge.places.rules.codes import Level, level_of
from wangge.places.rules.register import why_not_name

LEVELS = ("provinces", "cities", "areas", "streets", "villages")
"""File names of china-division, from the top down; its SQLite tables are their singulars."""

_TABLES = ("province", "city", "area", "street", "village")
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class RegionRow:
    """One region of a list. ``line`` says where it stood, for messages."""

    code: str
    name: str
    level: Level
    line: int


@dataclass(frozen=True, slots=True)
class Source:
    """The files that make up a list, in the order in which they are read."""

    files: tuple[Path, ...]
    beside: tuple[Path, ...] = ()
    """Those among them that weren't named but hold the levels above."""


def source_of(path: Path) -> Source:
    """What to read for a file or folder that somebody named.

    One of china-division's own files brings along those beside it that hold the levels above.
    Raises :class:`Invalid` where there is nothing to read.
    """
    if path.is_dir():
        found = [path / f"{level}.csv" for level in LEVELS if (path / f"{level}.csv").is_file()]
        if not found:
            raise Invalid(
                say("“%(path)s” holds none of %(files)s.", path=path, files=_names(LEVELS))
            )
        return Source(tuple(found))
    if not path.is_file():
        raise Invalid(say("There is no file “%(path)s”.", path=path))
    if path.stem in LEVELS and path.suffix in (".csv", ".json"):
        above = LEVELS[: LEVELS.index(path.stem)]
        beside = [path.with_name(f"{level}.csv") for level in above]
        there = tuple(file for file in beside if file.is_file())
        return Source((*there, path), there)
    return Source((path,))


def _names(levels: Sequence[str]) -> str:
    return ", ".join(f"{level}.csv" for level in levels)


def read_regions(file: Path, encoding: str = "utf-8") -> Iterator[RegionRow]:
    """The regions of one file, by its ending and first bytes."""
    with file.open("rb") as probe:
        start = probe.read(16)
    if start.startswith(b"SQLite format 3"):
        rows = _from_sqlite(file)
    elif start.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"[", b"{"):
        rows = _from_json(file)
    else:
        rows = _from_csv(file, encoding)
    for line, code, name in rows:
        yield _row(file, line, code, name)


def _row(file: Path, line: int, code: str, name: str) -> RegionRow:
    level = level_of(code)
    if level is None or level is Level.GRID:
        raise Invalid(
            say(
                "%(file)s, line %(line)s: “%(code)s” is no region code (2, 4, 6, 9 or 12 digits).",
                file=file.name,
                line=line,
                code=code,
            )
        )
    wrong = why_not_name(name, 80)
    if wrong is not None:
        raise Invalid(say("%(file)s, line %(line)s: %(why)s", file=file.name, line=line, why=wrong))
    return RegionRow(code, name, level, line)


def _from_csv(file: Path, encoding: str) -> Iterator[tuple[int, str, str]]:
    with file.open("rb") as raw:
        rows = csv.reader(_decoded(raw, file, encoding), strict=True)
        try:
            heading = [cell.strip().lower() for cell in next(rows, [])]
            code, name = heading.index("code"), heading.index("name")
        except ValueError:
            raise Invalid(
                say("%(file)s: the first line must name columns code and name.", file=file.name)
            ) from None
        try:
            for cells in rows:
                if not cells:
                    continue
                if len(cells) != len(heading):
                    raise _malformed(file, rows.line_num)
                yield rows.line_num, cells[code].strip(), cells[name].strip()
        except csv.Error:
            raise _malformed(file, rows.line_num) from None


def _malformed(file: Path, line: int) -> Invalid:
    return Invalid(
        say("%(file)s, line %(line)s isn't a row like the others.", file=file.name, line=line)
    )


def _decoded(raw: IO[bytes], file: Path, encoding: str) -> Iterator[str]:
    """Text lines; a byte that doesn't fit tells its line."""
    for number, line in enumerate(raw, 1):
        try:
            text = line.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            raise Invalid(
                say(
                    "%(file)s, line %(line)s isn't %(encoding)s. Name its encoding, e.g. "
                    "--encoding gb18030.",
                    file=file.name,
                    line=number,
                    encoding=encoding,
                )
            ) from None
        yield text.removeprefix("\ufeff") if number == 1 else text


def _from_sqlite(file: Path) -> Iterator[tuple[int, str, str]]:
    base = sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)
    number = 0
    try:
        for table in _TABLES:
            for code, name in base.execute(f"SELECT code, name FROM {table}"):  # noqa: S608
                number += 1
                yield number, str(code), str(name)
    except sqlite3.Error as error:
        raise Invalid(
            say("%(file)s isn't china-division's data.sqlite: %(why)s.", file=file.name, why=error)
        ) from None
    finally:
        base.close()


def _from_json(file: Path) -> Iterator[tuple[int, str, str]]:
    """Objects with code, name and perhaps children, as in ``pcas-code.json``.

    The number counts objects. A list is decoded one element after another.
    """
    number = 0
    for element in _elements(file):
        waiting = [element]
        while waiting:
            node = waiting.pop()
            number += 1
            if not isinstance(node, dict) or "code" not in node or "name" not in node:
                raise Invalid(
                    say(
                        "%(file)s: entry %(line)s has no code and name.",
                        file=file.name,
                        line=number,
                    )
                )
            yield number, str(node["code"]), str(node["name"]).strip()
            waiting.extend(reversed(node.get("children", ())))


def _elements(file: Path) -> Iterator[Any]:
    decoder, text, first = json.JSONDecoder(), "", True
    try:
        with file.open(encoding="utf-8-sig") as whole:
            while True:
                block = whole.read(_BLOCK)
                text += block
                if first and text:
                    if text.lstrip()[:1] != "[":
                        raise ValueError("no list")
                    text, first = text.lstrip()[1:], False
                at = 0
                while True:
                    at = _skip(text, at)
                    if at < len(text) and text[at] == "]":
                        return
                    try:
                        element, at = decoder.raw_decode(text, at)
                    except json.JSONDecodeError:
                        if not block:
                            raise
                        break
                    yield element
                text = text[at:]
    except (ValueError, RecursionError):
        raise Invalid(
            say("%(file)s isn't a JSON list of regions in UTF-8.", file=file.name)
        ) from None


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \r\n\t,":
        at += 1
    return at
