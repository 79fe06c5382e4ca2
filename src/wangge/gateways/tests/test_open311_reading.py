import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from wangge.cases.rules import Source, Stage
from wangge.cases.tests.make import LAT, LNG, make_case
from wangge.gateways.open311 import shown
from wangge.gateways.tests.open311_make import (
    BASE,
    get,
    report,
)
from wangge.kernel.clock import now
from wangge.people.tests.cast import STREET

pytestmark = pytest.mark.django_db


def test_one_request_as_clients_read_it(client, services, cast) -> None:
    case = make_case(
        cast, Stage.DISPATCHED, source=Source.OPEN311.value, text="脏 <b>\x07电话 13812345678",
        attributes={"media_url": "https://example.org/a.jpg"}, unit_id=cast.handler.unit,
    )  # fmt: skip
    (found,) = get(client, f"requests/{case.number}.json")
    assert found == {
        "service_request_id": case.number,
        "status": "open",
        "status_notes": found["status_notes"],
        "service_name": "垃圾没人清",
        "service_code": "06010",
        "description": "脏 <b>电话 ***",
        "agency_responsible": "handler",
        "requested_datetime": "2020-08-31T09:00:00+08:00",
        "updated_datetime": "2020-08-31T09:00:00+08:00",
        "expected_datetime": "2020-08-31T13:00:00+08:00",
        "address": "王家桥路 12 号",
        "lat": LAT,
        "long": LNG,
        "media_url": "https://example.org/a.jpg",
    }
    assert get(client, f"requests/{case.pk}.json") == [found]
    tree = get(client, f"requests/{case.number}.xml")
    assert tree.tag == "service_requests"
    assert tree.findtext("request/description") == "脏 <b>电话 ***"
    assert float(tree.findtext("request/lat")) == LAT


def test_a_token_is_the_number_itself(client, services, cast) -> None:
    case = make_case(cast)
    for token in (case.number, str(case.pk)):
        assert get(client, f"tokens/{token}.json") == [
            {"service_request_id": case.number, "token": token}
        ]


def test_what_residents_said_and_where_they_live_is_not_shown(client, services, cast) -> None:
    case = make_case(
        cast, source=Source.PUBLIC.value, text="张三 13812345678", address="3栋502 张三",
        lat=25.0911234, lng=102.6603456, attributes={"media_url": "https://example.org/x"},
    )  # fmt: skip
    (found,) = get(client, f"requests/{case.number}.json", extensions="true")
    whole = json.dumps(found, ensure_ascii=False)
    assert "张三" not in whole and "1381234" not in whole and "example.org" not in whole
    assert (found["lat"], found["long"]) == (25.0911, 102.6603)
    assert found["description"].startswith("垃圾没人清：")
    assert found["address"] == "王家桥社区居民委员会王家桥第一网格"


def test_blotting_keeps_what_reaches_nobody() -> None:
    text = "身份证53010219900101123X，手机+86 138-1234-5678，座机0871-65156515，信a.b@c.cn，"
    kept = "2026-11-26，第12号"
    assert shown.blotted(text + kept) == "身份证***，手机***，座机***，***，" + kept


def test_cases_of_a_category_that_isn_t_public_and_parts_are_not_listed(
    client, services, cast
) -> None:
    whole = make_case(cast, Stage.SPLIT)
    make_case(cast, Stage.DISPATCHED, parent=whole)
    hidden = make_case(cast, category=services[2])
    sent = make_case(cast, category=services[2], source=Source.OPEN311.value)
    wanted = {"start_date": "2020-08-01", "end_date": "2020-09-20"}
    listed = {one["service_request_id"] for one in get(client, "requests.json", **wanted)}
    assert listed == {whole.number, sent.number}
    assert client.get(f"{BASE}requests/{hidden.number}.json").status_code == 404


def in_span(client: Client, **fields: Any) -> list[str]:
    wanted = {"start_date": "2020-08-01T00:00:00Z", "end_date": "2020-09-20T00:00:00Z", **fields}
    return [one["service_request_id"] for one in get(client, "requests.json", **wanted)]


def test_the_list_is_cut_by_status_service_and_number(client, services, cast) -> None:
    first = make_case(cast, reported_at=datetime(2020, 8, 30, tzinfo=UTC))
    second = make_case(cast, Stage.CLOSED, category=services[1])
    uncoded = make_case(cast, category=None, reported_at=datetime(2020, 8, 29, tzinfo=UTC))
    assert in_span(client) == [second.number, first.number, uncoded.number]
    assert in_span(client, status="open") == [first.number, uncoded.number]
    assert in_span(client, status="closed") == [second.number]
    assert in_span(client, status="open,closed") == in_span(client)
    assert in_span(client, service_code="06012,0") == [second.number, uncoded.number]
    assert in_span(client, service_code="none") == []
    numbers = f"{uncoded.number},{first.number},nothing"
    assert in_span(client, service_request_id=numbers, status="closed") == [
        first.number, uncoded.number
    ]  # fmt: skip
    assert in_span(client, jurisdiction_id=STREET) == in_span(client)


def test_pages_follow_one_another(client, services, cast) -> None:
    day = datetime(2020, 8, 30, tzinfo=UTC)
    rows = [make_case(cast, reported_at=day + timedelta(minutes=n)) for n in range(5)]
    pages = [in_span(client, page_size=2, page=page) for page in (1, 2, 3, 4)]
    assert [n for page in pages for n in page] == [row.number for row in reversed(rows)]
    assert pages[3] == []


def test_the_list_is_cut_by_when_something_changed(client, services, cast) -> None:
    at = datetime(2020, 9, 10, tzinfo=UTC)
    old = make_case(cast, updated_at=at)
    make_case(cast)
    changed = get(client, "requests.json", updated_after="2020-09-09", updated_before="2020-09-11")
    assert [one["service_request_id"] for one in changed] == [old.number]
    # A span over ninety days is cut to its most recent part.
    long = get(client, "requests.json", updated_after="2018-01-01", updated_before="2020-12-05")
    assert [one["service_request_id"] for one in long] == [old.number]


def test_without_dates_only_the_last_ninety_days_are_listed(client, services, cast) -> None:
    make_case(cast, reported_at=now() - timedelta(days=91))
    new = make_case(cast, reported_at=now() - timedelta(days=89))
    assert [one["service_request_id"] for one in get(client, "requests.json")] == [new.number]


def test_the_list_is_cut_to_a_circle(client, services, cast) -> None:
    near = make_case(cast)
    make_case(cast, lat=LAT + 0.002)
    make_case(cast, lat=None, lng=None)
    around = {"lat": LAT, "long": LNG}
    assert in_span(client, **around, radius=100) == [near.number]
    assert len(in_span(client, **around, radius=300)) == 2


def test_a_hundred_rows_take_few_queries(
    client, services, cast, django_assert_max_num_queries
) -> None:
    counts = []
    for many in (3, 97):
        for _ in range(many):
            make_case(cast, Stage.DISPATCHED, source=Source.OPEN311.value)
        with django_assert_max_num_queries(8) as found:
            rows = in_span(client, extensions="true", jurisdiction_id=STREET)
        counts.append(len(found))
    assert len(rows) == 100 and counts[0] == counts[1]


def test_a_report_takes_few_queries(client, services, django_assert_max_num_queries) -> None:
    report(client)
    with django_assert_max_num_queries(20):
        assert report(client, description="noch eine").status_code == 200


def test_expected_and_updated_are_always_there_and_can_be_parsed(client, services, cast) -> None:
    for stage in Stage:
        make_case(cast, stage, due_at=None, closed_at=None)
    found = get(client, "requests.json", start_date="2020-08-01", end_date="2020-09-20")
    assert {one["extended_attributes"]["stage"] for one in get(
        client, "requests.json", start_date="2020-08-01", end_date="2020-09-20", extensions="true"
    )} == set(Stage)  # fmt: skip
    for one in found:
        for field in ("requested_datetime", "updated_datetime", "expected_datetime"):
            assert datetime.fromisoformat(one[field]).tzinfo
        assert not [key for key, value in one.items() if value in ("", None)]
