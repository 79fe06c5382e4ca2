"""What nobody should send: each door answers with a sentence, and nothing is kept twice or half.

The doors are the public form, Open311's POST, and a clerk's pages of cases.
"""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from wangge.cases.models import Case
from wangge.cases.rules import Ask, Stage
from wangge.cases.tests.make import LAT, LNG, make_case, make_category, make_condition, make_request
from wangge.cases.web.case_urls import urlpatterns as case_addresses
from wangge.gateways.tests.open311_make import KEY, draw_grid, open_key
from wangge.kernel.geo import Crs, from_wgs84
from wangge.people.models import Account
from wangge.people.tests.cast import GRID, Cast
from wangge.site.tests.bad_files import NOT_PICTURES, a_picture
from wangge.trail.models import Entry, Evidence, Proof

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SCRIPT = "<script>alert('wangge')</script><img src=x onerror=alert(1)>"
CONTROLS = "a\x01b\x08c\x1b[31m\x7f\ufffe\u202ed\u0085e"


@pytest.fixture(autouse=True)
def ground(cast: Cast, settings: Any) -> None:
    """A drawn grid, a category with a condition, a client's key; nobody is held off."""
    settings.REPORTS_PER_HOUR = 0
    make_condition(make_category(public_name="垃圾没人清"))
    draw_grid()
    open_key()


def by_form(**changed: Any) -> Any:
    """The public form, as the page gives it out; None leaves a field away."""
    browser = Client(headers={"accept-language": "en"})
    fields = {"id": uuid4(), "key": uuid4().hex, "text": "垃圾", "lng": LNG, "lat": LAT}
    return browser.post(reverse("portal:report"), sent(fields, changed))


def by_open311(**changed: Any) -> Any:
    """The same by Open311: what the form calls so is called otherwise there."""
    other = {"lng": "long", "text": "description", "photos": "media", "address": "address_string",
             "name": "first_name", "category": "service_code", "id": "device_id"}  # fmt: skip
    fields = {"api_key": KEY, "service_code": "0", "description": "垃圾", "long": LNG, "lat": LAT}
    changed = {other.get(name, name): value for name, value in changed.items()}
    browser = Client(headers={"accept-language": "en"})
    return browser.post("/open311/v2/requests.json", sent(fields, changed))


def by_clerk(**changed: Any) -> Any:
    """The patroller's form, in a clerk's session."""
    fields = {"id": uuid4(), "text": "垃圾", "lng": LNG, "lat": LAT}
    changed = {"before" if name == "photos" else name: value for name, value in changed.items()}
    return a_clerk().post(reverse("cases:report"), sent(fields, changed))


def a_clerk() -> Client:
    return signed_in("clerk")


def signed_in(part: str) -> Client:
    browser = Client(headers={"accept-language": "en"})
    person = Account.objects.get(username=part)
    browser.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return browser


def sent(fields: dict[str, Any], changed: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in (fields | changed).items() if value is not None}


DOORS = pytest.mark.parametrize("door", [by_form, by_open311, by_clerk])
Door = Callable[..., Any]


def words(answer: Any) -> str:
    return str(answer.content.decode())


def said(answer: Any) -> str:
    """The sentences of an answer that a person reads as what went wrong."""
    if answer["Content-Type"].startswith("application/json"):
        return " ".join(str(one["description"]) for one in answer.json())
    found = re.findall(
        r'<(\w+)[^>]*class="[^"]*(?:error|trouble|notice|lead|mend)[^"]*"[^>]*>(.*?)</\1>',
        words(answer), re.DOTALL,
    )  # fmt: skip
    return " ".join(re.sub(r"<[^>]+>|\s+", " ", text) for _, text in found).strip()


def refused(answer: Any, what: str = "") -> None:
    """Not taken, with a sentence, and nothing was written."""
    assert answer.status_code < 500, what
    assert len(said(answer).split()) >= 3, (what, words(answer)[:4000])
    assert not Case.objects.exists(), what
    assert not Proof.objects.exists(), what


def taken(answer: Any) -> Case:
    assert answer.status_code in (200, 302), said(answer)
    case = Case.objects.get()
    assert Entry.objects.filter(action="cases.report", subject=case.pk).count() == 1
    return case


@DOORS
def test_what_is_no_picture_is_refused(door: Door) -> None:
    for what, content in NOT_PICTURES.items():
        refused(door(photos=SimpleUploadedFile("a.jpg", content, "image/jpeg")), what)
        assert not Evidence.objects.exists(), what


@DOORS
def test_a_file_s_name_is_only_a_name(door: Door) -> None:
    names = ["长" * 300 + ".jpg", "../../etc/passwd", "a\x00b\u202egpj.exe", SCRIPT]
    for name in names[: 3 if door is by_form else 4]:
        answer = door(text=name, photos=SimpleUploadedFile(name, a_picture(), "text/html"))
        assert answer.status_code < 500, name
    for kept in Evidence.objects.all():
        assert len(kept.name) <= 200 and "/" not in kept.name and "\x00" not in kept.name


@DOORS
def test_a_text_that_is_too_long_is_refused_not_cut(door: Door) -> None:
    own = [] if door is by_clerk else ["name", "phone", "email"]
    for field in ("text", "address", *own):
        refused(door(**{field: "9" * 10_000}), field)


@DOORS
def test_signs_that_can_t_be_stored_are_dropped(door: Door) -> None:
    case = taken(door(text=CONTROLS, address=CONTROLS))
    assert "\x00" not in case.text + case.address and "\x1b" not in case.text + case.address
    assert case.text.startswith("a") and case.text.endswith("e")


@DOORS
def test_a_null_is_dropped_or_refused(door: Door) -> None:
    answer = door(text="a\x00b")
    if door is by_form:
        refused(answer)
    else:
        assert taken(answer).text == "ab"


@DOORS
def test_half_a_sign_as_bytes_is_no_error(door: Door) -> None:
    """A lone surrogate and a cut-off character, as a broken client would encode them."""
    for field in ("text", "address"):
        answer = raw(door, field, b"\xed\xa0\x80\xff\xc3", "wangge-bad-bytes")
        assert answer.status_code < 500, words(answer)[:2000]
    assert Case.objects.count() <= 2


def raw(door: Door, field: str, value: bytes, mark: str) -> Any:
    if door is by_open311:
        names = {"text": "description", "address": "address_string"}
        fields = {"api_key": KEY, "service_code": "0", "long": LNG, "lat": LAT}
        path, browser, field = "/open311/v2/requests.json", Client(), names[field]
    else:
        fields = {"id": uuid4(), "key": uuid4().hex, "lng": LNG, "lat": LAT, "text": "垃圾"}
        fields.pop("text" if field == "text" else "", None)
        at_form = door is by_form
        path = reverse("portal:report" if at_form else "cases:report")
        browser = Client() if at_form else a_clerk()
    pairs = [(name, str(given).encode()) for name, given in fields.items()] + [(field, value)]
    body = b"".join(
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
        + given + b"\r\n"
        for name, given in pairs
    )  # fmt: skip
    body += f"--{mark}--\r\n".encode()
    return browser.post(path, body, content_type=f"multipart/form-data; boundary={mark}")


GCJ = [float(one) for one in from_wgs84(LNG + 0.0047, LAT, Crs.GCJ02)]
POSITIONS = {
    "swapped": (LAT, LNG),
    "a Chinese map's": GCJ,
    "outside": (LNG + 1, LAT),
    "null island": (0, 0),
    "no number": ("NaN", LAT),
    "endless": ("inf", LAT),
    "endless both": ("-inf", "inf"),
    "beyond a float": ("1e400", LAT),
    "beyond the earth": (LNG + 360, LAT),
    "half": (LNG, None),
    "words": ("here", "there"),
    "long": ("1" * 5000, LAT),
    "full-width": ("１０２.６６", "NUL\x00"),
}


@DOORS
def test_a_position_that_can_t_be_is_refused(door: Door) -> None:
    for what, (lng, lat) in POSITIONS.items():
        refused(door(lng=lng, lat=lat), what)


WRONG_IDS = ("", "none", "0198c0de-0000-7000-8000-00000000000z", "\x00", "9" * 5000, SCRIPT)
NAMED = ("id", "key", "category", "place", "kept", "same", "crs", "region")


@DOORS
def test_a_wrong_id_is_no_error(door: Door) -> None:
    for field in NAMED:
        for wrong in WRONG_IDS:
            answer = door(**{field: wrong})
            assert answer.status_code < 500, (field, wrong)
            assert SCRIPT not in words(answer), field
    entries = Entry.objects.filter(action="cases.report").count()
    assert Case.objects.count() == entries <= len(NAMED) * len(WRONG_IDS)


@DOORS
def test_nothing_at_all_is_refused(door: Door) -> None:
    refused(door(text=None, lng=None, lat=None))
    refused(door(text="  \n ", category=""))


def test_a_wrong_method_writes_nothing() -> None:
    browser = a_clerk()
    for path in ("/report/", "/open311/v2/requests.json", reverse("cases:report")):
        for method in ("put", "patch", "delete", "trace"):
            assert getattr(browser, method)(path).status_code in (200, 403, 405, 422)
    assert not Case.objects.exists()


@DOORS
def test_the_same_form_again_is_the_same_report(door: Door) -> None:
    form = {"id": uuid4(), "key": uuid4().hex}
    answers = [door(**form) for _ in range(3)]
    assert len({answer.status_code for answer in answers}) == 1
    taken(answers[-1])


def test_another_one_s_form_id_takes_nothing_from_them() -> None:
    form = {"id": uuid4()}
    taken(by_clerk(**form))
    answer = by_form(**form, key=uuid4().hex)
    assert answer.status_code < 500
    assert Case.objects.count() == 1


@DOORS
def test_markup_is_shown_as_text(door: Door, cast: Cast) -> None:
    case = taken(door(text=SCRIPT, address=SCRIPT, name=SCRIPT[:40]))
    browser = a_clerk()
    for page in (
        reverse("cases:case", args=[case.pk]),
        reverse("cases:cases"),
        reverse("cases:reported", args=[case.pk]),
        f"/open311/v2/requests/{case.number}.xml",
        "/open311/v2/requests.xml",
    ):
        found = words(browser.get(page))
        assert "<script>alert" not in found and "<img src=x" not in found, page
    assert escape(SCRIPT[:20]) in words(browser.get(reverse("cases:case", args=[case.pk])))


ACTS = sorted(one.name for one in case_addresses if "<uuid:case>/" in str(one.pattern))
ACTS = [name for name in ACTS if name not in ("case", "reported")]
TEXTS = ("reason", "text", "note", "answer", "report", "address", "text_0", "done")
BAD_FIELDS: dict[str, dict[str, Any]] = {
    "no id": {"id": ""},
    "markup": dict.fromkeys(TEXTS, SCRIPT),
    "controls": dict.fromkeys(TEXTS, CONTROLS),
    "long": dict.fromkeys((*TEXTS, "target"), "长" * 10_000),
    "wrong ids": dict.fromkeys(("category", "condition", "unit", "unit_0", "target"), "\x00"),
    "numbers": {"limit": "NaN", "lng": "1e400", "lat": "inf", "amount": ["1e400", "NaN"]},
    "huge": {"limit": "1e999999", "lng": "9" * 500, "lat": LNG, "amount": "9" * 500},
    "choices": dict.fromkeys(("severity", "resolution", "satisfaction", "limit_unit"), SCRIPT),
    "a file": {"after": SimpleUploadedFile("a.jpg", b"PK\x03\x04"), "before": "no file"},
}
"""Each goes with fields that are otherwise right, so that it reaches the action itself."""
WHO = {
    Stage.REPORTED: "clerk", Stage.CONFIRMING: "inspector", Stage.FILED: "clerk",
    Stage.DISPATCHED: "handler", Stage.SUSPENDED: "head", Stage.HANDLED: "inspector",
    Stage.VERIFIED: "clerk", Stage.CLOSED: "clerk",
}  # fmt: skip
"""Who has most to do at a stage."""


def right(cast: Cast) -> dict[str, Any]:
    """Every field of every act, as it should be."""
    category, unit = make_category().pk, cast.handler.unit
    parts = {
        f"{name}_{place}": value
        for place in range(2)
        for name, value in (("unit", unit), ("category", category), ("text", "一半"))
    }
    return {
        "category": category, "unit": unit, "target": make_case(cast).number, "limit": "2",
        "limit_unit": "work_hours", "measure": "waste_cleared", "amount": "2", "result": "pass",
        "qualifier": "exact", **dict.fromkeys(TEXTS, "清完了"), **parts,
    }  # fmt: skip


@pytest.mark.parametrize("stage", WHO)
def test_an_act_with_anything_in_it_is_answered(stage: Stage, cast: Cast) -> None:
    """Every act at every stage, by who may do most then; what was done is undone for the next."""
    case = make_case(cast, stage)
    if stage is Stage.SUSPENDED:
        make_request(case, Ask.VOID, cast.clerk)
    browser, fields = signed_in(WHO[stage]), right(cast)
    page = reverse("cases:case", args=[case.pk])
    done = 0
    for name in ACTS:
        where = reverse(f"cases:{name}", args=[case.pk])
        for what, bad in BAD_FIELDS.items():
            point = transaction.savepoint()
            before = Entry.objects.count()
            answer = browser.post(where, {"id": uuid4(), **fields, **bad})
            assert answer.status_code < 500, (name, what)
            assert b"<script>alert" not in answer.content, (name, what)
            if Entry.objects.count() > before:
                done += 1
                shown = words(browser.get(page))
                assert "<script>alert" not in shown and "<img src=x" not in shown, (name, what)
            transaction.savepoint_rollback(point)
    assert done, "nothing went as far as an action"


def test_an_act_on_a_case_that_isn_t_there_is_404() -> None:
    browser = a_clerk()
    before = Entry.objects.count()
    for name in ACTS:
        answer = browser.post(reverse(f"cases:{name}", args=[UUID(int=1)]), {"id": uuid4()})
        assert answer.status_code == 404, name
    assert Entry.objects.count() == before


ODD = [
    "",
    "\x00",
    SCRIPT,
    "NaN",
    "1e400",
    "9" * 400,
    "长" * 3000,
    "-1",
    "2020-13-45",
    "' OR 1=1 --",
]


READS = ("cases", "map", "marks", "sheet", "requests", "suggest", "nearby", "mine")
ASKED = [
    "q", "text", "after", "stage", "source", "region", "category", "unit", "light", "since",
    "until", "bbox", "zoom", "lng", "lat", "size", "order", "decision", "supervised", "format",
]  # fmt: skip


def test_an_odd_address_is_answered(cast: Cast) -> None:
    make_case(cast)
    browser = a_clerk()
    for path in READS:
        for odd in ODD:
            answer = browser.get(reverse(f"cases:{path}"), dict.fromkeys(ASKED, odd))
            assert answer.status_code < 500, (path, odd)
            if not answer.streaming:
                assert b"<script>alert" not in answer.content, (path, odd)


def test_a_grid_the_form_doesn_t_know_takes_nothing() -> None:
    refused(by_form(lng=None, lat=None, address="x", region=GRID + "9"))
    refused(by_clerk(lng=None, lat=None, region="\x00"))
