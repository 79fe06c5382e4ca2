"""The other parts of the house through the API: places, work, tasks, figures, catalogue, duties."""

from datetime import UTC, datetime
from typing import Any

import pytest

from wangge.campaigns.tests import make as campaigns
from wangge.cases.models import Duty
from wangge.cases.rules import Stage
from wangge.cases.tests.make import make_case, make_category, make_condition, make_request
from wangge.gateways.tests.program import Program
from wangge.kernel.clock import day_of
from wangge.people.tests.cast import FIRST, GRID, STREET, Cast
from wangge.places.tests import make as places
from wangge.worklog.tests import make as worklog

NOW = datetime.now(UTC)
TODAY = day_of(NOW).isoformat()


def ok(answer: Any) -> Any:
    assert answer.status_code == 200, answer.json()
    return answer.json()


def test_a_place_from_its_entry_to_its_end(cast: Cast) -> None:
    places.basics(cast.head)
    clerk = Program(cast.clerk)
    words = {"kind": "old_estate", "name": "建材厂小区", "region": FIRST}
    place = ok(clerk.post("/places", words))["subject"]
    renamed = {"kind": "old_estate", "name": "建材厂宿舍"}
    ok(clerk.post(f"/places/{place}/change", renamed))
    ok(clerk.post(f"/places/{place}/move", {"region": GRID}))
    assert ok(clerk.get(f"/places/{place}"))["grid"] == GRID
    assert [one["name"] for one in ok(clerk.get("/places", text="建材"))["rows"]] == ["建材厂宿舍"]
    ok(clerk.post(f"/places/{place}/close", {"on": TODAY, "reason": "拆除"}))
    assert ok(clerk.get("/places"))["rows"] == []
    assert Program(cast.stranger).get(f"/places/{place}").status_code == 404
    assert Program(cast.leader).post("/places", words).status_code == 403
    assert ok(clerk.get("/places/regions", parent=STREET))["rows"]
    assert ok(clerk.get("/places/grids"))["rows"][0]["code"] == GRID


def test_work_is_drafted_counted_and_put_right(cast: Cast) -> None:
    worklog.measures()
    clerk = Program(cast.clerk)
    words = {"measure": "waste_cleared", "amount": "2.5", "region": FIRST, "on": TODAY}
    record = ok(clerk.post("/work/records", words))["subject"]
    assert ok(clerk.get("/work/totals"))["rows"] == []
    ok(clerk.post(f"/work/records/{record}/confirm"))
    assert ok(clerk.get("/work/totals"))["rows"][0]["amount"] == "2.5"
    right = {"amount": "3", "qualifier": "over", "reason": "重新过磅"}
    ok(clerk.post(f"/work/records/{record}/correct", right))
    assert ok(clerk.get("/work/totals"))["rows"][0]["worded"] == "3余吨"
    assert ok(clerk.get(f"/work/records/{record}"))["state"] == "voided"
    newest = ok(clerk.get("/work/records", state="confirmed"))["rows"][0]["id"]
    ok(clerk.post(f"/work/records/{newest}/void", {"reason": "误报"}))
    other = ok(clerk.post("/work/records", words))["subject"]
    ok(clerk.post(f"/work/records/{other}/discard", {"reason": "重复"}))
    assert clerk.post("/work/records", words | {"amount": "1e400"}).status_code == 422
    assert ok(clerk.get("/work/measures", on=TODAY))["rows"]


def test_a_task_is_done_sent_back_and_checked(cast: Cast) -> None:
    made = campaigns.a_programme(cast.head, NOW)
    task = campaigns.the_task(campaigns.a_round(made, cast.head, NOW), GRID).pk
    head, leader = Program(cast.head), Program(cast.leader)
    listed = ok(head.get("/tasks"))
    assert str(task) in [one["id"] for one in listed["rows"]]
    assert listed["covered"] == 0
    ok(head.post(f"/tasks/{task}/assign", {"assignee": cast.leader.post}))
    ok(leader.post(f"/tasks/{task}/do", {"report": "巡查两遍"}))
    ok(head.post(f"/tasks/{task}/send_back", {"reason": "少一段"}))
    ok(leader.post(f"/tasks/{task}/do", {"report": "全部巡查"}))
    ok(head.post(f"/tasks/{task}/check"))
    whole = ok(head.get(f"/tasks/{task}"))
    assert whole["state"] == "checked"
    assert next(one for one in whole["acts"] if one["act"] == "check")["why_not"]
    assert head.post(f"/tasks/{task}/cancel", {"reason": "x"}).status_code == 403


def test_a_figure_is_asked_and_opened(cast: Cast) -> None:
    campaigns.a_programme(cast.head, NOW)
    head = Program(cast.head)
    found = ok(head.get("/figures/records_confirmed", region=FIRST))
    assert found["value"] == 0
    assert ok(head.get("/figures/records_confirmed/rows"))["rows"] == []
    backwards = {"since": "2026-02-01", "until": "2026-01-01"}
    assert head.get("/figures/records_confirmed", **backwards).status_code == 422


def test_the_catalogue_is_kept(cast: Cast) -> None:
    category = make_category()
    condition = make_condition(category)
    clerk = Program(cast.clerk)
    words = {
        "code": "06080", "name": "共享单车乱停", "filing": "占道", "closing": "移走", "limit": "4",
        "limit_unit": "work_hours", "since": TODAY,
    }  # fmt: skip
    added = ok(clerk.post("/categories", words))["subject"]
    publishing = {"is_public": True, "public_name": "单车乱停"}
    ok(clerk.post(f"/categories/{added}/publish", publishing))
    assert "06080" in [one["code"] for one in ok(clerk.get("/categories", public="true"))["rows"]]
    ok(clerk.post(f"/categories/{added}/end", {"until": TODAY}))
    ok(clerk.post(f"/conditions/{condition.pk}/confirm"))
    limit = {"limit": "2.5", "limit_unit": "work_hours", "since": TODAY}
    ok(clerk.post(f"/conditions/{condition.pk}/limit", limit))
    assert ok(clerk.get("/conditions", category=category.pk))["rows"][0]["limit"] == "2.5"
    ok(clerk.post("/limits/accept", limit))
    limits = {one["stage"]: one["limit"] for one in ok(clerk.get("/limits"))["rows"]}
    assert limits["accept"] == "2.5"
    assert Program(cast.leader).post("/limits/accept", limit).status_code == 403


def test_a_year_is_entered_and_put_right(cast: Cast) -> None:
    clerk = Program(cast.clerk)
    assert not ok(clerk.get("/calendar/2031"))["known"]
    days = [
        {"day": f"2031-10-{number:02}", "is_working": False, "name": "国庆节"}
        for number in range(1, 9)
    ]
    ok(clerk.post("/calendar/2031", {"days": days, "source": "国务院办公厅通知"}))
    ok(clerk.post("/calendar/days", {"day": "2031-10-11", "is_working": True, "name": "调休"}))
    known = ok(clerk.get("/calendar/2031"))["days"]
    assert [one["name"] for one in known] == ["国庆节"] * 8 + ["调休"]
    spans = [{"opens": "09:00", "closes": "12:00"}, {"opens": "13:00", "closes": "18:00"}]
    ok(clerk.post("/office_hours", {"spans": spans, "since": TODAY}))
    assert clerk.post("/office_hours", {"spans": spans[:1], "since": TODAY}).status_code == 422


def test_who_answers_for_what(cast: Cast) -> None:
    clerk = Program(cast.clerk)
    assert len(ok(clerk.get("/duties/blind_spots"))["rows"]) == 2
    words = {"region": GRID, "unit": cast.handler.unit, "since": TODAY, "starts_at": "08:00",
             "ends_at": "18:00"}  # fmt: skip
    duty = ok(clerk.post("/duties", words))["subject"]
    assert ok(clerk.get("/duties", region=GRID))["rows"][0]["starts_at"] == "08:00"
    always = ok(clerk.post("/duties", words | {"starts_at": None, "ends_at": None}))["subject"]
    assert ok(clerk.get("/duties/proposal", region=GRID))["unit"] == str(cast.handler.unit)
    for one in (duty, always):
        ok(clerk.post(f"/duties/{one}/end", {"until": TODAY}))
    assert Duty.objects.filter(until__isnull=True).count() == 0
    assert ok(clerk.get("/units", name="handler"))["rows"][0]["id"] == str(cast.handler.unit)


def test_what_waits_for_a_decision(cast: Cast) -> None:
    request = make_request(make_case(cast, Stage.DISPATCHED), by=cast.handler)
    line = ok(Program(cast.commander).get("/requests"))["rows"][0]
    assert line["id"] == str(request.pk)
    assert line["why_not"] is None
    assert ok(Program(cast.clerk).get("/requests"))["rows"][0]["why_not"]
    assert ok(Program(cast.stranger).get("/requests"))["rows"] == []


def test_the_map(cast: Cast) -> None:
    make_case(cast)
    view = {"west": 102.6, "south": 25.0, "east": 102.7, "north": 25.2}
    assert ok(Program(cast.clerk).get("/cases/clusters", **view))["features"]
    assert ok(Program(cast.stranger).get("/cases/clusters", **view))["features"] == []


@pytest.mark.slow
def test_units_are_evaluated_and_their_numbers_opened(cast: Cast) -> None:
    make_case(cast, Stage.DISPATCHED)
    clerk = Program(cast.clerk)
    days = {"since": "2020-08-01", "until": "2020-08-31"}
    found = ok(clerk.get("/evaluation/areas", **days))
    assert found["total"]["counts"]
    count = next(iter(found["total"]["counts"]))
    assert clerk.get("/evaluation/areas/cases", count=count, **days).status_code == 200
    assert clerk.get("/evaluation/areas", since="2020-09-01", until="2020-08-01").status_code == 422
