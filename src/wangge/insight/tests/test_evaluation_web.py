"""Pages of evaluation, each once as each of the cast; what a form changes; sheets."""

from datetime import date

import pytest
from django.urls import reverse

from wangge.cases.models import Case
from wangge.insight.models import ScoringRule
from wangge.insight.rules.evaluation import Subject
from wangge.insight.tests.cases import START, a_dozen, load_rules
from wangge.kernel.ids import new_id
from wangge.people.tests.cast import GRID, NEXT_GRID, PARTS

BACKEND = "django.contrib.auth.backends.ModelBackend"
SEPTEMBER = {"span": "month", "on": "2020-09-15"}
INDEX, ROWS = "insight:evaluation", "insight:evaluation_rows"


@pytest.fixture
def dozen(cast):
    load_rules()
    return a_dozen(cast)


@pytest.fixture
def sign_in(cast, client):
    def as_part(part):
        client.force_login(cast.account(part), backend=BACKEND)
        return client

    return as_part


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_each_page_once_as_each_of_the_cast(dozen, cast, sign_in, part):
    client = sign_in(part)
    for subject in Subject:
        for more in ({}, {"all": "1"}):
            page = client.get(reverse(INDEX), SEPTEMBER | more | {"kind": subject.value})
            assert page.status_code == 200
    for name in ("insight:evaluation_watch", "insight:evaluation_rules"):
        assert client.get(reverse(name), SEPTEMBER).status_code == 200
    rows = client.get(reverse(ROWS), SEPTEMBER | {"kind": "areas", "count": "report"})
    assert rows.status_code == 200
    sees = part not in ("stranger", "company", "neighbour")
    assert (dozen["fine"].number in rows.content.decode()) is sees


def test_the_table_links_to_rows_and_to_one_subject(dozen, cast, sign_in):
    page = sign_in("clerk").get(reverse(INDEX), SEPTEMBER | {"kind": "areas"}).content.decode()
    assert "48.9" in page
    assert "王家桥第一网格" in page
    assert reverse("insight:evaluation_one", args=["areas", GRID]) in page
    assert "count=closed&amp;of=need_close" in page


@pytest.mark.slow
@pytest.mark.parametrize("subject", list(Subject))
def test_one_subject(dozen, cast, sign_in, subject):
    keys = {
        Subject.AREAS: GRID, Subject.COMMUNITIES: GRID[:12],
        Subject.UNITS: cast.handler.unit.hex, Subject.INSPECTORS: cast.inspector.post.hex,
        Subject.CLERKS: cast.clerk.post.hex, Subject.DISPATCHERS: cast.clerk.post.hex,
        Subject.HEADS: cast.head.post.hex,
    }  # fmt: skip
    client = sign_in("clerk")
    for span in ("day", "week", "month", "quarter", "year"):
        address = reverse("insight:evaluation_one", args=[subject.value, keys[subject]])
        page = client.get(address, {"span": span, "on": "2020-09-01"})
        assert page.status_code == 200
        assert "score-data" in page.content.decode()
    free = {"span": "free", "since": "2020-08-01", "until": "2020-09-05"}
    assert client.get(address, free).status_code == 200


def test_the_rest_of_a_rate_and_its_sheet(dozen, cast, sign_in):
    client = sign_in("clerk")
    asked = SEPTEMBER | {"kind": "areas", "whose": GRID, "count": "closed", "of": "need_close"}
    page = client.get(reverse(ROWS), asked | {"rest": "1"}).content.decode()
    assert dozen["overdue"].number in page
    assert dozen["handled"].number in page
    assert dozen["fine"].number not in page
    assert reverse("cases:case", args=[dozen["overdue"].pk]) in page
    for address in ("insight:evaluation_sheet", "insight:evaluation_table"):
        sheet = client.get(reverse(address), asked)
        assert sheet.status_code == 200
        assert b"".join(sheet.streaming_content)[:2] == b"PK"


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ({"kind": "nobody"}, 404),
        ({"on": "2020-13-40"}, 422),
        ({"span": "free", "since": "2020-09-02", "until": "2020-09-01"}, 422),
        ({"span": "free", "since": "1920-09-02", "until": "2020-09-01"}, 422),
        ({"region": "11"}, 404),
        ({"span": "century"}, 200),
        ({"region": "x'; --"}, 404),
    ],
)
def test_nonsense_in_the_address(dozen, cast, sign_in, words, status):
    assert sign_in("clerk").get(reverse(INDEX), words).status_code == status


def test_what_cannot_be_opened(dozen, cast, sign_in):
    client = sign_in("leader")
    for kind, key in (("areas", NEXT_GRID), ("areas", "x"), ("units", "x"), ("clerks", new_id()),
                      ("nobody", GRID)):  # fmt: skip
        assert client.get(reverse("insight:evaluation_one", args=[kind, key])).status_code == 404
    for words in ({"count": "nothing"}, {"count": "filed", "whose": NEXT_GRID},
                  {"count": "filed", "kind": "units", "whose": "x"}):  # fmt: skip
        assert client.get(reverse(ROWS), SEPTEMBER | words).status_code == 404


def test_who_sees_nothing_is_refused(dozen, cast, sign_in):
    client = sign_in("clerk")
    assert client.get(reverse(INDEX)).status_code == 200
    client.logout()
    assert client.get(reverse(INDEX)).status_code == 302


def rule(**which):
    return ScoringRule.objects.get(is_chosen=True, **which)


FORMS = [
    ({"sort": "indicator", "key": "closing_rate"},
     {"numerator": "in_time_closed", "denominator": "kept"}, ("numerator", "in_time_closed")),
    ({"sort": "composite", "key": "heads"},
     {"weight_0": "30", "weight_1": "30", "weight_2": "40", "least": "60"}, ("least", 60)),
    ({"sort": "bands", "key": "filed", "subject": "areas"},
     {f"upto_{n}": str(n * 2) for n in range(5)} | {f"points_{n}": "50" for n in range(5)}
     | {"beyond": "1"}, ("beyond", 1)),
    ({"sort": "levels"}, {f"from_{n}": str(80 - n * 20) for n in range(5)},
     ("levels", [{"letter": letter, "from": start, "colour": colour} for letter, start, colour in (
         ("A", 80, "green"), ("B", 60, "blue"), ("C", 40, "yellow"), ("D", 20, "red"),
         ("E", 0, "black"))])),
    ({"sort": "period"}, {"basis": "happened"}, ("basis", "happened")),
]  # fmt: skip


@pytest.mark.parametrize(("which", "words", "said"), FORMS)
def test_a_rule_is_changed_by_its_form(dozen, cast, sign_in, which, words, said):
    client = sign_in("head")
    before = rule(**which)
    address = reverse("insight:evaluation_rule", args=[before.pk])
    page = client.get(address)
    assert page.status_code == 200
    form = words | {"since": "2099-01-01", "sureness": "confirmed", "source": "街道办文件"}
    answer = client.post(address, form | {"id": str(new_id())})
    assert answer.status_code == 302, answer.content.decode()
    made = ScoringRule.objects.get(since=date(2099, 1, 1))
    assert made.content[said[0]] == said[1]
    assert made.place == before.place
    shown = client.get(reverse("insight:evaluation_rules")).content.decode()
    assert "街道办文件" in shown


def test_weights_that_are_no_whole_stay_in_the_form(dozen, cast, sign_in):
    client = sign_in("head")
    address = reverse("insight:evaluation_rule", args=[rule(sort="composite", key="heads").pk])
    form = {"weight_0": "30", "weight_1": "30", "weight_2": "30", "least": "60",
            "since": "2099-01-01", "sureness": "confirmed", "source": "街道办文件"}  # fmt: skip
    answer = client.post(address, form | {"id": str(new_id())})
    assert answer.status_code == 200
    assert "90" in answer.content.decode()
    assert not ScoringRule.objects.filter(since=date(2099, 1, 1)).exists()


@pytest.mark.parametrize("part", ["leader", "company", "handler", "inspector", "discipline"])
def test_who_may_not_plan_changes_no_rule(dozen, cast, sign_in, part):
    address = reverse("insight:evaluation_rule", args=[rule(sort="period").pk])
    assert sign_in(part).get(address).status_code == 403
    assert sign_in(part).post(address, {"basis": "happened"}).status_code == 403


def test_a_rule_that_there_is_not(dozen, cast, sign_in):
    address = reverse("insight:evaluation_rule", args=[new_id()])
    assert sign_in("head").get(address).status_code == 404


def test_what_to_watch_names_case_and_unit(dozen, cast, sign_in):
    Case.objects.filter(pk=dozen["overdue"].pk).update(due_at=START)
    page = sign_in("commander").get(reverse("insight:evaluation_watch"), SEPTEMBER)
    text = page.content.decode()
    assert dozen["overdue"].number in text
    assert reverse("cases:case", args=[dozen["again"].pk]) in text
    assert reverse("insight:evaluation_one", args=["units", cast.handler.unit.hex]) in text


def test_before_any_rule_the_pages_still_stand(cast, sign_in):
    client = sign_in("head")
    assert client.get(reverse(INDEX)).status_code == 200
    assert client.get(reverse("insight:evaluation_rules")).status_code == 200
