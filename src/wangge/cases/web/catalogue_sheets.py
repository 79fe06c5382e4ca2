"""Sheets of conditions and duties: taken away, checked, taken in whole or not at all."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages as notices
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from wangge.cases import actions
from wangge.cases.queries.keeping import (
    DutyCut,
    all_conditions,
    duties,
    units_in_area,
)
from wangge.cases.queries.sheets import check_conditions, check_duties
from wangge.cases.rules.duty import ALL_WEEK
from wangge.cases.rules.facts import LimitUnit, Severity, Sure
from wangge.cases.rules.sheets import condition_columns, duty_columns
from wangge.cases.web.catalogue import add_error, today, why_not_keep
from wangge.cases.web.catalogue_forms import SheetForm
from wangge.kernel.clock import now
from wangge.kernel.errors import Mendable
from wangge.kernel.pages import action_id, translate
from wangge.kernel.sheets import Column, Line, read_table, write_table, write_template
from wangge.people.asking import acting
from wangge.people.rules import Acting, UnitKind
from wangge.places.queries import names as names_of_areas

SHOWN = 100
"""Faulty rows shown; the number of all of them is said."""
LETTERS = {Severity.URGENT: "A", Severity.GRAVE: "B", Severity.GENERAL: "C"}


@require_GET
def conditions(request: HttpRequest) -> FileResponse:
    """Every condition of today, in the columns of the trade."""
    user, on = acting(request), today()
    rows = all_conditions(user=user, on=on)
    title = f"{gettext('Standard of filing, handling and closing')} {on.isoformat()}"
    return _sheet(title, condition_columns(), _condition_cells(rows))


def _condition_cells(rows: Iterable[Any]) -> Iterator[list[object]]:
    units, kinds, sures = (_words(choice) for choice in (LimitUnit, UnitKind, Sure))
    for row in rows:
        yield [
            row.category.class_code,
            row.category.class_name,
            row.category.code,
            row.category.name,
            row.filing,
            row.limit,
            units[row.limit_unit],
            row.closing,
            kinds.get(row.unit_kind, ""),
            row.legal_basis,
            row.source,
            sures[row.sureness],
            row.name,
            LETTERS[Severity(row.severity)],
        ]


def _words(choice: Any) -> dict[str, str]:
    return {value: translate(label) for value, label in choice.labels()}


@require_GET
def duty_sheet(request: HttpRequest) -> FileResponse:
    """The duty table as it is today."""
    user, on = acting(request), today()
    rows = list(duties(user=user, on=on, cut=DutyCut()).order_by("region", "pk"))
    names = names_of_areas({row.region for row in rows})
    title = f"{gettext('Duty table')} {on.isoformat()}"
    return _sheet(title, duty_columns(), _duty_cells(rows, names))


def _duty_cells(rows: Iterable[Any], names: dict[str, str]) -> Iterator[list[object]]:
    for row in rows:
        yield [
            row.region,
            names.get(row.region, ""),
            row.category.class_code if row.category else row.class_code,
            row.category.code if row.category else "",
            row.category.name if row.category else "",
            row.unit.name,
            "" if row.weekdays == ALL_WEEK else row.weekdays,
            f"{row.starts_at:%H:%M}" if row.starts_at else "",
            f"{row.ends_at:%H:%M}" if row.ends_at else "",
            row.since,
            row.until,
        ]


def _sheet(title: str, columns: Sequence[Column], rows: Iterable[list[object]]) -> FileResponse:
    def write(path: Path) -> None:
        write_table(path, columns, rows, title=title, name=title.split(" ")[0])

    return _sent(title, write)


def _sent(title: str, write: Callable[[Path], None]) -> FileResponse:
    with tempfile.NamedTemporaryFile(suffix=".xlsx", delete=False) as file:
        path = Path(file.name)
    try:
        write(path)
        handle = path.open("rb")
    finally:
        # The open handle keeps the file readable until it is sent.
        path.unlink()
    response = FileResponse(handle, as_attachment=True, filename="table.xlsx")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(title)}.xlsx"
    return response


@require_GET
def duty_template(request: HttpRequest) -> FileResponse:
    """An empty duty table to fill in, with the units as a list."""
    user = acting(request)
    columns = duty_columns([name for _id, name in units_in_area(user)])
    title = gettext("Duty table")

    def write(path: Path) -> None:
        note = gettext("All rows are entered, or none: check the file first.")
        write_template(path, columns, title=title, note=note, name=title)

    return _sent(title, write)


def _lines(file: "UploadedFile[Any]", columns: Sequence[Column]) -> list[Line]:
    with tempfile.NamedTemporaryFile(suffix=".sheet") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
        kept.flush()
        return list(read_table(Path(kept.name), file.name or "", columns).lines())


@require_http_methods(["GET", "POST"])
def import_conditions(request: HttpRequest) -> HttpResponse:
    """Check a sheet of conditions, then take it in."""

    def check(lines: list[Line], form: SheetForm, user: Acting) -> object:
        return check_conditions(lines, since=form.cleaned_data["since"])

    def enter(lines: list[Line], form: SheetForm, user: Acting, id: UUID) -> object:
        since = form.cleaned_data["since"]
        return actions.import_conditions(lines=lines, since=since, by=user, at=now(), id=id)

    return _import(
        request, check, enter, condition_columns(), "cases/catalogue_import.html", "cases:catalogue"
    )


@require_http_methods(["GET", "POST"])
def import_duties(request: HttpRequest) -> HttpResponse:
    """Check a duty table, then take it in."""

    def check(lines: list[Line], form: SheetForm, user: Acting) -> object:
        return check_duties(lines, user=user, since=form.cleaned_data["since"])

    def enter(lines: list[Line], form: SheetForm, user: Acting, id: UUID) -> object:
        since = form.cleaned_data["since"]
        return actions.import_duties(lines=lines, since=since, by=user, at=now(), id=id)

    return _import(request, check, enter, duty_columns(), "cases/duty_import.html", "cases:duty")


def _import(
    request: HttpRequest,
    check: Callable[[list[Line], SheetForm, Acting], object],
    enter: Callable[[list[Line], SheetForm, Acting, UUID], object],
    columns: Sequence[Column],
    template: str,
    target: str,
) -> HttpResponse:
    user = acting(request)
    form = SheetForm(request.POST or None, request.FILES or None, initial={"since": today()})
    context: dict[str, Any] = {"form": form, "why": why_not_keep(user), "columns": columns}
    if request.method == "POST" and form.is_valid():
        try:
            lines = _lines(form.cleaned_data["file"], columns)
            if "check" in request.POST:
                context |= _told(check(lines, form, user), lines)
            else:
                enter(lines, form, user, action_id(request))
                notices.success(request, gettext("Everything in the file is entered."))
                return redirect(target)
        except Mendable as error:
            add_error(form, error)
    status = 422 if form.errors else 200
    return render(request, template, context, status=status)


def _told(checked: Any, lines: list[Line]) -> dict[str, Any]:
    return {
        "checked": checked,
        "faults": checked.faults[:SHOWN],
        "faulty": len({fault.row for fault in checked.faults}),
        "number": len(lines),
        "good": checked.rows[:12],
    }
