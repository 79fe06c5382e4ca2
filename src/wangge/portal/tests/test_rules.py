"""Phases, limits, hashes of addresses and secrets; without Django."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from wangge.cases.rules import Stage
from wangge.portal.rules import (
    LIMITS,
    PLAIN,
    Gate,
    Mark,
    Progress,
    phases,
    rough,
    secret_of,
    since,
    visitor,
)

AT = datetime(2026, 3, 2, 2, 30, 40, tzinfo=UTC)
DAY = date(2026, 3, 2)


def test_every_stage_is_said_plainly() -> None:
    assert set(PLAIN) == set(Stage)


@pytest.mark.parametrize(
    ("stage", "done", "current"),
    [
        (Stage.REPORTED, 0, "Report received"),
        (Stage.FILED, 1, "Accepted"),
        (Stage.SUSPENDED, 2, "Being handled"),
        (Stage.VERIFIED, 4, "Checked on the spot"),
        (Stage.CLOSED, 6, None),
    ],
)
def test_phases_up_to_the_present_one(stage: Stage, done: int, current: str | None) -> None:
    found = phases(Progress(stage, AT, filed_at=AT, handled_at=AT))
    assert len(found) == 6
    assert sum(phase.mark is Mark.DONE for phase in found) == done
    assert next((phase.label for phase in found if phase.mark is Mark.NOW), None) == current
    assert all(phase.at is None for phase in found if phase.mark is Mark.TODO)


def test_an_early_end_says_why() -> None:
    refused = Progress(Stage.REFUSED, AT, stage_at=AT, reason="不属于本街道")
    last = phases(refused)[-1]
    assert last.mark is Mark.STOPPED and "不属于本街道" in last.words
    assert len(phases(replace(refused, stage=Stage.VOID, filed_at=AT))) == 3


def test_rework_and_reopening_are_said() -> None:
    again = Progress(Stage.DISPATCHED, AT, unit="环卫站", reworks=1, reopened=1)
    said = " ".join(phase.words for phase in phases(again))
    assert "环卫站 works on it again" in said and "wasn't solved" in said


def test_an_address_is_another_one_tomorrow_and_at_another_gate() -> None:
    keys = {
        visitor("203.0.113.5", Gate.REPORT, DAY, "key"),
        visitor("203.0.113.5", Gate.GUESS, DAY, "key"),
        visitor("203.0.113.5", Gate.REPORT, date(2026, 3, 3), "key"),
        visitor("203.0.113.6", Gate.REPORT, DAY, "key"),
        visitor("203.0.113.5", Gate.REPORT, DAY, "another key"),
        visitor("unknown", Gate.REPORT, DAY, "key"),
    }
    assert len(keys) == 6 and not any("203" in key for key in keys if len(key) != 64)


def test_an_ipv6_household_is_one() -> None:
    def of(address: str) -> str:
        return visitor(address, Gate.REPORT, DAY, "key")

    assert of("2001:db8:1:2::1") == of("2001:db8:1:2:ffff::9") != of("2001:db8:1:3::1")


def test_a_secret_follows_from_form_and_key() -> None:
    secret = secret_of("form", "key")
    assert len(secret) == 43 and secret == secret_of("form", "key")
    assert len({secret, secret_of("form2", "key"), secret_of("form", "key2")}) == 3


def test_spans_begin_on_the_hour_and_the_minute() -> None:
    assert since(LIMITS[Gate.REPORT], AT) == AT.replace(minute=0, second=0)
    assert since(LIMITS[Gate.GUESS], AT) == AT.replace(second=0)


def test_rough_positions() -> None:
    assert [rough(102.66037), rough(25.09112)] == [102.6605, 25.091]
