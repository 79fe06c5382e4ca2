"""Things that tests of places need, made through actions."""

import io
import zipfile
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import shapefile

from wangge.kernel.asking import Asker
from wangge.kernel.ids import new_id
from wangge.places.actions import add_grid, load_basics, register_place
from wangge.places.models import Grid, Place

STREET = "530102009"
FIRST, SECOND = "530102009001", "530102009002"
GRID, NEXT_GRID = "530102009001001", "530102009001002"
ELSEWHERE = "530102010"
AT = datetime(2020, 8, 31, 1, 0, tzinfo=UTC)

WEST, SOUTH = 102.66, 25.09
SIZE = 0.01


def box(west: float, south: float = SOUTH, size: float = SIZE) -> dict[str, Any]:
    """A square outline, anticlockwise, closed."""
    east, north = round(west + size, 7), round(south + size, 7)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def basics(by: Asker) -> None:
    load_basics(by=by, at=AT, id=new_id())


def grid(code: str, by: Asker, west: float = WEST, **words: Any) -> Grid:
    doing = {"name": f"网格{code[-3:]}", "polygon": box(west), "by": by, "at": AT, "id": new_id()}
    add_grid(code=code, **doing | words)
    return Grid.objects.get(pk=code)


def place(by: Asker, **words: Any) -> Place:
    basics_of: dict[str, Any] = {
        "place": new_id(),
        "kind": "old_estate",
        "name": "建材厂小区",
        "region": FIRST,
        "by": by,
        "at": AT,
        "id": new_id(),
    }
    entry = register_place(**basics_of | words)
    return Place.objects.get(pk=UUID(str(entry.subject)))


def collection(*rows: tuple[dict[str, Any], dict[str, Any] | None]) -> dict[str, Any]:
    """A FeatureCollection from properties and geometries."""
    features = [
        {"type": "Feature", "properties": properties, "geometry": geometry}
        for properties, geometry in rows
    ]
    return {"type": "FeatureCollection", "features": features}


def shape_zip(
    rows: list[tuple[str, str, list[Any]]],
    encoding: str = "gb18030",
    cpg: str | None = None,
    prj: str | None = None,
) -> io.BytesIO:
    """A zipped shapefile of polygons with a Chinese code and name column."""
    parts = {ending: io.BytesIO() for ending in ("shp", "shx", "dbf")}
    with shapefile.Writer(**parts, encoding=encoding) as out:
        # Ten bytes of a name are kept: what a desktop program writes of 网格编码 in UTF-8.
        out.field("网格编码" if encoding == "gb18030" else "网格编", "C", 15)
        out.field("名称", "C", 80)
        for code, name, ring in rows:
            out.poly([ring])
            out.record(code, name)
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for ending, part in parts.items():
            archive.writestr(f"grids/grid.{ending}", part.getvalue())
        if cpg is not None:
            archive.writestr("grids/grid.cpg", cpg)
        if prj is not None:
            archive.writestr("grids/grid.prj", prj)
    whole.seek(0)
    return whole
