"""One's own cases on a phone: handling, verifying, confirming, and what waits on the home page."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from wangge.cases import actions
from wangge.cases.models import Case
from wangge.cases.rules import Act, Stage
from wangge.cases.tests.make import make_case, make_category, make_condition
from wangge.kernel.clock import now
from wangge.kernel.ids import new_id
from wangge.people.tests.cast import PARTS, Cast
from wangge.trail.models import Evidence, Proof
from wangge.worklog.models import Measure, Record

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_(client: Client, cast: Cast):
    def sign_in(part: str) -> Client:
        client.force_login(cast.account(part), "django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def dispatched(cast: Cast) -> Case:
    category = make_category()
    make_condition(category)
    case = make_case(cast, Stage.FILED, reported_at=now())
    actions.dispatch_case(
        case=case.pk, unit=cast.handler.unit, by=cast.clerk, at=now(), id=new_id()
    )
    case.refresh_from_db()
    return case


@pytest.fixture
def measure() -> str:
    Measure.objects.get_or_create(
        code="case_waste",
        defaults={
            "verb": "清理", "object": "垃圾", "unit": "吨", "name_en": "waste",
            "section": "cleanup", "since": "2020-01-01", "source": "tests",
        },
    )  # fmt: skip
    return "case_waste"


def a_file() -> SimpleUploadedFile:
    picture = BytesIO()
    Image.new("RGB", (40, 30), f"#{new_id().hex[-6:]}").save(picture, "JPEG")
    return SimpleUploadedFile("a.jpg", picture.getvalue(), "image/jpeg")


def words(answer) -> str:
    return answer.content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_everybody_has_a_list_of_their_own(as_, cast: Cast, part: str) -> None:
    assert as_(part).get(reverse("cases:mine")).status_code == 200


def test_a_unit_begins_with_what_came_back_then_what_is_due(as_, cast: Cast, dispatched) -> None:
    later = make_case(cast, Stage.DISPATCHED, due_at=None)
    back = make_case(cast, Stage.DISPATCHED, due_at=None, reworks=1)
    make_case(cast, Stage.DISPATCHED, unit_id=cast.company.unit)
    mine = as_("handler").get(reverse("cases:mine")).context["mine"]
    assert [line.case.pk for line in mine.handle] == [back.pk, dispatched.pk, later.pk]
    assert mine.judge is None
    assert mine.handle[0].is_back


def test_an_inspector_sees_what_they_may_judge(as_, cast: Cast) -> None:
    look = make_case(cast, Stage.CONFIRMING)
    check = make_case(cast, Stage.HANDLED)
    make_case(cast, Stage.HANDLED, handled_account=cast.inspector.account, handled_kind="inspector")
    mine = as_("inspector").get(reverse("cases:mine")).context["mine"]
    assert {line.case.pk for line in mine.judge} == {look.pk, check.pk}
    assert mine.handle is None


def test_own_reports_are_shown(as_, cast: Cast) -> None:
    own = make_case(cast, account_id=cast.leader.account)
    make_case(cast, account_id=cast.neighbour.account)
    mine = as_("leader").get(reverse("cases:mine")).context["mine"]
    assert [line.case.pk for line in mine.reported] == [own.pk]


def test_handling_with_photos_and_quantities(as_, cast: Cast, dispatched, measure: str) -> None:
    browser, where = as_("handler"), reverse("cases:handle", args=[dispatched.pk])
    form = words(browser.get(where))
    assert 'capture="environment"' in form
    assert "act-ask_extend" in form
    id = new_id()
    sent = {
        "id": id, "text": "清理完毕", "measure_0": measure, "amount_0": "2.5",
        "qualifier_0": "over", "after": [a_file(), a_file()],
    }  # fmt: skip
    answer = browser.post(where, sent, follow=True)
    assert "notice-success" in words(answer)
    dispatched.refresh_from_db()
    assert dispatched.stage == "handled"
    assert Proof.objects.filter(subject=dispatched.pk, stage="after").count() == 2
    record = Record.objects.get(origin_id=dispatched.pk)
    assert (str(record.amount), record.qualifier, record.state) == ("2.500", "over", "draft")
    again = browser.post(where, {**sent, "after": []}, follow=True)
    assert "notice-success" in words(again)
    assert Record.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"text": "好", "measure_0": "", "amount_0": "3"},
        {"text": "好", "measure_0": "case_waste", "amount_0": ""},
        {"text": "好", "measure_0": "case_waste", "amount_0": "viele"},
        {"text": "好", "measure_0": "case_waste", "amount_0": "-3"},
        {"text": "好", "measure_0": "case_waste", "amount_0": "NaN"},
    ],
)
def test_a_mistake_keeps_words_and_photos(as_, cast, dispatched, measure: str, wrong) -> None:
    browser, where = as_("handler"), reverse("cases:handle", args=[dispatched.pk])
    id = str(new_id())
    answer = browser.post(where, {"id": id, "after": a_file(), **wrong})
    assert answer.status_code == 200
    assert "notice-error" in words(answer)
    kept = Evidence.objects.get()
    assert f'name="kept_after" value="{kept.pk}"' in words(answer)
    assert f'name="id" value="{id}"' in words(answer)
    right = {"id": id, "text": "清理完毕", "kept_after": str(kept.pk), "after": a_file()}
    browser.post(where, right)
    assert Proof.objects.filter(subject=dispatched.pk, stage="after").count() == 2


def test_no_picture_is_said(as_, cast: Cast, dispatched) -> None:
    bad = SimpleUploadedFile("a.jpg", b"no picture", "image/jpeg")
    where = reverse("cases:handle", args=[dispatched.pk])
    answer = as_("handler").post(where, {"id": new_id(), "text": "好", "after": bad})
    assert "notice-error" in words(answer)
    dispatched.refresh_from_db()
    assert dispatched.stage == "dispatched"


def test_a_measure_that_isnt_there_is_said(as_, cast: Cast, dispatched) -> None:
    where = reverse("cases:handle", args=[dispatched.pk])
    sent = {"id": new_id(), "text": "好", "measure_0": "no_such", "amount_0": "1"}
    answer = as_("handler").post(where, sent, follow=True)
    assert "notice-error" in words(answer)
    dispatched.refresh_from_db()
    assert dispatched.stage == "dispatched"


def handled(cast: Cast, case: Case) -> None:
    actions.handle_case(case=case.pk, report="清理完毕", by=cast.handler, at=now(), id=new_id())


def test_verifying_on_the_spot(as_, cast: Cast, dispatched) -> None:
    handled(cast, dispatched)
    browser, where = as_("inspector"), reverse("cases:verify", args=[dispatched.pk])
    assert "清理完毕" in words(browser.get(where))
    nothing = browser.post(where, {"id": new_id(), "text": "没清"})
    assert "notice-error" in words(nothing)
    no_reason = browser.post(where, {"id": new_id(), "verdict": "no", "after": a_file()})
    assert "notice-error" in words(no_reason)
    assert "kept_after" in words(no_reason)
    browser.post(where, {"id": new_id(), "verdict": "no", "text": "墙角没清"})
    dispatched.refresh_from_db()
    assert (dispatched.stage, dispatched.reworks) == ("dispatched", 1)
    assert "墙角没清" in words(as_("handler").get(reverse("cases:case", args=[dispatched.pk])))
    handled(cast, dispatched)
    answer = as_("inspector").post(where, {"id": new_id(), "verdict": "yes"}, follow=True)
    assert "notice-success" in words(answer)
    dispatched.refresh_from_db()
    assert dispatched.stage == "verified"


def test_who_handled_never_verifies(as_, cast: Cast, dispatched) -> None:
    handled(cast, dispatched)
    where = reverse("cases:verify", args=[dispatched.pk])
    assert as_("handler").get(where).status_code == 403
    answer = as_("handler").post(where, {"id": new_id(), "verdict": "yes"}, follow=True)
    assert "notice-error" in words(answer)
    dispatched.refresh_from_db()
    assert dispatched.stage == "handled"


def test_confirming_on_the_spot(as_, cast: Cast) -> None:
    case = make_case(cast, Stage.CONFIRMING)
    browser, where = as_("inspector"), reverse("cases:confirm", args=[case.pk])
    assert browser.get(where).status_code == 200
    without = browser.post(where, {"id": new_id(), "verdict": "no", "text": ""})
    assert "notice-error" in words(without)
    browser.post(where, {"id": new_id(), "verdict": "no", "text": "现场没有"})
    case.refresh_from_db()
    assert (case.stage, case.confirmed) == ("reported", False)
    second = make_case(cast, Stage.CONFIRMING)
    where = reverse("cases:confirm", args=[second.pk])
    browser.post(where, {"id": new_id(), "verdict": "yes", "after": a_file()})
    second.refresh_from_db()
    assert second.confirmed is True
    assert Proof.objects.get(subject=second.pk).stage == "other"


@pytest.mark.parametrize("name", ["handle", "verify", "confirm"])
def test_outside_nothing_of_it_exists(as_, cast: Cast, dispatched, name: str) -> None:
    where = reverse(f"cases:{name}", args=[dispatched.pk])
    assert as_("stranger").get(where).status_code == 404
    assert as_("discipline").get(where).status_code == 403


WAITING = {
    "clerk": {"待受理案件", "待派遣案件", "待结案案件", "超时案件"},
    "head": {"待受理案件", "待审批的案件申请", "待派遣案件", "待结案案件", "超时案件"},
    "commander": {"待审批的案件申请", "超时案件"},
    "handler": {"待处置案件", "超时案件"},
    "inspector": {"待现场核实案件", "待核查案件", "超时案件"},
    "discipline": {"超时案件"},
}


@pytest.mark.parametrize(("part", "expected"), WAITING.items())
def test_the_home_page_says_what_waits(as_, cast: Cast, part: str, expected: set[str]) -> None:
    make_case(cast)
    shown = words(as_(part).get("/"))
    every = {label for labels in WAITING.values() for label in labels}
    assert {label for label in every if f"<span>{label}</span>" in shown} == expected


def test_the_list_says_what_is_to_be_done(as_, cast: Cast, dispatched) -> None:
    mine = as_("handler").get(reverse("cases:mine")).context["mine"]
    assert mine.handle[0].act is Act.HANDLE
    make_case(cast, Stage.SUSPENDED)
    mine = as_("handler").get(reverse("cases:mine")).context["mine"]
    assert [line.act for line in mine.handle] == [Act.HANDLE, None]
