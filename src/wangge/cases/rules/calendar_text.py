"""The days of a yearly notice as a person types them in. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from wangge.kernel.words import Said, say

_LINE = re.compile(
    r"(?P<first>\d{4}-\d{1,2}-\d{1,2})(\s*(~|至|到)\s*(?P<last>\d{4}-\d{1,2}-\d{1,2}))?"
    r"\s+(?P<what>休|班)\s+(?P<name>\S.*)"
)
LEAST_HOLIDAYS = 7
"""Fewer can't be a whole year's notice: seven festivals have a day each (a check of ours)."""


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day that isn't what its weekday says."""

    day: date
    is_working: bool
    name: str


def read_days(text: str) -> tuple[list[NamedDay], Said | None]:
    """Days from lines such as ``2027-02-05 至 2027-02-12 休 春节`` and ``2027-02-14 班 春节调休``.

    With the reason when a line can't be read; then the days before it are given too.
    """
    days: list[NamedDay] = []
    for number, line in enumerate(unicodedata.normalize("NFKC", text).splitlines(), 1):
        if not line.strip():
            continue
        found = _LINE.fullmatch(line.strip())
        if found is None:
            return days, say(
                "Line %(number)s can't be read. Write: 2027-01-01 至 2027-01-03 休 元旦",
                number=number,
            )
        try:
            first = date.fromisoformat(_padded(found["first"]))
            last = date.fromisoformat(_padded(found["last"])) if found["last"] else first
        except ValueError:
            return days, say("Line %(number)s names a day that doesn't exist.", number=number)
        if not 0 <= (last - first).days <= 15:
            return days, say("Line %(number)s covers no or too many days.", number=number)
        span = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        days += [NamedDay(day, found["what"] == "班", found["name"][:40]) for day in span]
    return days, None


def _padded(day: str) -> str:
    year, month, number = day.split("-")
    return f"{year}-{int(month):02d}-{int(number):02d}"


def why_not_year(year: int, days: Sequence[NamedDay]) -> Said | None:
    """Why these can't be the days of a year's notice."""
    if len({one.day for one in days}) != len(days):
        return say("A day is named twice.")
    far = [one for one in days if not date(year - 1, 12, 1) <= one.day <= date(year, 12, 31)]
    if far:
        return say("%(day)s isn't a day of that year's notice.", day=str(far[0].day))
    if sum(not one.is_working and one.day.year == year for one in days) < LEAST_HOLIDAYS:
        return say("That is too few holidays for a whole year. Enter all days of the notice.")
    wrong = [one for one in days if one.is_working and one.day.weekday() < 5]
    if wrong:
        return say("%(day)s is a working day anyway.", day=str(wrong[0].day))
    return None
