"""A step for a whole selection: each row done or refused on its own, twice the same as once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from wangge.cases.models import Case, Duty, Request
from wangge.cases.rules import Stage
from wangge.cases.tests.make import make_case, make_category, make_condition, make_request
from wangge.kernel.clock import now
from wangge.kernel.ids import new_id
from wangge.people.tests.cast import ELSEWHERE, FIRST, STREET, Cast
from wangge.trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_(client: Client, cast: Cast):
    def sign_in(part: str) -> Client:
        client.force_login(cast.account(part), "django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def at():
    return now() - timedelta(minutes=5)


def send(client: Client, act: str, cases, **more):
    form = {"act": act, "case": [case.pk for case in cases], "next": reverse("cases:cases")}
    return client.post(reverse("cases:bulk"), {"id": new_id(), **form, **more})


def stages(*cases) -> list[str]:
    return [Case.objects.get(pk=case.pk).stage for case in cases]


def test_each_row_has_its_own_outcome(as_, cast: Cast, at):
    make_condition(make_category())
    good, closed = make_case(cast, reported_at=at), make_case(cast, Stage.CLOSED, reported_at=at)
    bare = make_case(cast, category=None, reported_at=at)
    foreign = make_case(cast, region=ELSEWHERE, reported_at=at)
    answer = send(as_("clerk"), "file", [good, closed, bare, foreign])
    assert answer.status_code == 200
    assert stages(good, closed, bare, foreign) == ["filed", "closed", "reported", "reported"]
    assert [row[1].case for row in answer.context["done"]] == [good.pk]
    seen = answer.content.decode()
    for refused in (closed, bare):
        assert f'value="{refused.pk}" checked' in seen
    assert foreign.number not in seen
    assert f'value="{foreign.pk}"' not in seen


def test_sent_twice_is_done_once(as_, cast: Cast, at):
    make_condition(make_category())
    case = make_case(cast, reported_at=at)
    client, id = as_("clerk"), new_id()
    first = send(client, "file", [case], id=id)
    again = send(client, "file", [case], id=id)
    assert len(first.context["done"]) == len(again.context["done"]) == 1
    assert Entry.objects.filter(action="cases.file").count() == 1


def test_dispatched_as_the_duty_table_proposes_or_to_a_chosen_unit(as_, cast: Cast, at):
    category = make_category()
    make_condition(category)
    Duty.objects.create(region=FIRST, unit_id=cast.handler.unit, since=(at - timedelta(9)).date())
    client = as_("clerk")
    one, two = (make_case(cast, reported_at=at) for _ in range(2))
    blind = make_case(cast, region=STREET, reported_at=at)
    send(client, "file", [two, blind])
    assert len(send(client, "file_dispatch", [one]).context["done"]) == 1
    answer = send(client, "dispatch", [two, blind])
    assert stages(one, two, blind) == ["dispatched", "dispatched", "filed"]
    assert {Case.objects.get(pk=case.pk).unit_id for case in (one, two)} == {cast.handler.unit}
    assert len(answer.context["refused"]) == 1
    assert send(client, "dispatch_to", [blind], unit="").context["refused"]
    assert send(client, "dispatch_to", [blind], unit=cast.company.unit).context["done"]
    assert Case.objects.get(pk=blind.pk).unit_id == cast.company.unit


def test_filed_but_without_a_unit_says_both(as_, cast: Cast, at):
    make_condition(make_category())
    blind = make_case(cast, region=STREET, reported_at=at)
    answer = send(as_("clerk"), "file_dispatch", [blind])
    assert stages(blind) == ["filed"]
    assert len(answer.context["refused"]) == 1


def test_refused_closed_and_urged_together(as_, cast: Cast, at):
    report, verified, sent = (
        make_case(cast, stage, reported_at=at)
        for stage in (Stage.REPORTED, Stage.VERIFIED, Stage.DISPATCHED)
    )
    client = as_("clerk")
    assert send(client, "refuse", [report]).status_code == 302
    assert stages(report) == ["reported"]
    send(client, "refuse", [report], text_refuse="不属于本街道")
    send(client, "close", [verified])
    send(client, "urge", [sent], text_urge="请尽快")
    assert stages(report, verified) == ["refused", "closed"]
    assert Case.objects.get(pk=sent.pk).urges == 1


def test_requests_are_decided_together(as_, cast: Cast, at):
    cases = [make_case(cast, Stage.DISPATCHED, reported_at=at) for _ in range(3)]
    for case in cases:
        make_request(case, by=cast.handler, asked_at=at)
    client = as_("head")
    assert send(client, "deny", cases[:1]).status_code == 302
    send(client, "deny", cases[:1], text_deny="今天必须完成")
    decided = Request.objects.get(case=cases[0])
    assert (decided.decision, decided.answer) == ("denied", "今天必须完成")
    answer = send(client, "grant", cases)
    assert len(answer.context["refused"]) == 1
    assert 'value="grant"' in answer.content.decode()


@pytest.mark.parametrize("part", ["leader", "handler", "inspector", "discipline", "stranger"])
def test_who_may_not_is_refused_row_by_row(as_, cast: Cast, at, part):
    case = make_case(cast, reported_at=at)
    for act in ("file", "refuse", "close", "grant"):
        answer = send(as_(part), act, [case], text_refuse="x")
        assert answer.context["done"] == []
    assert stages(case) == ["reported"]


def test_nothing_chosen_too_much_or_nonsense_is_said(as_, cast: Cast, at):
    client = as_("clerk")
    case = make_case(cast, reported_at=at)
    url = reverse("cases:bulk")
    for form in (
        {"act": "file"},
        {"act": "explode", "case": case.pk},
        {"act": "file", "case": [new_id() for _ in range(201)]},
        {"act": "file", "case": "x", "next": "https://evil.example/"},
    ):
        answer = client.post(url, {"id": new_id(), **form})
        assert (answer.status_code, answer["Location"]) == (302, reverse("cases:cases"))
    assert client.post(url, {"act": "file", "case": case.pk}).status_code == 302
    assert client.get(url).status_code == 405
