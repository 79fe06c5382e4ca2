"""Counting cases by whose they are: one GROUP BY for each fact and column, all counts at once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from ibis.expr.types import BooleanValue, Table

from wangge.insight.figures import engine
from wangge.insight.figures.counts import COUNTS, rows_in
from wangge.insight.figures.model import Scope
from wangge.insight.figures.tables import table
from wangge.insight.rules.evaluation import Basis, Formula, Subject
from wangge.kernel.clock import start_of
from wangge.kernel.errors import Invalid, NotFound, refuse
from wangge.kernel.words import say
from wangge.people.rules import OWN_UNIT_ONLY, Acting
from wangge.trail.rules import SEE

BEGUN = {"case": "reported_at", "dispatch": "at"}
"""The first instant of each fact."""
OF_AREAS = (Subject.AREAS, Subject.COMMUNITIES)
ROLES: dict[Subject, tuple[str, ...]] = {
    Subject.INSPECTORS: ("reporter", "confirmed_by", "verified_by"),
    Subject.CLERKS: ("filed_by",),
    Subject.DISPATCHERS: ("dispatched_by",),
    Subject.HEADS: ("filed_by", "closed_by"),
}
"""What posts of a kind did with a case; a count belongs to who did the thing that it counts."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"
HEX = 32
"""Digits of an id without hyphens, which no code of an area has."""
KeysOf = Callable[[str], list[str]]


class Cell(NamedTuple):
    """A number to be counted: a base count, with ``of`` only within another one."""

    key: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What is evaluated: days, area, for whom, as of when, which cases belong to the days."""

    since: date
    until: date
    at: datetime
    region: str
    basis: Basis
    own: UUID | None = None
    me: UUID | None = None

    @property
    def scope(self) -> Scope:
        """The same as figures ask it."""
        return Scope("", self.until, self.since, self.region, None, self.own, self.me)

    @property
    def values(self) -> dict[str, Any]:
        """Parameters of a statement."""
        return engine.parameters(self.scope) | {"at": engine.instant(self.at)}


def question_of(
    *, user: Acting, since: date, until: date, at: datetime, region: str = "", basis: Basis
) -> Question:
    """What somebody may ask: their area and the asked one, whichever is narrower.

    Of a day still to end only what is late by now is late. Raises :class:`Refused` for a post that
    sees no records, :class:`NotFound` for a region outside its area, :class:`Invalid` for days
    the wrong way round.
    """
    refuse(user.why_not(SEE, user.region))
    if since > until:
        raise Invalid(say("The first day lies after the last one."), "since")
    if not region.startswith(user.region):
        if region and not user.region.startswith(region):
            raise NotFound(say("There is no such area, or it lies outside yours."))
        region = user.region
    own = user.unit if user.kind in OWN_UNIT_ONLY else None
    as_of = min(at, start_of(until + timedelta(days=1)))
    return Question(since, until, as_of, region, basis, own, user.account)


def cells_of(formulas: Iterable[Formula], counts: Iterable[str]) -> list[Cell]:
    """What has to be counted for some rates and counts, each thing once."""
    found = [Cell(count) for count in counts]
    for formula in formulas:
        found += [Cell(formula.denominator), numerator(formula)]
    return list(dict.fromkeys(found))


def numerator(formula: Formula) -> Cell:
    """The numerator of a rate, within its denominator."""
    return Cell(formula.numerator, formula.denominator)


def column_of(subject: Subject, cell: Cell) -> str:
    """Whose a count is: of its area, its unit, or who did it; empty where that isn't known.

    The two halves of a rate belong to the same one.
    """
    if subject in OF_AREAS:
        return "area"
    if subject is Subject.UNITS:
        return "doer"
    by = COUNTS[cell.of or cell.key].by
    return by if by in ROLES[subject] else ""


def tally(
    question: Question, subject: Subject, cells: Iterable[Cell], keys: KeysOf | None = None
) -> dict[Cell, dict[str, int]]:
    """How many rows each cell has, by the key of whose they are.

    ``keys`` gives the values of a column that alone are counted; without it all are.
    """
    groups: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for cell in cells:
        if column := column_of(subject, cell):
            groups[COUNTS[cell.key].fact, column].append(cell)
    found: dict[Cell, dict[str, int]] = {}
    for (fact, column), wanted in groups.items():
        lines = _counted(question, fact, column, tuple(wanted), keys(column) if keys else None)
        for place, cell in enumerate(wanted):
            found[cell] = {key: line[f"n{place}"] for key, line in lines.items()}
    return found


def _counted(
    question: Question, fact: str, column: str, cells: tuple[Cell, ...], keys: list[str] | None
) -> dict[str, dict[str, Any]]:
    shape = engine.shape_of(question.scope, records=True)
    only = len(keys or ())
    statement = engine.statement(grouped, fact, column, cells, question.basis, shape, only)
    lines = engine.run(statement, question.values | marked(keys or ()))
    return {key_of(line["whose"]): line for line in lines}


def key_of(value: object) -> str:
    """A code, a day or an id as text that is the same on both databases."""
    text = str(value)
    return UUID(text).hex if len(text) >= HEX else text


def marked(keys: Sequence[str]) -> dict[str, Any]:
    """Keys as the parameters that :func:`only_of` compares a column with."""
    return {
        f"of_{LETTERS[place]}": engine.key_of(UUID(key)) if len(key) == HEX else key
        for place, key in enumerate(keys)
    }


def only_of(rows: Table, column: str, keys: int) -> Table:
    """Rows whose column is one of some keys; without any, all rows that are somebody's."""
    if not keys:
        return rows.filter(rows[column].notnull())
    return rows.filter(rows[column].isin([f":of_{LETTERS[place]}" for place in range(keys)]))


def grouped(
    fact: str, column: str, cells: tuple[Cell, ...], basis: Basis, shape: engine.Shape, keys: int
) -> Table:
    """All cells by a column: ``whose, n0, n1, …``."""
    rows = only_of(asked_rows(fact, basis, shape), column, keys)
    made = {
        f"n{place}": rows.count(where=cell_rows(rows, cell, basis))
        for place, cell in enumerate(cells)
    }
    return rows.group_by(whose=rows[column]).aggregate(**made)


def asked_rows(fact: str, basis: Basis, shape: engine.Shape) -> Table:
    """Rows that may count in the period, by an index that both databases walk.

    Where events decide, a row counts whose last change isn't before the period.
    """
    rows = table(f"fact_{fact}")
    if basis is Basis.BEGUN:
        return engine.cut_begun(rows, shape, BEGUN[fact])
    rows = engine.cut_area(rows, shape).filter(rows[BEGUN[fact]] < ":ends")
    if fact == "case":
        return rows.filter(rows.updated_at >= ":starts")
    return rows.filter(rows.ended_at.isnull() | (rows.ended_at >= ":starts"))


def cell_rows(rows: Table, cell: Cell, basis: Basis) -> BooleanValue:
    """Which rows a cell counts."""
    kept = rows_in(rows, *cell)
    if basis is Basis.BEGUN:
        return kept
    when = rows[COUNTS[cell.of or cell.key].when]
    return kept & (when >= ":starts") & (when < ":ends")


def rest_rows(rows: Table, cell: Cell, basis: Basis) -> BooleanValue:
    """The rows of a rate's denominator that aren't in its numerator."""
    inside = rows_in(rows, cell.key).fill_null(False)
    return cell_rows(rows, Cell(cell.of), basis) & ~inside
