"""Each page once as each of the cast, the doing form, lists and selections, through HTTP."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from python_calamine import CalamineWorkbook

from wangge.campaigns.actions import cancel_task, check_task, close_round, send_back_task
from wangge.campaigns.models import Campaign, Programme, Round, Task
from wangge.campaigns.tests.make import a_programme, a_round, doing, done, the_task
from wangge.kernel.clock import now, start_of, week_of
from wangge.kernel.ids import new_id
from wangge.people.tests.cast import FIRST, GRID, PARTS, Cast
from wangge.trail.models import Evidence, Proof
from wangge.worklog.models import Record

pytestmark = pytest.mark.django_db
HERE = [part for part in PARTS if part != "stranger"]


@pytest.fixture
def at():
    """This week's Monday morning: pages ask the real clock."""
    return start_of(week_of(now().date()).start) + timedelta(hours=9)


@pytest.fixture
def made(cast: Cast, at):
    return a_programme(cast.clerk, at)


@pytest.fixture
def opened(cast: Cast, made, at) -> Round:
    return a_round(made, cast.clerk, at)


@pytest.fixture
def as_(client: Client, cast: Cast):
    def sign_in(part: str) -> Client:
        client.force_login(cast.account(part), "django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def a_file(name: str = "a.jpg") -> SimpleUploadedFile:
    picture = BytesIO()
    Image.new("RGB", (40, 30), f"#{new_id().hex[-6:]}").save(picture, "JPEG")
    return SimpleUploadedFile(name, picture.getvalue(), "image/jpeg")


def words(answer) -> str:
    return answer.content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("part", HERE)
def test_every_page_for_everybody_here(as_, opened: Round, made, part: str) -> None:
    browser = as_(part)
    pages = {
        reverse("campaigns:programmes"): "十大专项行动",
        reverse("campaigns:week"): "重点路段日常巡查",
        reverse("campaigns:mine"): "h1",
        reverse("campaigns:tasks"): "h1",
        reverse("campaigns:programme", args=[made.programme]): "陈年垃圾清理",
        reverse("campaigns:history", args=[made.programme]): "重点路段日常巡查",
        reverse("campaigns:campaign", args=[made.sweep]): "陈年垃圾清理",
        reverse("campaigns:round", args=[opened.pk]): "王家桥社区",
        reverse("campaigns:grids", args=[opened.pk]): "h1",
    }
    for page, word in pages.items():
        answer = browser.get(page)
        assert answer.status_code == 200, page
        assert word in words(answer), page


def test_outside_nothing_of_it_exists(as_, opened: Round, made) -> None:
    browser = as_("stranger")
    assert "十大专项行动" not in words(browser.get(reverse("campaigns:programmes")))
    assert browser.get(reverse("campaigns:week")).status_code == 200
    task = the_task(opened, "东巷").pk
    for name, id in (
        ("programme", made.programme), ("history", made.programme), ("campaign", made.sweep),
        ("round", opened.pk), ("grids", opened.pk), ("task", task), ("do", task),
    ):  # fmt: skip
        assert browser.get(reverse(f"campaigns:{name}", args=[id])).status_code == 404, name


SEES_TASK = dict.fromkeys(HERE, 200) | {"neighbour": 404, "company": 404, "handler": 404}


@pytest.mark.slow
@pytest.mark.parametrize(("part", "status"), SEES_TASK.items())
def test_a_task_as_each_sees_it(as_, cast: Cast, opened: Round, at, part: str, status: int) -> None:
    task = the_task(opened, "东巷")
    done(task, cast.leader, at, report="清完")
    answer = as_(part).get(reverse("campaigns:task", args=[task.pk]))
    assert answer.status_code == status
    if status == 200:
        assert "2.5余吨" in words(answer)


def test_nobody_without_signing_in(client: Client, opened: Round) -> None:
    assert client.get(reverse("campaigns:round", args=[opened.pk])).status_code == 302


def test_the_office_plans_through_its_forms(as_, made) -> None:
    browser = as_("clerk")
    new = reverse("campaigns:new_programme")
    sent = {
        "id": new_id(), "name": "第二方案", "slug": "second", "document": "", "region": "530102009",
        "starts_on": "2030-01-01", "ends_on": "2030-02-01",
    }  # fmt: skip
    assert browser.get(new).status_code == 200
    assert browser.post(new, sent).status_code == 302
    assert browser.post(new, sent).status_code == 302
    second = Programme.objects.get(slug="second")
    clash = browser.post(new, sent | {"id": new_id()})
    assert clash.status_code == 200
    edit = reverse("campaigns:edit_programme", args=[second.pk])
    assert browser.get(edit).status_code == 200
    changed = {"id": new_id(), "name": "改名", "document": "", "ends_on": "2030-03-01"}
    assert browser.post(edit, changed).status_code == 302
    new_one = reverse("campaigns:new_campaign", args=[second.pk])
    assert browser.get(new_one).status_code == 200
    campaign = {"id": new_id(), "number": 1, "name": "", "spread": "place"}
    assert browser.post(new_one, campaign).status_code == 302
    slot = Campaign.objects.get(programme=second)
    filled = {"id": new_id(), "name": "志愿服务", "spread": "grid", "measures": ["waste"]}
    assert browser.post(reverse("campaigns:campaign", args=[slot.pk]), filled).status_code == 302
    slot.refresh_from_db()
    assert (slot.name, slot.spread, slot.measures.count()) == ("志愿服务", "grid", 1)
    amended = filled | {"id": new_id(), "name": "共驻共建"}
    assert browser.post(reverse("campaigns:campaign", args=[slot.pk]), amended).status_code == 302
    slot.refresh_from_db()
    assert slot.name == "共驻共建"


def test_planning_is_refused_to_others(as_, made) -> None:
    browser = as_("leader")
    assert browser.get(reverse("campaigns:new_programme")).status_code == 403
    where = reverse("campaigns:edit_programme", args=[made.programme])
    assert browser.get(where).status_code == 403


def test_a_round_is_opened_and_closed_by_hand(as_, cast: Cast, made) -> None:
    browser = as_("clerk")
    where = reverse("campaigns:open_round", args=[made.programme])
    answer = browser.post(where, {"id": new_id()}, follow=True)
    assert Round.objects.count() == 1
    assert "东巷" in words(answer)
    again = browser.post(where, {"id": new_id()}, follow=True)
    assert "notice-error" in words(again)
    opened = Round.objects.get()
    closing = reverse("campaigns:close_round", args=[opened.pk])
    browser.post(closing, {"id": new_id()})
    opened.refresh_from_db()
    expected = "closed" if now().date().weekday() == 6 else "open"
    assert opened.state == expected


def test_a_closed_round_shows_its_frozen_coverage(as_, cast: Cast, opened: Round, made, at) -> None:
    done(the_task(opened, "东巷"), cast.leader, at)
    close_round(round=opened.pk, **doing(cast.clerk, at + timedelta(days=6)))
    page = words(as_("commander").get(reverse("campaigns:round", args=[opened.pk])))
    assert "1/3" in page
    history = words(as_("community").get(reverse("campaigns:history", args=[made.programme])))
    assert "1/2" in history
    leader = words(as_("leader").get(reverse("campaigns:round", args=[opened.pk])))
    assert "1/2" in leader


def test_the_street_form(as_, opened: Round) -> None:
    task = the_task(opened, "东巷")
    browser = as_("leader")
    where = reverse("campaigns:do", args=[task.pk])
    form = words(browser.get(where))
    assert 'capture="environment"' in form
    sent = {"id": new_id(), "report": "清完", "amount-waste": "2.5", "qualifier-waste": "over"}
    half = browser.post(where, sent | {"before": a_file()})
    assert half.status_code == 200
    kept = Evidence.objects.get()
    assert str(kept.pk) in words(half)
    assert 'value="2.5"' in words(half)
    full = sent | {"id": new_id(), "kept_before": str(kept.pk), "after": [a_file(), a_file()]}
    assert browser.post(where, full).status_code == 302
    assert Proof.objects.filter(subject=task.pk).count() == 3
    assert Record.objects.get().qualifier == "over"
    assert browser.post(where, full | {"after": a_file()}).status_code == 403


@pytest.mark.parametrize("amount", ["viele", "-3", "NaN", "1e99"])
def test_the_street_form_takes_only_amounts(as_, opened: Round, amount: str) -> None:
    task = the_task(opened, GRID)
    sent = {"id": new_id(), "report": "", "amount-waste": amount}
    answer = as_("leader").post(reverse("campaigns:do", args=[task.pk]), sent)
    assert answer.status_code == 200
    assert not Record.objects.exists()


def test_a_picture_that_isnt_one_is_said(as_, opened: Round) -> None:
    task = the_task(opened, GRID)
    bad = SimpleUploadedFile("a.jpg", b"no picture", "image/jpeg")
    sent = {"id": new_id(), "report": "巡查", "before": bad}
    answer = as_("leader").post(reverse("campaigns:do", args=[task.pk]), sent)
    assert "notice-error" in words(answer)
    assert Task.objects.get(pk=task.pk).state == "open"


def test_a_photo_from_elsewhere_proves_nothing(as_, cast: Cast, opened: Round) -> None:
    from wangge.campaigns.tests.make import a_photo

    foreign = a_photo(cast.stranger, "530102010")
    task = the_task(opened, GRID)
    sent = {"id": new_id(), "report": "巡查", "kept_before": str(foreign)}
    answer = as_("leader").post(reverse("campaigns:do", args=[task.pk]), sent)
    assert "notice-error" in words(answer)
    assert not Proof.objects.exists()


def test_judging_through_the_page(as_, cast: Cast, opened: Round, at) -> None:
    task = the_task(opened, "东巷")
    done(task, cast.leader, at)
    browser = as_("clerk")
    back = reverse("campaigns:send_back", args=[task.pk])
    answer = browser.post(back, {"id": new_id(), "reason": "墙角未清"}, follow=True)
    assert "墙角未清" in words(answer)
    form = words(as_("leader").get(reverse("campaigns:do", args=[task.pk])))
    assert 'value="2.5"' in form
    done(task, cast.leader, at, amount="3")
    as_("clerk").post(reverse("campaigns:check", args=[task.pk]), {"id": new_id()})
    other = the_task(opened, "西巷")
    cancel = reverse("campaigns:cancel", args=[other.pk])
    browser.post(cancel, {"id": new_id(), "reason": "封闭"})
    states = dict(Task.objects.values_list("place__name", "state"))
    assert (states["东巷"], states["西巷"]) == ("checked", "cancelled")


def test_assigning_from_the_page(as_, cast: Cast, opened: Round) -> None:
    task = the_task(opened, "东巷")
    where = reverse("campaigns:assign", args=[task.pk])
    browser = as_("clerk")
    browser.post(where, {"id": new_id(), "assignee": str(cast.leader.post), "due_on": ""})
    task.refresh_from_db()
    assert (task.state, task.assignee_id) == ("assigned", cast.leader.post)
    answer = browser.post(where, {"id": new_id(), "due_on": "bald"}, follow=True)
    assert "notice-error" in words(answer)


def test_a_selection_says_what_became_of_each(as_, cast: Cast, opened: Round) -> None:
    first, second = the_task(opened, "东巷"), the_task(opened, "西巷")
    cancel_task(task=second.pk, reason="封闭", **doing(cast.clerk))
    browser, where = as_("clerk"), reverse("campaigns:bulk")
    here = reverse("campaigns:round", args=[opened.pk])
    sent = {"id": new_id(), "act": "propose", "task": [first.pk, second.pk], "next": here}
    answer = browser.post(where, sent, follow=True)
    assert "notice-success" in words(answer)
    assert "西巷" in words(answer)
    assert "notice-warning" in words(answer)
    whole = {
        "id": new_id(), "act": "propose", "whole": "1", "round": str(opened.pk),
        "query": f"show=all&area={FIRST}", "next": "https://elsewhere.example/",
    }  # fmt: skip
    assert browser.post(where, whole).url == reverse("campaigns:tasks")
    assert opened.tasks.filter(state="assigned").count() == 3
    nothing = browser.post(where, {"id": new_id(), "act": "check"}, follow=True)
    assert "notice-error" in words(nothing)


def test_lists_are_cut_by_their_address(as_, cast: Cast, opened: Round, made, at) -> None:
    done(the_task(opened, "东巷"), cast.leader, at)
    browser = as_("clerk")
    here = reverse("campaigns:round", args=[opened.pk])

    def rows(query: str) -> set[str]:
        listed = browser.get(f"{here}?{query}").context["list"].page.rows
        return {str(task.place or task.grid) for task in listed}

    assert rows("") == {"西巷", "南巷", "王家桥第一网格", "王家桥第二网格"}
    assert rows("show=done") == {"东巷"}
    assert rows(f"show=all&campaign={made.sweep}&area={FIRST}") == {"东巷", "西巷"}
    assert rows(f"show=all&area={GRID}") == {"东巷", "西巷", "王家桥第一网格"}
    assert rows("show=late") == set()
    assert rows("campaign=nonsense&area=%27;drop&after=x&show=what") >= {"东巷"}


def test_a_list_is_taken_away_as_it_was_cut(as_, opened: Round) -> None:
    where = reverse("campaigns:sheet")
    answer = as_("leader").get(where, {"round": str(opened.pk), "show": "all"})
    rows = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))
    names = [row[2] for row in rows.get_sheet_by_index(0).to_python()[2:]]
    assert sorted(names) == ["东巷", "王家桥第一网格", "西巷"]


def test_my_tasks_begin_with_what_came_back(as_, cast: Cast, opened: Round, at) -> None:
    task = the_task(opened, "西巷")
    done(task, cast.leader, at)
    send_back_task(task=task.pk, reason="重拍照片", **doing(cast.clerk, at))
    page = as_("leader").get(reverse("campaigns:mine"))
    assert page.context["tasks"][0] == task
    assert "重拍照片" in words(page)
    assert len(page.context["tasks"]) == 3
    check = the_task(opened, "东巷")
    done(check, cast.leader, at)
    check_task(task=check.pk, **doing(cast.clerk, at))
    assert len(as_("leader").get(reverse("campaigns:mine")).context["tasks"]) == 2
