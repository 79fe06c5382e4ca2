"""Regions, grids and the register of places."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, Field

from wangge.gateways.api.web.doing import do, id_of
from wangge.gateways.api.web.types import (
    After,
    Code,
    Day,
    Doing,
    Done,
    Lat,
    Lng,
    Name,
    Reason,
    Region,
    Size,
)
from wangge.gateways.api.web.writing import answer
from wangge.kernel.geo import Crs
from wangge.kernel.ids import derived_id
from wangge.people.asking import acting
from wangge.places import actions, queries
from wangge.places.rules import Level

router = Router(tags=["Places"])
MANY = 1000
"""Regions of one answer at most; ask level by level or with a text."""


class Openness(StrEnum):
    """Which places are meant."""

    OPEN = "open"
    CLOSED = "closed"
    ALL = "all"


class RegionOut(BaseModel):
    """A region of the national list."""

    code: str
    name: str
    level: Level


class Regions(BaseModel):
    """Regions, in code order."""

    rows: list[RegionOut]


class GridOut(BaseModel):
    """A grid; the outline is in `GET /places/grids/map`."""

    code: str
    name: str
    community: str
    area_m2: float | None
    drawn: bool


class Grids(BaseModel):
    """Grids, in code order."""

    rows: list[GridOut]


class PlaceOut(BaseModel):
    """A place of the register."""

    id: UUID
    kind: str
    kind_name: str
    name: str
    region: str
    grid: str | None
    parent: UUID | None
    address: str
    lng: float | None
    lat: float | None
    closed_on: date | None


class Places(BaseModel):
    """A page of the register, in the order of pinyin."""

    rows: list[PlaceOut]
    following: str


class PlaceKindOut(BaseModel):
    """A kind of place."""

    code: str
    name: str
    name_en: str
    parent: str | None


class Kinds(BaseModel):
    """Every kind of place."""

    rows: list[PlaceKindOut]


class Features(BaseModel):
    """GeoJSON."""

    type: str = Field(examples=["FeatureCollection"])
    features: list[dict[str, Any]]


class Registering(Doing):
    """A new place."""

    kind: Code
    name: str = Field(min_length=1, max_length=120)
    region: Region
    address: Name = ""
    parent: UUID | None = None
    lng: Lng | None = None
    lat: Lat | None = None
    crs: Crs = Crs.WGS84
    place: UUID | None = Field(None, description="Id of the place, made by you.")


class Changing(Doing):
    """A place as it shall be called."""

    kind: Code
    name: str = Field(min_length=1, max_length=120)
    parent: UUID | None = None
    address: Name = ""


class Moving(Doing):
    """Where a place is."""

    region: Region
    lng: Lng | None = None
    lat: Lat | None = None
    crs: Crs = Crs.WGS84


class Closing(Doing):
    """From which day on no work is planned there, and why."""

    on: Day
    reason: Reason


@router.get("/regions", response=Regions)
def regions(request: HttpRequest, parent: Region | None = None, text: Name = "") -> HttpResponse:
    """What lies one level under a region; with a text, anything under it that fits."""
    rows = queries.browse(user=acting(request), parent=parent or "", text=text).order_by("code")
    found = rows.values("code", "name", "level")[:MANY]
    return answer({"rows": list(found)})


@router.get("/grids", response=Grids)
def grids(request: HttpRequest, region: Region | None = None, text: Name = "") -> HttpResponse:
    """The grids of an area."""
    rows = queries.grids(user=acting(request), under=region or "", text=text)
    found = rows.values_list("code", "name", "community_id", "area_m2", "edition")[:MANY]
    lines = [
        {"code": code, "name": name, "community": community, "area_m2": area, "drawn": bool(area)}
        for code, name, community, area, _ in found
    ]
    return answer({"rows": lines})


@router.get("/grids/map", response=Features)
def grids_map(request: HttpRequest, region: Region | None = None) -> HttpResponse:
    """The outlines of an area's grids as GeoJSON."""
    return answer(queries.grids_map(user=acting(request), under=region or ""))


@router.get("/kinds", response=Kinds)
def kinds(request: HttpRequest) -> HttpResponse:
    """Every kind of place."""
    rows = queries.kinds(user=acting(request)).values("code", "name", "name_en", "parent")
    return answer({"rows": list(rows)})


@router.get("", response=Places)
def places(
    request: HttpRequest,
    region: Region | None = None,
    kind: Code | None = None,
    text: Name = "",
    state: Openness = Openness.OPEN,
    after: After = "",
    size: Size = 50,
) -> HttpResponse:
    """The register, narrowed."""
    filters = queries.Filters(kind or "", region or "", text, state.value)
    rows = queries.places(user=acting(request), filters=filters)
    page = queries.listed(rows, after, size)
    return answer({"rows": [_shown(row) for row in page.rows], "following": page.following})


def _shown(row: Any) -> dict[str, Any]:
    return {
        "id": row.pk,
        "kind": row.kind_id,
        "kind_name": row.kind.name,
        "name": row.name,
        "region": row.region,
        "grid": row.grid_id,
        "parent": row.parent_id,
        "address": row.address,
        "lng": row.lng,
        "lat": row.lat,
        "closed_on": row.closed_on,
    }


@router.post("", response=Done)
def register(request: HttpRequest, body: Registering) -> HttpResponse:
    """Enter a place; its grid follows from the position where one is given."""
    id = id_of(request, body)
    return do(
        request,
        actions.register_place,
        id,
        place=body.place or derived_id(id, "place"),
        kind=body.kind,
        name=body.name,
        parent=body.parent,
        address=body.address,
        **_spot(body),
    )


def _spot(body: Registering | Moving) -> dict[str, Any]:
    is_grid = len(body.region) == 15
    return {
        "region": body.region,
        "grid": body.region if is_grid else None,
        "lng": body.lng,
        "lat": body.lat,
        "crs": body.crs,
    }


@router.get("/{place}", response=PlaceOut)
def place(request: HttpRequest, place: UUID) -> HttpResponse:
    """One place."""
    return answer(_shown(queries.place(place, user=acting(request))))


@router.post("/{place}/change", response=Done)
def change(request: HttpRequest, place: UUID, body: Changing) -> HttpResponse:
    """Rename a place, or give it another kind."""
    return do(
        request,
        actions.change_place,
        id_of(request, body),
        place=place,
        kind=body.kind,
        name=body.name,
        parent=body.parent,
        address=body.address,
    )


@router.post("/{place}/move", response=Done)
def move(request: HttpRequest, place: UUID, body: Moving) -> HttpResponse:
    """Put a place where it is."""
    return do(request, actions.move_place, id_of(request, body), place=place, **_spot(body))


@router.post("/{place}/close", response=Done)
def close(request: HttpRequest, place: UUID, body: Closing) -> HttpResponse:
    """Close a place from a day on."""
    id = id_of(request, body)
    return do(request, actions.close_place, id, place=place, on=body.on, reason=body.reason)
