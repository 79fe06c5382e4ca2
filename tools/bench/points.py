"""Point → grid for 1,000,000 points over 2,000 grids, beside a bare STRtree query.

Both get the same arrays of longitudes and latitudes in the same run and answer which grid each
position lies in. "Bare" is shapely alone: points from the arrays, then one exact query of the tree
(``predicate="intersects"``); it doesn't settle which grid a point on a border belongs to.
"""

import time
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping

from wangge.kernel.geo import GridIndex

POINTS = 1_000_000
COLUMNS, ROWS = 50, 40
WEST, SOUTH, EAST, NORTH = 102.63, 25.06, 102.71, 25.13
TIMES = 3


def ground() -> list[Any]:
    """2,000 adjoining crooked quadrangles, about 26 positions each, as surveyed grids have."""
    chance = np.random.default_rng(1)
    x, y = np.meshgrid(np.linspace(WEST, EAST, COLUMNS + 1), np.linspace(SOUTH, NORTH, ROWS + 1))
    x = x + chance.uniform(-0.0004, 0.0004, x.shape)
    y = y + chance.uniform(-0.0004, 0.0004, y.shape)
    corners = ((0, 0), (0, 1), (1, 1), (1, 0))
    return [
        shapely.Polygon([(x[j + b, i + a], y[j + b, i + a]) for b, a in corners]).segmentize(0.0003)
        for j in range(ROWS)
        for i in range(COLUMNS)
    ]


def run() -> list[tuple[str, str]]:
    """Measure; the quickest of three runs each, taken in turns."""
    polygons = ground()
    chance = np.random.default_rng(2)
    lng = chance.uniform(WEST - 0.005, EAST + 0.005, POINTS)
    lat = chance.uniform(SOUTH - 0.005, NORTH + 0.005, POINTS)
    codes = [f"{number:015d}" for number in range(len(polygons))]
    started = time.perf_counter()
    index = GridIndex(codes, [mapping(polygon) for polygon in polygons])
    built = time.perf_counter() - started
    tree = shapely.STRtree(polygons)
    ours, bare, alone = [], [], []
    for _ in range(TIMES):
        started = time.perf_counter()
        found = index.locate(lng, lat)
        ours.append(time.perf_counter() - started)
        started = time.perf_counter()
        points = shapely.points(lng, lat)
        made = time.perf_counter()
        hits = tree.query(points, predicate="intersects")
        bare.append(time.perf_counter() - started)
        alone.append(time.perf_counter() - made)
    inside = int((found != "").sum())
    if inside != len(np.unique(hits[0])):
        raise AssertionError("the two don't find the same points")
    return [
        ("points → grids", f"{POINTS:,} points, {len(polygons):,} grids, {inside:,} inside"),
        ("our index", f"{min(ours):.2f} s (built once in {built:.2f} s)"),
        ("bare STRtree, from arrays", f"{min(bare):.2f} s"),
        ("bare STRtree, query alone", f"{min(alone):.2f} s"),
        ("ratio to bare, from arrays", f"{min(ours) / min(bare):.2f}"),
        ("ratio to bare query alone", f"{min(ours) / min(alone):.2f}"),
    ]
