"""Limits in four units against the calendar of real years, and the laws they must keep."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wangge.cases.rules import Light, LimitUnit
from wangge.cases.rules.calendar_text import NamedDay, read_days, why_not_year
from wangge.cases.rules.catalogue import packaged
from wangge.cases.rules.limits import (
    WORK_DAY,
    Calendar,
    later,
    light_of,
    limit_from,
    remaining,
    why_not_spans,
)
from wangge.kernel.clock import HERE

URGENT, HOURS, WORK_DAYS, DAYS = LimitUnit
SPANS = ((time(8, 30), time(12)), (time(13, 30), time(18)))


def real_calendar() -> Calendar:
    special = {
        date.fromisoformat(r["day"]): r["is_working"] == "1" for r in packaged("calendar.csv")
    }
    return Calendar(SPANS, special, frozenset(day.year for day in special))


REAL = real_calendar()


def here(text: str) -> datetime:
    """A time at the office: ``09-30 17:00`` in 2020, or with the year."""
    return datetime.fromisoformat(text if len(text) > 11 else f"2020-{text}").replace(tzinfo=HERE)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "due"),
    [
        # Wednesday before National Day 2020: one working day ends on the first day after the week.
        ("09-30 15:00", 1, WORK_DAYS, "10-09 15:00"),
        ("09-30 15:00", 4, HOURS, "10-09 09:30"),
        ("09-30 15:00", 4, URGENT, "09-30 19:00"),
        ("09-30 15:00", 3, DAYS, "10-03 15:00"),
        # 27 September and 10 October 2020 were Sunday and Saturday made up for the week.
        ("09-26 10:00", 2, HOURS, "09-27 10:30"),
        ("10-09 17:00", 2, HOURS, "10-10 09:30"),
        # Used up at closing time: then, not the next morning.
        ("08-31 08:30", 1, WORK_DAYS, "08-31 18:00"),
        ("08-31 18:00", 1, WORK_DAYS, "09-01 18:00"),
        # Over the midday break, over a weekend, from the night.
        ("08-31 11:00", 2, HOURS, "08-31 14:30"),
        ("09-04 17:00", 2, HOURS, "09-07 09:30"),
        ("09-05 03:00", 1, HOURS, "09-07 09:30"),
        ("09-05 03:00", Decimal("0.5"), URGENT, "09-05 03:30"),
        # The Spring Festival of 2020 was prolonged to 2 February.
        ("01-23 17:00", 2, HOURS, "02-03 09:30"),
        # Across the end of a year whose successor is known.
        ("12-31 17:00", 2, HOURS, "2021-01-04 09:30"),
    ],
)
def test_ends_of_limits(start: str, amount: int, unit: LimitUnit, due: str) -> None:
    assert limit_from(REAL, here(start), Decimal(amount), unit).due_at == here(due)


def test_a_working_day_is_eight_hours_and_never_twenty_four() -> None:
    start = here("08-31 10:00")
    one_day = limit_from(REAL, start, Decimal(1), WORK_DAYS)
    assert one_day == limit_from(REAL, start, Decimal(8), HOURS)
    assert one_day.due_at == here("09-01 10:00")


def test_yellow_comes_after_four_fifths_of_the_counted_time() -> None:
    limit = limit_from(REAL, here("09-04 16:00"), Decimal(5), HOURS)
    assert (limit.yellow_at, limit.due_at) == (here("09-07 10:30"), here("09-07 11:30"))
    lights = [
        light_of(here(f"09-07 {clock}"), limit.yellow_at, limit.due_at)
        for clock in ("10:30", "10:31", "11:30", "11:31")
    ]
    assert lights == [Light.GREEN, Light.YELLOW, Light.YELLOW, Light.RED]
    assert light_of(here("09-07 10:30"), None, None) is Light.NONE


def test_an_unknown_year_is_said_and_never_guessed() -> None:
    limit = limit_from(REAL, here("2026-12-31 17:00"), Decimal(4), HOURS)
    assert limit.due_at is None and limit.yellow_at is None
    assert limit.why is not None and "2027" in limit.why
    # Within the known year it is told still, and units that need no calendar always.
    assert limit_from(REAL, here("2026-12-31 13:30"), Decimal(4), HOURS).why is None
    assert limit_from(REAL, here("2031-12-31 17:00"), Decimal(4), URGENT).why is None
    assert limit_from(REAL, here("2031-12-31 17:00"), Decimal(4), DAYS).due_at is not None
    assert later(REAL, here("2031-01-01 09:00"), timedelta(hours=1), WORK_DAYS) is None
    assert remaining(REAL, here("2027-03-01 09:00"), here("2026-12-31 17:00"), HOURS) is None


def test_the_packaged_calendar_is_what_a_library_says_of_each_day() -> None:
    """Another library is asked when the file is made: see ``tools/calendar_data.py``."""
    day = date(2019, 1, 1)
    while day < date(2027, 1, 1):
        assert REAL.works(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)
    assert REAL.years == frozenset(range(2019, 2027))


amounts = st.decimals(min_value="0.25", max_value="400", places=2)
units = st.sampled_from(list(LimitUnit))
instants = st.datetimes(
    datetime(2019, 6, 1),  # noqa: DTZ001 - hypothesis wants naive bounds and adds the zone
    datetime(2024, 6, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, HERE]),
)
counts = st.timedeltas(timedelta(0), timedelta(hours=600))


@given(instants, amounts, units)
def test_yellow_lies_between_the_start_and_the_end(start, amount, unit) -> None:
    limit = limit_from(REAL, start, amount, unit)
    assert limit.due_at and limit.yellow_at and start < limit.yellow_at < limit.due_at


@given(instants, amounts, st.sampled_from([HOURS, WORK_DAYS]))
def test_working_limits_end_in_office_hours_of_a_working_day(start, amount, unit) -> None:
    due = limit_from(REAL, start, amount, unit).due_at
    assert due is not None
    local = due.astimezone(HERE)
    assert chinese_calendar.is_workday(local.date())
    assert any(opens < local.time() <= closes for opens, closes in SPANS)


@given(instants, instants, amounts, units)
def test_who_begins_later_ends_no_earlier(one, other, amount, unit) -> None:
    first, second = sorted([one, other])
    earlier, after = (limit_from(REAL, at, amount, unit).due_at for at in (first, second))
    assert earlier is not None and after is not None and earlier <= after


@given(instants, counts, counts, units)
def test_counted_time_adds_up(start, one, other, unit) -> None:
    half = later(REAL, start, one, unit)
    assert half is not None
    assert later(REAL, half, other, unit) == later(REAL, start, one + other, unit)


@given(instants, st.timedeltas(timedelta(hours=-600), timedelta(hours=600)), units)
def test_what_is_left_of_a_limit_is_what_was_given(at, counted, unit) -> None:
    due = later(REAL, at, counted, unit)
    assert due is not None and remaining(REAL, at, due, unit) == counted


@given(instants, instants, units)
def test_what_is_left_turns_its_sign_with_the_order(one, other, unit) -> None:
    left, past = remaining(REAL, one, other, unit), remaining(REAL, other, one, unit)
    assert left is not None and past is not None and left == -past


@settings(max_examples=30)
@given(instants, st.integers(1, 60))
def test_working_days_are_counted_as_a_library_counts_them(start, number) -> None:
    """From a working instant, N working days later is the same time of the Nth working day."""
    morning = start.astimezone(HERE).replace(hour=10, minute=0, second=0, microsecond=0)
    day = morning.date()
    while not chinese_calendar.is_workday(day):
        day += timedelta(days=1)
    morning = datetime.combine(day, time(10), HERE)
    found = chinese_calendar.find_workday(number, day)
    due = limit_from(REAL, morning, Decimal(number), WORK_DAYS).due_at
    assert due == datetime.combine(found, time(10), HERE)


def test_office_hours_must_be_eight_in_order() -> None:
    assert why_not_spans(SPANS) is None
    assert why_not_spans(((time(9), time(17)),)) is None
    assert "eight" in str(why_not_spans(((time(9), time(18)),)))
    assert "overlap" in str(why_not_spans(((time(8), time(12)), (time(11), time(15)))))
    assert "before" in str(why_not_spans(((time(18), time(10)),)))
    assert "eight" in str(why_not_spans(()))


def test_the_working_day_of_the_package_is_eight_hours() -> None:
    assert remaining(REAL, here("08-31 00:00"), here("09-01 00:00"), HOURS) == WORK_DAY


def test_days_of_a_notice_are_read_as_typed() -> None:
    days, wrong = read_days("2027-2-5 至 2027-02-07 休 春节\n\n2027-02-14 班 春节调休")
    assert wrong is None
    assert days[0] == NamedDay(date(2027, 2, 5), False, "春节") and len(days) == 4
    assert days[-1] == NamedDay(date(2027, 2, 14), True, "春节调休")
    for text, said in (
        ("2027-02-05 春节", "Line 1"),
        ("2027-02-30 休 春节", "doesn't exist"),
        ("2027-02-05 至 2027-02-01 休 春节", "no or too many"),
    ):
        assert said in str(read_days(text)[1])


def test_a_year_wants_all_its_days() -> None:
    week = [NamedDay(date(2027, 10, n), False, "国庆节") for n in range(1, 8)]
    assert why_not_year(2027, week) is None
    assert "too few" in str(why_not_year(2027, week[:6]))
    assert "twice" in str(why_not_year(2027, [*week, week[0]]))
    assert "notice" in str(why_not_year(2028, week))
    assert "anyway" in str(why_not_year(2027, [*week, NamedDay(date(2027, 9, 30), True, "班")]))
