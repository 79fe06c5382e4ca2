"""From definitions to SQL and back, on Django's own connection.

Expressions are compiled once per shape of question; what is asked for (programme, region, days)
goes in as bound parameters, so a figure costs Ibis's ten milliseconds once in a process's life.
No Ibis backend is opened: the SQLite one would change how LIKE compares on the connection that
Django uses, and both would load pandas.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

import ibis
from django.db import connection
from ibis.expr.types import Table

from wangge.insight.figures.model import Figure, Period, Scope
from wangge.insight.figures.registry import FIGURES
from wangge.insight.figures.tables import Facts, table
from wangge.kernel.clock import start_of
from wangge.trail.rules import end_of

DIALECTS = {"sqlite": "sqlite", "postgresql": "postgres", "duckdb": "duckdb"}
"""Django's name of a database, or an engine elsewhere, to the dialect that Ibis writes."""

MARK = re.compile(r"'(:[a-z_]+)'")
"""A parameter in compiled SQL: written as a text literal that no definition contains."""

SHARED = re.compile(r'("t\d+") AS \(')
"""A part that Ibis found twice and wrote once, ahead of the query. Left alone both databases
would work it out whole, a million records of it, to look for a few places in it."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What kinds of bound a question has, whatever their values are."""

    since: bool
    region: bool
    doer: bool
    level: int
    """Length of the codes whose daily sums answer it; 0 where only the records do."""
    own: bool = False
    """Whether only the cases of one unit and one's own reports are seen."""
    narrow: bool = False
    """Whether the region is a single grid, whose few cases are found by the index of areas."""


def shape_of(scope: Scope, *, records: bool = False) -> Shape:
    """The sums know communities and no units, so that a narrower question reads the records."""
    level = 12 if len(scope.region) > 9 else 9
    if records or scope.doer is not None or len(scope.region) > 12:
        level = 0
    return Shape(
        since=scope.since is not None,
        region=bool(scope.region),
        doer=scope.doer is not None,
        level=level,
        own=scope.own is not None,
        narrow=len(scope.region) > 12,
    )


def day_named(name: str) -> Any:
    """A day that is a parameter."""
    return ibis.literal(f":{name}").cast("date")


def _cut(rows: Table, shape: Shape, *, day: str = "", doer: bool = True) -> Table:
    """Rows within the region, the days and the unit that are asked for."""
    if shape.region:
        rows = rows.filter(rows.region >= ":low", rows.region < ":high")
    if day:
        rows = rows.filter(rows[day] <= day_named("until"))
        if shape.since:
            rows = rows.filter(rows[day] >= day_named("since"))
    if shape.doer and doer:
        rows = rows.filter(rows.doer == ":doer")
    return rows


def cut_area(rows: Table, shape: Shape) -> Table:
    """Cases or dispatches of the region; own ones for who sees only those of their unit."""
    if shape.region:
        where = rows.region if shape.narrow else rows.area
        rows = rows.filter(where >= ":low", where < ":high")
    if not shape.own:
        return rows
    mine = rows.doer == ":own"
    return rows.filter(mine | (rows.reporter == ":me") if "reporter" in rows.columns else mine)


def cut_begun(rows: Table, shape: Shape, begun: str) -> Table:
    """The same, begun in the days asked for by an instant whose index both databases walk."""
    rows = cut_area(rows, shape)
    rows = rows.filter(rows[begun] < ":ends")
    return rows.filter(rows[begun] >= ":starts") if shape.since else rows


def facts_for(shape: Shape, *, work: str = "fact_work") -> Facts:
    """The facts cut to a question of this shape, work read from one of its views."""
    campaigns = table("fact_campaign")
    mine = campaigns.filter(campaigns.programme == ":programme")
    works = table(work)
    if work == "fact_sum":
        works = works.filter(works.level == shape.level)
    works = works.filter(works.campaign.isin(mine.id))
    tasks, rounds = table("fact_task"), table("fact_round")
    return Facts(
        work=_cut(works, shape, day="day"),
        task=_cut(tasks.filter(tasks.programme == ":programme"), shape, day="week"),
        place=_cut(table("fact_place"), shape, doer=False),
        campaign=mine,
        round=rounds.filter(
            rounds.programme == ":programme", rounds.starts_on <= day_named("until")
        ),
        draft=_cut(table("fact_draft"), shape, day="day"),
        message=_cut(table("fact_message"), shape, day="day"),
        case=cut_begun(table("fact_case"), shape, "reported_at"),
        dispatch=cut_begun(table("fact_dispatch"), shape, "at"),
        until=day_named("until"),
    )


def quickest(shape: Shape) -> str:
    """Where what adds up is read from: the sums, the amounts alone, or whole records."""
    if shape.level:
        return "fact_sum"
    return "fact_work" if shape.doer else "fact_amount"


def rows_for(figure: Figure, shape: Shape, work: str = "fact_work") -> Table:
    """The rows of a figure; those of work from one of its views."""
    if figure.period is Period.STANDING:
        shape = replace(shape, since=False)
    return figure.rows(facts_for(shape, work=work))


def summed_rows(figure: Figure, shape: Shape) -> Table:
    """Rows that add up to the figure's value: fewer than its own where that can be."""
    return rows_for(figure, shape, quickest(shape) if figure.summed else "fact_work")


def count_of(rows: Table) -> Any:
    """How many rows, or records where each row stands for several."""
    return rows.records.sum() if "records" in rows.columns else rows.count()


def totals(measures: Sequence[Figure], shape: Shape) -> Table:
    """Many sums in one go: ``measure, qualifier, value, rows``.

    The definition of each is ``value(rows)`` over the rows of its measure; here the same value is
    taken per measure and qualifier, which is the same number as long as it is a sum.
    """
    work = facts_for(shape, work=quickest(shape)).work
    chosen = work.filter(work.measure.isin([figure.measure for figure in measures]))
    return chosen.group_by("measure", "qualifier").aggregate(value=measures[0].value, rows=count_of)


def each(figures: Sequence[Figure], shape: Shape) -> Table:
    """Any figures in one statement: ``key, value, rows``, a line for each."""
    lines = []
    for figure in figures:
        rows = summed_rows(figure, shape)
        made = rows.aggregate(value=figure.value(rows).cast("float64"), rows=count_of(rows))
        lines.append(made.select(key=ibis.literal(figure.key), value=made.value, rows=made.rows))
    return lines[0] if len(lines) == 1 else ibis.union(*lines)


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with ``%s`` places and the names of the parameters that fill them."""

    sql: str
    names: tuple[str, ...]


@lru_cache(maxsize=256)
def compiled(make: Callable[..., Table], vendor: str, *args: Any) -> Statement:
    """An expression as a statement; ``make(*args)`` is called only the first time."""
    sql = str(ibis.to_sql(make(*args), dialect=DIALECTS[vendor]))
    names: list[str] = []

    def place(match: re.Match[str]) -> str:
        names.append(match.group(1)[1:])
        return "%s"

    sql = SHARED.sub(r"\1 AS NOT MATERIALIZED (", sql.replace("%", "%%"))
    return Statement(MARK.sub(place, sql), tuple(names))


def parameters(scope: Scope, **more: Any) -> dict[str, Any]:
    """The values of a scope as the connection's database compares them."""
    return {
        "programme": scope.programme,
        "until": scope.until.isoformat(),
        "since": scope.since.isoformat() if scope.since else None,
        "low": scope.region,
        "high": end_of(scope.region) if scope.region else "",
        "doer": key_of(scope.doer),
        "own": key_of(scope.own),
        "me": key_of(scope.me),
        "starts": instant(start_of(scope.since)) if scope.since else None,
        "ends": instant(start_of(scope.until + timedelta(days=1))),
        "at": instant(start_of(scope.until)),
    } | more


def instant(at: datetime) -> str:
    """An instant as the database of this connection compares it with a column."""
    if connection.vendor == "sqlite":
        return str(at.astimezone(UTC).replace(tzinfo=None))
    return at.isoformat()


def key_of(id: UUID | None) -> str | None:
    """An id as the database of this connection writes it."""
    if id is None:
        return None
    return id.hex if connection.vendor == "sqlite" else str(id)


def run(statement: Statement, values: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a statement, each as a dict by column."""
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, [values[name] for name in statement.names])
        columns = [column[0] for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def number(value: Any, places: int = 3) -> Decimal | None:
    """A sum as a Decimal: SQLite adds up doubles, so what lies past ``places`` is noise."""
    if value is None:
        return None
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    return round(exact, places)


def day(value: Any) -> date | None:
    """A day as both databases hand it out."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def figures_of(keys: tuple[str, ...]) -> tuple[list[Figure], list[Figure]]:
    """The figures of some keys: those that are sums of a measure, and the others."""
    found = [FIGURES[key] for key in keys]
    return [f for f in found if f.measure], [f for f in found if not f.measure]


def sum_expression(keys: tuple[str, ...], shape: Shape) -> Table:
    """:func:`totals` by keys, so that the compiled statement can be kept."""
    return totals([FIGURES[key] for key in keys], shape)


def each_expression(keys: tuple[str, ...], shape: Shape) -> Table:
    """:func:`each` by keys."""
    return each([FIGURES[key] for key in keys], shape)


def statement(make: Callable[..., Table], *args: Any) -> Statement:
    """The statement for this connection's database."""
    return compiled(make, connection.vendor, *args)
