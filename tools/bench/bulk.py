"""A programme with as many confirmed records as wanted, written straight into the tables.

Measurements need a million records in well under a minute; actions write a few hundred a second.
The spread is the worst for anything that adds records up beforehand: every measure in every
campaign, on every day, in every grid.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from wangge.campaigns.models import Campaign, Coverage, Programme, Round, Task, Terms
from wangge.insight.figures import FIGURES
from wangge.kernel.ids import new_id
from wangge.places.models import Grid, Place, PlaceKind, Region
from wangge.worklog.models import Measure, Record

STREET = "530102009"
COMMUNITIES, GRIDS = 9, 19
START, UNTIL = date(2020, 6, 8), date(2020, 9, 2)
NOON = datetime(2020, 6, 8, 4, tzinfo=UTC)
KINDS = (("urban_village_area", 7), ("villager_group", 21), ("old_estate", 27), ("k32", 45))


@dataclass(frozen=True, slots=True)
class Ground:
    """What records point to."""

    programme: Programme
    campaigns: list[UUID]
    measures: list[str]
    places: list[UUID]
    grids: list[str]


def lay() -> Ground:
    """Regions, grids, places, campaigns, twelve weeks of tasks; the tables must be empty."""
    Region.objects.get_or_create(code=STREET, defaults={"name": "普吉街道", "level": "street"})
    grids = []
    for number in range(1, COMMUNITIES + 1):
        code = f"{STREET}{number:03d}"
        Region.objects.get_or_create(
            code=code, defaults={"name": f"第{number}社区", "level": "community"}
        )
        for grid in range(1, GRIDS + 1):
            grids.append(f"{code}{grid:03d}")
            Grid.objects.create(code=grids[-1], name=f"第{grid}网格", community_id=code)
    measures = [figure.measure for figure in FIGURES.values() if figure.measure]
    for code in measures:
        Measure.objects.get_or_create(
            code=code,
            defaults={"verb": "清理", "object": code, "unit": "个", "name_en": code,
                      "section": "cleanup", "since": START, "source": "bench"},
        )  # fmt: skip
    programme = Programme.objects.create(
        slug="bench", name="十大专项行动", region=STREET, starts_on=START,
        ends_on=START + timedelta(days=200),
    )  # fmt: skip
    campaigns = [
        Campaign.objects.create(programme=programme, number=number, name=f"专项行动{number}")
        for number in range(1, 11)
    ]
    places = _places(grids)
    _rounds(programme, campaigns, places)
    return Ground(
        programme, [one.pk for one in campaigns], measures, [place.pk for place in places], grids
    )


def _places(grids: list[str]) -> list[Place]:
    places = []
    for kind, count in KINDS:
        PlaceKind.objects.get_or_create(
            code=kind, defaults={"name": kind, "name_en": kind, "source": "bench"}
        )
        for number in range(count):
            grid = grids[len(places) * 7 % len(grids)]
            place = Place(
                kind_id=kind, name=f"{kind} {number}", region=grid, grid_id=grid,
                lng=102.6 + number / 1000, lat=25.1 + len(places) / 1000,
            )  # fmt: skip
            places.append(place)
    return Place.objects.bulk_create(places)


def _rounds(programme: Programme, campaigns: list[Campaign], places: list[Place]) -> None:
    """Thirteen weeks, each campaign with a task at every place; the last week half done."""
    tasks = []
    for number in range(13):
        monday = START + timedelta(weeks=number)
        last = number == 12
        week = Round.objects.create(
            programme=programme, number=number + 1, starts_on=monday,
            ends_on=monday + timedelta(days=6), opened_at=NOON,
            state="open" if last else "closed",
        )  # fmt: skip
        Terms.objects.bulk_create(
            Terms(round=week, campaign=campaign, name=campaign.name) for campaign in campaigns
        )
        if not last:
            Coverage.objects.bulk_create(
                Coverage(
                    round=week, campaign=campaign, region=region, tasks=count, done=count,
                    checked=count, carried=0,
                )
                for campaign in campaigns
                for region, count in _areas(places).items()
            )  # fmt: skip
        for position, place in enumerate(places):
            for campaign in campaigns:
                state = "checked" if not last or (position + campaign.number) % 2 else "open"
                tasks.append(
                    Task(
                        round=week, campaign=campaign, place=place, region=place.region,
                        grid_id=place.grid_id, state=state, due_on=monday + timedelta(days=4),
                    )
                )  # fmt: skip
    Task.objects.bulk_create(tasks, batch_size=2000)


def _areas(places: list[Place]) -> Counter[str]:
    """How many places lie in the subdistrict, in each community and in each grid."""
    return Counter(place.region[:length] for place in places for length in (9, 12, 15))


def records(ground: Ground, count: int) -> None:
    """``count`` confirmed records, then the database's statistics."""
    template = Record(
        amount=1, starts_on=START, ends_on=START, state="confirmed", region=STREET, at=NOON
    )
    fields = Record._meta.concrete_fields
    values = [f.get_db_prep_save(getattr(template, f.attname), connection) for f in fields]
    place_of = {f.attname: position for position, f in enumerate(fields)}
    columns = ", ".join(connection.ops.quote_name(f.column) for f in fields)
    rows = _rows(ground, count, values, place_of)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            marks = ", ".join("?" * len(fields))
            insert = f"INSERT INTO worklog_record ({columns}) VALUES ({marks})"  # noqa: S608
            with transaction.atomic():
                cursor.cursor.connection.executemany(insert, rows)
            cursor.execute("ANALYZE")
            return
        with cursor.cursor.copy(f"COPY worklog_record ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute("VACUUM ANALYZE")


def _rows(
    ground: Ground, count: int, values: list[Any], place_of: dict[str, int]
) -> Iterator[list[Any]]:
    chance = random.Random(20200902)  # noqa: S311 - a repeatable spread, nothing secret
    written = _as_written
    campaigns = [written(one) for one in ground.campaigns]
    places = [written(one) for one in ground.places]
    days = [(START + timedelta(days=day)).isoformat() for day in range((UNTIL - START).days + 1)]
    first = new_id().int >> 40 << 40
    names = ("id", "measure_id", "campaign", "place_id", "region", "ends_on", "starts_on",
             "qualifier", "amount")  # fmt: skip
    at = [place_of[name] for name in names]
    for number in range(count):
        day = chance.choice(days)
        row = list(values)
        made = (
            written(UUID(int=first + number)),
            chance.choice(ground.measures),
            chance.choice(campaigns),
            chance.choice(places) if number % 3 == 0 else None,
            chance.choice(ground.grids),
            day,
            day,
            "over" if number % 50 == 0 else "exact",
            f"{chance.randrange(1, 400) / 10}",
        )
        for position, value in zip(at, made, strict=True):
            row[position] = value
        yield row


def _as_written(id: UUID) -> str:
    return id.hex if connection.vendor == "sqlite" else str(id)
