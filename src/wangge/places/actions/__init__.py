"""Changes to regions, grids, kinds and places."""

from wangge.places.actions.basics import load_basics
from wangge.places.actions.grids import add_grid, import_grids, redraw_grid
from wangge.places.actions.places import (
    change_place,
    close_place,
    import_places,
    move_place,
    register_place,
)
from wangge.places.actions.regions import load_regions

__all__ = [
    "add_grid",
    "change_place",
    "close_place",
    "import_grids",
    "import_places",
    "load_basics",
    "load_regions",
    "move_place",
    "redraw_grid",
    "register_place",
]
