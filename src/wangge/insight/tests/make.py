"""A small programme of two campaigns at Puji, for tests of figures."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from wangge.campaigns.models import Campaign, Programme, Round, Task
from wangge.kernel.ids import new_id
from wangge.people.tests.cast import FIRST, GRID, STREET
from wangge.places.models import Place, PlaceKind
from wangge.worklog.models import Measure, Record
from wangge.worklog.rules.records import State

WEEK = date(2020, 8, 31)
UNTIL = date(2020, 9, 2)
AT = datetime(2020, 9, 1, 4, 0, tzinfo=UTC)
SECTIONS = {"waste_cleared": ("cleanup", "清理", "乱堆乱放废弃物", "吨"),
            "small_ads_removed": ("cleanup", "清理铲除", "小广告", "条"),
            "posters": ("publicity", "粘贴", "宣传图画", "张")}  # fmt: skip


@dataclass
class World:
    """The programme and its campaigns: the first counts cleaning, the second is an open slot."""

    programme: Programme
    first: Campaign
    slot: Campaign
    rounds: list[Round] = field(default_factory=list)

    def record(self, measure: str, amount: object, region: str = GRID, **more: Any) -> Record:
        values: dict[str, Any] = {
            "qualifier": "exact", "starts_on": WEEK, "ends_on": WEEK, "at": AT,
            "campaign": self.first.pk, "state": State.CONFIRMED.value,
        } | more  # fmt: skip
        return Record.objects.create(
            measure_id=measure, amount=Decimal(str(amount)), region=region, **values
        )

    def task(self, place: Place, state: str = "open", **more: Any) -> Task:
        values: dict[str, Any] = {
            "round": self.rounds[0], "campaign": self.first, "region": place.region,
            "due_on": date(2020, 9, 4),
        } | more  # fmt: skip
        return Task.objects.create(place=place, state=state, **values)


def measure(code: str) -> Measure:
    section, verb, thing, unit = SECTIONS[code]
    return Measure.objects.get_or_create(
        code=code,
        defaults={
            "section": section, "verb": verb, "object": thing, "unit": unit, "name_en": code,
            "since": date(2020, 1, 1), "source": "tests",
        },
    )[0]  # fmt: skip


def place(kind: str, name: str, region: str = GRID, parent: UUID | None = None) -> Place:
    PlaceKind.objects.get_or_create(
        code=kind, defaults={"name": kind, "name_en": kind, "source": "tests"}
    )
    return Place.objects.create(kind_id=kind, name=name, region=region, parent_id=parent)


def make_world(slug: str = "puji", region: str = STREET) -> World:
    programme = Programme.objects.create(
        slug=slug, name="十大专项行动", region=region, starts_on=date(2020, 6, 1),
        ends_on=date(2020, 12, 31),
    )  # fmt: skip
    first = Campaign.objects.create(programme=programme, number=1, name="清理整治")
    first.measures.set([measure(code) for code in SECTIONS])
    slot = Campaign.objects.create(programme=programme, number=2, name="")
    world = World(programme, first, slot)
    world.rounds.append(
        Round.objects.create(
            id=new_id(), programme=programme, number=1, starts_on=WEEK,
            ends_on=date(2020, 9, 6), opened_at=AT,
        )
    )  # fmt: skip
    return world


__all__ = ["FIRST", "UNTIL", "WEEK", "World", "make_world", "measure", "place"]
