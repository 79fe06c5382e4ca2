"""Pages of work: each once as each of the cast, the clerk's ways through them, query counts."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation
from PIL import Image

from wangge.kernel import subjects
from wangge.kernel.ids import new_id
from wangge.kernel.words import Qualifier
from wangge.people.tests.cast import AT, FIRST, PARTS, Cast
from wangge.trail.models import Proof
from wangge.worklog.actions import correct_record, receive_message
from wangge.worklog.models import Import, Measure, Message, Record
from wangge.worklog.tests.make import TODAY, confirmed, draft, measures, place
from wangge.worklog.tests.test_imports import GOOD, book


@pytest.fixture(autouse=True)
def known(cast: Cast, settings):
    measures()
    settings.LANGUAGE_CODE = "en"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    with translation.override("en"):
        yield


@pytest.fixture
def sign_in(client, cast: Cast):
    def enter(part: str):
        client.force_login(cast.account(part), backend="django.contrib.auth.backends.ModelBackend")
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        return client

    return enter


def message_of(cast: Cast, text: str = "今日清理共享单车46余辆,擦亮飞碟3架。明天计划修补路面5处。"):
    form = {"message": new_id(), "text": text, "region": FIRST, "sender": None, "sent_on": TODAY}
    return receive_message(**form, by=cast.clerk, at=AT, id=new_id()).subject


ALL = set(PARTS)
ENTER = {
    "head",
    "clerk",
    "sub_commander",
    "community",
    "leader",
    "neighbour",
    "company",
    "handler",
    "stranger",
}
STREET_WIDE = {
    "commander", "head", "clerk", "sub_commander", "discipline", "community", "inspector",
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_each_page_as_each_of_the_cast(part: str, cast: Cast, sign_in) -> None:
    record, message = confirmed(cast.clerk), message_of(cast)
    client = sign_in(part)
    open_to_all = {
        "worklog:records": "Work records", "worklog:totals": "Totals", "worklog:measures": "小广告",
        "worklog:messages": "Messages", "worklog:imports": "Import a sheet",
    }  # fmt: skip
    for name, word in open_to_all.items():
        page = client.get(reverse(name))
        assert (page.status_code, word in page.content.decode()) == (200, True), name
    for name, word in {"worklog:new": "Enter work", "worklog:new_message": "Paste"}.items():
        text = client.get(reverse(name)).content.decode()
        assert word in text
        assert ("<textarea" in text) == (part in ENTER), name
    seen = 200 if part in STREET_WIDE else 404
    assert client.get(reverse("worklog:record", args=[record])).status_code == seen
    assert client.get(reverse("worklog:message", args=[message])).status_code == seen
    assert client.get(reverse("worklog:template")).status_code == 200
    assert client.get(reverse("worklog:measure", args=["posters"])).status_code == 200


def test_nobody_without_signing_in(client) -> None:
    assert client.get("/work/").status_code == 302


def test_the_list_is_narrowed_totalled_and_taken_away(cast: Cast, sign_in) -> None:
    confirmed(cast.clerk, amount=Decimal(317), qualifier=Qualifier.OVER)
    confirmed(cast.clerk, measure="posters", amount=Decimal(12))
    draft(cast.clerk, measure="plants", remark="=cmd()")
    client = sign_in("clerk")
    text = client.get("/work/?measure=posters").content.decode()
    assert "粘贴宣传图画" in text
    assert text.count("r-what") == 1
    assert "No record fits" in client.get("/work/?state=voided").content.decode()
    totals = client.get("/work/totals/", headers={"HX-Request": "true"}).content.decode()
    assert "300余吨" in totals
    assert "<html" not in totals
    raw = b"".join(client.get("/work/sheet.xlsx").streaming_content)
    page = openpyxl.load_workbook(io.BytesIO(raw)).active
    assert page.max_row == 5
    assert {page.cell(row, 10).value for row in range(3, 6)} == {None, "=cmd()"}
    assert client.get("/work/?since=x&campaign=y&after=z&region=000").status_code == 200


def test_lists_ask_a_constant_number_of_queries(
    cast: Cast, sign_in, django_assert_max_num_queries
) -> None:
    for number in range(12):
        confirmed(cast.clerk, place=place(f"第{number}巷"))
        message_of(cast, f"今日清理共享单车{number + 1}辆")
    client = sign_in("clerk")
    message = message_of(cast, "今日" + ",".join(f"清理共享单车{n}辆" for n in range(2, 12)))
    client.get("/work/")
    for address in (
        "/work/", "/work/totals/", "/work/messages/", f"/work/messages/{message}/",
        "/work/measures/", "/work/import/", "/work/new/",
    ):  # fmt: skip
        with django_assert_max_num_queries(17):
            assert client.get(address).status_code == 200


def entry(**changes) -> dict[str, object]:
    return {
        "id": new_id(), "record": new_id(), "measure": "posters", "amount": "12",
        "qualifier": "exact", "region": FIRST, "ends_on": "2020-08-31",
    } | changes  # fmt: skip


def photo() -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(out, "JPEG")
    out.name = "after.jpg"
    out.seek(0)
    return out


def test_the_quick_entry_with_photos_sent_twice(cast: Cast, sign_in) -> None:
    client = sign_in("clerk")
    form = entry(confirm="on")
    for _ in range(2):
        page = client.post("/work/new/", form | {"after": photo(), "before": photo()})
        assert page.status_code == 302, page.content.decode()
    record = Record.objects.get()
    assert (record.state, record.amount) == ("confirmed", 12)
    assert Proof.objects.filter(subject=record.pk).count() == 2
    text = client.get(f"/work/{record.pk}/").content.decode()
    assert "Record confirmed" in text
    assert "after.jpg" in text


def test_what_the_quick_entry_refuses(cast: Cast, sign_in) -> None:
    client = sign_in("clerk")
    for changes, word in (
        ({"amount": "-3"}, "more than zero"),
        ({"measure": "moon"}, "Select a valid choice"),
        ({"starts_on": "2020-09-30"}, "before it begins"),
        ({"region": "530102010"}, "Select a valid choice"),
        ({"ends_on": "2099-01-01"}, "future"),
        ({"after": io.BytesIO(b"no picture")}, "photo"),
    ):
        page = client.post("/work/new/", entry(**changes))
        assert (page.status_code, word in page.content.decode()) == (422, True), changes
    assert not Record.objects.exists()
    assert sign_in("discipline").post("/work/new/", entry()).status_code == 422
    assert not Record.objects.exists()


def test_a_draft_is_amended_confirmed_corrected_and_voided(cast: Cast, sign_in) -> None:
    client, record = sign_in("clerk"), draft(cast.clerk, measure="posters", amount=Decimal(35))
    client.post(f"/work/{record}/amend/", entry(amount="30", place=place()))
    assert Record.objects.get(pk=record).amount == 30
    assert Record.objects.get(pk=record).place is not None
    client.post(f"/work/{record}/confirm/", {"id": new_id()})
    action = new_id()
    for _ in range(2):
        page = client.post(
            f"/work/{record}/correct/",
            {"id": action, "amount": "3", "qualifier": "exact", "reason": "小数点看错"},
        )
    new = Record.objects.get(replaces=record)
    assert page.url == f"/work/{new.pk}/"
    assert "小数点看错" in client.get(page.url).content.decode()
    assert "entered anew" in client.get(f"/work/{record}/").content.decode()
    client.post(f"/work/{new.pk}/void/", {"id": new_id(), "reason": ""})
    assert Record.objects.get(pk=new.pk).state == "confirmed"
    client.post(f"/work/{new.pk}/void/", {"id": new_id(), "reason": "重复"})
    assert Record.objects.get(pk=new.pk).state == "voided"
    assert client.post(f"/work/{new.pk}/correct/", {"id": new_id()}).status_code == 422


def test_buttons_are_greyed_with_the_reason(cast: Cast, sign_in) -> None:
    record = draft(cast.clerk, measure=None)
    text = sign_in("clerk").get(f"/work/{record}/").content.decode()
    assert "Nobody has said yet which measure" in text
    text = sign_in("discipline").get(f"/work/{record}/").content.decode()
    assert "right: Confirm and void work" in text
    client = sign_in("discipline")
    client.post(f"/work/{record}/discard/", {"id": new_id(), "reason": "x"})
    assert Record.objects.get(pk=record).state == "draft"


def test_the_clerk_pastes_a_message_and_settles_it(cast: Cast, sign_in) -> None:
    client, action = sign_in("clerk"), new_id()
    text = "今日清理共享单车46余辆,擦洗宣传栏3块。明天计划修补路面5处。<script>"
    form = {"id": action, "region": FIRST, "sent_on": "2020-08-31", "text": text}
    for _ in range(2):
        page = client.post("/work/messages/new/", form)
    message = Message.objects.get()
    assert page.url == f"/work/messages/{message.pk}/"
    shown = client.get(page.url).content.decode()
    assert "&lt;script&gt;" in shown
    assert "planned, not done" in shown
    assert "Which measure is it?" in shown
    unknown = Record.objects.get(measure__isnull=True)
    Measure.objects.create(
        code="boards", verb="更换", object="展板", unit="块", since=date(2020, 1, 1)
    )
    client.post(f"/work/{unknown.pk}/map/", {"id": new_id(), "measure": "boards", "remember": "on"})
    client.post(f"/work/messages/{message.pk}/confirm/", {"id": new_id()})
    assert {row.state for row in Record.objects.all()} == {"confirmed"}
    assert Message.objects.get().settled_at is not None
    assert "Every message is settled" in client.get("/work/messages/").content.decode()
    again = client.post("/work/messages/new/", form | {"id": new_id()})
    assert (again.status_code, Message.objects.count()) == (422, 1)


def test_a_running_total_is_split_by_a_person(cast: Cast, sign_in) -> None:
    confirmed(cast.clerk, measure="shared_bikes_cleared", amount=Decimal(564))
    client = sign_in("clerk")
    message = message_of(cast, "截至目前,我社区累计清理共享单车610余辆。")
    (record,) = Record.objects.filter(origin_id=message)
    text = client.get(f"/work/messages/{message}/").content.decode()
    assert "564 辆 are counted already" in text
    assert "Count the difference: 46" in text
    client.post(f"/work/{record.pk}/fresh/", {"id": new_id(), "take": "difference"})
    record.refresh_from_db()
    assert (record.amount, record.cumulative, "610" in record.remark) == (46, False, True)
    other = message_of(cast, "截至目前,累计清理共享单车500辆。")
    (less,) = Record.objects.filter(origin_id=other)
    client.post(f"/work/{less.pk}/fresh/", {"id": new_id(), "take": "difference"})
    assert Record.objects.get(pk=less.pk).cumulative
    client.post(f"/work/{less.pk}/fresh/", {"id": new_id(), "take": "whole"})
    assert not Record.objects.get(pk=less.pk).cumulative
    plain = draft(cast.clerk)
    assert client.post(f"/work/{plain}/fresh/", {"id": new_id()}).status_code == 422


def test_figures_are_dropped_taken_up_and_undone(cast: Cast, sign_in) -> None:
    client, message = sign_in("clerk"), message_of(cast, "今日清理共享单车46辆,共9个小区。")
    (record,) = Record.objects.filter(origin_id=message)
    page = client.post(
        f"/work/{record.pk}/discard/", {"id": new_id(), "reason": "x", "message": message}
    )
    assert page.url == f"/work/messages/{message}/"
    start = record.read_start
    client.post(f"/work/messages/{message}/take/{start}/", {"id": new_id()})
    assert Record.objects.filter(origin_id=message, state="draft").count() == 1
    client.post(f"/work/messages/{message}/settle/", {"id": new_id()})
    assert Record.objects.filter(origin_id=message, state="draft").count() == 0


def test_measures_are_found_added_and_ended(cast: Cast, sign_in) -> None:
    client = sign_in("clerk")
    assert client.get("/work/measures/find/?q=小广告").json()[0]["value"] == "small_ads_removed"
    assert client.get("/work/measures/find/?q=清理小广告").json()
    assert client.get("/work/measures/find/?q=small_ads").json()
    assert "No measure fits" in client.get("/work/measures/?q=飞碟").content.decode()
    form = {
        "id": new_id(), "code": "saucers", "verb": "擦亮", "object": "飞碟", "unit": "架",
        "section": "order", "since": "2020-08-01",
    }  # fmt: skip
    client.post("/work/measures/new/", form)
    made = Measure.objects.get(pk="saucers")
    assert "feidie" in made.pinyin
    assert client.get("/work/measures/find/?q=feidie").json()
    twice = client.post("/work/measures/new/", form | {"id": new_id()})
    assert (twice.status_code, "already a measure" in twice.content.decode()) == (422, True)
    same = client.post("/work/measures/new/", form | {"id": new_id(), "code": "ufos"})
    assert "counted already" in same.content.decode()
    for until in ("", "2020-07-01"):
        client.post("/work/measures/saucers/end/", {"id": new_id(), "until": until})
        assert Measure.objects.get(pk="saucers").until is None
    client.post("/work/measures/saucers/end/", {"id": new_id(), "until": "2020-08-30"})
    assert Measure.objects.get(pk="saucers").until == date(2020, 8, 30)
    refused = sign_in("leader").post("/work/measures/new/", form | {"id": new_id(), "code": "x1"})
    assert refused.status_code == 422
    assert client.get("/work/measures/moon/").status_code == 404


def test_places_are_found_by_typing(cast: Cast, sign_in) -> None:
    place("虹山东路")
    assert "虹山东路" in sign_in("clerk").get("/work/places/find/?q=虹山").json()[0]["label"]
    assert sign_in("stranger").get("/work/places/find/?q=虹山").json() == []


def test_sheets_are_sent_in_and_come_back(cast: Cast, sign_in, monkeypatch) -> None:
    client = sign_in("clerk")
    good, bad = book(GOOD), book(GOOD, [*GOOD[:2], -1, *GOOD[3:]])
    good.name, bad.name = "good.xlsx", "bad.xlsx"
    action = new_id()
    for _ in range(2):
        good.seek(0)
        page = client.post("/work/import/", {"id": action, "file": good}, follow=True)
    assert "1 rows were imported as drafts" in page.content.decode()
    assert Record.objects.count() == 1
    good.seek(0)
    twice = client.post("/work/import/", {"id": new_id(), "file": good})
    assert (twice.status_code, "already" in twice.content.decode()) == (422, True)
    page = client.post("/work/import/", {"id": new_id(), "file": bad}, follow=True)
    assert "1 rows have errors" in page.content.decode()
    sheet = Import.objects.get(state="faulty")
    back = client.get(f"/work/import/{sheet.pk}/returned.xlsx")
    assert b"".join(back.streaming_content)[:2] == b"PK"
    assert sign_in("stranger").get(f"/work/import/{sheet.pk}/").status_code == 404


def test_a_large_sheet_goes_to_the_worker(cast: Cast, sign_in, monkeypatch) -> None:
    monkeypatch.setattr("wangge.worklog.web.imports.AT_ONCE_BYTES", 0)
    client, file = sign_in("clerk"), book(GOOD, [*GOOD[:2], 9, *GOOD[3:]])
    file.name = "large.xlsx"
    page = client.post(
        "/work/import/", {"id": new_id(), "file": file, "confirm": "on"}, follow=True
    )
    assert "2 rows were imported and count" in page.content.decode()
    sheet = Import.objects.get()
    assert client.post(f"/work/import/{sheet.pk}/again/").status_code == 409
    missing = client.get(f"/work/import/{sheet.pk}/returned.xlsx")
    assert missing.status_code == 404
    Import.objects.update(state="checking", total=100, done=40)
    part = client.get(f"/work/import/{sheet.pk}/progress/").content.decode()
    assert "40 of 100 rows" in part
    assert 'hx-trigger="every 1s"' in part


def test_kinds_are_known_to_the_whole_house(cast: Cast) -> None:
    id = new_id()
    assert subjects.url_of("worklog.record", id) == f"/work/{id}/"
    assert subjects.url_of("worklog.message", id) == f"/work/messages/{id}/"
    assert subjects.url_of("worklog.import", id) == f"/work/import/{id}/"


def test_a_correction_leads_both_ways(cast: Cast, sign_in) -> None:
    old, new = confirmed(cast.clerk), new_id()
    correct_record(
        record=old, replacement=new, amount=Decimal(1), qualifier=Qualifier.EXACT,
        reason="看错", by=cast.head, at=AT, id=new_id(),
    )  # fmt: skip
    client = sign_in("commander")
    assert f"/work/{new}/" in client.get(f"/work/{old}/").content.decode()
    assert f"/work/{old}/" in client.get(f"/work/{new}/").content.decode()


def test_figures_are_marked_and_nothing_else_gets_through(cast: Cast, sign_in) -> None:
    message = message_of(cast, "<b>清理</b>共享单车35辆,粘贴宣传图画35张")
    text = sign_in("clerk").get(f"/work/messages/{message}/").content.decode()
    assert "&lt;b&gt;清理&lt;/b&gt;" in text
    assert text.count('href="#figure-') == 2
