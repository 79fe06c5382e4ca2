"""Checking the rows of a file before anything is written; the actions ask the same."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import shapely
from shapely.geometry import shape

from wangge.kernel import geo
from wangge.kernel.asking import Asker
from wangge.kernel.errors import Invalid
from wangge.kernel.geo import Crs, GridIndex
from wangge.kernel.words import Said, say
from wangge.places.models import Grid, Place, PlaceKind, Region
from wangge.places.queries.grids import grid_index, grid_of
from wangge.places.rules import KEEP_PLACES, why_not_grid, why_not_inside, why_not_name
from wangge.places.rules.features import Feature

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with (or odd about) one row."""

    number: int
    name: str
    reason: Said


@dataclass(frozen=True, slots=True)
class GridRow:
    """A grid ready to be entered; the outline is already in WGS-84."""

    number: int
    code: str
    name: str
    polygon: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place ready to be entered; positions are already in WGS-84."""

    number: int
    kind: str
    name: str
    region: str
    grid: str
    address: str
    lng: float
    lat: float
    geometry: dict[str, Any] | None


@dataclass(slots=True)
class Checked(Generic[R]):
    """A file's rows after the check. With any error nothing of it is entered."""

    rows: list[R] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    warnings: list[RowError] = field(default_factory=list)


def first_error(errors: Sequence[RowError]) -> Said:
    """One sentence for all: the first faulty row and how many there are."""
    first = errors[0]
    return say(
        "Row %(number)s: %(reason)s (%(count)s rows are faulty; nothing was entered.)",
        number=first.number,
        reason=first.reason,
        count=len({error.number for error in errors}),
    )


def check_grids(features: Iterable[Feature], *, crs: Crs, user: Asker) -> Checked[GridRow]:
    """Which rows can be entered as grids, and what is wrong with the others.

    Codes must be new and in a known community of the user's area, names be there, outlines whole.
    Outlines that overlap another grid are told as warnings.
    """
    rows = list(features)
    codes = Counter(row.code for row in rows)
    taken = set(Grid.objects.filter(pk__in=list(codes)).values_list("pk", flat=True))
    wanted = {code[:12] for code in codes}
    known = set(Region.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    checked: Checked[GridRow] = Checked()
    for row in rows:
        wrong = _wrong_grid(row, codes, taken, known, user)
        if wrong is not None:
            checked.errors.append(RowError(row.number, row.name or row.code, wrong))
            continue
        try:
            polygon = geo.geometry(row.geometry, crs, geo.AREAS)
        except Invalid as error:
            checked.errors.append(RowError(row.number, row.name, error.reason))
            continue
        checked.rows.append(GridRow(row.number, row.code, row.name, polygon))
    checked.warnings = _overlaps(checked.rows)
    return checked


def _wrong_grid(
    row: Feature, codes: Counter[str], taken: set[str], known: set[str], user: Asker
) -> Said | None:
    code = row.code
    if not code:
        return say("There is no grid code: a property “code” or “网格编码” is needed.")
    wrong = why_not_grid(code, "") or why_not_name(row.name, 80)
    if wrong is not None:
        return wrong
    if codes[code] > 1:
        return say("Grid code %(code)s stands %(times)s times.", code=code, times=codes[code])
    if code in taken:
        return say("Grid code %(code)s is already taken.", code=code)
    if code[:12] not in known:
        return say("There is no community with the code %(code)s.", code=code[:12])
    return user.why_not(KEEP_PLACES, code)


def _overlaps(rows: Sequence[GridRow]) -> list[RowError]:
    """Grids that overlap each other or those there: told, not refused.

    Outlines drawn by hand overlap by a little: under one per cent of the smaller is let pass.
    """
    there = grid_index()
    codes = [row.code for row in rows] + [str(code) for code in there.codes[:-1]]
    shapes = [shape(row.polygon) for row in rows] + list(there.shapes)
    tree = shapely.STRtree(shapes)
    found = []
    for i, row in enumerate(rows):
        for j in sorted(tree.query(shapes[i], predicate="overlaps")):
            if j <= i:
                continue
            common = shapes[i].intersection(shapes[j]).area
            if common > 0.01 * min(shapes[i].area, shapes[j].area):
                reason = say("The outline overlaps grid %(code)s.", code=codes[j])
                found.append(RowError(row.number, row.name, reason))
    return found


def check_places(
    features: Iterable[Feature], *, region: str, crs: Crs, user: Asker
) -> Checked[PlaceRow]:
    """Which rows can be entered as places, and what is wrong with the others.

    A row's kind may be a code or a Chinese name; its region, where it names none, is ``region``.
    The grid comes from the row or from the position.
    """
    rows = list(features)
    known = _known(rows, region)
    checked: Checked[PlaceRow] = Checked()
    for row in rows:
        try:
            checked.rows.append(_place_row(row, region, known, crs, user))
        except Invalid as error:
            checked.errors.append(RowError(row.number, row.name, error.reason))
    checked.errors += _twice(checked.rows)
    checked.errors.sort(key=lambda error: error.number)
    return checked


@dataclass(frozen=True, slots=True)
class _Known:
    """What the rows of a file may name, fetched once for all of them."""

    kinds: dict[str, str]
    codes: set[str]
    index: GridIndex


def _known(rows: Sequence[Feature], region: str) -> _Known:
    kinds = {kind.name: kind.pk for kind in PlaceKind.objects.all()}
    kinds |= {code: code for code in kinds.values()}
    codes = {row.region or region for row in rows} | {row.grid for row in rows}
    regions = set(Region.objects.filter(pk__in=codes).values_list("pk", flat=True))
    grids = set(Grid.objects.filter(pk__in=codes).values_list("pk", flat=True))
    return _Known(kinds, regions | grids, grid_index())


def _place_row(row: Feature, fallback: str, known: _Known, crs: Crs, user: Asker) -> PlaceRow:
    region = row.region or fallback
    kind = known.kinds.get(row.kind, "")
    wrong = why_not_name(row.name, 120)
    if wrong is None and not kind:
        wrong = say("There is no kind of place “%(kind)s”.", kind=row.kind)
    for code in (region, row.grid):
        if wrong is None and code and code not in known.codes:
            wrong = say("There is no region or grid with the code %(code)s.", code=code)
    if wrong is None and not region:
        wrong = say("There is no region: choose one for the file, or give each row its own.")
    if wrong is None and len(row.address) > 200:
        wrong = say("A text has at most %(longest)s characters here.", longest=200)
    if wrong is not None:
        raise Invalid(wrong)
    found = geo.geometry(row.geometry, crs)
    is_point = found["type"] == "Point"
    lng, lat = found["coordinates"] if is_point else geo.middle(found)
    grid = row.grid or grid_of(found, known.index)
    wrong = why_not_inside(grid, region) if grid else None
    wrong = wrong or user.why_not(KEEP_PLACES, grid or region)
    if wrong is not None:
        raise Invalid(wrong)
    shape = None if is_point else found
    return PlaceRow(row.number, kind, row.name, grid or region, grid, row.address, lng, lat, shape)


def _twice(rows: Sequence[PlaceRow]) -> list[RowError]:
    """Rows whose region, kind and name stand twice in the file or are in the register."""
    keys = Counter((row.region, row.kind, row.name) for row in rows)
    names = {row.name for row in rows}
    there = set(Place.objects.filter(name__in=names).values_list("region", "kind_id", "name"))
    found = []
    for row in rows:
        key = (row.region, row.kind, row.name)
        if key in there or keys[key] > 1:
            reason = say(
                "A place of this kind called “%(name)s” is already in this region.", name=row.name
            )
            found.append(RowError(row.number, row.name, reason))
    return found
