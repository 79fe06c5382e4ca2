"""Periods that are evaluated: days, weeks, months, quarters, years, chosen days. Pure."""

from datetime import date, timedelta

from wangge.kernel.choices import Choice
from wangge.kernel.clock import Period, week_of
from wangge.kernel.words import N_

DAY = timedelta(days=1)
LONGEST = 366 * 3
"""Days of a chosen period at most."""


class Span(Choice):
    """How long a period is."""

    DAY = "day", N_("Day")
    WEEK = "week", N_("Week")
    MONTH = "month", N_("Month")
    QUARTER = "quarter", N_("Quarter")
    YEAR = "year", N_("Whole year")
    FREE = "free", N_("Chosen days")


MONTHS = {Span.MONTH: 1, Span.QUARTER: 3, Span.YEAR: 12}


def period_of(span: Span, day: date) -> Period:
    """The period of a kind around a day; chosen days are the day alone."""
    if span is Span.WEEK:
        return week_of(day)
    if span not in MONTHS:
        return Period(day, day)
    months = MONTHS[span]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Period(first, _later(first, months) - DAY)


def _later(first: date, months: int) -> date:
    """The first of a month some months later, or earlier where negative."""
    whole = first.year * 12 + first.month - 1 + months
    return date(whole // 12, whole % 12 + 1, 1)


def before(span: Span, period: Period) -> Period:
    """The period of the same kind just before; for chosen days as many."""
    last = period.start - DAY
    if span is Span.FREE:
        return Period(last - (period.end - period.start), last)
    return period_of(span, last)


def after(span: Span, period: Period) -> Period:
    """The period of the same kind just after."""
    first = period.end + DAY
    if span is Span.FREE:
        return Period(first, first + (period.end - period.start))
    return period_of(span, first)


def last_periods(span: Span, period: Period, number: int) -> list[Period]:
    """So many periods of a kind up to this one, the earliest first."""
    found = [period]
    while len(found) < number:
        found.append(before(span, found[-1]))
    return found[::-1]
