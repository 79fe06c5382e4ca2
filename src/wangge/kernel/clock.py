"""The only place that asks what time it is, and spans of days.

Days are those of China Standard Time; instants are stored in UTC.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Asia/Shanghai")


_pinned: date | None = None


def pin(day: date | None) -> None:
    """Let every day be ``day``, for an installation that replays the past; None lets go."""
    global _pinned
    _pinned = day


def pinned() -> date | None:
    """The day that time is pinned to, so that pages can say so."""
    return _pinned


def now() -> datetime:
    """This instant. Called by ``web`` and ``jobs`` only; everything below takes ``at=``."""
    real = datetime.now(UTC)
    if _pinned is None:
        return real
    return datetime.combine(_pinned, real.astimezone(HERE).timetz()).astimezone(UTC)


def day_of(at: datetime) -> date:
    """The calendar day at the office when ``at`` happened."""
    return at.astimezone(HERE).date()


def start_of(day: date) -> datetime:
    """The first instant of a day at the office."""
    return datetime.combine(day, time.min, HERE)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of days, both ends included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a period ends before it begins: {self.start} to {self.end}")

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def days(self) -> int:
        """Length in days, at least 1."""
        return (self.end - self.start).days + 1


def week_of(day: date) -> Period:
    """Monday to Sunday around a day; the seed report runs one round of each campaign a week."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6))
