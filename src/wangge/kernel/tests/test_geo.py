"""Positions and shapes: the door from Chinese coordinate systems, checks, point to grid."""

import math

import numpy as np
import prcoords
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, mapping, shape

from wangge.kernel import geo
from wangge.kernel.errors import Invalid
from wangge.kernel.geo import Crs, GridIndex

PUJI = (102.67, 25.09)
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[102.66, 25.08], [102.67, 25.08], [102.67, 25.09], [102.66, 25.08]]],
}


def ring(*positions: tuple[float, float]) -> dict:
    return {"type": "Polygon", "coordinates": [[list(p) for p in (*positions, positions[0])]]}


def box(west: float, south: float, size: float = 0.01) -> dict:
    return ring(
        (west, south), (west + size, south), (west + size, south + size), (west, south + size)
    )


def test_the_shift_at_puji() -> None:
    """About 138 m east and 334 m south, as computed independently from the constants."""
    x, y = geo.from_wgs84(*PUJI, Crs.GCJ02)
    metres = 111_320
    assert (x - PUJI[0]) * metres * math.cos(math.radians(PUJI[1])) == pytest.approx(138, abs=4)
    assert (y - PUJI[1]) * metres == pytest.approx(-334, abs=6)


@pytest.mark.parametrize(
    ("crs", "theirs"), [(Crs.GCJ02, prcoords.wgs_gcj), (Crs.BD09, prcoords.wgs_bd)]
)
def test_the_same_as_an_independent_implementation(crs, theirs) -> None:
    x, y = geo.from_wgs84(*PUJI, crs)
    other = theirs((PUJI[1], PUJI[0]))
    assert (float(x), float(y)) == pytest.approx((other.lon, other.lat), abs=1e-9)


@given(st.floats(74, 135), st.floats(4, 53), st.sampled_from(list(Crs)))
def test_there_and_back(lng: float, lat: float, crs: Crs) -> None:
    x, y = geo.to_wgs84(*geo.from_wgs84(lng, lat, crs), crs)
    assert (float(x), float(y)) == pytest.approx((lng, lat), abs=1e-9)


@given(st.floats(-60, 60), st.floats(-80, 0), st.sampled_from(list(Crs)))
def test_nothing_is_shifted_outside_china(lng: float, lat: float, crs: Crs) -> None:
    x, y = geo.to_wgs84(lng, lat, crs)
    assert (float(x), float(y)) == (lng, lat)


def test_a_point_is_checked_and_rounded() -> None:
    x, y = geo.from_wgs84(*PUJI, Crs.BD09)
    assert geo.point(float(x), float(y), Crs.BD09) == PUJI


def test_a_whole_geometry_is_converted() -> None:
    shifted = mapping(shape(box(*PUJI)))
    moved = geo.geometry(shifted, Crs.GCJ02)
    x, y = geo.to_wgs84(*PUJI, Crs.GCJ02)
    assert geo.bounds(moved)[:2] == pytest.approx((float(x), float(y)), abs=1e-4)
    assert moved["coordinates"][0][0] == moved["coordinates"][0][-1]


def test_lists_and_heights_are_taken() -> None:
    given = {"type": "Point", "coordinates": [102.67, 25.09, 1900]}
    assert geo.geometry(given, Crs.WGS84) == {"type": "Point", "coordinates": [102.67, 25.09]}


BOW = ring((102.66, 25.08), (102.67, 25.09), (102.67, 25.08), (102.66, 25.09))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (None, "no geometry"),
        ("POLYGON", "no geometry"),
        ({"coordinates": []}, "no geometry"),
        ({"type": "Point", "coordinates": [102.6, 25.1]}, "needed"),
        ({"type": "GeometryCollection", "geometries": []}, "needed"),
        ({"type": "Polygon"}, "empty"),
        ({"type": "Polygon", "coordinates": 5}, "can't be read"),
        ({"type": "Polygon", "coordinates": [[[1, 2], [1, "2"]]]}, "can't be read"),
        ({"type": "Polygon", "coordinates": []}, "empty"),
        ({"type": "Polygon", "coordinates": [["a", "b", "c", "a"]]}, "can't be read"),
        ({"type": "Polygon", "coordinates": [[[1, 2], [3, 4], [1, 2]]]}, "four positions"),
        (
            {
                "type": "Polygon",
                "coordinates": [[[102.6, 25.0], [102.7, 25.0], [102.7, 25.1], [102.6, 25.1]]],
            },
            "isn't closed: it begins at 102.6, 25.0 and ends at 102.6, 25.1",
        ),
        (BOW, "crosses itself near 102.665000, 25.085000"),
        (ring((25.08, 102.66), (25.09, 102.66), (25.09, 102.67)), "seem to be swapped"),
        (ring((2.35, 48.85), (2.36, 48.85), (2.36, 48.86)), "outside China"),
        (
            ring((11430000.0, 2880000.0), (11431000.0, 2880000.0), (11431000.0, 2881000.0)),
            "Degrees",
        ),
        (ring((float("nan"), 25.0), (102.7, 25.0), (102.7, 25.1)), "isn't a number"),
        (
            {
                "type": "Polygon",
                "coordinates": box(102.66, 25.08)["coordinates"]
                + box(103.66, 25.08)["coordinates"],
            },
            "faulty near",
        ),
    ],
)
def test_what_is_wrong_is_said(given, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        geo.geometry(given, Crs.WGS84, geo.AREAS)


@given(st.recursive(st.none() | st.floats() | st.text(max_size=3), st.lists, max_leaves=20))
def test_any_coordinates_are_taken_or_refused(coordinates) -> None:
    for kind in geo.ANY:
        try:
            geo.geometry({"type": kind, "coordinates": coordinates}, Crs.WGS84)
        except Invalid:
            continue


def test_area_in_square_metres() -> None:
    """A hundredth of a degree at the equator is 1,113.2 m by 1,105.7 m on WGS-84."""
    assert geo.area_m2(box(100.0, 0.83)) == pytest.approx(1113.09 * 1105.75, rel=2e-4)
    assert geo.area_m2(box(*PUJI)) == pytest.approx(1008.6 * 1107.9, rel=1e-3)


def test_the_middle_lies_inside() -> None:
    horseshoe = ring(
        (102.60, 25.0), (102.70, 25.0), (102.70, 25.1), (102.68, 25.1),
        (102.68, 25.02), (102.62, 25.02), (102.62, 25.1), (102.60, 25.1),
    )  # fmt: skip
    assert shape(horseshoe).covers(Point(geo.middle(horseshoe)))


def codes(number: int) -> list[str]:
    return [f"530102009001{i:03d}" for i in range(number)]


def test_borders_go_to_the_lowest_code() -> None:
    high, low, other = codes(3)[2], codes(3)[0], codes(3)[1]
    index = GridIndex([high, low, other], [box(102.60, 25), box(102.61, 25), box(102.62, 25)])
    found = index.locate([102.605, 102.61, 102.62, 102.7], [25.005, 25.005, 25.005, 25.005])
    assert list(found) == [high, low, low, ""]


def test_an_empty_index_finds_nothing() -> None:
    assert list(GridIndex([], []).locate([102.6], [25.0])) == [""]
    assert list(GridIndex(codes(1), [box(102.6, 25)]).locate([], [])) == []


def test_positions_that_are_no_number_lie_nowhere() -> None:
    index = GridIndex(codes(1), [box(102.6, 25)])
    assert list(index.locate([math.nan, 102.605], [25.005, math.nan])) == ["", ""]


@settings(max_examples=30)
@given(st.integers(0, 2**32 - 1))
def test_locate_is_what_trying_every_grid_would_find(seed: int) -> None:
    chance = np.random.default_rng(seed)
    corners = chance.integers(0, 8, (12, 2)) * 0.01 + (102.6, 25.0)
    polygons = [box(float(x), float(y), 0.02) for x, y in corners]
    names = codes(12)
    # A coarse raster puts many points exactly on borders and corners.
    points = chance.integers(0, 24, (80, 2)) * 0.005 + (102.59, 24.99)
    found = GridIndex(names, polygons).locate(points[:, 0], points[:, 1])
    for (x, y), code in zip(points, found, strict=True):
        hits = [
            name
            for name, polygon in zip(names, polygons, strict=True)
            if shape(polygon).intersects(Point(x, y))
        ]
        assert code == min(hits, default="")


def test_shares_of_a_line() -> None:
    first, second = codes(2)
    index = GridIndex([first, second], [box(102.60, 25), box(102.61, 25)])
    line = {"type": "LineString", "coordinates": [[102.605, 25.005], [102.62, 25.005]]}
    shares = index.shares(line)
    assert shares[first] == pytest.approx(1 / 3)
    assert shares[second] == pytest.approx(2 / 3)
    assert index.shares({"type": "Point", "coordinates": [102.605, 25.005]}) == {}
