"""Who is on duty where, and where nobody is."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from wangge.cases.models import Duty
from wangge.cases.queries.catalogue import category as category_of
from wangge.cases.queries.catalogue import in_force
from wangge.cases.rules.duty import DutyRow, covers_everything, unit_of
from wangge.kernel.clock import day_of
from wangge.people.rules import Acting
from wangge.places.models import Grid
from wangge.places.queries import within

_COLUMNS = (
    "id", "region", "category", "class_code", "weekdays", "starts_at", "ends_at", "unit", "since",
    "until",
)  # fmt: skip


def unit_on_duty(*, region: str, category: UUID | None, at: datetime) -> UUID | None:
    """The unit that answers for a category at a place and an instant; None in a blind spot.

    ``region`` is the grid's code, or the smallest one known. See :func:`rules.duty.unit_of` for
    which row wins.
    """
    above = [region[:length] for length in range(len(region) + 1)]
    rows = Duty.objects.filter(in_force(day_of(at)), region__in=above, unit__closed_on__isnull=True)
    class_code = ""
    if category is not None:
        class_code = category_of(category).class_code
        rows = rows.filter(Q(category=category) | Q(category__isnull=True))
        rows = rows.filter(class_code__in=["", class_code])
    else:
        rows = rows.filter(category__isnull=True, class_code="")
    found = [DutyRow(*row) for row in rows.values_list(*_COLUMNS)]
    return unit_of(found, region=region, category=category, class_code=class_code, at=at)


proposed_unit = unit_on_duty
"""The name under which a clerk's page asks: a unit to propose, never one that is decided."""


@dataclass(frozen=True, slots=True)
class BlindSpot:
    """A grid where nobody is on duty; ``partly`` when somebody is, but not for all or not always.

    Its cases still reach the office, which finds a unit by hand.
    """

    code: str
    name: str
    partly: bool


def blind_spots(*, user: Acting, on: date) -> list[BlindSpot]:
    """The grids of somebody's area that nobody answers for on a day, those wholly bare first."""
    grids = within(Grid.objects.order_by("code"), user, "code").values_list("code", "name")
    rows = Duty.objects.filter(in_force(on), unit__closed_on__isnull=True)
    some: set[str] = set()
    whole: set[str] = set()
    for row in rows.values_list(*_COLUMNS):
        duty = DutyRow(*row)
        some.add(duty.region)
        if covers_everything(duty):
            whole.add(duty.region)
    found = []
    for code, name in grids:
        above = {code[:length] for length in range(len(code) + 1)}
        if not above & whole:
            found.append(BlindSpot(code, name, partly=bool(above & some)))
    return sorted(found, key=lambda spot: (spot.partly, spot.code))
