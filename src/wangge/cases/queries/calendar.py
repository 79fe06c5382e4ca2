"""The working calendar, office hours and the limits of the office's own stages.

These are reference data that every post sees, so they are asked for without a user; they are kept
for a moment in the process, since each report needs them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from wangge.cases.models import CalendarDay, OfficeHours, StageLimit
from wangge.cases.queries.kept import Kept
from wangge.cases.rules.catalogue import packaged
from wangge.cases.rules.facts import LimitUnit, Timed
from wangge.cases.rules.limits import Calendar, Span


@dataclass(frozen=True, slots=True)
class Dated:
    """Office hours from a day on."""

    since: date
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class StageRow:
    """How long a stage may take, from a day on."""

    stage: str
    since: date
    until: date | None
    limit: Decimal
    unit: LimitUnit


@dataclass(frozen=True, slots=True)
class Settled:
    """Everything of this module, read in three queries."""

    hours: tuple[Dated, ...]
    special: dict[date, bool]
    years: frozenset[int]
    stages: tuple[StageRow, ...]


def read_spans(spans: Iterable[Iterable[str]]) -> tuple[Span, ...]:
    """Office hours as rules want them, from ``[["08:30", "12:00"], …]``."""
    return tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in spans)


def _load() -> Settled:
    hours = OfficeHours.objects.order_by("-since").values_list("since", "spans")
    days = dict(CalendarDay.objects.values_list("day", "is_working"))
    stages = StageLimit.objects.order_by("-since").values_list(
        "stage", "since", "until", "limit", "limit_unit"
    )
    return Settled(
        tuple(Dated(since, read_spans(spans)) for since, spans in hours) or packaged_hours(),
        days,
        frozenset(day.year for day in days),
        tuple(StageRow(*row[:4], LimitUnit(row[4])) for row in stages),
    )


def packaged_hours() -> tuple[Dated, ...]:
    """The office hours of the package, used until an office enters its own."""
    return tuple(
        Dated(
            date.fromisoformat(row["since"]),
            read_spans(span.split("-") for span in row["spans"].split(" ")),
        )
        for row in packaged("office_hours.csv")
    )


_settled = Kept(_load)


def calendar(on: date) -> Calendar:
    """The working calendar, with the office hours in force on a day.

    A limit is counted throughout by the hours of the day on which it began.
    """
    settled = _settled()
    inforce = next((row for row in settled.hours if row.since <= on), settled.hours[-1])
    return Calendar(inforce.spans, settled.special, settled.years)


def stage_limit(stage: Timed, on: date) -> tuple[Decimal, LimitUnit]:
    """How long a stage may take when it begins on a day.

    Without a row of its own an office goes by the package's proposal.
    """
    for row in _settled().stages:
        in_force = row.since <= on and (row.until is None or on <= row.until)
        if row.stage == stage and in_force:
            return row.limit, row.unit
    return _PACKAGED[stage]


_PACKAGED = {
    Timed(row["stage"]): (Decimal(row["limit"]), LimitUnit(row["limit_unit"]))
    for row in packaged("stage_limits.csv")
}
