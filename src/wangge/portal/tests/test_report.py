"""Reporting a problem without an account: what is taken, what is answered, what is sent once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from wangge.cases.models import Case, Category, Remark, Reporter
from wangge.cases.queries.suggesting import Suggestion
from wangge.cases.rules import Source, Stage
from wangge.cases.tests.make import make_case, make_category
from wangge.kernel.clock import now
from wangge.kernel.geo import Crs, from_wgs84
from wangge.kernel.ids import new_id
from wangge.people.rules import unseal_secret
from wangge.people.tests.cast import FIRST, GRID, STREET, Cast
from wangge.portal.models import Visit
from wangge.portal.tests.conftest import HERE, Resident, a_photo, words
from wangge.trail.models import Evidence, Proof

pytestmark = pytest.mark.django_db


def test_a_report_gets_a_number_and_a_link(ground: Category, resident: Resident) -> None:
    answer = resident.send(
        category=ground.pk, text="满地 <b>垃圾</b>", phone="138 0000 0000", photos=[a_photo()]
    )
    case = Case.objects.get()
    assert (case.source, case.region, case.category) == (Source.PUBLIC.value, GRID, ground)
    assert Proof.objects.filter(subject=case.pk, stage="before").count() == 1
    page = resident.browser.get(answer["Location"])
    assert case.number in words(page)
    assert reverse("portal:status", args=[resident.secret(answer)]) in words(page)
    shown = words(resident.open(resident.secret(answer)))
    assert "满地 &lt;b&gt;垃圾" in shown and "<b>垃圾" not in shown


def test_what_a_reporter_says_of_themselves_is_sealed(
    ground: Category, resident: Resident, settings
) -> None:
    resident.send(name="王某", phone="13800000000", email="a@example.org")
    reporter = Reporter.objects.get()
    kept = (reporter.name, reporter.phone, reporter.email)
    assert not any(word in "".join(kept) for word in ("王", "138", "example"))
    assert [unseal_secret(text, settings.SECRET_KEY) for text in kept] == [
        "王某", "13800000000", "a@example.org",
    ]  # fmt: skip


def test_a_report_takes_few_queries(
    ground: Category, resident: Resident, django_assert_max_num_queries
) -> None:
    resident.send()
    with django_assert_max_num_queries(15):
        resident.send(category=ground.pk)
    with django_assert_max_num_queries(2):
        resident.browser.get(reverse("portal:report"))


def test_the_form_offers_kinds_and_needs_no_session(ground: Category, resident: Resident) -> None:
    page = resident.browser.get(reverse("portal:report"))
    assert "Exposed rubbish" in words(page) and "普吉街道" in words(page)
    assert "sessionid" not in resident.browser.cookies
    chinese = Client(headers={"accept-language": "zh-CN"}).get(reverse("portal:report"))
    assert "垃圾没人清" in words(chinese)


def test_an_address_in_words_is_enough(ground: Category, resident: Resident) -> None:
    resident.send(form={"id": new_id(), "key": new_id().hex, "text": "积水", "region": FIRST,
                        "address": "王家桥菜场东门"})  # fmt: skip
    case = Case.objects.get()
    assert (case.region, case.address, case.lng) == (FIRST, "王家桥菜场东门", None)
    resident.send(form={"id": new_id(), "key": new_id().hex, "text": "积水", "region": STREET,
                        "address": "不知道"})  # fmt: skip
    assert Case.objects.filter(region=STREET).count() == 1


def test_sent_twice_is_once(ground: Category, resident: Resident) -> None:
    form = resident.form()
    first, second = (
        resident.send(form | {"photos": [a_photo(colour="red")]}),
        resident.send(form | {"photos": [a_photo(colour="red")]}),
    )
    assert first["Location"] == second["Location"]
    assert (Case.objects.count(), Reporter.objects.count(), Evidence.objects.count()) == (1, 1, 1)


def test_the_id_in_the_journal_alone_opens_nothing(ground: Category, resident: Resident) -> None:
    form = resident.form()
    resident.send(form)
    stolen = resident.send(form | {"key": new_id().hex})
    assert resident.browser.get(stolen["Location"]).status_code == 404
    assert resident.send(form | {"key": "short"}).status_code == 422


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({"text": "长" * 10_000}, "10000 characters; at most 2000"),
        ({"text": "", "category": ""}, "Say what it is"),
        ({"lng": "", "lat": ""}, "Say where it is"),
        ({"lng": "", "lat": "25.1"}, "Half of the position is missing"),
        ({"lng": "here", "lat": "there"}, "This position can&#x27;t be read"),
        ({"lng": "nan", "lat": "inf"}, "This position can&#x27;t be read"),
        ({"lng": HERE["lat"], "lat": HERE["lng"]}, "swapped"),
        ({"lng": 102.9, "lat": 25.5}, "outside the area that is served here"),
        ({"lng": 0, "lat": 0}, "China"),
        ({"phone": "call me"}, "digits only"),
        ({"email": "nowhere"}, "email"),
        ({"category": "not-an-id"}, "UUID"),
        ({"category": "0198c0de-0000-7000-8000-000000000000"}, "isn’t in use"),
        ({"region": "999999999999"}, "not one of the available choices"),
    ],
)
def test_what_can_t_be_taken_is_answered(
    ground: Category, resident: Resident, fields, answer: str
) -> None:
    page = resident.send(**fields)
    assert page.status_code == 422
    assert answer.replace("’", "&#x27;") in words(page)
    assert not Case.objects.exists()


def test_a_position_of_a_chinese_web_map_is_named_as_such(
    ground: Category, resident: Resident
) -> None:
    """Half a kilometre off: near the grid's edge that is outside it."""
    lng, lat = from_wgs84(HERE["lng"] + 0.0045, HERE["lat"], Crs.GCJ02)
    page = resident.send(lng=float(lng), lat=float(lat))
    assert page.status_code == 422 and "GCJ" in words(page)
    assert resident.send(lng=float(lng), lat=float(lat), crs="gcj02").status_code == 302


def test_uploads_that_aren_t_pictures(ground: Category, resident: Resident) -> None:
    for name, content, answer in (
        ("a.jpg", b"<html><script>alert(1)</script>", "neither a photo"),
        ("a.png", b"\x89PNG\r\n\x1a\nbroken", "photo"),
        ("empty.jpg", b"", "empty"),
        ("plan.pdf", b"%PDF-1.4 ... %%EOF", "is a document"),
    ):
        page = resident.send(photos=[SimpleUploadedFile(name, content, "image/jpeg")])
        assert page.status_code == 422 and answer in words(page), name
    assert resident.send(photos=[a_photo() for _ in range(4)]).status_code == 422
    assert not Case.objects.exists()


def test_photos_outlast_an_error_elsewhere(ground: Category, resident: Resident) -> None:
    form = resident.form(lng=102.9, lat=25.5)
    page = resident.send(form | {"photos": [a_photo(), a_photo()]})
    kept = words(page).split('name="kept" value="')[1].split('"')[0]
    assert "2 photos are kept" in words(page)
    resident.send(form | HERE | {"kept": kept, "photos": [a_photo()]})
    assert Proof.objects.filter(subject=Case.objects.get().pk).count() == 3
    other = resident.form(kept=kept, drop="1")
    resident.send(other)
    assert Proof.objects.count() == 3


def test_nobody_adds_another_s_photo(ground: Category, cast: Cast, resident: Resident) -> None:
    resident.send(photos=[a_photo()])
    theirs = str(Evidence.objects.get().pk)
    resident.send(kept=f'["{theirs}"]')
    assert Proof.objects.count() == 1


def test_a_form_without_its_token(ground: Category, resident: Resident) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    page = strict.post(reverse("portal:report"), resident.form())
    assert page.status_code == 403 and "Open the form again" in words(page)
    form = strict.get(reverse("portal:report"))
    token = form.context["csrf_token"]
    sent = strict.post(reverse("portal:report"), resident.form(csrfmiddlewaretoken=str(token)))
    assert sent.status_code == 302
    assert (
        strict.post(reverse("portal:report"), {"csrfmiddlewaretoken": str(token)}).status_code
        == 422
    )


def test_a_huge_body_is_refused_unread(ground: Category, resident: Resident) -> None:
    page = resident.browser.post(
        reverse("portal:report"),
        b"x",
        content_type="multipart/form-data; boundary=x",
        headers={"content-length": str(100 * 1024 * 1024)},
    )
    assert page.status_code == 413 and "64 MB" in words(page)
    page = resident.browser.post(reverse("portal:report"), {"text": "x" * 6_000_000})
    assert page.status_code == 400 and "too large" in words(page)
    page = resident.browser.post(
        reverse("portal:report"), b"rubbish", content_type="multipart/form-data; boundary="
    )
    assert page.status_code == 400


def test_a_flood_from_one_address_is_held_off(
    ground: Category, resident: Resident, settings
) -> None:
    settings.REPORTS_PER_HOUR = 2
    form = resident.form()
    assert [resident.send(form).status_code for _ in range(3)] == [302, 302, 302]
    held = resident.send()
    assert held.status_code == 429 and "Try again at" in words(held)
    assert 0 < int(held["Retry-After"]) <= 3601
    asked = resident.browser.post(
        reverse("portal:report"), resident.form(), headers={"accept": "application/json"}
    )
    assert asked.status_code == 429 and asked.json()["again_at"]
    assert Case.objects.count() == 1
    elsewhere = resident.browser.post(
        reverse("portal:report"), resident.form(), REMOTE_ADDR="198.51.100.7"
    )
    assert elsewhere.status_code == 302
    settings.REPORTS_PER_HOUR = 0
    assert resident.send().status_code == 302
    assert not Visit.objects.filter(key__contains="127").exists()


def test_a_forwarded_address_counts_behind_our_proxy_only(
    ground: Category, resident: Resident, settings
) -> None:
    settings.REPORTS_PER_HOUR = 1

    def send(said: str) -> int:
        page = resident.browser.post(
            reverse("portal:report"), resident.form(), headers={"x-forwarded-for": said}
        )
        return page.status_code

    assert [send("203.0.113.1"), send("203.0.113.2")] == [302, 429]
    settings.PROXIES = 1
    assert [send("203.0.113.3"), send("made up, 203.0.113.3"), send("203.0.113.4")] == [
        302,
        429,
        302,
    ]


def token_of(resident: Resident, case: Case) -> str:
    """What the button “me too” of a case carries that lies at the first grid's corner."""
    asked = {"lng": case.lng, "lat": case.lat}
    hints = words(resident.browser.post(reverse("portal:hints"), asked))
    return hints.split('name="join" value="')[1].split('"')[0]


def test_look_alikes_are_shown_and_joined(ground: Category, cast: Cast, resident: Resident) -> None:
    resident.send(category=ground.pk, photos=[a_photo()], text="我家门口")
    case = Case.objects.get()
    asked = {"text": "", "category": ground.pk, **HERE}
    hints = words(resident.browser.post(reverse("portal:hints"), asked))
    assert case.number in hints and "我家门口" not in hints
    token = hints.split('name="join" value="')[1].split('"')[0]
    other = Resident()
    form = other.form(text="还是没人管", join=token)
    sent, again = (
        other.browser.post(reverse("portal:join"), form | {"photos": [a_photo(colour="red")]})
        for _ in range(2)
    )
    assert sent["Location"] == again["Location"]
    assert (Case.objects.count(), Reporter.objects.count()) == (1, 2)
    remark = Remark.objects.get()
    assert (remark.text, remark.is_public) == ("还是没人管", False)
    page = words(other.open(other.secret(sent)))
    assert case.number in page and "我家门口" not in page and "/photos/" not in page


def test_one_tap_joins(ground: Category, cast: Cast, resident: Resident) -> None:
    case = make_case(cast, category=ground, reported_at=now())
    bare = {"id": new_id(), "key": new_id().hex, "join": token_of(resident, case)}
    assert resident.browser.post(reverse("portal:join"), bare).status_code == 302
    assert Reporter.objects.get().case == case


def test_words_suggest_a_kind_and_choose_none(
    ground: Category, resident: Resident, monkeypatch
) -> None:
    inside = make_category("99999", "内部事项", is_public=False)
    found = [Suggestion(inside.pk, inside.name, 0.9), Suggestion(ground.pk, ground.name, 0.8)]
    monkeypatch.setattr("wangge.portal.web.report.suggest", lambda text: found)
    hints = words(resident.browser.post(reverse("portal:hints"), {"text": "好多垃圾"}))
    assert f'data-kind="{ground.pk}"' in hints and str(inside.pk) not in hints


def test_nobody_joins_a_case_they_guessed(ground: Category, cast: Cast, resident: Resident) -> None:
    case = make_case(cast, category=ground)
    for guess in (str(case.pk), case.number, "", "x:y:z"):
        page = resident.browser.post(reverse("portal:join"), resident.form(join=guess))
        assert page.status_code == 422 and "Choose again" in words(page)
    assert not Reporter.objects.exists()


def test_a_case_that_ended_meanwhile_is_reported_anew(
    ground: Category, cast: Cast, resident: Resident
) -> None:
    case = make_case(cast, category=ground, reported_at=now())
    token = token_of(resident, case)
    Case.objects.filter(pk=case.pk).update(stage=Stage.CLOSED.value)
    page = resident.browser.post(reverse("portal:join"), resident.form(join=token))
    assert page.status_code == 422 and "has ended meanwhile" in words(page)


def test_hints_take_anything(ground: Category, resident: Resident) -> None:
    for fields in ({}, {"text": "x" * 9000}, {"lng": "a", "lat": "b"}, {"category": "?"}, {**HERE}):
        assert resident.browser.post(reverse("portal:hints"), fields).status_code == 200
