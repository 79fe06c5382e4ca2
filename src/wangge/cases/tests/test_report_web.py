"""A patroller's report: one form, near look-alikes, guessed categories, settled on the spot."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from wangge.cases.models import Case, Remark
from wangge.cases.queries.suggesting import Suggestion
from wangge.cases.rules import Stage
from wangge.cases.tests.make import LAT, LNG, make_case, make_category
from wangge.kernel.clock import now
from wangge.kernel.ids import new_id
from wangge.people.rules import RIGHTS, Right
from wangge.people.tests.cast import GRID, NEXT_GRID, PARTS, Cast
from wangge.places.models import Grid
from wangge.trail.models import Evidence, Proof

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_(client: Client, cast: Cast):
    def sign_in(part: str) -> Client:
        client.force_login(cast.account(part), "django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def drawn(cast: Cast) -> None:
    """The cast's first grid lies around the place of the tests' cases."""
    west, south, east, north = LNG - 0.002, LAT - 0.002, LNG + 0.002, LAT + 0.002
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    Grid.objects.filter(pk=GRID).update(
        polygon={"type": "Polygon", "coordinates": [ring]},
        west=west, south=south, east=east, north=north, area_m2=160_000, edition=1,
    )  # fmt: skip


def a_file() -> SimpleUploadedFile:
    picture = BytesIO()
    Image.new("RGB", (40, 30), f"#{new_id().hex[-6:]}").save(picture, "JPEG")
    return SimpleUploadedFile("a.jpg", picture.getvalue(), "image/jpeg")


def words(answer) -> str:
    return answer.content.decode()


def send(browser: Client, **data):
    return browser.post(reverse("cases:report"), {"id": new_id(), **data}, follow=True)


@pytest.mark.parametrize("part", PARTS)
def test_the_form_is_for_who_may_report(as_, cast: Cast, part: str) -> None:
    may = Right.REPORT_CASE in RIGHTS[PARTS[part][0]]
    answer = as_(part).get(reverse("cases:report"))
    assert answer.status_code == (200 if may else 403)
    if may:
        assert 'capture="environment"' in words(answer)


def test_a_report_with_photo_and_position(as_, cast: Cast, drawn) -> None:
    answer = send(
        as_("inspector"), text="路口垃圾", lng=str(LNG), lat=str(LAT), before=[a_file(), a_file()]
    )
    case = Case.objects.get()
    assert case.number in words(answer)
    assert (case.region, case.source, case.account_id) == (GRID, "patrol", cast.inspector.account)
    assert Proof.objects.filter(subject=case.pk, stage="before").count() == 2
    assert set(Evidence.objects.values_list("region", flat=True)) == {GRID}


def test_a_plain_form_without_position_is_enough(as_, cast: Cast) -> None:
    send(as_("inspector"), text="路口垃圾", region=NEXT_GRID, address="菜场门口")
    case = Case.objects.get()
    assert (case.region, case.address, case.lng) == (NEXT_GRID, "菜场门口", None)


def test_a_grid_leader_needs_no_place_at_all(as_, cast: Cast) -> None:
    send(as_("leader"), text="路口垃圾", category=str(make_category().pk))
    case = Case.objects.get()
    assert (case.region, case.category) == (GRID, make_category())


def test_settled_on_the_spot(as_, cast: Cast) -> None:
    answer = send(as_("leader"), text="小广告", settled="1", done="已撕掉", after=a_file())
    case = Case.objects.get()
    assert case.stage == "self_handled"
    assert Proof.objects.filter(subject=case.pk, stage="after").count() == 1
    assert "notice-error" not in words(answer)
    send(as_("inspector"), text="小广告", region=GRID, settled="1")
    assert Case.objects.filter(stage="self_handled").count() == 1
    assert Case.objects.filter(stage="reported").count() == 1


def test_sending_twice_is_one_case(as_, cast: Cast) -> None:
    id = new_id()
    for _ in range(2):
        sent = {"id": id, "text": "垃圾", "before": a_file(), "settled": "1"}
        answer = as_("leader").post(reverse("cases:report"), sent, follow=True)
        assert answer.redirect_chain
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "垃圾", "lng": "0.5", "lat": "51"},
        {"text": "垃圾", "lng": str(LAT), "lat": str(LNG)},
        {"text": "垃圾", "lng": "somewhere", "lat": "25"},
        {"text": "垃圾", "lng": "nan", "lat": "25"},
        {"text": "垃圾", "lng": str(LNG + 0.1), "lat": str(LAT)},
        {"text": "垃圾" * 6000},
    ],
)
def test_a_mistake_keeps_words_and_photos(as_, cast: Cast, drawn, wrong) -> None:
    id = str(new_id())
    browser = as_("leader")
    sent = {"id": id, "before": a_file(), **wrong}
    answer = browser.post(reverse("cases:report"), sent)
    assert answer.status_code == 200
    assert "notice-error" in words(answer)
    kept = Evidence.objects.values_list("pk", flat=True)
    for evidence in kept:
        assert f'name="kept_before" value="{evidence}"' in words(answer)
    right = {"id": id, "text": "垃圾", "kept_before": [str(one) for one in kept]}
    browser.post(reverse("cases:report"), right)
    assert Proof.objects.filter(subject=Case.objects.get().pk).count() == len(kept)


def test_nothing_at_all_and_no_picture_are_said(as_, cast: Cast) -> None:
    browser = as_("leader")
    assert "notice-error" in words(send(browser))
    bad = SimpleUploadedFile("a.jpg", b"<html>", "image/jpeg")
    assert "notice-error" in words(send(browser, text="垃圾", before=bad))
    assert "notice-error" in words(browser.post(reverse("cases:report"), {"text": "垃圾"}))
    assert not Case.objects.exists()


def test_html_in_a_text_stays_text(as_, cast: Cast) -> None:
    send(as_("leader"), text="<script>alert(1)</script>")
    answer = as_("leader").get(reverse("cases:case", args=[Case.objects.get().pk]))
    assert "<script>alert(1)</script>" not in words(answer)
    assert "&lt;script&gt;" in words(answer)


def test_what_lies_near_is_asked_about_first(as_, cast: Cast, drawn) -> None:
    near = make_case(cast, reported_at=now())
    make_case(cast, reported_at=now(), lat=LAT + 0.0012)
    make_case(cast, Stage.CLOSED, reported_at=now())
    where = reverse("cases:nearby")
    found = as_("leader").get(where, {"lng": LNG, "lat": LAT, "text": "垃圾"}).json()
    assert [one["number"] for one in found["near"]] == [near.number]
    assert found["grid"] == "王家桥第一网格"
    foreign = as_("stranger").get(where, {"lng": LNG, "lat": LAT}).json()
    assert foreign["near"] == []
    for odd in ({}, {"lng": "x", "lat": "y"}, {"lng": "nan", "lat": "inf"}, {"lng": LNG}):
        assert as_("leader").get(where, odd).json()["near"] == []


def test_one_tap_adds_to_the_known_case(as_, cast: Cast) -> None:
    known = make_case(cast)
    answer = send(as_("leader"), text="还在", same=str(known.pk), before=a_file())
    assert Case.objects.count() == 1
    assert Remark.objects.get().text == "还在"
    assert Proof.objects.filter(subject=known.pk).count() == 1
    assert answer.redirect_chain[-1][0] == reverse("cases:case", args=[known.pk])
    silent = send(as_("leader"), same=str(known.pk))
    assert "notice-success" in words(silent)


def test_a_foreign_case_takes_nothing(as_, cast: Cast) -> None:
    known = make_case(cast, Stage.VOID)
    answer = send(as_("leader"), text="还在", same=str(known.pk), before=a_file())
    assert "notice-error" in words(answer)
    assert 'name="kept_before"' in words(answer)
    foreign = send(as_("stranger"), text="还在", same=str(known.pk))
    assert "notice-error" in words(foreign)
    assert not Remark.objects.exists()


def test_categories_are_guessed_and_never_applied(as_, cast: Cast, monkeypatch) -> None:
    category = make_category()
    guess = [Suggestion(category.pk, category.name, 0.823)]
    monkeypatch.setattr("wangge.cases.web.reporting.guessed", lambda text, limit: guess)
    where = reverse("cases:suggest")
    found = as_("leader").get(where, {"text": "一堆垃圾"}).json()["suggestions"]
    assert found == [{"id": str(category.pk), "name": "暴露垃圾", "percent": 82}]
    assert as_("leader").get(where, {"text": " "}).json() == {"suggestions": []}
    send(as_("leader"), text="一堆垃圾")
    assert Case.objects.get().category is None


def test_the_result_says_number_and_what_comes_next(as_, cast: Cast) -> None:
    case = make_case(cast, account_id=cast.leader.account)
    where = reverse("cases:reported", args=[case.pk])
    answer = words(as_("leader").get(where))
    assert case.number in answer
    assert reverse("cases:report") in answer
    assert as_("stranger").get(where).status_code == 404
