"""What happens to one task. Each change compares the state it was decided on before it sets."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from wangge.campaigns.models import Task
from wangge.campaigns.queries.access import facts_of, task_of, terms_of
from wangge.campaigns.rules import (
    TABLE,
    Act,
    TaskState,
    Work,
    missing_evidence,
    why_not,
    why_not_assignee,
    why_not_work,
)
from wangge.kernel.clock import day_of
from wangge.kernel.errors import Conflict, Invalid, refuse
from wangge.kernel.words import say
from wangge.people.models import Post, Unit
from wangge.people.rules import Acting, PostKind
from wangge.trail.actions import action, prove
from wangge.trail.queries import evidence_file, proofs_of
from wangge.trail.rules import Note, Stage
from wangge.worklog.actions import add_work, confirm_work_of, void_work_of
from wangge.worklog.rules.records import Origin, State

KIND = "campaigns.task"


@action("campaigns.assign_task")
def assign_task(
    *,
    task: UUID,
    unit: UUID | None = None,
    assignee: UUID | None = None,
    due_on: date | None = None,
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """Give a task to a unit, to a post, or both; with neither, as it was proposed.

    ``due_on`` is a day of the round's week; without it the day stays. A task that was sent back
    stays so. Raises :class:`Invalid` where nobody is named or the post can't do it.
    """
    found = task_of(task, by)
    refuse(why_not(Act.ASSIGN, facts_of(found), by))
    if unit is None and assignee is None:
        unit, assignee = found.unit_id, found.assignee_id
    if unit is None and assignee is None:
        raise Invalid(say("Choose the unit or the post that the task goes to."), "assignee")
    _may_take(found, unit, assignee, day_of(at))
    due = found.due_on if due_on is None else due_on
    if due_on is not None and not found.round.starts_on <= due_on <= found.round.ends_on:
        raise Invalid(say("The day must lie in the round's week."), "due_on")
    _step(found, Act.ASSIGN, unit_id=unit, assignee_id=assignee, due_on=due)
    return _note(found, unit=_text(unit), assignee=_text(assignee), due_on=str(due))


def _may_take(task: Task, unit: UUID | None, assignee: UUID | None, today: date) -> None:
    if unit is not None and not Unit.objects.filter(pk=unit, closed_on__isnull=True).exists():
        raise Invalid(say("There is no such unit, or it is closed."), "unit")
    if assignee is None:
        return
    post = Post.objects.filter(pk=assignee).first()
    if post is None or (post.closed_on is not None and post.closed_on <= today):
        raise Invalid(say("There is no such post, or it is closed."), "assignee")
    if (reason := why_not_assignee(PostKind(post.kind), post.region, task.region)) is not None:
        raise Invalid(reason, "assignee")


@action("campaigns.do_task")
def do_task(
    *,
    task: UUID,
    report: str = "",
    work: Sequence[Work] = (),
    proofs: Sequence[tuple[UUID, Stage]] = (),
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """Report a task as done, with what the campaign demanded when the round opened.

    Quantities become drafts in the worklog that count once the task is checked. ``proofs`` are
    kept pieces of evidence with their stage; photos of an earlier report still count. Raises
    :class:`Refused` naming the photo that is missing, :class:`Invalid` for a quantity that the
    campaign doesn't count.
    """
    found = task_of(task, by)
    refuse(why_not(Act.DO, facts_of(found), by))
    terms = terms_of(found)
    if (reason := why_not_work(work, report, terms.measures)) is not None:
        raise Invalid(reason, "work")
    has = {stage for _, stage in proofs}
    has |= {shown.stage for shown in proofs_of(KIND, [task], by).get(task, [])}
    refuse(missing_evidence(terms.wants_before, terms.wants_after, has))
    _step(
        found,
        Act.DO,
        report=report.strip(),
        done_at=at,
        done_by_id=by.post,
        done_account_id=by.account,
    )
    for evidence, stage in proofs:
        evidence_file(evidence, by)  # somebody else's photo, from another area, proves nothing
        prove(evidence=evidence, kind=KIND, subject=task, stage=stage)
    for line in work:
        _add(found, line, by, at)
    lines = [
        {"measure": line.measure, "amount": str(line.amount), "qualifier": line.qualifier.value}
        for line in work
    ]
    return _note(found, report=report.strip(), work=lines, photos=len(proofs))


def _add(task: Task, line: Work, by: Acting, at: datetime) -> None:
    add_work(
        record=line.record,
        measure=line.measure,
        amount=line.amount,
        qualifier=line.qualifier,
        region=task.region,
        place=task.place_id,
        unit=task.unit_id or by.unit,
        on=day_of(at),
        campaign=task.campaign_id,
        origin=Origin.TASK,
        origin_id=task.pk,
        state=State.DRAFT,
        at=at,
    )


@action("campaigns.check_task")
def check_task(*, task: UUID, by: Acting, at: datetime, id: UUID) -> Note:
    """Accept what was done; its quantities count from now on."""
    found = task_of(task, by)
    refuse(why_not(Act.CHECK, facts_of(found), by))
    _step(found, Act.CHECK, checked_at=at, checked_by_id=by.post, send_back_reason="")
    return _note(found, records=confirm_work_of(Origin.TASK, [task]))


@action("campaigns.send_back_task")
def send_back_task(*, task: UUID, reason: str, by: Acting, at: datetime, id: UUID) -> Note:
    """Not accepted: it has to be done again. Its quantities are voided with the reason.

    The next report starts from them, so that only what was wrong is written anew. Possible for a
    task of a closed round too; that round's frozen coverage stays as it was.
    """
    found = task_of(task, by)
    refuse(why_not(Act.SEND_BACK, facts_of(found), by))
    because = _reason(reason)
    _step(found, Act.SEND_BACK, send_back_reason=because)
    return _note(found, reason=because, records=void_work_of(Origin.TASK, [task], because))


@action("campaigns.cancel_task")
def cancel_task(*, task: UUID, reason: str, by: Acting, at: datetime, id: UUID) -> Note:
    """Take a task out of its round: it counts neither as covered nor as left."""
    found = task_of(task, by)
    refuse(why_not(Act.CANCEL, facts_of(found), by))
    because = _reason(reason)
    _step(found, Act.CANCEL, send_back_reason=because)
    return _note(found, reason=because)


def _reason(text: str) -> str:
    if not text.strip():
        raise Invalid(say("Give the reason."), "reason")
    return text.strip()[:300]


def _step(task: Task, act: Act, **changes: Any) -> None:
    """Compare and set: somebody who was faster makes this a :class:`Conflict`."""
    step = TABLE[TaskState(task.state), act]
    rows = Task.objects.filter(
        pk=task.pk, state=task.state, unit=task.unit_id, assignee=task.assignee_id
    )
    if not rows.update(state=step.next.value, **changes):
        raise Conflict(say("Somebody else has changed this task meanwhile. Look at it again."))


def _note(task: Task, **data: Any) -> Note:
    return Note(KIND, task.pk, task.region, {"campaign": str(task.campaign_id), **data})


def _text(id: UUID | None) -> str | None:
    return str(id) if id else None
