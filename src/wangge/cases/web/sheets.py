"""Cases to take away as XLSX: written row by row to a file, never held in memory."""

import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.http import FileResponse, HttpRequest
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from wangge.cases.queries.export import Exported, exported
from wangge.cases.queries.sought import Sought
from wangge.cases.rules import LimitUnit, Resolution, Satisfaction, Severity, Source, Stage
from wangge.cases.web.filters import MARKS, FilterForm, order_of, queue_of, sought_of
from wangge.kernel.clock import day_of, now
from wangge.kernel.errors import refuse
from wangge.kernel.pages import translate
from wangge.kernel.sheets import Column, write_table
from wangge.people.asking import acting
from wangge.people.rules import Right


@require_GET
def sheet(request: HttpRequest) -> FileResponse:
    """The filtered list as XLSX; its head says what it was filtered by and when."""
    user, at = acting(request), now()
    refuse(user.why_not(Right.SEE, user.region))
    sought = sought_of(request.GET)
    rows = exported(user=user, sought=sought, at=at, order=order_of(request.GET))
    form = FilterForm(request.GET, user=user, on=day_of(at))
    title = _head(form, sought, translate(queue_of(request.GET).label), at)
    with tempfile.NamedTemporaryFile(suffix=".xlsx", delete=False) as file:
        path = Path(file.name)
    try:
        write_table(path, _columns(), _cells(rows), title=title, name=gettext("Cases"))
        handle = path.open("rb")
    finally:
        # The open handle keeps the file readable until it is sent.
        path.unlink()
    response = FileResponse(handle, as_attachment=True, filename="cases.xlsx")
    name = f"{gettext('Cases')} {day_of(at).isoformat()}"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return response


def _head(form: FilterForm, sought: Sought, queue: str, at: datetime) -> str:
    """“Cases 2020-09-02 10:30: To accept; Area: …; Category: …”."""
    said = [queue]
    for bound in [*form.main, form["area"], *form.more]:
        value = bound.value()
        if not value:
            continue
        choices = getattr(bound.field, "choices", None)
        said.append(f"{bound.label}: {_chosen(choices, str(value)) if choices else value}")
    said += [str(label) for name, label in MARKS.items() if getattr(sought, name)]
    moment = localtime(at).strftime("%Y-%m-%d %H:%M")
    return f"{gettext('Cases')} {moment} ({gettext('; ').join(said)})"


def _chosen(choices: Iterable[tuple[Any, Any]], value: str) -> str:
    """The label of a choice, also where choices stand under headings."""
    for key, label in choices:
        if isinstance(label, (list, tuple)):
            if found := _chosen(label, value):
                return found
        elif str(key) == value:
            return str(label)
    return ""


def _columns() -> list[Column]:
    heads = (
        ("number", gettext("Case number"), 24),
        ("stage", gettext("Stage"), 16),
        ("light", gettext("Light"), 10),
        ("source", gettext("Source"), 12),
        ("code", gettext("Category code"), 12),
        ("category", gettext("Category"), 18),
        ("class", gettext("Class"), 14),
        ("severity", gettext("Severity"), 10),
        ("community", gettext("Community"), 22),
        ("grid", gettext("Grid"), 18),
        ("region", gettext("Region code"), 17),
        ("address", gettext("Address"), 28),
        ("lng", gettext("Longitude"), 11),
        ("lat", gettext("Latitude"), 11),
        ("text", gettext("Description"), 40),
        ("unit", gettext("Responsible unit"), 24),
        ("reported", gettext("Reported at"), 17),
        ("filed", gettext("Filed at"), 17),
        ("dispatched", gettext("Dispatched at"), 17),
        ("handled", gettext("Handled at"), 17),
        ("verified", gettext("Verified at"), 17),
        ("closed", gettext("Closed at"), 17),
        ("due", gettext("Due at"), 17),
        ("limit", gettext("Limit"), 8),
        ("limit_unit", gettext("Unit of the limit"), 12),
        ("reworks", gettext("Reworks"), 8),
        ("extensions", gettext("Extensions"), 8),
        ("returns", gettext("Returns"), 8),
        ("urges", gettext("Urges"), 8),
        ("reopened", gettext("Times reopened"), 8),
        ("supervised", gettext("Supervised"), 8),
        ("recurs", gettext("Recurring"), 8),
        ("resolution", gettext("Reporter says"), 12),
        ("satisfaction", gettext("Satisfaction"), 12),
    )
    return [Column(name, (title,), width=width) for name, title, width in heads]


INSTANTS = (
    "reported_at", "filed_at", "dispatched_at", "handled_at", "verified_at", "closed_at", "due_at",
)  # fmt: skip
COUNTS = ("reworks", "extensions", "returns", "urges", "reopened")


def _cells(rows: Iterable[Exported]) -> Iterator[list[object]]:
    words = {
        member.value: translate(member.label)
        for kind in (Source, Severity, LimitUnit, Resolution, Satisfaction)
        for member in kind
    }
    stages = {stage.value: translate(stage.label) for stage in Stage}
    yes = gettext("yes")
    for row in rows:
        case = row.values
        yield [
            case["number"],
            stages[case["stage"]],
            translate(row.light.label),
            words[case["source"]],
            case["category_code"] or "",
            case["category_name"] or "",
            case["class_name"] or "",
            words[case["severity"]],
            row.community,
            row.where,
            case["region"],
            case["address"],
            case["lng"],
            case["lat"],
            case["text"],
            case["unit_name"] or "",
            *(_local(case[name]) for name in INSTANTS),
            case["limit"],
            words[case["limit_unit"]] if case["limit"] is not None else "",
            *(case[name] for name in COUNTS),
            yes if case["supervised_at"] else "",
            yes if case["recurs_id"] else "",
            words.get(case["resolution"], ""),
            words.get(case["satisfaction"], ""),
        ]


def _local(at: datetime | None) -> datetime | None:
    """An instant by the office's clock without its zone, as a sheet keeps dates."""
    return localtime(at).replace(tzinfo=None) if at else None
