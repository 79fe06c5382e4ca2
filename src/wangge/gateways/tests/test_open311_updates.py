from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from wangge.cases import actions as cases
from wangge.cases.models import Case, Remark
from wangge.cases.rules import Stage
from wangge.cases.tests.make import make_case, make_condition
from wangge.gateways.tests.open311_make import (
    BASE,
    KEY,
    errors,
    get,
    report,
    xml,
)
from wangge.kernel.clock import now
from wangge.kernel.ids import new_id

pytestmark = pytest.mark.django_db


def test_what_the_office_does_is_told_as_updates(client, services, cast) -> None:
    make_condition(services[0])
    (sent,) = report(client).json()
    case = Case.objects.get(number=sent["service_request_id"])
    does = {"case": case.pk, "by": cast.clerk}
    at = now()
    cases.file_case(**does, category=services[0].pk, at=at, id=new_id())
    cases.dispatch_case(**does, unit=cast.handler.unit, at=at + timedelta(seconds=1), id=new_id())
    cases.comment_case(
        **does, remark=new_id(), text="明天来清", is_public=True, status="planned",
        at=at + timedelta(seconds=2), id=new_id(),
    )  # fmt: skip
    cases.comment_case(
        **does, remark=new_id(), text="内部", at=at + timedelta(seconds=3), id=new_id()
    )
    span = {
        "start_date": (at - timedelta(hours=1)).isoformat(),
        "end_date": (at + timedelta(hours=1)).isoformat(),
    }
    told = get(client, "servicerequestupdates.json", **span)
    assert [one["status"] for one in told] == ["INVESTIGATING", "IN_PROGRESS", "PLANNED"]
    assert told[-1]["description"] == "明天来清"
    assert {one["service_request_id"] for one in told} == {case.number}
    assert all(UUID(one["update_id"]) and one["description"] for one in told)
    tree = get(client, "servicerequestupdates.xml", **span)
    assert tree.tag == "service_request_updates"
    assert len(tree.findall("request_update")) == 3


def test_a_split_case_is_told_to_be_closed_with_its_last_part(client, services, cast) -> None:
    whole = make_case(cast, Stage.SPLIT)
    part = make_case(cast, Stage.VERIFIED, parent=whole)
    cases.close_case(case=part.pk, by=cast.clerk, at=now(), id=new_id())
    told = get(client, "servicerequestupdates.json")
    assert [(one["service_request_id"], one["status"]) for one in told] == [
        (whole.number, "FIXED")
    ]  # fmt: skip


def update(client: Client, case: Case, ending: str = "json", **fields: Any) -> Any:
    form = {
        "api_key": KEY,
        "service_request_id": case.number,
        "update_id": "7",
        "updated_datetime": "2020-08-31T09:00:00+08:00",
        "status": "OPEN",
        "description": "还没清",
        **fields,
    }
    sent = {name: value for name, value in form.items() if value is not None}
    return client.post(f"{BASE}servicerequestupdates.{ending}", sent)


def test_a_resident_s_update_is_a_public_remark_once(client, services, cast) -> None:
    case = make_case(cast)
    first, again = update(client, case), update(client, case)
    assert first.json() == again.json() == [{"update_id": str(Remark.objects.get().pk)}]
    assert (Remark.objects.get().text, Remark.objects.get().author) == ("还没清", "Tester")
    tree = xml(update(client, case, "xml", update_id="8", description="清了", status="FIXED"))
    assert tree.findtext("request_update/update_id")
    case.refresh_from_db()
    assert case.stage == Stage.REPORTED.value
    told = get(client, "servicerequestupdates.json")
    assert [(one["description"], one["status"]) for one in told] == [
        ("还没清", "OPEN"), ("清了", "OPEN")
    ]  # fmt: skip
    assert Remark.objects.get(text="清了").author == "Tester · FIXED"


def test_an_update_without_an_id_of_its_own_is_known_by_what_it_says(
    client, services, cast
) -> None:
    case = make_case(cast)
    for _ in range(2):
        assert update(client, case, update_id=None).status_code == 200
    assert Remark.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"api_key": "wrong"}, 403),
        ({"service_request_id": "nothing"}, 404),
        ({"service_request_id": None}, 400),
        ({"description": None}, 400),
        ({"status": "EXPLODED"}, 400),
        ({"media_url": "javascript:1"}, 400),
        ({"description": "长" * 5000}, 400),
    ],
)
def test_updates_that_can_t_be_taken(client, services, cast, fields, code: int) -> None:
    answer = update(client, make_case(cast), **fields)
    assert answer.status_code == code
    errors(answer)
    assert not Remark.objects.exists()


def test_a_copy_takes_no_updates(client, services, cast) -> None:
    assert update(client, make_case(cast, Stage.MERGED)).status_code == 400


def test_the_list_of_updates_takes_few_queries(
    client, services, cast, django_assert_max_num_queries
) -> None:
    for n in range(30):
        update(client, make_case(cast), update_id=str(n))
    with django_assert_max_num_queries(8):
        assert len(get(client, "servicerequestupdates.json")) == 30
