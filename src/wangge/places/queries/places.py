"""Reads of the register of places."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from wangge.kernel.asking import Asker
from wangge.kernel.errors import NotFound, refuse
from wangge.kernel.pages import PAGE_SIZE, Page
from wangge.kernel.words import say
from wangge.places.models import Place, PlaceKind
from wangge.places.queries.scope import under as under_code
from wangge.places.queries.scope import within
from wangge.trail.rules import SEE


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of places is narrowed to; empty means all. ``region`` may be a grid."""

    kind: str = ""
    region: str = ""
    text: str = ""
    state: str = "open"
    """``open``, ``closed`` or ``all``."""


def places(*, user: Asker, filters: Filters = Filters(state="all")) -> QuerySet[Place]:
    """The places in somebody's area, narrowed; kind and grid come with each row."""
    rows = within(Place.objects.select_related("kind", "grid", "parent"), user)
    rows = rows.filter(under_code(filters.region))
    if filters.kind:
        rows = rows.filter(Q(kind=filters.kind) | Q(kind__parent=filters.kind))
    if filters.state != "all":
        rows = rows.filter(closed_on__isnull=filters.state == "open")
    sought = filters.text.strip()
    if sought:
        found = Q(name__contains=sought) | Q(address__contains=sought)
        if sought.isascii():
            found |= Q(pinyin__contains=sought.lower().replace(" ", ""))
        rows = rows.filter(found)
    return rows


def listed(rows: QuerySet[Place], after: str = "", size: int = PAGE_SIZE) -> Page[Place]:
    """A stretch of the register in the order of pinyin, paged by (pinyin, id).

    ``after`` is what the page before gave as ``following``; anything else starts from the top.
    """
    spelt, _, id = after.rpartition("~")
    try:
        key = UUID(id)
    except ValueError:
        later = Q()
    else:
        later = Q(pinyin__gt=spelt) | Q(pinyin=spelt, pk__gt=key)
    found = list(rows.filter(later).order_by("pinyin", "pk")[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return Page(found[:size], f"{last.pinyin}~{last.pk}" if last else "")


def place(id: UUID, *, user: Asker) -> Place:
    """One place in somebody's area. Raises :class:`NotFound` otherwise."""
    found = places(user=user).filter(pk=id).first()
    if found is None:
        raise NotFound(say("There is no such place in your area."))
    return found


def places_by_kind(
    kinds: Sequence[str], prefix: str = "", *, on: date, user: Asker
) -> QuerySet[Place]:
    """The places of these kinds, or of kinds under them, that stand open on a day, in id order.

    What a round of a campaign makes its tasks from.
    """
    rows = within(Place.objects.select_related("kind", "grid"), user).filter(under_code(prefix))
    rows = rows.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))
    return rows.filter(Q(kind__in=kinds) | Q(kind__parent__in=kinds)).order_by("pk")


def parts_of(place: UUID, *, user: Asker) -> QuerySet[Place]:
    """The places that are part of one, in the order of pinyin."""
    return places(user=user).filter(parent=place).order_by("pinyin", "pk")


def kinds(*, user: Asker) -> QuerySet[PlaceKind]:
    """Every kind of place, in code order. Anyone who may see records may look them up."""
    refuse(user.why_not(SEE, user.region))
    return PlaceKind.objects.select_related("parent").order_by("code")


def counts(rows: QuerySet[Place]) -> dict[str, int]:
    """How many places of each kind a (narrowed) list holds: kind code → number."""
    return dict(
        rows.order_by("kind")
        .values_list("kind")
        .annotate(number=Count("pk"))
        .values_list("kind", "number")
    )


def places_map(rows: QuerySet[Place]) -> dict[str, Any]:
    """A list of places as a GeoJSON FeatureCollection; those without a position are left out.

    Properties: ``name``, ``kind`` (code), ``kind_name``, ``region``, ``closed``.
    """
    features = []
    fields = (
        "pk", "name", "kind_id", "kind__name", "region", "closed_on", "lng", "lat", "geometry",
    )  # fmt: skip
    found = rows.filter(Q(lng__isnull=False) | Q(geometry__isnull=False)).order_by("pk")
    for pk, name, kind, kind_name, region, closed_on, lng, lat, shape in found.values_list(*fields):
        properties = {
            "id": str(pk),
            "name": name,
            "kind": kind,
            "kind_name": kind_name,
            "region": region,
            "closed": closed_on is not None,
            "lng": lng,
            "lat": lat,
        }
        geometry = shape or {"type": "Point", "coordinates": [lng, lat]}
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    return {"type": "FeatureCollection", "features": features}
