"""Cases and categories for tests, written straight into their tables.

Enough for lists, pages and reads. What a stage change does is tested through the actions.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from wangge.cases.models import Case, CaseText, Category, Condition, Request
from wangge.cases.rules import ENDED, Ask, Stage
from wangge.cases.rules.grams import grams_of
from wangge.kernel.ids import derived_id, new_id
from wangge.people.tests.cast import AT, GRID, Cast

STANDARD = "GB/T 47678.5-2026"
LNG, LAT = 102.6603, 25.0911
"""A point in Puji."""
_WITH_UNIT = (
    Stage.DISPATCHED,
    Stage.SUSPENDED,
    Stage.HANDLED,
    Stage.VERIFIED,
    Stage.CLOSED,
    Stage.SELF_HANDLED,
)


def make_category(code: str = "06010", name: str = "暴露垃圾", **columns: Any) -> Category:
    """A category of the catalogue; the same one when asked for again."""
    values = {
        "standard": STANDARD,
        "code": code,
        "class_code": code[:2],
        "class_name": "市容环境",
        "name": name,
        "is_public": True,
        "since": date(2020, 1, 1),
        **columns,
    }
    found, _ = Category.objects.get_or_create(
        pk=derived_id("category", values["standard"], code), defaults=values
    )
    return found


def make_condition(category: Category, name: str = "一般", **columns: Any) -> Condition:
    """A filing condition of a category with a limit of four working hours."""
    values = {
        "filing": "发现即立案",
        "closing": "清理完毕",
        "limit": 4,
        "since": date(2020, 1, 1),
        **columns,
    }
    found, _ = Condition.objects.get_or_create(
        pk=derived_id("condition", category.pk, name),
        defaults={"category": category, "name": name, **values},
    )
    return found


def make_case(cast: Cast, stage: Stage = Stage.REPORTED, **columns: Any) -> Case:
    """A case with what its stage demands; any column may be given.

    In the cast's first grid, reported at ``AT``, of the category “暴露垃圾”; an open one is due
    four hours later. Beyond the first stages the handler's unit is responsible.
    """
    at = columns.get("reported_at", AT)
    id = columns.pop("id", None) or new_id()
    unit = cast.handler.unit if stage in _WITH_UNIT else None
    open_now = stage not in ENDED
    values: dict[str, Any] = {
        "number": f"T{id.hex[-12:]}",
        "region": GRID,
        "text": "路边有一堆垃圾",
        "address": "王家桥路 12 号",
        "lng": LNG,
        "lat": LAT,
        "unit_id": unit,
        "reported_at": at,
        "updated_at": at,
        "stage_at": at,
        "due_at": at + timedelta(hours=4) if open_now else None,
        "yellow_at": at + timedelta(hours=3, minutes=12) if open_now else None,
        "closed_at": at + timedelta(hours=2) if stage is Stage.CLOSED else None,
        **columns,
    }
    if "category" not in values and "category_id" not in values:
        values["category"] = make_category()
    if stage is Stage.MERGED and not ({"merged_into", "merged_into_id"} & values.keys()):
        values["merged_into"] = make_case(cast)
    case = Case.objects.create(pk=id, stage=stage.value, **values)
    words = f"{case.number} {case.address} {case.text}"
    CaseText.objects.create(case=case, grams=grams_of(words))
    return case


def make_request(case: Case, ask: Ask = Ask.EXTEND, by: Any = None, **columns: Any) -> Request:
    """A request about a case, waiting for a decision."""
    values: dict[str, Any] = {
        "ask": ask.value,
        "reason": "下雨无法施工",
        "asked_at": case.updated_at,
        "asked_by": by.post if by else None,
        "asked_account": by.account if by else None,
        "region": case.region,
        **columns,
    }
    return Request.objects.create(pk=columns.pop("id", None) or new_id(), case=case, **values)


def day(year: int, month: int, number: int, hour: int = 1) -> datetime:
    """An instant in UTC; nine in the morning of that day in Puji unless told otherwise."""
    return datetime(year, month, number, hour, tzinfo=UTC)


def numbers(cases: list[Case]) -> list[str]:
    """Their numbers, to compare lists by."""
    return [case.number for case in cases]
