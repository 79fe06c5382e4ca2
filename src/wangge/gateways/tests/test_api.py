"""The API's door, its refusals, its JSON, its description."""

from collections import Counter
from datetime import timedelta
from enum import Enum
from typing import Any, get_args

import orjson
import pytest
from django.conf import settings
from django.test import Client
from openapi_spec_validator import validate
from pydantic import BaseModel

from wangge.cases.rules import Act
from wangge.cases.tests.make import make_case
from wangge.gateways.api.web.build import API, ROOT, description
from wangge.gateways.api.web.door import MOST, WRONG
from wangge.gateways.api.web.types import Shows
from wangge.gateways.tests.program import Program
from wangge.kernel.ids import new_id
from wangge.people.models import Account, ApiToken
from wangge.people.tests.cast import Cast
from wangge.trail.rules import Stage as Moment


@pytest.fixture(autouse=True)
def nobody_was_wrong() -> None:
    WRONG.forget()


# --- The door


def test_without_a_token_nothing(cast: Cast) -> None:
    client = Client()
    for headers in ({}, {"Authorization": "Basic x"}, {"Authorization": "Bearer wg_wrong"}):
        answer = client.get("/api/v1/me", headers=headers)
        assert answer.status_code == 401
        assert answer.json()["error"] == "token"
        assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_session_is_no_token(cast: Cast) -> None:
    client = Client()
    client.force_login(Account.objects.get(username="clerk"))
    assert client.get("/api/v1/me").status_code == 401


def test_why_a_token_opens_nothing_is_said(cast: Cast) -> None:
    program = Program(cast.clerk, **{"Accept-Language": "en"})
    row = ApiToken.objects.get()
    ApiToken.objects.update(since=row.since - timedelta(days=9), expires_at=row.since)
    answer = program.get("/me")
    assert answer.status_code == 401
    assert "expired" in answer.json()["reason"]


def test_wrong_tokens_are_slowed_down_and_right_ones_are_not(cast: Cast) -> None:
    client = Client()
    wrong = {"Authorization": "Bearer wg_" + "x" * 40}
    answers = [client.get("/api/v1/me", headers=wrong).status_code for _ in range(MOST + 1)]
    assert answers == [401] * MOST + [429]
    assert Program(cast.clerk).get("/me").status_code == 200


def test_use_is_written_once_a_day(cast: Cast, django_assert_num_queries) -> None:
    program = Program(cast.clerk)
    ApiToken.objects.update(last_used_on=None)
    with django_assert_num_queries(2):
        program.get("/me")
    with django_assert_num_queries(1):
        program.get("/me")
    assert ApiToken.objects.get().last_used_on is not None


def test_an_api_request_touches_no_session(cast: Cast) -> None:
    answer = Program(cast.clerk).get("/me")
    assert "Set-Cookie" not in answer
    assert not answer.cookies


def test_who_am_i(cast: Cast) -> None:
    me = Program(cast.leader).get("/me").json()
    assert me["post"] == str(cast.leader.post)
    assert me["region"] == cast.leader.region
    assert "handle_case" in [one["right"] for one in me["rights"]]


# --- Refusals


def test_reasons_are_in_the_readers_language(cast: Cast) -> None:
    case = make_case(cast)
    chinese = Program(cast.leader).post(f"/cases/{case.pk}/urge").json()
    english = Program(cast.leader, **{"Accept-Language": "en"}).post(f"/cases/{case.pk}/urge")
    assert english.status_code == 403
    assert english.json()["error"] == chinese["error"] == "refused"
    assert "doesn't include this right" in english.json()["reason"]
    assert chinese["reason"] != english.json()["reason"]


def test_every_fault_names_its_field(cast: Cast) -> None:
    program = Program(cast.clerk, **{"Accept-Language": "en"})
    answer = program.post("/cases", {"text": "x", "lng": 181, "catagory": "x"})
    assert answer.status_code == 422
    faults = {one["field"]: one["reason"] for one in answer.json()["faults"]}
    assert faults == {"lng": "This is too large.", "catagory": "There is no such field."}


@pytest.mark.parametrize(
    "body", [b"{", b"\xff", b'{"text": "\\u0000"}', b'"x"', b"[]", b'{"text": "\\ud800"}']
)
def test_what_is_no_body(cast: Cast, body: bytes) -> None:
    program = Program(cast.clerk)
    answer = program.client.post(
        "/api/v1/cases", body, content_type="application/json", headers=program.headers
    )
    assert answer.status_code in (400, 422)
    assert answer.json()["reason"]


def test_a_nul_in_the_address_is_refused(cast: Cast) -> None:
    assert Program(cast.clerk).get("/cases", text="a\0b").status_code == 400


def test_what_is_not_there(cast: Cast) -> None:
    program = Program(cast.clerk)
    for path in ("/nothing", "/cases/x", f"/cases/{new_id()}", "/places/x", "/figures/none"):
        answer = program.get(path)
        assert answer.status_code == 404, path
        assert answer.json()["error"] == "not_found"


def test_a_fault_of_ours_says_nothing_about_the_inside(cast: Cast, monkeypatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("wangge.gateways.api.web.routes.cases.listed_values", broken)
    answer = Program(cast.clerk).get("/cases")
    assert answer.status_code == 500
    assert answer.json()["error"] == "fault"
    assert "secret" not in answer.content.decode()


# --- JSON


def test_chinese_stays_chinese_and_pages_have_their_size(cast: Cast) -> None:
    for _ in range(3):
        make_case(cast, text="路边有一堆垃圾")
    answer = Program(cast.clerk).get("/cases", size=2)
    assert "路边有一堆垃圾".encode() in answer.content
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert len(answer.json()["rows"]) == 2
    assert Program(cast.clerk).get("/cases", size=201).status_code == 422


# --- The description


def test_the_description_is_valid() -> None:
    validate(orjson.loads(description()))


def named_in(kind: Any, found: set[type]) -> set[type]:
    """Every schema that a kind of value is made of."""
    for part in get_args(kind):
        named_in(part, found)
    if isinstance(kind, type) and issubclass(kind, BaseModel | Enum) and kind not in found:
        found.add(kind)
        for field in getattr(kind, "model_fields", {}).values():
            named_in(field.annotation, found)
    return found


def test_no_two_schemas_share_a_name() -> None:
    found: set[type] = set()
    for _, router in API._routers:
        for view in router.path_operations.values():
            for operation in view.operations:
                for model in [*operation.models, *operation.response_models.values()]:
                    named_in(model, found)
    shared = [name for name, n in Counter(kind.__name__ for kind in found).items() if n > 1]
    assert {"CaseLine", "Dispatching", "Stage"} <= {kind.__name__ for kind in found}
    assert [name for name in shared if not name.endswith(("Params", "ResponseSchema"))] == []


def test_photos_show_what_the_trail_knows() -> None:
    assert set(get_args(Shows)) == set(Moment)


def test_every_act_has_its_route() -> None:
    paths = orjson.loads(description())["paths"]
    for act in Act:
        assert "post" in paths[f"{ROOT}cases/{{case}}/{act.value}"], act


def test_every_route_says_what_it_is_for() -> None:
    for path, methods in orjson.loads(description())["paths"].items():
        for operation in methods.values():
            assert len(operation.get("description", "")) >= 10, path


def test_the_page_needs_no_token_and_nothing_from_elsewhere(db) -> None:
    page = Client().get("/api/v1/docs")
    assert page.status_code == 200
    text = page.content.decode()
    assert "/api/v1/cases/{case}/dispatch" in text
    assert "https://" not in text
    assert "default-src 'self'" in page["Content-Security-Policy"]
    assert Client().get("/api/v1/openapi.json").json()["openapi"].startswith("3.")


def test_answers_are_not_the_frameworks_own_pages() -> None:
    assert API.docs_url is None
    assert "ninja" not in settings.INSTALLED_APPS
