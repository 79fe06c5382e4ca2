"""A problem is reported: by a resident, a patroller, the hotline, another domain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from wangge.cases.actions.base import KIND, limit_of, show
from wangge.cases.models import Case, CaseText, Reporter
from wangge.cases.queries.catalogue import categories
from wangge.cases.rules import Source, Stage, why_not_report
from wangge.cases.rules.grams import grams_of
from wangge.cases.rules.numbers import number_of, prefix_of
from wangge.cases.rules.work import written
from wangge.kernel import geo
from wangge.kernel.clock import day_of
from wangge.kernel.errors import Invalid, refuse
from wangge.kernel.geo import Crs
from wangge.kernel.ids import derived_id
from wangge.kernel.words import say
from wangge.people.rules import Acting, seal_secret
from wangge.places.models import Grid, Place, Region
from wangge.places.queries import locate_one
from wangge.trail.actions import action
from wangge.trail.models import Entry
from wangge.trail.rules import Note
from wangge.trail.rules import Stage as Shown

MOST_WORDS = 4000
"""Characters of a report: as many as Open311 (GeoReport v2) lets a client send."""


@dataclass(frozen=True, slots=True)
class NewReporter:
    """Somebody to be kept informed; ``secret`` opens their private link and isn't kept itself."""

    secret: str
    name: str = ""
    phone: str = ""
    email: str = ""
    language: str = ""


def report_case(
    *,
    case: UUID,
    source: Source,
    text: str = "",
    category: UUID | None = None,
    region: str = "",
    lng: float | None = None,
    lat: float | None = None,
    crs: Crs = Crs.WGS84,
    address: str = "",
    place: UUID | None = None,
    attributes: Mapping[str, Any] | None = None,
    evidence: Sequence[UUID] = (),
    reporter: NewReporter | None = None,
    origin: str = "",
    origin_id: UUID | None = None,
    by: Acting,
    at: datetime,
    id: UUID,
) -> Entry:
    """Report a problem; the entry's ``data["number"]`` is its number.

    Where it is comes from the position (degrees in ``crs``), from the place, from ``region`` or
    from the reporter's own grid, in this order. ``evidence`` are kept photos of it. Raises
    :class:`Invalid` for a position outside every grid, for nothing said at all, for a category
    that isn't in use.

    The number is taken in a short transaction of its own before the case is written, so that
    nobody's report waits until another one is on the disk; a report that fails leaves a gap.
    """
    number = ""
    if not Entry.objects.filter(pk=id).exists():
        spot = _where(region, lng, lat, crs, place, by)
        refuse(why_not_report(Source(source), spot.region, by))
        number = _take_number(spot.region, day_of(at))
    else:
        spot = Spot("", None, None)
    return _report(
        case=case,
        number=number,
        source=source,
        text=text,
        category=category,
        spot=spot,
        address=address,
        place=place,
        attributes=attributes or {},
        evidence=evidence,
        reporter=reporter,
        origin=origin,
        origin_id=origin_id,
        by=by,
        at=at,
        id=id,
    )


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a case is: a region's code, and a position in WGS-84 where one is known."""

    region: str
    lng: float | None
    lat: float | None


@action("cases.report")
def _report(
    *,
    case: UUID,
    number: str,
    source: Source,
    text: str,
    category: UUID | None,
    spot: Spot,
    address: str,
    place: UUID | None,
    attributes: Mapping[str, Any],
    evidence: Sequence[UUID],
    reporter: NewReporter | None,
    origin: str,
    origin_id: UUID | None,
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    words, where = written(text, "text", MOST_WORDS), written(address, "address", 200)
    if not (words or category or evidence):
        raise Invalid(say("Say what the problem is: a photo, a category or a few words."), "text")
    _in_use(category, day_of(at))
    limit = limit_of(Stage.REPORTED, at)
    made = Case(
        id=case,
        number=number,
        source=Source(source).value,
        origin=origin,
        origin_id=origin_id,
        category_id=category,
        region=spot.region,
        place_id=place,
        address=where,
        lng=spot.lng,
        lat=spot.lat,
        text=words,
        attributes=dict(attributes),
        account_id=by.account,
        reported_at=at,
        updated_at=at,
        stage_at=at,
        due_at=limit.due_at,
        yellow_at=limit.yellow_at,
        accept_due_at=limit.due_at,
    )
    made.save(force_insert=True)
    CaseText.objects.create(case=made, grams=_grams(made))
    if reporter is not None:
        add_reporter(made, reporter, at)
    show(case, [(one, Shown.BEFORE) for one in evidence], by)
    return Note(KIND, case, spot.region, {"number": number, "source": made.source})


def find_by(case: Case) -> None:
    """Let a case be found by its number, address and words as they are now."""
    CaseText.objects.update_or_create(case=case, defaults={"grams": _grams(case)})


def _grams(case: Case) -> str:
    return grams_of(f"{case.number} {case.address} {case.text}")


def add_reporter(case: Case, reporter: NewReporter, at: datetime) -> None:
    """Keep somebody informed of a case; what they said of themselves is kept encrypted."""
    secret = sha256(reporter.secret.encode()).hexdigest()
    Reporter.objects.create(
        id=derived_id("reporter", secret),
        case=case,
        secret=secret,
        name=_sealed(written(reporter.name, "name", 60)),
        phone=_sealed(written(reporter.phone, "phone", 40)),
        email=_sealed(written(reporter.email, "email", 120)),
        language=reporter.language[:12],
        at=at,
    )


def _sealed(text: str) -> str:
    return seal_secret(text, settings.SECRET_KEY) if text else ""


def _in_use(category: UUID | None, on: date) -> None:
    if category is not None and all(one.pk != category for one in categories(on)):
        raise Invalid(say("This category isn't in use. Choose another one."), "category")


def _where(
    region: str, lng: float | None, lat: float | None, crs: Crs, place: UUID | None, by: Acting
) -> Spot:
    if lng is not None and lat is not None:
        return located(lng, lat, crs)
    if place is not None:
        found = Place.objects.filter(pk=place).first()
        if found is None:
            raise Invalid(say("There is no such place."), "place")
        return Spot(found.grid_id or found.region, found.lng, found.lat)
    code = region or (by.region if len(by.region) >= 9 else "")
    known = Grid if len(code) == 15 else Region
    if len(code) < 9 or not known.objects.filter(pk=code).exists():
        raise Invalid(say("Say where it is: your position, a place or the community."), "where")
    return Spot(code, None, None)


def located(lng: float, lat: float, crs: Crs) -> Spot:
    """The grid of a position. Raises :class:`Invalid` outside every grid, with what may be wrong.

    A position from a Chinese web map lies half a kilometre off; where it would fit as such, the
    sentence says so, but nothing is guessed.
    """
    x, y = geo.point(lng, lat, crs)
    if grid := locate_one(x, y):
        return Spot(grid, x, y)
    for other in (Crs.GCJ02, Crs.BD09, Crs.WGS84):
        if other is not crs and locate_one(*geo.point(lng, lat, other)):
            raise Invalid(
                say(
                    "This position lies outside our grids. It would fit as %(crs)s: choose that "
                    "coordinate system if it comes from such a map.",
                    crs=other.label,
                ),
                "where",
            )
    raise Invalid(
        say("This position lies outside the area that is served here. Move the mark."), "where"
    )


_prefixes: dict[tuple[str, str], str] = {}


def _prefix(region: str) -> str:
    """Letters of the subdistrict, kept by each process: regions don't change their names."""
    key = (str(connection.settings_dict["NAME"]), region[:9])
    if key not in _prefixes:
        name = Region.objects.filter(pk=region[:9]).values_list("name", flat=True).first()
        _prefixes[key] = prefix_of(name or region[:9])
    return _prefixes[key]


_NEXT = """
INSERT INTO cases_counter (prefix, day, last) VALUES (%s, %s, 1)
ON CONFLICT (prefix, day) DO UPDATE SET last = cases_counter.last + 1 RETURNING last
"""


def _take_number(region: str, day: date) -> str:
    prefix = _prefix(region)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(connection.savepoint_ids) == 0:
            # The case's own commit puts this one on the disk too: the log is written in order.
            cursor.execute("SET LOCAL synchronous_commit TO OFF")
        cursor.execute(_NEXT, [prefix, day])
        return number_of(prefix, day, cursor.fetchone()[0])
