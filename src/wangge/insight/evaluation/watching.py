"""What a leader looks at: what is late, what comes back at the same place, who is slow."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import ibis
from ibis.expr.types import Table

from wangge.cases.models import Case
from wangge.cases.queries import mine_of
from wangge.cases.rules import OPEN, Stage
from wangge.insight.evaluation.passes import asked_rows, question_of
from wangge.insight.figures import engine
from wangge.insight.rules.evaluation import Basis
from wangge.kernel.clock import start_of
from wangge.people.models import Unit
from wangge.people.rules import Acting
from wangge.places.queries import names, under

SHOWN = 10
FOLLOWED = 2_000
"""Recurring cases of a period that are followed back to their spot, the newest first."""


@dataclass(frozen=True, slots=True)
class Late:
    """An open case past the limit of its stage."""

    case: Case
    area: str
    hours: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where the same problem came back: the newest case there, and how often."""

    case: Case
    area: str
    times: int


@dataclass(frozen=True, slots=True)
class Slow:
    """A unit with the median of its hours from dispatch to the report of handling."""

    unit: str
    name: str
    cases: int
    median: Decimal


def late_cases(*, user: Acting, at: datetime, region: str = "", limit: int = SHOWN) -> list[Late]:
    """Open cases that are late, the latest of all first."""
    rows = mine_of(Case.objects.filter(under(region)), user)
    rows = rows.filter(stage__in=[stage.value for stage in OPEN], due_at__lt=at)
    found = list(rows.select_related("category", "unit").order_by("due_at", "pk")[:limit])
    areas = names(case.region[:12] for case in found)
    return [
        Late(case, areas.get(case.region[:12], case.region), _hours(at, case.due_at))
        for case in found
    ]


def _hours(at: datetime, due: datetime | None) -> int:
    return int((at - due) / timedelta(hours=1)) if due else 0


def recurring_spots(
    *, user: Acting, since: date, until: date, region: str = "", limit: int = SHOWN
) -> list[Spot]:
    """Where problems came back in the period, the most often first.

    A case names the one that it repeats, so cases that repeat one another make a chain, and a chain
    is a spot.
    """
    rows = mine_of(Case.objects.filter(under(region)), user).filter(
        reported_at__gte=start_of(since),
        reported_at__lt=start_of(until + timedelta(days=1)),
        recurs__isnull=False,
    )
    rows = rows.exclude(stage__in=[Stage.MERGED.value, Stage.VOID.value, Stage.REFUSED.value])
    links = dict(rows.order_by("-pk").values_list("pk", "recurs")[:FOLLOWED])
    times: Counter[UUID] = Counter()
    newest: dict[UUID, UUID] = {}
    for case in links:
        first = _first(case, links)
        times[first] += 1
        newest.setdefault(first, case)
    most = times.most_common(limit)
    cases = Case.objects.select_related("category", "place").in_bulk(
        [newest[first] for first, _ in most]
    )
    areas = names(case.region[:12] for case in cases.values())
    found = [(cases[newest[first]], number) for first, number in most]
    return [Spot(case, areas.get(case.region[:12], case.region), number) for case, number in found]


def _first(case: UUID, links: dict[UUID, UUID]) -> UUID:
    """The case that a chain began with; one that leads back into itself ends where it does."""
    seen = {case}
    while (earlier := links.get(case)) is not None and earlier not in seen:
        seen.add(earlier)
        case = earlier
    return links.get(case, case)


def slow_units(
    *,
    user: Acting,
    since: date,
    until: date,
    at: datetime,
    region: str = "",
    limit: int = SHOWN,
) -> list[Slow]:
    """Units by the median time they took for cases reported in the period, the slowest first.

    Hours of the clock, nights and holidays included: what a resident waits.
    """
    question = question_of(
        user=user, since=since, until=until, at=at, region=region, basis=Basis.BEGUN
    )
    shape = engine.shape_of(question.scope, records=True)
    lines = engine.run(engine.statement(medians, shape), question.values)
    units = {key: UUID(str(key)) for key in (line["doer"] for line in lines)}
    called = dict(Unit.objects.filter(pk__in=units.values()).values_list("pk", "name"))
    found = [
        Slow(
            unit=units[line["doer"]].hex,
            name=called.get(units[line["doer"]], ""),
            cases=int(line["cases"]),
            median=engine.number(line["median"], 1) or Decimal(0),
        )
        for line in lines
    ]
    return sorted(found, key=lambda slow: (-slow.median, slow.name))[:limit]


def medians(shape: engine.Shape) -> Table:
    """``doer, cases, median``: the middle of each unit's hours, the mean of two where even."""
    rows = asked_rows("case", Basis.BEGUN, shape)
    rows = rows.filter(rows.doer.notnull(), rows.hours >= 0)
    rows = rows.select("doer", "hours")
    placed = rows.mutate(
        place=ibis.row_number().over(ibis.window(group_by=rows.doer, order_by=rows.hours)),
        cases=rows.count().over(ibis.window(group_by=rows.doer)),
    )
    middle = placed.filter(placed.place * 2 + 2 >= placed.cases, placed.place * 2 <= placed.cases)
    return middle.group_by("doer").aggregate(cases=middle.cases.max(), median=middle.hours.mean())
