"""Imported sheets, for somebody: the list, one, its files, and what its rows may name."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from wangge.kernel.errors import NotFound
from wangge.kernel.words import say
from wangge.people.models import Unit
from wangge.people.rules import OWN_UNIT_ONLY, Acting
from wangge.places.models import Grid, Place, Region
from wangge.places.queries import within
from wangge.worklog.models import Import, Measure, MeasureWording
from wangge.worklog.rules.drafting import short_names
from wangge.worklog.rules.measures import bare
from wangge.worklog.rules.sheets import Counted, Known


def imports(*, user: Acting) -> QuerySet[Import]:
    """The sheets sent in from somebody's area; a company sees those it sent itself."""
    rows = within(Import.objects.all(), user)
    return rows.filter(post=user.post) if user.kind in OWN_UNIT_ONLY else rows


def one_import(id: UUID, *, user: Acting) -> Import:
    """One sheet. Raises :class:`NotFound` outside one's area."""
    found = imports(user=user).filter(pk=id).first()
    if found is None:
        raise NotFound(say("There is no such sheet in your area."))
    return found


def file_of(sheet: Import) -> Path:
    """Where a sheet's file lies, as it was sent."""
    ending = Path(sheet.name).suffix.lower()[:8] or ".xlsx"
    return Path(settings.MEDIA_ROOT).parent / "sheets" / f"{sheet.pk}{ending}"


def returned_file_of(sheet: Import) -> Path:
    """Where the file with what was wrong lies."""
    return Path(settings.MEDIA_ROOT).parent / "sheets" / f"{sheet.pk}-returned.xlsx"


def known_to(user: Acting, today: date) -> Known:
    """Everything a row may name in somebody's area. Six queries, whatever the number of rows."""
    known = Known(today, user.region)
    if user.kind in OWN_UNIT_ONLY:
        known.only_unit = user.unit
    _measures(known)
    _regions(known, user)
    rows = within(Place.objects.filter(closed_on__isnull=True), user).order_by("id")
    for id, name, code in rows.values_list("id", "name", "region"):
        known.places.setdefault(name, []).append((code, id))
    units = Unit.objects.filter(closed_on__isnull=True).order_by("id")
    for id, name in within(units, user).values_list("id", "name"):
        known.units[name] = None if name in known.units else id
    return known


def _measures(known: Known) -> None:
    measures = {measure.code: measure for measure in Measure.objects.order_by("code")}
    for measure in measures.values():
        counted = Counted(
            measure.code, str(measure), measure.unit, Decimal(1), measure.since, measure.until
        )
        for name in (measure.code, str(measure), bare(str(measure))):
            _name(known, name, counted)
    for wording in MeasureWording.objects.order_by("learnt", "id"):
        measure = measures[wording.measure_id]
        counted = Counted(
            measure.code,
            str(measure),
            wording.unit,
            wording.factor,
            measure.since,
            measure.until,
        )
        for name in (measure.code, str(measure), bare(wording.verb + wording.object)):
            _name(known, name, counted)


def _name(known: Known, name: str, counted: Counted) -> None:
    names = known.measures.setdefault(name, [])
    if counted not in names:
        names.append(counted)


def _regions(known: Known, user: Acting) -> None:
    rows = list(
        within(Region.objects.order_by("code"), user, "code")[:5000].values_list("code", "name")
    )
    rows += within(Grid.objects.order_by("code"), user, "code").values_list("code", "name")
    for code, name in rows:
        known.regions[code] = code
        for short in short_names(name):
            known.regions[short] = None if known.regions.get(short, code) != code else code
