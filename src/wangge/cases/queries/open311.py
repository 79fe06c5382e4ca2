"""Cases as anybody may see them from outside: what is listed, found by number, told as an update.

Public reads: ``user`` says only in which area (``user.region``), no right to see is asked for. What
of a case is then shown is decided by the gateway. Listed are whole cases (no parts of a split one)
that an Open311 client reported or whose category residents are offered; a case without a category
yet is listed too, one of a category that isn't public never.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, FloatField, Max, Min, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from wangge.cases.models import Case, Remark
from wangge.cases.rules import ENDED, Source
from wangge.kernel.errors import NotFound
from wangge.kernel.ids import derived_id
from wangge.kernel.words import say
from wangge.people.rules import Acting
from wangge.places.models import Grid, Region
from wangge.places.queries import under
from wangge.trail.models import Entry, Proof

KIND = "cases.case"
METRES = math.pi / 180 * 6_371_008.8
"""Metres of a degree of latitude, on a sphere of the earth's mean radius."""
STREET = 9
"""Digits of a subdistrict's code."""
NO_CASE = say("There is no request with this number.")


@dataclass(frozen=True, slots=True)
class Spot:
    """Around a position in WGS-84, within ``radius`` metres."""

    lng: float
    lat: float
    radius: float


@dataclass(frozen=True, slots=True)
class PublicCut:
    """What the public list is cut to; None and empty values cut nothing.

    ``reported`` and ``updated`` are spans with both ends. ``codes`` are those of categories;
    ``uncoded`` stands for cases without one. ``is_open`` None means open and ended ones.
    """

    reported: tuple[datetime, datetime] | None = None
    updated: tuple[datetime, datetime] | None = None
    codes: Sequence[str] = ()
    uncoded: bool = False
    is_open: bool | None = None
    near: Spot | None = None


def public_cases(*, user: Acting, cut: PublicCut, skip: int = 0, size: int = 1000) -> list[Case]:
    """The newest cases of a cut, by when they were reported, or changed where that is asked for.

    One query. ``skip`` rows are passed over: the specification's clients ask by page number.
    """
    rows = _public(user)
    order = "reported_at"
    if cut.reported:
        rows = rows.filter(reported_at__range=cut.reported)
    if cut.updated:
        rows = rows.filter(updated_at__range=cut.updated)
        order = "updated_at"
    if cut.codes or cut.uncoded:
        coded = Q(category__code__in=cut.codes)
        rows = rows.filter(coded | Q(category__isnull=True) if cut.uncoded else coded)
    if cut.is_open is not None:
        ended = Q(stage__in=[stage.value for stage in ENDED])
        rows = rows.filter(~ended if cut.is_open else ended)
    if cut.near:
        rows = _near(rows, cut.near)
    return list(rows.order_by(f"-{order}", "-id")[skip : skip + size])


def public_cases_numbered(
    *, user: Acting, numbers: Sequence[str], ids: Sequence[UUID] = ()
) -> list[Case]:
    """The cases of some numbers or ids, newest first; unknown ones are left out. One query."""
    rows = _public(user).filter(Q(number__in=numbers) | Q(pk__in=ids))
    return list(rows.order_by("-reported_at", "-id"))


def public_case(*, user: Acting, number: str, id: UUID | None = None) -> Case:
    """One case by its number or id. Raises :class:`NotFound`."""
    found = public_cases_numbered(user=user, numbers=[number], ids=[id] if id else [])
    if not found:
        raise NotFound(NO_CASE)
    return found[0]


def reported_among(*, ids: Sequence[UUID], user: Acting) -> UUID | None:
    """Which of some ids that a client's report may have is a case already."""
    rows = Case.objects.filter(under(user.region), pk__in=ids).order_by("-reported_at")
    return rows.values_list("pk", flat=True).first()


def remarked_among(*, ids: Sequence[UUID], user: Acting) -> UUID | None:
    """Which of some ids that a client's update may have is a remark already."""
    rows = Remark.objects.filter(under(user.region, "case__region"), pk__in=ids).order_by("-at")
    return rows.values_list("pk", flat=True).first()


def photo_counts(cases: Sequence[UUID]) -> dict[UUID, int]:
    """How many photos each case has; the photos themselves aren't public. One query."""
    rows = Proof.objects.filter(kind=KIND, subject__in=cases).values("subject").order_by()
    return {row["subject"]: row["n"] for row in rows.annotate(n=Count("evidence", distinct=True))}


def area_names(codes: Sequence[str]) -> dict[str, str]:
    """What the areas of some cases are called: community and grid, as far as known. Two queries."""
    grids = Grid.objects.filter(code__in={code for code in codes if len(code) > 12})
    named = dict(grids.values_list("code", "name"))
    regions = Region.objects.filter(code__in={code[:12] for code in codes})
    around = dict(regions.values_list("code", "name"))
    return {code: around.get(code[:12], "") + named.get(code, "") for code in codes}


@dataclass(frozen=True, slots=True)
class Told:
    """Something that happened to a public case: an entry of the trail, or a public remark.

    ``as_whole``: the entry ended the last part of a case that was split, which closed the case.
    """

    id: UUID
    case: Case
    at: datetime
    entry: Entry | None = None
    remark: Remark | None = None
    as_whole: bool = False


def told_between(
    *, user: Acting, start: datetime, end: datetime, actions: Sequence[str], limit: int = 1000
) -> list[Told]:
    """What happened to public cases in a span, the oldest first, in three queries.

    The oldest first: a client that takes each as the case's present state ends with the last one.
    """
    entries = Entry.objects.filter(
        under(user.region), kind=KIND, action__in=actions, at__range=(start, end)
    ).order_by("at", "id")[:limit]
    remarks = Remark.objects.filter(
        under(user.region, "case__region"), is_public=True, at__range=(start, end)
    ).order_by("at", "id")
    rows: list[Entry | Remark] = [*entries, *remarks[:limit]]
    ids = {row.subject if isinstance(row, Entry) else row.case_id for row in rows}
    wholes = {row.data["whole"] for row in rows if isinstance(row, Entry) and "whole" in row.data}
    named = Q(pk__in=ids) | Q(number__in=wholes)
    cases = list(_public(user).filter(named))
    by_id, by_number = {row.pk: row for row in cases}, {row.number: row for row in cases}
    told = [one for row in rows for one in _told(row, by_id, by_number)]
    return sorted(told, key=lambda one: (one.at, one.id))[:limit]


def _told(
    row: Entry | Remark, by_id: Mapping[UUID, Case], by_number: Mapping[str, Case]
) -> Iterator[Told]:
    if isinstance(row, Remark):
        if row.case_id in by_id:
            yield Told(row.pk, by_id[row.case_id], row.at, remark=row)
        return
    if row.subject in by_id:
        yield Told(row.pk, by_id[row.subject], row.at, entry=row)
    whole = by_number.get(row.data.get("whole", ""))
    if whole is not None:
        yield Told(derived_id(row.pk, "whole"), whole, row.at, entry=row, as_whole=True)


def jurisdiction(code: str) -> str:
    """The subdistrict that a client names, by 9 digits or by 12 with zeros behind.

    Raises :class:`NotFound` for one that isn't served here: no grid lies in it.
    """
    street = code[:STREET]
    known = code in (street, f"{street}000") and len(street) == STREET
    if (
        not known
        or not street.isdecimal()
        or not Grid.objects.filter(under(street, "code")).exists()
    ):
        raise NotFound(say("The jurisdiction “%(code)s” isn't served here.", code=code[:40]))
    return street


def only_jurisdiction() -> str:
    """The subdistrict served here where it is the only one, else empty."""
    ends = Grid.objects.aggregate(first=Min("code"), last=Max("code"))
    first, last = (ends["first"] or "")[:STREET], (ends["last"] or "")[:STREET]
    return first if first == last else ""


def _public(user: Acting) -> QuerySet[Case]:
    rows = Case.objects.select_related("category", "unit", "merged_into")
    offered = Q(category__isnull=True) | Q(category__is_public=True)
    return rows.filter(
        under(user.region), offered | Q(source=Source.OPEN311.value), parent__isnull=True
    )


def _near(rows: QuerySet[Case], spot: Spot) -> QuerySet[Case]:
    """Within a circle; the box around it is what an index finds. Flat, since it is a few km."""
    high = spot.radius / METRES
    shrink = max(math.cos(math.radians(spot.lat)), 0.01)
    wide = high / shrink
    north = _degrees("lat", spot.lat)
    east = _degrees("lng", spot.lng) * Value(shrink)
    return (
        rows.filter(
            lat__range=(spot.lat - high, spot.lat + high),
            lng__range=(spot.lng - wide, spot.lng + wide),
        )
        .alias(away=north * north + east * east)
        .filter(away__lte=high * high)
    )


def _degrees(column: str, value: float) -> Combinable:
    return Cast(F(column) - Value(value), FloatField())
