"""As many cases as wanted, written straight into the tables: a year of a busy district.

A million takes a minute or three; through the actions it would take hours. What is open is mostly
of the last days, a third speaks of rubbish, and each case of a unit has its dispatch and its words.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Model

from wangge.cases.models import Case, CaseText, Category, Dispatch
from wangge.cases.rules import LimitUnit, Outcome, Severity, Source, Stage
from wangge.cases.rules.grams import grams_of
from wangge.cases.rules.numbers import number_of
from wangge.kernel.clock import day_of
from wangge.kernel.ids import derived_id
from wangge.people.models import Unit
from wangge.people.rules import UnitKind
from wangge.places.models import Grid, Region

STREET = "530102009"
COMMUNITIES, GRIDS = 4, 9
CATEGORIES, UNITS = 30, 12
UNTIL = datetime(2020, 9, 1, 2, tzinfo=UTC)
"""The newest case is of this instant, the oldest of a year before."""
YEAR = timedelta(days=365)
WEST, SOUTH, EAST, NORTH = 102.63, 25.06, 102.71, 25.13
CHUNK = 20_000

_THINGS = (
    "垃圾",
    "建筑垃圾",
    "井盖",
    "共享单车",
    "小广告",
    "路灯",
    "占道经营",
    "污水",
    "绿化带",
    "垃圾桶",
)
_TROUBLES = ("堆在路边没人清理", "破损有危险", "满溢发臭", "乱停放挡住通道", "不亮了", "堵塞外溢")
_OPEN_STAGES = (
    (Stage.REPORTED, 25), (Stage.CONFIRMING, 5), (Stage.SELF_HANDLED, 2), (Stage.FILED, 10),
    (Stage.DISPATCHED, 40), (Stage.SUSPENDED, 3), (Stage.HANDLED, 10), (Stage.VERIFIED, 5),
)  # fmt: skip
_ENDED_STAGES = ((Stage.CLOSED, 93), (Stage.REFUSED, 5), (Stage.VOID, 2))
_BEFORE_A_UNIT = (Stage.REPORTED, Stage.CONFIRMING, Stage.SELF_HANDLED, Stage.FILED, Stage.REFUSED)


def lay_cases(number: int, seed: int = 7) -> None:
    """Write ``number`` cases over 36 grids, 30 categories, 12 units; the tables must be empty."""
    chance = random.Random(seed)  # noqa: S311
    grids, categories, units = _ground()
    step = YEAR / number
    given: Counter[date] = Counter()
    with transaction.atomic():
        for start in range(0, number, CHUNK):
            stretch = range(start, min(start + CHUNK, number))
            rows = [
                _case(chance, UNTIL - YEAR + step * (place + 1), place, grids, categories, units)
                for place in stretch
            ]
            for row in rows:
                day = day_of(row["reported_at"])
                given[day] += 1
                row["number"] = number_of("PJ", day, given[day])
            _pour(Case, rows)
            _pour(CaseText, _texts(rows, start))
            _pour(Dispatch, _dispatches(rows))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            last = "pg_get_serial_sequence('cases_casetext', 'id')"
            cursor.execute(f"SELECT setval({last}, %s)", [number])
            for table in ("cases_case", "cases_casetext", "cases_dispatch"):
                cursor.execute(f"VACUUM ANALYZE {table}")


def _ground() -> tuple[list[str], list[UUID], list[UUID]]:
    Region.objects.get_or_create(code=STREET, defaults={"name": "普吉街道", "level": "street"})
    grids = []
    for community in range(1, COMMUNITIES + 1):
        code = f"{STREET}{community:03d}"
        Region.objects.get_or_create(
            code=code, defaults={"name": f"第{community}社区", "level": "community"}
        )
        for grid in range(1, GRIDS + 1):
            grids.append(f"{code}{grid:03d}")
            Grid.objects.get_or_create(
                code=grids[-1], defaults={"name": f"第{grid}网格", "community_id": code}
            )
    categories = [derived_id("bench", "category", place) for place in range(CATEGORIES)]
    for place, id in enumerate(categories):
        Category.objects.get_or_create(
            pk=id,
            defaults={"standard": "bench", "code": f"06{place:03d}", "class_code": "06",
                      "class_name": "市容环境", "name": f"类别{place}", "since": date(2019, 1, 1)},
        )  # fmt: skip
    units = [derived_id("bench", "unit", place) for place in range(UNITS)]
    for place, id in enumerate(units):
        Unit.objects.get_or_create(
            pk=id,
            defaults={"name": f"责任单位{place}", "region": STREET,
                      "kind": UnitKind.SANITATION.value},
        )  # fmt: skip
    return grids, categories, units


def _case(
    chance: random.Random,
    at: datetime,
    place: int,
    grids: Sequence[str],
    categories: Sequence[UUID],
    units: Sequence[UUID],
) -> dict[str, Any]:
    age = UNTIL - at
    likely = 0.7 if age < timedelta(days=3) else 0.15 if age < timedelta(days=10) else 0.005
    open_now = chance.random() < likely
    stages = _OPEN_STAGES if open_now else _ENDED_STAGES
    stage = chance.choices([one for one, _ in stages], [many for _, many in stages])[0]
    limit = timedelta(hours=chance.choice((4, 8, 24, 72)))
    sent = at + timedelta(hours=1)
    done = sent + limit * chance.uniform(0.2, 1.3)
    unit = None if stage in _BEFORE_A_UNIT else chance.choice(units)
    closed = stage is Stage.CLOSED
    return {
        "id": _id(at, place, chance),
        "stage": stage.value,
        "source": chance.choice(list(Source)).value,
        "category_id": chance.choice(categories),
        "severity": chance.choices(list(Severity), (1, 3, 12))[0].value,
        "region": chance.choice(grids),
        "address": f"普吉路{chance.randrange(1, 400)}号",
        "lng": round(chance.uniform(WEST, EAST), 6),
        "lat": round(chance.uniform(SOUTH, NORTH), 6),
        "text": f"{chance.choice(_THINGS)}{chance.choice(_TROUBLES)}",
        "unit_id": unit,
        "reported_at": at,
        "updated_at": done if closed else at,
        "stage_at": done if closed else at,
        "due_at": at + limit if open_now else None,
        "yellow_at": at + limit * 0.8 if open_now else None,
        "filed_at": None if stage in (Stage.REPORTED, Stage.CONFIRMING) else at,
        "dispatched_at": sent if unit else None,
        "limit": Decimal(8) if unit else None,
        "limit_unit": LimitUnit.WORK_HOURS.value,
        "handle_due_at": sent + limit if unit else None,
        "handled_at": done if closed else None,
        "verified_at": done if closed else None,
        "closed_at": done if closed else None,
        "dispatches": 1 if unit else 0,
        "reworks": 1 if closed and chance.random() < 0.05 else 0,
        "supervised_at": at if chance.random() < 0.002 else None,
    }


def _id(at: datetime, place: int, chance: random.Random) -> UUID:
    """A version 7 id of that instant, so that ids stand in the order of time."""
    head = int(at.timestamp() * 1000) << 80 | 7 << 76
    return UUID(int=head | (place & 0xFFF) << 64 | 2 << 62 | chance.getrandbits(62))


def _texts(rows: Sequence[dict[str, Any]], start: int) -> list[dict[str, Any]]:
    return [
        {
            "id": start + place,
            "case_id": row["id"],
            "grams": grams_of(f"{row['number']} {row['address']} {row['text']}"),
        }
        for place, row in enumerate(rows, 1)
    ]


def _dispatches(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "id": derived_id("dispatch", row["number"]),
            "case_id": row["id"],
            "number": 1,
            "unit_id": row["unit_id"],
            "at": row["dispatched_at"],
            "due_at": row["handle_due_at"],
            "ended_at": row["handled_at"],
            "outcome": (Outcome.HANDLED if row["handled_at"] else Outcome.RUNNING).value,
        }
        for row in rows
        if row["unit_id"]
    ]


def _pour(model: type[Model], rows: Sequence[dict[str, Any]]) -> None:
    """Rows into a table by the quickest way of the database; columns left out take defaults."""
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for values in _values(fields, rows):
                    copy.write_row(values)
        else:
            marks = ", ".join(["%s"] * len(fields))
            sql = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608
            cursor.executemany(sql, list(_values(fields, rows)))


def _values(fields: Sequence[Any], rows: Sequence[dict[str, Any]]) -> Iterator[list[Any]]:
    for row in rows:
        yield [
            field.get_db_prep_save(
                row[field.column] if field.column in row else field.get_default(), connection
            )
            for field in fields
        ]
