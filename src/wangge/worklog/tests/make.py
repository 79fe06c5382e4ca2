"""Things that tests of work need: the catalogue, a draft, a confirmed record, a place."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from wangge.kernel.ids import new_id
from wangge.kernel.words import Qualifier
from wangge.people.rules import Acting
from wangge.people.tests.cast import AT, FIRST, SYSTEM
from wangge.places.models import Place, PlaceKind
from wangge.worklog.actions import confirm_record, draft_record, load_catalogue
from wangge.worklog.models import Measure, MeasureWording

TODAY = date(2020, 8, 31)


def catalogue() -> None:
    load_catalogue(by=SYSTEM, at=AT, id=new_id())


def measures() -> None:
    """A few measures: quicker than the whole catalogue, for tests that need no more."""
    for code, verb, thing, unit in (
        ("waste_cleared", "清理", "乱堆乱放废弃物", "吨"),
        ("rubbish_removed", "清运", "垃圾", "吨"),
        ("small_ads_removed", "清理铲除", "小广告", "条"),
        ("shared_bikes_cleared", "清理", "共享单车", "辆"),
        ("posters", "粘贴", "宣传图画", "张"),
        ("plants", "补植", "绿植", "棵"),
    ):
        Measure.objects.create(
            code=code, verb=verb, object=thing, unit=unit, since=date(2020, 1, 1), pinyin=code
        )
    MeasureWording.objects.create(
        id=new_id(), measure_id="small_ads_removed", verb="清理", object="小广告", unit="条"
    )


def words(**changes: Any) -> dict[str, Any]:
    """Everything that drafting a record takes but who does it."""
    return {
        "record": new_id(),
        "measure": "waste_cleared",
        "amount": Decimal("2.5"),
        "qualifier": Qualifier.EXACT,
        "region": FIRST,
        "starts_on": TODAY,
        "ends_on": TODAY,
        "at": AT,
        "id": new_id(),
    } | changes


def draft(by: Acting, **changes: Any) -> UUID:
    return draft_record(by=by, **words(**changes)).subject


def confirmed(by: Acting, **changes: Any) -> UUID:
    record = draft(by, **changes)
    confirm_record(record=record, by=by, at=AT, id=new_id())
    return record


def place(name: str = "虹山东路", region: str = FIRST) -> UUID:
    kind, _ = PlaceKind.objects.get_or_create(
        code="k32", defaults={"name": "背街小巷", "name_en": "Back lane", "source": "test"}
    )
    return Place.objects.create(id=new_id(), kind=kind, name=name, region=region).pk


YESTERDAY = TODAY - timedelta(days=1)
