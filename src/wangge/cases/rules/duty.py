"""Who answers for a case: the most exact row of the duty table. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from wangge.kernel.clock import HERE
from wangge.kernel.words import Said, say

ALL_WEEK = "1234567"


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A row of the duty table: category × region × time → unit.

    ``category`` and ``class_code`` empty mean every matter; ``weekdays`` are ISO numbers as digits.
    Hours that end before they begin run over midnight; None means round the clock.
    """

    id: UUID
    region: str
    category: UUID | None
    class_code: str
    weekdays: str
    starts_at: time | None
    ends_at: time | None
    unit: UUID
    since: date
    until: date | None


def unit_of(
    rows: Iterable[DutyRow], *, region: str, category: UUID | None, class_code: str, at: datetime
) -> UUID | None:
    """The unit on duty for a category at a place and an instant, or None in a blind spot.

    Fallback goes upward: the row of the grid before that of its community and its subdistrict;
    then the category's own row, its class's, that for everything; then fewer hours of the week.
    Between two alike the later one entered wins, so a correction counts.
    """
    here = at.astimezone(HERE)
    fitting = [
        row
        for row in rows
        if region.startswith(row.region)
        and row.category in (None, category)
        and row.class_code in ("", class_code)
        and on_duty(row, here)
    ]
    best = max(fitting, key=_exactness, default=None)
    return best.unit if best else None


def _exactness(row: DutyRow) -> tuple[int, int, float, date, UUID]:
    matter = 2 if row.category else 1 if row.class_code else 0
    return len(row.region), matter, -hours_a_week(row), row.since, row.id


def on_duty(row: DutyRow, here: datetime) -> bool:
    """Whether a row is in force at an instant of the office's own time."""
    day = here.date()
    if day < row.since or (row.until is not None and day > row.until):
        return False
    weekday = str(here.isoweekday())
    if row.starts_at is None or row.ends_at is None:
        return weekday in row.weekdays
    clock = here.time()
    if row.starts_at <= row.ends_at:
        return weekday in row.weekdays and row.starts_at <= clock < row.ends_at
    # Over midnight: the small hours belong to the day before.
    if clock >= row.starts_at:
        return weekday in row.weekdays
    before = str((here.isoweekday() + 5) % 7 + 1)
    return clock < row.ends_at and before in row.weekdays


def covers_everything(row: DutyRow) -> bool:
    """Whether a row leaves nothing out: every matter, every hour of the week."""
    return not row.category and not row.class_code and hours_a_week(row) == 7 * 24


def hours_a_week(row: DutyRow) -> float:
    """How many hours of a week a row covers."""
    hours = 24.0
    if row.starts_at is not None and row.ends_at is not None:
        length = _minutes(row.ends_at) - _minutes(row.starts_at)
        hours = (length if length > 0 else length + 24 * 60) / 60
    return hours * len(row.weekdays)


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def why_not_duty(
    weekdays: str, starts_at: time | None, ends_at: time | None, since: date, until: date | None
) -> Said | None:
    """Why a row can't stand in the duty table."""
    if not weekdays or set(weekdays) - set(ALL_WEEK) or len(set(weekdays)) != len(weekdays):
        return say("Say on which days of the week, as digits from 1 (Monday) to 7.")
    if (starts_at is None) != (ends_at is None):
        return say("Give both the beginning and the end of the hours, or neither.")
    if starts_at is not None and starts_at == ends_at:
        return say("Hours that end when they begin cover nothing.")
    if until is not None and until < since:
        return say("The last day must not be before the first.")
    return None
