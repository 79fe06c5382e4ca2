"""Pages of limits by stage, office hours, and the working calendar of a year."""

from calendar import Calendar as Weeks
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from wangge.cases import actions
from wangge.cases.queries.calendar import calendar, stage_limit
from wangge.cases.queries.keeping import days_of, office_hours, stage_lines
from wangge.cases.rules.calendar_text import read_days
from wangge.cases.rules.facts import LimitUnit, Timed
from wangge.cases.rules.limits import Limit, limit_from
from wangge.cases.web.catalogue import WORDS, add_error, today, why_not_keep
from wangge.cases.web.catalogue_forms import DayForm, HoursForm, LimitForm, YearForm
from wangge.kernel.clock import day_of, now
from wangge.kernel.errors import Mendable
from wangge.kernel.pages import action_id, translate
from wangge.people.asking import acting

MONTHS = range(1, 13)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """How long each stage may take, and the office hours by which it is counted."""
    return _page(request)


def _page(request: HttpRequest, forms: dict[str, Any] | None = None) -> HttpResponse:
    user, at = acting(request), now()
    on = day_of(at)
    lines = stage_lines(user=user, on=on)
    hours = office_hours(user=user)
    context = {
        "lines": [
            {"line": line, "ends": _example(line.stage, at), "form": LimitForm(
                initial={"limit": line.current.limit if line.current else None, "since": on,
                         "limit_unit": line.current.limit_unit if line.current else ""},
                prefix=line.stage.value,
            )}
            for line in lines
        ],
        "units": _units(at),
        "hours": hours,
        "spans": calendar(on).spans,
        "hours_form": HoursForm(initial=_start(on)),
        "why": why_not_keep(user),
        "at": at,
        "on": on,
        **WORDS,
        **(forms or {}),
    }  # fmt: skip
    return render(request, "cases/limits.html", context, status=422 if forms else 200)


def _example(stage: Timed, at: datetime) -> Limit:
    return limit_from(calendar(day_of(at)), at, *stage_limit(stage, day_of(at)))


def _units(at: datetime) -> list[tuple[str, Limit]]:
    """Four of each unit begun now, so that one sees what the units mean."""
    counted = calendar(day_of(at))
    return [(unit.label, limit_from(counted, at, Decimal(4), unit)) for unit in LimitUnit]


def _start(on: date) -> dict[str, Any]:
    names = (("opens", "closes"), ("opens_again", "closes_again"))
    start: dict[str, Any] = {"since": on}
    for (first, last), (opens, closes) in zip(names, calendar(on).spans, strict=False):
        start |= {first: opens, last: closes}
    return start


@require_POST
def stage(request: HttpRequest) -> HttpResponse:
    """Another limit of a stage."""
    user = acting(request)
    given = request.POST.get("stage", "")
    if given not in dict(Timed.labels()):
        return redirect("cases:limits")
    form = LimitForm(request.POST, prefix=given)
    if form.is_valid():
        try:
            actions.set_stage_limit(
                stage=Timed(given), **form.values(), by=user, at=now(), id=action_id(request)
            )
            notices.success(request, gettext("The limit changes from that day on."))
            return redirect("cases:limits")
        except Mendable as error:
            add_error(form, error)
    for errors in form.errors.values():
        notices.error(request, " ".join(str(error) for error in errors))
    return redirect("cases:limits")


@require_POST
def hours(request: HttpRequest) -> HttpResponse:
    """Other office hours."""
    user = acting(request)
    form = HoursForm(request.POST)
    if form.is_valid():
        try:
            actions.set_office_hours(
                spans=form.spans(), since=form.cleaned_data["since"], by=user, at=now(),
                id=action_id(request),
            )  # fmt: skip
            notices.success(request, gettext("The office hours change from that day on."))
            return redirect("cases:limits")
        except Mendable as error:
            form.add_error(None, translate(error.reason))
    return _page(request, {"hours_form": form})


@dataclass(frozen=True, slots=True)
class Cell:
    """A day in a month's table; ``look`` is empty for a day that is what its weekday says."""

    day: date
    look: str
    name: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month as weeks from Monday on; None pads the first and last."""

    number: int
    weeks: list[list[Cell | None]]


@require_GET
def year(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """Twelve months with their holidays and made-up days."""
    return _year(request, year or today().year)


def _year(request: HttpRequest, year: int, forms: dict[str, Any] | None = None) -> HttpResponse:
    user = acting(request)
    year = min(max(year, 2000), 2100)
    rows = days_of(year, user=user)
    known = sorted(calendar(today()).years)
    special = {row.day: row for row in rows}
    holidays = Counter(row.name for row in rows if not row.is_working)
    context = {
        "year": year,
        "known": known,
        "is_known": bool(rows),
        "months": [Month(number, _weeks(year, number, special)) for number in MONTHS],
        "holidays": list(holidays.items()),
        "made_up": [row for row in rows if row.is_working],
        "sources": sorted({row.source for row in rows}),
        "working": _working(year) if rows else None,
        "day_form": DayForm(initial={"day": today() if today().year == year else None}),
        "year_form": YearForm(initial={"year": year if not rows else (known or [year])[-1] + 1}),
        "why": why_not_keep(user),
        "today": today(),
        **(forms or {}),
    }
    return render(request, "cases/calendar.html", context, status=422 if forms else 200)


def _weeks(year: int, month: int, special: dict[date, Any]) -> list[list[Cell | None]]:
    def cell(day: date) -> Cell | None:
        if day.month != month:
            return None
        if (row := special.get(day)) is not None:
            return Cell(day, "working" if row.is_working else "holiday", row.name)
        return Cell(day, "weekend" if day.weekday() >= 5 else "", "")

    return [[cell(day) for day in week] for week in Weeks().monthdatescalendar(year, month)]


def _working(year: int) -> int:
    counted = calendar(today())
    days = (date.fromordinal(n) for n in range(
        date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()
    ))  # fmt: skip
    return sum(counted.works(day) for day in days)


@require_POST
def day(request: HttpRequest) -> HttpResponse:
    """Put one day right."""
    user = acting(request)
    form = DayForm(request.POST)
    if form.is_valid():
        found = form.cleaned_data
        try:
            actions.set_calendar_day(
                day=found["day"], is_working=form.WHAT[found["what"]], name=found["name"],
                by=user, at=now(), id=action_id(request),
            )  # fmt: skip
            notices.success(request, gettext("The day is put right."))
            return redirect("cases:calendar_year", found["day"].year)
        except Mendable as error:
            add_error(form, error)
    shown = form.cleaned_data.get("day") or today()
    return _year(request, shown.year, {"day_form": form})


@require_POST
def enter_year(request: HttpRequest) -> HttpResponse:
    """Enter the notice of a year."""
    user = acting(request)
    form = YearForm(request.POST)
    if form.is_valid():
        found = form.cleaned_data
        days, wrong = read_days(found["days"])
        try:
            if wrong is not None:
                form.add_error("days", translate(wrong))
            else:
                actions.load_calendar_year(
                    year=found["year"], days=days, source=found["source"], by=user, at=now(),
                    id=action_id(request),
                )  # fmt: skip
                notices.success(request, gettext("The year is entered."))
                return redirect("cases:calendar_year", found["year"])
        except Mendable as error:
            add_error(form, error)
    return _year(request, form.cleaned_data.get("year") or today().year, {"year_form": form})
