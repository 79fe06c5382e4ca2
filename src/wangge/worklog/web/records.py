"""Pages of records: the list, its totals and its sheet, one record, the quick entry."""

import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages as notices
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from wangge.kernel.clock import day_of, now
from wangge.kernel.errors import Invalid, Mendable
from wangge.kernel.ids import derived_id, new_id
from wangge.kernel.pages import action_id, attempt, page_of, translate
from wangge.kernel.sheets import Column, write_table
from wangge.kernel.subjects import lookup, url_of
from wangge.kernel.words import Qualifier, Said, plain, say
from wangge.people.asking import acting
from wangge.people.rules import Acting, Right
from wangge.people.rules import why_not as why_not_right
from wangge.trail.actions import keep_evidence
from wangge.trail.queries import proofs_of
from wangge.trail.rules import Stage
from wangge.worklog.actions import (
    amend_draft,
    confirm_record,
    correct_record,
    discard_draft,
    draft_record,
    prove_record,
    void_record,
)
from wangge.worklog.queries.options import area_names, find_places
from wangge.worklog.queries.records import Sought, facts_of, one_record, records, totals
from wangge.worklog.rules.records import Act, Origin, State, acts_on, why_not_draft
from wangge.worklog.rules.sheets import columns
from wangge.worklog.web.forms import CorrectForm, EntryForm, PhotosForm, RecordForm, SoughtForm

STATES = dict(State.labels())
ORIGINS = dict(Origin.labels())
QUALIFIERS = dict(Qualifier.labels())
KINDS = {"message": "worklog.message", "sheet": "worklog.import", "task": "campaigns.task"}
"""Origins that are things with a page."""


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The records of an area, narrowed."""
    user = acting(request)
    form = SoughtForm(request.GET, user=user)
    sought = form.sought()
    page = page_of(records(user=user, sought=sought), request.GET.get("after", ""))
    return render(
        request,
        "worklog/records.html",
        {
            "form": form,
            "page": page,
            "names": area_names(row.region for row in page.rows),
            "states": STATES,
            "origins": ORIGINS,
            "sought": sought,
            "filtered": sought != Sought(),
            "campaign_url": _campaign_url(sought.campaign),
            "why_enter": why_not_right(user, Right.RECORD_WORK, user.region),
        },
    )


def _campaign_url(campaign: UUID | None) -> str:
    known = campaign is not None and lookup("campaigns.campaign") is not None
    return url_of("campaigns.campaign", campaign) if known and campaign else ""


@require_GET
def sums(request: HttpRequest) -> HttpResponse:
    """The totals of a narrowed list, asked for after the list stands there."""
    user = acting(request)
    sought = SoughtForm(request.GET, user=user).sought()
    found = totals(user=user, sought=sought)
    shown = {"totals": found, "sought": sought, "records": sum(total.records for total in found)}
    name = "worklog/parts/totals.html" if "HX-Request" in request.headers else "worklog/totals.html"
    return render(request, name, shown)


@require_GET
def sheet(request: HttpRequest) -> FileResponse:
    """The narrowed list as XLSX, written row by row to a file that goes when it is sent."""
    user = acting(request)
    rows = records(user=user, sought=SoughtForm(request.GET, user=user).sought())
    folder = tempfile.TemporaryDirectory(prefix="wangge-sheet-")
    path = Path(folder.name, "sheet.xlsx")
    title = f"{gettext('Work records')} {day_of(now()).isoformat()}"
    write_table(path, (*columns(), *MORE), _cells(rows), title=title, name=gettext("Work"))
    with path.open("rb") as file:
        content = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
        while part := file.read(1 << 20):
            content.write(part)
    folder.cleanup()
    content.seek(0)
    return FileResponse(content, as_attachment=True, filename=f"{title}.xlsx")


MORE = (Column("state", ("状态",)), Column("origin", ("来源",)), Column("id", ("编号",), width=38))
"""Columns of a list that was taken away, behind those of the template; reading passes them over."""


def _cells(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    """Each record in the order of the template's columns, so that it can be read back."""
    known: dict[str, str] = {}
    for row in rows.order_by("pk").iterator(chunk_size=2000):
        if row.region not in known:
            known.update(area_names([row.region]) or {row.region: row.region})
        yield [
            row.ends_on,
            str(row.measure) if row.measure else row.read_verb + row.read_object,
            row.amount,
            {"exact": "准确", "over": "余", "about": "约"}[row.qualifier],
            row.measure.unit if row.measure else row.read_unit,
            known[row.region],
            row.place.name if row.place else "",
            row.unit.name if row.unit else "",
            row.starts_on,
            row.remark,
            translate(STATES[row.state]),
            translate(ORIGINS[row.origin]),
            str(row.pk),
        ]


@require_GET
def show(request: HttpRequest, id: UUID) -> HttpResponse:
    """One record: what it says, where it came from, what proves it, what happened to it."""
    user = acting(request)
    record = one_record(id, user=user)
    acts = acts_on(facts_of(record), user)
    kind = KINDS.get(record.origin, "")
    initial = {"amount": plain(record.amount), "qualifier": record.qualifier}
    return render(
        request,
        "worklog/record.html",
        {
            "record": record,
            "region": area_names([record.region]).get(record.region, record.region),
            "state": STATES[record.state],
            "origin": ORIGINS[record.origin],
            "qualifier": QUALIFIERS[record.qualifier],
            "origin_url": url_of(kind, record.origin_id) if kind and record.origin_id else "",
            "campaign_url": _campaign_url(record.campaign),
            "proofs": proofs_of("worklog.record", [id], user=user).get(id, []),
            "why": {act.value: reason for act, reason in acts.items()},
            "why_photos": why_not_draft(record.region, record.unit_id, user),
            "correct": CorrectForm(initial=initial),
            "photos": PhotosForm(),
        },
    )


def new(request: HttpRequest) -> HttpResponse:
    """The quick entry: measure, amount, where, when, and photos."""
    user = acting(request)
    at = now()
    why = why_not_right(user, Right.RECORD_WORK, user.region)
    may_confirm = why_not_right(user, Right.CONFIRM_WORK, user.region) is None
    initial = {
        "region": request.GET.get("region", ""),
        "measure": request.GET.get("measure", ""),
        "campaign": request.GET.get("campaign", ""),
        "ends_on": day_of(at),
        "unit": own_unit(user),
        "record": new_id(),
    }
    form = EntryForm(
        request.POST or None, request.FILES or None, user=user, on=day_of(at), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _enter(request, form, user, at)
        except Invalid as error:
            form.add_error(
                error.field if error.field in form.fields else None, translate(error.reason)
            )
        except Mendable as error:
            form.add_error(None, translate(error.reason))
    shown = {"form": form, "why": why, "may_confirm": may_confirm}
    return render(request, "worklog/new.html", shown, status=422 if form.errors else 200)


def own_unit(user: Acting) -> str:
    """Who did the work, where that goes without saying: the unit of whoever is in a community."""
    return str(user.unit) if user.unit and len(user.region) >= 12 else ""


def _enter(request: HttpRequest, form: EntryForm, user: Acting, at: datetime) -> HttpResponse:
    """Photos first, so that a bad one stops everything; then the record, its photos, its state."""
    id, clean = action_id(request), form.cleaned_data
    record = clean["record"]
    proofs = _kept(clean, clean["region"], user, at, id)
    draft_record(record=record, campaign=clean["campaign"], **form.values(), by=user, at=at, id=id)
    if proofs:
        prove_record(record=record, proofs=proofs, by=user, at=at, id=derived_id(id, "prove"))
    done = gettext("Entered as a draft. It counts once it is confirmed.")
    if clean["confirm"]:
        confirm_record(record=record, by=user, at=at, id=derived_id(id, "confirm"))
        done = gettext("Entered and confirmed.")
    notices.success(request, done)
    if "again" in request.POST:
        keep = f"?region={clean['region']}&measure={clean['measure']}"
        return redirect(reverse("worklog:new") + keep)
    return redirect("worklog:record", record)


def _kept(
    clean: dict[str, Any], region: str, user: Acting, at: datetime, id: UUID
) -> list[tuple[UUID, Stage]]:
    """Keep every photo under ids that stay the same when the form is sent twice."""
    proofs = []
    for stage in (Stage.BEFORE, Stage.AFTER):
        for number, photo in enumerate(clean[stage.value]):
            evidence = derived_id(id, stage.value, number)
            keep_evidence(
                evidence=evidence,
                upload=photo,
                name=photo.name or "photo",
                region=region,
                by=user,
                at=at,
                id=derived_id(evidence, "keep"),
            )
            proofs.append((evidence, stage))
    return proofs


@require_POST
def photos(request: HttpRequest, id: UUID) -> HttpResponse:
    """Add photos to a record."""
    user, at, action = acting(request), now(), action_id(request)
    record = one_record(id, user=user)
    form = PhotosForm(request.POST, request.FILES)
    form.is_valid()

    def add() -> None:
        proofs = _kept(form.cleaned_data, record.region, user, at, action)
        prove_record(record=id, proofs=proofs, by=user, at=at, id=action)

    attempt(request, add, gettext("The photos are added."))
    return redirect("worklog:record", id)


def amend(request: HttpRequest, id: UUID) -> HttpResponse:
    """Change a draft."""
    user = acting(request)
    record = one_record(id, user=user)
    initial = {
        "measure": record.measure_id or "",
        "amount": plain(record.amount),
        "qualifier": record.qualifier,
        "region": record.region,
        "place": record.place_id,
        "unit": str(record.unit_id or ""),
        "starts_on": record.starts_on,
        "ends_on": record.ends_on,
        "remark": record.remark,
    }
    form = RecordForm(request.POST or None, user=user, on=record.ends_on, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            amend_draft(record=id, **form.values(), by=user, at=now(), id=action_id(request))
            notices.success(request, gettext("The draft is changed."))
            return redirect(back_of(record))
        except Mendable as error:
            form.add_error(None, translate(error.reason))
    why = acts_on(facts_of(record), user)[Act.AMEND]
    shown = {"form": form, "record": record, "why": why, "back": back_of(record)}
    return render(request, "worklog/amend.html", shown, status=422 if form.errors else 200)


def back_of(record: Any) -> str:
    """Where somebody goes on after changing a record: the message it is part of, or itself."""
    if record.origin == Origin.MESSAGE.value and record.state == State.DRAFT.value:
        return reverse("worklog:message", args=[record.origin_id])
    return reverse("worklog:record", args=[record.pk])


def _next(request: HttpRequest, id: UUID) -> HttpResponse:
    """Back to the message that the button stood on, else to the record."""
    try:
        return redirect("worklog:message", UUID(request.POST.get("message", "")))
    except ValueError:
        return redirect("worklog:record", id)


@require_POST
def confirm(request: HttpRequest, id: UUID) -> HttpResponse:
    """Count a draft."""
    user, action = acting(request), action_id(request)
    attempt(
        request,
        lambda: confirm_record(record=id, by=user, at=now(), id=action),
        gettext("Confirmed; it counts now."),
    )
    return _next(request, id)


@require_POST
def discard(request: HttpRequest, id: UUID) -> HttpResponse:
    """Drop a draft."""
    user, action = acting(request), action_id(request)
    reason = request.POST.get("reason", "")
    attempt(
        request,
        lambda: discard_draft(record=id, reason=reason, by=user, at=now(), id=action),
        gettext("The draft is discarded."),
    )
    return _next(request, id)


@require_POST
def void(request: HttpRequest, id: UUID) -> HttpResponse:
    """Stop counting a confirmed record."""
    user, action = acting(request), action_id(request)
    reason = request.POST.get("reason", "")
    attempt(
        request,
        lambda: void_record(record=id, reason=reason, by=user, at=now(), id=action),
        gettext("Voided; it doesn't count any more and stays visible."),
    )
    return _next(request, id)


@require_POST
def correct(request: HttpRequest, id: UUID) -> HttpResponse:
    """Void a confirmed record and enter it anew."""
    user, action = acting(request), action_id(request)
    form = CorrectForm(request.POST)
    if not form.is_valid():
        raise Invalid(_first(form))
    replacement = derived_id(action, "replacement")
    clean = form.cleaned_data
    done = attempt(
        request,
        lambda: correct_record(
            record=id,
            replacement=replacement,
            amount=clean["amount"],
            qualifier=Qualifier(clean["qualifier"]),
            reason=clean["reason"],
            by=user,
            at=now(),
            id=action,
        ),
        gettext("Corrected: the old record is voided, this one counts."),
    )
    return redirect("worklog:record", replacement if done else id)


def _first(form: CorrectForm) -> Said:
    """What is missing, naming the first field."""
    field = next(iter(form.errors))
    return say("Fill in “%(field)s”.", field=str(form.fields[field].label))


@require_GET
def find_place(request: HttpRequest) -> JsonResponse:
    """Places by name or pinyin, for a field that is typed into."""
    found = find_places(acting(request), request.GET.get("q", "")[:40])
    rows = [{"value": value, "label": label, "level": 0} for value, label in found]
    return JsonResponse(rows, safe=False)
