"""One route for each act of the stage table: the same actions that the pages call."""

from decimal import Decimal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from wangge.cases import actions
from wangge.cases.rules import LimitUnit, Resolution, Satisfaction, Severity
from wangge.gateways.api.web.doing import do, id_of
from wangge.gateways.api.web.types import (
    Amount,
    Code,
    Doing,
    Done,
    Lat,
    Lng,
    Name,
    Reason,
    Region,
    Shows,
    Text,
    Words,
)
from wangge.kernel.geo import Crs
from wangge.kernel.ids import derived_id
from wangge.kernel.words import Qualifier
from wangge.trail.rules import Stage
from wangge.worklog.rules.reported import Work

router = Router(tags=["Acts on a case"])
Proofs = list[tuple[UUID, Stage]]


class Proof(Words):
    """A kept photo and what it shows."""

    evidence: UUID = Field(description="Id that `POST /evidence` gave.")
    stage: Shows = "other"


class Quantity(Words):
    """A quantity of work done; it becomes a draft in the worklog that counts once verified."""

    measure: Code = Field(description="Code of the measure.")
    amount: Amount
    qualifier: Qualifier = Qualifier.EXACT
    record: UUID | None = Field(None, description="Id of the record, made by you.")


class Spoken(Doing):
    """Words, and photos if there are any."""

    text: Text = ""
    proofs: list[Proof] = Field([], max_length=20)


class Reasoned(Doing):
    """A reason that has to be given."""

    reason: Reason


class Failing(Reasoned):
    """Why it isn't solved, and what shows it."""

    proofs: list[Proof] = Field([], max_length=20)


class Filing(Doing):
    """Under which category and condition a case is filed; the default ones where left out."""

    category: UUID = Field(description="From `GET /categories`.")
    condition: UUID | None = Field(None, description="From `GET /conditions`.")
    severity: Severity | None = None


class Merging(Doing):
    """The open case that says the same."""

    target: UUID


class PartOf(Words):
    """What one unit gets of a case that is split."""

    category: UUID
    unit: UUID
    text: Text = Field(min_length=1)
    case: UUID | None = Field(None, description="Id of the new case, made by you.")


class Splitting(Doing):
    """At least two parts, each for a unit of its own."""

    parts: list[PartOf] = Field(min_length=1, max_length=20)


class Dispatching(Doing):
    """The unit that shall handle it."""

    unit: UUID
    note: Text = ""


class Handling(Doing):
    """What was done, with quantities and photos of before and after."""

    report: Text = ""
    work: list[Quantity] = Field([], max_length=50)
    proofs: list[Proof] = Field([], max_length=20)


class Asking(Reasoned):
    """What is asked of the office, and why."""

    request: UUID | None = Field(None, description="Id of the request, made by you.")


class AskingTime(Asking):
    """How much more time is asked for."""

    limit: Decimal = Field(gt=0, le=365, max_digits=8, decimal_places=2, examples=["8"])
    limit_unit: LimitUnit = LimitUnit.WORK_HOURS


class Answering(Doing):
    """An answer."""

    answer: str = Field("", max_length=300)


class Saying(Doing):
    """A sentence."""

    text: str = Field("", max_length=300)


class Amending(Doing):
    """What is put right; what is left out stays."""

    category: UUID | None = None
    lng: Lng | None = None
    lat: Lat | None = None
    crs: Crs = Crs.WGS84
    address: Name | None = None
    region: Region | None = None


class Remarking(Doing):
    """A remark; a public one is read by the reporters and by Open311."""

    text: Text = Field(min_length=1)
    is_public: bool = False
    status: str = Field("", max_length=40, description="Extended Open311 state.")
    remark: UUID | None = Field(None, description="Id of the remark, made by you.")


class Contacting(Doing):
    """What the reporter said when the office called back."""

    text: str = Field("", max_length=300)
    resolution: Resolution | None = None
    satisfaction: Satisfaction | None = None


class Proving(Proof, Doing):
    """A photo to add."""


def proofs_in(proofs: list[Proof]) -> Proofs:
    """Photos as actions take them."""
    return [(one.evidence, Stage(one.stage)) for one in proofs]


def work_in(id: UUID, work: list[Quantity]) -> list[Work]:
    """Quantities as actions take them; the same change makes the same records."""
    return [
        Work(
            record=line.record or derived_id(id, "work", place),
            measure=line.measure,
            amount=line.amount,
            qualifier=line.qualifier,
        )
        for place, line in enumerate(work)
    ]


@router.post("/{case}/ask_confirm", response=Done)
def ask_confirm(request: HttpRequest, case: UUID, body: Doing | None = None) -> HttpResponse:
    """Send a report to be confirmed on the spot (核实)."""
    return do(request, actions.ask_confirm, id_of(request, body), case=case)


@router.post("/{case}/confirm", response=Done)
def confirm(request: HttpRequest, case: UUID, body: Spoken | None = None) -> HttpResponse:
    """It is so: seen on the spot."""
    said = body or Spoken()
    return do(
        request,
        actions.confirm_case,
        id_of(request, said),
        case=case,
        text=said.text,
        proofs=proofs_in(said.proofs),
    )


@router.post("/{case}/disprove", response=Done)
def disprove(request: HttpRequest, case: UUID, body: Spoken) -> HttpResponse:
    """It isn't so: looked for on the spot and not found."""
    return do(
        request,
        actions.disprove_case,
        id_of(request, body),
        case=case,
        text=body.text,
        proofs=proofs_in(body.proofs),
    )


@router.post("/{case}/file", response=Done)
def file(request: HttpRequest, case: UUID, body: Filing) -> HttpResponse:
    """File a report (立案)."""
    return do(
        request,
        actions.file_case,
        id_of(request, body),
        case=case,
        category=body.category,
        condition=body.condition,
        severity=body.severity,
    )


@router.post("/{case}/refuse", response=Done)
def refuse(request: HttpRequest, case: UUID, body: Reasoned) -> HttpResponse:
    """Refuse a report with the reason (不予受理); its reporter reads it."""
    return do(request, actions.refuse_case, id_of(request, body), case=case, reason=body.reason)


@router.post("/{case}/merge", response=Done)
def merge(request: HttpRequest, case: UUID, body: Merging) -> HttpResponse:
    """Merge a duplicate into the case that stays (并案)."""
    return do(request, actions.merge_case, id_of(request, body), case=case, target=body.target)


@router.post("/{case}/split", response=Done)
def split(request: HttpRequest, case: UUID, body: Splitting) -> HttpResponse:
    """Split a case into parts for several units (拆分)."""
    id = id_of(request, body)
    parts = [
        actions.Part(
            case=part.case or derived_id(id, "part", place),
            category=part.category,
            unit=part.unit,
            text=part.text,
        )
        for place, part in enumerate(body.parts)
    ]
    return do(request, actions.split_case, id, case=case, parts=parts)


@router.post("/{case}/dispatch", response=Done)
def dispatch(request: HttpRequest, case: UUID, body: Dispatching) -> HttpResponse:
    """Give a filed case to the unit responsible (派遣)."""
    return do(
        request,
        actions.dispatch_case,
        id_of(request, body),
        case=case,
        unit=body.unit,
        note=body.note,
    )


@router.post("/{case}/handle", response=Done)
def handle(request: HttpRequest, case: UUID, body: Handling) -> HttpResponse:
    """Report a case as handled (处置)."""
    id = id_of(request, body)
    return do(
        request,
        actions.handle_case,
        id,
        case=case,
        report=body.report,
        work=work_in(id, body.work),
        proofs=proofs_in(body.proofs),
    )


@router.post("/{case}/self_handle", response=Done)
def self_handle(request: HttpRequest, case: UUID, body: Handling) -> HttpResponse:
    """Who found it settled it on the spot (自处理); somebody else looks at it."""
    id = id_of(request, body)
    return do(
        request,
        actions.self_handle_case,
        id,
        case=case,
        report=body.report,
        work=work_in(id, body.work),
        proofs=proofs_in(body.proofs),
    )


@router.post("/{case}/pass", response=Done)
def pass_(request: HttpRequest, case: UUID, body: Spoken | None = None) -> HttpResponse:
    """Verify: it is solved (核查). Never by who handled it."""
    said = body or Spoken()
    return do(
        request,
        actions.pass_case,
        id_of(request, said),
        case=case,
        text=said.text,
        proofs=proofs_in(said.proofs),
    )


@router.post("/{case}/fail", response=Done)
def fail(request: HttpRequest, case: UUID, body: Failing) -> HttpResponse:
    """Verify: it isn't solved; back to the unit as rework (返工)."""
    return do(
        request,
        actions.fail_case,
        id_of(request, body),
        case=case,
        reason=body.reason,
        proofs=proofs_in(body.proofs),
    )


@router.post("/{case}/close", response=Done)
def close(request: HttpRequest, case: UUID, body: Doing | None = None) -> HttpResponse:
    """Close a verified case (结案)."""
    return do(request, actions.close_case, id_of(request, body), case=case)
