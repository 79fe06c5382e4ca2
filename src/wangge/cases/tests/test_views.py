"""Pages of lists: each once as each of the cast, filters, kept views, the ledger, hostility."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from wangge.cases.actions.views import MOST, delete_view, save_view
from wangge.cases.models import SavedView
from wangge.cases.queries.views import saved_views
from wangge.cases.rules import Ask, Decision, Stage
from wangge.cases.tests.make import LAT, LNG, make_case, make_request
from wangge.kernel.clock import now
from wangge.kernel.errors import Invalid, NotFound, Refused
from wangge.kernel.ids import new_id
from wangge.people.tests.cast import AT, NEXT_GRID, PARTS, Cast

pytestmark = pytest.mark.django_db
PAGES = ("cases:cases", "cases:map", "cases:requests")


@pytest.fixture
def as_(client: Client, cast: Cast):
    def sign_in(part: str) -> Client:
        client.force_login(cast.account(part), "django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def some(cast: Cast):
    at = now() - timedelta(hours=1)
    made = [make_case(cast, stage, reported_at=at) for stage in Stage]
    make_request(made[list(Stage).index(Stage.DISPATCHED)], by=cast.handler)
    make_case(cast, region=NEXT_GRID, number="NEXTDOOR", reported_at=at)
    return made


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_each_page_once_as_each_of_the_cast(as_, cast: Cast, some, part):
    client = as_(part)
    for page in PAGES:
        answer = client.get(reverse(page), {"queue": "all"})
        assert answer.status_code == 200, page
        seen = answer.content.decode()
        sees_all = part not in ("stranger", "leader", "neighbour", "company", "handler")
        if page == "cases:cases":
            assert ("NEXTDOOR" in seen) == (sees_all or part == "neighbour")
    assert client.get(reverse("cases:sheet")).status_code == 200
    box = {"box": f"{LNG - 0.01},{LAT - 0.01},{LNG + 0.01},{LAT + 0.01}", "zoom": "12"}
    total = client.get(reverse("cases:marks"), box).json()["total"]
    assert (total == 0) == (part in ("stranger", "company"))


def test_nobody_unknown_sees_a_list(client: Client, cast: Cast):
    for page in (*PAGES, "cases:sheet", "cases:marks"):
        assert client.get(reverse(page)).status_code == 302


def test_every_tab_opens_and_an_empty_one_says_what_fills_it(as_, cast: Cast):
    from wangge.cases.rules.queues import Queue

    client = as_("clerk")
    for queue in Queue:
        seen = client.get(reverse("cases:cases"), {"queue": queue.value}).content.decode()
        assert "empty-state" in seen


def test_the_next_step_leads_to_its_form(as_, cast: Cast, some):
    seen = as_("clerk").get(reverse("cases:cases")).content.decode()
    assert f"{reverse('cases:case', args=[some[0].pk])}?act=file" in seen
    handled = some[list(Stage).index(Stage.HANDLED)]
    seen = as_("inspector").get(reverse("cases:cases")).content.decode()
    assert reverse("cases:verify", args=[handled.pk]) in seen
    assert 'name="act" value="file"' not in seen


def test_a_filter_is_read_from_the_address_and_said_in_the_form(as_, cast: Cast, some):
    answer = as_("clerk").get(
        reverse("cases:cases"), {"queue": "all", "q": "垃圾", "area": NEXT_GRID, "source": "public"}
    )
    assert [row.number for row in answer.context["page"].rows] == ["NEXTDOOR"]
    assert answer.context["narrowed"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "query",
    [
        {"queue": "nonsense"}, {"after": "x' OR 1=1"}, {"category": "1"}, {"unit": "\0"},
        {"since": "2020-02-31"}, {"since": "0001-01-01", "until": "9999-12-31"}, {"q": "\0\"'*"},
        {"q": "垃" * 9000}, {"light": "purple"}, {"stage": "closed'"}, {"area": "53%"},
        {"order": "late", "after": "9999-12-31T23:59:59~x"}, {"class": "06'; drop"},
        {"origin": "\0"},
        {"box": "a,b,c,d"}, {"box": "1,2,3"}, {"box": "nan,nan,nan,nan"}, {"box": "1,1,0,0"},
        {"box": "0,0,1,1", "zoom": "x"}, {"show": "x", "ask": "x"}, {"queue": ["a", "b"]},
        {"since": "２０２０-01-01"}, {"box": "-1e999,0,1,1"}, {"after": "\ud7ff"},
    ],
)  # fmt: skip
def test_hostile_addresses_are_answered(as_, cast: Cast, some, query):
    client = as_("clerk")
    for page in (*PAGES, "cases:sheet", "cases:marks"):
        assert client.get(reverse(page), query).status_code in (200, 422), page


def test_a_view_is_kept_opened_and_dropped(as_, cast: Cast, some):
    client = as_("clerk")
    sent = {"id": new_id(), "name": " 我的  超期 ", "query": "queue=open&light=red&after=x&evil=1"}
    client.post(reverse("cases:save_view"), sent)
    client.post(reverse("cases:save_view"), sent)
    view = SavedView.objects.get()
    assert (view.name, view.query) == ("我的 超期", "queue=open&light=red")
    assert "我的 超期" in client.get(reverse("cases:cases")).content.decode()
    assert "我的 超期" not in as_("head").get(reverse("cases:cases")).content.decode()
    gone = reverse("cases:delete_view", args=[view.pk])
    as_("head").post(gone, {"id": new_id()})
    assert SavedView.objects.exists()
    as_("clerk").post(gone, {"id": new_id()})
    assert not SavedView.objects.exists()


def test_views_have_a_name_and_an_end(cast: Cast):
    doing = {"by": cast.clerk, "at": AT}
    for name in ("", "  ", "x" * 61):
        with pytest.raises(Invalid):
            save_view(view=new_id(), name=name, query="", id=new_id(), **doing)
    for number in range(MOST):
        save_view(view=new_id(), name=f"{number}", query="queue=all", id=new_id(), **doing)
    with pytest.raises(Refused):
        save_view(view=new_id(), name="one more", query="", id=new_id(), **doing)
    save_view(view=new_id(), name="3", query="queue=ended", id=new_id(), **doing)
    assert len(saved_views(user=cast.clerk)) == MOST
    with pytest.raises(NotFound):
        delete_view(view=SavedView.objects.all()[0].pk, by=cast.head, at=AT, id=new_id())


def test_the_ledger_shows_what_waits_and_what_was_decided(as_, cast: Cast):
    at = now() - timedelta(hours=2)
    case = make_case(cast, Stage.DISPATCHED, reported_at=at, filed_at=at)
    make_request(case, by=cast.handler, asked_at=at)
    make_request(
        case, Ask.RETURN, by=cast.handler, asked_at=at, decision=Decision.DENIED.value,
        decided_at=at, decided_by=cast.head.post, answer="仍由你单位处置",
    )  # fmt: skip
    ledger = as_("head").get(reverse("cases:requests")).context["ledger"]
    assert [line.ask for line in ledger.lines] == [Ask.EXTEND]
    assert ledger.lines[0].why is None
    assert [(share.asked, share.cases) for share in ledger.shares if share.ask is Ask.RETURN] == [
        (1, 1)
    ]
    answer = as_("handler").get(reverse("cases:requests"), {"show": "decided"})
    assert "仍由你单位处置" in answer.content.decode()
    assert as_("company").get(reverse("cases:requests")).context["ledger"].lines == []
    none = as_("head").get(reverse("cases:requests"), {"ask": "void"}).context["ledger"]
    assert none.lines == []
