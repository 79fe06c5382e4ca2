"""Time left in words, the six phases, sentences of the timeline, masking. Without a database."""

from datetime import UTC, datetime, timedelta

import pytest

from wangge.cases.rules import Stage
from wangge.cases.rules.masking import masked_email, masked_name, masked_phone
from wangge.cases.rules.phases import (
    AWAITED,
    Instants,
    Phase,
    Progress,
    lasting,
    phases_of,
    time_left,
)
from wangge.cases.rules.telling import told

AT = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=59), "0 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=2, minutes=10), "2 h 10 min"),
        (timedelta(hours=23, minutes=59), "23 h 59 min"),
        (timedelta(days=1), "1 d"),
        (timedelta(days=1, hours=3, minutes=40), "1 d 3 h"),
        (timedelta(days=12, hours=3), "12 d"),
        (timedelta(minutes=-5), "0 min"),
    ],
)
def test_a_length_of_time_in_words(span, words):
    assert lasting(span) == words


def test_time_left_and_late():
    assert time_left(None, AT) is None
    assert time_left(AT + 2 * HOUR, AT) == "2 h left"
    assert time_left(AT, AT) == "0 min left"
    assert time_left(AT - 25 * HOUR, AT) == "late by 1 d 1 h"


def test_every_stage_has_its_six_phases():
    assert set(AWAITED) == set(Stage)
    for stage in Stage:
        found = phases_of(Instants(stage, AT, AT, AT, AT, AT), AT)
        assert [one.phase for one in found] == list(Phase)
        assert found[0].progress is Progress.DONE
        assert sum(one.progress is Progress.NOW for one in found) <= 1


def test_the_phase_that_is_due_says_until_when_and_whether_late():
    due = AT - HOUR
    found = phases_of(Instants(Stage.DISPATCHED, AT - 3 * HOUR, AT, AT, due_at=due), AT)
    now = next(one for one in found if one.progress is Progress.NOW)
    assert (now.phase, now.due_at, now.is_late) == (Phase.HANDLE, due, True)


def test_handling_says_how_long_it_took_and_whether_it_was_late():
    case = Instants(
        Stage.HANDLED, AT, AT, AT, AT + 5 * HOUR, handle_due_at=AT + 4 * HOUR, due_at=AT + 9 * HOUR
    )
    handling = phases_of(case, AT + 6 * HOUR)[3]
    assert (handling.span, handling.is_late) == ("5 h", True)


def test_what_was_settled_on_the_spot_left_phases_out():
    found = phases_of(Instants(Stage.SELF_HANDLED, AT, handled_at=AT), AT)
    assert [one.progress.value for one in found] == [
        "done", "left_out", "left_out", "done", "done", "now",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("action", "data", "headline", "words"),
    [
        ("cases.report", {"source": "public"}, "Problem reported (Resident)", ""),
        ("cases.report", {"source": "pigeon"}, "label", ""),
        ("cases.file", {"category": "暴露垃圾"}, "Filed as “暴露垃圾”", ""),
        ("cases.file", {"category": "暴露垃圾", "recurs": "PJ-1"},
         "Filed as “暴露垃圾”; it comes back after PJ-1", ""),
        ("cases.dispatch", {"unit": "环卫站", "text": "请尽快"}, "Dispatched to 环卫站", "请尽快"),
        ("cases.dispatch", {}, "label", ""),
        ("cases.merge", {"into": "PJ-2"}, "Merged into PJ-2", ""),
        ("cases.split", {"parts": ["PJ-1-1", "PJ-1-2"]}, "Split into PJ-1-1、PJ-1-2", ""),
        ("cases.ask", {"ask": "extend", "reason": "下雨"}, "Asked for: More time", "下雨"),
        ("cases.grant", {"ask": "void"}, "Granted: Voiding", ""),
        ("cases.deny", {"ask": "x", "answer": "不行"}, "label", "不行"),
        ("cases.verify", {"closed": True}, "Verified: solved, and closed with it", ""),
        ("cases.verify", {"text": "干净"}, "label", "干净"),
        ("cases.comment", {"public": True, "text": "已联系"}, "Remark for the reporter", "已联系"),
        ("cases.contact", {"resolution": "solved"}, "The reporter says: Solved", ""),
        ("cases.rate", {"resolution": "unsolved", "satisfaction": "not"},
         "The reporter says: Not solved, Not content", ""),
        ("worklog.add", {"text": "x"}, "label", "x"),
    ],
)  # fmt: skip
def test_an_entry_in_plain_words(action, data, headline, words):
    line = told(action, "label", data)
    assert (line.headline, line.words) == (headline, words)


def test_photos_are_counted():
    assert told("cases.handle", "label", {"photos": 2}).photos == 2
    assert told("cases.handle", "label", {"photos": "many"}).photos == 0


def test_reporters_are_masked():
    assert masked_name("张三丰") == "张**"
    assert masked_name("李") == "李*"
    assert masked_name("") == ""
    assert masked_phone("13812345678") == "138****5678"
    assert masked_phone("12345") == "***45"
    assert masked_phone("") == ""
    assert masked_email("zhang@example.org") == "z***@example.org"
    assert masked_email("nonsense") == ""
