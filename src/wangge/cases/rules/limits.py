"""Time limits in four units, by office hours and the working calendar. Pure.

紧急工作时 runs on through nights, weekends and holidays. 工作时 counts inside office hours of
working days; 1 工作日 is 8 工作时, never 24 hours, so a limit of one working day given at three in
the afternoon ends at three in the afternoon of the next working day. 自然日 is so many days later
at the same time of day. Days are those of the office (Asia/Shanghai). The units are
second-hand (see ``docs/domains/cases-catalogue.md``).

A working day is Monday to Friday unless the calendar says otherwise: public holidays and made-up
days (调休) are published year by year, and a year that isn't entered is never guessed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise

from wangge.cases.rules.facts import Light, LimitUnit
from wangge.kernel.clock import HERE
from wangge.kernel.words import Said, say

HOUR = timedelta(hours=1)
ONE_DAY = timedelta(days=1)
WORK_DAY = 8 * HOUR
"""1 工作日 = 8 工作时."""
YELLOW = Decimal("0.8")
"""The share of the counted time after which a light turns yellow."""
WORK_UNITS = (LimitUnit.WORK_HOURS, LimitUnit.WORK_DAYS)
"""Units that count office hours only and so need the working calendar."""

Span = tuple[time, time]


class UnknownYear(Exception):
    """Counting came to a year whose holidays aren't entered."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


@dataclass(frozen=True, slots=True)
class Calendar:
    """What counts as working time.

    ``spans`` are the office hours of a working day, in order; ``special`` the days that aren't what
    their weekday says, with True for a made-up working day; ``years`` those whose days are known.
    """

    spans: tuple[Span, ...]
    special: Mapping[date, bool] = field(default_factory=dict)
    years: frozenset[int] = frozenset()

    def works(self, day: date) -> bool:
        """Whether the office works on a day. Raises :class:`UnknownYear`."""
        if day.year not in self.years:
            raise UnknownYear(day.year)
        known = self.special.get(day)
        return day.weekday() < 5 if known is None else known


@dataclass(frozen=True, slots=True)
class Limit:
    """When a limit ends and when its light turns yellow; without them, ``why`` says why not."""

    due_at: datetime | None = None
    yellow_at: datetime | None = None
    why: Said | None = None


def counted_of(amount: Decimal, unit: LimitUnit) -> timedelta:
    """The time that a limit counts: working time for the working units."""
    hours = {LimitUnit.WORK_DAYS: Decimal(8), LimitUnit.DAYS: Decimal(24)}.get(unit, Decimal(1))
    return timedelta(seconds=float(amount * hours * 3600))


def limit_from(calendar: Calendar, start: datetime, amount: Decimal, unit: LimitUnit) -> Limit:
    """When a limit that begins at ``start`` ends.

    Working time that begins outside office hours starts with the next opening; a limit that is
    used up at closing time ends then, not on the next morning.
    """
    counted = counted_of(amount, unit)
    try:
        due_at = _later(calendar, start, counted, unit)
        return Limit(due_at, _later(calendar, start, counted * float(YELLOW), unit))
    except UnknownYear as unknown:
        return Limit(why=why_unknown(unknown.year))


def why_unknown(year: int) -> Said:
    """Why a limit that reaches into a year can't be told."""
    return say(
        "The working calendar of %(year)s isn't entered yet, so working time can't be counted.",
        year=str(year),
    )


def later(calendar: Calendar, at: datetime, counted: timedelta, unit: LimitUnit) -> datetime | None:
    """When ``counted`` time from ``at`` is used up; before ``at`` for a negative one.

    The inverse of :func:`remaining`, so a suspended limit resumes with what was left of it. None
    where a year on the way isn't known.
    """
    try:
        return _later(calendar, at, counted, unit)
    except UnknownYear:
        return None


def remaining(
    calendar: Calendar, at: datetime, due_at: datetime, unit: LimitUnit
) -> timedelta | None:
    """Counted time left of a limit, negative when it is past.

    None where a year on the way isn't known: how late something is in it is not guessed either.
    """
    if unit not in WORK_UNITS:
        return due_at - at
    try:
        if at <= due_at:
            return _between(calendar, at, due_at)
        return -_between(calendar, due_at, at)
    except UnknownYear:
        return None


def light_of(at: datetime, yellow_at: datetime | None, due_at: datetime | None) -> Light:
    """Green until 80% of the counted time has passed, yellow until all of it has, red after."""
    if due_at is None:
        return Light.NONE
    if at > due_at:
        return Light.RED
    if yellow_at is not None and at > yellow_at:
        return Light.YELLOW
    return Light.GREEN


def why_not_spans(spans: Sequence[Span]) -> Said | None:
    """Why these can't be the office hours of a day: order, overlap, or not eight hours in all."""
    if any(opens >= closes for opens, closes in spans):
        return say("A span of office hours must begin before it ends.")
    pairs = pairwise(spans)
    if any(closes > opens for (_, closes), (opens, _) in pairs):
        return say("Spans of office hours must follow each other without overlap.")
    if sum((_length(span) for span in spans), timedelta()) != WORK_DAY:
        return say("Office hours must add up to eight hours, since 1 working day is 8 hours.")
    return None


def _length(span: Span) -> timedelta:
    opens, closes = (datetime.combine(date.min, clock) for clock in span)
    return closes - opens


def _later(calendar: Calendar, at: datetime, counted: timedelta, unit: LimitUnit) -> datetime:
    if unit not in WORK_UNITS:
        return (at + counted).astimezone(UTC)
    if not counted:
        return at.astimezone(UTC)
    if counted < timedelta():
        return _earlier(calendar, at, -counted)
    for opens, closes in _stretches(calendar, at):
        if counted <= closes - opens:
            return (opens + counted).astimezone(UTC)
        counted -= closes - opens
    raise AssertionError("days never end")


def _earlier(calendar: Calendar, at: datetime, counted: timedelta) -> datetime:
    for opens, closes in _stretches_back(calendar, at):
        if counted <= closes - opens:
            return (closes - counted).astimezone(UTC)
        counted -= closes - opens
    raise AssertionError("days never begin")


def _between(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    total = timedelta()
    # The year of the end is asked for too, even where nobody worked in it.
    calendar.works(end.astimezone(HERE).date())
    for opens, closes in _stretches(calendar, start):
        if opens >= end:
            break
        total += min(closes, end) - opens
    return total


def _stretches(calendar: Calendar, start: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Working time from an instant on, stretch by stretch, for ever or to an unknown year."""
    start = start.astimezone(HERE)
    day = start.date()
    while True:
        if calendar.works(day):
            for opens, closes in calendar.spans:
                begin = max(datetime.combine(day, opens, HERE), start)
                end = datetime.combine(day, closes, HERE)
                if begin < end:
                    yield begin, end
        day += ONE_DAY


def _stretches_back(calendar: Calendar, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Working time before an instant, the last stretch first."""
    end = end.astimezone(HERE)
    day = end.date()
    while True:
        if calendar.works(day):
            for opens, closes in reversed(calendar.spans):
                begin = datetime.combine(day, opens, HERE)
                stop = min(datetime.combine(day, closes, HERE), end)
                if begin < stop:
                    yield begin, stop
        day -= ONE_DAY
