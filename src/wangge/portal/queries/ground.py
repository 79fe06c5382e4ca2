"""Where we are: the office's name, its communities and the outlines of its grids.

Names and outlines of regions are public, so nobody's area is asked for.
"""

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import Max, Min

from wangge.places.models import Grid, Region
from wangge.places.queries import under
from wangge.places.rules import LENGTHS, Level

STREET = 9
"""Digits of a subdistrict's code."""
KEPT_FOR = 300
"""Seconds that names are kept; a renamed region shows within five minutes."""


@dataclass(frozen=True, slots=True)
class Office:
    """The smallest region that contains every grid: a subdistrict, or a district of several."""

    code: str
    name: str


def office() -> Office:
    """Whose portal this is; both texts are empty before any grid is there."""
    found: Office | None = cache.get("portal.office")
    if found is None:
        found = _office()
        cache.set("portal.office", found, KEPT_FOR)
    return found


def _office() -> Office:
    ends = Grid.objects.aggregate(first=Min("community"), last=Max("community"))
    first, last = ends["first"] or "", ends["last"] or ""
    sizes = [size for size in sorted(LENGTHS, reverse=True) if size <= STREET]
    code = next((first[:size] for size in sizes if first[:size] == last[:size]), "")
    name = Region.objects.filter(code=code).values_list("name", flat=True).first()
    return Office(code, name or "")


def communities() -> list[tuple[str, str]]:
    """Codes and names of the communities, to say where something is without a position."""
    found: list[tuple[str, str]] | None = cache.get("portal.communities")
    if found is None:
        rows = Region.objects.filter(under(office().code, "code"), level=Level.COMMUNITY.value)
        found = list(rows.order_by("code").values_list("code", "name")) if office().code else []
        cache.set("portal.communities", found, KEPT_FOR)
    return found


def grids() -> dict[str, Any]:
    """The outlines of the grids as a GeoJSON FeatureCollection, to find oneself on the map."""
    rows = Grid.objects.filter(polygon__isnull=False).order_by("code")
    features = [
        {
            "type": "Feature",
            "id": code,
            "properties": {"code": code, "name": name},
            "geometry": polygon,
        }
        for code, name, polygon in rows.values_list("code", "name", "polygon")
    ]
    return {"type": "FeatureCollection", "features": features}


def edition() -> str:
    """Changes whenever an outline did, so that a browser needn't fetch them again."""
    found = Grid.objects.aggregate(last=Max("edition"), first=Min("edition"))
    return f"{found['last']}-{found['first']}-{Grid.objects.count()}"
