"""Cases through the API: the whole loop, replays, what each post may do, what it costs."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from wangge.cases.models import Case
from wangge.cases.queries import buttons, one_case
from wangge.cases.rules import Act, Stage
from wangge.cases.tests.make import LAT, LNG, make_case, make_category, make_condition
from wangge.gateways.tests.program import Program
from wangge.kernel.errors import NotFound
from wangge.kernel.ids import new_id
from wangge.people.rules import Acting
from wangge.people.tests.cast import GRID, PARTS, Cast
from wangge.trail.models import Entry
from wangge.trail.tests.make import photo as picture

BODIES: dict[Act, dict[str, Any]] = {
    Act.DISPROVE: {"text": "现场没有"},
    Act.FILE: {"category": None},
    Act.REFUSE: {"reason": "不属于职责范围"},
    Act.MERGE: {"target": None},
    Act.SPLIT: {"parts": None},
    Act.DISPATCH: {"unit": None},
    Act.SELF_HANDLE: {"report": "已清理"},
    Act.HANDLE: {"report": "已清理"},
    Act.FAIL: {"reason": "仍有垃圾"},
    Act.ASK_EXTEND: {"reason": "下雨", "limit": "8", "limit_unit": "work_hours"},
    Act.ASK_RETURN: {"reason": "不是我们的"},
    Act.ASK_SUSPEND: {"reason": "等施工"},
    Act.ASK_VOID: {"reason": "重复"},
    Act.DENY: {"answer": "不行"},
    Act.SUPERVISE: {"text": "尽快"},
    Act.ANSWER: {"text": "今天完成"},
    Act.REOPEN: {"reason": "又出现了"},
    Act.AMEND: {"address": "王家桥路 14 号"},
    Act.COMMENT: {"text": "看过了"},
}


def jpeg() -> SimpleUploadedFile:
    return SimpleUploadedFile("现场.jpg", picture(), "image/jpeg")


def body_for(act: Act, cast: Cast) -> dict[str, Any]:
    category = make_category()
    make_condition(category)
    given = {
        "category": category.pk,
        "target": None,
        "unit": cast.handler.unit,
        "parts": [
            {"category": category.pk, "unit": cast.handler.unit, "text": "垃圾"},
            {"category": category.pk, "unit": cast.company.unit, "text": "围挡"},
        ],
    }
    body = dict(BODIES.get(act, {}))
    for name, value in body.items():
        if value is None:
            body[name] = make_case(cast).pk if name == "target" else given[name]
    return body


# --- The whole loop


def test_from_a_report_to_its_end(cast: Cast) -> None:
    category = make_category()
    make_condition(category)
    leader, clerk = Program(cast.leader), Program(cast.clerk)
    handler, inspector = Program(cast.handler), Program(cast.inspector)
    photo = leader.send("/evidence", file=jpeg(), region=GRID)
    assert photo.status_code == 200, photo.content
    reported = leader.post(
        "/cases",
        {"text": "路边有垃圾", "region": GRID, "evidence": [photo.json()["evidence"]]},
    ).json()
    case = reported["case"]
    assert Case.objects.get(pk=case).number == reported["number"]
    steps = (
        (clerk, "file", {"category": category.pk}),
        (clerk, "dispatch", {"unit": cast.handler.unit}),
        (handler, "ask_extend", {"reason": "下雨", "limit": "4"}),
        (Program(cast.commander), "grant", {}),
        (handler, "handle", {"report": "已清理"}),
        (inspector, "fail", {"reason": "还有一点"}),
        (handler, "handle", {"report": "全部清理"}),
        (inspector, "pass", None),
        (clerk, "close", None),
    )
    for program, act, body in steps:
        answer = program.post(f"/cases/{case}/{act}", body)
        assert answer.status_code == 200, (act, answer.json())
    whole = clerk.get(f"/cases/{case}").json()
    assert whole["stage"] == "closed"
    assert whole["reworks"] == 1
    assert [one["evidence"] for one in whole["photos"]] == [photo.json()["evidence"]]
    assert [one["decision"] for one in whole["requests"]] == ["granted"]
    assert len(whole["timeline"]) == len(steps) + 1
    assert next(one for one in whole["acts"] if one["act"] == "reopen")["why_not"] is None
    assert clerk.get(f"/cases/{case}/timeline").json()["rows"] == whole["timeline"]
    assert clerk.get(f"/cases/numbered/{reported['number']}").json()["id"] == case


def test_sending_twice_is_once(cast: Cast) -> None:
    clerk = Program(cast.clerk)
    key = str(new_id())
    body = {"text": "路边有垃圾", "region": GRID}
    first = clerk.post("/cases", body, **{"Idempotency-Key": key}).json()
    again = clerk.post("/cases", body, **{"Idempotency-Key": key}).json()
    by_body = clerk.post("/cases", body | {"id": key}).json()
    assert first == again == by_body
    assert Case.objects.count() == 1
    assert clerk.post("/cases", body, **{"Idempotency-Key": "x"}).status_code == 400


def test_what_others_told_is_entered_by_the_office(cast: Cast) -> None:
    body = {"text": "路边有垃圾", "region": GRID, "source": "hotline"}
    assert Program(cast.leader).post("/cases", body).status_code == 403
    assert Program(cast.clerk).post("/cases", body).status_code == 200
    assert Case.objects.get().source == "hotline"


def test_two_at_once_one_is_told(cast: Cast) -> None:
    case = make_case(cast, Stage.VERIFIED)
    clerk = Program(cast.clerk)
    assert clerk.post(f"/cases/{case.pk}/close").status_code == 200
    assert clerk.post(f"/cases/{case.pk}/close").status_code == 403


def test_photos_are_for_who_may_see_them(cast: Cast) -> None:
    case = make_case(cast)
    kept = Program(cast.leader).send("/evidence", file=jpeg(), case=case.pk).json()
    path = f"/evidence/{kept['evidence']}"
    answer = Program(cast.clerk).get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    small = Program(cast.clerk).get(path, small="true")
    assert small.status_code == 200
    tag = Program(cast.clerk)
    tag.headers["If-None-Match"] = answer["ETag"]
    assert tag.get(path).status_code == 304
    assert Program(cast.stranger).get(path).status_code == 404


def test_what_looks_alike_is_found(cast: Cast) -> None:
    case = make_case(cast)
    found = Program(cast.clerk).get(
        "/cases/near", lng=LNG, lat=LAT, category=case.category_id, text="垃圾"
    )
    # The case is years old against today's clock, so the window leaves it out.
    assert found.json()["rows"] == []
    assert Program(cast.clerk).get("/cases/near", lng=LNG, lat="nan").status_code == 422


def test_lists_are_narrowed_and_paged(cast: Cast) -> None:
    wanted = [make_case(cast, Stage.FILED).pk for _ in range(3)]
    make_case(cast, Stage.CLOSED)
    clerk = Program(cast.clerk)
    first = clerk.get("/cases", stage=["filed", "dispatched"], size=2).json()
    second = clerk.get("/cases", stage="filed", size=2, after=first["following"]).json()
    seen = [one["id"] for one in first["rows"] + second["rows"]]
    assert sorted(seen) == sorted(map(str, wanted))
    assert second["following"] == ""
    assert clerk.get("/cases", region=GRID, late="true").json()["rows"]
    assert Program(cast.stranger).get("/cases").json()["rows"] == []
    assert clerk.get("/cases", stage="lost").status_code == 422


# --- Who may what


def sees(case: Case, user: Acting) -> bool:
    try:
        one_case(case.pk, user=user)
    except NotFound:
        return False
    return True


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("stage", [Stage.REPORTED, Stage.FILED, Stage.DISPATCHED, Stage.HANDLED])
def test_every_act_goes_by_the_rules(cast: Cast, part: str, stage: Stage) -> None:
    user = getattr(cast, part)
    program = Program(user)
    for act in Act:
        case = make_case(cast, stage)
        why = buttons(case, user=user)[act.value].why
        answer = program.post(f"/cases/{case.pk}/{act.value}", body_for(act, cast))
        if not sees(case, user):
            assert answer.status_code == 404, (act, answer.json())
        elif why is not None:
            assert answer.status_code == 403, (act, answer.json())
        else:
            assert answer.status_code in (200, 422), (act, answer.json())


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_every_read_answers_everybody(cast: Cast, part: str) -> None:
    case = make_case(cast, Stage.DISPATCHED)
    program = Program(getattr(cast, part))
    reads = (
        "/me", "/cases", "/categories", "/limits", "/calendar/2026", "/places", "/places/regions",
        "/places/grids", "/places/grids/map", "/places/kinds", "/work/measures", "/work/records",
        "/work/totals", "/tasks", "/units", "/duties", "/duties/blind_spots", "/requests",
        "/requests?decided=true", "/cases/suggest?text=垃圾", "/cases/near?lng=102.66&lat=25.09",
        "/cases/clusters?west=102&south=25&east=103&north=26",
        "/evaluation/units?since=2026-01-01&until=2026-01-31",
        "/evaluation/units/cases?since=2026-01-01&until=2026-01-31&count=filed",
        "/figures", "/figures/records_confirmed",
        f"/cases/{case.pk}", f"/cases/{case.pk}/timeline",
        f"/conditions?category={case.category_id}",
    )  # fmt: skip
    for path in reads:
        assert program.get(path).status_code in (200, 403, 404), path
    if part == "stranger":
        assert program.get(f"/cases/{case.pk}").status_code == 404
        assert program.get(f"/cases/{case.pk}/timeline").status_code == 404


# --- What it costs


def queries_of(program: Program, path: str, django_assert_max_num_queries: Any, most: int) -> None:
    program.get(path)
    with django_assert_max_num_queries(most):
        assert program.get(path).status_code == 200


def test_a_list_costs_the_same_whatever_its_length(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for _ in range(12):
        make_case(cast, Stage.DISPATCHED)
    clerk = Program(cast.clerk)
    queries_of(clerk, "/cases?size=200", django_assert_max_num_queries, 2)
    queries_of(clerk, "/cases?size=200&text=垃圾", django_assert_max_num_queries, 3)


def test_one_case_costs_the_same_whatever_hangs_on_it(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    case = make_case(cast)
    clerk = Program(cast.clerk)
    for word in "一二三四":
        assert clerk.post(f"/cases/{case.pk}/comment", {"text": word}).status_code == 200
    queries_of(clerk, f"/cases/{case.pk}", django_assert_max_num_queries, 7)
    assert Entry.objects.filter(subject=case.pk).count() == 4
