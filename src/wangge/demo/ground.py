"""Fictitious ground: 36 grids that tile a box without gaps or overlaps, and points inside them.

The box is only roughly where Puji lies (recalled, not surveyed) and the lines are drawn by a
seeded generator; every polygon and point is stored as fictitious.
"""

from dataclasses import dataclass
from random import Random
from typing import Any

from wangge.demo.plan import COMMUNITIES, STREET

WEST, SOUTH, EAST, NORTH = 102.63, 25.06, 102.71, 25.13
SIDE = 6
"""Grids along each side: three communities of two grids."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A grid with its code, name and GeoJSON polygon."""

    code: str
    name: str
    polygon: dict[str, Any]

    def point(self, chance: Random) -> tuple[float, float]:
        """A point well inside the grid."""
        ring = self.polygon["coordinates"][0][:-1]
        weights = [0.05 + chance.random() ** 3 for _ in ring]
        total = sum(weights)
        lng = sum(w * corner[0] for w, corner in zip(weights, ring, strict=True)) / total
        lat = sum(w * corner[1] for w, corner in zip(weights, ring, strict=True)) / total
        return round(lng, 6), round(lat, 6)


def lattice(chance: Random) -> list[list[tuple[float, float]]]:
    """Corners of all grids, moved a little off the regular lattice inside the box."""
    step_x, step_y = (EAST - WEST) / SIDE, (NORTH - SOUTH) / SIDE

    def corner(row: int, column: int) -> tuple[float, float]:
        inside_x = 0.28 if 0 < column < SIDE else 0.12
        inside_y = 0.28 if 0 < row < SIDE else 0.12
        return (
            round(WEST + (column + chance.uniform(-inside_x, inside_x)) * step_x, 6),
            round(NORTH - (row + chance.uniform(-inside_y, inside_y)) * step_y, 6),
        )

    return [[corner(row, column) for column in range(SIDE + 1)] for row in range(SIDE + 1)]


def grounds(chance: Random) -> list[Ground]:
    """All 36 grids, numbered in each community from west to east and north to south."""
    corners = lattice(chance)
    made = []
    for number, community in enumerate(COMMUNITIES):
        top, left = 2 * (number // 3), 2 * (number % 3)
        for order in range(4):
            row, column = top + order // 2, left + order % 2
            ring = [
                corners[row][column],
                corners[row + 1][column],
                corners[row + 1][column + 1],
                corners[row][column + 1],
                corners[row][column],
            ]
            made.append(
                Ground(
                    code=f"{STREET}{number + 1:03d}{order + 1:03d}",
                    name=f"{community}第{'一二三四'[order]}网格",
                    polygon={"type": "Polygon", "coordinates": [[list(p) for p in ring]]},
                )
            )
    return made
