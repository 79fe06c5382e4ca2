"""Which cases look alike, and which problem comes back. Pure.

Near in space and time by the category's radius and window; ranked by distance, category and age,
with common words as a help. The weights are this program's own choice.
"""

import math
from collections.abc import Collection
from datetime import timedelta

RECURS_WITHIN_M = 30
"""A problem of the same category this near to one that was closed comes back (屡治屡犯)."""
RECURS_WITHIN = timedelta(days=90)
"""After this long it is a new problem. Both limits are this product's own rule."""
METRES_PER_DEGREE = 111_320.0


def metres_between(lng: float, lat: float, other_lng: float, other_lat: float) -> float:
    """Metres between two positions in degrees, near enough for a few hundred metres."""
    x = (other_lng - lng) * math.cos(math.radians((lat + other_lat) / 2))
    return math.hypot(x, other_lat - lat) * METRES_PER_DEGREE


def box_around(lng: float, lat: float, metres: float) -> tuple[float, float, float, float]:
    """West, south, east, north of a box that contains the circle."""
    dy = metres / METRES_PER_DEGREE
    dx = dy / max(0.01, math.cos(math.radians(lat)))
    return lng - dx, lat - dy, lng + dx, lat + dy


def likeness(
    *,
    metres: float,
    radius: float,
    same_category: bool,
    same_class: bool,
    age: timedelta,
    window: timedelta,
    words: Collection[str] = (),
    other_words: Collection[str] = (),
) -> float:
    """How much alike two reports are, from 0 (not at all) to 1. Nearer, newer, same is more."""
    distance = max(0.0, 1 - metres / radius) if radius else 0.0
    newness = max(0.0, 1 - age / window) if window else 0.0
    kind = 1.0 if same_category else 0.5 if same_class else 0.0
    common = _overlap(set(words), set(other_words))
    return 0.4 * distance + 0.3 * kind + 0.15 * newness + 0.15 * common


def _overlap(words: set[str], others: set[str]) -> float:
    return len(words & others) / len(words | others) if words and others else 0.0
