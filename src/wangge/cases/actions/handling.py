"""The units' work and the look at it: handled, settled on the spot, verified, rework, closed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from wangge.cases.actions.base import (
    ORIGIN,
    Proofs,
    allowed,
    close_whole,
    end_dispatch,
    handling_limit,
    limit_of,
    note,
    show,
    step,
)
from wangge.cases.actions.filing import begin_dispatch
from wangge.cases.models import Case
from wangge.cases.rules import Act, Outcome, Stage
from wangge.cases.rules.work import reason_of, why_not_work, written
from wangge.kernel.clock import day_of
from wangge.kernel.errors import Invalid
from wangge.people.rules import Acting
from wangge.trail.actions import action
from wangge.trail.rules import Note
from wangge.worklog.actions import add_work, confirm_work_of, void_work_of
from wangge.worklog.rules.records import State
from wangge.worklog.rules.reported import Work


@action("cases.handle")
def handle_case(
    *,
    case: UUID,
    report: str,
    work: Sequence[Work] = (),
    proofs: Proofs = (),
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """Report a case as handled; quantities become drafts that count once it is verified."""
    return _handled(Act.HANDLE, case, report, work, proofs, by, at)


@action("cases.self_handle")
def self_handle_case(
    *,
    case: UUID,
    report: str,
    work: Sequence[Work] = (),
    proofs: Proofs = (),
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """Who found it has settled it on the spot (自处理); somebody else looks at it before it ends.

    Raises :class:`Refused` for anybody but the reporter.
    """
    return _handled(Act.SELF_HANDLE, case, report, work, proofs, by, at)


def _handled(
    act: Act,
    case: UUID,
    report: str,
    work: Sequence[Work],
    proofs: Proofs,
    by: Acting,
    at: datetime,
) -> Note:
    found, _ = allowed(act, case, by)
    said = written(report, "report")
    if (reason := why_not_work(work, said)) is not None:
        raise Invalid(reason, "report")
    limit = limit_of(Stage.HANDLED, at)
    step(
        found,
        act,
        at,
        by=by,
        runs=limit,
        handled_at=at,
        handled_by=by.post,
        handled_account=by.account,
        handled_unit=by.unit,
        handled_kind=by.kind.value,
        verify_due_at=limit.due_at,
    )
    end_dispatch(found, Outcome.HANDLED, at)
    for line in work:
        _add(found, line, by, at)
    lines = [
        {"measure": line.measure, "amount": str(line.amount), "qualifier": line.qualifier.value}
        for line in work
    ]
    return note(found, report=said, work=lines or None, photos=show(case, proofs, by))


def _add(case: Case, line: Work, by: Acting, at: datetime) -> None:
    add_work(
        record=line.record,
        measure=line.measure,
        amount=line.amount,
        qualifier=line.qualifier,
        region=case.region,
        place=case.place_id,
        unit=case.unit_id or by.unit,
        on=day_of(at),
        campaign=None,
        origin=ORIGIN,
        origin_id=case.pk,
        state=State.DRAFT,
        at=at,
    )


@action("cases.verify")
def pass_case(
    *, case: UUID, text: str = "", proofs: Proofs = (), by: Acting, at: datetime, id: UUID
) -> Note:
    """It was looked at on the spot and is solved; its quantities count from now on."""
    found, _ = allowed(Act.PASS, case, by)
    ends = found.stage == Stage.SELF_HANDLED.value
    step(
        found,
        Act.PASS,
        at,
        by=by,
        verified_at=at,
        verified_by=by.post,
        closed_at=at if ends else None,
        closed_by=by.post if ends else None,
    )
    return note(
        found,
        text=written(text, "text"),
        photos=show(case, proofs, by),
        records=confirm_work_of(ORIGIN, [case]),
        closed=ends or None,
    )


@action("cases.fail")
def fail_case(
    *, case: UUID, reason: str, proofs: Proofs = (), by: Acting, at: datetime, id: UUID
) -> Note:
    """It was looked at on the spot and isn't solved: back to the unit, and it counts as rework.

    Its quantities are voided with the reason. The limit runs anew as it was dispatched. What a
    reporter claimed to have settled goes back to the office as an ordinary report.
    """
    found, _ = allowed(Act.FAIL, case, by)
    because = reason_of(reason)
    if found.stage == Stage.SELF_HANDLED.value:
        limit = limit_of(Stage.REPORTED, at)
        step(found, Act.FAIL, at, by=by, runs=limit, accept_due_at=limit.due_at)
    else:
        _again(found, by, at)
    void_work_of(ORIGIN, [case], because)  # after the case, as passing does: locks never cross
    return note(found, reason=because, photos=show(case, proofs, by))


def _again(case: Case, by: Acting, at: datetime) -> None:
    limit = handling_limit(case, at)
    number = case.dispatches + 1
    step(
        case,
        Act.FAIL,
        at,
        by=by,
        runs=limit,
        reworks=case.reworks + 1,
        dispatches=number,
        handle_due_at=limit.due_at,
    )
    if case.unit_id is not None:
        begin_dispatch(case, case.unit_id, number, by, at, limit.due_at, is_rework=True)


@action("cases.close")
def close_case(*, case: UUID, by: Acting, at: datetime, id: UUID) -> Note:
    """Close a verified case; a case it was split from closes with the last part."""
    found, _ = allowed(Act.CLOSE, case, by)
    step(found, Act.CLOSE, at, by=by, closed_at=at, closed_by=by.post)
    return note(found, whole=close_whole(found, by, at))
