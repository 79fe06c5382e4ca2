"""Changes to grids."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max

from wangge.kernel import geo
from wangge.kernel.asking import Asker
from wangge.kernel.errors import Conflict, Invalid, NotFound, refuse
from wangge.kernel.geo import Crs
from wangge.kernel.ids import derived_id
from wangge.kernel.words import Said, say
from wangge.places.models import Grid, Region
from wangge.places.queries.imports import GridRow, check_grids, first_error
from wangge.places.rules import (
    KEEP_PLACES,
    Sureness,
    common_code,
    grid_subject,
    why_not_grid,
    why_not_long,
    why_not_name,
)
from wangge.places.rules.features import Feature
from wangge.trail.actions import action
from wangge.trail.rules import Note


@action("places.add_grid")
def add_grid(
    *,
    code: str,
    name: str,
    polygon: Mapping[str, Any] | None = None,
    crs: Crs = Crs.WGS84,
    source: str = "",
    sureness: Sureness = Sureness.LOCAL,
    by: Asker,
    at: datetime,
    id: UUID,
) -> Note:
    """Enter a grid in the community that its code names.

    ``polygon`` is a GeoJSON Polygon or MultiPolygon in ``crs``. Raises :class:`Conflict` for a
    code that is taken, :class:`Invalid` for a wrong code, an unknown community or a faulty
    outline, :class:`Refused` without the right there.
    """
    refuse(by.why_not(KEEP_PLACES, code))
    _demand(why_not_grid(code, ""), "code")
    _demand(why_not_name(name, 80), "name")
    _demand(why_not_long(source, 120), "source")
    if not Region.objects.filter(pk=code[:12]).exists():
        raise Invalid(say("There is no community with the code %(code)s.", code=code[:12]), "code")
    if (taken := Grid.objects.filter(pk=code).first()) is not None:
        raise Conflict(
            say("Grid code %(code)s is already taken by “%(name)s”.", code=code, name=taken.name)
        )
    shape = None if polygon is None else geo.geometry(polygon, crs, geo.AREAS)
    grid = Grid(
        code=code,
        community_id=code[:12],
        name=name.strip(),
        source=source,
        sureness=sureness.value,
        **_drawn(shape, crs, next_edition()),
    )
    grid.save(force_insert=True)
    data = {"name": grid.name, "area_m2": grid.area_m2, "crs": crs.value}
    return Note("places.grid", grid_subject(code), code, data)


@action("places.redraw_grid")
def redraw_grid(
    *,
    code: str,
    name: str,
    polygon: Mapping[str, Any] | None,
    crs: Crs = Crs.WGS84,
    by: Asker,
    at: datetime,
    id: UUID,
) -> Note:
    """Give a grid another name or outline. Places stay with the grid they were entered in."""
    refuse(by.why_not(KEEP_PLACES, code))
    _demand(why_not_name(name, 80), "name")
    grid = Grid.objects.filter(pk=code).first()
    if grid is None:
        raise NotFound(say("There is no grid with the code %(code)s.", code=code))
    shape = None if polygon is None else geo.geometry(polygon, crs, geo.AREAS)
    drawn = _drawn(shape, crs, next_edition())
    Grid.objects.filter(pk=code).update(name=name.strip(), **drawn)
    data = {
        "name": [grid.name, name.strip()],
        "area_m2": [grid.area_m2, drawn["area_m2"]],
        "polygon_before": grid.polygon,
    }
    return Note("places.grid", grid_subject(code), code, data)


@action("places.import_grids")
def import_grids(
    *,
    features: Sequence[Feature],
    crs: Crs = Crs.WGS84,
    source: str = "",
    sureness: Sureness = Sureness.LOCAL,
    by: Asker,
    at: datetime,
    id: UUID,
) -> Note:
    """Enter every grid of a file, or none of them.

    Raises :class:`Invalid` with the first faulty row; :func:`check_grids` lists them all.
    """
    checked = check_grids(features, crs=crs, user=by)
    if not checked.rows and not checked.errors:
        raise Invalid(say("The file holds no features."))
    if checked.errors:
        raise Invalid(first_error(checked.errors))
    edition = next_edition()
    Grid.objects.bulk_create(
        [_grid(row, crs, edition, source, sureness) for row in checked.rows], batch_size=500
    )
    codes = [row.code for row in checked.rows]
    region = common_code(codes)
    data = {"codes": codes, "crs": crs.value, "source": source}
    return Note("places.grids", derived_id("places.grids", region), region, data)


def _grid(row: GridRow, crs: Crs, edition: int, source: str, sureness: Sureness) -> Grid:
    return Grid(
        code=row.code,
        community_id=row.code[:12],
        name=row.name,
        source=source[:120],
        sureness=sureness.value,
        **_drawn(row.polygon, crs, edition),
    )


def _drawn(shape: dict[str, Any] | None, crs: Crs, edition: int) -> dict[str, Any]:
    west, south, east, north = (None,) * 4 if shape is None else geo.bounds(shape)
    return {
        "polygon": shape,
        "west": west,
        "south": south,
        "east": east,
        "north": north,
        "area_m2": None if shape is None else round(geo.area_m2(shape), 1),
        "source_crs": crs.value,
        "edition": edition,
    }


def next_edition() -> int:
    """A number above every edition so far.

    The step is by chance, so that a process that goes from one database to another with as many
    grids (a restored copy, the next test) doesn't take the two for the same.
    """
    highest = Grid.objects.aggregate(highest=Max("edition"))["highest"] or 0
    return int(highest) + 1 + secrets.randbelow(1 << 20)


def _demand(wrong: Said | None, field: str) -> None:
    if wrong is not None:
        raise Invalid(wrong, field)
