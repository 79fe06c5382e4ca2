"""Every case that a filter leaves, a stretch at a time, for a sheet to take away."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from wangge.cases.queries.lists import stretch
from wangge.cases.queries.sought import Order, Sought, cut
from wangge.cases.rules import OPEN, Light
from wangge.cases.rules.limits import light_of
from wangge.people.rules import Acting
from wangge.places.queries import names

STRETCH = 2000
"""Cases fetched at a time: memory stays the same however many there are."""
MOST = 1_000_000
"""Rows of one sheet; a sheet of XLSX ends at 1,048,576."""

_COLUMNS = (
    "pk", "number", "stage", "source", "severity", "region", "address", "lng", "lat", "text",
    "reported_at", "filed_at", "dispatched_at", "handled_at", "verified_at", "closed_at", "due_at",
    "yellow_at", "limit", "limit_unit", "reworks", "extensions", "returns", "urges", "reopened",
    "supervised_at", "recurs_id", "resolution", "satisfaction",
)  # fmt: skip
_NAMES = {
    "category_code": F("category__code"),
    "category_name": F("category__name"),
    "class_name": F("category__class_name"),
    "unit_name": F("unit__name"),
}


@dataclass(frozen=True, slots=True)
class Exported:
    """A case as a line of a sheet: its columns by name, ``where`` it is and its ``light``."""

    values: dict[str, Any]
    where: str
    community: str
    light: Light


def exported(
    *, user: Acting, sought: Sought, at: datetime, order: Order = Order.NEW, most: int = MOST
) -> Iterator[Exported]:
    """The cases of a list from its first to its last, at most ``most``.

    Paged by key like the list itself, so that no cursor stays open over a long download and what
    is written meanwhile moves nothing.
    """
    chosen = cut(user=user, sought=sought, at=at, order=order)
    known: dict[str, str] = {}
    after, left = "", most
    while left > 0:
        found, after = stretch(chosen, after, min(STRETCH, left), *_COLUMNS, **_NAMES)
        codes = {part for row in found for part in (row["region"], row["region"][:12])}
        known |= names(codes - known.keys())
        for row in found:
            yield _line(row, known, at)
        left -= len(found)
        if not after:
            return


def _line(row: dict[str, Any], known: dict[str, str], at: datetime) -> Exported:
    is_open = row["stage"] in _OPEN
    return Exported(
        row,
        known.get(row["region"], row["region"]),
        known.get(row["region"][:12], ""),
        light_of(at, row["yellow_at"], row["due_at"]) if is_open else Light.NONE,
    )


_OPEN = frozenset(stage.value for stage in OPEN)
