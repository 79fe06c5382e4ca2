"""Open cases that may be the problem somebody is about to report."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wangge.cases import queries
from wangge.portal.queries.nearby import Spot, spot_of

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Alike:
    """A look-alike as anybody may see it. ``metres`` is rounded to tens."""

    case: UUID
    spot: Spot
    metres: int


def alike(*, lng: float, lat: float, category: UUID | None, text: str, at: datetime) -> list[Alike]:
    """The likeliest look-alikes near a WGS-84 position, of categories offered to residents."""
    found = queries.near(lng=lng, lat=lat, category=category, text=text, at=at, limit=SHOWN * 2)
    seen = [one for one in found if one.case.category is None or one.case.category.is_public]
    return [
        Alike(one.case.pk, spot_of(one.case, at), max(10, round(one.metres / 10) * 10))
        for one in seen[:SHOWN]
    ]
