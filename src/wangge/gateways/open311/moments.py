"""Instants as Open311 writes and asks for them, and the span of days a list covers. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from wangge.kernel.clock import HERE
from wangge.kernel.errors import Invalid
from wangge.kernel.words import say

LONGEST = timedelta(days=90)
"""The specification's own limit of a list."""
_EARLIEST, _LATEST = 1970, 2200

_W3C = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?"
    r"\s*(?:([Zz])|([+ -])(\d\d):?(\d\d))?)?)?)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Span:
    """From an instant to another one, both included."""

    start: datetime
    end: datetime


def shown(at: datetime) -> str:
    """An instant with the office's zone: ``2020-08-31T09:00:00+08:00``."""
    return at.astimezone(HERE).replace(microsecond=0).isoformat()


def read(text: str, field: str) -> datetime:
    """An instant in the W3C's subset of ISO 8601.

    Without a zone it is China Standard Time. A plus sign that an address turned into a blank is
    read as a plus. Raises :class:`Invalid` for anything else.
    """
    match = _W3C.fullmatch(text.strip())
    wrong = Invalid(
        say(
            "“%(field)s” isn't a time. Write it as 2026-01-31T08:00:00+08:00.",
            field=field,
        ),
        field,
    )
    if match is None:
        raise wrong
    year, month, day, hour, minute, second, zulu, sign, off_h, off_m = match.groups()
    if not _EARLIEST <= int(year) <= _LATEST:
        raise wrong
    try:
        at = datetime(  # noqa: DTZ001 - the zone follows
            int(year), int(month or 1), int(day or 1),
            int(hour or 0), int(minute or 0), min(int(second or 0), 59),
        )  # fmt: skip
    except ValueError:
        raise wrong from None
    if zulu is None and sign is None:
        return at.replace(tzinfo=HERE)
    away = timedelta(hours=int(off_h or 0), minutes=int(off_m or 0))
    if away >= timedelta(hours=24):
        raise wrong
    utc = at + away if sign == "-" else at - away
    return datetime.fromisoformat(f"{utc.isoformat()}+00:00")


def span_of(start: datetime | None, end: datetime | None, at: datetime) -> Span:
    """The span a list covers: at most 90 days, its most recent part where more is asked for.

    Without an end it ends now, or 90 days after a start that lies ahead of now.
    """
    if end is None:
        end = at if start is None or start <= at else start + LONGEST
    if start is None or end - start > LONGEST:
        start = end - LONGEST
    return Span(start, end)
