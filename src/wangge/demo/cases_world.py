"""Where the demo's cases happen: the order of time, who acts, what is shown and counted.

Each case is a generator: it does one step and yields when the next one is due. A heap keeps all of
them in order, so that what happens to one case lies among what happens to the others, as in life.
"""

import heapq
from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from django.db import transaction

from wangge.cases.queries import categories, one_case
from wangge.cases.queries.calendar import calendar
from wangge.cases.rules import LimitUnit
from wangge.cases.rules.limits import later
from wangge.demo import plan
from wangge.demo.cases_duty import CITY, COUNTED, DONE, PROPERTY, SANITATION
from wangge.demo.cases_story import Site, Tale
from wangge.demo.ground import Ground
from wangge.demo.pictures import lane
from wangge.demo.stage import Stage
from wangge.kernel.clock import HERE, day_of
from wangge.kernel.ids import new_id
from wangge.people.rules import PUBLIC, Acting
from wangge.places.models import Place
from wangge.trail.actions import keep_evidence
from wangge.worklog.rules.reported import Work

Life = Generator[datetime, None, None]
"""Yields when its next step is due."""
Steps = Generator[datetime, None, datetime]
"""Some steps of a life; returns when the last of them was."""
Way = Generator[datetime, None, datetime | None]
"""Some steps of a life; returns None where it ends with them."""
COUNTED_SINCE = date(2020, 1, 1)
"""The catalogue of measures counts work from this day on."""


@dataclass
class File:
    """A case on its way: what later steps need to know of it."""

    tale: Tale
    case: UUID = field(default_factory=new_id)
    code: str = ""
    region: str = ""
    secret: str = ""
    unit: UUID | None = None
    begun: datetime | None = None
    due: datetime | None = None

    def __post_init__(self) -> None:
        self.code = self.code or self.tale.wording.code
        self.region = self.tale.site.grid


@dataclass
class World:
    """All cases of the demo, who acts on them, and what waits to happen."""

    stage: Stage
    chance: Random
    _heap: list[tuple[datetime, int, Life]] = field(default_factory=list)
    _order: int = 0
    _pictures: dict[tuple[str, bool, bool], UUID] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.grounds = {ground.code: ground for ground in self.stage.grids}
        self.categories = {one.code: one.pk for one in categories(plan.BEGUN)}
        self.names = {id: name for name, id in self.stage.units.items()}

    def begin(self, life: Life) -> None:
        """Let a case begin; its first step is when it says."""
        first = next(life, None)
        if first is not None:
            self._order += 1
            heapq.heappush(self._heap, (first, self._order, life))

    def until(self, end: datetime) -> None:
        """Everything that happens before an instant."""
        with transaction.atomic():
            while self._heap and self._heap[0][0] < end:
                _, _, life = heapq.heappop(self._heap)
                self.begin(life)

    # Time ------------------------------------------------------------------------------------

    def soon(self, at: datetime, least: float, most: float) -> datetime:
        """After so many minutes of office hours."""
        minutes = timedelta(minutes=self.chance.uniform(least, most))
        found = later(calendar(day_of(at)), at, minutes, LimitUnit.WORK_HOURS)
        if found is None:
            raise LookupError(f"the calendar doesn't know the year of {at}")
        return found

    def cured(self, file: File, late: bool) -> datetime:
        """When the unit reports: by daylight, within its limit or past it."""
        assert file.begun is not None and file.due is not None  # noqa: S101 - it was dispatched
        if late:
            return daylight(file.due + timedelta(hours=self.chance.uniform(0.5, 20)))
        span = file.due - file.begun
        if file.tale.stop is not None:  # The queue of the last day is young.
            span = min(span, timedelta(hours=1.5))
        when = daylight(file.begun + span * self.chance.uniform(0.15, 0.9))
        return when if when < file.due else file.due - timedelta(minutes=3)

    # People ----------------------------------------------------------------------------------

    def seat(self, key: str) -> Acting:
        """Who holds a seat."""
        return self.stage.actors[key]

    def leader(self, region: str) -> Acting:
        """The leader of a grid."""
        order = next(n for n, one in enumerate(self.stage.grids, 1) if one.code == region)
        return self.seat(f"wangge{order:02d}")

    def inspector(self, region: str) -> Acting:
        """The inspector whose three communities a grid belongs to."""
        return self.seat(f"jiancha{(int(region[9:12]) - 1) // 3 + 1}")

    def handler(self, file: File) -> Acting:
        """Who reports for the unit that has the case."""
        name = self.names[file.unit] if file.unit else ""
        known = {SANITATION: "huanwei", CITY: "chengguan", PROPERTY: "wuye"}
        if name in known:
            return self.seat(known[name])
        if self.chance.random() < 0.6:
            return self.leader(file.region)
        return self.seat(f"shequ{int(file.region[9:12])}")

    def community(self, region: str) -> str:
        """The unit of the community that a grid lies in."""
        return f"{plan.COMMUNITIES[int(region[9:12]) - 1]}社区"

    def due_of(self, file: File) -> datetime:
        """Until when the case has to be handled, as it stands now."""
        due = one_case(file.case, user=self.seat("neiqin")).due_at
        if due is None:
            raise LookupError(f"case {file.case} has no limit")
        return due

    def keep_link(self, state: str, secret: str) -> None:
        """Remember one resident's link of each kind."""
        if secret:
            self.stage.links.setdefault(state, secret)

    # Things ----------------------------------------------------------------------------------

    def picture(self, region: str, littered: bool, by: Acting, at: datetime) -> UUID:
        """A picture of this grid, drawn once and shown for each case there."""
        key = (region, littered, by.kind is PUBLIC.kind)
        if key not in self._pictures:
            self._pictures[key] = new_id()
            keep_evidence(
                evidence=self._pictures[key],
                upload=lane(int(region[9:]) % 97, littered),
                name="上报.jpg" if littered else "处置后.jpg",
                region=region,
                right="report_case",
                by=by,
                at=at,
                id=new_id(),
            )
        return self._pictures[key]

    def work(self, file: File, at: datetime) -> list[Work]:
        """A quantity for one case in three."""
        known = COUNTED.get(file.code)
        if known is None or day_of(at) < COUNTED_SINCE or self.chance.random() > 0.35:
            return []
        measure, least, most = known
        return [Work(new_id(), measure, Decimal(self.chance.randint(least, most)))]

    def said(self, file: File) -> str:
        """What the unit reports."""
        name = self.names[file.unit] if file.unit else ""
        return self.chance.choice(DONE.get(name, DONE[""]))

    def position(self, site: Site) -> tuple[float, float]:
        """Somewhere in the site's grid."""
        ground: Ground = self.grounds[site.grid]
        return ground.point(self.chance)


def daylight(at: datetime) -> datetime:
    """The next instant at which somebody works outside: from 7 to 20 o'clock."""
    here = at.astimezone(HERE)
    if here.hour < 7:
        return here.replace(hour=7, minute=here.minute // 2 + 5)
    if here.hour >= 20:
        return (here + timedelta(days=1)).replace(hour=7, minute=here.minute // 2 + 5)
    return here


def known_sites() -> list[Site]:
    """The places of the demo that reports name."""
    kinds = ("old_estate", "k32", "k38", "k26", "k23", "shared_bike_point", "k50", "k31")
    rows = Place.objects.filter(kind__in=kinds, grid__isnull=False).order_by("pk")
    return [Site(row.grid_id or "", row.kind_id, row.name, row.pk) for row in rows]
