"""Changes to the register of places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from wangge.kernel import geo
from wangge.kernel.asking import Asker
from wangge.kernel.errors import Conflict, Invalid, NotFound, refuse
from wangge.kernel.geo import Crs
from wangge.kernel.ids import derived_id
from wangge.kernel.words import Said, say
from wangge.places.actions.spelling import spell
from wangge.places.models import Grid, Place, PlaceKind, Region
from wangge.places.queries.grids import grid_of
from wangge.places.queries.imports import PlaceRow, check_places, first_error
from wangge.places.queries.scope import within
from wangge.places.rules import (
    KEEP_PLACES,
    Sureness,
    common_code,
    level_of,
    why_not_close,
    why_not_inside,
    why_not_long,
    why_not_name,
    why_not_part,
)
from wangge.places.rules.features import Feature
from wangge.trail.actions import action
from wangge.trail.rules import Note


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a place lies, after all checks."""

    region: str
    grid: str | None
    lng: float | None
    lat: float | None
    geometry: dict[str, Any] | None


@action("places.register_place")
def register_place(
    *,
    place: UUID,
    kind: str,
    name: str,
    region: str,
    grid: str | None = None,
    parent: UUID | None = None,
    address: str = "",
    lng: float | None = None,
    lat: float | None = None,
    geometry: Mapping[str, Any] | None = None,
    crs: Crs = Crs.WGS84,
    sureness: Sureness = Sureness.LOCAL,
    source: str = "",
    by: Asker,
    at: datetime,
    id: UUID,
) -> Note:
    """Enter a place. Without ``grid`` its position says which one, if any.

    The place's own ``region`` becomes the grid's code once the grid is known, so that the grid's
    leader answers for it. Raises :class:`Invalid` for an unknown kind, region or grid or a faulty
    position, :class:`Conflict` where that kind and name is in the same region already.
    """
    spot = settle(region, grid, lng, lat, geometry, crs)
    refuse(by.why_not(KEEP_PLACES, spot.region))
    _demand_words(kind, name, address)
    _demand(why_not_long(source, 120), "source")
    _demand_parent(place, parent, by)
    row = Place(
        id=place,
        source_crs=crs.value,
        source=source,
        sureness=sureness.value,
        **_what(kind, name, parent, address),
        **_where(spot),
    )
    _insert(row)
    return Note("places.place", place, spot.region, {"kind": kind, "name": row.name})


@action("places.change_place")
def change_place(
    *,
    place: UUID,
    kind: str,
    name: str,
    parent: UUID | None = None,
    address: str = "",
    by: Asker,
    at: datetime,
    id: UUID,
) -> Note:
    """Give a place another kind, name, address, or place above it."""
    row = _own(place, by)
    refuse(by.why_not(KEEP_PLACES, row.region))
    _demand_words(kind, name, address)
    _demand_parent(place, parent, by)
    changes = _what(kind, name, parent, address)
    data = {
        key: [_json(getattr(row, key)), _json(value)]
        for key, value in changes.items()
        if getattr(row, key) != value and key != "pinyin"
    }
    _update(row, changes)
    return Note("places.place", place, row.region, data)


@action("places.move_place")
def move_place(
    *,
    place: UUID,
    region: str,
    grid: str | None = None,
    lng: float | None = None,
    lat: float | None = None,
    geometry: Mapping[str, Any] | None = None,
    crs: Crs = Crs.WGS84,
    by: Asker,
    at: datetime,
    id: UUID,
) -> Note:
    """Put a place elsewhere on the map, or into another region or grid.

    The right is needed where it was and where it goes. What was recorded for it before stays
    with the region it had then.
    """
    row = _own(place, by)
    refuse(by.why_not(KEEP_PLACES, row.region))
    spot = settle(region, grid, lng, lat, geometry, crs)
    refuse(by.why_not(KEEP_PLACES, spot.region))
    data = {
        "region": [row.region, spot.region],
        "position": [[row.lng, row.lat], [spot.lng, spot.lat]],
        "geometry_before": row.geometry,
    }
    _update(row, _where(spot) | {"source_crs": crs.value})
    return Note("places.place", place, spot.region, data)


@action("places.close_place")
def close_place(*, place: UUID, on: date, reason: str, by: Asker, at: datetime, id: UUID) -> Note:
    """Close a place from a day on: no tasks are made for it any more; its history stays."""
    row = _own(place, by)
    refuse(by.why_not(KEEP_PLACES, row.region))
    refuse(why_not_close(row.closed_on))
    if not reason.strip():
        raise Invalid(say("Say why the place is closed."), "reason")
    if not Place.objects.filter(pk=place, closed_on__isnull=True).update(closed_on=on):
        raise Conflict(say("Somebody else closed this place at the same moment."))
    data = {"on": on.isoformat(), "reason": reason.strip()}
    return Note("places.place", place, row.region, data)


@action("places.import_places")
def import_places(
    *,
    features: Sequence[Feature],
    region: str,
    crs: Crs = Crs.WGS84,
    source: str = "",
    sureness: Sureness = Sureness.LOCAL,
    by: Asker,
    at: datetime,
    id: UUID,
) -> Note:
    """Enter every place of a file, or none of them; ``region`` is for rows that name none.

    Raises :class:`Invalid` with the first faulty row; :func:`check_places` lists them all.
    """
    checked = check_places(features, region=region, crs=crs, user=by)
    if not checked.rows and not checked.errors:
        raise Invalid(say("The file holds no features."))
    if checked.errors:
        raise Invalid(first_error(checked.errors))
    rows = [_row(id, row, crs, source, sureness) for row in checked.rows]
    try:
        with transaction.atomic():
            Place.objects.bulk_create(rows, batch_size=500)
    except IntegrityError:
        raise Conflict(say("Somebody else entered one of these places just now.")) from None
    data = {"places": len(rows), "crs": crs.value, "source": source}
    whole = common_code([row.region for row in rows])
    return Note("places.import", id, whole, data)


def _row(id: UUID, row: PlaceRow, crs: Crs, source: str, sureness: Sureness) -> Place:
    return Place(
        id=derived_id(id, row.number),
        kind_id=row.kind,
        name=row.name,
        pinyin=spell(row.name)[:300],
        region=row.region,
        grid_id=row.grid or None,
        address=row.address,
        lng=row.lng,
        lat=row.lat,
        geometry=row.geometry,
        source_crs=crs.value,
        source=source[:120],
        sureness=sureness.value,
    )


def settle(
    region: str,
    grid: str | None,
    lng: float | None,
    lat: float | None,
    geometry: Mapping[str, Any] | None,
    crs: Crs,
) -> Spot:
    """Where a place lies. Raises :class:`Invalid` where the statements don't fit together."""
    if level_of(region) is None or not _known(region):
        raise Invalid(say("There is no region with the code %(code)s.", code=region), "region")
    if (lng is None) != (lat is None):
        raise Invalid(say("A position needs both longitude and latitude."), "lng")
    shape = None if geometry is None else geo.geometry(geometry, crs)
    if lng is not None and lat is not None:
        lng, lat = geo.point(lng, lat, crs)
    elif shape is not None:
        lng, lat = shape["coordinates"] if shape["type"] == "Point" else geo.middle(shape)
    if shape is None and lng is not None:
        shape = {"type": "Point", "coordinates": [lng, lat]}
    found = grid or (grid_of(shape) if shape else "")
    if grid and not Grid.objects.filter(pk=grid).exists():
        raise Invalid(say("There is no grid with the code %(code)s.", code=grid), "grid")
    if found:
        _demand(why_not_inside(found, region), "grid")
        region = found
    if shape is not None and shape["type"] == "Point":
        shape = None
    return Spot(region, found or None, lng, lat, shape)


def _known(region: str) -> bool:
    if len(region) == 15:
        return Grid.objects.filter(pk=region).exists()
    return Region.objects.filter(pk=region).exists()


def _own(place: UUID, by: Asker) -> Place:
    row = within(Place.objects.all(), by).filter(pk=place).first()
    if row is None:
        raise NotFound(say("There is no such place in your area."))
    return row


def _demand(wrong: Said | None, field: str) -> None:
    if wrong is not None:
        raise Invalid(wrong, field)


def _what(kind: str, name: str, parent: UUID | None, address: str) -> dict[str, Any]:
    return {
        "kind_id": kind,
        "name": name.strip(),
        "pinyin": spell(name.strip())[:300],
        "parent_id": parent,
        "address": address.strip(),
    }


def _where(spot: Spot) -> dict[str, Any]:
    return {
        "region": spot.region,
        "grid_id": spot.grid,
        "lng": spot.lng,
        "lat": spot.lat,
        "geometry": spot.geometry,
    }


def _demand_words(kind: str, name: str, address: str) -> None:
    _demand(why_not_name(name, 120), "name")
    _demand(why_not_long(address, 200), "address")
    if not PlaceKind.objects.filter(pk=kind).exists():
        raise Invalid(say("There is no kind of place “%(kind)s”.", kind=kind), "kind")


def _demand_parent(place: UUID, parent: UUID | None, by: Asker) -> None:
    above: list[UUID] = []
    while parent is not None and parent not in above:
        row = within(Place.objects.all(), by).filter(pk=parent).only("parent_id").first()
        if row is None and not above:
            raise Invalid(say("The place it is part of isn't in your area."), "parent")
        above.append(parent)
        parent = row.parent_id if row else None
    _demand(why_not_part(place, above), "parent")


def _insert(row: Place) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        _demand_free(row)
        raise


def _update(row: Place, changes: dict[str, Any]) -> None:
    try:
        with transaction.atomic():
            Place.objects.filter(pk=row.pk).update(**changes)
    except IntegrityError:
        for column, value in changes.items():
            setattr(row, column, value)
        _demand_free(row)
        raise


def _demand_free(row: Place) -> None:
    """Say so where the name is taken; any other fault of the write is not for this person."""
    same = Place.objects.filter(region=row.region, kind=row.kind_id, name=row.name)
    if same.exclude(pk=row.pk).exists():
        raise Conflict(
            say("A place of this kind called “%(name)s” is already in this region.", name=row.name)
        )


def _json(value: object) -> object:
    return value if value is None or isinstance(value, str | int | float) else str(value)
