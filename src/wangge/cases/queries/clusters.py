"""Cases on a map: a few hundred marks for any view, however many cases lie in it.

The database lays a grid over the view and counts the cases of each cell, so that a district of a
million answers in the time of one indexed scan. Without other wishes a map shows what is open.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from math import isfinite
from typing import Any

from django.db.models import (
    Avg,
    Case,
    Count,
    FloatField,
    IntegerField,
    Max,
    Min,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Floor

from wangge.cases.models import Case as CaseRow
from wangge.cases.queries.sought import Sought, cut, lit
from wangge.cases.rules import OPEN, Light, Stage
from wangge.people.rules import Acting

ACROSS = 16
"""Cells from west to east and from south to north: at most 256 marks, each about a thumb wide."""
CLOSEST = 18
"""Zoom from which each case stands for itself as far as :data:`SINGLES` allows."""
SINGLES = 300

_SERIOUS = (Light.NONE, Light.GREEN, Light.YELLOW, Light.RED)


@dataclass(frozen=True, slots=True)
class Box:
    """The part of the earth that a map shows, in degrees of WGS-84."""

    west: float
    south: float
    east: float
    north: float

    @property
    def is_whole(self) -> bool:
        """Whether it is a box on the earth at all."""
        sides = (self.west, self.south, self.east, self.north)
        return (
            all(isfinite(side) for side in sides)
            and -180 <= self.west < self.east <= 180
            and -90 <= self.south < self.north <= 90
        )


def clusters(
    *, user: Acting, sought: Sought, box: Box, zoom: float, at: datetime
) -> dict[str, Any]:
    """The cases of a view as a GeoJSON FeatureCollection: clusters, and single cases as points.

    A cluster has ``count`` and the worst ``light`` of its cases; a single case ``id``, ``number``,
    ``stage``, ``light``, ``category`` and ``address``. ``total`` counts both; ``nowhere`` isn't
    asked, cases without a position are in no box. Two queries. An impossible box is empty.
    """
    if not box.is_whole:
        return _collection([], 0)
    rows = _inside(user, sought, box, at)
    if zoom >= CLOSEST:
        singles = _singles(rows, at, SINGLES + 1)
        if len(singles) <= SINGLES:
            return _collection(singles, len(singles))
    return _grouped(rows, box, at)


def _inside(user: Acting, sought: Sought, box: Box, at: datetime) -> QuerySet[CaseRow]:
    wish = sought if sought.stages or sought.since else replace(sought, stages=OPEN)
    rows = cut(user=user, sought=wish, at=at).rows
    return rows.filter(lat__gte=box.south, lat__lt=box.north, lng__gte=box.west, lng__lt=box.east)


def _grouped(rows: QuerySet[CaseRow], box: Box, at: datetime) -> dict[str, Any]:
    """Cells of equal size that don't move with the view, so that panning keeps clusters still."""
    size = _cell(max(box.east - box.west, box.north - box.south) / ACROSS)
    cells = (
        rows.order_by()
        .annotate(x=_floor("lng", size), y=_floor("lat", size), serious=_serious(at))
        .values("x", "y")
        .annotate(
            count=Count("pk"),
            worst=Max("serious"),
            lng=Avg("lng"),
            lat=Avg("lat"),
            one=Min("number"),
        )
    )
    found = list(cells)
    alone = [cell["one"] for cell in found if cell["count"] == 1]
    features = _singles(rows.filter(number__in=alone), at, len(alone)) if alone else []
    features += [
        _point(
            cell["lng"],
            cell["lat"],
            count=cell["count"],
            light=_SERIOUS[cell["worst"]].value,
        )
        for cell in found
        if cell["count"] > 1
    ]
    return _collection(features, sum(cell["count"] for cell in found))


def _cell(wanted: float) -> float:
    """The next power of two of degrees above what is wanted."""
    size = 360.0
    while size / 2 >= wanted and size > 1e-6:
        size /= 2
    return size


def _floor(column: str, size: float) -> Any:
    return Cast(Floor(Cast(column, FloatField()) / Value(size)), IntegerField())


def _serious(at: datetime) -> Case:
    """A light as a number that grows with how bad it is; ended cases have none."""
    is_open = Q(stage__in=[stage.value for stage in OPEN])
    return Case(
        *(
            When(is_open & lit(light, at), then=Value(place))
            for place, light in enumerate(_SERIOUS)
            if light is not Light.NONE
        ),
        default=Value(0),
        output_field=IntegerField(),
    )


def _singles(rows: QuerySet[CaseRow], at: datetime, most: int) -> list[dict[str, Any]]:
    shown = rows.order_by("-pk").annotate(serious=_serious(at))
    columns = ("pk", "number", "stage", "lng", "lat", "address", "serious", "category__name")
    return [
        _point(
            lng,
            lat,
            id=str(id),
            number=number,
            stage=Stage(stage).value,
            label=Stage(stage).label,
            address=address,
            category=category or "",
            light=_SERIOUS[serious].value,
        )
        for id, number, stage, lng, lat, address, serious, category in shown.values_list(*columns)[
            :most
        ]
    ]


def _point(lng: float, lat: float, **properties: Any) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [round(lng, 6), round(lat, 6)]}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _collection(features: list[dict[str, Any]], total: int) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features, "total": total}
