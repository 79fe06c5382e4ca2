"""What a client asks for, read from an address or a form. Pure.

Every reader takes the fields as ``(name, values)`` pairs, drops signs that can't be stored, and
raises :class:`Invalid` with a sentence that names the field.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from uuid import UUID

from wangge.gateways.open311.formats import clean
from wangge.gateways.open311.moments import Span, read, span_of
from wangge.kernel.errors import Invalid
from wangge.kernel.words import say

MOST = 1000
"""Rows of an answer at most: the specification's own limit."""
DEEPEST = 1_000_000
"""Rows that paging passes over at most; beyond lies an empty page."""
MOST_IDS = 500
WIDEST = 50_000.0
"""Metres around a position at most."""
NEARBY = 500.0
"""Metres around a position where a client says no radius."""


class Fields:
    """The fields of a request, cleaned; a name may come several times."""

    def __init__(self, pairs: Iterable[tuple[str, Sequence[str]]]) -> None:
        self.all = [(name, [clean(str(value)) for value in values]) for name, values in pairs]
        self._named = dict(self.all)

    def text(self, name: str) -> str:
        """The last value of a field without outer blanks; empty where there is none."""
        values = self._named.get(name) or [""]
        return values[-1].strip()

    def listed(self, name: str) -> list[str]:
        """All values of a field, also those behind commas; each once."""
        values = self._named.get(name, []) + self._named.get(f"{name}[]", [])
        parts = (part.strip() for value in values for part in value.split(","))
        return list(dict.fromkeys(part for part in parts if part))

    def instant(self, name: str) -> datetime | None:
        """A time, or None where the field is empty."""
        text = self.text(name)
        return read(text, name) if text else None

    def number(self, name: str, low: float, high: float) -> float | None:
        """A number within bounds, or None where the field is empty."""
        text = self.text(name)
        if not text:
            return None
        try:
            value = float(text) if len(text) <= 40 else float("nan")
        except ValueError:
            value = float("nan")
        if not isfinite(value) or not low <= value <= high:
            raise Invalid(
                say(
                    "“%(field)s” must be a number from %(low)s to %(high)s.",
                    field=name,
                    low=f"{low:g}",
                    high=f"{high:g}",
                ),
                name,
            )
        return value

    def position(self) -> tuple[float, float] | None:
        """Longitude and latitude, or None without both. Raises :class:`Invalid` for one alone."""
        lat, lng = self.number("lat", -90, 90), self.number("long", -180, 180)
        if lat is None and lng is None:
            return None
        if lat is None or lng is None:
            missing = "lat" if lat is None else "long"
            raise Invalid(say("“%(field)s” is required.", field=missing), missing)
        return lng, lat

    def required(self, name: str) -> str:
        """A field's value. Raises :class:`Invalid` where it is empty."""
        text = self.text(name)
        if not text:
            raise Invalid(say("“%(field)s” is required.", field=name), name)
        return text

    def link(self, name: str) -> str:
        """An address on the web, or empty. Raises :class:`Invalid` for another scheme."""
        text = self.text(name)
        if text and not (text.lower().startswith(("http://", "https://")) and len(text) <= 1000):
            raise Invalid(
                say("“%(field)s” must be an address that begins with http.", field=name), name
            )
        return "".join(text.split())

    def yes(self, name: str) -> bool:
        """Whether a switch is on."""
        return self.text(name).lower() in ("true", "1", "yes", "on")


@dataclass(frozen=True, slots=True)
class Asked:
    """A list of requests as it was asked for; ``numbers`` override all else."""

    numbers: list[str]
    services: list[str]
    reported: Span | None
    updated: Span | None
    is_open: bool | None
    near: tuple[float, float, float] | None
    skip: int
    size: int
    extended: bool


def asked_list(fields: Fields, at: datetime) -> Asked:
    """What a list of requests is cut to. Raises :class:`Invalid` for what can't be read."""
    numbers = fields.listed("service_request_id")
    if len(numbers) > MOST_IDS:
        raise Invalid(say("At most %(most)s ids at once.", most=MOST_IDS), "service_request_id")
    updated = _span(fields, "updated_after", "updated_before", at)
    reported = _span(fields, "start_date", "end_date", at)
    if updated is None and reported is None:
        reported = span_of(None, None, at)
    page = int(fields.number("page", 0, 1e9) or 1)  # some clients count from 0
    size = min(int(fields.number("page_size", 1, 1e9) or MOST), MOST)
    return Asked(
        numbers=numbers,
        services=fields.listed("service_code"),
        reported=reported,
        updated=updated,
        is_open=_status(fields.listed("status")),
        near=_near(fields),
        skip=min((page - 1) * size, DEEPEST),
        size=0 if (page - 1) * size > DEEPEST else size,
        extended=fields.yes("extensions"),
    )


def asked_span(fields: Fields, at: datetime) -> Span:
    """The span of a list of updates."""
    return span_of(fields.instant("start_date"), fields.instant("end_date"), at)


def _span(fields: Fields, start: str, end: str, at: datetime) -> Span | None:
    first, last = fields.instant(start), fields.instant(end)
    return span_of(first, last, at) if first or last else None


def _status(asked: Sequence[str]) -> bool | None:
    known = {"open": True, "closed": False}
    names = {name.lower() for name in asked}
    if unknown := names - known.keys():
        raise Invalid(
            say("“status” is open or closed, not “%(status)s”.", status=min(unknown)[:40]), "status"
        )
    return known[names.pop()] if len(names) == 1 else None


def _near(fields: Fields) -> tuple[float, float, float] | None:
    position = fields.position()
    if position is None:
        return None
    return (*position, fields.number("radius", 0, WIDEST) or NEARBY)


def uuid_of(text: str) -> UUID | None:
    """A UUID in any of its usual spellings, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None
