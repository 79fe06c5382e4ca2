"""What every action on a case begins and ends with."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from wangge.cases.models import Case, Dispatch, Request
from wangge.cases.queries.calendar import calendar, stage_limit
from wangge.cases.queries.cases import facts_of, one_case, waiting_request
from wangge.cases.rules import (
    ENDED,
    TABLE,
    Act,
    LimitUnit,
    Outcome,
    Resolution,
    Stage,
    Timed,
    why_not,
)
from wangge.cases.rules.limits import Limit, limit_from
from wangge.kernel.clock import day_of
from wangge.kernel.errors import Conflict, Invalid, refuse
from wangge.kernel.words import say
from wangge.people.models import Unit
from wangge.people.rules import PUBLIC, Acting
from wangge.trail.actions import prove
from wangge.trail.queries import entries_of, evidence_file
from wangge.trail.rules import Note, label_of
from wangge.trail.rules import Stage as Shown
from wangge.worklog.rules.records import Origin

KIND = "cases.case"
ORIGIN = Origin.CASE
Proofs = Sequence[tuple[UUID, Shown]]

TIMED: dict[Stage, Timed] = {
    Stage.REPORTED: Timed.ACCEPT,
    Stage.CONFIRMING: Timed.CONFIRM,
    Stage.SELF_HANDLED: Timed.VERIFY,
    Stage.FILED: Timed.DISPATCH,
    Stage.HANDLED: Timed.VERIFY,
    Stage.VERIFIED: Timed.CLOSE,
}
"""Stages of the office's own work; the limit of handling is the condition's."""


def allowed(act: Act, case: UUID, by: Acting) -> tuple[Case, Request | None]:
    """The case and what waits for a decision on it, if ``by`` may do this to it now."""
    found = one_case(case, user=by)
    waiting = waiting_request(found.pk)
    refuse(why_not(act, facts_of(found, waiting), by))
    return found, waiting


def limit_of(stage: Stage, at: datetime) -> Limit:
    """The limit of a stage of the office's own work that begins now; none where it has none."""
    timed = TIMED.get(stage)
    if timed is None:
        return Limit()
    return limit_from(calendar(day_of(at)), at, *stage_limit(timed, day_of(at)))


def handling_limit(case: Case, at: datetime) -> Limit:
    """The limit of handling from now on, by the limit the case was dispatched under."""
    if case.limit is None:
        return Limit()
    return limit_from(calendar(day_of(at)), at, case.limit, LimitUnit(case.limit_unit))


def step(
    case: Case, act: Act, at: datetime, *, by: Acting, runs: Limit | None = None, **changes: Any
) -> None:
    """Go where the table leads from here.

    ``runs`` is the new stage's limit where it isn't one of the office's own. Compare and set:
    whoever comes second gets a :class:`Conflict` that says who was first with what.
    """
    target = TABLE[Stage(case.stage), act].next
    if target.value != case.stage:
        found = runs or limit_of(target, at)
        changes = {"due_at": found.due_at, "yellow_at": found.yellow_at} | changes
        changes |= {"stage": target.value, "stage_at": at}
    change(case, at, by=by, **changes)


def open_again(case: Case, at: datetime, *, by: Acting) -> None:
    """A closed case wasn't solved after all: it waits to be dispatched anew."""
    limit = limit_of(Stage.FILED, at)
    step(
        case,
        Act.REOPEN,
        at,
        by=by,
        runs=limit,
        dispatch_due_at=limit.due_at,
        closed_at=None,
        closed_by=None,
        reopened=case.reopened + 1,
        resolution=Resolution.UNSOLVED.value,
    )


def change(case: Case, at: datetime, *, by: Acting, **changes: Any) -> None:
    """Write columns of a case that is still as it was read."""
    same = Case.objects.filter(
        pk=case.pk, stage=case.stage, unit=case.unit_id, dispatches=case.dispatches
    )
    if not same.update(updated_at=at, **changes):
        raise overtaken(case, by)


def overtaken(case: Case, by: Acting) -> Conflict:
    """Somebody else was first: what they did, as far as ``by`` may see it."""
    last = entries_of(KIND, case.pk, user=by)[-1:]
    if not last:
        return Conflict(say("Somebody else has changed this case meanwhile. Look at it again."))
    return Conflict(
        say(
            "%(title)s %(who)s was first: “%(what)s”. Look at the case again.",
            title=last[0].title,
            who=last[0].who,
            what=label_of(last[0].action),
        )
    )


def show(case: UUID, proofs: Proofs, by: Acting) -> int:
    """Show kept photos for a case; how many.

    Somebody else's photo from another area proves nothing, so each must be one that ``by`` may
    see. A resident sees none: the pages that report for them make the ids themselves.
    """
    for evidence, stage in proofs:
        if by.kind is not PUBLIC.kind:
            evidence_file(evidence, by)
        prove(evidence=evidence, kind=KIND, subject=case, stage=stage)
    return len(proofs)


def unit_open(unit: UUID) -> Unit:
    """A unit that still exists. Raises :class:`Invalid` otherwise."""
    found = Unit.objects.filter(pk=unit, closed_on__isnull=True).first()
    if found is None:
        raise Invalid(say("There is no such unit, or it is closed."), "unit")
    return found


def end_dispatch(case: Case, outcome: Outcome, at: datetime) -> None:
    """How the running dispatch of a case ended."""
    Dispatch.objects.filter(case=case.pk, outcome=Outcome.RUNNING.value).update(
        outcome=outcome.value, ended_at=at
    )


def close_whole(part: Case, by: Acting, at: datetime) -> str | None:
    """Close the case that a part belongs to once every part has ended; its number, or None."""
    if part.parent_id is None:
        return None
    ended = [stage.value for stage in ENDED]
    whole = Case.objects.select_for_update().get(pk=part.parent_id)
    if whole.parts.exclude(stage__in=ended).exclude(pk=part.pk).exists():
        return None
    if whole.stage != Stage.SPLIT.value:
        return None
    change(whole, at, by=by, stage=Stage.CLOSED.value, stage_at=at, closed_at=at, closed_by=by.post)
    return whole.number


def note(case: Case, **data: Any) -> Note:
    """What the trail remembers: the number with whatever changed, empty values left out."""
    kept: Mapping[str, Any] = {key: value for key, value in data.items() if value not in ("", None)}
    return Note(KIND, case.pk, case.region, {"number": case.number, **kept})
