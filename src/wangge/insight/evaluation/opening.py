"""The cases behind a number of an evaluation: the same condition, page by page."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from ibis.expr.types import Table

from wangge.cases.rules import Stage
from wangge.insight.evaluation.passes import (
    BEGUN,
    OF_AREAS,
    Cell,
    Question,
    asked_rows,
    cell_rows,
    column_of,
    marked,
    only_of,
    rest_rows,
)
from wangge.insight.evaluation.subjects import keys_of
from wangge.insight.figures import engine
from wangge.insight.figures.counts import COUNTS
from wangge.insight.rules.evaluation import Basis, Subject
from wangge.kernel.errors import NotFound
from wangge.kernel.subjects import url_of
from wangge.kernel.words import say
from wangge.places.queries import names

PAGE = 50
CHUNK = 5_000
"""Rows that an export reads at a time."""
NOBODY = say("There is nothing like that to evaluate in your area.")
STAGES = {stage.value: stage.label for stage in Stage}


@dataclass(frozen=True, slots=True)
class Opened:
    """Which number is opened: whose, which cell, and whether the rest of its denominator."""

    question: Question
    subject: Subject
    whose: str
    cell: Cell
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One case in the list; for counts of dispatches one dispatch of it."""

    id: UUID
    case: UUID
    number: str
    url: str
    stage: str
    stage_label: str
    category: str
    area: str
    address: str
    on: Any
    key: str


def opened(
    question: Question, subject: Subject, whose: str, count: str, of: str = "", rest: bool = False
) -> Opened:
    """A number to open. Raises :class:`NotFound` for counts and subjects that there aren't."""
    known = {count} | ({of} if of else set())
    if not known <= COUNTS.keys() or (rest and not of):
        raise NotFound(say("There is no such count."))
    if of and COUNTS[count].fact != COUNTS[of].fact:
        raise NotFound(say("There is no such count."))
    if whose and subject in OF_AREAS:
        if not whose.startswith(question.region):
            raise NotFound(say("There is no such area, or it lies outside yours."))
        question = replace(question, region=whose)
    elif whose:
        try:
            whose = UUID(whose).hex
        except ValueError:
            raise NotFound(NOBODY) from None
    return Opened(question, subject, whose, Cell(count, of), rest)


def how_many(asked: Opened) -> int:
    """How many rows there are, counted from the rows themselves."""
    keys = _keys(asked)
    statement = engine.statement(number_expression, *_shape(asked, len(keys)))
    return int(engine.run(statement, _values(asked, keys))[0]["n"])


def page(asked: Opened, after: str = "", size: int = PAGE) -> tuple[list[Found], str]:
    """A stretch of the rows, newest first, and the key that asks for the next."""
    lines = _read(asked, after, size + 1)
    return lines[:size], lines[size - 1].key if len(lines) > size else ""


def every(asked: Opened) -> Iterator[Found]:
    """All rows for an export, read in chunks."""
    after = ""
    while lines := _read(asked, after, CHUNK):
        yield from lines
        after = lines[-1].key


def _read(asked: Opened, after: str, size: int) -> list[Found]:
    keys = _keys(asked)
    values = _values(asked, keys)
    if seen := _seen(after):
        values |= {"last": engine.instant(seen[0]), "after": engine.key_of(seen[1])}
    shape = _shape(asked, len(keys))
    statement = engine.statement(page_expression, *shape, seen is not None, size)
    lines = engine.run(statement, values)
    areas = names(line["community"] for line in lines if line["community"])
    return [_found(line, areas) for line in lines]


def _seen(key: str) -> tuple[datetime, UUID] | None:
    """Instant and id of the last row seen; None from the top, also for what can't be read."""
    instant, _, id = key.partition("~")
    try:
        return _instant(instant), UUID(id)
    except ValueError:
        return None


def _instant(value: Any) -> datetime:
    """An instant as the databases hand it out: SQLite as text without its zone, which is UTC."""
    found = datetime.fromisoformat(str(value))
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _found(line: dict[str, Any], areas: dict[str, str]) -> Found:
    case = UUID(str(line["subject"]))
    return Found(
        id=UUID(str(line["id"])),
        case=case,
        number=line["number"],
        url=url_of("cases.case", case),
        stage=line["stage"],
        stage_label=STAGES.get(line["stage"], line["stage"]),
        category=line["category_name"] or "",
        area=areas.get(line["community"], line["region"]),
        address=line["address"],
        on=engine.day(line["day"]),
        key=f"{_instant(line['begun']).isoformat()}~{line['id']}",
    )


def _keys(asked: Opened) -> list[str]:
    """The values of the column that say whose a row is; none where all are asked for."""
    if not asked.whose:
        return []
    column = column_of(asked.subject, asked.cell)
    if not column:
        raise NotFound(say("There is no such count."))
    return keys_of(asked.question, asked.subject, asked.whose)(column)


def _values(asked: Opened, keys: list[str]) -> dict[str, Any]:
    return asked.question.values | marked(keys)


def _shape(asked: Opened, keys: int) -> tuple[Any, ...]:
    shape = engine.shape_of(asked.question.scope, records=True)
    return asked.subject, asked.cell, asked.rest, asked.question.basis, shape, keys


def chosen_rows(
    subject: Subject, cell: Cell, rest: bool, basis: Basis, shape: engine.Shape, keys: int
) -> Table:
    """The rows of a number: those counted, or the others of its denominator."""
    rows = asked_rows(COUNTS[cell.key].fact, basis, shape)
    rows = rows.filter((rest_rows if rest else cell_rows)(rows, cell, basis))
    return only_of(rows, column_of(subject, cell), keys)


def number_expression(*asked: Any) -> Table:
    """``n``: how many."""
    return chosen_rows(*asked).aggregate(n=lambda rows: rows.count())


def page_expression(*asked: Any) -> Table:
    """The rows from a key on, newest first, in the order of an index."""
    *which, after, size = asked
    rows = chosen_rows(*which)
    begun = rows[BEGUN[COUNTS[which[1].key].fact]]
    if after:
        rows = rows.filter(begun <= ":last", (begun < ":last") | (rows.id < ":after"))
    rows = rows.order_by(begun.desc(), rows.id.desc()).limit(size)
    return rows.select(
        "id", "number", "stage", "category_name", "region", "community", "address", "day",
        subject=rows.subject if "subject" in rows.columns else rows.id,
        begun=rows[BEGUN[COUNTS[which[1].key].fact]],
    )  # fmt: skip
