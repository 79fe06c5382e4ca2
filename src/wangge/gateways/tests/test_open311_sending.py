import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO
from threading import Barrier
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client

from wangge.cases.models import Case, Reporter
from wangge.cases.rules import Source
from wangge.cases.tests.make import LAT, LNG
from wangge.gateways import actions
from wangge.gateways.management.open311 import open311
from wangge.gateways.models import ClientKey
from wangge.gateways.tests.open311_make import (
    BASE,
    KEY,
    MACHINE,
    draw_grid,
    errors,
    get,
    make_services,
    open_key,
    picture,
    report,
    xml,
)
from wangge.kernel.clock import now
from wangge.kernel.errors import Conflict, Invalid, NotFound, Refused
from wangge.kernel.ids import new_id
from wangge.people.tests.cast import ELSEWHERE, GRID, STREET
from wangge.trail.models import Entry, Evidence, Proof

pytestmark = pytest.mark.django_db


def test_a_request_is_kept_and_answered_with_its_number(client, services) -> None:
    answer = report(
        client, email="li@example.org", first_name="四", last_name="李", phone="13800000000",
        account_id="u-1", media_url="https://example.org/a.jpg",
        **{"attribute[amount]": "2", "attribute[contents][]": ["green", "rubble"],
           "attribute[easting]": "1"},
    )  # fmt: skip
    assert answer.status_code == 200, answer.content
    (sent,) = answer.json()
    case = Case.objects.get(number=sent["service_request_id"])
    assert sent["account_id"] == "u-1"
    assert (case.region, case.source, case.text) == (
        GRID, Source.OPEN311.value, "路边垃圾 <b>三天</b> & 没人清"
    )  # fmt: skip
    assert case.category == services[0]
    assert case.attributes == {
        "amount": "2",
        "contents": ["green", "rubble"],
        "media_url": "https://example.org/a.jpg",
    }
    entry = Entry.objects.get(subject=case.pk, action="cases.report")
    assert (entry.actor_name, entry.account_id, entry.post) == ("Tester", None, None)
    reporter = Reporter.objects.get(case=case)
    assert "李四" not in reporter.name and reporter.name
    assert "/report/s/" in sent["service_notice"]


def test_the_private_page_of_the_answer_opens(client, services) -> None:
    (sent,) = report(client).json()
    page = sent["service_notice"].partition("http://testserver")[2].split()[0].rstrip("。")
    assert client.get(page).status_code == 200


def test_the_same_form_sent_again_is_the_same_request(client, services) -> None:
    first, again = report(client), report(client)
    assert first.json() == again.json()
    assert Case.objects.count() == 1
    assert report(client, description="另一堆").json() != first.json()
    assert report(client, device_id="other").json() != first.json()
    assert Case.objects.count() == 3


def test_a_repetition_across_the_step_of_time_is_known(client, services, monkeypatch) -> None:
    at = datetime(2026, 3, 2, 1, 4, 59, tzinfo=UTC)
    for second in (0, 2, 240, 900):
        monkeypatch.setattr(
            "wangge.gateways.open311.web.sending.now", lambda s=second: at + timedelta(seconds=s)
        )
        assert report(client).status_code == 200
    assert Case.objects.count() == 2


def test_another_key_sending_the_same_is_another_request(client, services) -> None:
    open_key("Other", "other-key")
    assert report(client).json() != report(client, api_key="other-key").json()


@pytest.mark.parametrize("key", [None, "", "wrong", "a-key-for-tests ", "\x00"])
def test_without_the_key_it_is_403(client, services, key: str | None) -> None:
    answer = report(client, api_key=key)
    # Outer blanks are what copying adds.
    assert answer.status_code == (200 if key and key.strip() == KEY else 403)
    if answer.status_code == 403:
        errors(answer)


def test_a_key_holds_until_it_is_closed_and_only_in_its_area(client, services) -> None:
    open_key("Far", "far-key", region=ELSEWHERE)
    assert report(client, api_key="far-key", jurisdiction_id=STREET).status_code == 403
    assert report(client, api_key="far-key").status_code == 400
    row = ClientKey.objects.get(name="Tester")
    ClientKey.objects.filter(pk=row.pk).update(may_report=False)
    assert report(client).status_code == 403
    ClientKey.objects.filter(pk=row.pk).update(may_report=True)
    actions.close_key(client=row.pk, by=MACHINE, at=now(), id=new_id())
    assert report(client).status_code == 403
    with pytest.raises(Conflict):
        actions.close_key(client=row.pk, by=MACHINE, at=now(), id=new_id())


def test_keys_are_kept_by_who_keeps_accounts_and_never_in_plain(cast) -> None:
    given = {"client": new_id(), "key": KEY, "region": STREET, "at": now()}
    with pytest.raises(Refused):
        actions.open_key(**given, name="X", by=cast.leader, id=new_id())
    with pytest.raises(Invalid):
        actions.open_key(**given, name="", by=cast.head, id=new_id())
    actions.open_key(**given, name="X", by=cast.head, id=new_id())
    assert ClientKey.objects.get(name="X").digest != KEY
    assert KEY not in json.dumps([entry.data for entry in Entry.objects.all()])
    with pytest.raises(Invalid):
        actions.open_key(
            **{**given, "client": new_id(), "key": "k"}, name="X", by=cast.head, id=new_id()
        )


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"service_code": None}, 400),
        ({"service_code": "06022"}, 404),
        ({"lat": None}, 400),
        ({"lat": None, "long": None}, 400),
        ({"lat": "x"}, 400),
        ({"lat": LNG - 20, "long": LAT}, 400),
        ({"lat": 39.9, "long": 116.4}, 400),
        ({"jurisdiction_id": "nowhere"}, 404),
        ({"description": "长" * 4001}, 400),
        ({"service_code": "0", "description": ""}, 400),
        ({"media_url": "file:///etc/passwd"}, 400),
        ({"attribute[amount]": "viel"}, 400),
        ({"lat": None, "long": None, "address_id": "#NOTPINPOINTED#"}, 400),
        ({"email": "a" * 400}, 400),
    ],
)
def test_what_can_t_be_taken_is_said(client, services, fields: dict[str, Any], code: int) -> None:
    answer = report(client, **fields)
    assert answer.status_code == code, answer.content
    errors(answer)
    assert not Case.objects.exists()


def test_the_whole_length_of_the_specification_is_taken(client, services) -> None:
    assert report(client, description="长" * 4000).status_code == 200


def test_an_address_alone_is_taken_in_the_key_s_area(client, services) -> None:
    answer = report(client, lat=None, long=None, address_string="王家桥路 12 号")
    case = Case.objects.get(number=answer.json()[0]["service_request_id"])
    assert (case.region, case.address, case.lat) == (STREET, "王家桥路 12 号", None)


def test_an_address_alone_is_taken_where_one_subdistrict_is_served(client, services) -> None:
    open_key("Wide", "wide", region="")
    answer = report(client, api_key="wide", lat=None, long=None, address_string="王家桥路")
    assert Case.objects.get(number=answer.json()[0]["service_request_id"]).region == STREET


def test_who_doesn_t_know_which_service_leaves_it_open(client, services) -> None:
    answer = report(client, service_code="0")
    found = get(client, f"requests/{answer.json()[0]['service_request_id']}.json")
    assert found[0]["service_code"] == "0"


def test_a_service_alone_is_enough(client, services) -> None:
    answer = report(client, description=None)
    found = get(client, f"requests/{answer.json()[0]['service_request_id']}.json")
    assert found[0]["description"].startswith("垃圾没人清：")


def test_texts_with_signs_no_xml_can_carry_are_cleaned(client, services) -> None:
    answer = report(client, "xml", description="坏\x00\x0b字\ufffe", first_name="\x01")
    assert xml(answer).findtext("request/service_request_id")
    assert Case.objects.get().text.startswith("坏字")


def test_photos_come_with_the_form_and_once(client, services) -> None:
    for _ in range(2):
        assert report(client, media=[picture(), picture("blue")]).status_code == 200
    case = Case.objects.get()
    assert Proof.objects.filter(subject=case.pk).count() == 2
    assert {row.region for row in Evidence.objects.all()} == {GRID}
    found = get(client, f"requests/{case.number}.json", extensions="true")
    assert found[0]["extended_attributes"]["photos"] == 2
    assert "media_url" not in found[0]


def test_a_file_that_is_no_picture_refuses_the_whole(client, services) -> None:
    fake = BytesIO(b"<script>")
    fake.name = "a.jpg"
    answer = report(client, media=fake)
    assert answer.status_code == 400
    errors(answer)
    assert not Case.objects.exists()


def test_a_body_that_can_t_be_read_is_400(client, services) -> None:
    for kind in ("multipart/form-data; boundary=x", "multipart/form-data"):
        answer = client.post(f"{BASE}requests.json?api_key={KEY}", b"--x\r\nbroken", kind)
        assert answer.status_code == 400
        errors(answer)


def test_the_key_and_fields_may_stand_in_the_address(client, services) -> None:
    answer = client.post(
        f"{BASE}requests.json?api_key={KEY}&jurisdiction_id={STREET}",
        {"service_code": "06010", "lat": LAT, "long": LNG, "description": "x"},
    )
    assert answer.status_code == 200


def test_a_form_needs_no_token_of_ours(services) -> None:
    assert report(Client(enforce_csrf_checks=True)).status_code == 200


def test_keys_are_made_listed_and_closed_from_the_machine(client, services) -> None:
    run = CliRunner()
    key = run.invoke(open311, ["key", "--name", "Bot", "--until", "2099-01-01"]).output.strip()
    assert len(key) == 43
    assert report(client, api_key=key).status_code == 200
    assert "Bot\teverywhere\t" in run.invoke(open311, ["keys"]).output
    assert run.invoke(open311, ["close", "Bot"]).exit_code == 0
    assert report(client, api_key=key).status_code == 403
    assert isinstance(run.invoke(open311, ["close", "Nobody"]).exception, NotFound)


def test_other_methods_are_refused_in_the_same_form(client, services) -> None:
    answer = client.delete(f"{BASE}requests.json")
    assert answer.status_code == 405 and "GET" in answer["Allow"]
    errors(answer)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_form_sent_four_times_at_once_is_one_request(cast) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("the test database in memory is one connection's own")
    draw_grid()
    open_key()
    make_services()
    together = Barrier(4)

    def send(_: int) -> list[dict[str, Any]]:
        together.wait()
        try:
            return report(Client()).json()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))
    assert answers == [answers[0]] * 4
    assert answers[0][0]["service_request_id"] == Case.objects.get().number
