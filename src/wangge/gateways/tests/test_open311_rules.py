import contextlib
import csv
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as for_all
from hypothesis import strategies as st

from wangge.cases import rules
from wangge.cases.rules import GRANTED, STEPS, Ask, Stage
from wangge.gateways.open311 import moments, states
from wangge.gateways.open311.asked import Fields, asked_list
from wangge.gateways.open311.definitions import Datatype, _definitions, answers, given
from wangge.gateways.open311.formats import Format, format_of, written
from wangge.kernel.errors import Invalid

AT = datetime(2020, 8, 31, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ending", "accept", "format"),
    [
        ("json", "text/xml", Format.JSON),
        ("xml", "application/json", Format.XML),
        ("", "application/json", Format.JSON),
        ("", "text/xml;q=0.9, */*", Format.XML),
        ("", "text/html,application/xhtml+xml,application/xml;q=0.9", Format.XML),
        ("", "*/*", Format.JSON),
        ("", "", Format.JSON),
    ],
)
def test_the_ending_counts_then_what_is_accepted(ending: str, accept: str, format: Format) -> None:
    assert format_of(ending, accept) is format


def test_json_keeps_chinese_and_leaves_out_what_is_empty() -> None:
    body = written(Format.JSON, "services", [{"a": "垃圾", "b": "", "c": None, "d": False, "e": 0}])
    assert body.decode() == '[{"a":"垃圾","d":false,"e":0}]'


def test_xml_is_nested_by_the_names_of_lists() -> None:
    body = written(
        Format.XML,
        "service_definition",
        {"service_code": "1", "attributes": [{"variable": True, "values": [{"key": "<&>"}]}]},
    )
    assert body.startswith(b'<?xml version="1.0" encoding="utf-8"?>\n<service_definition>')
    assert b"<variable>true</variable>" in body
    assert ET.fromstring(body).findtext("attributes/attribute/values/value/key") == "<&>"


def test_an_empty_list_is_an_empty_list() -> None:
    assert written(Format.JSON, "service_requests", []) == b"[]"
    assert len(ET.fromstring(written(Format.XML, "service_requests", []))) == 0


# The first draw of any text makes hypothesis's own tables, which takes seconds on a busy machine.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@for_all(st.lists(st.dictionaries(st.sampled_from("abc"), st.text() | st.booleans() | st.none())))
def test_whatever_the_text_xml_and_json_can_be_read(rows: list[dict[str, object]]) -> None:
    rows = [*rows, {"a": "\x00\ud800\ufffe\x1b]]>&lt;"}]
    assert len(ET.fromstring(written(Format.XML, "service_requests", rows))) == len(rows)
    assert len(json.loads(written(Format.JSON, "service_requests", rows))) == len(rows)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2020-08-31T01:00:00Z", AT),
        ("2020-08-31T09:00:00+08:00", AT),
        ("2020-08-31T09:00:00 08:00", AT),
        ("2020-08-31T09:00:00.25+0800", AT),
        ("2020-08-30T17:00-08:00", AT),
        ("2020-08-31T09:00", AT),
        ("2020-08-31", AT - timedelta(hours=9)),
        ("2020-08", AT - timedelta(days=30, hours=9)),
    ],
)
def test_times_are_read_in_the_w3c_s_ways(text: str, at: datetime) -> None:
    assert moments.read(text, "start_date") == at


@pytest.mark.parametrize("text", ["yesterday", "2020-13-01", "0001-01-01", "9999-12-31", "1" * 99])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as error:
        moments.read(text, "start_date")
    assert error.value.field == "start_date"


@settings(deadline=None)
@for_all(st.text(alphabet="0123456789-:TZ+. ", max_size=30))
def test_reading_a_time_never_fails_otherwise(text: str) -> None:
    with contextlib.suppress(Invalid):
        assert moments.read(text, "x").tzinfo is not None


def test_times_are_shown_with_the_office_s_zone() -> None:
    assert moments.shown(AT.replace(microsecond=7)) == "2020-08-31T09:00:00+08:00"


def test_a_span_is_the_most_recent_ninety_days_of_what_is_asked() -> None:
    long, day = timedelta(days=90), timedelta(days=1)
    assert moments.span_of(None, None, AT) == moments.Span(AT - long, AT)
    assert moments.span_of(AT - day, None, AT) == moments.Span(AT - day, AT)
    assert moments.span_of(None, AT - day, AT) == moments.Span(AT - day - long, AT - day)
    assert moments.span_of(AT - 400 * day, AT - day, AT) == moments.Span(AT - day - long, AT - day)
    assert moments.span_of(AT + day, None, AT) == moments.Span(AT + day, AT + day + long)


def test_every_stage_has_a_state_and_every_change_of_stage_is_told() -> None:
    assert set(states.STATES) == set(Stage)
    for stage, state in states.STATES.items():
        ended = state in (
            states.State.FIXED, states.State.NO_FURTHER_ACTION, states.State.DUPLICATE
        )  # fmt: skip
        assert (states.status_of(stage) == "closed") is ended, stage
    assert {step.act.value for step in STEPS if step.next is not step.stage} - {
        "pass", "disprove"
    } <= {action.partition(".")[2] for action in states.TOLD_BY}  # fmt: skip


def test_granting_leads_where_the_rules_of_cases_say() -> None:
    for ask, stage in GRANTED.items():
        after = states.state_after("cases.grant", {"ask": ask.value})
        assert (after[1] if after else None) == stage
    assert states.state_after("cases.grant", {"ask": Ask.EXTEND.value}) is None


def test_a_look_that_ends_a_case_says_fixed() -> None:
    assert states.state_after("cases.verify", {"closed": True}) == (
        states.State.FIXED, Stage.CLOSED
    )  # fmt: skip
    assert states.state_after("cases.verify", {}) == (states.State.IN_PROGRESS, Stage.VERIFIED)
    assert states.state_after("cases.urge", {}) is None


def test_states_are_read_in_any_spelling() -> None:
    assert states.claimed(" in progress") is states.State.IN_PROGRESS
    assert states.claimed("not-councils-responsibility") is (
        states.State.NOT_COUNCILS_RESPONSIBILITY
    )
    assert states.claimed("exploded") is None


def test_the_questions_have_every_kind_and_orders_of_their_own() -> None:
    every = _definitions()
    assert {one.datatype for asked in every.values() for one in asked} == set(Datatype)
    for asked in every.values():
        assert [one.order for one in asked] == list(range(1, len(asked) + 1))
        assert all(all(one.description) for one in asked)
        lists = (Datatype.SINGLE, Datatype.MULTI)
        assert all(bool(one.values) is (one.datatype in lists) for one in asked)


def test_questions_belong_to_services_of_the_catalogue_that_residents_are_offered() -> None:
    file = Path(rules.__file__).parents[1] / "data" / "categories.csv"
    with file.open(encoding="utf-8-sig") as rows:
        offered = {row["code"] for row in csv.DictReader(rows) if row["is_public"] == "1"}
    assert set(_definitions()) <= offered


def test_attributes_come_in_three_spellings() -> None:
    form = [
        ("attribute[amount]", ["2.50"]),
        ("attribute[contents][]", ["green", "rubble", "green"]),
        ("attribute[contents][3]", ["other"]),
        ("attribute[fixmystreet_id]", ["7"]),
        ("attribute[]", ["x"]),
        ("service_code", ["06010"]),
    ]
    said = given(form)
    assert said["contents"] == ["green", "rubble", "green", "other"]
    assert answers(_definitions()["06010"], said) == {
        "amount": "2.50",
        "contents": ["green", "rubble", "other"],
    }


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("amount", ["much"]),
        ("amount", ["NaN"]),
        ("amount", ["1e400"]),
        ("amount", ["1", "2"]),
        ("blocks_way", ["maybe"]),
        ("contents", ["green", "gold"]),
        ("first_seen", ["last week"]),
    ],
)
def test_answers_of_the_wrong_kind_are_refused_by_name(code: str, values: list[str]) -> None:
    with pytest.raises(Invalid) as error:
        answers(_definitions()["06010"], {code: values})
    assert code in error.value.reason


def asked(**fields: str) -> object:
    return asked_list(Fields((name, [value]) for name, value in fields.items()), AT)


def test_a_list_is_the_last_ninety_days_unless_something_else_is_asked() -> None:
    plain = asked_list(Fields([]), AT)
    assert plain.reported == moments.Span(AT - timedelta(days=90), AT)
    assert (plain.updated, plain.is_open, plain.skip, plain.size) == (None, None, 0, 1000)
    changed = asked_list(Fields([("updated_after", ["2020-08-30"])]), AT)
    assert changed.reported is None
    assert changed.updated == moments.Span(datetime(2020, 8, 29, 16, tzinfo=UTC), AT)


def test_pages_are_bounded() -> None:
    listed = asked_list(Fields([("page", ["3"]), ("page_size", ["99999"])]), AT)
    assert (listed.skip, listed.size) == (2000, 1000)
    assert asked_list(Fields([("page", ["0"])]), AT).skip == 0
    beyond = asked_list(Fields([("page", ["999999999"])]), AT)
    assert beyond.size == 0


def test_statuses_may_be_listed() -> None:
    assert asked_list(Fields([("status", ["open,closed"])]), AT).is_open is None
    assert asked_list(Fields([("status", ["Closed"])]), AT).is_open is False
    assert asked_list(Fields([("status", ["open", "open"])]), AT).is_open is True


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "half"},
        {"start_date": "soon"},
        {"page": "-1"},
        {"page_size": "many"},
        {"lat": "25"},
        {"lat": "91", "long": "0"},
        {"lat": "inf", "long": "0"},
        {"lat": "25", "long": "102", "radius": "-1"},
        {"service_request_id": ",".join(map(str, range(501)))},
    ],
)
def test_what_can_t_be_read_is_refused(fields: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        asked(**fields)
