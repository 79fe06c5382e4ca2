"""What a figure is: one published number, defined once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import get_language
from ibis.expr.types import Scalar, Table

from wangge.insight.figures.tables import Facts
from wangge.kernel.choices import Choice
from wangge.kernel.words import N_, Qualifier


class Words(NamedTuple):
    """The same words in both languages; ``str`` is the reader's."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.en if (get_language() or "").startswith("en") else self.zh


class Period(Choice):
    """Which days a figure is about."""

    SPAN = "span", N_("Work of the days asked for")
    """What happened from ``since`` to ``until``."""
    STANDING = "standing", N_("As things stand on the last day")
    """What is there on ``until``; ``since`` doesn't matter."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its name, unit and definition; ``rows`` picks its rows, ``value`` counts.

    ``rows`` is handed the facts already cut to the asking person's area, the programme and the
    days, so that a definition says only what the number *is*. Both are Ibis expressions bound to
    no engine. ``summed`` says that the value adds up over any grouping of its records and reads
    no more than the daily sums hold: then it may be read from those, the same expression over a
    smaller table. ``measure`` marks the plain sum of one measure.
    """

    key: str
    section: str
    name: Words
    unit: str
    definition: Words
    fact: str
    rows: Callable[[Facts], Table]
    value: Callable[[Table], Scalar]
    measure: str = ""
    summed: bool = False
    period: Period = Period.SPAN
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose rows and of which days. ``region`` is a code prefix, empty for the whole country.

    ``programme`` is a slug. ``doer`` is set where somebody sees only the work of one unit, ``own``
    where they see only the cases of one unit and those that ``me`` reported.
    """

    programme: str
    until: date
    since: date | None = None
    region: str = ""
    doer: UUID | None = None
    own: UUID | None = None
    me: UUID | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A figure's value for somebody. ``value`` is None where there is nothing to divide by.

    ``text`` is the official wording with its unit (``300余吨``), ``qualifier`` how exact the
    value is, ``rows`` the number of rows behind it, ``filter`` what was asked, in both languages.
    """

    figure: Figure
    scope: Scope
    value: Decimal | None
    qualifier: Qualifier
    text: str
    rows: int
    filter: Words = field(repr=False)

    @property
    def key(self) -> str:
        """The figure's key."""
        return self.figure.key

    @property
    def definition(self) -> Words:
        """The figure's definition, in both languages."""
        return self.figure.definition

    @property
    def number(self) -> int | float | None:
        """The value as JSON and spreadsheets want it."""
        if self.value is None:
            return None
        return (
            int(self.value) if self.value == self.value.to_integral_value() else float(self.value)
        )
