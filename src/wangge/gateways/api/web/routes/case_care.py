"""Requests to the office and their decisions, leading and following up."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from wangge.cases import actions
from wangge.cases.rules import Ask
from wangge.gateways.api.web.doing import do, id_of
from wangge.gateways.api.web.routes.case_acts import (
    Amending,
    Answering,
    Asking,
    AskingTime,
    Contacting,
    Proving,
    Reasoned,
    Remarking,
    Saying,
)
from wangge.gateways.api.web.types import Doing, Done
from wangge.kernel.ids import derived_id
from wangge.trail.rules import Stage

router = Router(tags=["Acts on a case"])


def _ask(request: HttpRequest, case: UUID, ask: Ask, body: Asking) -> HttpResponse:
    id = id_of(request, body)
    time = {}
    if isinstance(body, AskingTime):
        time = {"limit": body.limit, "limit_unit": body.limit_unit}
    return do(
        request,
        actions.ask_office,
        id,
        case=case,
        request=body.request or derived_id(id, "request"),
        ask=ask,
        reason=body.reason,
        **time,
    )


@router.post("/{case}/ask_extend", response=Done)
def ask_extend(request: HttpRequest, case: UUID, body: AskingTime) -> HttpResponse:
    """Ask for more time (延时)."""
    return _ask(request, case, Ask.EXTEND, body)


@router.post("/{case}/ask_return", response=Done)
def ask_return(request: HttpRequest, case: UUID, body: Asking) -> HttpResponse:
    """Ask to return it: it is another unit's (回退)."""
    return _ask(request, case, Ask.RETURN, body)


@router.post("/{case}/ask_suspend", response=Done)
def ask_suspend(request: HttpRequest, case: UUID, body: Asking) -> HttpResponse:
    """Ask to suspend it until something outside has happened (挂账)."""
    return _ask(request, case, Ask.SUSPEND, body)


@router.post("/{case}/ask_void", response=Done)
def ask_void(request: HttpRequest, case: UUID, body: Asking) -> HttpResponse:
    """Ask to void it: it should never have been filed (作废)."""
    return _ask(request, case, Ask.VOID, body)


@router.post("/{case}/grant", response=Done)
def grant(request: HttpRequest, case: UUID, body: Answering | None = None) -> HttpResponse:
    """Grant what was asked. Never by who asked."""
    said = body or Answering()
    id = id_of(request, said)
    return do(request, actions.grant_request, id, case=case, answer=said.answer)


@router.post("/{case}/deny", response=Done)
def deny(request: HttpRequest, case: UUID, body: Answering) -> HttpResponse:
    """Deny what was asked, with the reason."""
    return do(request, actions.deny_request, id_of(request, body), case=case, answer=body.answer)


@router.post("/{case}/resume", response=Done)
def resume(request: HttpRequest, case: UUID, body: Doing | None = None) -> HttpResponse:
    """Go on with a suspended case; as much time is left as when it was suspended."""
    return do(request, actions.resume_case, id_of(request, body), case=case)


@router.post("/{case}/urge", response=Done)
def urge(request: HttpRequest, case: UUID, body: Saying | None = None) -> HttpResponse:
    """Urge whoever has to act next (催办)."""
    said = body or Saying()
    return do(request, actions.urge_case, id_of(request, said), case=case, text=said.text)


@router.post("/{case}/supervise", response=Done)
def supervise(request: HttpRequest, case: UUID, body: Saying) -> HttpResponse:
    """Put a case under supervision with an opinion that the unit answers (督办)."""
    return do(request, actions.supervise_case, id_of(request, body), case=case, text=body.text)


@router.post("/{case}/answer", response=Done)
def answer(request: HttpRequest, case: UUID, body: Saying) -> HttpResponse:
    """The unit's answer to a supervision."""
    id = id_of(request, body)
    return do(request, actions.answer_supervision, id, case=case, text=body.text)


@router.post("/{case}/reopen", response=Done)
def reopen(request: HttpRequest, case: UUID, body: Reasoned) -> HttpResponse:
    """Open a closed case again."""
    return do(request, actions.reopen_case, id_of(request, body), case=case, reason=body.reason)


@router.post("/{case}/amend", response=Done)
def amend(request: HttpRequest, case: UUID, body: Amending) -> HttpResponse:
    """Put right what was reported: category, position, address, grid."""
    changed = {
        name: getattr(body, name) for name in ("category", "lng", "lat", "crs", "address", "region")
    }
    return do(request, actions.amend_case, id_of(request, body), case=case, **changed)


@router.post("/{case}/comment", response=Done)
def comment(request: HttpRequest, case: UUID, body: Remarking) -> HttpResponse:
    """Add a remark."""
    id = id_of(request, body)
    return do(
        request,
        actions.comment_case,
        id,
        case=case,
        remark=body.remark or derived_id(id, "remark"),
        text=body.text,
        is_public=body.is_public,
        status=body.status,
    )


@router.post("/{case}/prove", response=Done)
def prove(request: HttpRequest, case: UUID, body: Proving) -> HttpResponse:
    """Add a kept photo."""
    return do(
        request,
        actions.prove_case,
        id_of(request, body),
        case=case,
        evidence=body.evidence,
        stage=Stage(body.stage),
    )


@router.post("/{case}/contact", response=Done)
def contact(request: HttpRequest, case: UUID, body: Contacting) -> HttpResponse:
    """The office has spoken to the reporter (回访)."""
    return do(
        request,
        actions.contact_reporter,
        id_of(request, body),
        case=case,
        text=body.text,
        resolution=body.resolution or "",
        satisfaction=body.satisfaction or "",
    )
