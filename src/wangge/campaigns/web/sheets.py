"""Lists of tasks to take away."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.http import FileResponse, HttpRequest
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from wangge.campaigns import queries
from wangge.campaigns.web.forms import LATE, LEFT, filter_of, uuid_or_none
from wangge.campaigns.web.plans import today
from wangge.kernel.pages import translate
from wangge.kernel.sheets import Column, write_table
from wangge.people.asking import acting


@require_GET
def tasks(request: HttpRequest) -> FileResponse:
    """The narrowed list as XLSX: of one round, or without ``round`` of all."""
    user = acting(request)
    round = uuid_or_none(request.GET.get("round", ""))
    cut = filter_of(request.GET, LEFT if round else LATE)
    rows = queries.all_tasks(user=user, today=today(), round=round, cut=cut)
    title = f"{gettext('Tasks')} {today().isoformat()}"
    with tempfile.NamedTemporaryFile(suffix=".xlsx", delete=False) as file:
        path = Path(file.name)
    try:
        write_table(path, _columns(), _cells(rows), title=title, name=gettext("Tasks"))
        handle = path.open("rb")
    finally:
        # The open handle keeps the file readable until it is sent.
        path.unlink()
    response = FileResponse(handle, as_attachment=True, filename="tasks.xlsx")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(title)}.xlsx"
    return response


def _columns() -> list[Column]:
    heads = (
        ("round", gettext("Round"), 8),
        ("campaign", gettext("Campaign"), 28),
        ("where", gettext("Where"), 28),
        ("kind", gettext("Kind of place"), 14),
        ("code", gettext("Code"), 18),
        ("state", gettext("State"), 12),
        ("weeks", gettext("Weeks undone"), 12),
        ("unit", gettext("Unit"), 24),
        ("assignee", gettext("Post"), 20),
        ("due", gettext("Due"), 12),
        ("done", gettext("Done"), 12),
        ("done_by", gettext("Done by"), 20),
        ("checked", gettext("Checked"), 12),
        ("report", gettext("What was done"), 40),
        ("id", gettext("Number"), 38),
    )
    return [Column(name, (title,), width=width) for name, title, width in heads]


def _cells(rows: Iterator[Any]) -> Iterator[list[object]]:
    for task in rows:
        yield [
            task.round.number,
            task.campaign.name,
            str(task.place or task.grid),
            task.place.kind.name if task.place else "",
            task.region,
            translate(task.label),
            task.weeks_carried,
            task.unit.name if task.unit else "",
            task.assignee.title if task.assignee else "",
            task.due_on,
            localtime(task.done_at).date() if task.done_at else None,
            task.done_by.title if task.done_by else "",
            localtime(task.checked_at).date() if task.checked_at else None,
            task.report,
            str(task.pk),
        ]
