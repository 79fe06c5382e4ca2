"""Quantities of work: the catalogue of measures, records, and what they add up to."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, Field

from wangge.gateways.api.web.doing import do, id_of
from wangge.gateways.api.web.types import (
    After,
    Amount,
    Code,
    Day,
    Doing,
    Done,
    Name,
    Reason,
    Region,
    Size,
)
from wangge.gateways.api.web.writing import answer
from wangge.kernel.ids import derived_id
from wangge.kernel.pages import page_of
from wangge.kernel.words import Qualifier, official
from wangge.people.asking import acting
from wangge.worklog import actions
from wangge.worklog.queries.measures import measures as known_measures
from wangge.worklog.queries.records import Sought, one_record
from wangge.worklog.queries.records import records as narrowed
from wangge.worklog.queries.records import totals as sums
from wangge.worklog.rules.records import State

router = Router(tags=["Work"])


class Measure(BaseModel):
    """Something that is counted: verb, object, unit."""

    code: str
    verb: str
    object: str
    unit: str
    name_en: str
    section: str
    since: date
    until: date | None


class Measures(BaseModel):
    """The catalogue of measures."""

    rows: list[Measure]


class RecordOut(BaseModel):
    """An amount of a measure. Only confirmed ones count; published ones are never edited."""

    id: UUID
    measure: str | None
    amount: str = Field(examples=["3.5"])
    qualifier: Qualifier
    worded: str = Field(description="As reports print it.", examples=["300余吨"])
    region: str
    place: UUID | None
    unit: UUID | None
    unit_name: str
    starts_on: date
    ends_on: date = Field(description="The day the work counts for.")
    state: State
    origin: str
    origin_id: UUID | None
    remark: str
    void_reason: str


class Records(BaseModel):
    """A page of records, newest first."""

    rows: list[RecordOut]
    following: str


class Total(BaseModel):
    """What the confirmed records of a measure add up to."""

    measure: str
    name: str
    unit: str
    amount: str
    qualifier: Qualifier
    worded: str
    records: int


class Totals(BaseModel):
    """A line for each measure."""

    rows: list[Total]


class Drafting(Doing):
    """Work to be entered as a draft; without a first day it is one day's work."""

    measure: Code
    amount: Amount
    qualifier: Qualifier = Qualifier.EXACT
    region: Region
    on: Day = Field(description="The day the work counts for: the last one.")
    since: Day | None = Field(None, description="Its first day, where it took several.")
    place: UUID | None = None
    unit: UUID | None = Field(None, description="Your own unit by default.")
    remark: str = Field("", max_length=300)
    record: UUID | None = Field(None, description="Id of the record, made by you.")


class Voiding(Doing):
    """Why it stops counting."""

    reason: Reason


class Correcting(Voiding):
    """The right amount, and why."""

    amount: Amount
    qualifier: Qualifier = Qualifier.EXACT
    replacement: UUID | None = Field(None, description="Id of the new record, made by you.")


@router.get("/measures", response=Measures)
def measures(request: HttpRequest, text: Name = "", on: Day | None = None) -> HttpResponse:
    """The catalogue of measures, perhaps only those that count on a day."""
    rows = known_measures(user=acting(request), text=text, on=on).prefetch_related(None)
    columns = ("code", "verb", "object", "unit", "name_en", "section", "since", "until")
    return answer({"rows": list(rows.values(*columns))})


def _sought(
    state: State | None,
    measure: str | None,
    region: str | None,
    since: date | None,
    until: date | None,
    text: str = "",
) -> Sought:
    return Sought(
        state=state.value if state else "",
        measure=measure or "",
        region=region or "",
        since=since,
        until=until,
        text=text,
    )


@router.get("/records", response=Records)
def records(
    request: HttpRequest,
    state: State | None = None,
    measure: Code | None = None,
    region: Region | None = None,
    since: Day | None = None,
    until: Day | None = None,
    text: Name = "",
    after: After = "",
    size: Size = 50,
) -> HttpResponse:
    """Records in your area; a company's own only."""
    sought = _sought(state, measure, region, since, until, text)
    page = page_of(narrowed(user=acting(request), sought=sought), after, size)
    return answer({"rows": [_shown(row) for row in page.rows], "following": page.following})


def _shown(row: Any) -> dict[str, Any]:
    unit = row.measure.unit if row.measure else ""
    return {
        "id": row.pk,
        "measure": row.measure_id,
        "amount": row.amount,
        "qualifier": row.qualifier,
        "worded": official(row.amount, unit, Qualifier(row.qualifier)),
        "region": row.region,
        "place": row.place_id,
        "unit": row.unit_id,
        "unit_name": row.unit.name if row.unit else "",
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "state": row.state,
        "origin": row.origin,
        "origin_id": row.origin_id,
        "remark": row.remark,
        "void_reason": row.void_reason,
    }


@router.get("/totals", response=Totals)
def totals(
    request: HttpRequest,
    measure: Code | None = None,
    region: Region | None = None,
    since: Day | None = None,
    until: Day | None = None,
) -> HttpResponse:
    """What the confirmed records add up to, measure by measure."""
    sought = _sought(None, measure, region, since, until)
    lines = [
        {
            "measure": one.measure,
            "name": one.name,
            "unit": one.unit,
            "amount": one.amount,
            "qualifier": one.qualifier,
            "worded": one.worded,
            "records": one.records,
        }
        for one in sums(user=acting(request), sought=sought)
    ]
    return answer({"rows": lines})


@router.get("/records/{record}", response=RecordOut)
def record(request: HttpRequest, record: UUID) -> HttpResponse:
    """One record."""
    return answer(_shown(one_record(record, user=acting(request))))


@router.post("/records", response=Done)
def draft(request: HttpRequest, body: Drafting) -> HttpResponse:
    """Enter work as a draft."""
    id = id_of(request, body)
    return do(
        request,
        actions.draft_record,
        id,
        record=body.record or derived_id(id, "record"),
        measure=body.measure,
        amount=body.amount,
        qualifier=body.qualifier,
        region=body.region,
        place=body.place,
        unit=body.unit or acting(request).unit,
        starts_on=body.since or body.on,
        ends_on=body.on,
        remark=body.remark,
    )


@router.post("/records/{record}/confirm", response=Done)
def confirm(request: HttpRequest, record: UUID, body: Doing | None = None) -> HttpResponse:
    """Count a draft from now on."""
    return do(request, actions.confirm_record, id_of(request, body), record=record)


@router.post("/records/{record}/discard", response=Done)
def discard(request: HttpRequest, record: UUID, body: Voiding) -> HttpResponse:
    """Drop a draft that shall not count."""
    id = id_of(request, body)
    return do(request, actions.discard_draft, id, record=record, reason=body.reason)


@router.post("/records/{record}/void", response=Done)
def void(request: HttpRequest, record: UUID, body: Voiding) -> HttpResponse:
    """Stop counting a confirmed record; it stays visible with the reason."""
    return do(request, actions.void_record, id_of(request, body), record=record, reason=body.reason)


@router.post("/records/{record}/correct", response=Done)
def correct(request: HttpRequest, record: UUID, body: Correcting) -> HttpResponse:
    """Void a confirmed record and enter it anew with the right amount."""
    id = id_of(request, body)
    return do(
        request,
        actions.correct_record,
        id,
        record=record,
        replacement=body.replacement or derived_id(id, "replacement"),
        amount=body.amount,
        qualifier=body.qualifier,
        reason=body.reason,
    )
