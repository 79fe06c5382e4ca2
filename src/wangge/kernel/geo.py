"""Positions and shapes: coordinate systems at the door, checks of geometry, point to grid.

Everything is stored as CGCS2000/WGS-84 degrees, longitude first (the two differ by less than a
metre, which is ignored). GCJ-02 (phones, Chinese web maps) and BD-09 (Baidu) are converted when
they come in. Shapes are GeoJSON geometries as plain dictionaries.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from wangge.kernel.choices import Choice
from wangge.kernel.errors import Invalid
from wangge.kernel.words import N_, say

Floats = NDArray[np.float64]
Pair = tuple[Floats, Floats]

BOX = (72.004, 0.8293, 137.8347, 55.8271)
"""West, south, east, north of the box in which GCJ-02 shifts; published with the constants."""

AREAS = frozenset({"Polygon", "MultiPolygon"})
LINES = frozenset({"LineString", "MultiLineString"})
ANY = AREAS | LINES | {"Point"}

_DIGITS = 7
"""Decimals kept of a degree: about a centimetre."""


class Crs(Choice):
    """The coordinate system in which a position came in."""

    WGS84 = "wgs84", N_("WGS-84 (GPS)")
    CGCS2000 = "cgcs2000", N_("CGCS2000 (surveying, Tianditu)")
    GCJ02 = "gcj02", N_("GCJ-02 (Amap, Tencent)")
    BD09 = "bd09", N_("BD-09 (Baidu)")


# Krasovsky 1940, as the published shift uses it.
_A, _EE = 6378245.0, 0.00669342162296594323
# WGS-84, for areas.
_WGS_A, _WGS_EE = 6378137.0, 0.00669437999014


def inside_china(lng: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
    """Which positions lie in the box where the shift applies."""
    west, south, east, north = BOX
    x, y = np.asarray(lng, float), np.asarray(lat, float)
    return np.asarray((x >= west) & (x <= east) & (y >= south) & (y <= north))


def _shifted(lng: Floats, lat: Floats) -> Pair:
    """WGS-84 → GCJ-02 anywhere, by the published series."""
    x, y, pi = lng - 105.0, lat - 35.0, math.pi
    common = 20 * np.sin(6 * pi * x) + 20 * np.sin(2 * pi * x)
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
    north += (common + 20 * np.sin(pi * y) + 40 * np.sin(pi / 3 * y)) * 2 / 3
    north += (160 * np.sin(pi / 12 * y) + 320 * np.sin(pi / 30 * y)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
    east += (common + 20 * np.sin(pi * x) + 40 * np.sin(pi / 3 * x)) * 2 / 3
    east += (150 * np.sin(pi / 12 * x) + 300 * np.sin(pi / 30 * x)) * 2 / 3
    radians = np.radians(lat)
    magic = 1 - _EE * np.sin(radians) ** 2
    metres_north = np.radians(_A * (1 - _EE) / magic**1.5)
    metres_east = np.radians(_A / np.sqrt(magic) * np.cos(radians))
    return lng + east / metres_east, lat + north / metres_north


def _to_baidu(lng: Floats, lat: Floats) -> Pair:
    """GCJ-02 → BD-09."""
    far = np.hypot(lng, lat) + 0.00002 * np.sin(np.radians(lat) * 3000)
    angle = np.arctan2(lat, lng) + 0.000003 * np.cos(np.radians(lng) * 3000)
    return far * np.cos(angle) + 0.0065, far * np.sin(angle) + 0.006


def _undo(forward: Callable[[Floats, Floats], Pair], lng: Floats, lat: Floats) -> Pair:
    """What ``forward`` makes into these positions.

    The shift changes by a thousandth of a step, so each round gains about three digits.
    """
    x, y = lng, lat
    for _ in range(8):
        there_x, there_y = forward(x, y)
        x, y = x - (there_x - lng), y - (there_y - lat)
    return x, y


def _where(inside: NDArray[np.bool_], moved: Pair, kept: Pair) -> Pair:
    return np.where(inside, moved[0], kept[0]), np.where(inside, moved[1], kept[1])


def to_wgs84(lng: ArrayLike, lat: ArrayLike, crs: Crs) -> Pair:
    """Positions in WGS-84 from arrays in ``crs``; outside China nothing is shifted."""
    x, y = np.asarray(lng, float), np.asarray(lat, float)
    if crs in (Crs.WGS84, Crs.CGCS2000):
        return x, y
    inside = inside_china(x, y)
    chinese = _undo(_to_baidu, x, y) if crs is Crs.BD09 else (x, y)
    return _where(inside, _undo(_shifted, *chinese), (x, y))


def from_wgs84(lng: ArrayLike, lat: ArrayLike, crs: Crs) -> Pair:
    """Positions in ``crs`` from arrays in WGS-84, for links that open a Chinese map."""
    x, y = np.asarray(lng, float), np.asarray(lat, float)
    if crs in (Crs.WGS84, Crs.CGCS2000):
        return x, y
    moved = _shifted(x, y)
    return _where(inside_china(x, y), _to_baidu(*moved) if crs is Crs.BD09 else moved, (x, y))


def point(lng: float, lat: float, crs: Crs) -> tuple[float, float]:
    """One position in WGS-84, checked. Raises :class:`Invalid` outside China or swapped."""
    _check_position(np.array([lng], float), np.array([lat], float))
    x, y = to_wgs84([lng], [lat], crs)
    return round(float(x[0]), _DIGITS), round(float(y[0]), _DIGITS)


def geometry(given: object, crs: Crs, kinds: Iterable[str] = ANY) -> dict[str, Any]:
    """A GeoJSON geometry in WGS-84, checked and rounded to a centimetre.

    Raises :class:`Invalid` with a sentence that says what is wrong and where: no geometry, an
    unwanted type, a ring that isn't closed or crosses itself, swapped axes, outside China.
    """
    found = _parse(given, frozenset(kinds))
    coordinates = shapely.get_coordinates(found)
    _check_position(coordinates[:, 0], coordinates[:, 1])
    moved = shapely.transform(found, lambda xy: _rounded(xy, crs))
    _check_shape(moved)
    return _plain(mapping(moved))


def _rounded(xy: Floats, crs: Crs) -> Floats:
    moved: Floats = np.column_stack(to_wgs84(xy[:, 0], xy[:, 1], crs)).astype(np.float64)
    return moved.round(_DIGITS)


def _plain(mapped: Mapping[str, Any]) -> dict[str, Any]:
    """Lists instead of tuples, as JSON gives them back."""

    def lists(part: Any) -> Any:
        return [lists(each) for each in part] if isinstance(part, tuple | list) else float(part)

    return {"type": mapped["type"], "coordinates": lists(mapped["coordinates"])}


def _parse(given: object, kinds: frozenset[str]) -> BaseGeometry:
    if not isinstance(given, Mapping) or "type" not in given:
        raise Invalid(say("There is no geometry here."))
    kind = str(given["type"])
    if kind not in kinds:
        raise Invalid(
            say(
                "A geometry of type %(wanted)s is needed; this is %(found)s.",
                wanted=" / ".join(sorted(kinds)),
                found=kind,
            )
        )
    coordinates = given.get("coordinates")
    if not coordinates:
        raise Invalid(say("The geometry is empty."))
    _check_nesting(coordinates, _DEPTH[kind])
    if kind in AREAS:
        for polygon in [coordinates] if kind == "Polygon" else coordinates:
            for ring in polygon:
                _check_ring(ring)
    try:
        found = shapely.force_2d(shape({"type": kind, "coordinates": coordinates}))
    except (ValueError, IndexError, shapely.errors.ShapelyError):
        raise Invalid(say("The coordinates can't be read as a geometry.")) from None
    if found.is_empty:
        raise Invalid(say("The geometry is empty."))
    return found


_DEPTH = {"Point": 0, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}


def _check_nesting(part: Any, depth: int) -> None:
    """Lists in lists, as deep as the type wants, of positions of two or more finite numbers."""
    if not isinstance(part, list | tuple):
        raise Invalid(say("The coordinates can't be read as a geometry."))
    if depth:
        for each in part:
            _check_nesting(each, depth - 1)
        return
    if len(part) < 2 or not all(isinstance(each, int | float) for each in part):
        raise Invalid(say("The coordinates can't be read as a geometry."))
    if not all(math.isfinite(each) for each in part[:2]):
        raise Invalid(say("A coordinate isn't a number."))


def _check_ring(ring: Sequence[Any]) -> None:
    """Shapely closes rings by itself; a ring that came in open is a fault worth telling."""
    if len(ring) < 4:
        raise Invalid(say("A ring needs at least four positions, the last equal to the first."))
    if list(ring[0])[:2] != list(ring[-1])[:2]:
        raise Invalid(
            say(
                "The outline isn't closed: it begins at %(first)s and ends at %(last)s.",
                first=_spot(ring[0]),
                last=_spot(ring[-1]),
            )
        )


def _spot(position: Any) -> str:
    return ", ".join(str(part) for part in position[:2])


def _check_position(lng: Floats, lat: Floats) -> None:
    if not (np.isfinite(lng).all() and np.isfinite(lat).all()):
        raise Invalid(say("A coordinate isn't a number."))
    inside = inside_china(lng, lat)
    if inside.all():
        return
    first = int(np.argmin(inside))
    spot = f"{lng[first]:.6f}, {lat[first]:.6f}"
    if inside_china(lat, lng).all():
        raise Invalid(say("Longitude and latitude seem to be swapped: %(spot)s.", spot=spot))
    raise Invalid(
        say("This lies outside China: %(spot)s. Degrees are needed, longitude first.", spot=spot)
    )


_REASON = re.compile(r"^(?P<what>[^\[]+)\[(?P<lng>[-\d.e]+) (?P<lat>[-\d.e]+)")


def _check_shape(found: BaseGeometry) -> None:
    if found.is_valid:
        return
    match = _REASON.match(shapely.is_valid_reason(found))
    what = match["what"].strip() if match else ""
    where = f"{float(match['lng']):.6f}, {float(match['lat']):.6f}" if match else "?"
    if "Self-intersection" in what:
        raise Invalid(say("The outline crosses itself near %(where)s.", where=where))
    raise Invalid(say("The outline is faulty near %(where)s (%(what)s).", where=where, what=what))


def bounds(stored: Mapping[str, Any]) -> tuple[float, float, float, float]:
    """West, south, east, north of a stored geometry, in degrees."""
    west, south, east, north = shape(stored).bounds
    return west, south, east, north


def middle(stored: Mapping[str, Any]) -> tuple[float, float]:
    """A position that surely lies in the geometry (a centroid may fall outside)."""
    inner = shape(stored).representative_point()
    return round(inner.x, _DIGITS), round(inner.y, _DIGITS)


def area_m2(stored: Mapping[str, Any]) -> float:
    """Area in square metres on the WGS-84 ellipsoid, by Lambert's equal-area cylinder.

    Exact but for the bend of an edge, which doesn't matter for edges of a few kilometres.
    """

    def flat(xy: Floats) -> Floats:
        e = math.sqrt(_WGS_EE)
        sine = np.sin(np.radians(xy[:, 1]))
        q = (1 - _WGS_EE) * (
            sine / (1 - _WGS_EE * sine**2) - np.log((1 - e * sine) / (1 + e * sine)) / (2 * e)
        )
        return np.column_stack((_WGS_A * np.radians(xy[:, 0]), _WGS_A * q / 2))

    return float(shapely.transform(shape(stored), flat).area)


_STRIDE = 250_000
"""Points per stretch, so that memory stays bounded whatever the number of points."""
_ENTRIES = 2_000_000
"""Entries of the raster at most; outlines that overlap a great deal get a coarser one."""


class GridIndex:
    """Which grid a position lies in. Made once for a set of polygons, then only read.

    A position on a common border belongs to the grid with the lowest code, so that the answer
    never depends on chance. A raster over all boxes names the few polygons that may hold a
    position, and a prepared polygon decides: quicker than asking a tree for a million points,
    because no point is ever made an object.
    """

    def __init__(self, codes: Sequence[str], polygons: Sequence[Mapping[str, Any]]) -> None:
        order = sorted(range(len(codes)), key=lambda i: codes[i])
        self.codes = np.array([codes[i] for i in order] + [""], dtype="U15")
        self.shapes = np.array([shape(polygons[i]) for i in order], dtype=object)
        shapely.prepare(self.shapes)
        self.boxes = shapely.bounds(self.shapes).reshape(-1, 4)
        self._lay_raster()

    def __len__(self) -> int:
        return len(self.shapes)

    def _lay_raster(self) -> None:
        """For each cell the polygons whose box touches it, in the order of codes."""
        self.origin = self.boxes[:, :2].min(axis=0, initial=180.0)
        self.extent = self.boxes[:, 2:].max(axis=0, initial=-180.0) - self.origin
        side = 2 * math.isqrt(len(self)) + 1
        while True:
            self.side = min(side, 1024)
            first = self._cell_of(self.boxes[:, 0], self.boxes[:, 1])
            wide, high = (
                a - b + 1
                for a, b in zip(
                    self._cell_of(self.boxes[:, 2], self.boxes[:, 3]), first, strict=True
                )
            )
            counts = wide * high
            if counts.sum() <= max(_ENTRIES, len(self)) or side == 1:
                break
            side = max(side // 2, 1)
        owner = np.repeat(np.arange(len(self)), counts)
        nth = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
        column, row = first[0][owner] + nth % wide[owner], first[1][owner] + nth // wide[owner]
        cell = row * self.side + column
        self.entries = owner[np.argsort(cell, kind="stable")]
        self.number = np.bincount(cell, minlength=self.side**2)
        self.start = np.cumsum(self.number) - self.number

    def _cell_of(self, x: Floats, y: Floats) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Column and row of positions. Never falls as x or y grows, so no border is lost."""
        scale = self.side / np.maximum(self.extent, 1e-9)
        column = ((x - self.origin[0]) * scale[0]).astype(np.intp)
        row = ((y - self.origin[1]) * scale[1]).astype(np.intp)
        return np.clip(column, 0, self.side - 1), np.clip(row, 0, self.side - 1)

    def locate(self, lng: ArrayLike, lat: ArrayLike) -> NDArray[np.str_]:
        """The grid code of each position (WGS-84), empty where there is none."""
        return self.codes[self.positions(lng, lat)]

    def positions(self, lng: ArrayLike, lat: ArrayLike) -> NDArray[np.intp]:
        """For each position the place of its grid in ``codes``, -1 where there is none."""
        x, y = np.atleast_1d(np.asarray(lng, float)), np.atleast_1d(np.asarray(lat, float))
        found = np.full(len(x), len(self), dtype=np.intp)
        (west, south), (east, north) = self.origin, self.origin + self.extent
        near = np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))
        for begin in range(0, len(near), _STRIDE):
            part = near[begin : begin + _STRIDE]
            found[part] = self._stretch(x[part], y[part])
        found[found == len(self)] = -1
        return found

    def _stretch(self, x: Floats, y: Floats) -> NDArray[np.intp]:
        """As :meth:`positions`, for positions inside the raster; ``len(self)`` for none."""
        column, row = self._cell_of(x, y)
        cell = row * self.side + column
        number = self.number[cell]
        point = np.repeat(np.arange(len(x)), number)
        nth = np.arange(len(point)) - np.repeat(np.cumsum(number) - number, number)
        grid = self.entries[np.repeat(self.start[cell], number) + nth]
        px, py, box = x[point], y[point], self.boxes[grid]
        boxed = (px >= box[:, 0]) & (px <= box[:, 2]) & (py >= box[:, 1]) & (py <= box[:, 3])
        point, grid = point[boxed], grid[boxed]
        hit = shapely.intersects_xy(self.shapes[grid], px[boxed], py[boxed])
        found = np.full(len(x), len(self), dtype=np.intp)
        # Of several hits the first stands last here, and the last assignment stays.
        found[point[hit][::-1]] = grid[hit][::-1]
        return found

    def shares(self, stored: Mapping[str, Any]) -> dict[str, float]:
        """How much of a line or area lies in each grid: code → share of its length or area."""
        whole = shape(stored)
        measure = "area" if whole.area > 0 else "length"
        total = getattr(whole, measure)
        if not total:
            return {}
        parts = {}
        west, south, east, north = whole.bounds
        near = (self.boxes[:, 0] <= east) & (self.boxes[:, 2] >= west)
        near &= (self.boxes[:, 1] <= north) & (self.boxes[:, 3] >= south)
        for i in np.flatnonzero(near):
            share = getattr(self.shapes[i].intersection(whole), measure) / total
            if share > 0:
                parts[str(self.codes[i])] = share
        return parts
