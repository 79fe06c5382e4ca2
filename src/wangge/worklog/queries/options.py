"""What forms of work offer: areas, units, places and measures, for somebody."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from wangge.people.models import Unit
from wangge.people.rules import OWN_UNIT_ONLY, Acting
from wangge.places.queries import Filters, names, places, within
from wangge.worklog.models import Measure
from wangge.worklog.queries.measures import measures
from wangge.worklog.rules.drafting import short_name

NOBODY = UUID(int=0)
MOST = 40
"""Suggestions at once; a longer list is narrowed by typing."""


def area_names(codes: Iterable[str]) -> dict[str, str]:
    """Short names of regions and grids by code, for labels. One query."""
    return {code: short_name(name) for code, name in names(codes).items()}


def unit_options(user: Acting) -> list[tuple[UUID, str]]:
    """The units that work may be entered for: those of the area, or one's own."""
    rows = Unit.objects.filter(closed_on__isnull=True)
    if user.kind in OWN_UNIT_ONLY:
        rows = rows.filter(pk=user.unit or NOBODY)
    else:
        area = within(rows, user).values("pk")
        own = Q(pk=user.unit) if user.unit else Q()
        rows = rows.filter(Q(pk__in=area) | own)
    return list(rows.order_by("region", "kind", "name").values_list("pk", "name"))


def measure_options(user: Acting, on: date | None = None) -> list[tuple[str, str, str]]:
    """Measures that count on a day: code, label, section."""
    rows = measures(user=user, on=on).prefetch_related(None)
    return [(row.code, label_of(row), row.section) for row in rows]


def find_measures(user: Acting, text: str, on: date) -> list[tuple[str, str]]:
    """Measures by name, pinyin or wording: code, label."""
    rows = measures(user=user, text=text, on=on).prefetch_related(None)[:MOST]
    return [(row.code, label_of(row)) for row in rows]


def label_of(measure: Measure) -> str:
    """How a measure is offered: its name and its unit."""
    return f"{measure} · {measure.unit}"


def find_places(user: Acting, text: str) -> list[tuple[str, str]]:
    """Open places by name or pinyin: id, label with kind and region."""
    rows = places(user=user, filters=Filters(text=text, state="open")).order_by("region", "pk")
    return [(str(row.pk), f"{row.name} · {row.kind.name}") for row in rows[:MOST]]


def place_label(user: Acting, id: UUID) -> str | None:
    """The label of one place, None where there is none in somebody's area."""
    row = places(user=user).filter(pk=id).first()
    return f"{row.name} · {row.kind.name}" if row else None
