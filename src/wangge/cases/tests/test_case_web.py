"""The page of a case as each of the cast, its acts through HTTP, and what it costs."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wangge.cases import actions
from wangge.cases.models import Case, Duty, Remark, Request
from wangge.cases.queries.page import case_page
from wangge.cases.rules import Act, Ask, LimitUnit, Source, Stage
from wangge.cases.rules.work import Work
from wangge.cases.tests.make import make_case, make_category, make_condition
from wangge.kernel.clock import now
from wangge.kernel.ids import derived_id, new_id
from wangge.people.rules import PUBLIC
from wangge.people.tests.cast import GRID, PARTS, STREET, Cast
from wangge.worklog.models import Measure, Record

pytestmark = pytest.mark.django_db
PHONE = "13812345678"
EVERYWHERE = {
    "commander", "head", "clerk", "sub_commander", "community", "leader", "inspector", "discipline",
}  # fmt: skip


@pytest.fixture
def as_(client: Client, cast: Cast):
    def sign_in(part: str) -> Client:
        client.force_login(cast.account(part), "django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture(autouse=True)
def catalogue() -> None:
    make_condition(make_category())


def words(answer) -> str:
    return answer.content.decode()


def doing(by, **more):
    return {"by": by, "at": now(), "id": new_id(), **more}


def reported(cast: Cast) -> UUID:
    """A resident's report with a telephone number."""
    case = new_id()
    actions.report_case(
        case=case,
        source=Source.PUBLIC,
        text="路边有一堆垃圾",
        region=GRID,
        reporter=actions.NewReporter(case.hex * 2, "张三丰", PHONE),
        **doing(PUBLIC),
    )
    return case


def filed(cast: Cast) -> UUID:
    case = reported(cast)
    actions.file_case(case=case, category=make_category().pk, **doing(cast.clerk))
    return case


def dispatched(cast: Cast) -> UUID:
    case = filed(cast)
    actions.dispatch_case(case=case, unit=cast.handler.unit, **doing(cast.clerk))
    return case


def page(browser: Client, case: UUID, **query: str):
    return browser.get(reverse("cases:case", args=[case]), query)


def send(browser: Client, case: UUID, name: str, **data):
    where = reverse(f"cases:{name}", args=[case])
    return browser.post(where, {"id": new_id(), **data}, follow=True)


def stage_of(case: UUID) -> str:
    return Case.objects.get(pk=case).stage


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_a_case_at_every_stage_as_each_sees_it(as_, cast: Cast, part: str) -> None:
    cases = [make_case(cast, stage) for stage in Stage]
    browser = as_(part)
    for case in cases:
        own = part == "handler" and case.unit_id == cast.handler.unit
        answer = page(browser, case.pk)
        assert answer.status_code == (200 if part in EVERYWHERE or own else 404), case.stage
        if answer.status_code == 200:
            assert case.number in words(answer)


def test_nobody_without_signing_in(client: Client, cast: Cast) -> None:
    assert page(client, make_case(cast).pk).status_code == 302


@pytest.mark.parametrize("part", sorted(EVERYWHERE))
def test_each_act_is_offered_only_where_it_may_be_done(as_, cast: Cast, part: str) -> None:
    case = dispatched(cast)
    answer = page(as_(part), case)
    view = answer.context["view"]
    for panel in answer.context["panels"]:
        if panel.name != "contact":
            assert view.buttons[panel.name].why is None
    for button in view.greyed:
        assert str(button.act.value) + '"' in words(answer)
        assert f'id="act-{button.act.value}"' not in words(answer)


def test_the_next_step_stands_in_front(as_, cast: Cast) -> None:
    case = reported(cast)
    assert page(as_("clerk"), case).context["view"].next.act is Act.FILE
    actions.file_case(case=case, category=make_category().pk, **doing(cast.clerk))
    Duty.objects.create(
        id=new_id(), region=STREET, unit_id=cast.handler.unit, since=now().date() - timedelta(9)
    )
    answer = page(as_("clerk"), case)
    assert answer.context["view"].next.act is Act.DISPATCH
    assert f'name="unit" value="{cast.handler.unit}"' in words(answer)
    send(as_("clerk"), case, "dispatch", unit=str(cast.handler.unit))
    assert page(as_("handler"), case).context["view"].next.act is Act.HANDLE
    assert page(as_("discipline"), case).context["view"].next is None


def test_a_blind_spot_is_said(as_, cast: Cast) -> None:
    answer = page(as_("clerk"), filed(cast))
    assert "盲区" in words(answer)


def test_reporters_are_masked_and_called_back_by_the_office(as_, cast: Cast) -> None:
    case = reported(cast)
    assert PHONE not in words(page(as_("leader"), case))
    assert "138****5678" in words(page(as_("leader"), case))
    assert f"tel:{PHONE}" in words(page(as_("clerk"), case))
    answer = send(as_("clerk"), case, "contact", text="已说明进展", resolution="", satisfaction="")
    assert "notice-success" in words(answer)
    assert "已说明进展" in words(answer)
    assert Case.objects.get(pk=case).contacted_at is not None
    refused = send(as_("leader"), case, "contact", text="x")
    assert "notice-error" in words(refused)


def test_a_case_through_its_page_to_the_end(as_, cast: Cast) -> None:
    case = reported(cast)
    category = str(make_category().pk)
    clerk = as_("clerk")
    send(clerk, case, "ask_confirm")
    assert stage_of(case) == "confirming"
    actions.confirm_case(case=case, **doing(cast.inspector))
    send(clerk, case, "amend", address="王家桥路 8 号")
    send(clerk, case, "file", category=category, condition="", severity="")
    answer = send(clerk, case, "dispatch", unit=str(cast.handler.unit), note="请尽快")
    assert "请尽快" in words(answer)
    assert Case.objects.get(pk=case).address == "王家桥路 8 号"
    send(as_("commander"), case, "urge", text="")
    send(as_("commander"), case, "supervise", text="今天处理完")
    send(as_("handler"), case, "answer", text="正在处理")
    actions.handle_case(case=case, report="清理完毕", **doing(cast.handler))
    actions.pass_case(case=case, **doing(cast.inspector))
    send(as_("clerk"), case, "close")
    assert stage_of(case) == "closed"
    said = words(send(as_("clerk"), case, "reopen", reason="又有了"))
    assert stage_of(case) == "filed"
    for sentence in ("催办", "今天处理完", "正在处理", "清理完毕", "又有了"):
        assert sentence in said


def test_requests_are_asked_and_decided(as_, cast: Cast) -> None:
    case = dispatched(cast)
    send(as_("handler"), case, "ask_extend", reason="下雨", limit="4", limit_unit="work_hours")
    asked = Request.objects.get()
    assert (asked.ask, asked.limit, asked.limit_unit) == ("extend", 4, "work_hours")
    head = page(as_("head"), case)
    assert head.context["view"].next.act is Act.GRANT
    assert "等待审批" in words(head)
    send(as_("head"), case, "deny", answer="明天晴")
    assert Request.objects.get().decision == "denied"
    send(as_("handler"), case, "ask_suspend", reason="等项目")
    send(as_("head"), case, "grant", answer="")
    assert stage_of(case) == "suspended"
    send(as_("clerk"), case, "resume")
    send(as_("handler"), case, "ask_return", reason="不属于本单位")
    send(as_("head"), case, "grant")
    assert stage_of(case) == "filed"
    send(as_("clerk"), case, "ask_void", reason="重复登记")
    send(as_("commander"), case, "grant")
    assert stage_of(case) == "void"


def test_refusing_merging_splitting(as_, cast: Cast) -> None:
    clerk = as_("clerk")
    refused = reported(cast)
    send(clerk, refused, "refuse", reason="不属于城市管理事项")
    assert Case.objects.get(pk=refused).reason == "不属于城市管理事项"
    target = filed(cast)
    copy = make_case(cast)
    answer = send(clerk, copy.pk, "merge", target=Case.objects.get(pk=target).number)
    assert Case.objects.get(pk=copy.pk).merged_into_id == target
    assert reverse("cases:case", args=[target]) in words(answer)
    assert copy.number in words(page(clerk, target))
    sent = {}
    for place, unit in enumerate((cast.handler.unit, cast.company.unit)):
        sent |= {
            f"unit_{place}": str(unit), f"category_{place}": str(make_category().pk),
            f"text_{place}": f"第{place}处",
        }  # fmt: skip
    answer = send(clerk, target, "split", **sent)
    assert Case.objects.filter(parent=target, stage="dispatched").count() == 2
    assert "handler" in words(answer)


def test_what_is_missing_comes_back_open_as_it_was_typed(as_, cast: Cast) -> None:
    case = reported(cast)
    clerk = as_("clerk")
    where = reverse("cases:merge", args=[case])
    answer = clerk.post(where, {"id": new_id(), "target": "PJ-19990101-0001"})
    assert answer.status_code == 422
    assert "PJ-19990101-0001" in words(answer)
    assert 'id="act-merge" aria-labelledby="act-merge-title" open' in words(answer)
    empty = clerk.post(reverse("cases:refuse", args=[case]), {"id": new_id(), "reason": " "})
    assert empty.status_code == 422
    half = {"id": new_id(), "lng": "102.66", "lat": ""}
    assert clerk.post(reverse("cases:amend", args=[case]), half).status_code == 422
    outside = {"id": new_id(), "lng": "102.66", "lat": "25.09"}
    assert clerk.post(reverse("cases:amend", args=[case]), outside).status_code == 422
    assert stage_of(case) == "reported"


def test_a_form_can_be_asked_for_by_its_address(as_, cast: Cast) -> None:
    answer = page(as_("clerk"), reported(cast), act="refuse")
    assert 'id="act-refuse" aria-labelledby="act-refuse-title" open' in words(answer)


def test_sending_twice_is_once(as_, cast: Cast) -> None:
    case = dispatched(cast)
    clerk, id = as_("clerk"), new_id()
    for _ in range(2):
        sent = {"id": id, "text": "已联系", "is_public": "on"}
        answer = clerk.post(reverse("cases:comment", args=[case]), sent, follow=True)
        assert "notice-success" in words(answer)
    assert Remark.objects.count() == 1


def test_who_comes_second_is_told_and_sees_how_it_stands(as_, cast: Cast) -> None:
    case = reported(cast)
    actions.refuse_case(case=case, reason="无法找到", **doing(cast.head))
    answer = send(as_("clerk"), case, "file", category=str(make_category().pk), seen="")
    assert "notice-error" in words(answer)
    assert "无法找到" in words(answer)
    notices = [str(one) for one in answer.context["messages"]]
    assert any(cast.head.name in one for one in notices)
    newest = answer.context["view"].newest
    told = send(as_("clerk"), case, "file", category=str(make_category().pk), seen=str(newest))
    assert not any(cast.head.name in str(one) for one in told.context["messages"])
    assert answer.redirect_chain[-1][0] == reverse("cases:case", args=[case])


def test_work_that_came_with_a_case_stands_on_it(as_, cast: Cast, measure) -> None:
    case = dispatched(cast)
    work = [Work(new_id(), measure, Decimal("2.5"))]
    actions.handle_case(case=case, report="清理", work=work, **doing(cast.handler))
    assert Record.objects.filter(origin_id=case).exists()
    assert "2.5" in words(page(as_("clerk"), case))


@pytest.fixture
def measure() -> str:
    Measure.objects.get_or_create(
        code="case_waste",
        defaults={
            "verb": "清理", "object": "垃圾", "unit": "吨", "name_en": "waste",
            "section": "cleanup", "since": date(2020, 1, 1), "source": "tests",
        },
    )  # fmt: skip
    return "case_waste"


def test_a_page_costs_a_bounded_number_of_queries(
    cast: Cast, django_assert_max_num_queries
) -> None:
    case = dispatched(cast)
    made = [make_case(cast, Stage.CLOSED) for _ in range(3)]
    Case.objects.filter(pk=case).update(lng=made[0].lng, lat=made[0].lat)
    for n in range(5):
        actions.comment_case(case=case, remark=new_id(), text=f"第{n}条", **doing(cast.clerk))
    actions.ask_office(
        case=case, request=derived_id("r", case), ask=Ask.EXTEND, reason="下雨",
        limit=Decimal(2), limit_unit=LimitUnit.WORK_HOURS, **doing(cast.handler),
    )  # fmt: skip
    with CaptureQueriesContext(connection) as few:
        case_page(case, user=cast.head, at=now())
    for n in range(5):
        actions.comment_case(case=case, remark=new_id(), text=f"又{n}条", **doing(cast.clerk))
        make_case(cast, Stage.CLOSED)
    with django_assert_max_num_queries(25):
        view = case_page(case, user=cast.head, at=now())
    with CaptureQueriesContext(connection) as many:
        case_page(case, user=cast.head, at=now())
    assert len(many) == len(few)
    assert len(view.remarks) == 10


def test_phases_of_a_case_follow_its_instants(as_, cast: Cast) -> None:
    view = page(as_("clerk"), dispatched(cast)).context["view"]
    assert [one.progress.value for one in view.phases] == [
        "done", "done", "done", "now", "ahead", "ahead",
    ]  # fmt: skip
    refused = make_case(cast, Stage.REFUSED)
    view = page(as_("clerk"), refused.pk).context["view"]
    assert [one.progress.value for one in view.phases][1:] == ["left_out"] * 5
