"""Side branches that need approval: more time, return, suspension, voiding, in one ledger."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from wangge.cases.actions.base import (
    allowed,
    change,
    close_whole,
    end_dispatch,
    handling_limit,
    limit_of,
    note,
    overtaken,
    step,
)
from wangge.cases.models import Case, Dispatch, Request
from wangge.cases.queries.calendar import calendar
from wangge.cases.queries.cases import waiting_request
from wangge.cases.rules import (
    ASKED_BY,
    GRANTED,
    Act,
    Ask,
    Decision,
    LimitUnit,
    Outcome,
    Stage,
)
from wangge.cases.rules.limits import Limit, later, limit_from, remaining
from wangge.cases.rules.work import reason_of, written
from wangge.kernel.clock import day_of
from wangge.kernel.errors import Invalid
from wangge.kernel.words import say
from wangge.people.rules import Acting
from wangge.trail.actions import action
from wangge.trail.rules import Note

ACT_OF = {ask: act for act, ask in ASKED_BY.items()}
MOST_ASKED = Decimal(365)


@action("cases.ask")
def ask_office(
    *,
    case: UUID,
    request: UUID,
    ask: Ask,
    reason: str,
    limit: Decimal | None = None,
    limit_unit: LimitUnit | None = None,
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """Ask for more time (``limit`` in ``limit_unit``), to return, to suspend or to void a case."""
    act = ACT_OF[Ask(ask)]
    found, _ = allowed(act, case, by)
    because = reason_of(reason)
    if ask is Ask.EXTEND and (limit is None or not 0 < limit <= MOST_ASKED):
        raise Invalid(
            say("Say how much more time is needed, at most %(most)s.", most=MOST_ASKED), "limit"
        )
    step(found, act, at, by=by)
    if waiting_request(case) is not None:  # somebody asked between the rule's look and the lock
        raise overtaken(found, by)
    Request.objects.create(
        id=request,
        case=found,
        ask=ask.value,
        reason=because,
        limit=limit if ask is Ask.EXTEND else None,
        limit_unit=(limit_unit or LimitUnit.WORK_HOURS).value,
        asked_at=at,
        asked_by=by.post,
        asked_account=by.account,
        region=found.region,
    )
    return note(found, ask=ask.value, reason=because, limit=str(limit) if limit else None)


@action("cases.grant")
def grant_request(*, case: UUID, answer: str = "", by: Acting, at: datetime, id: UUID) -> Note:
    """Grant what was asked about a case.

    More time runs on from the old limit. A returned case waits to be dispatched anew. A suspended
    one has no limit until it is resumed; a void one ends.
    """
    found, waiting = allowed(Act.GRANT, case, by)
    said = written(answer, "answer", 300)
    asked = cast(Request, waiting)  # the rule has seen that there is one
    ask = Ask(asked.ask)
    _decide(found, asked, Decision.GRANTED, said, by, at)
    _grant(found, asked, ask, by, at)
    return note(found, ask=ask.value, answer=said)


def _grant(case: Case, request: Request, ask: Ask, by: Acting, at: datetime) -> None:
    if ask is Ask.EXTEND:
        _extend(case, request, by, at)
        return
    target = cast(Stage, GRANTED[ask])  # only an extension stays where it is
    limit = limit_of(target, at)
    changes: dict[str, Any] = {}
    if ask is Ask.RETURN:
        changes = {"returns": case.returns + 1, "unit": None, "dispatch_due_at": limit.due_at,
                   "handle_due_at": None}  # fmt: skip
    elif ask is Ask.VOID:
        changes = {"reason": request.reason, "closed_at": at, "closed_by": by.post}
    change(
        case,
        at,
        by=by,
        stage=target.value,
        stage_at=at,
        due_at=limit.due_at,
        yellow_at=limit.yellow_at,
        **changes,
    )
    # The dispatch after the case, as handling does: locks never cross.
    if ask is Ask.RETURN:
        end_dispatch(case, Outcome.RETURNED, at)
    elif ask is Ask.VOID:
        end_dispatch(case, Outcome.VOIDED, at)
        close_whole(case, by, at)


def _extend(case: Case, request: Request, by: Acting, at: datetime) -> None:
    more = Limit()
    if case.due_at is not None and request.limit is not None:
        unit = LimitUnit(request.limit_unit)
        more = limit_from(calendar(day_of(at)), case.due_at, request.limit, unit)
    change(
        case,
        at,
        by=by,
        extensions=case.extensions + 1,
        due_at=more.due_at,
        yellow_at=more.yellow_at,
        handle_due_at=more.due_at,
    )
    Dispatch.objects.filter(case=case.pk, outcome=Outcome.RUNNING.value).update(due_at=more.due_at)


@action("cases.deny")
def deny_request(*, case: UUID, answer: str, by: Acting, at: datetime, id: UUID) -> Note:
    """Deny what was asked, with the reason; the case goes on as it was."""
    found, waiting = allowed(Act.DENY, case, by)
    said = reason_of(answer, "answer")
    asked = cast(Request, waiting)
    _decide(found, asked, Decision.DENIED, said, by, at)
    step(found, Act.DENY, at, by=by)
    return note(found, ask=asked.ask, answer=said)


def _decide(
    case: Case, request: Request, decision: Decision, answer: str, by: Acting, at: datetime
) -> None:
    waiting = Request.objects.filter(pk=request.pk, decision=Decision.WAITING.value)
    if not waiting.update(
        decision=decision.value, decided_at=at, decided_by=by.post, answer=answer
    ):
        raise overtaken(case, by)


@action("cases.resume")
def resume_case(*, case: UUID, by: Acting, at: datetime, id: UUID) -> Note:
    """Go on with a suspended case: it has as much counted time left as when it was suspended."""
    found, _ = allowed(Act.RESUME, case, by)
    limit = _resumed(found, at)
    step(found, Act.RESUME, at, by=by, runs=limit, handle_due_at=limit.due_at)
    Request.objects.filter(
        case=found.pk, ask=Ask.SUSPEND.value, decision=Decision.GRANTED.value, resumed_at=None
    ).update(resumed_at=at)
    Dispatch.objects.filter(case=found.pk, outcome=Outcome.RUNNING.value).update(
        due_at=limit.due_at
    )
    return note(found, due=limit.due_at.isoformat() if limit.due_at else None)


def _resumed(case: Case, at: datetime) -> Limit:
    """What is left of a limit since the suspension, counted from now; one past stays past.

    The light turns yellow where a fifth of the whole limit is left, as without the suspension.
    """
    due_at, since = case.handle_due_at, case.stage_at
    if due_at is None or due_at <= since:
        return Limit(due_at, due_at)
    table, unit = calendar(day_of(at)), LimitUnit(case.limit_unit)
    left = remaining(table, since, due_at, unit)
    whole = handling_limit(case, at).due_at
    total = remaining(table, at, whole, unit) if whole else None
    if left is None or total is None:
        return Limit()
    green = max(left - total / 5, timedelta())
    return Limit(later(table, at, left, unit), later(table, at, green, unit))
