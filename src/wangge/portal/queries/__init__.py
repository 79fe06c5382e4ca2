"""What anybody may see, and what the holder of a private link may."""

from wangge.portal.queries.alike import Alike, alike
from wangge.portal.queries.ground import Office, communities, edition, grids, office
from wangge.portal.queries.kinds import kinds
from wangge.portal.queries.nearby import Spot, Spots, nearby, on_map
from wangge.portal.queries.status import PartTold, Told, number_of, photo, told
from wangge.portal.queries.visits import again_at

__all__ = [
    "Alike",
    "Office",
    "PartTold",
    "Spot",
    "Spots",
    "Told",
    "again_at",
    "alike",
    "communities",
    "edition",
    "grids",
    "kinds",
    "nearby",
    "number_of",
    "office",
    "on_map",
    "photo",
    "told",
]
