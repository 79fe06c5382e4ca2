"""Reads of grids, and which grid a position lies in."""

import json
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum
from numpy.typing import ArrayLike, NDArray

from wangge.kernel.asking import Asker
from wangge.kernel.errors import NotFound
from wangge.kernel.geo import GridIndex
from wangge.kernel.words import say
from wangge.places.models import Grid, Place
from wangge.places.queries.scope import under as under_code
from wangge.places.queries.scope import within


def grids(*, user: Asker, under: str = "", text: str = "") -> QuerySet[Grid]:
    """The grids in somebody's area, in code order, perhaps only those under a region."""
    rows = within(Grid.objects.filter(under_code(under, "code")), user, "code")
    if text:
        rows = rows.filter(Q(name__contains=text) | Q(code__startswith=text))
    return rows.order_by("code")


def grid(code: str, *, user: Asker) -> Grid:
    """One grid in somebody's area. Raises :class:`NotFound` otherwise."""
    found = within(Grid.objects.select_related("community"), user, "code").filter(pk=code).first()
    if found is None:
        raise NotFound(say("There is no grid with the code %(code)s.", code=code))
    return found


@dataclass(frozen=True, slots=True)
class GridTotals:
    """What a list of grids adds up to."""

    number: int
    drawn: int
    area_m2: float


def grid_totals(rows: QuerySet[Grid]) -> GridTotals:
    """How many grids, how many with an outline, and how many square metres together."""
    found = rows.order_by().aggregate(
        number=Count("code"), drawn=Count("area_m2"), area=Sum("area_m2")
    )
    return GridTotals(found["number"], found["drawn"], found["area"] or 0.0)


def places_in_grids(rows: Iterable[Grid], *, user: Asker) -> dict[str, int]:
    """How many open places lie in each of these grids."""
    found = within(Place.objects.filter(grid__in=[row.pk for row in rows]), user)
    open_ones = found.filter(closed_on__isnull=True).order_by("grid")
    return dict(open_ones.values_list("grid").annotate(number=Count("pk")))


def written(geometry: Mapping[str, Any] | None) -> str:
    """A stored geometry as the text of a form's field."""
    return "" if geometry is None else json.dumps(geometry, separators=(",", ":"))


def grids_map(*, user: Asker, under: str = "") -> dict[str, Any]:
    """The grids of an area as a GeoJSON FeatureCollection, those without a polygon left out.

    Properties: ``code``, ``name``, ``sureness``; ``bbox`` is there where anything is.
    """
    rows = grids(user=user, under=under).filter(polygon__isnull=False)
    features = []
    box = [180.0, 90.0, -180.0, -90.0]
    fields = ("code", "name", "polygon", "west", "south", "east", "north", "sureness")
    for code, name, polygon, west, south, east, north, sureness in rows.values_list(*fields):
        properties = {"code": code, "name": name, "sureness": sureness}
        features.append(
            {"type": "Feature", "id": code, "properties": properties, "geometry": polygon}
        )
        box = [min(box[0], west), min(box[1], south), max(box[2], east), max(box[3], north)]
    collection: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    return collection | ({"bbox": box} if features else {})


class _Kept(NamedTuple):
    version: tuple[str, int, int]
    made: GridIndex


_kept: _Kept | None = None
_lock = threading.Lock()


def _version() -> tuple[str, int, int]:
    """Changes whenever a polygon did: each edition is higher than any before it."""
    found = Grid.objects.aggregate(count=Count("edition"), editions=Sum("edition"))
    return str(connection.settings_dict["NAME"]), found["count"], found["editions"] or 0


def grid_index() -> GridIndex:
    """The index over all grids, kept by each process until a polygon changes."""
    global _kept
    version = _version()
    kept = _kept
    if kept is not None and kept.version == version:
        return kept.made
    with _lock:
        drawn = Grid.objects.filter(polygon__isnull=False)
        found: dict[str, Any] = dict(drawn.values_list("code", "polygon"))
        index = GridIndex(list(found), list(found.values()))
        _kept = _Kept(version, index)
    return index


def locate(points: ArrayLike) -> NDArray[np.str_]:
    """The grid code of each position, empty where there is none.

    ``points`` is (n, 2): longitude and latitude in WGS-84. Grid codes are public, so nobody's
    area is asked for. A position on a common border belongs to the lowest code.
    """
    pairs = np.asarray(points, dtype=float).reshape(-1, 2)
    return grid_index().locate(pairs[:, 0], pairs[:, 1])


def locate_one(lng: float, lat: float) -> str:
    """The grid code of one position, empty where there is none."""
    return str(locate([(lng, lat)])[0])


ONE_GRID = 0.98
"""A line or area belongs to a grid when at least this share of it lies there: outlines drawn by
hand overlap a neighbour by a little. A choice of this program, not of a standard."""


def grid_of(geometry: Mapping[str, Any], index: GridIndex | None = None) -> str:
    """The one grid a stored geometry lies in; empty for none, or for a shape across several.

    Whoever asks for many hands in the ``index``, which saves a query for each.
    """
    index = index if index is not None else grid_index()
    if geometry["type"] == "Point":
        lng, lat = geometry["coordinates"]
        return str(index.locate(lng, lat)[0])
    shares = index.shares(geometry)
    return next((code for code, share in shares.items() if share >= ONE_GRID), "")
