"""Pages of sheets: the template, sending one in, watching it, getting it back with its errors."""

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, cast
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_GET, require_POST

from wangge.kernel.clock import day_of, now
from wangge.kernel.errors import Conflict, Mendable, NotFound
from wangge.kernel.ids import derived_id
from wangge.kernel.pages import action_id, page_of, translate
from wangge.kernel.sheets import write_template
from wangge.kernel.words import say
from wangge.people.asking import acting
from wangge.people.rules import Right
from wangge.people.rules import why_not as why_not_right
from wangge.places.queries import area_options
from wangge.worklog.actions import receive_sheet
from wangge.worklog.jobs import AT_ONCE_BYTES, take, take_sheet
from wangge.worklog.queries.imports import imports, one_import, returned_file_of
from wangge.worklog.queries.measures import measures
from wangge.worklog.queries.options import unit_options
from wangge.worklog.rules.sheets import UNFINISHED, ImportState, columns
from wangge.worklog.web.forms import ImportForm

STATES = dict(ImportState.labels())
STUCK = timedelta(minutes=2)
"""Without a sign of life for so long, a sheet may be started again."""


def index(request: HttpRequest) -> HttpResponse:
    """Send a sheet in, and the sheets sent in before."""
    user = acting(request)
    form = ImportForm(
        request.POST or None,
        request.FILES or None,
        initial={"campaign": request.GET.get("campaign", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _receive(request, form)
        except Mendable as error:
            form.add_error("file", translate(error.reason))
    page = page_of(imports(user=user), request.GET.get("after", ""), size=20)
    shown = {
        "form": form,
        "page": page,
        "states": STATES,
        "why": why_not_right(user, Right.RECORD_WORK, user.region),
        "why_confirm": why_not_right(user, Right.CONFIRM_WORK, user.region),
    }
    return render(request, "worklog/imports.html", shown, status=422 if form.errors else 200)


def _receive(request: HttpRequest, form: ImportForm) -> HttpResponse:
    """Keep the sheet; a small one is taken while the page waits, a large one by the worker."""
    user, at, action = acting(request), now(), action_id(request)
    clean = form.cleaned_data
    upload, sheet = clean["file"], derived_id(action, "sheet")
    receive_sheet(
        sheet=sheet,
        upload=cast(BinaryIO, upload),
        name=upload.name,
        campaign=clean["campaign"],
        confirm=clean["confirm"],
        by=user,
        at=at,
        id=action,
    )
    if upload.size <= AT_ONCE_BYTES:
        take(sheet, by=user, at=at)
    else:
        take_sheet.enqueue(str(sheet), get_language() or "zh-hans")
    return redirect("worklog:import", sheet)


@require_GET
def template(request: HttpRequest) -> FileResponse:
    """The sheet to fill in, with the measures, areas and units of whoever asks."""
    user = acting(request)
    offered = columns(
        [str(row) for row in measures(user=user, on=day_of(now())).prefetch_related(None)],
        [name for _code, name, _depth in area_options(user=user)][:500],
        [name for _id, name in unit_options(user)],
    )
    content = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    with tempfile.TemporaryDirectory(prefix="wangge-sheet-") as folder:
        path = Path(folder, "template.xlsx")
        note = "一行填一条;橙色列必填;日期写成 2020-08-31。有错的行会连同说明退回,整表不入库。"
        write_template(path, offered, title="工作量导入模板", note=note, name="工作量")
        content.write(path.read_bytes())
    content.seek(0)
    return FileResponse(content, as_attachment=True, filename="工作量导入模板.xlsx")


@require_GET
def show(request: HttpRequest, id: UUID) -> HttpResponse:
    """What became of a sheet."""
    return render(request, "worklog/import.html", _shown(request, id))


@require_GET
def progress(request: HttpRequest, id: UUID) -> HttpResponse:
    """The part of the page that is asked for again until the sheet has ended."""
    return render(request, "worklog/parts/import.html", _shown(request, id))


def _shown(request: HttpRequest, id: UUID) -> dict[str, object]:
    sheet = one_import(id, user=acting(request))
    running = ImportState(sheet.state) in UNFINISHED
    return {
        "sheet": sheet,
        "state": STATES[sheet.state],
        "running": running,
        "stuck": running and now() - sheet.beat_at > STUCK,
        "returned": sheet.state == ImportState.FAULTY.value,
        "done": sheet.state == ImportState.DONE.value,
    }


@require_POST
def again(request: HttpRequest, id: UUID) -> HttpResponse:
    """Start a sheet again whose worker died; a sheet ends only once, so this can't double it."""
    sheet = one_import(id, user=acting(request))
    if ImportState(sheet.state) not in UNFINISHED:
        raise Conflict(say("This sheet has been dealt with already."))
    take_sheet.enqueue(str(id), get_language() or "zh-hans")
    return redirect("worklog:import", id)


@require_GET
def returned(request: HttpRequest, id: UUID) -> FileResponse:
    """The sheet as it was sent, with what was wrong."""
    sheet = one_import(id, user=acting(request))
    path = returned_file_of(sheet)
    if sheet.state != ImportState.FAULTY.value or not path.exists():
        raise NotFound(say("There is no returned file for this sheet."))
    name = f"{Path(sheet.name).stem}-{gettext('errors')}.xlsx"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)
