"""Cases on a map: a few hundred marks for any view, however many cases lie in it.

The database lays a grid over the view and counts the cases of each cell, so that a district of a
million answers in the time of one indexed scan. Without other wishes a map shows what is open.
"""

from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import isfinite
from typing import Any

from django.db.models import (
    Avg,
    Case,
    Count,
    FloatField,
    IntegerField,
    Max,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Floor

from wangge.cases.models import Case as CaseRow
from wangge.cases.queries.sought import Looked, Sought, cut, lit
from wangge.cases.rules import OPEN, Light, Stage
from wangge.kernel.clock import day_of
from wangge.people.rules import Acting

ACROSS = 16
"""Cells from west to east and from south to north: at most 256 marks, each about a thumb wide."""
CLOSEST = 18
"""Zoom from which each case stands for itself as far as :data:`SINGLES` allows."""
SINGLES = 300

_SERIOUS = (Light.NONE, Light.GREEN, Light.YELLOW, Light.RED)


LATELY = timedelta(days=30)
"""Ended cases of so long ago are on the map without being asked for by day."""
SMALL = 0.0003
"""Square degrees, about three square kilometres here: what lies there is found by where it lies."""


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

    @property
    def is_small(self) -> bool:
        """Whether so little ground is seen that the cases on it are few."""
        return (self.east - self.west) * (self.north - self.south) <= SMALL


def clusters(
    *, user: Acting, sought: Sought, box: Box, zoom: float, at: datetime
) -> dict[str, Any]:
    """The cases of a view as a GeoJSON FeatureCollection: clusters, and single cases as points.

    A cluster has ``count`` and the worst ``light`` of its cases; a single case ``id``, ``number``,
    ``stage``, ``light``, ``category`` and ``address``. ``total`` counts both; cases without a
    position are in no view. Ended cases are those of :data:`LATELY` unless days are asked for. Two
    queries, one more where words are sought. An impossible box is empty.
    """
    if not box.is_whole:
        return _collection([], 0)
    wish = _wish(sought, at)
    rows = _inside(user, wish, box, at)
    if zoom >= CLOSEST:
        singles = _singles(rows.order_by("-pk")[: SINGLES + 1], at)
        if len(singles) <= SINGLES:
            return _collection(singles, len(singles))
    return _grouped(rows, box, at, wish.is_open)


def _wish(sought: Sought, at: datetime) -> Sought:
    if sought.is_open or sought.requested or sought.since or sought.until:
        return sought
    if sought.stages:
        return replace(sought, since=day_of(at - LATELY), until=day_of(at))
    return replace(sought, stages=OPEN)


def _inside(user: Acting, wish: Sought, box: Box, at: datetime) -> QuerySet[CaseRow]:
    """The rows of a view: a small one is found by where it lies, a wide one by the rest."""
    if box.is_small:
        rows = cut(user=user, sought=wish, at=at, lead=frozenset()).rows
        lat, lng = "lat", "lng"
    else:
        rows = cut(user=user, sought=wish, at=at).rows
        rows = rows.alias(_lat=Looked("lat"), _lng=Looked("lng"))
        lat, lng = "_lat", "_lng"
    inside = {
        f"{lat}__gte": box.south,
        f"{lat}__lt": box.north,
        f"{lng}__gte": box.west,
        f"{lng}__lt": box.east,
    }
    return rows.filter(**inside)


def _grouped(rows: QuerySet[CaseRow], box: Box, at: datetime, is_open: bool) -> dict[str, Any]:
    """Cells of equal size that don't move with the view, so that panning keeps clusters still."""
    size = _cell(max(box.east - box.west, box.north - box.south) / ACROSS)
    cells = (
        rows.order_by()
        .annotate(x=_floor("lng", size), y=_floor("lat", size), serious=_serious(at, is_open))
        .values("x", "y")
        .annotate(
            count=Count(Value(1)), worst=Max("serious"), mid_lng=Avg("lng"), mid_lat=Avg("lat")
        )
    )
    found = list(cells)
    # The middle of one case is where it lies: by that it is found, without a column more to read.
    alone = {(cell["mid_lng"], cell["mid_lat"]) for cell in found if cell["count"] == 1}
    features: list[dict[str, Any]] = []
    if alone:
        lngs, lats = [lng for lng, _ in alone], [lat for _, lat in alone]
        features = _singles(rows.filter(lng__in=lngs, lat__in=lats), at, alone)
    features += [
        _point(
            cell["mid_lng"],
            cell["mid_lat"],
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


def _serious(at: datetime, is_open: bool = False) -> Case:
    """A light as a number that grows with how bad it is; ended cases have none."""
    condition = Q() if is_open else Q(stage__in=[stage.value for stage in OPEN])
    return Case(
        *(
            When(condition & lit(light, at), then=Value(place))
            for place, light in enumerate(_SERIOUS)
            if light is not Light.NONE
        ),
        default=Value(0),
        output_field=IntegerField(),
    )


def _singles(
    rows: QuerySet[CaseRow], at: datetime, only: Container[tuple[float, float]] | None = None
) -> list[dict[str, Any]]:
    shown = rows.annotate(serious=_serious(at))
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
        for id, number, stage, lng, lat, address, serious, category in shown.values_list(*columns)
        if only is None or (lng, lat) in only
    ]


def _point(lng: float, lat: float, **properties: Any) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [round(lng, 6), round(lat, 6)]}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _collection(features: list[dict[str, Any]], total: int) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features, "total": total}
